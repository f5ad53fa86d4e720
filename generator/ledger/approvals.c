/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * approvals.c — what staff decided on records, and the sheets they sign.
 *
 * In:    numbers and keyed digests
 * Out:   the same, later
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: holds who approved, or why: those words stay at the desk; loses a row
 */
#include "ledger/db.h"

#include <string.h>

/* A million records, and a handful with approvals: the rest is not asked for one by one. */
static void load(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_MAX);
    l->approved_most = db_number(l, s) + (1 << 16);
    l->approved = NEW(l->arena, unsigned char, l->approved_most / 8 + 1);
    s = db_use(l, SQL_APPROVAL_ANY);
    while (db_row(l, s))
        if (db_get_int(s, 0) < l->approved_most)
            l->approved[db_get_int(s, 0) / 8] |= (unsigned char)(1 << db_get_int(s, 0) % 8);
}

static bool may_have(struct ledger *l, int64_t record) {
    if (l->approved == NULL)
        load(l);
    return record >= l->approved_most || (l->approved[record / 8] >> record % 8 & 1) != 0;
}

bool ledger_approve(struct ledger *l, struct ledger_approval *one) {
    if (l->approved == NULL)
        load(l);
    sqlite3_stmt *s = db_use(l, SQL_APPROVAL_ADD);
    db_blob(s, 1, one->row.b, sizeof one->row.b);
    db_int(s, 2, one->record);
    db_int(s, 3, one->version);
    db_int(s, 4, one->kind);
    db_int(s, 5, one->word);
    db_int(s, 6, one->day);
    db_int(s, 7, one->authority);
    bool fresh = db_row(l, s);
    one->id = fresh ? db_get_int(s, 0) : 0;
    db_run(l, s);
    if (one->record < l->approved_most)
        l->approved[one->record / 8] |= (unsigned char)(1 << one->record % 8);
    return fresh;
}

static struct ledger_key key_at(sqlite3_stmt *s, int at) {
    struct ledger_key k = {{0}};
    str bytes = db_peek(s, at);
    if (bytes.n == (ptrdiff_t)sizeof k.b)
        memcpy(k.b, bytes.p, sizeof k.b);
    return k;
}

int ledger_approvals(struct ledger *l, struct arena *a, int64_t record,
                     struct ledger_approval **out) {
    int n = 0;
    ptrdiff_t cap = 0;
    *out = NULL;
    if (!may_have(l, record))
        return 0;
    sqlite3_stmt *s = db_use(l, SQL_APPROVAL_OF);
    db_int(s, 1, record);
    while (db_row(l, s)) {
        EXTEND(a, *out, n, cap);
        (*out)[n++] = (struct ledger_approval){.id = db_get_int(s, 0),
                                               .row = key_at(s, 1),
                                               .record = record,
                                               .version = (int)db_get_int(s, 2),
                                               .kind = (int)db_get_int(s, 3),
                                               .word = (int)db_get_int(s, 4),
                                               .day = (date)db_get_int(s, 5),
                                               .authority = (uint32_t)db_get_int(s, 6)};
    }
    return n;
}

bool ledger_approval_row(struct ledger *l, int64_t id, struct ledger_key *out) {
    sqlite3_stmt *s = db_use(l, SQL_APPROVAL_ROW);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = key_at(s, 0);
    (void)sqlite3_reset(s);
    return found;
}

void ledger_sheet_add(struct ledger *l, str number, struct sheet_entry e) {
    sqlite3_stmt *s = db_use(l, SQL_SHEET_ADD);
    db_text(s, 1, number);
    db_int(s, 2, e.record);
    db_int(s, 3, e.version);
    db_run(l, s);
}

int ledger_sheet(struct ledger *l, struct arena *a, str number, struct sheet_entry **out) {
    int n = 0;
    ptrdiff_t cap = 0;
    *out = NULL;
    sqlite3_stmt *s = db_use(l, SQL_SHEET_OF);
    db_text(s, 1, number);
    while (db_row(l, s)) {
        EXTEND(a, *out, n, cap);
        (*out)[n++] = (struct sheet_entry){db_get_int(s, 0), (int)db_get_int(s, 1)};
    }
    return n;
}

int64_t ledger_sheets(struct ledger *l, str beginning) {
    sqlite3_stmt *s = db_use(l, SQL_SHEETS);
    db_text(s, 1, beginning);
    return db_number(l, s);
}
