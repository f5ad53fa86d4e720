/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ledgers.c — the tables that staff keep in desk/: corrections asked for, and what was sent.
 *
 * In:    desk/corrections.csv, desk/sent.csv
 * Out:   counts, days; a report as a delivery
 * Law:   国办发〔2017〕47号 (纠错), 国办发〔2018〕118号 (统计年报)
 * Never: shows who asked
 */
#include "base/csv.h"
#include "base/os.h"
#include "commands/statistics.h"

static bool load(struct run *r, struct arena *a, const char *below, struct csv_table *out) {
    str file;
    str text;
    str error;
    return site_table(r->site, a, below, &file, &text) && csv_load(a, text, ',', out, &error);
}

static date day_in(const struct csv_table *t, ptrdiff_t row, const char *column) {
    return date_parse_loose(csv_cell(t, row, csv_column(t, str_of(column))));
}

struct figure_table corrections_table(struct run *r, struct arena *a, int from, int to) {
    static const char *const heads[] = {"收到", "已答复", "按期答复", "未答复"};
    struct figure_table t = {.title = S("网站纠错"), .corner = S("项目"), .columns = 4};
    struct csv_table csv;
    int64_t n[4] = {0};
    t.heads = NEW(a, str, 4);
    t.rows = NEW(a, str, 1);
    t.values = NEW(a, str, 4);
    for (ptrdiff_t i = 0; load(r, a, "desk/corrections", &csv) && i < csv.rows; i++) {
        date received = day_in(&csv, i, "收到日期");
        date answered = day_in(&csv, i, "答复日期");
        date due = day_in(&csv, i, "答复期限");
        struct ymd day = date_ymd(received);
        int month = day.year * 12 + day.month - 1;
        if (received == DATE_NONE || month < from || month > to)
            continue;
        n[0]++;
        n[1] += answered != DATE_NONE;
        n[2] += answered != DATE_NONE && (due == DATE_NONE || answered <= due);
        n[3] += answered == DATE_NONE;
    }
    for (int i = 0; i < 4; i++) {
        t.heads[i] = str_of(heads[i]);
        t.values[i] = str_fmt(a, "%lld", (long long)n[i]);
    }
    t.rows[0] = S("件数");
    t.row_count = n[0] > 0;
    return t;
}

str corrections_digest(struct run *r, struct arena *a) {
    str file;
    str text;
    if (!site_table(r->site, a, "desk/corrections", &file, &text))
        return S("");
    return sha256_text(a, sha256_of(text));
}

date statistics_sent(struct run *r, struct arena *a, const struct agency_name *agency, int year,
                     str recipient) {
    struct csv_table t;
    if (!load(r, a, "desk/sent", &t))
        return DATE_NONE;
    str wanted = str_fmt(a, "%d", year);
    for (ptrdiff_t i = 0; i < t.rows; i++) {
        str who = csv_cell(&t, i, csv_column(&t, S("机关")));
        if (str_eq(csv_cell(&t, i, csv_column(&t, S("年度"))), wanted) &&
            (str_eq(who, agency->code) || str_eq(who, agency->name)) &&
            str_eq(csv_cell(&t, i, csv_column(&t, S("报送对象"))), recipient))
            return day_in(&t, i, "日期");
    }
    return DATE_NONE;
}

/* {"kind":"report", …, "figures":[{"table":…,"item":…,"value":…}]} */
void statistics_record(struct run *r, struct arena *a, const struct figure_span *span,
                       const struct figure_tables *t, struct buf *out) {
    int year = span->from / 12;
    str number = str_fmt(a, "%.*s-%d", STR(span->agencies[0].code), year);
    buf_str(out, S("[{\"kind\":\"report\",\"agency\":"));
    buf_json(out, span->agencies[0].name);
    buf_str(out, S(",\"number\":"));
    buf_json(out, number);
    buf_fmt(out,
            ",\"name\":\"%d 年度行政执法统计年报\",\"year\":%d,\"issued\":\"%s\",\"figures\":[",
            year, year, date_text(a, r->today).p);
    for (int i = 0; i < t->n; i++)
        for (int c = 0; c < t->v[i].columns; c++) {
            buf_str(out, i + c > 0 ? S(",{\"table\":") : S("{\"table\":"));
            buf_json(out, t->v[i].title);
            buf_str(out, S(",\"item\":"));
            buf_json(out, t->v[i].heads[c]);
            buf_str(out, S(",\"value\":"));
            buf_json(out, t->v[i].values[c]);
            buf_char(out, '}');
        }
    buf_str(out, S("]}]\n"));
}
