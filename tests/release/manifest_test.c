/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * manifest_test.c — a published tree is what its manifests say, or the difference is named.
 *
 * In:    a small tree with two shards
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a stage
 */
#include "scratch.h"

static struct tree_file write_file(const char *path, str text) {
    struct arena a = {0};
    os_write(str_fmt(&a, "public/%s", path).p, text, 0644);
    arena_free(&a);
    return (struct tree_file){str_of(path), text.n, sha256_of(text)};
}

static struct tree_file write_shard(const char *path, const struct tree_file *files, int n) {
    struct buf b = {0};
    for (int i = 0; i < n; i++)
        manifest_line(&b, &files[i]);
    struct tree_file shard = write_file(path, buf_view(&b));
    buf_free(&b);
    return shard;
}

static void publish(void) {
    struct buf b = {0};
    os_rmtree("public");
    os_mkdirs("public/cf/2026", 0755);
    struct tree_file one[] = {write_file("index.html", S("首页")),
                              write_file("cf/2026/a.html", S("甲"))};
    struct tree_file two[] = {write_file("cf/2026/b.html", S(""))};
    struct tree_file shards[] = {write_shard("manifest-1.txt", one, 2),
                                 write_shard("manifest-2.txt", two, 1)};
    struct manifest m = {.site = S("青原市\"公示\""),
                         .as_of = instant_parse(S("2026-11-20T09:00")),
                         .files = 3,
                         .bytes = 9,
                         .shards = shards,
                         .n = 2};
    manifest_index(&b, &m);
    (void)write_file(MANIFEST_INDEX, buf_view(&b));
    (void)write_file(MANIFEST_INDEX ".sig", S("signature"));
    buf_free(&b);
}

/* The one finding there should be: its code and file. */
static void assert_finding(enum diag_code code, const char *file) {
    struct arena a = {0};
    struct diags d = {.arena = &a};
    struct par *par = par_open(2);
    struct published p = {.dir = "public", .par = par};
    p.sought = (struct sought){.key = (const unsigned char *)"0123456789abcdef", .flat = true};
    (void)published_check(&a, &p, &d);
    par_close(par);
    assert_int_equal(d.count[DIAG_ERROR], file == NULL ? 0 : 1);
    if (file != NULL) {
        assert_int_equal(d.first->code, code);
        assert_true(str_eq(d.first->place.file, str_of(file)));
    }
    arena_free(&a);
}

static void test_good(void **state) {
    (void)state;
    struct arena a = {0};
    str text;
    publish();
    assert_finding(DIAG_CODES, NULL);
    assert_true(os_read(&a, "public/manifest-2.txt", 1000, &text));
    assert_true(str_eq(
        text,
        S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  0  cf/2026/b.html\n")));
    assert_true(os_read(&a, "public/manifest.json", 1000, &text));
    assert_true(str_find(text, S("\"as_of\": \"2026-11-20T09:00:00+08:00\"")) > 0);
    arena_free(&a);
}

static void test_differences(void **state) {
    (void)state;
    publish();
    os_unlink("public/cf/2026/a.html");
    assert_finding(DIAG_PUBLIC_MISSING, "cf/2026/a.html");
    publish();
    os_write("public/cf/2026/b.html", S("x"), 0644);
    assert_finding(DIAG_PUBLIC_CHANGED, "cf/2026/b.html");
    publish();
    os_write("public/index.html", S("首頁"), 0644);
    assert_finding(DIAG_PUBLIC_CHANGED, "index.html");
    publish();
    os_mkdirs("public/x/y", 0755);
    os_write("public/x/y/z", S("x"), 0644);
    assert_finding(DIAG_PUBLIC_UNKNOWN, "x/y/z");
}

static void test_damaged_index(void **state) {
    (void)state;
    static const char *const texts[] = {
        "", "[", "{}", "{\"shards\":7}", "[1,2]",
    };
    publish();
    os_unlink("public/manifest.json");
    assert_finding(DIAG_MANIFEST_BROKEN, "manifest.json");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        os_write("public/manifest.json", str_of(texts[i]), 0644);
        assert_finding(DIAG_MANIFEST_BROKEN, "manifest.json");
    }
}

/* A shard must not lead the check out of the web root. */
static void test_hostile_paths(void **state) {
    (void)state;
    static const char *const paths[] = {"../secret", "/etc/x", "a//b", "./a", ""};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct buf b = {0};
        os_rmtree("public");
        os_mkdirs("public", 0755);
        struct tree_file bad = {.path = str_of(paths[i])};
        struct tree_file shard = write_shard("m.txt", &bad, 1);
        struct manifest m = {.site = S("x"), .as_of = 0, .shards = &shard, .n = 1};
        manifest_index(&b, &m);
        (void)write_file(MANIFEST_INDEX, buf_view(&b));
        assert_finding(DIAG_MANIFEST_BROKEN, "m.txt");
        buf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_differences),
        cmocka_unit_test(test_damaged_index),
        cmocka_unit_test(test_hostile_paths),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
