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

/* Six events: the beginning of the run, and five of no consequence. */
static void six_events(struct arena *a) {
    static const char *const what[] = {"levels", "publish", "publishing", "hold", "expire"};
    struct ledger *l = fresh(a);
    for (int i = 0; i < 5; i++)
        ledger_event(l, 1, i, what[i], str_fmt(a, "detail %d", i));
    (void)ledger_keep_text(l, S("id,rank"));
    ledger_commit(l);
    ledger_close(l);
}

static void test_tampered(void **state) {
    (void)state;
    static const struct {
        const char *sql;
        const char *found;
    } rows[] = {
        {"SELECT 1", ""},
        {"UPDATE event SET detail='detail x' WHERE seq=4", "第 4 条经过被改动"},
        {"UPDATE event SET what='hold' WHERE seq=2", "第 2 条经过被改动"},
        {"UPDATE event SET run=2 WHERE seq=6", "第 6 条经过被改动"},
        {"UPDATE event SET record=9 WHERE seq=3", "第 3 条经过被改动"},
        {"UPDATE event SET hash=zeroblob(32) WHERE seq=5", "第 5 条经过被改动"},
        {"UPDATE event SET hash=zeroblob(31) WHERE seq=5", "第 5 条经过被改动"},
        {"DELETE FROM event WHERE seq=3", "第 4 条经过被改动"},
        {"UPDATE event SET seq=9 WHERE seq=6", "第 9 条经过被改动"},
        {"UPDATE event SET hash=(SELECT hash FROM event WHERE seq=1) WHERE seq=3",
         "第 3 条经过被改动"},
        {"UPDATE run SET as_of=999", "第 1 次运行的时点被改动"},
        {"UPDATE run SET published=1", "第 1 次运行是否公示被改动"},
        {"INSERT INTO run(as_of) VALUES(1000)", "第 2 次运行的时点被改动"},
        {"UPDATE rule_text SET text='id,Rank'", "第 1 份留存的规则表被改动"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena a = {0};
        six_events(&a);
        tamper("state/ledger.db", rows[i].sql);
        struct ledger *l = ledger_open(&a, "state", KEY);
        assert_true(str_eq(ledger_check(l, &a), str_of(rows[i].found)));
        ledger_close(l);
        arena_free(&a);
    }
}

/* A received file, and a record that went on line: nothing of them can be changed unseen. */
static void publish_one(struct arena *a) {
    struct ledger *l = fresh(a);
    os_write("a.csv", S("some bytes"), 0600);
    (void)ledger_receive(l, a, &(struct ledger_arrival){"a.csv", S("inbox"), S("a.csv"), 1});
    struct ledger_record r = {.key = ledger_key_of(l, S("decision|scj|1"), (str){0}),
                              .agency = S("scj"),
                              .version = 1,
                              .first_run = 1,
                              .facts = S("")};
    ledger_add(l, a, &r, S("cf/2026"));
    ledger_touch(l, r.id);
    ledger_run_published(l, 1, 1);
    ledger_pending_confirm(l);
    ledger_commit(l);
    ledger_close(l);
}

static void test_forged(void **state) {
    (void)state;
    static const struct {
        const char *sql;
        const char *found;
    } rows[] = {
        {"SELECT 1", ""},
        {"UPDATE record SET first_run=0", "第 1 次运行首次公示的记录或网址被改动"},
        {"UPDATE record SET path='cf/2026/x.html'", "第 1 次运行首次公示的记录或网址被改动"},
        {"UPDATE run SET published=0", "第 1 次运行是否公示被改动"},
        {"UPDATE delivery SET digest=zeroblob(32)", "第 2 条经过所说的收件与收件表不符"},
        {"DELETE FROM receipt", "第 2 条经过所说的收件与收件表不符"},
        {"INSERT INTO receipt SELECT 2,source,name,delivery,stamp,size,quick,as_of,0,0,0"
         " FROM receipt",
         "第 3 条经过以后，收件表还有账本没有的收件"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena a = {0};
        publish_one(&a);
        tamper("state/ledger.db", rows[i].sql);
        struct ledger *l = ledger_open(&a, "state", KEY);
        assert_true(str_eq(ledger_check(l, &a), str_of(rows[i].found)));
        ledger_close(l);
        arena_free(&a);
    }
}

static void test_goes_on(void **state) {
    (void)state;
    struct arena a = {0};
    six_events(&a);
    struct ledger *l = ledger_open(&a, "state", KEY);
    str head = ledger_position(l, &a);
    assert_int_equal(head.n, 64);
    ledger_begin(l);
    int64_t run = ledger_run_begin(l, 2000);
    assert_int_equal(run, 2);
    ledger_event(l, run, 1, "withdraw", S("为什么"));
    ledger_event(l, run, 1, "publish", (str){0});
    assert_false(str_eq(head, ledger_position(l, &a)));
    assert_int_equal(ledger_check(l, &a).n, 0);
    struct ledger_event *v = NULL;
    assert_int_equal(ledger_events(l, &a, 1, &v), 3);
    assert_str(v[0].what, "publish");
    assert_int_equal(v[0].as_of, 1000);
    assert_str(v[1].detail, "为什么");
    assert_int_equal(v[1].as_of, 2000);
    assert_int_equal(v[2].detail.n, 0);
    assert_int_equal(ledger_events(l, &a, 77, &v), 0);
    assert_int_equal(ledger_last_as_of(l), 2000);
    ledger_run_published(l, run, 7);
    l = reopened(l, &a);
    assert_int_equal(ledger_check(l, &a).n, 0);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tampered),
        cmocka_unit_test(test_forged),
        cmocka_unit_test(test_goes_on),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
