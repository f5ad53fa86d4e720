/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * place.c — newcomers get their rows in lists, oldest first.
 *
 * In:    struct newcomer
 * Out:   places in the ledger, touched list pages
 * Law:   国办秘函〔2019〕19号 (an address does not change)
 * Never: moves a row that has a place
 */
#include "base/os.h"
#include "commands/run.h"

#include <stdlib.h>
#include <string.h>

void place_later(struct run *r, const struct newcomer *n) {
    if (r->newcomer_count == r->newcomer_cap) {
        int64_t cap = r->newcomer_cap * 2 + 1024;
        struct newcomer *more = realloc(r->newcomers, sizeof *more * (size_t)cap);
        if (more == NULL)
            die("内存不足（新记录表）");
        r->newcomers = more;
        r->newcomer_cap = cap;
    }
    r->newcomers[r->newcomer_count++] = *n;
}

static int by_date(const void *x, const void *y) {
    const struct newcomer *a = x;
    const struct newcomer *b = y;
    if (a->filed != b->filed)
        return a->filed < b->filed ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

/* Lists already asked for in this run, by the hash of their names. */
struct list_cache {
    uint64_t hash;
    int64_t id;
};
#define LIST_CACHE 4096 /* a power of two; a collision only costs a look-up */

static int64_t list_id(struct run *r, struct list_cache *cache, struct ledger_list wanted) {
    uint64_t h = str_hash(wanted.name) | 1;
    struct list_cache *c = &cache[h >> 20 & (LIST_CACHE - 1)];
    if (c->hash != h)
        *c = (struct list_cache){h, ledger_list_id(r->ledger, &wanted)};
    return c->id;
}

/* cf · cf/agency/scj · cf/2026 · cf/2026/11 (site.md) */
static struct ledger_place lists_of(struct run *r, struct arena *a, struct list_cache *cache,
                                    const struct newcomer *n) {
    struct ledger_place p = {{0}, {0}};
    const char *slug = kind_slug((enum kind)n->kind, n->term);
    struct ledger_list l = {
        .name = str_of(slug), .kind = n->kind, .term = n->term, .scope = LIST_ALL, .agency = S("")};
    p.list[0] = list_id(r, cache, l);
    l.scope = LIST_AGENCY;
    l.agency = str_of(n->agency);
    l.name = str_fmt(a, "%s/agency/%s", slug, n->agency);
    p.list[1] = list_id(r, cache, l);
    if (n->year == 0)
        return p;
    l = (struct ledger_list){.kind = n->kind, .term = n->term, .agency = S(""), .year = n->year};
    l.scope = LIST_YEAR;
    l.name = str_fmt(a, "%s/%d", slug, n->year);
    p.list[2] = list_id(r, cache, l);
    l.scope = LIST_MONTH;
    l.month = n->month;
    l.name = str_fmt(a, "%s/%d/%02d", slug, n->year, n->month);
    p.list[3] = list_id(r, cache, l);
    return p;
}

/* Decisions show a link to their matter: when one went on line or left, they are made anew (in the
 * first run all are new anyway). */
static void touch_matters(struct run *r) {
    enum { MOST = 256 };
    struct arena a = {0};
    struct ledger_record *v = NEW(r->arena, struct ledger_record, MOST);
    int64_t after = 0;
    for (int n = MOST; r->number > 1 && r->matter_count > 0 && n == MOST; arena_reset(&a)) {
        n = ledger_scan(r->ledger, &a, SCAN_VERB, RULING_PUBLISH, after, v, MOST);
        for (int i = 0; i < n; i++) {
            struct facts f = facts_read(v[i].facts);
            bool moved = false;
            for (int k = 0; v[i].kind == KIND_decision && f.matter != 0 && k < r->matter_count; k++)
                moved = moved || r->matters_moved[k] == f.matter;
            if (moved)
                ledger_touch(r->ledger, v[i].id);
        }
        after = n > 0 ? v[n - 1].id : after;
    }
    arena_free(&a);
}

void place_newcomers(struct run *r) {
    struct arena a = {0};
    struct list_cache *cache = NEW(r->arena, struct list_cache, LIST_CACHE);
    touch_matters(r);
    qsort(r->newcomers, (size_t)r->newcomer_count, sizeof *r->newcomers, by_date);
    for (int64_t i = 0; i < r->newcomer_count; i++) {
        struct ledger_place p = lists_of(r, &a, cache, &r->newcomers[i]);
        ledger_place_give(r->ledger, r->newcomers[i].id, &p);
        ledger_touch(r->ledger, r->newcomers[i].id);
        if (i % 4096 == 0)
            arena_reset(&a);
    }
    ledger_places_done(r->ledger, LIST_ROWS);
    arena_free(&a);
    run_time(r, "排入目录", r->newcomer_count, 0);
}
