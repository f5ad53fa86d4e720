/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * data_page.c — open data told to people: what there is, in what form, how it is used.
 *
 * In:    struct data_all
 * Out:   HTML
 * Law:   none
 * Never: links to a file that is not on line
 */
#include "pages/data.h"

#include "pages/page.h"

static str size_text(struct arena *a, int64_t bytes) {
    if (bytes < 10240)
        return str_fmt(a, "%lld B", (long long)bytes);
    if (bytes < (int64_t)10 << 20)
        return str_fmt(a, "%lld KB", (long long)(bytes >> 10));
    return str_fmt(a, "%lld MB", (long long)(bytes >> 20));
}

static void set_file(struct arena *a, struct value *map, const char *key,
                     const struct tree_file *f) {
    if (f->path.n == 0)
        return;
    struct value one = link_value(a, f->path, (str){0}, (str){0});
    value_set_text(a, &one, "size", size_text(a, f->size));
    value_set(a, map, str_of(key), one);
}

static str period_text(const struct pages *p, struct arena *a, int year) {
    return year > 0 ? FILL(p->words, a, WORD_YEAR, str_fmt(a, "%d", year))
                    : words_get(p->words, WORD_DATA_CURRENT);
}

/* ---- data/open.html ---- */

static str section_title(const struct pages *p, struct arena *a, str slug) {
    return section_at(p, str_cat(a, slug, S("/")))->title;
}

/* One line for each kind: its sets stand together. */
static struct value kinds_value(const struct pages *p, struct arena *a,
                                const struct data_all *all) {
    struct value list = value_list(a, 32);
    for (int i = 0, n = 0; i < all->n; i += n) {
        str slug = all->v[i].set.slug;
        int64_t rows = 0;
        instant updated = INSTANT_NONE;
        for (n = 0; i + n < all->n && str_eq(all->v[i + n].set.slug, slug); n++) {
            const struct data_held *h = &all->v[i + n];
            rows += h->rows;
            updated = h->updated > updated ? h->updated : updated;
        }
        struct value one = link_value(a, str_fmt(a, "data/%.*s/index.html", STR(slug)),
                                      section_title(p, a, slug), (str){0});
        value_set_text(a, &one, "schema", str_fmt(a, "data/%.*s/schema.json", STR(slug)));
        value_set_text(a, &one, "rows", count_text(a, rows));
        value_set_text(a, &one, "updated", date_text(a, instant_date(updated)));
        value_add(a, &list, one);
    }
    return list;
}

static struct value years_value(const struct pages *p, struct arena *a,
                                const struct data_all *all) {
    struct value list = value_list(a, all->year_count);
    for (int i = 0; i < all->year_count; i++) {
        struct value one = value_map(a, 4);
        value_set_text(a, &one, "period", period_text(p, a, all->years[i].year));
        set_file(a, &one, "file", &all->years[i].file);
        set_file(a, &one, "gzip", &all->years[i].gzip);
        value_add(a, &list, one);
    }
    return list;
}

static struct value log_value(struct arena *a, const struct data_all *all) {
    struct value list = value_list(a, all->change_count);
    for (int i = 0; i < all->change_count; i++) {
        str month = all->changes[i].path;
        for (str rest = month; rest.p != NULL;)
            month = str_cut(&rest, S("/"));
        value_add(a, &list, link_value(a, all->changes[i].path, str_sub(month, 0, 7), (str){0}));
    }
    return list;
}

/* The files of the largest set, so that what is shown can be tried as it stands. */
static void set_example(const struct pages *p, struct arena *a, struct value *root,
                        const struct data_all *all) {
    const struct data_held *best = NULL;
    for (int i = 0; i < all->n; i++)
        if (all->v[i].rows > (best == NULL ? 0 : best->rows))
            best = &all->v[i];
    if (best == NULL)
        return;
    struct value one = value_map(a, 4);
    str csv = data_path(a, &best->set, 0, DATA_CSV);
    str lines = data_path(a, &best->set, 0, DATA_JSON_LINES_GZIP);
    value_set_text(a, &one, "csv", p->base_url.n > 0 ? page_url(p, a, csv) : csv);
    value_set_text(a, &one, "lines", p->base_url.n > 0 ? page_url(p, a, lines) : lines);
    value_set_text(a, &one, "period", data_period(a, best->set.year));
    value_set_text(a, &one, "table", str_of(kind_info(best->set.kind)->name));
    value_set(a, root, S("example"), one);
}

static void set_licence(const struct pages *p, struct arena *a, struct value *root) {
    value_set_text(a, root, "licence", data_licence(p));
    value_set_text(a, root, "licence_url", data_licence_url(p));
}

bool pages_data(const struct pages *p, struct arena *scratch, const struct data_all *all,
                struct buf *out) {
    struct frame frame = {.path = S("data/open.html"),
                          .title = words_get(p->words, WORD_DATA_TITLE),
                          .here = words_get(p->words, WORD_DATA_TITLE),
                          .published = INSTANT_NONE};
    struct value root = frame_open(p, scratch, &frame);
    set_links(scratch, &root, "kinds", kinds_value(p, scratch, all));
    set_links(scratch, &root, "years", years_value(p, scratch, all));
    set_links(scratch, &root, "log", log_value(scratch, all));
    set_example(p, scratch, &root, all);
    set_licence(p, scratch, &root);
    if (all->as_of != DATE_NONE)
        value_set_text(scratch, &root, "as_of", date_text(scratch, all->as_of));
    return frame_render(p, S("data"), &root, out);
}

/* ---- data/cf/index.html ---- */

static struct value files_value(struct arena *a, const struct data_held *h) {
    static const char *const names[DATA_FORMS] = {"CSV", "CSV.gz", "JSON Lines", "JSON Lines.gz",
                                                  "XLSX"};
    struct value list = value_list(a, h->file_count);
    for (int f = 0; f < h->file_count; f++) {
        const struct data_file *is = &h->files[f];
        str name = is->part == 0 ? str_of(names[is->form])
                                 : str_fmt(a, "%s (%d)", names[is->form], is->part + 1);
        struct value one = link_value(a, is->file.path, name, (str){0});
        value_set_text(a, &one, "size", size_text(a, is->file.size));
        value_add(a, &list, one);
    }
    return list;
}

static struct value set_value(const struct pages *p, struct arena *a, const struct data_held *h) {
    struct value one = value_map(a, 8);
    str folder = data_folder(a, &h->set);
    value_set_text(a, &one, "agency", h->set.agency_name);
    value_set_text(a, &one, "period", period_text(p, a, h->set.year));
    value_set_text(a, &one, "rows", count_text(a, h->rows));
    value_set_text(a, &one, "updated", date_text(a, instant_date(h->updated)));
    value_set_text(a, &one, "package", str_cat(a, folder, S("datapackage.json")));
    value_set_text(a, &one, "csvw", str_cat(a, folder, S("csv-metadata.json")));
    value_set(a, &one, S("files"), files_value(a, h));
    return one;
}

bool pages_data_kind(const struct pages *p, struct arena *scratch, const struct data_held *v, int n,
                     struct buf *out) {
    str slug = v[0].set.slug;
    str title = FILL(p->words, scratch, WORD_DATA_KIND_TITLE, section_title(p, scratch, slug));
    struct frame frame = {.path = str_fmt(scratch, "data/%.*s/index.html", STR(slug)),
                          .title = title,
                          .here = title,
                          .published = INSTANT_NONE};
    struct value root = frame_open(p, scratch, &frame);
    struct value sets = value_list(scratch, n);
    for (int i = 0; i < n; i++)
        value_add(scratch, &sets, set_value(p, scratch, &v[i]));
    set_links(scratch, &root, "sets", sets);
    value_set_text(scratch, &root, "schema", str_fmt(scratch, "data/%.*s/schema.json", STR(slug)));
    value_set_text(scratch, &root, "catalogue",
                   str_fmt(scratch, "data/%.*s/catalog.jsonld", STR(slug)));
    set_licence(p, scratch, &root);
    return frame_render(p, S("data_kind"), &root, out);
}
