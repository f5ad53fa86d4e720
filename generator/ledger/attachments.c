/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * attachments.c — which documents came with which records, and which of them are on line.
 *
 * In:    keyed names, digests
 * Out:   the same, later
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: holds the name of a file: it may tell of a person
 */
#include "ledger/db.h"

#include <string.h>

static void get_digest(sqlite3_stmt *s, int at, struct sha256 *out) {
    str bytes = db_peek(s, at);
    if (bytes.n == (ptrdiff_t)sizeof out->b)
        memcpy(out->b, bytes.p, sizeof out->b);
}

void ledger_attach(struct ledger *l, struct ledger_key name, struct sha256 digest, int64_t size) {
    sqlite3_stmt *s = db_use(l, SQL_ATTACHED_SET);
    db_blob(s, 1, name.b, sizeof name.b);
    db_blob(s, 2, digest.b, sizeof digest.b);
    db_int(s, 3, size);
    db_run(l, s);
}

bool ledger_attached(struct ledger *l, struct ledger_key name, struct sha256 *digest,
                     int64_t *size) {
    sqlite3_stmt *s = db_use(l, SQL_ATTACHED_GET);
    db_blob(s, 1, name.b, sizeof name.b);
    bool found = db_row(l, s);
    if (found) {
        get_digest(s, 0, digest);
        *size = db_get_int(s, 1);
    }
    (void)sqlite3_reset(s);
    return found;
}

void ledger_attachments_begin(struct ledger *l, int64_t record) {
    sqlite3_stmt *s = db_use(l, SQL_ATTACHMENT_LEAVE);
    db_int(s, 1, record);
    db_run(l, s);
}

void ledger_attachment_add(struct ledger *l, const struct ledger_attachment *one) {
    sqlite3_stmt *s = db_use(l, SQL_ATTACHMENT_ADD);
    db_int(s, 1, one->record);
    db_int(s, 2, one->no);
    db_blob(s, 3, one->digest.b, sizeof one->digest.b);
    db_int(s, 4, one->size);
    db_run(l, s);
}

void ledger_attachment_set(struct ledger *l, const struct ledger_attachment *one) {
    sqlite3_stmt *s = db_use(l, SQL_ATTACHMENT_SET);
    db_int(s, 1, one->record);
    db_blob(s, 2, one->digest.b, sizeof one->digest.b);
    db_int(s, 3, one->on_line);
    db_text(s, 4, one->ending);
    db_run(l, s);
}

int ledger_attachments(struct ledger *l, struct arena *a, int64_t record,
                       struct ledger_attachment **out) {
    sqlite3_stmt *s = db_use(l, SQL_ATTACHMENT_ALL);
    db_int(s, 1, record);
    int n = 0;
    for (*out = NULL; db_row(l, s); n++) {
        if (n == 0)
            *out = NEW(a, struct ledger_attachment, db_get_int(s, 7));
        struct ledger_attachment *one = &(*out)[n];
        one->record = db_get_int(s, 0);
        one->no = (int)db_get_int(s, 1);
        get_digest(s, 2, &one->digest);
        one->size = db_get_int(s, 3);
        one->on_line = db_get_int(s, 4) != 0;
        one->ending = db_get(a, s, 5);
        one->verb = (int)db_get_int(s, 6);
    }
    return n;
}
