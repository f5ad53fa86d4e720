/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * decode.c — a record line becomes a record.
 *
 * In:    slices of JSON or delimiter-separated text
 * Out:   struct record
 * Law:   none
 * Never: lets a Jansson object out; prints a private value
 */
#include "intake/decode.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "intake/names.h"
#include "intake/object.h"
#include "intake/shown.h"

#include <jansson.h>
#include <string.h>

/* ---- saying what is wrong ---- */

void decode_say(struct decoding *d, enum diag_code code, int field, str detail) {
    struct place at = {.file = d->slice->file, .line = d->slice->at.line};
    if (field >= 0)
        at.field =
            str_fmt(d->diags->arena, "%s.%s", kind_info(d->out->kind)->name, d->fields[field].name);
    diag(d->diags, code, at, "%.*s", STR(detail));
    enum diag_level level = diag_level(d->diags, code);
    if (field >= 0 && level >= DIAG_REJECT)
        field_set_add(&d->out->misread, field);
    d->out->rejected = d->out->rejected || level >= DIAG_REJECT;
    d->out->doubted = d->out->doubted || level == DIAG_DOUBT;
}

str decode_suggest(struct arena *a, str shown, str near) {
    return near.n == 0 ? shown : str_fmt(a, "%.*s（是不是“%.*s”？）", STR(shown), STR(near));
}

static void say_unknown(struct decoding *d, str name) {
    str near = names_near_field(d->arena, d->out->kind, name);
    decode_say(d, DIAG_FIELD_UNKNOWN, -1,
               decode_suggest(d->arena, shown_word(d->arena, name), near));
}

/* ---- JSON values ---- */

static str string_of(const json_t *v) {
    return (str){json_string_value(v), (ptrdiff_t)json_string_length(v)};
}

/* A number as people write it; its own spelling is lost, so at most 15 digits are meant. */
static str number_text(struct arena *a, const json_t *v) {
    return json_is_integer(v) ? str_fmt(a, "%lld", (long long)json_integer_value(v))
                              : str_fmt(a, "%.15g", json_real_value(v));
}

static str scalar_text(struct arena *a, const json_t *v) {
    if (json_is_string(v))
        return str_dup(a, string_of(v));
    return json_is_number(v) ? number_text(a, v) : (str){0};
}

/* Several values for one text become what people write: 个人、企业. */
str decode_text(struct decoding *d, const json_t *v) {
    if (!json_is_array(v))
        return scalar_text(d->arena, v);
    str all = {0};
    for (size_t i = 0; i < json_array_size(v); i++) {
        str one = str_trim(scalar_text(d->arena, json_array_get(v, i)));
        if (one.n > 0)
            all = all.n == 0 ? one : str_fmt(d->arena, "%.*s、%.*s", STR(all), STR(one));
    }
    return all;
}

bool decode_scalar(struct arena *a, str json, str *out) {
    json_t *v = json_loadb(json.p, (size_t)json.n, JSON_DECODE_ANY, NULL);
    bool scalar = json_is_string(v) || json_is_number(v);
    if (scalar)
        *out = scalar_text(a, v);
    json_decref(v);
    return scalar;
}

static void set_list(struct decoding *d, int field, const json_t *v) {
    struct strs *list = (struct strs *)(void *)((char *)d->out + d->fields[field].at);
    list->v = NEW(d->arena, str, json_array_size(v));
    for (size_t i = 0; i < json_array_size(v); i++) {
        str one = str_trim(decode_text(d, json_array_get(v, i)));
        if (one.n > 0)
            list->v[list->n++] = one;
    }
}

/* One row: an object by names of columns, or an array of cells in their order. */
static void set_row(struct decoding *d, int field, struct rows *rows, json_t *row) {
    enum columns set = (enum columns)d->fields[field].of;
    str *cells = rows->cells + (ptrdiff_t)rows->n++ * rows->columns;
    if (json_array_size(row) > (size_t)rows->columns)
        decode_say(d, DIAG_ROWS_CELLS, field, str_fmt(d->arena, "第 %d 行", rows->n));
    for (size_t i = 0; i < json_array_size(row) && i < (size_t)rows->columns; i++)
        cells[i] = str_trim(decode_text(d, json_array_get(row, i)));
    for (void *at = json_object_iter(row); at != NULL; at = json_object_iter_next(row, at)) {
        str name = str_of(json_object_iter_key(at));
        int column = names_column(set, name);
        if (column >= 0)
            cells[column] = str_trim(decode_text(d, json_object_iter_value(at)));
        else
            decode_say(d, DIAG_ROWS_COLUMN, field,
                       decode_suggest(d->arena, shown_word(d->arena, name),
                                      names_near_column(d->arena, set, name)));
    }
}

static bool is_row(const json_t *v) {
    return json_is_object(v) || json_is_array(v);
}

static void set_rows(struct decoding *d, int field, json_t *v) {
    ptrdiff_t n = json_is_array(v) ? (ptrdiff_t)json_array_size(v) : 1;
    struct rows rows = cell_rows(d, field, n);
    if (json_is_object(v))
        set_row(d, field, &rows, v);
    for (size_t i = 0; i < json_array_size(v); i++) {
        json_t *row = json_array_get(v, i);
        if (!is_row(row)) {
            decode_say(d, DIAG_FIELD_TYPE, field, S("表中每一行应为对象或数组"));
            return;
        }
        set_row(d, field, &rows, row);
    }
    *(struct rows *)(void *)((char *)d->out + d->fields[field].at) = rows;
}

void decode_value(struct decoding *d, int field, json_t *v) {
    enum field_type type = d->fields[field].type;
    bool text = type == FIELD_text || type == FIELD_lines;
    if (json_is_null(v))
        return;
    if (json_is_boolean(v) && type == FIELD_term && d->fields[field].of == VOCAB_yes_no)
        cell_set(d, field, json_is_true(v) ? S("是") : S("否"));
    else if (json_is_string(v) || json_is_number(v) || (json_is_array(v) && text))
        cell_set(d, field, decode_text(d, v));
    else if (json_is_array(v) && type == FIELD_list)
        set_list(d, field, v);
    else if (is_row(v) && type == FIELD_rows)
        set_rows(d, field, v);
    else
        decode_say(d, DIAG_FIELD_TYPE, field, S(""));
}

bool decode_nested(struct decoding *d, int field, str text) {
    if (!str_starts(text, S("[")) || slice_depth(text) > INTAKE_DEPTH)
        return false;
    json_t *v = json_loadb(text.p, (size_t)text.n, JSON_REJECT_DUPLICATES, NULL);
    if (v != NULL)
        decode_value(d, field, v);
    json_decref(v);
    return v != NULL;
}

/* ---- which kind ---- */

/* The kind that the record says, else that of all its delivery. */
static bool begin_record(struct decoding *d, str said) {
    enum kind k = said.n > 0 && d->reading->map == NULL ? kind_of(said) : d->reading->kind;
    record_clear(d->out, k);
    d->out->file = d->slice->file;
    d->out->at = d->slice->at;
    if (k == KIND_NONE) {
        decode_say(d, DIAG_RECORD_KIND, -1, shown_kind(d->arena, said));
        return false;
    }
    d->fields = record_fields(k, &d->n);
    d->infos = kind_fields(k, &d->n);
    return true;
}

/* What the envelope says of all its records, where one does not say it itself. */
static void add_standing(struct decoding *d) {
    const struct reading *r = d->reading;
    for (int i = 0; i < r->standing_count; i++) {
        int field = names_field(d->out->kind, r->standing[i].name);
        if (field >= 0 && field_absent(&d->fields[field], d->out))
            cell_set(d, field, r->standing[i].value);
    }
}

/* U+FFFD stands for what could not be read: here, or on the way here. */
static bool say_unreadable(struct decoding *d) {
    bool there = str_find(d->slice->text, S("\xEF\xBF\xBD")) >= 0;
    bool lost = there && str_find(d->slice->text, LINE_LOST) >= 0;
    if (there)
        decode_say(d, lost ? DIAG_RECORD_LONG : DIAG_TEXT_UNREADABLE, -1, S(""));
    return there;
}

/* What no text may hold: a NUL, bytes that are not UTF-8. */
static bool say_no_text(struct decoding *d) {
    str text = d->slice->text;
    if (text.n > 0 && memchr(text.p, '\0', (size_t)text.n) != NULL) {
        decode_say(d, DIAG_JSON_NUL, -1, S(""));
        return true;
    }
    ptrdiff_t bad = utf8_invalid_at(text);
    if (bad >= 0)
        decode_say(
            d, DIAG_UTF8_INVALID, -1,
            str_fmt(d->arena, "文件第 %lld 字节", (long long)(d->slice->at.offset + bad + 1)));
    return bad >= 0;
}

/* ---- JSON records ---- */

/* What stands beside the cells of a row, and has done its work already. */
static bool is_beside(str name) {
    return str_eq(name, S("kind")) || str_eq(name, S("@row")) || str_eq(name, S("@sheet")) ||
           sheet_is_added(name);
}

/* What has no field is named, for it may be a misspelt one. */
static void take_member(struct decoding *d, str name, struct foreign v) {
    int field = names_field(d->out->kind, name);
    if (field < 0 && !is_beside(name))
        say_unknown(d, name);
    if (field < 0)
        return;
    /* Once by its English name and once by its title. */
    if (!field_absent(&d->fields[field], d->out))
        decode_say(d, DIAG_JSON_TWICE, field, S(""));
    if (v.json == NULL)
        cell_set(d, field, v.text);
    else
        decode_value(d, field, v.json);
}

/* A record's members, however they were read. */
struct members {
    str *names;
    struct foreign *values;
    int n;
};

static str text_named(const struct members *m, str name) {
    for (int i = 0; i < m->n; i++)
        if (str_eq(m->names[i], name) && m->values[i].json == NULL)
            return m->values[i].text;
    return (str){0};
}

/* Without a map a member goes straight into its field; with one, all are gathered first, because
 * the map says which of several wins. */
static void take_members(struct decoding *d, const struct members *m) {
    str said = text_named(m, S("kind"));
    if (said.p == NULL && d->reading->kind == KIND_NONE)
        said = text_named(m, S("@sheet")); /* a form's sheet is named like its kind */
    if (!begin_record(d, said))
        return;
    const struct map *map = d->reading->map;
    struct foreign *slots = map == NULL ? NULL : NEW(d->arena, struct foreign, map->foreign_count);
    for (int i = 0; i < m->n; i++) {
        int slot = map == NULL ? -1 : map_slot(d->arena, map, m->names[i]);
        if (slot >= 0)
            slots[slot] = m->values[i];
        else if (map == NULL)
            take_member(d, m->names[i], m->values[i]);
    }
    if (map != NULL)
        mapped_decode(d, slots);
    add_standing(d);
}

static struct members members_of(struct arena *a, size_t n) {
    return (struct members){NEW(a, str, n), NEW(a, struct foreign, n), 0};
}

static void take_object(struct decoding *d, json_t *object) {
    struct members m = members_of(d->arena, json_object_size(object));
    for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
        json_t *v = json_object_iter_value(at);
        m.names[m.n] = (str){json_object_iter_key(at), (ptrdiff_t)json_object_iter_key_len(at)};
        if (json_is_string(v))
            m.values[m.n].text = scalar_text(d->arena, v);
        else
            m.values[m.n].json = v;
        m.n++;
    }
    take_members(d, &m);
}

/* Most records are strings, lists and a number or two: taken apart by hand they take a quarter of
 * the time, and Jansson reads what is no string. Whatever is not surely right it reads as a whole,
 * and says what is wrong. */
static bool take_quickly(struct decoding *d) {
    struct member parts[OBJECT_MEMBERS];
    bool good = utf8_invalid_at(d->slice->text) < 0;
    int n = good ? object_members(d->arena, d->slice->text, parts) : -1;
    struct members m = members_of(d->arena, (size_t)(n < 0 ? 0 : n));
    for (good = n >= 0; good && m.n < n; m.n++) {
        str json = parts[m.n].json;
        m.names[m.n] = parts[m.n].name;
        m.values[m.n].text = parts[m.n].text;
        if (json.p != NULL && slice_depth(json) < INTAKE_DEPTH)
            m.values[m.n].json =
                json_loadb(json.p, (size_t)json.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
        good = json.p == NULL || m.values[m.n].json != NULL;
    }
    if (good)
        take_members(d, &m);
    for (int i = 0; i < m.n; i++)
        json_decref(m.values[i].json);
    return good;
}

/* Jansson's own text would quote the record; its code and position do not. */
static void say_json_error(struct decoding *d, const json_error_t *error) {
    enum json_error_code code = json_error_code(error);
    str at = str_fmt(d->arena, "记录内第 %d 字节", error->position);
    if (say_no_text(d))
        return;
    if (code == json_error_duplicate_key)
        decode_say(d, DIAG_JSON_TWICE, -1, at);
    else if (code == json_error_null_character || code == json_error_null_byte_in_key)
        decode_say(d, DIAG_JSON_NUL, -1, at);
    else if (d->slice->text.p[0] != '{')
        decode_say(d, DIAG_JSON_NOT_OBJECT, -1, S(""));
    else if (code == json_error_premature_end_of_input)
        decode_say(d, DIAG_JSON_SYNTAX, -1, S("记录没有写完"));
    else
        decode_say(d, DIAG_JSON_SYNTAX, -1, at);
}

static void decode_json(struct decoding *d) {
    str text = d->slice->text;
    json_error_t error;
    if (say_unreadable(d))
        return;
    if (take_quickly(d))
        return;
    if (slice_depth(text) > INTAKE_DEPTH) {
        decode_say(d, DIAG_JSON_DEEP, -1, S(""));
        return;
    }
    json_t *root = json_loadb(text.p, (size_t)text.n, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        say_json_error(d, &error);
    else if (!json_is_object(root))
        decode_say(d, DIAG_JSON_NOT_OBJECT, -1, S(""));
    else
        take_object(d, root);
    json_decref(root);
}

/* ---- rows ---- */

/* Only a header that was not bound to one kind has such a column. */
static str kind_cell(const struct reading *r, const str *cells) {
    for (int i = 0; i < r->columns && r->bound == NULL; i++)
        if (str_eq(r->header[i], S("kind")))
            return cells[i];
    return (str){0};
}

/* Rows of several kinds share the columns: what one kind has no field for must be empty. */
static void take_cell(struct decoding *d, int column, str cell) {
    const struct reading *r = d->reading;
    int field = r->bound != NULL ? r->bound[column] : names_field(d->out->kind, r->header[column]);
    if (field >= 0)
        cell_set(d, field, cell);
    else if (r->bound == NULL && cell.n > 0 && !is_beside(r->header[column]))
        say_unknown(d, r->header[column]);
}

static void take_cells(struct decoding *d, const str *cells) {
    const struct reading *r = d->reading;
    if (!begin_record(d, kind_cell(r, cells)))
        return;
    if (r->map == NULL) {
        for (int i = 0; i < r->columns; i++)
            take_cell(d, i, cells[i]);
        return;
    }
    struct foreign *slots = NEW(d->arena, struct foreign, r->map->foreign_count);
    for (int i = 0; i < r->columns; i++)
        if (r->bound[i] >= 0)
            slots[r->bound[i]].text = cells[i];
    mapped_decode(d, slots);
}

/* A row that is too short has lost something: which cells, nobody can tell. */
static void decode_row(struct decoding *d) {
    const struct reading *r = d->reading;
    str *cells = NEW(d->arena, str, r->columns);
    str text = d->slice->text;
    if (say_no_text(d) || say_unreadable(d))
        return;
    ptrdiff_t n =
        csv_row(d->arena, text, (struct csv_form){r->separator, r->quoting}, cells, r->columns);
    if (n == r->columns)
        take_cells(d, cells);
    else if (n < 0)
        decode_say(d, DIAG_CSV_QUOTING, -1, S(""));
    else
        decode_say(d, n > r->columns ? DIAG_CSV_LONG_ROW : DIAG_CSV_SHORT_ROW, -1,
                   str_fmt(d->arena, "表头 %d 格，这一行 %td 格", r->columns, n));
}

/* ---- the door ---- */

bool intake_decode(const struct reading *r, struct arena *a, const struct slice *s,
                   struct record *out, struct diags *diags) {
    struct decoding d = {.reading = r, .slice = s, .arena = a, .out = out, .diags = diags};
    record_clear(out, KIND_NONE);
    diags->levels = r->levels;
    if (r->form == FORM_ROWS)
        decode_row(&d);
    else
        decode_json(&d);
    return !out->rejected;
}
