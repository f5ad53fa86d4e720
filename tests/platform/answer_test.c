/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * answer_test.c — what a platform answers is read by a map, or not at all.
 *
 * In:    answers as platforms give them
 * Out:   cmocka's report
 * Law:   law.md §4
 * Never: asks a platform
 */
#include "platform/push.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define WORDS(s)                                                                                   \
    { s, sizeof s - 1 }

static const struct answer_map map = {.ok = WORDS("code=0"),
                                      .receipt = WORDS("data.receipt"),
                                      .rows = WORDS("data.errors"),
                                      .id = WORDS("id"),
                                      .code = WORDS("code"),
                                      .text = WORDS("message")};

static void test_read(void **state) {
    (void)state;
    struct arena a = {0};
    struct answer out;
    assert_true(answer_read(&a, &map,
                            S("{\"code\":0,\"data\":{\"receipt\":17,\"errors\":[{\"id\":\"k3\","
                              "\"code\":1001,\"message\":\"处罚依据不规范\"},{\"id\":\"k4\"}]}}"),
                            &out));
    assert_true(out.taken && out.n == 2);
    assert_true(str_eq(out.receipt, S("17")));
    assert_true(str_eq(out.rows[0].id, S("k3")) && str_eq(out.rows[0].code, S("1001")));
    assert_true(str_eq(out.rows[0].text, S("处罚依据不规范")));
    assert_int_equal(out.rows[1].code.n, 0);
    assert_true(answer_read(&a, &map, S("{\"code\":\"0\",\"data\":{\"receipt\":\"R\"}}"), &out));
    assert_true(out.taken && out.n == 0);
    assert_true(answer_read(&a, &map, S("{\"code\":7,\"message\":\"重复\"}"), &out));
    assert_false(out.taken);
    arena_free(&a);
}

static void test_other(void **state) {
    (void)state;
    static const char *const others[] = {
        "",
        "ok",
        "[]",
        "{\"result\":\"fine\"}",
        "{\"code\":0}",
        "{\"code\":0,\"data\":{\"receipt\":\"\"}}",
        "{\"code\":{\"a\":0},\"data\":{\"receipt\":\"R\"}}",
        "{\"code\":0,\"data\":{\"receipt\":\"R\",\"errors\":{\"id\":\"k3\"}}}",
        "{\"code\":0,\"data\":{\"receipt\":\"R\",\"errors\":[{\"code\":1001}]}}",
        "{\"code\":0,\"data\":{\"receipt\":\"R\",\"errors\":[\"k3\"]}}",
    };
    struct arena a = {0};
    struct answer out;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (answer_read(&a, &map, str_of(others[i]), &out))
            fail_msg("taken: %s", others[i]);
    assert_true(answer_read(&a, &(struct answer_map){0}, S("anything"), &out));
    assert_true(out.taken);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
