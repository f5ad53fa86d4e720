/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * deadline_test.c — due days against a table counted elsewhere, and what must hold of any day.
 *
 * In:    deadlines.tsv, content/law/
 * Out:   cmocka's report
 * Law:   民法典 art. 201–203, 国办发〔2018〕118号
 * Never: computes an expected day with the code it tests
 */
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define SEED 20181205
#define ROUNDS 2000

static struct arena arena;
static struct diags diags;
static struct policy *policy;

static void test_table(void **state) {
    (void)state;
    str text, cells[4];
    int rows = 0;
    assert_true(os_read(&arena, "tests/law/deadlines.tsv", TABLE_BYTES, &text));
    for (; test_row(&text, cells, 4) == 4; rows++) {
        int64_t days = 0;
        bool provisional = false;
        assert_true(str_int(cells[1], &days));
        date due = workday_after(policy, date_parse(cells[0]), (int)days, &provisional);
        assert_string_equal(date_text(&arena, due).p, str_z(&arena, cells[2]));
        assert_int_equal(provisional, str_eq(cells[3], S("yes")));
    }
    assert_true(rows >= 80);
}

static void test_out_of_range(void **state) {
    (void)state;
    bool provisional = false;
    assert_int_equal(workday_after(policy, 20000, 0, &provisional), DATE_NONE);
    assert_int_equal(workday_after(policy, 20000, WORKDAYS_MOST + 1, NULL), DATE_NONE);
    assert_int_equal(workday_after(policy, DATE_NONE, 7, &provisional), DATE_NONE);
    assert_int_equal(workday_after(policy, INT32_MAX, 7, &provisional), DATE_NONE);
}

/* A later day 0 and a longer term never come due earlier, and the n-th is a working day. */
static void test_monotone(void **state) {
    (void)state;
    uint64_t seed = SEED;
    for (int i = 0; i < ROUNDS; i++) {
        date from = date_of(2015, 1, 1) + (date)test_random(&seed, 5000);
        int n = 1 + (int)test_random(&seed, 60);
        date due = workday_after(policy, from, n, NULL);
        assert_true(calendar_is_workday(policy, due));
        assert_true(workday_after(policy, from + 1, n, NULL) >= due);
        assert_true(workday_after(policy, from, n + 1, NULL) > due);
        assert_int_equal(workday_after(policy, workday_after(policy, from, n, NULL), 1, NULL),
                         workday_after(policy, from, n + 1, NULL));
    }
}

/* holidays.csv with one more holiday in the middle of a week. */
static struct policy *with_holiday(struct arena *a, date day) {
    struct policy_source sources[TABLES];
    int n = test_sources(a, NULL, sources);
    str *text = &sources[TABLE_HOLIDAYS].text;
    *text = str_fmt(a, "%.*s%s,holiday,新增,2026,测试\n", STR(*text), date_text(a, day).p);
    return policy_load(a, &(struct policy_input){sources, n, test_agencies, 2}, &diags);
}

static void test_holiday_never_hastens(void **state) {
    (void)state;
    struct arena scratch = {0};
    uint64_t seed = SEED;
    for (int i = 0; i < 20; i++) {
        date day = date_of(2026, 1, 1) + (date)test_random(&seed, 360);
        if (calendar_listed(&policy->calendar, day) != NULL)
            continue;
        struct policy *amended = with_holiday(&scratch, day);
        assert_non_null(amended);
        assert_false(sha256_eq(policy_digest(amended), policy_digest(policy)));
        for (date from = day - 40; from < day + 40; from++)
            assert_true(workday_after(amended, from, 7, NULL) >=
                        workday_after(policy, from, 7, NULL));
        arena_reset(&scratch);
    }
    arena_free(&scratch);
}

static const char *explained(const char *from, int n) {
    struct buf out = {0};
    deadline_explain(policy, date_parse(str_of(from)), n, &out);
    const char *text = str_z(&arena, buf_view(&out));
    buf_free(&out);
    return text;
}

static void test_explain(void **state) {
    (void)state;
    assert_string_equal(explained("2026-09-24", 7),
                        "2026-09-24（周四）为第 0 日，不计入\n"
                        "09-25—09-27 中秋节放假，不计\n"
                        "09-28—09-30 计 3 个工作日（第 1—3 个）\n"
                        "10-01—10-07 国庆节放假，不计\n"
                        "10-08—10-09 计 2 个工作日（第 4—5 个）\n"
                        "10-10（周六）国庆节调休上班，计为第 6 个工作日\n"
                        "10-11（周日）周末，不计\n"
                        "2026-10-12（周一）为第 7 个工作日，当日 24:00 前公示\n");
    assert_string_equal(
        explained("2026-12-30", 2),
        "2026-12-30（周三）为第 0 日，不计入\n"
        "12-31（周四）计为第 1 个工作日\n"
        "2027-01-01（周五）为第 2 个工作日，当日 24:00 前公示\n"
        "暂定：节假日表只有 2017 至 2026 年，其余日期按周一至周五计算，放假安排公布后重新"
        "计算\n");
    assert_string_equal(explained("2026-12-30", 0), "");
}

static void test_named(void **state) {
    (void)state;
    str citation;
    date on = date_parse(S("2026-03-02"));
    assert_int_equal(deadline_days(policy, S("行政处罚"), on, &citation), 7);
    assert_true(str_find(citation, S("118号")) > 0);
    assert_int_equal(deadline_days(policy, S("xk"), on, &citation), 7);
    assert_int_equal(deadline_days(policy, S("行政检查"), on, &citation), 20);
    assert_int_equal(deadline_days(policy, S("双随机抽查"), on, &citation), 20);
    assert_int_equal(deadline_days(policy, S("event"), on, &citation), 3);
    assert_int_equal(deadline_days(policy, S("处罚"), on, &citation), 0);
    assert_int_equal(citation.n, 0);
    assert_int_equal(deadline_days(policy, S("行政处罚"), date_parse(S("2015-01-01")), &citation),
                     0);
}

static struct ruling due_of(struct facts f) {
    struct ruling r = {0};
    deadline_of(policy, &f, &r);
    return r;
}

/* 31 January follows the year; an unhandled problem has no day 0 yet; lists have a row and no day.
 */
static void test_rows(void **state) {
    (void)state;
    struct facts report = {.kind = KIND_report, .decided = DATE_NONE, .effective = DATE_NONE};
    report.anchor = date_of(2025, 12, 31);
    assert_int_equal(due_of(report).due, date_of(2026, 1, 31));
    struct facts open = {
        .kind = KIND_inspection, .anchor = DATE_NONE, .decided = date_of(2026, 3, 2)};
    assert_int_equal(due_of(open).due, DATE_NONE);
    assert_string_equal(due_of(open).due_rule.p, "dl-inspection");
    struct facts list = {.kind = KIND_guide, .anchor = DATE_NONE, .decided = DATE_NONE};
    list.effective = DATE_NONE;
    assert_string_equal(due_of(list).due_rule.p, "dl-list");
    assert_int_equal(due_of(list).due, DATE_NONE);
}

static void test_next_table(void **state) {
    (void)state;
    struct diags found = {.arena = &arena};
    calendar_check(policy, date_of(2026, 10, 31), &found);
    assert_null(found.first);
    calendar_check(policy, date_of(2026, 11, 1), &found);
    assert_int_equal(found.first->code, DIAG_HOLIDAY_NEXT);
    int first = 0, last = 0;
    calendar_years(policy, &first, &last);
    assert_int_equal(first, 2017);
    assert_int_equal(last, 2026);
}

int main(void) {
    policy = test_policy(&arena, &diags);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),    cmocka_unit_test(test_out_of_range),
        cmocka_unit_test(test_monotone), cmocka_unit_test(test_holiday_never_hastens),
        cmocka_unit_test(test_explain),  cmocka_unit_test(test_named),
        cmocka_unit_test(test_rows),     cmocka_unit_test(test_next_table),
    };
    if (policy == NULL) {
        struct buf out = {0};
        for (const struct diag *d = diags.first; d != NULL; d = d->next) {
            diag_line(&out, d);
            buf_char(&out, '\n');
        }
        os_print_error(buf_view(&out));
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
