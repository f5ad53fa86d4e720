/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * encoding_test.c — text as offices save it comes in as the same text in UTF-8.
 *
 * In:    deliveries made here in UTF-16 and GB18030
 * Out:   cmocka's report
 * Law:   GB 18030-2022
 * Never: compares less than the whole normal form
 */
#include "made.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void convert(const char *to, str text, struct buf *out) {
    iconv_t with = iconv_open(to, "UTF-8");
    char *in = malloc((size_t)text.n);
    char piece[4096];
    memcpy(in, text.p, (size_t)text.n);
    char *at = in;
    for (size_t left = (size_t)text.n; left > 0;) {
        char *p = piece;
        size_t room = sizeof piece;
        (void)iconv(with, &at, &left, &p, &room);
        buf_str(out, (str){piece, p - piece});
    }
    (void)iconv_close(with);
    free(in);
}

static struct made *made_text(const char *name, str bytes) {
    const char *path = scratch("made.txt");
    os_write(path, bytes, 0644);
    return made_normal(path, name, (str){0});
}

static const char rows[] = "受理机关,受理编号\r\nscj,𠮷野家㐂€\nscj,镕堃喆\n";

static void test_whole(void **state) {
    (void)state;
    static const struct {
        const char *to;
        const char *mark;
    } cases[] = {{"GB18030", ""}, {"UTF-16LE", "\xFF\xFE"}, {"UTF-16BE", "\xFE\xFF"}};
    for (int i = 0; i < 3; i++) {
        struct buf b = {0};
        buf_str(&b, str_of(cases[i].mark));
        convert(cases[i].to, str_of(rows), &b);
        struct made *m = made_text("progress.csv", buf_view(&b));
        assert_int_equal(m->normal, NORMAL_LINES);
        assert_true(str_eq(m->lines, str_of(rows)));
        assert_null(m->diags.first);
        made_free(m);
        buf_free(&b);
    }
}

/* Characters lie across the borders of what is read at once. */
static void test_long(void **state) {
    (void)state;
    struct buf text = {0};
    struct buf b = {0};
    for (int i = 0; i < 60000; i++)
        buf_str(&text, i % 3 == 0 ? S("𠮷a") : i % 3 == 1 ? S("办件,") : S("㐂\n"));
    convert("GB18030", buf_view(&text), &b);
    struct made *m = made_text("progress.csv", buf_view(&b));
    assert_true(str_eq(m->lines, buf_view(&text)));
    made_free(m);
    /* Not until the second window is there a byte that is not ASCII. */
    buf_reset(&b);
    for (int i = 0; i < 30000; i++)
        buf_str(&b, S("0123456789\n"));
    buf_str(&b, S("\xB0\xEC\xBC\xFE\n"));
    m = made_text("progress.csv", buf_view(&b));
    assert_int_equal(m->normal, NORMAL_LINES);
    assert_true(str_ends(m->lines, S("9\n办件\n")));
    made_free(m);
    buf_free(&b);
    buf_free(&text);
}

static void test_as_is(void **state) {
    (void)state;
    static const char *const texts[] = {
        "\xEF\xBB\xBF受理机关\n",    "受理机关\n", "{\"a\":1}", "", "受\xE7理机关，受理编号\n",
        "%PDF-1.4\n\xE2\xE3\xCF\xD3"};
    for (int i = 0; i < 6; i++) {
        struct made *m = made_text("progress.csv", str_of(texts[i]));
        assert_int_equal(m->normal, NORMAL_AS_IS);
        made_free(m);
    }
}

/* The rest goes on; what could not be read stands there as U+FFFD. */
static void test_broken(void **state) {
    (void)state;
    struct buf b = {0};
    convert("GB18030", S("受理机关,受理编号\nscj,办"), &b);
    buf_str(&b, S("\xFF"
                  "\nscj,\x81\n"));
    convert("GB18030", S("scj,件\n"), &b);
    buf_str(&b, S("\xFE\xFE,\xAA\xA1\nx,\x81"));
    struct made *m = made_text("progress.csv", buf_view(&b));
    assert_true(made_golden(m, "gb18030-broken"));
    made_free(m);
    m = made_text("progress.csv", (str){"\xFF\xFE"
                                        "a\0\0\xD8"
                                        "b\0\n\0\x07\xE8"
                                        "c",
                                        13});
    assert_true(made_golden(m, "utf16-broken"));
    made_free(m);
    buf_free(&b);
}

static void test_binary(void **state) {
    (void)state;
    struct made *m = made_text("progress.csv", (str){"\x01\x00\xFA\xFB\xFC\xFD\x00\x02", 8});
    assert_true(made_refused(m, DIAG_FILE_NOT_TEXT));
    made_free(m);
    m = made_text("progress.xls", S("<html><table><tr><td>a</td></tr></table></html>"));
    assert_true(made_refused(m, DIAG_FILE_NOT_TEXT));
    made_free(m);
}

/* A record of which something could not be read is rejected by reading, with its line. */
static void test_record(void **state) {
    (void)state;
    static const char *const texts[] = {
        "受理机关,受理编号,事项名称,更新日期,办理状态\nscj,\xEF\xBF\xBD,a,2026-03-03,b\n",
        "{\"agency\":\"scj\",\"number\":\"\xEF\xBF\xBD\"}\n"};
    for (int i = 0; i < 2; i++) {
        struct taken *t =
            take_text(i == 0 ? "progress.csv" : "progress.jsonl", str_of(texts[i]), (str){0});
        assert_int_equal(t->rejected, 1);
        assert_int_equal(taken_count(t, DIAG_TEXT_UNREADABLE), 1);
        taken_free(t);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),  cmocka_unit_test(test_long),
        cmocka_unit_test(test_as_is),  cmocka_unit_test(test_broken),
        cmocka_unit_test(test_binary), cmocka_unit_test(test_record)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
