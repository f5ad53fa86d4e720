/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * data_files.c — rows of open data as CSV, JSON Lines and XLSX.
 *
 * In:    struct data_row
 * Out:   bytes in a buf, a workbook
 * Law:   none (RFC 4180 with the mark of UTF-8, JSON Lines)
 * Never: writes a formula; holds more than a row
 */
#include "pages/data.h"

#include "base/utf8.h"
#include "base/workbook.h"
#include "pages/page.h"

/* ---- names of files ---- */

str data_period(struct arena *a, int year) {
    return year > 0 ? str_fmt(a, "%d", year) : S("current");
}

str data_folder(struct arena *a, const struct data_set *s) {
    return str_fmt(a, "data/%.*s/%.*s/", STR(s->slug), STR(s->agency_code));
}

str data_path(struct arena *a, const struct data_set *s, int part, enum data_form form) {
    static const char *const endings[DATA_FORMS] = {"csv", "csv.gz", "jsonl", "jsonl.gz", "xlsx"};
    str number = part > 0 ? str_fmt(a, "-%d", part + 1) : S("");
    return str_fmt(a, "%.*s%.*s%.*s.%s", STR(data_folder(a, s)), STR(data_period(a, s->year)),
                   STR(number), endings[form]);
}

/* ---- CSV ---- */

void data_csv_head(enum kind k, struct buf *out) {
    struct data_column c[DATA_COLUMNS_MOST];
    int n = data_columns(k, c);
    buf_str(out, BOOK_CSV_MARK);
    for (int i = 0; i < n; i++) {
        buf_str(out, i > 0 ? S(",") : S(""));
        buf_str(out, str_of(c[i].name));
    }
    buf_str(out, S("\r\n"));
}

static bool is_number(enum field_type t) {
    return t == FIELD_money || t == FIELD_whole;
}

void data_csv_row(const struct pages *p, struct arena *a, enum kind k, const struct data_row *row,
                  struct buf *out) {
    struct data_column c[DATA_COLUMNS_MOST];
    int n = data_columns(k, c);
    for (int i = 0; i < n; i++) {
        str cell = data_cell(p, a, &c[i], row);
        buf_str(out, i > 0 ? S(",") : S(""));
        if (is_number(c[i].type))
            buf_str(out, cell);
        else
            book_csv(out, cell);
    }
    buf_str(out, S("\r\n"));
}

/* ---- JSON Lines ---- */

static void json_list(const struct strs *v, struct buf *out) {
    buf_char(out, '[');
    for (ptrdiff_t i = 0; i < v->n; i++) {
        buf_str(out, i > 0 ? S(",") : S(""));
        buf_json(out, v->v[i]);
    }
    buf_char(out, ']');
}

static void json_value(const struct pages *p, struct arena *a, const struct data_column *c,
                       const struct data_row *row, struct buf *out) {
    const void *value = c->field == NULL ? NULL : (const char *)row->disclosure + c->field->at;
    if (c->type == FIELD_list)
        json_list(value, out);
    else if (c->type == FIELD_rows)
        data_table(value, (enum columns)c->field->of, out);
    else if (is_number(c->type))
        buf_str(out, data_cell(p, a, c, row));
    else
        buf_json(out, data_cell(p, a, c, row));
}

static bool is_absent(const struct data_column *c, const struct data_row *row, str cell) {
    return c->field == NULL ? cell.n == 0 : field_absent(c->field, row->disclosure);
}

void data_json_row(const struct pages *p, struct arena *a, enum kind k, const struct data_row *row,
                   struct buf *out) {
    struct data_column c[DATA_COLUMNS_MOST];
    int n = data_columns(k, c);
    for (int i = 0; i < n; i++) {
        str cell = c[i].field == NULL ? data_cell(p, a, &c[i], row) : (str){0};
        if (is_absent(&c[i], row, cell))
            continue;
        buf_fmt(out, "%s\"%s\":", i > 0 ? "," : "{", c[i].name);
        json_value(p, a, &c[i], row, out);
    }
    buf_str(out, S("}\n"));
}

/* ---- XLSX ---- */

#define WIDTH_MOST 60.0

static void set_columns(struct arena *a, struct book *b, const struct data_column *c, int n) {
    struct book_column *widths = NEW(a, struct book_column, n);
    struct book_cell head[DATA_COLUMNS_MOST];
    for (int i = 0; i < n; i++) {
        double wide = c[i].type == FIELD_lines ? WIDTH_MOST : book_width(str_of(c[i].title)) + 6;
        widths[i] = (struct book_column){wide, BOOK_TEXT};
        head[i] = (struct book_cell){.look = BOOK_HEAD, .text = str_of(c[i].title)};
    }
    book_columns(b, widths, n);
    book_freeze(b, 1, 1);
    book_row(b, head, n);
}

/* As much as a cell holds, and where the rest is. */
static str fitting(struct arena *a, str cell) {
    str rest = cell;
    if (book_fits(cell))
        return cell;
    for (int i = 0; i < (BOOK_TEXT_LIMIT - 64) / 2; i++)
        (void)utf8_next(&rest);
    return str_fmt(a, "%.*s……（单元格容不下全文，见网址一栏的网页或 CSV 文件）",
                   STR(str_sub(cell, 0, rest.p - cell.p)));
}

void data_workbook(const struct pages *p, struct arena *a, const struct data_part *part,
                   const char *path) {
    struct data_column c[DATA_COLUMNS_MOST];
    struct arena scratch = {0};
    int columns = data_columns(part->set.kind, c);
    struct book *b = book_open(a, path);
    book_sheet(b, kind_info(part->set.kind)->title);
    set_columns(a, b, c, columns);
    for (int r = 0; r < part->n; r++) {
        struct book_cell cells[DATA_COLUMNS_MOST];
        arena_reset(&scratch);
        for (int i = 0; i < columns; i++)
            cells[i] = (struct book_cell){
                .look = BOOK_TEXT,
                .text = fitting(&scratch, data_cell(p, &scratch, &c[i], &part->rows[r]))};
        book_row(b, cells, columns);
    }
    book_finish(b);
    arena_free(&scratch);
}
