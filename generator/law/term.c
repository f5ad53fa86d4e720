/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * term.c — how long a record stays public, and how long a party may object.
 *
 * In:    facts, terms.csv, remedies.csv
 * Out:   publication terms by channel, the days of remedies
 * Law:   信用修复管理办法 (2025年第36号令), 公示办法; 行政复议法 art. 20, 行政诉讼法 art. 46
 * Never: mixes the portal's term with that of credit systems
 */
#include "law/policy.h"

static bool has_span(struct span s) {
    return s.months != 0 || s.days != 0;
}

static date end_of(date from, struct span s) {
    return has_span(s) && from != DATE_NONE ? span_after(from, s) : DATE_NONE;
}

/* What is permitted may be looked up as long as it may be done; 2099-12-31 stands for 长期. */
static date not_before_permit(const struct facts *f, date until) {
    bool permit = f->kind == KIND_decision && f->term == CATEGORY_PERMIT;
    if (!permit || until == DATE_NONE || f->valid_to <= until)
        return until;
    return f->valid_to >= DAY_FOREVER ? DATE_NONE : f->valid_to;
}

/* 履行状态 decides where the row says so; what is not told is not fulfilled. */
static bool ends_by_itself(const struct term_row *t, const struct facts *f) {
    return t->ending == ENDING_AUTOMATIC ||
           (t->ending == ENDING_FULFILLED && f->performance == PERFORMANCE_DONE);
}

bool publication_term_of(const struct policy *p, const struct facts *f, date published,
                         enum channel channel, struct publication_term *out) {
    const struct rule_row *row =
        policy_find(p, TABLE_TERMS, f, UINT32_C(1) << channel, governing_day(f));
    if (row == NULL)
        return false;
    bool by_publishing = row->term.anchor == ANCHOR_PUBLISHED;
    date from = by_publishing ? published : governing_day(f);
    date until = end_of(from, row->term.maximum);
    *out = (struct publication_term){
        .from = from,
        .earliest = end_of(from, row->term.minimum),
        .until = channel == CHANNEL_PORTAL ? not_before_permit(f, until) : until,
        .automatic = ends_by_itself(&row->term, f),
        .by_publishing = by_publishing,
        .rule = row->id,
        .citation = row->citation,
    };
    return true;
}

/* A term whose last day is no working day ends with the next one (民法典 art. 203). */
static date remedy_day(const struct policy *p, const struct facts *f, enum remedy remedy) {
    const struct rule_row *row =
        policy_find(p, TABLE_REMEDIES, f, UINT32_C(1) << remedy, governing_day(f));
    if (row == NULL || f->served == DATE_NONE)
        return DATE_NONE;
    return workday_after(p, span_after(f->served, row->remedy) - 1, 1, NULL);
}

void remedies_of(const struct policy *p, const struct facts *f, date *reconsider_by, date *sue_by) {
    *reconsider_by = remedy_day(p, f, REMEDY_RECONSIDERATION);
    *sue_by = remedy_day(p, f, REMEDY_LAWSUIT);
}
