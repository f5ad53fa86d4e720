/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * versions.c — what lists said before: superseded versions, and what changed in a list when.
 *
 * In:    plain facts and bytes
 * Out:   the same, later
 * Law:   law.md §2 (a superseded version stays reachable as history)
 * Never: keeps a version of a decision
 */
#include "ledger/db.h"

#include <string.h>

/* ---- versions: the run that ended each is never lost, the face can be made again ---- */

void ledger_version_end(struct ledger *l, int64_t record, int version, int64_t run) {
    sqlite3_stmt *s = db_use(l, SQL_VERSION_END);
    db_int(s, 1, record);
    db_int(s, 2, version);
    db_int(s, 3, run);
    db_run(l, s);
}

void ledger_version_put(struct ledger *l, int64_t record, int version, str disclosure) {
    sqlite3_stmt *s = db_use(l, SQL_VERSION_PUT);
    db_int(s, 1, record);
    db_int(s, 2, version);
    db_blob(s, 3, disclosure.p, disclosure.n);
    db_run(l, s);
}

int ledger_version_last(struct ledger *l, int64_t record) {
    sqlite3_stmt *s = db_use(l, SQL_VERSION_LAST);
    db_int(s, 1, record);
    int last = db_row(l, s) ? (int)db_get_int(s, 0) : 0;
    (void)sqlite3_reset(s);
    return last;
}

bool ledger_version_seen(struct ledger *l, int64_t record) {
    sqlite3_stmt *s = db_use(l, SQL_VERSION_SEEN);
    db_int(s, 1, record);
    bool seen = db_row(l, s);
    (void)sqlite3_reset(s);
    return seen;
}

int ledger_versions(struct ledger *l, struct arena *a, int64_t record,
                    struct ledger_version **out) {
    int n = 0;
    *out = NEW(a, struct ledger_version, LEDGER_VERSIONS);
    sqlite3_stmt *s = db_use(l, SQL_VERSIONS);
    db_int(s, 1, record);
    while (db_row(l, s))
        if (n < LEDGER_VERSIONS)
            (*out)[n++] =
                (struct ledger_version){(int)db_get_int(s, 0), db_get_int(s, 1), db_get(a, s, 2)};
    return n;
}

static void touch(struct ledger *l, enum sql which, int64_t record) {
    sqlite3_stmt *s = db_use(l, which);
    db_int(s, 1, FILE_VERSION);
    db_int(s, 2, VERSION_BITS);
    if (record != 0)
        db_int(s, 3, record);
    db_run(l, s);
}

void ledger_versions_touch(struct ledger *l, int64_t record) {
    touch(l, SQL_VERSIONS_TOUCH, record);
    touch(l, SQL_HISTORY_TOUCH, record);
}

void ledger_versions_touch_all(struct ledger *l) {
    touch(l, SQL_VERSIONS_TOUCH_ALL, 0);
    touch(l, SQL_HISTORIES_TOUCH_ALL, 0);
}

/* ---- versions that wait ---- */

bool ledger_waiting_next(struct ledger *l, int64_t after, struct ledger_waiting *out) {
    sqlite3_stmt *s = db_use(l, SQL_WAITING_NEXT);
    db_int(s, 1, after + 1);
    bool found = db_row(l, s);
    if (found) {
        str hash = db_peek(s, 5);
        *out = (struct ledger_waiting){.record = db_get_int(s, 0),
                                       .delivery = db_get_int(s, 1),
                                       .offset = db_get_int(s, 2),
                                       .length = db_get_int(s, 3),
                                       .line = db_get_int(s, 4),
                                       .as_of = db_get_int(s, 6),
                                       .receipt = db_get_int(s, 7)};
        if (hash.n == (ptrdiff_t)sizeof out->hash)
            memcpy(&out->hash, hash.p, sizeof out->hash);
    }
    (void)sqlite3_reset(s);
    return found;
}

bool ledger_waiting(struct ledger *l, int64_t record, struct ledger_waiting *out) {
    return ledger_waiting_next(l, record - 1, out) && out->record == record;
}

void ledger_waiting_drop(struct ledger *l, int64_t record) {
    struct ledger_waiting old;
    if (!ledger_waiting(l, record, &old))
        return;
    ledger_line_drop(l, old.hash);
    sqlite3_stmt *s = db_use(l, SQL_WAITING_DROP);
    db_int(s, 1, record);
    db_run(l, s);
}

void ledger_waiting_put(struct ledger *l, const struct ledger_waiting *w) {
    ledger_waiting_drop(l, w->record);
    sqlite3_stmt *s = db_use(l, SQL_WAITING_PUT);
    db_int(s, 1, w->record);
    db_int(s, 2, w->delivery);
    db_int(s, 3, w->offset);
    db_int(s, 4, w->length);
    db_int(s, 5, w->line);
    db_blob(s, 6, &w->hash, sizeof w->hash);
    db_int(s, 7, w->as_of);
    db_int(s, 8, w->receipt);
    db_run(l, s);
}

/* ---- what changed in a list ---- */

void ledger_list_change(struct ledger *l, const struct ledger_list_change *c) {
    sqlite3_stmt *s = db_use(l, SQL_LIST_CHANGE);
    db_int(s, 1, c->kind);
    db_int(s, 2, c->term);
    db_int(s, 3, c->record);
    db_int(s, 4, c->run);
    db_int(s, 5, c->change);
    db_int(s, 6, c->version);
    db_run(l, s);
}

int ledger_list_changes(struct ledger *l, struct arena *a, int kind, int term,
                        struct ledger_list_change **out) {
    int n = 0;
    *out = NEW(a, struct ledger_list_change, LEDGER_LIST_CHANGES);
    sqlite3_stmt *s = db_use(l, SQL_LIST_CHANGES);
    db_int(s, 1, kind);
    db_int(s, 2, term);
    db_int(s, 3, LEDGER_LIST_CHANGES);
    while (db_row(l, s))
        (*out)[n++] = (struct ledger_list_change){.kind = kind,
                                                  .term = term,
                                                  .record = db_get_int(s, 0),
                                                  .run = db_get_int(s, 1),
                                                  .change = (int)db_get_int(s, 2),
                                                  .version = (int)db_get_int(s, 3),
                                                  .alike = db_get_int(s, 4)};
    return n;
}
