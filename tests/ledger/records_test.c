/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * records_test.c — keys find their records, addresses stay, secrets and changes are kept.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   国办秘函〔2019〕19号 (an address once published does not change)
 * Never: needs a site
 */
#include "scratch.h"

static void test_keys(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record one;
    struct ledger_record two;
    struct ledger_record got;
    add_record(l, &a, "decision|scj|甲1", "张三", &one);
    add_record(l, &a, "decision|scj|甲1", "李四", &two);
    assert_true(ledger_find(l, &a, one.key, &got));
    assert_int_equal(got.id, one.id);
    assert_true(str_eq(got.path, one.path));
    assert_false(ledger_find(l, &a, ledger_key_of(l, S("decision|scj|甲1"), S("")), &got));
    int64_t ids[4] = {0};
    struct ledger_key number = ledger_key_of(l, S("decision|scj|甲1"), (str){0});
    assert_int_equal(ledger_find_number(l, number, ids, 4), 2);
    assert_int_equal(ids[0] + ids[1], one.id + two.id);
    assert_int_equal(ledger_find_number(l, number, ids, 1), 1);
    number = ledger_key_of(l, S("decision|cgj|甲1"), (str){0});
    assert_int_equal(ledger_find_number(l, number, ids, 4), 0);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* Neither the key's secret nor number or party may be read off the files. */
static void test_no_names(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record r;
    str bytes;
    add_record(l, &a, "decision|scj|青市监罚〔2026〕1号", "尉迟小满", &r);
    ledger_commit(l);
    ledger_close(l);
    assert_true(os_read(&a, "state/ledger.db", 1 << 24, &bytes));
    assert_int_equal(str_find(bytes, S("尉迟小满")), -1);
    assert_int_equal(str_find(bytes, S("青市监罚")), -1);
    assert_int_equal(str_find(r.path, S("尉迟")), -1);
    arena_free(&a);
}

static void test_addresses(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record one;
    struct ledger_record two;
    struct ledger_record got;
    add_record(l, &a, "甲1", "", &one);
    add_record(l, &a, "甲2", "", &two);
    assert_int_equal(one.path.n, S("cf/2026/k3v9x2m7ab.html").n);
    assert_true(str_starts(one.path, S("cf/2026/")));
    str name = str_sub(two.path, 8, 18);
    assert_int_equal(ledger_id_of_name(l, name), two.id);
    assert_int_equal(ledger_id_of_name(l, S("%")), 0);
    assert_int_equal(ledger_id_of_path(l, two.path), two.id);
    one.version = 2;
    one.content_run = 5;
    ledger_update(l, &one);
    l = reopened(l, &a);
    assert_true(ledger_get(l, &a, one.id, &got));
    assert_true(str_eq(got.path, one.path));
    assert_int_equal(got.version, 2);
    ledger_close(l);

    /* The same key and number elsewhere: the same address (a replay). Another key: another one. */
    struct ledger *again = fresh(&a);
    add_record(again, &a, "甲2", "", &got);
    assert_true(str_eq(got.path, two.path));
    ledger_commit(again);
    ledger_close(again);
    os_rmtree("state");
    os_mkdirs("state", 0700);
    again = ledger_open(&a, "state", S("another key of the site, 32 byte"));
    add_record(again, &a, "甲2", "", &got);
    assert_false(str_eq(got.path, two.path));
    ledger_close(again);
    arena_free(&a);
}

/* The number by which the index knows the ten characters of an address. */
static long long number_of_name(str path) {
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    long long v = 1;
    str name = str_sub(path, path.n - 15, path.n - 5);
    for (ptrdiff_t i = 0; i < name.n; i++)
        v = v * 32 + (strchr(digits, name.p[i]) - digits);
    return v;
}

static void test_collision(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record one;
    struct ledger_record two;
    struct ledger_record three;
    add_record(l, &a, "甲1", "", &one);
    add_record(l, &a, "甲2", "", &two);
    ledger_commit(l);
    ledger_close(l);
    /* Somebody else has the address that 甲2 would get: 甲1, and then 甲3 its eleven characters. */
    l = fresh(&a);
    add_record(l, &a, "甲1", "", &one);
    l = reopened(l, &a);
    ledger_close(l);
    tamper("state/ledger.db", str_fmt(&a, "UPDATE record SET path='%.*s',name=%lld", STR(two.path),
                                      number_of_name(two.path))
                                  .p);
    l = ledger_open(&a, "state", KEY);
    add_record(l, &a, "甲2", "", &three);
    assert_int_equal(three.path.n, two.path.n + 1);
    assert_true(str_starts(three.path, str_sub(two.path, 0, two.path.n - 5)));
    assert_int_equal(ledger_id_of_path(l, two.path), one.id);
    ledger_close(l);
    arena_free(&a);
}

static void test_scans(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record r;
    struct ledger_record v[2];
    for (int i = 0; i < 5; i++) {
        add_record(l, &a, str_fmt(&a, "%d", i).p, "", &r);
        r.verb = i % 2 + 1;
        r.next = i == 3 ? 100 : DATE_NONE;
        r.due = 90;
        ledger_update_ruling(l, &r, NULL);
    }
    struct ledger_cursor all = {SCAN_ALL, 0, 0, v, 2, {0, 0, 0}};
    int64_t seen = 0;
    for (int n = 2; n == 2;) {
        n = ledger_scan(l, &a, &all);
        for (int i = 0; i < n; i++)
            assert_int_equal(v[i].id, ++seen);
    }
    assert_int_equal(seen, 5);
    struct ledger_cursor held = {SCAN_VERB, 2, 0, v, 2, {0, 0, 0}};
    assert_int_equal(ledger_scan(l, &a, &held), 2);
    assert_int_equal(v[0].due, 90);
    assert_int_equal(v[0].next, DATE_NONE);
    struct ledger_cursor early = {SCAN_NEXT, 99, 0, v, 2, {0, 0, 0}};
    assert_int_equal(ledger_scan(l, &a, &early), 0);
    struct ledger_cursor on_the_day = {SCAN_NEXT, 100, 0, v, 2, {0, 0, 0}};
    assert_int_equal(ledger_scan(l, &a, &on_the_day), 1);
    assert_int_equal(v[0].id, 4);
    /* By day, then by id, however few at a time; what was moved on meanwhile is not seen again. */
    static const int64_t by_day[] = {5, 1, 2, 4};
    for (int i = 0; i < 4; i++) {
        assert_true(ledger_get(l, &a, by_day[i], &r));
        r.next = i == 0 ? 80 : i < 3 ? 95 : 100;
        ledger_update_ruling(l, &r, NULL);
    }
    struct ledger_cursor due = {SCAN_NEXT, 100, 0, v, 1, {0, 0, 0}};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(ledger_scan(l, &a, &due), 1);
        assert_int_equal(v[0].id, by_day[i]);
        v[0].next = i == 1 ? DATE_NONE : 300;
        ledger_update_ruling(l, &v[0], NULL);
    }
    assert_int_equal(ledger_scan(l, &a, &due), 0);
    int64_t by_verb[4];
    int64_t superseded = 0;
    ledger_tally(l, by_verb, 4, 1, &superseded);
    assert_int_equal(by_verb[1], 3);
    assert_int_equal(by_verb[2], 2);
    assert_int_equal(superseded, 0);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

static void test_changes_and_faces(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record r;
    add_record(l, &a, "甲1", "", &r);
    ledger_add_change(l, r.id, (struct ledger_change){2, 300, 8});
    ledger_add_change(l, r.id, (struct ledger_change){1, 200, 9});
    ledger_add_change(l, r.id, (struct ledger_change){1, 200, 9}); /* told twice, known once */
    struct ledger_change *c = NULL;
    assert_int_equal(ledger_changes(l, &a, r.id, &c), 2);
    assert_int_equal(c[0].day, 200);
    assert_int_equal(c[1].event, 8);
    ledger_drop_changes_of(l, 9);
    assert_int_equal(ledger_changes(l, &a, r.id, &c), 1);

    struct ledger_face face = {.disclosure = S("open"), .corrected = S("金额")};
    ledger_put_face(l, r.id, &face);
    ledger_put_row(l, &(struct ledger_row){r.id, r.path, 1, (str){0}, S("open")});
    r.words = S("said");
    ledger_update_ruling(l, &r, &r); /* of a public record the words come with the face */
    assert_true(ledger_face(l, &a, r.id, &face));
    assert_str(face.words, "said");
    assert_str(face.disclosure, "open");
    r.words = (str){0};
    ledger_update_ruling(l, &r, NULL);
    int64_t ids[LEDGER_ROWS] = {0, r.id};
    struct ledger_row rows[LEDGER_ROWS];
    ledger_rows(l, &a, ids, rows);
    assert_int_equal(rows[0].id, 0);
    assert_int_equal(rows[1].id, r.id);
    assert_str(rows[1].brief, "open");
    for (int i = 2; i < LEDGER_ROWS; i++) /* the same among many, which are looked up otherwise */
        ids[i] = r.id + i;
    ledger_rows(l, &a, ids, rows);
    assert_int_equal(rows[0].id, 0);
    assert_int_equal(rows[2].id, 0);
    assert_int_equal(rows[1].id, r.id);
    assert_str(rows[1].brief, "open");
    ledger_put_face(l, r.id, &(struct ledger_face){.notice = S("ended")});
    ledger_drop_row(l, r.id);
    assert_true(ledger_face(l, &a, r.id, &face));
    assert_null(face.disclosure.p); /* nothing of an ended record stays */
    assert_null(face.corrected.p);
    assert_null(face.words.p);
    assert_str(face.notice, "ended");
    ledger_rows(l, &a, ids, rows);
    assert_int_equal(rows[1].id, 0); /* a gap in its lists */
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

static void test_count_sums(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    int64_t sums[4];
    ledger_count(l, &(struct ledger_count){S("scj"), 24312, 1, 2, 3, 500});
    ledger_count(l, &(struct ledger_count){S("yjj"), 24313, 2, 2, 4, 0});
    ledger_count(l, &(struct ledger_count){S("yjj"), 24313, 2, 64, 1, 0});
    ledger_count_sums(l, sums, 4);
    assert_int_equal(sums[1], 0);
    assert_int_equal(sums[2], 7);
    ledger_count(l, &(struct ledger_count){S("yjj"), 24313, 2, 2, -4, 0});
    ledger_count_sums(l, sums, 4);
    assert_int_equal(sums[2], 3);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* So many records get another next day that the index over those days is dropped and made anew:
 * scans by day find them all, after a rollback too. */
static void test_many_days_move(void **state) {
    (void)state;
    enum { MANY = 20500 };
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record r;
    for (int i = 0; i < MANY; i++)
        add_record(l, &a, str_fmt(&a, "甲%d", i).p, "", &r);
    ledger_commit(l);
    for (int round = 0; round < 2; round++) {
        ledger_begin(l);
        ledger_rule_all(l);
        struct ledger_walk w = ledger_walk(l, SCAN_ALL, 0);
        for (struct ledger_record *one; (one = ledger_walk_next(&w)) != NULL;) {
            struct ledger_record was = *one;
            one->next = 100 + (date)(one->id * 7919 % 300);
            ledger_update_ruling(l, one, &was);
        }
        if (round == 0) {
            ledger_rollback(l);
            continue;
        }
        ledger_ruled_all(l);
        int n = 0;
        date last = 0;
        w = ledger_walk(l, SCAN_NEXT, 249);
        for (struct ledger_record *one; (one = ledger_walk_next(&w)) != NULL; n++) {
            assert_true(one->next >= last && one->next <= 249);
            last = one->next;
        }
        assert_true(n > MANY / 2 - 300 && n < MANY / 2 + 300);
        ledger_commit(l);
    }
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),       cmocka_unit_test(test_no_names),
        cmocka_unit_test(test_addresses),  cmocka_unit_test(test_collision),
        cmocka_unit_test(test_scans),      cmocka_unit_test(test_changes_and_faces),
        cmocka_unit_test(test_count_sums), cmocka_unit_test(test_many_days_move),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
