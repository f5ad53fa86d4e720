/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * list_test.c — lists: rows with ids, gaps, ended records, and pages that never change again.
 *
 * In:    sample.h, templates/
 * Out:   cmocka's report, goldens
 * Law:   law.md §2 (本期无数据)
 * Never: asks the clock
 */
#include "sample.h"

static struct arena arena;
static struct pages *site;
static struct disclosure decision;
static struct list_row rows[LIST_ROWS];

static int open_site(void **state) {
    (void)state;
    site = sample_pages(&arena, sample_words());
    decision = sample_record(&arena, KIND_decision, sample_decision);
    for (int i = 0; i < LIST_ROWS; i++)
        rows[i] = (struct list_row){.disclosure = &decision,
                                    .path = S("cf/2026/k3v9x2m7ab.html"),
                                    .id = str_fmt(&arena, "id%02d", i),
                                    .published = instant_parse(S("2026-03-10T09:00"))};
    rows[6] = (struct list_row){0};
    return 0;
}

static struct list_page full_page(void) {
    return (struct list_page){.list = {.slug = S("cf"), .kind = KIND_decision, .term = 1},
                              .page = 3,
                              .pages = 3,
                              .rows = rows,
                              .n = LIST_ROWS};
}

static void test_full_page_never_changes(void **state) {
    (void)state;
    struct buf first = {0};
    struct buf later = {0};
    struct agency_words agency = {S("scj"), S("青原市市场监督管理局"), 1, 2};
    struct list_page page = full_page();
    assert_true(pages_list(site, &arena, &page, &first));
    page.pages = 90;
    page.public_rows = 1790;
    page.as_of = date_of(2027, 1, 1);
    page.agencies = &agency;
    page.agency_count = 1;
    assert_true(pages_list(site, &arena, &page, &later));
    assert_true(str_eq(buf_view(&first), buf_view(&later)));
    assert_true(sample_has(&first, S("href=\"../cf/index.html\"")));
    assert_true(sample_has(&first, S("href=\"../cf/p2.html\"")));
    assert_false(sample_has(&first, S("p4.html")));
    sample_golden(&arena, "list-old.html", &first);
    buf_free(&first);
    buf_free(&later);
}

static void test_newest_page(void **state) {
    (void)state;
    struct buf b = {0};
    int years[] = {2025, 2026};
    struct agency_words agency = {S("scj"), S("青原市市场监督管理局"), 1, 2};
    struct list_page page = full_page();
    page.newest = true;
    page.public_rows = 58;
    page.as_of = date_of(2026, 11, 20);
    page.years = years;
    page.year_count = 2;
    page.agencies = &agency;
    page.agency_count = 1;
    assert_true(pages_list(site, &arena, &page, &b));
    assert_true(sample_has(&b, S("href=\"../cf/2026/index.html\"")));
    assert_true(sample_has(&b, S("href=\"../cf/agency/scj/index.html\"")));
    assert_true(sample_has(&b, S("最近更新")));
    sample_golden(&arena, "list.html", &b);
    buf_free(&b);
}

static void test_rows(void **state) {
    (void)state;
    struct buf b = {0};
    struct list_page page = full_page();
    assert_true(pages_list(site, &arena, &page, &b));
    for (int i = 0; i < LIST_ROWS; i++) {
        str tag = str_fmt(&arena, "<tr id=\"id%02d\"", i);
        assert_true(sample_has(&b, tag) == (i != 6));
    }
    ptrdiff_t newest = str_find(buf_view(&b), S("id19"));
    assert_true(newest < str_find(buf_view(&b), S("id00")));
    buf_free(&b);
}

static void test_empty(void **state) {
    (void)state;
    struct buf b = {0};
    struct list_page page = full_page();
    page.n = 0;
    page.page = page.pages = 1;
    page.newest = true;
    page.as_of = date_of(2026, 11, 20);
    assert_true(pages_list(site, &arena, &page, &b));
    assert_true(sample_has(&b, S("本期无数据（截至 2026-11-20）")));
    buf_free(&b);
}

static struct disclosure filled(enum kind k) {
    struct disclosure d = sample_record(&arena, k, sample_nothing);
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(k, &n);
    for (int i = 0; i < n; i++)
        sample_set(&arena, &d, &v[i].field,
                   v[i].field.type == FIELD_day ? S("2026-01-01") : S("1"));
    return d;
}

/* A misspelt field name in a layout would leave a cell empty. */
static void test_every_kind(void **state) {
    (void)state;
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++) {
        struct buf b = {0};
        struct disclosure d = filled(k);
        struct list_row row = {&d, S("x/y.html"), S("aaaaaaaaaa"), 0};
        struct list_page page = full_page();
        page.list.kind = k;
        page.list.slug = str_of(kind_slug(k, 0));
        page.rows = &row;
        page.n = 1;
        assert_true(pages_list(site, &arena, &page, &b));
        assert_true(sample_has(&b, S("<tr id=\"aaaaaaaaaa\"")));
        if (sample_has(&b, S("\"></td>")))
            fail_msg("%s has an empty cell", kind_info(k)->name);
        buf_free(&b);
    }
}

static void test_paths(void **state) {
    (void)state;
    struct list_name l = {.slug = S("cf"), .agency_code = S("scj"), .year = 2026, .month = 3};
    assert_true(str_eq(list_path(&arena, &l, 4, true), S("cf/index.html")));
    assert_true(str_eq(list_path(&arena, &l, 4, false), S("cf/p4.html")));
    l.scope = LIST_AGENCY;
    assert_true(str_eq(list_path(&arena, &l, 1, true), S("cf/agency/scj/index.html")));
    l.scope = LIST_YEAR;
    assert_true(str_eq(list_path(&arena, &l, 1, true), S("cf/2026/index.html")));
    l.scope = LIST_MONTH;
    assert_true(str_eq(list_path(&arena, &l, 2, false), S("cf/2026/03/p2.html")));
    l.scope = LIST_AGENCY_YEAR;
    assert_true(str_eq(list_path(&arena, &l, 1, true), S("cf/agency/scj/2026/index.html")));
    l.scope = LIST_AGENCY_MONTH;
    assert_true(str_eq(list_path(&arena, &l, 1, true), S("cf/agency/scj/2026/03/index.html")));
}

/* A year of an agency has no rows: it leads to its months, newest first, and back. */
static void test_year_of_agency(void **state) {
    (void)state;
    static const int months[] = {3, 11};
    static const int64_t rows_of[] = {4, 6};
    struct buf b = {0};
    struct list_page page = {.list = {.slug = S("cf"),
                                      .kind = KIND_decision,
                                      .scope = LIST_AGENCY_YEAR,
                                      .agency_code = S("scj"),
                                      .agency_name = S("青原市市场监督管理局"),
                                      .year = 2026},
                             .page = 1,
                             .pages = 1,
                             .newest = true,
                             .public_rows = 10,
                             .as_of = date_of(2026, 11, 20),
                             .months = months,
                             .month_rows = rows_of,
                             .month_count = 2};
    assert_true(pages_list(site, &arena, &page, &b));
    assert_true(sample_has(&b, S("<h1>行政处罚：青原市市场监督管理局 2026 年</h1>")));
    assert_true(sample_has(&b, S("/11/index.html\">11 月</a><b class=\"count\">6</b></li>\n<li>")));
    assert_true(
        sample_has(&b, S("narrowed\">筛选：<a href=\"../../../../cf/agency/scj/index.html")));
    assert_false(sample_has(&b, S("<table")));
    assert_false(sample_has(&b, S("本期无数据")));
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_full_page_never_changes),
                                       cmocka_unit_test(test_newest_page),
                                       cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_empty),
                                       cmocka_unit_test(test_every_kind),
                                       cmocka_unit_test(test_paths),
                                       cmocka_unit_test(test_year_of_agency)};
    return cmocka_run_group_tests(tests, open_site, NULL);
}
