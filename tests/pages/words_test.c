/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words_test.c — the catalogue of words: every page in English, without one Chinese character.
 *
 * In:    sample.h, templates/words
 * Out:   cmocka's report
 * Law:   none
 * Never: asks the clock
 */
#include "sample.h"

#include "base/utf8.h"

static struct arena arena;
static struct pages *site;
static struct disclosure records[KINDS];

/* Data without a Chinese character, so that whatever is Chinese comes from the program. */
static void fill_plain(struct disclosure *d, enum kind k) {
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(k, &n);
    disclosure_clear(d, k);
    for (int i = 0; i < n; i++) {
        const struct field *f = &v[i].field;
        str text = f->type == FIELD_day ? S("2026-01-01") : S("1");
        sample_set(&arena, d, f, f->type == FIELD_rows ? S("a|b|c|d\ne|f|g|h") : text);
    }
    d->agency_code = S("scj");
    d->agency_name = S("Market agency");
    d->due = (struct due){date_of(2026, 1, 1), date_of(2026, 1, 12), 7, true, S("rule"), S("law")};
    d->public_until = date_of(2031, 1, 1);
    d->term_citation = S("law");
    d->reconsider_by = date_of(2026, 3, 2);
    d->sue_by = date_of(2026, 7, 1);
}

static int open_site(void **state) {
    (void)state;
    struct site_words words = {.name = S("Portal"),
                               .domain = S("example.org"),
                               .id_code = S("1"),
                               .organiser = S("City"),
                               .maintainer = S("Office"),
                               .contact = S("1"),
                               .icp = S("1"),
                               .police = S("1"),
                               .error_url = S("https://example.org/"),
                               .correction = S("1"),
                               .demo = true};
    site = sample_site(&arena, words, "en");
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++)
        fill_plain(&records[k], k);
    return 0;
}

static void check(const char *what, struct buf *b, bool ok) {
    assert_true(ok);
    for (str rest = buf_view(b); rest.n > 0;) {
        str at = rest;
        if (utf8_next(&rest) < 0x2E80) /* below the CJK blocks */
            continue;
        fail_msg("%s: %.*s", what, STR(utf8_head(at, 20)));
    }
    buf_reset(b);
}

static void test_records(void **state) {
    (void)state;
    struct buf b = {0};
    str corrected[] = {S("事由")};
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++) {
        str path = str_fmt(&arena, "%s/2026/aaaaaaaaaa.html", kind_slug(k, 0));
        struct appearance at = sample_appearance(path.p, "aaaaaaaaaa");
        check(kind_info(k)->name, &b, pages_record(site, &arena, &records[k], &at, &b));
        at.corrected = (struct strs){corrected, 1};
        records[k].status = S("注销");
        check(kind_info(k)->name, &b, pages_record(site, &arena, &records[k], &at, &b));
        records[k].status = (str){0};
    }
    for (int change = 0; change <= CHANGE_RESTORED; change++) {
        records[KIND_event].event.change = change;
        struct appearance at = sample_appearance("bd/aaaaaaaaaa.html", "aaaaaaaaaa");
        check("event", &b, pages_record(site, &arena, &records[KIND_event], &at, &b));
    }
    buf_free(&b);
}

static void test_lists(void **state) {
    (void)state;
    struct buf b = {0};
    int years[] = {2025, 2026};
    struct agency_words agency = {S("scj"), S("Market agency"), 1, 2};
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++) {
        struct list_row row = {&records[k], S("cf/y.html"), S("aaaaaaaaaa"), 0};
        struct list_page page = {.list = {.slug = str_of(kind_slug(k, 0)),
                                          .kind = k,
                                          .agency_name = S("Market agency"),
                                          .agency_code = S("scj"),
                                          .year = 2026,
                                          .month = 1,
                                          .key = S("1")},
                                 .page = 3,
                                 .pages = 3,
                                 .rows = &row,
                                 .n = 1,
                                 .public_rows = 1,
                                 .as_of = date_of(2026, 11, 20),
                                 .agencies = &agency,
                                 .agency_count = 1,
                                 .years = years,
                                 .year_count = 2,
                                 .months = (int[]){1},
                                 .month_count = 1};
        for (enum list_scope s = LIST_ALL; s <= LIST_PLAN; s++)
            for (int newest = 0; newest < 2; newest++) {
                page.list.scope = s;
                page.newest = newest == 1;
                check("list", &b, pages_list(site, &arena, &page, &b));
            }
        page.n = 0;
        check("empty list", &b, pages_list(site, &arena, &page, &b));
    }
    buf_free(&b);
}

/* What is printed, and what the hall display shows. */
static void check_carriers(const struct list_row *row, const struct agency_words *agency,
                           struct buf *b) {
    struct posting posting = {*agency, date_of(2026, 11, 20), row, 1, 2};
    for (enum carrier c = 0; c < CARRIERS; c++)
        check("carrier", b, pages_carrier(site, &arena, &posting, c, b));
    struct list_row window = {&records[KIND_window], S("ck/y.html"), S("aaaaaaaaaa"), 0};
    struct signs signs = {*agency, &window, 1};
    check("signs", b, pages_signs(site, &arena, &signs, b));
    struct screen screen = {date_of(2026, 11, 20), row, 1, &window, 1, NULL, 0};
    struct screen_page still = {1, true};
    check("screen", b, pages_screen(site, &arena, &screen, still, b));
    struct printable printable = {*agency, true, true, true};
    check("prints", b, pages_prints(site, &arena, &printable, 1, b));
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++) {
        const struct chapter_entry one[] = {{&records[k], {0}}};
        struct chapter chapter = {k, 0, one, 1, true};
        struct handbook book = {*agency, date_of(2026, 11, 20), &chapter, 1};
        if (kind_info(k)->column == SITE_BEFORE)
            check("handbook", b, pages_handbook(site, &arena, &book, b));
    }
}

static void test_whole_site(void **state) {
    (void)state;
    struct buf b = {0};
    struct figures figures = {.on_time = 1};
    struct list_row row = {&records[KIND_decision], S("cf/y.html"), S("aaaaaaaaaa"), 0};
    struct agency_words agency = {S("scj"), S("Market agency"), 1, 2};
    struct article article = {.path = S("gg/a.html"), .column = S("gg"), .title = S("News")};
    struct site_state s = {date_of(2026, 11, 20), &figures, &agency, 1, &row, 1, &article, 1};
    static const char *const folders[] = {"shiqian", "shizhong", "shihou", "gg",
                                          "data",    "agency",   "about"};
    check("home", &b, pages_home(site, &arena, &s, &b));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        check(folders[i], &b, pages_column(site, &arena, str_of(folders[i]), &s, &b));
    check("map", &b, pages_site_map(site, &arena, &s, &b));
    check("nothing", &b, pages_nothing(site, &arena, &s, &b));
    check_carriers(&row, &agency, &b);
    check("search", &b, pages_search(site, &arena, &s, &(struct search_page){0}, &b));
    check("404", &b, pages_not_found(site, &arena, &b));
    check("article", &b, pages_article(site, &arena, &article, &b));
    struct agency_page page = {.words = agency,
                               .record = &records[KIND_agency],
                               .record_path = S("zt/a.html"),
                               .as_of = s.as_of};
    check("agency", &b, pages_agency(site, &arena, &page, &b));
    for (enum verb v = RULING_NONE; v < RULING_VERBS; v++) {
        struct notice n = {.path = S("cf/a.html"), .verb = v, .text = S("公示期限届满")};
        check("notice", &b, pages_notice(site, &arena, &n, &b));
    }
    struct feed feed = {.folder = S("cf/"), .section = S("cf"), .rows = &row, .n = 1};
    pages_atom(site, &arena, &feed, &b);
    check("atom", &b, true);
    pages_json_feed(site, &arena, &feed, &b);
    check("json feed", &b, true);
    pages_opensearch(site, &b);
    check("opensearch", &b, true);
    buf_free(&b);
}

/* ---- the catalogue itself ---- */

static struct words *load(const char *first, const char *second, struct diags *diags) {
    struct page_source v[] = {{S("a"), S("a.ini"), str_of(first)},
                              {S("b"), S("b.ini"), str_of(second)}};
    return words_load(&arena, v, 2, diags);
}

static void test_catalogue(void **state) {
    (void)state;
    struct diags diags = {.arena = &arena};
    struct words *w = load("[list]\nempty = none\n[mark]\nlist = \"; \"\n[declared]\n是 = yes\n",
                           "[list]\nempty = nothing\nparty = {1} of {2}{3}\n", &diags);
    assert_int_equal(diags.count[DIAG_ERROR], WORDS - 2); /* all others are missing */
    assert_true(str_eq(words_get(w, WORD_LIST_MARK), S("; ")));
    assert_true(str_eq(words_find(w, S("list.empty")), S("nothing")));
    assert_true(str_eq(words_say(w, S("是")), S("yes")));
    assert_true(str_eq(words_say(w, S("否")), S("否")));
    assert_true(str_eq(FILL(w, &arena, WORD_PARTY_TITLE, S("{2}"), S("b")), S("{2} of b{3}")));
    struct page_source source = {S("t"), S("t.mustache"), S("a [[list.empty]]\n[[list.none]] [[")};
    int64_t before = diags.count[DIAG_ERROR];
    str out = words_expand(w, &arena, &source, &diags);
    assert_true(str_eq(out, S("a nothing\n[[list.none]] [[]]")));
    assert_int_equal(diags.count[DIAG_ERROR], before + 2);
    assert_int_equal(diags.last->place.line, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_records), cmocka_unit_test(test_lists),
                                       cmocka_unit_test(test_whole_site),
                                       cmocka_unit_test(test_catalogue)};
    return cmocka_run_group_tests(tests, open_site, NULL);
}
