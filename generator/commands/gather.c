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

#define SOME 256 /* newcomers read at once */

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
static int gather_some(struct run *r, const uint32_t *of, const uint64_t *v, int64_t n) {
    int64_t ids[LEDGER_IDS];
    int at = 0;
    while (at < n && at < LEDGER_IDS && v[at] >> 32 == v[0] >> 32) {
        ids[at] = of[(uint32_t)v[at]];
        at++;
    }
    ledger_gather(r->ledger, (int64_t)(v[0] >> 32), ids, at, LIST_ROWS);
    return at;
}

/* Those that are gathered in this way: gathering and number, in the order in which they came. */
static int64_t gathered_so(const struct run *r, int way, const uint32_t *of, uint64_t *v) {
    struct newcomer some[SOME];
    int64_t found = 0;
    for (int64_t at = 0, n = 0; at < r->newcomers.n; at += n) {
        n = r->newcomers.n - at < SOME ? r->newcomers.n - at : SOME;
        daybook_read(&r->newcomers, at, n, some);
        for (int64_t i = 0; i < n; i++) {
            int64_t number = daybook_number(&r->newcomers, at + i);
            if (of[number] != 0 && some[i].gathering[way] != 0)
                v[found++] = (uint64_t)some[i].gathering[way] << 32 | (uint64_t)number;
        }
    }
    return found;
}

void gather_newcomers(struct run *r, const uint32_t *of) {
    struct arena a = {0};
    uint64_t *v = ROOM(&a, uint64_t, r->newcomers.n + 1);
    for (int way = 0; way < GATHERINGS; way++) {
        int64_t n = gathered_so(r, way, of, v);
        qsort(v, (size_t)n, sizeof *v, ascending);
        for (int64_t from = 0; from < n;)
            from += gather_some(r, of, v + from, n - from);
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
