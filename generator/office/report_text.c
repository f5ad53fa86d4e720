/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * report_text.c — rejected rows as .csv and .json, for programs and for sheets too large.
 *
 * In:    rows from the spool
 * Out:   desk/report/SOURCE-rejects.csv, .json
 * Law:   none
 * Never: changes a text of the sender; leaves half a file
 */
#include "office/report.h"

#include "base/os.h"
#include "base/workbook.h"

/* The two files of one sheet under way. */
struct texts {
    struct rejects *j;
    struct arena row;
    const struct reject_sheet *sheet; /* NULL: there is none */
    const char *name;                 /* in a complaint */
    struct os_file *csv;
    struct os_file *json;
    struct buf out;
    int64_t rows; /* of the JSON list under way */
};

static void flush(struct texts *t, struct os_file *to) {
    if (t->out.failed)
        die("%s：一行过长", t->name);
    os_append(to, buf_view(&t->out));
    buf_reset(&t->out);
}

/* ---- CSV ---- */

static int width_of(const struct texts *t) {
    return t->sheet == NULL ? 0 : t->sheet->n + SHEET_ADDED;
}

/* The cell in column i: the sender's, then what we add. */
static str csv_text(struct texts *t, const struct spooled *row, int i) {
    int added = i - t->sheet->n;
    if (added >= 0)
        return report_added(&t->row, t->sheet, row, (enum sheet_column)added);
    return i < row->cells.n ? row->cells.v[i] : (str){0};
}

static str csv_head(const struct texts *t, int i) {
    int added = i - t->sheet->n;
    return added < 0 ? t->sheet->columns[i] : str_of(sheet_added((enum sheet_column)added));
}

/* One row, or the header when there is none. */
static void put_csv_row(struct texts *t, const struct spooled *row) {
    for (int i = 0; i < width_of(t); i++) {
        buf_str(&t->out, i == 0 ? S("") : S(","));
        book_csv(&t->out, row == NULL ? csv_head(t, i) : csv_text(t, row, i));
    }
    buf_str(&t->out, S("\r\n"));
    flush(t, t->csv);
}

/* ---- JSON ---- */

static void put_member(struct buf *out, const char *name, str text) {
    buf_json(out, str_of(name));
    buf_str(out, S(": "));
    buf_json(out, text);
}

static void put_problem(struct texts *t, const struct problem *p) {
    const struct diag_kind *k = diag_kind(p->code);
    str column = p->column < 0 ? (str){0} : t->sheet->columns[p->column];
    put_member(&t->out, "code", str_of(k->code));
    buf_str(&t->out, S(", "));
    put_member(&t->out, "level", str_of(report_levels[p->level]));
    buf_str(&t->out, S(", "));
    put_member(&t->out, "column", column);
    buf_str(&t->out, S(", "));
    put_member(&t->out, "text", report_words(&t->row, p));
    buf_char(&t->out, '}');
}

static void put_problems(struct texts *t, const struct spooled *row) {
    for (int i = 0; i < row->n; i++) {
        buf_str(&t->out, i == 0 ? S("[{") : S(", {"));
        put_problem(t, &row->problems[i]);
    }
    buf_char(&t->out, ']');
}

/* What we add stands first, so that a reader of the file soon knows its map. */
static void put_json_row(struct texts *t, const struct spooled *row) {
    buf_str(&t->out, t->rows++ == 0 ? S("\n  {") : S(",\n  {"));
    for (int c = SHEET_ADDED - 1; c > SHEET_PROBLEM; c--) {
        enum sheet_column added = (enum sheet_column)c;
        put_member(&t->out, sheet_added(added), report_added(&t->row, t->sheet, row, added));
        buf_str(&t->out, S(", "));
    }
    buf_json(&t->out, str_of(sheet_added(SHEET_PROBLEM)));
    buf_str(&t->out, S(": "));
    put_problems(t, row);
    if (row->sheet < 0) {
        buf_str(&t->out, S(", "));
        put_member(&t->out, "@text", row->raw);
    }
    for (ptrdiff_t i = 0; i < row->cells.n; i++) {
        if (row->cells.v[i].n == 0)
            continue;
        buf_str(&t->out, S(", "));
        buf_json(&t->out, t->sheet->columns[i]);
        buf_str(&t->out, S(": "));
        buf_json(&t->out, row->cells.v[i]);
    }
    buf_char(&t->out, '}');
    flush(t, t->json);
}

static void begin_json(struct texts *t) {
    buf_str(&t->out, S("{\n"));
    put_member(&t->out, "@source", t->j->source);
    buf_fmt(&t->out, ",\n\"@rejected\": %lld,\n\"@doubted\": %lld,\n\"@listed\": %lld,\n",
            (long long)t->j->rejected, (long long)t->j->doubted, (long long)t->j->listed);
    buf_str(&t->out, S("\"records\": ["));
    flush(t, t->json);
}

/* Apart from the records: sent back as they are, they would be no records again. */
static void put_json_unreadable(struct texts *t, int sheet) {
    struct spooled row;
    buf_str(&t->out, S("],\n\"@unreadable\": ["));
    t->rows = 0;
    spool_rewind(t->j->spool);
    while (sheet == 0 && spool_next(t->j->spool, &t->row, &row))
        if (row.sheet < 0)
            put_json_row(t, &row);
}

static void put_json_summary(struct texts *t) {
    bool first = true;
    buf_str(&t->out, S("],\n\"@summary\": ["));
    for (int c = 0; c < DIAG_CODES; c++) {
        const struct diag_kind *k = diag_kind((enum diag_code)c);
        if (t->j->count[c] == 0)
            continue;
        buf_str(&t->out, first ? S("\n  {") : S(",\n  {"));
        first = false;
        put_member(&t->out, "code", str_of(k->code));
        buf_str(&t->out, S(", "));
        put_member(&t->out, "rule", str_of(k->rule));
        buf_str(&t->out, S(", "));
        put_member(&t->out, "level", str_of(report_levels[t->j->level[c]]));
        buf_fmt(&t->out, ", \"count\": %lld, ", (long long)t->j->count[c]);
        put_member(&t->out, "text", str_of(k->zh));
        buf_str(&t->out, S(", "));
        put_member(&t->out, "fix", str_of(k->fix));
        buf_char(&t->out, '}');
    }
    buf_str(&t->out, S("]\n}\n"));
    flush(t, t->json);
}

/* ---- both ---- */

static void put_rows(struct texts *t, int sheet) {
    struct spooled row;
    spool_rewind(t->j->spool);
    while (spool_next(t->j->spool, &t->row, &row)) {
        if (row.sheet != sheet)
            continue;
        put_csv_row(t, &row);
        put_json_row(t, &row);
    }
}

void report_text(struct rejects *j, int sheet) {
    struct texts t = {.j = j, .sheet = sheet < j->sheet_count ? &j->sheets[sheet] : NULL};
    const char *csv = report_path(j, j->arena, sheet, ".csv");
    const char *json = report_path(j, j->arena, sheet, ".json");
    t.name = csv;
    t.csv = os_create(report_beside(j->arena, csv), 0660);
    t.json = os_create(report_beside(j->arena, json), 0660);
    buf_str(&t.out, BOOK_CSV_MARK);
    put_csv_row(&t, NULL);
    begin_json(&t);
    put_rows(&t, sheet);
    put_json_unreadable(&t, sheet);
    put_json_summary(&t);
    os_finish(t.csv, false);
    os_finish(t.json, false);
    (void)os_rename(report_beside(j->arena, csv), csv);
    (void)os_rename(report_beside(j->arena, json), json);
    buf_free(&t.out);
    arena_free(&t.row);
}
