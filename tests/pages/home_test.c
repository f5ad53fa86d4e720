/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * home_test.c — pages of the whole site: home, columns, agency, map, notice, not found, theme.
 *
 * In:    sample.h, templates/
 * Out:   cmocka's report, goldens
 * Law:   law.md §6
 * Never: asks the clock
 */
#include "sample.h"

static struct arena arena;
static struct pages *site;
static struct figures figures;
static struct disclosure decision;
static struct list_row latest[2];
static struct agency_words agencies[2];
static struct article articles[2];
static struct site_state state_of_site;

static int open_site(void **state) {
    (void)state;
    site = sample_pages(&arena, sample_words());
    decision = sample_record(&arena, KIND_decision, sample_decision);
    figures.published[KIND_decision][CATEGORY_PENALTY] = 138;
    figures.published[KIND_decision][CATEGORY_PERMIT] = 69;
    figures.published[KIND_decision][CATEGORY_REWARD] = 4;
    figures.published[KIND_officer][0] = 80;
    figures.by_verb[RULING_PUBLISH] = 300;
    figures.exempt = 7;
    figures.on_time = 199;
    figures.late = 1;
    figures.this_week = 23;
    for (int i = 0; i < 2; i++)
        latest[i] = (struct list_row){.disclosure = &decision,
                                      .path = S("cf/2026/k3v9x2m7ab.html"),
                                      .id = i == 0 ? S("newer") : S("older"),
                                      .published = instant_parse(S("2026-03-10T09:00"))};
    agencies[0] = (struct agency_words){S("scj"), S("青原市市场监督管理局"), 120, 340};
    agencies[1] = (struct agency_words){S("yjj"), S("青原市应急管理局"), 64, 201};
    articles[0] = (struct article){.path = S("gg/a.html"),
                                   .column = S("gg"),
                                   .title = S("<b>通知</b>"),
                                   .date = S("2026-11-12")};
    articles[1] =
        (struct article){.path = S("ql/quanli.html"), .column = S("ql"), .title = S("权利")};
    state_of_site = (struct site_state){.as_of = date_of(2026, 11, 20),
                                        .figures = &figures,
                                        .agencies = agencies,
                                        .agency_count = 2,
                                        .latest = latest,
                                        .latest_count = 2,
                                        .articles = articles,
                                        .article_count = 2};
    return 0;
}

static void test_home(void **state) {
    (void)state;
    struct buf b = {0};
    assert_true(pages_home(site, &arena, &state_of_site, &b));
    assert_true(sample_has(&b, S("<meta name=\"SiteIDCode\" content=\"1305000001\">")));
    assert_true(sample_has(&b, S("<rect width=\"50%\"")));
    assert_true(sample_has(&b, S("99%")));
    assert_true(str_find(buf_view(&b), S("\"newer\"")) < str_find(buf_view(&b), S("\"older\"")));
    assert_false(sample_has(&b, S("<b>通知")));
    sample_golden(&arena, "home.html", &b);
    buf_free(&b);
}

/* With nothing published yet the home page says so instead of staying blank. */
static void test_home_empty(void **state) {
    (void)state;
    struct buf b = {0};
    struct site_state none = {.as_of = date_of(2026, 11, 20)};
    assert_true(pages_home(site, &arena, &none, &b));
    assert_true(sample_has(&b, S("本期无数据（截至 2026-11-20）")));
    buf_free(&b);
}

static void test_columns(void **state) {
    (void)state;
    static const char *const folders[] = {"shiqian", "shizhong", "shihou", "gg",
                                          "data",    "agency",   "about"};
    static const char *const links[] = {
        "../zn/index.html", "../ry/index.html",         "../cf/index.html", "../gg/a.html",
        "../bd/index.html", "../agency/yjj/index.html", "../about/map.html"};
    for (int i = 0; i < 7; i++) {
        struct buf b = {0};
        assert_true(pages_column(site, &arena, str_of(folders[i]), &state_of_site, &b));
        assert_true(sample_has(&b, S("<meta name=\"ColumnName\"")));
        assert_true(sample_has(&b, str_fmt(&arena, "href=\"%s\"", links[i])));
        buf_free(&b);
    }
}

/* 告知与权利 has no records: it is linked where its article is. */
static void test_article_section(void **state) {
    (void)state;
    struct buf b = {0};
    assert_true(pages_column(site, &arena, S("shizhong"), &state_of_site, &b));
    assert_true(sample_has(&b, S("href=\"../ql/quanli.html\"")));
    buf_free(&b);
}

static void test_every_slug_has_a_section(void **state) {
    (void)state;
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++)
        for (int term = 0; term <= CATEGORY_OTHER; term++)
            assert_int_not_equal(section_of(str_fmt(&arena, "%s/x.html", kind_slug(k, term))), 0);
    assert_int_equal(section_of(S("index.html")), 0);
    assert_int_equal(section_of(S("nowhere/x.html")), 0);
}

static void test_agency(void **state) {
    (void)state;
    struct buf b = {0};
    struct list_name list = {.slug = S("cf"), .scope = LIST_AGENCY, .agency_code = S("scj")};
    int64_t count = 44;
    struct agency_page one = {.words = agencies[0],
                              .latest = latest,
                              .latest_count = 2,
                              .lists = &list,
                              .list_rows = &count,
                              .list_count = 1,
                              .as_of = date_of(2026, 11, 20)};
    assert_true(pages_agency(site, &arena, &one, &b));
    assert_true(sample_has(&b, S("href=\"../../cf/agency/scj/index.html\"")));
    assert_false(sample_has(&b, S("机关信息")));
    struct disclosure record = sample_record(
        &arena, KIND_agency,
        (const char *const[]){"name", "青原市市场监督管理局", "phone", "0319-5550101", NULL});
    one.record = &record;
    one.record_path = S("zt/2026/a.html");
    buf_reset(&b);
    assert_true(pages_agency(site, &arena, &one, &b));
    assert_true(sample_has(&b, S("href=\"tel:0319-5550101\"")));
    sample_golden(&arena, "agency.html", &b);
    buf_free(&b);
}

static void test_notice(void **state) {
    (void)state;
    struct buf b = {0};
    struct notice n = {.kind = KIND_decision,
                       .term = CATEGORY_PENALTY,
                       .path = S("cf/2026/k3v9x2m7ab.html"),
                       .number = S("青市监罚〔2026〕9号"),
                       .agency_name = S("青原市市场监督管理局"),
                       .agency_code = S("scj"),
                       .verb = RULING_WITHDRAW,
                       .text = S("行政处罚决定被依法撤销"),
                       .reason = S("<主要事实>不清"),
                       .citation = S("《行政处罚法》第四十八条"),
                       .authority = S("青原市人民政府"),
                       .day = date_of(2026, 6, 1)};
    assert_true(pages_notice(site, &arena, &n, &b));
    assert_true(sample_has(&b, S("&lt;主要事实&gt;不清")));
    assert_true(sample_has(&b, S("noindex")));
    sample_golden(&arena, "notice.html", &b);
    buf_reset(&b);
    assert_true(pages_notice(site, &arena, &(struct notice){.path = S("ry/2026/a.html")}, &b));
    buf_free(&b);
}

static void test_not_found_and_map(void **state) {
    (void)state;
    struct buf b = {0};
    assert_true(pages_not_found(site, &arena, &b));
    assert_false(sample_has(&b, S("<base")));
    sample_golden(&arena, "404.html", &b);
    buf_reset(&b);
    struct site_words real = sample_words();
    real.demo = false;
    assert_true(pages_not_found(sample_pages(&arena, real), &arena, &b));
    assert_true(sample_has(&b, S("<base href=\"https://gongshi.example.gov.cn/\">")));
    assert_false(sample_has(&b, S("演示站")));
    buf_reset(&b);
    assert_true(pages_site_map(site, &arena, &state_of_site, &b));
    assert_true(sample_has(&b, S("href=\"../jh/index.html\"")));
    buf_free(&b);
}

static void test_style(void **state) {
    (void)state;
    struct buf b = {0};
    pages_style(site, S("a{}\n"), &b);
    assert_true(str_eq(buf_view(&b), S(":root{--main:#1a4b8c}\na{}\n")));
    struct site_words words = sample_words();
    words.colour = S("red}*{x:y");
    buf_reset(&b);
    pages_style(sample_pages(&arena, words), S("a{}\n"), &b);
    assert_true(str_eq(buf_view(&b), S(":root{--main:#1a4b8c}\na{}\n")));
    buf_free(&b);
}

/* Pages for those who found nothing: they say why, and whom to ask. */
static void test_nothing_and_search(void **state) {
    (void)state;
    struct buf b = {0};
    assert_true(pages_nothing(site, &arena, &state_of_site, &b));
    assert_true(sample_has(&b, S("数据截至 <time>2026-11-20</time>")));
    assert_true(sample_has(&b, S("查不到，不等于没有")));
    assert_true(sample_has(&b, S("青原市司法局 0319-5550001")));
    buf_reset(&b);
    struct search_page search = {S("find(1 < 2);"), S("{\"format\":1}")};
    assert_true(pages_search(site, &arena, &state_of_site, &search, &b));
    assert_true(
        sample_has(&b, S("<script data-now=\"{&quot;format&quot;:1}\">find(1 < 2);</script>")));
    search.script = S("'</script>'");
    buf_reset(&b);
    assert_true(pages_search(site, &arena, &state_of_site, &search, &b));
    assert_false(sample_has(&b, search.script));
    assert_true(sample_has(&b, S("<script src=\"./assets/search.js\"></script>")));
    assert_true(
        sample_has(&b, S("<form class=\"find\" role=\"search\" action=\"./search.html\">")));
    assert_true(sample_has(&b, S("href=\"./cf/index.html\"")));
    buf_free(&b);
}

/* A site without any words still has every label, empty, and no broken lines in its footer. */
static void test_no_words(void **state) {
    (void)state;
    struct buf b = {0};
    struct pages *bare = sample_pages(&arena, (struct site_words){.name = S("平台")});
    assert_true(pages_home(bare, &arena, &state_of_site, &b));
    assert_true(sample_has(&b, S("<meta name=\"SiteIDCode\" content=\"\">")));
    assert_false(sample_has(&b, S("主办单位")));
    assert_false(sample_has(&b, S("canonical")));
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_home),
                                       cmocka_unit_test(test_home_empty),
                                       cmocka_unit_test(test_columns),
                                       cmocka_unit_test(test_article_section),
                                       cmocka_unit_test(test_every_slug_has_a_section),
                                       cmocka_unit_test(test_agency),
                                       cmocka_unit_test(test_notice),
                                       cmocka_unit_test(test_not_found_and_map),
                                       cmocka_unit_test(test_style),
                                       cmocka_unit_test(test_nothing_and_search),
                                       cmocka_unit_test(test_no_words)};
    return cmocka_run_group_tests(tests, open_site, NULL);
}
