/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * map_test.c — a map says all that a foreign source needs, without code.
 *
 * In:    maps and deliveries made here; feeds/maps; the real data where it is there
 * Out:   cmocka's report
 * Law:   none
 * Never: needs a golden (faulty maps have theirs in bad_test.c)
 */
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char map[] = "# 样例\n"
                          "［map］\n"
                          "kind = decision\n"
                          "match = out-*.csv\n"
                          "separator = |\n"
                          "[columns]\n"
                          "编号 = document_number\n"
                          "旧编号 = document_number\n"
                          "类 = category\n"
                          "金额(万元) = amount\n"
                          "没收 = confiscated\n"
                          "日期 = decided\n"
                          "正文 = full_text\n"
                          "审核 = review\n"
                          "人员 = persons\n"
                          "[extract]\n"
                          "party = 正文 ~ ^当事人[:：](\\p{sc:Han}+)\n"
                          "party = 正文 ~ ^(\\S+)。\n"
                          "party_type = 正文 ~ 公司 -> 法人及非法人组织\n"
                          "served = 正文 ~ (\\d+年\\d+月\\d+日)送达\n"
                          "[constants]\n"
                          "party_type = 自然人\n"
                          "amount = 7\n"
                          "[terms category]\n"
                          "罚 = 行政处罚\n"
                          "[terms agency]\n"
                          "x = y\n"
                          "[units]\n"
                          "amount = 万元\n"
                          "[dates]\n"
                          "decided = D日M月YYYY年\n"
                          "[rows]\n"
                          "review = number result date\n"
                          "persons = name lines\n"
                          "[null]\n"
                          "values = 无  — null\n";

static struct decision_record one_row(struct taken **t, const char *row) {
    char text[2048];
    (void)snprintf(text, sizeof text,
                   "编号|旧编号|类|金额(万元)|没收|日期|正文|审核|人员|别的\n%s\n", row);
    *t = take_text("out-1.csv", str_of(text), str_of(map));
    assert_int_equal((*t)->n, 1);
    return (*t)->records[0].decision;
}

static void test_row(void **state) {
    (void)state;
    struct taken *t = NULL;
    struct decision_record d =
        one_row(&t, "无|青罚1号|罚|0.2|1万元|2日1月2026年|当事人：某某公司。2026年1月5日送达"
                    "|SH-1／通过／2026/1/1|\"张三丰\n无\n李四光\"|x");
    assert_true(str_eq(d.document_number, S("青罚1号")));
    assert_int_equal(d.category, CATEGORY_PENALTY);
    assert_int_equal(d.amount, 200000);
    assert_int_equal(d.confiscated, 1000000);
    assert_int_equal(d.decided, date_of(2026, 1, 2));
    assert_int_equal(d.served, date_of(2026, 1, 5));
    assert_true(str_eq(d.party, S("某某公司")));
    assert_int_equal(d.party_type, PARTY_ORGANISATION);
    assert_int_equal(d.review.n, 1);
    assert_true(str_eq(d.review.cells[COLUMN_review_number], S("SH-1")));
    assert_true(str_eq(d.review.cells[COLUMN_review_result], S("通过")));
    assert_true(str_eq(d.review.cells[COLUMN_review_date], S("2026/1/1")));
    assert_int_equal(d.persons.n, 2);
    assert_true(str_eq(d.persons.cells[COLUMN_person_name], S("张三丰")));
    taken_free(t);
}

/* First non-empty column, then patterns in their order, then the constant. */
static void test_order(void **state) {
    (void)state;
    struct taken *t = NULL;
    struct decision_record d = one_row(&t, "青罚2号|青罚1号|罚|null||2日1月2026年|张某。|||");
    assert_true(str_eq(d.document_number, S("青罚2号")));
    assert_true(str_eq(d.party, S("张某")));
    assert_int_equal(d.party_type, PARTY_PERSON);
    assert_int_equal(d.amount, 7000000);
    assert_int_equal(d.confiscated, WHOLE_NONE);
    taken_free(t);
}

static void test_date_forms(void **state) {
    (void)state;
    struct taken *t = NULL;
    struct decision_record d = one_row(&t, "||罚|||2日13月2026年||||");
    assert_int_equal(d.decided, DATE_NONE);
    assert_int_equal(taken_count(t, DIAG_DATE_FORMAT), 1);
    taken_free(t);
    d = one_row(&t, "||罚|||31日12月2026年 08:00||||");
    assert_int_equal(d.decided, date_of(2026, 12, 31));
    taken_free(t);
    d = one_row(&t, "||罚|||2026-12-31||||");
    assert_int_equal(d.decided, DATE_NONE);
    taken_free(t);
}

static void test_json(void **state) {
    (void)state;
    struct taken *t =
        take_text("out-2.json",
                  S("{\"list\": [{\"p\": [\"罚款\", \"警告\"], \"c\": [\"甲\", \"乙\"],"
                    " \"n\": 12, \"o\": [{\"name\": \"周执正\"}], \"b\": true}],"
                    " \"unit\": \"某局\"}"),
                  S("[map]\nkind = decision\nrecords = list\n[columns]\np = penalty_types\n"
                    "c = cause\nn = document_number\no = officers\nunit = agency\nb = hearing\n"));
    assert_int_equal(t->n, 1);
    const struct decision_record *d = &t->records[0].decision;
    assert_int_equal(d->penalty_types.n, 2);
    assert_true(str_eq(d->cause, S("甲、乙")));
    assert_true(str_eq(d->document_number, S("12")));
    assert_int_equal(d->officers.n, 1);
    assert_true(str_eq(d->agency, S("某局")));
    assert_int_equal(d->hearing, YES_NO_YES);
    taken_free(t);
}

static void test_match(void **state) {
    (void)state;
    struct arena a = {0};
    struct diags diags = {.arena = &a};
    const struct map *m = map_load(&a, S("m"), str_of(map), &diags);
    assert_non_null(m);
    assert_int_equal(diags.count[DIAG_NOTE], 1); /* ［map］ is spelled full-width */
    assert_true(map_matches(m, S("out-1.csv")));
    assert_true(map_matches(m, S("inbox/out-2026.csv")));
    assert_false(map_matches(m, S("out/1.csv")));
    assert_false(map_matches(m, S("")));
    arena_free(&a);
}

/* Several spellings of a name, whatever its brackets and blanks; one cell for two fields. */
static const char wide[] = "[map]\nkind = decision\nheader = 文号 期限\n"
                           "[columns]\n"
                           "文号 | 决定书文号 ｜ 编号 = document_number\n"
                           "罚款（元） = amount\n"
                           "日期 = decided\n"
                           "备注 = -\n"
                           "[split]\n"
                           "valid_from + valid_to = 期限 ~ 至 —\n"
                           "certificate_name + certificate_number = 证照 ~ ：\n"
                           "[dates]\ndecided = YYYY/M/D | excel\n"
                           "[null]\nvalues = 无\n";

static struct decision_record one_wide(struct taken **t, const char *header, const char *row) {
    char text[1024];
    (void)snprintf(text, sizeof text, "%s\n%s\n", header, row);
    *t = take_text("wide.csv", str_of(text), str_of(wide));
    return (*t)->n == 1 ? (*t)->records[0].decision : (struct decision_record){0};
}

static void test_wide(void **state) {
    (void)state;
    struct taken *t = NULL;
    struct decision_record d =
        one_wide(&t, "文号,罚款 (元),日期,期限,证照,备注",
                 "青罚〔2026〕1号,伍佰元,46024,2026年1月2日至长期,营业执照：无,x");
    assert_true(str_eq(d.document_number, S("青罚〔2026〕1号")));
    assert_int_equal(d.amount, 50000);
    assert_int_equal(d.decided, date_of(2026, 1, 2));
    assert_int_equal(d.valid_from, date_of(2026, 1, 2));
    assert_int_equal(d.valid_to, date_of(2099, 12, 31));
    assert_true(str_eq(d.certificate_name, S("营业执照")) && d.certificate_number.n == 0);
    assert_int_equal(taken_count(t, DIAG_MAP_COLUMN_UNUSED), 0);
    taken_free(t);
    d = one_wide(&t, "文号,\"编\n号\",日期,期限,别的", ",青罚2号,2026/1/2,2026/1/2—2027/1/1,y");
    assert_true(str_eq(d.document_number, S("青罚2号")));
    assert_int_equal(d.valid_to, date_of(2027, 1, 1));
    assert_int_equal(taken_count(t, DIAG_MAP_COLUMN_UNUSED), 1);
    taken_free(t);
}

/* Without the names that it asks for, a map is for another file. */
static void test_heads(void **state) {
    (void)state;
    struct taken *t = NULL;
    (void)one_wide(&t, "文号,日期", "1,2026/1/2");
    assert_int_equal(taken_count(t, DIAG_FILE_KIND), 1);
    taken_free(t);
    (void)one_wide(&t, "文号码,日期", "期限,2026/1/2");
    assert_int_equal(taken_count(t, DIAG_FILE_KIND), 1);
    taken_free(t);
    t = take_text("wide.jsonl", S("{\"文号\":\"1号\",\"期限\":\"\"}\n"), str_of(wide));
    assert_true(str_eq(t->records[0].decision.document_number, S("1号")));
    taken_free(t);
}

static void test_shipped(void **state) {
    (void)state;
    struct arena a = {0};
    struct diags diags = {.arena = &a};
    struct strs names = os_list(&a, "feeds/maps");
    for (ptrdiff_t i = 0; i < names.n; i++) {
        str text = {0};
        if (!str_ends(names.v[i], S(".map")))
            continue;
        assert_true(os_read(&a, str_fmt(&a, "feeds/maps/%.*s", STR(names.v[i])).p, 1 << 20, &text));
        assert_non_null(map_load(&a, names.v[i], text, &diags));
    }
    assert_int_equal(diag_worst(&diags), -1);
    arena_free(&a);
}

/* The column sets of the credit platform, whatever the file is called: by codes or by titles. */
static void check_credit(const char *with, const char *text, struct decision_record *out) {
    struct arena a = {0};
    str map_text = {0};
    assert_true(os_read(&a, str_fmt(&a, "feeds/maps/%s", with).p, 1 << 20, &map_text));
    struct taken *t = take_text("export-2026.csv", str_of(text), map_text);
    assert_int_equal(t->n, 1);
    assert_int_equal(t->rejected, 0);
    assert_int_equal(taken_count(t, DIAG_MAP_COLUMN_UNUSED), 0);
    *out = t->records[0].decision;
    taken_free(t);
    arena_free(&a);
}

static void test_credit(void **state) {
    (void)state;
    struct decision_record d;
    check_credit("credit-penalties.map",
                 "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,"
                 "CF_NR_FK,CF_JDRQ,CF_YXQ,CF_CFJG,BZ\n"
                 "青原市某某食品有限公司,法人及非法人组织,91130599MA0AAAAA1N,青市监罚〔2026〕1号,"
                 "甲,乙,丙,罚款,罚款2000元,0.2,2026/3/2,2099/12/31,青原市市场监督管理局,无\n",
                 &d);
    assert_int_equal(d.amount, 200000);
    assert_int_equal(d.category, CATEGORY_PENALTY);
    assert_int_equal(d.valid_to, date_of(2099, 12, 31));
    check_credit("credit-permits.map",
                 "序号,行政相对人名称,行政相对人类别,行政许可决定文书号,许可编号,许可内容,"
                 "许可决定日期,有效期自,有效期至,许可机关,当前状态\n"
                 "1,青原市某某食品有限公司,法人,—,JY1130599,食品经营,2026-03-02,2026-03-02,"
                 "2031-03-01,青原市市场监督管理局,1\n",
                 &d);
    assert_int_equal(d.permit_status, PERMIT_STATUS_VALID);
    assert_int_equal(d.decided, date_of(2026, 3, 2));
}

#define REAL "../shared/data/real/"

static void check_real(const char *file, const char *with, int delivered, int rejected) {
    struct arena a = {0};
    str text = {0};
    if (!os_stat(file).exists) {
        print_message("skipped: %s is not here\n", file);
        return;
    }
    assert_true(os_read(&a, with, 1 << 20, &text));
    struct taken *t = take(file, strrchr(file, '/') + 1, text, BATCH_MOST);
    assert_int_equal(t->delivered, delivered);
    assert_int_equal(t->rejected, rejected);
    taken_free(t);
    arena_free(&a);
}

static void test_real(void **state) {
    (void)state;
    check_real(REAL "hlj-permit-items.json", "feeds/maps/hlj-matters.map", 448, 1);
    check_real(REAL "hlj-permit-items.json", "feeds/maps/hlj-guides.map", 448, 1);
    check_real(REAL "csrc-measures-organisations.csv", "feeds/maps/csrc.map", 236, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row),        cmocka_unit_test(test_order),
        cmocka_unit_test(test_date_forms), cmocka_unit_test(test_json),
        cmocka_unit_test(test_match),      cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_wide),       cmocka_unit_test(test_heads),
        cmocka_unit_test(test_credit),     cmocka_unit_test(test_real)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
