/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * run.h — one run of the pipeline: what its steps share. (private to commands/)
 *
 * In:    struct site, struct options
 * Out:   struct run
 * Law:   architecture §2
 * Never: leaves commands/
 */
#ifndef GONGSHI_COMMANDS_RUN_H
#define GONGSHI_COMMANDS_RUN_H

#include "base/daybook.h"
#include "commands/approve.h"
#include "commands/site.h"
#include "release/hashes.h"
#include "release/proof.h"
#include "release/release.h"

/* The first sum: every record line of this run. */
struct sums {
    int64_t delivered;
    int64_t fresh;
    int64_t changed;
    int64_t unchanged;
    int64_t duplicate;
    int64_t rejected;
    int64_t refused;        /* of the fresh and changed ones: newly ruled `refuse` */
    int64_t newly_rejected; /* of the rejected: in bytes that had not come before */
};

/* Records filed in the same lists: of one kind, category, agency and month (0 for undated kinds).
 */
struct family {
    int kind;
    int term;
    char agency[FACT_CODE];
    int year;
    int month;
    int64_t lists[LEDGER_SLOTS];
};

/* What a record is gathered by (LIST_PARTY, LIST_PLAN, LIST_NAME); absent where by nothing. */
#define GATHERINGS 3
struct gathered {
    str key[GATHERINGS];
};

/* A record that goes on line for the first time and waits for its places; lists are filled in the
 * order of their days. */
struct newcomer {
    int64_t id;
    int32_t family;
    int32_t gathering[GATHERINGS]; /* numbers of its gatherings, 0 for none */
};

/* A newcomer that left again: of those that came before, the one of this record is none. */
struct never {
    int64_t id;
    int64_t before;
};

/* A list as the run knows it, by its number. */
struct known_list {
    struct ledger_list list;
    struct list_name name;
};

/* A file of an inbox whose bytes are kept, as it was when they were read. */
struct received {
    const char *path;
    int64_t size;
    int64_t mtime_ns;
    const struct received *next;
};

/* Where the page of a matter or an officer stands, by the hash in the facts. */
struct linked_page {
    uint64_t hash;
    str path;
};
#define LINKED_PAGES 4096

/* A gathering by name, by its key. */
struct known_key {
    str key;
    int64_t id;
};
#define KNOWN_KEYS 1024

/* A delivery being taken. */
struct taking {
    const struct ledger_delivery *delivery;
    const struct reading *reading;
    instant as_of;             /* how new its records are unless they say */
    bool said;                 /* it says so itself */
    bool moved;                /* a record is new or changed */
    struct snapshot *snapshot; /* that it is part of; NULL: deltas */
    int64_t broken;            /* places that could not be cut into lines */
    int64_t rejected;
};

/* Public numbers of one record that have the shape of a private one (shapes_of). */
struct publics {
    uint64_t *v;
    int n;
};
#define PUBLICS_MOST 256

/* A member of an archive that is no data; the files a record names; a document for the tree, with
 * what it says; its link on a page is a struct document_link of pages. */
struct attached {
    str archive;
    str name;
    struct sha256 digest;
    int64_t size;
};
struct named_files {
    str delivery;
    struct strs names;
};
struct document {
    str path;
    str bytes;
    const char *text; /* a file beside the object, NULL for none */
    int64_t record;
};

struct stage_time {
    const char *name;
    double seconds;
    double processor; /* seconds of it, of all threads */
    int64_t peak;     /* KiB of memory, up to here */
    int64_t records;
    int64_t bytes;
};
#define STAGE_TIMES 16

struct run {
    struct arena *arena;
    const struct options *options;
    struct site *site;
    struct ledger *ledger;
    struct par *par;
    struct par *background; /* waits for the disk while the run goes on, NULL for none */
    struct arena *workers;  /* one per worker, reset per batch */
    struct buf *pages;      /* one per worker */
    instant as_of;
    date today;
    int64_t number;
    bool publishes;   /* what is built is published at once */
    bool uncommitted; /* what was built is in a transaction that is still open */
    struct sums sums;
    int64_t told[DIAG_CODES]; /* findings of each sort in the delivery under way */
    struct daybook newcomers; /* of struct newcomer, the oldest first */
    struct never *nevers;
    ptrdiff_t never_count;
    ptrdiff_t never_cap;
    struct family *families;
    int family_count;
    ptrdiff_t family_cap;
    int *family_index; /* by hash, 1-based */
    const struct received *received;
    bool receipts_safe;        /* the ledger has their receipts for good: they may go */
    struct officers *officers; /* officer.c: NULL until asked for */
    bool officers_moved;
    struct approvals approvals; /* desk/approvals.csv */
    int sources_failed;         /* of those with an address */
    int targets_failed;         /* that got no package although they should */
    bool *source_failed;        /* which, in the order of site.conf; NULL while none was asked */
    struct desk_fault *faults;  /* what kept rows back, for the report */
    int fault_count;
    str problems;                 /* why nothing was published, in lines */
    int64_t news_since;           /* the last event that an earlier report told of */
    int64_t published_before;     /* the run that was published last before this one */
    struct ledger_set *data_sets; /* once data_shown was asked */
    int data_set_count;
    bool data_release; /* records that are new on line come into the files of open data */
    bool whole;        /* all deliveries of the source are read: together they are a snapshot */
    struct snapshot *snapshots; /* of the source under way */
    struct arena snapshot_memory;
    bool has_events;    /* the ledger holds events, which decisions to come may be meant by */
    bool rebuilding;    /* the catalogue is being made again: nothing is counted or reported */
    bool look_changed;  /* site.conf, templates, assets or articles are not those of the last run */
    bool unsettled;     /* files of the site wait from a build that was never published */
    bool bases_changed; /* what notes on faces are made of is not that of the last run */
    uint64_t *matters_moved; /* matters that went on line or left: links to them change */
    int matter_count;
    ptrdiff_t matter_cap;
    struct rejects *rejects; /* of the source under way */
    struct reading *reading; /* of the delivery last asked for by record_again */
    int64_t reading_of;
    struct arena *reading_arena;
    struct lanes *lanes;      /* files on their way into the stage (stage.c) */
    struct known_list *lists; /* while rendering */
    int list_count;
    const struct ledger_list *const *monthly; /* of them, an agency's months, in order */
    int monthly_count;
    struct index_plan *index;
    struct linked_page *linked_pages;
    struct known_key *known_keys; /* of parties by name, once asked for */
    bool any_public;              /* something was published before: pages may be the same */
    struct ledger_attachment *attachments; /* all, once settled */
    int attachment_count;
    bool any_attached; /* the ledger knows documents of records */
    struct ledger_quarantined *quarantine;
    int quarantine_count;
    struct hashes known; /* public numbers in the catalogue, once one was noted */
    struct verify *verify;
    struct tally *tally;        /* of all secret digests, once sought_of has gone through them */
    struct arena verify_memory; /* the sets of the verifier, given back before publication */
    struct stage *stage;
    const char *stage_dir;
    const char *public_dir;
    struct stage_time times[STAGE_TIMES];
    int time_count;
    double clock;
    double processor_clock;
};

/* Notes how long the step since the last call took. */
void run_time(struct run *r, const char *name, int64_t records, int64_t bytes);

/* ---- the steps of build.c, each in its file ---- */

/* fetch.c: what the sources with an address have that is new lands in their folders. A source that
 * fails is reported and counted in sources_failed. */
void fetch_sources(struct run *r);
/* The ledger's note of what a source said of the version that was received last. */
const char *fetch_note(struct arena *a, const struct source *s);
/* The status of a run that is otherwise good: EXIT_PARTNER when a source failed. */
int fetch_status(const struct run *r, int status);

/* receive.c: files in the sources' folders become deliveries in state/; then each is taken. */
void receive_all(struct run *r);
/* Whether a source takes files of this name: with a map of its own only those the map is for. */
bool receive_is_for(const struct run *r, str source, str name);
/* Files that were taken from inboxes go away, once the ledger is safe. */
void receive_clear(struct run *r);

/* For commands that only read: dies when the catalogue is lost. */
void refuse_lost(const struct run *r);
/* rebuild.c: a catalogue that is lost, or of another moment, is made again from the deliveries. */
void rebuild_catalogue(struct run *r);
/* A public tree that is not there (a backup was restored) is made again. */
void rebuild_public(struct run *r);

/* take.c: one delivery: slice → decode → validate → gate → mask → store. */
void take_delivery(struct run *r, const struct ledger_delivery *d);

/* count.c: a record counts otherwise than before (was NULL: it is new; is NULL: it counts no more);
 * those that wait in a stage are published in this run; all are counted again, which is wanted when
 * the counts are of another version. */
void count_change(struct run *r, const struct ledger_record *was, const struct ledger_record *is);
void count_restage(struct run *r);
void count_all(struct run *r);
bool count_is_outdated(struct run *r);
/* The counts of the months from … to. */
struct count_rows counts_between(struct run *r, struct arena *a, int from, int to);

/* statistics.c: the pages of figures in which something is counted otherwise. */
void statistics_touch(struct run *r);
void render_statistics(struct run *r, struct buf *b);

/* correct.c: the ledger remembers which fields of a known record a new line changes. */
void note_correction(struct run *r, struct arena *a, const struct ledger_record *known,
                     const struct reading *in, const struct slice *line);

/* standing.c: whether all that a source has was read before, and its report of rejects is still
 * that of the reading: then nothing is read again. After a reading, what stands there is noted. */
struct arrival {
    const char *path;
    int64_t size;
    int64_t mtime_ns;
    struct ledger_delivery delivery;
};
struct arrivals {
    struct arrival *v;
    int n;
};
bool standing_is(struct run *r, const struct source *s, const struct arrivals *all);
void standing_note(struct run *r, const struct source *s, const struct arrivals *all);
/* Takes a list's version that waited, when its ruling is a hold no more: true then. */
bool take_waiting(struct run *r, struct arena *a, const struct ledger_waiting *w,
                  struct ledger_record *known);

/* waiting.c: whether a version of this record waits; each that may stand now does. */
void waiting_settle(struct run *r);

/* reject.c: from reject_begin to reject_end one source: its lines that were rejected or doubted, as
 * they were delivered, and what else was wrong with its deliveries, go into desk/report. */
void reject_begin(struct run *r, const struct source *s);
void reject_delivery(struct run *r, str name);
void reject_item(struct run *r, struct arena *a, const struct reading *in, const struct slice *s,
                 const struct diags *found);
void reject_rest(struct run *r, const struct diags *found);
void reject_end(struct run *r, str source);
/* What was told of a source's rejects, as words; and tells it again, when nothing was read. */
str reject_told(struct run *r, str source);
void reject_tell_again(struct run *r, str source, str told);

/* unpack.c: a delivery as intake opens it, in its normal form, which is made when it is not there
 * yet; an archive's members are received and taken one by one, its attachments kept. */
struct normal_form {
    struct intake_file file;
    struct raw raw;
};
enum normal normal_open(struct run *r, struct arena *a, const struct ledger_delivery *d,
                        struct normal_form *out, struct diags *found);
void unpack_delivery(struct run *r, const struct ledger_delivery *d, const struct raw *raw);

/* packages.c: the next package of a source that is another site, checked, as a file of records and
 * its name; false when there is none, or it was refused. */
bool packages_next(struct run *r, const struct source *s, const char **path, str *name);

/* again.c: bytes that were read before, and mean the same, are accounted and not read again: true
 * then. After a reading, what it came to is kept with the receipt: `before` are the sums before it.
 */
bool take_again(struct run *r, const struct ledger_delivery *d);
/* Whether they are such bytes; and accounts them, those that were rejected too. */
bool take_known(const struct run *r, const struct ledger_delivery *d);
void take_account(struct run *r, const struct ledger_delivery *d);
/* All that decides how a delivery is read, besides its bytes. */
uint64_t take_meaning(const struct run *r, const struct ledger_delivery *d);
void take_remember(struct run *r, const struct taking *t, const struct sums *before);
/* A record moved in the reading of this receipt. */
void take_moved(struct run *r, const struct ledger_receipt *receipt);

/* snapshot.c: deliveries of one source in one run that are as of the same day are one snapshot.
 * snapshot_hold notes which records it holds, snapshot_end that a delivery was read; then
 * snapshot_settle reports the records of the source and of its kinds that it does not hold. */
void snapshot_begin(struct run *r, struct taking *t);
void snapshot_hold(struct run *r, struct taking *t, int64_t id);
void snapshot_end(struct taking *t, enum kind kind);
void snapshot_settle(struct run *r, str source);

/* rule_again.c: records whose day has come, all of them when the policy changed, and those that an
 * event names. */
void rule_due(struct run *r);
void rule_all(struct run *r, bool mask_again);
void rule_one(struct run *r, struct arena *a, int64_t id, bool mask_again);
/* The file that brought it was delivered by mistake: it leaves. */
void rule_mistaken(struct run *r, struct arena *a, struct ledger_record *rec);
/* What happened to a record before its next ruling. */
struct history history_of(struct run *r, struct arena *a, const struct ledger_record *rec);
/* An event and the decisions it is meant for find each other: the event is disclosed, swept of
 * their secrets, and the decisions are ruled anew. */
enum linked {
    LINKED_NONE, /* the decision is not in the ledger */
    LINKED,
    LINKED_LATE /* a repair, but the terms of all its decisions were over already */
};
#define EVENT_TARGETS 1024 /* parties under one number that an event may end */
enum linked link_event(struct run *r, struct arena *a, int64_t event);
/* A delivery as intake opens it, with the maps of its source. */
struct intake_file file_of(const struct run *r, const struct ledger_delivery *d);
/* The stored line of a record, and the reading that decodes it: valid until another delivery's line
 * is asked for. */
bool line_again(struct run *r, struct arena *a, const struct ledger_record *known,
                struct reading **in, struct slice *out);
bool record_again(struct run *r, struct arena *a, const struct ledger_record *known,
                  struct record *out);

/* told.c: what lists, mails and terminals say of a record that the public does not see. Whether a
 * text holds neither a private value of the record (NULL: of none) nor what has the shape of one;
 * a number or a word itself, or its shape when it does. */
bool told_openly(const struct run *r, const struct ledger_record *known, str text);
str told_number(const struct run *r, struct arena *a, const struct ledger_record *known,
                str number);
str told_word(const struct run *r, struct arena *a, const struct ledger_record *known, str word);

/* tables.c: the tables that this run rules by are kept, once; and the policy made of those that a
 * list names (its digest stands in the event), NULL when they are not there any more. */
void tables_note(struct run *r);
struct policy *tables_policy(struct run *r, struct arena *a, str list);

/* replay.c: build --replay. */
int build_replay(const struct options *o);

/* signing.c: status --sheet. */
int status_sheet(const struct options *o);

/* named.c: the records with this number, of whatever kind and agency, or with this id (the last
 * part of the address); how many agencies they are of. */
#define NAMED_MOST 64
struct named {
    int64_t ids[NAMED_MOST];
    int n;
    int agencies;
};
void records_named(struct run *r, struct arena *a, str name, struct named *out);

/* officer.c: the keyed hash of a certificate, as facts have it; what the officers' list says of the
 * officers of a decision. officers_note takes what a stored record tells of officers, and says
 * whether its own could hold it; officers_settle rules anew the decisions whose officers' lists
 * came later. */
uint64_t officer_hash(const struct run *r, struct arena *a, str agency, str certificate);
int officers_known(struct run *r, struct arena *a, int64_t decision, const struct facts *f,
                   struct officer_fact **out);
bool officers_note(struct run *r, const struct ledger_record *rec, const struct facts *f, str crew);
/* The hashes of all its officers: those in its facts, then the crew (those that found no room
 * there, as bytes), which the ledger has once they were noted. */
int officers_all(struct arena *a, const struct facts *f, str crew, uint64_t **out);
int officers_of(struct run *r, struct arena *a, int64_t decision, const struct facts *f,
                uint64_t **out);
void officers_settle(struct run *r);

/* face.c: a ruling takes effect: event, public face, pending files, newcomers. */
struct facts facts_read(str bytes);
str facts_bytes(struct arena *a, const struct facts *f);
/* What a ruling changes. `was` is the verb before (RULING_NONE for a new record); `face` is what
 * the public sees when the ruling is publish, serialised. */
struct face {
    str disclosure;
    str brief;
    str words;
    date filed; /* the day lists file it under */
    struct publics publics;
    struct gathered gathered;
};
struct outcome {
    struct ledger_record *record;
    struct facts facts;
    struct ruling ruling;
    struct face face;
    bool words_alone; /* the face stands but for the ruling's words, which are others … */
    enum shows shows; /* … in these places: its brief is told only when lists show it */
    str corrected;
    int was;
    bool debut; /* first time on line: wants places */
};
/* Whether this ruling puts the record on line for the first time; then it is noted in the record.
 */
bool debut_of(const struct run *r, struct ledger_record *rec, const struct ruling *u);
/* The face alone, without an event or a place: for a catalogue that is made again. */
void face_again_put(struct run *r, struct arena *a, const struct outcome *o);
/* The fingerprint of a ruling: reason in the low byte, then a hash of rule ids and citations. */
int64_t ruling_print(const struct ruling *u);
enum reason reason_noted(const struct ledger_record *rec);
/* A disclosure serialised by disclosure_put, disclosure_put_brief or disclosure_put_words. */
str disclosure_bytes(struct arena *a, const struct disclosure *d,
                     void (*put)(const struct disclosure *, struct buf *));
/* The face that the ledger keeps; its slices live in the arena. */
struct face face_make(const struct site *s, struct arena *a, const struct disclosure *d);
/* A face as the ledger has it, with the words of its ruling; false when there is none. */
bool face_get(struct arena *a, const struct ledger_face *face, struct disclosure *out);
/* Copies a ruling's outcome into the record as the ledger stores it; words of what is not public
 * are not kept. */
void ruling_note(struct ledger_record *rec, const struct ruling *u, str words);
/* The face alone may say something else now; the ruling stands. */
void face_refresh(struct run *r, const struct outcome *o);
/* Whether records of this kind have a history that the public may read (lists). */
bool has_history(int kind);
/* A deadline in an event: day, rule, tables. */
str due_words(const struct run *r, struct arena *a, date due, str rule);
/* The verb that an event is named after; RULING_NONE for other events. */
enum verb verb_named(str what);
void face_apply(struct run *r, struct arena *a, const struct outcome *o);
/* explain.c: the reason whose stable rule id this is; NULL for none. */
const struct reason_info *reason_named(str id);
/* What the ledger calls the event of a ruling: publish, hold … */
const char *verb_word(enum verb v);

/* Notices as the catalogue keeps them. */
str notice_bytes(struct arena *a, const struct notice *n);
struct notice notice_read(struct arena *a, str bytes);

/* attach.c: documents of records. They are settled before anything is rendered, and staged with the
 * files of the whole site. */
void attach_member(struct run *r, struct arena *a, const struct attached *m);
void attach_record(struct run *r, struct arena *a, int64_t record, const struct named_files *f);
void attachments_settle(struct run *r);
void attachments_stage(struct run *r);
int attachments_of(const struct run *r, struct arena *a, int64_t record,
                   struct document_link **out);
/* stage.c: like stage_site_file, for a document, which shows a record. */
void stage_site_document(struct run *r, const struct document *d);

/* quarantine.c: records in which a refused run found something are held until they, or what they
 * are made with, are others. quarantine_found ends the transaction of that run. */
void quarantine_open(struct run *r);
bool quarantine_holds(const struct run *r, struct ledger_key key, int64_t content);
void quarantine_lift(struct run *r, struct ledger_key key);
void quarantine_rule(struct run *r);
void quarantine_found(struct run *r);

/* publics.c: numbers that a record shows by law although they look like private ones; the catalogue
 * notes them; all there are, for the sweep of the finished files. */
struct publics publics_of(struct arena *a, const struct disclosure *d);
void publics_note(struct run *r, const struct publics *p);
const uint64_t *publics_all(struct run *r, struct arena *a, int64_t *n);

/* place.c: newcomers get their slots; decisions whose matter moved are rendered anew. */
void place_newcomers(struct run *r);
void place_later(struct run *r, date filed, struct newcomer one, const struct family *f);
/* It left again before it had a place: it waits no more. */
void place_never(struct run *r, int64_t id);

/* signed.c: all public keys, staged; the signatures of the manifest; the number of the keys that
 * were used last. */
void signed_keys(struct run *r);
void signed_manifest(struct run *r, str bytes);
int64_t signed_last(struct run *r);
void signed_note(struct run *r, int number);

/* proof.c: the report of this release, staged and listed in the manifest's index. */
void write_proof(struct run *r, struct manifest *m);

/* What must not be found in the site's files: the identifiers of all its records, in `digests`: a
 * province's are 50 MB, of which growth in an arena would leave copies. */
struct sought sought_of(struct run *r, struct arena *a, struct buf *digests);
/* A file shows the record whose page has this address. */
struct shown shown_of(int64_t record, str path, str secrets);

/* index.c: before pages are rendered, which tier of the search index holds what changes; and after,
 * those tiers made again. */
void index_plan(struct run *r);
void index_site(struct run *r);
/* What find/now.js hands over, once the index was made. */
str index_pointer(struct run *r);
/* After a publication: folders of tiers that are no more go away. */
void index_sweep(struct run *r, bool restored);

/* gather.c: what a disclosure is gathered by; the numbers of its gatherings; and rows in them, of
 * all newcomers once they are in order (place.c does that; `of` are their records in it, 0 for one
 * that left). gather_again: of a record that has been on line before; what it is gathered by may
 * have been corrected. */
struct gathered gathered_of(const struct site *s, struct arena *a, const struct disclosure *d);
void gather_later(struct run *r, const struct gathered *g, int32_t out[GATHERINGS]);
void gather_newcomers(struct run *r, const uint32_t *of);
void gather_again(struct run *r, int64_t record, const struct gathered *g);

/* stage.c: pending files are rendered, staged and verified batch by batch. render_rest waits for
 * what the workers have on their way, and gives back what the batches took. */
void render_pending(struct run *r);
void render_rest(struct run *r);
/* Its beginning alone, for files that are made already: then those are staged one by one. */
void render_open(struct run *r);
struct kept_file {
    const struct ledger_kept *was;
    enum publish_rank rank;
    str bytes;
    const int64_t *records; /* that it shows: the one of a page, or those of a list's rows */
    int record_count;
    bool though_same; /* as what is public: staged all the same, for others to be read with */
};
void stage_kept(struct run *r, const struct kept_file *f);
/* Stages one file of the whole site unless it is the same as what is public. The bytes are copied,
 * and stand in line for the workers: who asks the ledger for files waits for stage_site_end
 * first. */
void stage_site_file(struct run *r, int64_t range, enum publish_rank rank, str path, str bytes);
/* One that a worker makes, in `out`; or that stands in the stage already, `placed`. It is read row
 * by row: `shown` holds one for each row that it shows. All it needs lives in the arena of
 * stage_site_room, which is given back once the few files that were asked for since are verified.
 */
struct site_work {
    enum publish_rank rank;
    str path;
    bool (*make)(void *ctx, struct arena *a, struct buf *out);
    void *ctx;
    const struct shown *shown;
    int shown_count;
    const struct tree_file *placed;
};
struct arena *stage_site_room(struct run *r);
void stage_site_work(struct run *r, const struct site_work *w);
/* sitewide.c: one that is on disk goes away. */
void remove_site_file(struct run *r, int64_t range, str path);
void stage_site_end(struct run *r);

/* The page of a record's versions; the versions themselves, the present one last, 0 when it is not
 * public. */
str history_path(struct arena *a, str path);
int versions_of(struct run *r, struct arena *a, const struct ledger_record *rec,
                struct version_words **out);

/* sitewide.c: the home page, columns, agencies, articles, assets, sitemap, manifests. */
void render_site(struct run *r);
void write_manifests(struct run *r);

/* The same for what was rendered into a buffer, which is emptied; one that failed is reported. */
void stage_made(struct run *r, enum publish_rank rank, str path, struct buf *b, bool ok);
/* The newest public rows of all lists of a kind, or of an agency's, by their own dates, newest
 * first. */
int newest_rows(struct run *r, enum kind kind, str agency, struct list_row *out, int most);

/* opendata.c: files of public/data/ in which a row changed, or, in a data release, that grew; and
 * what is said about them. data_tell notes what happened to a record that is in them; data_plan,
 * once rulings and look are settled, whether any file is to be made. */
void data_tell(struct run *r, int64_t record, enum data_change change, str reason);
bool data_plan(struct run *r);
/* What is on line is not what was made last: the next run makes all of it. */
void data_again(struct run *r);
/* The records that a file of public/data/ shows row by row, 0 for other files. */
int data_shown(struct run *r, struct arena *a, str path, const struct shown **out);
void render_data(struct run *r, struct buf *b);

/* Whose records of which kind moved in this run; `all`: everything is made anew. */
struct touched {
    bool all;
    struct ledger_moved *v;
    int n;
};

/* carriers.c: screens, notice boards, signs, handbooks, texts for other media: those whose records
 * moved. */
void render_carriers(struct run *r, const struct site_state *s, const struct touched *m);

/* The lists there are, for rendering. */
void lists_load(struct run *r);

/* narrow.c: once the lists are loaded; touches the years of agencies in which a month changed; and
 * the links of a list's newest page. */
void narrow_open(struct run *r);
void narrow_touch(struct run *r);
void narrow_links(struct run *r, struct arena *a, const struct ledger_list *l, struct list_page *p);

/* Opens and closes what a run needs; build_site does the whole of build.c on an open run. */
void run_open(struct run *r, struct arena *a, const struct options *o, bool needs_ledger);
/* Leaves something to a thread of its own that mostly waits for the disk; and waits for all such.
 */
void run_aside(struct run *r, par_fn *fn, void *ctx);
void run_settle(struct run *r);
void run_close(struct run *r);
int build_site(struct run *r);
/* Its two parts, for what gathers otherwise than by fetching and receiving. */
void build_open(struct run *r);
int build_from(struct run *r, void (*gather)(struct run *r));
/* Commits what was built; deliveries that were taken leave their inbox. */
void build_commit(struct run *r);
/* Dies when the as-of is earlier than that of the last run; when --as-of is given and this is no
 * demonstration. */
void refuse_earlier(const struct run *r);
void refuse_other_day(const struct run *r);
/* purge.c: removes bytes that a purge marked and a crash left. */
void purge_finish(struct run *r);
/* publish.c: what waits in the stage goes on line; a journal that a crash left is played to its end
 * (true when there was one). */
int publish_site(struct run *r);
bool publish_finish(struct run *r);
/* rollback.c: before a run's stage is played, what it replaces is kept. Once that is confirmed:
 * after a rollback the next build makes its files anew, and the note `restored` says which release
 * the site is until then; true when all copies must go, which releases_forget asks for. */
void release_keep(struct run *r, int64_t run);
bool release_confirmed(struct run *r, int64_t run);
void releases_forget(struct run *r);
/* package.c: what changed since the last package, for each target; nothing may wait to be
 * published.
 */
void write_packages(struct run *r, instant as_of);

/* push.c: packages go to targets that have an address or a folder, but for a demonstration. */
void push_all(struct run *r);

/* desk.c: the report for the staff, in desk/report, after a run; and on a terminal. */
#define DESK_FAULTS 256
void desk_open(struct run *r);
void desk_report(struct run *r, int built, int published);
void desk_print(struct run *r, struct buf *out);

/* report.c: findings on standard error; of notes and warnings of one sort only the first few of a
 * delivery, and report_more says how many more there were. */
void report_findings(struct run *r, const struct diags *found);
void report_more(struct run *r, str delivery);

/* The two sums and the closing line; the times of the steps when --timing was given. */
void report_sums(struct run *r);
void report_times(struct run *r);

#endif
