/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lines_test.c — the set of current lines: new, current, seen; dropped when a version ends.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a site
 */
#include "scratch.h"

static struct line_hash hash_of(uint64_t n) {
    return (struct line_hash){.lo = n * 0x9e3779b97f4a7c15u, .hi = n};
}

static void test_states(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record r;
    add_record(l, &a, "甲1", "", &r);
    ledger_line_add(l, r.hash, r.id);
    assert_int_equal(ledger_line(l, r.hash), LINE_SEEN);
    assert_int_equal(ledger_line(l, hash_of(7)), LINE_NEW);
    l = reopened(l, &a);
    assert_int_equal(ledger_line(l, r.hash), LINE_CURRENT);
    assert_int_equal(ledger_line_record(l, r.hash), r.id);
    assert_int_equal(ledger_line_record(l, hash_of(7)), 0);
    ledger_line_drop(l, r.hash);
    assert_int_equal(ledger_line(l, r.hash), LINE_NEW);
    ledger_line_add(l, r.hash, r.id); /* an earlier wording comes back: it is news again */
    assert_int_equal(ledger_line(l, r.hash), LINE_SEEN);
    ledger_line_drop(l, hash_of(8)); /* never there: nothing happens */
    assert_int_equal(ledger_line(l, hash_of(8)), LINE_NEW);
    ledger_lines_done(l); /* forgotten, it is as the records are */
    ledger_line_drop(l, r.hash);
    assert_int_equal(ledger_line(l, r.hash), LINE_CURRENT);
    ledger_close(l);
    arena_free(&a);
}

/* The set grows many times over, with hashes that begin in the same place. */
static void test_many(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    for (uint64_t i = 1; i <= 50000; i++) {
        ledger_line_add(l, hash_of(i), (int64_t)i);
        ledger_line_add(l, (struct line_hash){.lo = i & 1, .hi = i | (uint64_t)1 << 40},
                        (int64_t)i);
        if (i > 200)
            continue;
        for (uint64_t k = 1; k <= i; k++)
            assert_int_equal(ledger_line(l, hash_of(k)), LINE_SEEN);
    }
    for (uint64_t i = 1; i <= 50000; i += 500) {
        assert_int_equal(ledger_line(l, hash_of(i)), LINE_SEEN);
        assert_int_equal(ledger_line(l, hash_of(i + 50000)), LINE_NEW);
    }
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
