/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * term_test.c — how long a record stays public, by channel and regime; the days of remedies.
 *
 * In:    content/law/
 * Out:   cmocka's report
 * Law:   信用修复管理办法, 市场监管总局令第45号, 行政复议法 art. 20, 行政诉讼法 art. 46
 * Never: mixes the channels
 */
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct diags diags;
static struct policy *policy;

static struct facts penalty(const char *decided, int severity, const char *agency) {
    struct facts f;
    memset(&f, 0, sizeof f);
    f.kind = KIND_decision;
    f.term = CATEGORY_PENALTY;
    f.party_type = PARTY_ORGANISATION;
    f.severity = severity;
    f.decided = f.anchor = date_parse(str_of(decided));
    f.served = f.effective = f.valid_to = DATE_NONE;
    memcpy(f.agency, agency, strlen(agency));
    return f;
}

/* "rule from earliest until" of the credit term; published 2026-05-06. */
static const char *credit(struct facts f) {
    struct publication_term t;
    if (!publication_term_of(policy, &f, date_of(2026, 5, 6), CHANNEL_CREDIT, &t))
        return "none";
    return str_fmt(&arena, "%.*s %s %s %s", STR(t.rule), date_text(&arena, t.from).p,
                   date_text(&arena, t.earliest).p, date_text(&arena, t.until).p)
        .p;
}

static void test_credit_by_class(void **state) {
    (void)state;
    assert_string_equal(credit(penalty("2026-04-30", 1, "yjj")),
                        "tm-credit-slight 2026-04-30  2026-07-30");
    assert_string_equal(credit(penalty("2026-04-30", 2, "yjj")),
                        "tm-credit-ordinary 2026-04-30 2026-07-30 2027-04-30");
    assert_string_equal(credit(penalty("2026-04-30", 3, "yjj")),
                        "tm-credit-serious 2026-04-30 2027-04-30 2029-04-30");
    assert_string_equal(credit(penalty("2026-04-30", 0, "yjj")), "none");
}

/* The regime of the day of the decision: 45号 counts from publication, order 58 by sector. */
static void test_credit_by_regime(void **state) {
    (void)state;
    assert_string_equal(credit(penalty("2026-03-31", 2, "scj")),
                        "tm-credit-samr 2026-05-06 2026-08-06 2029-05-06");
    assert_string_equal(credit(penalty("2026-04-01", 2, "scj")),
                        "tm-credit-ordinary 2026-04-01 2026-07-01 2027-04-01");
    assert_string_equal(credit(penalty("2026-03-31", 2, "yjj")),
                        "tm-credit-58-safety 2026-03-31 2027-03-31 2029-03-31");
    assert_string_equal(credit(penalty("2025-11-30", 2, "wjw")),
                        "tm-credit-58 2025-11-30 2026-02-28 2028-11-30");
    assert_string_equal(credit(penalty("2020-01-01", 2, "yjj")), "none");
}

static void test_portal_is_its_own(void **state) {
    (void)state;
    struct publication_term t;
    struct facts f = penalty("2024-02-29", 3, "scj");
    assert_true(publication_term_of(policy, &f, DATE_NONE, CHANNEL_PORTAL, &t));
    assert_int_equal(t.until, date_of(2029, 2, 28));
    assert_int_equal(t.earliest, DATE_NONE);
    assert_true(t.automatic && !t.by_publishing);
    f.party_type = PARTY_PERSON;
    assert_true(publication_term_of(policy, &f, DATE_NONE, CHANNEL_PORTAL, &t));
    assert_int_equal(t.until, date_of(2026, 2, 28));
    f.kind = KIND_guide; /* lists stand as long as they hold */
    assert_true(publication_term_of(policy, &f, DATE_NONE, CHANNEL_PORTAL, &t));
    assert_true(t.until == DATE_NONE && !t.automatic);
    f.kind = KIND_NONE;
    assert_false(publication_term_of(policy, &f, DATE_NONE, CHANNEL_PORTAL, &t));
}

/* 60 days and 6 months from service; a last day at a weekend or a festival moves to the next
 * working day. */
static void test_remedies(void **state) {
    (void)state;
    date reconsider_by, sue_by;
    struct facts f = penalty("2026-03-02", 2, "scj");
    remedies_of(policy, &f, &reconsider_by, &sue_by);
    assert_int_equal(reconsider_by, DATE_NONE);
    assert_int_equal(sue_by, DATE_NONE);
    f.served = date_of(2026, 3, 5);
    remedies_of(policy, &f, &reconsider_by, &sue_by);
    assert_string_equal(date_text(&arena, reconsider_by).p, "2026-05-06"); /* 4 May is a holiday */
    assert_string_equal(date_text(&arena, sue_by).p, "2026-09-07");        /* 5 Sep is a Saturday */
    f.kind = KIND_complaint;
    remedies_of(policy, &f, &reconsider_by, &sue_by);
    assert_int_equal(reconsider_by, DATE_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_credit_by_class),
        cmocka_unit_test(test_credit_by_regime),
        cmocka_unit_test(test_portal_is_its_own),
        cmocka_unit_test(test_remedies),
    };
    policy = test_policy(&arena, &diags);
    return policy == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
