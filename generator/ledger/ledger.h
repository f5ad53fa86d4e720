/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ledger.h — the door of the ledger: what was received, ruled, published and sent.
 *
 * In:    plain facts and bytes
 * Out:   the same, later; a hash chain over everything that was decided
 * Law:   国办发〔2018〕118号 (全过程记录), law.md §2 (a published date is what the tool recorded)
 * Never: holds a name, identifier or text of a record; knows what a ruling means
 *
 * Two SQLite files in one transaction:
 *   ledger.db     synchronous=FULL, never lost: runs, deliveries, keys → ids → addresses, places in
 *                 lists, the event chain
 *   catalogue.db  rebuildable: facts and rulings, disclosures, notices, lists, files, pending
 * `pending` is what the next publication will change; `file` is exactly what is public now.
 */
#ifndef GONGSHI_LEDGER_LEDGER_H
#define GONGSHI_LEDGER_LEDGER_H

#include "base/arena.h"
#include "base/date.h"
#include "base/digest.h"

struct ledger;

/* Opens (and makes, when missing) the ledger in the folder state/. Dies with EXIT_USAGE when it is
 * of a newer version, with EXIT_MACHINE when it is damaged (saying how to restore). `key` is the
 * site's secret (at least 16 bytes, kept by reference): keys and addresses are made with it. */
struct ledger *ledger_open(struct arena *a, const char *state_dir, str key);
void ledger_close(struct ledger *l);
/* From now on another needs memory: the catalogue keeps little of what it has read. */
void ledger_lean(struct ledger *l);

/* One transaction over both files. Rollback forgets everything since begin. */
void ledger_begin(struct ledger *l);
void ledger_commit(struct ledger *l);
void ledger_rollback(struct ledger *l);

/* Whether the catalogue is lost or of another moment, and must be made again from the deliveries:
 * begin empties it, then every record gets its fact and face again, end counts the lists anew. All
 * within one transaction. */
bool ledger_lost(const struct ledger *l);
void ledger_rebuild_begin(struct ledger *l);
void ledger_rebuild_end(struct ledger *l);

/* The head of the event chain: 64 hexadecimal digits. */
str ledger_position(struct ledger *l, struct arena *a);

/* Goes through both files (dies when they are damaged), recomputes the chain over all events, and
 * holds against it all rows that could be forged: when each run was, which were published, what was
 * received, which records went on line first in which run, at which address. Absent when all is
 * sound; else where the first fault is, in Chinese. */
str ledger_check(struct ledger *l, struct arena *a);

/* Copies both files, as of one moment, into a folder that exists (0600, replacing earlier ones). */
void ledger_backup(struct ledger *l, const char *dir);

/* Small named values that runs leave for each other (digests of policy, templates …): absent when
 * never set. */
str ledger_note(struct ledger *l, struct arena *a, const char *name);
void ledger_set_note(struct ledger *l, const char *name, str value);

/* ---- runs ---- */

/* A run begins: its number. Its as-of stands in the chain. */
int64_t ledger_run_begin(struct ledger *l, instant as_of);
instant ledger_last_as_of(struct ledger *l);
/* The run whose stage was published, before ledger_pending_confirm: its records now have a
 * first-published time, which nothing can change any more without breaking the chain. */
void ledger_run_published(struct ledger *l, int64_t run, int64_t operations);

/* One link of the chain: `what` is a short stable word, record 0 for none. */
void ledger_event(struct ledger *l, int64_t run, int64_t record, const char *what, str detail);

struct ledger_event {
    int64_t seq;
    int64_t run;
    instant as_of;
    int64_t record;
    str what;
    str detail;
};
/* The events of one record (0: of no record), oldest first. */
int ledger_events(struct ledger *l, struct arena *a, int64_t record, struct ledger_event **out);
/* All events, oldest first; texts are valid until the next one. */
void ledger_event_scan(struct ledger *l);
bool ledger_event_next(struct ledger *l, struct ledger_event *out);

/* The links of the chain that bear witness to a record: its own, those of the runs that made them,
 * and that of its receipt (`receipt` as ledger_receipt_text gives it). Appends one line each, `hash
 * text`: the hash is the SHA-256 of the text, which begins with the hash before it. */
struct buf;
void ledger_links(struct ledger *l, int64_t record, str receipt, struct buf *out);

/* ---- deliveries: exact bytes under state/deliveries/<sha256> (delivery.c) ---- */

/* Each time a file comes is a receipt; the same bytes may come often. What a file said when it was
 * read is kept with its receipt. */
struct ledger_receipt {
    int64_t id;       /* in the order of receipt */
    instant as_of;    /* of the run that received it */
    bool again;       /* the file of the last receipt still lies there: this is no new one */
    int64_t read;     /* the receipt of these bytes that was read last, 0 for none; of it: */
    uint64_t meaning; /* what it was read with, as the caller says */
    int64_t delivered;
    int64_t rejected;
};

struct ledger_delivery {
    int64_t id;
    str source;
    str name; /* as received */
    str path; /* where the bytes are kept */
    struct sha256 digest;
    int64_t size;
    int64_t run;
    bool known;   /* the same bytes came from this source before */
    bool refused; /* it was purged as delivered by mistake: neither kept nor received */
    struct ledger_receipt receipt;
};

/* A file that lies somewhere. The stamp tells a file from the next one of the same name and bytes,
 * where the first is taken away (its time of change); 0 where files stay. */
struct ledger_arrival {
    const char *file;
    str source;
    str name;
    int64_t stamp;
};
/* Takes a file in: keeps its bytes and notes the receipt. Bytes that came from this source before
 * are known by their size and keyed XXH3-128. */
struct ledger_delivery ledger_receive(struct ledger *l, struct arena *a,
                                      const struct ledger_arrival *file);
/* A file that was made beside what was received, or out of it: a rollback removes it. `path` lives
 * as long as the transaction. */
void ledger_keep(struct ledger *l, const char *path);
/* The number that the next receipt will have. */
int64_t ledger_receipt_next(struct ledger *l);
/* A delivery was read (or accounted as the last time): its meaning, delivered and rejected. */
void ledger_receipt_read(struct ledger *l, const struct ledger_receipt *r);
/* The delivery of a receipt, with the receipt's number and as-of; false past the last one. */
bool ledger_receipt_at(struct ledger *l, struct arena *a, int64_t id, struct ledger_delivery *out);
/* What the chain says of the receipts of a delivery. */
str ledger_receipt_text(struct arena *a, const struct ledger_delivery *d);
/* A delivery by its number; its receipt is not told. */
bool ledger_delivery(struct ledger *l, struct arena *a, int64_t id, struct ledger_delivery *out);

/* ---- purging (purge.c): the bytes go, what is known stays ---- */

/* The next delivery above `after` that was last received before an instant, and holds the content
 * of no record whose verb is one of `standing` (bits); 0 for none. */
int64_t ledger_purgeable(struct ledger *l, int64_t after, instant before, uint32_t standing);
/* Deliveries that came under a name (an archive's with their archive) or whose digest begins so (12
 * digits or more): up to `most` ids. */
int ledger_deliveries_named(struct ledger *l, str name, int64_t *ids, int most);
/* Marks a delivery for purging, within a run, and remembers of its records what a rebuild needs.
 * One that was delivered by mistake is not received again. */
void ledger_purge(struct ledger *l, struct arena *a, int64_t delivery, bool mistaken);
/* Removes the bytes of what was marked, once that is committed: how many files went. */
int64_t ledger_purge_bytes(struct ledger *l);

/* ---- line hashes: what is current ---- */

enum line_state { LINE_NEW, LINE_CURRENT, LINE_SEEN };
/* NEW: no record's current line. CURRENT: known before this run. SEEN: came earlier in this run. */
enum line_state ledger_line(struct ledger *l, struct line_hash h);
/* The record whose line it is, 0 for none. */
int64_t ledger_line_record(struct ledger *l, struct line_hash h);
void ledger_line_add(struct ledger *l, struct line_hash h, int64_t record);
void ledger_line_drop(struct ledger *l, struct line_hash h);
/* Nothing is read any more for now: gives back the memory of all lines, 16 to 32 bytes each. */
void ledger_lines_done(struct ledger *l);

/* ---- records ---- */

#define LEDGER_KEY 16
#define LEDGER_SLOTS 5

/* Eight keyed bytes of what numbers it (all parties under one number share them), then eight of the
 * party, zero where there is none. */
struct ledger_key {
    unsigned char b[LEDGER_KEY];
};
struct ledger_key ledger_key_of(const struct ledger *l, str number, str party);

struct ledger_record {
    int64_t id; /* 0 until added */
    struct ledger_key key;
    int kind;
    int term;
    str agency; /* code */
    str path;   /* public address, allocated by ledger_add */
    int version;
    int64_t first_run;   /* run that first put it on line, 0 for never */
    int64_t content_run; /* run of its present content */
    str secrets;         /* keyed digests of private values, of all versions */
    /* what the catalogue knows */
    int64_t delivery;
    int64_t offset;
    int64_t length;
    int64_t line;
    struct line_hash hash;
    int64_t content; /* hash of all fields: lines may differ and say the same */
    str facts;       /* bytes of struct facts */
    int verb;
    int64_t reason; /* the caller's own fingerprint of the ruling */
    date due;
    date next;       /* the ruling may change on this day; DATE_NONE for never */
    instant as_of;   /* how new its content is, by its own word or its receipt */
    int64_t receipt; /* that brought it */
    str words;       /* of its ruling, for the public; absent when it is not public */
};

bool ledger_find(struct ledger *l, struct arena *a, struct ledger_key key,
                 struct ledger_record *out);
/* The same without what the catalogue knows (those members are zero). */
bool ledger_find_key(struct ledger *l, struct arena *a, struct ledger_key key,
                     struct ledger_record *out);
bool ledger_get(struct ledger *l, struct arena *a, int64_t id, struct ledger_record *out);
/* All records under a number, whatever the party: up to `most` ids. */
int ledger_find_number(struct ledger *l, struct ledger_key key, int64_t *ids, int most);
/* The highest id so far. */
int64_t ledger_last_id(struct ledger *l);
int64_t ledger_id_of_path(struct ledger *l, str path);
/* By the last part of its address (k3v9x2m7ab). 0 when there is none. */
int64_t ledger_id_of_name(struct ledger *l, str name);

/* A new record: allocates id and address (folder + 10 or more characters of a keyed hash + .html)
 * and stores everything; r->id and r->path are set. */
void ledger_add(struct ledger *l, struct arena *a, struct ledger_record *r, str folder);
/* Stores what may change: version, content_run, secrets and the catalogue's part. */
void ledger_update(struct ledger *l, const struct ledger_record *r);
/* The catalogue's part alone, made again. */
void ledger_put_fact(struct ledger *l, const struct ledger_record *r);
/* The place and hash of its line alone: another line that says the same. */
void ledger_update_line(struct ledger *l, const struct ledger_record *r);
/* The line of a record came again in a newer delivery. */
void ledger_confirm(struct ledger *l, int64_t id, instant as_of, int64_t receipt);
/* The ruling alone: verb, reason, due, next, facts, words. Of what stands as it was in `was` (as
 * the ledger has it; may be NULL) no index is written. */
void ledger_update_ruling(struct ledger *l, const struct ledger_record *r,
                          const struct ledger_record *was);
/* Before and after all records are ruled on again: where many change the day on which they may
 * change next, those days are sorted once, at the end. SCAN_NEXT and SCAN_ENDING are slow until
 * then. */
void ledger_rule_all(struct ledger *l);
void ledger_ruled_all(struct ledger *l);
/* When a record first goes on line. */
instant ledger_run_as_of(struct ledger *l, int64_t run);

/* Going through records by ascending id (SCAN_NEXT: by that day, then id, so that only those are
 * looked at): fills v[] with up to `most` that fit and come after the last ones; returns how many.
 * Slices live in the arena. */
enum ledger_scan {
    SCAN_ALL,      /* argument unused */
    SCAN_NEXT,     /* whose `next` is on or before the argument (a date) */
    SCAN_VERB,     /* under this verb */
    SCAN_KIND,     /* of this kind */
    SCAN_DELIVERY, /* whose content this delivery gave */
    SCAN_UNSEEN,   /* that wait in a stage for their first publication */
    SCAN_URGENT,   /* under this verb, by due day, those without one last; in one call */
    SCAN_ENDING,   /* whose `next` is after `after` and on or before the argument, by it, under the
                      verb in `only`; in one call */
    SCAN_RUN       /* whose content or first publication came after this run; `only` narrows it */
};
struct ledger_cursor {
    enum ledger_scan which;
    int64_t argument;
    int64_t after; /* 0, then moved on by each call */
    struct ledger_record *v;
    int most;
    struct {
        int kind;
        int term; /* at most */
        int verb;
    } only; /* SCAN_RUN */
};
int ledger_scan(struct ledger *l, struct arena *a, struct ledger_cursor *c);

/* The same one by one, whatever happens to records meanwhile. A record, and what is put into the
 * walk's arena, lasts until the next call. NULL at the end; who leaves before frees the arena. */
struct ledger_walk {
    struct arena arena;
    struct ledger *ledger;
    struct ledger_cursor cursor;
    int n;
    int at;
};
struct ledger_walk ledger_walk(struct ledger *l, enum ledger_scan which, int64_t argument);
struct ledger_record *ledger_walk_next(struct ledger_walk *w);

/* How many records under a verb are due on or before a day; how many have their `next` after one
 * day and on or before another. */
int64_t ledger_due_count(struct ledger *l, int verb, date day);
int64_t ledger_ending_count(struct ledger *l, int verb, date after, date day);

/* What became of records since an event: the last event of each comes first. first_run is as in
 * struct ledger_record. */
struct ledger_news {
    int64_t record;
    str what; /* valid until the next call */
    int64_t first_run;
};
int64_t ledger_last_event(const struct ledger *l);
void ledger_news_scan(struct ledger *l, int64_t since);
bool ledger_news_next(struct ledger *l, struct ledger_news *out);

/* The newest receipt of a source: false when nothing ever came. */
struct ledger_last_receipt {
    str name;
    instant as_of;
    int64_t delivered;
    int64_t rejected;
};
bool ledger_receipt_of(struct ledger *l, struct arena *a, str source,
                       struct ledger_last_receipt *out);

/* How many records stand under each verb, and how many versions were superseded. `common` is the
 * verb of nearly all, which are not gone through. */
void ledger_tally(struct ledger *l, int64_t *by_verb, int verbs, int common, int64_t *superseded);

/* ---- what targets have (outbox.c) ---- */

/* The number of a target by its name: found or made. */
int64_t ledger_target(struct ledger *l, str name);

#define LEDGER_IDS 256

/* What a target has of a record. */
enum sent_state {
    SENT_GONE,
    SENT_THERE,
    SENT_REFUSED, /* it would be rejected: not there */
    SENT_RETURNED /* it was rejected: not there, until it says something else */
};
struct ledger_sent {
    int64_t target;
    int64_t record;
    int state;
    int64_t print;    /* the caller's fingerprint of the row */
    int64_t sequence; /* of the package that told it last */
    int version;      /* of the record, then */
    int changes;      /* later events of the record, then */
    date until;       /* it is to be there up to this day; DATE_NONE: no such day */
};
bool ledger_sent(struct ledger *l, int64_t target, int64_t record, struct ledger_sent *out);
void ledger_set_sent(struct ledger *l, const struct ledger_sent *sent);
/* Ascending ids above `after` of the records that are refused, or were to be there only up to a day
 * before `today`: up to `most`. */
int ledger_unsettled(struct ledger *l, int64_t target, date today, int64_t after,
                     int64_t ids[LEDGER_IDS]);

/* A package, numbered without gaps from 1. */
struct ledger_package {
    int64_t target;
    int64_t sequence;
    int64_t run;
    bool whole;
    int64_t rows;
    str folder; /* its name below the target's folder */
    struct sha256 manifest;
};
void ledger_package_add(struct ledger *l, const struct ledger_package *p);
/* That of p->target and p->sequence; the last one when that is 0. */
bool ledger_package(struct ledger *l, struct arena *a, struct ledger_package *p);

/* How far a package is on its way. */
enum outbox_state { OUTBOX_WAITING, OUTBOX_TAKEN, OUTBOX_REFUSED };
struct ledger_outbox {
    int64_t target;
    int64_t sequence;
    int state;
    int tries;
    instant due; /* not before */
    str receipt; /* what the other side calls it */
};
/* That of o->target and o->sequence; false, and as it is at first, when it was never tried. */
bool ledger_outbox(struct ledger *l, struct arena *a, struct ledger_outbox *o);
void ledger_set_outbox(struct ledger *l, const struct ledger_outbox *o);
/* The sequence of the package that is to go next, 0 for none: the one behind the last that was
 * taken, or the last complete set, whichever is later. */
int64_t ledger_outbox_next(struct ledger *l, int64_t target);
/* The sequence of the last one that was taken. */
int64_t ledger_outbox_reached(struct ledger *l, int64_t target);

/* ---- attachments: documents kept by their digest (attachments.c) ---- */

/* A member of an archive by its keyed name, and what was last kept under it. */
void ledger_attach(struct ledger *l, struct ledger_key name, struct sha256 digest, int64_t size);
bool ledger_attached(struct ledger *l, struct ledger_key name, struct sha256 *digest,
                     int64_t *size);

/* A document of a record: number 0 when its newest version does not name it any more. */
struct ledger_attachment {
    int64_t record;
    int no; /* from 1, in the order the record names them */
    struct sha256 digest;
    int64_t size;
    bool on_line;
    str ending; /* "pdf", once it was on line */
    int verb;   /* of its record */
};
/* A new version of a record begins without any, then they are added; one that it had stays known.
 * set keeps whether it is on line, and its ending. */
void ledger_attachments_begin(struct ledger *l, int64_t record);
void ledger_attachment_add(struct ledger *l, const struct ledger_attachment *one);
void ledger_attachment_set(struct ledger *l, const struct ledger_attachment *one);
/* Those of a record, or all (record 0), ordered by record and number. */
int ledger_attachments(struct ledger *l, struct arena *a, int64_t record,
                       struct ledger_attachment **out);

/* Records that the check of the finished files found something in, under the key that they will
 * have again: with the content it was found in, and what that was made with. */
struct ledger_quarantined {
    struct ledger_key key;
    int64_t content;
    str cause;
};
void ledger_quarantine(struct ledger *l, const struct ledger_quarantined *q);
void ledger_unquarantine(struct ledger *l, struct ledger_key key);
int ledger_quarantine_list(struct ledger *l, struct arena *a, struct ledger_quarantined **out);

/* Public numbers that look like private ones, as digests (catalogue). They stay known when their
 * record ends: what was lawfully public is no secret. */
void ledger_add_public(struct ledger *l, uint64_t digest);
const uint64_t *ledger_publics(struct ledger *l, struct arena *a, int64_t *n);

/* The secret digests of every record that has any, as bytes that are valid until the next step. */
void ledger_secrets_scan(struct ledger *l);
bool ledger_secrets_next(struct ledger *l, str *out);

/* ---- snapshots: deliveries that are all there is from a source, kind by kind (snapshot.c) ---- */

/* Makes a delivery the newest snapshot of a kind; false when there is a newer one. */
struct ledger_snapshot {
    str source;
    int kind;
    instant as_of;
    int64_t receipt;
};
bool ledger_snapshot(struct ledger *l, const struct ledger_snapshot *s);

/* Going through records by ascending ids: those whose content a source gave, or those that vanished
 * from the snapshots of a source (of any, when it is absent). Returns how many stand at v, fewer
 * than `most` at the end. */
struct ledger_held {
    int64_t id;
    int kind;
    int verb;
    str path;
    date vanished; /* since when its source's snapshot lacks it; DATE_NONE when it does not */
};
struct ledger_holding {
    str source;
    bool vanished;
    int64_t after;
    struct ledger_held *v;
    int most;
};
int ledger_held(struct ledger *l, struct arena *a, struct ledger_holding *c);
/* Since which day a record is missing; DATE_NONE when it is there again. */
void ledger_vanished(struct ledger *l, int64_t id, str source, date since);
/* The same for all records, as the chain tells it: of a catalogue that is made again. */
void ledger_vanished_again(struct ledger *l);

/* ---- later events (变动事件) of a record ---- */
struct ledger_change {
    int change;
    date day;
    int64_t event;
};
void ledger_add_change(struct ledger *l, int64_t target, struct ledger_change c);
int ledger_changes(struct ledger *l, struct arena *a, int64_t target, struct ledger_change **out);
void ledger_drop_changes_of(struct ledger *l, int64_t event);
/* The records that an event changes: up to `most` ids. */
int ledger_change_targets(struct ledger *l, int64_t event, int64_t *targets, int most);

/* ---- parties by their code (catalogue): keyed digests alone ---- */

/* Notes that a code comes with a name (both in a key made of them, ledger_key_of), and returns the
 * digest of the name it came with before; 0 when it is new. *now gets that of this one. */
uint64_t ledger_party(struct ledger *l, struct ledger_key k, uint64_t *now);

/* ---- officers: keyed hashes of certificates (catalogue, officers.c) ---- */

struct ledger_certificate {
    uint64_t certificate;
    date from; /* DATE_NONE for ever */
    date to;
};
/* A stretch of time that a certificate is valid for; one that begins on the same day is replaced.
 */
void ledger_certificate_set(struct ledger *l, const struct ledger_certificate *c);
/* Going through all stretches. */
void ledger_certificate_scan(struct ledger *l);
bool ledger_certificate_next(struct ledger *l, struct ledger_certificate *out);

/* A decision that a holder of the certificate made, and its day. */
struct ledger_holder {
    int64_t record;
    int64_t day;
};
void ledger_holder_add(struct ledger *l, uint64_t certificate, struct ledger_holder h);
int ledger_holders(struct ledger *l, struct arena *a, uint64_t certificate,
                   struct ledger_holder **out);
/* The officers of a decision beyond those that its facts have room for: bytes of the caller's. */
void ledger_put_crew(struct ledger *l, int64_t record, str members);
str ledger_crew(struct ledger *l, struct arena *a, int64_t record);

/* ---- what lists said before (versions.c) ---- */

/* Superseded versions of a list's record; a decision has none here. */
#define LEDGER_VERSIONS 64 /* of one record that are kept in sight, the first ones */
struct ledger_version {
    int version;
    int64_t run;    /* that ended it */
    str disclosure; /* absent when it was not public */
};
/* A run ended a version; and what it said (for the catalogue). */
void ledger_version_end(struct ledger *l, int64_t record, int version, int64_t run);
void ledger_version_put(struct ledger *l, int64_t record, int version, str disclosure);
/* The highest version that the catalogue has a face of, 0 for none. */
int ledger_version_last(struct ledger *l, int64_t record);
/* Whether the public has seen one of them. */
bool ledger_version_seen(struct ledger *l, int64_t record);
/* Ascending. */
int ledger_versions(struct ledger *l, struct arena *a, int64_t record, struct ledger_version **out);
/* Asks for the history page of a record and the pages of its versions; of all records. */
void ledger_versions_touch(struct ledger *l, int64_t record);
void ledger_versions_touch_all(struct ledger *l);

/* A list's version that may not stand yet: where its line is. One for each record, the newest. */
struct ledger_waiting {
    int64_t record;
    int64_t delivery;
    int64_t offset;
    int64_t length;
    int64_t line;
    struct line_hash hash;
    instant as_of;
    int64_t receipt;
};
void ledger_waiting_put(struct ledger *l, const struct ledger_waiting *w);
bool ledger_waiting(struct ledger *l, int64_t record, struct ledger_waiting *out);
void ledger_waiting_drop(struct ledger *l, int64_t record);
/* The next one of a higher record number; false at the end. */
bool ledger_waiting_next(struct ledger *l, int64_t after, struct ledger_waiting *out);

/* What the public saw change in a list, newest first. */
enum list_change { LIST_ADDED, LIST_CHANGED, LIST_REMOVED, LIST_RETURNED };
#define LEDGER_LIST_CHANGES 200 /* told on one page */
struct ledger_list_change {
    int kind;
    int term;
    int64_t record;
    int64_t run;
    int change;    /* enum list_change */
    int version;   /* that came */
    int64_t alike; /* how many of this change the run had; told, not stored */
};
void ledger_list_change(struct ledger *l, const struct ledger_list_change *c);
int ledger_list_changes(struct ledger *l, struct arena *a, int kind, int term,
                        struct ledger_list_change **out);

/* ---- approvals of records, and sheets that are to be approved (approvals.c) ---- */

struct ledger_approval {
    int64_t id;            /* 0 until stored */
    struct ledger_key row; /* tells it from all others */
    int64_t record;
    int version;
    int kind;
    int word;
    date day; /* in force from it on */
    uint32_t authority;
};
/* Stores it and sets its id; false when the record has it already. */
bool ledger_approve(struct ledger *l, struct ledger_approval *a);
/* Those of a record, in order of day, then of id. */
int ledger_approvals(struct ledger *l, struct arena *a, int64_t record,
                     struct ledger_approval **out);
bool ledger_approval_row(struct ledger *l, int64_t id, struct ledger_key *out);

/* A sheet (审签单) names versions of records. */
struct sheet_entry {
    int64_t record;
    int version;
};
void ledger_sheet_add(struct ledger *l, str number, struct sheet_entry e);
int ledger_sheet(struct ledger *l, struct arena *a, str number, struct sheet_entry **out);
/* How many sheets have a number that begins so. */
int64_t ledger_sheets(struct ledger *l, str beginning);

/* ---- disclosures and notices (catalogue) ---- */
struct ledger_face {
    str disclosure; /* bytes; absent when the record is not public */
    str notice;     /* bytes; absent unless ended */
    str corrected;  /* titles of corrected fields, one per line */
    str words;      /* of the ruling, as the record has them (told, not stored) */
};
void ledger_put_face(struct ledger *l, int64_t id, const struct ledger_face *face);
bool ledger_face(struct ledger *l, struct arena *a, int64_t id, struct ledger_face *out);

/* All that the page of a record is made of. */
struct ledger_page {
    int kind;
    str agency;
    str path;
    int version;
    int64_t first_run;
    int64_t content_run;
    str secrets;
    str disclosure; /* bytes; absent when it is a notice */
    str notice;
    str corrected;
    str facts;
    str words;
};
bool ledger_page(struct ledger *l, struct arena *a, int64_t id, struct ledger_page *out);

/* What lists show of a public record, apart from all else of it: lists go through records in an
 * order of their own. An ended record has no row: ids that are 0, or have none, leave a gap (id 0)
 * in out[], which has as many places as ids. */
#define LEDGER_ROWS 20
struct ledger_row {
    int64_t id;
    str path;
    int64_t first_run;
    str secrets;
    str brief;
};
void ledger_put_row(struct ledger *l, const struct ledger_row *row);
void ledger_drop_row(struct ledger *l, int64_t id);
void ledger_rows(struct ledger *l, struct arena *a, const int64_t ids[LEDGER_ROWS],
                 struct ledger_row out[LEDGER_ROWS]);

/* Going through the addresses of records under one verb with ids from … below. */
struct ledger_path {
    str path;
    int64_t content_run;
    str facts;
};
void ledger_path_scan(struct ledger *l, int64_t from, int64_t below, int verb);
bool ledger_path_next(struct ledger *l, struct ledger_path *out);

/* How many records of a kind were first published since either of two instants, the earlier first.
 */
void ledger_published_since(struct ledger *l, int kind, const instant since[2], int64_t out[2]);

/* ---- counts (counts.c): sums that are kept as records change; the caller says what counts ---- */
struct ledger_count {
    str agency;
    int month;
    int category;
    int cell;
    int64_t n;
    int64_t amount;
};
/* Adds n and amount, which may be negative. */
void ledger_count(struct ledger *l, const struct ledger_count *change);
/* Nothing counts any more: all is about to be counted again. */
void ledger_count_clear(struct ledger *l);
/* Writes the changes so far (a commit does it too). */
void ledger_count_write(struct ledger *l);
/* What changed in this transaction, in no order; n and amount are of no meaning, and what came and
 * went is not told. */
int ledger_count_changed(struct ledger *l, struct arena *a, struct ledger_count **out);
/* The sums of months from … to, by agency, month, category, cell. */
int ledger_counts(struct ledger *l, struct arena *a, int from, int to, struct ledger_count **out);
/* What the cells below `cells` come to, each over all agencies, months and categories. */
void ledger_count_sums(struct ledger *l, int64_t *sums, int cells);

/* ---- lists and places ---- */

/* A list by its name ("cf", "cf/agency/scj", "cf/2026/11"): found or made. */
struct ledger_list {
    int64_t id;
    str name;
    int kind;
    int term;
    int scope; /* enum list_scope */
    str agency;
    int year;
    int month;
    int64_t slots;       /* given so far */
    int64_t public_rows; /* of them on line now */
    int64_t changed_run; /* that last gave, changed or took a row; 0 for unknown */
};
int64_t ledger_list_id(struct ledger *l, const struct ledger_list *wanted);
bool ledger_list(struct ledger *l, struct arena *a, int64_t id, struct ledger_list *out);
int ledger_lists(struct ledger *l, struct arena *a, struct ledger_list **out);
void ledger_list_count(struct ledger *l, int64_t list, int64_t delta);

/* A record's places: its lists and slots (0-based), given once. */
struct ledger_place {
    int64_t list[LEDGER_SLOTS]; /* 0: not in so many lists */
    int64_t slot[LEDGER_SLOTS];
};
bool ledger_place(struct ledger *l, int64_t record, struct ledger_place *out);
/* Gives the next slot of each of p->list. Lists and their newest rows are held in memory until
 * ledger_places_done writes them, and touches every list page that got a row. */
void ledger_place_give(struct ledger *l, int64_t record, struct ledger_place *p);
void ledger_places_done(struct ledger *l, int rows_per_page);
/* A row changed or left: touches the pages on which these places stand, and the newest page of each
 * list. */
void ledger_place_touch(struct ledger *l, const struct ledger_place *p, int rows_per_page);
/* The records in slots from … from+n-1 of a list (0 for none yet), into ids[]. */
void ledger_list_rows(struct ledger *l, int64_t list, int64_t from, int n, int64_t *ids);

/* ---- the search index (indexed.c): which records it holds, in the base (0) or the delta (1) ----
 */

#define INDEXED_NOWHERE (-1) /* … of which nothing did */
struct ledger_indexed {
    int64_t id; /* of a record; below 0 for an article */
    int tier;
    int64_t number; /* of its document in the base; in the delta, of what stayed there of it */
    int64_t hash;   /* of all that is indexed of it */
};
bool ledger_indexed(struct ledger *l, int64_t id, struct ledger_indexed *out);
void ledger_set_indexed(struct ledger *l, const struct ledger_indexed *one);
void ledger_drop_indexed(struct ledger *l, int64_t id);
void ledger_clear_indexed(struct ledger *l);
bool ledger_indexed_any(struct ledger *l);
/* All of the delta, or all articles, ascending; at most `most`. */
enum indexed_some { INDEXED_DELTA, INDEXED_ARTICLES };
int ledger_indexed_some(struct ledger *l, enum indexed_some which, int64_t *ids, int most);

/* A public record as the index sees it. */
struct ledger_shown {
    int64_t id;
    str path;
    int64_t first_run;
    str disclosure;
    str secrets;
    int64_t content_run;
    int version;
    str words;
};
bool ledger_shown(struct ledger *l, struct arena *a, int64_t id, struct ledger_shown *out);
/* All of them by id; slices are valid until the next. */
void ledger_shown_scan(struct ledger *l);
bool ledger_shown_next(struct ledger *l, struct ledger_shown *out);

/* Editions of tiers are small numbers, used again and again. Whether one has pending files, or
 * public ones; forgetting all that are pending; and asking for the removal of all public ones but
 * those of two editions. */
bool ledger_shards_pending(struct ledger *l, int64_t edition);
bool ledger_shards_public(struct ledger *l, int64_t edition);
void ledger_shards_forget(struct ledger *l);
void ledger_shards_sweep(struct ledger *l, int64_t keep, int64_t keep_too);

/* ---- gatherings: lists by a key of which there may be a million (gathering.c) ---- */

/* A key that the public may see: the code of an organisation, the number of a plan, a letter. */
struct ledger_gathering {
    int64_t id;
    int scope; /* the caller's own */
    str key;
    int64_t slots; /* given so far */
};
/* A gathering by its key: found or made. */
int64_t ledger_gathering_id(struct ledger *l, int scope, str key);
bool ledger_gathering(struct ledger *l, struct arena *a, int64_t id, struct ledger_gathering *out);
/* How many of its rows are on line: goes through all of them. */
int64_t ledger_gathering_public(struct ledger *l, int64_t id);
/* The keys of this scope under which something is on line, in ascending order. */
struct strs ledger_gathering_keys(struct ledger *l, struct arena *a, int scope);
/* Gives records the next slots, in this order, and touches the pages that show them. */
void ledger_gather(struct ledger *l, int64_t gathering, const int64_t *records, int n,
                   int rows_per_page);

/* Where a record stands; it leaves (a gap stays); the pages that show it are made anew. */
#define LEDGER_GATHERINGS 4
struct ledger_member {
    int64_t gathering;
    int64_t slot;
};
int ledger_gathered(struct ledger *l, int64_t record, struct ledger_member out[LEDGER_GATHERINGS]);
void ledger_ungather(struct ledger *l, const struct ledger_member *m);
void ledger_gathered_touch(struct ledger *l, int64_t record, int rows_per_page);
/* All pages of all gatherings, for a catalogue that is made again. */
void ledger_gatherings_touch(struct ledger *l, int rows_per_page);
/* The records in slots from … from+n-1 (0 for none), into ids[]. */
void ledger_gathering_rows(struct ledger *l, int64_t gathering, int64_t from, int n, int64_t *ids);

/* ---- open data (data.c): which file of which set a record stands in, given once ----
 *
 * A set is all of a section, agency and year; a file of it holds DATA_ROWS records at most, in the
 * order of their ids. A record that ends leaves a gap. */

#define DATA_ROWS 5000
#define DATA_FILE_BITS 12 /* a file is its set << DATA_FILE_BITS | its number, from 0 */
struct ledger_set {
    int64_t id;
    int kind;
    str section; /* the folder of its records: cf */
    str agency;
    int year;     /* 0 for what is not filed by years */
    int64_t rows; /* given so far */
};
bool ledger_set(struct ledger *l, struct arena *a, int64_t id, struct ledger_set *out);
/* All sets by kind, section, agency and year. */
int ledger_sets(struct ledger *l, struct arena *a, struct ledger_set **out);
/* Public records that stand in no file yet get their places, by id; each file that grew is asked
 * for, and how many rows each set gained is noted. Returns how many records. */
int64_t ledger_data_place(struct ledger *l, struct arena *a);
/* The records of a file, ascending, those that ended too: at most DATA_ROWS. */
int ledger_data_rows(struct ledger *l, int64_t file, int64_t ids[DATA_ROWS]);

/* What happened to rows, as the public may know it: by run and set, without names. */
enum data_change {
    DATA_ADDED,
    DATA_CORRECTED,
    DATA_REMOVED,
    DATA_RETURNED,
    DATA_CHANGES /* the row says something else, and nothing happened to the record: not logged */
};
struct ledger_data_change {
    int64_t run;
    int64_t set;
    int change;
    int64_t record; /* 0: so many at once */
    int64_t n;
    str reason; /* a stable word of the caller's, for what was removed */
    str path;   /* of the record; told, not stored */
};
/* A record of a file changed: the file is to be made in this run. False, and nothing is noted, when
 * it stands in none. */
bool ledger_data_touch(struct ledger *l, const struct ledger_data_change *c);
/* Asks for all files of all sets again. */
void ledger_data_touch_all(struct ledger *l);
/* Whether something happened since the run was begun; and all that happened in runs from … below,
 * oldest first (texts are valid until the next). */
bool ledger_data_changed(struct ledger *l);
void ledger_data_change_scan(struct ledger *l, instant from, instant below);
bool ledger_data_change_next(struct ledger *l, struct ledger_data_change *out);

/* The files that are to be made in this run, ascending, above `after`; 0 at the end. What was made,
 * with so many rows, is done with once it is public. */
int64_t ledger_data_due(struct ledger *l, int64_t after);
void ledger_data_made(struct ledger *l, int64_t file, int64_t rows);
/* How many rows the files of a set hold, and the run in which one last came, changed or left (0 for
 * none). */
int64_t ledger_data_held(struct ledger *l, int64_t set, int64_t *run);

/* ---- pending: what the next publication changes; file: what is public ---- */

/* Numbers of files: a record's page has the record's id; list pages and the files of the whole site
 * have their own ranges. */
#define FILE_LIST ((int64_t)1 << 40)    /* | list << 20 | page; page 0 is the newest (index.html) */
#define FILE_VERSION ((int64_t)1 << 50) /* | record << VERSION_BITS | version; 0: its history */
#define FILE_GATHERING ((int64_t)1 << 52) /* | gathering: its newest page, mostly the only one */
#define FILE_GATHERING_PAGE ((int64_t)1 << 56) /* | gathering << 20 | page: full ones */
#define VERSION_BITS 8
#define FILE_SITE ((int64_t)1 << 60) /* | number of a site file, by path */
/* | edition of a tier << SHARD_BITS | number of its shard */
#define FILE_SHARD ((int64_t)3 << 59)
#define SHARD_BITS 24
#define SHARD_DICTIONARY 1               /* its number among the shards of an edition */
#define FILE_MANIFEST ((int64_t)1 << 61) /* | number of a manifest, by path */
#define FILE_END ((int64_t)1 << 62)
#define LIST_PAGE_BITS 20

struct ledger_file {
    int64_t id;
    int rank; /* enum publish_rank */
    str path;
    int64_t size;
    struct sha256 digest;
    bool staged; /* its bytes are in the stage */
};
/* Ask for a file to be made anew. */
void ledger_touch(struct ledger *l, int64_t file);
/* All records' pages, lists and files of the site (manifests follow by themselves). */
void ledger_touch_all(struct ledger *l);
/* The pending ids above `after`, ascending, at most `most`. */
int ledger_pending(struct ledger *l, int64_t after, int64_t below, int64_t *ids, int most);
/* Of which agencies and kinds records are pending; returns how many pairs stand at *out. */
struct ledger_moved {
    str agency;
    int kind;
};
int ledger_pending_kinds(struct ledger *l, struct arena *a, struct ledger_moved **out);
/* A pending file was staged; or is the same as what is public: forget it. */
void ledger_staged(struct ledger *l, const struct ledger_file *f);
void ledger_unchanged(struct ledger *l, int64_t file);
bool ledger_public_any(struct ledger *l);
/* Nothing is public any more, as far as the catalogue knows. */
void ledger_public_none(struct ledger *l);
bool ledger_public_file(struct ledger *l, struct arena *a, int64_t id, struct ledger_file *out);
/* The number of a file of the whole site in the range FILE_SITE or FILE_MANIFEST. */
int64_t ledger_site_file(struct ledger *l, int64_t range, str path);
/* The path of a file of the whole site by its number; absent when there is none. */
str ledger_site_path(struct ledger *l, struct arena *a, int64_t id);
/* All pending files that are staged (or to be removed: digest absent), by id. */
void ledger_pending_scan(struct ledger *l);
bool ledger_pending_next(struct ledger *l, struct ledger_file *out);
/* Of them only those that are to be removed. */
void ledger_removed_scan(struct ledger *l);
bool ledger_removed_next(struct ledger *l, struct ledger_file *out);
int64_t ledger_pending_count(struct ledger *l);
/* A stage that was never published is made anew: its records' first publication moves to `run`, and
 * nothing is staged any more. */
void ledger_restage(struct ledger *l, int64_t run);
/* A file number in from … below that is pending, but was not staged; its path is absent when it is
 * not public. Settle it (ledger_staged, ledger_unchanged) before asking for the next. */
bool ledger_stale(struct ledger *l, struct arena *a, int64_t from, int64_t below,
                  struct ledger_file *out);
/* Files and bytes of the public tree as it will be, without manifests. */
void ledger_file_total(struct ledger *l, int64_t *files, int64_t *bytes);
/* The publication happened: pending becomes public. */
void ledger_pending_confirm(struct ledger *l);
/* All public files as they will be after publication (file overlaid by pending), in id order,
 * from id `from` below `below`: for manifests. */
void ledger_file_scan(struct ledger *l, int64_t from, int64_t below);
bool ledger_file_next(struct ledger *l, struct ledger_file *out);
/* A manifest lists one block of file numbers: 1 << MANIFEST_BITS of them. Most lists have a page or
 * two: the first pages of BLOCK_LISTS lists are one block, by the number of the first of them. */
#define MANIFEST_BITS 10
#define BLOCK_LISTS 16
int64_t ledger_block_of(int64_t file);
/* A block is made of that many stretches of file numbers, each 1 << MANIFEST_BITS long. */
int ledger_block_parts(int64_t block);
int64_t ledger_block_part(int64_t block, int i);
/* The blocks that have pending files, each once; false when there is none left. */
struct ledger_blocks {
    int64_t next; /* zeroed: from the first on */
    int64_t lists;
};
bool ledger_pending_block(struct ledger *l, struct ledger_blocks *at, int64_t *block);

/* ---- what the rulings of earlier days rested on (past.c) ---- */

/* A text of rules, kept once, by its digest; absent when there is none, or it is not what it was.
 */
struct sha256 ledger_keep_text(struct ledger *l, str text);
str ledger_kept_text(struct ledger *l, struct arena *a, struct sha256 digest);
/* The facts of a content that another one takes the place of; absent when they are not known. */
void ledger_keep_facts(struct ledger *l, int64_t record, int version, str facts);
str ledger_kept_facts(struct ledger *l, struct arena *a, int64_t record, int version);

/* ---- releases (releases.c): what publications replaced ---- */

/* A publication that happened: its run, and how many files it changed as far as that is known, 0
 * for not. `whole`: all that came after it is known, so it can come back. */
struct ledger_release {
    int64_t run;
    instant as_of;
    int64_t changed;
    bool whole;
};
/* The newest first; at most `most`. */
int ledger_releases(struct ledger *l, struct ledger_release *out, int most);

/* A file as it was before a run published. */
struct ledger_kept {
    int64_t id;
    int64_t run;
    int rank; /* of what replaced it */
    str path;
    int64_t size;
    struct sha256 digest;
    enum {
        KEPT_COPY, /* other bytes stood there, of which there is a copy */
        KEPT_NOT,  /* … of which there is none */
        KEPT_CAME  /* nothing stood there */
    } how;
};
/* What is pending is about to be published by this run: notes what it replaces, but for manifests.
 * A record's page of which something of the rank `ended` takes the place is not kept, nor are
 * documents that leave. */
void ledger_release_keep(struct ledger *l, int64_t run, int ended);
/* Forgets what runs before an instant replaced, and runs that were never published. */
void ledger_release_drop(struct ledger *l, instant before);
/* How many files a run changed; 0 when that is not known. */
int64_t ledger_release_files(struct ledger *l, int64_t run);
/* The files that a run replaced; or (`since`) all that were replaced after it, as they were then.
 * By id, above `after`. */
struct ledger_kept_from {
    int64_t run;
    bool since;
    int64_t after;
};
int ledger_kept_of(struct ledger *l, struct arena *a, const struct ledger_kept_from *from,
                   struct ledger_kept *out, int most);
/* The records that were on line and on which anything was ruled after a run, and those that came on
 * line and left since. */
struct ledger_ruled {
    int64_t id;
    str path;
};
int ledger_ruled_since(struct ledger *l, struct arena *a, int64_t run, struct ledger_ruled **out);
/* All that was replaced after a run is to be made anew by the next build. */
void ledger_release_owe(struct ledger *l, int64_t run);

#endif
