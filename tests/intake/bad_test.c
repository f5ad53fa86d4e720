/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * bad_test.c — every kind of bad input ends in its one diagnostic, and the rest goes on.
 *
 * In:    tests/intake/bad/ (NAME, its map NAME.map, its golden NAME.diag), and inputs made here
 * Out:   cmocka's report
 * Law:   none
 * Never: takes longer than a second for one of them
 */
#include "../spent.h"
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

/* Within a second: the measure of bad input. An instrumented program is slower. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SECONDS 60
#else
#define SECONDS 1
#endif
#define BAD "tests/intake/bad"

static void check_golden(const struct taken *t, const char *name) {
    struct buf out = {0};
    char path[512];
    taken_print(t, &out);
    (void)snprintf(path, sizeof path, BAD "/%s.diag", name);
    assert_true(golden(path, buf_view(&out)));
    buf_free(&out);
}

static void check_map_alone(str path, const char *name) {
    struct taken t = {.diags = {.arena = &t.arena}};
    str text = {0};
    assert_true(os_read(&t.arena, path.p, 1 << 20, &text));
    assert_null(map_load(&t.arena, str_of(name), text, &t.diags));
    check_golden(&t, name);
    arena_free(&t.arena);
}

static void check_file(struct arena *a, str name) {
    str path = str_fmt(a, BAD "/%.*s", STR(name));
    str map = {0};
    if (str_ends(name, S(".map")) && !os_stat(str_z(a, str_sub(path, 0, path.n - 4))).exists) {
        check_map_alone(path, name.p);
        return;
    }
    if (str_ends(name, S(".map")) || str_ends(name, S(".diag")))
        return;
    (void)os_read(a, str_fmt(a, "%.*s.map", STR(path)).p, 1 << 20, &map);
    struct taken *t = take(path.p, str_z(a, name), map, BATCH_MOST);
    check_golden(t, str_z(a, name));
    taken_free(t);
}

static void test_files(void **state) {
    (void)state;
    struct arena a = {0};
    struct strs names = os_list(&a, BAD);
    assert_true(names.n > 20);
    for (ptrdiff_t i = 0; i < names.n; i++)
        check_file(&a, names.v[i]);
    arena_free(&a);
}

/* ---- what is too large to be kept in the repository ---- */

static void check_made(const char *name, const struct buf *text) {
    double begin = spent();
    struct taken *t = take_text(name, buf_view(text), (str){0});
    assert_true(spent() - begin < SECONDS);
    check_golden(t, name);
    taken_free(t);
}

static void repeat(struct buf *out, str s, int n) {
    for (int i = 0; i < n; i++)
        buf_str(out, s);
}

static void test_deep(void **state) {
    (void)state;
    struct buf text = {0};
    buf_str(&text, S("{\"facts\":"));
    repeat(&text, S("["), 1000000);
    repeat(&text, S("]"), 1000000);
    buf_str(&text, S("}\n"));
    check_made("deep-decisions.jsonl", &text);
    buf_reset(&text);
    buf_str(&text, S("["));
    repeat(&text, S("{\"a\":"), 1000000);
    check_made("deep-open-decisions.json", &text);
    buf_free(&text);
}

static void test_many_columns(void **state) {
    (void)state;
    struct buf text = {0};
    buf_str(&text, S("agency"));
    repeat(&text, S(",x"), INTAKE_COLUMNS);
    check_made("columns-decisions.csv", &text);
    buf_free(&text);
}

/* A gap in a file takes no room on the disk, and reads as NULs. */
static void make_gap(const char *path, str head, int64_t size, str tail) {
    os_write(path, head, 0644);
    assert_int_equal(truncate(path, size), 0);
    FILE *f = fopen(path, "ab");
    assert_non_null(f);
    assert_int_equal(fwrite(tail.p, 1, (size_t)tail.n, f), (size_t)tail.n);
    assert_int_equal(fclose(f), 0);
}

static void check_gap(const char *name, str head, int64_t size, str tail) {
    const char *path = scratch(name);
    make_gap(path, head, size, tail);
    int64_t peak = os_peak_kib();
    double begin = spent();
    struct taken *t = take(path, name, (str){0}, BATCH_MOST);
    assert_true(spent() - begin < SECONDS);
    assert_true(os_peak_kib() - peak < 32 << 10);
    check_golden(t, name);
    os_unlink(path);
    taken_free(t);
}

#define LINE_LONG ((int64_t)20 << 20)
#define LINE_ENDLESS ((int64_t)200 << 20)

static void test_long_lines(void **state) {
    (void)state;
    check_gap("long-decisions.jsonl", S("{}\n{\"facts\":\""), LINE_LONG,
              S("\"}\n{\"kind\":\"x\"}\n"));
    check_gap("long-decisions.json", S("[{},{\"facts\":\""), LINE_LONG,
              S("\"},{\"kind\":\"x\"}]\n"));
    check_gap("long-decisions.csv", S("agency,facts\nscj,\""), LINE_LONG, S("\"\nscj,\"x\"y\n"));
    check_gap("endless-decisions.jsonl", S("{}\n{\"facts\":\""), LINE_ENDLESS,
              S("\"}\n{\"kind\":\"x\"}\n"));
    check_gap("large-decisions.json", S("["), INTAKE_FILE_LIMIT, S("]"));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files), cmocka_unit_test(test_deep),
                                       cmocka_unit_test(test_many_columns),
                                       cmocka_unit_test(test_long_lines)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
