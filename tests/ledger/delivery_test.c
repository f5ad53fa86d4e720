/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * delivery_test.c — receipts: which file is new, which still lies there, and what bytes came to.
 *
 * In:    ledgers and files in a scratch folder
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a site
 */
#include "scratch.h"

static struct ledger_delivery receive(struct ledger *l, struct arena *a, const char *name,
                                      int64_t stamp) {
    return ledger_receive(l, a, &(struct ledger_arrival){"file", S("src"), str_of(name), stamp});
}

static void wrote(const char *bytes) {
    os_write("file", str_of(bytes), 0600);
}

/* A, B and A again under one name are three receipts of two deliveries. */
static void test_order(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    wrote("[1]");
    struct ledger_delivery first = receive(l, &a, "x", 0);
    struct ledger_delivery lying = receive(l, &a, "x", 0);
    wrote("[2]"); /* as long as the first */
    struct ledger_delivery other = receive(l, &a, "x", 0);
    wrote("[1]");
    struct ledger_delivery third = receive(l, &a, "x", 0);
    struct ledger_delivery named = receive(l, &a, "y", 0);
    struct ledger_delivery stamped = receive(l, &a, "y", 7);
    assert_false(first.receipt.again || other.receipt.again || third.receipt.again);
    assert_false(named.receipt.again || stamped.receipt.again);
    assert_true(lying.receipt.again && lying.receipt.id == first.receipt.id);
    assert_int_equal(first.receipt.as_of, 1000);
    assert_true(other.id != first.id && third.id == first.id && third.known);
    assert_true(third.receipt.id > other.receipt.id && other.receipt.id > first.receipt.id);
    assert_int_equal(ledger_receipt_next(l), stamped.receipt.id + 1);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* What bytes came to is kept with their receipt, and found by their name first. */
static void test_reading(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    wrote("[1]");
    struct ledger_delivery x = receive(l, &a, "x", 0);
    assert_int_equal(x.receipt.read, 0);
    x.receipt.meaning = 11;
    x.receipt.delivered = 5;
    x.receipt.rejected = 2;
    ledger_receipt_read(l, &x.receipt);
    struct ledger_delivery y = receive(l, &a, "y", 0);
    assert_int_equal(y.receipt.read, x.receipt.id);
    y.receipt.meaning = 12;
    ledger_receipt_read(l, &y.receipt);
    l = reopened(l, &a);
    ledger_begin(l);
    (void)ledger_run_begin(l, 2000);
    x = receive(l, &a, "x", 0);
    assert_true(x.receipt.again);
    assert_int_equal(x.receipt.as_of, 1000);
    assert_int_equal(x.receipt.meaning, 11);
    assert_int_equal(x.receipt.delivered, 5);
    assert_int_equal(x.receipt.rejected, 2);
    x = receive(l, &a, "x", 1);
    assert_int_equal(x.receipt.as_of, 2000);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

static bool newest(struct ledger *l, int kind, instant as_of, int64_t receipt) {
    return ledger_snapshot(l, &(struct ledger_snapshot){S("src"), kind, as_of, receipt});
}

/* Kind by kind, by the instant first and the receipt second. */
static void test_snapshots(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record r;
    struct ledger_held v[4];
    assert_true(newest(l, 1, 100, 1) && newest(l, 2, 50, 1));
    assert_true(newest(l, 1, 100, 2) && newest(l, 2, 50, 1));
    assert_false(newest(l, 1, 99, 3) || newest(l, 1, 100, 1));
    wrote("[1]");
    add_record(l, &a, "甲1", "", &r);
    r.delivery = receive(l, &a, "x", 0).id;
    ledger_update_line(l, &r);
    struct ledger_holding of_source = {S("src"), false, 0, v, 4};
    assert_int_equal(ledger_held(l, &a, &of_source), 1);
    assert_true(v[0].id == r.id && v[0].vanished == DATE_NONE);
    assert_int_equal(ledger_held(l, &a, &of_source), 0);
    ledger_vanished(l, r.id, S("src"), 20000);
    struct ledger_holding gone = {(str){0}, true, 0, v, 4};
    assert_int_equal(ledger_held(l, &a, &gone), 1);
    assert_int_equal(v[0].vanished, 20000);
    ledger_vanished(l, r.id, S("src"), DATE_NONE);
    gone = (struct ledger_holding){S("src"), true, 0, v, 4};
    assert_int_equal(ledger_held(l, &a, &gone), 0);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_reading),
                                       cmocka_unit_test(test_snapshots)};
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
