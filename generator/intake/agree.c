/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * agree.c — whether the fields of a record agree with each other.
 *
 * In:    struct record
 * Out:   diagnostics
 * Law:   行政处罚法 art. 9 (kinds of penalty), law.md §4 (what the credit platform requires),
 *        GB/T 9704-2012 7.2.5 (how a document is numbered)
 * Never: changes a value; prints a private one
 */
#include "base/arena.h"
#include "intake/amount.h"
#include "intake/check.h"

#define AMOUNTS_MOST 16 /* of one conclusion */
#define FINE_LEAST 500  /* 分 */
#define NEAR 30         /* bytes between 罚款 and its amount */

/* ---- amounts ---- */

static bool lists(const struct strs *types, str word) {
    for (ptrdiff_t i = 0; i < types->n; i++)
        if (str_find(types->v[i], word) >= 0)
            return true;
    return false;
}

/* The amounts that a conclusion spells out. */
struct spelled {
    int64_t v[AMOUNTS_MOST];
    int n;
    int64_t sum;
    int64_t fine; /* the only one that stands right behind 罚款; WHOLE_NONE when there is none */
    bool fined;   /* at least one does */
};

static bool is_fine(str text, ptrdiff_t from, ptrdiff_t to) {
    str before = str_sub(text, from, to);
    ptrdiff_t at = str_find(before, S("罚款"));
    return at >= 0 && before.n - at - S("罚款").n <= NEAR;
}

static void spell(struct check *c, str text, struct spelled *out) {
    ptrdiff_t at = 0;
    ptrdiff_t from = 0;
    int64_t fen = 0;
    *out = (struct spelled){.fine = WHOLE_NONE};
    for (; out->n < AMOUNTS_MOST && amount_next(c->a, text, &at, &fen); from = at) {
        out->v[out->n++] = fen;
        if (__builtin_add_overflow(out->sum, fen, &out->sum))
            out->sum = 0;
        if (!is_fine(text, from, at))
            continue;
        out->fine = out->fined ? WHOLE_NONE : fen;
        out->fined = true;
    }
}

static bool is_spelled(const struct spelled *s, int64_t fen) {
    for (int i = 0; i < s->n; i++)
        if (s->v[i] == fen)
            return true;
    return s->n > 0 && s->sum == fen;
}

/* 分 for 元, 元 for 万元, 元 for 亿元, or the other way round. */
static bool off_by_unit(int64_t x, int64_t y) {
    static const int64_t units[] = {100, 10000, 100000000};
    int64_t more = x > y ? x : y;
    int64_t less = x > y ? y : x;
    for (int i = 0; i < 3; i++)
        if (less > 0 && more % units[i] == 0 && more / units[i] == less)
            return true;
    return false;
}

/* One amount of ours against those that the conclusion spells out. */
static bool check_unit(struct check *c, const char *field, int64_t fen, const struct spelled *s) {
    if (fen == WHOLE_NONE || fen <= 0 || is_spelled(s, fen))
        return false;
    for (int i = 0; i < s->n; i++) {
        if (!off_by_unit(fen, s->v[i]))
            continue;
        str said = money_text(c->a, s->v[i]);
        str ours = money_text(c->a, fen);
        check_say(c, DIAG_AMOUNT_UNIT, field,
                  str_fmt(c->a, "结论 %.*s 元，本栏 %.*s 元", STR(said), STR(ours)));
        return true;
    }
    return false;
}

static void check_fine(struct check *c, const struct spelled *s, bool unit_said) {
    const struct decision_record *d = &c->r->decision;
    bool has = d->amount != WHOLE_NONE && d->amount > 0;
    bool listed = lists(&d->penalty_types, S("罚款"));
    bool said = str_find(d->conclusion, S("罚款")) >= 0;
    bool known = check_read(c, "penalty_types") && check_read(c, "conclusion");
    if (listed && d->amount == WHOLE_NONE)
        check_say(c, DIAG_FINE_AMOUNT, "amount", S("罚款"));
    if (lists(&d->penalty_types, S("没收")) && d->confiscated == WHOLE_NONE)
        check_say(c, DIAG_FINE_AMOUNT, "confiscated", S("没收"));
    if (has && known && !listed && !said && !is_spelled(s, d->amount))
        check_say(c, DIAG_AMOUNT_WITHOUT_FINE, "amount", money_text(c->a, d->amount));
    if (s->fined && !listed && d->penalty_types.n > 0)
        check_say(c, DIAG_FINE_UNLISTED, "penalty_types", S(""));
    if (has && !unit_said && s->fine != WHOLE_NONE && !is_spelled(s, d->amount))
        check_say(c, DIAG_AMOUNT_DIFFERS, "amount",
                  str_fmt(c->a, "结论 %s 元，本栏 %s 元", money_text(c->a, s->fine).p,
                          money_text(c->a, d->amount).p));
}

/* A fine of less is nobody's: 5 元 are what a pedestrian pays (道路交通安全法 art. 89). Columns
 * that want 元 are filled in 万元 for the credit platform, where 2000 元 are 0.2. */
static void check_small(struct check *c, const struct spelled *s, bool unit_said) {
    int64_t fen = c->r->decision.amount;
    if (fen > 0 && fen < FINE_LEAST && !unit_said && !is_spelled(s, fen))
        check_say(c, DIAG_AMOUNT_SMALL, "amount", str_fmt(c->a, "%s 元", money_text(c->a, fen).p));
}

/* ---- document numbers ---- */

static int year_at(str s, ptrdiff_t at) {
    int v = 0;
    for (ptrdiff_t i = at; i < at + 4; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
            return 0;
        v = v * 10 + (s.p[i] - '0');
    }
    bool longer = (at > 0 && s.p[at - 1] >= '0' && s.p[at - 1] <= '9') ||
                  (at + 4 < s.n && s.p[at + 4] >= '0' && s.p[at + 4] <= '9');
    return !longer && v >= 1949 && v < 2100 ? v : 0;
}

/* Numbers of permits may be those of their certificates, which have no form of their own. */
static void check_number(struct check *c, const char *field, str number, bool formal) {
    ptrdiff_t at = 0;
    while (at < number.n && year_at(number, at) == 0)
        at++;
    bool year = at < number.n;
    bool six = year && str_ends(str_sub(number, 0, at), S("〔")) &&
               str_starts(str_sub(number, at + 4, number.n), S("〕"));
    if (number.n == 0 || six || (!formal && !str_ends(number, S("号"))))
        return;
    /* Its form is what is wrong; what stands there may be another column's. */
    check_say(c, year ? DIAG_NUMBER_BRACKETS : DIAG_NUMBER_YEAR, field, diag_shape(c->a, number));
}

/* A batch that was published elsewhere before (补录) tells when, with what evidence, and who says
 * so (国办秘函〔2019〕19号: a forged date is a veto item). */
static void check_claim(struct check *c) {
    const struct decision_record *d = &c->r->decision;
    bool claims = d->claimed != DATE_NONE || d->claimed_at.n > 0;
    if (!claims)
        return;
    if (d->claimed == DATE_NONE)
        check_say(c, DIAG_CLAIM_PROOF, "claimed", S(""));
    else if (d->claimed < d->decided || d->claimed > c->today)
        check_say(c, DIAG_CLAIM_DATE, "claimed", date_text(c->a, d->claimed));
    if (d->claim_evidence.n == 0)
        check_say(c, DIAG_CLAIM_PROOF, "claim_evidence", S(""));
    if (d->claim_approver.n == 0)
        check_say(c, DIAG_CLAIM_PROOF, "claim_approver", S(""));
}

/* ---- kinds ---- */

static void check_decision(struct check *c) {
    const struct decision_record *d = &c->r->decision;
    struct spelled s;
    spell(c, d->conclusion, &s);
    bool said = check_unit(c, "amount", d->amount, &s);
    said = check_unit(c, "confiscated", d->confiscated, &s) || said;
    check_number(c, "document_number", d->document_number, d->category == CATEGORY_PENALTY);
    check_claim(c);
    if (d->category != CATEGORY_PENALTY)
        return;
    check_fine(c, &s, said);
    check_small(c, &s, said);
    bool licence = lists(&d->penalty_types, S("暂扣")) || lists(&d->penalty_types, S("吊销"));
    if (licence && d->certificate_name.n == 0 && d->certificate_number.n == 0)
        check_say(c, DIAG_CERTIFICATE_MISSING, "certificate_name", S(""));
}

/* A flowchart is drawn from its steps; with a picture of it they are its text, which those need who
 * cannot see it (GB/T 37668-2019). */
static void check_flowchart(struct check *c) {
    const struct flowchart_record *f = &c->r->flowchart;
    if (f->steps.n == 0)
        check_say(c, f->picture.n == 0 ? DIAG_FIELD_MISSING : DIAG_FIELD_EMPTY, "steps", S("步骤"));
}

void check_agreement(struct check *c) {
    if (c->r->kind == KIND_decision)
        check_decision(c);
    if (c->r->kind == KIND_flowchart)
        check_flowchart(c);
    if (c->r->kind == KIND_officer && c->r->officer.valid_to != DATE_NONE &&
        c->r->officer.valid_to < c->today)
        check_say(c, DIAG_OFFICER_EXPIRED, "valid_to", date_text(c->a, c->r->officer.valid_to));
}

bool intake_check_name(str file, int64_t line, struct known_name name, struct diags *diags) {
    struct place at = {file, line, S("decision.party")};
    if (name.earlier == 0 || name.earlier == name.now)
        return false;
    diag(diags, DIAG_PARTY_RENAMED, at, "%s", "");
    return diag_level(diags, DIAG_PARTY_RENAMED) >= DIAG_DOUBT;
}
