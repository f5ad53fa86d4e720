/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gather.c — records that belong together stand in one list: all of an organisation, a plan of
 * inspections with its tasks and results.
 *
 * In:    disclosures as they go on line
 * Out:   gatherings of the ledger
 * Law:   law.md §2 (双随机 plan → task → result); 个人信息保护法 (nobody's life is put together)
 * Never: gathers by a natural person, a sole trader, or the placeholder code (pages/list.c)
 */
#include "commands/run.h"

struct gathered gathered_of(const struct disclosure *d) {
    struct gathered g = {{{0}}};
    struct list_name name;
    for (int i = 0; i < GATHERINGS; i++)
        if (list_gathering(d, (enum list_scope)(LIST_PARTY + i), &name))
            g.key[i] = name.key;
    return g;
}

static int64_t id_of(struct run *r, const struct gathered *g, int i) {
    return g->key[i].n == 0 ? 0 : ledger_gathering_id(r->ledger, LIST_PARTY + i, g->key[i]);
}

void gather_later(struct run *r, const struct gathered *g, int32_t out[GATHERINGS]) {
    for (int i = 0; i < GATHERINGS; i++)
        out[i] = (int32_t)id_of(r, g, i);
}

void gather_now(struct run *r, int64_t record, const int32_t gathering[GATHERINGS]) {
    for (int i = 0; i < GATHERINGS; i++)
        if (gathering[i] != 0)
            ledger_gather(r->ledger, gathering[i], record, LIST_ROWS);
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
    gather_now(r, record, want);
}
