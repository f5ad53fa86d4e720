/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * snapshot.c — a delivery that is all there is: which records it does not hold any more.
 *
 * In:    the records that its lines are of, those of its source
 * Out:   findings; notes of what vanished and came back
 * Law:   国办发〔2018〕118号 (what was disclosed is not taken away by silence)
 * Never: takes a record off line: staff or policy decide
 */
#include "base/os.h"
#include "commands/run.h"

#define HELD_BATCH 256

void snapshot_begin(struct run *r, struct arena *a, struct taking *t) {
    if (!site_snapshot(r->site, t->delivery->source))
        return;
    t->held_most = ledger_last_id(r->ledger);
    t->held = NEW(a, uint64_t, t->held_most / 64 + 1);
}

void snapshot_hold(struct taking *t, int64_t id) {
    if (t->held != NULL && id <= t->held_most)
        t->held[id / 64] |= (uint64_t)1 << id % 64;
}

/* Records that came with the snapshot itself are beyond the bits. */
static bool is_held(const struct taking *t, int64_t id) {
    return id > t->held_most || (t->held[id / 64] >> id % 64 & 1) != 0;
}

typedef void held_fn(struct run *r, struct taking *t, const struct ledger_held *one, void *ctx);

static void each_held(struct run *r, struct taking *t, bool vanished, held_fn *fn, void *ctx) {
    struct arena a = {0};
    struct ledger_held v[HELD_BATCH];
    struct ledger_holding c = {t->delivery->source, vanished, 0, v, HELD_BATCH};
    for (int n = HELD_BATCH; n == HELD_BATCH; arena_reset(&a)) {
        n = ledger_held(r->ledger, &a, &c);
        for (int i = 0; i < n; i++)
            fn(r, t, &v[i], ctx);
    }
    arena_free(&a);
}

/* ---- which kinds ---- */

static void note_kind(struct run *r, struct taking *t, const struct ledger_held *one, void *kinds) {
    (void)r;
    *(uint64_t *)kinds |= (uint64_t)is_held(t, one->id) << one->kind;
}

/* Of those kinds that the delivery has, the ones that no newer snapshot has. */
static uint64_t kinds_of(struct run *r, struct taking *t, enum kind kind) {
    uint64_t kinds = kind == KIND_NONE ? 0 : (uint64_t)1 << kind;
    if (kind == KIND_NONE)
        each_held(r, t, false, note_kind, &kinds);
    for (int k = KIND_NONE + 1; k < KINDS; k++) {
        struct ledger_snapshot s = {t->delivery->source, k, t->as_of, t->delivery->receipt.id};
        if ((kinds >> k & 1) != 0 && !ledger_snapshot(r->ledger, &s))
            kinds &= ~((uint64_t)1 << k);
    }
    return kinds;
}

/* ---- what is missing, what is back ---- */

struct findings {
    uint64_t kinds;
    struct diags diags;
};

/* A catalogue that is made again knows it anew; the ledger has it already. */
static void note(struct run *r, struct taking *t, const struct ledger_held *one, date since) {
    str source = t->delivery->source;
    ledger_vanished(r->ledger, one->id, source, since);
    if (!r->rebuilding)
        ledger_event(r->ledger, r->number, one->id, since == DATE_NONE ? "reappeared" : "vanished",
                     source);
    t->moved = true;
}

/* What has ended is not missed. A record is named by its address: the number would be its party's.
 */
static void note_missing(struct run *r, struct taking *t, const struct ledger_held *one,
                         void *ctx) {
    struct findings *f = ctx;
    bool counts = one->verb == RULING_PUBLISH || one->verb == RULING_HOLD;
    if (!counts || one->vanished != DATE_NONE || is_held(t, one->id) ||
        (f->kinds >> one->kind & 1) == 0)
        return;
    struct place at = {t->delivery->name, 0, (str){0}};
    date since = instant_date(t->as_of);
    str doubt = t->rejected == 0 ? (str){0}
                                 : str_fmt(f->diags.arena, "；本次拒收 %lld 行，或在其中",
                                           (long long)t->rejected);
    diag(&f->diags, DIAG_RECORD_VANISHED, at, "%.*s，%s 起%.*s", STR(one->path),
         date_text(f->diags.arena, since).p, STR(doubt));
    note(r, t, one, since);
}

static void note_back(struct run *r, struct taking *t, const struct ledger_held *one, void *ctx) {
    const struct findings *f = ctx;
    if (!is_held(t, one->id) || (f->kinds >> one->kind & 1) == 0)
        return;
    note(r, t, one, DATE_NONE);
}

void snapshot_end(struct run *r, struct taking *t, enum kind kind) {
    struct arena a = {0};
    struct findings f = {.diags = {.arena = &a}};
    if (t->held == NULL)
        return;
    if (t->broken > 0) {
        diag(&f.diags, DIAG_SNAPSHOT_BROKEN, (struct place){t->delivery->name, 0, (str){0}},
             "%lld 处", (long long)t->broken);
    } else {
        f.kinds = kinds_of(r, t, kind);
        each_held(r, t, true, note_back, &f);
        each_held(r, t, false, note_missing, &f);
    }
    report_findings(r, &f.diags);
    arena_free(&a);
}
