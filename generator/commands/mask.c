/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mask.c — gongshi mask: what masking does to a text on standard input.
 *
 * In:    a text; or JSON Lines {"id","text","known_names","known_public"} with --ndjson
 * Out:   the masked text; or JSON Lines {"id","text"}
 * Law:   law.md §3
 * Never: prints what it was given when masking fails
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/os.h"
#include "base/utf8.h"
#include "commands/commands.h"
#include "commands/site.h"

#include <string.h>

#define INPUT_LIMIT ((int64_t)256 << 20) /* of a text, of a line */
#define PIECE ((ptrdiff_t)64 << 10)
#define LINE_KEPT ((ptrdiff_t)1 << 20) /* the room of a longer line is given back */

/* ---- lines of JSON ---- */

/* What one line asks for. Lists are absent, or lists of texts: a name that was told otherwise would
 * be passed over. */
struct order {
    struct arena *arena;
    str id; /* as it was written: 7, "7", 1e3 */
    struct masking what;
};

static bool texts_of(struct arena *a, const struct value *list, struct strs *out) {
    *out = (struct strs){0};
    if (list == NULL || list->type == VALUE_NONE)
        return true;
    if (list->type != VALUE_LIST)
        return false;
    out->v = NEW(a, str, list->n + 1);
    for (ptrdiff_t i = 0; i < list->n; i++) {
        if (list->items[i].type != VALUE_TEXT)
            return false;
        out->v[out->n++] = list->items[i].text;
    }
    return true;
}

static bool text_at(const struct value *map, const char *key, str *out) {
    const struct value *v = value_get(map, str_of(key));
    *out = v != NULL && v->type == VALUE_TEXT ? v->text : (str){0};
    return v != NULL && v->type == VALUE_TEXT;
}

/* Behind the string that begins at i. */
static ptrdiff_t string_end(str s, ptrdiff_t i) {
    for (i++; i < s.n && s.p[i] != '"'; i++)
        i += s.p[i] == '\\';
    return i + 1;
}

/* Behind the value that begins at i: at the comma or the brace that ends it. */
static ptrdiff_t value_end(str s, ptrdiff_t i) {
    for (int depth = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '"')
            i = string_end(s, i) - 1;
        if (depth == 0 && (c == ',' || c == '}'))
            break;
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    }
    return i;
}

/* The last member of this name (which is in quotes) of a sound JSON object, as it was written;
 * absent when there is none. */
static str member(str s, str name) {
    str found = {0};
    for (ptrdiff_t i = str_find(s, S("{")) + 1, key, end; i < s.n; i = end + 1) {
        key = i + str_find(str_sub(s, i, s.n), S("\""));
        if (key < i)
            break;
        ptrdiff_t colon = string_end(s, key);
        bool here = str_eq(str_sub(s, key, colon), name);
        colon += str_find(str_sub(s, colon, s.n), S(":"));
        end = value_end(s, colon + 1);
        if (here)
            found = str_trim(str_sub(s, colon + 1, end));
    }
    return found;
}

static bool read_order(str line, struct order *o) {
    struct value v;
    str error;
    int at = 0;
    if (!json_load(o->arena, line, &v, &error, &at) || v.type != VALUE_MAP)
        return false;
    o->id = str_dup(o->arena, member(line, S("\"id\"")));
    return o->id.n > 0 && text_at(&v, "text", &o->what.text) &&
           texts_of(o->arena, value_get(&v, S("known_names")), &o->what.names) &&
           texts_of(o->arena, value_get(&v, S("known_public")), &o->what.publics);
}

/* As a JSON string, piece by piece: a long text is not copied whole once more. */
static void print_json(struct buf *b, str s) {
    buf_char(b, '"');
    while (s.n > 0) {
        str some = utf8_prefix(s, PIECE);
        while (some.n > 1 && some.p[some.n - 1] == '<') /* </ is escaped as one */
            some.n--;
        s = str_sub(s, some.n, s.n);
        ptrdiff_t before = b->n;
        buf_json(b, some);
        memmove(b->p + before, b->p + before + 1, (size_t)(b->n - before - 2));
        b->n -= 2; /* its quotes */
        if (b->n < PIECE)
            continue;
        os_print(buf_view(b));
        buf_reset(b);
    }
    buf_char(b, '"');
}

static void print_masked(const struct order *o, str masked, struct buf *out) {
    buf_str(out, S("{\"id\":"));
    buf_str(out, o->id);
    buf_str(out, S(",\"text\":"));
    print_json(out, masked);
    buf_str(out, S("}\n"));
    os_print(buf_view(out));
    buf_reset(out);
}

struct input {
    char piece[PIECE];
    ptrdiff_t at;
    ptrdiff_t n;
};

/* The next line without its break; false behind the last one. */
static bool next_line(struct input *in, struct buf *line) {
    bool some = false;
    buf_reset(line);
    for (;;) {
        if (in->at == in->n) {
            in->at = 0;
            in->n = os_read_input(in->piece, PIECE);
        }
        if (in->n == 0)
            return some;
        some = true;
        str rest = {in->piece + in->at, in->n - in->at};
        ptrdiff_t end = str_find(rest, S("\n"));
        buf_str(line, str_sub(rest, 0, end < 0 ? rest.n : end));
        in->at += end < 0 ? rest.n : end + 1;
        if (end >= 0)
            return true;
    }
}

/* What was wrong with the line, in words; NULL when it is masked, or blank. */
static const char *mask_line(struct arena *a, const struct policy *p, struct buf *line,
                             struct buf *out) {
    struct order o = {.arena = a};
    str masked;
    if (!line->failed && str_trim(buf_view(line)).n == 0)
        return NULL;
    if (line->failed || !read_order(buf_view(line), &o))
        return "不是写着 id 和 text 的 JSON，已略过";
    if (line->cap > LINE_KEPT)
        buf_free(line);
    bool good = mask_text(a, p, &o.what, &masked);
    print_masked(&o, masked, out);
    return good ? NULL : "没有把握，全文隐去";
}

/* One line after the other: a line takes the memory that it needs and gives it back. */
static int mask_lines(const struct policy *p) {
    static struct input in;
    struct arena a = {0};
    struct buf line = {.limit = INPUT_LIMIT};
    struct buf out = {0};
    int status = EXIT_DONE;
    for (int64_t number = 1; next_line(&in, &line); number++) {
        const char *wrong = mask_line(&a, p, &line, &out);
        if (wrong != NULL) {
            os_print_error(str_fmt(&a, "gongshi: 第 %lld 行%s\n", (long long)number, wrong));
            status = EXIT_REJECTED;
        }
        arena_reset(&a);
    }
    buf_free(&line);
    buf_free(&out);
    arena_free(&a);
    return status;
}

int command_mask(const struct options *o) {
    struct arena a = {0};
    struct site *s = site_open_policy(&a, o);
    int status = EXIT_DONE;
    str in;
    if (o->ndjson) {
        status = mask_lines(s->policy);
    } else if (!os_read_stdin(&a, INPUT_LIMIT, &in)) {
        die_usage("输入超过 %lld 字节", (long long)INPUT_LIMIT);
    } else {
        struct strs names = {(str *)(void *)(uintptr_t)o->names, o->name_count};
        str masked;
        if (!mask_text(&a, s->policy, &(struct masking){.text = in, .names = names}, &masked)) {
            os_print_error(S("gongshi: 文字无法处理，全部隐去\n"));
            status = EXIT_REJECTED;
        }
        os_print(masked);
    }
    arena_free(&a);
    return status;
}
