/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * take.c — one delivery: slice → decode → validate → gate → mask → store.
 *
 * In:    a stored delivery
 * Out:   records with their rulings in ledger and catalogue
 * Law:   architecture §2, §3
 * Never: stores a name or a text but as a masked disclosure; lets the number of threads matter
 */
#include "base/os.h"
#include "commands/run.h"
#include "intake/shown.h"
#include "office/office.h"

#include <string.h>

#define BATCH 128  /* record lines at a time */
#define LANES 4    /* batches on their way at a time */
#define EVENTS 256 /* of one number */

/* One record line on its way through the workers. */
struct item {
    struct slice slice;
    enum line_state state;
    bool good; /* a record came out of it */
    struct diags diags;
    struct ledger_record record;
    struct facts facts;
    struct ruling ruling;
    str folder; /* of its address */
    str number; /* what numbers it, for its key */
    bool has_party;
    struct ledger_key party; /* its code and its name */
    struct face face;
    const struct history *history; /* of a version that waited; NULL for a line that just came */
    struct strs attachments;       /* names in its archive */
    str crew;                      /* officers for whom the facts have no room */
};

struct batch {
    struct run *run;
    struct taking *taking;
    struct reading *reading;
    struct item *items;
    struct arena *workers; /* one per worker */
    int n;
};

/* Where a worker puts things: the record, its texts and what masking thinks of them are forgotten
 * at the next line; only what is stored waits for its turn. */
struct room {
    struct arena *scratch;
    struct arena *kept;
};

/* ---- in the workers ---- */

static str secrets_bytes(struct run *r, struct arena *a, const struct secrets *s) {
    struct secret_digest *v = NEW(a, struct secret_digest, s->n + 1);
    int n = 0;
    for (int i = 0; i < s->n; i++)
        n += !s->v[i].in_public && secret_of((const unsigned char *)r->site->secret.p,
                                             s->v[i].value, s->v[i].everywhere, &v[n]);
    return (str){(const char *)v, (ptrdiff_t)sizeof *v * n};
}

/* Key = agency + kind + normalised number + party (architecture §3). */
static str number_of(struct arena *a, const struct record *rec, str agency) {
    str number = number_folded(a, record_number(rec));
    if (number.n == 0 && rec->kind == KIND_decision)
        number = rec->decision.source_id;
    return str_fmt(a, "%s|%.*s|%.*s", kind_info(rec->kind)->name, STR(agency), STR(number));
}

static str party_of(struct arena *a, const struct record *rec) {
    if (rec->kind == KIND_event)
        return str_fmt(a, "%d|%d|%.*s", rec->event.change, (int)rec->event.day,
                       STR(rec->event.party));
    return number_folded(a, record_party(rec));
}

static uint64_t matter_hash(struct run *r, struct arena *a, str agency, str code) {
    if (code.n == 0)
        return 0;
    str text = str_fmt(a, "matter|%.*s|%.*s", STR(agency), STR(number_folded(a, code)));
    struct ledger_key k = ledger_key_of(r->ledger, text, (str){0});
    uint64_t h;
    memcpy(&h, k.b, sizeof h);
    return h;
}

/* Those without a number cannot be looked for. */
static void note_officers(struct run *r, struct room at, const struct record *rec, str agency,
                          struct item *it) {
    const struct rows *v = &rec->decision.officers;
    uint64_t *all = rec->kind == KIND_decision ? NEW(at.kept, uint64_t, v->n + 1) : NULL;
    int n = 0;
    for (int i = 0; all != NULL && i < v->n; i++) {
        str certificate = v->cells[i * v->columns + COLUMN_officer_of_certificate];
        uint64_t hash = officer_hash(r, at.scratch, agency, certificate);
        if (hash != 0)
            all[n++] = hash;
    }
    for (int i = 0; i < n && i < FACT_OFFICERS; i++)
        it->facts.officers[i] = all[i];
    if (n <= FACT_OFFICERS)
        return;
    it->facts.flags |= FACT_CREW;
    it->crew =
        (str){(const char *)(all + FACT_OFFICERS), (n - FACT_OFFICERS) * (ptrdiff_t)sizeof *all};
}

static str folder_of(struct arena *a, const struct record *rec, const struct facts *f) {
    const char *slug = kind_slug(rec->kind, f->term);
    if (kind_info(rec->kind)->column != SITE_AFTER || f->anchor == DATE_NONE)
        return str_of(slug);
    return str_fmt(a, "%s/%04d", slug, date_ymd(f->anchor).year);
}

/* Rules on a record and makes its public face; what masking is not sure of is held. Returns its
 * secrets. */
static struct secrets rule_and_disclose(struct run *r, struct room at, const struct record *rec,
                                        struct item *it) {
    struct history none = {.first_published = INSTANT_NONE, .version = 1};
    const struct history *h = it->history != NULL ? it->history : &none;
    struct policy *p = r->site->policy;
    it->ruling = rule(p, &it->facts, h, r->today, false);
    struct disclosure d;
    struct secrets own;
    if (it->ruling.verb != RULING_PUBLISH && rec->kind != KIND_event)
        return secrets_of(at.scratch, p, rec);
    struct ruled what = {.record = rec, .facts = &it->facts, .ruling = &it->ruling, .own = &own};
    if (!disclose(at.scratch, p, &what, &d, &it->diags)) {
        it->facts.flags |= FACT_QUARANTINED;
        it->ruling = rule(p, &it->facts, h, r->today, false);
        return own;
    }
    it->face = face_make(r->site, at.kept, &d);
    return own;
}

/* Lines that differ in spelling only (order of members, another map) say the same. */
static int64_t content_of(const struct record *rec, struct buf *b) {
    int n = 0;
    const struct field *f = record_fields(rec->kind, &n);
    buf_reset(b);
    for (int i = 0; i < n; i++)
        field_put(&f[i], rec, b);
    return (int64_t)(line_hash_of(buf_view(b), (uint64_t)rec->kind).lo >> 1);
}

/* A party's code and name, within the agency that sends them. */
static void note_party(struct run *r, struct arena *a, const struct record *rec, str agency,
                       struct item *it) {
    if (rec->kind != KIND_decision || rec->decision.party_type == PARTY_PERSON ||
        !uscc_valid(rec->decision.party_uscc))
        return;
    str code = str_fmt(a, "party|%.*s|%.*s", STR(agency), STR(rec->decision.party_uscc));
    it->party = ledger_key_of(r->ledger, code, number_folded(a, rec->decision.party));
    it->has_party = true;
}

/* Nothing can be newer than its receipt. */
static instant believed(const struct taking *t, const struct slice *s, instant said,
                        struct diags *diags) {
    instant received = t->delivery->receipt.as_of;
    if (said == INSTANT_NONE)
        return t->as_of;
    if (instant_date(said) > instant_date(received))
        diag(diags, DIAG_AS_OF_FUTURE, (struct place){t->delivery->name, s->at.line, (str){0}},
             "%s", instant_text(diags->arena, said).p);
    return said < received ? said : received;
}

/* A line becomes a record of an agency of the site, or all is told that keeps it from being one. */
static bool read_one(struct batch *b, struct arena *a, struct item *it, struct record *rec,
                     str *agency) {
    struct run *r = b->run;
    (void)intake_decode(b->reading, a, &it->slice, rec, &it->diags);
    bool good = intake_validate(a, rec, r->today, &it->diags);
    if (rec->kind == KIND_NONE)
        return false;
    str name = record_agency(rec);
    *agency = site_agency(r->site, a, name);
    if (agency->p == NULL && (good || name.n > 0))
        diag(&it->diags, DIAG_AGENCY_UNKNOWN,
             (struct place){it->slice.file, it->slice.at.line, S("agency")}, "%.*s",
             STR(shown_agency(a, name)));
    return good && agency->p != NULL;
}

/* The record as the ledger will have it, but for what its ruling adds. */
static void fill_record(const struct batch *b, struct room at, const struct record *rec, str agency,
                        struct item *it) {
    struct run *r = b->run;
    it->record.kind = (int)rec->kind;
    it->record.term = it->facts.term;
    it->record.agency = str_dup(at.kept, agency);
    it->record.version = 1;
    it->record.content_run = r->number;
    it->record.delivery = it->slice.at.delivery;
    it->record.offset = it->slice.at.offset;
    it->record.length = it->slice.at.length;
    it->record.line = it->slice.at.line;
    it->record.hash = it->slice.at.hash;
    it->record.receipt = b->taking->delivery->receipt.id;
    it->number = number_of(at.kept, rec, agency);
    it->folder = folder_of(at.kept, rec, &it->facts);
    it->record.key = ledger_key_of(r->ledger, it->number, party_of(at.scratch, rec));
    note_party(r, at.scratch, rec, agency, it);
}

static void note_matter(struct run *r, struct arena *a, const struct record *rec, str agency,
                        struct facts *f) {
    if (rec->kind == KIND_decision)
        f->matter = matter_hash(r, a, agency, rec->decision.matter_code);
    else if (rec->kind == KIND_matter)
        f->matter = matter_hash(r, a, agency, rec->matter.code);
}

/* Names in its archive, kept. */
static struct strs named_attachments(struct arena *a, const struct record *rec) {
    struct strs named = rec->kind == KIND_decision    ? rec->decision.attachments
                        : rec->kind == KIND_document  ? rec->document.attachments
                        : rec->kind == KIND_flowchart ? rec->flowchart.picture
                        : rec->kind == KIND_officer   ? rec->officer.photo
                                                      : (struct strs){0};
    struct strs kept = {NEW(a, str, named.n), named.n};
    for (ptrdiff_t i = 0; i < named.n; i++)
        kept.v[i] = str_dup(a, named.v[i]);
    return kept;
}

static void take_one(void *ctx, int worker, ptrdiff_t i) {
    struct batch *b = ctx;
    struct run *r = b->run;
    struct room at = {&r->workers[worker], &b->workers[worker]};
    struct item *it = &b->items[i];
    struct diags kept = {.arena = at.kept};
    struct record rec;
    str agency = {0};
    it->diags.arena = at.scratch;
    arena_reset(at.scratch);
    if (it->state == LINE_NEW && read_one(b, at.scratch, it, &rec, &agency)) {
        it->facts = facts_of(r->site->policy, &rec, agency);
        note_matter(r, at.scratch, &rec, agency, &it->facts);
        note_officers(r, at, &rec, agency, it);
        fill_record(b, at, &rec, agency, it);
        it->record.content = content_of(&rec, &r->pages[worker]);
        if (quarantine_holds(r, it->record.key, it->record.content))
            it->facts.flags |= FACT_QUARANTINED;
        struct secrets secrets = rule_and_disclose(r, at, &rec, it);
        it->record.secrets = secrets_bytes(r, at.kept, &secrets);
        it->record.as_of = believed(b->taking, &it->slice, rec.as_of, &it->diags);
        it->attachments = named_attachments(at.kept, &rec);
        it->good = true;
    }
    kept.levels = it->diags.levels;
    diag_take(&kept, &it->diags);
    it->diags = kept;
}

/* ---- in order, by the one thread that owns the ledger ---- */

/* Secrets of earlier versions stay secrets. */
static str secrets_union(struct arena *a, str old, str new) {
    char *p = NEW(a, char, old.n + new.n + 1);
    ptrdiff_t n = old.n;
    if (old.n > 0)
        memcpy(p, old.p, (size_t)old.n);
    ptrdiff_t one = (ptrdiff_t)sizeof(struct secret_digest);
    for (ptrdiff_t i = 0; i < new.n; i += one) {
        bool known = false;
        for (ptrdiff_t k = 0; k < old.n && !known; k += one)
            known = memcmp(old.p + k, new.p + i, (size_t)one) == 0;
        if (!known) {
            memcpy(p + n, new.p + i, (size_t)one);
            n += one;
        }
    }
    return (str){p, n};
}

static void add_fresh(struct run *r, struct arena *a, struct item *it) {
    struct outcome o = {
        .record = &it->record, .facts = it->facts, .ruling = it->ruling, .face = it->face};
    it->record.facts = facts_bytes(a, &it->facts);
    ruling_note(&it->record, &it->ruling, it->face.words);
    o.debut = debut_of(r, &it->record, &it->ruling);
    ledger_add(r->ledger, a, &it->record, it->folder);
    r->sums.fresh++;
    face_apply(r, a, &o);
    count_change(r, NULL, &it->record);
}

static bool is_older(const struct item *it, const struct ledger_record *known) {
    return it->record.as_of < known->as_of ||
           (it->record.as_of == known->as_of && it->record.receipt < known->receipt);
}

/* A new content of a known record: same address, the note names the fields that changed. */
static void add_version(struct run *r, struct arena *a, struct item *it,
                        const struct ledger_record *known) {
    struct ledger_record *rec = &it->record;
    struct ledger_face old = {0};
    struct disclosure was;
    struct disclosure is;
    str corrected = {0};
    if (ledger_face(r->ledger, a, known->id, &old) && old.disclosure.p != NULL &&
        it->face.disclosure.p != NULL && disclosure_get(a, old.disclosure, &was) &&
        disclosure_get(a, it->face.disclosure, &is)) {
        struct strs titles = disclosure_changes(a, &was, &is);
        for (ptrdiff_t i = 0; i < titles.n; i++)
            corrected =
                str_fmt(a, "%.*s%s%.*s", STR(corrected), i > 0 ? "\n" : "", STR(titles.v[i]));
    }
    rec->id = known->id;
    rec->path = known->path;
    rec->first_run = known->first_run;
    rec->version = known->version + 1;
    rec->secrets = secrets_union(a, known->secrets, rec->secrets);
    rec->facts = facts_bytes(a, &it->facts);
    ruling_note(rec, &it->ruling, it->face.words);
    bool debut = debut_of(r, rec, &it->ruling);
    ledger_line_drop(r->ledger, known->hash);
    ledger_keep_facts(r->ledger, rec->id, known->version,
                      str_cat(a, known->facts, ledger_crew(r->ledger, a, rec->id)));
    if (has_history(rec->kind)) {
        bool seen = corrected.n > 0 || it->face.disclosure.p == NULL;
        ledger_version_end(r->ledger, rec->id, known->version, r->number);
        ledger_version_put(r->ledger, rec->id, known->version,
                           seen ? str_cat(a, old.disclosure, old.words) : (str){0});
    }
    ledger_event(r->ledger, r->number, rec->id, "superseded",
                 str_fmt(a, "%s %d", reason_info(REASON_CORRECTED)->id, known->version));
    r->sums.changed++;
    face_apply(r, a,
               &(struct outcome){.record = rec,
                                 .facts = it->facts,
                                 .ruling = it->ruling,
                                 .face = it->face,
                                 .corrected = corrected,
                                 .was = known->verb,
                                 .debut = debut});
    ledger_update(r->ledger, rec);
    count_change(r, known, rec);
}

/* The newest line that says it is the record's; within a delivery, the first. */
static void same_content(struct run *r, const struct item *it, struct ledger_record *known) {
    if (is_older(it, known))
        return;
    if (known->delivery == it->record.delivery) {
        ledger_confirm(r->ledger, known->id, it->record.as_of, it->record.receipt);
        return;
    }
    ledger_line_drop(r->ledger, known->hash);
    known->delivery = it->record.delivery;
    known->offset = it->record.offset;
    known->length = it->record.length;
    known->line = it->record.line;
    known->hash = it->record.hash;
    known->as_of = it->record.as_of;
    known->receipt = it->record.receipt;
    ledger_update_line(r->ledger, known);
    ledger_line_add(r->ledger, known->hash, known->id);
}

/* Two lines of one delivery that say different things of the same record as of the same time:
 * neither is to be believed over the other, so the first stands and the second goes back. The same
 * line that says something else is read with another map. */
static bool contradicts(struct run *r, struct item *it, const struct ledger_record *known) {
    if (known->delivery != it->record.delivery || known->offset == it->record.offset ||
        known->as_of != it->record.as_of)
        return false;
    struct place at = {it->slice.file, it->record.line, (str){0}};
    diag(&it->diags, DIAG_DUPLICATE_CONTRADICTS, at, "与第 %lld 行", (long long)known->line);
    r->sums.rejected++;
    return true;
}

/* A newer delivery has said otherwise: this line is a duplicate of what was. */
static bool outdated(struct run *r, struct item *it, const struct ledger_record *known) {
    if (!is_older(it, known))
        return false;
    struct place at = {it->slice.file, it->record.line, (str){0}};
    diag(&it->diags, DIAG_RECORD_OUTDATED, at, "这一行截至 %s，已有截至 %s 的",
         instant_text(it->diags.arena, it->record.as_of).p,
         instant_text(it->diags.arena, known->as_of).p);
    r->sums.duplicate++;
    return true;
}

/* Events and decisions find each other by agency and number, in whichever order they come. */
static void link_events(struct run *r, struct arena *a, struct item *it) {
    int64_t ids[EVENTS];
    if (it->record.kind == KIND_event) {
        struct place at = {it->slice.file, it->record.line, S("event.document_number")};
        r->has_events = true;
        enum linked linked = link_event(r, a, it->record.id);
        if (linked != LINKED)
            diag(&it->diags,
                 linked == LINKED_NONE ? DIAG_EVENT_WITHOUT_DECISION : DIAG_EVENT_REPAIR_LATE, at,
                 "%s", "");
    }
    if (it->record.kind != KIND_decision || !r->has_events)
        return;
    str tail = str_sub(it->number, str_find(it->number, S("|")), it->number.n);
    str other = str_fmt(a, "event%.*s", STR(tail));
    int n = ledger_find_number(r->ledger, ledger_key_of(r->ledger, other, (str){0}), ids, EVENTS);
    for (int i = 0; i < n; i++)
        (void)link_event(r, a, ids[i]);
}

/* A code that came with another name; where the source says so, the record is held for it. */
static void check_party(struct run *r, struct item *it) {
    struct history none = {.first_published = INSTANT_NONE, .version = 1};
    struct known_name name = {0};
    if (!it->has_party)
        return;
    name.earlier = ledger_party(r->ledger, it->party, &name.now);
    if (!intake_check_name(it->slice.file, it->slice.at.line, name, &it->diags))
        return;
    it->facts.flags |= FACT_DOUBTED;
    it->ruling = rule(r->site->policy, &it->facts, &none, r->today, false);
    it->face = (struct face){.filed = DATE_NONE};
}

/* A line that is some record's already. */
static void store_known(struct run *r, struct taking *t, struct item *it) {
    struct place at = {it->slice.file, it->slice.at.line, (str){0}};
    int64_t id = ledger_line_record(r->ledger, it->slice.at.hash);
    if (it->state == LINE_SEEN)
        diag(&it->diags, DIAG_DUPLICATE_IN_DELIVERY, at, "%s", "");
    r->sums.unchanged += it->state == LINE_CURRENT;
    r->sums.duplicate += it->state == LINE_SEEN;
    snapshot_hold(r, t, id);
    if (t->said)
        ledger_confirm(r->ledger, id, t->as_of, t->delivery->receipt.id);
}

static void let_wait(struct run *r, const struct item *it, int64_t record) {
    const struct ledger_record *rec = &it->record;
    struct ledger_waiting w = {.record = record,
                               .delivery = rec->delivery,
                               .offset = rec->offset,
                               .length = rec->length,
                               .line = rec->line,
                               .hash = rec->hash,
                               .as_of = rec->as_of,
                               .receipt = rec->receipt};
    ledger_waiting_put(r->ledger, &w);
    ledger_line_add(r->ledger, rec->hash, record);
}

/* Of a list, the version before is history again; a content beyond the last version that the ledger
 * knows is one that waits. */
static bool version_again(struct run *r, struct arena *a, struct item *it,
                          const struct ledger_record *known) {
    struct ledger_face old = {0};
    int present = ledger_version_last(r->ledger, known->id) + 1;
    if (present >= known->version) {
        let_wait(r, it, known->id);
        return false;
    }
    (void)ledger_face(r->ledger, a, known->id, &old);
    ledger_version_put(r->ledger, known->id, present, str_cat(a, old.disclosure, old.words));
    return true;
}

/* The catalogue is made again: the record has its key, address and version in the ledger, and gets
 * back the facts and the face of its newest line. What was rejected then is passed over now. */
static void store_again(struct run *r, struct arena *a, struct taking *t, struct item *it) {
    struct ledger_record known;
    struct ledger_record *rec = &it->record;
    if (!it->good || !ledger_find_key(r->ledger, a, rec->key, &known))
        return;
    snapshot_hold(r, t, known.id);
    struct ledger_record older;
    bool again = ledger_find(r->ledger, a, rec->key, &older);
    if (again && (older.content == rec->content || older.delivery == rec->delivery ||
                  older.as_of > rec->as_of))
        return;
    if (again && has_history(rec->kind) && !version_again(r, a, it, &known))
        return;
    if (again)
        ledger_line_drop(r->ledger, older.hash);
    rec->id = known.id;
    rec->path = known.path;
    rec->version = known.version;
    rec->first_run = known.first_run;
    rec->content_run = known.content_run;
    rec->secrets = known.secrets;
    rec->facts = facts_bytes(a, &it->facts);
    ruling_note(rec, &it->ruling, it->face.words);
    ledger_put_fact(r->ledger, rec);
    (void)officers_note(r, rec, &it->facts, it->crew);
    ledger_line_add(r->ledger, rec->hash, rec->id);
    face_again_put(r, a,
                   &(struct outcome){
                       .record = rec, .facts = it->facts, .ruling = it->ruling, .face = it->face});
}

/* A list's new version that may not stand yet, for want of an approval or of its day, waits; the
 * present version stands until then. */
static bool waits(struct run *r, struct taking *t, struct item *it, struct ledger_record *known) {
    if (!has_history(known->kind) || known->verb != RULING_PUBLISH ||
        it->ruling.verb != RULING_HOLD)
        return false;
    struct history h = history_of(r, it->diags.arena, known);
    h.version = known->version + 1;
    struct ruling u = rule(r->site->policy, &it->facts, &h, r->today, false);
    if (u.verb != RULING_HOLD)
        return false;
    let_wait(r, it, known->id);
    snapshot_hold(r, t, known->id);
    diag(&it->diags, DIAG_VERSION_WAITS, (struct place){it->slice.file, it->record.line, (str){0}},
         "%s", reason_info(u.reason)->text);
    r->sums.changed++;
    return true;
}

/* A record that is new, or a new version of a known one. */
static void store_new(struct run *r, struct arena *a, struct taking *t, struct item *it,
                      const struct ledger_record *known) {
    if (known != NULL) {
        note_correction(r, a, known, t->reading, &it->slice);
        add_version(r, a, it, known);
    } else {
        add_fresh(r, a, it);
    }
    snapshot_hold(r, t, it->record.id);
    attach_record(r, a, it->record.id, &(struct named_files){t->delivery->name, it->attachments});
    t->moved = true;
    ledger_line_add(r->ledger, it->record.hash, it->record.id);
    r->sums.refused += it->ruling.verb == RULING_REFUSE;
    if (officers_note(r, &it->record, &it->facts, it->crew) || it->record.version > 1)
        rule_one(r, a, it->record.id, false);
    link_events(r, a, it);
}

static void store(struct run *r, struct arena *a, struct taking *t, struct item *it) {
    struct ledger_record known;
    /* The same line may have come a moment ago, in this very batch. */
    if (it->state == LINE_NEW)
        it->state = ledger_line(r->ledger, it->slice.at.hash);
    if (it->state != LINE_NEW) {
        store_known(r, t, it);
        return;
    }
    if (!it->good) {
        r->sums.rejected++;
        return;
    }
    check_party(r, it);
    bool found = ledger_find(r->ledger, a, it->record.key, &known);
    if (found)
        snapshot_hold(r, t, known.id);
    if (found && known.content == it->record.content) {
        r->sums.duplicate += known.content_run == r->number;
        r->sums.unchanged += known.content_run != r->number;
        same_content(r, it, &known);
        return;
    }
    if (found && (contradicts(r, it, &known) || outdated(r, it, &known)))
        return;
    if (found && waits(r, t, it, &known))
        return;
    store_new(r, a, t, it, found ? &known : NULL);
}

/* A version that waited may stand now: it is taken as if it came today, though no delivery brings
 * it. */
bool take_waiting(struct run *r, struct arena *a, const struct ledger_waiting *w,
                  struct ledger_record *known) {
    struct sums sums = r->sums;
    struct ledger_delivery d = {.name = S(""), .receipt = {.id = w->receipt, .as_of = w->as_of}};
    struct taking t = {.delivery = &d, .as_of = w->as_of};
    struct ledger_record at = *known;
    struct history h = history_of(r, a, known);
    struct item it = {.state = LINE_NEW, .history = &h};
    struct batch b = {.run = r, .taking = &t, .items = &it, .workers = a};
    at.delivery = w->delivery;
    at.offset = w->offset;
    at.length = w->length;
    at.line = w->line;
    at.hash = w->hash;
    h.version = known->version + 1;
    if (!line_again(r, a, &at, &b.reading, &it.slice))
        return false;
    t.reading = b.reading;
    take_one(&b, 0, 0);
    if (!it.good || it.ruling.verb == RULING_HOLD)
        return false;
    ledger_waiting_drop(r->ledger, known->id);
    store_new(r, a, &t, &it, known);
    r->sums = sums;
    return true;
}

/* One batch of a delivery on its way: while the workers decode it and those behind it, the ledger's
 * thread stores those before it. */
struct lane {
    struct batch batch;
    struct par_batch posted;
    struct arena arena;
    struct slices slices;
    struct diags found; /* what was wrong with cutting */
};

/* False at the end of the delivery. */
static bool lane_read(struct run *r, struct reading *in, struct lane *lane) {
    struct batch *b = &lane->batch;
    arena_reset(&lane->arena);
    for (int w = 0; w < par_jobs(r->par); w++)
        arena_reset(&b->workers[w]);
    lane->slices.broken = 0;
    lane->found = (struct diags){.arena = &lane->arena};
    b->n = intake_batch(in, &lane->arena, &lane->slices, &lane->found);
    for (int i = 0; i < b->n; i++)
        b->items[i] = (struct item){.slice = lane->slices.v[i],
                                    .state = ledger_line(r->ledger, lane->slices.v[i].at.hash)};
    par_post(r->par, &lane->posted, b->n, take_one, b);
    return b->n > 0;
}

static void lane_store(struct run *r, struct lane *lane) {
    struct taking *t = lane->batch.taking;
    par_await(r->par, &lane->posted);
    t->broken += lane->slices.broken;
    reject_rest(r, &lane->found);
    for (int i = 0; i < lane->batch.n; i++) {
        struct item *it = &lane->batch.items[i];
        if (r->rebuilding) {
            store_again(r, &lane->arena, t, it);
            continue;
        }
        store(r, &lane->arena, t, it);
        reject_item(r, &lane->arena, lane->batch.reading, &it->slice, &it->diags);
        diag_take(&lane->found, &it->diags);
    }
    report_findings(r, &lane->found);
    r->sums.delivered += lane->batch.n + lane->slices.broken;
    r->sums.rejected += lane->slices.broken;
    lane->batch.n = 0;
    lane->slices.broken = 0;
}

static void lane_open(struct run *r, struct reading *in, struct taking *t, struct lane *lane,
                      struct arena *a) {
    *lane = (struct lane){.slices = {NEW(a, struct slice, BATCH), BATCH, 0, 0}};
    lane->batch = (struct batch){.run = r, .taking = t, .reading = in};
    lane->batch.items = NEW(a, struct item, BATCH);
    lane->batch.workers = NEW(a, struct arena, par_jobs(r->par));
}

static void lane_close(struct run *r, struct lane *lane) {
    for (int w = 0; w < par_jobs(r->par); w++)
        arena_free(&lane->batch.workers[w]);
    arena_free(&lane->arena);
}

/* Lanes follow each other in a ring: the oldest is stored when its place is needed. */
static void take_lines(struct run *r, struct reading *in, struct taking *t, struct arena *a) {
    struct lane lanes[LANES];
    for (int i = 0; i < LANES; i++)
        lane_open(r, in, t, &lanes[i], a);
    int now = 0;
    while (lane_read(r, in, &lanes[now])) {
        now = (now + 1) % LANES;
        lane_store(r, &lanes[now]);
    }
    for (int i = 0; i < LANES; i++) {
        now = (now + 1) % LANES;
        lane_store(r, &lanes[now]);
    }
    for (int i = 0; i < LANES; i++)
        lane_close(r, &lanes[i]);
}

/* What the delivery says of itself goes before its receipt. */
static void begin_taking(struct run *r, const struct reading *in, struct taking *t,
                         struct arena *a) {
    struct diags found = {.arena = a};
    instant said = intake_as_of(in);
    t->as_of = believed(t, &(struct slice){.at = {.line = 0}}, said, &found);
    t->said = said != INSTANT_NONE;
    report_findings(r, &found);
    snapshot_begin(r, t);
}

void take_delivery(struct run *r, const struct ledger_delivery *d) {
    struct arena a = {0};
    struct diags found = {.arena = &a};
    struct sums before = r->sums;
    struct taking t = {.delivery = d, .as_of = d->receipt.as_of};
    struct normal_form form;
    enum normal n = normal_open(r, &a, d, &form, &found);
    bool lines = n == NORMAL_AS_IS || n == NORMAL_LINES;
    struct reading *in = lines ? intake_open(&a, &form.file, &found) : NULL;
    if (n != NORMAL_ARCHIVE)
        reject_delivery(r, d->name);
    report_findings(r, &found);
    if (n == NORMAL_ARCHIVE) {
        /* Its members have receipts of their own, which a rebuild goes through as well. */
        if (!r->rebuilding)
            unpack_delivery(r, d, &form.raw);
    } else if (in == NULL) {
        reject_rest(r, &found);
        r->sums.delivered++;
        r->sums.rejected++;
    } else {
        t.reading = in;
        begin_taking(r, in, &t, &a);
        take_lines(r, in, &t, &a);
        t.rejected = r->sums.rejected - before.rejected;
        snapshot_end(&t, intake_kind(in));
        intake_close(in);
    }
    if (!r->rebuilding)
        take_remember(r, &t, &before);
    if (!d->known)
        r->sums.newly_rejected += r->sums.rejected - before.rejected;
    report_more(r, d->name);
    arena_free(&a);
}
