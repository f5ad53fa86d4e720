/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * publish_test.c — killed before any operation and played again, a release ends in the same tree.
 *
 * In:    a public tree, a release with all ranks, new and old folders
 * Out:   cmocka's report
 * Law:   行政处罚法 art. 48 (what is withdrawn goes first)
 * Never: changes the program under test: the C library's calls are what is replaced
 */
#include "scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>

#define POSITION S("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")

/* ---- a machine that fails at the n-th change ---- */

static int changes_left = -1; /* -1: never fails */

static void change(void) {
    if (changes_left == 0)
        (void)kill(getpid(), SIGKILL);
    if (changes_left > 0)
        changes_left--;
}

/* These stand in for the C library's, and os.c calls them. */
int rename(const char *from, const char *to) {
    change();
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path) {
    change();
    return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

/* ---- a release ---- */

static const struct {
    enum publish_rank rank;
    const char *path;
} release[] = {
    {PUBLISH_POINTER, "index.html"},        {PUBLISH_POINTER, "sitemap/1.xml"},
    {PUBLISH_LIST, "cf/index.html"},        {PUBLISH_LIST, "xk/index.html"},
    {PUBLISH_LIST, "xk/2026/index.html"},   {PUBLISH_LIST, "xk/agency/yj/index.html"},
    {PUBLISH_LIST, "xk/agency/yj/p1.html"}, {PUBLISH_RECORD, "cf/2025/new1.html"},
    {PUBLISH_RECORD, "cf/2025/old2.html"},  {PUBLISH_RECORD, "cf/2026/r1.html"},
    {PUBLISH_RECORD, "cf/2026/r2.html"},    {PUBLISH_RECORD, "xk/2026/r3.html"},
    {PUBLISH_RECORD, "xk/2026/r4.html"},    {PUBLISH_ASSET, "gg/one.html"},
    {PUBLISH_ASSET, "css/site.css"},        {PUBLISH_ENDED, "cf/2025/old1.html"},
    {PUBLISH_REMOVE, "gg/gone.html"},       {PUBLISH_REMOVE, "cf/2025/old3.html"},
};
#define OPERATIONS (int)(sizeof release / sizeof release[0])

static const char *const before[] = {"index.html",        "cf/index.html",     "cf/2025/old1.html",
                                     "cf/2025/old2.html", "cf/2025/old3.html", "gg/gone.html",
                                     "css/site.css"};

static void prepare(struct arena *a) {
    struct tree_file f;
    os_rmtree("public");
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        str path = str_fmt(a, "public/%s", before[i]);
        os_mkdirs(str_dup(a, str_sub(path, 0, strrchr(path.p, '/') - path.p)).p, 0755);
        os_write(path.p, S("old"), 0644);
    }
    struct stage *s = stage_open(a, "stage", "public");
    struct journal *j = journal_open(a, "journal", OPERATIONS);
    for (int i = 0; i < OPERATIONS; i++) {
        str path = str_of(release[i].path);
        if (release[i].rank != PUBLISH_REMOVE)
            stage_put(s, release[i].rank, path, str_fmt(a, "new %s", path.p), &f);
        journal_add(j, release[i].rank, path);
    }
    journal_close(j, POSITION);
}

static void play(void) {
    struct arena a = {0};
    assert_int_equal(publish_play(&a, "journal", "stage", "public"), OPERATIONS);
    arena_free(&a);
}

static bool is_new(struct arena *a, const char *path) {
    str text;
    return os_read(a, str_fmt(a, "public/%s", path).p, 1000, &text) && str_starts(text, S("new"));
}

static bool is_gone(struct arena *a, const char *path) {
    return !os_stat(str_fmt(a, "public/%s", path).p).exists;
}

static bool is_done(struct arena *a, int i) {
    return release[i].rank == PUBLISH_REMOVE ? is_gone(a, release[i].path)
                                             : is_new(a, release[i].path);
}

/* At any moment: where one operation is done, all of earlier ranks are. */
static void assert_ordered(struct arena *a) {
    int latest = -1;
    int earliest = PUBLISH_RANKS;
    for (int i = 0; i < OPERATIONS; i++) {
        int rank = (int)release[i].rank;
        if (is_done(a, i))
            latest = rank > latest ? rank : latest;
        else
            earliest = rank < earliest ? rank : earliest;
    }
    assert_true(latest <= earliest);
}

static void assert_whole(struct arena *a) {
    for (int i = 0; i < OPERATIONS; i++)
        assert_true(is_done(a, i));
    assert_int_equal(os_stat("public/xk/agency/yj").mode, 0755);
    assert_int_equal(os_stat("public/xk/agency/yj/p1.html").mode, 0644);
    assert_true(is_gone(a, "cf/2026/index.html"));
}

static void test_play(void **state) {
    (void)state;
    struct arena a = {0};
    prepare(&a);
    play();
    assert_whole(&a);
    play();
    assert_whole(&a);
    arena_free(&a);
}

static int kill_at;
static void play_and_die(void) {
    changes_left = kill_at;
    play();
}

/* Killed at the first change, played again and killed at the second, and so on. */
static void test_killed_anywhere(void **state) {
    (void)state;
    struct arena a = {0};
    int status = -SIGKILL;
    for (kill_at = 0; status != 0; kill_at++) {
        prepare(&a);
        status = status_of(play_and_die);
        assert_ordered(&a);
        play();
        assert_whole(&a);
        arena_reset(&a);
    }
    /* Folders moved as one: there were fewer changes than operations. */
    assert_in_range(kill_at, 10, OPERATIONS);
    arena_free(&a);
}

static void test_killed_again_and_again(void **state) {
    (void)state;
    struct arena a = {0};
    prepare(&a);
    for (kill_at = 1; status_of(play_and_die) != 0; kill_at++)
        assert_ordered(&a);
    assert_whole(&a);
    arena_free(&a);
}

static void test_lost_file_stops(void **state) {
    (void)state;
    struct arena a = {0};
    prepare(&a);
    os_unlink("stage/record/cf/2025/new1.html");
    assert_int_equal(status_of(play), EXIT_INTERRUPTED);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_play),
        cmocka_unit_test(test_killed_anywhere),
        cmocka_unit_test(test_killed_again_and_again),
        cmocka_unit_test(test_lost_file_stops),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
