/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * build.c — the pipeline of the law: deliveries in, a verified stage out.
 *
 * In:    desk/inbox and the other sources, site.conf, content/law
 * Out:   ledger, catalogue, state/stage; nothing public changes
 * Law:   国办发〔2018〕118号
 * Never: holds a rule: each step is a stage's own
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#include <string.h>

#define ASIDE 2 /* threads that wait for the disk */

void run_time(struct run *r, const char *name, int64_t records, int64_t bytes) {
    double now = os_seconds();
    double used = os_processor_seconds();
    if (r->time_count < STAGE_TIMES)
        r->times[r->time_count++] = (struct stage_time){
            name, now - r->clock, used - r->processor_clock, os_peak_kib(), records, bytes};
    r->clock = now;
    r->processor_clock = used;
}

void run_open(struct run *r, struct arena *a, const struct options *o, bool needs_ledger) {
    *r = (struct run){.arena = a, .options = o, .as_of = o->as_of, .clock = os_seconds()};
    r->today = instant_date(o->as_of);
    r->site = site_open(a, o);
    r->par = par_open(o->jobs);
    r->workers = NEW(a, struct arena, par_jobs(r->par));
    r->pages = NEW(a, struct buf, par_jobs(r->par));
    r->stage_dir = site_path(r->site, o->dry_run ? "state/check" : "state/stage");
    r->public_dir = site_path(r->site, "public");
    if (needs_ledger) {
        site_lock(r->site);
        r->ledger = site_ledger(r->site);
        desk_open(r);
    }
    run_time(r, "打开", 0, 0);
}

void run_aside(struct run *r, par_fn *fn, void *ctx) {
    if (r->background == NULL)
        r->background = par_open(ASIDE);
    par_post(r->background, NEW(r->arena, struct par_batch, 1), 1, fn, ctx);
}

void run_settle(struct run *r) {
    if (r->background == NULL)
        return;
    par_close(r->background);
    r->background = NULL;
}

void run_close(struct run *r) {
    receive_clear(r);
    run_settle(r);
    arena_free(&r->verify_memory);
    if (r->ledger != NULL)
        ledger_close(r->ledger);
    if (r->reading != NULL)
        intake_close(r->reading);
    if (r->reading_arena != NULL)
        arena_free(r->reading_arena);
    for (int i = 0; i < par_jobs(r->par); i++) {
        arena_free(&r->workers[i]);
        buf_free(&r->pages[i]);
    }
    par_close(r->par);
}

/* A changed rule is an event: every record is ruled anew; a changed look renders every page anew.
 */
static void rule_again(struct run *r) {
    struct arena *a = r->arena;
    str old_rules = ledger_note(r->ledger, a, "rules");
    bool rules = old_rules.n > 0 && !str_eq(old_rules, r->site->rules);
    r->bases_changed = rules && !str_eq(ledger_note(r->ledger, a, "bases"), r->site->bases);
    bool masking = rules && !str_eq(ledger_note(r->ledger, a, "masking"), r->site->masking);
    if (r->options->full || rules || masking)
        rule_all(r, r->options->full || masking);
    else
        rule_due(r);
    quarantine_rule(r);
    tables_note(r);
    ledger_set_note(r->ledger, "rules", r->site->rules);
    ledger_set_note(r->ledger, "masking", r->site->masking);
    ledger_set_note(r->ledger, "bases", r->site->bases);
    str old_look = ledger_note(r->ledger, a, "look");
    r->look_changed = r->look_changed || r->options->full || !str_eq(old_look, r->site->look);
    /* In the very first run every record is a newcomer anyway. */
    if (r->look_changed && old_look.n > 0)
        ledger_touch_all(r->ledger);
    if (r->options->full)
        ledger_data_touch_all(r->ledger);
    ledger_set_note(r->ledger, "look", r->site->look);
}

void refuse_earlier(const struct run *r) {
    instant last = ledger_last_as_of(r->ledger);
    if (last != INSTANT_NONE && r->as_of < last)
        die_usage("--as-of %s 早于上一次运行 %s：账本不能倒退；只想看当日的裁定，用 --replay",
                  instant_text(r->arena, r->as_of).p, instant_text(r->arena, last).p);
}

/* What the last run left half done: a journal is played first, a stage that was never published is
 * made anew. */
static void finish_earlier(struct run *r) {
    refuse_earlier(r);
    purge_finish(r);
    if (publish_finish(r))
        run_time(r, "续完上次公示", 0, 0);
    r->has_events = ledger_note(r->ledger, r->arena, "events").n > 0;
    if (r->options->dry_run)
        return;
    if (ledger_note(r->ledger, r->arena, "stage").n == 0 &&
        ledger_note(r->ledger, r->arena, "rollback").n == 0)
        return;
    /* The stage is about to be emptied: what waited in it is pending and will be made anew. */
    ledger_begin(r->ledger);
    ledger_set_note(r->ledger, "stage", S(""));
    ledger_set_note(r->ledger, "rollback", S(""));
    ledger_commit(r->ledger);
}

static void begin(struct run *r) {
    ledger_begin(r->ledger);
    r->number = ledger_run_begin(r->ledger, r->as_of);
    count_restage(r);
    ledger_restage(r->ledger, r->number);
    int64_t waiting;
    r->unsettled = ledger_pending(r->ledger, FILE_SITE, FILE_MANIFEST, &waiting, 1) > 0;
    quarantine_open(r);
    r->any_attached = ledger_attachments(r->ledger, r->arena, 0, &r->attachments) > 0;
    rebuild_catalogue(r);
    rebuild_public(r);
    if (count_is_outdated(r))
        count_all(r);
}

/* The stage holds something that must not be seen, or lacks something: nothing of this run stays.
 */
static int refuse(struct run *r) {
    quarantine_found(r);
    r->problems = site_findings(r->site, r->arena);
    site_report(r->site);
    os_print_error(S("gongshi: 核验未通过，没有公示任何改变，旧网站不受影响\n"));
    return EXIT_CHECK;
}

static void forget(struct run *r) {
    ledger_rollback(r->ledger);
    os_rmtree(r->stage_dir);
}

void build_commit(struct run *r) {
    ledger_commit(r->ledger);
    r->uncommitted = false;
    r->receipts_safe = true;
}

/* From here on the stage may be published, and what was taken from inboxes may go. Where
 * publication follows at once, its intent comes into the same transaction: a commit waits for the
 * disk nine times. */
static void seal(struct run *r) {
    struct arena *a = r->arena;
    str position = ledger_position(r->ledger, a);
    ledger_set_note(r->ledger, "events", r->has_events ? S("yes") : S(""));
    ledger_set_note(r->ledger, "stage",
                    str_fmt(a, "%lld %.*s", (long long)r->number, STR(position)));
    r->uncommitted = true;
    if (!r->publishes)
        build_commit(r);
    arena_free(&r->verify_memory);
    os_give_back(); /* what publication and the report take comes not on top of it */
    run_time(r, "入账", 0, 0);
}

void build_open(struct run *r) {
    calendar_check(r->site->policy, r->today, &r->site->diags);
    site_report(r->site);
    approvals_open(r);
    finish_earlier(r);
}

int build_site(struct run *r) {
    build_open(r);
    fetch_sources(r); /* what other machines have that is new lies in its source's folder */
    return build_from(r, receive_all);
}

int build_from(struct run *r, void (*gather)(struct run *r)) {
    begin(r);
    gather(r);          /* each record line is new, changed, unchanged, duplicate or rejected */
    officers_settle(r); /* each officer's certificate was valid on the day, or the decision waits */
    approvals_take(r);  /* what staff decided in writing is in the ledger, once */
    waiting_settle(r);  /* a list's version whose day came, or that was approved, is in force */
    rule_again(r);      /* each record has its ruling of today; no private value is reachable */
    attachments_settle(r); /* each document that is on line is approved, and its record public */
    statistics_touch(r);
    place_newcomers(r); /* each public record has its address and its rows */

    r->stage = stage_open(r->arena, r->stage_dir, r->public_dir);
    bool data = data_plan(r);
    if (r->look_changed || data || ledger_pending_count(r->ledger) > 0) {
        index_plan(r);
        render_pending(r);  /* what changed, staged and read back as a stranger would */
        index_site(r);      /* what is public is found */
        render_site(r);     /* home page, columns, agencies, articles, sitemap */
        write_manifests(r); /* the set of files is closed, and every link leads somewhere */
    }
    if (diag_worst(&r->site->diags) == DIAG_ERROR)
        return refuse(r);
    report_sums(r);
    if (r->options->dry_run)
        forget(r);
    else
        seal(r);
    return r->sums.newly_rejected + r->sums.refused > 0 ? EXIT_REJECTED : EXIT_DONE;
}

int command_build(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    if (o->replay)
        return build_replay(o);
    run_open(&r, &arena, o, true);
    int status = fetch_status(&r, build_site(&r));
    receive_clear(&r);
    if (!o->dry_run)
        desk_report(&r, status, EXIT_USAGE);
    report_times(&r);
    run_close(&r);
    arena_free(&arena);
    return status;
}
