/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rebuild.c — a catalogue that is lost, or of another moment, is made again.
 *
 * In:    the ledger, state/deliveries
 * Out:   facts, rulings, faces, rows; every file pending
 * Law:   architecture §3 (rebuildable from deliveries and ledger)
 * Never: gives a record another address, version or first-published time
 */
#include "base/os.h"
#include "commands/run.h"

static void take_all_again(struct run *r) {
    struct arena a = {0};
    struct ledger_delivery d;
    str source = {0};
    instant as_of = INSTANT_NONE;
    for (int64_t id = 1; ledger_receipt_at(r->ledger, &a, id, &d); id++) {
        if (!str_eq(d.source, source) || d.receipt.as_of != as_of) {
            snapshot_settle(r, source);
            source = str_dup(r->arena, d.source);
            as_of = d.receipt.as_of;
        }
        if (os_stat(d.path.p).is_file)
            take_delivery(r, &d);
        arena_reset(&a);
    }
    snapshot_settle(r, source);
    ledger_vanished_again(r->ledger);
    arena_free(&a);
}

/* Withdrawals, repairs and the like are in force again before anything is ruled. */
static void link_all_events(struct run *r) {
    struct ledger_walk w = ledger_walk(r->ledger, SCAN_KIND, KIND_event);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;)
        (void)link_event(r, &w.arena, rec->id);
}

/* Nothing is known of what is public: all of it is made anew. */
static void touch_lists(struct run *r) {
    struct ledger_list *v = NULL;
    int n = ledger_lists(r->ledger, r->arena, &v);
    for (int i = 0; i < n; i++)
        for (int64_t page = 0; page <= v[i].slots / LIST_ROWS; page++)
            ledger_touch(r->ledger, FILE_LIST | v[i].id << LIST_PAGE_BITS | page);
    ledger_gatherings_touch(r->ledger, LIST_ROWS);
    ledger_data_touch_all(r->ledger);
}

void refuse_lost(const struct run *r) {
    if (ledger_lost(r->ledger))
        die_usage(
            "目录库 catalogue.db 缺失或不是同一时刻的：先运行 gongshi build，由收件和账本重建");
}

void rebuild_catalogue(struct run *r) {
    if (!ledger_lost(r->ledger))
        return;
    os_print_error(S("gongshi: 目录库 catalogue.db 缺失或不是同一时刻的，正由收件和账本重建\n"));
    struct sums none = {0};
    ledger_rebuild_begin(r->ledger);
    r->rebuilding = true;
    take_all_again(r);
    r->rebuilding = false;
    r->sums = none;
    link_all_events(r);
    rule_all(r, false);
    ledger_rebuild_end(r->ledger);
    count_all(r);
    ledger_touch_all(r->ledger);
    touch_lists(r);
    ledger_versions_touch_all(r->ledger);
    r->look_changed = true;
    run_time(r, "重建目录库", 0, 0);
}

void rebuild_public(struct run *r) {
    const char *index = str_fmt(r->arena, "%s/" MANIFEST_INDEX, r->public_dir).p;
    if (!ledger_public_any(r->ledger) || os_stat(index).exists)
        return;
    os_print_error(S("gongshi: public/ 不见了，全部网页重新生成，网址不变\n"));
    ledger_touch_all(r->ledger);
    touch_lists(r);
    ledger_public_none(r->ledger);
    r->look_changed = true;
}
