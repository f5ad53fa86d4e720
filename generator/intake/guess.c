/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * guess.c — what a foreign column may be, by its name and by what stands in it.
 *
 * In:    a column's name and samples of its cells
 * Out:   scores
 * Law:   none
 * Never: decides
 */
#include "intake/guess.h"

#include "base/arena.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "intake/amount.h"
#include "intake/day.h"

#include <string.h>

#define WAN_YUAN 1000000 /* 分: an amount may stand in 万元, with six decimals */
#define VALUE_LONGEST 40 /* bytes of an option */
#define TWO (-1)         /* more terms than one */
#define NAME_MOST 40     /* characters of a column's name that are compared */

/* ---- what a cell looks like ---- */

static bool is_null_word(str cell) {
    static const char *const words[] = {"无", "—", "-", "/", "null", "NULL", "空", "——"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(cell, str_of(words[i])))
            return true;
    return false;
}

/* 某市监罚〔2026〕12号, whatever its brackets. */
static bool is_document_number(struct arena *a, str cell) {
    str s = number_folded(a, cell);
    ptrdiff_t open = str_find(s, S("("));
    int64_t year = 0;
    return s.n < 120 && open > 0 && str_ends(s, S("号")) &&
           str_int(str_sub(s, open + 1, open + 5), &year) && year > 1949 && year < 2100 &&
           str_starts(str_sub(s, open + 5, s.n), S(")"));
}

static void keep_value(struct arena *a, struct column_facts *c, str cell) {
    for (int i = 0; i < c->value_count && i < GUESS_TERMS; i++)
        if (str_eq(c->values[i], cell))
            return;
    if (c->value_count < GUESS_TERMS && cell.n <= VALUE_LONGEST)
        c->values[c->value_count++] = str_dup(a, cell);
    else
        c->value_count = GUESS_TERMS + 1;
}

void guess_see(struct arena *a, struct column_facts *c, str cell) {
    int64_t fen = 0;
    cell = str_trim(cell);
    if (cell.n == 0)
        return;
    if (is_null_word(cell)) {
        c->nulls++;
        return;
    }
    c->filled++;
    if (cell.n < VALUE_LONGEST) {
        c->days += day_parse(a, cell) != DATE_NONE;
        c->serials += cell.n >= 5 && day_serial(cell) >= date_of(1980, 1, 1);
        c->amounts += amount_parse(a, cell, WAN_YUAN, &fen);
        c->codes += uscc_valid(cell) || uscc_placeholder(cell);
        c->ids += resident_id_valid(cell);
    }
    c->numbers += is_document_number(a, cell);
    if (c->value_count <= GUESS_TERMS)
        keep_value(a, c, cell);
}

/* ---- names ---- */

/* A column's name without widths, blanks, a unit in brackets, a mark of what is required. */
static str bare(struct arena *a, str name) {
    static const char *const units[] = {"(万元)", "(元)", "(亿元)", "(必填)", "(选填)", "*", ":"};
    name = number_folded(a, name);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        name = str_replace(a, name, str_of(units[i]), S(""));
    return name;
}

bool guess_synonyms(struct arena *a, str csv, struct synonyms *out) {
    struct csv_table t;
    str error;
    *out = (struct synonyms){0};
    if (!csv_load(a, csv, ',', &t, &error))
        return false;
    ptrdiff_t kind = csv_column(&t, S("kind"));
    ptrdiff_t field = csv_column(&t, S("field"));
    ptrdiff_t names = csv_column(&t, S("names"));
    ptrdiff_t most = 1;
    for (ptrdiff_t i = 0; i < csv.n; i++)
        most += csv.p[i] == '|' || csv.p[i] == '\n';
    out->v = NEW(a, struct synonym, most);
    for (ptrdiff_t r = 0; r < t.rows; r++)
        for (str rest = csv_cell(&t, r, names); rest.n > 0;)
            out->v[out->n++] =
                (struct synonym){kind_of(csv_cell(&t, r, kind)), csv_cell(&t, r, field),
                                 bare(a, str_trim(str_cut(&rest, S("|"))))};
    return kind >= 0 && field >= 0 && names >= 0;
}

struct letters {
    uint32_t v[NAME_MOST];
    int n;
};

static struct letters letters_of(str s) {
    struct letters out = {.n = 0};
    while (s.n > 0 && out.n < NAME_MOST)
        out.v[out.n++] = utf8_next(&s);
    return out;
}

/* How much of the pairs of letters two names share, in hundredths (Dice). */
static int alike(str x, str y) {
    struct letters p = letters_of(x);
    struct letters q = letters_of(y);
    int shared = 0;
    for (int i = 0; i + 1 < p.n; i++)
        for (int k = 0; k + 1 < q.n; k++)
            if (p.v[i] == q.v[k] && p.v[i + 1] == q.v[k + 1]) {
                shared++;
                q.v[k] = 0;
                break;
            }
    int pairs = p.n + q.n - 2;
    return pairs <= 0 ? 0 : 200 * shared / pairs;
}

/* One name within the other: 决定日期 in 行政处罚决定日期. */
static int within(str x, str y) {
    str shorter = x.n < y.n ? x : y;
    str longer = x.n < y.n ? y : x;
    if (utf8_count(shorter) < 2 || str_find(longer, shorter) < 0)
        return 0;
    return 60 + (int)(25 * shorter.n / longer.n);
}

static int name_score(struct arena *a, const struct synonyms *s, str name, enum kind k,
                      const struct field_info *f) {
    str column = bare(a, name);
    str title = bare(a, str_of(f->title));
    if (str_eq(name, str_of(f->title)) || str_eq(name, str_of(f->name)))
        return 100;
    if (str_eq(column, title))
        return 96;
    int best = within(column, title);
    int like = alike(column, title);
    best = like >= 50 && 30 + like / 2 > best ? 30 + like / 2 : best;
    for (int i = 0; i < s->n; i++) {
        const struct synonym *one = &s->v[i];
        if ((one->kind != KIND_NONE && one->kind != k) || !str_eq(one->field, str_of(f->name)))
            continue;
        int score = str_eq(column, one->name) ? 94 : within(column, one->name) - 5;
        best = score > best ? score : best;
    }
    return best;
}

/* ---- what stands in it ---- */

int guess_term(enum vocab v, str word) {
    int found = term_of(v, word);
    int hits = 0;
    for (int i = 1; found == 0 && word.n > 0 && i <= term_count(v); i++)
        if (str_find(term_text(v, i), word) >= 0 || str_find(word, term_text(v, i)) >= 0)
            hits = hits == 0 ? i : TWO;
    for (int i = 1; found == 0 && hits == 0 && i <= term_count(v); i++)
        if (utf8_count(word) >= 2 && str_starts(term_text(v, i), utf8_head(word, 2)))
            hits = hits == 0 ? i : TWO;
    return found != 0 ? found : hits > 0 ? hits : 0;
}

static int term_hits(const struct column_facts *c, enum vocab v) {
    int hits = 0;
    for (int i = 0; i < c->value_count && c->value_count <= GUESS_TERMS; i++)
        hits += guess_term(v, c->values[i]) != 0;
    return c->value_count == 0 || c->value_count > GUESS_TERMS ? 0 : 100 * hits / c->value_count;
}

static int rate(int n, const struct column_facts *c) {
    return c->filled == 0 ? 0 : 100 * n / c->filled;
}

/* How well the cells fit the type, in hundredths; -1 when every text does. */
static int fit(const struct column_facts *c, const struct field_info *f) {
    switch (f->type) {
    case FIELD_day:
        return rate(c->days + c->serials, c);
    case FIELD_money:
        return rate(c->amounts, c);
    case FIELD_uscc:
        return rate(c->codes, c);
    case FIELD_term:
        return term_hits(c, (enum vocab)f->of);
    default:
        return -1;
    }
}

/* What the cells say when the name says nothing. */
static int shape_score(const struct column_facts *c, const struct field_info *f, int fits) {
    if (c->filled < 2)
        return 0;
    if (strcmp(f->name, "document_number") == 0)
        return rate(c->numbers, c) >= 80 ? 80 : 0;
    if (strcmp(f->name, "party_id") == 0)
        return rate(c->ids, c) >= 50 ? 65 : 0;
    if (strcmp(f->name, "party_uscc") == 0)
        return fits >= 50 && rate(c->ids, c) < 50 ? 65 : 0;
    return f->type == FIELD_term && f->of != VOCAB_yes_no && fits >= 75 ? 50 : 0;
}

/* A column full of dates, codes or document numbers is hardly a text. */
static bool is_of_another_sort(const struct column_facts *c, const char *field) {
    bool number = strstr(field, "number") != NULL;
    bool id = str_ends(str_of(field), S("_id")) || strcmp(field, "id_number") == 0;
    return c->filled > 1 &&
           (rate(c->days, c) >= 90 || (rate(c->codes, c) >= 90 && !id) ||
            (rate(c->ids, c) >= 90 && !id) || (rate(c->numbers, c) >= 80 && !number));
}

int guess_score(struct arena *a, const struct synonyms *s, const struct column_facts *c,
                enum kind k, int field) {
    int n = 0;
    const struct field_info *f = &kind_fields(k, &n)[field];
    int fits = fit(c, f);
    int named = name_score(a, s, c->name, k, f);
    int shaped = shape_score(c, f, fits);
    int score = named > shaped ? named : shaped;
    /* Cells that cannot be read as the type speak against it, however the column is called. */
    if (c->filled > 0 && fits >= 0 && fits < 50 && f->type != FIELD_term)
        score = score * (30 + fits) / 100;
    if (fits < 0 && named < 94 && is_of_another_sort(c, f->name))
        score /= 2;
    return score;
}
