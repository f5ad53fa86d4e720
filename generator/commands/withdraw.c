/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * withdraw.c — gongshi withdraw RECORD: a row for desk/approvals.csv, so that the next run takes it
 * down.
 *
 * In:    the record, --by, --reason, --document
 * Out:   desk/approvals.csv with one row more
 * Law:   行政处罚法 art. 48 (the reason is public)
 * Never: takes anything down by itself: what staff decide stands in one table
 */
#include "base/buf.h"
#include "base/csv.h"
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* so that spreadsheets take it for UTF-8 */

/* What staff find who open the empty table. */
const char approvals_header[] = "种类,对象,决定,内容,批准人,日期,文号,理由,备注\n";

/* The row in the order of the table's own columns. */
static bool add_row(struct run *r, struct arena *a, str text, struct buf *out) {
    const struct options *o = r->options;
    const struct {
        const char *zh;
        const char *en;
        str value;
    } cells[] = {
        {"种类", "kind", approval_kind_text(APPROVAL_WITHDRAW)},
        {"对象", "object", o->words[0]},
        {"决定", "decision", approval_word_text(WORD_AGREE)},
        {"批准人", "by", str_of(o->by)},
        {"日期", "date", date_text(a, r->today)},
        {"文号", "document", str_of(o->document == NULL ? "" : o->document)},
        {"理由", "reason", str_of(o->reason)},
    };
    struct csv_table t;
    str error;
    if (!csv_load(a, text, ',', &t, &error))
        return false;
    buf_str(out, text);
    if (!str_ends(text, S("\n")))
        buf_char(out, '\n');
    for (ptrdiff_t c = 0; c < t.columns; c++) {
        if (c > 0)
            buf_char(out, ',');
        for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
            if (str_eq(t.names[c], str_of(cells[i].zh)) || str_eq(t.names[c], str_of(cells[i].en)))
                buf_csv(out, cells[i].value, ',');
    }
    buf_char(out, '\n');
    return true;
}

static void write_row(struct run *r, struct arena *a) {
    struct buf b = {0};
    str file = {0};
    str text = str_of(approvals_header);
    (void)site_table(r->site, a, "desk/approvals", &file, &text);
    if (str_ends(file, S(".xlsx")))
        die_usage("审批表是工作簿 %.*s：请在其中加一行“撤下”", STR(file));
    buf_str(&b, S(BYTE_ORDER_MARK));
    if (!add_row(r, a, text, &b))
        die_usage("desk/approvals.csv 不是完整的 CSV，请先改正");
    os_write_atomic(site_path(r->site, "desk/approvals.csv"), buf_view(&b), 0660);
    buf_free(&b);
}

int command_withdraw(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    struct named found;
    if (o->word_count != 1 || o->by == NULL || o->reason == NULL)
        die_usage("用法：gongshi withdraw 编号|文书号 --by 批准人 --reason 理由 [--document 文号]");
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    records_named(&r, &arena, o->words[0], &found);
    if (found.n == 0)
        die_usage("账本中没有这个编号或文书号：%.*s", STR(o->words[0]));
    write_row(&r, &arena);
    os_print(S("已在 desk/approvals.csv 中登记；运行 gongshi run 以后撤下\n"));
    run_close(&r);
    arena_free(&arena);
    return EXIT_DONE;
}
