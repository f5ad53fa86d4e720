/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * table.c — a table that staff keep, as CSV or as a workbook.
 *
 * In:    NAME.csv (UTF-8 or GB18030), or NAME.xlsx in its place
 * Out:   the same as CSV in UTF-8; a row of the sheet stands on the line of its number
 * Law:   none
 * Never: reads a workbook outside the contained child; guesses which of two files is meant
 */
#include "base/buf.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/os.h"
#include "commands/site.h"

#include <string.h>

#define SHEET_LIMIT ((int64_t)64 << 20) /* bytes of a workbook's rows */

/* ---- the rows of a sheet as lines of CSV ---- */

static str text_of(const struct value *row, str key) {
    const struct value *v = value_get(row, key);
    return v != NULL && v->type == VALUE_TEXT ? v->text : (str){0};
}

/* What stands between the last row and this one are comments and empty rows: findings name lines.
 */
static void pad_to(struct buf *out, int64_t *line, int64_t row) {
    for (; *line < row; (*line)++)
        buf_str(out, S("#\n"));
    (*line)++;
}

static void put_cells(struct buf *out, const struct value *heads, const struct value *row) {
    for (ptrdiff_t i = 0; i < heads->n; i++) {
        str cell = row == NULL ? heads->items[i].text : text_of(row, heads->items[i].text);
        if (i > 0)
            buf_char(out, ',');
        buf_csv(out, cell, ',');
    }
    buf_char(out, '\n');
}

/* The first line of a sheet has its header; a second sheet is none of ours. */
static bool rows_to_csv(struct arena *a, str lines, struct buf *out) {
    struct value head = {0};
    const struct value *heads = NULL;
    int64_t line = 1;
    while (lines.n > 0) {
        struct value *row = NEW(a, struct value, 1);
        str error;
        int at = 0;
        int64_t number = 0;
        if (!json_load(a, str_cut(&lines, S("\n")), row, &error, &at) ||
            !str_int(text_of(row, S("@row")), &number))
            return false;
        const struct value *names = value_get(row, S("@columns"));
        if (names != NULL && heads != NULL)
            break;
        pad_to(out, &line, number);
        if (names != NULL) {
            head = *row;
            heads = value_get(&head, S("@columns"));
            put_cells(out, heads, NULL);
        } else if (heads != NULL) {
            put_cells(out, heads, row);
        }
    }
    return heads != NULL && !out->failed;
}

/* ---- a workbook ---- */

static void tell(struct site *s, const struct diags *found) {
    for (const struct diag *d = found->first; d != NULL; d = d->next)
        diag(&s->diags, d->code, d->place, "%.*s", STR(d->detail));
}

/* Opened in the contained child, from a copy: content/ may be shipped and not ours to write in. */
static bool read_workbook(struct site *s, struct arena *a, const char *path, str name, str *text) {
    struct arena scratch = {0};
    struct diags found = {.arena = a};
    unsigned char random[8];
    struct buf csv = {0};
    str lines = {0};
    os_random(random, sizeof random);
    buf_hex(&csv, random, sizeof random);
    os_mkdirs(site_path(s, "state"), 0700);
    const char *copy = site_path(s, str_fmt(s->arena, "state/%.*s.xlsx", STR(buf_view(&csv))).p);
    buf_reset(&csv);
    os_copy(path, copy, 0600);
    struct intake_file file = {.path = copy, .name = name, .any_header = true};
    struct raw raw = {.file = &file};
    enum normal n = intake_normalise(&scratch, &raw, &found);
    bool ok = n == NORMAL_LINES && os_read(&scratch, raw.out, SHEET_LIMIT, &lines) &&
              rows_to_csv(&scratch, lines, &csv);
    *text = n == NORMAL_AS_IS ? (str){0} : str_dup(a, buf_view(&csv));
    if (!ok)
        diag(&found, DIAG_TABLE_WORKBOOK, (struct place){.file = name}, "%s", "");
    tell(s, &found);
    os_unlink(copy);
    if (raw.out != NULL)
        os_unlink(raw.out);
    buf_free(&csv);
    arena_free(&scratch);
    return ok;
}

/* ---- whichever there is ---- */

bool site_table_file(struct site *s, struct arena *a, const char *path, str *text) {
    str utf8;
    ptrdiff_t bad = 0;
    if (str_ends(str_of(path), S(".xlsx")))
        return os_stat(path).is_file && read_workbook(s, a, path, str_of(path), text);
    if (!os_read(a, path, SHEET_LIMIT, text) || !encoding_to_utf8(a, *text, &utf8, &bad))
        return false;
    *text = utf8;
    return true;
}

bool site_table(struct site *s, struct arena *a, const char *below, str *file, str *text) {
    const char *roots[] = {s->dir, s->share};
    str csv = str_fmt(a, "%s.csv", below);
    str book = str_fmt(a, "%s.xlsx", below);
    for (int i = 0; i < 2; i++) {
        const char *path = str_fmt(a, "%s/%.*s", roots[i], STR(book)).p;
        bool has_csv = os_stat(str_fmt(a, "%s/%.*s", roots[i], STR(csv)).p).is_file;
        bool has_book = os_stat(path).is_file;
        if (has_csv && has_book)
            diag(&s->diags, DIAG_TABLE_TWICE, (struct place){.file = csv}, "%.*s", STR(book));
        if (has_csv)
            return site_read(s, a, csv.p, file, text);
        *file = book;
        if (has_book)
            return read_workbook(s, a, path, book, text);
    }
    return false;
}
