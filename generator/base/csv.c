/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * csv.c — delimiter-separated text: whole small tables with libcsv, or row by row.
 *
 * In:    UTF-8 text
 * Out:   rows of trimmed cells
 * Law:   RFC 4180
 * Never: keeps a libcsv object beyond a call
 */
#include "base/csv.h"

#include "base/os.h"

#include <csv.h>
#include <string.h>

/* ---- the parser, in strict mode: a quote inside an unquoted cell, or one that never ends, is an
 * error instead of a guess ---- */

static void open_parser(struct csv_parser *parser, char separator) {
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        die("libcsv 启动不了");
    csv_set_delim(parser, (unsigned char)separator);
}

static void check_memory(struct csv_parser *parser) {
    if (csv_error(parser) == CSV_ENOMEM)
        die("内存不足");
}

/* ---- a row that stands in one slice ----
 *
 * By hand, with memchr, since deliveries are made of little else: five times as fast as feeding
 * libcsv, and strict in the same way. */

struct row {
    struct arena *arena;
    str *out;
    ptrdiff_t most;
    ptrdiff_t n;
};

static void put_cell(struct row *r, str cell) {
    cell = str_trim(cell);
    if (r->n < r->most)
        r->out[r->n] = cell.n > 0 ? cell : (str){0};
    r->n++;
}

/* Where `c` stands first, or the end. */
static ptrdiff_t find_byte(str s, char c) {
    const char *at = s.n == 0 ? NULL : memchr(s.p, c, (size_t)s.n);
    return at == NULL ? s.n : at - s.p;
}

/* Without a quote in it a row is cut at its separators, and its cells need no copy. */
static void split_plainly(struct row *r, str line, char separator) {
    for (bool more = true; more;) {
        ptrdiff_t at = find_byte(line, separator);
        more = at < line.n;
        put_cell(r, str_sub(line, 0, at));
        line = str_sub(line, at + 1, line.n);
    }
}

/* Two quotes stand for one. */
static str unquoted(struct arena *a, str cell) {
    char *p = NEW(a, char, cell.n);
    ptrdiff_t n = 0;
    while (cell.n > 0) {
        ptrdiff_t at = find_byte(cell, '"');
        ptrdiff_t upto = at < cell.n ? at + 1 : at;
        memcpy(p + n, cell.p, (size_t)upto);
        n += upto;
        cell = str_sub(cell, at + 2, cell.n);
    }
    return (str){p, n};
}

/* Takes what stands between quotes, and the closing one; false when there is none. */
static bool take_quoted(struct row *r, str *rest) {
    str inside = *rest;
    ptrdiff_t at = find_byte(inside, '"');
    bool doubled = false;
    while (at + 1 < inside.n && inside.p[at + 1] == '"') {
        doubled = true;
        at += 2 + find_byte(str_sub(inside, at + 2, inside.n), '"');
    }
    if (at >= inside.n)
        return false;
    *rest = str_sub(inside, at + 1, inside.n);
    inside = str_sub(inside, 0, at);
    put_cell(r, doubled ? unquoted(r->arena, inside) : inside);
    return true;
}

static bool is_around(char c, char separator) {
    return c != separator && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static str skip_blanks(str s, char separator) {
    ptrdiff_t i = 0;
    while (i < s.n && is_around(s.p[i], separator))
        i++;
    return str_sub(s, i, s.n);
}

/* A quote opens a cell or stands in a quoted one; anywhere else it is an error. */
static bool split_quoted(struct row *r, str line, char separator) {
    for (bool more = true; more;) {
        str rest = skip_blanks(line, separator);
        bool quoted = rest.n > 0 && rest.p[0] == '"';
        line = quoted ? str_sub(rest, 1, rest.n) : line;
        if (quoted && !take_quoted(r, &line))
            return false;
        line = quoted ? skip_blanks(line, separator) : line;
        ptrdiff_t at = find_byte(line, separator);
        str cell = str_sub(line, 0, at);
        if (quoted ? at > 0 : find_byte(cell, '"') < cell.n)
            return false;
        if (!quoted)
            put_cell(r, cell);
        more = at < line.n;
        line = str_sub(line, at + 1, line.n);
    }
    return true;
}

ptrdiff_t csv_row(struct arena *a, str line, struct csv_form form, str *out, ptrdiff_t most) {
    struct row r = {.arena = a, .out = out, .most = most};
    if (line.n == 0)
        return 0;
    if (!form.quoting || find_byte(line, '"') == line.n)
        split_plainly(&r, line, form.separator);
    else if (!split_quoted(&r, line, form.separator))
        return -1;
    return r.n;
}

/* ---- a whole table ----
 *
 * libcsv does not say on which line a row begins, and knows no comments: so it is fed line by
 * line, and a line that follows a finished row begins the next one. */

struct load {
    struct arena *arena;
    struct csv_table *table;
    str *cells; /* the same as table->cells, while they can still be written */
    int64_t *line;
    ptrdiff_t cap;    /* rows there is room for */
    ptrdiff_t column; /* of the cell that comes next */
    bool header_done;
    bool in_row;
    str *error;
    int64_t here; /* line where the row begins */
};

static void fail(struct load *l, const char *what) {
    if (l->error->n == 0)
        *l->error = str_fmt(l->arena, "第 %lld 行：%s", (long long)l->here, what);
}

static void grow(struct load *l) {
    struct csv_table *t = l->table;
    ptrdiff_t cap = l->cap > 0 ? 2 * l->cap : 64;
    str *cells = NEW(l->arena, str, cap * t->columns);
    int64_t *line = NEW(l->arena, int64_t, cap);
    if (t->rows > 0) {
        memcpy(cells, l->cells, (size_t)(t->rows * t->columns) * sizeof *cells);
        memcpy(line, l->line, (size_t)t->rows * sizeof *line);
    }
    t->cells = l->cells = cells;
    t->line = l->line = line;
    l->cap = cap;
}

/* The header is kept in out of the same callback: its cells are counted as they come. */
static void add_name(struct load *l, str name) {
    struct csv_table *t = l->table;
    if (name.n > 0 && csv_column(t, name) >= 0)
        fail(l, "表头有两列同名");
    str *names = NEW(l->arena, str, t->columns + 1);
    if (t->columns > 0)
        memcpy(names, t->names, (size_t)t->columns * sizeof *names);
    names[t->columns++] = name;
    t->names = names;
}

static void load_cell(void *text, size_t n, void *data) {
    struct load *l = data;
    struct csv_table *t = l->table;
    str cell = str_trim(str_dup(l->arena, (str){text, (ptrdiff_t)n}));
    if (!l->header_done) {
        add_name(l, cell);
        return;
    }
    if (l->column == t->columns) {
        fail(l, "列数比表头多");
        return;
    }
    if (l->column == 0 && t->rows == l->cap)
        grow(l);
    if (cell.n > 0)
        l->cells[t->rows * t->columns + l->column] = cell;
    l->column++;
}

static void load_row_end(int terminator, void *data) {
    (void)terminator;
    struct load *l = data;
    if (l->header_done && l->column > 0)
        l->line[l->table->rows++] = l->here;
    l->header_done = true;
    l->in_row = false;
    l->column = 0;
}

/* Takes the next line with its break. */
static str take_line(str *rest) {
    ptrdiff_t at = str_find(*rest, S("\n"));
    ptrdiff_t end = at < 0 ? rest->n : at + 1;
    str line = str_sub(*rest, 0, end);
    *rest = str_sub(*rest, end, rest->n);
    return line;
}

static void load_lines(struct load *l, struct csv_parser *parser, str text) {
    for (int64_t number = 1; text.n > 0 && l->error->n == 0; number++) {
        str line = take_line(&text);
        if (!l->in_row && (str_trim(line).n == 0 || str_starts(line, S("#"))))
            continue;
        if (!l->in_row)
            l->here = number;
        l->in_row = true;
        size_t n = (size_t)line.n;
        if (csv_parse(parser, line.p, n, load_cell, load_row_end, l) != n)
            fail(l, "引号不配对");
    }
    if (l->error->n == 0 && csv_fini(parser, load_cell, load_row_end, l) != 0)
        fail(l, "引号不配对");
}

bool csv_load(struct arena *a, str text, char separator, struct csv_table *out, str *error) {
    struct csv_parser parser;
    struct load l = {.arena = a, .table = out, .error = error};
    *out = (struct csv_table){0};
    *error = (str){0};
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_sub(text, 3, text.n);
    open_parser(&parser, separator);
    load_lines(&l, &parser, text);
    check_memory(&parser);
    csv_free(&parser);
    if (error->n == 0 && !l.header_done)
        *error = S("没有表头");
    return error->n == 0;
}

ptrdiff_t csv_column(const struct csv_table *t, str name) {
    for (ptrdiff_t c = 0; c < t->columns; c++)
        if (str_eq(t->names[c], name))
            return c;
    return -1;
}

str csv_cell(const struct csv_table *t, ptrdiff_t row, ptrdiff_t column) {
    return column < 0 || column >= t->columns ? (str){0} : t->cells[row * t->columns + column];
}
