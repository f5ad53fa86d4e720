/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * quarantine.c — records that the check of the finished files found something in.
 *
 * In:    keys, contents and the cause under which they were found
 * Out:   the same, later
 * Law:   个人信息保护法 art. 51, 57
 * Never: says what was found
 */
#include "ledger/db.h"

#include <string.h>

void ledger_quarantine(struct ledger *l, const struct ledger_quarantined *q) {
    sqlite3_stmt *s = db_use(l, SQL_QUARANTINE_SET);
    db_blob(s, 1, q->key.b, sizeof q->key.b);
    db_int(s, 2, q->content);
    db_text(s, 3, q->cause);
    db_run(l, s);
}

void ledger_unquarantine(struct ledger *l, struct ledger_key key) {
    sqlite3_stmt *s = db_use(l, SQL_QUARANTINE_DROP);
    db_blob(s, 1, key.b, sizeof key.b);
    db_run(l, s);
}

int ledger_quarantine_list(struct ledger *l, struct arena *a, struct ledger_quarantined **out) {
    sqlite3_stmt *s = db_use(l, SQL_QUARANTINE_ALL);
    int n = 0;
    for (*out = NULL; db_row(l, s); n++) {
        if (n == 0)
            *out = NEW(a, struct ledger_quarantined, db_get_int(s, 3));
        struct ledger_quarantined *q = &(*out)[n];
        str key = db_peek(s, 0);
        if (key.n == (ptrdiff_t)sizeof q->key.b)
            memcpy(q->key.b, key.p, sizeof q->key.b);
        q->content = db_get_int(s, 1);
        q->cause = db_get(a, s, 2);
    }
    return n;
}
