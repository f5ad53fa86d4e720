/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * count.c — what a record counts as in the statistics.
 *
 * In:    struct facts, its ruling, the day of its first publication
 * Out:   kinds of counts
 * Law:   国办发〔2018〕118号 (统计年报); law.md §4 (迟报率), §5 (one decision counts once, in the
 *        heaviest column)
 * Never: looks at a record, a clock or the ledger
 */
#include "law/figures.h"

bool count_place(const struct facts *f, int *month, int *category) {
    bool decision = f->kind == KIND_decision && f->decided != DATE_NONE;
    bool application = f->kind == KIND_progress && f->decided != DATE_NONE;
    if (!decision && !application)
        return false;
    struct ymd day = date_ymd(f->decided);
    *month = day.year * 12 + day.month - 1;
    *category = decision ? f->term : CATEGORY_PERMIT;
    return true;
}

/* Kinds stand lightest first; what has no kind at all counts as 其他. */
static int heaviest(uint32_t penalties) {
    for (int p = PENALTY_OTHER - 1; p >= 0; p--)
        if ((penalties >> p & 1) != 0)
            return p;
    return PENALTY_OTHER;
}

static int64_t money(int64_t v) {
    return v == WHOLE_NONE ? 0 : v;
}

struct counting {
    struct counted *out;
    int n;
};

static void add(struct counting *c, bool applies, int cell, int64_t amount) {
    if (applies)
        c->out[c->n++] = (struct counted){cell, amount};
}

/* A claimed earlier publication is outside the punctuality rates (law.md §2). */
static void count_punctuality(struct counting *c, const struct count_state *s) {
    bool backfilled = (s->facts->flags & FACT_BACKFILLED) != 0;
    bool timed = !backfilled && s->published != DATE_NONE && s->due != DATE_NONE;
    add(c, backfilled, COUNT_BACKFILLED, 0);
    add(c, timed && s->published <= s->due, COUNT_ON_TIME, 0);
    add(c, timed && s->published > s->due, COUNT_LATE, 0);
}

static void count_category(struct counting *c, const struct count_state *s, int64_t amount) {
    const struct facts *f = s->facts;
    bool denied = (f->flags & FACT_DENIED) != 0;
    bool revoked = s->verb == RULING_WITHDRAW;
    if (f->term == CATEGORY_PENALTY)
        add(c, true, COUNT_PENALTY + heaviest(f->penalties), amount);
    if (f->term == CATEGORY_COERCION)
        add(c, true, COUNT_COERCION + FACT_MEASURE(f->flags), amount);
    if (f->term == CATEGORY_PERMIT) {
        add(c, denied, COUNT_DENIED, 0);
        add(c, !denied, COUNT_GRANTED, 0);
        add(c, revoked, COUNT_REVOKED, 0);
    }
}

static void count_ruling(struct counting *c, enum verb verb) {
    static const int cells[RULING_VERBS] = {[RULING_PUBLISH] = COUNT_PUBLISHED,
                                            [RULING_HOLD] = COUNT_HELD,
                                            [RULING_EXEMPT] = COUNT_EXEMPT,
                                            [RULING_EXPIRE] = COUNT_EXPIRED,
                                            [RULING_WITHDRAW] = COUNT_WITHDRAWN};
    add(c, true, cells[verb], 0);
}

/* What was refused cannot be so, and what came by mistake is none: neither is counted. */
int count_record(const struct count_state *s, struct counted out[COUNTED_MOST]) {
    const struct facts *f = s->facts;
    struct counting c = {out, 0};
    int64_t amount = money(f->amount) + money(f->confiscated);
    if (s->verb == RULING_REFUSE || s->verb == RULING_NONE || (f->flags & FACT_MISTAKEN) != 0)
        return 0;
    if (f->kind == KIND_progress) {
        add(&c, true, COUNT_APPLIED, 0);
        add(&c, (f->flags & FACT_DENIED) == 0, COUNT_ACCEPTED, 0);
        return c.n;
    }
    add(&c, true, COUNT_MADE, amount);
    count_ruling(&c, s->verb);
    count_punctuality(&c, s);
    add(&c, f->major == 1, COUNT_MAJOR, 0);
    add(&c, f->major == 1 && f->review_result != 0 && f->review_result != REVIEW_FAILED,
        COUNT_REVIEWED, 0);
    add(&c, (f->flags & FACT_INCOMPLETE) == 0, COUNT_COMPLETE, 0);
    add(&c, (f->flags & FACT_RECORDED) != 0, COUNT_RECORDED, 0);
    count_category(&c, s, amount);
    return c.n;
}
