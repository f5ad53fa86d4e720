/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * prose_test.c — legal texts stand as they were written, whatever signs they hold.
 *
 * In:    texts
 * Out:   cmocka's report
 * Law:   none
 * Never: needs templates
 */
#include "sample.h"

static struct arena arena;

/* What a reader gets: the text, the lines joined by /, or the markup. */
static str shown(str text, bool authored) {
    struct value map = value_map(&arena, 2);
    show_prose(&arena, &map, text, authored);
    const struct value *one = value_get(&map, S("text"));
    const struct value *markup = value_get(&map, S("markup"));
    const struct value *lines = value_get(&map, S("lines"));
    if (one != NULL || markup != NULL)
        return one != NULL ? one->text : markup->text;
    str all = {0};
    for (ptrdiff_t i = 0; i < lines->n; i++)
        all = str_fmt(&arena, "%.*s/%.*s", STR(all), STR(lines->items[i].text));
    return all;
}

static void check(const char *text, const char *want) {
    str got = shown(str_of(text), false);
    if (!str_eq(got, str_of(want)))
        fail_msg("%s gave %.*s", text, STR(got));
}

static void test_plain(void **state) {
    (void)state;
    check("一行", "一行");
    check("　　第一段\r\n\r\n　　第二段\n", "/第一段/第二段");
    check("1. 警告；\n3. 罚款", "/1. 警告；/3. 罚款");
    check("电话138****1234、139****5678", "电话138****1234、139****5678");
    check("<公司章程> & _a_ `b` # c", "<公司章程> & _a_ `b` # c");
    check("# 标题\n> 引用", "/# 标题/> 引用");
}

static void test_light_markdown(void **state) {
    (void)state;
    check("**注意：**请核对", "<p><strong>注意：</strong>请核对</p>\n");
    check("- 甲\n- 乙\n丙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n<p>丙</p>\n");
    check("**a** <b>x</b> &amp; [y](javascript:z)\n2. 二",
          "<p><strong>a</strong> &lt;b&gt;x&lt;/b&gt; &amp;amp; [y](javascript:z)</p>\n"
          "<p>2. 二</p>\n");
    check("**a**138****1234和139****5678", "<p><strong>a</strong>138****1234和139****5678</p>\n");
    str table = shown(S("| 甲 | 乙 |\n|---|---|\n| 1 | <2> |"), false);
    assert_true(str_find(table, S("<table>")) >= 0);
    assert_true(str_find(table, S("&lt;2&gt;")) >= 0);
}

static void test_authored(void **state) {
    (void)state;
    str got = shown(S("## 一\n\n<script>x</script>\n\n1. 甲"), true);
    assert_true(str_find(got, S("<h3>")) >= 0);
    assert_true(str_find(got, S("<ol>")) >= 0);
    assert_true(str_find(got, S("<script")) < 0);
}

/* Beyond Markdown's limit the text is still shown, as lines. */
static void test_long(void **state) {
    (void)state;
    ptrdiff_t n = (ptrdiff_t)2 << 20;
    char *p = NEW(&arena, char, n);
    memset(p, '*', (size_t)n);
    memcpy(p, "**a**\n", 6);
    assert_true(str_starts(shown((str){p, n}, false), S("/**a**/***")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain), cmocka_unit_test(test_light_markdown),
        cmocka_unit_test(test_authored), cmocka_unit_test(test_long)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
