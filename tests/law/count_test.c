/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * count_test.c — what a record counts as, and the tables whose columns are data.
 *
 * In:    facts made here, content/law/statistics.csv
 * Out:   cmocka's report
 * Law:   law.md §4 (迟报率), §5 (one decision counts once, in the heaviest column)
 * Never: depends on the day it runs
 */
#include "base/diag.h"
#include "base/field.h"
#include "base/os.h"
#include "law/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct facts penalty(uint32_t penalties) {
    struct facts f;
    memset(&f, 0, sizeof f);
    f.kind = KIND_decision;
    f.term = CATEGORY_PENALTY;
    f.decided = date_of(2026, 3, 2);
    f.penalties = penalties;
    f.amount = 2000000;
    f.confiscated = WHOLE_NONE;
    return f;
}

/* How often this cell is counted, and with how much. */
static int times(const struct count_state *s, int cell, int64_t *amount) {
    struct counted v[COUNTED_MOST];
    int n = count_record(s, v);
    int found = 0;
    for (int i = 0; i < n; i++)
        if (v[i].cell == cell) {
            found++;
            *amount = v[i].amount;
        }
    return found;
}

/* One decision, one column of table one: the heaviest. */
static void test_heaviest(void **state) {
    (void)state;
    static const struct {
        uint32_t penalties;
        int column;
    } rows[] = {
        {1u << PENALTY_WARNING, PENALTY_WARNING},
        {1u << PENALTY_WARNING | 1u << PENALTY_FINE, PENALTY_FINE},
        {1u << PENALTY_FINE | 1u << PENALTY_REVOKED | 1u << PENALTY_OTHER, PENALTY_REVOKED},
        {1u << PENALTY_STOPPED | 1u << PENALTY_FINE | 1u << PENALTY_GAINS, PENALTY_STOPPED},
        {1u << PENALTY_OTHER, PENALTY_OTHER},
        {0, PENALTY_OTHER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct facts f = penalty(rows[i].penalties);
        struct count_state s = {&f, RULING_PUBLISH, DATE_NONE, DATE_NONE};
        int64_t amount = 0;
        int all = 0;
        for (int p = 0; p < PENALTIES; p++)
            all += times(&s, COUNT_PENALTY + p, &amount);
        assert_int_equal(all, 1);
        assert_int_equal(times(&s, COUNT_PENALTY + rows[i].column, &amount), 1);
        assert_int_equal(amount, 2000000);
    }
}

static void test_punctuality(void **state) {
    (void)state;
    struct facts f = penalty(1u << PENALTY_FINE);
    date due = date_of(2026, 3, 11);
    static const struct {
        int days;
        bool seen;
        uint32_t flags;
        int on_time, late, backfilled;
    } rows[] = {{0, true, 0, 1, 0, 0},
                {1, true, 0, 0, 1, 0},
                {-3, true, 0, 1, 0, 0},
                {0, false, 0, 0, 0, 0},
                {900, true, FACT_BACKFILLED, 0, 0, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        f.flags = rows[i].flags;
        int64_t amount = 0;
        struct count_state s = {&f, RULING_PUBLISH, rows[i].seen ? due + rows[i].days : DATE_NONE,
                                due};
        assert_int_equal(times(&s, COUNT_ON_TIME, &amount), rows[i].on_time);
        assert_int_equal(times(&s, COUNT_LATE, &amount), rows[i].late);
        assert_int_equal(times(&s, COUNT_BACKFILLED, &amount), rows[i].backfilled);
    }
}

/* What is not public counts all the same; what cannot be so, or came by mistake, does not. */
static void test_rulings(void **state) {
    (void)state;
    struct facts f = penalty(1u << PENALTY_FINE);
    int64_t amount = 0;
    for (int verb = RULING_NONE; verb < RULING_SUPERSEDE; verb++) {
        struct count_state s = {&f, (enum verb)verb, DATE_NONE, DATE_NONE};
        bool counts = verb != RULING_NONE && verb != RULING_REFUSE;
        assert_int_equal(times(&s, COUNT_MADE, &amount), counts);
    }
    f.flags = FACT_MISTAKEN;
    assert_int_equal(times(&(struct count_state){&f, RULING_WITHDRAW, DATE_NONE, DATE_NONE},
                           COUNT_MADE, &amount),
                     0);
}

static void test_permits(void **state) {
    (void)state;
    struct facts f = penalty(0);
    int64_t amount = 0;
    f.term = CATEGORY_PERMIT;
    struct count_state s = {&f, RULING_PUBLISH, DATE_NONE, DATE_NONE};
    assert_int_equal(times(&s, COUNT_GRANTED, &amount), 1);
    f.flags = FACT_DENIED;
    assert_int_equal(times(&s, COUNT_GRANTED, &amount), 0);
    assert_int_equal(times(&s, COUNT_DENIED, &amount), 1);
    f.flags = 0;
    s.verb = RULING_WITHDRAW;
    assert_int_equal(times(&s, COUNT_REVOKED, &amount), 1);
    f.kind = KIND_progress;
    f.flags = FACT_DENIED;
    s.verb = RULING_PUBLISH;
    assert_int_equal(times(&s, COUNT_APPLIED, &amount), 1);
    assert_int_equal(times(&s, COUNT_ACCEPTED, &amount), 0);
    assert_int_equal(times(&s, COUNT_MADE, &amount), 0);
}

/* ---- tables ---- */

static bool load(str text, struct statistics *out, int64_t *errors) {
    struct diags diags = {.arena = &arena};
    bool ok = statistics_load(&arena, S("statistics.csv"), text, out, &diags);
    *errors = diags.count[DIAG_ERROR];
    return ok;
}

static void test_columns(void **state) {
    (void)state;
    struct statistics s;
    int64_t errors = 0;
    str text;
    assert_true(os_read(&arena, "content/law/statistics.csv", 1 << 20, &text));
    assert_true(load(text, &s, &errors));
    int month = 2026 * 12 + 2;
    struct count_row counts[] = {
        {S("scj"), month, CATEGORY_PENALTY, COUNT_PENALTY + PENALTY_FINE, 3, 600000},
        {S("scj"), month, CATEGORY_PENALTY, COUNT_MADE, 4, 12345600},
        {S("scj"), month + 12, CATEGORY_PENALTY, COUNT_MADE, 9, 1},
        {S("yjj"), month + 1, CATEGORY_PENALTY, COUNT_MADE, 2, 50000},
        {S("yjj"), month, CATEGORY_PERMIT, COUNT_GRANTED, 7, 0},
    };
    struct agency_name agencies[] = {{S("scj"), S("市场监管局")}, {S("yjj"), S("应急局")}};
    struct figure_span year = {2026 * 12, 2026 * 12 + 11, agencies, 2};
    struct figure_table *t = NULL;
    int n = statistics_tables(&arena, &s, &year, &(struct count_rows){counts, 5}, &t);
    assert_int_equal(n, 4);
    assert_true(str_eq(t[0].title, S("表一 行政处罚")));
    assert_int_equal(t[0].row_count, 3);
    assert_true(str_eq(t[0].rows[2], S("合计")));
    assert_true(str_eq(t[0].heads[2], S("罚款（宗）")));
    assert_true(str_eq(t[0].values[2], S("3")));
    int all = t[0].columns - 2;
    assert_true(str_eq(t[0].values[2 * t[0].columns + all], S("6")));
    assert_true(str_eq(t[0].heads[all + 1], S("罚没金额（万元）")));
    assert_true(str_eq(t[0].values[all + 1], S("12.3456")));
    assert_true(str_eq(t[1].values[t[1].columns + 2], S("7")));
    /* columns of the new law are not those of before: 2020 has no 通报批评 */
    struct figure_span before = {2020 * 12, 2020 * 12 + 11, agencies, 1};
    n = statistics_tables(&arena, &s, &before, &(struct count_rows){counts, 5}, &t);
    assert_int_equal(t[0].row_count, 1);
    assert_true(str_eq(t[0].heads[1], S("罚款（宗）")));
}

static void test_faults(void **state) {
    (void)state;
#define HEAD "表,列,类别,统计,取数,单位,起年度,止年度\n"
    static const char *const bad[] = {
        "表,列\n",
        HEAD "一,甲,行政处罚,没有这种,宗数,宗,,\n",
        HEAD "一,甲,没有这类,件数,宗数,宗,,\n",
        HEAD "一,甲,行政许可,警告,宗数,宗,,\n",
        HEAD "一,甲,行政处罚,件数,金额,宗,,\n",
        HEAD "一,甲,行政处罚,件数,多少,宗,,\n",
        HEAD "一,甲,行政处罚,件数,宗数,宗,去年,\n",
        HEAD ",甲,行政处罚,件数,宗数,宗,,\n",
        HEAD "一,\"甲,行政处罚\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct statistics s;
        int64_t errors = 0;
        assert_false(load(str_of(bad[i]), &s, &errors));
        assert_true(errors >= 1);
    }
    struct statistics s;
    int64_t errors = 0;
    assert_true(load(S(HEAD "一,甲,行政处罚,罚款；警告,,宗,,\n"), &s, &errors));
    assert_int_equal(s.v[0].cell_count, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heaviest), cmocka_unit_test(test_punctuality),
        cmocka_unit_test(test_rulings),  cmocka_unit_test(test_permits),
        cmocka_unit_test(test_columns),  cmocka_unit_test(test_faults),
    };
    int status = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return status;
}
