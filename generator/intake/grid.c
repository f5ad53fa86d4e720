/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * grid.c — the rows of a workbook's sheet become record lines.
 *
 * In:    rows of cells as texts
 * Out:   lines of JSON
 * Law:   none
 * Never: drops a row without a finding
 */
#include "intake/grid.h"

#include "base/utf8.h"
#include "intake/names.h"
#include "intake/reading.h"

#include <string.h>

#define KEPT_MOST ((size_t)4 << 20) /* bytes of rows kept while the header is looked for */
#define KNOWN_ENOUGH 3              /* known names that make a header; or half of a short row */

static struct normal_place at_row(const struct grid *t, int64_t row) {
    return (struct normal_place){t->sheet, row};
}

str grid_cell_name(struct arena *a, int64_t column, int64_t row) {
    char letters[8];
    int n = (int)sizeof letters;
    for (int64_t c = column + 1; c > 0 && n > 0; c = (c - 1) / 26)
        letters[--n] = (char)('A' + (c - 1) % 26);
    return str_fmt(a, "%.*s%lld", (int)sizeof letters - n, letters + n, (long long)row);
}

/* ---- names in a header ---- */

/* Line breaks and blanks inside a name are there for the eye; so are stars that say "required". */
static str clean_name(struct arena *a, str cell) {
    struct buf b = {0};
    for (str s = str_trim(cell); s.n > 0;) {
        str rest = s;
        uint32_t c = utf8_next(&rest);
        bool blank = c == '\n' || c == '\r' || c == '\t' || c == 0x3000 || c == 0xA0;
        bool space = c == ' ' && b.n > 0 && (unsigned char)b.p[b.n - 1] < 0x80;
        if (c == ' ' ? space : !blank)
            buf_str(&b, str_sub(s, 0, s.n - rest.n));
        s = rest;
    }
    str name = str_trim(buf_view(&b));
    while (str_starts(name, S("*")))
        name = str_sub(name, 1, name.n);
    while (str_ends(name, S("*")))
        name = str_sub(name, 0, name.n - 1);
    name = str_dup(a, str_trim(name));
    buf_free(&b);
    return name;
}

static str cell_of(const struct grid_row *row, int column) {
    return column < row->n ? row->cells[column] : (str){0};
}

/* The name of a column below a second header: 名称 where that is known, else 当事人.名称. */
static str two_names(struct grid *t, str above, str below) {
    if (above.n == 0 || below.n == 0 || str_eq(above, below))
        return below.n > 0 ? below : above;
    str both = str_fmt(&t->kept, "%.*s.%.*s", STR(above), STR(below));
    return !normal_knows(t->work, both) && normal_knows(t->work, below) ? below : both;
}

static int known_in(struct grid *t, const struct grid_row *row, int *filled) {
    int known = 0;
    *filled = 0;
    for (int i = 0; i < row->n; i++) {
        str name = clean_name(&t->kept, row->cells[i]);
        *filled += name.n > 0;
        known += name.n > 0 && normal_knows(t->work, name);
    }
    return known;
}

/* Whether the next row completes the header: where the header is empty (merged cells have their
 * text in the first one only) it holds a name that is known, alone or below the one to the left. */
static bool is_second(struct grid *t, const struct grid_row *head, const struct grid_row *next) {
    str above = {0};
    int known = 0;
    int gaps = 0;
    for (int i = 0; i < next->n; i++) {
        str over = clean_name(&t->kept, cell_of(head, i));
        str name = clean_name(&t->kept, next->cells[i]);
        above = over.n > 0 ? over : above;
        gaps += over.n == 0 && name.n > 0;
        known += name.n > 0 && normal_knows(t->work, two_names(t, above, name));
    }
    return gaps > 0 && known > 0;
}

/* Two columns of one name would be one member twice: the later one says its place too. */
static str distinct(struct grid *t, str *names, int column) {
    int before = 0;
    for (int i = 0; i < column; i++)
        before += names[column].n > 0 && str_eq(names[i], names[column]);
    return before == 0 ? names[column]
                       : str_fmt(&t->kept, "%.*s.%d", STR(names[column]), before + 1);
}

static void bind_names(struct grid *t, str *names) {
    struct buf key = {0};
    t->keys = NEW(&t->kept, str, t->columns + 1);
    t->names = names;
    t->known = NEW(&t->kept, bool, t->columns + 1);
    for (int i = 0; i < t->columns; i++) {
        str name = distinct(t, names, i);
        if (name.n == 0)
            continue;
        buf_reset(&key);
        buf_char(&key, ',');
        buf_json(&key, name);
        buf_char(&key, ':');
        t->keys[i] = str_dup(&t->kept, buf_view(&key));
        t->known[i] = normal_knows(t->work, names[i]);
    }
    buf_free(&key);
}

static void put_line(struct grid *t) {
    os_append(t->work->cell->out, buf_view(&t->line));
    t->written += t->line.n;
}

/* Which map reads this sheet its header tells, and in a sheet that comes back its first row. */
static void begin_part(struct grid *t) {
    struct grid_part *p = &t->parts[t->sheets++];
    *p = (struct grid_part){str_dup(t->work->arena, t->sheet), t->written,
                            form_map(t->work->file, buf_view(&t->line), (str){0})};
    str mark = str_fmt(&t->kept, ",\"%s\":", sheet_added(SHEET_MAP));
    t->added_map = -1;
    for (int i = 0; i < t->columns; i++)
        if (str_eq(t->keys[i], mark))
            t->added_map = i;
}

/* The columns, empty ones too, for rejects that go back as the sheet that came. */
static void write_head(struct grid *t) {
    struct buf *b = &t->line;
    int n = 0;
    buf_reset(b);
    buf_str(b, LINE_ROW);
    buf_int(b, t->data_from - 1);
    buf_str(b, S(",\"@sheet\":"));
    buf_json(b, t->sheet);
    buf_str(b, LINE_COLUMNS);
    for (int i = 0; i < t->columns; i++)
        if (t->keys[i].n > 0) /* ,"name": */
            buf_str(b, str_sub(t->keys[i], n++ == 0, t->keys[i].n - 1));
    buf_str(b, S("]}\n"));
    begin_part(t);
    if (b->n <= INTAKE_RECORD_LIMIT && !b->failed)
        put_line(t);
}

/* Whether who reads this sheet takes values from a column of that name. */
static bool is_wanted(const struct grid *t, str name) {
    const struct map *m = t->parts[t->sheets - 1].map;
    enum kind k = names_kind_in_file(t->work->base_name);
    return m != NULL ? map_slot(t->work->arena, m, name) >= 0
                     : k != KIND_NONE && names_field(k, name) >= 0;
}

/* Such names that stand twice contradict each other sooner or later. What comes back was asked that
 * the first time. */
static void check_twice(struct grid *t, const str *names) {
    for (int i = 0; i < t->columns && t->added_map < 0; i++)
        for (int k = 0; k < i && names[i].n > 0; k++)
            if (str_eq(names[i], names[k]) && is_wanted(t, names[i]))
                (void)normal_refuse(t->work, DIAG_FILE_HEADER_TWICE, at_row(t, t->data_from - 1),
                                    names[i]);
}

/* Takes head[at] as the header, with the row below it when that completes it. Returns how many rows
 * it has. */
static int take_header(struct grid *t, int at) {
    const struct grid_row *first = &t->head[at];
    const struct grid_row *next = at + 1 < t->head_n ? &t->head[at + 1] : NULL;
    bool two = next != NULL && is_second(t, first, next);
    t->columns = two && next->n > first->n ? next->n : first->n;
    str *names = NEW(&t->kept, str, t->columns + 1);
    str above = {0};
    for (int i = 0; i < t->columns; i++) {
        str over = clean_name(&t->kept, cell_of(first, i));
        str name = two ? clean_name(&t->kept, cell_of(next, i)) : (str){0};
        above = over.n > 0 ? over : above;
        names[i] = name.n > 0 ? two_names(t, above, name) : over;
    }
    t->data_from = (two ? next : first)->number + 1;
    bind_names(t, names);
    write_head(t);
    check_twice(t, names);
    t->found = true;
    return two ? 2 : 1;
}

/* ---- rows ---- */

/* A row that cannot be kept still counts as delivered: its line cannot become a record. */
static void write_lost(struct grid *t, int64_t row) {
    buf_reset(&t->line);
    buf_str(&t->line, LINE_ROW);
    buf_int(&t->line, row);
    buf_str(&t->line, S(",\"@sheet\":"));
    buf_json(&t->line, t->sheet);
    buf_str(&t->line, LINE_LOST);
    buf_str(&t->line, S("}\n"));
    put_line(t);
}

static void say_nameless(struct grid *t, int column, int64_t row) {
    if (!t->said[column])
        normal_tell(t->work, DIAG_SHEET_NAMELESS, at_row(t, row),
                    str_fmt(t->work->arena, "单元格 %.*s",
                            STR(grid_cell_name(t->work->arena, column, row))));
    t->said[column] = true;
}

/* #N/A in a column that nobody asks for harms no record. */
static void write_cell(struct grid *t, int column, str cell) {
    if (!t->known[column] && str_eq(cell, S("\xEF\xBF\xBD")))
        return;
    buf_str(&t->line, t->keys[column]);
    buf_json(&t->line, cell);
}

static void take_named(struct grid *t, str map) {
    t->parts[t->sheets - 1].map = form_map(t->work->file, (str){0}, map);
    t->added_map = -1;
}

/* Whether the column goes into an amount, which must not count once for each row it spans. */
static bool is_money(const struct grid *t, int64_t column) {
    const struct map *m = t->parts[t->sheets - 1].map;
    str name = t->names[column];
    int slot = m == NULL ? -1 : map_slot(t->work->arena, m, name);
    for (int k = 1; k < KINDS; k++) {
        int n = 0;
        const struct field_info *fields = kind_fields((enum kind)k, &n);
        int field = m == NULL ? names_field((enum kind)k, name) : -1;
        for (int i = 0; m != NULL && m->kind == (enum kind)k && i < m->rule_count; i++)
            field = m->rules[i].slot == slot ? m->rules[i].field : field;
        if (field >= 0 && fields[field].type == FIELD_money)
            return true;
    }
    return false;
}

/* A range begins by this row of data. When its own row is empty, there is nothing to stand for. */
static void begin_merge(struct grid *t, const struct grid_row *row, const struct merge *one) {
    bool named = one->column < t->columns && t->keys[one->column].n > 0;
    str text =
        named && one->row == row->number ? str_trim(cell_of(row, (int)one->column)) : (str){0};
    str name = merge_name(t->work->arena, one);
    if (text.n == 0)
        return;
    bool down = one->last_row > one->row;
    bool money = down && is_money(t, one->column);
    bool held = down && !money && merge_hold(&t->merges, one, text);
    if (held)
        normal_tell(t->work, DIAG_SHEET_FILLED, at_row(t, one->row), name);
    if (!held || one->last_column > one->column)
        normal_tell(t->work, DIAG_SHEET_MERGED, at_row(t, one->row),
                    str_cat(t->work->arena, name, money ? S("（金额，没有重复计）") : S("")));
}

static void write_row(struct grid *t, const struct grid_row *row) {
    struct buf *b = &t->line;
    bool any = false;
    for (struct merge one; merge_begun(&t->merges, row->number, &one);)
        begin_merge(t, row, &one);
    buf_reset(b);
    buf_str(b, LINE_ROW);
    buf_int(b, row->number);
    buf_str(b, S(",\"@sheet\":"));
    buf_json(b, t->sheet);
    int n = t->merges.n > 0 && t->columns > row->n ? t->columns : row->n;
    for (int i = 0; i < n; i++) {
        str cell = str_trim(cell_of(row, i));
        if (cell.n == 0 && t->merges.n > 0)
            cell = merge_text(&t->merges, row->number, i);
        if (cell.n == 0)
            continue;
        any = true;
        if (i == t->added_map)
            take_named(t, cell);
        if (i < t->columns && t->keys[i].n > 0)
            write_cell(t, i, cell);
        else
            say_nameless(t, i, row->number);
    }
    buf_str(b, S("}\n"));
    if (b->n > INTAKE_RECORD_LIMIT || b->failed)
        write_lost(t, row->number);
    else if (any)
        put_line(t);
}

/* ---- the first rows ---- */

static void decide(struct grid *t) {
    int best = -1;
    int most = 0;
    for (int i = 0; i < t->head_n; i++) {
        int filled = 0;
        int known = known_in(t, &t->head[i], &filled);
        bool enough = known >= KNOWN_ENOUGH || 2 * known >= filled;
        if (known > most && enough) {
            best = i;
            most = known;
        }
    }
    if (best < 0)
        return;
    /* Most names may stand in the second row; a title above has one cell. */
    int above = 0;
    if (best > 0)
        (void)known_in(t, &t->head[best - 1], &above);
    if (above > 1 && is_second(t, &t->head[best - 1], &t->head[best]))
        best--;
    int rows = take_header(t, best);
    for (int i = best + rows; i < t->head_n && !t->work->refused; i++)
        write_row(t, &t->head[i]);
}

static void keep(struct grid *t, const struct grid_row *row) {
    struct grid_row *mine = &t->head[t->head_n++];
    *mine = (struct grid_row){row->number, NEW(&t->kept, str, row->n + 1), row->n};
    for (int i = 0; i < row->n; i++)
        mine->cells[i] = str_dup(&t->kept, row->cells[i]);
}

static bool is_blank(const struct grid_row *row) {
    for (int i = 0; i < row->n; i++)
        if (str_trim(row->cells[i]).n > 0)
            return false;
    return true;
}

void grid_open(struct grid *t, struct normal_work *w) {
    *t = (struct grid){.work = w, .line = {.limit = 2 * INTAKE_RECORD_LIMIT}};
}

void grid_sheet(struct grid *t, str name) {
    arena_reset(&t->kept);
    t->sheet = str_dup(&t->kept, name);
    t->head_n = sheet_is_for_people(name) ? GRID_HEAD_ROWS : 0;
    t->found = false;
    t->data_from = 0;
    t->keys = NULL;
    memset(t->said, 0, sizeof t->said);
    merge_clear(&t->merges);
}

bool grid_row(struct grid *t, const struct grid_row *row) {
    if (is_blank(row))
        return !t->work->refused;
    if (t->found) {
        write_row(t, row);
    } else if (t->head_n < GRID_HEAD_ROWS) {
        keep(t, row);
        if (t->head_n == GRID_HEAD_ROWS || t->kept.total > KEPT_MOST) {
            decide(t);
            t->head_n = GRID_HEAD_ROWS; /* whatever was found: no further search */
        }
    }
    return !t->work->refused;
}

void grid_merged(struct grid *t, const struct merge *one) {
    if (one->column < INTAKE_COLUMNS && !merge_add(&t->merges, t->work->arena, one))
        normal_tell(t->work, DIAG_SHEET_MERGED, at_row(t, one->row),
                    merge_name(t->work->arena, one));
}

void grid_merged_all(struct grid *t) {
    merge_sort(&t->merges);
}

void grid_sheet_end(struct grid *t) {
    bool any = t->head_n > 0;
    if (!t->found && t->head_n < GRID_HEAD_ROWS)
        decide(t);
    if (!t->found && any && !sheet_is_for_people(t->sheet))
        normal_tell(t->work, DIAG_SHEET_SKIPPED, at_row(t, 0), S(""));
}

/* Lines are read by one map: sheets that need different ones go different ways. */
static void part_sheets(struct grid *t) {
    bool alike = true;
    for (int i = 1; i < t->sheets; i++)
        alike = alike && t->parts[i].map == t->parts[0].map;
    for (int i = 0; i < t->sheets && !alike; i++) {
        int64_t end = i + 1 < t->sheets ? t->parts[i + 1].offset : t->written;
        normal_part(t->work, &(struct raw_part){t->parts[i].sheet, t->parts[i].offset,
                                                end - t->parts[i].offset, true, true});
    }
}

void grid_close(struct grid *t) {
    if (t->sheets == 0)
        (void)normal_refuse(t->work, DIAG_FILE_HEADER, (struct normal_place){0}, S(""));
    else if (!t->work->refused)
        part_sheets(t);
    merge_free(&t->merges);
    arena_free(&t->kept);
    buf_free(&t->line);
}

/* ---- a row cell by cell ---- */

void gather_open(struct gather *g, struct grid *t) {
    *g = (struct gather){.grid = t, .all = {.limit = 2 * INTAKE_RECORD_LIMIT}};
}

void gather_close(struct gather *g) {
    buf_free(&g->all);
}

void gather_row(struct gather *g, int64_t row) {
    g->row = row;
    g->width = 0;
    g->from = 0;
    buf_reset(&g->all);
}

bool gather_cell(struct gather *g, int64_t column) {
    struct normal_work *w = g->grid->work;
    ptrdiff_t from = g->from;
    g->from = g->all.n;
    if (g->all.n == from)
        return true;
    if (g->all.n - from > NORMAL_CELL)
        return normal_refuse(w, DIAG_CELL_LONG, at_row(g->grid, g->row), S(""));
    if (column >= INTAKE_COLUMNS)
        return normal_refuse(
            w, DIAG_CSV_COLUMNS, at_row(g->grid, g->row),
            str_fmt(w->arena, "单元格 %.*s", STR(grid_cell_name(w->arena, column, g->row))));
    for (; g->width <= column; g->width++)
        g->begins[g->width] = g->ends[g->width] = 0;
    g->begins[column] = from;
    g->ends[column] = g->all.n;
    return true;
}

void gather_unreadable(struct gather *g, int64_t column, str what) {
    struct arena *a = g->grid->work->arena;
    buf_str(&g->all, S("\xEF\xBF\xBD"));
    normal_tell(g->grid->work, DIAG_CELL_UNREADABLE, at_row(g->grid, g->row),
                str_fmt(a, "单元格 %.*s：%.*s", STR(grid_cell_name(a, column, g->row)),
                        STR(utf8_head(what, 20))));
}

void gather_day(struct gather *g, str text) {
    buf_str(&g->all, str_cut(&text, S("T")));
    if (text.n >= 5 && !str_starts(text, S("00:00"))) {
        buf_char(&g->all, ' ');
        buf_str(&g->all, str_sub(text, 0, 5));
    }
}

void gather_truth(struct gather *g, str text) {
    buf_str(&g->all, str_eq(text, S("1")) || str_eq(text, S("true")) ? S("是") : S("否"));
}

/* A row of many large cells is a lost one: it has at least its line. */
void gather_done(struct gather *g) {
    str all = buf_view(&g->all);
    for (int i = 0; i < g->width; i++)
        g->cells[i] = str_sub(all, g->begins[i], g->ends[i]);
    if (g->all.failed)
        write_lost(g->grid, g->row);
    else
        (void)grid_row(g->grid, &(struct grid_row){g->row, g->cells, g->width});
}
