/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * feed.c — the latest decisions for feed readers: Atom and JSON Feed.
 *
 * In:    rows of lists, newest first
 * Out:   XML, JSON
 * Law:   none (RFC 4287, JSON Feed 1.1)
 * Never: tells of a decision about a natural person: what a reader has fetched stays there when the
 *        page is taken down
 */
#include "pages/page.h"

/* A row as both forms need it. */
struct entry {
    str title;
    str summary;
    str url;
    str at;      /* first published, RFC 3339 */
    str updated; /* its content last changed */
};

bool pages_addressed(const struct pages *p) {
    return p->base_url.n > 0;
}

static bool is_told(const struct list_row *row) {
    return row->disclosure != NULL && !row->disclosure->person;
}

/* A correction is news of the same entry: it keeps its id and the day it was published. */
static instant changed(const struct feed *f, int i) {
    instant came = f->rows[i].published;
    return f->changed != NULL && f->changed[i] > came ? f->changed[i] : came;
}

static struct entry entry_of(const struct pages *p, struct arena *a, const struct feed *f, int i) {
    const struct list_row *row = &f->rows[i];
    const struct disclosure *d = row->disclosure;
    str number = disclosure_number(d);
    str agency = d->agency_name;
    return (struct entry){
        .title = record_title(p, a, d),
        .summary = number.n == 0 ? agency : str_fmt(a, "%.*s %.*s", STR(agency), STR(number)),
        .url = page_url(p, a, row->path),
        .at = instant_rfc3339(a, row->published),
        .updated = instant_rfc3339(a, changed(f, i))};
}

static str title_of(const struct pages *p, struct arena *a, const struct feed *f) {
    str scope = f->section.n > 0 ? section_at(p, f->folder)->title : f->scope;
    return scope.n == 0 ? FILL(p->words, a, WORD_FEED_TITLE, p->conf.name)
                        : FILL(p->words, a, WORD_FEED_SCOPE, p->conf.name, scope);
}

/* When something last came or changed. A feed without entries has no other day than the
 * first of all. */
static str updated(struct arena *a, const struct feed *f) {
    instant newest = 0;
    for (int i = 0; i < f->n; i++)
        if (is_told(&f->rows[i]) && changed(f, i) > newest)
            newest = changed(f, i);
    return instant_rfc3339(a, newest);
}

/* ---- Atom ---- */

static void put_element(struct buf *out, const char *name, str text) {
    buf_fmt(out, "<%s>", name);
    buf_html(out, text);
    buf_fmt(out, "</%s>\n", name);
}

static void put_link(struct buf *out, const char *rel, str url) {
    buf_fmt(out, "<link rel=\"%s\" href=\"", rel);
    buf_html(out, url);
    buf_str(out, S("\"/>\n"));
}

static void put_atom_entry(const struct entry *e, struct buf *out) {
    buf_str(out, S("<entry>\n"));
    put_element(out, "title", e->title);
    put_element(out, "id", e->url);
    put_link(out, "alternate", e->url);
    put_element(out, "published", e->at);
    put_element(out, "updated", e->updated);
    put_element(out, "summary", e->summary);
    buf_str(out, S("</entry>\n"));
}

void pages_atom(const struct pages *p, struct arena *scratch, const struct feed *f,
                struct buf *out) {
    str self = page_url(p, scratch, str_cat(scratch, f->folder, S("feed.xml")));
    buf_str(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\""));
    buf_html(out, words_get(p->words, WORD_LANGUAGE));
    buf_str(out, S("\">\n"));
    put_element(out, "title", title_of(p, scratch, f));
    put_element(out, "id", self);
    put_link(out, "self", self);
    put_link(out, "alternate", page_url(p, scratch, str_cat(scratch, f->folder, S("index.html"))));
    put_element(out, "updated", updated(scratch, f));
    buf_str(out, S("<author>\n"));
    put_element(out, "name", p->conf.organiser.n > 0 ? p->conf.organiser : p->conf.name);
    buf_str(out, S("</author>\n"));
    for (int i = 0; i < f->n; i++)
        if (is_told(&f->rows[i])) {
            struct entry e = entry_of(p, scratch, f, i);
            put_atom_entry(&e, out);
        }
    buf_str(out, S("</feed>\n"));
}

/* ---- JSON Feed ---- */

static void put_member(struct buf *out, const char *name, str text, const char *after) {
    buf_fmt(out, "\"%s\":", name);
    buf_json(out, text);
    buf_str(out, str_of(after));
}

static void put_json_item(const struct entry *e, struct buf *out) {
    buf_str(out, S("{"));
    put_member(out, "id", e->url, ",");
    put_member(out, "url", e->url, ",");
    put_member(out, "title", e->title, ",");
    put_member(out, "content_text", e->summary, ",");
    put_member(out, "date_published", e->at, ",");
    put_member(out, "date_modified", e->updated, "}");
}

void pages_json_feed(const struct pages *p, struct arena *scratch, const struct feed *f,
                     struct buf *out) {
    buf_str(out, S("{"));
    put_member(out, "version", S("https://jsonfeed.org/version/1.1"), ",\n");
    put_member(out, "title", title_of(p, scratch, f), ",\n");
    put_member(out, "home_page_url",
               page_url(p, scratch, str_cat(scratch, f->folder, S("index.html"))), ",\n");
    put_member(out, "feed_url", page_url(p, scratch, str_cat(scratch, f->folder, S("feed.json"))),
               ",\n");
    put_member(out, "language", words_get(p->words, WORD_LANGUAGE), ",\n\"items\":[");
    bool first = true;
    for (int i = 0; i < f->n; i++) {
        if (!is_told(&f->rows[i]))
            continue;
        struct entry e = entry_of(p, scratch, f, i);
        buf_str(out, first ? S("\n") : S(",\n"));
        put_json_item(&e, out);
        first = false;
    }
    buf_str(out, S("\n]}\n"));
}
