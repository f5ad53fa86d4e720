/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gathering.c — lists that gather what belongs together, such as all records of one organisation:
 * one for each key, and there may be as many keys as records.
 *
 * In:    keys, records as they first go on line
 * Out:   slots, pages' members
 * Law:   国办秘函〔2019〕19号 (stable addresses)
 * Never: moves a row; a record that leaves for another key leaves a gap
 */
#include "ledger/db.h"

int64_t ledger_gathering_id(struct ledger *l, int scope, str key) {
    sqlite3_stmt *s = db_use(l, SQL_GATHERING_FIND);
    db_int(s, 1, scope);
    db_text(s, 2, key);
    int64_t id = db_number(l, s);
    if (id != 0)
        return id;
    s = db_use(l, SQL_GATHERING_ADD);
    db_int(s, 1, scope);
    db_text(s, 2, key);
    db_run(l, s);
    return sqlite3_last_insert_rowid(l->db);
}

bool ledger_gathering(struct ledger *l, struct arena *a, int64_t id, struct ledger_gathering *out) {
    sqlite3_stmt *s = db_use(l, SQL_GATHERING_GET);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = (struct ledger_gathering){.id = id,
                                         .scope = (int)db_get_int(s, 0),
                                         .key = db_get(a, s, 1),
                                         .slots = db_get_int(s, 2)};
    (void)sqlite3_reset(s);
    return found;
}

int64_t ledger_gathering_public(struct ledger *l, int64_t id) {
    sqlite3_stmt *s = db_use(l, SQL_GATHERING_PUBLIC);
    db_int(s, 1, id);
    return db_number(l, s);
}

struct strs ledger_gathering_keys(struct ledger *l, struct arena *a, int scope) {
    struct strs keys = {0};
    ptrdiff_t cap = 0;
    sqlite3_stmt *s = db_use(l, SQL_GATHERING_KEYS);
    db_int(s, 1, scope);
    while (db_row(l, s)) {
        EXTEND(a, keys.v, keys.n, cap);
        keys.v[keys.n++] = db_get(a, s, 0);
    }
    (void)sqlite3_reset(s);
    return keys;
}

static void touch_page(struct ledger *l, int64_t gathering, int64_t page) {
    ledger_touch(l, FILE_GATHERING_PAGE | gathering << LIST_PAGE_BITS | page);
}

void ledger_gather(struct ledger *l, int64_t gathering, const int64_t *records, int n,
                   int rows_per_page) {
    sqlite3_stmt *s = db_use(l, SQL_GATHERING_GROW);
    db_int(s, 1, gathering);
    db_int(s, 2, n);
    int64_t from = db_number(l, s);
    for (int i = 0; i < n; i++) {
        s = db_use(l, SQL_MEMBER_ADD);
        db_int(s, 1, gathering);
        db_int(s, 2, from + i);
        db_int(s, 3, records[i]);
        db_run(l, s);
    }
    ledger_touch(l, FILE_GATHERING | gathering);
    /* A page that is full now has its number. */
    for (int64_t page = from / rows_per_page + 1; page * rows_per_page <= from + n; page++)
        touch_page(l, gathering, page);
}

int ledger_gathered(struct ledger *l, int64_t record, struct ledger_member out[LEDGER_GATHERINGS]) {
    sqlite3_stmt *s = db_use(l, SQL_MEMBER_OF);
    db_int(s, 1, record);
    int n = 0;
    while (n < LEDGER_GATHERINGS && db_row(l, s))
        out[n++] = (struct ledger_member){db_get_int(s, 0), db_get_int(s, 1)};
    (void)sqlite3_reset(s);
    return n;
}

void ledger_gathered_touch(struct ledger *l, int64_t record, int rows_per_page) {
    struct ledger_member v[LEDGER_GATHERINGS];
    int n = ledger_gathered(l, record, v);
    for (int i = 0; i < n; i++) {
        ledger_touch(l, FILE_GATHERING | v[i].gathering);
        touch_page(l, v[i].gathering, v[i].slot / rows_per_page + 1);
    }
}

void ledger_gatherings_touch(struct ledger *l, int rows_per_page) {
    sqlite3_stmt *s = db_use(l, SQL_GATHERINGS_TOUCH);
    db_int(s, 1, FILE_GATHERING);
    db_int(s, 2, FILE_GATHERING_PAGE);
    db_int(s, 3, LIST_PAGE_BITS);
    db_int(s, 4, rows_per_page);
    db_run(l, s);
}

void ledger_ungather(struct ledger *l, const struct ledger_member *m) {
    sqlite3_stmt *s = db_use(l, SQL_MEMBER_DROP);
    db_int(s, 1, m->gathering);
    db_int(s, 2, m->slot);
    db_run(l, s);
}

void ledger_gathering_rows(struct ledger *l, int64_t gathering, int64_t from, int n, int64_t *ids) {
    for (int i = 0; i < n; i++)
        ids[i] = 0;
    sqlite3_stmt *s = db_use(l, SQL_MEMBERS);
    db_int(s, 1, gathering);
    db_int(s, 2, from);
    db_int(s, 3, from + n);
    while (db_row(l, s))
        ids[db_get_int(s, 0) - from] = db_get_int(s, 1);
    (void)sqlite3_reset(s);
}
