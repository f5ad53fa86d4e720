/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * news.c — what the staff ask of the ledger after a run.
 *
 * In:    events, due days, receipts
 * Out:   what changed, what waits, when a source sent last
 * Law:   none
 * Never: goes through all records
 */
#include "ledger/db.h"

static int64_t counted(struct ledger *l, sqlite3_stmt *s) {
    return db_number(l, s);
}

int64_t ledger_due_count(struct ledger *l, int verb, date day) {
    sqlite3_stmt *s = db_use(l, SQL_DUE_COUNT);
    db_int(s, 1, verb);
    db_int(s, 2, day);
    return counted(l, s);
}

int64_t ledger_ending_count(struct ledger *l, int verb, date after, date day) {
    sqlite3_stmt *s = db_use(l, SQL_ENDING_COUNT);
    db_int(s, 1, after);
    db_int(s, 2, day);
    db_int(s, 3, verb);
    return counted(l, s);
}

int64_t ledger_last_event(const struct ledger *l) {
    return l->last_seq;
}

void ledger_news_scan(struct ledger *l, int64_t since) {
    db_int(db_use(l, SQL_NEWS), 1, since);
}

bool ledger_news_next(struct ledger *l, struct ledger_news *out) {
    sqlite3_stmt *s = l->statements[SQL_NEWS];
    if (!db_row(l, s))
        return false;
    *out = (struct ledger_news){db_get_int(s, 0), db_peek(s, 1), db_get_int(s, 2)};
    return true;
}

bool ledger_receipt_of(struct ledger *l, struct arena *a, str source,
                       struct ledger_last_receipt *out) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_OF);
    db_text(s, 1, source);
    bool found = db_row(l, s);
    if (found)
        *out = (struct ledger_last_receipt){db_get(a, s, 0), db_get_int(s, 1), db_get_int(s, 2),
                                            db_get_int(s, 3)};
    (void)sqlite3_reset(s);
    return found;
}
