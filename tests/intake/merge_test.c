/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * merge_test.c — merged cells: ranges as texts, in their order, within their limits.
 *
 * In:    ranges
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a workbook
 */
#include "intake/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_ranges(void **state) {
    (void)state;
    struct arena a = {0};
    struct merge m;
    assert_true(merge_read(S("AB12:AC40"), &m));
    assert_int_equal(m.column, 27);
    assert_int_equal(m.last_column, 28);
    assert_int_equal(m.row, 12);
    assert_int_equal(m.last_row, 40);
    assert_true(str_eq(merge_name(&a, &m), S("AB12:AC40")));
    static const char *const none[] = {"",      "A1",    "A1:",          ":A1",   "A0:A2",
                                       "1:2",   "A2:A1", "B1:A1",        "A1;A2", "A1:A2x",
                                       "a1:a2", "A:B",   "AAAAA1:AAAAA2"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_false(merge_read(str_of(none[i]), &m));
    assert_false(merge_read(S("A1:A99999999999999999999"), &m));
    arena_free(&a);
}

static void test_order(void **state) {
    (void)state;
    struct arena a = {0};
    struct merges *all = NEW(&a, struct merges, 1);
    struct merge out;
    assert_true(merge_add(all, &a, &(struct merge){9, 10, 0, 0}));
    assert_true(merge_add(all, &a, &(struct merge){2, 5, 1, 1}));
    merge_sort(all);
    assert_false(merge_begun(all, 1, &out));
    assert_true(merge_begun(all, 3, &out));
    assert_int_equal(out.row, 2);
    assert_true(merge_hold(all, &out, S("甲")));
    assert_true(str_eq(merge_text(all, 5, 1), S("甲")));
    assert_int_equal(merge_text(all, 6, 1).n, 0);
    assert_int_equal(merge_text(all, 5, 0).n, 0);
    assert_true(merge_begun(all, 9, &out));
    assert_false(merge_begun(all, 99, &out));
    merge_clear(all);
    assert_int_equal(merge_text(all, 5, 1).n, 0);
    merge_free(all);
    arena_free(&a);
}

/* Ranges that have begun make room; a long text is not held. */
static void test_limits(void **state) {
    (void)state;
    struct arena a = {0};
    struct merges *all = NEW(&a, struct merges, 1);
    struct merge one = {1, 2, 0, 0};
    struct merge out;
    for (int i = 0; i < 2 * MERGE_MOST; i++, one.row++, one.last_row++) {
        assert_true(merge_add(all, &a, &one));
        assert_true(merge_begun(all, one.row, &out));
        assert_false(merge_begun(all, one.row, &out));
    }
    for (int i = 0; i < MERGE_MOST; i++, one.row++, one.last_row++)
        assert_true(merge_add(all, &a, &one));
    assert_false(merge_add(all, &a, &one));
    char *text = NEW(&a, char, MERGE_TEXT + 1);
    assert_true(merge_hold(all, &one, (str){text, MERGE_TEXT}));
    assert_false(merge_hold(all, &one, (str){text, MERGE_TEXT + 1}));
    merge_free(all);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ranges), cmocka_unit_test(test_order),
                                       cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
