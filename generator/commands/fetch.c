/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fetch.c — gongshi fetch, and the first step of a build: sources with an address are asked.
 *
 * In:    struct source, the ledger's notes of what was received last
 * Out:   files in state/fetch/SOURCE, one line for each source
 * Law:   none
 * Never: stops a run because a source failed: what was fetched before stands
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#define BAR 24 /* characters of the progress bar */
#define STANDARD_ERROR 2

const char *fetch_note(struct arena *a, const struct source *s) {
    return str_fmt(a, "fetch %.*s", STR(s->name)).p;
}

int fetch_status(const struct run *r, int status) {
    return status == EXIT_DONE && r->sources_failed + r->targets_failed > 0 ? EXIT_PARTNER : status;
}

/* ---- progress: a bar where somebody looks, one line for each source in any case ---- */

static void draw(void *ctx, struct fetch_progress p) {
    struct buf b = {0};
    (void)ctx;
    int full = p.all > 0 ? (int)(BAR * p.done / p.all) : BAR;
    buf_str(&b, S("\r["));
    for (int i = 0; i < BAR; i++)
        buf_char(&b, i < full ? '#' : '.');
    buf_fmt(&b, "] %d/%d  %.1f MB\033[K", p.settled, p.all, (double)p.bytes / 1e6);
    os_print_error(buf_view(&b));
    buf_free(&b);
}

static void report_one(struct buf *b, const struct fetch *f) {
    buf_fmt(b, "来源 %.*s：", STR(f->source));
    if (f->outcome == FETCH_NEW)
        buf_fmt(b, "取到 %.*s，%lld 字节，%.1f 秒\n", STR(f->name), (long long)f->bytes,
                f->seconds);
    else
        buf_str(b, f->outcome == FETCH_SAME ? S("没有新内容\n") : S("没有取到\n"));
}

static void note_failure(struct run *r, const struct fetch *f) {
    bool failed = f->outcome == FETCH_FAILED;
    r->sources_failed += failed;
    for (int i = 0; i < r->site->source_count; i++)
        if (str_eq(r->site->sources[i].name, f->source))
            r->source_failed[i] = failed;
}

static void report_all(struct run *r, const struct fetch_all *all, const struct diags *found) {
    struct buf b = {0};
    if (all->progress != NULL)
        os_print_error(S("\r\033[K"));
    for (int i = 0; i < all->n; i++) {
        report_one(&b, &all->v[i]);
        note_failure(r, &all->v[i]);
    }
    report_findings(r, found);
    report_more(r, S("site.conf"));
    os_print(buf_view(&b));
    buf_free(&b);
}

/* ---- all of them ---- */

/* The pauses between tries differ from site to site, and from run to run. */
static uint64_t seed_of(const struct run *r) {
    return str_hash(r->site->words.domain) * 31 + (uint64_t)r->as_of;
}

void fetch_sources(struct run *r) {
    struct diags found = {.arena = r->arena};
    struct fetch_all all = {.v = NEW(r->arena, struct fetch, r->site->source_count + 1),
                            .seed = seed_of(r)};
    for (int i = 0; i < r->site->source_count; i++) {
        const struct source *s = &r->site->sources[i];
        if (s->remote.url.n > 0)
            all.v[all.n++] =
                (struct fetch){.source = s->name,
                               .remote = &s->remote,
                               .folder = site_place(r->site, s->folder),
                               .known = ledger_note(r->ledger, r->arena, fetch_note(r->arena, s)),
                               .taken = s->take};
    }
    if (all.n == 0 || r->options->dry_run || r->options->no_fetch)
        return;
    r->source_failed = NEW(r->arena, bool, r->site->source_count);
    all.progress = os_is_terminal(STANDARD_ERROR) ? draw : NULL;
    fetch_all(r->arena, &all, &found);
    report_all(r, &all, &found);
    run_time(r, "取数据", 0, 0);
}

int command_fetch(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    fetch_sources(&r);
    int status = fetch_status(&r, EXIT_DONE);
    report_times(&r);
    run_close(&r);
    arena_free(&arena);
    return status;
}
