/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * place.c — newcomers get their rows in lists, oldest first.
 *
 * In:    records as they first go on line
 * Out:   places in the ledger, touched list pages
 * Law:   国办秘函〔2019〕19号 (an address does not change)
 * Never: moves a row that has a place
 */
#include "base/os.h"
#include "commands/run.h"

#include <stdlib.h>
#include <string.h>

#define FAMILIES 16384 /* slots of the index, a power of two; twice the families it may hold */

static bool same_family(const struct family *x, const struct family *y) {
    return x->kind == y->kind && x->term == y->term && x->year == y->year && x->month == y->month &&
           memcmp(x->agency, y->agency, FACT_CODE) == 0;
}

static int family_new(struct run *r, const struct family *f) {
    EXTEND(r->arena, r->families, r->family_count, r->family_cap);
    r->families[r->family_count] = *f;
    return r->family_count++;
}

/* The number of a family; when the index is full, new ones are simply not shared. */
static int family_of(struct run *r, const struct family *f) {
    if (r->family_index == NULL)
        r->family_index = NEW(r->arena, int, FAMILIES);
    uint64_t h = str_hash(str_of(f->agency)) * 31 +
                 (uint64_t)(((f->kind * 64 + f->term) * 400 + f->year % 400) * 16 + f->month);
    for (uint64_t i = 0; i < FAMILIES / 2; i++) {
        int *at = &r->family_index[((h * 0x9e3779b97f4a7c15u >> 40) + i) & (FAMILIES - 1)];
        if (*at == 0)
            return (*at = family_new(r, f) + 1) - 1;
        if (same_family(&r->families[*at - 1], f))
            return *at - 1;
    }
    return family_new(r, f);
}

void place_later(struct run *r, date filed, struct newcomer one, const struct family *f) {
    if (r->newcomers.n == 0) {
        r->newcomers.beside = site_path(r->site, "state/newcomers");
        r->newcomers.row = sizeof one;
    }
    one.family = family_of(r, f);
    daybook_add(&r->newcomers, filed, &one);
}

void place_never(struct run *r, int64_t id) {
    if (r->newcomers.n == 0)
        return;
    EXTEND(r->arena, r->nevers, r->never_count, r->never_cap);
    r->nevers[r->never_count++] = (struct never){id, r->newcomers.n};
}

/* By record, the last first. */
static int by_record(const void *x, const void *y) {
    const struct never *a = x;
    const struct never *b = y;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return (a->before < b->before) - (a->before > b->before);
}

/* Whether the newcomer that came at this place left again. */
static bool is_gone(const struct run *r, int64_t place, int64_t id) {
    ptrdiff_t from = 0;
    for (ptrdiff_t to = r->never_count; from < to;) {
        ptrdiff_t middle = (from + to) / 2;
        if (r->nevers[middle].id < id)
            from = middle + 1;
        else
            to = middle;
    }
    return from < r->never_count && r->nevers[from].id == id && r->nevers[from].before > place;
}

/* cf/agency/scj/2026, which leads to cf/agency/scj/2026/11 (site.md: decisions by agency, year and
 * month). */
static int64_t month_of_agency(struct run *r, struct arena *a, const struct family *f) {
    const char *slug = kind_slug((enum kind)f->kind, f->term);
    struct ledger_list l = {.kind = f->kind,
                            .term = f->term,
                            .scope = LIST_AGENCY_YEAR,
                            .agency = str_of(f->agency),
                            .year = f->year};
    l.name = str_fmt(a, "%s/agency/%s/%d", slug, f->agency, f->year);
    (void)ledger_list_id(r->ledger, &l);
    l.scope = LIST_AGENCY_MONTH;
    l.month = f->month;
    l.name = str_fmt(a, "%s/agency/%s/%d/%02d", slug, f->agency, f->year, f->month);
    return ledger_list_id(r->ledger, &l);
}

/* cf · cf/agency/scj · cf/2026 · cf/2026/11 (site.md) */
static void lists_of(struct run *r, struct arena *a, struct family *f) {
    const char *slug = kind_slug((enum kind)f->kind, f->term);
    struct ledger_list l = {
        .name = str_of(slug), .kind = f->kind, .term = f->term, .scope = LIST_ALL, .agency = S("")};
    f->lists[0] = ledger_list_id(r->ledger, &l);
    l.scope = LIST_AGENCY;
    l.agency = str_of(f->agency);
    l.name = str_fmt(a, "%s/agency/%s", slug, f->agency);
    f->lists[1] = ledger_list_id(r->ledger, &l);
    if (f->year == 0)
        return;
    l = (struct ledger_list){.kind = f->kind, .term = f->term, .agency = S(""), .year = f->year};
    l.scope = LIST_YEAR;
    l.name = str_fmt(a, "%s/%d", slug, f->year);
    f->lists[2] = ledger_list_id(r->ledger, &l);
    l.scope = LIST_MONTH;
    l.month = f->month;
    l.name = str_fmt(a, "%s/%d/%02d", slug, f->year, f->month);
    f->lists[3] = ledger_list_id(r->ledger, &l);
    if (f->kind == KIND_decision)
        f->lists[4] = month_of_agency(r, a, f);
}

/* Decisions show a link to their matter: when one went on line or left, they are made anew (in the
 * first run all are new anyway). */
static void touch_matters(struct run *r) {
    if (r->number <= 1 || r->matter_count == 0)
        return;
    struct ledger_walk w = ledger_walk(r->ledger, SCAN_VERB, RULING_PUBLISH);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;) {
        struct facts f = facts_read(rec->facts);
        bool moved = false;
        for (int k = 0; rec->kind == KIND_decision && f.matter != 0 && k < r->matter_count; k++)
            moved = moved || r->matters_moved[k] == f.matter;
        if (moved)
            ledger_touch(r->ledger, rec->id);
    }
}

/* The rows of all newcomers, the oldest first; their records go to `of`, 0 for those that left. */
static void give_places(struct run *r, uint32_t *of) {
    for (int64_t i = 0; i < r->newcomers.n; i++) {
        struct newcomer one;
        struct ledger_place p = {{0}, {0}};
        daybook_get(&r->newcomers, i, &one);
        bool gone = is_gone(r, daybook_place(&r->newcomers, i), one.id);
        of[i] = gone ? 0 : (uint32_t)one.id;
        if (gone)
            continue;
        memcpy(p.list, r->families[one.family].lists, sizeof p.list);
        ledger_place_give(r->ledger, one.id, &p);
        ledger_touch(r->ledger, one.id);
    }
}

void place_newcomers(struct run *r) {
    struct arena a = {0};
    int64_t n = r->newcomers.n;
    uint32_t *of = ROOM(&a, uint32_t, n + 1);
    if (ledger_last_id(r->ledger) > UINT32_MAX)
        die("记录太多：超过 %u 条", UINT32_MAX);
    touch_matters(r);
    for (int i = 0; i < r->family_count; i++)
        lists_of(r, &a, &r->families[i]);
    if (r->never_count > 0)
        qsort(r->nevers, (size_t)r->never_count, sizeof *r->nevers, by_record);
    daybook_sort(&r->newcomers, DAYBOOK_OLDEST);
    give_places(r, of);
    gather_newcomers(r, of);
    daybook_close(&r->newcomers);
    ledger_places_done(r->ledger, LIST_ROWS);
    ledger_lines_done(r->ledger);
    arena_free(&a);
    run_time(r, "排入目录", n, 0);
}
