/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * home.c — pages of the whole site: home, columns, map, not found.
 *
 * In:    struct site_state
 * Out:   HTML in a buf
 * Law:   law.md §6 (three columns, map), 国办秘函〔2019〕19号 (no blank columns)
 * Never: counts anything itself
 */
#include "pages/page.h"

#include <limits.h>
#include <stdlib.h>

#define PERCENT 100
#define NEWS 6      /* articles that the home page lists */
#define WEEK_DAYS 7 /* of the figures: the day of the data and six before */

/* ---- counts ---- */

/* Public records whose pages lie in this folder. */
static int64_t count_of(const struct figures *f, str slug) {
    int64_t sum = 0;
    for (enum kind k = KIND_NONE + 1; f != NULL && k < KINDS; k++)
        for (int term = 0; term <= CATEGORY_OTHER; term++)
            if (str_eq(slug, str_of(kind_slug(k, term))))
                sum += f->published[k][term];
    return sum;
}

/* ---- links ---- */

struct value link_value(struct arena *a, str link, str text, str description) {
    struct value v = value_map(a, 6);
    value_set_text(a, &v, "link", link);
    value_set_text(a, &v, "text", text);
    value_set_text(a, &v, "description", description);
    return v;
}

void set_links(struct arena *a, struct value *map, const char *key, struct value list) {
    struct value group = value_map(a, 1);
    value_set(a, &group, S("items"), list);
    value_set(a, map, str_of(key), list.n > 0 ? group : value_bool(false));
}

static int by_day(const void *x, const void *y) {
    const struct article *a = *(const struct article *const *)x;
    const struct article *b = *(const struct article *const *)y;
    int order = str_cmp(b->date, a->date);
    return order != 0 ? order : str_cmp(a->path, b->path);
}

/* The articles of a column, newest first; the index of the column is not one of them. */
static struct value article_links(struct arena *a, const struct site_state *s, str column,
                                  int most) {
    const struct article **found = NEW(a, const struct article *, s->article_count + 1);
    size_t n = 0;
    for (int i = 0; i < s->article_count; i++)
        if (str_eq(s->articles[i].column, column) &&
            !str_ends(s->articles[i].path, S("/index.html")))
            found[n++] = &s->articles[i];
    qsort(found, n, sizeof *found, by_day);
    struct value list = value_list(a, (ptrdiff_t)n);
    for (size_t i = 0; i < n && i < (size_t)most; i++) {
        const struct article *one = found[i];
        struct value v = link_value(a, one->path, one->title, (str){0});
        value_set_text(a, &v, "day", one->date);
        value_add(a, &list, v);
    }
    return list;
}

/* Where a section without records begins: its index, else its newest article; absent without any.
 */
static str article_entry(const struct site_state *s, str slug) {
    str found = {0};
    for (int i = 0; i < s->article_count; i++) {
        const struct article *one = &s->articles[i];
        if (!str_eq(one->column, slug))
            continue;
        if (str_ends(one->path, S("/index.html")))
            return one->path;
        if (found.p == NULL)
            found = one->path;
    }
    return found;
}

/* The sections below a column, each with how many records it shows. */
static struct value section_links(const struct pages *p, struct arena *a,
                                  const struct site_state *s, str column) {
    struct value list = value_list(a, 16);
    for (int i = 1; i < p->section_count; i++) {
        const struct section *one = &p->sections[i];
        if (!str_eq(column, one->parent))
            continue;
        bool records = section_has_list(one->slug);
        bool stands = section_has_index(one->slug) || str_eq(one->slug, S("ml")); /* figures */
        str link = stands ? str_cat(a, one->slug, S("/index.html")) : article_entry(s, one->slug);
        if (link.n == 0)
            continue;
        struct value v = link_value(a, link, one->title, one->text);
        if (records && s->figures != NULL)
            value_set_text(a, &v, "count", count_text(a, count_of(s->figures, one->slug)));
        value_add(a, &list, v);
    }
    return list;
}

static struct value agency_grid(struct arena *a, const struct site_state *s) {
    struct value list = value_list(a, s->agency_count);
    for (int i = 0; i < s->agency_count; i++) {
        const struct agency_words *one = &s->agencies[i];
        struct value v = link_value(a, str_fmt(a, "agency/%.*s/index.html", STR(one->code)),
                                    one->name, (str){0});
        value_set_text(a, &v, "decisions", count_text(a, one->decisions));
        value_set_text(a, &v, "entries", count_text(a, one->lists));
        value_add(a, &list, v);
    }
    return list;
}

/* ---- home ---- */

/* Decisions by folder, each with a bar that is as long as its share of the largest. */
static struct value bars(const struct pages *p, struct arena *a, const struct figures *f) {
    struct value list = value_list(a, 8);
    int64_t counts[CATEGORY_OTHER + 1] = {0};
    int64_t largest = 1;
    for (int term = CATEGORY_PENALTY; term <= CATEGORY_CHECK + 1; term++) {
        counts[term] = count_of(f, str_of(kind_slug(KIND_decision, term)));
        largest = counts[term] > largest ? counts[term] : largest;
    }
    for (int term = CATEGORY_PENALTY; term <= CATEGORY_CHECK + 1; term++) {
        str path = str_fmt(a, "%s/index.html", kind_slug(KIND_decision, term));
        struct value v = link_value(a, path, section_at(p, path)->title, (str){0});
        value_set_text(a, &v, "count", count_text(a, counts[term]));
        value_set_text(a, &v, "percent", count_text(a, counts[term] * PERCENT / largest));
        value_add(a, &list, v);
    }
    return list;
}

static int64_t published_decisions(const struct figures *f) {
    int64_t sum = 0;
    for (int term = 0; term <= CATEGORY_OTHER; term++)
        sum += f->published[KIND_decision][term];
    return sum;
}

static void set_figures(struct arena *a, struct value *root, const struct figures *f) {
    if (f == NULL)
        return;
    struct value v = value_map(a, 16);
    value_set_text(a, &v, "week", count_text(a, f->this_week));
    value_set_text(a, &v, "today", count_text(a, f->today));
    value_set_text(a, &v, "decisions", count_text(a, published_decisions(f)));
    value_set_text(a, &v, "on_time", count_text(a, f->on_time));
    value_set_text(a, &v, "late", count_text(a, f->late));
    if (f->on_time + f->late > 0)
        value_set_text(a, &v, "rate", count_text(a, f->on_time * PERCENT / (f->on_time + f->late)));
    value_set_text(a, &v, "all", count_text(a, f->by_verb[RULING_PUBLISH]));
    value_set_text(a, &v, "held", count_text(a, f->by_verb[RULING_HOLD]));
    value_set_text(a, &v, "exempt", count_text(a, f->exempt));
    value_set_text(a, &v, "expired", count_text(a, f->by_verb[RULING_EXPIRE]));
    value_set_text(a, &v, "withdrawn", count_text(a, f->by_verb[RULING_WITHDRAW]));
    value_set(a, root, S("figures"), v);
}

bool pages_home(const struct pages *p, struct arena *scratch, const struct site_state *s,
                struct buf *out) {
    struct frame frame = {.path = S("index.html"),
                          .title = p->conf.name,
                          .description = p->sections[0].text,
                          .published = INSTANT_NONE,
                          .linked = linked_dataset(p, scratch, s->as_of)};
    struct value root = frame_open(p, scratch, &frame);
    value_set(scratch, &root, S("home"), value_bool(true));
    value_set_text(scratch, &root, "as_of", date_text(scratch, s->as_of));
    value_set_text(scratch, &root, "week_from", date_text(scratch, s->as_of - WEEK_DAYS + 1));
    set_figures(scratch, &root, s->figures);
    if (s->figures != NULL)
        value_set(scratch, &root, S("bars"), bars(p, scratch, s->figures));
    value_set(scratch, &root, S("table"),
              list_latest(p, scratch, s->latest, s->latest_count, false));
    set_links(scratch, &root, "agencies", agency_grid(scratch, s));
    set_links(scratch, &root, "articles", article_links(scratch, s, S("gg"), NEWS));
    return frame_render(p, S("home"), &root, out);
}

/* ---- columns, map ---- */

/* Links that a column has beside its sections. */
static void add_quick_links(const struct pages *p, struct arena *a, struct value *sections,
                            str folder) {
    if (str_eq(folder, S("shizhong")))
        value_add(a, sections,
                  link_value(a, S("ry/index.html"), words_get(p->words, WORD_LOOK_UP_TITLE),
                             words_get(p->words, WORD_LOOK_UP_TEXT)));
    if (str_eq(folder, S("about")))
        value_add(a, sections,
                  link_value(a, S("about/map.html"), words_get(p->words, WORD_MAP_TITLE),
                             words_get(p->words, WORD_MAP_TEXT)));
}

bool pages_column(const struct pages *p, struct arena *scratch, str folder,
                  const struct site_state *s, struct buf *out) {
    str path = str_cat(scratch, folder, S("/index.html"));
    const struct section *column = section_at(p, path);
    bool data = str_eq(folder, S("data"));
    struct frame frame = {.path = path, .title = column->title, .description = column->text};
    frame.published = INSTANT_NONE;
    if (data)
        frame.linked = linked_dataset(p, scratch, s->as_of);
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "intro", column->text);
    value_set_text(scratch, &root, "as_of", date_text(scratch, s->as_of));
    struct value sections = section_links(p, scratch, s, folder);
    add_quick_links(p, scratch, &sections, folder);
    set_links(scratch, &root, "sections", sections);
    set_links(scratch, &root, "articles", article_links(scratch, s, folder, INT_MAX));
    value_set(scratch, &root, S("is_news"), value_bool(str_eq(folder, S("gg"))));
    if (str_eq(folder, S("agency")))
        set_links(scratch, &root, "agencies", agency_grid(scratch, s));
    if (data)
        set_figures(scratch, &root, s->figures);
    value_set(scratch, &root, S("data"), value_bool(data));
    return frame_render(p, S("column"), &root, out);
}

/* What the site has, column by column: for the map, and wherever something was not found. */
static void set_groups(const struct pages *p, struct arena *a, struct value *root,
                       const struct site_state *s) {
    struct value groups = value_list(a, 8);
    for (int i = 1; i < p->section_count && p->sections[i].parent.n == 0; i++) {
        str slug = p->sections[i].slug;
        if (str_eq(slug, S("agency")))
            continue;
        struct value one = link_value(a, str_cat(a, slug, S("/index.html")), p->sections[i].title,
                                      p->sections[i].text);
        set_links(a, &one, "sections", section_links(p, a, s, slug));
        set_links(a, &one, "articles", article_links(a, s, slug, INT_MAX));
        value_add(a, &groups, one);
    }
    value_set(a, root, S("groups"), groups);
    set_links(a, root, "agencies", agency_grid(a, s));
}

bool pages_site_map(const struct pages *p, struct arena *scratch, const struct site_state *s,
                    struct buf *out) {
    str title = words_get(p->words, WORD_MAP_TITLE);
    struct frame frame = {
        .path = S("about/map.html"), .title = title, .here = title, .published = INSTANT_NONE};
    struct value root = frame_open(p, scratch, &frame);
    set_groups(p, scratch, &root, s);
    return frame_render(p, S("map"), &root, out);
}

/* ---- where somebody looks for something that is not there ---- */

/* A page that helps to find something: groups to browse by, and out of the way of search engines.
 */
static struct value open_finder(const struct pages *p, struct arena *scratch,
                                const struct site_state *s, str path, str title) {
    struct frame frame = {
        .path = path, .title = title, .here = title, .published = INSTANT_NONE, .noindex = true};
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "as_of", date_text(scratch, s->as_of));
    set_groups(p, scratch, &root, s);
    return root;
}

bool pages_nothing(const struct pages *p, struct arena *scratch, const struct site_state *s,
                   struct buf *out) {
    str title = words_get(p->words, WORD_NOTHING_TITLE);
    struct value root = open_finder(p, scratch, s, S("about/nothing.html"), title);
    set_figures(scratch, &root, s->figures);
    return frame_render(p, S("nothing"), &root, out);
}

/* A browser takes a script for what it is up to the next </script, and not even that behind <!--.
 */
static bool fits_page(str script) {
    return script.n > 0 && str_find(script, S("</")) < 0 && str_find(script, S("<!--")) < 0;
}

bool pages_search(const struct pages *p, struct arena *scratch, const struct site_state *s,
                  const struct search_page *one, struct buf *out) {
    str title = words_get(p->words, WORD_SEARCH_TITLE);
    struct value root = open_finder(p, scratch, s, S("search.html"), title);
    if (fits_page(one->script))
        value_set(scratch, &root, S("script"), value_html((struct html){one->script}));
    value_set_text(scratch, &root, "pointer", one->pointer);
    return frame_render(p, S("search"), &root, out);
}

/* Served for any missing address, at any depth: relative links need the site's own address, where
 * that is known (a demonstration has none that answers). */
bool pages_not_found(const struct pages *p, struct arena *scratch, struct buf *out) {
    struct frame frame = {.path = S("404.html"),
                          .title = words_get(p->words, WORD_MISSING_TITLE),
                          .published = INSTANT_NONE,
                          .noindex = true};
    struct value root = frame_open(p, scratch, &frame);
    if (p->conf.base_url.n > 0 && !p->conf.demo)
        value_set_text(scratch, &root, "base", str_cat(scratch, p->base_url, S("/")));
    return frame_render(p, S("404"), &root, out);
}
