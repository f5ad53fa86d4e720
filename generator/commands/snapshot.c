/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * snapshot.c — deliveries that are all there is: which records they do not hold any more.
 *
 * In:    the records that its lines are of, those of its source
 * Out:   findings; notes of what vanished and came back
 * Law:   国办发〔2018〕118号 (what was disclosed is not taken away by silence)
 * Never: takes a record off line: staff or policy decide
 */
#include "base/os.h"
#include "commands/run.h"

#include <string.h>

#define HELD_BATCH 256
#define SNAPSHOTS 32 /* days of one source in one run; older ones conclude nothing */

/* Deliveries that are all there is as of a day. */
struct snapshot {
    struct snapshot *next; /* an older one */
    date day;
    struct ledger_snapshot newest; /* of its deliveries */
    struct ledger_receipt receipt;
    str name; /* of the first */
    int files;
    uint64_t kinds; /* what its deliveries say they are */
    bool mixed;     /* some of them say so record by record */
    uint64_t *held; /* bits by record */
    int64_t words;
    int64_t broken;
    int64_t rejected;
};

/* ---- while deliveries are read ---- */

/* The snapshot of this day; the list begins with the newest. */
static struct snapshot *snapshot_of(struct run *r, date day) {
    struct snapshot **at = &r->snapshots;
    int n = 0;
    while (*at != NULL && (*at)->day > day) {
        at = &(*at)->next;
        n++;
    }
    if (*at != NULL && (*at)->day == day)
        return *at;
    if (n >= SNAPSHOTS)
        return NULL;
    struct snapshot *s = NEW(&r->snapshot_memory, struct snapshot, 1);
    *s = (struct snapshot){.next = *at, .day = day};
    *at = s;
    return s;
}

void snapshot_begin(struct run *r, struct taking *t) {
    const struct ledger_delivery *d = t->delivery;
    if (!site_snapshot(r->site, d->source))
        return;
    struct snapshot *s = snapshot_of(r, instant_date(t->as_of));
    t->snapshot = s;
    if (s == NULL)
        return;
    if (s->files++ == 0)
        s->name = str_dup(&r->snapshot_memory, d->name);
    if (s->files == 1 || t->as_of >= s->newest.as_of) {
        str source = str_dup(&r->snapshot_memory, d->source);
        s->newest = (struct ledger_snapshot){source, 0, t->as_of, d->receipt.id};
        s->receipt = d->receipt;
    }
}

void snapshot_hold(struct run *r, struct taking *t, int64_t id) {
    struct snapshot *s = t->snapshot;
    if (s == NULL)
        return;
    if (id / 64 >= s->words) {
        int64_t words = id / 64 + s->words + 1024;
        uint64_t *more = NEW(&r->snapshot_memory, uint64_t, words);
        if (s->words > 0)
            memcpy(more, s->held, (size_t)s->words * sizeof *more);
        s->held = more;
        s->words = words;
    }
    s->held[id / 64] |= (uint64_t)1 << id % 64;
}

void snapshot_end(struct taking *t, enum kind kind) {
    struct snapshot *s = t->snapshot;
    if (s == NULL)
        return;
    s->kinds |= kind == KIND_NONE ? 0 : (uint64_t)1 << kind;
    s->mixed = s->mixed || kind == KIND_NONE;
    s->broken += t->broken;
    s->rejected += t->rejected;
}

/* ---- at the end of the source ---- */

struct conclusion {
    struct run *run;
    const struct snapshot *s;
    str source;
    uint64_t kinds;
    bool moved;
    struct diags diags;
};

static bool is_held(const struct snapshot *s, int64_t id) {
    return id / 64 < s->words && (s->held[id / 64] >> id % 64 & 1) != 0;
}

typedef void held_fn(struct conclusion *c, const struct ledger_held *one);

static void each_held(struct conclusion *c, bool vanished, held_fn *fn) {
    struct arena a = {0};
    struct ledger_held v[HELD_BATCH];
    struct ledger_holding h = {c->source, vanished, 0, v, HELD_BATCH};
    for (int n = HELD_BATCH; n == HELD_BATCH; arena_reset(&a)) {
        n = ledger_held(c->run->ledger, &a, &h);
        for (int i = 0; i < n; i++)
            fn(c, &v[i]);
    }
    arena_free(&a);
}

static void note_kind(struct conclusion *c, const struct ledger_held *one) {
    c->kinds |= (uint64_t)is_held(c->s, one->id) << one->kind;
}

/* Of the kinds that the snapshot has, those that no newer snapshot has. */
static void find_kinds(struct conclusion *c) {
    c->kinds = c->s->kinds;
    if (c->s->mixed)
        each_held(c, false, note_kind);
    for (int k = KIND_NONE + 1; k < KINDS; k++) {
        struct ledger_snapshot one = c->s->newest;
        one.kind = k;
        if ((c->kinds >> k & 1) != 0 && !ledger_snapshot(c->run->ledger, &one))
            c->kinds &= ~((uint64_t)1 << k);
    }
}

/* The ledger says since when, so that a catalogue that is made again knows it too. */
static void note(struct conclusion *c, const struct ledger_held *one, date since) {
    struct arena *a = c->diags.arena;
    bool back = since == DATE_NONE;
    str detail =
        back ? c->source : str_fmt(a, "%.*s %.*s", STR(c->source), STR(date_text(a, since)));
    ledger_vanished(c->run->ledger, one->id, c->source, since);
    ledger_event(c->run->ledger, c->run->number, one->id, back ? "reappeared" : "vanished", detail);
    c->moved = true;
}

static str files_of(struct arena *a, const struct snapshot *s) {
    return s->files == 1 ? s->name : str_fmt(a, "%.*s 等 %d 个文件", STR(s->name), s->files);
}

/* What has ended is not missed. A record is named by its address: the number would be its party's.
 */
static void note_missing(struct conclusion *c, const struct ledger_held *one) {
    struct arena *a = c->diags.arena;
    bool counts = one->verb == RULING_PUBLISH || one->verb == RULING_HOLD;
    if (!counts || one->vanished != DATE_NONE || is_held(c->s, one->id) ||
        (c->kinds >> one->kind & 1) == 0)
        return;
    str doubt = c->s->rejected == 0
                    ? (str){0}
                    : str_fmt(a, "；本次拒收 %lld 行，或在其中", (long long)c->s->rejected);
    diag(&c->diags, DIAG_RECORD_VANISHED, (struct place){files_of(a, c->s), 0, (str){0}},
         "%.*s，%s 起%.*s", STR(one->path), date_text(a, c->s->day).p, STR(doubt));
    note(c, one, c->s->day);
}

static void note_back(struct conclusion *c, const struct ledger_held *one) {
    if (is_held(c->s, one->id) && (c->kinds >> one->kind & 1) != 0)
        note(c, one, DATE_NONE);
}

static void conclude(struct run *r, str source, const struct snapshot *s) {
    struct arena a = {0};
    struct conclusion c = {.run = r, .s = s, .source = source, .diags = {.arena = &a}};
    if (s->broken > 0)
        diag(&c.diags, DIAG_SNAPSHOT_BROKEN, (struct place){files_of(&a, s), 0, (str){0}},
             "%lld 处", (long long)s->broken);
    else
        find_kinds(&c);
    /* A catalogue that is made again takes what is missing from the ledger. */
    if (!r->rebuilding && c.kinds != 0) {
        each_held(&c, true, note_back);
        each_held(&c, false, note_missing);
    }
    if (c.moved)
        take_moved(r, &s->receipt);
    report_findings(r, &c.diags);
    arena_free(&a);
}

/* The newest first: an older one then is not the newest of its kinds. */
void snapshot_settle(struct run *r, str source) {
    for (const struct snapshot *s = r->snapshots; s != NULL; s = s->next)
        conclude(r, source, s);
    r->snapshots = NULL;
    arena_free(&r->snapshot_memory);
}
