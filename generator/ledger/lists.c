/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lists.c — which slot of which list a record has: given once, in first-published order.
 *
 * In:    records as they first go on line
 * Out:   slots, pages' members
 * Law:   国办秘函〔2019〕19号 (stable addresses)
 * Never: moves a row; a removal leaves a gap
 */
#include "ledger/db.h"

#include <string.h>

#define PAGE_SLOTS 64 /* members kept in one row of `page`; no relation to the rows a page shows   \
                       */

int64_t ledger_list_id(struct ledger *l, const struct ledger_list *wanted) {
    sqlite3_stmt *s = db_use(l, SQL_LIST_FIND);
    db_text(s, 1, wanted->name);
    int64_t id = db_row(l, s) ? db_get_int(s, 0) : 0;
    (void)sqlite3_reset(s);
    if (id != 0)
        return id;
    s = db_use(l, SQL_LIST_ADD);
    db_text(s, 1, wanted->name);
    db_int(s, 2, wanted->kind);
    db_int(s, 3, wanted->term);
    db_int(s, 4, wanted->scope);
    db_text(s, 5, wanted->agency);
    db_int(s, 6, wanted->year);
    db_int(s, 7, wanted->month);
    db_run(l, s);
    return sqlite3_last_insert_rowid(l->db);
}

static struct ledger_list read_list(struct arena *a, sqlite3_stmt *s) {
    return (struct ledger_list){
        .id = db_get_int(s, 0),
        .name = db_get(a, s, 1),
        .kind = (int)db_get_int(s, 2),
        .term = (int)db_get_int(s, 3),
        .scope = (int)db_get_int(s, 4),
        .agency = db_get(a, s, 5),
        .year = (int)db_get_int(s, 6),
        .month = (int)db_get_int(s, 7),
        .slots = db_get_int(s, 8),
        .public_rows = db_get_int(s, 9),
    };
}

bool ledger_list(struct ledger *l, struct arena *a, int64_t id, struct ledger_list *out) {
    sqlite3_stmt *s = db_use(l, SQL_LIST_GET);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = read_list(a, s);
    (void)sqlite3_reset(s);
    return found;
}

int ledger_lists(struct ledger *l, struct arena *a, struct ledger_list **out) {
    int cap = 64;
    int n = 0;
    struct ledger_list *v = NEW(a, struct ledger_list, cap);
    sqlite3_stmt *s = db_use(l, SQL_LIST_ALL);
    while (db_row(l, s)) {
        if (n == cap) {
            struct ledger_list *more = NEW(a, struct ledger_list, cap * 2);
            memcpy(more, v, sizeof *v * (size_t)n);
            v = more;
            cap *= 2;
        }
        v[n++] = read_list(a, s);
    }
    *out = v;
    return n;
}

void ledger_list_count(struct ledger *l, int64_t list, int64_t delta) {
    sqlite3_stmt *s = db_use(l, SQL_LIST_ROWS);
    db_int(s, 1, list);
    db_int(s, 2, delta);
    db_run(l, s);
}

bool ledger_place(struct ledger *l, int64_t record, struct ledger_place *out) {
    sqlite3_stmt *s = db_use(l, SQL_PLACE_GET);
    db_int(s, 1, record);
    bool found = db_row(l, s);
    for (int i = 0; found && i < LEDGER_SLOTS; i++) {
        out->list[i] = db_get_int(s, 2 * i);
        out->slot[i] = db_get_int(s, 2 * i + 1);
    }
    (void)sqlite3_reset(s);
    return found;
}

/* Reads the members of one block of a list; missing ones are 0. */
static void block_read(struct ledger *l, int64_t list, int64_t no, int64_t ids[PAGE_SLOTS]) {
    memset(ids, 0, sizeof *ids * PAGE_SLOTS);
    sqlite3_stmt *s = db_use(l, SQL_PAGE_GET);
    db_int(s, 1, list);
    db_int(s, 2, no);
    if (db_row(l, s)) {
        str members = db_peek(s, 0);
        size_t n = (size_t)members.n;
        memcpy(ids, members.p, n < sizeof *ids * PAGE_SLOTS ? n : sizeof *ids * PAGE_SLOTS);
    }
    (void)sqlite3_reset(s);
}

static void member_add(struct ledger *l, int64_t list, int64_t slot, int64_t record) {
    int64_t ids[PAGE_SLOTS];
    block_read(l, list, slot / PAGE_SLOTS, ids);
    ids[slot % PAGE_SLOTS] = record;
    sqlite3_stmt *s = db_use(l, SQL_PAGE_PUT);
    db_int(s, 1, list);
    db_int(s, 2, slot / PAGE_SLOTS);
    db_blob(s, 3, ids, (ptrdiff_t)sizeof *ids * (slot % PAGE_SLOTS + 1));
    db_run(l, s);
}

void ledger_place_give(struct ledger *l, int64_t record, struct ledger_place *p) {
    for (int i = 0; i < LEDGER_SLOTS && p->list[i] != 0; i++) {
        sqlite3_stmt *get = db_use(l, SQL_LIST_GET);
        db_int(get, 1, p->list[i]);
        p->slot[i] = db_row(l, get) ? db_get_int(get, 8) : 0;
        (void)sqlite3_reset(get);
        sqlite3_stmt *up = db_use(l, SQL_LIST_SLOT);
        db_int(up, 1, p->list[i]);
        db_run(l, up);
        member_add(l, p->list[i], p->slot[i], record);
    }
    sqlite3_stmt *s = db_use(l, SQL_PLACE_ADD);
    db_int(s, 1, record);
    for (int i = 0; i < LEDGER_SLOTS; i++) {
        db_int(s, 2 + 2 * i, p->list[i]);
        db_int(s, 3 + 2 * i, p->slot[i]);
    }
    db_run(l, s);
}

void ledger_list_rows(struct ledger *l, int64_t list, int64_t from, int n, int64_t *ids) {
    int64_t block[PAGE_SLOTS];
    int64_t have = -1;
    for (int i = 0; i < n; i++) {
        int64_t slot = from + i;
        if (slot / PAGE_SLOTS != have) {
            have = slot / PAGE_SLOTS;
            block_read(l, list, have, block);
        }
        ids[i] = block[slot % PAGE_SLOTS];
    }
}
