/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * past.c — what the rulings of earlier days rested on.
 *
 * In:    texts of rules by their digest, facts of contents that were corrected
 * Out:   the same, later
 * Law:   国办发〔2018〕118号 三 (可回溯管理)
 * Never: keeps a text twice; holds a value of a record: facts are dates, codes and amounts
 */
#include "ledger/db.h"

#include <string.h>

struct sha256 ledger_keep_text(struct ledger *l, str text) {
    struct sha256 digest = sha256_of(text);
    sqlite3_stmt *s = db_use(l, SQL_TEXT_ADD);
    db_blob(s, 1, digest.b, sizeof digest.b);
    db_blob(s, 2, text.p == NULL ? "" : text.p, text.n);
    db_run(l, s);
    return digest;
}

str ledger_kept_text(struct ledger *l, struct arena *a, struct sha256 digest) {
    sqlite3_stmt *s = db_use(l, SQL_TEXT_GET);
    db_blob(s, 1, digest.b, sizeof digest.b);
    str text = db_row(l, s) ? db_get(a, s, 0) : (str){0};
    (void)sqlite3_reset(s);
    return sha256_eq(sha256_of(text), digest) ? text : (str){0};
}

void ledger_keep_facts(struct ledger *l, int64_t record, int version, str facts) {
    sqlite3_stmt *s = db_use(l, SQL_PAST_ADD);
    db_int(s, 1, record);
    db_int(s, 2, version);
    db_blob(s, 3, facts.p, facts.n);
    db_run(l, s);
}

str ledger_kept_facts(struct ledger *l, struct arena *a, int64_t record, int version) {
    sqlite3_stmt *s = db_use(l, SQL_PAST_GET);
    db_int(s, 1, record);
    db_int(s, 2, version);
    str facts = db_row(l, s) ? db_get(a, s, 0) : (str){0};
    (void)sqlite3_reset(s);
    return facts;
}
