/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * object_test.c — what is taken apart by hand is what Jansson reads; what is not right is left to
 * it.
 *
 * In:    JSON texts, and ten thousand damaged ones
 * Out:   cmocka's report
 * Law:   RFC 8259
 * Never: takes a text that Jansson refuses
 */
#include "intake/object.h"

#include "base/utf8.h"
#include "delivery.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Whether all values that are no strings can be read, as decode.c asks. */
static bool values_good(const struct member *v, int n) {
    for (int i = 0; i < n; i++) {
        if (v[i].json.p == NULL)
            continue;
        json_t *one = json_loadb(v[i].json.p, (size_t)v[i].json.n,
                                 JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
        if (one == NULL)
            return false;
        json_decref(one);
    }
    return true;
}

static void check_same(const json_t *root, const struct member *v, int n) {
    assert_int_equal(json_object_size(root), n);
    for (int i = 0; i < n; i++) {
        char name[256];
        (void)snprintf(name, sizeof name, "%.*s", STR(v[i].name));
        const json_t *one = json_object_get(root, name);
        assert_non_null(one);
        assert_int_equal(json_is_string(one), v[i].json.p == NULL);
        if (json_is_string(one))
            assert_true(str_eq(v[i].text, str_of(json_string_value(one))));
    }
}

/* How many members are taken; -1 when they are left to Jansson. */
static int take_apart(str text) {
    struct arena a = {0};
    struct member v[OBJECT_MEMBERS];
    int n = utf8_invalid_at(text) >= 0 ? -1 : object_members(&a, text, v);
    if (n >= 0 && !values_good(v, n))
        n = -1;
    json_t *root = json_loadb(text.p, (size_t)text.n, JSON_REJECT_DUPLICATES, NULL);
    if (n >= 0) {
        assert_non_null(root);
        check_same(root, v, n);
    }
    json_decref(root);
    arena_free(&a);
    return n;
}

static void test_texts(void **state) {
    (void)state;
    assert_int_equal(take_apart(S("{}")), 0);
    assert_int_equal(take_apart(S(" { } ")), 0);
    assert_int_equal(take_apart(S("{\"a\":\"甲\"}")), 1);
    assert_int_equal(take_apart(S("{\"a\" : \"\\n\\\"\\\\\\/\\t\" , \"b\":-1.5e3}")), 2);
    assert_int_equal(take_apart(S("{\"a\":[{\"b\":\"}\"},[]],\"c\":{\"d\":null},\"e\":true}")), 3);
    assert_int_equal(take_apart(S("{\"\":\"\"}")), 1);
    static const char *const left[] = {
        "",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":\"b\"",
        "{\"a\":\"b\",}",
        "{\"a\":\"b\"}x",
        "{\"a\":\"b\"}\v",
        "{\"a\":\"b\" \"c\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\"\\u4e00\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"tab\there\"}",
        "{\"a\":\"x\\\"}",
        "{\"a\":01}",
        "{\"a\":nul}",
        "{\"a\":[1,2}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":\"\xFF\"}",
    };
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
        if (take_apart(str_of(left[i])) != -1)
            fail_msg("taken: %s", left[i]);
}

/* A record with one to three bytes changed, always the same ones. */
static void test_damaged(void **state) {
    (void)state;
    static const char sound[] = "{\"agency\":\"某局\",\"text\":\"一\\n二\\\"三\",\"n\":20000,"
                                "\"rows\":[{\"name\":\"周\"},{\"name\":\"李\"}],\"ok\":true}";
    static const char marks[] = "\"\\{}[],: 019ntu\n\x80\xE4";
    char text[sizeof sound];
    unsigned dice = 1;
    int taken = 0;
    for (int round = 0; round < 10000; round++) {
        memcpy(text, sound, sizeof sound);
        for (int k = 0; k <= round % 3; k++) {
            dice = dice * 1103515245u + 12345u;
            text[(dice >> 8) % (sizeof sound - 1)] = marks[(dice >> 20) % (sizeof marks - 1)];
        }
        taken += take_apart((str){text, (ptrdiff_t)sizeof sound - 1}) >= 0;
    }
    assert_true(taken > 500 && taken < 9500);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts),
                                       cmocka_unit_test(test_damaged)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
