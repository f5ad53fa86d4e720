/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * check.c — what the platform would reject is found before it is sent.
 *
 * In:    the cells of a row, its column set
 * Out:   findings, by the column's title
 * Law:   law.md §4: obligations per party type, terms, lengths, dates, 万元, codes
 * Never: mends a cell; tells a private value
 */
#include "base/utf8.h"
#include "platform/platform.h"

/* One row being looked at. */
struct looking {
    const struct column_set *set;
    const str *cells;
    struct place at;
    struct diags *diags;
    bool good;
};

/* Of what only the public does not see, the shape is told. */
static void fault(struct looking *l, int column, enum diag_code code, str value) {
    const struct column *c = &l->set->v[column];
    struct place at = l->at;
    bool open = c->part_count == 0 || column_told(c) != TOLD_FIELD || c->terms.n > 0 ||
                c->type != 'C' || c->check == CHECK_USCC || c->check == CHECK_PARTY_USCC;
    at.field = c->title;
    diag(l->diags, code, at, "%.*s",
         STR(open || value.n == 0 ? value : diag_shape(l->diags->arena, value)));
    l->good = false;
}

static bool condition_holds(const struct condition *when, const str *cells) {
    if (when->column < 0)
        return true;
    str is = cells[when->column];
    for (ptrdiff_t i = 0; i < when->words.n; i++)
        if (when->op == '=' ? str_eq(is, when->words.v[i]) : str_find(is, when->words.v[i]) >= 0)
            return true;
    return when->op == 0 && is.n > 0;
}

static ptrdiff_t characters(str s) {
    ptrdiff_t n = 0;
    for (; s.n > 0; n++)
        (void)utf8_next(&s);
    return n;
}

/* 其他-… stands for any that says what after the dash. */
static bool term_known(const struct strs *terms, str text) {
    for (ptrdiff_t i = 0; i < terms->n; i++) {
        str t = terms->v[i];
        str stem = str_sub(t, 0, t.n - S("…").n);
        if (str_eq(t, text) || (str_ends(t, S("…")) && str_starts(text, stem) && text.n > stem.n))
            return true;
    }
    return false;
}

static void look_at_terms(struct looking *l, int column, str text) {
    const struct column *c = &l->set->v[column];
    for (str rest = text; rest.p != NULL;) {
        str one = c->form.n > 0 ? str_cut(&rest, c->form) : rest;
        if (c->form.n == 0)
            rest = (str){0};
        if (!term_known(&c->terms, one))
            fault(l, column, DIAG_PLATFORM_TERM, one);
    }
}

/* 2026/03/02: a day that exists, up to 2099/12/31, which means 长期. */
static void look_at_day(struct looking *l, int column, str text) {
    const struct column *c = &l->set->v[column];
    char plain[10];
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n && text.n == c->form.n && n < 8; i++)
        if (c->form.p[i] >= 'A' && c->form.p[i] <= 'Z')
            plain[n++] = text.p[i];
        else if (text.p[i] != c->form.p[i])
            n = 9;
    date d = n == 8 ? date_parse_loose((str){plain, 8}) : DATE_NONE;
    if (d == DATE_NONE || d > date_of(2099, 12, 31))
        fault(l, column, DIAG_PLATFORM_DATE, text);
}

/* Digits with at most so many decimals, and no sign. */
static void look_at_number(struct looking *l, int column, str text) {
    const struct column *c = &l->set->v[column];
    ptrdiff_t point = str_find(text, S("."));
    ptrdiff_t decimals = point < 0 ? 0 : text.n - point - 1;
    ptrdiff_t digits = 0;
    for (ptrdiff_t i = 0; i < text.n; i++)
        digits += text.p[i] >= '0' && text.p[i] <= '9';
    bool plain = digits > 0 && digits == text.n - (point >= 0) && point != 0;
    if (!plain || decimals > c->decimals || (c->most > 0 && digits > c->most))
        fault(l, column, DIAG_PLATFORM_NUMBER, text);
}

/* Codes beginning with 92 are those of sole traders; only they may use the placeholder. */
static bool party_uscc_good(str code, int party_type) {
    if (uscc_placeholder(code))
        return party_type == PARTY_TRADER;
    return uscc_valid(code) && (!str_starts(code, S("92")) || party_type == PARTY_TRADER);
}

static void look_at_code(struct looking *l, int column, str text, int party_type) {
    const struct column *c = &l->set->v[column];
    if (c->check == CHECK_NONE || !condition_holds(&c->check_when, l->cells))
        return;
    bool good = c->check == CHECK_USCC         ? uscc_valid(text)
                : c->check == CHECK_PARTY_USCC ? party_uscc_good(text, party_type)
                                               : resident_id_valid(text);
    if (!good)
        fault(l, column, DIAG_PLATFORM_CODE, text);
}

static void look_at_cell(struct looking *l, int i, int party_type) {
    const struct column *c = &l->set->v[i];
    str text = l->cells[i];
    char need = c->need[party_type];
    if (text.n == 0) {
        if (need == 'M' || (need == 'C' && condition_holds(&c->when, l->cells)))
            fault(l, i, DIAG_PLATFORM_MISSING, text);
        return;
    }
    if (c->type == 'D')
        look_at_day(l, i, text);
    else if (c->type == 'N')
        look_at_number(l, i, text);
    else if (c->most > 0 && characters(text) > c->most)
        fault(l, i, DIAG_PLATFORM_LONG, text);
    else if (c->terms.n > 0)
        look_at_terms(l, i, text);
    look_at_code(l, i, text, party_type);
}

bool row_check(const struct column_set *set, int party_type, const str *cells, struct place at,
               struct diags *diags) {
    struct looking l = {set, cells, at, diags, true};
    for (int i = 0; i < set->n; i++)
        look_at_cell(&l, i, party_type);
    return l.good;
}
