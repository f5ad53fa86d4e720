/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gather.c — records that belong together stand in one list: all of an organisation, a plan of
 * inspections with its tasks and results, all parties whose names begin alike.
 *
 * In:    disclosures as they go on line
 * Out:   gatherings of the ledger
 * Law:   law.md §2 (双随机 plan → task → result); 个人信息保护法 (nobody's life is put together)
 * Never: gathers by one natural person, a sole trader, or the placeholder code (pages/list.c)
 */
#include "commands/run.h"

#include <stdlib.h>

static const enum list_scope scopes[GATHERINGS] = {LIST_PARTY, LIST_PLAN, LIST_NAME};

struct gathered gathered_of(const struct site *s, struct arena *a, const struct disclosure *d) {
    struct gathered g = {{{0}}};
    struct list_name name;
    for (int i = 0; i < GATHERINGS; i++)
        if (scopes[i] == LIST_NAME)
            (void)list_named(s->naming, a, d, &g.key[i]);
        else if (list_gathering(d, scopes[i], &name))
            g.key[i] = str_dup(a, name.key);
    return g;
}

/* Names begin in some hundred ways: those are asked for once. */
static int64_t id_of(struct run *r, const struct gathered *g, int i) {
    str key = g->key[i];
    if (key.n == 0 || scopes[i] != LIST_NAME)
        return key.n == 0 ? 0 : ledger_gathering_id(r->ledger, (int)scopes[i], key);
    if (r->known_keys == NULL)
        r->known_keys = NEW(r->arena, struct known_key, KNOWN_KEYS);
    struct known_key *known = &r->known_keys[str_hash(key) % KNOWN_KEYS];
    if (!str_eq(known->key, key))
        *known = (struct known_key){str_dup(r->arena, key),
                                    ledger_gathering_id(r->ledger, LIST_NAME, key)};
    return known->id;
}

void gather_later(struct run *r, const struct gathered *g, int32_t out[GATHERINGS]) {
    for (int i = 0; i < GATHERINGS; i++)
        out[i] = (int32_t)id_of(r, g, i);
}

static int ascending(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x;
    uint64_t b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* The first ones of v that are of one gathering; how many. */
static int gather_some(struct run *r, const uint64_t *v, int64_t n) {
    int64_t ids[LEDGER_IDS];
    int at = 0;
    while (at < n && at < LEDGER_IDS && v[at] >> 32 == v[0] >> 32) {
        ids[at] = r->newcomers[(uint32_t)v[at]].id;
        at++;
    }
    ledger_gather(r->ledger, (int64_t)(v[0] >> 32), ids, at, LIST_ROWS);
    return at;
}

void gather_newcomers(struct run *r) {
    struct arena a = {0};
    uint64_t *v = ROOM(&a, uint64_t, r->newcomer_count + 1); /* gathering and place */
    for (int i = 0; i < GATHERINGS; i++) {
        int64_t n = 0;
        for (int64_t k = 0; k < r->newcomer_count; k++)
            if (r->newcomers[k].gathering[i] != 0)
                v[n++] = (uint64_t)r->newcomers[k].gathering[i] << 32 | (uint64_t)k;
        qsort(v, (size_t)n, sizeof *v, ascending);
        for (int64_t from = 0; from < n;)
            from += gather_some(r, v + from, n - from);
    }
    arena_free(&a);
}

/* Takes a number out of a list of them; false when it is not there. */
static bool take_out(int32_t v[GATHERINGS], int64_t number) {
    for (int i = 0; i < GATHERINGS; i++)
        if (v[i] != 0 && v[i] == number) {
            v[i] = 0;
            return true;
        }
    return false;
}

void gather_again(struct run *r, int64_t record, const struct gathered *g) {
    struct ledger_member have[LEDGER_GATHERINGS];
    int32_t want[GATHERINGS];
    ledger_gathered_touch(r->ledger, record, LIST_ROWS);
    gather_later(r, g, want);
    int n = ledger_gathered(r->ledger, record, have);
    for (int i = 0; i < n; i++)
        if (!take_out(want, have[i].gathering))
            ledger_ungather(r->ledger, &have[i]);
    for (int i = 0; i < GATHERINGS; i++)
        if (want[i] != 0)
            ledger_gather(r->ledger, want[i], &record, 1, LIST_ROWS);
}
