/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * day_test.c — dates in every spelling, one row each.
 *
 * In:    tests/intake/dates.tsv
 * Out:   cmocka's report
 * Law:   none
 * Never: takes a row of the table for granted
 */
#include "intake/day.h"

#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool check_row(struct arena *a, str row) {
    str cell = str_cut(&row, S("\t"));
    str forms = str_cut(&row, S("\t"));
    date wanted = date_parse(row);
    assert_true(wanted != DATE_NONE || str_eq(row, S("-")));
    assert_true(str_eq(forms, S("-")) || day_forms_good(forms));
    date got = str_eq(forms, S("-")) ? day_parse(a, cell) : day_parse_as(a, cell, forms);
    if (got == wanted)
        return true;
    print_error("%.*s (%.*s): %s\n", STR(cell), STR(forms), date_text(a, got).p);
    return false;
}

static void test_table(void **state) {
    (void)state;
    struct arena a = {0};
    str text = {0};
    int wrong = 0;
    assert_true(os_read(&a, "tests/intake/dates.tsv", 1 << 20, &text));
    while (text.n > 0) {
        str row = str_cut(&text, S("\n"));
        wrong += row.n > 0 && row.p[0] != '#' && !check_row(&a, row);
    }
    assert_int_equal(wrong, 0);
    arena_free(&a);
}

static void test_forms(void **state) {
    (void)state;
    assert_true(day_forms_good(S("YYYY/M/D")));
    assert_true(day_forms_good(S("YYYY年M月D日 | excel")));
    assert_false(day_forms_good(S("YYYY/M")));
    assert_false(day_forms_good(S("YYYY/M/D | serial")));
    assert_false(day_forms_good(S("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table), cmocka_unit_test(test_forms)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
