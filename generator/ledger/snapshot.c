/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * snapshot.c — which delivery is the newest of all there is, and what it does not hold any more.
 *
 * In:    plain facts
 * Out:   the same, later
 * Law:   architecture §3 (sources send deltas or snapshots)
 * Never: decides what becomes of a record that vanished
 */
#include "ledger/db.h"

bool ledger_snapshot(struct ledger *l, const struct ledger_snapshot *new) {
    sqlite3_stmt *s = db_use(l, SQL_SNAPSHOT_GET);
    db_text(s, 1, new->source);
    db_int(s, 2, new->kind);
    bool newer = false;
    if (db_row(l, s)) {
        instant as_of = db_get_int(s, 0);
        newer = as_of > new->as_of || (as_of == new->as_of &&db_get_int(s, 1) > new->receipt);
    }
    (void)sqlite3_reset(s);
    if (newer)
        return false;
    s = db_use(l, SQL_SNAPSHOT_SET);
    db_text(s, 1, new->source);
    db_int(s, 2, new->kind);
    db_int(s, 3, new->as_of);
    db_int(s, 4, new->receipt);
    db_run(l, s);
    return true;
}

int ledger_held(struct ledger *l, struct arena *a, struct ledger_holding *c) {
    sqlite3_stmt *s = db_use(l, c->vanished ? SQL_VANISHED_SCAN : SQL_SNAPSHOT_SCAN);
    db_int(s, 1, c->after);
    db_text(s, 2, c->source);
    db_int(s, 3, c->most);
    int n = 0;
    while (db_row(l, s)) {
        if (n == c->most)
            continue;
        bool there = sqlite3_column_type(s, 4) == SQLITE_NULL;
        c->v[n++] = (struct ledger_held){.id = db_get_int(s, 0),
                                         .kind = (int)db_get_int(s, 1),
                                         .verb = (int)db_get_int(s, 2),
                                         .path = db_get(a, s, 3),
                                         .vanished = there ? DATE_NONE : (date)db_get_int(s, 4)};
    }
    c->after = n > 0 ? c->v[n - 1].id : c->after;
    return n;
}

void ledger_vanished(struct ledger *l, int64_t id, str source, date since) {
    sqlite3_stmt *s = db_use(l, since == DATE_NONE ? SQL_VANISHED_DROP : SQL_VANISHED_ADD);
    db_int(s, 1, id);
    if (since != DATE_NONE) {
        db_text(s, 2, source);
        db_int(s, 3, since);
    }
    db_run(l, s);
}

/* SOURCE 2026-03-05; before the day was noted with it, it was that of the run at the latest. */
void ledger_vanished_again(struct ledger *l) {
    struct arena a = {0};
    sqlite3_stmt *s = db_use(l, SQL_VANISHED_EVENTS);
    while (db_row(l, s)) {
        str detail = db_get(&a, s, 2);
        ptrdiff_t day = detail.n - 10;
        date since = day > 0 ? date_parse(str_sub(detail, day, detail.n)) : DATE_NONE;
        str source = since == DATE_NONE ? detail : str_trim(str_sub(detail, 0, day));
        if (since == DATE_NONE)
            since = instant_date((instant)db_get_int(s, 3));
        ledger_vanished(l, db_get_int(s, 0), source, db_get_int(s, 1) != 0 ? since : DATE_NONE);
        arena_reset(&a);
    }
    (void)sqlite3_reset(s);
    arena_free(&a);
}
