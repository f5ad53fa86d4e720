/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * query.c — what is asked for: words folded, filters understood; and whether a document answers.
 *
 * In:    struct search_query
 * Out:   struct question, hits
 * Law:   none
 * Never: takes a document for a hit that holds a word in none of its texts
 */
#include "search/query.h"

#include "base/arena.h"
#include "base/field.h"
#include "base/utf8.h"
#include "search/gram.h"

#include <string.h>

/* ---- filters ---- */

static bool take_number(str value, int64_t *out) {
    return str_int(value, out) && *out >= 0;
}

/* False for a key or value that cannot be meant. */
static bool take_where(struct arena *a, const struct search_where *w, struct question *q) {
    static const char *const facets[] = {"agency", "kind",    "category",
                                         "party",  "penalty", "amount"};
    int64_t number = 0;
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
        if (str_eq(w->key, str_of(facets[i]))) {
            q->facets.v[q->facets.n++] = str_fmt(a, "%s=%.*s", facets[i], STR(w->value));
            return w->value.n > 0;
        }
    date day = date_parse(w->value);
    if (str_eq(w->key, S("year")) && take_number(w->value, &number)) {
        q->from = date_of((int)number, 1, 1) > q->from ? date_of((int)number, 1, 1) : q->from;
        q->to = date_of((int)number, 12, 31) < q->to ? date_of((int)number, 12, 31) : q->to;
        return number >= 1900 && number <= 2999;
    }
    if (str_eq(w->key, S("from")) && day != DATE_NONE)
        q->from = day > q->from ? day : q->from;
    else if (str_eq(w->key, S("to")) && day != DATE_NONE)
        q->to = day < q->to ? day : q->to;
    else if (str_eq(w->key, S("least")) && take_number(w->value, &number))
        q->least = number * 100 > q->least ? number * 100 : q->least;
    else if (str_eq(w->key, S("most")) && take_number(w->value, &number))
        q->most = number * 100 < q->most ? number * 100 : q->most;
    else
        return false;
    return true;
}

enum search_state question_of(struct arena *a, const struct folding *folding,
                              const struct search_query *asked, struct question *q) {
    *q = (struct question){.folding = folding,
                           .words = NEW(a, struct units, asked->word_count + 1),
                           .facets = {NEW(a, str, asked->where_count + 1), 0},
                           .from = DATE_NONE,
                           .to = date_of(9999, 12, 31),
                           .least = INT64_MIN,
                           .most = INT64_MAX};
    for (int i = 0; i < asked->where_count; i++)
        if (!take_where(a, &asked->where[i], q))
            return SEARCH_NO_KEY;
    for (int i = 0; i < asked->word_count; i++) {
        struct units u = fold_text(q->folding, a, asked->words[i]);
        if (utf8_count(units_text(a, u.v, u.n)) < 2)
            return SEARCH_SHORT;
        q->words[q->word_count++] = u;
    }
    return q->word_count + asked->where_count > 0 ? SEARCH_DONE : SEARCH_SHORT;
}

/* ---- documents ---- */

static bool holds(struct units text, struct units word) {
    const uint16_t *from = text.v;
    ptrdiff_t left = text.n;
    while (left >= word.n) {
        const char *at =
            memmem(from, sizeof *from * (size_t)left, word.v, sizeof *from * (size_t)word.n);
        if (at == NULL)
            return false;
        if ((at - (const char *)from) % (ptrdiff_t)sizeof *from == 0)
            return true;
        ptrdiff_t step = (at - (const char *)from) / (ptrdiff_t)sizeof *from + 1;
        from += step;
        left -= step;
    }
    return false;
}

static bool fits_filters(struct arena *a, const struct question *q,
                         const struct search_document *d) {
    if (d->day < q->from || d->day > q->to)
        return false;
    bool ranged = q->least != INT64_MIN || q->most != INT64_MAX;
    if (ranged && (d->amount == WHOLE_NONE || d->amount < q->least || d->amount > q->most))
        return false;
    struct strs own = document_facets(a, d);
    for (ptrdiff_t i = 0; i < q->facets.n; i++) {
        bool has = false;
        for (ptrdiff_t k = 0; k < own.n && !has; k++)
            has = str_eq(own.v[k], q->facets.v[i]);
        if (!has)
            return false;
    }
    return true;
}

bool question_answers(struct arena *a, const struct question *q, const struct search_document *d,
                      bool *exact) {
    int n = d->text_count + 1;
    struct units *texts = NEW(a, struct units, n);
    *exact = false;
    if (!fits_filters(a, q, d))
        return false;
    for (int i = 0; i < n; i++)
        texts[i] = fold_text(q->folding, a, i == 0 ? d->title : d->texts[i - 1].text);
    for (int w = 0; w < q->word_count; w++) {
        bool found = false;
        for (int i = 0; i < n; i++) {
            bool here = holds(texts[i], q->words[w]);
            found = found || here;
            *exact = *exact ||
                     (here && i > 0 && texts[i].n == q->words[w].n &&
                      label_is_key(d->texts[i - 1].label) && gram_is_key(texts[i].v, texts[i].n));
        }
        if (!found)
            return false;
    }
    return true;
}
