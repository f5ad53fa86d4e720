/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * purge.c — deliveries whose bytes go; what is known of them stays.
 *
 * In:    deliveries past their term, or delivered by mistake
 * Out:   rows of `purged`; of records that have ended, what a rebuild could not read any more
 * Law:   个人信息保护法 art. 19 (no longer than needed), art. 47
 * Never: forgets a key, an address, a first-published time or an event
 */
#include "base/os.h"
#include "ledger/db.h"

#define HEX 64

int64_t ledger_purgeable(struct ledger *l, int64_t after, instant before, uint32_t standing) {
    sqlite3_stmt *s = db_use(l, SQL_PURGEABLE);
    db_int(s, 1, after);
    db_int(s, 2, before);
    db_int(s, 3, standing);
    return db_number(l, s);
}

/* By the name it came under, or the beginning of its digest; an archive's members come with it. */
int ledger_deliveries_named(struct ledger *l, str name, int64_t *ids, int most) {
    int n = 0;
    sqlite3_stmt *s = db_use(l, SQL_DELIVERY_NAMED);
    db_text(s, 1, name);
    while (db_row(l, s))
        if (n < most)
            ids[n++] = db_get_int(s, 0);
    return n;
}

void ledger_purge(struct ledger *l, struct arena *a, int64_t delivery, bool mistaken) {
    struct ledger_delivery d;
    if (!ledger_delivery(l, a, delivery, &d))
        return;
    sqlite3_stmt *s = db_use(l, SQL_ENDED_KEEP);
    db_int(s, 1, delivery);
    db_run(l, s);
    s = db_use(l, SQL_PURGED_ADD);
    db_int(s, 1, delivery);
    db_blob(s, 2, d.digest.b, sizeof d.digest.b);
    db_int(s, 3, l->run);
    db_int(s, 4, mistaken);
    db_run(l, s);
    ledger_event(l, l->run, 0, "purged",
                 str_fmt(a, "%s %.*s", mistaken ? "mistaken" : "term",
                         STR(receipt_text(a, d.source, d.digest, d.size))));
}

bool purge_forbids(struct ledger *l, struct sha256 digest) {
    sqlite3_stmt *s = db_use(l, SQL_PURGED_MISTAKEN);
    db_blob(s, 1, digest.b, sizeof digest.b);
    bool found = db_row(l, s);
    (void)sqlite3_reset(s);
    return found;
}

void purge_undo(struct ledger *l, int64_t delivery) {
    sqlite3_stmt *s = db_use(l, SQL_PURGED_DROP);
    db_int(s, 1, delivery);
    db_run(l, s);
}

/* ---- bytes ---- */

static bool any(struct ledger *l, sqlite3_stmt *s) {
    bool found = db_row(l, s);
    (void)sqlite3_reset(s);
    return found;
}

/* The file that was received and its normal forms, all of which begin with its digest. */
static int64_t drop_delivery(struct ledger *l, struct arena *a, str hex) {
    const char *folder = str_fmt(a, "%s/deliveries", l->state_dir).p;
    struct strs names = os_list(a, folder);
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (str_starts(names.v[i], hex)) {
            os_unlink(str_fmt(a, "%s/%.*s", folder, STR(names.v[i])).p);
            n++;
        }
    return n;
}

/* Attachments that came in this archive, and in no other that is still kept. */
/* An attachment, with what it says and what was drawn of it. */
static void drop_object(struct ledger *l, struct arena *a, str hex) {
    static const char *const kept[] = {"", ".text", ".svg"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        os_unlink(str_fmt(a, "%s/objects/%.*s%s", l->state_dir, STR(hex), kept[i]).p);
}

static void drop_objects(struct ledger *l, struct arena *a, str hex) {
    struct strs objects = {NEW(a, str, 1024), 0};
    sqlite3_stmt *s = db_use(l, SQL_OBJECTS_OF);
    db_text(s, 1, hex);
    while (db_row(l, s))
        if (objects.n < 1024)
            objects.v[objects.n++] = db_get(a, s, 0);
    for (ptrdiff_t i = 0; i < objects.n; i++) {
        s = db_use(l, SQL_OBJECT_USED);
        db_text(s, 1, objects.v[i]);
        if (objects.v[i].n == HEX && !any(l, s))
            drop_object(l, a, objects.v[i]);
    }
}

int64_t ledger_purge_bytes(struct ledger *l) {
    struct arena a = {0};
    int64_t n = 0;
    int64_t after = 0;
    for (bool more = true; more; arena_reset(&a)) {
        struct ledger_delivery d;
        sqlite3_stmt *s = db_use(l, SQL_PURGED_NEXT);
        db_int(s, 1, after);
        more = db_row(l, s);
        after = more ? db_get_int(s, 0) : 0;
        (void)sqlite3_reset(s);
        if (!more || !ledger_delivery(l, &a, after, &d))
            continue;
        str hex = sha256_text(&a, d.digest);
        n += drop_delivery(l, &a, hex);
        drop_objects(l, &a, hex);
    }
    arena_free(&a);
    return n;
}
