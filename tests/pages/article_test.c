/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * article_test.c — Markdown files become pages, and say what is wrong with them; sitemap, robots.
 *
 * In:    Markdown texts
 * Out:   cmocka's report
 * Law:   law.md §6
 * Never: asks the clock
 */
#include "sample.h"

static struct arena arena;
static struct pages *site;

static int open_site(void **state) {
    (void)state;
    site = sample_pages(&arena, sample_words());
    return 0;
}

static bool load(const char *path, const char *text, struct article *out, enum diag_code *code) {
    struct diags diags = {.arena = &arena};
    struct page_source source = {str_of(path), str_of(path), str_of(text)};
    bool done = pages_article_load(&arena, &source, out, &diags);
    assert_true(done == (diags.first == NULL));
    if (!done)
        *code = diags.first->code;
    return done;
}

static void test_page(void **state) {
    (void)state;
    struct buf b = {0};
    struct article one;
    enum diag_code code;
    assert_true(
        load("gg/规则说明.md",
             "---\n标题: 期限<怎么>算\n日期: 2026-01-05\n来源: 青原市司法局\n地址: qixian\n---\n"
             "**当天**不算。\n",
             &one, &code));
    assert_true(str_eq(one.path, S("gg/qixian.html")));
    assert_true(str_eq(one.column, S("gg")));
    assert_true(pages_article(site, &arena, &one, &b));
    assert_true(sample_has(&b, S("<meta name=\"PubDate\" content=\"2026-01-05 00:00\">")));
    assert_true(sample_has(&b, S("<meta name=\"ContentSource\" content=\"青原市司法局\">")));
    assert_true(sample_has(&b, S("<strong>当天</strong>不算")));
    assert_true(sample_has(&b, S("期限&lt;怎么&gt;算")));
    buf_free(&b);
}

static void test_heading_is_title(void **state) {
    (void)state;
    struct article one;
    enum diag_code code;
    assert_true(load("about/index.md", "# 关于本站\n\n正文", &one, &code));
    assert_true(str_eq(one.title, S("关于本站")));
    assert_true(str_find(one.body.s, S("关于本站")) < 0);
}

static void test_faults(void **state) {
    (void)state;
    struct article one;
    enum diag_code code = DIAG_CODES;
    assert_false(load("gg/通知.md", "# 通知\n", &one, &code));
    assert_int_equal(code, DIAG_ARTICLE_ADDRESS);
    assert_false(load("a/b/c/d/e/f/g.md", "# 深\n", &one, &code));
    assert_int_equal(code, DIAG_ARTICLE_ADDRESS);
    assert_false(load("gg/../x.md", "# 外\n", &one, &code));
    assert_int_equal(code, DIAG_ARTICLE_ADDRESS);
    assert_false(load("gg/a.md", "没有标题\n", &one, &code));
    assert_int_equal(code, DIAG_ARTICLE_TITLE);
    assert_false(load("gg/a.md", "---\ntitle: 甲\ndate: 去年\n---\n", &one, &code));
    assert_int_equal(code, DIAG_ARTICLE_DATE);
}

static void test_sitemap(void **state) {
    (void)state;
    struct buf b = {0};
    struct sitemap_entry entries[] = {
        {S("cf/index.html"), INSTANT_NONE},
        {S("cf/2026/a&b.html"), instant_parse(S("2026-03-10T09:00"))}};
    pages_sitemap(site, entries, 2, &b);
    assert_true(sample_has(&b, S("<url><loc>https://gongshi.example.gov.cn/cf/</loc></url>")));
    assert_true(sample_has(&b, S("a&amp;b.html</loc><lastmod>2026-03-10</lastmod>")));
    struct sitemap_shard shard = {S("sitemap/1.xml"), INSTANT_NONE};
    buf_reset(&b);
    pages_sitemap_index(site, &shard, 1, &b);
    assert_true(sample_has(&b, S("<sitemap><loc>https://gongshi.example.gov.cn/sitemap/1.xml")));
    buf_reset(&b);
    pages_robots(site, &b);
    assert_true(sample_has(&b, S("Sitemap: https://gongshi.example.gov.cn/sitemap.xml\n")));
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page), cmocka_unit_test(test_heading_is_title),
        cmocka_unit_test(test_faults), cmocka_unit_test(test_sitemap)};
    return cmocka_run_group_tests(tests, open_site, NULL);
}
