/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * outbox_test.c — what targets have is remembered; packages go in order, or from a complete set on.
 *
 * In:    a ledger in a scratch folder
 * Out:   cmocka's report
 * Law:   law.md §4
 * Never: leaves its folder behind
 */
#include "scratch.h"

static void add(struct ledger *l, int64_t target, int64_t sequence, bool whole) {
    struct ledger_package p = {.target = target,
                               .sequence = sequence,
                               .run = 1,
                               .whole = whole,
                               .rows = 3,
                               .folder = S("000001-2026-03-05T0900")};
    ledger_package_add(l, &p);
}

static void test_order(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t one = ledger_target(l, S("credit"));
    int64_t two = ledger_target(l, S("gsxt"));
    assert_int_not_equal(one, two);
    assert_int_equal(ledger_target(l, S("credit")), one);
    assert_int_equal(ledger_outbox_next(l, one), 0);
    add(l, one, 1, true);
    add(l, one, 2, false);
    add(l, two, 1, true);
    assert_int_equal(ledger_outbox_next(l, one), 1);
    struct ledger_outbox box = {one, 1, OUTBOX_WAITING, 2, 77, {0}};
    ledger_set_outbox(l, &box);
    assert_int_equal(ledger_outbox_next(l, one), 1);
    struct ledger_outbox read = {.target = one, .sequence = 1};
    assert_true(ledger_outbox(l, &a, &read));
    assert_int_equal(read.tries, 2);
    assert_int_equal(read.due, 77);
    box.state = OUTBOX_TAKEN;
    box.receipt = S("R1");
    ledger_set_outbox(l, &box);
    assert_int_equal(ledger_outbox_next(l, one), 2);
    assert_int_equal(ledger_outbox_reached(l, one), 1);
    assert_int_equal(ledger_outbox_reached(l, two), 0);
    add(l, one, 3, false);
    add(l, one, 4, true); /* stands for 2 and 3 */
    add(l, one, 5, false);
    assert_int_equal(ledger_outbox_next(l, one), 4);
    struct ledger_package p = {.target = one};
    assert_true(ledger_package(l, &a, &p));
    assert_int_equal(p.sequence, 5);
    p = (struct ledger_package){.target = one, .sequence = 4};
    assert_true(ledger_package(l, &a, &p) && p.whole && p.rows == 3);
    ledger_close(l);
    arena_free(&a);
}

static void test_sent(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t target = ledger_target(l, S("credit"));
    struct ledger_sent one;
    int64_t ids[LEDGER_IDS];
    assert_false(ledger_sent(l, target, 7, &one));
    assert_int_equal(one.state, SENT_GONE);
    one = (struct ledger_sent){target, 7, SENT_THERE, -5, 1, 2, 3, 100};
    ledger_set_sent(l, &one);
    struct ledger_sent read;
    assert_true(ledger_sent(l, target, 7, &read));
    assert_int_equal(read.state, SENT_THERE);
    assert_int_equal(read.print, -5);
    assert_int_equal(read.sequence, 1);
    assert_int_equal(read.version, 2);
    assert_int_equal(read.changes, 3);
    assert_int_equal(read.until, 100);
    assert_int_equal(ledger_unsettled(l, target, 100, 0, ids), 0); /* its last day */
    assert_int_equal(ledger_unsettled(l, target, 101, 0, ids), 1);
    one = (struct ledger_sent){target, 9, SENT_REFUSED, 1, 1, 1, 0, DATE_NONE};
    ledger_set_sent(l, &one);
    one = (struct ledger_sent){target, 8, SENT_THERE, 1, 1, 1, 0, DATE_NONE}; /* for ever */
    ledger_set_sent(l, &one);
    assert_int_equal(ledger_unsettled(l, target, 101, 0, ids), 2);
    assert_int_equal(ids[0], 7);
    assert_int_equal(ids[1], 9);
    assert_int_equal(ledger_unsettled(l, target, 101, 7, ids), 1);
    l = reopened(l, &a);
    assert_true(ledger_sent(l, target, 9, &read));
    assert_int_equal(read.state, SENT_REFUSED);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_sent),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
