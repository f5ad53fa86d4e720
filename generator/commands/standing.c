/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * standing.c — a source whose files lie as they lay when they were read last.
 *
 * In:    its arrivals, the ledger's note of the last reading, desk/report
 * Out:   whether all stands; that note
 * Law:   architecture §3 (what did not change is not read)
 * Never: lets a report stand that tells of other files
 *
 * The report of rejects is one for all files of a source, and so is a snapshot: they stand only
 * with all of them. Of other sources each file is known by itself (again.c).
 */
#include "base/os.h"
#include "commands/run.h"

static const char *note_name(struct run *r, const struct source *s) {
    return str_fmt(r->arena, "standing %.*s", STR(s->name)).p;
}

/* The report as it was written: staff may have moved it, another program changed it. */
static str stamp_of(struct run *r, const struct source *s) {
    struct os_stat st = os_stat(
        site_path(r->site, str_fmt(r->arena, "desk/report/%.*s-rejects.xlsx", STR(s->name)).p));
    return str_fmt(r->arena, "%lld %lld", st.exists ? (long long)st.size : 0,
                   st.exists ? (long long)st.mtime_ns : 0);
}

/* All that the report depends on. Where the source has levels of its own, what is rejected may
 * depend on the day. */
static str fingerprint(struct run *r, const struct source *s, const struct arrivals *all) {
    uint64_t print = s->level_words.n > 0 ? (uint64_t)r->today : 0;
    for (int i = 0; i < all->n; i++) {
        const struct ledger_delivery *d = &all->v[i].delivery;
        print = print * 31 + (uint64_t)d->id;
        print = line_hash_of(d->name, print ^ take_meaning(r, d)).lo;
    }
    return str_fmt(r->arena, "%016llx %.*s", (unsigned long long)print, STR(stamp_of(r, s)));
}

bool standing_is(struct run *r, const struct source *s, const struct arrivals *all) {
    int64_t rejected = 0;
    for (int i = 0; i < all->n; i++) {
        if (all->v[i].delivery.refused || !take_known(r, &all->v[i].delivery))
            return false;
        rejected += all->v[i].delivery.receipt.rejected;
    }
    bool together = rejected > 0 || site_snapshot(r->site, s->name);
    if (all->n == 0 || !together || r->options->dry_run)
        return false;
    str told = ledger_note(r->ledger, r->arena, note_name(r, s));
    str was = str_cut(&told, S("\n"));
    if (!str_eq(was, fingerprint(r, s, all)))
        return false;
    if (told.n > 0)
        reject_tell_again(r, s->name, told);
    return true;
}

void standing_note(struct run *r, const struct source *s, const struct arrivals *all) {
    str told = reject_told(r, s->name);
    bool together = told.n > 0 || site_snapshot(r->site, s->name);
    str note =
        together ? str_fmt(r->arena, "%.*s\n%.*s", STR(fingerprint(r, s, all)), STR(told)) : S("");
    if (all->n > 0)
        ledger_set_note(r->ledger, note_name(r, s), note);
}
