/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * check_test.c — rows as the platform wants them, and what it would reject, rule by rule.
 *
 * In:    feeds/credit as shipped, made-up decisions
 * Out:   cmocka's report
 * Law:   law.md §4
 * Never: asks a platform
 */
#include "base/os.h"
#include "platform/platform.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define PLACEHOLDER "00000000000000000X"

static struct arena memory;
static struct column_sets sets;

static void load(const char *file) {
    str text;
    struct diags diags = {.arena = &memory};
    assert_true(os_read(&memory, str_fmt(&memory, "feeds/credit/%s", file).p, 1 << 20, &text));
    assert_true(columns_load(&memory, str_of(file), text, &sets, &diags));
    assert_null(diags.first);
}

static const struct column_set *table(int category) {
    for (int i = 0; i < sets.n; i++)
        if (sets.v[i].category == category)
            return &sets.v[i];
    return NULL;
}

/* A code with the check character that GB 32100 wants. */
static str uscc(const char *seventeen) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    for (int i = 0; i < 31; i++) {
        str code = str_fmt(&memory, "%s%c", seventeen, alphabet[i]);
        if (uscc_valid(code))
            return code;
    }
    return (str){0};
}

/* A penalty of an organisation, and what the site knows besides. */
static struct record penalty;
static struct record permit;
static struct row_facts facts;

static void begin(void) {
    static str fine[1];
    fine[0] = S("罚款");
    load("2018.csv");
    record_clear(&penalty, KIND_decision);
    penalty.decision.category = CATEGORY_PENALTY;
    penalty.decision.document_number = S("青市监罚〔2026〕12号");
    penalty.decision.party = S("青原禾木有限公司");
    penalty.decision.party_type = PARTY_ORGANISATION;
    penalty.decision.party_uscc = uscc("91130599MA5QK2R73");
    penalty.decision.representative = S("尉迟小满");
    penalty.decision.cause = S("销售不合格计量器具");
    penalty.decision.facts = S("检查发现。");
    penalty.decision.basis = S("《计量法》第二十七条");
    penalty.decision.conclusion = S("罚款 2000 元");
    penalty.decision.penalty_types = (struct strs){fine, 1};
    penalty.decision.amount = 200000;
    penalty.decision.decided = date_of(2026, 3, 2);
    permit = penalty;
    permit.decision.category = CATEGORY_PERMIT;
    permit.decision.document_name = S("准予许可决定书");
    permit.decision.document_number = S("青市监许〔2026〕1号");
    permit.decision.penalty_types = (struct strs){0};
    permit.decision.amount = WHOLE_NONE;
    facts = (struct row_facts){.agency_name = S("青原市市场监督管理局"),
                               .agency_uscc = uscc("1113080000000000A"),
                               .credit_until = DATE_NONE,
                               .published = date_of(2026, 3, 5),
                               .as_of = date_of(2026, 3, 5),
                               .id = S("k3v9x2m7ab")};
}

static str *cells_of(const struct record *r) {
    const struct column_set *set = table(r->decision.category);
    str *cells = NEW(&memory, str, set->n);
    facts.record = r;
    row_cells(&memory, set, &facts, cells);
    return cells;
}

static str cell(const struct record *r, const char *code) {
    const struct column_set *set = table(r->decision.category);
    str *cells = cells_of(r);
    for (int i = 0; i < set->n; i++)
        if (str_eq(set->v[i].code, str_of(code)))
            return cells[i];
    fail_msg("no column %s", code);
    return (str){0};
}

/* The row is good, or has this finding at this column and no other. */
static void expect(const struct record *r, const char *code, const char *title) {
    struct diags diags = {.arena = &memory};
    const struct column_set *set = table(r->decision.category);
    bool good = row_check(set, r->decision.party_type, cells_of(r),
                          (struct place){S("a.jsonl"), 7, {0}}, &diags);
    assert_int_equal(good, diags.first == NULL);
    if (code == NULL && diags.first == NULL)
        return;
    if (code == NULL || diags.first == NULL)
        fail_msg("%s: %s", title,
                 diags.first == NULL ? "taken" : diag_kind(diags.first->code)->code);
    assert_string_equal(diag_kind(diags.first->code)->code, code);
    assert_true(str_eq(diags.first->place.field, str_of(title)));
    assert_int_equal(diags.first->place.line, 7);
    assert_null(diags.first->next);
}

static void is(const struct record *r, const char *code, const char *text) {
    str got = cell(r, code);
    if (!str_eq(got, str_of(text)))
        fail_msg("%s is %.*s, not %s", code, STR(got), text);
}

static void test_forms(void **state) {
    (void)state;
    begin();
    expect(&penalty, NULL, "");
    expect(&permit, NULL, "");
    is(&penalty, "CF_NR_FK", "0.2"); /* 2000 元 in 万元 */
    penalty.decision.amount = 1;
    is(&penalty, "CF_NR_FK", "0.000001");
    expect(&penalty, NULL, "");
    is(&penalty, "CF_JDRQ", "2026/03/02");
    is(&penalty, "CF_YXQ", "2099/12/31");
    is(&penalty, "CF_GSJZQ", "");
    is(&penalty, "CF_SJLY", "青原市市场监督管理局");
    is(&permit, "XK_YXQZ", "2026/03/02"); /* no 有效期自: the day of the decision */
    is(&permit, "XK_YXQZI", "2099/12/31");
    is(&permit, "XK_XKLB", "普通");
    is(&permit, "XK_ZT", "1");
    facts.invalid = true; /* 注销、吊销 */
    is(&permit, "XK_ZT", "2");
}

static void test_obligations(void **state) {
    (void)state;
    begin();
    permit.decision.representative = (str){0};
    expect(&permit, "E901", "法定代表人");
    begin();
    penalty.decision.amount = WHOLE_NONE; /* 罚款 requires the amount */
    expect(&penalty, "E901", "罚款金额（万元）");
    begin();
    penalty.decision.penalty_types.v[0] = S("吊销许可证件"); /* requires the certificate */
    expect(&penalty, "E901", "暂扣或吊销证照名称及编号");
    penalty.decision.certificate_name = S("食品经营许可证");
    penalty.decision.certificate_number = S("JY1");
    is(&penalty, "CF_NR_ZKDX", "食品经营许可证 JY1");
    expect(&penalty, NULL, "");
    begin();
    penalty.decision.representative_id_type = S("身份证"); /* requires the number */
    expect(&penalty, "E901", "法定代表人证件号码");
}

/* A natural person has no code, and must have a document; the values that are not for a party of
 * this type are not sent. */
static void test_persons(void **state) {
    (void)state;
    begin();
    penalty.decision.party = S("尉迟小满");
    penalty.decision.party_type = PARTY_PERSON;
    is(&penalty, "CF_XDR_SHXYM", "");
    is(&penalty, "CF_FRDB", "");
    penalty.decision.party_id = S("130599197504094873");
    expect(&penalty, "E901", "证件类型");
    penalty.decision.party_id_type = S("居民身份证");
    is(&penalty, "CF_XDR_ZJLX", "身份证");
    expect(&penalty, NULL, "");
    penalty.decision.party_id = S("130599197504094874");
    expect(&penalty, "E906", "证件号码");
    penalty.decision.party_id_type = S("护照");
    expect(&penalty, NULL, ""); /* the arithmetic is that of ID cards */
    penalty.decision.party_id_type = S("军官证");
    expect(&penalty, "E903", "证件类型");
    penalty.decision.party_id_type = S("其他-军官证");
    expect(&penalty, NULL, "");
}

static void test_codes(void **state) {
    (void)state;
    begin();
    penalty.decision.party_uscc = uscc("92130599MA5QK2R71"); /* 92 is for sole traders alone */
    expect(&penalty, "E906", "行政相对人代码_1(统一社会信用代码)");
    penalty.decision.party_type = PARTY_TRADER;
    expect(&penalty, NULL, "");
    penalty.decision.party_uscc = S(PLACEHOLDER);
    expect(&penalty, "E901", "行政相对人代码_2(工商注册号)");
    penalty.decision.registration_number = S("130599600000001");
    expect(&penalty, NULL, "");
    penalty.decision.party_type = PARTY_ORGANISATION;
    expect(&penalty, "E906", "行政相对人代码_1(统一社会信用代码)");
    begin();
    penalty.decision.party_uscc = S("91130599MA5QK2R730");
    expect(&penalty, "E906", "行政相对人代码_1(统一社会信用代码)");
}

static void test_cells(void **state) {
    (void)state;
    begin();
    penalty.decision.penalty_types.v[0] = S("没收工具");
    penalty.decision.confiscated = 100;
    expect(&penalty, "E903", "处罚类别");
    begin();
    char *many = NEW(&memory, char, 3 * 201);
    for (int i = 0; i < 201; i++)
        memcpy(many + 3 * i, "某", 3);
    penalty.decision.party = (str){many, 3 * 200};
    expect(&penalty, NULL, "");
    penalty.decision.party = (str){many, 3 * 201};
    expect(&penalty, "E902", "行政相对人名称");
    begin();
    penalty.decision.valid_to = date_of(2100, 1, 1); /* 2099/12/31 is 长期 and the last day */
    expect(&penalty, "E904", "处罚有效期");
}

/* What only the platform may see stands in no finding. */
static void test_silence(void **state) {
    (void)state;
    struct diags diags = {.arena = &memory};
    begin();
    penalty.decision.party_type = PARTY_PERSON;
    penalty.decision.party_id_type = S("身份证");
    penalty.decision.party_id = S("130599197504094874");
    (void)row_check(table(CATEGORY_PENALTY), PARTY_PERSON, cells_of(&penalty), (struct place){0},
                    &diags);
    assert_true(str_find(diags.first->detail, S("1975")) < 0);
}

/* The fingerprint is of what the row says: neither of the day nor of what is done with it. */
static void test_print(void **state) {
    (void)state;
    begin();
    load("hebei.csv");
    const struct column_set *set = table(CATEGORY_PENALTY);
    str *cells = cells_of(&penalty);
    int64_t print = row_print(set, cells, 1);
    row_operation(set, OPERATION_ADD, cells);
    assert_true(str_eq(cells[1], S("新增")));
    assert_true(str_eq(cells[0], S("k3v9x2m7ab")));
    assert_int_equal(row_print(set, cells, 1), print);
    assert_int_not_equal(row_print(set, cells, 2), print);
    penalty.decision.amount++;
    assert_int_not_equal(row_print(set, cells_of(&penalty), 1), print);
    is(&penalty, "CF_JDRQ", "2026-03-02");
    load("2015.csv");
    str *before = cells_of(&penalty);
    print = row_print(table(CATEGORY_PENALTY), before, 1);
    facts.as_of++;
    assert_int_equal(row_print(table(CATEGORY_PENALTY), cells_of(&penalty), 1), print);
    load("gsxt.csv");
    is(&penalty, "PenAm", "2000.01");
    penalty.decision.amount = 200050;
    is(&penalty, "PenAm", "2000.5");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),   cmocka_unit_test(test_obligations),
        cmocka_unit_test(test_persons), cmocka_unit_test(test_codes),
        cmocka_unit_test(test_cells),   cmocka_unit_test(test_silence),
        cmocka_unit_test(test_print),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&memory);
    return failed;
}
