/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * face.c — a ruling takes effect: an event, a public face or a notice, files to be made anew.
 *
 * In:    struct outcome
 * Out:   ledger events, catalogue faces, pending files, newcomers
 * Law:   law.md §2 (notice at the same address), 行政处罚法 art. 48 (the reason is public)
 * Never: leaves the disclosure of an ended record in the catalogue
 */
#include "base/os.h"
#include "commands/run.h"

#include <string.h>

struct facts facts_read(str bytes) {
    struct facts f = {0};
    if (bytes.n != (ptrdiff_t)sizeof f)
        die_usage("state/catalogue.db 由另一版本写成：请用原来的版本，或从备份恢复 state/");
    memcpy(&f, bytes.p, sizeof f);
    return f;
}

str facts_bytes(struct arena *a, const struct facts *f) {
    return str_dup(a, (str){(const char *)f, (ptrdiff_t)sizeof *f});
}

/* By when it had to come and how long it may stay is told of what is on line, or waits to be. */
static uint64_t times_print(const struct ruling *u) {
    uint64_t h = str_hash(u->due_rule);
    h = h * 31 + str_hash(u->due_citation);
    h = h * 31 + str_hash(u->term_rule);
    h = h * 31 + str_hash(u->term_citation);
    return h * 31 + (uint64_t)(uint32_t)u->public_until + u->due_provisional;
}

int64_t ruling_print(const struct ruling *u) {
    bool ended = u->verb == RULING_WITHDRAW || u->verb == RULING_EXPIRE;
    uint64_t h = ended ? 0 : times_print(u);
    h = h * 31 + str_hash(u->citation);
    h = h * 31 + (uint64_t)u->status + (uint64_t)u->by_event * 7;
    h = h * 31 + (uint64_t)(u->urgency * 16 + u->lacking);
    return (int64_t)((h << 8 & INT64_MAX) | (uint64_t)u->reason);
}

enum reason reason_noted(const struct ledger_record *rec) {
    return (enum reason)(rec->reason & 0xff);
}

void ruling_note(struct ledger_record *rec, const struct ruling *u, str words) {
    rec->verb = (int)u->verb;
    rec->reason = ruling_print(u);
    rec->due = u->due;
    rec->next = u->next;
    rec->words = u->verb == RULING_PUBLISH ? words : (str){0};
}

/* ---- faces ---- */

str disclosure_bytes(struct arena *a, const struct disclosure *d,
                     void (*put)(const struct disclosure *, struct buf *)) {
    struct buf b = {0};
    put(d, &b);
    str s = str_dup(a, buf_view(&b));
    buf_free(&b);
    return s;
}

struct face face_make(const struct site *s, struct arena *a, const struct disclosure *d) {
    return (struct face){.disclosure = disclosure_bytes(a, d, disclosure_put),
                         .brief = disclosure_bytes(a, d, disclosure_put_brief),
                         .words = disclosure_bytes(a, d, disclosure_put_words),
                         .filed = disclosure_date(d),
                         .publics = publics_of(a, d),
                         .gathered = gathered_of(s, a, d)};
}

bool face_get(struct arena *a, const struct ledger_face *face, struct disclosure *out) {
    return face->disclosure.p != NULL && disclosure_get(a, face->disclosure, out) &&
           disclosure_get_words(a, face->words, out);
}

bool debut_of(const struct run *r, struct ledger_record *rec, const struct ruling *u) {
    bool debut = u->verb == RULING_PUBLISH && rec->first_run == 0;
    if (debut)
        rec->first_run = r->number;
    return debut;
}

/* ---- notices: fields as `length:bytes`, in the order of struct notice ---- */

static void put_text(struct buf *b, str s) {
    buf_fmt(b, "%td:", s.n);
    buf_str(b, s);
}

static str get_text(str *from) {
    int64_t n = 0;
    if (!str_int(str_cut(from, S(":")), &n) || n < 0 || n > from->n)
        return (str){0};
    str s = str_sub(*from, 0, n);
    *from = str_sub(*from, n, from->n);
    return s;
}

static void put_number(struct buf *b, int64_t v) {
    buf_int(b, v);
    buf_char(b, ':');
}

static int64_t get_number(str *from) {
    int64_t v = 0;
    (void)str_int(str_cut(from, S(":")), &v);
    return v;
}

str notice_bytes(struct arena *a, const struct notice *n) {
    struct buf b = {0};
    put_number(&b, (int64_t)n->kind);
    put_number(&b, n->term);
    put_number(&b, (int64_t)n->verb);
    put_number(&b, n->day);
    const str texts[] = {n->path, n->number, n->agency_name, n->agency_code,
                         n->text, n->reason, n->citation,    n->authority};
    for (int i = 0; i < 8; i++)
        put_text(&b, texts[i]);
    str out = str_dup(a, buf_view(&b));
    buf_free(&b);
    return out;
}

struct notice notice_read(struct arena *a, str bytes) {
    struct notice n = {.kind = (enum kind)get_number(&bytes)};
    n.term = (int)get_number(&bytes);
    n.verb = (enum verb)get_number(&bytes);
    n.day = (date)get_number(&bytes);
    str *const texts[] = {&n.path, &n.number, &n.agency_name, &n.agency_code,
                          &n.text, &n.reason, &n.citation,    &n.authority};
    for (int i = 0; i < 8; i++)
        *texts[i] = str_dup(a, get_text(&bytes));
    return n;
}

/* ---- effects ---- */

/* The public reason and authority stand in the disclosure of the event that decided. */
static void event_words(struct run *r, struct arena *a, int64_t event, struct notice *n) {
    struct ledger_face face;
    struct disclosure d;
    if (event <= 0 || !ledger_face(r->ledger, a, event, &face) || !face_get(a, &face, &d) ||
        d.kind != KIND_event)
        return;
    n->reason = d.event.reason;
    n->authority = d.event.authority;
}

/* A reason that staff gave is public once the record's private values are swept from it. */
static void order_words(struct run *r, struct arena *a, const struct outcome *o, struct notice *n) {
    const struct approval *row = approval_row(r, -o->ruling.by_event);
    struct record rec;
    if (row == NULL || !record_again(r, a, o->record, &rec))
        return;
    struct secrets s = secrets_of(a, r->site->policy, &rec);
    struct masking what = {.text = row->reason,
                           .names = {NEW(a, str, s.n + 1), 0},
                           .values = {NEW(a, str, s.n + 1), 0}};
    for (int i = 0; i < s.n; i++) {
        struct strs *to = s.v[i].kind == SECRET_NAME ? &what.names : &what.values;
        to->v[to->n++] = s.v[i].value;
    }
    (void)mask_text(a, r->site->policy, &what, &n->reason);
}

/* The number, and the agency's name as it was: from the face that stood there, else from the line.
 */
static void old_words(struct run *r, struct arena *a, const struct outcome *o, struct notice *n) {
    struct ledger_face old = {0};
    struct disclosure d;
    struct record rec;
    (void)ledger_face(r->ledger, a, o->record->id, &old);
    if (face_get(a, &old, &d)) {
        n->number = disclosure_number(&d);
        n->agency_name = d.agency_name;
    } else if (old.notice.p != NULL) {
        struct notice was = notice_read(a, old.notice);
        n->number = was.number;
        n->agency_name = was.agency_name;
    } else if (record_again(r, a, o->record, &rec)) {
        n->number = str_dup(a, record_number(&rec));
        if (n->agency_name.n == 0)
            n->agency_name = str_dup(a, record_agency(&rec));
    }
}

/* Of what was delivered by mistake not even the number is left. */
static struct notice make_notice(struct run *r, struct arena *a, const struct outcome *o) {
    const struct agency *agency = policy_agency(r->site->policy, o->record->agency);
    struct notice n = {.kind = (enum kind)o->record->kind,
                       .term = o->record->term,
                       .path = o->record->path,
                       .agency_code = o->record->agency,
                       .agency_name = agency == NULL ? (str){0} : agency->name,
                       .verb = o->ruling.verb,
                       .text = str_of(reason_info(o->ruling.reason)->text),
                       .citation = o->ruling.citation,
                       .day = o->ruling.since};
    if (o->ruling.reason != REASON_MISTAKEN)
        old_words(r, a, o, &n);
    if (o->ruling.by_event < 0)
        order_words(r, a, o, &n);
    else
        event_words(r, a, o->ruling.by_event, &n);
    return n;
}

static void touch_with_lists(struct run *r, int64_t id, int64_t count) {
    struct ledger_place p;
    ledger_touch(r->ledger, id);
    if (!ledger_place(r->ledger, id, &p))
        return;
    ledger_place_touch(r->ledger, &p, LIST_ROWS);
    for (int i = 0; count != 0 && i < LEDGER_SLOTS && p.list[i] != 0; i++)
        ledger_list_count(r->ledger, p.list[i], count);
}

static void moved_matter(struct run *r, const struct outcome *o) {
    if (o->facts.matter == 0)
        return;
    EXTEND(r->arena, r->matters_moved, r->matter_count, r->matter_cap);
    r->matters_moved[r->matter_count++] = o->facts.matter;
}

/* Decisions that an officer made show a link to the officer's page: they are known one by one (in
 * the first run all are new anyway). */
static void moved_officer(struct run *r, const struct outcome *o) {
    struct arena a = {0};
    struct ledger_holder *v = NULL;
    uint64_t hash;
    memcpy(&hash, o->record->key.b, sizeof hash);
    int n = r->number > 1 ? ledger_holders(r->ledger, &a, hash, &v) : 0;
    for (int i = 0; i < n; i++)
        ledger_touch(r->ledger, v[i].record);
    arena_free(&a);
}

/* What a correction's event says stands on the pages of the decisions it is meant for. */
static void moved_event(struct run *r, const struct outcome *o) {
    int64_t ids[EVENT_TARGETS];
    int n = ledger_change_targets(r->ledger, o->record->id, ids, EVENT_TARGETS);
    for (int i = 0; o->facts.change == CHANGE_CORRECTED && i < n; i++)
        ledger_touch(r->ledger, ids[i]);
}

static void moved_target(struct run *r, const struct outcome *o) {
    if (o->record->kind == KIND_matter)
        moved_matter(r, o);
    else if (o->record->kind == KIND_officer)
        moved_officer(r, o);
    else if (o->record->kind == KIND_event)
        moved_event(r, o);
}

/* Lists file by year and month only what happened on a day (事后公开). */
static void wait_for_place(struct run *r, const struct outcome *o) {
    struct family f = {.kind = o->record->kind, .term = o->record->term};
    memcpy(f.agency, o->facts.agency, sizeof f.agency);
    if (kind_info((enum kind)f.kind)->column == SITE_AFTER && o->face.filed != DATE_NONE) {
        struct ymd day = date_ymd(o->face.filed);
        f.year = day.year;
        f.month = day.month;
    }
    struct newcomer one = {.id = o->record->id};
    gather_later(r, &o->face.gathered, one.gathering);
    place_later(r, o->face.filed, one, &f);
}

static void put_row(struct run *r, const struct outcome *o) {
    struct ledger_row row = {o->record->id, o->record->path, o->record->first_run,
                             o->record->secrets, o->face.brief};
    ledger_put_row(r->ledger, &row);
}

static void put_public(struct run *r, const struct outcome *o) {
    struct ledger_face face = {.disclosure = o->face.disclosure, .corrected = o->corrected};
    ledger_put_face(r->ledger, o->record->id, &face);
    put_row(r, o);
    publics_note(r, &o->face.publics);
}

/* Lists have a history that the public may read: versions, and what changed when. */
bool has_history(int kind) {
    return kind_info((enum kind)kind)->column == SITE_BEFORE;
}

static void tell_list(struct run *r, const struct ledger_record *rec, enum list_change change) {
    if (!has_history(rec->kind) || r->rebuilding)
        return;
    int term = rec->kind == KIND_document ? rec->term : 0;
    ledger_list_change(r->ledger, &(struct ledger_list_change){.kind = rec->kind,
                                                               .term = term,
                                                               .record = rec->id,
                                                               .run = r->number,
                                                               .change = (int)change,
                                                               .version = rec->version});
    if (rec->version > 1)
        ledger_versions_touch(r->ledger, rec->id);
}

void face_refresh(struct run *r, const struct outcome *o) {
    if (o->shows >= SHOWS_ON_PAGE)
        ledger_touch(r->ledger, o->record->id);
    if (o->shows >= SHOWS_IN_DATA)
        data_tell(r, o->record->id, DATA_CHANGES, (str){0});
    if (o->shows < SHOWS_IN_LISTS)
        return;
    put_row(r, o);
    touch_with_lists(r, o->record->id, 0);
    ledger_gathered_touch(r->ledger, o->record->id, LIST_ROWS);
}

static void go_on_line(struct run *r, const struct outcome *o) {
    if (o->words_alone) {
        face_refresh(r, o);
        return;
    }
    put_public(r, o);
    if (o->debut) {
        wait_for_place(r, o);
        tell_list(r, o->record, LIST_ADDED);
    } else {
        touch_with_lists(r, o->record->id, o->was == RULING_PUBLISH ? 0 : 1);
        gather_again(r, o->record->id, &o->face.gathered);
        data_tell(r, o->record->id,
                  o->was != RULING_PUBLISH ? DATA_RETURNED
                  : o->corrected.n > 0     ? DATA_CORRECTED
                                           : DATA_CHANGES,
                  (str){0});
        if (o->was != RULING_PUBLISH)
            tell_list(r, o->record, LIST_RETURNED);
        else if (o->corrected.n > 0)
            tell_list(r, o->record, LIST_CHANGED);
    }
    if (o->debut || o->was != RULING_PUBLISH || o->record->kind == KIND_event)
        moved_target(r, o);
}

/* What was off line already has no row any more: its notice alone may say something else. */
static void leave_the_line(struct run *r, struct arena *a, const struct outcome *o) {
    struct ledger_face old = {0};
    struct notice n = make_notice(r, a, o);
    struct ledger_face face = {.notice = notice_bytes(a, &n)};
    (void)ledger_face(r->ledger, a, o->record->id, &old);
    bool stood = old.disclosure.p != NULL;
    if (!stood && old.notice.p != NULL && str_eq(old.notice, face.notice))
        return;
    ledger_put_face(r->ledger, o->record->id, &face);
    ledger_touch(r->ledger, o->record->id);
    if (!stood)
        return;
    ledger_drop_row(r->ledger, o->record->id);
    touch_with_lists(r, o->record->id, o->was == RULING_PUBLISH ? -1 : 0);
    ledger_gathered_touch(r->ledger, o->record->id, LIST_ROWS);
    if (o->was == RULING_PUBLISH) {
        data_tell(r, o->record->id, DATA_REMOVED, str_of(reason_info(o->ruling.reason)->id));
        moved_target(r, o);
        tell_list(r, o->record, LIST_REMOVED);
    }
}

/* It came and was ended in one run: nobody saw it, so there is nothing to give notice of. */
static bool never_seen(struct run *r, const struct outcome *o) {
    struct ledger_place p;
    return o->was == RULING_PUBLISH && o->record->first_run == r->number &&
           !ledger_place(r->ledger, o->record->id, &p);
}

static void forget_debut(struct run *r, const struct outcome *o) {
    struct ledger_face none = {0};
    o->record->first_run = 0;
    ledger_put_face(r->ledger, o->record->id, &none);
    ledger_drop_row(r->ledger, o->record->id);
    place_never(r, o->record->id);
}

const char *verb_word(enum verb v) {
    static const char *const words[RULING_VERBS] = {"none",   "publish", "hold",     "exempt",
                                                    "refuse", "expire",  "withdraw", "supersede"};
    return words[v];
}

/* due 2026-03-11 dl-decision 3f2a81c09b7d: the day, its rule, and the tables it was counted by. */
str due_words(const struct run *r, struct arena *a, date due, str rule) {
    str tables = policy_deadline_tables(r->site->policy);
    str day = due == DATE_NONE ? S("-") : date_text(a, due);
    return str_fmt(a, "due %.*s %.*s %.*s", STR(day), STR(rule.n > 0 ? rule : S("-")), STR(tables));
}

void face_apply(struct run *r, struct arena *a, const struct outcome *o) {
    struct ledger_record *rec = o->record;
    const struct reason_info *why = reason_info(o->ruling.reason);
    if (o->ruling.verb == RULING_PUBLISH && o->was != RULING_PUBLISH && !o->debut)
        ledger_event(r->ledger, r->number, rec->id, "returned", (str){0});
    if (o->ruling.verb != RULING_PUBLISH && o->was == RULING_PUBLISH && rec->first_run != 0 &&
        !never_seen(r, o))
        ledger_event(r->ledger, r->number, rec->id, "left", (str){0});
    ledger_event(r->ledger, r->number, rec->id, verb_word(o->ruling.verb),
                 str_fmt(a, "%s v%d %.*s", why->id, rec->version,
                         STR(due_words(r, a, rec->due, o->ruling.due_rule))));
    if (o->ruling.verb == RULING_PUBLISH)
        go_on_line(r, o);
    else if (never_seen(r, o))
        forget_debut(r, o);
    else if (rec->first_run != 0)
        leave_the_line(r, a, o);
}

void face_again_put(struct run *r, struct arena *a, const struct outcome *o) {
    if (o->ruling.verb == RULING_PUBLISH && o->record->first_run != 0)
        put_public(r, o);
    else if (o->record->first_run != 0)
        leave_the_line(r, a, o);
}
