/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * score.c — how many of the names of foreign texts are masked, and for how many a clerk is asked.
 *
 * In:    JSON Lines {"text","names","protected"} on standard input; with -v as an argument it tells
 *        which got out
 * Out:   a line of figures
 * Law:   law.md §3
 * Never: asserts anything: corpus_test.c does
 */
#include "base/buf.h"
#include "base/json.h"
#include "held.h"

#include <stdio.h>
#include <string.h>

struct score {
    int texts, names, masked, safe, kept, unharmed, held, held_falsely, private;
    bool tells;
};

static struct strs texts_of(struct arena *a, const struct value *list) {
    struct strs out = {0};
    if (list == NULL || list->type != VALUE_LIST)
        return out;
    out.v = NEW(a, str, list->n + 1);
    for (ptrdiff_t i = 0; i < list->n; i++)
        out.v[out.n++] = list->items[i].text;
    return out;
}

static int times(str text, str part) {
    int n = 0;
    for (ptrdiff_t at; part.n > 0 && (at = str_find(text, part)) >= 0; n++)
        text = str_sub(text, at + part.n, text.n);
    return n;
}

/* A name that stands in a protected value, too, must stand nowhere else. */
static str without(struct arena *a, str text, const struct strs *parts) {
    for (ptrdiff_t i = 0; i < parts->n; i++)
        text = str_replace(a, text, parts->v[i], S("\n"));
    return text;
}

static void tell_doubts(struct arena *a, const struct policy *p, const struct masking *what) {
    int n = 0;
    const struct doubt *doubts = test_doubts(a, p, what, &n);
    for (int i = 0; doubts != NULL && i < n; i++)
        printf("held falsely\t%.*s\t%.*s\n", STR(doubts[i].text), STR(what->text));
}

static void score_text(struct arena *a, const struct policy *p, const struct value *v,
                       struct score *s) {
    const struct value *text = value_get(v, S("text"));
    struct strs names = texts_of(a, value_get(v, S("names")));
    struct strs kept = texts_of(a, value_get(v, S("protected")));
    struct masking what = {.text = text->text};
    str out;
    bool held = test_is_held(a, p, &what) || !mask_text(a, p, &what, &out);
    if (!mask_text(a, p, &what, &out))
        out = S("");
    str rest = without(a, out, &kept);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        bool masked = str_find(rest, names.v[i]) < 0;
        s->masked += masked;
        s->safe += masked || held;
        if (s->tells && !masked)
            printf("%s\t%.*s\t%.*s\n", held ? "held" : "out", STR(names.v[i]), STR(out));
    }
    for (ptrdiff_t i = 0; i < kept.n; i++) {
        bool same = times(out, kept.v[i]) >= times(text->text, kept.v[i]);
        s->unharmed += same;
        if (s->tells && !same)
            printf("harmed\t%.*s\t%.*s\n", STR(kept.v[i]), STR(out));
    }
    s->texts++;
    s->names += (int)names.n;
    s->kept += (int)kept.n;
    s->held += held;
    s->held_falsely += held && names.n == 0;
    s->private += names.n > 0;
    if (s->tells && held && names.n == 0)
        tell_doubts(a, p, &what);
}

int main(int argc, char **argv) {
    struct arena kept = {0};
    struct arena a = {0};
    struct diags diags = {0};
    struct score s = {.tells = argc > 1 && strcmp(argv[1], "-v") == 0};
    const struct policy *p = test_policy(&kept, &diags);
    str rest;
    if (p == NULL || !os_read_stdin(&kept, 256 << 20, &rest))
        return 1;
    while (rest.n > 0) {
        struct value v;
        str error;
        int at = 0;
        str line = str_cut(&rest, S("\n"));
        if (!json_load(&a, line, &v, &error, &at) || value_get(&v, S("text")) == NULL)
            return 1;
        score_text(&a, p, &v, &s);
        arena_reset(&a);
    }
    printf("%d texts  names %d: masked %d, masked or held %d  protected %d/%d  held %d, of %d "
           "without names %d\n",
           s.texts, s.names, s.masked, s.safe, s.unharmed, s.kept, s.held, s.texts - s.private,
           s.held_falsely);
    arena_free(&a);
    arena_free(&kept);
    return 0;
}
