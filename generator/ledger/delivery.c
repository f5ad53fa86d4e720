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

static struct sha256 digest_file(const char *path, int64_t *size) {
    static _Thread_local char window[WINDOW];
    struct sha256_stream *h = sha256_open();
    int fd = os_open(path);
    if (fd < 0)
        die("文件不见了：%s", path);
    ptrdiff_t n = WINDOW;
    for (*size = 0; n == WINDOW; *size += n) {
        n = os_read_at(fd, window, WINDOW, *size);
        sha256_add(h, (str){window, n});
    }
    os_close(fd);
    return sha256_close(h);
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

struct ledger_delivery ledger_receive(struct ledger *l, struct arena *a, const char *file,
                                      str source, str name) {
    struct ledger_delivery d = {.source = source, .name = name, .run = l->run};
    d.digest = digest_file(file, &d.size);
    d.path = kept_at(l, a, d.digest);
    if (!os_stat(d.path.p).exists) {
        os_mkdirs(str_fmt(a, "%s/deliveries", l->state_dir).p, 0700);
        const char *part = str_fmt(a, "%.*s.part", STR(d.path)).p;
        os_copy(file, part, 0600);
        (void)os_rename(part, d.path.p);
        ledger_keep(l, d.path.p);
    }
    sqlite3_stmt *s = db_use(l, SQL_DELIVERY_FIND);
    db_text(s, 1, source);
    db_blob(s, 2, d.digest.b, sizeof d.digest.b);
    d.known = db_row(l, s);
    d.id = d.known ? db_get_int(s, 0) : 0;
    (void)sqlite3_reset(s);
    if (d.known)
        return d;
    s = db_use(l, SQL_DELIVERY_ADD);
    db_text(s, 1, source);
    db_text(s, 2, name);
    db_blob(s, 3, d.digest.b, sizeof d.digest.b);
    db_int(s, 4, d.size);
    db_int(s, 5, l->run);
    db_run(l, s);
    d.id = sqlite3_last_insert_rowid(l->db);
    str hex = sha256_text(a, d.digest);
    ledger_event(l, l->run, 0, "received",
                 str_fmt(a, "%.*s %.*s %lld", STR(source), STR(hex), (long long)d.size));
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
