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

/* A duty of the office has a fixed day: 月报告, on the first of the next month or before. */
static bool print_duty(const struct site *s, struct arena *a, str named, date from) {
    str citation;
    date due = duty_due(s->policy, named, from, &citation);
    int first = 0;
    int last = 0;
    calendar_years(s->policy, &first, &last);
    if (due != DATE_NONE)
        os_print(str_fmt(a, "%s\n%s依据：%.*s\n", date_text(a, due).p,
                         date_ymd(due).year > last ? "暂定\n" : "", STR(citation)));
    return due != DATE_NONE;
}

static void print_counted(const struct site *s, struct arena *a, date from, int days,
                          str citation) {
    bool provisional = false;
    date due = workday_after(s->policy, from, days, &provisional);
    struct buf b = {0};
    buf_str(&b, date_text(a, due));
    buf_char(&b, '\n');
    if (provisional)
        buf_str(&b, S("暂定\n"));
    if (citation.n > 0)
        buf_fmt(&b, "依据：%.*s，%d 个工作日\n", STR(citation), days);
    deadline_explain(s->policy, from, days, &b);
    os_print(buf_view(&b));
    buf_free(&b);
}

int command_deadline(const struct options *o) {
    struct arena a = {0};
    if (o->word_count != 2)
        die_usage("用法：gongshi deadline 2026-09-24 7，或 gongshi deadline 2026-09-24 行政处罚");
    struct site *s = site_open_policy(&a, o);
    date from = date_parse_loose(o->words[0]);
    int64_t days = 0;
    str citation = {0};
    if (from == DATE_NONE)
        die_usage("日期应为 2026-09-24：%.*s", STR(o->words[0]));
    if (!print_duty(s, &a, o->words[1], from)) {
        if (!str_int(o->words[1], &days))
            days = deadline_days(s->policy, o->words[1], from, &citation);
        if (days < 1 || days > WORKDAYS_MOST)
            die_usage("应为 1 到 %d 个工作日，或一种有公示期限的执法类别，或一项事务：%.*s",
                      WORKDAYS_MOST, STR(o->words[1]));
        print_counted(s, &a, from, (int)days, citation);
    }
    arena_free(&a);
    return EXIT_DONE;
}
