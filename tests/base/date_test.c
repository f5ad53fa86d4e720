/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * date_test.c — day numbers, weekdays, months, and every way staff write a date.
 *
 * In:    literals
 * Out:   cmocka results
 * Law:   GB/T 7408
 * Never: asks the clock
 */
#include "base/date.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void known_day_numbers(void **state) {
    (void)state;
    assert_int_equal(date_of(1970, 1, 1), 0);
    assert_int_equal(date_of(1969, 12, 31), -1);
    assert_int_equal(date_of(2000, 2, 29), 11016);
    assert_int_equal(date_of(2000, 3, 1), 11017);
    assert_int_equal(date_of(1900, 3, 1), -25508);
    assert_int_equal(date_of(2024, 2, 29), 19782);
    assert_int_equal(date_of(2026, 9, 24), 20720);
    assert_int_equal(date_of(1, 1, 1), -719162);
    assert_int_equal(date_of(9999, 12, 31), 2932896);
}

static void days_that_are_none(void **state) {
    (void)state;
    static const struct ymd none[] = {{2026, 2, 29}, {2026, 2, 30}, {1900, 2, 29}, {2100, 2, 29},
                                      {2026, 4, 31}, {2026, 13, 1}, {2026, 0, 1},  {2026, 1, 0},
                                      {2026, 1, 32}, {0, 1, 1},     {10000, 1, 1}, {-5, 1, 1}};
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(date_of(none[i].year, none[i].month, none[i].day), DATE_NONE);
    assert_int_equal(date_ymd(DATE_NONE).year, 0);
}

static void every_day_follows_the_one_before(void **state) {
    (void)state;
    for (date d = date_of(1, 1, 1); d <= date_of(9999, 12, 31); d++) {
        struct ymd at = date_ymd(d);
        if (date_of(at.year, at.month, at.day) != d)
            fail_msg("day %d", d);
    }
}

static void weekdays(void **state) {
    (void)state;
    assert_int_equal(date_weekday(0), 4);
    assert_int_equal(date_weekday(-1), 3);
    assert_int_equal(date_weekday(date_of(2026, 9, 24)), 4);
    assert_int_equal(date_weekday(date_of(2026, 11, 22)), 7);
    assert_int_equal(date_weekday(date_of(2026, 11, 23)), 1);
    assert_int_equal(date_weekday(date_of(1900, 1, 1)), 1);
}

static void months_end_where_they_must(void **state) {
    (void)state;
    assert_int_equal(date_add_months(date_of(2026, 1, 31), 1), date_of(2026, 2, 28));
    assert_int_equal(date_add_months(date_of(2024, 1, 31), 1), date_of(2024, 2, 29));
    assert_int_equal(date_add_months(date_of(2024, 2, 29), 12), date_of(2025, 2, 28));
    assert_int_equal(date_add_months(date_of(2026, 11, 30), 3), date_of(2027, 2, 28));
    assert_int_equal(date_add_months(date_of(2026, 3, 31), -1), date_of(2026, 2, 28));
    assert_int_equal(date_add_months(date_of(2026, 1, 15), -13), date_of(2024, 12, 15));
    assert_int_equal(date_add_months(DATE_NONE, 1), DATE_NONE);
    assert_int_equal(date_add_months(date_of(9999, 12, 1), 1), DATE_NONE);
    assert_int_equal(date_add_months(date_of(1, 1, 1), -1), DATE_NONE);
}

static void the_strict_form(void **state) {
    (void)state;
    assert_int_equal(date_parse(S("2026-01-02")), date_of(2026, 1, 2));
    static const char *const refused[] = {"",           "2026-1-2",    "2026/01/02",
                                          "2026-02-30", "2026-01-02 ", " 2026-01-02",
                                          "20260102",   "2026-01-0２"};
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_int_equal(date_parse(str_of(refused[i])), DATE_NONE);
    assert_int_equal(date_parse((str){0}), DATE_NONE);
}

static void what_staff_write(void **state) {
    (void)state;
    static const char *const accepted[] = {
        "2026-01-02",
        "2026-1-2",
        "2026/1/2",
        "2026/01/02",
        "2026.1.2",
        "2026.01.02",
        "2026年1月2日",
        "2026年01月02日",
        "20260102",
        " 2026-01-02　",
        "2026-01-02 08:30",
        "2026-01-02T08:30:00",
        "2026-01-02T08:30:00.123+08:00",
        "2026/1/2 0:00:00",
        "2026/1/2 上午 9:05:00",
        "2026.1.2 23：59",
        "2026年1月2日 9时30分",
        "2026年1月2日9时30分15秒",
        "2026年1月2日下午3点",
        "20260102 08:30:00",
        "202601020830",
        "20260102083015",
        "20260102T083015",
    };
    for (size_t i = 0; i < COUNT(accepted); i++)
        if (date_parse_loose(str_of(accepted[i])) != date_of(2026, 1, 2))
            fail_msg("refused: %s", accepted[i]);
}

static void what_is_no_date(void **state) {
    (void)state;
    static const char *const refused[] = {
        "",
        "2026",
        "2026-02-30",
        "2025/2/29",
        "2026年2月30日",
        "20260230",
        "2026-13-02",
        "26-1-2",
        "2026-1/2",
        "2026年1月",
        "2026年1-2",
        "2026012",
        "202601023",
        "2026-1-234",
        "2026-01-02 25:00",
        "2026-01-02 12:60",
        "2026-01-02 中午",
        "2026-01-02至2026-02-02",
        "2026-01-02T20:00:00Z",
        "2026-01-02T20:00:00+00:00",
        "20260102996015",
        "130821199001011234",
        "约2026-01-02",
        "2099-00-00",
    };
    for (size_t i = 0; i < COUNT(refused); i++)
        if (date_parse_loose(str_of(refused[i])) != DATE_NONE)
            fail_msg("accepted: %s", refused[i]);
}

static void instants(void **state) {
    (void)state;
    instant t = instant_parse(S("2026-11-20T09:05"));
    assert_true(t == (instant)date_of(2026, 11, 20) * 1440 + 545);
    assert_true(instant_parse(S("2026-11-20 09:05")) == t);
    assert_true(instant_parse(S("2026-11-20")) == t - 545);
    assert_int_equal(instant_date(t), date_of(2026, 11, 20));
    assert_int_equal(instant_date(-1), -1);
    assert_int_equal(instant_date(INSTANT_NONE), DATE_NONE);
    static const char *const refused[] = {"2026-11-20T24:00",    "2026-11-20T09:60",
                                          "2026-11-20T9:05",     "2026-11-20T",
                                          "2026-11-20T09:05:00", "2026-02-30T09:05"};
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_true(instant_parse(str_of(refused[i])) == INSTANT_NONE);
}

static void texts(void **state) {
    (void)state;
    struct arena a = {0};
    instant t = instant_parse(S("2026-01-02T09:05"));
    assert_string_equal(date_text(&a, date_of(2026, 1, 2)).p, "2026-01-02");
    assert_string_equal(date_text(&a, date_of(987, 12, 31)).p, "0987-12-31");
    assert_string_equal(date_text_zh(&a, date_of(2026, 1, 2)).p, "2026年1月2日");
    assert_string_equal(instant_text(&a, t).p, "2026-01-02 09:05");
    assert_string_equal(instant_rfc3339(&a, t).p, "2026-01-02T09:05:00+08:00");
    assert_string_equal(instant_text(&a, -1).p, "1969-12-31 23:59");
    assert_int_equal(date_text(&a, DATE_NONE).n, 0);
    assert_int_equal(date_text_zh(&a, DATE_NONE).n, 0);
    assert_int_equal(instant_text(&a, INSTANT_NONE).n, 0);
    assert_int_equal(instant_rfc3339(&a, INSTANT_NONE).n, 0);
    arena_free(&a);
}

/* How new a delivery says it is: a day alone lasts to its end. */
static void instants_as_staff_write_them(void **state) {
    (void)state;
    instant t = instant_parse(S("2026-01-02T09:05"));
    static const char *const same[] = {
        "2026-01-02 09:05", "2026-01-02T09:05:59", "2026/1/2 9:05",        "2026.1.2 09：05",
        "202601020905",     "20260102090530",      "20260102 09:05",       "20260102T0905",
        " 2026-1-2 9:05 ",  "2026年1月2日9:05",    "2026年1月2日 09:05:00"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        assert_true(instant_parse_loose(str_of(same[i])) == t);
    static const char *const days[] = {"2026-01-02", "20260102", "2026年1月2日", "2026/1/2"};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        assert_true(instant_parse_loose(str_of(days[i])) == instant_parse(S("2026-01-02T23:59")));
    static const char *const none[] = {"", "昨天", "2026-02-30", "2026-01-02 25:00", "2026"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_true(instant_parse_loose(str_of(none[i])) == INSTANT_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_day_numbers),
        cmocka_unit_test(days_that_are_none),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(weekdays),
        cmocka_unit_test(months_end_where_they_must),
        cmocka_unit_test(the_strict_form),
        cmocka_unit_test(what_staff_write),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(instants),
        cmocka_unit_test(instants_as_staff_write_them),
        cmocka_unit_test(texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
