/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sample.h — a small site for the tests of pages/: words, templates, one record of every kind.
 *
 * In:    templates/, short texts per field
 * Out:   struct pages, struct disclosure
 * Law:   none
 * Never: names a real person or organisation
 */
#ifndef GONGSHI_TESTS_PAGES_SAMPLE_H
#define GONGSHI_TESTS_PAGES_SAMPLE_H

#include "base/os.h"
#include "pages/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEMPLATES 64
#define TEMPLATE_BYTES ((int64_t)1 << 20)

static inline struct site_words sample_words(void) {
    return (struct site_words){.name = S("青原市行政执法公示平台"),
                               .domain = S("gongshi.example.gov.cn"),
                               .id_code = S("1305000001"),
                               .organiser = S("青原市人民政府"),
                               .maintainer = S("青原市司法局"),
                               .contact = S("0319-5550000"),
                               .icp = S("冀ICP备00000000号"),
                               .police = S("冀公网安备 00000000000000号"),
                               .error_url = S("https://zfwzgl.example.gov.cn/"),
                               .colour = S("#1a4b8c"),
                               .correction = S("青原市司法局 0319-5550001"),
                               .base_url = S("https://gongshi.example.gov.cn/"),
                               .demo = true};
}

/* ---- templates ---- */

static inline int sample_folder(struct arena *a, const char *folder, const char *prefix,
                                struct page_source *v, int n) {
    struct strs names = os_list(a, folder);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        str name = names.v[i];
        if (!str_ends(name, S(".mustache")) || n == TEMPLATES)
            continue;
        str file = str_fmt(a, "%s/%.*s", folder, STR(name));
        v[n].file = file;
        v[n].name = str_fmt(a, "%s%.*s", prefix, STR(str_sub(name, 0, name.n - 9)));
        assert_true(os_read(a, str_z(a, file), TEMPLATE_BYTES, &v[n].text));
        n++;
    }
    return n;
}

/* The site in one of the shipped languages. */
static inline struct pages *sample_site(struct arena *a, struct site_words words,
                                        const char *language) {
    struct diags diags = {.arena = a};
    struct page_source *v = NEW(a, struct page_source, TEMPLATES);
    struct page_source catalogue = {.name = str_of(language),
                                    .file = str_fmt(a, "templates/words/%s.ini", language)};
    assert_true(os_read(a, catalogue.file.p, TEMPLATE_BYTES, &catalogue.text));
    int n = sample_folder(a, "templates", "", v, 0);
    n = sample_folder(a, "templates/part", "part/", v, n);
    n = sample_folder(a, "templates/record", "record/", v, n);
    n = sample_folder(a, "templates/print", "print/", v, n);
    struct pages *p = pages_open(a, &(struct pages_input){&words, v, n, &catalogue, 1}, &diags);
    for (const struct diag *d = diags.first; d != NULL; d = d->next) {
        struct buf line = {0};
        diag_line(&line, d);
        print_error("%.*s\n", STR(buf_view(&line)));
        buf_free(&line);
    }
    assert_non_null(p);
    return p;
}

static inline struct pages *sample_pages(struct arena *a, struct site_words words) {
    return sample_site(a, words, "zh-CN");
}

/* ---- records ---- */

/* A value from text; a term may also be written 1, its first. Rows are written one a line, their
 * cells between bars. */
static inline struct rows sample_rows(struct arena *a, enum columns set, str text) {
    struct rows r = {.columns = columns_count(set)};
    int most = 1;
    for (ptrdiff_t i = 0; i < text.n; i++)
        most += text.p[i] == '\n';
    r.cells = NEW(a, str, most * r.columns);
    for (str rest = text; rest.p != NULL; r.n++) {
        str line = str_cut(&rest, S("\n"));
        for (int c = 0; c < r.columns && line.p != NULL; c++)
            r.cells[r.n * r.columns + c] = str_cut(&line, S("|"));
    }
    return r;
}

static inline void sample_set(struct arena *a, struct disclosure *d, const struct field *f,
                              str text) {
    void *at = (char *)d + f->at;
    int64_t whole = 0;
    str_int(text, &whole);
    if (f->type == FIELD_day)
        *(date *)at = date_parse(text);
    else if (f->type == FIELD_money)
        *(int64_t *)at = whole * 100;
    else if (f->type == FIELD_whole)
        *(int64_t *)at = whole;
    else if (f->type == FIELD_term)
        *(int *)at = str_eq(text, S("1")) ? 1 : term_of((enum vocab)f->of, text);
    else if (f->type == FIELD_rows)
        *(struct rows *)at = sample_rows(a, (enum columns)f->of, text);
    else if (f->type == FIELD_list)
        *(struct strs *)at = (struct strs){NEW(a, str, 1), 0};
    else
        *(str *)at = text;
    if (f->type != FIELD_list)
        return;
    struct strs *list = at;
    list->v = NEW(a, str, 8);
    for (str rest = text; rest.p != NULL && list->n < 8;)
        list->v[list->n++] = str_cut(&rest, S("；"));
}

/* A record from (field, value) pairs that end with NULL. */
static inline struct disclosure sample_record(struct arena *a, enum kind k,
                                              const char *const *pairs) {
    struct disclosure d;
    disclosure_clear(&d, k);
    d.agency_code = S("scj");
    d.agency_name = S("青原市市场监督管理局");
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(k, &n);
    for (; *pairs != NULL; pairs += 2) {
        int i = 0;
        while (i < n && strcmp(v[i].field.name, pairs[0]) != 0)
            i++;
        assert_true(i < n);
        sample_set(a, &d, &v[i].field, str_of(pairs[1]));
    }
    return d;
}

static inline struct appearance sample_appearance(const char *path, const char *id) {
    return (struct appearance){.path = str_of(path),
                               .id = str_of(id),
                               .published = instant_parse(S("2026-03-10T09:00")),
                               .updated = instant_parse(S("2026-03-10T09:00")),
                               .version = 1};
}

static const char *const sample_decision[] = {
    "agency",
    "scj",
    "category",
    "行政处罚",
    "document_name",
    "行政处罚决定书",
    "document_number",
    "青市监罚〔2026〕12号",
    "party",
    "青原市云岭食品有限公司",
    "party_type",
    "法人及非法人组织",
    "party_uscc",
    "91130500MA0XXXXX0K",
    "representative",
    "高云岭",
    "cause",
    "未按规定建立进货查验记录",
    "facts",
    "2026年1月12日，本局执法人员对当事人进行现场检查，发现其2025年11月至12月购进的面粉、食用油等原料"
    "共14批次未查验供货者的许可证和产品合格证明文件，未建立进货查验记录。\n"
    "当事人提供的<公司章程>和采购单据显示，上述原料货值金额36,800元，联系电话138****1234。",
    "basis",
    "《中华人民共和国食品安全法》第一百二十六条第一款第三项",
    "conclusion",
    "给予警告，并处罚款20000元。",
    "penalty_types",
    "警告；罚款",
    "amount",
    "20000",
    "decided",
    "2026-03-02",
    "served",
    "2026-03-05",
    "procedure",
    "普通程序",
    "publicity",
    "主动公开",
    "performance",
    "已履行",
    "officers",
    "周执正|13050001001\n李守法|13050001002",
    "full_text",
    "当事人：青原市云岭食品有限公司\n统一社会信用代码：91130500MA0XXXXX0K\n"
    "经查，当事人购进食品原料时未查验供货者的许可证和产品合格证明文件，未建立食品原料进货查验记录，"
    "违反了《中华人民共和国食品安全法》第五十条的规定。\n"
    "当事人能够积极配合调查，及时改正违法行为，未造成危害后果。依据《中华人民共和国行政处罚法》第三十"
    "二条的规定，决定从轻处罚如下：\n1. 警告；\n2. 罚款20000元。\n"
    "当事人应当自收到本决定书之日起十五日内，到指定银行缴纳罚款。到期不缴纳的，每日按罚款数额的百分之"
    "三加处罚款。",
    NULL};

static const char *const sample_officer[] = {
    "agency",      "scj",         "name",       "周执正",
    "sex",         "女",          "post",       "四级主任科员",
    "certificate", "13050001001", "category",   "市场监管",
    "area",        "青原市",      "valid_from", "2024-01-01",
    "valid_to",    "2028-12-31",  "approvals",  "审核|青原市司法局|青司审〔2026〕2号|2026-01-10",
    NULL};

static const char *const sample_guide[] = {
    "agency",
    "scj",
    "code",
    "130500-01-0007",
    "name",
    "食品经营许可（新办）",
    "basis",
    "《中华人民共和国食品安全法》第三十五条\n《食品经营许可和备案管理办法》第四条",
    "approver",
    "青原市市场监督管理局",
    "conditions",
    "- 有与经营的食品品种、数量相适应的场所\n- 有食品安全管理人员和制度\n- 布局和流程合理",
    "materials",
    "食品经营许可申请书|1|原件|窗口领取或下载\n营业执照|1|复印件|出示原件，当场退还\n"
    "场所布局和操作流程图|1|原件|标明面积\n食品安全自查等保证食品安全的规章制度|1|原件|",
    "steps",
    "申请\n受理（当场或 5 个工作日内）\n审查，必要时现场核查\n决定\n送达",
    "time_limit",
    "法定 20 个工作日；承诺 **8 个工作日**",
    "fee",
    "不收费",
    "supervision",
    "12315",
    "remedies",
    "自收到决定之日起 60 日内申请行政复议，6 个月内提起行政诉讼。",
    "office_hours",
    "工作日 8:30—12:00，13:30—17:30",
    "office_address",
    "青原市政务服务中心二楼 12 号窗口",
    "office_phone",
    "0319-5550112",
    NULL};

static const char *const sample_flowchart[] = {
    "agency",
    "yjj",
    "code",
    "LC-CF-01",
    "name",
    "行政处罚普通程序流程图",
    "category",
    "行政处罚",
    "steps",
    "1|开始|发现线索|执法人员|线索登记|登记表||2\n"
    "2|判断|是否立案|部门负责人|立案审批|审批表|7 个工作日|是:3;否:5\n"
    "3|步骤|调查取证|两名以上执法人员|询问、勘验|执法记录仪|60 日|4\n4|步骤|法制审核|法制机构|审核意见"
    "|意见书|5 个工作日|5\n5|结束|决定或结案|机关负责人|决定书|文书||",
    NULL};

static const char *const sample_report[] = {
    "agency",
    "scj",
    "number",
    "scj-2025",
    "name",
    "2025 年度行政执法统计年报",
    "year",
    "2025",
    "figures",
    "表一 行政处罚|警告|12\n表一 行政处罚|罚款|84\n表一 行政处罚|合计|96\n表二 行政许可|申请|310\n"
    "表二 行政许可|许可|301",
    "note",
    "一件决定只计一次，计入最重的一栏。",
    "issued",
    "2026-01-25",
    NULL};

static const char *const sample_nothing[] = {NULL};

/* ---- goldens ---- */

static inline void sample_golden(struct arena *a, const char *name, const struct buf *got) {
    const char *path = str_fmt(a, "tests/pages/golden/%s", name).p;
    if (getenv("ACCEPT") != NULL)
        os_write(path, buf_view(got), 0644);
    str want = {0};
    assert_true(os_read(a, path, TEMPLATE_BYTES, &want));
    if (!str_eq(want, buf_view(got)))
        fail_msg("%s differs: look at it with ACCEPT=1 and git diff", path);
}

static inline bool sample_has(const struct buf *b, str needle) {
    return str_find(buf_view(b), needle) >= 0;
}

#endif
