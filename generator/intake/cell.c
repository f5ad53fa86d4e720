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
#include "intake/decode.h"
#include "intake/names.h"

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
    decode_say(d, code, field, decode_shown(d, field, text));
}

/* ---- texts ---- */

static bool is_control(char c, bool lines) {
    unsigned char u = (unsigned char)c;
    return u < 0x20 ? !(lines && (c == '\n' || c == '\t')) : u == 0x7F;
}

/* A line holds no control characters, several lines only the line break and the tab. */
static str clean(struct arena *a, str s, bool lines) {
    ptrdiff_t i = 0;
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

/* ---- dates ---- */

/* Takes up to `most` digits off *s; -1 when there is none. */
static int take_digits(str *s, int most) {
    int v = -1;
    for (int i = 0; i < most && s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9'; i++) {
        v = (v < 0 ? 0 : v * 10) + (s->p[0] - '0');
        *s = str_sub(*s, 1, s->n);
    }
    return v;
}

/* By a form of the map: YYYY year, M or MM month, D or DD day, all else as it stands. A time of day
 * may follow behind a blank. */
static date date_by_form(str s, str form) {
    int part[3] = {-1, -1, -1};
    while (form.n > 0) {
        const char *at = strchr("YMD", form.p[0]);
        if (at == NULL || form.p[0] == '\0') {
            if (s.n == 0 || s.p[0] != form.p[0])
                return DATE_NONE;
            s = str_sub(s, 1, s.n);
            form = str_sub(form, 1, form.n);
            continue;
        }
        char letter = form.p[0];
        while (form.n > 0 && form.p[0] == letter)
            form = str_sub(form, 1, form.n);
        part[strchr("YMD", letter) - "YMD"] = take_digits(&s, letter == 'Y' ? 4 : 2);
    }
    bool whole = s.n == 0 || s.p[0] == ' ' || s.p[0] == 'T';
    return whole && part[1] > 0 && part[2] > 0 ? date_of(part[0], part[1], part[2]) : DATE_NONE;
}

static date date_from(struct decoding *d, int field, str text) {
    const struct map_how *how = how_of(d, field);
    if (how->date_form.n > 0)
        return date_by_form(text, how->date_form);
    if (str_eq(text, S("长期")))
        return date_of(2099, 12, 31);
    date day = date_parse_loose(text);
    if (day != DATE_NONE || str_find(text, S("年")) < 0)
        return day;
    /* 2026 年 1 月 2 日, as typesetters space it. */
    return date_parse_loose(str_replace(d->arena, text, S(" "), S("")));
}

static void set_day(struct decoding *d, int field, str text) {
    date day = date_from(d, field, text);
    if (day == DATE_NONE)
        refuse(d, DIAG_DATE_FORMAT, field, text);
    *(date *)value_at(d, field) = day;
}

/* ---- numbers ---- */

static bool take_prefix(str *s, str prefix) {
    bool there = str_starts(*s, prefix);
    if (there)
        *s = str_trim(str_sub(*s, prefix.n, s->n));
    return there;
}

static bool take_suffix(str *s, str suffix) {
    bool there = str_ends(*s, suffix);
    if (there)
        *s = str_trim(str_sub(*s, 0, s->n - suffix.n));
    return there;
}

/* A unit behind the number goes before the map's. */
static int64_t take_unit(str *s, int64_t otherwise) {
    if (take_suffix(s, S("亿元")))
        return 10000000000;
    if (take_suffix(s, S("万元")))
        return 1000000;
    return take_suffix(s, S("元")) ? 100 : otherwise == 0 ? 100 : otherwise;
}

/* Digits with thousands separators, times `unit`. */
static bool add_whole(str s, int64_t unit, int64_t *sum) {
    int64_t v = 0;
    bool any = false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == ',' && any)
            continue;
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        any = true;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, s.p[i] - '0', &v))
            return false;
    }
    return any && !__builtin_mul_overflow(v, unit, sum);
}

/* Decimals: each takes a tenth of the unit; below 分 only noughts can follow. */
static bool add_decimals(str s, int64_t unit, int64_t *sum) {
    for (ptrdiff_t i = 0; i < s.n; i++) {
        int digit = s.p[i] - '0';
        if (digit < 0 || digit > 9 || (unit % 10 != 0 && digit != 0))
            return false;
        unit = unit % 10 == 0 ? unit / 10 : 1;
        if (digit != 0 && __builtin_add_overflow(*sum, digit * unit, sum))
            return false;
    }
    return true;
}

/* 20000 · 20,000.00 · ￥20000元 · 2万元 → 分, exactly. */
static bool money_from(str text, int64_t otherwise, int64_t *out) {
    (void)take_prefix(&text, S("人民币"));
    if (!take_prefix(&text, S("￥")))
        (void)take_prefix(&text, S("¥"));
    bool minus = take_prefix(&text, S("-"));
    int64_t unit = take_unit(&text, otherwise);
    str decimals = text;
    str whole = str_cut(&decimals, S("."));
    if (!add_whole(whole, unit, out) || !add_decimals(decimals, unit, out))
        return false;
    *out = minus ? -*out : *out;
    return true;
}

static void set_money(struct decoding *d, int field, str text) {
    int64_t *out = value_at(d, field);
    if (money_from(text, how_of(d, field)->unit, out))
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

static void set_term(struct decoding *d, int field, str text) {
    enum vocab v = (enum vocab)d->fields[field].of;
    int term = term_of(v, text);
    *(int *)value_at(d, field) = term;
    if (term != 0)
        return;
    str shown = decode_shown(d, field, text);
    decode_say(d, DIAG_TERM_UNKNOWN, field,
               decode_suggest(d->arena, shown, names_near_term(d->arena, v, text)));
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

static void set_text(struct decoding *d, int field, str text) {
    *(str *)value_at(d, field) = clean(d->arena, text, d->fields[field].type == FIELD_lines);
}

void cell_set(struct decoding *d, int field, str text) {
    static void (*const set[])(struct decoding * d, int field, str text) = {
        [FIELD_text] = set_text, [FIELD_lines] = set_text,  [FIELD_uscc] = set_text,
        [FIELD_day] = set_day,   [FIELD_money] = set_money, [FIELD_whole] = set_whole,
        [FIELD_term] = set_term, [FIELD_list] = set_list,   [FIELD_rows] = set_rows};
    text = str_trim(text);
    if (text.n > 0)
        set[d->fields[field].type](d, field, text);
}
