/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * overview.c — a period at a glance: by month, category and agency, and how much was in time.
 *
 * In:    counts
 * Out:   struct figure_table, one for each chart
 * Law:   国办发〔2018〕118号 (统计年报, 公示期限)
 * Never: tells a rate of nothing
 */
#include "commands/statistics.h"

#define MONTHS 12
#define CATEGORIES 12
#define TENTHS 1000 /* of a percent: all of them */

struct totals {
    int64_t made;
    int64_t on_time;
    int64_t late;
};

/* What is summed, in one go through the counts. */
struct glance {
    const struct figure_span *span;
    struct totals month[MONTHS];
    struct totals category[CATEGORIES + 1];
    struct totals *agency;
};

static void add(struct totals *s, const struct count_row *c) {
    s->made += c->cell == COUNT_MADE ? c->n : 0;
    s->on_time += c->cell == COUNT_ON_TIME ? c->n : 0;
    s->late += c->cell == COUNT_LATE ? c->n : 0;
}

/* Counts stand by agency, in the order of the agencies. */
static void sum_up(struct glance *g, const struct count_rows *counts) {
    int at = 0;
    for (int i = 0; i < counts->n; i++) {
        const struct count_row *c = &counts->v[i];
        int month = c->month - g->span->from;
        if (month < 0 || month >= MONTHS || c->category < 0 || c->category > CATEGORIES)
            continue;
        while (at < g->span->agency_count && !str_eq(g->span->agencies[at].code, c->agency))
            at++;
        if (at == g->span->agency_count)
            return;
        add(&g->month[month], c);
        add(&g->category[c->category], c);
        add(&g->agency[at], c);
    }
}

/* ---- tables ---- */

static str number(struct arena *a, int64_t n) {
    return str_fmt(a, "%lld", (long long)n);
}

/* In tenths of a percent, rounded down: 99.9 is not all. */
static str rate_of(struct arena *a, const struct totals *s) {
    int64_t all = s->on_time + s->late;
    int64_t tenths = all == 0 ? 0 : s->on_time * TENTHS / all;
    return all == 0 ? S("—")
                    : str_fmt(a, "%lld.%lld", (long long)tenths / 10, (long long)tenths % 10);
}

/* One row for each of n sums that has anything; a month stays, so that none is missing between two.
 */
struct lines {
    const struct totals *v;
    int n;
    str (*name)(struct arena *a, const struct glance *g, int i);
    bool all;
};

static str month_name(struct arena *a, const struct glance *g, int i) {
    return str_fmt(a, "%d 月", (g->span->from + i) % MONTHS + 1);
}

static str category_name(struct arena *a, const struct glance *g, int i) {
    (void)a;
    (void)g;
    return term_text(VOCAB_category, i);
}

static str agency_name(struct arena *a, const struct glance *g, int i) {
    (void)a;
    return g->span->agencies[i].name;
}

static struct figure_table open_table(struct arena *a, str title, str corner, int rows) {
    return (struct figure_table){.title = title,
                                 .corner = corner,
                                 .heads = NEW(a, str, 3),
                                 .rows = NEW(a, str, rows + 1),
                                 .values = NEW(a, str, 3 * (ptrdiff_t)(rows + 1))};
}

static struct figure_table made_table(struct arena *a, const struct glance *g,
                                      const struct lines *r, str title, str corner) {
    struct figure_table t = open_table(a, title, corner, r->n);
    t.heads[t.columns++] = S("件数");
    for (int i = 0; i < r->n; i++)
        if (r->all || r->v[i].made > 0) {
            t.rows[t.row_count] = r->name(a, g, i);
            t.values[t.row_count++] = number(a, r->v[i].made);
        }
    return t;
}

static struct figure_table rate_table(struct arena *a, const struct glance *g,
                                      const struct lines *r, str title, str corner) {
    struct figure_table t = open_table(a, title, corner, r->n);
    t.heads[t.columns++] = S("按期");
    t.heads[t.columns++] = S("迟于期限");
    t.heads[t.columns++] = S("按期率（%）");
    for (int i = 0; i < r->n; i++) {
        const struct totals *s = &r->v[i];
        if (!r->all && s->on_time + s->late == 0)
            continue;
        str *row = &t.values[3 * t.row_count];
        t.rows[t.row_count++] = r->name(a, g, i);
        row[0] = number(a, s->on_time);
        row[1] = number(a, s->late);
        row[2] = rate_of(a, s);
    }
    return t;
}

int statistics_overview(struct arena *a, const struct figure_span *span,
                        const struct count_rows *counts, struct figure_table out[OVERVIEW_TABLES]) {
    struct glance g = {.span = span, .agency = NEW(a, struct totals, span->agency_count + 1)};
    sum_up(&g, counts);
    struct lines months = {g.month, span->to - span->from + 1, month_name, true};
    struct lines categories = {g.category, CATEGORIES + 1, category_name, false};
    struct lines agencies = {g.agency, span->agency_count, agency_name, false};
    struct figure_table all[OVERVIEW_TABLES] = {
        made_table(a, &g, &months, S("各月执法决定"), S("月份")),
        made_table(a, &g, &categories, S("各类执法决定"), S("类别")),
        made_table(a, &g, &agencies, S("各机关执法决定"), S("机关")),
        rate_table(a, &g, &months, S("各月按期公示"), S("月份")),
        rate_table(a, &g, &agencies, S("各机关按期公示"), S("机关"))};
    int n = 0;
    for (int i = 0; i < OVERVIEW_TABLES; i++)
        if (all[i].row_count > 1)
            out[n++] = all[i];
    return n;
}
