/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * delivery.c — the exact bytes that were received, kept by their SHA-256.
 *
 * In:    a file
 * Out:   state/deliveries/<sha256>, a receipt
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: keeps the same bytes twice; changes them
 */
#include "base/buf.h"
#include "base/os.h"
#include "ledger/db.h"

#include <string.h>

#define WINDOW ((ptrdiff_t)1 << 20)

/* A file's fingerprints; the SHA-256 only where it is asked for. */
struct prints {
    int64_t size;
    struct line_hash quick;
    struct sha256 digest;
};

/* Keyed, so that nobody outside can make two files of one fingerprint. */
static uint64_t quick_seed(const struct ledger *l) {
    return line_hash_of(l->key, 0).lo;
}

static struct prints read_prints(const struct ledger *l, const char *path, bool digest) {
    struct arena a = {0};
    char *window = ROOM(&a, char, WINDOW);
    struct prints p = {.size = 0};
    struct line_hash_stream *quick = line_hash_open(quick_seed(l));
    struct sha256_stream *slow = digest ? sha256_open() : NULL;
    int fd = os_open(path);
    if (fd < 0)
        die("文件不见了：%s", path);
    ptrdiff_t n = WINDOW;
    for (; n == WINDOW; p.size += n) {
        n = os_read_at(fd, window, WINDOW, p.size);
        line_hash_add(quick, (str){window, n});
        if (digest)
            sha256_add(slow, (str){window, n});
    }
    os_close(fd);
    arena_free(&a);
    p.quick = line_hash_close(quick);
    if (digest)
        p.digest = sha256_close(slow);
    return p;
}

static str kept_at(const struct ledger *l, struct arena *a, struct sha256 digest) {
    str hex = sha256_text(a, digest);
    return str_fmt(a, "%s/deliveries/%.*s", l->state_dir, STR(hex));
}

void ledger_keep(struct ledger *l, const char *path) {
    struct kept *one = NEW(l->arena, struct kept, 1);
    *one = (struct kept){path, l->kept};
    l->kept = one;
}

/* ---- receipts ---- */

static bool has_size(struct ledger *l, str source, int64_t size) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_SIZED);
    db_text(s, 1, source);
    db_int(s, 2, size);
    bool found = db_row(l, s);
    (void)sqlite3_reset(s);
    return found;
}

/* The delivery of these bytes from this source, 0 for none. */
static int64_t known_by(struct ledger *l, str source, const struct prints *p) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_SAME);
    db_text(s, 1, source);
    db_int(s, 2, p->size);
    db_blob(s, 3, &p->quick, sizeof p->quick);
    return db_number(l, s);
}

/* How these bytes were read last, under this name if they were. */
static void find_reading(struct ledger *l, int64_t delivery, str name, struct ledger_receipt *out) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_READ);
    db_int(s, 1, delivery);
    db_text(s, 2, name);
    if (db_row(l, s)) {
        out->read = db_get_int(s, 0);
        out->meaning = (uint64_t)db_get_int(s, 1);
        out->delivered = db_get_int(s, 2);
        out->rejected = db_get_int(s, 3);
    }
    (void)sqlite3_reset(s);
}

/* The last receipt under this name, when its file is still the one that lies there. */
static bool find_again(struct ledger *l, const struct ledger_arrival *f, int64_t delivery,
                       struct ledger_receipt *out) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_LAST);
    db_text(s, 1, f->source);
    db_text(s, 2, f->name);
    out->again = db_row(l, s) && db_get_int(s, 1) == delivery && db_get_int(s, 2) == f->stamp;
    if (out->again) {
        out->id = db_get_int(s, 0);
        out->as_of = db_get_int(s, 3);
    }
    (void)sqlite3_reset(s);
    return out->again;
}

str receipt_text(struct arena *a, str source, struct sha256 digest, int64_t size) {
    str hex = sha256_text(a, digest);
    return str_fmt(a, "%.*s %.*s %lld", STR(source), STR(hex), (long long)size);
}

str ledger_receipt_text(struct arena *a, const struct ledger_delivery *d) {
    return receipt_text(a, d->source, d->digest, d->size);
}

static void add_receipt(struct ledger *l, struct arena *a, const struct ledger_arrival *f,
                        const struct prints *p, struct ledger_delivery *d) {
    d->receipt.as_of = ledger_run_as_of(l, l->run);
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_ADD);
    db_text(s, 1, f->source);
    db_text(s, 2, f->name);
    db_int(s, 3, d->id);
    db_int(s, 4, f->stamp);
    db_int(s, 5, p->size);
    db_blob(s, 6, &p->quick, sizeof p->quick);
    db_int(s, 7, d->receipt.as_of);
    db_run(l, s);
    d->receipt.id = sqlite3_last_insert_rowid(l->db);
    ledger_event(l, l->run, 0, "received", receipt_text(a, f->source, d->digest, d->size));
}

int64_t ledger_receipt_next(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_MAX);
    int64_t last = db_number(l, s);
    return last + 1;
}

void ledger_receipt_read(struct ledger *l, const struct ledger_receipt *r) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_SET);
    db_int(s, 1, r->id);
    db_int(s, 2, (int64_t)r->meaning);
    db_int(s, 3, r->delivered);
    db_int(s, 4, r->rejected);
    db_run(l, s);
}

/* ---- deliveries ---- */

static void keep_bytes(struct ledger *l, struct arena *a, const char *file, const char *path) {
    if (os_stat(path).exists)
        return;
    os_mkdirs(str_fmt(a, "%s/deliveries", l->state_dir).p, 0700);
    const char *part = str_fmt(a, "%s.part", path).p;
    os_copy(file, part, 0600);
    (void)os_rename(part, path);
    ledger_keep(l, path);
}

/* Bytes that have not come from this source yet get their number. */
static void number_delivery(struct ledger *l, struct ledger_delivery *d) {
    sqlite3_stmt *s = db_use(l, SQL_DELIVERY_FIND);
    db_text(s, 1, d->source);
    db_blob(s, 2, d->digest.b, sizeof d->digest.b);
    d->known = db_row(l, s);
    d->id = d->known ? db_get_int(s, 0) : 0;
    (void)sqlite3_reset(s);
    if (d->known)
        return;
    s = db_use(l, SQL_DELIVERY_ADD);
    db_text(s, 1, d->source);
    db_text(s, 2, d->name);
    db_blob(s, 3, d->digest.b, sizeof d->digest.b);
    db_int(s, 4, d->size);
    db_int(s, 5, l->run);
    db_run(l, s);
    d->id = sqlite3_last_insert_rowid(l->db);
}

struct ledger_delivery ledger_receive(struct ledger *l, struct arena *a,
                                      const struct ledger_arrival *f) {
    struct ledger_delivery d = {.source = f->source, .name = f->name, .run = l->run};
    bool sized = has_size(l, f->source, os_stat(f->file).size);
    struct prints p = read_prints(l, f->file, !sized);
    int64_t known = sized ? known_by(l, f->source, &p) : 0;
    if (known == 0 || !ledger_delivery(l, a, known, &d)) {
        if (sized)
            p = read_prints(l, f->file, true);
        d.digest = p.digest;
        d.size = p.size;
        d.refused = purge_forbids(l, d.digest);
        if (d.refused)
            return d;
        number_delivery(l, &d);
    }
    d.name = f->name;
    d.refused = d.known && purge_forbids(l, d.digest);
    if (d.refused)
        return d;
    d.path = kept_at(l, a, d.digest);
    keep_bytes(l, a, f->file, d.path.p);
    if (d.known)
        purge_undo(l, d.id);
    find_reading(l, d.id, f->name, &d.receipt);
    if (!find_again(l, f, d.id, &d.receipt))
        add_receipt(l, a, f, &p, &d);
    return d;
}

bool ledger_delivery(struct ledger *l, struct arena *a, int64_t id, struct ledger_delivery *out) {
    sqlite3_stmt *s = db_use(l, SQL_DELIVERY_GET);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found) {
        *out = (struct ledger_delivery){.id = id,
                                        .source = db_get(a, s, 1),
                                        .name = db_get(a, s, 2),
                                        .size = db_get_int(s, 4),
                                        .run = db_get_int(s, 5),
                                        .known = true};
        str digest = db_peek(s, 3);
        memcpy(out->digest.b, digest.p, digest.n == 32 ? 32 : 0);
        out->path = kept_at(l, a, out->digest);
    }
    (void)sqlite3_reset(s);
    return found;
}

bool ledger_receipt_at(struct ledger *l, struct arena *a, int64_t id, struct ledger_delivery *out) {
    sqlite3_stmt *s = db_use(l, SQL_RECEIPT_AT);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    int64_t delivery = found ? db_get_int(s, 0) : 0;
    instant as_of = found ? db_get_int(s, 1) : 0;
    (void)sqlite3_reset(s);
    found = found && ledger_delivery(l, a, delivery, out);
    if (found) {
        out->receipt.id = id;
        out->receipt.as_of = as_of;
    }
    return found;
}
