/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * json_test.c — what JSON becomes, and how broken JSON is refused.
 *
 * In:    none
 * Out:   cmocka report
 * Law:   none
 * Never: reads a file
 */
#include "../spent.h"
#include "base/json.h"
#include "base/os.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define DEEP 1000000

static void refused(str text, const char *why, int at) {
    struct arena a = {0};
    struct value v;
    str error;
    int line;
    assert_false(json_load(&a, text, &v, &error, &line));
    assert_string_equal(str_z(&a, error), why);
    assert_int_equal(line, at);
    arena_free(&a);
}

static void all_types(void **state) {
    (void)state;
    struct arena a = {0};
    struct value v;
    str error;
    int line;
    str text = S("\xEF\xBB\xBF{\"s\":\"\\u7532乙\",\"i\":-85,\"r\":1.21,\"t\":true,\"f\":false,"
                 "\"n\":null,\"l\":[1,[]],\"m\":{\"\":\"空键\"}}");
    assert_true(json_load(&a, text, &v, &error, &line));
    assert_int_equal(v.n, 8);
    assert_string_equal(value_get(&v, S("s"))->text.p, "甲乙");
    assert_string_equal(value_get(&v, S("i"))->text.p, "-85");
    assert_string_equal(value_get(&v, S("r"))->text.p, "1.21");
    assert_int_equal(value_get(&v, S("t"))->type, VALUE_TRUE);
    assert_int_equal(value_get(&v, S("f"))->type, VALUE_FALSE);
    assert_int_equal(value_get(&v, S("n"))->type, VALUE_NONE);
    assert_int_equal(value_get(&v, S("l"))->n, 2);
    assert_string_equal(value_get(value_get(&v, S("m")), S(""))->text.p, "空键");
    arena_free(&a);
}

static void numbers_are_short(void **state) {
    (void)state;
    static const char *const given[] = {"1.10", "0.1", "1e3", "0.30000000000000004", "100000.5"};
    static const char *const wanted[] = {"1.1", "0.1", "1000", "0.30000000000000004", "100000.5"};
    struct arena a = {0};
    for (int i = 0; i < 5; i++) {
        struct value v;
        str error;
        int line;
        assert_true(json_load(&a, str_of(given[i]), &v, &error, &line));
        assert_string_equal(v.text.p, wanted[i]);
    }
    arena_free(&a);
}

static void faults_name_their_line(void **state) {
    (void)state;
    refused((str){0}, "内容不完整，缺少结尾", 1);
    refused(S("{\"a\":1,\n\"b\":"), "内容不完整，缺少结尾", 2);
    refused(S("{\"a\":1}\n\n]"), "结尾之后还有多余内容", 3);
    refused(S("{\n\"a\":1,\n\"a\":2}"), "同一对象中键名重复", 3);
    refused(S("[\n99999999999999999999]"), "数字超出范围", 2);
    refused(S("[\"\xFF\"]"), "不是有效的 UTF-8", 1);
    refused(S("[\"\\u0000\"]"), "含有空字符（\\u0000）", 1);
    refused(S("{a:1}"), "不符合 JSON 格式", 1);
}

/* As deep as it gets: refused before Jansson would descend, in a moment and on a small stack. */
static void depth_is_measured_first(void **state) {
    (void)state;
    struct arena a = {0};
    char *p = NEW(&a, char, DEEP);
    memset(p, '[', DEEP);
    double begin = spent();
    refused((str){p, DEEP}, "嵌套超过 64 层", 1);
    assert_true(spent() - begin < 1);
    p[3] = '\n';
    refused((str){p, DEEP}, "嵌套超过 64 层", 2);
    arena_free(&a);
}

static void brackets_in_strings_do_not_count(void **state) {
    (void)state;
    struct arena a = {0};
    struct value v;
    str error;
    int line;
    char text[2 * JSON_DEPTH + 8] = "[\"\\\"";
    memset(text + 4, '[', 2 * JSON_DEPTH);
    memcpy(text + 4 + 2 * JSON_DEPTH, "\"]", 2);
    assert_true(json_load(&a, (str){text, 2 * JSON_DEPTH + 6}, &v, &error, &line));
    char deep[2 * JSON_DEPTH];
    memset(deep, '[', JSON_DEPTH);
    memset(deep + JSON_DEPTH, ']', JSON_DEPTH);
    assert_true(json_load(&a, (str){deep, 2 * JSON_DEPTH}, &v, &error, &line));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_types),
        cmocka_unit_test(numbers_are_short),
        cmocka_unit_test(faults_name_their_line),
        cmocka_unit_test(depth_is_measured_first),
        cmocka_unit_test(brackets_in_strings_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
