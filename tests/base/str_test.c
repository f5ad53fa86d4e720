/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * str_test.c — slices: equality, order, cutting, trimming, numbers.
 *
 * In:    literals
 * Out:   cmocka results
 * Law:   none
 * Never: reads past a slice
 */
#include "base/arena.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define SAME(a, b) assert_true(str_eq((a), (b)))

static void equality_and_order(void **state) {
    (void)state;
    assert_true(str_eq((str){0}, S("")));
    assert_true(str_eq(S("处罚"), str_of("处罚")));
    assert_false(str_eq(S("ab"), S("abc")));
    assert_int_equal(str_of(NULL).n, 0);
    assert_null(str_of(NULL).p);
    assert_true(str_cmp(S("ab"), S("abc")) < 0);
    assert_true(str_cmp(S("b"), S("abc")) > 0);
    assert_true(str_cmp(S("\xFF"), S("a")) > 0);
    assert_int_equal(str_cmp((str){0}, S("")), 0);
}

static void finding(void **state) {
    (void)state;
    assert_true(str_starts(S("gongshi"), S("gong")));
    assert_false(str_starts(S("go"), S("gong")));
    assert_true(str_ends(S("a.html"), S(".html")));
    assert_false(str_ends(S("l"), S(".html")));
    assert_int_equal(str_find(S("abcabc"), S("ca")), 2);
    assert_int_equal(str_find(S("abc"), S("d")), -1);
    assert_int_equal(str_find(S("abc"), S("")), 0);
    assert_int_equal(str_find((str){0}, S("x")), -1);
    /* Characters that end in the same byte, and a needle that is cut off at either end. */
    str text = S("丙于两丙丝乙");
    assert_int_equal(str_find(text, S("于")), 3);
    assert_int_equal(str_find(text, S("乙")), 15);
    assert_int_equal(str_find(text, S("丝乙")), 12);
    assert_int_equal(str_find(text, S("甲")), -1);
    assert_int_equal(str_find(str_sub(text, 0, 5), S("于")), -1);
    assert_int_equal(str_find(str_sub(text, 4, text.n), S("于")), -1);
    assert_int_equal(str_find(S("aab"), S("ab")), 1);
}

static void parts_are_clamped(void **state) {
    (void)state;
    SAME(str_sub(S("abcdef"), 2, 4), S("cd"));
    SAME(str_sub(S("abc"), -5, 99), S("abc"));
    SAME(str_sub(S("abc"), 3, 1), S(""));
    assert_null(str_sub((str){0}, 0, 5).p);
}

static void trimming_knows_wide_blanks(void **state) {
    (void)state;
    SAME(str_trim(S("\xEF\xBB\xBF \t　甲 乙　\xC2\xA0\r\n")), S("甲 乙"));
    SAME(str_trim(S(" 　 ")), S(""));
    SAME(str_trim(S("a\0")), S("a\0"));
    SAME(str_trim((str){0}), S(""));
}

static void cutting_ends_with_absent(void **state) {
    (void)state;
    str rest = S("a,,b");
    SAME(str_cut(&rest, S(",")), S("a"));
    SAME(str_cut(&rest, S(",")), S(""));
    assert_non_null(rest.p);
    SAME(str_cut(&rest, S(",")), S("b"));
    assert_null(rest.p);
}

static void making_texts(void **state) {
    (void)state;
    struct arena a = {0};
    assert_string_equal(str_z(&a, str_sub(S("abcdef"), 1, 3)), "bc");
    assert_string_equal(str_cat(&a, S("甲"), S("乙")).p, "甲乙");
    assert_string_equal(str_fmt(&a, "%d·%.*s", 7, STR(S("日"))).p, "7·日");
    for (int n = 250; n < 260; n++) {
        str wide = str_fmt(&a, "%*d", n, 7);
        assert_int_equal(wide.n, n);
        assert_int_equal(wide.p[n - 1], '7');
        assert_int_equal(wide.p[n], 0);
    }
    SAME(str_replace(&a, S("a-b-c"), S("-"), S("——")), S("a——b——c"));
    SAME(str_replace(&a, S("xx"), S("x"), S("")), S(""));
    SAME(str_replace(&a, S("-a-"), S("-"), S("+")), S("+a+"));
    str unchanged = S("abc");
    assert_ptr_equal(str_replace(&a, unchanged, S("z"), S("y")).p, unchanged.p);
    assert_ptr_equal(str_replace(&a, unchanged, S(""), S("y")).p, unchanged.p);
    arena_free(&a);
}

static void numbers_are_exact(void **state) {
    (void)state;
    int64_t v = 0;
    assert_true(str_int(S("-12"), &v));
    assert_int_equal(v, -12);
    assert_true(str_int(S("9223372036854775807"), &v));
    assert_true(v == INT64_MAX);
    static const char *const refused[] = {"", "-", "1 ", "+1", "1.0", "9223372036854775808", "１"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_false(str_int(str_of(refused[i]), &v));
}

static void hashes_differ(void **state) {
    (void)state;
    assert_true(str_hash(S("甲")) == str_hash(str_of("甲")));
    assert_true(str_hash(S("甲")) != str_hash(S("乙")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equality_and_order),       cmocka_unit_test(finding),
        cmocka_unit_test(parts_are_clamped),        cmocka_unit_test(trimming_knows_wide_blanks),
        cmocka_unit_test(cutting_ends_with_absent), cmocka_unit_test(making_texts),
        cmocka_unit_test(numbers_are_exact),        cmocka_unit_test(hashes_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
