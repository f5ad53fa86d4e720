/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * workbook_test.c — the same rows give the same workbook, and cells are safe to open.
 *
 * In:    none
 * Out:   cmocka's report
 * Law:   none
 * Never: reads a workbook: rejects_test.sh and form_test.sh do, with a reader of its own
 */
#include "base/os.h"
#include "base/workbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *scratch(struct arena *a, const char *name) {
    const char *b = getenv("B");
    const char *folder = str_fmt(a, "%s/scratch-workbook", b == NULL ? "build" : b).p;
    os_mkdirs(folder, 0755);
    return str_fmt(a, "%s/%s", folder, name).p;
}

static void write_book(const char *path, int rows) {
    struct arena a = {0};
    struct book *b = book_open(&a, path);
    book_sheet(b, "一");
    book_columns(b, (struct book_column[]){{20, BOOK_TEXT}, {12, BOOK_DATE}}, 2);
    str terms[] = {S("是"), S("否")};
    book_choices(b, 1, (struct strs){terms, 2});
    book_freeze(b, 1, 0);
    for (int i = 0; i < rows; i++) {
        struct book_cell cells[] = {
            {.text = S("=1+1"), .look = i % 2 == 0 ? BOOK_FAULT : BOOK_TEXT},
            {.type = BOOK_CELL_DATE, .day = date_of(2026, 3, 2), .look = BOOK_DATE},
            {.type = BOOK_CELL_NUMBER, .number = i, .look = BOOK_NUMBER},
            {.text = S("坏\xFF\x01字"), .comment = S("看这里")},
            {.look = BOOK_DOUBT}};
        book_row(b, cells, 5);
    }
    book_sheet(b, "二");
    book_row(b, &(struct book_cell){.text = S("完")}, 1);
    book_finish(b);
    arena_free(&a);
}

static void test_same_bytes(void **state) {
    (void)state;
    struct arena a = {0};
    str x;
    str y;
    write_book(scratch(&a, "x.xlsx"), 300);
    write_book(scratch(&a, "y.xlsx"), 300);
    assert_true(os_read(&a, scratch(&a, "x.xlsx"), 1 << 24, &x));
    assert_true(os_read(&a, scratch(&a, "y.xlsx"), 1 << 24, &y));
    assert_true(str_starts(x, S("PK")));
    assert_true(str_eq(x, y));
    /* Nothing that waited in the folder is left behind. */
    assert_int_equal(os_list(&a, str_sub(str_of(scratch(&a, "")), 0, 1000).p).n, 2);
    arena_free(&a);
}

static void test_fits(void **state) {
    (void)state;
    struct arena a = {0};
    char *p = NEW(&a, char, 4 * BOOK_TEXT_LIMIT);
    memset(p, 'x', BOOK_TEXT_LIMIT + 1);
    assert_true(book_fits((str){p, BOOK_TEXT_LIMIT}));
    assert_false(book_fits((str){p, BOOK_TEXT_LIMIT + 1}));
    /* A character of the supplementary planes counts two. */
    memcpy(p, "\xF0\xA0\x80\x80", 4);
    assert_true(book_fits((str){p, BOOK_TEXT_LIMIT + 2}));
    assert_false(book_fits((str){p, BOOK_TEXT_LIMIT + 3}));
    arena_free(&a);
}

static void test_long_text_is_cut(void **state) {
    (void)state;
    struct arena a = {0};
    char *p = NEW(&a, char, 3 * BOOK_TEXT_LIMIT);
    memset(p, 'x', 3 * BOOK_TEXT_LIMIT);
    struct book *b = book_open(&a, scratch(&a, "long.xlsx"));
    book_sheet(b, "长");
    book_row(b, &(struct book_cell){.text = {p, (ptrdiff_t)3 * BOOK_TEXT_LIMIT}}, 1);
    book_finish(b);
    assert_true(os_stat(scratch(&a, "long.xlsx")).size > 0);
    os_unlink(scratch(&a, "long.xlsx"));
    arena_free(&a);
}

static void test_csv_cells(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *cell;
    } cases[] = {
        {"青原市", "青原市"},
        {"a,b", "\"a,b\""},
        {"=1+1", "\"\t=1+1\""},
        {"+86", "\"\t+86\""},
        {"-5", "\"\t-5\""},
        {"@SUM(\"x\")", "\"\t@SUM(\"\"x\"\")\""},
        {"130599197504094873", "\"\t130599197504094873\""},
        {"0319", "\"\t0319\""},
        {"0", "0"},
        {"20000.5", "20000.5"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf b = {0};
        book_csv(&b, str_of(cases[i].text));
        assert_true(str_eq(buf_view(&b), str_of(cases[i].cell)));
        buf_free(&b);
    }
}

/* What cannot be written ends the run as every fault of the machine does. */
static void test_machine(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        (void)freopen("/dev/null", "w", stderr);
        write_book("/nowhere/x.xlsx", 1);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), EXIT_MACHINE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes),       cmocka_unit_test(test_fits),
        cmocka_unit_test(test_long_text_is_cut), cmocka_unit_test(test_csv_cells),
        cmocka_unit_test(test_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
