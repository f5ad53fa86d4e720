/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * indexed.c — which records the search index holds, and its files among the pending ones.
 *
 * In:    numbers of records, editions of tiers
 * Out:   the same, later
 * Law:   none
 * Never: knows what the index says of a record
 */
#include "ledger/db.h"

#define EDITION(n) (FILE_SHARD | (n) << SHARD_BITS)

bool ledger_indexed(struct ledger *l, int64_t id, struct ledger_indexed *out) {
    sqlite3_stmt *s = db_use(l, SQL_INDEXED_GET);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out =
            (struct ledger_indexed){id, (int)db_get_int(s, 0), db_get_int(s, 1), db_get_int(s, 2)};
    (void)sqlite3_reset(s);
    return found;
}

void ledger_set_indexed(struct ledger *l, const struct ledger_indexed *one) {
    sqlite3_stmt *s = db_use(l, SQL_INDEXED_SET);
    db_int(s, 1, one->id);
    db_int(s, 2, one->tier);
    db_int(s, 3, one->number);
    db_int(s, 4, one->hash);
    db_run(l, s);
}

void ledger_drop_indexed(struct ledger *l, int64_t id) {
    sqlite3_stmt *s = db_use(l, SQL_INDEXED_DROP);
    db_int(s, 1, id);
    db_run(l, s);
}

void ledger_clear_indexed(struct ledger *l) {
    db_run(l, db_use(l, SQL_INDEXED_CLEAR));
}

bool ledger_indexed_any(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_INDEXED_ANY);
    return db_number(l, s) != 0;
}

int ledger_indexed_some(struct ledger *l, enum indexed_some which, int64_t *ids, int most) {
    sqlite3_stmt *s = db_use(l, which == INDEXED_DELTA ? SQL_INDEXED_DELTA : SQL_INDEXED_ARTICLES);
    int n = 0;
    while (db_row(l, s))
        if (n < most)
            ids[n++] = db_get_int(s, 0);
    return n;
}

bool ledger_shown(struct ledger *l, struct arena *a, int64_t id, struct ledger_shown *out) {
    sqlite3_stmt *s = db_use(l, SQL_FACE_ONE);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = (struct ledger_shown){id,
                                     db_get(a, s, 1),
                                     db_get_int(s, 2),
                                     db_get(a, s, 3),
                                     db_get(a, s, 4),
                                     db_get_int(s, 5),
                                     (int)db_get_int(s, 6),
                                     db_get(a, s, 7)};
    (void)sqlite3_reset(s);
    return found;
}

void ledger_shown_scan(struct ledger *l) {
    db_int(db_use(l, SQL_FACE_SCAN), 1, 0);
}

bool ledger_shown_next(struct ledger *l, struct ledger_shown *out) {
    sqlite3_stmt *s = l->statements[SQL_FACE_SCAN];
    if (!db_row(l, s))
        return false;
    *out = (struct ledger_shown){db_get_int(s, 0),      db_peek(s, 1), db_get_int(s, 2),
                                 db_peek(s, 3),         db_peek(s, 4), db_get_int(s, 5),
                                 (int)db_get_int(s, 6), db_peek(s, 7)};
    return true;
}

static bool has_shards(struct ledger *l, enum sql which, int64_t edition) {
    sqlite3_stmt *s = db_use(l, which);
    db_int(s, 1, EDITION(edition));
    db_int(s, 2, EDITION(edition + 1));
    bool found = db_row(l, s);
    (void)sqlite3_reset(s);
    return found;
}

bool ledger_shards_pending(struct ledger *l, int64_t edition) {
    return has_shards(l, SQL_SHARDS_PENDING, edition);
}

bool ledger_shards_public(struct ledger *l, int64_t edition) {
    return has_shards(l, SQL_SHARDS_PUBLIC, edition);
}

void ledger_shards_forget(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_SHARDS_FORGET);
    db_int(s, 1, FILE_SHARD);
    db_int(s, 2, FILE_MANIFEST);
    db_run(l, s);
}

void ledger_shards_sweep(struct ledger *l, int64_t keep, int64_t keep_too) {
    sqlite3_stmt *s = db_use(l, SQL_SHARDS_SWEEP);
    db_int(s, 1, FILE_SHARD);
    db_int(s, 2, FILE_MANIFEST);
    db_int(s, 3, EDITION(keep) >> SHARD_BITS);
    db_int(s, 4, EDITION(keep_too) >> SHARD_BITS);
    db_run(l, s);
}
