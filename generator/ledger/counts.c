/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * counts.c — how many there are of each kind, kept up to date as records change.
 *
 * In:    changes by one
 * Out:   sums by agency, month, category and kind
 * Law:   none
 * Never: goes through the records
 */
#include "ledger/db.h"

#include <string.h>

/* The changes of one transaction in open addressing, added up before they are written. */
static struct count_slot *slot_of(struct counts *c, const struct ledger_count *k) {
    uint64_t h = str_hash(k->agency) ^ (uint64_t)k->month * 0x9e3779b97f4a7c15u ^
                 (uint64_t)k->category << 17 ^ (uint64_t)k->cell << 40;
    for (uint64_t i = h * 0xff51afd7ed558ccdu >> 20;; i++) {
        struct count_slot *s = &c->slots[i & (c->cap - 1)];
        if (!s->used)
            return s;
        if (s->key.month == k->month && s->key.category == k->category && s->key.cell == k->cell &&
            str_eq(s->key.agency, k->agency))
            return s;
    }
}

static void grow(struct counts *c) {
    struct counts more = {.memory = c->memory, .cap = c->cap * 2 + 1024, .n = c->n};
    uint64_t cap = 1024;
    while (cap < more.cap)
        cap *= 2;
    more.cap = cap;
    more.slots = NEW(&more.memory, struct count_slot, cap);
    for (uint64_t i = 0; i < c->cap; i++)
        if (c->slots[i].used)
            *slot_of(&more, &c->slots[i].key) = c->slots[i];
    *c = more;
}

void ledger_count(struct ledger *l, const struct ledger_count *change) {
    struct counts *c = &l->counts;
    if (c->n * 2 >= c->cap)
        grow(c);
    struct count_slot *s = slot_of(c, change);
    if (!s->used) {
        s->used = true;
        s->key = *change;
        s->key.agency = str_dup(&c->memory, change->agency);
        s->key.n = s->key.amount = 0;
        c->n++;
    }
    s->key.n += change->n;
    s->key.amount += change->amount;
}

void ledger_count_clear(struct ledger *l) {
    counts_forget(l);
    db_run(l, db_use(l, SQL_COUNT_CLEAR));
    db_run(l, db_use(l, SQL_COUNT_SUM_CLEAR));
}

void counts_forget(struct ledger *l) {
    arena_free(&l->counts.memory);
    l->counts = (struct counts){.n = 0};
}

static void add_sum(struct ledger *l, int cell, int64_t n) {
    sqlite3_stmt *s = db_use(l, SQL_COUNT_SUM_ADD);
    db_int(s, 1, cell);
    db_int(s, 2, n);
    db_run(l, s);
}

void ledger_count_write(struct ledger *l) {
    struct counts *c = &l->counts;
    for (uint64_t i = 0; i < c->cap; i++) {
        struct ledger_count *k = &c->slots[i].key;
        if (!c->slots[i].used || (k->n == 0 && k->amount == 0))
            continue;
        sqlite3_stmt *s = db_use(l, SQL_COUNT_ADD);
        db_text(s, 1, k->agency);
        db_int(s, 2, k->month);
        db_int(s, 3, k->category);
        db_int(s, 4, k->cell);
        db_int(s, 5, k->n);
        db_int(s, 6, k->amount);
        db_run(l, s);
        add_sum(l, k->cell, k->n);
        c->slots[i].written = true;
        k->n = k->amount = 0;
    }
}

/* In no order. */
int ledger_count_changed(struct ledger *l, struct arena *a, struct ledger_count **out) {
    const struct counts *c = &l->counts;
    int n = 0;
    *out = NEW(a, struct ledger_count, c->n + 1);
    for (uint64_t i = 0; i < c->cap; i++)
        if (c->slots[i].used &&
            (c->slots[i].written || c->slots[i].key.n != 0 || c->slots[i].key.amount != 0))
            (*out)[n++] = c->slots[i].key;
    return n;
}

int ledger_counts(struct ledger *l, struct arena *a, int from, int to, struct ledger_count **out) {
    ledger_count_write(l);
    sqlite3_stmt *s = db_use(l, SQL_COUNT_SIZE);
    db_int(s, 1, from);
    db_int(s, 2, to);
    int64_t most = db_number(l, s);
    *out = NEW(a, struct ledger_count, most + 1);
    s = db_use(l, SQL_COUNTS);
    db_int(s, 1, from);
    db_int(s, 2, to);
    int n = 0;
    while (db_row(l, s))
        if (n < most)
            (*out)[n++] = (struct ledger_count){db_get(a, s, 0),       (int)db_get_int(s, 1),
                                                (int)db_get_int(s, 2), (int)db_get_int(s, 3),
                                                db_get_int(s, 4),      db_get_int(s, 5)};
    return n;
}

void ledger_count_sums(struct ledger *l, int64_t *sums, int cells) {
    ledger_count_write(l);
    sqlite3_stmt *s = db_use(l, SQL_COUNT_SUMS);
    memset(sums, 0, sizeof *sums * (size_t)cells);
    while (db_row(l, s)) {
        int64_t cell = db_get_int(s, 0);
        if (cell < cells)
            sums[cell] += db_get_int(s, 1);
    }
}
