/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gaps.c — what the policy tables leave undecided.
 *
 * In:    struct policy
 * Out:   one finding for each table and kind of record that has a gap
 * Law:   law.md §1: every record has its rule
 * Never: takes the time before a table begins for a gap: the law was not in force
 */
#include "law/policy.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(CATEGORY_OTHER < 13 && DOCUMENT_PLAN < 13, "terms fit their array");

#define BOUNDARIES 256 /* days on which rows of one kind begin or end; more are not looked at */

/* One question that a table must answer on each day: about what, for which records. */
struct question {
    const struct policy *p;
    enum table table;
    uint32_t about;
    str what; /* of the table's subject: 撤销, 行政复议; absent for none */
    struct facts facts;
};

/* ---- days on which the answer may change ---- */

struct days {
    date v[BOUNDARIES];
    int n;
};

static void add_day(struct days *d, date day) {
    if (day != DATE_NONE && day != DAY_OPEN && d->n < BOUNDARIES)
        d->v[d->n++] = day;
}

static int by_day(const void *x, const void *y) {
    date a = *(const date *)x, b = *(const date *)y;
    return (a > b) - (a < b);
}

static void boundaries(const struct question *q, struct days *out) {
    const struct rule_row *const *list = policy_rows(q->p, q->table, &q->facts);
    out->n = 0;
    for (; *list != NULL; list++) {
        if (((*list)->about & q->about) == 0)
            continue;
        add_day(out, (*list)->valid_from == DATE_NONE ? CALENDAR_BEGIN : (*list)->valid_from);
        if ((*list)->valid_to != DAY_OPEN)
            add_day(out, (*list)->valid_to + 1);
    }
    qsort(out->v, (size_t)out->n, sizeof *out->v, by_day);
}

static bool answered(const struct question *q, date on) {
    return policy_find(q->p, q->table, &q->facts, q->about, on) != NULL;
}

/* The first day without an answer after the first one that has it; CALENDAR_BEGIN when there is no
 * answer at all, DATE_NONE when there is no gap. */
static date gap_of(const struct question *q) {
    struct days days;
    bool begun = false;
    boundaries(q, &days);
    for (int i = 0; i < days.n; i++) {
        bool now = answered(q, days.v[i]);
        if (begun && !now)
            return days.v[i];
        begun = begun || now;
    }
    return begun ? DATE_NONE : CALENDAR_BEGIN;
}

/* ---- whom a row may be for ---- */

/* Every sort of record of a kind that scopes can tell apart: party, class, agency. */
static date first_gap(struct question *q, str *agency) {
    for (int who = -1; who < q->p->agency_count; who++) {
        *agency = who < 0 ? (str){0} : q->p->agencies[who].code;
        memset(q->facts.agency, 0, sizeof q->facts.agency);
        if (agency->n > 0)
            memcpy(q->facts.agency, agency->p,
                   agency->n < FACT_CODE ? (size_t)agency->n : FACT_CODE - 1);
        for (int party = 0; party <= PARTY_TRADER; party++)
            for (int class = 0; class <= 3; class ++) {
                q->facts.party_type = party;
                q->facts.severity = class;
                date gap = gap_of(q);
                if (gap != DATE_NONE)
                    return gap;
            }
    }
    return DATE_NONE;
}

static str term_words(const struct facts *f) {
    if (f->kind == KIND_decision)
        return term_text(VOCAB_category, f->term);
    return f->kind == KIND_document ? term_text(VOCAB_document_class, f->term) : (str){0};
}

static void say_gap(const struct question *q, date gap, str agency, struct diags *diags) {
    struct place at = {q->p->tables[q->table].file, 0, (str){0}};
    const str parts[] = {str_of(kind_info((enum kind)q->facts.kind)->title), term_words(&q->facts),
                         q->what, agency};
    str whom = parts[0];
    for (int i = 1; i < 4; i++)
        if (parts[i].n > 0)
            whom = str_fmt(diags->arena, "%.*s、%.*s", STR(whom), STR(parts[i]));
    str since = gap == CALENDAR_BEGIN ? (str){0} : date_text(diags->arena, gap);
    diag(diags, DIAG_POLICY_GAP, at, "%.*s：%.*s%s没有规则", STR(whom), STR(since),
         since.n > 0 ? " 起" : "");
}

#define TERMS 13 /* categories, or classes of documents, and none */
_Static_assert(CATEGORY_OTHER < TERMS && DOCUMENT_PLAN < TERMS, "terms fit their array");

/* The question for every category or class; one answer where it is the same for all of them. */
static int ask_terms(struct question *q, int kind, int terms, struct diags *diags) {
    date gaps[TERMS];
    str agencies[TERMS];
    int from = terms > 0 ? 1 : 0;
    bool same = true;
    int found = 0;
    for (int term = from; term <= terms; term++) {
        q->facts = (struct facts){.kind = kind, .term = term};
        gaps[term] = first_gap(q, &agencies[term]);
        same = same && gaps[term] == gaps[from] && str_eq(agencies[term], agencies[from]);
    }
    for (int term = from; term <= (same ? from : terms); term++) {
        if (gaps[term] == DATE_NONE)
            continue;
        q->facts = (struct facts){.kind = kind, .term = same ? 0 : term};
        say_gap(q, gaps[term], agencies[term], diags);
        found++;
    }
    return found;
}

/* ---- the questions ---- */

static int terms_of(int kind) {
    if (kind == KIND_decision)
        return CATEGORY_OTHER;
    return kind == KIND_document ? DOCUMENT_PLAN : 0;
}

/* A table that speaks of every record: kinds, deadlines, terms of the portal. */
static int ask_every(struct question q, struct diags *diags) {
    int found = 0;
    for (int kind = KIND_NONE + 1; kind < KINDS; kind++)
        found += ask_terms(&q, kind, terms_of(kind), diags);
    return found;
}

/* A table that speaks of things that happen to decisions. */
static int ask_decisions(struct question q, struct diags *diags) {
    return ask_terms(&q, KIND_decision, CATEGORY_OTHER, diags);
}

int policy_gaps(const struct policy *p, struct diags *diags) {
    static const char *const remedies[] = {"行政复议", "行政诉讼"};
    struct question q = {.p = p, .table = TABLE_KINDS, .about = ANY_BIT};
    int found = ask_every(q, diags);
    q.table = TABLE_DEADLINES;
    found += ask_every(q, diags);
    q.table = TABLE_TERMS;
    q.about = UINT32_C(1) << CHANNEL_PORTAL;
    found += ask_every(q, diags);
    q.table = TABLE_CHANGES;
    for (int change = 1; change <= term_count(VOCAB_change); change++) {
        q.about = UINT32_C(1) << change;
        q.what = term_text(VOCAB_change, change);
        found += ask_decisions(q, diags);
    }
    q.table = TABLE_REMEDIES;
    for (int remedy = 0; remedy < 2; remedy++) {
        q.about = UINT32_C(1) << remedy;
        q.what = str_of(remedies[remedy]);
        found += ask_decisions(q, diags);
    }
    return found;
}
