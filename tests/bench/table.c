/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * table.c — synthetic decisions as tables, to be read back by bench.sh.
 *
 * In:    table FORM IN OUT: csv, xlsx or short, JSON Lines of decisions, the file to be made
 * Out:   a table of 17 columns: with the long texts of decisions, or (short, a workbook) without
 * Law:   none
 * Never: is part of the program
 *
 * The workbook has its texts in a common table, as Excel and WPS write them and as reading costs
 * most; so all of it is in memory here.
 */
#include "base/arena.h"
#include "base/os.h"
#include "base/workbook.h"

#include <jansson.h>
#include <xlsxwriter.h>

#define IN_LIMIT ((int64_t)8 << 30)
#define FLUSH ((ptrdiff_t)1 << 20)

static const char *const full[] = {
    "agency",     "category",  "document_name", "document_number", "party",    "party_type",
    "party_uscc", "cause",     "facts",         "basis",           "amount",   "conclusion",
    "decided",    "full_text", "penalty_types", "officers",        "publicity"};
static const char *const brief[] = {
    "agency",     "category", "document_name", "document_number", "party",         "party_type",
    "party_uscc", "party_id", "party_address", "basis",           "penalty_types", "procedure",
    "amount",     "cause",    "decided",       "conclusion",      "publicity"};
#define COLUMNS ((int)(sizeof full / sizeof full[0]))
_Static_assert(sizeof brief == sizeof full, "seventeen columns");
static const char *const *columns = full;

/* 马艳／13059904001；… */
static str rows_of(struct arena *a, const json_t *list) {
    str all = {0};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        all = str_fmt(a, "%.*s%s%s／%s", STR(all), i == 0 ? "" : "；",
                      json_string_value(json_object_get(one, "name")),
                      json_string_value(json_object_get(one, "certificate")));
    }
    return all;
}

static str cell_of(struct arena *a, const json_t *record, int column) {
    const json_t *v = json_object_get(record, columns[column]);
    if (json_is_array(v))
        return rows_of(a, v);
    if (json_is_integer(v))
        return str_fmt(a, "%lld", (long long)json_integer_value(v));
    return json_is_string(v) ? str_of(json_string_value(v)) : S("");
}

static void write_csv(str text, const char *path) {
    struct arena row = {0};
    struct buf b = {0};
    struct os_file *out = os_create(path, 0644);
    for (int c = 0; c < COLUMNS; c++)
        buf_fmt(&b, "%s%s", c == 0 ? "" : ",", columns[c]);
    buf_char(&b, '\n');
    while (text.n > 0) {
        str line = str_cut(&text, S("\n"));
        json_t *record = json_loadb(line.p, (size_t)line.n, 0, NULL);
        for (int c = 0; record != NULL && c < COLUMNS; c++) {
            buf_str(&b, c == 0 ? S("") : S(","));
            buf_csv(&b, cell_of(&row, record, c), ',');
        }
        buf_char(&b, '\n');
        json_decref(record);
        arena_reset(&row);
        if (b.n > FLUSH || text.n == 0) {
            os_append(out, buf_view(&b));
            buf_reset(&b);
        }
    }
    os_finish(out, false);
    buf_free(&b);
    arena_free(&row);
}

static void write_book(str text, const char *path) {
    struct arena row = {0};
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Sheet1");
    for (int c = 0; c < COLUMNS; c++)
        (void)worksheet_write_string(sheet, 0, (lxw_col_t)c, columns[c], NULL);
    for (lxw_row_t r = 1; text.n > 0; r++) {
        str line = str_cut(&text, S("\n"));
        json_t *record = json_loadb(line.p, (size_t)line.n, 0, NULL);
        for (int c = 0; record != NULL && c < COLUMNS; c++)
            (void)worksheet_write_string(sheet, r, (lxw_col_t)c,
                                         str_z(&row, cell_of(&row, record, c)), NULL);
        json_decref(record);
        arena_reset(&row);
    }
    if (workbook_close(book) != LXW_NO_ERROR)
        die("写不出 %s", path);
    arena_free(&row);
}

int main(int argc, char **argv) {
    struct arena a = {0};
    str text = {0};
    os_init();
    if (argc != 4 || !os_read(&a, argv[2], IN_LIMIT, &text))
        die_usage("用法：table csv|xlsx|short 记录.jsonl 文件");
    if (str_eq(str_of(argv[1]), S("short")))
        columns = brief;
    if (str_eq(str_of(argv[1]), S("csv")))
        write_csv(text, argv[3]);
    else
        write_book(text, argv[3]);
    arena_free(&a);
    return 0;
}
