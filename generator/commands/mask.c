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
#include "commands/commands.h"
#include "commands/site.h"

#define INPUT_LIMIT ((int64_t)256 << 20)

static struct strs texts_of(struct arena *a, const struct value *list) {
    struct strs out = {0};
    if (list == NULL || list->type != VALUE_LIST)
        return out;
    out.v = NEW(a, str, list->n + 1);
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (list->items[i].type == VALUE_TEXT)
            out.v[out.n++] = list->items[i].text;
    return out;
}

static str text_at(const struct value *map, const char *key) {
    const struct value *v = value_get(map, str_of(key));
    return v != NULL && v->type == VALUE_TEXT ? v->text : (str){0};
}

static bool mask_line(struct arena *a, const struct policy *p, str line, struct buf *out) {
    struct value v;
    str error;
    int at = 0;
    if (!json_load(a, line, &v, &error, &at) || v.type != VALUE_MAP)
        return false;
    struct masking what = {.text = text_at(&v, "text"),
                           .names = texts_of(a, value_get(&v, S("known_names"))),
                           .publics = texts_of(a, value_get(&v, S("known_public")))};
    str masked;
    bool good = mask_text(a, p, &what, &masked);
    buf_str(out, S("{\"id\":"));
    buf_json(out, text_at(&v, "id"));
    buf_str(out, S(",\"text\":"));
    buf_json(out, masked);
    buf_str(out, S("}\n"));
    return good;
}

/* One line after the other: a line takes the memory that it needs and gives it back. */
static int mask_lines(const struct policy *p, str in) {
    struct arena a = {0};
    struct buf out = {.limit = INPUT_LIMIT * 2};
    int status = EXIT_DONE;
    int64_t number = 1;
    for (str rest = in; rest.n > 0; number++) {
        str line = str_cut(&rest, S("\n"));
        if (str_trim(line).n > 0 && !mask_line(&a, p, line, &out)) {
            os_print_error(str_fmt(&a, "gongshi: 第 %lld 行不是合格的 JSON，或者没有把握，已略过\n",
                                   (long long)number));
            status = EXIT_REJECTED;
        }
        os_print(buf_view(&out));
        buf_reset(&out);
        arena_reset(&a);
    }
    buf_free(&out);
    arena_free(&a);
    return status;
}

int command_mask(const struct options *o) {
    struct arena a = {0};
    struct site *s = site_open_policy(&a, o);
    int status = EXIT_DONE;
    str in;
    if (!os_read_stdin(&a, INPUT_LIMIT, &in))
        die_usage("输入超过 %lld 字节", (long long)INPUT_LIMIT);
    if (o->ndjson) {
        status = mask_lines(s->policy, in);
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
