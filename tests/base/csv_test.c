/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * csv_test.c — tables with quotes, comments and marks; rows with and without quoting.
 *
 * In:    literals
 * Out:   cmocka results
 * Law:   RFC 4180
 * Never: guesses what a broken quote meant
 */
#include "base/csv.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define SAME(a, b) assert_true(str_eq((a), (b)))

static void a_table_with_everything(void **state) {
    (void)state;
    struct arena a = {0};
    struct csv_table t;
    str error;
    str text = S("\xEF\xBB\xBF# 政策表\n"
                 "\n"
                 "\"名称\", 期限 ,依据\r\n"
                 "甲,7,\"国办发\n〔2018〕118号\"\r\n"
                 "# 注释, 不是数据\r\n"
                 "  　\n"
                 "\"乙,\"\"丙\"\"\",,\n"
                 "丁,#20");
    assert_true(csv_load(&a, text, ',', &t, &error));
    assert_int_equal(t.columns, 3);
    assert_int_equal(t.rows, 3);
    assert_int_equal(csv_column(&t, S("期限")), 1);
    assert_int_equal(csv_column(&t, S("无")), -1);
    SAME(csv_cell(&t, 0, 2), S("国办发\n〔2018〕118号"));
    SAME(csv_cell(&t, 1, 0), S("乙,\"丙\""));
    assert_null(csv_cell(&t, 1, 1).p);
    assert_null(csv_cell(&t, 1, -1).p);
    SAME(csv_cell(&t, 2, 1), S("#20"));
    assert_null(csv_cell(&t, 2, 2).p);
    assert_int_equal(t.line[0], 4);
    assert_int_equal(t.line[1], 8);
    assert_int_equal(t.line[2], 9);
    arena_free(&a);
}

static void a_comment_mark_inside_quotes(void **state) {
    (void)state;
    struct arena a = {0};
    struct csv_table t;
    str error;
    assert_true(csv_load(&a, S("a\tb\n\"x\n# y\n\nz\"\t2\n"), '\t', &t, &error));
    assert_int_equal(t.rows, 1);
    SAME(csv_cell(&t, 0, 0), S("x\n# y\n\nz"));
    SAME(csv_cell(&t, 0, 1), S("2"));
    arena_free(&a);
}

static void many_rows(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    struct csv_table t;
    str error;
    buf_str(&b, S("n,square\n"));
    for (int64_t i = 0; i < 1000; i++)
        buf_fmt(&b, "%lld,%lld\n", (long long)i, (long long)(i * i));
    assert_true(csv_load(&a, buf_view(&b), ',', &t, &error));
    assert_int_equal(t.rows, 1000);
    for (ptrdiff_t i = 0; i < 1000; i++) {
        int64_t v = 0;
        assert_true(str_int(csv_cell(&t, i, 1), &v));
        assert_int_equal(v, i * i);
        assert_int_equal(t.line[i], i + 2);
    }
    buf_free(&b);
    arena_free(&a);
}

static void refused_tables(void **state) {
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *text;
        const char *error;
    } refused[] = {
        {"", "没有表头"},
        {"# 只有注释\n\n", "没有表头"},
        {"a,b\n1,2\n1,2,3\n", "第 3 行：列数比表头多"},
        {"a,b\n\"1,2\n3,4\n", "第 2 行：引号不配对"},
        {"a,b\n\n1,\"2\"3\n", "第 3 行：引号不配对"},
        {"a,b\n1,2\"3\n", "第 2 行：引号不配对"},
        {"a,b,a\n", "第 1 行：表头有两列同名"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct csv_table t;
        str error;
        assert_false(csv_load(&a, str_of(refused[i].text), ',', &t, &error));
        SAME(error, str_of(refused[i].error));
    }
    arena_free(&a);
}

static void single_rows(void **state) {
    (void)state;
    struct arena a = {0};
    str cells[4] = {0};
    assert_int_equal(csv_row(&a, S(" 甲 ,,\"乙\"\r\n"), (struct csv_form){',', true}, cells, 4), 3);
    SAME(cells[0], S("甲"));
    assert_null(cells[1].p);
    SAME(cells[2], S("乙"));
    assert_int_equal(csv_row(&a, S("\"a\nb\"|c"), (struct csv_form){'|', true}, cells, 4), 2);
    SAME(cells[0], S("a\nb"));
    assert_int_equal(csv_row(&a, S("甲,乙,"), (struct csv_form){',', true}, cells, 4), 3);
    assert_null(cells[2].p);
    assert_int_equal(csv_row(&a, S("1,2,3,4,5"), (struct csv_form){',', true}, cells, 2), 5);
    SAME(cells[1], S("2"));
    assert_int_equal(csv_row(&a, S(""), (struct csv_form){',', true}, cells, 4), 0);
    arena_free(&a);
}

static void quotes_broken_or_ordinary(void **state) {
    (void)state;
    struct arena a = {0};
    str cells[4] = {0};
    assert_int_equal(csv_row(&a, S("\"甲,乙"), (struct csv_form){',', true}, cells, 4), -1);
    assert_int_equal(csv_row(&a, S("甲\"乙,丙"), (struct csv_form){',', true}, cells, 4), -1);
    assert_int_equal(csv_row(&a, S("\"甲\"\n\"乙\"\n"), (struct csv_form){',', true}, cells, 4),
                     -1);
    assert_int_equal(csv_row(&a, S("\"甲,乙\"丙"), (struct csv_form){',', false}, cells, 4), 2);
    SAME(cells[0], S("\"甲"));
    SAME(cells[1], S("乙\"丙"));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_with_everything),
        cmocka_unit_test(a_comment_mark_inside_quotes),
        cmocka_unit_test(many_rows),
        cmocka_unit_test(refused_tables),
        cmocka_unit_test(single_rows),
        cmocka_unit_test(quotes_broken_or_ordinary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
