/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * record_test.c — pages of records: every kind, full and empty, labelled, escaped, relative.
 *
 * In:    sample.h, templates/
 * Out:   cmocka's report, goldens
 * Law:   law.md §6 (labels)
 * Never: asks the clock
 */
#include "sample.h"

#define HOSTILE "<script>alert(1)</script>\"'><img src=x onerror=y>{{title}}&amp;<公司章程>"

static struct arena arena;
static struct pages *site;

static int open_site(void **state) {
    (void)state;
    site = sample_pages(&arena, sample_words());
    return 0;
}

static void render(const struct disclosure *d, const char *path, struct buf *out) {
    struct appearance at = sample_appearance(path, "k3v9x2m7ab");
    assert_true(pages_record(site, &arena, d, &at, out));
}

static const char *path_of(enum kind k) {
    return str_fmt(&arena, "%s/2026/k3v9x2m7ab.html", kind_slug(k, 0)).p;
}

static void check_labels(const struct buf *b) {
    static const char *const labels[] = {"SiteName",     "SiteDomain",        "SiteIDCode",
                                         "ColumnName",   "ColumnDescription", "ColumnType",
                                         "ArticleTitle", "PubDate",           "ContentSource"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        assert_true(sample_has(b, str_fmt(&arena, "<meta name=\"%s\" content=\"", labels[i])));
    assert_true(sample_has(b, S("content=\"2026-03-10 09:00\"")));
    assert_true(sample_has(b, S("<html lang=\"zh-CN\" id=\"big\">")));
}

/* Every link is relative, but those that site.conf gives. */
static void check_links(const struct buf *b) {
    str rest = buf_view(b);
    while (str_cut(&rest, S(" href=\"")).p != NULL && rest.p != NULL) {
        str link = str_cut(&rest, S("\""));
        bool given = str_starts(link, S("https://gongshi.example.gov.cn/")) ||
                     str_starts(link, S("https://zfwzgl.example.gov.cn/"));
        bool relative =
            str_starts(link, S("../")) || str_starts(link, S("#")) || str_starts(link, S("tel:"));
        if (!given && !relative)
            fail_msg("link %.*s", STR(link));
    }
}

static void test_every_kind_empty(void **state) {
    (void)state;
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++) {
        struct buf b = {0};
        struct disclosure d = sample_record(&arena, k, sample_nothing);
        render(&d, path_of(k), &b);
        check_labels(&b);
        check_links(&b);
        buf_free(&b);
    }
}

/* Every text of every field hostile: nothing of it may arrive as markup. */
static void fill_hostile(struct disclosure *d) {
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(d->kind, &n);
    for (int i = 0; i < n; i++) {
        const struct field *f = &v[i].field;
        bool text = f->type == FIELD_text || f->type == FIELD_lines || f->type == FIELD_uscc ||
                    f->type == FIELD_list || f->type == FIELD_rows;
        str plain = f->type == FIELD_day ? S("2026-01-01") : S("1");
        sample_set(&arena, d, f, text ? S(HOSTILE "\n- **a** " HOSTILE "|" HOSTILE) : plain);
    }
    d->agency_name = S(HOSTILE);
    d->agency_code = S("a\"b");
    d->status = S(HOSTILE);
    d->due.day = date_of(2026, 3, 11);
    d->due.from = date_of(2026, 3, 2);
    d->due.citation = S(HOSTILE);
    d->term_citation = S(HOSTILE);
}

static void test_every_kind_hostile(void **state) {
    (void)state;
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++) {
        struct buf b = {0};
        struct disclosure d;
        disclosure_clear(&d, k);
        fill_hostile(&d);
        struct appearance at = sample_appearance(path_of(k), "k3v9x2m7ab");
        str corrected[] = {S(HOSTILE)};
        at.corrected = (struct strs){corrected, 1};
        assert_true(pages_record(site, &arena, &d, &at, &b));
        assert_false(sample_has(&b, S("<script>")));
        assert_false(sample_has(&b, S("<img")));
        assert_false(sample_has(&b, S("<公司")));
        assert_false(sample_has(&b, S("content=\"\"'>")));
        assert_true(sample_has(&b, S("&lt;公司章程&gt;")));
        buf_free(&b);
    }
}

/* Fields whose value stands on the page without their title: in its headline, its lead, its column,
 * or under another word. */
static bool is_told_otherwise(enum kind k, const char *field) {
    static const char *const anywhere[] = {
        "agency",  "publicity",  "figures",     "certificate", "agency_uscc",
        "hearing", "collective", "transferred", "matter_code", "source_unit_uscc"};
    bool headline = strcmp(field, "name") == 0 && k != KIND_officer && k != KIND_window;
    bool code = (k == KIND_agency && strcmp(field, "code") == 0) ||
                (k == KIND_report && strcmp(field, "number") == 0);
    bool repeated = k == KIND_decision &&
                    (strcmp(field, "category") == 0 || strcmp(field, "permit_status") == 0 ||
                     strcmp(field, "source_unit") == 0 || strcmp(field, "matter") == 0 ||
                     strcmp(field, "facts") == 0);
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
        if (strcmp(field, anywhere[i]) == 0)
            return true;
    return headline || code || repeated;
}

/* The title of every public field that has a value is on the page. */
static void test_fields_named(void **state) {
    (void)state;
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++) {
        struct buf b = {0};
        struct disclosure d;
        disclosure_clear(&d, k);
        fill_hostile(&d);
        render(&d, path_of(k), &b);
        int n = 0;
        const struct disclosed_field *v = disclosure_fields(k, &n);
        for (int i = 0; i < n; i++) {
            bool own = is_told_otherwise(k, v[i].field.name);
            int declared = 0;
            str title = str_of(kind_fields(k, &declared)[v[i].declared].title);
            if (!own && !sample_has(&b, title))
                fail_msg("%s: %.*s", kind_info(k)->name, STR(title));
        }
        buf_free(&b);
    }
}

static void golden(enum kind k, const char *const *pairs, const char *path, const char *name) {
    struct buf b = {0};
    struct disclosure d = sample_record(&arena, k, pairs);
    render(&d, path, &b);
    check_links(&b);
    sample_golden(&arena, name, &b);
    buf_free(&b);
}

static void test_goldens(void **state) {
    (void)state;
    golden(KIND_officer, sample_officer, "ry/2026/k3v9x2m7ab.html", "officer.html");
    golden(KIND_guide, sample_guide, "zn/2026/k3v9x2m7ab.html", "guide.html");
    golden(KIND_flowchart, sample_flowchart, "lc/2026/k3v9x2m7ab.html", "flowchart.html");
    golden(KIND_report, sample_report, "tj/2026/k3v9x2m7ab.html", "report.html");
}

static struct disclosure full_decision(void) {
    struct disclosure d = sample_record(&arena, KIND_decision, sample_decision);
    d.due = (struct due){date_of(2026, 3, 2),   date_of(2026, 3, 11),    7, false,
                         S("deadline.penalty"), S("国办发〔2018〕118号")};
    d.public_until = date_of(2031, 3, 2);
    d.term_citation = S("青原市行政执法公示办法");
    d.reconsider_by = date_of(2026, 5, 4);
    d.sue_by = date_of(2026, 9, 5);
    return d;
}

static void test_decision(void **state) {
    (void)state;
    struct buf b = {0};
    struct disclosure d = full_decision();
    struct appearance at = sample_appearance("cf/2026/k3v9x2m7ab.html", "k3v9x2m7ab");
    str corrected[] = {S("事由"), S("结论")};
    at.corrected = (struct strs){corrected, 2};
    at.updated = instant_parse(S("2026-04-01T09:00"));
    at.matter_path = S("sx/2026/aaaaaaaaaa.html");
    assert_true(pages_record(site, &arena, &d, &at, &b));
    check_labels(&b);
    assert_true(sample_has(
        &b, S("<h1>青原市云岭食品有限公司未按规定建立进货查验记录：警告、罚款 2 万元</h1>")));
    assert_true(sample_has(&b, S("按期公示")));
    assert_true(sample_has(&b, S("138****1234")));
    assert_false(sample_has(&b, S("noindex")));
    sample_golden(&arena, "decision.html", &b);
    buf_free(&b);
}

static void test_person_noindex(void **state) {
    (void)state;
    struct buf b = {0};
    struct disclosure d = full_decision();
    d.person = true;
    d.decision.party = S("张某");
    d.status = S("注销");
    d.due.provisional = true;
    d.due.day = date_of(2026, 3, 9);
    render(&d, "cf/2026/k3v9x2m7ab.html", &b);
    assert_true(sample_has(&b, S("<meta name=\"robots\" content=\"noindex\">")));
    assert_true(sample_has(&b, S("已注销")));
    assert_true(sample_has(&b, S("逾期公示")));
    assert_true(sample_has(&b, S("暂定")));
    buf_free(&b);
}

/* What the full text says word for word has no section of its own; and the amount of a levy is no
 * 罚款. */
static void test_told_once(void **state) {
    (void)state;
    struct buf b = {0};
    struct disclosure d = full_decision();
    d.decision.full_text = str_cat(&arena, S("经查："), d.decision.facts);
    d.decision.source_unit = d.agency_name;
    d.decision.category = CATEGORY_LEVY;
    d.decision.matter_code = S("130500-04-0001");
    render(&d, "zs/2026/k3v9x2m7ab.html", &b);
    assert_false(sample_has(&b, S("<h2>事实</h2>")));
    assert_true(sample_has(&b, S("<h2>决定全文</h2>")));
    assert_false(sample_has(&b, S("数据来源单位")));
    assert_false(sample_has(&b, S("罚款金额")));
    assert_true(sample_has(&b, S("<dt>金额<dd>20,000.00 元")));
    assert_true(sample_has(&b, S("<dt>执法事项<dd>130500-04-0001")));
    assert_true(sample_has(&b, S("<span class=\"person\">周执正（13050001001）</span>")));
    buf_free(&b);
}

static void test_headline(void **state) {
    (void)state;
    struct disclosure d = full_decision();
    str party = d.decision.party;
    d.decision.cause = str_fmt(&arena, "关于对%.*s采取监管措施的决定", STR(party));
    assert_true(str_eq(decision_headline(&arena, &d, S("：")), d.decision.cause));
    d.decision.cause = (str){0};
    assert_true(str_eq(decision_headline(&arena, &d, S("：")), party));
}

static void test_procedure(void **state) {
    (void)state;
    struct buf b = {0};
    struct disclosure d = full_decision();
    d.decision.hearing = YES_NO_YES;
    d.decision.collective = YES_NO_YES;
    d.decision.transferred = YES_NO_NO;
    render(&d, "cf/2026/k3v9x2m7ab.html", &b);
    assert_true(sample_has(&b, S("<dt>程序<dd>普通程序，经过听证、集体讨论")));
    buf_free(&b);
}

static void test_event(void **state) {
    (void)state;
    static const char *const pairs[] = {
        "document_number", "青市监罚〔2026〕12号", "change", "撤销",
        "authority",       "青原市人民政府",       "day",    "2026-06-01",
        "reason",          "主要事实不清",         NULL};
    struct buf b = {0};
    struct disclosure d = sample_record(&arena, KIND_event, pairs);
    render(&d, "bd/k3v9x2m7ab.html", &b);
    assert_true(sample_has(&b, S("<h1>青市监罚〔2026〕12号已被撤销</h1>")));
    assert_true(sample_has(&b, S("青原市人民政府作出决定")));
    sample_golden(&arena, "event.html", &b);
    buf_free(&b);
}

/* Headings of a body stand below the page's own, however the author began. */
static void test_headings(void **state) {
    (void)state;
    static const char *const pairs[] = {
        "number", "青应急〔2026〕3号",           "name",           "检查计划",
        "body",   "# 第一章\n\n## 第一条\n\n文", "document_class", "年度监管执法计划",
        NULL};
    struct buf b = {0};
    struct disclosure d = sample_record(&arena, KIND_document, pairs);
    render(&d, "jh/k3v9x2m7ab.html", &b);
    assert_true(sample_has(&b, S("<h3>第一章</h3>")));
    assert_true(sample_has(&b, S("<h4>第一条</h4>")));
    buf_free(&b);
}

/* A page that does not fit is said to be withheld, never cut. */
static void test_limit(void **state) {
    (void)state;
    struct buf b = {.limit = 1000};
    struct disclosure d = full_decision();
    struct appearance at = sample_appearance("cf/2026/k3v9x2m7ab.html", "k3v9x2m7ab");
    assert_false(pages_record(site, &arena, &d, &at, &b));
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_empty), cmocka_unit_test(test_every_kind_hostile),
        cmocka_unit_test(test_fields_named),     cmocka_unit_test(test_goldens),
        cmocka_unit_test(test_decision),         cmocka_unit_test(test_person_noindex),
        cmocka_unit_test(test_told_once),        cmocka_unit_test(test_headline),
        cmocka_unit_test(test_procedure),        cmocka_unit_test(test_event),
        cmocka_unit_test(test_headings),         cmocka_unit_test(test_limit)};
    return cmocka_run_group_tests(tests, open_site, NULL);
}
