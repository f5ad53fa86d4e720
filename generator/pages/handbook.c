/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * handbook.c — 执法工作手册: what an agency has on line before the fact, as one document to print.
 *
 * In:    disclosures of its lists
 * Out:   HTML with a cover, contents and chapters
 * Law:   law.md §5; ready to be filed (备案)
 * Never: holds what the portal does not show
 */
#include "pages/page.h"

/* Kinds whose entries are long have a section each; the others are rows of a table. */
static bool has_sections(enum kind k) {
    return k == KIND_guide || k == KIND_flowchart || k == KIND_document || k == KIND_agency;
}

static struct value sections_of(const struct pages *p, struct arena *a, const struct chapter *c) {
    struct value list = value_list(a, c->n);
    for (int i = 0; i < c->n; i++) {
        struct value one = value_map(a, 8);
        const struct disclosure *d = c->v[i].face;
        value_set_text(a, &one, "title", record_title(p, a, d));
        value_set(a, &one, S("summary"), record_items(p, a, d, SPOT_SUMMARY));
        value_set(a, &one, S("texts"), record_items(p, a, d, SPOT_TEXT));
        value_set_text(a, &one, "picture", c->v[i].picture);
        entry_fill(p, a, &one, d);
        value_add(a, &list, one);
    }
    return list;
}

/* A table like that of the list on line. */
static struct value table_of(const struct pages *p, struct arena *a, const struct chapter *c) {
    struct list_row *rows = NEW(a, struct list_row, c->n);
    for (int i = 0; i < c->n; i++)
        rows[i] =
            (struct list_row){.disclosure = c->v[c->n - 1 - i].face, .published = INSTANT_NONE};
    struct list_page page = {
        .list = {.kind = c->kind, .term = c->term, .scope = LIST_AGENCY}, .rows = rows, .n = c->n};
    return list_table(p, a, &page, true);
}

bool pages_handbook(const struct pages *p, struct arena *scratch, const struct handbook *h,
                    struct buf *out) {
    str title = FILL(p->words, scratch, WORD_HANDBOOK_TITLE, h->agency.name);
    struct frame frame = {.path = str_fmt(scratch, "print/%.*s/handbook.html", STR(h->agency.code)),
                          .title = title,
                          .here = title,
                          .published = INSTANT_NONE,
                          .noindex = true};
    struct value root = frame_open(p, scratch, &frame);
    struct value chapters = value_list(scratch, h->n);
    for (int i = 0; i < h->n; i++) {
        const struct chapter *c = &h->chapters[i];
        str slug = str_of(kind_slug(c->kind, c->term));
        struct value one = value_map(scratch, 8);
        value_set_text(scratch, &one, "no", count_text(scratch, i + 1));
        value_set_text(scratch, &one, "title",
                       section_at(p, str_cat(scratch, slug, S("/")))->title);
        value_set_text(scratch, &one, "count", count_text(scratch, c->n));
        value_set(scratch, &one, S("more"), value_bool(c->more));
        if (has_sections(c->kind))
            value_set(scratch, &one, S("entries"), sections_of(p, scratch, c));
        else
            value_set(scratch, &one, S("table"), table_of(p, scratch, c));
        value_add(scratch, &chapters, one);
    }
    value_set_text(scratch, &root, "agency", h->agency.name);
    value_set_text(scratch, &root, "as_of", date_text(scratch, h->as_of));
    value_set(scratch, &root, S("chapters"), chapters);
    return frame_render(p, S("print/handbook"), &root, out);
}
