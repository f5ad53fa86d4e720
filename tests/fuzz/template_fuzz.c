/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * template_fuzz.c — templates, compiled and filled.
 *
 * In:    two templates with a NUL between them
 * Out:   none
 * Law:   none
 * Never: lets a plain text pass unescaped
 */
#include "fuzz.h"

#include "base/buf.h"
#include "base/template.h"
#include "base/utf8.h"

#define MARK "<plain>" /* stands in no template once its own are taken out */

static struct value data_of(struct arena *a) {
    struct value data = value_map(a, 8);
    struct value list = value_list(a, 3);
    struct value item = value_map(a, 2);
    value_set_text(a, &item, "name", S(MARK "&\"'"));
    value_add(a, &list, item);
    value_add(a, &list, value_text(S(MARK)));
    value_set(a, &data, S("list"), list);
    value_set_text(a, &data, "name", S(MARK));
    value_set_text(a, &data, "a", S("b"));
    value_set_text(a, &data, "x", S("part"));
    value_set(a, &data, S("map"), item);
    value_set(a, &data, S("html"), value_html((struct html){S("<b>")}));
    value_set(a, &data, S("yes"), value_bool(true));
    return data;
}

static void fuzz_one(struct arena *a, str input) {
    struct diags diags = {.arena = a};
    struct template_set *set = template_set_open(a, true);
    struct value data = data_of(a);
    struct buf out = {.limit = 1 << 20};
    str first = fuzz_part(&input);
    bool marked = str_find(first, S("<")) >= 0 || str_find(input, S("<")) >= 0;
    bool good =
        template_add(set, S("part"), S("part"), input.p == NULL ? S("{{name}}") : input, &diags);
    good = template_add(set, S("whole"), S("whole"), first, &diags) && good;
    fuzz_claim(good || diag_worst(&diags) == DIAG_ERROR, "refused without a finding");
    (void)template_check(set, &diags);
    if (template_has(set, S("whole")))
        (void)template_render(set, S("whole"), &data, &out, &diags);
    fuzz_claim(marked || str_find(buf_view(&out), S(MARK)) < 0, "a plain text passed unescaped");
    buf_free(&out);
}
