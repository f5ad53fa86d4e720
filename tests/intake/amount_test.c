/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * amount_test.c — amounts in every spelling, one row each.
 *
 * In:    tests/intake/amounts.tsv
 * Out:   cmocka's report
 * Law:   票据法 art. 8
 * Never: takes a row of the table for granted
 */
#include "intake/amount.h"

#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define ROWS_LEAST 60

static int64_t unit_of(str name) {
    static const struct {
        const char *name;
        int64_t fen;
    } units[] = {{"分", 1}, {"元", 100}, {"万元", 1000000}, {"亿元", 10000000000}};
    for (int i = 0; i < 4; i++)
        if (str_eq(name, str_of(units[i].name)))
            return units[i].fen;
    return 0;
}

static bool check_row(struct arena *a, str row) {
    str cell = str_cut(&row, S("\t"));
    int64_t unit = unit_of(str_cut(&row, S("\t")));
    int64_t wanted = 0;
    int64_t got = 0;
    bool refused = str_eq(row, S("-"));
    assert_true(unit > 0 && (refused || str_int(row, &wanted)));
    bool good = amount_parse(a, cell, unit, &got);
    if (good != refused && (refused || got == wanted))
        return true;
    print_error("%.*s: %s %lld\n", STR(cell), good ? "taken as" : "refused", (long long)got);
    return false;
}

static void test_table(void **state) {
    (void)state;
    struct arena a = {0};
    str text = {0};
    int rows = 0;
    int wrong = 0;
    assert_true(os_read(&a, "tests/intake/amounts.tsv", 1 << 20, &text));
    while (text.n > 0) {
        str row = str_cut(&text, S("\n"));
        if (row.n == 0 || row.p[0] == '#')
            continue;
        wrong += !check_row(&a, row);
        rows++;
    }
    assert_true(rows >= ROWS_LEAST);
    assert_int_equal(wrong, 0);
    arena_free(&a);
}

/* The amounts of a text, in 分, one after the other. */
static void check_text(const char *text, const char *wanted) {
    struct arena a = {0};
    ptrdiff_t at = 0;
    int64_t fen = 0;
    str got = S("");
    while (amount_next(&a, str_of(text), &at, &fen))
        got = str_fmt(&a, "%.*s%s%lld", STR(got), got.n > 0 ? " " : "", (long long)fen);
    if (!str_eq(got, str_of(wanted)))
        fail_msg("%s: %.*s", text, STR(got));
    arena_free(&a);
}

static void test_spelled(void **state) {
    (void)state;
    check_text("罚款 20000 元", "2000000");
    check_text("一、没收超过保质期的食品3袋；二、罚款5000元。", "500000");
    check_text("处以罚款人民币贰万元整（¥20,000.00）", "2000000");
    check_text("没收违法所得1,200.50元，并处２万元罚款，合计2.12005万元", "120050 2000000 2120050");
    check_text("罚款叁仟圆", "300000");
    check_text("罚款，2 元", "200");
    check_text("按照元年规定，单元房", "");
    check_text("不满一万元的，处五百元以上二千元以下罚款", "1000000 50000 200000");
    check_text("元元元", "");
    check_text("", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table),
                                       cmocka_unit_test(test_spelled)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
