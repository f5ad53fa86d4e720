/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * disclose_test.c — from a record to its public face, with nothing private left.
 *
 * In:    the shipped policy, made-up records
 * Out:   cmocka's report
 * Law:   law.md §3; content/law/masking.csv
 * Never: holds a real person
 */
#include "law/law.h"

#include "base/arena.h"
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define HEADER                                                                                     \
    "id,rank,role,value,treatment,kind,category,agency,sector,party_type,class,valid_from,"        \
    "valid_to,citation\n"
#define REST ",,,,,,,,,依据\n"
#define ALL_ELSE                                                                                                                               \
    "m3,1,,证件号码；电话；账号；车牌号；住址；电子邮箱；网络账号；权属证书号；健康状况；出生日期," \
    "删去" REST
#define ID_NUMBER "130501199003071239" /* the check digit is right */
#define ROUNDS 3000

struct fixture {
    struct arena arena;
    struct diags diags;
    struct policy *policy;
    struct record r;
    struct facts f;
    struct ruling ruling;
    struct disclosure d;
};

/* The shipped policy, with another masking.csv when one is given. */
static struct policy *policy_with(struct fixture *x, str masking) {
    struct policy_source sources[TABLES];
    int n = test_sources(&x->arena, NULL, sources);
    if (masking.n > 0)
        sources[TABLE_MASKING].text = masking;
    struct policy *p =
        policy_load(&x->arena, &(struct policy_input){sources, n, test_agencies, 2}, &x->diags);
    assert_non_null(p);
    return p;
}

static void decision(struct fixture *x, int party_type, str party) {
    struct decision_record *d = &x->r.decision;
    record_clear(&x->r, KIND_decision);
    x->r.file = S("cd.json");
    x->r.at.line = 7;
    x->f = (struct facts){.kind = KIND_decision,
                          .term = CATEGORY_PENALTY,
                          .agency = "scj",
                          .severity = 1,
                          .decided = date_of(2026, 3, 2),
                          .served = date_of(2026, 3, 5)};
    x->ruling = (struct ruling){.due = 20520, .due_days = 7, .due_rule = S("cf")};
    d->agency = S("青原市市场监督管理局");
    d->category = CATEGORY_PENALTY;
    d->document_name = S("行政处罚决定书");
    d->document_number = S("青市监罚〔2026〕12号");
    d->party = party;
    d->party_type = party_type;
    d->cause = S("未按规定建立进货查验记录");
    d->conclusion = S("罚款20000元");
    d->amount = 2000000;
    d->decided = date_of(2026, 3, 2);
}

static void setup(struct fixture *x) {
    *x = (struct fixture){0};
    x->diags.arena = &x->arena;
    x->policy = policy_with(x, (str){0});
}

static bool run(struct fixture *x) {
    return disclose(&x->arena, x->policy,
                    &(struct ruled){.record = &x->r, .facts = &x->f, .ruling = &x->ruling}, &x->d,
                    &x->diags);
}

static void assert_str(str is, const char *want) {
    if (!str_eq(is, str_of(want)))
        print_message("%.*s, not %s\n", STR(is), want);
    assert_true(str_eq(is, str_of(want)));
}

static str person_cells[] = {{"证人", 6}, {"张大伟", 9}, {NULL, 0}, {"13912345678", 11},
                             {NULL, 0},   {NULL, 0},     {NULL, 0}};
static str officer_cells[] = {{"王小明", 9}, {"13050001001", 11}};

static void test_natural_person(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张三丰"));
    x.r.decision.party_id = S(ID_NUMBER);
    x.r.decision.party_phone = S("13812345678");
    x.r.decision.party_address = S("青原市桥东区建设路1号");
    x.r.decision.persons = (struct rows){person_cells, 1, 7};
    x.r.decision.officers = (struct rows){officer_cells, 1, 2};
    x.r.decision.cause = S("张三丰无照经营");
    x.r.decision.full_text =
        S("张大伟证实张 三丰（" ID_NUMBER "，住桥东区建设路１号，电话138-1234-5678）"
          "由王小明（13050001001）查获。");
    assert_true(run(&x));
    assert_str(x.d.decision.party, "张某1");
    assert_str(x.d.decision.cause, "张某1无照经营");
    assert_str(x.d.decision.full_text,
               "张某2证实张某1（＊＊＊，住桥东区，电话＊＊＊）由王小明（13050001001）查获。");
    assert_str(x.d.decision.officers.cells[0], "王小明");
    assert_true(x.d.person);
    assert_int_equal(x.d.pseudonyms, 2);
    assert_int_equal(x.d.removals, 3);
    assert_str(x.d.agency_code, "scj");
    assert_str(x.d.agency_name, "青原市市场监督管理局");
    assert_int_equal(x.d.severity, 1);
    assert_int_equal(x.d.due.day, 20520);
    assert_int_equal(x.d.decision.amount, 2000000);
    assert_true(x.d.reconsider_by > x.f.served && x.d.sue_by > x.d.reconsider_by);
    assert_str(x.r.decision.party, "张三丰");
    arena_free(&x.arena);
}

static void test_organisation(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_ORGANISATION, S("青原市张大伟食品有限公司"));
    x.r.decision.representative = S("李明");
    x.r.decision.representative_id = S(ID_NUMBER);
    x.r.decision.party_uscc = S("91130500MA0ABCDE1X");
    x.r.decision.party_id = S("91130500MA0ABCDE1X");
    x.r.decision.persons = (struct rows){person_cells, 1, 7};
    x.r.decision.facts =
        S("青原市张大伟食品有限公司（91130500MA0ABCDE1X）法定代表人李明，员工张大伟在场。");
    assert_true(run(&x));
    assert_str(x.d.decision.party, "青原市张大伟食品有限公司");
    assert_str(x.d.decision.representative, "李明");
    assert_str(x.d.decision.party_uscc, "91130500MA0ABCDE1X");
    assert_str(x.d.decision.facts,
               "青原市张大伟食品有限公司（91130500MA0ABCDE1X）法定代表人李明，员工张某在场。");
    assert_false(x.d.person);
    arena_free(&x.arena);
}

static void test_traders(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_TRADER, S("桥东区王强小吃店"));
    x.r.decision.representative = S("王强");
    x.r.decision.facts = S("桥东区王强小吃店由王强经营");
    assert_true(run(&x));
    assert_str(x.d.decision.party, "桥东区王强小吃店");
    assert_str(x.d.decision.facts, "桥东区王强小吃店由王强经营");
    assert_false(x.d.person);

    x.r.decision.party = S("王强");
    assert_true(run(&x));
    assert_str(x.d.decision.party, "王某");
    assert_str(x.d.decision.representative, "王某");
    assert_true(x.d.person);

    x.r.decision.party = S("桥东区王强小吃店");
    x.policy = policy_with(&x, S(HEADER "m1,1,当事人；法定代表人；经营者；其他自然人,姓名,化名" REST
                                        "m2,1,执法人员,姓名,保留" REST ALL_ELSE));
    assert_true(run(&x));
    assert_str(x.d.decision.representative, "王某");
    assert_str(x.d.decision.facts, "桥东区王强小吃店由王某经营");
    arena_free(&x.arena);
}

/* Several names, remarks behind them, and names that came masked. */
static void test_party_fields(void **state) {
    (void)state;
    static const char *const parties[][2] = {
        {"张三丰、李雷", "张某、李某"},
        {"张三丰（身份证号" ID_NUMBER "）", "张某"},
        {"张某", "张某"},
        {"张**", "张**"},
        {"王", "王某"},
        {"阿卜杜拉·买买提", "阿某"},
        {"John Smith", "J."},
        {"不详", "某"},
        {"张某 13812345678", "张某＊＊＊"},
        {"张三丰、张大伟", "张某1、张某2"},
    };
    struct fixture x;
    setup(&x);
    for (size_t i = 0; i < sizeof parties / sizeof parties[0]; i++) {
        decision(&x, PARTY_PERSON, str_of(parties[i][0]));
        assert_true(run(&x));
        assert_str(x.d.decision.party, parties[i][1]);
    }
    arena_free(&x.arena);
}

/* Looking whether an open field holds a name counts nobody: each person has a number. */
static void test_numbers_after_a_look(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张大伟、张三丰"));
    x.r.decision.document_name = S("关于张三丰（13812345678）的决定");
    assert_true(run(&x));
    assert_int_equal(x.d.pseudonyms, 2);
    assert_null(strstr(str_z(&x.arena, x.d.decision.party), "张某1、张某1"));
    assert_true(str_find(x.d.decision.party, S("张某1")) >= 0);
    assert_true(str_find(x.d.decision.party, S("张某2")) >= 0);
    arena_free(&x.arena);
}

static void test_open_fields(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张三丰"));
    x.r.decision.party_id = S(ID_NUMBER);
    x.r.decision.certificate_number = S(ID_NUMBER);
    x.r.decision.tax_number = S(ID_NUMBER "01");
    x.r.decision.document_name = S("关于张三丰（13050001001）的决定");
    x.r.decision.matter_code = S("13050001001");
    assert_true(run(&x));
    assert_str(x.d.decision.certificate_number, "＊＊＊");
    assert_str(x.d.decision.tax_number, "＊＊＊01");
    assert_str(x.d.decision.document_name, "关于张某（13050001001）的决定");
    assert_str(x.d.decision.matter_code, "13050001001");

    x.r.decision.matter_code = (str){0};
    assert_true(run(&x));
    assert_str(x.d.decision.document_name, "关于张某（＊＊＊）的决定");
    arena_free(&x.arena);
}

static void test_not_sure(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张三丰"));
    x.r.decision.document_number = S("青市监罚张三丰12号");
    assert_false(run(&x));
    assert_int_equal(x.diags.last->code, DIAG_MASK_UNSURE);
    assert_str(x.diags.last->place.field, "document_number");
    assert_true(str_find(x.diags.last->detail, S("张")) < 0);

    decision(&x, PARTY_PERSON, S("王小明"));
    x.r.decision.officers = (struct rows){officer_cells, 1, 2};
    assert_true(run(&x));
    assert_str(x.d.decision.party, "王某");
    x.r.decision.full_text = S("王小明无照经营，由王小明查获。");
    assert_false(run(&x));
    assert_int_equal(x.diags.last->code, DIAG_MASK_NAMESAKE);
    assert_str(x.diags.last->place.field, "full_text");
    assert_str(x.diags.last->detail, "决定全文 2 处");
    x.r.decision.full_text = S("当事人王小明无照经营，由执法人员王小明查获。");
    assert_true(run(&x));
    assert_str(x.d.decision.full_text, "当事人王某无照经营，由执法人员王小明查获。");

    decision(&x, PARTY_ORGANISATION, S("张三丰"));
    assert_false(run(&x));
    assert_str(x.diags.last->place.field, "party");
    x.r.decision.party_uscc = S("91130500MA0ABCDE1X");
    assert_true(run(&x));
    arena_free(&x.arena);
}

/* An officer of the record who is declared its witness, too: his name stays where he acts as an
 * officer, goes where he is the witness, and where nothing tells the record waits. */
static void test_officer_and_witness(void **state) {
    (void)state;
    static str cells[] = {{"证人", 6}, {"王小明", 9}, {NULL, 0}, {NULL, 0},
                          {NULL, 0},   {NULL, 0},     {NULL, 0}};
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_ORGANISATION, S("青原市某某食品有限公司"));
    x.r.decision.party_uscc = S("91130500MA0ABCDE1X");
    x.r.decision.officers = (struct rows){officer_cells, 1, 2};
    x.r.decision.persons = (struct rows){cells, 1, 7};
    x.r.decision.full_text = S("执法人员王小明到场检查，证人王小明证实。");
    assert_true(run(&x));
    assert_str(x.d.decision.full_text, "执法人员王小明到场检查，证人王某证实。");
    assert_str(x.d.decision.officers.cells[0], "王小明");
    x.r.decision.cause = S("由王小明举报的超范围经营");
    assert_false(run(&x));
    assert_int_equal(x.diags.last->code, DIAG_MASK_NAMESAKE);
    assert_str(x.diags.last->place.field, "cause");
    assert_true(str_find(x.diags.last->detail, S("王")) < 0);
    x.r.decision.cause = S("超范围经营");
    x.r.decision.document_name = S("关于王小明的决定书");
    assert_false(run(&x));
    assert_str(x.diags.last->detail, "文书名称 1 处");

    str hidden[] = {S("王小明")};
    struct decided decided = {.hide = {hidden, 1}};
    struct ruled what = {.record = &x.r, .facts = &x.f, .ruling = &x.ruling, .decided = &decided};
    assert_true(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_str(x.d.decision.document_name, "关于王某的决定书");
    assert_str(x.d.decision.officers.cells[0], "王小明");

    x.r.decision.document_name = S("决定书");
    x.r.decision.officers = (struct rows){0};
    x.r.decision.full_text = S("王小明证实，由执法人员李方查获。");
    assert_true(run(&x));
    assert_str(x.d.decision.full_text, "王某证实，由执法人员李方查获。");
    arena_free(&x.arena);
}

/* What is doubtful is told, and a clerk's decision is final. */
static void test_decided(void **state) {
    (void)state;
    struct fixture x;
    struct strs doubts = {0};
    struct ruled what = {.record = &x.r, .facts = &x.f, .ruling = &x.ruling, .doubts = &doubts};
    setup(&x);
    decision(&x, PARTY_ORGANISATION, S("青原市某某食品有限公司"));
    x.r.decision.party_uscc = S("91130500MA0ABCDE1X");
    x.r.decision.full_text = S("货物由证人高明、当日送到。");
    assert_false(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_int_equal(doubts.n, 1);
    assert_str(doubts.v[0], "高明");
    str words[] = {S("高明")};
    what.decided = &(struct decided){.hide = {words, 1}};
    assert_true(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_str(x.d.decision.full_text, "货物由证人高某、当日送到。");
    what.decided = &(struct decided){.keep = {words, 1}};
    assert_true(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_str(x.d.decision.full_text, "货物由证人高明、当日送到。");
    arena_free(&x.arena);
}

/* Who is in no row of masking.csv is not masked as somebody thinks fit: the record waits. */
static void test_unknown_role(void **state) {
    (void)state;
    static str cells[] = {{"甲", 3}, {"张大伟", 9}, {NULL, 0}, {NULL, 0},
                          {NULL, 0}, {NULL, 0},     {NULL, 0}};
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张三丰"));
    x.r.decision.persons = (struct rows){cells, 1, 7};
    assert_false(run(&x));
    assert_int_equal(x.diags.last->code, DIAG_MASK_UNSURE);
    cells[0] = S("目击证人");
    assert_true(run(&x));
    cells[0] = S("甲");
    x.policy = policy_with(&x, S(HEADER "m1,1,,姓名,化名" REST));
    cells[0] = S("证人");
    assert_false(run(&x)); /* nothing is said of numbers */
    arena_free(&x.arena);
}

/* First six and last four at most; of a birthday the year. */
static void test_partial(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张三丰"));
    x.r.decision.party_id = S(ID_NUMBER);
    x.r.decision.facts = S("张三丰，1990年3月7日出生，身份证号" ID_NUMBER "，电话13812345678");
    x.policy = policy_with(
        &x, S(HEADER
              "m1,1,,姓名,化名" REST "m2,1,,证件号码；电话,部分" REST "m3,1,,出生日期,只留年份" REST
              "m4,1,,账号；车牌号；住址；电子邮箱；网络账号；权属证书号；健康状况,删去" REST));
    assert_true(run(&x));
    assert_str(x.d.decision.facts, "张某，1990年出生，身份证号130501＊＊＊1239，电话138＊＊＊78");
    arena_free(&x.arena);
}

/* A word in masking.csv that is none of its words must not pass for one of them. */
static void test_masking_table(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    struct policy_source sources[TABLES];
    int n = test_sources(&x.arena, NULL, sources);
    static const char *const wrong[] = {
        HEADER "m1,1,经营者,姓名,隐藏" REST,                        /* no treatment */
        HEADER "m1,1,经营者,姓名,到县" REST,                        /* a name has no county */
        HEADER "m1,1,经营者,电话,化名" REST,                        /* a number has no pseudonym */
        HEADER "m1,1,经营者,指纹,删去" REST,                        /* no kind of value */
        HEADER "m1,1,经营者,姓名,保留" REST "m2,1,,姓名,化名" REST, /* which of the two? */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        sources[TABLE_MASKING].text = str_of(wrong[i]);
        assert_null(
            policy_load(&x.arena, &(struct policy_input){sources, n, test_agencies, 2}, &x.diags));
        assert_int_equal(x.diags.last->code, i == 4 ? DIAG_POLICY_CONFLICT : DIAG_POLICY_VALUE);
        assert_int_equal(x.diags.last->place.line, i == 4 ? 3 : 2);
    }
    arena_free(&x.arena);
}

static void test_event(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张三丰"));
    x.r.decision.party_id = S(ID_NUMBER);
    struct secrets also = secrets_of(&x.arena, x.policy, &x.r);
    assert_int_equal(also.n, 2);
    record_clear(&x.r, KIND_event);
    x.r.event.agency = S("scj");
    x.r.event.document_number = S("青市监罚〔2026〕12号");
    x.r.event.authority = S("青原市人民政府");
    x.r.event.reason = S("张三丰（" ID_NUMBER "）提供新证据");
    x.ruling.status = CHANGE_REVOKED;
    assert_true(
        disclose(&x.arena, x.policy,
                 &(struct ruled){.record = &x.r, .facts = &x.f, .ruling = &x.ruling, .also = &also},
                 &x.d, &x.diags));
    assert_str(x.d.event.reason, "张某（＊＊＊）提供新证据");
    assert_str(x.d.status, "吊销");
    arena_free(&x.arena);
}

static void test_other_kinds(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    record_clear(&x.r, KIND_complaint);
    x.r.complaint.target = S("张三丰");
    x.r.complaint.party_type = PARTY_PERSON;
    x.r.complaint.persons = (struct rows){person_cells, 1, 7};
    x.r.complaint.result = S("举报人张大伟反映张三丰占道，电话13912345678");
    assert_true(run(&x));
    assert_str(x.d.complaint.target, "张某1");
    assert_str(x.d.complaint.result, "举报人张某2反映张某1占道，电话＊＊＊");

    record_clear(&x.r, KIND_inspection);
    x.r.inspection.target = S("李雷");
    x.r.inspection.result = S("李雷未亮证");
    assert_true(run(&x));
    assert_str(x.d.inspection.target, "李某");
    assert_str(x.d.inspection.result, "李某未亮证");

    record_clear(&x.r, KIND_officer);
    x.r.officer.name = S("周执正");
    x.r.officer.id_number = S(ID_NUMBER);
    x.r.officer.mobile = S("13812345678");
    x.r.officer.certificate = S("13050001001");
    assert_int_equal(secrets_of(&x.arena, x.policy, &x.r).n, 2);
    assert_true(run(&x));
    assert_str(x.d.officer.name, "周执正");
    assert_str(x.d.officer.certificate, "13050001001");
    arena_free(&x.arena);
}

static void test_secrets(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    decision(&x, PARTY_PERSON, S("张三丰"));
    x.r.decision.representative = S("张三丰");
    x.r.decision.party_id = S(ID_NUMBER);
    x.r.decision.representative_id = S(ID_NUMBER);
    x.r.decision.party_phone = S("13812345678、0319-5559876");
    x.r.decision.party_address = S("青原市桥东区");
    x.r.decision.party_account = S("无");
    struct secrets s = secrets_of(&x.arena, x.policy, &x.r);
    assert_int_equal(s.n, 4);
    int everywhere = 0;
    for (int i = 0; i < s.n; i++) {
        everywhere += s.v[i].everywhere;
        assert_false(s.v[i].in_public);
    }
    assert_int_equal(everywhere, 2); /* all but the landline */
    arena_free(&x.arena);
}

/* ---- whatever the record, no secret of it is in the bytes that are stored ---- */

static uint64_t dice = 20260302;

#define PICK(table) str_of(table[test_random(&dice, (uint32_t)(sizeof(table) / sizeof(table)[0]))])

static const char *const people[] = {"张三丰",          "张大伟",     "欧阳明",   "李雷",
                                     "阿依古丽·买买提", "John Smith", "王小明明", "司马川"};
static const char *const ids[] = {ID_NUMBER, "13050219851120006X", "E12345678"};
static const char *const phones[] = {"13812345678", "0319-5559876", "+86 13987654321"};
static const char *const homes[] = {"青原市桥东区建设路1号", "柳林县柳林镇东村12号",
                                    "阳光小区3号楼"};
static const char *const words[] = {"经查，", "当事人", "于2026年3月2日",       "罚款20000元",
                                    "。",     "\n",     "青原市市场监督管理局", "第三十八条",
                                    "，电话", "12345"};
static const char *const blanks[] = {"", "", " ", "　", "\n", "​", "·", "-", "﻿"};

/* What a text says of a person, with blanks thrown into every second value. */
static str sentence(struct arena *a, const str *values, uint32_t n) {
    struct buf b = {0};
    for (uint32_t i = 0; i < 12; i++) {
        str value = test_random(&dice, 2) == 0 ? PICK(words) : values[test_random(&dice, n)];
        bool spoil = test_random(&dice, 2) == 0;
        for (ptrdiff_t k = 0; k < value.n; k++) {
            if (spoil && k > 0 && ((unsigned char)value.p[k] & 0xC0) != 0x80)
                buf_str(&b, PICK(blanks));
            buf_char(&b, value.p[k]);
        }
    }
    str out = str_dup(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void random_decision(struct fixture *x) {
    struct decision_record *d = &x->r.decision;
    decision(x, PARTY_PERSON, PICK(people));
    d->party_id = PICK(ids);
    d->party_phone = PICK(phones);
    d->party_address = PICK(homes);
    str *witness = NEW(&x->arena, str, 7);
    witness[COLUMN_person_name] = PICK(people);
    witness[COLUMN_person_phone] = PICK(phones);
    witness[COLUMN_person_address] = PICK(homes);
    d->persons = (struct rows){witness, 1, 7};
    str values[] = {d->party,   d->party_id, d->party_phone, d->party_address,
                    witness[1], witness[3],  witness[4]};
    d->cause = sentence(&x->arena, values, 7);
    d->facts = sentence(&x->arena, values, 7);
    d->full_text = sentence(&x->arena, values, 7);
    d->certificate_name = sentence(&x->arena, values, 7);
    d->officers = (struct rows){officer_cells, 1, 2};
}

static str squeezed(struct arena *a, str s) {
    for (size_t i = 2; i < sizeof blanks / sizeof blanks[0]; i++)
        s = str_replace(a, s, str_of(blanks[i]), S(""));
    return s;
}

static void test_nothing_left(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    struct arena kept = x.arena;
    int held = 0;
    for (int round = 0; round < ROUNDS; round++) {
        x.arena = (struct arena){0};
        x.diags = (struct diags){.arena = &x.arena};
        random_decision(&x);
        if (!run(&x)) { /* held: nothing is stored */
            arena_free(&x.arena);
            held++;
            continue;
        }
        struct buf b = {0};
        disclosure_put(&x.d, &b);
        str flat = squeezed(&x.arena, buf_view(&b));
        struct secrets s = secrets_of(&x.arena, x.policy, &x.r);
        for (int i = 0; i < s.n; i++)
            assert_true(str_find(flat, squeezed(&x.arena, s.v[i].value)) < 0);
        assert_str(x.d.decision.document_number, "青市监罚〔2026〕12号");
        assert_str(x.d.decision.conclusion, "罚款20000元");
        buf_free(&b);
        arena_free(&x.arena);
    }
    assert_true(held < ROUNDS / 20);
    arena_free(&kept);
}

/* Nobody looks for a person's number in a public field, and it stays byte by byte: so the record
 * waits. Codes and certificates are no telephones. */
static void test_unfit_for_open(void **state) {
    (void)state;
    struct fixture x;
    static const char *const unfit[] = {
        "税务登记130501199003071239",        "130501199003071239",
        "办理张某的丈夫电话13912345678一事", "冀F20042号小型客车的运输许可",
        "通过u1041@example.com提交的申请",   "收款银行卡6222021234567890128一事",
    };
    static const char *const fit[] = {"JY11305990000001", "2026年3月2日的许可",
                                      "对生产不符合食品安全标准食品的处罚", "130500-02-0001"};
    for (size_t i = 0; i < sizeof unfit / sizeof unfit[0]; i++) {
        setup(&x);
        decision(&x, PARTY_ORGANISATION, S("青原市某某食品有限公司"));
        x.r.decision.matter = str_of(unfit[i]);
        if (run(&x))
            print_message("%s\n", unfit[i]);
        assert_int_equal(x.diags.last->code, DIAG_MASK_UNSURE);
        arena_free(&x.arena);
    }
    for (size_t i = 0; i < sizeof fit / sizeof fit[0]; i++) {
        setup(&x);
        decision(&x, PARTY_ORGANISATION, S("青原市某某食品有限公司"));
        x.r.decision.matter = str_of(fit[i]);
        assert_true(run(&x));
        assert_str(x.d.decision.matter, fit[i]);
        arena_free(&x.arena);
    }
}

/* A name or a home that nobody declared, in a field of few words: the record waits for a clerk, who
 * hides it or lets it stand. What names a thing, a firm or an office is none. */
static void test_questions(void **state) {
    (void)state;
    struct fixture x;
    static const struct {
        const char *text;
        bool fit;
    } matters[] = {
        {"张三丰", false},
        {"王丽丽无照经营一案", false},
        {"对张海涛的处罚", false},
        {"当事人李红霞申请的许可", false},
        {"证人赵建国", false},
        {"桥东区建设路1号3号楼2单元401室", false},
        {"关于柳林县柳林镇东村12号的强制拆除", false},
        {"阿依古丽·买买提", false},
        {"许可", true},
        {"通过", true},
        {"高新技术企业认定", true},
        {"食品经营许可（新办）", true},
        {"对生产不符合食品安全标准食品的处罚", true},
        {"医疗机构执业登记", true},
        {"桥东区建设路加油站的抽查", true},
        {"张三丰食品店的抽查", true},
        {"危险化学品经营许可证核发", true},
        {"公共场所卫生许可", true},
        {"对在山林里使用明火的处罚", true},
        {"房屋建筑工程施工许可证", true},
        {"白酒生产许可", true},
        {"安全生产", true},
        {"方便面", true},
        {"张某无照经营一案", true},
    };
    for (size_t i = 0; i < sizeof matters / sizeof matters[0]; i++) {
        setup(&x);
        decision(&x, PARTY_ORGANISATION, S("青原市某某食品有限公司"));
        x.r.decision.matter = str_of(matters[i].text);
        bool fit = run(&x);
        if (fit != matters[i].fit)
            print_message("%s\n", matters[i].text);
        assert_int_equal(fit, matters[i].fit);
        if (!matters[i].fit) {
            assert_int_equal(x.diags.last->code, DIAG_MASK_OPEN);
            assert_str(x.diags.last->place.field, "matter");
            assert_str(x.diags.last->detail, "事项名称 1 处");
        }
        arena_free(&x.arena);
    }
}

/* … and the clerk's word is final: a name becomes its form, a home its county. */
static void test_questions_decided(void **state) {
    (void)state;
    struct fixture x;
    str name[] = {S("王丽丽")};
    str home[] = {S("青原市桥东区建设路1号3号楼2单元401室")};
    struct ruled what = {.record = &x.r, .facts = &x.f, .ruling = &x.ruling};
    setup(&x);
    decision(&x, PARTY_ORGANISATION, S("青原市某某食品有限公司"));
    x.r.decision.matter = S("王丽丽无照经营一案");
    what.decided = &(struct decided){.keep = {name, 1}};
    assert_true(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_str(x.d.decision.matter, "王丽丽无照经营一案");
    what.decided = &(struct decided){.hide = {name, 1}};
    assert_true(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_str(x.d.decision.matter, "王某无照经营一案");
    x.r.decision.matter = home[0];
    what.decided = &(struct decided){.hide = {home, 1}};
    assert_true(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_str(x.d.decision.matter, "青原市桥东区");
    what.decided = &(struct decided){.keep = {home, 1}};
    assert_true(disclose(&x.arena, x.policy, &what, &x.d, &x.diags));
    assert_str(x.d.decision.matter, "青原市桥东区建设路1号3号楼2单元401室");
    arena_free(&x.arena);
}

/* … but a code may look like a telephone of 130–132, which its division tells from one. */
static void test_unfit_for_codes(void **state) {
    (void)state;
    struct fixture x;
    static const struct {
        const char *text;
        bool fit;
    } codes[] = {
        {"13050001001", true},          {"JY11305990000001", true}, {"130500-02-0001", true},
        {"13912345678", false},         {"16612345678", false},     {"130501199003071239", false},
        {"6222021234567890128", false}, {"冀F20042", false},        {"u1041@example.com", false}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        setup(&x);
        decision(&x, PARTY_ORGANISATION, S("青原市某某食品有限公司"));
        x.r.decision.certificate_number = str_of(codes[i].text);
        assert_int_equal(run(&x), codes[i].fit);
        arena_free(&x.arena);
    }
}

/* Telephones stand where agencies tell how to reach them, and nowhere else in their lists. */
static void test_contacts(void **state) {
    (void)state;
    struct fixture x;
    setup(&x);
    record_clear(&x.r, KIND_agency);
    x.r.agency.code = S("scj");
    x.r.agency.name = S("青原市市场监督管理局");
    x.r.agency.phone = S("13912345678");
    x.r.agency.supervision = S("值班手机 13912345678，邮箱 a@example.com");
    assert_true(run(&x));
    x.r.agency.area = S("13912345678");
    assert_false(run(&x));
    x.r.agency.area = (str){0};
    x.r.agency.uscc = S("130501199003071239"); /* no code of an office */
    assert_false(run(&x));
    arena_free(&x.arena);
}

/* A sender's office is public, but not what stands behind its name. */
static void test_person_behind_office(void **state) {
    (void)state;
    struct fixture x;
    static const char *const texts[] = {"青原市市场监督管理局 张*三*丰", "（张三丰）",
                                        "青原市市场监督管理局张三丰"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        setup(&x);
        decision(&x, PARTY_PERSON, S("张三丰"));
        x.r.decision.source_unit = str_of(texts[i]);
        assert_true(run(&x));
        assert_true(str_find(x.d.decision.source_unit, S("张某")) >= 0);
        assert_true(str_find(x.d.decision.source_unit, S("丰")) < 0);
        arena_free(&x.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_natural_person), cmocka_unit_test(test_numbers_after_a_look),
        cmocka_unit_test(test_organisation),   cmocka_unit_test(test_traders),
        cmocka_unit_test(test_party_fields),   cmocka_unit_test(test_open_fields),
        cmocka_unit_test(test_not_sure),       cmocka_unit_test(test_officer_and_witness),
        cmocka_unit_test(test_decided),        cmocka_unit_test(test_unknown_role),
        cmocka_unit_test(test_partial),        cmocka_unit_test(test_event),
        cmocka_unit_test(test_masking_table),  cmocka_unit_test(test_other_kinds),
        cmocka_unit_test(test_secrets),        cmocka_unit_test(test_nothing_left),
        cmocka_unit_test(test_unfit_for_open), cmocka_unit_test(test_unfit_for_codes),
        cmocka_unit_test(test_questions),      cmocka_unit_test(test_questions_decided),
        cmocka_unit_test(test_contacts),       cmocka_unit_test(test_person_behind_office),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
