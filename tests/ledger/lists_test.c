/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lists_test.c — slots are given once, in order, and never shift; a removal leaves its gap.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   国办秘函〔2019〕19号 (an address does not change)
 * Never: needs a site
 */
#include "scratch.h"

#define RECORDS 150 /* more than two blocks of members */
#define PAGE 20

static int64_t list_named(struct ledger *l, const char *name) {
    struct ledger_list wanted = {.name = str_of(name), .kind = 3, .term = 2, .agency = S("scj")};
    return ledger_list_id(l, &wanted);
}

static void give(struct ledger *l, int64_t from, int64_t below, int64_t list, int64_t other) {
    for (int64_t id = from; id < below; id++) {
        struct ledger_place p = {{list, id % 2 == 0 ? other : 0}, {0}};
        ledger_place_give(l, id, &p);
    }
    ledger_places_done(l, PAGE);
}

static void test_slots(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t list = list_named(l, "cf");
    int64_t other = list_named(l, "cf/agency/scj");
    assert_int_equal(list_named(l, "cf"), list);
    give(l, 1, 101, list, other);
    l = reopened(l, &a);
    ledger_begin(l);
    give(l, 101, RECORDS + 1, list, other);
    l = reopened(l, &a);
    int64_t ids[RECORDS];
    ledger_list_rows(l, list, 0, RECORDS, ids);
    for (int i = 0; i < RECORDS; i++)
        assert_int_equal(ids[i], i + 1);
    ledger_list_rows(l, other, 70, 10, ids);
    assert_int_equal(ids[0], 142);
    assert_int_equal(ids[4], 150);
    assert_int_equal(ids[5], 0); /* not given yet */
    struct ledger_place p;
    assert_true(ledger_place(l, 100, &p));
    assert_int_equal(p.list[0], list);
    assert_int_equal(p.slot[0], 99);
    assert_int_equal(p.list[1], other);
    assert_int_equal(p.slot[1], 49);
    assert_int_equal(p.list[2], 0);
    assert_false(ledger_place(l, RECORDS + 1, &p));
    ledger_close(l);
    arena_free(&a);
}

static void test_counts_and_gaps(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t list = list_named(l, "cf");
    struct ledger_list got;
    struct ledger_list *v = NULL;
    give(l, 1, 31, list, 0);
    ledger_list_count(l, list, -1); /* one row ends: its slot stays */
    assert_true(ledger_list(l, &a, list, &got));
    assert_int_equal(got.slots, 30);
    assert_int_equal(got.public_rows, 29);
    assert_int_equal(got.kind, 3);
    assert_int_equal(got.term, 2);
    give(l, 31, 32, list, 0);
    struct ledger_place p;
    assert_true(ledger_place(l, 31, &p));
    assert_int_equal(p.slot[0], 30);
    assert_true(ledger_list(l, &a, list, &got));
    assert_int_equal(got.public_rows, 30);
    (void)list_named(l, "xk");
    assert_int_equal(ledger_lists(l, &a, &v), 2);
    assert_str(v[1].name, "xk");
    assert_false(ledger_list(l, &a, 99, &got));
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* Which pages must be made anew: those that got rows, and the newest; for a change of one row its
 * own page and the newest. */
/* What was touched is made and published; what only was touched would stay pending. */
static void publish(struct ledger *l, const int64_t *ids, int n) {
    for (int i = 0; i < n; i++)
        ledger_staged(l, &(struct ledger_file){
                             .id = ids[i], .rank = 4, .path = S("cf/x.html"), .staged = true});
    ledger_pending_confirm(l);
}

static void test_touched_pages(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t list = list_named(l, "cf");
    int64_t base = FILE_LIST | list << LIST_PAGE_BITS;
    int64_t ids[10];
    give(l, 1, 46, list, 0);
    assert_int_equal(ledger_pending(l, 0, FILE_SITE, ids, 10), 4);
    for (int i = 0; i < 4; i++)
        assert_int_equal(ids[i], base | i);
    publish(l, ids, 4);
    give(l, 46, 47, list, 0);
    assert_int_equal(ledger_pending(l, 0, FILE_SITE, ids, 10), 2);
    assert_int_equal(ids[0], base);
    assert_int_equal(ids[1], base | 3);
    publish(l, ids, 2);
    struct ledger_place p;
    assert_true(ledger_place(l, 21, &p));
    ledger_place_touch(l, &p, PAGE);
    assert_int_equal(ledger_pending(l, 0, FILE_SITE, ids, 10), 2);
    assert_int_equal(ids[0], base);
    assert_int_equal(ids[1], base | 2);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* A list tells when a row last came, changed or left; a stage that was never published does not
 * count. */
static void test_changed(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_list got;
    struct ledger_place p;
    int64_t list = list_named(l, "cf");
    int64_t other = list_named(l, "xk");
    give(l, 1, 3, list, 0);
    ledger_run_published(l, 1, 0);
    assert_int_equal(ledger_run_begin(l, 2000), 2);
    assert_true(ledger_list(l, &a, other, &got));
    assert_int_equal(got.changed_run, 1);
    assert_true(ledger_place(l, 1, &p));
    ledger_place_touch(l, &p, PAGE);
    assert_true(ledger_list(l, &a, list, &got));
    assert_int_equal(got.changed_run, 2);
    assert_int_equal(ledger_run_begin(l, 3000), 3);
    ledger_restage(l, 3);
    assert_true(ledger_list(l, &a, list, &got));
    assert_int_equal(got.changed_run, 3);
    assert_true(ledger_list(l, &a, other, &got));
    assert_int_equal(got.changed_run, 1);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slots),
        cmocka_unit_test(test_counts_and_gaps),
        cmocka_unit_test(test_touched_pages),
        cmocka_unit_test(test_changed),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
