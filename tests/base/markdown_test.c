/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * markdown_test.c — emphasis in Chinese, tables, links, front matter, and hostile texts.
 *
 * In:    none
 * Out:   cmocka report
 * Law:   none
 * Never: reads a file
 */
#include "../spent.h"
#include "base/buf.h"
#include "base/markdown.h"
#include "base/os.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* For texts near the limit; generous, since a quadratic fault takes minutes there. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SECONDS 120 /* an instrumented program is slower; quadratic time is slower still */
#else
#define SECONDS 10
#endif

static void gives(const char *body, const char *want) {
    struct arena a = {0};
    struct html html;
    str error;
    assert_true(markdown_render(&a, str_of(body), &html, &error));
    assert_string_equal(str_z(&a, html.s), want);
    arena_free(&a);
}

static void refused(str body, const char *why) {
    struct arena a = {0};
    struct html html;
    str error;
    assert_false(markdown_render(&a, body, &html, &error));
    assert_string_equal(str_z(&a, error), why);
    arena_free(&a);
}

static void emphasis(void **state) {
    (void)state;
    gives("**注意：**请", "<p><strong>注意：</strong>请</p>\n");
    gives("“**重点**”后文", "<p>“<strong>重点</strong>”后文</p>\n");
    gives("前文**“重点”**后文", "<p>前文<strong>“重点”</strong>后文</p>\n");
    gives("见**《条例》**第三条", "<p>见<strong>《条例》</strong>第三条</p>\n");
    gives("**甲：**乙；**丙：**丁", "<p><strong>甲：</strong>乙；<strong>丙：</strong>丁</p>\n");
    gives("**共3项。**2026年", "<p><strong>共3项。</strong>2026年</p>\n");
    gives("**Note:**请", "<p><strong>Note:</strong>请</p>\n");
    gives("***重要：***请", "<p><em><strong>重要：</strong></em>请</p>\n");
    gives("- **一、**内容", "<ul>\n<li><strong>一、</strong>内容</li>\n</ul>\n");
}

/* What is no emphasis stays none, and the joint never shows. */
static void asterisks_that_stay(void **state) {
    (void)state;
    gives("张**、李**。", "<p>张**、李**。</p>\n");
    gives("\\*\\*注意：\\*\\*请", "<p>**注意：**请</p>\n");
    gives("`**注意：**请`", "<p><code>**注意：**请</code></p>\n");
    gives("    **注意：**请", "<pre><code>**注意：**请\n</code></pre>\n");
    gives("[甲](/a**：**b)", "<p><a href=\"/a**%EF%BC%9A**b\">甲</a></p>\n");
    gives("甲\xEF\xB7\x90乙", "<p>甲乙</p>\n");
    gives("", "");
}

static void tables(void **state) {
    (void)state;
    gives("| 项 | 额 | 注 |\n|:--|--:|:-:|\n| a\\|b | **1：**元 | `c` |\n| 短 |\n",
          "<table>\n<thead>\n<tr><th scope=\"col\">项</th><th scope=\"col\" class=\"right\">额</th>"
          "<th scope=\"col\" class=\"center\">注</th></tr>\n</thead>\n<tbody>\n"
          "<tr><td>a|b</td><td class=\"right\"><strong>1：</strong>元</td>"
          "<td class=\"center\"><code>c</code></td></tr>\n"
          "<tr><td>短</td><td class=\"right\"></td><td class=\"center\"></td></tr>\n"
          "</tbody>\n</table>\n");
    gives(
        "附表：\na|b\n-|-\n|1. c|# d\n",
        "<p>附表：</p>\n<table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n"
        "</thead>\n<tbody>\n<tr><td>1. c</td><td># d</td></tr>\n</tbody>\n</table>\n");
    gives("> |a|\n> |-|\n> |<b>\"&|\n",
          "<blockquote>\n<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n"
          "<tr><td>&quot;&amp;</td></tr>\n</tbody>\n</table>\n</blockquote>\n");
    gives("a|b\n-\n", "<h2>a|b</h2>\n");
    gives("|a|b|\n|-|\n", "<p>|a|b|\n|-|</p>\n");
    gives("```\n|a|\n|-|\n```\n", "<pre><code>|a|\n|-|\n</code></pre>\n");
}

static void links(void **state) {
    (void)state;
    gives("[a](https://x.cn) [b](../b.html) [c](mailto:c@x.cn) [d](tel:0537-1)",
          "<p><a href=\"https://x.cn\">a</a> <a href=\"../b.html\">b</a> "
          "<a href=\"mailto:c@x.cn\">c</a> <a href=\"tel:0537-1\">d</a></p>\n");
    gives("[甲](javascript:x) [乙](JavaScript:x) [丙](data:text/html,x) [丁](java&#9;script:x)",
          "<p>甲 乙 丙 丁</p>\n");
    gives("[**甲**](vbscript:x) ![图](ftp://x/y) <file:///etc>",
          "<p><strong>甲</strong> 图 file:///etc</p>\n");
    gives("[a][r]\n\n[r]: JAVASCRIPT:x", "<p>a</p>\n");
    gives("|a|\n|-|\n|[x](javascript:y)|\n",
          "<table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n"
          "<tr><td>x</td></tr>\n</tbody>\n</table>\n");
}

static void raw_html(void **state) {
    (void)state;
    gives("<script>x</script>\n\n甲<b onclick=\"x\">乙</b><!-- 注 -->", "<p>甲乙</p>\n");
    gives("<附件>与 a < b", "<p>&lt;附件&gt;与 a &lt; b</p>\n");
}

static void front_matter(void **state) {
    (void)state;
    struct arena a = {0};
    struct value pairs;
    str body = markdown_front_matter(
        &a,
        S("\xEF\xBB\xBF---\r\ntitle: \"规则：说明\"\r\n日期：2026-01-02\r\n# 注: 无\r\n---\r\n正文"),
        &pairs);
    assert_true(str_eq(body, S("正文")));
    assert_int_equal(pairs.n, 2);
    assert_true(str_eq(value_get(&pairs, S("title"))->text, S("规则：说明")));
    assert_true(str_eq(value_get(&pairs, S("日期"))->text, S("2026-01-02")));
    body = markdown_front_matter(&a, S("---\na: b\n正文"), &pairs);
    assert_true(str_eq(body, S("---\na: b\n正文")));
    assert_int_equal(pairs.n, 0);
    body = markdown_front_matter(&a, S("正文"), &pairs);
    assert_true(str_eq(body, S("正文")));
    arena_free(&a);
}

/* `unit` again and again, up to half the limit. */
static str repeat(struct arena *a, const char *head, const char *unit) {
    struct buf b = {.limit = MARKDOWN_LIMIT / 2};
    buf_str(&b, str_of(head));
    while (!b.failed)
        buf_str(&b, str_of(unit));
    str s = str_dup(a, buf_view(&b));
    buf_free(&b);
    return s;
}

static void limits(void **state) {
    (void)state;
    struct arena a = {0};
    str half = repeat(&a, "", "a");
    refused(str_cat(&a, str_cat(&a, half, half), S("b")), "文章超过 1048576 字节");
    refused(repeat(&a, "甲\n", "![[]()"), "第 2 行：方括号嵌套过深");
    refused(repeat(&a, "", "![[]()\n"), "第 32 行：方括号嵌套过深");
    refused(repeat(&a, "", "![[]()`]`"), "第 1 行：一段之内方括号过多，请用空行分段");
    refused(repeat(&a, "甲\n\n", ">"), "第 3 行：引用或列表嵌套过深");
    refused(repeat(&a, "", "- "), "第 1 行：引用或列表嵌套过深");
    arena_free(&a);
}

static void hostile_texts_take_linear_time(void **state) {
    (void)state;
    static const char *const units[] = {
        "**a ",   "*a **a ",  "`a``b```", "<!--",           "<?",     "&#", "a](", "[a](b\n",
        "- a\n",  "> a\n\n",  "**：**x",  "|a|b|\n|-|-|\n", "|*|`\n", "\\", "\n",  "![[]()\n\n",
        "_ *a*_", "[a]: u\n", "a|-\n",    "<a\n",           "1. \n\n"};
    struct arena a = {0};
    double begin = spent();
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct html html;
        str error;
        (void)markdown_render(&a, repeat(&a, "a|b\n-|-\n", units[i]), &html, &error);
        arena_reset(&a);
        if (spent() - begin > SECONDS)
            fail_msg("%s: %.1f s", units[i], spent() - begin);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(emphasis), cmocka_unit_test(asterisks_that_stay),
        cmocka_unit_test(tables),   cmocka_unit_test(links),
        cmocka_unit_test(raw_html), cmocka_unit_test(front_matter),
        cmocka_unit_test(limits),   cmocka_unit_test(hostile_texts_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
