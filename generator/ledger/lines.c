/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lines.c — which record lines are current: a set of hashes, so that what did not change is not
 * even decoded.
 *
 * In:    XXH3-128 of lines
 * Out:   new, current, seen
 * Law:   none
 * Never: decodes
 */
#include "base/os.h"
#include "ledger/db.h"

#include <stdlib.h>
#include <string.h>

/*   slots: [ hash, state ] [ empty ] [ hash, state ] …        linear probing, at most 2/3 full
 *
 * 96 bits of the hash are kept, 16 bytes a line: a province has a million of them. */
struct line_slot {
    uint64_t lo;
    uint32_t hi;
    uint32_t state : 2; /* empty, current before this run, seen in this run, dropped */
    uint32_t record : 30;
};
#define RECORD_MOST (((uint32_t)1 << 30) - 1)
enum { SLOT_EMPTY, SLOT_CURRENT, SLOT_SEEN, SLOT_DROPPED };

static struct line_slot *slot_of(struct line_set *set, struct line_hash h) {
    uint64_t i = h.lo & (set->cap - 1);
    while (set->slots[i].state != SLOT_EMPTY &&
           (set->slots[i].lo != h.lo || set->slots[i].hi != (uint32_t)h.hi))
        i = (i + 1) & (set->cap - 1);
    return &set->slots[i];
}

static void grow(struct line_set *set, uint64_t cap) {
    struct line_set old = *set;
    set->cap = cap;
    set->slots = calloc(cap, sizeof *set->slots);
    if (set->slots == NULL)
        die("内存不足（行指纹表）");
    for (uint64_t i = 0; i < old.cap; i++)
        if (old.slots[i].state != SLOT_EMPTY)
            *slot_of(set, (struct line_hash){old.slots[i].hi, old.slots[i].lo}) = old.slots[i];
    free(old.slots);
}

static void add(struct line_set *set, struct line_hash h, int64_t record, unsigned state) {
    if (record > RECORD_MOST)
        die("记录过多（上限 %lld）", (long long)RECORD_MOST);
    if (set->n * 3 >= set->cap * 2)
        grow(set, set->cap * 2);
    struct line_slot *s = slot_of(set, h);
    set->n += s->state == SLOT_EMPTY;
    *s = (struct line_slot){h.lo, (uint32_t)h.hi, state & 3u, (uint32_t)record & RECORD_MOST};
}

static void load(struct ledger *l) {
    sqlite3_stmt *count = db_use(l, SQL_LINE_COUNT);
    uint64_t want = db_row(l, count) ? (uint64_t)db_get_int(count, 0) : 0;
    (void)sqlite3_reset(count);
    uint64_t cap = 4096;
    while (cap * 2 < want * 3)
        cap *= 2;
    grow(&l->lines, cap);
    sqlite3_stmt *s = db_use(l, SQL_LINES);
    db_passes(l, true);
    while (db_row(l, s)) {
        str bytes = db_peek(s, 0);
        struct line_hash h;
        if (bytes.n != (ptrdiff_t)sizeof h)
            continue;
        memcpy(&h, bytes.p, sizeof h);
        add(&l->lines, h, db_get_int(s, 1), SLOT_CURRENT);
    }
    db_passes(l, false);
}

void lines_forget(struct ledger *l) {
    free(l->lines.slots);
    l->lines = (struct line_set){0};
}

enum line_state ledger_line(struct ledger *l, struct line_hash h) {
    if (l->lines.cap == 0)
        load(l);
    uint32_t state = slot_of(&l->lines, h)->state;
    return state == SLOT_CURRENT ? LINE_CURRENT : state == SLOT_SEEN ? LINE_SEEN : LINE_NEW;
}

int64_t ledger_line_record(struct ledger *l, struct line_hash h) {
    if (l->lines.cap == 0)
        load(l);
    const struct line_slot *s = slot_of(&l->lines, h);
    return s->state == SLOT_CURRENT || s->state == SLOT_SEEN ? s->record : 0;
}

void ledger_line_add(struct ledger *l, struct line_hash h, int64_t record) {
    if (l->lines.cap == 0)
        load(l);
    add(&l->lines, h, record, SLOT_SEEN);
}

void ledger_lines_done(struct ledger *l) {
    lines_forget(l);
}

void ledger_line_drop(struct ledger *l, struct line_hash h) {
    /* What is loaded later is as the records are then. */
    if (l->lines.cap == 0)
        return;
    struct line_slot *s = slot_of(&l->lines, h);
    if (s->state != SLOT_EMPTY)
        s->state = SLOT_DROPPED;
}
