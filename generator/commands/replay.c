/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * replay.c — gongshi build --as-of DAY --replay: the rulings of an earlier day made again, and held
 * against those that the ledger recorded.
 *
 * In:    the event chain up to that day, the catalogue's facts, the present tables
 * Out:   a line for each ruling that would be another; counts
 * Law:   国办发〔2018〕118号 三 (可回溯管理)
 * Never: changes anything; knows on that day what came later
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#include <string.h>

/* What the ledger says of a record as of that instant: its last ruling. */
struct recorded {
    unsigned char verb; /* 0: not known yet */
    unsigned char reason;
    int16_t version;
    date due;
};

struct replay {
    struct run *run;
    struct recorded *v; /* by record */
    int64_t most;
    int64_t same;
    int64_t differ;
    int64_t corrected; /* since then: their facts of that day are gone */
};

/* publish.open v2 due 2026-03-11 …, as face.c writes it. */
static void note_ruling(struct replay *p, const struct ledger_event *e, enum verb verb) {
    str rest = e->detail;
    const struct reason_info *why = reason_named(str_cut(&rest, S(" ")));
    str version = str_cut(&rest, S(" "));
    int64_t number = 0;
    (void)str_cut(&rest, S(" "));
    if (why == NULL || e->record <= 0 || e->record > p->most ||
        !str_int(str_sub(version, 1, version.n), &number))
        return;
    p->v[e->record] = (struct recorded){.verb = (unsigned char)verb,
                                        .reason = (unsigned char)(why - reason_info(REASON_NONE)),
                                        .version = (int16_t)number,
                                        .due = date_parse(str_cut(&rest, S(" ")))};
}

/* due 2026-03-11 dl-decision …: the table changed. */
static void note_due(struct replay *p, const struct ledger_event *e) {
    str rest = e->detail;
    (void)str_cut(&rest, S(" "));
    if (e->record > 0 && e->record <= p->most)
        p->v[e->record].due = date_parse(str_cut(&rest, S(" ")));
}

static void read_ledger(struct replay *p) {
    struct ledger_event e;
    ledger_event_scan(p->run->ledger);
    while (ledger_event_next(p->run->ledger, &e)) {
        enum verb verb = verb_named(e.what);
        if (e.as_of > p->run->as_of)
            continue;
        if (verb != RULING_NONE)
            note_ruling(p, &e, verb);
        else if (str_eq(e.what, S("redated")))
            note_due(p, &e);
    }
}

/* The history without what came later. */
static struct history history_then(struct replay *p, struct arena *a,
                                   const struct ledger_record *rec) {
    struct history h = history_of(p->run, a, rec);
    struct change_fact *v = NEW(a, struct change_fact, h.n + 1);
    int n = 0;
    for (int i = 0; i < h.n; i++)
        if (h.changes[i].event <= p->most && p->v[h.changes[i].event].verb != RULING_NONE)
            v[n++] = h.changes[i];
    h.changes = v;
    h.n = n;
    if (h.first_published > p->run->as_of)
        h.first_published = INSTANT_NONE;
    return h;
}

static void replay_one(struct replay *p, struct arena *a, const struct ledger_record *rec) {
    const struct recorded *then = &p->v[rec->id];
    struct facts f = facts_read(rec->facts);
    if (then->verb == RULING_NONE)
        return;
    if (then->version != rec->version) {
        p->corrected++;
        return;
    }
    facts_weigh(p->run->site->policy, &f);
    struct history h = history_then(p, a, rec);
    struct ruling u =
        rule(p->run->site->policy, &f, &h, p->run->today, then->verb == RULING_PUBLISH);
    bool closed = h.first_published != INSTANT_NONE;
    if (u.reason == (enum reason)then->reason && (closed || u.due == then->due)) {
        p->same++;
        return;
    }
    const struct reason_info *was = reason_info((enum reason)then->reason);
    p->differ++;
    os_print(str_fmt(a, "%.*s：账上 %s，期限 %s；重演 %s，期限 %s\n", STR(rec->path), was->id,
                     date_text(a, then->due).p, reason_info(u.reason)->id, date_text(a, u.due).p));
}

static void replay_all(struct replay *p) {
    struct ledger_walk w = ledger_walk(p->run->ledger, SCAN_ALL, 0);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;)
        replay_one(p, &w.arena, rec);
}

int build_replay(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    struct replay p = {.run = &r, .most = ledger_last_id(r.ledger)};
    p.v = NEW(&arena, struct recorded, p.most + 1);
    read_ledger(&p);
    replay_all(&p);
    os_print(str_fmt(&arena,
                     "重演 %s：相符 %lld，不符 %lld，此后更正过、不再重演 %lld。没有改变任何东西\n",
                     instant_text(&arena, r.as_of).p, (long long)p.same, (long long)p.differ,
                     (long long)p.corrected));
    run_close(&r);
    arena_free(&arena);
    return p.differ > 0 ? EXIT_CHECK : EXIT_DONE;
}
