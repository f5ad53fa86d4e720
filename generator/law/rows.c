/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rows.c — one row of a policy table becomes a struct rule_row.
 *
 * In:    the cells of a row
 * Out:   struct rule_row
 * Law:   law.md §1: what a row must say
 * Never: fills in what the table leaves out
 */
#include "law/rows.h"

#define RANK_MOST 9999

/* ---- the words of the closed columns ---- */

static const struct word anchors[] = {
    {ANCHOR_FORMED, "formed", "形成"},         {ANCHOR_DECIDED, "decision", "决定"},
    {ANCHOR_SERVED, "served", "送达"},         {ANCHOR_EFFECTIVE, "effective", "生效"},
    {ANCHOR_PUBLISHED, "publication", "公示"}, {0, NULL, NULL}};
static const struct word classes[] = {
    {1, "slight", "轻微"}, {2, "ordinary", "一般"}, {3, "serious", "严重"}, {0, NULL, NULL}};
static const struct word channels[] = {
    {CHANNEL_PORTAL, "portal", "本站"}, {CHANNEL_CREDIT, "credit", "信用"}, {0, NULL, NULL}};
static const struct word endings[] = {{ENDING_AUTOMATIC, "automatic", "到期自动"},
                                      {ENDING_FULFILLED, "fulfilled", "履行后自动"},
                                      {ENDING_APPROVAL, "approval", "批准后"},
                                      {0, NULL, NULL}};
static const struct word effects[] = {
    {EFFECT_WITHDRAW, "withdraw", "撤下"}, {EFFECT_EXPIRE, "expire", "下线"},
    {EFFECT_STATUS, "status", "标注"},     {EFFECT_RESTORE, "restore", "恢复"},
    {EFFECT_KEEP, "keep", "保留"},         {0, NULL, NULL}};
static const struct word subjects[] = {{EXEMPTION_MINOR, "minor", "未成年人"},
                                       {EXEMPTION_SECRET, "secret", "国家秘密"},
                                       {EXEMPTION_SLIGHT, "slight", "轻微处罚"},
                                       {0, NULL, NULL}};
static const struct word states[] = {{1, "on", "启用"}, {0, "off", "停用"}, {0, NULL, NULL}};
static const struct word remedies[] = {{REMEDY_RECONSIDERATION, "reconsideration", "行政复议"},
                                       {REMEDY_LAWSUIT, "lawsuit", "行政诉讼"},
                                       {0, NULL, NULL}};
static const struct word shifts[] = {{SHIFT_NONE, "none", "不变"},
                                     {SHIFT_BEFORE, "before", "提前"},
                                     {SHIFT_AFTER, "after", "顺延"},
                                     {0, NULL, NULL}};
static const struct word publishing[] = {{1, "yes", "公示"}, {0, "no", "不公示"}, {0, NULL, NULL}};
static const struct word certificates[] = {{CERTIFICATES_UNTESTED, "untested", "不核"},
                                           {CERTIFICATES_VALID, "valid", "有效"},
                                           {CERTIFICATES_LISTED, "listed", "在册有效"},
                                           {0, NULL, NULL}};
static const struct word duties[] = {{DUTY_MONTHLY, "monthly", "月报告"},
                                     {DUTY_FORM, "form", "双公示月报表"},
                                     {DUTY_ANNUAL, "annual", "统计年报"},
                                     {0, NULL, NULL}};
static const struct word circumstances[] = {{0, "hearing", "听证"},
                                            {1, "collective", "集体讨论"},
                                            {2, "transferred", "移送"},
                                            {0, NULL, NULL}};

/* ---- what all tables have ---- */

/* Categories and document classes share the column: their names do not collide. */
static uint32_t read_terms(struct table_reader *r) {
    struct strs list = table_list(r, CELL_category);
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        int category = term_of(VOCAB_category, list.v[i]);
        int document = term_of(VOCAB_document_class, list.v[i]);
        if (category == 0 && document == 0)
            table_error(r, DIAG_POLICY_VALUE, CELL_category, list.v[i]);
        else
            bits |= UINT32_C(1) << (category != 0 ? category : TERM_SLOTS + document);
    }
    return list.n == 0 ? ANY_BIT : bits;
}

static uint32_t read_kinds(struct table_reader *r) {
    struct strs list = table_list(r, CELL_kind);
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        enum kind k = kind_of(list.v[i]);
        if (k == KIND_NONE)
            table_error(r, DIAG_POLICY_VALUE, CELL_kind, list.v[i]);
        else
            bits |= UINT32_C(1) << k;
    }
    return list.n == 0 ? ANY_BIT : bits;
}

void row_read_common(struct table_reader *r, struct rule_row *row) {
    *row = (struct rule_row){
        .id = table_must(r, CELL_id),
        .citation = table_must(r, CELL_citation),
        .rank = table_whole(r, CELL_rank, RANK_MOST),
        .valid_from = table_date(r, CELL_valid_from, DATE_NONE),
        .valid_to = table_date(r, CELL_valid_to, DAY_OPEN),
        .line = r->csv.line[r->row],
        .about = ANY_BIT,
        .scope = {.kinds = read_kinds(r),
                  .terms = read_terms(r),
                  .parties = table_terms(r, CELL_party_type, VOCAB_party_type),
                  .classes = table_words(r, CELL_class, classes, ANY_BIT),
                  .agencies = table_list(r, CELL_agency),
                  .sectors = table_list(r, CELL_sector)},
    };
    if (row->valid_to < row->valid_from)
        table_error(r, DIAG_POLICY_VALUE, CELL_valid_to, table_text(r, CELL_valid_to));
}

/* A word that must be there. */
static int must_word(struct table_reader *r, enum table_column c, const struct word *words) {
    table_must(r, c);
    return table_word(r, c, words, 0);
}

/* ---- deadlines.csv ---- */

/* 01-31 or 1月31日 is a day of each year, 每月1日 one of each month; either is a date of some leap
 * year. */
static struct fixed_day read_fixed(struct table_reader *r) {
    str cell = table_text(r, CELL_fixed);
    struct fixed_day fixed = {.shift = (enum shift)table_word(r, CELL_shift, shifts, SHIFT_NONE)};
    if (cell.n == 0)
        return fixed;
    bool monthly = str_starts(cell, S("每月"));
    str text = monthly ? str_cat(r->arena, S("1月"), str_sub(cell, S("每月").n, cell.n)) : cell;
    bool chinese = str_find(text, S("月")) >= 0;
    date day = date_parse_loose(str_cat(r->arena, chinese ? S("2024年") : S("2024-"), text));
    if (day == DATE_NONE || (monthly && date_ymd(day).day > 28)) {
        table_error(r, DIAG_POLICY_VALUE, CELL_fixed, cell);
        return fixed;
    }
    fixed.month = monthly ? 0 : date_ymd(day).month;
    fixed.day = date_ymd(day).day;
    return fixed;
}

static void read_deadline(struct table_reader *r, struct rule_row *row) {
    row->deadline.days = table_whole(r, CELL_days, WORKDAYS_MOST);
    row->deadline.anchor = (enum anchor)table_word(r, CELL_anchor, anchors, ANCHOR_FORMED);
    row->deadline.fixed = read_fixed(r);
    if (row->deadline.anchor == ANCHOR_PUBLISHED)
        table_error(r, DIAG_POLICY_VALUE, CELL_anchor, table_text(r, CELL_anchor));
}

/* ---- terms.csv ---- */

static void read_term(struct table_reader *r, struct rule_row *row) {
    row->about = UINT32_C(1) << must_word(r, CELL_channel, channels);
    row->term.anchor = (enum anchor)must_word(r, CELL_anchor, anchors);
    row->term.ending = (enum ending)must_word(r, CELL_ending, endings);
    row->term.minimum = table_span(r, CELL_minimum);
    row->term.maximum = table_span(r, CELL_maximum);
}

/* ---- severity.csv and review.csv ---- */

static uint32_t read_penalties(struct table_reader *r) {
    struct strs list = table_list(r, CELL_penalties);
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        uint32_t named = penalties_of(list.v[i]);
        if (named == 0)
            table_error(r, DIAG_POLICY_VALUE, CELL_penalties, list.v[i]);
        bits |= named;
    }
    return list.n == 0 ? ANY_BIT : bits;
}

static void read_weight(struct table_reader *r, struct rule_row *row) {
    row->weight.penalties = read_penalties(r);
    row->weight.amount = table_money(r, CELL_amount);
    row->weight.procedures = table_terms(r, CELL_procedure, VOCAB_procedure);
}

/* Here the class is what the row assigns, not whom it is for. */
static void read_severity(struct table_reader *r, struct rule_row *row) {
    read_weight(r, row);
    row->weight.severity = must_word(r, CELL_class, classes);
    row->scope.classes = ANY_BIT;
}

static void read_review(struct table_reader *r, struct rule_row *row) {
    static const uint32_t flags[] = {FACT_HEARING, FACT_COLLECTIVE, FACT_TRANSFERRED};
    read_weight(r, row);
    uint32_t named = table_words(r, CELL_circumstance, circumstances, 0);
    for (int i = 0; i < 3; i++)
        row->weight.flags |= (named >> i & 1) != 0 ? flags[i] : 0;
    row->weight.matters = table_list(r, CELL_matter);
}

/* ---- changes.csv, exemptions.csv, remedies.csv ---- */

static void read_change(struct table_reader *r, struct rule_row *row) {
    table_must(r, CELL_change);
    row->about = table_terms(r, CELL_change, VOCAB_change);
    row->change.effect = (enum effect)must_word(r, CELL_effect, effects);
    row->change.days = table_whole(r, CELL_days, WORKDAYS_MOST);
}

static void read_exemption(struct table_reader *r, struct rule_row *row) {
    row->about = UINT32_C(1) << must_word(r, CELL_subject, subjects);
    row->exempts = must_word(r, CELL_state, states) == 1;
}

static void read_remedy(struct table_reader *r, struct rule_row *row) {
    row->about = UINT32_C(1) << must_word(r, CELL_remedy, remedies);
    table_must(r, CELL_within);
    row->remedy = table_span(r, CELL_within);
}

/* ---- kinds.csv, chains.csv, duties.csv ---- */

static void read_kind(struct table_reader *r, struct rule_row *row) {
    row->kind.published = must_word(r, CELL_publish, publishing) == 1;
    row->kind.certificates = (enum certificates)must_word(r, CELL_certificates, certificates);
    row->kind.urge = table_whole(r, CELL_urge, WORKDAYS_MOST);
}

/* 审核：青原市司法局 is the step of one authority, 备案 that of any. */
static struct chain_step read_step(struct table_reader *r, str text) {
    str authority = str_replace(r->arena, text, S("："), S(":"));
    str word = str_trim(str_cut(&authority, S(":")));
    struct chain_step step = {.word = (int32_t)approval_word_of(word)};
    bool known = step.word == WORD_SIGN || step.word == WORD_EXAMINE || step.word == WORD_AGREE ||
                 step.word == WORD_FILE;
    if (!known)
        table_error(r, DIAG_POLICY_VALUE, CELL_steps, text);
    step.authority = approval_authority(authority);
    return step;
}

/* An empty cell is a chain without steps: for an agency that needs none. */
static void read_chain(struct table_reader *r, struct rule_row *row) {
    struct strs steps = table_list(r, CELL_steps);
    if (steps.n > CHAIN_STEPS)
        table_error(r, DIAG_POLICY_VALUE, CELL_steps, table_text(r, CELL_steps));
    for (ptrdiff_t i = 0; i < steps.n && i < CHAIN_STEPS; i++)
        row->chain.steps[row->chain.n++] = read_step(r, steps.v[i]);
}

static void read_duty(struct table_reader *r, struct rule_row *row) {
    row->about = UINT32_C(1) << must_word(r, CELL_duty, duties);
    table_must(r, CELL_fixed);
    row->duty = read_fixed(r);
}

bool duty_named(str named, enum duty *out) {
    for (const struct word *w = duties; w->en != NULL; w++)
        if (str_eq(named, str_of(w->en)) || str_eq(named, str_of(w->zh))) {
            *out = (enum duty)w->value;
            return true;
        }
    return false;
}

/* ---- masking.csv ---- */

static const struct word roles[] = {{ROLE_PARTY, "party", "当事人"},
                                    {ROLE_LEAD, "representative", "法定代表人"},
                                    {ROLE_OPERATOR, "operator", "经营者"},
                                    {ROLE_OFFICER, "officer", "执法人员"},
                                    {0, NULL, NULL}};
static const struct word values[] = {
    {VALUE_NAME, "name", "姓名"},         {VALUE_ID, "id", "证件号码"},
    {VALUE_PHONE, "phone", "电话"},       {VALUE_ACCOUNT, "account", "账号"},
    {VALUE_PLATE, "plate", "车牌号"},     {VALUE_ADDRESS, "address", "住址"},
    {VALUE_BIRTH, "birth", "出生日期"},   {VALUE_MAIL, "mail", "电子邮箱"},
    {VALUE_SOCIAL, "social", "网络账号"}, {VALUE_DEED, "deed", "权属证书号"},
    {VALUE_HEALTH, "health", "健康状况"}, {0, NULL, NULL}};
static const struct word treatments[] = {{TREAT_KEEP, "keep", "保留"},
                                         {TREAT_PSEUDONYM, "pseudonym", "化名"},
                                         {TREAT_PARTIAL, "partial", "部分"},
                                         {TREAT_REMOVE, "remove", "删去"},
                                         {TREAT_COUNTY, "county", "到县"},
                                         {TREAT_YEAR, "year", "只留年份"},
                                         {0, NULL, NULL}};

/* Roles as bits; a word that is none of the four is what deliveries call another person. */
static uint32_t read_roles(struct table_reader *r, struct strs *words) {
    struct strs list = table_list(r, CELL_role);
    uint32_t bits = 0;
    *words = (struct strs){ROOM(r->arena, str, list.n + 1), 0};
    for (ptrdiff_t i = 0; i < list.n; i++) {
        int at = 0;
        while (roles[at].en != NULL && !str_eq(list.v[i], str_of(roles[at].zh)) &&
               !str_eq(list.v[i], str_of(roles[at].en)))
            at++;
        bits |= UINT32_C(1) << (roles[at].en == NULL ? (int)ROLE_OTHER : roles[at].value);
        if (roles[at].en == NULL)
            words->v[words->n++] = list.v[i];
    }
    return list.n == 0 ? (UINT32_C(1) << ROLES) - 1 : bits;
}

static bool treatment_fits(enum treatment t, uint32_t wanted) {
    uint32_t name = UINT32_C(1) << VALUE_NAME;
    uint32_t only = t == TREAT_PSEUDONYM ? name
                    : t == TREAT_COUNTY  ? UINT32_C(1) << VALUE_ADDRESS
                    : t == TREAT_YEAR    ? UINT32_C(1) << VALUE_BIRTH
                    : t == TREAT_KEEP    ? ANY_BIT
                                         : ~name;
    return (wanted & ~only) == 0;
}

static void read_masking(struct table_reader *r, struct rule_row *row) {
    uint32_t who = read_roles(r, &row->masking.words);
    uint32_t what = table_words(r, CELL_value, values, (UINT32_C(1) << VALUE_KINDS) - 1);
    row->masking.treatment = (enum treatment)must_word(r, CELL_treatment, treatments);
    if (!treatment_fits(row->masking.treatment, what))
        table_error(r, DIAG_POLICY_VALUE, CELL_treatment, table_text(r, CELL_treatment));
    row->about = 0;
    for (int role = 0; role < ROLES; role++)
        for (int value = 0; value < VALUE_KINDS; value++)
            if ((who >> role & 1) != 0 && (what >> value & 1) != 0)
                row->about |= ABOUT(role, value);
}

const struct table_form *table_form_of(enum table t) {
    static const struct table_form forms[TABLES] = {
        [TABLE_HOLIDAYS] = {CELL(date) | CELL(kind) | CELL(name) | CELL(year), NULL, false},
        [TABLE_DEADLINES] = {CELL(days) | CELL(anchor) | CELL(fixed), read_deadline, true},
        [TABLE_KINDS] = {CELL(publish) | CELL(certificates) | CELL(urge), read_kind, true},
        [TABLE_CHAINS] = {CELL(steps), read_chain, true},
        [TABLE_DUTIES] = {CELL(duty) | CELL(fixed) | CELL(shift), read_duty, true},
        [TABLE_BASES] = {CELL(name) | CELL(number) | CELL(valid_from) | CELL(repealed) |
                             CELL(successor),
                         NULL, false},
        [TABLE_TERMS] = {CELL(channel) | CELL(anchor) | CELL(minimum) | CELL(maximum) |
                             CELL(ending),
                         read_term, true},
        [TABLE_SEVERITY] = {CELL(penalties) | CELL(amount) | CELL(procedure), read_severity, true},
        [TABLE_CHANGES] = {CELL(change) | CELL(effect) | CELL(days), read_change, true},
        [TABLE_REVIEW] = {CELL(penalties) | CELL(amount) | CELL(procedure) | CELL(circumstance) |
                              CELL(matter),
                          read_review, false},
        [TABLE_EXEMPTIONS] = {CELL(subject) | CELL(state), read_exemption, true},
        [TABLE_REMEDIES] = {CELL(remedy) | CELL(within), read_remedy, true},
        [TABLE_MASKING] = {CELL(role) | CELL(value) | CELL(treatment), read_masking, true},
    };
    return &forms[t];
}
