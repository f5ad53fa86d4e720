/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * normal_test.c — recognition by content, where the normal form lies, and bytes that went wrong.
 *
 * In:    deliveries made here, and damaged here
 * Out:   cmocka's report
 * Law:   none
 * Never: depends on a random number that is not its own
 */
#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#define DAMAGES 60 /* copies of each delivery, each with a few bytes changed */

static const char sheet[] =
    "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"str\"><v>受理编号</v></c></row>"
    "<row><c s=\"1\"><v>46083</v></c><c t=\"s\"><v>1</v></c></row></sheetData></worksheet>";
static void make_book(const char *path) {
    made_xlsx(path, &(struct made_book){
                        .sheet1 = S(sheet),
                        .styles = S("<styleSheet><cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>"
                                    "</styleSheet>"),
                        .shared = S("<sst><si><t>更新日期</t></si><si><t>QY</t></si></sst>")});
}

static void test_names_do_not_count(void **state) {
    (void)state;
    static const char *const names[] = {"progress.csv", "progress.json", "progress",
                                        "progress.xls"};
    const char *path = scratch("made.bin");
    make_book(path);
    for (int i = 0; i < 4; i++) {
        struct made *m = made_normal(path, names[i], (str){0});
        assert_int_equal(m->normal, NORMAL_LINES);
        assert_true(str_find(m->lines, S("\"更新日期\":\"2026-03-02\",\"受理编号\":\"QY\"")) > 0);
        made_free(m);
    }
}

/* Another map, another kind: other lines, in another place. */
static void test_places(void **state) {
    (void)state;
    struct arena a = {0};
    struct diags diags = {.arena = &a};
    const struct map *m[2] = {map_load(&a, S("a.map"), S("[map]\nkind = progress\n"), &diags),
                              map_load(&a, S("b.map"), S("[map]\nkind = guide\n"), &diags)};
    struct intake_file file = {.path = "x", .name = S("progress.xlsx"), .delivery = 1};
    const char *paths[4];
    paths[0] = intake_normal_path(&a, &file);
    assert_string_equal(paths[0], intake_normal_path(&a, &file));
    file.name = S("guides.xlsx");
    paths[1] = intake_normal_path(&a, &file);
    file.maps = &m[0];
    file.map_count = 1;
    paths[2] = intake_normal_path(&a, &file);
    file.maps = &m[1];
    paths[3] = intake_normal_path(&a, &file);
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(paths[i], paths[k]);
    arena_free(&a);
}

/* A large file of a form that is read as a whole or by a library is refused by its size alone. */
static void test_large(void **state) {
    (void)state;
    static const struct {
        str head;
        int64_t size;
    } cases[] = {{{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, INTAKE_XLS_LIMIT + 1},
                 {{"PK\3\4....", 8}, INTAKE_BINARY_LIMIT + 1},
                 {{"<a>.....", 8}, INTAKE_BINARY_LIMIT + 1}};
    for (int i = 0; i < 3; i++) {
        const char *path = scratch("large.bin");
        os_write(path, cases[i].head, 0644);
        assert_int_equal(truncate(path, cases[i].size), 0);
        struct made *m = made_normal(path, "progress.bin", (str){0});
        assert_true(made_refused(m, DIAG_FILE_LARGE));
        assert_true(m->seconds < MADE_SECONDS);
        made_free(m);
        os_unlink(path);
    }
}

static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

/* Whatever is damaged: lines or one reason, and the run goes on. */
static void damage(const char *from, uint32_t seed) {
    struct arena a = {0};
    str bytes;
    assert_true(os_read(&a, from, 1 << 20, &bytes));
    char *p = NEW(&a, char, bytes.n);
    memcpy(p, bytes.p, (size_t)bytes.n);
    const char *path = str_z(&a, str_of(scratch("damaged.bin")));
    for (int i = 0; i < DAMAGES; i++) {
        char was[4];
        ptrdiff_t at[4];
        for (int k = 0; k < 4; k++) {
            at[k] = (ptrdiff_t)(next(&seed) % (uint32_t)bytes.n);
            was[k] = p[at[k]];
            p[at[k]] = (char)next(&seed);
        }
        os_write(path, (str){p, bytes.n - (i % 8 == 0 ? at[0] : 0)}, 0644);
        struct made *m = made_normal(path, "progress.bin", (str){0});
        assert_true(m->normal != NORMAL_REFUSED || m->diags.count[DIAG_REJECT] == 1);
        made_free(m);
        for (int k = 3; k >= 0; k--)
            p[at[k]] = was[k];
    }
    arena_free(&a);
}

static void test_damaged(void **state) {
    (void)state;
    char path[4096];
    (void)snprintf(path, sizeof path, "%s", scratch("whole.bin"));
    make_book(path);
    damage(path, 1);
    struct made_part parts[] = {{"a.csv", S("受理机关,受理编号\na,b\n"), false},
                                {"b.pdf", S("%PDF-1.4 …"), true}};
    made_zip(path, parts, 2);
    damage(path, 2);
    os_write(path, S("<?xml version=\"1.0\"?><a><b c=\"d\"><受理编号>1</受理编号></b><b>x</b></a>"),
             0644);
    damage(path, 3);
    os_write(path, (str){"\xCA\xDC\xC0\xED\xB1\xE0\xBA\xC5,a\n\xB0\xEC\xBC\xFE,b\n", 18}, 0644);
    damage(path, 4);
    /* The header of a compound file, and nothing sensible behind it. */
    struct buf b = {0};
    buf_str(&b, (str){"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8});
    for (uint32_t seed = 5, i = 0; i < 4000; i++)
        buf_char(&b, (char)(i % 64 < 40 ? 0 : next(&seed)));
    os_write(path, buf_view(&b), 0644);
    damage(path, 6);
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_do_not_count),
                                       cmocka_unit_test(test_places), cmocka_unit_test(test_large),
                                       cmocka_unit_test(test_damaged)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
