/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * db.h — the two SQLite files behind the ledger's door (private to ledger/).
 *
 * In:    one table of statements
 * Out:   prepared statements, bound and stepped; any failure of SQLite ends the run
 * Law:   none
 * Never: is included outside ledger/
 */
#ifndef GONGSHI_LEDGER_DB_H
#define GONGSHI_LEDGER_DB_H

#include "base/buf.h"
#include "ledger/ledger.h"

#include <sqlite3.h>

#define LEDGER_NEXT_INDEX                                                                          \
    "CREATE INDEX IF NOT EXISTS cat.fact_next ON fact(next) WHERE next IS NOT NULL;"

enum sql {
#define SQL(name, text) SQL_##name,
#include "ledger/sql.def"
#undef SQL
    SQL_COUNT
};

/* The current line hashes in open addressing; `seen` marks those added by this run. */
struct line_set {
    struct line_slot *slots;
    uint64_t cap; /* a power of two, 0 until loaded */
    uint64_t n;
};

/* Members kept in one row of `page`; no relation to the rows that a page of the site shows. */
#define BLOCK_SLOTS 64

/* The end of a list while rows are being added: its counts and the members of its last block. */
struct list_tail {
    int64_t slots;
    int64_t public_rows;
    int64_t first_new; /* first slot given since the tail was loaded */
    int64_t block;     /* number of the block in ids[], -1 for none */
    int64_t ids[BLOCK_SLOTS];
};

/* Bytes kept since begin: a rollback takes them away again. */
struct kept {
    const char *path;
    struct kept *next;
};

#define RUN_CACHE 64

struct count_slot {
    struct ledger_count key; /* with the change */
    bool used;
    bool written; /* it came to something in this transaction */
};

struct counts {
    struct arena memory;
    struct count_slot *slots;
    uint64_t cap; /* a power of two, 0 until something changed */
    uint64_t n;
};

enum pages_kept { PAGES_FEW, PAGES_MANY, PAGES_LEAN, PAGES_PASS };

struct ledger {
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_COUNT];
    struct arena *arena;
    const char *state_dir;
    str key;
    int64_t run;
    int64_t asked_run[RUN_CACHE]; /* as-of instants lately asked for */
    instant asked_as_of[RUN_CACHE];
    unsigned char head[32]; /* of the event chain */
    int64_t last_seq;
    struct buf link; /* the text of the event being chained */
    struct line_set lines;
    struct list_tail **tails; /* by list number, NULL until loaded */
    int64_t tail_cap;
    enum pages_kept pages;
    int64_t writes;
    struct kept *kept;
    struct counts counts;
    struct holder_chunk **holders; /* officers.c: by certificate, what is not written yet */
    int64_t holder_cap;
    int64_t holder_count;
    unsigned char *approved; /* a bit per record with approvals: most have none. NULL: not loaded */
    int64_t approved_most;
    bool lost; /* the catalogue is not of the ledger's moment */
    bool open_transaction;
    bool ruling_all;    /* between ledger_rule_all and ledger_ruled_all: … */
    int64_t next_moved; /* … so many records have another next day … */
    bool next_dropped;  /* … so many that the index over those days is to be made anew */
};

/* The statement, reset and with its parameters cleared. */
sqlite3_stmt *db_use(struct ledger *l, enum sql which);

/* Goes through the pages of both files; dies, saying how to restore, when they are damaged. */
/* While all of a table passes by once, few pages are kept: each takes the place of one that has
 * passed, instead of memory that the system must make first. */
void db_passes(struct ledger *l, bool passes);
void db_sound(struct ledger *l);

/* Binding by position (1-based); a text or blob must stay until the statement has run. */
void db_int(sqlite3_stmt *s, int at, int64_t v);
void db_text(sqlite3_stmt *s, int at, str v);
void db_blob(sqlite3_stmt *s, int at, const void *p, ptrdiff_t n);

/* One step: true when there is a row. db_run is for statements without one. */
bool db_row(struct ledger *l, sqlite3_stmt *s);
void db_run(struct ledger *l, sqlite3_stmt *s);

/* Column values (0-based), copied into the arena where they are bytes. */
int64_t db_get_int(sqlite3_stmt *s, int at);
str db_get(struct arena *a, sqlite3_stmt *s, int at);
str db_peek(sqlite3_stmt *s, int at); /* not copied: valid until the next step */

/* The one number that a statement gives, 0 when it has no row; the statement is done with. */
int64_t db_number(struct ledger *l, sqlite3_stmt *s);

/* Runs plain SQL text. */
void db_exec(struct ledger *l, const char *sql);

/* The event chain and the line set (chain.c, lines.c). */
void chain_load(struct ledger *l);
struct sha256 chain_link(struct buf *b, const unsigned char head[32], const struct ledger_event *e);
/* Purged as mistaken (purge.c); and: its bytes are here again. */
bool purge_forbids(struct ledger *l, struct sha256 digest);
void purge_undo(struct ledger *l, int64_t delivery);
/* What the event of a receipt says (delivery.c). */
str receipt_text(struct arena *a, str source, struct sha256 digest, int64_t size);

/* The digest of a run's first publications: `N first, SHA-256` over lines `id path` (audit.c). */
struct debuts {
    struct sha256_stream *hash;
    int64_t n;
};
struct debuts debuts_open(void);
void debuts_add(struct debuts *d, int64_t id, str path);
str debuts_close(struct debuts *d, struct arena *a);
void lines_forget(struct ledger *l);
/* Changes that were written, or are not to be (counts.c). */
void counts_forget(struct ledger *l);

/* Decisions by their officers (officers.c): what is not written yet is written, or dropped. */
void holders_flush(struct ledger *l);
void holders_forget(struct ledger *l);

#endif
