/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * receive.c — files in the sources' folders become deliveries, and each delivery is taken.
 *
 * In:    desk/inbox, other folders
 * Out:   state/deliveries, receipts, records (take.c)
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: removes a file before the ledger that holds its receipt is safe
 */
#include "base/os.h"
#include "commands/run.h"

#define SYNC_EARLY                                                                                 \
    (8 << 20) /* bytes that the disk begins to write before the ledger waits for it */

static bool is_delivery(str name, const char *path) {
    return !str_starts(name, S(".")) && !str_ends(name, S("~")) && !str_ends(name, S(".part")) &&
           !str_ends(name, S(".md")) && os_stat(path).is_file;
}

bool receive_is_for(const struct run *r, str source, str name) {
    int n = 0;
    const struct map *const *maps = site_maps(r->site, source, &n);
    for (int i = 0; i < r->site->source_count; i++)
        if (str_eq(r->site->sources[i].name, source) && r->site->sources[i].map.n > 0)
            return n == 1 && map_matches(maps[0], name);
    return true;
}

/* Of an archive the members are asked for, not the archive. */
static bool is_for(const struct run *r, const struct source *s, str name) {
    return str_ends(name, S(".zip")) || str_ends(name, S(".ZIP")) ||
           receive_is_for(r, s->name, name);
}

/* Findings that count as more or less than declared: the ledger says so, and why. */
static void note_levels(struct run *r, const struct source *s) {
    if (s->level_words.n > 0)
        ledger_event(r->ledger, r->number, 0, "levels",
                     str_fmt(r->arena, "%.*s: %.*s", STR(s->name), STR(s->level_words)));
}

static void tell_refused(struct run *r, const struct source *s, str name) {
    struct diags found = {.arena = r->arena};
    diag(&found, DIAG_DELIVERY_PURGED, (struct place){name, 0, (str){0}}, "%.*s", STR(s->name));
    report_findings(r, &found);
}

static void sync_file(void *ctx, int worker, ptrdiff_t i) {
    const struct arrival *one = ctx;
    (void)worker, (void)i;
    os_sync(one->delivery.path.p);
}

static void receive_one(struct run *r, const struct source *s, struct arrival *one, str name) {
    struct os_stat st = os_stat(one->path);
    one->size = st.size;
    one->mtime_ns = st.mtime_ns;
    /* An inbox is emptied: the same bytes under the same name are another receipt there. */
    const struct ledger_arrival file = {one->path, s->name, name, s->take ? st.mtime_ns : 0};
    one->delivery = ledger_receive(r->ledger, r->arena, &file);
    if (!one->delivery.known && !one->delivery.refused && one->delivery.size >= SYNC_EARLY)
        run_aside(r, sync_file, one);
    /* In the receipt's own transaction: only what is safely received need not be sent again. */
    if (s->remote.url.n > 0)
        ledger_set_note(r->ledger, fetch_note(r->arena, s),
                        fetch_about(r->arena, site_place(r->site, s->folder)));
    run_time(r, "接收", 0, one->delivery.size);
}

/* All that lies in the source's folder, by name. */
static struct arrivals receive_files(struct run *r, const struct source *s) {
    const char *folder = site_place(r->site, s->folder);
    struct strs names = os_list(r->arena, folder);
    struct arrivals all = {NEW(r->arena, struct arrival, names.n), 0};
    for (ptrdiff_t k = 0; k < names.n; k++) {
        struct arrival *one = &all.v[all.n];
        one->path = str_fmt(r->arena, "%s/%.*s", folder, STR(names.v[k])).p;
        if (!is_delivery(names.v[k], one->path) || !is_for(r, s, names.v[k]))
            continue;
        receive_one(r, s, one, names.v[k]);
        all.n++;
    }
    return all;
}

static void take_arrival(struct run *r, const struct source *s, const struct arrival *one) {
    const struct ledger_delivery *d = &one->delivery;
    if (d->refused)
        tell_refused(r, s, d->name);
    else if (!take_again(r, d))
        take_delivery(r, d);
    run_time(r, "读入裁定", 0, d->size);
}

/* What was taken out of an inbox may go, once the ledger is safe. */
static void keep_for_clearing(struct run *r, const struct arrival *one) {
    struct received *done = NEW(r->arena, struct received, 1);
    *done = (struct received){one->path, one->size, one->mtime_ns, r->received};
    r->received = done;
}

/* One after the other: each is taken before the next is looked at. */
static void receive_packages(struct run *r, const struct source *s) {
    struct arrival one = {0};
    str name;
    reject_begin(r, s);
    while (packages_next(r, s, &one.path, &name)) {
        receive_one(r, s, &one, name);
        take_arrival(r, s, &one);
        keep_for_clearing(r, &one);
        snapshot_settle(r, s->name);
        r->whole = false;
    }
    reject_end(r, s->name);
}

static void receive_source(struct run *r, const struct source *s) {
    if (s->packages.n > 0) {
        receive_packages(r, s);
        return;
    }
    struct arrivals all = receive_files(r, s);
    if (all.n > 0)
        note_levels(r, s);
    if (standing_is(r, s, &all)) {
        for (int i = 0; i < all.n; i++)
            take_account(r, &all.v[i].delivery);
        run_time(r, "读入裁定", 0, 0);
    } else {
        r->whole = site_snapshot(r->site, s->name);
        reject_begin(r, s);
        for (int i = 0; i < all.n; i++)
            take_arrival(r, s, &all.v[i]);
        reject_end(r, s->name);
        snapshot_settle(r, s->name);
        r->whole = false;
        standing_note(r, s, &all);
    }
    for (int i = 0; i < all.n && s->take; i++)
        keep_for_clearing(r, &all.v[i]);
}

/* Deliveries are taken source by source in the order of site.conf, files by name. */
void receive_all(struct run *r) {
    for (int i = 0; i < r->site->source_count; i++)
        receive_source(r, &r->site->sources[i]);
    os_give_back();
}

/* A file that was written anew meanwhile is another delivery and stays. */
static void clear(void *ctx, int worker, ptrdiff_t i) {
    const struct run *r = ctx;
    (void)worker, (void)i;
    for (const struct received *f = r->received; f != NULL; f = f->next) {
        struct os_stat st = os_stat(f->path);
        if (st.is_file && st.size == f->size && st.mtime_ns == f->mtime_ns)
            os_unlink(f->path);
    }
}

/* To let go of a large file takes the disk a while, in which it syncs nothing: done when all else
 * is safe, while the report is made. */
void receive_clear(struct run *r) {
    if (r->received != NULL && r->receipts_safe)
        run_aside(r, clear, r);
    r->receipts_safe = false;
}
