/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * narrow.c — which narrower lists there are: agency → year → month, year → month.
 *
 * In:    the lists, known for the time of rendering
 * Out:   the links of their newest pages
 * Law:   site.md (filters are plain links)
 * Never: goes through all lists for one page of an agency
 *
 * A year of an agency has no rows of its own: its page leads to its months, which have.
 */
#include "commands/run.h"

#include <stdlib.h>
#include <string.h>

/* By folder, agency and time: the months of a year stand together, so do the years of an agency. */
static int by_agency(const void *x, const void *y) {
    const struct ledger_list *a = *(const struct ledger_list *const *)x;
    const struct ledger_list *b = *(const struct ledger_list *const *)y;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->term != b->term)
        return a->term < b->term ? -1 : 1;
    int order = str_cmp(a->agency, b->agency);
    if (order != 0)
        return order;
    int left = a->year * 16 + a->month;
    int right = b->year * 16 + b->month;
    return left < right ? -1 : left > right;
}

/* A month has no page where all that was to come into it left again in the same run. */
static bool has_page(const struct ledger_list *l) {
    return l->id != 0 && l->scope == LIST_AGENCY_MONTH && l->slots > 0;
}

void narrow_open(struct run *r) {
    const struct ledger_list **v = NEW(r->arena, const struct ledger_list *, r->list_count + 1);
    r->monthly_count = 0;
    for (int i = 0; i < r->list_count; i++)
        if (has_page(&r->lists[i].list))
            v[r->monthly_count++] = &r->lists[i].list;
    if (r->monthly_count > 0)
        qsort(v, (size_t)r->monthly_count, sizeof *v, by_agency);
    r->monthly = v;
}

/* The first month of what a list of an agency, or of its year, leads to; *n: how many there are. */
static const struct ledger_list *const *months_of(const struct run *r, const struct ledger_list *l,
                                                  int *n) {
    struct ledger_list from = *l;
    struct ledger_list to = *l;
    from.month = 0;
    to.month = 15;
    if (l->scope == LIST_AGENCY)
        to.year = 9999;
    const struct ledger_list *bounds[] = {&from, &to};
    int at[2];
    for (int k = 0; k < 2; k++) {
        int low = 0;
        for (int high = r->monthly_count; low < high;) {
            int middle = (low + high) / 2;
            if (by_agency(&r->monthly[middle], &bounds[k]) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        at[k] = low;
    }
    *n = at[1] - at[0];
    return r->monthly + at[0];
}

void narrow_touch(struct run *r) {
    for (int i = 0; i < r->list_count; i++) {
        const struct ledger_list *year = &r->lists[i].list;
        int n = 0;
        if (year->id == 0 || year->scope != LIST_AGENCY_YEAR)
            continue;
        const struct ledger_list *const *months = months_of(r, year, &n);
        bool moved = false;
        for (int k = 0; k < n; k++)
            moved = moved || months[k]->changed_run == r->number;
        if (moved)
            ledger_touch(r->ledger, FILE_LIST | year->id << LIST_PAGE_BITS);
    }
}

/* ---- links ---- */

/* All agencies and years of a list of everything; the months of one of a year. */
static bool is_narrower(const struct ledger_list *k, const struct ledger_list *than) {
    bool wanted = than->scope == LIST_ALL ? k->scope == LIST_AGENCY || k->scope == LIST_YEAR
                                          : k->scope == LIST_MONTH && k->year == than->year;
    return wanted && k->id != 0 && k->slots > 0 && k->kind == than->kind && k->term == than->term;
}

static void across_agencies(struct run *r, struct arena *a, const struct ledger_list *l,
                            struct list_page *p) {
    int n = 0;
    for (int i = 0; i < r->list_count; i++)
        n += is_narrower(&r->lists[i].list, l);
    struct agency_words *agencies = NEW(a, struct agency_words, n + 1);
    int *years = NEW(a, int, n + 1);
    int *months = NEW(a, int, n + 1);
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        if (!is_narrower(&k->list, l))
            continue;
        if (k->list.scope == LIST_AGENCY)
            agencies[p->agency_count++] =
                (struct agency_words){k->list.agency, k->name.agency_name, k->list.public_rows, 0};
        else if (k->list.scope == LIST_YEAR)
            years[p->year_count++] = k->list.year;
        else
            months[p->month_count++] = k->list.month;
    }
    p->agencies = agencies;
    p->years = years;
    p->months = months;
}

static void within_agency(struct run *r, struct arena *a, const struct ledger_list *l,
                          struct list_page *p) {
    int n = 0;
    const struct ledger_list *const *v = months_of(r, l, &n);
    int *years = NEW(a, int, n + 1);
    int *months = NEW(a, int, n + 1);
    int64_t *rows = NEW(a, int64_t, n + 1);
    for (int i = 0; i < n; i++) {
        if (l->scope == LIST_AGENCY_YEAR) {
            rows[p->month_count] = v[i]->public_rows;
            months[p->month_count++] = v[i]->month;
            p->public_rows += v[i]->public_rows;
        } else if (i == 0 || v[i]->year != v[i - 1]->year) {
            years[p->year_count++] = v[i]->year;
        }
    }
    p->years = years;
    p->months = months;
    p->month_rows = rows;
}

/* Since when the page of a year is as it is. */
static date last_change(struct run *r, const struct ledger_list *l) {
    int n = 0;
    int64_t run = 0;
    const struct ledger_list *const *v = months_of(r, l, &n);
    for (int i = 0; i < n; i++)
        run = v[i]->changed_run > run ? v[i]->changed_run : run;
    return run == 0 ? r->today : instant_date(ledger_run_as_of(r->ledger, run));
}

void narrow_links(struct run *r, struct arena *a, const struct ledger_list *l,
                  struct list_page *p) {
    if (l->scope == LIST_ALL || l->scope == LIST_YEAR)
        across_agencies(r, a, l, p);
    else if (l->scope == LIST_AGENCY || l->scope == LIST_AGENCY_YEAR)
        within_agency(r, a, l, p);
    if (l->scope == LIST_AGENCY_YEAR)
        p->as_of = last_change(r, l);
}
