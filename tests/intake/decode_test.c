/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * decode_test.c — what texts and JSON values mean in fields of every type.
 *
 * In:    records of one line
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a golden (bad values have theirs in bad_test.c)
 */
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A decision with one member; what is missing else does not matter here. */
static struct taken *decode(const char *name, const char *json) {
    char text[2048];
    (void)snprintf(text, sizeof text, "{\"%s\": %s}\n", name, json);
    struct taken *t = take_text("cell-decisions.jsonl", str_of(text), (str){0});
    assert_int_equal(t->n, 1);
    return t;
}

static void check_text(const char *json, const char *wanted) {
    struct taken *t = decode("cause", json);
    assert_true(str_eq(t->records[0].decision.cause, str_of(wanted)));
    taken_free(t);
}

static void test_texts(void **state) {
    (void)state;
    check_text("\" \\u3000事由\\u00a0 \"", "事由");
    check_text("\"两\\r\\n行\\t字\"", "两 行 字");
    check_text("12", "12");
    check_text("0.05", "0.05");
    check_text("[\"个人\", \"\", 7]", "个人、7");
    check_text("null", "");
    struct taken *t = decode("事实", "\" 一\\r\\n二\\u0007 \"");
    assert_true(str_eq(t->records[0].decision.facts, S("一\n二")));
    taken_free(t);
}

static void check_day(const char *json, date wanted) {
    struct taken *t = decode("decided", json);
    assert_int_equal(t->records[0].decision.decided, wanted);
    taken_free(t);
}

static void test_days(void **state) {
    (void)state;
    static const char *const forms[] = {"\"2026-01-02\"",   "\"2026/1/2\"",          "\"2026.1.2\"",
                                        "\"2026年1月2日\"", "\"2026 年 1 月 2 日\"", "20260102"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        check_day(forms[i], date_of(2026, 1, 2));
    check_day("\"长期\"", date_of(2099, 12, 31));
    check_day("\"2026-13-02\"", DATE_NONE);
}

static void check_money(const char *json, int64_t fen) {
    struct taken *t = decode("amount", json);
    assert_int_equal(t->records[0].decision.amount, fen);
    taken_free(t);
}

static void test_money(void **state) {
    (void)state;
    check_money("20000", 2000000);
    check_money("20000.5", 2000050);
    check_money("0.1", 10);
    check_money("\"20,000.00\"", 2000000);
    check_money("\"￥20000元\"", 2000000);
    check_money("\"2万元\"", 2000000);
    check_money("\"0.333333 万元\"", 333333);
    check_money("\"1.5亿元\"", 15000000000);
    check_money("\"人民币 1,234.5\"", 123450);
    check_money("\"1.2300\"", 123);
    check_money("\"1.234\"", WHOLE_NONE);
    check_money("\".5\"", WHOLE_NONE);
    check_money("\"99999999999999999999\"", WHOLE_NONE);
    check_money("\"9999999999999亿元\"", WHOLE_NONE);
    check_money("1e300", WHOLE_NONE);
}

static void test_terms(void **state) {
    (void)state;
    struct taken *t = decode("category", "\"行政许可\"");
    assert_int_equal(t->records[0].decision.category, CATEGORY_PERMIT);
    taken_free(t);
    t = decode("是否听证", "true");
    assert_int_equal(t->records[0].decision.hearing, YES_NO_YES);
    taken_free(t);
    t = decode("hearing", "false");
    assert_int_equal(t->records[0].decision.hearing, YES_NO_NO);
    taken_free(t);
}

static void check_list(const char *json) {
    struct taken *t = decode("penalty_types", json);
    const struct strs *list = &t->records[0].decision.penalty_types;
    assert_int_equal(list->n, 2);
    assert_true(str_eq(list->v[0], S("罚款")) && str_eq(list->v[1], S("警告")));
    taken_free(t);
}

static void test_lists(void **state) {
    (void)state;
    check_list("[\"罚款\", \" 警告\"]");
    check_list("\"罚款；警告；\"");
    check_list("\"罚款; 警告\"");
    check_list("\"罚款\\n警告\"");
}

static void check_officers(const char *json) {
    struct taken *t = decode("officers", json);
    const struct rows *rows = &t->records[0].decision.officers;
    assert_int_equal(rows->n, 2);
    assert_int_equal(rows->columns, 2);
    assert_true(str_eq(rows->cells[0], S("周执正")) && str_eq(rows->cells[1], S("1/2")));
    assert_true(str_eq(rows->cells[2], S("李法明")) && rows->cells[3].n == 0);
    taken_free(t);
}

static void test_rows(void **state) {
    (void)state;
    check_officers("[{\"name\": \"周执正\", \"执法证号\": \"1/2\"}, {\"姓名\": \"李法明\"}]");
    check_officers("[[\"周执正\", \"1/2\"], [\"李法明\"]]");
    check_officers("\"周执正／1/2；李法明\"");
    check_officers("\"周执正／1/2; 李法明／；\"");
    struct taken *t = decode("officers", "{\"name\": \"周执正\"}");
    assert_int_equal(t->records[0].decision.officers.n, 1);
    taken_free(t);
    t = decode("officers", "\"周执正/13050001001\"");
    assert_true(str_eq(t->records[0].decision.officers.cells[1], S("13050001001")));
    taken_free(t);
}

/* Nothing of a private value, whatever is wrong with it. */
static void test_private(void **state) {
    (void)state;
    static const char *const members[] = {"party_id",   "party_phone", "minor",   "party_uscc",
                                          "persons",    "party",       "facts",   "steps",
                                          "party_type", "plate",       "decided", "amount"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        struct buf out = {0};
        struct taken *t = decode(members[i], "{\"x\": \"机密甲乙丙\"}");
        taken_print(t, &out);
        taken_free(t);
        bool open = i >= 8 && i != 9;
        t = decode(members[i], "\"机密甲乙丙/1/2/3/4/5/6/7/8/9\"");
        if (!open)
            taken_print(t, &out);
        taken_free(t);
        assert_true(str_find(buf_view(&out), S("机密")) < 0);
        buf_free(&out);
    }
    struct buf out = {0};
    struct taken *t = take_text("x-decisions.jsonl", S("{\"party\":\"机密\" \"x\"}\n"), (str){0});
    taken_print(t, &out);
    assert_true(str_find(buf_view(&out), S("机密")) < 0);
    buf_free(&out);
    taken_free(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts),  cmocka_unit_test(test_days),
                                       cmocka_unit_test(test_money),  cmocka_unit_test(test_terms),
                                       cmocka_unit_test(test_lists),  cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_private)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
