/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * chain_test.c — the event chain tells the first row that somebody changed.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: needs a site
 */
#include "scratch.h"

static void five_events(struct arena *a) {
    static const char *const what[] = {"received", "publish", "publishing", "published", "expire"};
    struct ledger *l = fresh(a);
    for (int i = 0; i < 5; i++)
        ledger_event(l, 1, i, what[i], str_fmt(a, "detail %d", i));
    ledger_commit(l);
    ledger_close(l);
}

static void test_tampered(void **state) {
    (void)state;
    static const struct {
        const char *sql;
        int64_t found;
    } rows[] = {
        {"SELECT 1", 0},
        {"UPDATE event SET detail='detail x' WHERE seq=3", 3},
        {"UPDATE event SET what='hold' WHERE seq=1", 1},
        {"UPDATE event SET run=2 WHERE seq=5", 5},
        {"UPDATE event SET record=9 WHERE seq=2", 2},
        {"UPDATE event SET hash=zeroblob(32) WHERE seq=4", 4},
        {"UPDATE event SET hash=zeroblob(31) WHERE seq=4", 4},
        {"DELETE FROM event WHERE seq=2", 3},
        {"UPDATE event SET seq=9 WHERE seq=5", 9},
        {"UPDATE event SET hash=(SELECT hash FROM event WHERE seq=1) WHERE seq=2", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena a = {0};
        five_events(&a);
        tamper("state/ledger.db", rows[i].sql);
        struct ledger *l = ledger_open(&a, "state", KEY);
        assert_int_equal(ledger_check(l), rows[i].found);
        ledger_close(l);
        arena_free(&a);
    }
}

static void test_goes_on(void **state) {
    (void)state;
    struct arena a = {0};
    five_events(&a);
    struct ledger *l = ledger_open(&a, "state", KEY);
    str head = ledger_position(l, &a);
    assert_int_equal(head.n, 64);
    ledger_begin(l);
    int64_t run = ledger_run_begin(l, 2000);
    assert_int_equal(run, 2);
    ledger_event(l, run, 1, "withdraw", S("为什么"));
    ledger_event(l, run, 1, "publish", (str){0});
    assert_false(str_eq(head, ledger_position(l, &a)));
    assert_int_equal(ledger_check(l), 0);
    struct ledger_event *v = NULL;
    assert_int_equal(ledger_events(l, &a, 1, &v), 3);
    assert_str(v[0].what, "publish");
    assert_int_equal(v[0].as_of, 1000);
    assert_str(v[1].detail, "为什么");
    assert_int_equal(v[1].as_of, 2000);
    assert_int_equal(v[2].detail.n, 0);
    assert_int_equal(ledger_events(l, &a, 77, &v), 0);
    assert_int_equal(ledger_last_as_of(l), 2000);
    ledger_run_published(l, run, S("7 operations"));
    l = reopened(l, &a);
    assert_int_equal(ledger_check(l), 0);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tampered),
        cmocka_unit_test(test_goes_on),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
