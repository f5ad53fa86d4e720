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

void place_later(struct run *r, const struct newcomer *one, const struct family *f) {
    if (r->newcomer_count == r->newcomer_cap) {
        int64_t cap = r->newcomer_cap * 2 + 1024;
        struct newcomer *more = realloc(r->newcomers, sizeof *more * (size_t)cap);
        if (more == NULL)
            die("内存不足（新记录表）");
        r->newcomers = more;
        r->newcomer_cap = cap;
    }
    r->newcomers[r->newcomer_count] = *one;
    r->newcomers[r->newcomer_count++].family = family_of(r, f);
}

void place_never(struct run *r, int64_t id) {
    for (int64_t i = r->newcomer_count - 1; i >= 0; i--)
        if (r->newcomers[i].id == id) {
            r->newcomers[i] = r->newcomers[--r->newcomer_count];
            return;
        }
}

static int by_date(const void *x, const void *y) {
    const struct newcomer *a = x;
    const struct newcomer *b = y;
    if (a->filed != b->filed)
        return a->filed < b->filed ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
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

void place_newcomers(struct run *r) {
    struct arena a = {0};
    touch_matters(r);
    for (int i = 0; i < r->family_count; i++)
        lists_of(r, &a, &r->families[i]);
    if (r->newcomer_count > 0)
        qsort(r->newcomers, (size_t)r->newcomer_count, sizeof *r->newcomers, by_date);
    for (int64_t i = 0; i < r->newcomer_count; i++) {
        struct ledger_place p = {{0}, {0}};
        memcpy(p.list, r->families[r->newcomers[i].family].lists, sizeof p.list);
        ledger_place_give(r->ledger, r->newcomers[i].id, &p);
        ledger_touch(r->ledger, r->newcomers[i].id);
    }
    gather_newcomers(r);
    ledger_places_done(r->ledger, LIST_ROWS);
    ledger_lines_done(r->ledger);
    arena_free(&a);
    run_time(r, "排入目录", r->newcomer_count, 0);
    free(r->newcomers);
    r->newcomers = NULL;
    r->newcomer_cap = 0;
}
