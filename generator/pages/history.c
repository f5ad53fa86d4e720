/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * history.c — what lists said before: the versions of a record, and what changed in a list when.
 *
 * In:    disclosures of superseded versions with their days
 * Out:   HTML in a buf
 * Law:   law.md §2 (a superseded version stays reachable as history)
 * Never: shows a version of a decision
 */
#include "pages/page.h"

/* ---- the versions of one record ---- */

/* All lines of a text, where other pages show the first. */
static str show_whole(const struct pages *p, struct arena *a, const struct field *f,
                      const struct disclosure *d) {
    if (f->type == FIELD_lines && !field_absent(f, d))
        return *(const str *)(const void *)((const char *)d + f->at);
    return show_text(p, a, f, d);
}

/* What each changed field said before and says now. */
static struct value changed_fields(const struct pages *p, struct arena *a,
                                   const struct disclosure *was, const struct disclosure *is) {
    int n = 0;
    int declared = 0;
    const struct disclosed_field *f = disclosure_fields(is->kind, &n);
    const struct field_info *info = kind_fields(is->kind, &declared);
    struct value all = value_list(a, 4);
    for (int i = 0; i < n; i++) {
        if (field_equal(&f[i].field, was, is))
            continue;
        struct value one = value_map(a, 3);
        value_set_text(a, &one, "title", words_say(p->words, str_of(info[f[i].declared].title)));
        value_set_text(a, &one, "was", show_whole(p, a, &f[i].field, was));
        value_set_text(a, &one, "is", show_whole(p, a, &f[i].field, is));
        value_add(a, &all, one);
    }
    return all;
}

static struct value version_value(const struct pages *p, struct arena *a,
                                  const struct history_page *h, int i) {
    const struct version_words *v = &h->v[i];
    struct value one = value_map(a, 6);
    value_set_text(a, &one, "number", count_text(a, v->version));
    value_set_text(a, &one, "since", date_text(a, v->since));
    value_set_text(a, &one, "until", date_text(a, v->until));
    value_set_text(a, &one, "effective", date_text(a, v->effective));
    value_set_text(a, &one, "link", v->path);
    if (i > 0)
        set_links(a, &one, "changed", changed_fields(p, a, h->v[i - 1].face, v->face));
    return one;
}

bool pages_history(const struct pages *p, struct arena *scratch, const struct history_page *h,
                   struct buf *out) {
    const struct disclosure *now = h->v[h->n - 1].face;
    str title = FILL(p->words, scratch, WORD_HISTORY_TITLE, record_title(p, scratch, now));
    struct frame frame = {.path = h->path,
                          .title = title,
                          .here = words_get(p->words, WORD_HISTORY),
                          .published = INSTANT_NONE};
    struct value root = frame_open(p, scratch, &frame);
    struct value versions = value_list(scratch, h->n);
    for (int i = h->n; i-- > 0;)
        value_add(scratch, &versions, version_value(p, scratch, h, i));
    value_set(scratch, &root, S("versions"), versions);
    value_set_text(scratch, &root, "current", h->v[h->n - 1].path);
    return frame_render(p, S("history"), &root, out);
}

/* ---- what changed in a list ---- */

static struct value change_value(const struct pages *p, struct arena *a,
                                 const struct list_change_row *r) {
    static const enum word words[] = {WORD_CHANGE_ADDED, WORD_CHANGE_CHANGED, WORD_CHANGE_REMOVED,
                                      WORD_CHANGE_RETURNED};
    struct value one = value_map(a, 6);
    value_set_text(a, &one, "day", date_text(a, r->day));
    value_set_text(a, &one, "what", words_get(p->words, words[r->change]));
    value_set_text(a, &one, "link", r->path);
    value_set_text(a, &one, "history", r->history);
    if (r->more > 0)
        value_set_text(a, &one, "more", count_text(a, r->more));
    if (r->face != NULL) {
        value_set_text(a, &one, "title", record_title(p, a, r->face));
        value_set_text(a, &one, "agency", r->face->agency_name);
    }
    return one;
}

bool pages_changes(const struct pages *p, struct arena *scratch, const struct changes_page *c,
                   struct buf *out) {
    str list = section_at(p, str_cat(scratch, c->slug, S("/")))->title;
    struct frame frame = {.path = str_cat(scratch, c->slug, S("/changes.html")),
                          .title = FILL(p->words, scratch, WORD_CHANGES_TITLE, list),
                          .here = words_get(p->words, WORD_CHANGES),
                          .published = INSTANT_NONE};
    struct value root = frame_open(p, scratch, &frame);
    struct value rows = value_list(scratch, c->n);
    for (int i = 0; i < c->n; i++)
        value_add(scratch, &rows, change_value(p, scratch, &c->rows[i]));
    set_links(scratch, &root, "changes", rows);
    return frame_render(p, S("changes"), &root, out);
}
