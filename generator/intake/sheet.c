/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sheet.c — a record as its sender wrote it, and what we add to a sender's sheet.
 *
 * In:    record lines; sheets that come back mended
 * Out:   struct sheet_row; the map a returned sheet is read by
 * Law:   none
 * Never: changes a text
 */
#include "intake/sheet.h"

#include "base/csv.h"
#include "intake/decode.h"
#include "intake/names.h"

#include <jansson.h>

static const char *const added[SHEET_ADDED] = {[SHEET_PROBLEM] = "【问题】",
                                               [SHEET_FILE] = "【原文件】",
                                               [SHEET_LINE] = "【行号】",
                                               [SHEET_MAP] = "【映射】"};

bool sheet_is_for_people(str name) {
    return str_eq(name, S(SHEET_GUIDE)) || str_eq(name, S(SHEET_SUMMARY));
}

const char *sheet_added(enum sheet_column c) {
    return added[c];
}

bool sheet_is_added(str name) {
    for (int i = 0; i < SHEET_ADDED; i++)
        if (str_eq(name, str_of(added[i])))
            return true;
    return false;
}

/* ---- rows that are not taken ---- */

/* Takes the text of the JSON string that begins here, up to its closing mark; what is escaped in it
 * stays so. Absent when none begins. */
static str take_string(str *rest) {
    ptrdiff_t i = 1;
    if (rest->n == 0 || rest->p[0] != '"')
        return (str){0};
    while (i < rest->n && rest->p[i] != '"')
        i += rest->p[i] == '\\' ? 2 : 1;
    str text = str_sub(*rest, 1, i);
    *rest = str_sub(*rest, i + 1, rest->n);
    return text;
}

/* Takes `mark` off; makes *rest empty when it does not stand there. */
static void take_mark(str *rest, str mark) {
    *rest = str_starts(*rest, mark) ? str_sub(*rest, mark.n, rest->n) : (str){0};
}

/* {"@row":12,"@sheet":"…","列名":"…" : the sheet, the name behind it, and its cell. */
static void read_place(str line, str *sheet, str *name, str *cell) {
    take_mark(&line, LINE_ROW);
    line = str_sub(line, str_find(line, S(",")), line.n);
    take_mark(&line, S(",\"@sheet\":"));
    *sheet = take_string(&line);
    take_mark(&line, S(","));
    *name = take_string(&line);
    take_mark(&line, S(":"));
    *cell = take_string(&line);
}

enum sheet_pass sheet_pass_over(const struct reading *r, str line) {
    str sheet = {0};
    str name = {0};
    str first = line;
    if (r->form == FORM_ROWS && r->quoting && str_starts(line, S("\"")))
        first = str_sub(line, 1, line.n);
    else if (r->form != FORM_ROWS)
        read_place(line, &sheet, &name, &first);
    if (str_eq(name, S("@columns")))
        return SHEET_PASS_HEAD;
    if (sheet_is_for_people(sheet))
        return SHEET_PASS_QUIETLY;
    return str_starts(str_trim(first), S(SHEET_SAMPLE)) ? SHEET_PASS_SAMPLE : SHEET_TAKE;
}

void sheet_keep_head(struct reading *r, str line) {
    json_t *root = json_loadb(line.p, (size_t)line.n, JSON_REJECT_DUPLICATES, NULL);
    const json_t *sheet = json_object_get(root, "@sheet");
    const json_t *columns = json_object_get(root, "@columns");
    if (r->head_count < SHEET_HEADS && json_is_string(sheet)) {
        struct sheet_head *h = NEW(r->arena, struct sheet_head, 1);
        h->next = r->heads;
        h->sheet = str_dup(r->arena, str_of(json_string_value(sheet)));
        h->columns.v = NEW(r->arena, str, json_array_size(columns));
        for (size_t i = 0; i < json_array_size(columns) && i < INTAKE_COLUMNS; i++)
            h->columns.v[h->columns.n++] =
                str_dup(r->arena, str_of(json_string_value(json_array_get(columns, i))));
        r->heads = h;
        r->head_count++;
    }
    json_decref(root);
}

/* ---- sheets that come back ---- */

static bool named_in_json(str head, struct arena *a, str *out) {
    str name = str_fmt(a, "\"%s\"", added[SHEET_MAP]);
    /* The first time that it is a member's name: a header names it too. */
    for (ptrdiff_t at = str_find(head, name); at >= 0 && out->n == 0; at = str_find(head, name)) {
        head = str_sub(head, at + name.n, head.n);
        str rest = str_trim(head);
        take_mark(&rest, S(":"));
        rest = str_trim(rest);
        *out = str_dup(a, take_string(&rest));
    }
    return out->n > 0;
}

/* The next row of the window as cells; how many there are, at most `most`, or 0. */
static ptrdiff_t row_here(struct reading *r, struct arena *a, char separator, struct strs cells) {
    struct unit u;
    if (!slice_row(&r->window, separator, &u) || u.cut != CUT_WHOLE)
        return 0;
    str line = str_dup(a, window_view(&r->window, u.offset, u.offset + u.length));
    ptrdiff_t n = csv_row(a, line, (struct csv_form){separator, true}, cells.v, cells.n);
    return n < 0 || n > cells.n ? 0 : n;
}

static bool named_in_rows(struct reading *r, struct arena *a, char separator, str *out) {
    struct strs names = {NEW(a, str, INTAKE_COLUMNS), INTAKE_COLUMNS};
    struct strs cells = {NEW(a, str, INTAKE_COLUMNS), INTAKE_COLUMNS};
    int64_t begin = r->window.at;
    ptrdiff_t columns = row_here(r, a, separator, names);
    ptrdiff_t n = row_here(r, a, separator, cells);
    window_rewind(&r->window, begin, 1);
    (void)window_more(&r->window, begin);
    for (ptrdiff_t i = 0; i < columns && i < n; i++)
        if (str_eq(names.v[i], str_of(added[SHEET_MAP])))
            *out = cells.v[i];
    return out->n > 0;
}

bool sheet_map_named(struct reading *r, struct arena *a, char separator, str *out) {
    str head = window_rest(&r->window);
    *out = (str){0};
    if (str_find(head, str_of(added[SHEET_MAP])) < 0)
        return false;
    bool json = head.p[0] == '{' || head.p[0] == '[';
    return json ? named_in_json(head, a, out) : named_in_rows(r, a, separator, out);
}

str intake_map_name(const struct reading *r) {
    str name = r->map == NULL ? S(SHEET_NO_MAP) : r->map->file;
    for (str rest = name; rest.p != NULL;)
        name = str_cut(&rest, S("/"));
    return name;
}

/* ---- which fields a column goes into ---- */

static void add_field(const struct reading *r, struct strs *out, int field) {
    int n = 0;
    const struct field_info *infos = kind_fields(r->map->kind, &n);
    out->v[out->n++] = str_of(infos[field].name);
}

static struct strs fields_of_slot(const struct reading *r, struct arena *a, int slot) {
    const struct map *m = r->map;
    struct strs out = {NEW(a, str, m->rule_count + m->extract_count + 2 * m->split_count), 0};
    for (int i = 0; i < m->rule_count; i++)
        if (m->rules[i].slot == slot)
            add_field(r, &out, m->rules[i].field);
    for (int i = 0; i < 2 * m->split_count; i++)
        if (m->splits[i / 2].slot == slot)
            add_field(r, &out, m->splits[i / 2].fields[i % 2]);
    for (int i = 0; i < m->extract_count; i++)
        if (m->extracts[i].slot == slot)
            add_field(r, &out, m->extracts[i].field);
    return out;
}

/* One line being taken apart. */
struct tearing {
    const struct reading *reading;
    struct arena *arena;
    enum kind kind; /* without a map */
    struct sheet_row *out;
};

static struct strs fields_of(const struct tearing *t, str name) {
    int n = 0;
    if (t->reading->map != NULL)
        return fields_of_slot(t->reading, t->arena, map_slot(t->arena, t->reading->map, name));
    int field = names_field(t->kind, name);
    if (field < 0)
        return (struct strs){0};
    str *one = NEW(t->arena, str, 1);
    *one = str_of(kind_fields(t->kind, &n)[field].name);
    return (struct strs){one, 1};
}

static void add_cell(struct tearing *t, str name, str text) {
    if (!sheet_is_added(name))
        t->out->cells[t->out->n++] =
            (struct sheet_cell){.name = name, .text = text, .fields = fields_of(t, name)};
}

static bool has_cell(const struct tearing *t, str name) {
    for (int i = 0; i < t->out->n; i++)
        if (str_eq(t->out->cells[i].name, name))
            return true;
    return false;
}

/* ---- rows ---- */

static bool tear_row(struct tearing *t, const struct slice *s) {
    const struct reading *r = t->reading;
    str *cells = NEW(t->arena, str, r->columns);
    struct csv_form form = {r->separator, r->quoting};
    if (csv_row(t->arena, s->text, form, cells, r->columns) != r->columns)
        return false;
    for (int i = 0; i < r->columns && r->map == NULL; i++)
        if (str_eq(r->header[i], S("kind")))
            t->kind = kind_of(cells[i]);
    t->out->cells = NEW(t->arena, struct sheet_cell, r->columns + 1);
    for (int i = 0; i < r->columns; i++)
        add_cell(t, r->header[i], cells[i]);
    return true;
}

/* ---- JSON ---- */

static int put_json(const char *p, size_t n, void *out) {
    buf_str(out, (str){p, (ptrdiff_t)n});
    return 0;
}

static bool is_scalar(const json_t *v) {
    return json_is_string(v) || json_is_number(v);
}

static bool all_scalars(const json_t *v) {
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!is_scalar(json_array_get(v, i)))
            return false;
    return json_is_array(v);
}

/* What one types into a cell to mean this value: nested values stay JSON, which cells of lists and
 * tables may hold. */
static str text_of(struct arena *a, const json_t *v) {
    if (v == NULL || json_is_null(v))
        return (str){0};
    if (json_is_string(v))
        return str_dup(a, (str){json_string_value(v), (ptrdiff_t)json_string_length(v)});
    if (json_is_boolean(v))
        return json_is_true(v) ? S("是") : S("否");
    struct buf b = {0};
    (void)json_dump_callback(v, put_json, &b,
                             JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static bool is_text_field(const struct tearing *t, struct strs fields) {
    enum kind k = t->reading->map == NULL ? t->kind : t->reading->map->kind;
    int n = 0;
    int field = fields.n == 0 ? -1 : names_field(k, fields.v[0]);
    enum field_type type = field < 0 ? FIELD_rows : kind_fields(k, &n)[field].type;
    return type == FIELD_text || type == FIELD_lines;
}

/* Several values for one text are joined as decoding does it. */
static str joined(struct arena *a, const json_t *v) {
    str all = {0};
    for (size_t i = 0; i < json_array_size(v); i++) {
        str one = text_of(a, json_array_get(v, i));
        all = all.n == 0 ? one : str_fmt(a, "%.*s、%.*s", STR(all), STR(one));
    }
    return all;
}

static void add_member(struct tearing *t, str name, const json_t *v) {
    if (str_starts(name, S("@")))
        return;
    bool join = all_scalars(v) && is_text_field(t, fields_of(t, name));
    add_cell(t, str_dup(t->arena, name), join ? joined(t->arena, v) : text_of(t->arena, v));
}

static const struct sheet_head *head_of(const struct reading *r, const json_t *sheet) {
    const struct sheet_head *h = json_is_string(sheet) ? r->heads : NULL;
    while (h != NULL && !str_eq(h->sheet, str_of(json_string_value(sheet))))
        h = h->next;
    return h;
}

/* A sheet's row leaves out its empty cells: its header knows them. */
static void add_members(struct tearing *t, json_t *root) {
    const struct sheet_head *head = head_of(t->reading, json_object_get(root, "@sheet"));
    if (head != NULL) {
        for (ptrdiff_t i = 0; i < head->columns.n; i++)
            add_member(t, head->columns.v[i],
                       json_object_get(root, str_z(t->arena, head->columns.v[i])));
        return;
    }
    for (void *at = json_object_iter(root); at != NULL; at = json_object_iter_next(root, at)) {
        str name = {json_object_iter_key(at), (ptrdiff_t)json_object_iter_key_len(at)};
        add_member(t, name, json_object_iter_value(at));
    }
}

/* What the envelope and the member's key say of a record becomes a column of its own. */
static void add_standing(struct tearing *t, const struct slice *s) {
    const struct reading *r = t->reading;
    for (int i = 0; i < r->standing_count; i++)
        if (!has_cell(t, r->standing[i].name) && !str_starts(r->standing[i].name, S("@")))
            add_cell(t, r->standing[i].name, r->standing[i].value);
    if (s->key.n > 0)
        add_cell(t, S("@key"), s->key);
}

static bool tear_object(struct tearing *t, const struct slice *s) {
    if (slice_depth(s->text) > INTAKE_DEPTH)
        return false;
    json_t *root = json_loadb(s->text.p, (size_t)s->text.n, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(root)) {
        json_decref(root);
        return false;
    }
    const json_t *said = json_object_get(root, "kind");
    if (json_is_string(said) && t->reading->map == NULL)
        t->kind = kind_of(str_of(json_string_value(said)));
    size_t most = json_object_size(root) + INTAKE_COLUMNS + STANDING_MOST + 2;
    t->out->cells = NEW(t->arena, struct sheet_cell, most);
    if (t->kind != KIND_NONE && head_of(t->reading, json_object_get(root, "@sheet")) == NULL)
        t->out->kind = str_of(kind_info(t->kind)->title);
    add_members(t, root);
    add_standing(t, s);
    json_decref(root);
    return true;
}

/* ---- the door ---- */

bool intake_cells(const struct reading *r, struct arena *a, const struct slice *s,
                  struct sheet_row *out) {
    struct tearing t = {.reading = r, .arena = a, .kind = r->kind, .out = out};
    *out = (struct sheet_row){0};
    if (!(r->form == FORM_ROWS ? tear_row(&t, s) : tear_object(&t, s)))
        return false;
    /* Read back under another file name, the row must say itself what it is. */
    if (r->map == NULL && r->kind != KIND_NONE && !has_cell(&t, S("kind")))
        add_cell(&t, S("kind"), str_of(kind_info(t.kind)->title));
    return true;
}
