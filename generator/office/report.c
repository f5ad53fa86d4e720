/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * report.c — rejected rows as their sender's own sheet, with what is wrong and how to mend it.
 *
 * In:    rows from the spool
 * Out:   desk/report/SOURCE-rejects.xlsx, .csv, .json
 * Law:   none
 * Never: changes a text of the sender; leaves half a file
 */
#include "base/os.h"
#include "base/workbook.h"
#include "office/rejects.h"

#define SUMMARY_COLUMNS 6
#define COLUMN_WIDTH 18
#define PROBLEM_WIDTH 60

static const char *const level_words[] = {"说明", "提醒", "存疑", "退回", "错误"};
static const char *const level_names[] = {"note", "warn", "doubt", "reject", "error"};

/* One report under way. */
struct report {
    struct rejects *j;
    struct arena *a; /* of the report */
    struct arena row;
    const struct reject_sheet *sheet; /* NULL: there is none */
    const char *xlsx;
    const char *csv;
    const char *json;
    struct book *book;
    struct os_file *csv_file;
    struct os_file *json_file;
    struct buf out;
    int64_t rows; /* of the JSON list under way */
    int64_t long_rows;
};

/* ---- words ---- */

/* 日期应为 YYYY-MM-DD：2026-13-02；请改成真实存在的日期 [E203] */
static str words_of(struct arena *a, const struct problem *p) {
    const struct diag_kind *k = diag_kind(p->code);
    str words = str_fmt(a, "%s%s%.*s%s%s [%s]", k->zh, p->detail.n > 0 ? "：" : "", STR(p->detail),
                        k->fix[0] != '\0' ? "；" : "", k->fix, k->code);
    /* In a row that comes back only the sender's own cells may hold what stands for broken bytes.
     */
    return str_replace(a, words, S("\xEF\xBF\xBD"), S("?"));
}

static str column_name(const struct report *r, int column) {
    return column < 0 ? (str){0} : r->sheet->columns[column];
}

/* All that is wrong with a row, a line each, with the column's name before it. */
static str all_words(const struct report *r, struct arena *a, const struct spooled *row) {
    str all = {0};
    for (int i = 0; i < row->n; i++) {
        str name = column_name(r, row->problems[i].column);
        str words = words_of(a, &row->problems[i]);
        all = str_fmt(a, "%.*s%s%.*s%s%.*s", STR(all), i > 0 ? "\n" : "", STR(name),
                      name.n > 0 ? "：" : "", STR(words));
    }
    return all;
}

/* What is wrong with one cell, and how it is coloured. */
static struct book_cell cell_of(struct arena *a, const struct spooled *row, int column) {
    struct book_cell cell = {.look = BOOK_TEXT};
    if (column < row->cells.n)
        cell.text = row->cells.v[column];
    for (int i = 0; i < row->n; i++) {
        const struct problem *p = &row->problems[i];
        if (p->column != column)
            continue;
        str words = words_of(a, p);
        cell.comment =
            cell.comment.n == 0 ? words : str_fmt(a, "%.*s\n%.*s", STR(cell.comment), STR(words));
        if (cell.look != BOOK_FAULT)
            cell.look = p->level >= DIAG_REJECT ? BOOK_FAULT : BOOK_DOUBT;
    }
    return cell;
}

static str added_text(const struct report *r, struct arena *a, const struct spooled *row,
                      enum sheet_column c) {
    switch (c) {
    case SHEET_PROBLEM:
        return all_words(r, a, row);
    case SHEET_FILE:
        return row->file;
    case SHEET_LINE:
        return str_fmt(a, "%lld", (long long)row->line);
    default:
        return row->map;
    }
}

/* ---- the sender's sheet ---- */

static int width_of(const struct report *r) {
    return r->sheet == NULL ? 0 : r->sheet->n + SHEET_ADDED;
}

static void begin_book(struct report *r) {
    int n = width_of(r);
    struct book_column *columns = NEW(r->a, struct book_column, n);
    struct book_cell *head = NEW(r->a, struct book_cell, n);
    for (int i = 0; i < n; i++) {
        int added = i - r->sheet->n;
        columns[i] =
            (struct book_column){added == SHEET_PROBLEM ? PROBLEM_WIDTH : COLUMN_WIDTH, BOOK_TEXT};
        head[i] =
            (struct book_cell){.look = added < 0 ? BOOK_HEAD : BOOK_ADDED,
                               .text = added < 0 ? r->sheet->columns[i]
                                                 : str_of(sheet_added((enum sheet_column)added))};
    }
    if (n == 0)
        return;
    book_sheet(r->book, "退回");
    book_columns(r->book, columns, n);
    book_freeze(r->book, 1, 0);
    book_row(r->book, head, n);
}

/* A row with a cell that a workbook cannot hold would come back cut: it is in the other files. */
static void put_book_row(struct report *r, const struct spooled *row) {
    int n = width_of(r);
    struct book_cell *cells = NEW(&r->row, struct book_cell, n);
    for (int i = 0; i < n; i++) {
        int added = i - r->sheet->n;
        if (added < 0)
            cells[i] = cell_of(&r->row, row, i);
        else
            cells[i] = (struct book_cell){
                .look = BOOK_ADDED, .text = added_text(r, &r->row, row, (enum sheet_column)added)};
        if (added < 0 && !book_fits(cells[i].text)) {
            r->long_rows++;
            return;
        }
    }
    book_row(r->book, cells, n);
}

static void flush(struct report *r, struct os_file *to) {
    if (r->out.failed)
        die("%s：一行过长", r->csv);
    os_append(to, buf_view(&r->out));
    buf_reset(&r->out);
}

static void begin_csv(struct report *r) {
    buf_str(&r->out, BOOK_CSV_MARK);
    for (int i = 0; i < width_of(r); i++) {
        int added = i - r->sheet->n;
        buf_str(&r->out, i == 0 ? S("") : S(","));
        book_csv(&r->out,
                 added < 0 ? r->sheet->columns[i] : str_of(sheet_added((enum sheet_column)added)));
    }
    buf_str(&r->out, S("\r\n"));
    flush(r, r->csv_file);
}

static void put_csv_row(struct report *r, const struct spooled *row) {
    for (int i = 0; i < width_of(r); i++) {
        int added = i - r->sheet->n;
        str text = added >= 0         ? added_text(r, &r->row, row, (enum sheet_column)added)
                   : i < row->cells.n ? row->cells.v[i]
                                      : (str){0};
        buf_str(&r->out, i == 0 ? S("") : S(","));
        book_csv(&r->out, text);
    }
    buf_str(&r->out, S("\r\n"));
    flush(r, r->csv_file);
}

/* ---- JSON ---- */

static void put_member(struct buf *out, const char *name, str text) {
    buf_json(out, str_of(name));
    buf_str(out, S(": "));
    buf_json(out, text);
}

static void put_problems(struct report *r, const struct spooled *row) {
    for (int i = 0; i < row->n; i++) {
        const struct problem *p = &row->problems[i];
        const struct diag_kind *k = diag_kind(p->code);
        buf_str(&r->out, i == 0 ? S("[{") : S(", {"));
        put_member(&r->out, "code", str_of(k->code));
        buf_str(&r->out, S(", "));
        put_member(&r->out, "level", str_of(level_names[p->level]));
        buf_str(&r->out, S(", "));
        put_member(&r->out, "column", column_name(r, p->column));
        buf_str(&r->out, S(", "));
        put_member(&r->out, "text", words_of(&r->row, p));
        buf_char(&r->out, '}');
    }
    buf_char(&r->out, ']');
}

/* What we add stands first, so that a reader of the file soon knows its map. */
static void put_json_row(struct report *r, const struct spooled *row) {
    buf_str(&r->out, r->rows++ == 0 ? S("\n  {") : S(",\n  {"));
    for (int c = SHEET_ADDED - 1; c > SHEET_PROBLEM; c--) {
        enum sheet_column added = (enum sheet_column)c;
        put_member(&r->out, sheet_added(added), added_text(r, &r->row, row, added));
        buf_str(&r->out, S(", "));
    }
    buf_json(&r->out, str_of(sheet_added(SHEET_PROBLEM)));
    buf_str(&r->out, S(": "));
    put_problems(r, row);
    if (row->sheet < 0) {
        buf_str(&r->out, S(", "));
        put_member(&r->out, "@text", row->raw);
    }
    for (ptrdiff_t i = 0; i < row->cells.n; i++) {
        if (row->cells.v[i].n == 0)
            continue;
        buf_str(&r->out, S(", "));
        buf_json(&r->out, r->sheet->columns[i]);
        buf_str(&r->out, S(": "));
        buf_json(&r->out, row->cells.v[i]);
    }
    buf_char(&r->out, '}');
    flush(r, r->json_file);
}

static void begin_json(struct report *r) {
    buf_str(&r->out, S("{\n"));
    put_member(&r->out, "@source", r->j->source);
    buf_fmt(&r->out, ",\n\"@rejected\": %lld,\n\"@doubted\": %lld,\n\"@listed\": %lld,\n",
            (long long)r->j->rejected, (long long)r->j->doubted, (long long)r->j->listed);
    buf_str(&r->out, S("\"records\": ["));
    flush(r, r->json_file);
}

/* Apart from the records: sent back as they are, they would be no records again. */
static void put_json_unreadable(struct report *r) {
    struct spooled row;
    buf_str(&r->out, S("],\n\"@unreadable\": ["));
    r->rows = 0;
    spool_rewind(r->j->spool);
    while (spool_next(r->j->spool, &r->row, &row))
        if (row.sheet < 0)
            put_json_row(r, &row);
}

static void put_json_summary(struct report *r) {
    bool first = true;
    buf_str(&r->out, S("],\n\"@summary\": ["));
    for (int c = 0; c < DIAG_CODES; c++) {
        const struct diag_kind *k = diag_kind((enum diag_code)c);
        if (r->j->count[c] == 0)
            continue;
        buf_str(&r->out, first ? S("\n  {") : S(",\n  {"));
        first = false;
        put_member(&r->out, "code", str_of(k->code));
        buf_str(&r->out, S(", "));
        put_member(&r->out, "rule", str_of(k->rule));
        buf_str(&r->out, S(", "));
        put_member(&r->out, "level", str_of(level_names[r->j->level[c]]));
        buf_fmt(&r->out, ", \"count\": %lld, ", (long long)r->j->count[c]);
        put_member(&r->out, "text", str_of(k->zh));
        buf_str(&r->out, S(", "));
        put_member(&r->out, "fix", str_of(k->fix));
        buf_char(&r->out, '}');
    }
    buf_str(&r->out, S("]\n}\n"));
    flush(r, r->json_file);
}

/* ---- the summary ---- */

static void put_line(struct report *r, enum book_look look, str text) {
    book_row(r->book, &(struct book_cell){.look = look, .text = text}, 1);
}

static void put_texts(struct report *r, enum book_look look, const str *texts) {
    struct book_cell cells[SUMMARY_COLUMNS];
    for (int i = 0; i < SUMMARY_COLUMNS; i++)
        cells[i] = (struct book_cell){.look = look, .text = texts[i]};
    book_row(r->book, cells, SUMMARY_COLUMNS);
}

static void put_account(struct report *r) {
    const struct rejects *j = r->j;
    str files = {0};
    int64_t left = j->rejected + j->doubted - j->listed;
    for (ptrdiff_t i = 0; i < j->files.n; i++)
        files = str_fmt(r->a, "%.*s%s%.*s", STR(files), i > 0 ? "、" : "", STR(j->files.v[i]));
    put_line(r, BOOK_TITLE, str_fmt(r->a, "%.*s 退回汇总", STR(j->source)));
    put_line(r, BOOK_TEXT,
             str_fmt(r->a, "收到文件 %lld 个：%.*s%s", (long long)j->file_count, STR(files),
                     j->file_count > j->files.n ? "等" : ""));
    put_line(r, BOOK_TEXT,
             str_fmt(r->a, "退回 %lld 条（没有收），存疑 %lld 条（收下了，暂缓公示）",
                     (long long)j->rejected, (long long)j->doubted));
    put_line(r, BOOK_TEXT,
             S("怎样改正：在“退回”表中改有颜色的格，鼠标停在格上可以看说明；保存后把本文件放进 "
               "desk/inbox 即可。表头和带【】的栏目请不要改。没有改正的行会再次退回。"));
    if (left > 0)
        put_line(r, BOOK_TEXT,
                 str_fmt(r->a, "本表列出 %lld 条，还有 %lld 条没有列出；改正一批再报送，会列出其余",
                         (long long)j->listed, (long long)left));
    if (r->long_rows > 0)
        put_line(r, BOOK_TEXT,
                 str_fmt(r->a,
                         "有 %lld 条的文字超过表格软件一格能放的 %d 字，只在 .csv 和 .json 中",
                         (long long)r->long_rows, BOOK_TEXT_LIMIT));
    put_line(r, BOOK_TEXT, S(""));
}

static void put_counts(struct report *r) {
    const str titles[] = {S("代码"), S("规则"), S("程度"), S("次数"), S("问题"), S("怎样改")};
    put_texts(r, BOOK_HEAD, titles);
    for (int c = 0; c < DIAG_CODES; c++) {
        const struct diag_kind *k = diag_kind((enum diag_code)c);
        if (r->j->count[c] == 0)
            continue;
        const str texts[] = {str_of(k->code),
                             str_of(k->rule),
                             str_of(level_words[r->j->level[c]]),
                             str_fmt(r->a, "%lld", (long long)r->j->count[c]),
                             str_of(k->zh),
                             str_of(k->fix)};
        put_texts(r, BOOK_WRAPPED, texts);
    }
}

/* Lines that are no rows: the clerk must look them up in the delivery. */
static void put_unreadable(struct report *r) {
    const str titles[] = {S("文件"), S("行号"), S(""), S(""), S("读不出的行，请在原文件中改正"),
                          S("原文")};
    struct spooled row;
    bool first = true;
    spool_rewind(r->j->spool);
    while (spool_next(r->j->spool, &r->row, &row)) {
        if (row.sheet >= 0)
            continue;
        if (first) {
            put_line(r, BOOK_TEXT, S(""));
            put_texts(r, BOOK_HEAD, titles);
        }
        first = false;
        str line = row.line > 0 ? str_fmt(&r->row, "%lld", (long long)row.line) : (str){0};
        const str texts[] = {row.file, line, {0}, {0}, all_words(r, &r->row, &row), row.raw};
        put_texts(r, BOOK_WRAPPED, texts);
    }
}

static void put_summary(struct report *r) {
    static const struct book_column columns[SUMMARY_COLUMNS] = {{28, BOOK_TEXT}, {12, BOOK_TEXT},
                                                                {8, BOOK_TEXT},  {8, BOOK_TEXT},
                                                                {50, BOOK_TEXT}, {60, BOOK_TEXT}};
    book_sheet(r->book, SHEET_SUMMARY);
    book_columns(r->book, columns, SUMMARY_COLUMNS);
    put_account(r);
    put_counts(r);
    if (r->sheet == NULL || r->sheet == &r->j->sheets[0])
        put_unreadable(r);
}

/* ---- three files ---- */

/* SOURCE-rejects.xlsx; SOURCE-rejects-2.xlsx for the second sheet. */
static const char *path_of(const struct rejects *j, struct arena *a, int sheet,
                           const char *ending) {
    str number = sheet == 0 ? S("") : str_fmt(a, "-%d", sheet + 1);
    return str_fmt(a, "%s/%.*s-rejects%.*s%s", j->folder, STR(j->source), STR(number), ending).p;
}

static const char *beside(struct report *r, const char *path) {
    return str_fmt(r->a, "%s.new", path).p;
}

static void put_rows(struct report *r, int sheet) {
    struct spooled row;
    spool_rewind(r->j->spool);
    while (spool_next(r->j->spool, &r->row, &row)) {
        if (row.sheet != sheet)
            continue;
        put_book_row(r, &row);
        put_csv_row(r, &row);
        put_json_row(r, &row);
    }
}

static void finish(struct report *r) {
    put_summary(r);
    put_json_unreadable(r);
    put_json_summary(r);
    book_finish(r->book);
    os_finish(r->csv_file, false);
    os_finish(r->json_file, false);
    (void)os_rename(beside(r, r->xlsx), r->xlsx);
    (void)os_rename(beside(r, r->csv), r->csv);
    (void)os_rename(beside(r, r->json), r->json);
    buf_free(&r->out);
    arena_free(&r->row);
}

const char *report_write(struct rejects *j, int sheet) {
    struct report r = {.j = j, .a = j->arena};
    r.sheet = sheet < j->sheet_count ? &j->sheets[sheet] : NULL;
    r.xlsx = path_of(j, r.a, sheet, ".xlsx");
    r.csv = path_of(j, r.a, sheet, ".csv");
    r.json = path_of(j, r.a, sheet, ".json");
    os_write(beside(&r, r.xlsx), S(""), 0660);
    r.book = book_open(r.a, beside(&r, r.xlsx));
    r.csv_file = os_create(beside(&r, r.csv), 0660);
    r.json_file = os_create(beside(&r, r.json), 0660);
    begin_book(&r);
    begin_csv(&r);
    begin_json(&r);
    put_rows(&r, sheet);
    finish(&r);
    return r.xlsx;
}

void report_remove(struct rejects *j, int sheet) {
    static const char *const endings[] = {".xlsx", ".csv", ".json"};
    for (int i = 0; i < 3; i++)
        os_unlink(path_of(j, j->arena, sheet, endings[i]));
}
