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

#define BLOCK_SLOTS                                                                                \
    64 /* members kept in one row of `page`; no relation to the rows a page shows                  \
        */

/* In this run; a list that is made again as it was does not change. */
static void changed(struct ledger *l, int64_t list) {
    if (l->lost)
        return;
    sqlite3_stmt *s = db_use(l, SQL_LIST_CHANGED);
    db_int(s, 1, list);
    db_int(s, 2, l->run);
    db_run(l, s);
}

int64_t ledger_list_id(struct ledger *l, const struct ledger_list *wanted) {
    sqlite3_stmt *s = db_use(l, SQL_LIST_FIND);
    db_text(s, 1, wanted->name);
    int64_t id = db_number(l, s);
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
    id = sqlite3_last_insert_rowid(l->db);
    changed(l, id);
    return id;
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
        .changed_run = db_get_int(s, 10),
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
    ptrdiff_t cap = 0;
    int n = 0;
    struct ledger_list *v = NULL;
    sqlite3_stmt *s = db_use(l, SQL_LIST_ALL);
    while (db_row(l, s)) {
        EXTEND(a, v, n, cap);
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
static void block_read(struct ledger *l, int64_t list, int64_t no, int64_t ids[BLOCK_SLOTS]) {
    memset(ids, 0, sizeof *ids * BLOCK_SLOTS);
    sqlite3_stmt *s = db_use(l, SQL_PAGE_GET);
    db_int(s, 1, list);
    db_int(s, 2, no);
    if (db_row(l, s)) {
        str members = db_peek(s, 0);
        size_t n = (size_t)members.n;
        memcpy(ids, members.p, n < sizeof *ids * BLOCK_SLOTS ? n : sizeof *ids * BLOCK_SLOTS);
    }
    (void)sqlite3_reset(s);
}

static void block_write(struct ledger *l, int64_t list, const struct list_tail *t) {
    sqlite3_stmt *s = db_use(l, SQL_PAGE_PUT);
    db_int(s, 1, list);
    db_int(s, 2, t->block);
    db_blob(s, 3, t->ids, (ptrdiff_t)sizeof t->ids);
    db_run(l, s);
}

static struct list_tail *tail_of(struct ledger *l, int64_t list) {
    if (list >= l->tail_cap) {
        int64_t cap = list * 2 + 64;
        struct list_tail **more = NEW(l->arena, struct list_tail *, cap);
        if (l->tails != NULL)
            memcpy(more, l->tails, sizeof *more * (size_t)l->tail_cap);
        l->tails = more;
        l->tail_cap = cap;
    }
    if (l->tails[list] != NULL)
        return l->tails[list];
    struct list_tail *t = l->tails[list] = NEW(l->arena, struct list_tail, 1);
    sqlite3_stmt *s = db_use(l, SQL_LIST_GET);
    db_int(s, 1, list);
    if (db_row(l, s)) {
        t->slots = t->first_new = db_get_int(s, 8);
        t->public_rows = db_get_int(s, 9);
    }
    (void)sqlite3_reset(s);
    t->block = t->slots / BLOCK_SLOTS;
    block_read(l, list, t->block, t->ids);
    return t;
}

static int64_t slot_give(struct ledger *l, int64_t list, int64_t record) {
    struct list_tail *t = tail_of(l, list);
    int64_t slot = t->slots++;
    t->public_rows++;
    if (slot / BLOCK_SLOTS != t->block) {
        block_write(l, list, t);
        t->block = slot / BLOCK_SLOTS;
        memset(t->ids, 0, sizeof t->ids);
    }
    t->ids[slot % BLOCK_SLOTS] = record;
    return slot;
}

void ledger_place_give(struct ledger *l, int64_t record, struct ledger_place *p) {
    for (int i = 0; i < LEDGER_SLOTS && p->list[i] != 0; i++)
        p->slot[i] = slot_give(l, p->list[i], record);
    sqlite3_stmt *s = db_use(l, SQL_PLACE_ADD);
    db_int(s, 1, record);
    for (int i = 0; i < LEDGER_SLOTS; i++) {
        db_int(s, 2 + 2 * i, p->list[i]);
        db_int(s, 3 + 2 * i, p->slot[i]);
    }
    db_run(l, s);
}

static int64_t page_file(int64_t list, int64_t page) {
    return FILE_LIST | list << LIST_PAGE_BITS | page;
}

void ledger_places_done(struct ledger *l, int rows_per_page) {
    for (int64_t list = 0; list < l->tail_cap; list++) {
        struct list_tail *t = l->tails[list];
        if (t == NULL)
            continue;
        block_write(l, list, t);
        sqlite3_stmt *s = db_use(l, SQL_LIST_SLOTS);
        db_int(s, 1, list);
        db_int(s, 2, t->slots);
        db_int(s, 3, t->public_rows);
        db_run(l, s);
        changed(l, list);
        ledger_touch(l, page_file(list, 0));
        for (int64_t p = t->first_new / rows_per_page; p <= (t->slots - 1) / rows_per_page; p++)
            ledger_touch(l, page_file(list, p + 1));
        l->tails[list] = NULL;
    }
}

void ledger_place_touch(struct ledger *l, const struct ledger_place *p, int rows_per_page) {
    for (int i = 0; i < LEDGER_SLOTS && p->list[i] != 0; i++) {
        changed(l, p->list[i]);
        ledger_touch(l, page_file(p->list[i], 0));
        ledger_touch(l, page_file(p->list[i], p->slot[i] / rows_per_page + 1));
    }
}

void ledger_list_rows(struct ledger *l, int64_t list, int64_t from, int n, int64_t *ids) {
    int64_t block[BLOCK_SLOTS];
    int64_t have = -1;
    for (int i = 0; i < n; i++) {
        int64_t slot = from + i;
        if (slot / BLOCK_SLOTS != have) {
            have = slot / BLOCK_SLOTS;
            block_read(l, list, have, block);
        }
        ids[i] = block[slot % BLOCK_SLOTS];
    }
}
