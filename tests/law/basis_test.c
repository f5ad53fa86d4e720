/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * basis_test.c — what a page says of the laws it rests on.
 *
 * In:    bases.tsv, content/law/bases.csv
 * Out:   cmocka's report
 * Law:   law.md §2
 * Never: depends on the day it runs
 */
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct policy *policy;

static str notes_of(const str *cells) {
    struct disclosure d;
    str basis = str_eq(cells[2], S("-")) ? (str){0} : cells[2];
    disclosure_clear(&d, kind_of(cells[0]));
    if (d.kind == KIND_decision) {
        d.decision.decided = date_parse(cells[1]);
        d.decision.basis = basis;
    } else if (d.kind == KIND_matter) {
        d.matter.basis = basis;
    } else if (d.kind == KIND_guide) {
        d.guide.basis = basis;
    }
    struct strs notes = basis_notes(&arena, policy, &d);
    str all = notes.n == 0 ? S("-") : notes.v[0];
    for (ptrdiff_t i = 1; i < notes.n; i++)
        all = str_fmt(&arena, "%.*s|%.*s", STR(all), STR(notes.v[i]));
    return all;
}

static void test_clauses(void **state) {
    (void)state;
    str text, cells[4];
    int n = 0;
    assert_true(os_read(&arena, "tests/law/bases.tsv", TABLE_BYTES, &text));
    for (; test_row(&text, cells, 4) == 4; n++) {
        str is = notes_of(cells);
        assert_string_equal(str_z(&arena, is), str_z(&arena, cells[3]));
    }
    assert_int_equal(text.n, 0);
    assert_true(n > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_clauses)};
    struct diags diags = {0};
    policy = test_policy(&arena, &diags);
    return policy == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
