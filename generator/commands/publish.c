/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * publish.c — a verified stage becomes the public site; then the platform gets its packages.
 *
 * In:    state/stage, the ledger
 * Out:   public/, exchange/
 * Law:   国办发〔2018〕118号; architecture §2, §3
 * Never: publishes a stage of another ledger position, or of another day (but for a demo)
 *
 *   ledger intends → journal → removals → files → pointers → ledger confirms → packages
 *                              └── only now has the public seen a change
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

static const char *journal_path(const struct run *r) {
    return site_path(r->site, "state/journal");
}

/* The search folders are swept while the journal still stands: who is killed here plays it again,
 * and no empty folder is left behind. */
static void confirm(struct run *r, int64_t run, int64_t operations) {
    index_sweep(r, ledger_note(r->ledger, r->arena, "rollback").n > 0);
    ledger_begin(r->ledger);
    ledger_run_published(r->ledger, run, operations);
    ledger_pending_confirm(r->ledger);
    bool forget = release_confirmed(r, run);
    ledger_set_note(r->ledger, "stage", S(""));
    ledger_set_note(r->ledger, "published", str_fmt(r->arena, "%lld", (long long)run));
    ledger_set_note(r->ledger, "news",
                    str_fmt(r->arena, "%lld", (long long)ledger_last_event(r->ledger)));
    ledger_commit(r->ledger);
    if (forget)
        os_rmtree(site_path(r->site, "state/releases"));
    os_unlink(journal_path(r));
    os_rmtree(r->stage_dir);
    os_publishing(false);
}

/* The stage that waits, as build noted it: run number and ledger position. */
static int64_t waiting_stage(struct run *r, str *position) {
    int64_t run = 0;
    str note = ledger_note(r->ledger, r->arena, "stage");
    *position = note;
    if (note.n == 0 || !str_int(str_cut(position, S(" ")), &run))
        return 0;
    return run;
}

static int64_t play(struct run *r) {
    return publish_play(r->arena, journal_path(r), r->stage_dir, r->public_dir);
}

/* A crash between the publication and its packages leaves them owed: the next start sends them. */
static void send_packages(struct run *r) {
    str published = ledger_note(r->ledger, r->arena, "published");
    if (str_eq(published, ledger_note(r->ledger, r->arena, "package")) ||
        !str_int(published, &r->number))
        return;
    write_packages(r, ledger_run_as_of(r->ledger, r->number));
    run_time(r, "数据包", 0, 0);
}

/* A term of the credit channel ends on its day, whether or not the portal changes. */
static void send_due(struct run *r) {
    if (ledger_pending_count(r->ledger) == 0 &&
        str_int(ledger_note(r->ledger, r->arena, "published"), &r->number))
        write_packages(r, r->as_of);
}

/* A journal that is whole was synced before anything moved: playing it again is always right. */
bool publish_finish(struct run *r) {
    str position = journal_position(r->arena, journal_path(r));
    str expected;
    int64_t run = waiting_stage(r, &expected);
    bool finished = position.p != NULL && run != 0;
    if (finished) {
        confirm(r, run, play(r));
    } else {
        os_unlink(journal_path(r));
        if (position.p != NULL)
            os_rmtree(r->stage_dir);
    }
    send_packages(r);
    return finished;
}

static void write_journal(struct run *r, str position) {
    struct journal *j = journal_open(r->arena, journal_path(r), ledger_pending_count(r->ledger));
    struct ledger_file f;
    ledger_pending_scan(r->ledger);
    while (ledger_pending_next(r->ledger, &f))
        journal_add(j, f.staged ? (enum publish_rank)f.rank : PUBLISH_REMOVE, f.path);
    journal_close(j, position);
}

/* 0 when the stage may be published; else why not, in words. */
static const char *refusal(struct run *r, int64_t run, str position) {
    if (run == 0 || ledger_pending_count(r->ledger) == 0)
        return "没有等待公示的内容";
    if (!str_eq(position, ledger_position(r->ledger, r->arena)))
        return "等待公示的内容不是账本现在的状态：请重新运行 gongshi build";
    if (!r->site->demo && instant_date(ledger_run_as_of(r->ledger, run)) != r->today)
        return "等待公示的内容是另一天生成的：请重新运行 gongshi build";
    return NULL;
}

/* Now the ledger says what is about to happen. */
static void intend(struct run *r, int64_t run, str position) {
    if (!r->uncommitted)
        ledger_begin(r->ledger);
    ledger_event(r->ledger, run, 0, "publishing", position);
    release_keep(r, run);
    build_commit(r);
}

int publish_site(struct run *r) {
    str position;
    int64_t run = waiting_stage(r, &position);
    const char *why_not = refusal(r, run, position);
    if (why_not != NULL) {
        if (r->uncommitted)
            build_commit(r);
        os_print(str_fmt(r->arena, "没有公示：%s\n", why_not));
        if (run != 0 && ledger_pending_count(r->ledger) > 0)
            return EXIT_CHECK;
        send_due(r);
        return EXIT_DONE;
    }
    run_settle(r);
    intend(r, run, position);
    write_journal(r, position);
    int64_t operations = play(r);
    confirm(r, run, operations);
    run_time(r, "公示", operations, 0);
    send_packages(r);
    os_print(str_fmt(r->arena, "公示完成：%lld 个文件\n", (long long)operations));
    return EXIT_DONE;
}

/* What the public sees carries the day it was made: another day only for a demonstration. */
void refuse_other_day(const struct run *r) {
    if (r->options->as_of_given && !r->site->demo)
        die_usage("公示以时钟为准，不能用 --as-of；演示网站须在 site.conf 中写 demo = yes");
}

int command_publish(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    refuse_other_day(&r);
    int status = publish_finish(&r) ? EXIT_DONE : publish_site(&r);
    desk_report(&r, EXIT_DONE, status);
    report_times(&r);
    run_close(&r);
    arena_free(&arena);
    return status;
}

int command_run(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    refuse_other_day(&r);
    r.publishes = !o->dry_run;
    int built = build_site(&r);
    int status = built == EXIT_CHECK ? built : publish_site(&r);
    push_all(&r);
    receive_clear(&r);
    desk_report(&r, built, status);
    status = fetch_status(&r, status == EXIT_DONE ? built : status);
    report_times(&r);
    run_close(&r);
    arena_free(&arena);
    return status;
}
