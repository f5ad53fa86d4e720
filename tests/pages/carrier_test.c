/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * carrier_test.c — screens, notice boards, signs, texts for other media, handbooks.
 *
 * In:    sample.h, templates/
 * Out:   cmocka's report
 * Law:   law.md §6 (carriers)
 * Never: asks the clock
 */
#include "sample.h"

#include "base/utf8.h"

#include <jansson.h>

static struct arena arena;
static struct pages *site;
static struct disclosure decision;

static int open_site(void **state) {
    (void)state;
    site = sample_pages(&arena, sample_words());
    decision = sample_record(&arena, KIND_decision, sample_nothing);
    decision.decision.agency = S("scj");
    decision.decision.party = S("青原<禾木>有限公司");
    decision.decision.cause = S("销售不合格计量器具");
    decision.decision.conclusion = S("处以罚款 500 元。");
    decision.decision.document_number = S("市监罚〔2026〕1号");
    return 0;
}

static const char *const window_pairs[] = {"window", "二楼 12 号窗口", "name", "林晓窗", NULL};
static const char *const matter_pairs[] = {"name", "食品经营许可", "code", "1305-01", NULL};
static const char *const chart_pairs[] = {"name", "许可流程图", NULL};

static struct posting posting_of(int n) {
    struct list_row *rows = NEW(&arena, struct list_row, n);
    for (int i = 0; i < n; i++)
        rows[i] = (struct list_row){.disclosure = &decision, .path = S("cf/2026/k3v9x2m7ab.html")};
    return (struct posting){.agency = {.code = S("scj"), .name = S("青原市市场监督管理局")},
                            .published = date_parse(S("2026-11-20")),
                            .decisions = rows,
                            .n = n,
                            .more = 3};
}

static str made(const struct posting *p, enum carrier which) {
    static struct buf b;
    buf_reset(&b);
    assert_true(pages_carrier(site, &arena, p, which, &b));
    return str_dup(&arena, buf_view(&b));
}

static void test_board(void **state) {
    (void)state;
    struct posting p = posting_of(2);
    str page = made(&p, CARRIER_BOARD);
    assert_true(str_find(page, S("青原&lt;禾木&gt;有限公司")) > 0);
    assert_true(str_find(page, S("共 5 件")) > 0);
    assert_true(str_find(page, S("当日另有 3 件")) > 0);
    assert_true(str_find(page, S("<svg")) > 0); /* the code that leads to the agency's page */
    assert_true(str_find(page, S(" style=")) < 0);
}

/* However many decisions there are, the short text keeps within what the service takes. */
static void test_weibo_length(void **state) {
    (void)state;
    for (int n = 0; n < 12; n++) {
        struct posting p = posting_of(n);
        str text = made(&p, CARRIER_WEIBO);
        assert_true(utf8_count(str_trim(text)) <= 140);
        assert_true(n == 0 || str_find(text, S("青原<禾木>有限公司")) > 0);
        assert_true(str_find(text, S("https://gongshi.example.gov.cn/agency/scj/")) > 0);
    }
}

static void test_app_is_json(void **state) {
    (void)state;
    struct posting p = posting_of(3);
    str text = made(&p, CARRIER_APP);
    json_t *all = json_loadb(text.p, (size_t)text.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(all);
    assert_int_equal(json_array_size(json_object_get(all, "items")), 3);
    assert_int_equal(json_integer_value(json_object_get(all, "count")), 6);
    json_decref(all);
}

static void test_gazette(void **state) {
    (void)state;
    struct posting p = posting_of(1);
    str text = made(&p, CARRIER_GAZETTE);
    assert_true(str_find(text, S("1. 青原<禾木>有限公司")) > 0);
    assert_true(str_find(text, S("（市监罚〔2026〕1号）")) > 0);
}

static void test_screen(void **state) {
    (void)state;
    struct posting p = posting_of(6);
    struct screen s = {.as_of = p.published, .decisions = p.decisions, .decision_count = 6};
    for (int page = 1; page <= SCREEN_PAGES; page++)
        for (int still = 0; still < 2; still++) {
            struct buf b = {0};
            struct screen_page which = {page, still == 1};
            assert_true(pages_screen(site, &arena, &s, which, &b));
            assert_int_equal(sample_has(&b, S("http-equiv=\"refresh\"")), still == 0);
            /* 5 on the first, 1 on the second, and so again */
            int rows = 0;
            str rest = buf_view(&b);
            while (str_cut(&rest, S("青原&lt;禾木&gt;有限公司")).p != NULL && rest.p != NULL)
                rows++;
            assert_int_equal(rows, page % 2 == 1 ? 5 : 1);
            buf_free(&b);
        }
}

static void test_signs_and_handbook(void **state) {
    (void)state;
    struct buf b = {0};
    struct posting p = posting_of(0);
    struct disclosure window = sample_record(&arena, KIND_window, window_pairs);
    struct list_row row = {.disclosure = &window, .path = S("ck/k3v9x2m7ab.html")};
    struct signs signs = {p.agency, &row, 1};
    assert_true(pages_signs(site, &arena, &signs, &b));
    assert_true(sample_has(&b, S("class=\"a4 sign\"")));
    buf_reset(&b);
    struct disclosure chart = sample_record(&arena, KIND_flowchart, chart_pairs);
    struct disclosure matter = sample_record(&arena, KIND_matter, matter_pairs);
    const struct chapter_entry one[] = {{&chart, S("f/0.svg")}, {&matter, {0}}};
    struct chapter chapters[] = {{KIND_matter, 0, &one[1], 1, true},
                                 {KIND_flowchart, 0, one, 1, false}};
    struct handbook h = {p.agency, p.published, chapters, 2};
    assert_true(pages_handbook(site, &arena, &h, &b));
    assert_true(sample_has(&b, S("id=\"c2\"")));
    assert_true(sample_has(&b, S("<img src=\"../../f/0.svg\" alt=")));
    assert_true(sample_has(&b, S("其余见网站。")));
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_board),       cmocka_unit_test(test_weibo_length),
        cmocka_unit_test(test_app_is_json), cmocka_unit_test(test_gazette),
        cmocka_unit_test(test_screen),      cmocka_unit_test(test_signs_and_handbook),
    };
    int failed = cmocka_run_group_tests(tests, open_site, NULL);
    arena_free(&arena);
    return failed;
}
