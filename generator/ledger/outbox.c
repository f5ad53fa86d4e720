/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * outbox.c — what each target has, and the packages that brought it there.
 *
 * In:    records by their numbers, fingerprints of rows
 * Out:   the same, later
 * Law:   law.md §4
 * Never: holds a cell of a row
 */
#include "ledger/db.h"

#include <string.h>

int64_t ledger_target(struct ledger *l, str name) {
    sqlite3_stmt *s = db_use(l, SQL_TARGET_ADD);
    db_text(s, 1, name);
    db_run(l, s);
    s = db_use(l, SQL_TARGET_FIND);
    db_text(s, 1, name);
    return db_number(l, s);
}

bool ledger_sent(struct ledger *l, int64_t target, int64_t record, struct ledger_sent *out) {
    sqlite3_stmt *s = db_use(l, SQL_SENT_GET);
    db_int(s, 1, target);
    db_int(s, 2, record);
    *out = (struct ledger_sent){.target = target, .record = record, .until = DATE_NONE};
    if (!db_row(l, s))
        return false;
    out->state = (int)db_get_int(s, 0);
    out->print = db_get_int(s, 1);
    out->sequence = db_get_int(s, 2);
    out->version = (int)db_get_int(s, 3);
    out->changes = (int)db_get_int(s, 4);
    out->until = (date)db_get_int(s, 5);
    return true;
}

void ledger_set_sent(struct ledger *l, const struct ledger_sent *sent) {
    sqlite3_stmt *s = db_use(l, SQL_SENT_SET);
    db_int(s, 1, sent->target);
    db_int(s, 2, sent->record);
    db_int(s, 3, sent->state);
    db_int(s, 4, sent->print);
    db_int(s, 5, sent->sequence);
    db_int(s, 6, sent->version);
    db_int(s, 7, sent->changes);
    db_int(s, 8, sent->until);
    db_run(l, s);
}

int ledger_unsettled(struct ledger *l, int64_t target, date today, int64_t after,
                     int64_t ids[LEDGER_IDS]) {
    sqlite3_stmt *s = db_use(l, SQL_SENT_UNSETTLED);
    int n = 0;
    db_int(s, 1, target);
    db_int(s, 2, after);
    db_int(s, 3, today);
    db_int(s, 4, LEDGER_IDS);
    while (n < LEDGER_IDS && db_row(l, s))
        ids[n++] = db_get_int(s, 0);
    return n;
}

void ledger_package_add(struct ledger *l, const struct ledger_package *p) {
    sqlite3_stmt *s = db_use(l, SQL_PACKAGE_ADD);
    db_int(s, 1, p->target);
    db_int(s, 2, p->sequence);
    db_int(s, 3, p->run);
    db_int(s, 4, p->whole);
    db_int(s, 5, p->rows);
    db_text(s, 6, p->folder);
    db_blob(s, 7, p->manifest.b, sizeof p->manifest.b);
    db_run(l, s);
}

bool ledger_package(struct ledger *l, struct arena *a, struct ledger_package *p) {
    sqlite3_stmt *s = db_use(l, p->sequence > 0 ? SQL_PACKAGE_GET : SQL_PACKAGE_LAST);
    db_int(s, 1, p->target);
    if (p->sequence > 0)
        db_int(s, 2, p->sequence);
    if (!db_row(l, s))
        return false;
    p->sequence = db_get_int(s, 0);
    p->run = db_get_int(s, 1);
    p->whole = db_get_int(s, 2) != 0;
    p->rows = db_get_int(s, 3);
    p->folder = db_get(a, s, 4);
    str digest = db_peek(s, 5);
    if (digest.n == (ptrdiff_t)sizeof p->manifest.b)
        memcpy(p->manifest.b, digest.p, sizeof p->manifest.b);
    return true;
}

bool ledger_outbox(struct ledger *l, struct arena *a, struct ledger_outbox *o) {
    sqlite3_stmt *s = db_use(l, SQL_OUTBOX_GET);
    db_int(s, 1, o->target);
    db_int(s, 2, o->sequence);
    if (!db_row(l, s))
        return false;
    o->state = (int)db_get_int(s, 0);
    o->tries = (int)db_get_int(s, 1);
    o->due = db_get_int(s, 2);
    o->receipt = db_get(a, s, 3);
    return true;
}

void ledger_set_outbox(struct ledger *l, const struct ledger_outbox *o) {
    sqlite3_stmt *s = db_use(l, SQL_OUTBOX_SET);
    db_int(s, 1, o->target);
    db_int(s, 2, o->sequence);
    db_int(s, 3, o->state);
    db_int(s, 4, o->tries);
    db_int(s, 5, o->due);
    db_text(s, 6, o->receipt);
    db_run(l, s);
}

int64_t ledger_outbox_next(struct ledger *l, int64_t target) {
    sqlite3_stmt *s = db_use(l, SQL_OUTBOX_NEXT);
    db_int(s, 1, target);
    return db_number(l, s);
}

int64_t ledger_outbox_reached(struct ledger *l, int64_t target) {
    sqlite3_stmt *s = db_use(l, SQL_OUTBOX_REACHED);
    db_int(s, 1, target);
    return db_number(l, s);
}
