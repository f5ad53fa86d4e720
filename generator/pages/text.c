/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * text.c — what a page displays, as plain texts: for the search.
 *
 * In:    struct disclosure, markup
 * Out:   texts under the titles of their fields
 * Law:   none
 * Never: gives a text that the page does not display
 */
#include "base/markdown.h"
#include "base/utf8.h"
#include "pages/page.h"

#include <string.h>

/* Fields that no template displays. */
static const struct hidden {
    enum kind kind;
    const char *field;
} hidden[] = {
    {KIND_decision, "agency_uscc"}, {KIND_decision, "source_unit_uscc"},
    {KIND_decision, "publicity"},   {KIND_decision, "hearing"},
    {KIND_decision, "collective"},  {KIND_decision, "transferred"},
    {KIND_agency, "code"},
};

static bool is_hidden(enum kind k, const char *field) {
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (hidden[i].kind == k && strcmp(hidden[i].field, field) == 0)
            return true;
    return false;
}

struct texts {
    struct page_text *v;
    int n;
};

static void add(struct texts *t, str title, str text) {
    text = str_trim(text);
    if (text.n > 0 && t->n < PAGE_TEXTS)
        t->v[t->n++] = (struct page_text){title, text};
}

static void add_rows(struct arena *a, struct texts *t, const struct shown *s,
                     const struct rows *r) {
    bool figures = strcmp(s->field.name, "figures") == 0;
    for (int row = 0; row < r->n; row++)
        for (int c = 0; c < r->columns; c++) {
            str cell = show_cell(r, row, c);
            bool figure = figures && c == COLUMN_figure_value;
            add(t, s->title, figure ? show_grouped(a, cell) : cell);
        }
}

static str authored(struct arena *a, str text) {
    struct html markup;
    str error;
    return markdown_render(a, text, &markup, &error) ? pages_plain(a, markup) : text;
}

static void add_field(const struct pages *p, struct arena *a, struct texts *t,
                      const struct shown *s, const struct disclosure *d) {
    const void *at = (const char *)d + s->field.at;
    if (s->field.type == FIELD_rows)
        add_rows(a, t, s, at);
    else if (s->field.type == FIELD_lines)
        add(t, s->title, s->authored ? authored(a, *(const str *)at) : *(const str *)at);
    else
        add(t, s->title, show_text(p, a, &s->field, d));
}

/* What kind_fields() calls the agency in records of this kind: 执法主体, 单位, 受理机构 … */
static str agency_title(enum kind k) {
    int n = 0;
    const struct field_info *f = kind_fields(k, &n);
    for (int i = 0; i < n; i++)
        if (strcmp(f[i].name, "agency") == 0)
            return str_of(f[i].title);
    return S("执法主体");
}

int pages_texts(const struct pages *p, struct arena *a, const struct disclosure *d,
                struct page_text out[PAGE_TEXTS]) {
    struct texts t = {out, 0};
    const struct plan *plan = &p->plans[d->kind];
    if (d->kind != KIND_agency)
        add(&t, agency_title(d->kind), d->agency_name);
    for (int i = 0; i < plan->n; i++)
        if (!field_absent(&plan->v[i].field, d) && !record_repeats(&plan->v[i], d) &&
            !is_hidden(d->kind, plan->v[i].field.name))
            add_field(p, a, &t, &plan->v[i], d);
    return t.n;
}

str pages_title(const struct pages *p, struct arena *a, const struct disclosure *d) {
    return record_title(p, a, d);
}

/* ---- markup ---- */

/* The character that a reference stands for, of those that cmark and we write; and its length. */
static ptrdiff_t reference(str s, const char **out) {
    static const struct {
        const char *name, *text;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts(s, str_of(known[i].name))) {
            *out = known[i].text;
            return str_of(known[i].name).n;
        }
    return 0;
}

static bool is_inline(str tag) {
    static const char *const names[] = {"strong", "em", "a", "code", "span"};
    if (str_starts(tag, S("/")))
        tag = str_sub(tag, 1, tag.n);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str name = str_of(names[i]);
        if (str_starts(tag, name) && (tag.n == name.n || tag.p[name.n] == ' '))
            return true;
    }
    return false;
}

str pages_plain(struct arena *a, struct html markup) {
    str s = markup.s;
    char *to = ROOM(a, char, s.n + 1);
    ptrdiff_t n = 0;
    while (s.n > 0) {
        const char *text;
        ptrdiff_t skip = *s.p == '&' ? reference(s, &text) : 0;
        if (*s.p == '<') {
            ptrdiff_t end = str_find(s, S(">"));
            end = end < 0 ? s.n - 1 : end;
            if (!is_inline(str_sub(s, 1, end)) && n > 0 && to[n - 1] != '\n')
                to[n++] = '\n';
            s = str_sub(s, end + 1, s.n);
        } else {
            to[n++] = skip > 0 ? *text : *s.p;
            s = str_sub(s, skip > 0 ? skip : 1, s.n);
        }
    }
    return (str){to, n};
}
