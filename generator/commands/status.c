/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * status.c — gongshi status: how many records stand where, what is held and why, what is due.
 *
 * In:    the ledger
 * Out:   lines on standard output
 * Law:   law.md §1
 * Never: changes anything; prints a private value
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#define SHOWN 50
#define SCAN_BATCH 64

/* Records that the snapshots of their sources do not hold any more, and that still stand. */
static void print_vanished(struct run *r, struct buf *b) {
    struct arena a = {0};
    struct ledger_held v[SCAN_BATCH];
    struct ledger_holding c = {(str){0}, true, 0, v, SCAN_BATCH};
    struct buf rows = {0};
    int64_t count = 0;
    for (int n = SCAN_BATCH; n == SCAN_BATCH; arena_reset(&a)) {
        n = ledger_held(r->ledger, &a, &c);
        for (int i = 0; i < n; i++) {
            bool stands = v[i].verb == RULING_PUBLISH || v[i].verb == RULING_HOLD;
            if (stands && count++ < SHOWN)
                buf_fmt(&rows, "  %.*s  %s 起\n",
                        STR(str_sub(v[i].path, 0, v[i].path.n - S(".html").n)),
                        date_text(&a, v[i].vanished).p);
        }
    }
    if (count > 0)
        buf_fmt(b, "\n全量报送中不再有的记录 %lld 条，仍在公示或暂缓：\n%.*s", (long long)count,
                STR(buf_view(&rows)));
    buf_free(&rows);
    arena_free(&a);
}

int command_status(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    if (o->sheet)
        return status_sheet(o);
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    int64_t by_verb[RULING_VERBS];
    int64_t superseded = 0;
    struct buf b = {0};
    ledger_tally(r.ledger, by_verb, RULING_VERBS, RULING_PUBLISH, &superseded);
    by_verb[RULING_SUPERSEDE] = superseded;
    instant last = ledger_last_as_of(r.ledger);
    buf_fmt(&b, "上一次运行：%s\n", last == INSTANT_NONE ? "还没有" : instant_text(&arena, last).p);
    for (int i = RULING_PUBLISH; i < RULING_VERBS; i++)
        buf_fmt(&b, "  %.*s %lld\n", STR(verb_text((enum verb)i)), (long long)by_verb[i]);
    int64_t waiting = ledger_pending_count(r.ledger);
    str restored = ledger_note(r.ledger, &arena, "restored");
    if (restored.n > 0)
        buf_fmt(&b, "网站现为第 %.*s 次运行的公示（gongshi rollback），下一次运行重新生成\n",
                STR(restored));
    else if (waiting > 0)
        buf_fmt(&b, "有 %lld 个文件等待公示：运行 gongshi publish\n", (long long)waiting);
    desk_print(&r, &b);
    print_vanished(&r, &b);
    os_print(buf_view(&b));
    buf_free(&b);
    run_close(&r);
    arena_free(&arena);
    return EXIT_DONE;
}
