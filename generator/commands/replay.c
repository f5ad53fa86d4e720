/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * replay.c — gongshi build --as-of DAY --replay: the rulings of an earlier day made again, and held
 * against those that the ledger recorded.
 *
 * In:    the event chain up to that day, the facts and the tables of that day
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
    int16_t approvals; /* given so far */
    date due;
};

struct replay {
    struct run *run;
    struct policy *policy; /* of that day */
    str tables;            /* the list of its tables */
    struct recorded *v;    /* by record */
    int64_t most;
    int64_t same;
    int64_t differ;
    int64_t lost; /* their facts of that day are gone */
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
    struct recorded *then = &p->v[e->record];
    then->verb = (unsigned char)verb;
    then->reason = (unsigned char)(why - reason_info(REASON_NONE));
    then->version = (int16_t)number;
    then->due = date_parse(str_cut(&rest, S(" ")));
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
        else if (str_eq(e.what, S("approved")) && e.record > 0 && e.record <= p->most)
            p->v[e.record].approvals++;
        else if (str_eq(e.what, S("tables")))
            p->tables = str_dup(p->run->arena, e.detail);
    }
}

/* A ledger of an earlier version kept no tables: then the present ones must do. */
static void take_policy(struct replay *p) {
    p->policy = p->tables.n > 0 ? tables_policy(p->run, p->run->arena, p->tables) : NULL;
    if (p->policy != NULL)
        return;
    p->policy = p->run->site->policy;
    os_print_error(S("gongshi: 当日所用的规则表没有留存，按现在的规则表重演\n"));
}

static bool known_then(const struct replay *p, int64_t record) {
    return record > 0 && record <= p->most && p->v[record].verb != RULING_NONE;
}

/* What rulings on one content rest on. */
struct rested {
    struct facts facts;
    str crew;
};

/* False when it is gone. */
static bool facts_at(struct replay *p, struct arena *a, const struct ledger_record *rec,
                     int version, struct rested *out) {
    bool present = version == rec->version;
    str bytes = present ? rec->facts : ledger_kept_facts(p->run->ledger, a, rec->id, version);
    ptrdiff_t size = (ptrdiff_t)sizeof out->facts;
    if (bytes.n < size)
        return false;
    out->facts = facts_read(str_sub(bytes, 0, size));
    out->crew = present ? ledger_crew(p->run->ledger, a, rec->id) : str_sub(bytes, size, bytes.n);
    return out->facts.version == FACTS_VERSION;
}

/* What the officers' list had said of one officer by then, at most a stretch for each version of
 * the record: appended. */
static int officer_then(struct replay *p, struct arena *a, uint64_t hash, struct officer_fact *v) {
    struct ledger_key key = {{0}};
    struct ledger_record rec;
    struct rested on;
    int n = 0;
    memcpy(key.b, &hash, sizeof hash);
    if (!ledger_find(p->run->ledger, a, key, &rec) || !known_then(p, rec.id))
        return 0;
    for (int version = 1; version <= p->v[rec.id].version; version++) {
        if (!facts_at(p, a, &rec, version, &on))
            continue;
        date from = on.facts.valid_from;
        int at = 0;
        while (at < n && v[at].from != from)
            at++;
        v[at] = (struct officer_fact){.listed = 1, .from = from, .to = on.facts.valid_to};
        n += at == n;
    }
    return n;
}

#define STRETCHES 64 /* of one officer, who has that many versions at most */

static void officers_then(struct replay *p, struct arena *a, const struct rested *on,
                          struct history *h) {
    uint64_t *officers = NULL;
    int all = officers_all(a, &on->facts, on->crew, &officers);
    struct officer_fact *v = NEW(a, struct officer_fact, all * STRETCHES + 1);
    int n = 0;
    for (int i = 0; i < all; i++) {
        int more = officer_then(p, a, officers[i], v + n);
        v[n].listed = more > 0;
        for (int k = 0; k < (more > 0 ? more : 1); k++)
            v[n++].officer = i;
    }
    h->officers = v;
    h->officer_count = n;
}

/* Approvals have numbers in the order in which they were given. */
static void approvals_then(const struct replay *p, struct arena *a, int64_t record,
                           struct history *h) {
    struct approval_fact *v = NEW(a, struct approval_fact, h->approval_count + 1);
    int n = 0;
    for (int i = 0; i < h->approval_count; i++) {
        int before = 0;
        for (int k = 0; k < h->approval_count; k++)
            before += h->approvals[k].id < h->approvals[i].id;
        if (before < p->v[record].approvals)
            v[n++] = h->approvals[i];
    }
    h->approvals = v;
    h->approval_count = n;
}

/* The history without what came later. */
static struct history history_then(struct replay *p, struct arena *a,
                                   const struct ledger_record *rec, const struct rested *on) {
    struct history h = history_of(p->run, a, rec);
    struct change_fact *v = NEW(a, struct change_fact, h.n + 1);
    int n = 0;
    for (int i = 0; i < h.n; i++)
        if (known_then(p, h.changes[i].event))
            v[n++] = h.changes[i];
    h.changes = v;
    h.n = n;
    h.version = p->v[rec->id].version;
    approvals_then(p, a, rec->id, &h);
    if (rec->kind == KIND_decision)
        officers_then(p, a, on, &h);
    if (h.first_published > p->run->as_of)
        h.first_published = INSTANT_NONE;
    return h;
}

/* Whether masking was sure of it, and whether it was delivered by mistake, the ledger alone knows:
 * that is no matter of law. */
static void flags_then(const struct recorded *then, struct facts *f) {
    f->flags &= ~(uint32_t)(FACT_QUARANTINED | FACT_MISTAKEN);
    if (then->reason == REASON_QUARANTINED)
        f->flags |= FACT_QUARANTINED;
    if (then->reason == REASON_MISTAKEN)
        f->flags |= FACT_MISTAKEN;
}

static void replay_one(struct replay *p, struct arena *a, const struct ledger_record *rec) {
    const struct recorded *then = &p->v[rec->id];
    struct rested on;
    if (then->verb == RULING_NONE)
        return;
    if (!facts_at(p, a, rec, then->version, &on)) {
        p->lost++;
        return;
    }
    flags_then(then, &on.facts);
    facts_weigh(p->policy, &on.facts);
    struct history h = history_then(p, a, rec, &on);
    struct ruling u = rule(p->policy, &on.facts, &h, p->run->today, then->verb == RULING_PUBLISH);
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
    take_policy(&p);
    replay_all(&p);
    os_print(str_fmt(&arena,
                     "重演 %s：相符 %lld，不符 %lld，当日内容没有留存 %lld。没有改变任何东西\n",
                     instant_text(&arena, r.as_of).p, (long long)p.same, (long long)p.differ,
                     (long long)p.lost));
    run_close(&r);
    arena_free(&arena);
    return p.differ > 0 ? EXIT_CHECK : EXIT_DONE;
}
