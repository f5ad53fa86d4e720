/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * officers_test.c — stretches of certificates, decisions by their officers, approvals and sheets.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a site
 */
#include "scratch.h"

static void test_stretches(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    const struct ledger_certificate stretches[] = {
        {7, 100, 200}, {UINT64_MAX, DATE_NONE, 300}, {7, 201, 400}, {7, 100, 190}};
    for (size_t i = 0; i < 4; i++)
        ledger_certificate_set(l, &stretches[i]);
    l = reopened(l, &a);
    struct ledger_certificate c[4];
    int n = 0;
    ledger_certificate_scan(l);
    while (n < 4 && ledger_certificate_next(l, &c[n]))
        n++;
    assert_int_equal(n, 3); /* a stretch that begins on the same day was replaced */
    assert_true(c[0].certificate == UINT64_MAX && c[0].from == DATE_NONE && c[0].to == 300);
    assert_true(c[1].certificate == 7 && c[1].to == 190 && c[2].from == 201);
    ledger_close(l);
    arena_free(&a);
}

/* Many certificates, more decisions each than are kept back; what was rolled back is not there. */
static void test_holders(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    for (int64_t i = 0; i < 300000; i++)
        ledger_holder_add(l, (uint64_t)(i % 3000) << 40 | 5, (struct ledger_holder){i, i / 3000});
    struct ledger_holder *v;
    assert_int_equal(ledger_holders(l, &a, (uint64_t)2999 << 40 | 5, &v), 100);
    assert_true(v[0].record == 2999 && v[99].record == 299999 && v[99].day == 99);
    assert_int_equal(ledger_holders(l, &a, 4, &v), 0);
    l = reopened(l, &a);
    ledger_begin(l);
    ledger_holder_add(l, 5, (struct ledger_holder){1, 1});
    ledger_rollback(l);
    assert_int_equal(ledger_holders(l, &a, 5, &v), 100);
    ledger_close(l);
    arena_free(&a);
}

static void test_approvals(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_approval *v;
    struct ledger_record r;
    add_record(l, &a, "甲1", "", &r);
    assert_int_equal(ledger_approvals(l, &a, r.id, &v), 0);
    struct ledger_approval late = {.row = ledger_key_of(l, S("x"), S("y")),
                                   .record = r.id,
                                   .version = 2,
                                   .kind = 3,
                                   .word = 4,
                                   .day = 90,
                                   .authority = UINT32_MAX};
    struct ledger_approval early = late;
    early.row = ledger_key_of(l, S("x"), S("z"));
    early.day = 80;
    assert_true(ledger_approve(l, &late) && ledger_approve(l, &early));
    assert_false(ledger_approve(l, &early)); /* the same row again */
    l = reopened(l, &a);
    assert_int_equal(ledger_approvals(l, &a, r.id, &v), 2);
    assert_true(v[0].day == 80 && v[1].day == 90 && v[1].version == 2 && v[1].kind == 3 &&
                v[1].word == 4 && v[1].authority == UINT32_MAX);
    struct ledger_key row;
    assert_true(ledger_approval_row(l, v[1].id, &row));
    assert_memory_equal(row.b, late.row.b, sizeof row.b);
    assert_false(ledger_approval_row(l, 99, &row));
    assert_int_equal(ledger_approvals(l, &a, 12345678, &v), 0); /* far beyond what was loaded */
    ledger_close(l);
    arena_free(&a);
}

static void test_sheets(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct sheet_entry *v;
    for (int i = 100; i > 0; i--)
        ledger_sheet_add(l, S("审签-20260305-1"), (struct sheet_entry){i, i % 3 + 1});
    ledger_sheet_add(l, S("审签-20260305-2"), (struct sheet_entry){7, 1});
    assert_int_equal(ledger_sheet(l, &a, S("审签-20260305-1"), &v), 100);
    assert_true(v[0].record == 1 && v[99].record == 100 && v[99].version == 2);
    assert_int_equal(ledger_sheet(l, &a, S("审签-20260305-3"), &v), 0);
    assert_int_equal(ledger_sheets(l, S("审签-20260305-")), 2);
    assert_int_equal(ledger_sheets(l, S("审签-20260306-")), 0);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stretches),
        cmocka_unit_test(test_holders),
        cmocka_unit_test(test_approvals),
        cmocka_unit_test(test_sheets),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
