/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * article.c — Markdown files of content/ become pages.
 *
 * In:    Markdown with front matter
 * Out:   struct article, HTML in a buf
 * Law:   law.md §6 (ASCII names, ArticleTitle, PubDate, ContentSource)
 * Never: gives a page an address that is not ASCII
 */
#include "base/markdown.h"
#include "pages/page.h"

#define BELOW_TITLE 2 /* headings of an article stand below its h1 */

/* Lower-case names, digits and dashes: what an address may hold between its slashes. */
static bool is_address(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c != '-' && c != '_' && c != '/')
            return false;
    }
    return s.n > 0;
}

static str pair(const struct value *pairs, const char *en, str zh) {
    const struct value *v = value_get(pairs, str_of(en));
    if (v == NULL)
        v = value_get(pairs, zh);
    return v == NULL ? (str){0} : str_trim(v->text);
}

/* gg/2026-01-tongzhi.md is gg/2026-01-tongzhi.html, unless the front matter names the file. */
static bool set_path(struct arena *a, struct article *out, str path, str address) {
    str stem = str_ends(path, S(".md")) ? str_sub(path, 0, path.n - 3) : path;
    ptrdiff_t slash = str_find(stem, S("/"));
    out->column = slash < 0 ? S("") : str_sub(stem, 0, slash);
    if (address.n > 0)
        stem = slash < 0 ? address : str_fmt(a, "%.*s/%.*s", STR(out->column), STR(address));
    out->path = str_cat(a, stem, S(".html"));
    int depth = 0;
    for (ptrdiff_t i = 0; i < stem.n; i++)
        depth += stem.p[i] == '/';
    return is_address(stem) && depth < PAGE_DEPTH;
}

/* The first line, when it is a heading, serves as title and is not shown twice. */
static str take_heading(str *body) {
    str rest = str_trim(*body);
    if (!str_starts(rest, S("# ")))
        return (str){0};
    str line = str_cut(&rest, S("\n"));
    *body = rest.p == NULL ? S("") : rest;
    return str_trim(str_sub(line, 2, line.n));
}

bool pages_article_load(struct arena *a, const struct page_source *source, struct article *out,
                        struct diags *diags) {
    struct value pairs = value_map(a, 4);
    str error = {0};
    struct place at = {.file = source->file};
    int64_t before = diags->count[DIAG_ERROR];
    str body = markdown_front_matter(a, source->text, &pairs);
    *out = (struct article){0};
    if (!set_path(a, out, source->name, pair(&pairs, "address", S("地址"))))
        diag(diags, DIAG_ARTICLE_ADDRESS, at, "%.*s", STR(out->path));
    out->title = pair(&pairs, "title", S("标题"));
    str heading = take_heading(&body);
    if (out->title.n == 0)
        out->title = heading;
    if (out->title.n == 0)
        diag(diags, DIAG_ARTICLE_TITLE, at, "%s", "");
    out->source = pair(&pairs, "source", S("来源"));
    out->date = pair(&pairs, "date", S("日期"));
    if (out->date.n > 0 && date_parse(out->date) == DATE_NONE &&
        instant_parse(out->date) == INSTANT_NONE)
        diag(diags, DIAG_ARTICLE_DATE, at, "%.*s", STR(out->date));
    if (!markdown_render(a, body, &out->body, &error))
        diag(diags, DIAG_ARTICLE_TEXT, at, "%.*s", STR(error));
    return diags->count[DIAG_ERROR] == before;
}

/* PubDate wants a time of day; an article dated by the day alone is given the day's beginning. */
static instant published_at(struct arena *a, str text) {
    instant t = instant_parse(text);
    return t != INSTANT_NONE || text.n == 0 ? t : instant_parse(str_cat(a, text, S("T00:00")));
}

bool pages_article(const struct pages *p, struct arena *scratch, const struct article *one,
                   struct buf *out) {
    bool index = str_ends(one->path, S("/index.html"));
    struct frame frame = {.path = one->path,
                          .title = one->title,
                          .here = index ? (str){0} : one->title,
                          .published = published_at(scratch, one->date),
                          .source = one->source.n > 0 ? one->source : p->conf.organiser};
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "day", one->date);
    value_set_text(scratch, &root, "author", one->source);
    value_set(scratch, &root, S("body"), value_html(show_demoted(scratch, one->body, BELOW_TITLE)));
    return frame_render(p, S("article"), &root, out);
}
