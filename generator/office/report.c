/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * report.c — rejected rows as their sender's own sheets, with what is wrong and how to mend it.
 *
 * In:    rows from the spool
 * Out:   desk/report/SOURCE-rejects.xlsx
 * Law:   none
 * Never: changes a text of the sender; leaves half a file
 */
#include "office/report.h"

#include "base/os.h"
#include "base/utf8.h"
#include "base/workbook.h"

#define SUMMARY_COLUMNS 6
#define COLUMN_LEAST 9
#define COLUMN_MOST 26
#define SHEET_ALONE "拒收" /* what the sheet is called when there is one */
#define SHEET_UNSENT "未报送"

const char *const report_levels[] = {"note", "warn", "doubt", "reject", "error"};
static const char *const level_words[] = {"说明", "提醒", "存疑", "拒收", "错误"};

/* The workbook under way. */
struct report {
    struct rejects *j;
    struct arena *a; /* of the report */
    struct arena row;
    struct book *book;
    const char *names[REJECTS_SHEETS];
};

/* ---- words ---- */

str report_words(struct arena *a, const struct problem *p) {
    const struct diag_kind *k = diag_kind(p->code);
    str words = str_fmt(a, "%s%s%.*s%s%s [%s]", k->zh, p->detail.n > 0 ? "：" : "", STR(p->detail),
                        k->fix[0] != '\0' ? "；" : "", k->fix, k->code);
    /* In a row that comes back only the sender's own cells may hold what stands for broken bytes.
     */
    return str_replace(a, words, S("\xEF\xBF\xBD"), S("?"));
}

str report_all_words(struct arena *a, const struct reject_sheet *sheet, const struct spooled *row) {
    str all = {0};
    for (int i = 0; i < row->n; i++) {
        int column = row->problems[i].column;
        str name = column < 0 ? (str){0} : sheet->columns[column];
        str words = report_words(a, &row->problems[i]);
        all = str_fmt(a, "%.*s%s%.*s%s%.*s", STR(all), i > 0 ? "\n" : "", STR(name),
                      name.n > 0 ? "：" : "", STR(words));
    }
    return all;
}

str report_added(struct arena *a, const struct reject_sheet *sheet, const struct spooled *row,
                 enum sheet_column c) {
    switch (c) {
    case SHEET_PROBLEM:
        return report_all_words(a, sheet, row);
    case SHEET_FILE:
        return row->file;
    case SHEET_LINE:
        return str_fmt(a, "%lld", (long long)row->line);
    default:
        return row->map;
    }
}

/* ---- what a sheet is called ---- */

/* 双公示.xlsx[行政许可] is 行政许可, inbox/2026-03.csv is 2026-03. */
static str stem_of(str file) {
    for (str rest = file; rest.p != NULL;)
        file = str_cut(&rest, S("/"));
    ptrdiff_t sheet = str_find(file, S("["));
    ptrdiff_t end = file.n;
    while (end > 0 && file.p[end - 1] != '.')
        end--;
    if (sheet > 0 && str_ends(file, S("]")))
        file = str_sub(file, sheet + 1, file.n - 1);
    else if (end > 1)
        file = str_sub(file, 0, end - 1);
    /* A sheet that comes back a second time. */
    str mark = S(SHEET_ALONE "-");
    return str_starts(file, mark) ? str_sub(file, mark.n, file.n) : file;
}

/* Workbooks bear no such characters in a sheet's name. */
static str without_marks(struct arena *a, str name) {
    static const char *const marks[] = {"[", "]", ":", "*", "?", "/", "\\", "'"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        name = str_replace(a, name, str_of(marks[i]), S("_"));
    return name;
}

/* To spreadsheet programs A and a are the same. */
static bool is_same(str x, str y) {
    bool same = x.n == y.n;
    for (ptrdiff_t i = 0; same && i < x.n; i++) {
        bool letter = (x.p[i] | 0x20) >= 'a' && (x.p[i] | 0x20) <= 'z';
        same = letter ? (x.p[i] | 0x20) == (y.p[i] | 0x20) : x.p[i] == y.p[i];
    }
    return same;
}

static bool is_taken(const struct report *r, int sheet, str name) {
    for (int i = 0; i < sheet; i++)
        if (is_same(str_of(r->names[i]), name))
            return true;
    return false;
}

static const char *name_of(const struct report *r, int sheet) {
    const struct reject_sheet *s = &r->j->sheets[sheet];
    str stem = without_marks(r->a, stem_of(s->file));
    str kind = s->kind;
    const char *alone = r->j->of == REJECTS_UNSENT ? SHEET_UNSENT : SHEET_ALONE;
    if (r->j->sheet_count == 1)
        return alone;
    str name = str_fmt(r->a, "%s-%.*s%s%.*s", alone, STR(stem), kind.n > 0 ? "-" : "", STR(kind));
    name = utf8_head(name, BOOK_SHEET_LIMIT);
    for (int n = 2; is_taken(r, sheet, name); n++) {
        str number = str_fmt(r->a, "-%d", n);
        name = str_cat(r->a, utf8_head(name, BOOK_SHEET_LIMIT - number.n), number);
    }
    return str_z(r->a, name);
}

/* ---- the sender's sheets ---- */

/* What is wrong with one cell, and how it is coloured. */
static struct book_cell cell_of(struct arena *a, const struct spooled *row, int column) {
    struct book_cell cell = {.look = BOOK_TEXT};
    if (column < row->cells.n)
        cell.text = row->cells.v[column];
    for (int i = 0; i < row->n; i++) {
        const struct problem *p = &row->problems[i];
        if (p->column != column)
            continue;
        str words = report_words(a, p);
        cell.comment =
            cell.comment.n == 0 ? words : str_fmt(a, "%.*s\n%.*s", STR(cell.comment), STR(words));
        if (cell.look != BOOK_FAULT)
            cell.look = p->level >= DIAG_REJECT ? BOOK_FAULT : BOOK_DOUBT;
    }
    return cell;
}

void report_measure(struct reject_sheet *s, const struct spooled *row) {
    for (ptrdiff_t i = 0; i < row->cells.n; i++) {
        str text = row->cells.v[i];
        double width = book_width(str_cut(&text, S("\n")));
        s->widths[i] = width > s->widths[i] ? width : s->widths[i];
    }
}

/* A row with a cell that a workbook cannot hold would come back cut: it is in the other files. */
bool report_fits(const struct spooled *row) {
    for (ptrdiff_t i = 0; i < row->cells.n; i++)
        if (!book_fits(row->cells.v[i]))
            return false;
    return true;
}

/* As wide as its texts and its name, within limits. */
static double width_of(const struct reject_sheet *s, int column) {
    double name = book_width(s->columns[column]);
    double width = 1 + (s->widths[column] > name ? s->widths[column] : name);
    return width < COLUMN_LEAST ? COLUMN_LEAST : width > COLUMN_MOST ? COLUMN_MOST : width;
}

static const double added_widths[SHEET_ADDED] = {
    [SHEET_PROBLEM] = 60, [SHEET_FILE] = 28, [SHEET_LINE] = 9, [SHEET_MAP] = 16};

static void begin_sheet(struct report *r, const struct reject_sheet *s, const char *name) {
    int n = s->n + SHEET_ADDED;
    struct book_column *columns = NEW(r->a, struct book_column, n);
    struct book_cell *head = NEW(r->a, struct book_cell, n);
    for (int i = 0; i < n; i++) {
        int added = i - s->n;
        columns[i] =
            (struct book_column){added < 0 ? width_of(s, i) : added_widths[added], BOOK_TEXT};
        head[i] = (struct book_cell){
            .look = added < 0 ? BOOK_HEAD : BOOK_ADDED,
            .text = added < 0 ? s->columns[i] : str_of(sheet_added((enum sheet_column)added))};
    }
    book_sheet(r->book, name);
    book_columns(r->book, columns, n);
    book_freeze(r->book, 1, 0);
    book_row(r->book, head, n);
}

static void put_row(struct report *r, const struct reject_sheet *s, const struct spooled *row) {
    int n = s->n + SHEET_ADDED;
    struct book_cell *cells = NEW(&r->row, struct book_cell, n);
    for (int i = 0; i < s->n; i++)
        cells[i] = cell_of(&r->row, row, i);
    for (int c = 0; c < SHEET_ADDED; c++)
        cells[s->n + c] = (struct book_cell){
            .look = BOOK_ADDED, .text = report_added(&r->row, s, row, (enum sheet_column)c)};
    book_row(r->book, cells, n);
}

static void put_sheet(struct report *r, int sheet) {
    const struct reject_sheet *s = &r->j->sheets[sheet];
    struct spooled row;
    begin_sheet(r, s, r->names[sheet]);
    spool_rewind(r->j->spool);
    while (spool_next(r->j->spool, &r->row, &row))
        if (row.sheet == sheet && report_fits(&row))
            put_row(r, s, &row);
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

/* The workbook comes back. */
static void put_received(struct report *r, str files) {
    const struct rejects *j = r->j;
    put_line(r, BOOK_TEXT,
             str_fmt(r->a, "收到文件 %lld 个：%.*s%s", (long long)j->file_count, STR(files),
                     j->file_count > j->files.n ? "等" : ""));
    put_line(r, BOOK_TEXT,
             str_fmt(r->a, "拒收 %lld 条（没有收），存疑 %lld 条（收下了，暂缓公示）",
                     (long long)j->rejected, (long long)j->doubted));
    put_line(
        r, BOOK_TEXT,
        S("怎样改正：在各张“拒收”表中改有颜色的格（红的必须改，黄的请核对），鼠标停在格上可以看说明，"
          "最右边的【问题】写着这一行的全部问题。"));
    put_line(
        r, BOOK_TEXT,
        S("改好以后保存，把本文件原样放进 desk/inbox 即可。表头和带【】的栏目请不要改。没有改正"
          "的行还是不收；不再报送的行可以整行删去。"));
}

/* The records are taken in and ruled on; their rows have the platform's columns, so this workbook
 * is none to be received. */
static void put_unsent(struct report *r, str target) {
    put_line(r, BOOK_TEXT,
             str_fmt(r->a, "%.*s 不会接收 %lld 行，没有放进数据包；网站上的公示不受影响。",
                     STR(target), (long long)r->j->rejected));
    put_line(
        r, BOOK_TEXT,
        S("怎样改正：有颜色的格是平台不收的，最右边的【问题】写着原因，【原文件】和【行号】写着这"
          "一行从哪里来。请在原来的表中改正后重新报送；改好的自动放进下一个数据包。"));
    put_line(r, BOOK_TEXT, S("本表是按平台的栏目写的，只供查对，请不要放进 desk/inbox。"));
}

static void put_account(struct report *r) {
    const struct rejects *j = r->j;
    str files = {0};
    int64_t left = j->rejected + j->doubted - j->listed;
    bool unsent = j->of == REJECTS_UNSENT;
    for (ptrdiff_t i = 0; i < j->files.n; i++)
        files = str_fmt(r->a, "%.*s%s%.*s", STR(files), i > 0 ? "、" : "", STR(j->files.v[i]));
    put_line(r, BOOK_TITLE,
             str_fmt(r->a, "%.*s %s汇总", STR(j->source), unsent ? "未报送" : "拒收"));
    if (unsent)
        put_unsent(r, files);
    else
        put_received(r, files);
    if (left > 0)
        put_line(r, BOOK_TEXT,
                 str_fmt(r->a, "本表列出 %lld 条，还有 %lld 条没有列出；改正一批再报送，会列出其余",
                         (long long)j->listed, (long long)left));
    if (j->long_rows > 0)
        put_line(r, BOOK_TEXT,
                 str_fmt(r->a,
                         "有 %lld 条的文字超过表格软件一格能放的 %d 字，只在 .csv 和 .json 中",
                         (long long)j->long_rows, BOOK_TEXT_LIMIT));
    put_line(r, BOOK_TEXT, S(""));
}

/* Which sheet came from which file, where there are several. */
static void put_sheets(struct report *r) {
    const str titles[] = {S("工作表"), S("条数"), S(""), S(""), S("来自文件"), S("映射文件")};
    if (r->j->sheet_count < 2)
        return;
    put_texts(r, BOOK_HEAD, titles);
    for (int i = 0; i < r->j->sheet_count; i++) {
        const struct reject_sheet *s = &r->j->sheets[i];
        const str texts[] = {str_of(r->names[i]),
                             str_fmt(r->a, "%lld", (long long)s->rows),
                             {0},
                             {0},
                             s->file,
                             s->map};
        put_texts(r, BOOK_WRAPPED, texts);
    }
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
        const str texts[] = {row.file, line, {0}, {0}, report_all_words(&r->row, NULL, &row),
                             row.raw};
        put_texts(r, BOOK_WRAPPED, texts);
    }
}

static void put_summary(struct report *r) {
    static const struct book_column columns[SUMMARY_COLUMNS] = {{28, BOOK_TEXT}, {12, BOOK_TEXT},
                                                                {8, BOOK_TEXT},  {8, BOOK_TEXT},
                                                                {50, BOOK_TEXT}, {60, BOOK_TEXT}};
    /* Intake knows the first of them, and takes back the workbook. */
    book_sheet(r->book, r->j->of == REJECTS_UNSENT ? SHEET_UNSENT "汇总" : SHEET_SUMMARY);
    book_columns(r->book, columns, SUMMARY_COLUMNS);
    put_account(r);
    put_sheets(r);
    put_counts(r);
    put_unreadable(r);
}

/* ---- the files ---- */

const char *report_word(const struct rejects *j) {
    return j->of == REJECTS_CHECKED ? "check" : "rejects";
}

const char *report_path(const struct rejects *j, struct arena *a, int sheet, const char *ending) {
    str number = sheet == 0 ? S("") : str_fmt(a, "-%d", sheet + 1);
    return str_fmt(a, "%s/%.*s-%s%.*s%s", j->folder, STR(j->source), report_word(j), STR(number),
                   ending)
        .p;
}

const char *report_beside(struct arena *a, const char *path) {
    return str_fmt(a, "%s.new", path).p;
}

/* Tables of sheets that an earlier report had, from this number on. */
static void remove_texts(struct rejects *j, int from) {
    for (int i = from; i < REJECTS_SHEETS; i++) {
        os_unlink(report_path(j, j->arena, i, ".csv"));
        os_unlink(report_path(j, j->arena, i, ".json"));
    }
}

const char *report_write(struct rejects *j) {
    struct report r = {.j = j, .a = j->arena};
    const char *path = report_path(j, r.a, 0, ".xlsx");
    int tables = j->sheet_count == 0 ? 1 : j->sheet_count;
    os_write(report_beside(r.a, path), S(""), 0660);
    r.book = book_open(r.a, report_beside(r.a, path));
    for (int i = 0; i < j->sheet_count; i++)
        r.names[i] = name_of(&r, i);
    put_summary(&r);
    for (int i = 0; i < j->sheet_count; i++)
        put_sheet(&r, i);
    book_finish(r.book);
    (void)os_rename(report_beside(r.a, path), path);
    for (int i = 0; i < tables; i++)
        report_text(j, i);
    remove_texts(j, tables);
    arena_free(&r.row);
    return path;
}

void report_remove(struct rejects *j) {
    os_unlink(report_path(j, j->arena, 0, ".xlsx"));
    remove_texts(j, 0);
}
