/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * stage_test.c — files reach the stage as they are, and no path leaves it.
 *
 * In:    small files
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a second file system (that case is skipped without one)
 */
#include "base/par.h"
#include "scratch.h"

#define MANY 400

static void test_put(void **state) {
    (void)state;
    struct arena a = {0};
    struct tree_file f;
    str text;
    struct stage *s = stage_open(&a, "stage", "public");
    stage_put(s, PUBLISH_RECORD, S("cf/2026/a.html"), S("甲"), &f);
    assert_int_equal(f.size, 3);
    assert_true(str_eq(f.path, S("cf/2026/a.html")));
    assert_true(sha256_eq(f.digest, sha256_of(S("甲"))));
    assert_true(os_read(&a, "stage/record/cf/2026/a.html", 100, &text));
    assert_true(str_eq(text, S("甲")));
    assert_int_equal(os_stat("stage/record/cf/2026/a.html").mode, 0644);
    assert_int_equal(os_stat("stage/record/cf/2026").mode, 0755);
    stage_put(s, PUBLISH_LIST, S("index.html"), S(""), &f);
    assert_int_equal(f.size, 0);
    (void)stage_open(&a, "stage", "public");
    assert_int_equal(os_list(&a, "stage").n, 0);
    arena_free(&a);
}

struct many {
    struct stage *stage;
    str paths[MANY];
    struct tree_file files[MANY];
};

static void put_one(void *ctx, int worker, ptrdiff_t i) {
    struct many *m = ctx;
    (void)worker;
    stage_put(m->stage, PUBLISH_RECORD, m->paths[i], m->paths[i], &m->files[i]);
}

static void test_threads(void **state) {
    (void)state;
    struct arena a = {0};
    struct many *m = NEW(&a, struct many, 1);
    struct par *par = par_open(4);
    m->stage = stage_open(&a, "stage", "public");
    for (int i = 0; i < MANY; i++)
        m->paths[i] = str_fmt(&a, "d%d/e%d/f%d.html", i % 7, i % 31, i);
    par_for(par, MANY, put_one, m);
    par_close(par);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(os_stat(str_fmt(&a, "stage/record/%s", m->paths[i].p).p).size,
                         m->paths[i].n);
    arena_free(&a);
}

static str bad_path;
static void put_bad(void) {
    struct arena a = {0};
    struct tree_file f;
    stage_put(stage_open(&a, "stage", "public"), PUBLISH_RECORD, bad_path, S("x"), &f);
}

static void test_bad_paths(void **state) {
    (void)state;
    static const char *const bad[] = {"",    "/a", "a//b", "../a", "a/../b", "a/.",
                                      "a b", "a/", "甲",   "a\nb", "a?b",    "a\\b"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        bad_path = str_of(bad[i]);
        assert_int_equal(status_of(put_bad), EXIT_MACHINE);
    }
}

static char elsewhere[] = "/dev/shm/gongshi-stage-XXXXXX";
static void open_elsewhere(void) {
    struct arena a = {0};
    (void)stage_open(&a, elsewhere, "public");
}

static void test_two_file_systems(void **state) {
    (void)state;
    os_mkdirs("public", 0755);
    if (!os_stat("/dev/shm").is_dir || os_stat("/dev/shm").device == os_stat("public").device ||
        mkdtemp(elsewhere) == NULL)
        skip();
    assert_int_equal(status_of(open_elsewhere), EXIT_USAGE);
    os_rmtree(elsewhere);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_bad_paths),
        cmocka_unit_test(test_two_file_systems),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
