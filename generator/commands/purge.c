/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * purge.c — gongshi purge [NAME]: what is past its term goes; what was delivered by mistake goes at
 * once, with the records it brought.
 *
 * In:    [retention] of site.conf; a name or digest of a delivery
 * Out:   fewer deliveries, packages and reports; a publication without the records
 * Law:   个人信息保护法 art. 19, 47; 国办发〔2018〕118号 三 (the event stays)
 * Never: forgets that it was there: the ledger keeps digest, time and event, without content
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#define MOST 4096 /* deliveries under one name, and records an event changes */

/* ---- by mistake ---- */

/* What an event had done to others is undone. */
static void forget_event(struct run *r, struct arena *a, int64_t event) {
    int64_t *targets = NEW(a, int64_t, MOST);
    int n = ledger_change_targets(r->ledger, event, targets, MOST);
    ledger_drop_changes_of(r->ledger, event);
    for (int i = 0; i < n; i++)
        rule_one(r, a, targets[i], false);
}

/* No line is this record's any more: delivered rightly, it is new. */
static void forget_line(struct run *r, struct ledger_record *rec) {
    ledger_line_drop(r->ledger, rec->hash);
    rec->hash = (struct line_hash){UINT64_MAX, (uint64_t)rec->id};
    rec->content = 0;
    ledger_update(r->ledger, rec);
}

static int64_t forget_records(struct run *r, int64_t delivery) {
    struct ledger_walk w = ledger_walk(r->ledger, SCAN_DELIVERY, delivery);
    int64_t all = 0;
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL; all++) {
        if (rec->kind == KIND_event)
            forget_event(r, &w.arena, rec->id);
        rule_mistaken(r, &w.arena, rec);
        forget_line(r, rec);
    }
    return all;
}

/* The rejects of its source may show its rows; the fetched file is what would come again. */
static void drop_copies(struct run *r, const struct ledger_delivery *d) {
    struct arena a = {0};
    const char *reports = site_path(r->site, "desk/report");
    struct strs names = os_list(&a, reports);
    str rejects = str_fmt(&a, "%.*s-rejects", STR(d->source));
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (str_starts(names.v[i], rejects))
            os_unlink(str_fmt(&a, "%s/%.*s", reports, STR(names.v[i])).p);
    if (str_find(d->name, S("/")) < 0)
        os_unlink(site_path(r->site,
                            str_fmt(&a, "state/fetch/%.*s/%.*s", STR(d->source), STR(d->name)).p));
    arena_free(&a);
}

static void purge_mistaken(struct run *r) {
    int64_t *ids = NEW(r->arena, int64_t, MOST);
    int n = ledger_deliveries_named(r->ledger, r->options->words[0], ids, MOST);
    int64_t records = 0;
    for (int i = 0; i < n; i++) {
        struct ledger_delivery d;
        records += forget_records(r, ids[i]);
        ledger_purge(r->ledger, r->arena, ids[i], true);
        if (ledger_delivery(r->ledger, r->arena, ids[i], &d))
            drop_copies(r, &d);
    }
    ledger_set_note(r->ledger, "purging", S("yes"));
    releases_forget(r); /* pages that were replaced before may show its records */
    os_print(
        str_fmt(r->arena, "误报送的文件 %d 份，带来的记录 %lld 条撤下\n", n, (long long)records));
}

void purge_finish(struct run *r) {
    if (ledger_note(r->ledger, r->arena, "purging").n == 0)
        return;
    (void)ledger_purge_bytes(r->ledger);
    ledger_begin(r->ledger);
    ledger_set_note(r->ledger, "purging", S(""));
    ledger_commit(r->ledger);
}

/* Refused before anything is touched. */
static void refuse_unknown(struct run *r) {
    int64_t one;
    str name = r->options->words[0];
    if (ledger_deliveries_named(r->ledger, name, &one, 1) == 0)
        die_usage("没有收到过名为 %.*s 的文件（也可写其 SHA-256 的前 12 位以上）", STR(name));
}

static int purge_by_name(struct run *r) {
    refuse_unknown(r);
    build_open(r);
    int status = build_from(r, purge_mistaken);
    if (status != EXIT_CHECK)
        status = publish_site(r);
    if (status != EXIT_CHECK)
        purge_finish(r);
    desk_report(r, EXIT_DONE, status); /* the last one may show what is gone */
    os_print(S("以前生成的数据包（exchange/）里可能还有这些记录：请核对并通知平台\n"));
    return status;
}

/* ---- by term ---- */

static int64_t purge_deliveries(struct run *r, int days) {
    const uint32_t standing = 1u << RULING_PUBLISH | 1u << RULING_HOLD | 1u << RULING_EXEMPT;
    instant before = r->as_of - (instant)days * 1440;
    int64_t n = 0;
    (void)publish_finish(r);
    ledger_begin(r->ledger);
    r->number = ledger_run_begin(r->ledger, r->as_of);
    for (int64_t id = 0; (id = ledger_purgeable(r->ledger, id, before, standing)) != 0; n++)
        ledger_purge(r->ledger, r->arena, id, false);
    if (n == 0) {
        ledger_rollback(r->ledger);
        return 0;
    }
    ledger_set_note(r->ledger, "purging", S("yes"));
    ledger_commit(r->ledger);
    purge_finish(r);
    return n;
}

/* Packages are named after their number and the instant they were made at: 000001-2026-03-05T0900.
 */
static int64_t purge_target(struct run *r, str target, int days) {
    const char *folder = site_path(r->site, str_fmt(r->arena, "exchange/%.*s", STR(target)).p);
    struct strs names = os_list(r->arena, folder);
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < names.n; i++) {
        str made_at = names.v[i];
        (void)str_cut(&made_at, S("-"));
        date made = date_parse(str_sub(made_at, 0, 10));
        if (made == DATE_NONE || made >= r->today - days)
            continue;
        os_rmtree(str_fmt(r->arena, "%s/%.*s", folder, STR(names.v[i])).p);
        n++;
    }
    return n;
}

static int64_t purge_packages(struct run *r, int days) {
    struct strs targets = os_list(r->arena, site_path(r->site, "exchange"));
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < targets.n; i++)
        n += purge_target(r, targets.v[i], days);
    return n;
}

/* Workbooks, evidence, statistics: by the day they were written. */
static int64_t purge_reports(struct run *r, int days) {
    const int64_t minute = (int64_t)60 * 1000 * 1000 * 1000;
    const char *folder = site_path(r->site, "desk/report");
    struct strs names = os_list(r->arena, folder);
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *path = str_fmt(r->arena, "%s/%.*s", folder, STR(names.v[i])).p;
        instant written = os_stat(path).mtime_ns / minute + (instant)8 * 60; /* UTC+8 */
        if (written >= r->as_of - (instant)days * 1440)
            continue;
        os_rmtree(path);
        n++;
    }
    return n;
}

static int purge_by_term(struct run *r) {
    const struct retention *keep = &r->site->retention;
    if (keep->deliveries == 0 && keep->packages == 0 && keep->reports == 0) {
        os_print(S("site.conf 没有写保存期限（[retention]）：什么都没有清除\n"));
        return EXIT_DONE;
    }
    int64_t deliveries = keep->deliveries > 0 ? purge_deliveries(r, keep->deliveries) : 0;
    int64_t packages = keep->packages > 0 ? purge_packages(r, keep->packages) : 0;
    int64_t reports = keep->reports > 0 ? purge_reports(r, keep->reports) : 0;
    desk_report(r, EXIT_DONE, EXIT_DONE);
    os_print(str_fmt(r->arena, "已清除：收件 %lld 份，数据包 %lld 个，工作文件 %lld 个\n",
                     (long long)deliveries, (long long)packages, (long long)reports));
    return EXIT_DONE;
}

int command_purge(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    if (o->word_count > 1)
        die_usage("用法：gongshi purge [文件名|SHA-256]");
    run_open(&r, &arena, o, true);
    refuse_other_day(&r);
    refuse_lost(&r);
    refuse_earlier(&r);
    int status = o->word_count == 1 ? purge_by_name(&r) : purge_by_term(&r);
    run_close(&r);
    arena_free(&arena);
    return status;
}
