/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * chart_test.c — charts: escaped, in proportion, nothing lost and nothing drawn of nothing.
 *
 * In:    a few bars
 * Out:   cmocka's report
 * Law:   none
 * Never: looks at a font
 */
#include "pages/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static bool has(struct html h, str part) {
    return str_find(h.s, part) >= 0;
}

static void test_bars(void **state) {
    (void)state;
    struct chart_bar bars[] = {{S("罚款"), 200, S("200")},
                               {S("警告<>"), 100, S("100")},
                               {S("没收"), 1, S("1")},
                               {S("吊销"), 0, S("0")}};
    struct html h = chart_bars(&arena, S("按处罚种类"), bars, 4, 0);
    assert_true(has(h, S("<title>按处罚种类</title>")));
    assert_true(has(h, S("h320v20h-320z"))); /* the largest is full */
    assert_true(has(h, S("h160v20h-160z"))); /* half of it */
    assert_true(has(h, S("h2v20h-2z")));     /* hardly anything is still seen */
    assert_false(has(h, S("h0v20")));
    assert_true(has(h, S("警告&lt;&gt;")));
    assert_false(has(h, S(" style=")));
}

static void test_share_of_a_whole(void **state) {
    (void)state;
    struct chart_bar bars[] = {{S("准时率"), 500, S("50%")}};
    assert_true(has(chart_bars(&arena, S("率"), bars, 1, 1000), S("h160v20")));
    bars[0].value = INT64_MAX;
    assert_true(has(chart_bars(&arena, S("率"), bars, 1, 1000), S("h320v20")));
}

static void test_nothing(void **state) {
    (void)state;
    struct chart_bar none[CHART_BARS + 1] = {0};
    assert_true(chart_bars(&arena, S("无"), none, 0, 0).s.p == NULL);
    assert_true(chart_bars(&arena, S("多"), none, CHART_BARS + 1, 0).s.p == NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bars),
        cmocka_unit_test(test_share_of_a_whole),
        cmocka_unit_test(test_nothing),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
