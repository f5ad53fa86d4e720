/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gathering_test.c — gatherings: found by their key, slots given once, gaps where a record left.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   国办秘函〔2019〕19号 (an address does not change)
 * Never: needs a site
 */
#include "scratch.h"

#define PAGE 20
#define PARTY 4
#define PLAN 5

static void test_keys(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t one = ledger_gathering_id(l, PARTY, S("91130599MA0BQY5Q6P"));
    assert_int_equal(ledger_gathering_id(l, PARTY, S("91130599MA0BQY5Q6P")), one);
    assert_int_not_equal(ledger_gathering_id(l, PLAN, S("91130599MA0BQY5Q6P")), one);
    l = reopened(l, &a);
    struct ledger_gathering g;
    assert_true(ledger_gathering(l, &a, one, &g));
    assert_int_equal(g.scope, PARTY);
    assert_true(str_eq(g.key, S("91130599MA0BQY5Q6P")));
    assert_int_equal(g.slots, 0);
    assert_false(ledger_gathering(l, &a, 99, &g));
    ledger_close(l);
    arena_free(&a);
}

static void test_slots(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t g = ledger_gathering_id(l, PARTY, S("A"));
    int64_t other = ledger_gathering_id(l, PLAN, S("B"));
    for (int64_t id = 1; id <= 45; id++)
        ledger_gather(l, g, &id, 1, PAGE);
    ledger_gather(l, other, &(int64_t){7}, 1, PAGE);
    l = reopened(l, &a);
    ledger_begin(l);
    int64_t ids[PAGE];
    ledger_gathering_rows(l, g, 20, PAGE, ids);
    assert_int_equal(ids[0], 21);
    assert_int_equal(ids[19], 40);
    struct ledger_member v[LEDGER_GATHERINGS];
    assert_int_equal(ledger_gathered(l, 7, v), 2);
    assert_int_equal(v[0].slot, 6);
    ledger_ungather(l, &v[0]);
    ledger_gathering_rows(l, g, 0, PAGE, ids);
    assert_int_equal(ids[6], 0); /* a gap: nothing moves up */
    assert_int_equal(ids[7], 8);
    ledger_gather(l, g, &(int64_t){7}, 1, PAGE);
    ledger_gathering_rows(l, g, 40, PAGE, ids);
    assert_int_equal(ids[5], 7);
    assert_int_equal(ids[6], 0);
    ledger_rollback(l);
    ledger_close(l);
    arena_free(&a);
}

static void test_touches(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t g = ledger_gathering_id(l, PARTY, S("A"));
    for (int64_t id = 1; id <= 21; id++)
        ledger_gather(l, g, &id, 1, PAGE);
    int64_t ids[PAGE];
    int64_t full = FILE_GATHERING_PAGE | g << LIST_PAGE_BITS | 1;
    assert_int_equal(ledger_pending(l, FILE_GATHERING, FILE_SITE, ids, PAGE), 2);
    assert_int_equal(ids[0], FILE_GATHERING | g);
    assert_int_equal(ids[1], full); /* the second is not full yet: it has no number */
    for (int i = 0; i < 2; i++)
        ledger_unchanged(l, ids[i]);
    ledger_gathered_touch(l, 3, PAGE);
    assert_int_equal(ledger_pending(l, FILE_GATHERING, FILE_SITE, ids, PAGE), 2);
    assert_int_equal(ids[1], full);
    for (int i = 0; i < 2; i++)
        ledger_unchanged(l, ids[i]);
    (void)ledger_gathering_id(l, PLAN, S("B"));
    ledger_gatherings_touch(l, PAGE);
    assert_int_equal(ledger_pending(l, FILE_GATHERING, FILE_SITE, ids, PAGE), 3);
    assert_int_equal(ids[2], full);
    ledger_rollback(l);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_keys), cmocka_unit_test(test_slots),
                                       cmocka_unit_test(test_touches)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
