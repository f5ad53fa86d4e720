/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * db_test.c — the ledger's files: refused when newer or damaged, forgotten by a rollback.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a site
 */
#include "scratch.h"

static void make_one(void) {
    struct arena a = {0};
    struct ledger_record r;
    struct ledger *l = fresh(&a);
    for (int i = 0; i < 100; i++)
        add_record(l, &a, str_fmt(&a, "%d", i).p, "", &r);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* Opens the ledger in a child and goes through it; returns the exit status, keeps its last words.
 */
static int opened_in_child(char words[512]) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct arena a = {0};
        struct ledger_record v[10];
        struct ledger_cursor c = {SCAN_ALL, 0, 0, v, 10, {0, 0, 0}};
        dup2(ends[1], 2);
        struct ledger *l = ledger_open(&a, "state", KEY);
        while (ledger_scan(l, &a, &c) == 10) {
        }
        _exit(ledger_check(l, &a).n == 0 ? 0 : 1);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], words, 511);
    words[n > 0 ? n : 0] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void test_newer(void **state) {
    (void)state;
    char words[512];
    make_one();
    assert_int_equal(opened_in_child(words), 0);
    tamper("state/ledger.db", "PRAGMA user_version=99");
    assert_int_equal(opened_in_child(words), EXIT_USAGE);
    assert_non_null(strstr(words, "请升级程序"));
}

static void overwrite(const char *file, long at, int n) {
    FILE *f = fopen(file, "r+");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    while (n-- > 0)
        assert_int_not_equal(fputc('x', f), EOF);
    assert_int_equal(fclose(f), 0);
}

static void test_damaged(void **state) {
    (void)state;
    static const struct {
        const char *file;
        long at; /* the head of the file, and of its second page */
    } rows[] = {{"state/ledger.db", 0},
                {"state/ledger.db", 4096},
                {"state/catalogue.db", 0},
                {"state/catalogue.db", 16384}};
    char words[512];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        make_one();
        overwrite(rows[i].file, rows[i].at, 3000);
        assert_int_equal(opened_in_child(words), EXIT_MACHINE);
        assert_non_null(strstr(words, "备份恢复"));
        assert_non_null(strstr(words, "旧网站不受影响"));
    }
}

/* One of another version is thrown away, and so made again; but not beside a ledger that is lost.
 */
static void test_outdated(void **state) {
    (void)state;
    char words[512];
    for (int i = 0; i < 2; i++) {
        struct arena a = {0};
        make_one();
        tamper("state/catalogue.db", "PRAGMA user_version=1");
        if (i == 0) {
            struct ledger *l = ledger_open(&a, "state", KEY);
            assert_true(ledger_lost(l));
            ledger_close(l);
        } else {
            os_unlink("state/ledger.db");
            assert_int_equal(opened_in_child(words), EXIT_MACHINE);
            assert_non_null(strstr(words, "请从同一份备份恢复"));
        }
        arena_free(&a);
    }
}

/* A catalogue that is lost is made again; an event chain that was cut short, or a ledger that is
 * lost, is not worked with. */
static void test_pair(void **state) {
    (void)state;
    char words[512];
    for (int i = 0; i < 3; i++) {
        struct arena a = {0};
        struct ledger *l = fresh(&a);
        ledger_event(l, 1, 0, "levels", S("1"));
        ledger_event(l, 1, 0, "levels", S("2"));
        ledger_commit(l);
        assert_false(ledger_lost(l));
        ledger_close(l);
        assert_int_equal(opened_in_child(words), 0);
        if (i == 0) {
            os_unlink("state/catalogue.db");
            l = ledger_open(&a, "state", KEY);
            assert_true(ledger_lost(l));
            ledger_close(l);
        } else {
            if (i == 1)
                tamper("state/ledger.db", "DELETE FROM event WHERE seq=3");
            else
                os_unlink("state/ledger.db");
            assert_int_equal(opened_in_child(words), EXIT_MACHINE);
            assert_non_null(strstr(words, "请从同一份备份恢复"));
        }
        arena_free(&a);
    }
}

static void test_rollback(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger_record r;
    struct ledger *l = fresh(&a);
    add_record(l, &a, "甲", "", &r);
    ledger_set_note(l, "look", S("one"));
    struct ledger_list wanted = {.name = S("cf"), .agency = S("")};
    struct ledger_place p = {{ledger_list_id(l, &wanted)}, {0}};
    ledger_place_give(l, r.id, &p);
    ledger_places_done(l, 20);
    ledger_event(l, 1, r.id, "publish", S(""));
    ledger_commit(l);
    str head = ledger_position(l, &a);

    ledger_begin(l);
    struct ledger_record other;
    add_record(l, &a, "乙", "", &other);
    ledger_line_add(l, other.hash, other.id);
    ledger_set_note(l, "look", S("two"));
    ledger_event(l, 1, other.id, "publish", S(""));
    p = (struct ledger_place){{p.list[0]}, {0}};
    ledger_place_give(l, other.id, &p); /* its row is still in memory only */
    os_write("delivery", S("bytes"), 0600);
    struct ledger_delivery d =
        ledger_receive(l, &a, &(struct ledger_arrival){"delivery", S("inbox"), S("delivery"), 0});
    assert_true(os_stat(d.path.p).exists);
    ledger_rollback(l);

    assert_false(ledger_get(l, &a, other.id, &other));
    assert_int_equal(ledger_line(l, other.hash), LINE_NEW);
    assert_true(str_eq(ledger_note(l, &a, "look"), S("one")));
    assert_true(str_eq(ledger_position(l, &a), head));
    assert_false(os_stat(d.path.p).exists);
    ledger_begin(l);
    add_record(l, &a, "丙", "", &other);
    p = (struct ledger_place){{p.list[0]}, {0}};
    ledger_place_give(l, other.id, &p);
    assert_int_equal(p.slot[0], 1); /* the slot of the forgotten row is free again */
    ledger_commit(l);
    assert_int_equal(ledger_check(l, &a).n, 0);
    ledger_close(l);
    arena_free(&a);
}

static struct ledger_delivery received(struct ledger *l, struct arena *a, str source, str name) {
    return ledger_receive(l, a, &(struct ledger_arrival){"one.json", source, name, 0});
}

static void test_received_once(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    os_write("one.json", S("[1]"), 0600);
    struct ledger_delivery first = received(l, &a, S("inbox"), S("one.json"));
    struct ledger_delivery again = received(l, &a, S("inbox"), S("two.json"));
    struct ledger_delivery other = received(l, &a, S("other"), S("one.json"));
    assert_false(first.known);
    assert_true(again.known);
    assert_int_equal(again.id, first.id);
    assert_false(other.known); /* the same bytes from another source are another delivery */
    l = reopened(l, &a);
    struct ledger_delivery d;
    assert_true(ledger_delivery(l, &a, first.id, &d));
    assert_str(d.name, "one.json");
    assert_str(d.source, "inbox");
    assert_int_equal(d.size, 3);
    str bytes;
    assert_true(os_read(&a, d.path.p, 10, &bytes));
    assert_str(bytes, "[1]");
    assert_int_equal(os_stat(d.path.p).mode, 0600);
    assert_false(ledger_delivery(l, &a, 99, &d));
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_newer),    cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_outdated), cmocka_unit_test(test_pair),
        cmocka_unit_test(test_rollback), cmocka_unit_test(test_received_once),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
