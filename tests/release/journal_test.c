/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * journal_test.c — only a whole journal counts.
 *
 * In:    a small journal, cut and changed at every byte
 * Out:   cmocka's report
 * Law:   none
 * Never: plays anything
 */
#include "release/journal.h"
#include "scratch.h"

#define LINES 5000 /* some 350 KB */
#define POSITION "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

struct operation {
    enum publish_rank rank;
    str path;
};

static str write_journal(struct arena *a) {
    struct journal *j = journal_open(a, "journal", 4);
    str text;
    journal_add(j, PUBLISH_POINTER, S("index.html"));
    journal_add(j, PUBLISH_RECORD, S("cf/b.html"));
    journal_add(j, PUBLISH_REMOVE, S("cf/old.html"));
    journal_add(j, PUBLISH_RECORD, S("cf/a.html"));
    journal_close(j, S(POSITION));
    assert_true(os_read(a, "journal", 10000, &text));
    return text;
}

static void test_order(void **state) {
    static const struct operation in_order[] = {{PUBLISH_REMOVE, {"cf/old.html", 11}},
                                                {PUBLISH_RECORD, {"cf/b.html", 9}},
                                                {PUBLISH_RECORD, {"cf/a.html", 9}},
                                                {PUBLISH_POINTER, {"index.html", 10}}};
    (void)state;
    struct arena a = {0};
    struct journal_text j;
    enum publish_rank rank;
    str path;
    (void)write_journal(&a);
    assert_true(journal_read(&a, "journal", &j));
    assert_true(str_eq(j.position, S(POSITION)));
    assert_int_equal(j.count, 4);
    for (size_t i = 0; i < sizeof in_order / sizeof *in_order; i++) {
        assert_true(journal_next(&j, &rank, &path));
        assert_int_equal(rank, in_order[i].rank);
        assert_true(str_eq(path, in_order[i].path));
    }
    assert_false(journal_next(&j, &rank, &path));
    journal_done(&j);
    assert_int_equal(os_stat("journal").mode, 0600);
    arena_free(&a);
}

static void test_empty(void **state) {
    (void)state;
    struct arena a = {0};
    struct journal_text j;
    enum publish_rank rank;
    str path;
    journal_close(journal_open(&a, "none", 0), S(POSITION));
    assert_true(journal_read(&a, "none", &j));
    assert_int_equal(j.count, 0);
    assert_false(journal_next(&j, &rank, &path));
    journal_done(&j);
    assert_int_equal(journal_position(&a, "missing").n, 0);
    arena_free(&a);
}

/* More lines than are read at once, none of which is lost or cut. */
static void test_long(void **state) {
    (void)state;
    struct arena a = {0};
    struct journal_text text;
    struct journal *j = journal_open(&a, "long", LINES);
    enum publish_rank rank;
    str path;
    for (int i = 0; i < LINES; i++)
        journal_add(j, PUBLISH_LIST, str_fmt(&a, "cf/%d/%0*d.html", i, i % 97, i));
    journal_close(j, S(POSITION));
    assert_true(journal_read(&a, "long", &text));
    for (int i = 0; i < LINES; i++) {
        assert_true(journal_next(&text, &rank, &path));
        assert_true(str_eq(path, str_fmt(&a, "cf/%d/%0*d.html", i, i % 97, i)));
    }
    assert_false(journal_next(&text, &rank, &path));
    journal_done(&text);
    arena_free(&a);
}

static void test_torn(void **state) {
    (void)state;
    struct arena a = {0};
    str text = write_journal(&a);
    for (ptrdiff_t n = 0; n < text.n; n++) {
        os_write("torn", str_sub(text, 0, n), 0600);
        assert_int_equal(journal_position(&a, "torn").n, 0);
        assert_int_equal(publish_play(&a, "torn", "no-stage", "no-public"), 0);
    }
    assert_false(os_stat("no-public").exists);
    arena_free(&a);
}

static void test_changed(void **state) {
    (void)state;
    struct arena a = {0};
    str text = write_journal(&a);
    char *bytes = NEW(&a, char, text.n);
    memcpy(bytes, text.p, (size_t)text.n);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        bytes[i] ^= 1;
        os_write("changed", (str){bytes, text.n}, 0600);
        assert_int_equal(journal_position(&a, "changed").n, 0);
        bytes[i] ^= 1;
    }
    arena_free(&a);
}

static void add_twice(void) {
    struct arena a = {0};
    struct journal *j = journal_open(&a, "twice", 2);
    journal_add(j, PUBLISH_REMOVE, S("cf/a.html"));
    journal_add(j, PUBLISH_RECORD, S("cf/a.html"));
}

static void test_same_path_twice(void **state) {
    (void)state;
    assert_int_equal(status_of(add_twice), EXIT_MACHINE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),   cmocka_unit_test(test_empty),
        cmocka_unit_test(test_long),    cmocka_unit_test(test_torn),
        cmocka_unit_test(test_changed), cmocka_unit_test(test_same_path_twice),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
