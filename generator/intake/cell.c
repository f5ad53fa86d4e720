/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * cell.c — what a text means in a field of a given type.
 *
 * In:    texts as people write them
 * Out:   values in struct record
 * Law:   none
 * Never: sets half a value: it is right, or absent with one diagnostic
 */
#include "base/arena.h"
#include "intake/amount.h"
#include "intake/day.h"
#include "intake/decode.h"
#include "intake/names.h"
#include "intake/shown.h"

#include <string.h>

static void *value_at(struct decoding *d, int field) {
    return (char *)d->out + d->fields[field].at;
}

/* How the map wants this field read; all zero without a map. */
static const struct map_how *how_of(const struct decoding *d, int field) {
    static const struct map_how plainly;
    return d->reading->map == NULL ? &plainly : &d->reading->map->how[field];
}

static void refuse(struct decoding *d, enum diag_code code, int field, str text) {
    decode_say(d, code, field, shown_value(d->arena, &d->infos[field], text));
}

/* ---- texts ---- */

static bool is_control(char c, bool lines) {
    unsigned char u = (unsigned char)c;
    return u < 0x20 ? !(lines && (c == '\n' || c == '\t')) : u == 0x7F;
}

/* How many bytes in front are surely no control characters, eight at a time: 8 bytes of the result
 * have their top bit set where a byte is below 0x20 or is 0x7F (or its neighbour is). */
static ptrdiff_t uncontrolled(str s) {
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t tops = 0x8080808080808080u;
    ptrdiff_t i = 0;
    for (uint64_t v; i + 8 <= s.n; i += 8) {
        memcpy(&v, s.p + i, sizeof v);
        uint64_t deleted = v ^ ones * 0x7F;
        if ((((v - ones * 0x20) & ~v) | ((deleted - ones) & ~deleted)) & tops)
            break;
    }
    return i;
}

/* A line holds no control characters, several lines only the line break and the tab. */
static str clean(struct arena *a, str s, bool lines) {
    ptrdiff_t i = uncontrolled(s);
    while (i < s.n && !is_control(s.p[i], lines))
        i++;
    if (i == s.n)
        return s;
    char *p = NEW(a, char, s.n);
    ptrdiff_t n = 0;
    for (i = 0; i < s.n; i++) {
        bool control = is_control(s.p[i], lines);
        if (!control)
            p[n++] = s.p[i];
        else if (!lines && n > 0 && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return str_trim((str){p, n});
}

/* Excel shows a long number as 1.3082E+17, and so saves it: its last digits are lost. */
static bool is_excel_number(str s) {
    ptrdiff_t e = s.n < 5 || s.n > 24 ? -1 : s.n - 1;
    while (e > 0 && s.p[e] >= '0' && s.p[e] <= '9')
        e--;
    if (e < 2 || s.n - e < 3 || s.p[e] != '+' || (s.p[e - 1] | 0x20) != 'e')
        return false;
    for (ptrdiff_t i = 0; i < e - 1; i++)
        if (s.p[i] != '.' && (s.p[i] < '0' || s.p[i] > '9'))
            return false;
    return true;
}

static void set_text(struct decoding *d, int field, str text) {
    bool lines = d->fields[field].type == FIELD_lines;
    if (!lines && is_excel_number(text))
        refuse(d, DIAG_EXCEL_NUMBER, field, text);
    else
        *(str *)value_at(d, field) = clean(d->arena, text, lines);
}

/* ---- dates and numbers ---- */

static void set_day(struct decoding *d, int field, str text) {
    str forms = how_of(d, field)->date_form;
    date day = forms.n > 0 ? day_parse_as(d->arena, text, forms) : day_parse(d->arena, text);
    bool serial = day == DATE_NONE && day_serial(text) != DATE_NONE;
    if (day == DATE_NONE)
        refuse(d, serial ? DIAG_DATE_SERIAL : DIAG_DATE_FORMAT, field, text);
    *(date *)value_at(d, field) = day;
}

static void set_money(struct decoding *d, int field, str text) {
    int64_t *out = value_at(d, field);
    int64_t unit = how_of(d, field)->unit;
    if (amount_parse(d->arena, text, unit == 0 ? AMOUNT_YUAN : unit, out))
        return;
    *out = WHOLE_NONE;
    refuse(d, DIAG_MONEY_FORMAT, field, text);
}

static void set_whole(struct decoding *d, int field, str text) {
    int64_t *out = value_at(d, field);
    if (str_int(text, out))
        return;
    *out = WHOLE_NONE;
    refuse(d, DIAG_WHOLE_FORMAT, field, text);
}

/* ---- terms ---- */

#define TERMS_TOLD 12 /* of a vocabulary, where the clerk must choose one */

/* “企业（可填：法人及非法人组织、自然人、个体工商户）”, or which of them it is near. */
static str suggest_term(struct decoding *d, enum vocab v, str shown, str text) {
    str near = names_near_term(d->arena, v, text);
    int n = term_count(v);
    if (near.n > 0 || n > TERMS_TOLD)
        return decode_suggest(d->arena, shown, near);
    str all = term_text(v, 1);
    for (int i = 2; i <= n; i++)
        all = str_fmt(d->arena, "%.*s、%.*s", STR(all), STR(term_text(v, i)));
    return str_fmt(d->arena, "%.*s（可填：%.*s）", STR(shown), STR(all));
}

static void set_term(struct decoding *d, int field, str text) {
    enum vocab v = (enum vocab)d->fields[field].of;
    int term = term_of(v, text);
    *(int *)value_at(d, field) = term;
    if (term != 0)
        return;
    str shown = shown_value(d->arena, &d->infos[field], text);
    decode_say(d, DIAG_TERM_UNKNOWN, field, suggest_term(d, v, shown, text));
}

/* ---- lists and tables ---- */

/* Takes what stands before the next full-width or plain semicolon or line break. */
static str take_part(str *rest) {
    ptrdiff_t i = 0;
    ptrdiff_t mark = 0;
    while (i < rest->n && mark == 0) {
        str here = str_sub(*rest, i, rest->n);
        mark = str_starts(here, S("；")) ? S("；").n : here.p[0] == ';' || here.p[0] == '\n';
        i += mark == 0;
    }
    str part = str_sub(*rest, 0, i);
    *rest = mark == 0 ? (str){0} : str_sub(*rest, i + mark, rest->n);
    return str_trim(part);
}

static ptrdiff_t count_parts(str text) {
    ptrdiff_t n = 0;
    for (str rest = text; rest.p != NULL; n++)
        (void)take_part(&rest);
    return n;
}

static void set_list(struct decoding *d, int field, str text) {
    struct strs *list = value_at(d, field);
    list->v = NEW(d->arena, str, count_parts(text));
    list->n = 0;
    for (str rest = text; rest.p != NULL;) {
        str part = clean(d->arena, take_part(&rest), false);
        if (part.n > 0)
            list->v[list->n++] = part;
    }
}

struct rows cell_rows(struct decoding *d, int field, ptrdiff_t most) {
    int columns = columns_count((enum columns)d->fields[field].of);
    return (struct rows){.cells = NEW(d->arena, str, most * columns), .columns = columns};
}

/* The cells of one row of text, by position: between full-width slashes where there is one, so
 * that a date may hold plain ones. Empty cells are kept. */
static void add_row(struct decoding *d, int field, struct rows *rows, str text) {
    const struct map_how *how = how_of(d, field);
    str mark = str_find(text, S("／")) >= 0 ? S("／") : S("/");
    int most = how->column_count > 0 ? how->column_count : rows->columns;
    str *cells = rows->cells + (ptrdiff_t)rows->n * rows->columns;
    int i = 0;
    for (str rest = text; rest.p != NULL; i++) {
        str cell = how->lines ? rest : str_cut(&rest, mark);
        if (how->lines)
            rest = (str){0};
        if (i < most)
            cells[how->column_count > 0 ? how->columns[i] : i] =
                clean(d->arena, str_trim(cell), false);
    }
    if (i > most)
        decode_say(d, DIAG_ROWS_CELLS, field,
                   str_fmt(d->arena, "第 %d 行有 %d 格", rows->n + 1, i));
    rows->n++;
}

static str take_row(const struct map_how *how, str *rest) {
    return how->lines ? str_trim(str_cut(rest, S("\n"))) : take_part(rest);
}

static void set_rows(struct decoding *d, int field, str text) {
    const struct map_how *how = how_of(d, field);
    ptrdiff_t most = 1;
    for (str rest = text; rest.p != NULL; most++)
        (void)take_row(how, &rest);
    struct rows rows = cell_rows(d, field, most);
    for (str rest = text; rest.p != NULL;) {
        str row = take_row(how, &rest);
        bool null = d->reading->map != NULL && map_is_null(d->reading->map, row);
        if (row.n > 0 && !null)
            add_row(d, field, &rows, row);
    }
    *(struct rows *)value_at(d, field) = rows;
}

/* ---- any ---- */

/* In a field of these types such words cannot be a value. */
static bool says_nothing(enum field_type type, str text) {
    static const char *const words[] = {"无", "—", "-", "--", "/", "null", "NULL", "空", "——"};
    bool strict = type == FIELD_day || type == FIELD_money || type == FIELD_whole ||
                  type == FIELD_uscc || type == FIELD_term;
    for (size_t i = 0; strict && text.n <= 6 && i < sizeof words / sizeof words[0]; i++)
        if (str_eq(text, str_of(words[i])))
            return true;
    return false;
}

void cell_set(struct decoding *d, int field, str text) {
    static void (*const set[])(struct decoding * d, int field, str text) = {
        [FIELD_text] = set_text, [FIELD_lines] = set_text,  [FIELD_uscc] = set_text,
        [FIELD_day] = set_day,   [FIELD_money] = set_money, [FIELD_whole] = set_whole,
        [FIELD_term] = set_term, [FIELD_list] = set_list,   [FIELD_rows] = set_rows};
    enum field_type type = d->fields[field].type;
    text = str_trim(text);
    if ((type == FIELD_list || type == FIELD_rows) && decode_nested(d, field, text))
        return;
    if (text.n > 0 && !says_nothing(type, text))
        set[type](d, field, text);
}
