/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * count.c — the counts follow the records: what a record counted as goes, what it counts as comes.
 *
 * In:    a record before and after a change
 * Out:   counts in the catalogue
 * Law:   law.md §5
 * Never: knows what counts: law does
 */
#include "commands/run.h"

static void move(struct run *r, const struct ledger_record *rec, int sign) {
    struct counted v[COUNTED_MOST];
    struct facts f = facts_read(rec->facts);
    struct ledger_count one = {.agency = rec->agency};
    struct count_state s = {
        .facts = &f, .verb = (enum verb)rec->verb, .published = DATE_NONE, .due = rec->due};
    if (rec->first_run != 0)
        s.published = instant_date(ledger_run_as_of(r->ledger, rec->first_run));
    if (!count_place(&f, &one.month, &one.category))
        return;
    int n = count_record(&s, v);
    for (int i = 0; i < n; i++) {
        one.cell = v[i].cell;
        one.n = sign;
        one.amount = sign * v[i].amount;
        ledger_count(r->ledger, &one);
    }
}

/* All that counting looks at. */
static bool counts_alike(const struct ledger_record *x, const struct ledger_record *y) {
    return x->verb == y->verb && x->due == y->due && x->first_run == y->first_run &&
           str_eq(x->facts, y->facts) && str_eq(x->agency, y->agency);
}

void count_change(struct run *r, const struct ledger_record *was, const struct ledger_record *is) {
    if (r->rebuilding || (was != NULL && is != NULL && counts_alike(was, is)))
        return;
    if (was != NULL)
        move(r, was, -1);
    if (is != NULL)
        move(r, is, 1);
}

static void scan(struct run *r, enum ledger_scan which, int sign) {
    struct ledger_walk w = ledger_walk(r->ledger, which, 0);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;) {
        if (which == SCAN_UNSEEN && sign > 0)
            rec->first_run = r->number;
        move(r, rec, sign);
    }
}

/* What waits in a stage is published later than it was meant to be, perhaps too late by now. */
void count_restage(struct run *r) {
    scan(r, SCAN_UNSEEN, -1);
    scan(r, SCAN_UNSEEN, 1);
}

void count_all(struct run *r) {
    ledger_count_clear(r->ledger);
    scan(r, SCAN_ALL, 1);
    ledger_set_note(r->ledger, "counts", str_fmt(r->arena, "%d", COUNT_VERSION));
}

struct count_rows counts_between(struct run *r, struct arena *a, int from, int to) {
    struct ledger_count *v = NULL;
    int n = ledger_counts(r->ledger, a, from, to, &v);
    struct count_rows out = {NEW(a, struct count_row, n + 1), n};
    for (int i = 0; i < n; i++)
        out.v[i] = (struct count_row){v[i].agency, v[i].month, v[i].category,
                                      v[i].cell,   v[i].n,     v[i].amount};
    return out;
}

bool count_is_outdated(struct run *r) {
    str version = ledger_note(r->ledger, r->arena, "counts");
    return !str_eq(version, str_fmt(r->arena, "%d", COUNT_VERSION));
}
