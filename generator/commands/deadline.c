/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * deadline.c — gongshi deadline DATE (DAYS|KIND): the due date alone, then how it was counted.
 *
 * In:    a day, a number of working days or a kind of enforcement
 * Out:   lines on standard output
 * Law:   law.md §1
 * Never: needs a ledger
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/os.h"
#include "commands/commands.h"
#include "commands/site.h"

int command_deadline(const struct options *o) {
    struct arena a = {0};
    if (o->word_count != 2)
        die_usage("用法：gongshi deadline 2026-09-24 7，或 gongshi deadline 2026-09-24 行政处罚");
    struct site *s = site_open_policy(&a, o);
    date from = date_parse_loose(o->words[0]);
    int64_t days = 0;
    str citation = {0};
    bool provisional = false;
    if (from == DATE_NONE)
        die_usage("日期应为 2026-09-24：%.*s", STR(o->words[0]));
    if (!str_int(o->words[1], &days))
        days = deadline_days(s->policy, o->words[1], from, &citation);
    if (days < 1 || days > 1000)
        die_usage("应为 1 到 1000 个工作日，或一种有公示期限的执法类别：%.*s", STR(o->words[1]));
    date due = workday_after(s->policy, from, (int)days, &provisional);
    struct buf b = {0};
    buf_str(&b, date_text(&a, due));
    buf_char(&b, '\n');
    if (provisional)
        buf_str(&b, S("暂定\n"));
    if (citation.n > 0)
        buf_fmt(&b, "依据：%.*s，%lld 个工作日\n", STR(citation), (long long)days);
    deadline_explain(s->policy, from, (int)days, &b);
    os_print(buf_view(&b));
    buf_free(&b);
    arena_free(&a);
    return EXIT_DONE;
}
