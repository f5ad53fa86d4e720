/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * table.c — the cells of a policy table, read with findings.
 *
 * In:    a CSV table whose header is English or Chinese
 * Out:   dates, numbers, spans, words
 * Law:   none
 * Never: guesses: a cell that is not understood is an ERROR with file, line and column
 */
#include "law/table.h"

#define SPAN_MOST 1200           /* months, or days ÷ 31, that a span may hold */
#define AMOUNT_MOST 100000000000 /* 元 */

static const struct {
    const char *name;
    const char *zh;
} columns[CELLS] = {
#define X(name, zh) [CELL_##name] = {#name, zh},
    TABLE_COLUMNS(X)
#undef X
};

/* ---- opening ---- */

static bool find_columns(struct table_reader *r, uint64_t wanted) {
    bool found = true;
    for (int c = 0; c < CELLS; c++) {
        r->at[c] = csv_column(&r->csv, str_of(columns[c].name));
        if (r->at[c] < 0)
            r->at[c] = csv_column(&r->csv, str_of(columns[c].zh));
        if (r->at[c] >= 0 || (wanted >> c & 1) == 0)
            continue;
        diag(r->diags, DIAG_POLICY_COLUMN, (struct place){r->file, 1, str_of(columns[c].name)},
             "%s（%s）", columns[c].name, columns[c].zh);
        found = false;
    }
    return found;
}

bool table_open(struct table_reader *r, const struct policy_source *source, uint64_t wanted) {
    str error = {0};
    r->file = source->file;
    r->row = -1;
    if (!csv_load(r->arena, source->text, ',', &r->csv, &error)) {
        diag(r->diags, DIAG_POLICY_CSV, (struct place){.file = r->file}, "%.*s", STR(error));
        return false;
    }
    return find_columns(r, wanted);
}

bool table_next(struct table_reader *r) {
    while (++r->row < r->csv.rows)
        for (ptrdiff_t c = 0; c < r->csv.columns; c++)
            if (csv_cell(&r->csv, r->row, c).n > 0)
                return true;
    return false;
}

/* ---- cells ---- */

void table_error(struct table_reader *r, enum diag_code code, enum table_column c, str shown) {
    ptrdiff_t at = r->at[c];
    str header = at < 0 ? str_of(columns[c].name) : r->csv.names[at];
    diag(r->diags, code, (struct place){r->file, r->csv.line[r->row], header}, "%.*s", STR(shown));
}

str table_text(const struct table_reader *r, enum table_column c) {
    return csv_cell(&r->csv, r->row, r->at[c]);
}

str table_must(struct table_reader *r, enum table_column c) {
    str cell = table_text(r, c);
    if (cell.n == 0)
        table_error(r, DIAG_POLICY_EMPTY, c, (str){0});
    return cell;
}

struct strs table_list(const struct table_reader *r, enum table_column c) {
    str cell = str_replace(r->arena, table_text(r, c), S("；"), S(";"));
    cell = str_replace(r->arena, cell, S("、"), S(";"));
    struct strs list = {NEW(r->arena, str, cell.n + 1), 0};
    while (cell.n > 0) {
        str part = str_trim(str_cut(&cell, S(";")));
        if (part.n > 0)
            list.v[list.n++] = part;
    }
    return list;
}

date table_date(struct table_reader *r, enum table_column c, date empty) {
    str cell = table_text(r, c);
    if (cell.n == 0)
        return empty;
    date d = date_parse_loose(cell);
    if (d == DATE_NONE)
        table_error(r, DIAG_POLICY_VALUE, c, cell);
    return d;
}

int table_whole(struct table_reader *r, enum table_column c, int most) {
    str cell = table_must(r, c);
    int64_t n = 0;
    if (cell.n == 0 || (str_int(cell, &n) && n >= 0 && n <= most))
        return (int)n;
    table_error(r, DIAG_POLICY_VALUE, c, cell);
    return 0;
}

static bool drop_unit(str *s, str unit) {
    if (!str_ends(*s, unit))
        return false;
    *s = str_trim(str_sub(*s, 0, s->n - unit.n));
    return true;
}

int64_t table_money(struct table_reader *r, enum table_column c) {
    str cell = table_text(r, c), number = cell;
    if (cell.n == 0)
        return WHOLE_NONE;
    drop_unit(&number, S("元"));
    int64_t unit = drop_unit(&number, S("万")) ? 10000 : 1, yuan = 0;
    if (str_int(number, &yuan) && yuan >= 0 && yuan <= AMOUNT_MOST / unit)
        return yuan * unit * 100;
    table_error(r, DIAG_POLICY_VALUE, c, cell);
    return WHOLE_NONE;
}

struct span table_span(struct table_reader *r, enum table_column c) {
    str cell = table_text(r, c), number = cell;
    if (cell.n == 0)
        return (struct span){0};
    bool days = drop_unit(&number, S("日")) || drop_unit(&number, S("天"));
    bool years = !days && drop_unit(&number, S("年"));
    bool months = !days && !years && drop_unit(&number, S("月"));
    if (months)
        drop_unit(&number, S("个"));
    int64_t n = 0;
    if (!(days || years || months) || !str_int(number, &n) || n < 1 ||
        n > (years ? SPAN_MOST / 12 : SPAN_MOST)) {
        table_error(r, DIAG_POLICY_VALUE, c, cell);
        return (struct span){0};
    }
    return days ? (struct span){0, (int)n} : (struct span){(int)(years ? n * 12 : n), 0};
}

/* ---- words ---- */

static const struct word *find_word(const struct word *words, str text) {
    for (; words->en != NULL; words++)
        if (str_eq(text, str_of(words->en)) || str_eq(text, str_of(words->zh)))
            return words;
    return NULL;
}

int table_word(struct table_reader *r, enum table_column c, const struct word *words, int empty) {
    str cell = table_text(r, c);
    if (cell.n == 0)
        return empty;
    const struct word *found = find_word(words, cell);
    if (found == NULL)
        table_error(r, DIAG_POLICY_VALUE, c, cell);
    return found == NULL ? empty : found->value;
}

uint32_t table_words(struct table_reader *r, enum table_column c, const struct word *words,
                     uint32_t empty) {
    struct strs list = table_list(r, c);
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct word *found = find_word(words, list.v[i]);
        if (found == NULL)
            table_error(r, DIAG_POLICY_VALUE, c, list.v[i]);
        else
            bits |= UINT32_C(1) << found->value;
    }
    return list.n == 0 ? empty : bits;
}

uint32_t table_terms(struct table_reader *r, enum table_column c, enum vocab v) {
    struct strs list = table_list(r, c);
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        int term = term_of(v, list.v[i]);
        if (term == 0)
            table_error(r, DIAG_POLICY_VALUE, c, list.v[i]);
        bits |= term == 0 ? 0 : UINT32_C(1) << term;
    }
    return list.n == 0 ? ANY_BIT : bits;
}
