/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rule_again.c — rulings that change although no delivery did: a day has come, a policy changed,
 * an event names a decision.
 *
 * In:    facts and history from the catalogue
 * Out:   outcomes for face.c
 * Law:   law.md §1, §2
 * Never: needs the record again but for its public face
 */
#include "base/os.h"
#include "commands/run.h"

#include <string.h>

struct intake_file file_of(const struct run *r, const struct ledger_delivery *d) {
    struct intake_file f = {.path = d->path.p, .name = d->name, .delivery = d->id};
    f.maps = site_maps(r->site, d->source, &f.map_count);
    f.levels = site_levels(r->site, d->source);
    return f;
}

/* The delivery last asked for stays open: events and re-masking come in its order. */
static struct reading *reading_of(struct run *r, int64_t delivery) {
    if (r->reading != NULL && r->reading_of == delivery)
        return r->reading;
    if (r->reading != NULL)
        intake_close(r->reading);
    if (r->reading_arena == NULL)
        r->reading_arena = NEW(r->arena, struct arena, 1);
    arena_reset(r->reading_arena);
    struct ledger_delivery d;
    struct diags quiet = {.arena = r->reading_arena};
    r->reading = NULL;
    r->reading_of = delivery;
    if (ledger_delivery(r->ledger, r->reading_arena, delivery, &d) &&
        os_stat(d.path.p).is_file) { /* else it was purged */
        struct normal_form form;
        enum normal n = normal_open(r, r->reading_arena, &d, &form, &quiet);
        if (n == NORMAL_AS_IS || n == NORMAL_LINES)
            r->reading = intake_open(r->reading_arena, &form.file, &quiet);
    }
    return r->reading;
}

bool line_again(struct run *r, struct arena *a, const struct ledger_record *known,
                struct reading **in, struct slice *out) {
    struct line_ref at = {known->delivery, known->offset, known->length, known->line, known->hash};
    *in = reading_of(r, known->delivery);
    return *in != NULL && intake_line(*in, a, &at, out);
}

bool record_again(struct run *r, struct arena *a, const struct ledger_record *known,
                  struct record *out) {
    struct reading *in;
    struct slice s;
    struct diags quiet = {.arena = a};
    return line_again(r, a, known, &in, &s) && intake_decode(in, a, &s, out, &quiet) &&
           intake_validate(a, out, r->today, &quiet);
}

static str put_again(struct run *r, struct arena *a, const struct disclosure *d,
                     void (*put)(const struct disclosure *, struct buf *)) {
    struct buf *b = &r->pages[0]; /* the workers wait while rulings are made again */
    buf_reset(b);
    put(d, b);
    return str_dup(a, buf_view(b));
}

static bool stored_face(struct run *r, struct arena *a, int64_t id, struct disclosure *out) {
    struct ledger_face face = {0};
    return ledger_face(r->ledger, a, id, &face) && face_get(a, &face, out);
}

/* Only the ruling's words are others. The face is looked at only when the laws that it cites are
 * not what they were, or a list shows the change: a table's change moves a million records. False
 * when there is no face. */
static bool words_again(struct run *r, struct arena *a, struct outcome *o) {
    struct ledger_record *rec = o->record;
    struct policy *p = r->site->policy;
    struct disclosure was = {.kind = (enum kind)rec->kind};
    if (rec->words.n == 0 || !disclosure_get_words(a, rec->words, &was))
        return false;
    if (r->bases_changed && !stored_face(r, a, rec->id, &was))
        return false;
    struct disclosure is = was;
    disclosure_rule(p, &(struct ruled){.facts = &o->facts, .ruling = &o->ruling}, &is);
    if (r->bases_changed)
        disclosure_note(a, p, &is);
    o->shows = disclosure_words_shown(&was, &is);
    if (o->shows == SHOWS_IN_LISTS) {
        str status = is.status;
        if (!stored_face(r, a, rec->id, &was))
            return false;
        was.status = status;
        o->face.brief = put_again(r, a, &was, disclosure_put_brief);
    }
    o->face.words = put_again(r, a, &is, disclosure_put_words);
    o->words_alone = true;
    return true;
}

/* The public face again: from the stored one when only the ruling's words changed, else from the
 * record's line. False when masking is not sure, or the line cannot be read any more. */
static bool face_again(struct run *r, struct arena *a, struct outcome *o,
                       const struct secrets *also, bool mask_again) {
    struct disclosure d;
    if (!mask_again && words_again(r, a, o))
        return true;
    struct record rec;
    struct diags found = {.arena = a};
    struct decided decided = approvals_decided(r, a, o->record->id);
    struct ruled what = {.record = &rec,
                         .facts = &o->facts,
                         .ruling = &o->ruling,
                         .also = also,
                         .decided = &decided};
    if (!record_again(r, a, o->record, &rec) || !disclose(a, r->site->policy, &what, &d, &found))
        return false;
    o->face = face_make(r->site, a, &d);
    return true;
}

struct history history_of(struct run *r, struct arena *a, const struct ledger_record *rec) {
    struct ledger_change *c = NULL;
    int n = ledger_changes(r->ledger, a, rec->id, &c);
    struct change_fact *v = NEW(a, struct change_fact, n + 1);
    for (int i = 0; i < n; i++)
        v[i] = (struct change_fact){c[i].change, c[i].day, c[i].event};
    instant first =
        rec->first_run == 0 ? INSTANT_NONE : ledger_run_as_of(r->ledger, rec->first_run);
    struct history h = {.first_published = first, .version = rec->version, .changes = v, .n = n};
    struct approval_fact *approvals = NULL;
    h.approval_count = approvals_known(r, a, rec->id, &approvals);
    h.approvals = approvals;
    if (rec->kind == KIND_decision) {
        struct facts f = facts_read(rec->facts);
        struct officer_fact *officers = NULL;
        h.officer_count = officers_known(r, a, rec->id, &f, &officers);
        h.officers = officers;
    }
    return h;
}

/* What a ruling is made again for: the face is masked anew, an event found its decision (and sweeps
 * the secrets of that too). */
struct occasion {
    bool mask_again;
    bool target_known;
    const struct secrets *also;
};

/* A deadline that was met, or missed, is what it was: a table that changes later re-dates only what
 * is not on line yet. */
static void keep_due(const struct ledger_record *rec, struct ruling *u) {
    if (rec->first_run != 0 && rec->due != DATE_NONE && u->due != DATE_NONE)
        u->due = rec->due;
}

/* A law that a page rests on was repealed, or came into force: the page says so from now on. */
static bool note_bases(struct run *r, struct arena *a, struct outcome *o) {
    if (!words_again(r, a, o) || o->shows == SHOWS_NOWHERE)
        return false;
    face_refresh(r, o);
    return true;
}

/* Rules one record and lets a changed ruling take effect. */
static void rule_known(struct run *r, struct arena *a, struct ledger_record *rec,
                       const struct occasion *why) {
    bool mask_again = why->mask_again;
    bool target_known = why->target_known || rec->verb == RULING_PUBLISH;
    struct policy *p = r->site->policy;
    struct outcome o = {
        .record = rec, .facts = facts_read(rec->facts), .face.words = rec->words, .was = rec->verb};
    if (mask_again)
        o.facts.flags &= ~(uint32_t)FACT_QUARANTINED;
    if (quarantine_holds(r, rec->key, rec->content))
        o.facts.flags |= FACT_QUARANTINED;
    facts_weigh(p, &o.facts);
    struct history h = history_of(r, a, rec);
    o.ruling = rule(p, &o.facts, &h, r->today, target_known);
    keep_due(rec, &o.ruling);
    if (o.ruling.verb == RULING_PUBLISH && (mask_again || ruling_print(&o.ruling) != rec->reason) &&
        !face_again(r, a, &o, why->also, mask_again || rec->verb != RULING_PUBLISH)) {
        o.facts.flags |= FACT_QUARANTINED;
        o.ruling = rule(p, &o.facts, &h, r->today, target_known);
        keep_due(rec, &o.ruling);
    }
    struct ledger_record was = *rec;
    bool same = ruling_print(&o.ruling) == rec->reason && rec->verb == (int)o.ruling.verb;
    date was_due = rec->due;
    bool next_same = rec->next == o.ruling.next && rec->due == o.ruling.due;
    bool noted = same && r->bases_changed && rec->verb == RULING_PUBLISH && !mask_again &&
                 note_bases(r, a, &o);
    if (same && next_same && !mask_again && !noted)
        return;
    ruling_note(rec, &o.ruling, o.face.words);
    rec->facts = facts_bytes(a, &o.facts);
    o.debut = debut_of(r, rec, &o.ruling);
    if (!same || mask_again)
        face_apply(r, a, &o);
    else if (was_due != rec->due)
        ledger_event(r->ledger, r->number, rec->id, "redated",
                     due_words(r, a, rec->due, o.ruling.due_rule));
    ledger_update_ruling(r->ledger, rec, &was);
    count_change(r, &was, rec);
}

void rule_mistaken(struct run *r, struct arena *a, struct ledger_record *rec) {
    struct facts f = facts_read(rec->facts);
    count_change(r, rec, NULL);
    f.flags |= FACT_MISTAKEN;
    rec->facts = facts_bytes(a, &f);
    rule_known(r, a, rec, &(struct occasion){.mask_again = false});
}

void rule_one(struct run *r, struct arena *a, int64_t id, bool mask_again) {
    struct ledger_record rec;
    if (ledger_get(r->ledger, a, id, &rec))
        rule_known(r, a, &rec, &(struct occasion){.mask_again = mask_again});
}

/* One number may stand for several parties: an event that names one is for that one only. */
static bool meant(struct run *r, struct arena *a, const struct record *event,
                  const struct ledger_record *target) {
    if (event->event.party.n == 0)
        return true;
    struct ledger_key k = ledger_key_of(r->ledger, S("-"), number_folded(a, event->event.party));
    return memcmp(k.b + 8, target->key.b + 8, 8) == 0;
}

static struct secrets secrets_both(struct arena *a, const struct secrets *x,
                                   const struct secrets *y) {
    struct secrets out = {NEW(a, struct secret, x->n + y->n + 1), 0};
    for (int i = 0; i < x->n; i++)
        out.v[out.n++] = x->v[i];
    for (int i = 0; i < y->n; i++)
        out.v[out.n++] = y->v[i];
    return out;
}

/* The decisions an event is meant for; their secrets are swept from its text too. */
struct targets {
    int64_t ids[EVENT_TARGETS];
    int n;
    struct secrets also;
};

static void targets_of(struct run *r, struct arena *a, const struct ledger_record *e,
                       const struct record *told, struct targets *out) {
    str number = str_fmt(a, "decision|%.*s|%.*s", STR(e->agency),
                         STR(number_folded(a, record_number(told))));
    struct ledger_key key = ledger_key_of(r->ledger, number, (str){0});
    int found = ledger_find_number(r->ledger, key, out->ids, EVENT_TARGETS);
    for (int i = 0; i < found; i++) {
        struct ledger_record t;
        struct record decision;
        if (!ledger_get(r->ledger, a, out->ids[i], &t) || !meant(r, a, told, &t))
            continue;
        out->ids[out->n++] = t.id;
        if (record_again(r, a, &t, &decision)) {
            struct secrets more = secrets_of(a, r->site->policy, &decision);
            out->also = secrets_both(a, &out->also, &more);
        }
    }
}

/* The terms of all of them are over, by themselves. */
static bool all_over(struct run *r, struct arena *a, const struct targets *t) {
    bool all = true;
    for (int i = 0; i < t->n && all; i++) {
        struct ledger_record one;
        all =
            ledger_get(r->ledger, a, t->ids[i], &one) && reason_noted(&one) == REASON_TERM_REACHED;
    }
    return all;
}

enum linked link_event(struct run *r, struct arena *a, int64_t event) {
    struct ledger_record e;
    struct record told;
    struct targets t = {.n = 0};
    if (!ledger_get(r->ledger, a, event, &e) || !record_again(r, a, &e, &told))
        return LINKED_NONE;
    targets_of(r, a, &e, &told, &t);
    for (int i = 0; i < t.n; i++)
        ledger_add_change(r->ledger, t.ids[i],
                          (struct ledger_change){told.event.change, told.event.day, event});
    if (t.n > 0)
        rule_known(r, a, &e, &(struct occasion){true, true, &t.also});
    for (int i = 0; i < t.n; i++)
        rule_one(r, a, t.ids[i], false);
    if (t.n == 0)
        return LINKED_NONE;
    return told.event.change == CHANGE_REPAIRED && all_over(r, a, &t) ? LINKED_LATE : LINKED;
}

static void rule_scan(struct run *r, enum ledger_scan which, int64_t argument, bool mask_again) {
    struct ledger_walk w = ledger_walk(r->ledger, which, argument);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;)
        if (rec->kind != KIND_event || !mask_again ||
            link_event(r, &w.arena, rec->id) == LINKED_NONE)
            rule_known(r, &w.arena, rec, &(struct occasion){.mask_again = mask_again});
}

void rule_due(struct run *r) {
    rule_scan(r, SCAN_NEXT, r->today, false);
}

void rule_all(struct run *r, bool mask_again) {
    ledger_rule_all(r->ledger);
    rule_scan(r, SCAN_ALL, 0, mask_again);
    ledger_ruled_all(r->ledger);
}
