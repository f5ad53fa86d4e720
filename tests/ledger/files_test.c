/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * files_test.c — what is public, what waits, and how the one becomes the other.
 *
 * In:    ledgers in a scratch folder
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a site
 */
#include "scratch.h"

static void stage_file(struct ledger *l, int64_t id, int rank, const char *path, int64_t size) {
    struct ledger_file f = {id, rank, str_of(path), size, sha256_of(str_of(path)), true};
    ledger_staged(l, &f);
}

static int64_t scanned(struct ledger *l, int64_t from, int64_t below) {
    struct ledger_file f;
    int64_t n = 0;
    ledger_file_scan(l, from, below);
    while (ledger_file_next(l, &f))
        n++;
    return n;
}

static void test_confirm(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_file f;
    stage_file(l, 1, 3, "cf/1.html", 10);
    stage_file(l, FILE_LIST | 5, 4, "cf/index.html", 20);
    int64_t site = ledger_site_file(l, FILE_SITE, S("index.html"));
    assert_int_equal(ledger_site_file(l, FILE_SITE, S("index.html")), site);
    stage_file(l, site, 5, "index.html", 30);
    ledger_touch(l, 2);
    assert_int_equal(ledger_pending_count(l), 4);
    ledger_unchanged(l, 2);
    assert_false(ledger_public_file(l, &a, 1, &f));
    assert_int_equal(scanned(l, 0, FILE_END), 3); /* as it will be */
    ledger_pending_scan(l);
    for (int64_t last = 0; ledger_pending_next(l, &f); last = f.id)
        assert_true(f.staged && f.id > last);
    ledger_pending_confirm(l);
    assert_int_equal(ledger_pending_count(l), 0);
    assert_true(ledger_public_file(l, &a, 1, &f));
    assert_str(f.path, "cf/1.html");
    assert_int_equal(f.size, 10);
    assert_true(sha256_eq(f.digest, sha256_of(S("cf/1.html"))));

    /* A removal, a change, and one that turned out the same. */
    ledger_staged(l, &(struct ledger_file){.id = 1, .path = S("cf/1.html")});
    stage_file(l, site, 5, "index.html", 31);
    ledger_touch(l, FILE_LIST | 5);
    ledger_unchanged(l, FILE_LIST | 5);
    int64_t files = 0;
    int64_t bytes = 0;
    ledger_file_total(l, &files, &bytes);
    assert_int_equal(files, 2);
    assert_int_equal(bytes, 51);
    stage_file(l, FILE_MANIFEST | 7, 5, "manifest/7.json", 99);
    ledger_pending_scan(l);
    assert_true(ledger_pending_next(l, &f));
    assert_false(f.staged);
    ledger_removed_scan(l);
    assert_true(ledger_removed_next(l, &f));
    assert_str(f.path, "cf/1.html");
    assert_false(ledger_removed_next(l, &f));
    ledger_pending_confirm(l);
    assert_false(ledger_public_file(l, &a, 1, &f));
    assert_true(ledger_public_file(l, &a, FILE_LIST | 5, &f));
    assert_int_equal(scanned(l, 0, FILE_MANIFEST), 2);
    ledger_file_total(l, &files, &bytes); /* as it was to be */
    assert_int_equal(files, 2);
    assert_int_equal(bytes, 51);
    ledger_public_none(l);
    ledger_file_total(l, &files, &bytes);
    assert_int_equal(files, 0);
    assert_int_equal(bytes, 0);
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* Everything is asked for anew; what is not made then is told, and must be settled. */
static void test_stale(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_file f;
    int64_t home = ledger_site_file(l, FILE_SITE, S("index.html"));
    int64_t article = ledger_site_file(l, FILE_SITE, S("gg/old.html"));
    int64_t shard = ledger_site_file(l, FILE_MANIFEST, S("manifest/0.txt"));
    stage_file(l, home, 5, "index.html", 1);
    stage_file(l, article, 2, "gg/old.html", 2);
    stage_file(l, shard, 5, "manifest/0.txt", 3);
    ledger_pending_confirm(l);
    ledger_touch_all(l);
    assert_int_equal(ledger_pending_count(l), 2); /* manifests follow by themselves */
    stage_file(l, home, 5, "index.html", 4);
    assert_true(ledger_stale(l, &a, FILE_SITE, FILE_MANIFEST, &f));
    assert_int_equal(f.id, article);
    assert_str(f.path, "gg/old.html");
    f.staged = false;
    ledger_staged(l, &f);
    assert_false(ledger_stale(l, &a, FILE_SITE, FILE_MANIFEST, &f));
    struct ledger_blocks at = {0};
    int64_t block = 0;
    assert_true(ledger_pending_block(l, &at, &block));
    assert_int_equal(block, FILE_SITE >> MANIFEST_BITS);
    assert_false(ledger_pending_block(l, &at, &block));

    /* The stage was emptied: nothing of it counts as made. */
    ledger_restage(l, 1);
    assert_true(ledger_stale(l, &a, FILE_SITE, FILE_MANIFEST, &f));
    ledger_unchanged(l, f.id);
    assert_true(ledger_stale(l, &a, FILE_SITE, FILE_MANIFEST, &f));
    ledger_unchanged(l, f.id);
    assert_false(ledger_stale(l, &a, FILE_SITE, FILE_MANIFEST, &f));
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

static int64_t published(struct ledger *l, int kind, instant since) {
    int64_t n[2];
    ledger_published_since(l, kind, (const instant[]){0, since}, n);
    return n[1];
}

/* A record whose stage was never published gets its first publication from the run that does. */
static void test_restage(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_record one;
    struct ledger_record two;
    add_record(l, &a, "甲1", "", &one);
    add_record(l, &a, "甲2", "", &two);
    ledger_touch(l, one.id);
    int64_t run = ledger_run_begin(l, 2000);
    ledger_restage(l, run);
    assert_true(ledger_get(l, &a, one.id, &one));
    assert_true(ledger_get(l, &a, two.id, &two));
    assert_int_equal(one.first_run, run);
    assert_int_equal(two.first_run, 1); /* does not wait */
    assert_int_equal(ledger_run_as_of(l, one.first_run), 2000);
    assert_int_equal(published(l, one.kind, 2000), 1);
    ledger_pending_confirm(l);
    ledger_run_published(l, run, 0);
    assert_int_equal(published(l, one.kind, 2000), 1); /* counted, … */
    assert_int_equal(published(l, one.kind, 2000), 1); /* … and remembered */
    assert_int_equal(published(l, one.kind, 2001), 0);
    assert_int_equal(published(l, one.kind + 1, 2000), 0);
    ledger_touch(l, one.id);
    ledger_restage(l, ledger_run_begin(l, 3000));
    assert_true(ledger_get(l, &a, one.id, &one));
    assert_int_equal(one.first_run, run); /* a published time is never moved */
    ledger_commit(l);
    ledger_close(l);
    arena_free(&a);
}

/* Each file stands in one block, and a block is told once, though pages of a long list stand
 * between. */
static void test_blocks(void **state) {
    (void)state;
    struct arena a = {0};
    struct ledger *l = fresh(&a);
    struct ledger_blocks at = {0};
    static const int64_t lists[][2] = {{16, 0}, {17, 1}, {17, 1024}, {31, 1023}, {32, 0}};
    int64_t files[7] = {3, 1025};
    int64_t told[8] = {0};
    int n = 0;
    for (int i = 0; i < 5; i++)
        files[i + 2] = FILE_LIST | lists[i][0] << LIST_PAGE_BITS | lists[i][1];
    for (int i = 0; i < 7; i++)
        stage_file(l, files[i], 3, str_fmt(&a, "%d.html", i).p, i);
    while (n < 8 && ledger_pending_block(l, &at, &told[n]))
        n++;
    assert_int_equal(n, 5); /* 16, 17 and 31 are together, but for the page behind the first ones */
    int64_t all = 0;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < ledger_block_parts(told[i]); k++) {
            int64_t from = ledger_block_part(told[i], k);
            all += scanned(l, from, from + (1 << MANIFEST_BITS));
            assert_int_equal(ledger_block_of(from), told[i]);
        }
    assert_int_equal(all, 7);
    ledger_close(l);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_confirm),
        cmocka_unit_test(test_stale),
        cmocka_unit_test(test_restage),
        cmocka_unit_test(test_blocks),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
