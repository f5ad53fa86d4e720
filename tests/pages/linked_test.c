/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * linked_test.c — what machines read: JSON-LD that parses, and never tells of a person.
 *
 * In:    sample.h, templates/
 * Out:   cmocka's report
 * Law:   none
 * Never: asks the clock
 */
#include "sample.h"

#include <jansson.h>

static struct arena arena;
static struct pages *site;

static int open_site(void **state) {
    (void)state;
    site = sample_pages(&arena, sample_words());
    return 0;
}

/* The graph of a page; the caller owns it. */
static json_t *graph_of(const struct buf *page) {
    str rest = buf_view(page);
    (void)str_cut(&rest, S("<script type=\"application/ld+json\">"));
    assert_non_null(rest.p);
    str text = str_cut(&rest, S("</script>"));
    json_error_t error;
    json_t *all = json_loadb(text.p, (size_t)text.n, 0, &error);
    if (all == NULL)
        fail_msg("%s: %.*s", error.text, STR(text));
    json_t *graph = json_incref(json_object_get(all, "@graph"));
    json_decref(all);
    assert_non_null(graph);
    return graph;
}

static const char *type_at(json_t *graph, size_t i) {
    return json_string_value(json_object_get(json_array_get(graph, i), "@type"));
}

static json_t *graph_of_record(const struct disclosure *d, const char *path) {
    struct buf b = {0};
    struct appearance at = sample_appearance(path, "k3v9x2m7ab");
    assert_true(pages_record(site, &arena, d, &at, &b));
    assert_false(sample_has(&b, S("\"Person\"")));
    json_t *graph = graph_of(&b);
    buf_free(&b);
    return graph;
}

static void test_crumbs(void **state) {
    (void)state;
    struct disclosure d = sample_record(&arena, KIND_decision, sample_decision);
    json_t *graph = graph_of_record(&d, "cf/2026/k3v9x2m7ab.html");
    assert_string_equal(type_at(graph, 0), "BreadcrumbList");
    assert_int_equal(json_array_size(graph), 1);
    json_t *crumbs = json_object_get(json_array_get(graph, 0), "itemListElement");
    assert_int_equal(json_array_size(crumbs), 4);
    json_t *list = json_array_get(crumbs, 2);
    assert_string_equal(json_string_value(json_object_get(list, "item")),
                        "https://gongshi.example.gov.cn/cf/");
    json_decref(graph);
}

static void test_permit(void **state) {
    (void)state;
    struct disclosure d = sample_record(&arena, KIND_decision, sample_decision);
    d.decision.category = CATEGORY_PERMIT;
    d.decision.certificate_name = S("食品经营许可证");
    d.decision.valid_to = date_of(2031, 3, 1);
    json_t *graph = graph_of_record(&d, "xk/2026/k3v9x2m7ab.html");
    assert_string_equal(type_at(graph, 1), "GovernmentPermit");
    json_t *permit = json_array_get(graph, 1);
    assert_string_equal(json_string_value(json_object_get(permit, "name")), "食品经营许可证");
    assert_string_equal(json_string_value(json_object_get(permit, "validUntil")), "2031-03-01");
    json_decref(graph);
}

/* Whatever stands in a name, the element ends where it should. */
static void test_hostile(void **state) {
    (void)state;
    static const char *const pairs[] = {"name",
                                        "<!--<script>\"\\</script>",
                                        "code",
                                        "1",
                                        "office_phone",
                                        "0319-1",
                                        "office_address",
                                        "二楼",
                                        NULL};
    struct disclosure d = sample_record(&arena, KIND_guide, pairs);
    json_t *graph = graph_of_record(&d, "zn/k3v9x2m7ab.html");
    assert_string_equal(type_at(graph, 1), "GovernmentService");
    assert_string_equal(json_string_value(json_object_get(json_array_get(graph, 1), "name")),
                        "<!--<script>\"\\</script>");
    json_decref(graph);
}

static void test_dataset(void **state) {
    (void)state;
    struct buf b = {0};
    struct site_state s = {.as_of = date_of(2026, 11, 20)};
    assert_true(pages_home(site, &arena, &s, &b));
    json_t *graph = graph_of(&b);
    assert_string_equal(type_at(graph, 1), "Dataset");
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(graph, 1), "dateModified")), "2026-11-20");
    json_decref(graph);
    buf_free(&b);
}

/* ---- feeds ---- */

static void test_feeds(void **state) {
    (void)state;
    struct buf b = {0};
    struct disclosure one = sample_record(&arena, KIND_decision, sample_decision);
    struct disclosure person = one;
    person.person = true;
    person.decision.party = S("张某");
    instant at = instant_parse(S("2026-03-10T09:00"));
    struct list_row rows[] = {{&person, S("cf/2026/a.html"), S("a"), at},
                              {&one, S("cf/2026/b.html"), S("b"), at}};
    struct feed feed = {.folder = S("cf/"), .section = S("cf"), .rows = rows, .n = 2};
    pages_json_feed(site, &arena, &feed, &b);
    json_error_t error;
    json_t *all = json_loadb(b.p, (size_t)b.n, 0, &error);
    assert_non_null(all);
    json_t *items = json_object_get(all, "items");
    assert_int_equal(json_array_size(items), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(items, 0), "url")),
                        "https://gongshi.example.gov.cn/cf/2026/b.html");
    json_decref(all);
    buf_reset(&b);
    pages_atom(site, &arena, &feed, &b);
    assert_true(sample_has(&b, S("<updated>2026-03-10T09:00:00+08:00</updated>")));
    assert_true(sample_has(&b, S("青原市行政执法公示平台：行政处罚，最新公示")));
    assert_false(sample_has(&b, S("张某")));
    buf_free(&b);
}

/* ---- QR codes ---- */

static const char of_a_decision[] = "https://gongshi.example.gov.cn/cf/2026/k3v9x2m7ab.html";

static void test_qr(void **state) {
    (void)state;
    struct html svg = qr_svg(NULL, &arena, str_of(of_a_decision));
    assert_true(str_starts(svg.s, S("<svg class=\"qr\" viewBox=\"0 0 41 41\"")));
    /* the finder pattern: seven dark modules, then one light column */
    assert_true(str_find(svg.s, S("M4 4.5h33v1h-33v1")) > 0);
    assert_true(str_find(svg.s, S("stroke-dasharray=\"7,")) > 0);
    char *longest = NEW(&arena, char, 8000);
    memset(longest, 'a', 8000);
    assert_null(qr_svg(NULL, &arena, (str){longest, 8000}).s.p);
}

/* A form makes no difference but in time, wherever a text differs from its sample. */
static void test_qr_form(void **state) {
    (void)state;
    str sample = str_of(of_a_decision);
    const struct qr_form *form = qr_form_open(&arena, sample, 31);
    uint32_t random = 1;
    assert_non_null(form);
    for (int round = 0; round < 500; round++) {
        char *text = NEW(&arena, char, sample.n + 1);
        memcpy(text, sample.p, (size_t)sample.n);
        for (ptrdiff_t i = round % sample.n; i < sample.n; i += 1 + round % 3) {
            random = random * 1664525 + 1013904223;
            text[i] = (char)(' ' + (random >> 16) % 95);
        }
        str one = {text, round == 7 ? sample.n - 1 : sample.n};
        struct html quick = qr_svg(form, &arena, one);
        struct html plain = qr_svg(NULL, &arena, one);
        assert_true(str_eq(quick.s, plain.s));
    }
    /* Where small letters are not alike, a text might be written in fewer bits. */
    assert_null(qr_form_open(&arena, S("HTTPS://A.B/cf"), 12));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crumbs),  cmocka_unit_test(test_permit),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_dataset),
        cmocka_unit_test(test_feeds),   cmocka_unit_test(test_qr),
        cmocka_unit_test(test_qr_form)};
    return cmocka_run_group_tests(tests, open_site, NULL);
}
