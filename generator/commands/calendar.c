/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * calendar.c — gongshi calendar [YEAR]: the holiday table as it is counted with, and whether it is
 * sound.
 *
 * In:    content/law/holidays.csv
 * Out:   lines on standard output, findings on standard error
 * Law:   国务院办公厅's yearly notice, 民法典 art. 203
 * Never: changes the table
 */
#include "base/buf.h"
#include "base/os.h"
#include "commands/commands.h"
#include "commands/site.h"

int command_calendar(const struct options *o) {
    struct arena a = {0};
    struct buf b = {0};
    int64_t only = 0;
    int first = 0;
    int last = 0;
    if (o->word_count > 1 || (o->word_count == 1 && !str_int(o->words[0], &only)))
        die_usage("用法：gongshi calendar [年份]");
    struct site *s = site_open_policy(&a, o);
    calendar_check(s->policy, instant_date(o->as_of), &s->diags);
    calendar_years(s->policy, &first, &last);
    if (only != 0 && (only < first || only > last))
        die_usage("节假日表只有 %d 至 %d 年", first, last);
    for (int year = only != 0 ? (int)only : first; year <= (only != 0 ? (int)only : last); year++)
        calendar_print(s->policy, year, &b);
    buf_fmt(&b, "节假日表 %d 至 %d 年，期限表版本 %.*s\n", first, last,
            STR(policy_deadline_tables(s->policy)));
    os_print(buf_view(&b));
    site_report(s);
    buf_free(&b);
    arena_free(&a);
    return EXIT_DONE;
}
