/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * facts_test.c — what is taken from a record, and how heavy a decision weighs.
 *
 * In:    records made here, content/law/
 * Out:   cmocka's report
 * Law:   国办发〔2018〕118号 四, 行政处罚法 art. 9, 58
 * Never: uses a real person
 */
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct diags diags;
static struct policy *policy;

/* A fine of 20,000 yuan against a company, with nothing else. */
static struct record penalty(void) {
    struct record r;
    record_clear(&r, KIND_decision);
    r.decision.category = CATEGORY_PENALTY;
    r.decision.party_type = PARTY_ORGANISATION;
    r.decision.decided = date_of(2026, 3, 2);
    r.decision.publicity = PUBLICITY_OPEN;
    static str types[] = {{"罚款", 6}};
    r.decision.penalty_types = (struct strs){types, 1};
    r.decision.amount = 2000000;
    return r;
}

static struct facts facts(const struct record *r) {
    return facts_of(policy, r, S("scj"));
}

static void set_types(struct record *r, str *types, int n) {
    r->decision.penalty_types = (struct strs){types, n};
}

static void test_plain_penalty(void **state) {
    (void)state;
    struct record r = penalty();
    r.decision.matter_code = S("130500-02-0001");
    struct facts f = facts(&r);
    assert_int_equal(f.kind, KIND_decision);
    assert_int_equal(f.anchor, r.decision.decided);
    assert_int_equal(f.penalties, 1u << PENALTY_FINE);
    assert_int_equal(f.severity, 1);
    assert_int_equal(f.major, 0);
    assert_int_equal(f.flags, FACT_INCOMPLETE);
    assert_string_equal(f.agency, "scj");
    assert_string_equal(f.matter_code, "130500-02-0001");
    struct facts again = facts(&r);
    assert_memory_equal(&f, &again, sizeof f);
}

/* What a list's record carries of its own approval, in its order; other words count for nothing. */
static void test_carried(void **state) {
    (void)state;
    struct record r;
    record_clear(&r, KIND_matter);
    static str cells[] = {{"审核", 6},  {"青原市司法局", 18},
                          {0},          {"2026-01-05", 10},
                          {"起草", 6},  {"法规科", 9},
                          {0},          {"2026-01-04", 10},
                          {" 备案", 7}, {0},
                          {0},          {"2026年1月6日", 15}};
    r.matter.approvals = (struct rows){.columns = 4, .n = 3, .cells = cells};
    struct facts f = facts(&r);
    assert_int_equal(f.carried[0].word, WORD_EXAMINE);
    assert_int_equal(f.carried[0].day, date_of(2026, 1, 5));
    assert_int_equal(f.carried[0].authority, approval_authority(S(" 青原市司法局 ")));
    assert_int_equal(f.carried[1].word, WORD_FILE);
    assert_int_equal(f.carried[1].day, date_of(2026, 1, 6));
    assert_int_equal(f.carried[1].authority, 0);
    assert_int_equal(f.carried[2].word, WORD_NONE);
}

static void test_long_codes(void **state) {
    (void)state;
    struct record r = penalty();
    r.decision.matter_code = S("1234567890123456789012345678901234567890");
    struct facts f = facts_of(policy, &r, S("abcdefghijklmnopqrstuvwxyz"));
    assert_int_equal(strlen(f.agency), FACT_CODE - 1);
    assert_int_equal(strlen(f.matter_code), FACT_MATTER - 1);
}

static void test_penalty_words(void **state) {
    (void)state;
    assert_int_equal(penalties_of(S("吊销营业执照")), 1u << PENALTY_REVOKED);
    assert_int_equal(penalties_of(S("没收违法所得、罚款")),
                     1u << PENALTY_GAINS | 1u << PENALTY_FINE);
    assert_int_equal(penalties_of(S("责令停产停业")), 1u << PENALTY_STOPPED);
    assert_int_equal(penalties_of(S("驱逐出境")), 0);
    struct record r = penalty();
    str strange[] = {S("驱逐出境")};
    set_types(&r, strange, 1);
    assert_int_equal(facts(&r).penalties, 1u << PENALTY_OTHER);
}

/* The records here leave out what should be there: the flag that says so is no news. */
static uint32_t flags(const struct record *r) {
    return facts(r).flags & ~(uint32_t)FACT_INCOMPLETE;
}

static void test_flags(void **state) {
    (void)state;
    struct record r = penalty();
    assert_int_equal(facts(&r).flags, FACT_INCOMPLETE);
    r.decision.amount = WHOLE_NONE;
    assert_int_equal(flags(&r), FACT_NO_AMOUNT);
    r = penalty();
    r.decision.publicity = PUBLICITY_CLOSED;
    r.decision.publicity_clause = S("第十四条");
    assert_int_equal(flags(&r), FACT_NO_CLAUSE);
    r.decision.publicity_approver = S("钱某");
    assert_int_equal(flags(&r), 0);
    r.decision.minor = YES_NO_YES;
    r.decision.state_secret = YES_NO_NO;
    r.decision.release_order = S("令1号");
    r.doubted = true;
    assert_int_equal(flags(&r), FACT_MINOR | FACT_RELEASED | FACT_DOUBTED);
}

static void test_severity(void **state) {
    (void)state;
    struct record r = penalty();
    str warning[] = {S("警告")}, gains[] = {S("没收违法所得"), S("警告")},
        closed[] = {S("责令关闭")};
    set_types(&r, warning, 1);
    assert_int_equal(facts(&r).severity, 1);
    set_types(&r, gains, 2);
    assert_int_equal(facts(&r).severity, 2);
    set_types(&r, closed, 1);
    assert_int_equal(facts(&r).severity, 3);
    assert_int_equal(facts(&r).major, 1);
    set_types(&r, NULL, 0);
    assert_int_equal(facts(&r).severity, 0);
    r = penalty();
    r.decision.amount = 5000000;
    assert_int_equal(facts(&r).severity, 2);
    r.decision.party_type = PARTY_PERSON;
    assert_int_equal(facts(&r).severity, 2);
    assert_int_equal(facts(&r).major, 1);
    r.decision.category = CATEGORY_PERMIT;
    assert_int_equal(facts(&r).severity, 0);
    assert_int_equal(facts(&r).major, 0);
}

/* A review catalogue row by matter and agency: matter codes are compared by their beginning. */
static void test_matter_row(void **state) {
    (void)state;
    struct policy_source sources[TABLES];
    int n = test_sources(&arena, NULL, sources);
    sources[TABLE_REVIEW].text =
        str_cat(&arena, sources[TABLE_REVIEW].text,
                S("own,10,,,市场监管局,,,,,,,,130500-02；130500-03,,,目录,\n"));
    struct diags found = {.arena = &arena};
    assert_null(policy_load(&arena, &(struct policy_input){sources, n, test_agencies, 2}, &found));
    sources[TABLE_REVIEW].text =
        str_replace(&arena, sources[TABLE_REVIEW].text, S("市场监管局"), S("scj"));
    struct policy *p =
        policy_load(&arena, &(struct policy_input){sources, n, test_agencies, 2}, &found);
    struct record r = penalty();
    r.decision.matter_code = S("130500-03-0007");
    assert_int_equal(facts_of(p, &r, S("scj")).major, 1);
    assert_int_equal(facts_of(p, &r, S("yjj")).major, 0);
    r.decision.matter_code = S("130500-04-0007");
    assert_int_equal(facts_of(p, &r, S("scj")).major, 0);
}

static void test_latest_review_counts(void **state) {
    (void)state;
    enum { WIDTH = COLUMN_review_date + 1 };
    str cells[2 * WIDTH] = {[COLUMN_review_result] = S("通过"),
                            [COLUMN_review_date] = S("2026年3月1日"),
                            [WIDTH + COLUMN_review_result] = S("不通过"),
                            [WIDTH + COLUMN_review_date] = S("2026-02-01")};
    struct record r = penalty();
    r.decision.review = (struct rows){cells, 2, WIDTH};
    assert_int_equal(facts(&r).review_result, REVIEW_PASSED);
    assert_int_equal(facts(&r).review_date, date_of(2026, 3, 1));
    cells[WIDTH + COLUMN_review_date] = S("2026-03-02");
    assert_int_equal(facts(&r).review_result, REVIEW_FAILED);
}

/* The steps as one text: "初审 2026-02-01 审签 2026-02-03". */
static int step_of(struct record *r, const char *text) {
    enum { WIDTH = COLUMN_procedure_step_date + 1, MOST = 8 };
    str cells[MOST * WIDTH] = {{0}}, rest = str_of(text);
    int n = 0;
    for (; rest.n > 0; n++) {
        cells[n * WIDTH + COLUMN_procedure_step_step] = str_cut(&rest, S(" "));
        cells[n * WIDTH + COLUMN_procedure_step_date] = str_cut(&rest, S(" "));
    }
    r->decision.steps = (struct rows){cells, n, WIDTH};
    struct facts f = facts(r);
    assert_int_equal((f.flags & FACT_STEPS_DISORDER) != 0, f.step != 0);
    r->decision.steps = (struct rows){0};
    return f.step;
}

static void test_steps(void **state) {
    (void)state;
    struct record r = penalty();
    assert_int_equal(step_of(&r, ""), 0);
    assert_int_equal(step_of(&r, "初审 2026-02-01 决定 2026-03-02"), 0);
    assert_int_equal(step_of(&r, "决定 2026-03-02 初审 2026-02-01"), 0);
    assert_int_equal(step_of(&r, "初审 2026-02-03 审签 2026-02-02"), 2);
    assert_int_equal(step_of(&r, "初审 2026-02-01 决定 2026-03-03"), 5);
    r.decision.collective = YES_NO_YES;
    assert_int_equal(step_of(&r, "初审 2026-02-01 审签 2026-02-02 决定 2026-03-02"), 3);
    assert_int_equal(
        step_of(&r, "初审 2026-02-01 审签 2026-02-02 法制审核 2026-02-03 决定 2026-03-02"), 4);
    assert_int_equal(step_of(&r, "初审 2026-02-01 审签 2026-02-02 法制审核 2026-02-03 集体讨论 "
                                 "2026-02-03 决定 2026-03-02"),
                     0);
}

static void test_other_kinds(void **state) {
    (void)state;
    struct record r;
    record_clear(&r, KIND_inspection);
    r.inspection.day = date_of(2026, 3, 20);
    r.inspection.handled = date_of(2026, 4, 1);
    r.inspection.stage = STAGE_PLAN;
    assert_int_equal(facts(&r).decided, DATE_NONE);
    r.inspection.stage = STAGE_RESULT;
    assert_int_equal(facts(&r).anchor, date_of(2026, 3, 20));
    r.inspection.problem = YES_NO_YES;
    assert_int_equal(facts(&r).anchor, date_of(2026, 4, 1));
    record_clear(&r, KIND_complaint);
    r.complaint.accepted = date_of(2026, 3, 1);
    assert_int_equal(facts(&r).anchor, date_of(2026, 3, 1));
    record_clear(&r, KIND_report);
    r.report.year = 2025;
    assert_int_equal(facts(&r).anchor, date_of(2025, 12, 31));
    record_clear(&r, KIND_document);
    r.document.document_class = DOCUMENT_PLAN;
    r.document.issued = date_of(2026, 1, 15);
    assert_int_equal(facts(&r).term, DOCUMENT_PLAN);
    assert_int_equal(facts(&r).anchor, date_of(2026, 1, 15));
}

/* Every kind finds a deadline row, so that none is held for want of one. */
static void test_every_kind_has_a_row(void **state) {
    (void)state;
    for (int k = 1; k < KINDS; k++) {
        struct record r;
        struct ruling due = {0};
        record_clear(&r, (enum kind)k);
        struct facts f = facts(&r);
        deadline_of(policy, &f, &due);
        assert_true(due.due_rule.n > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_penalty),
        cmocka_unit_test(test_carried),
        cmocka_unit_test(test_long_codes),
        cmocka_unit_test(test_penalty_words),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_severity),
        cmocka_unit_test(test_matter_row),
        cmocka_unit_test(test_latest_review_counts),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_other_kinds),
        cmocka_unit_test(test_every_kind_has_a_row),
    };
    policy = test_policy(&arena, &diags);
    return policy == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
