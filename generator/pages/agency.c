/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * agency.c — one agency: who it is, and everything it discloses.
 *
 * In:    struct agency_page
 * Out:   HTML in a buf
 * Law:   国办发〔2018〕118号 (事前公开: 主体, 职责, 权限, 监督, 救济)
 * Never: counts anything itself
 */
#include "pages/page.h"

/* In the order of the sections, as everywhere else. */
static struct value list_links(const struct pages *p, struct arena *a,
                               const struct agency_page *one) {
    struct value list = value_list(a, one->list_count);
    for (int s = 0; s < p->section_count; s++)
        for (int i = 0; i < one->list_count; i++) {
            if (!str_eq(one->lists[i].slug, p->sections[s].slug))
                continue;
            str path = list_path(a, &one->lists[i], 1, true);
            struct value v = link_value(a, path, p->sections[s].title, (str){0});
            value_set_text(a, &v, "count", count_text(a, one->list_rows[i]));
            value_add(a, &list, v);
        }
    return list;
}

/* How to reach it, on the first screen. */
static void set_reach(struct arena *a, struct value *root, const struct disclosure *d) {
    value_set_text(a, root, "phone", d->agency.phone);
    value_set_text(a, root, "dial", show_dialled(a, d->agency.phone));
    value_set_text(a, root, "address", d->agency.address);
}

static struct value agency_link(struct arena *a, const struct agency_words *w) {
    str path = str_fmt(a, "agency/%.*s/index.html", STR(w->code));
    return link_value(a, path, w->name, (str){0});
}

/* Old decisions keep their author; under either name one comes to both. */
static void set_lineage(struct arena *a, struct value *root, const struct agency_page *one) {
    struct value former = value_list(a, one->former.n);
    struct value before = value_list(a, one->predecessor_count);
    for (ptrdiff_t i = 0; i < one->former.n; i++)
        value_add(a, &former, value_text(one->former.v[i]));
    for (int i = 0; i < one->predecessor_count; i++)
        value_add(a, &before, agency_link(a, &one->predecessors[i]));
    set_links(a, root, "former", former);
    set_links(a, root, "predecessors", before);
    if (one->successor.code.n == 0)
        return;
    value_set(a, root, S("successor"), agency_link(a, &one->successor));
    value_set_text(a, root, "until", date_text(a, one->until));
}

bool pages_agency(const struct pages *p, struct arena *scratch, const struct agency_page *one,
                  struct buf *out) {
    struct frame frame = {.path = str_fmt(scratch, "agency/%.*s/index.html", STR(one->words.code)),
                          .title = one->words.name,
                          .here = one->words.name,
                          .published = INSTANT_NONE};
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "as_of", date_text(scratch, one->as_of));
    set_lineage(scratch, &root, one);
    set_links(scratch, &root, "sections", list_links(p, scratch, one));
    value_set(scratch, &root, S("table"),
              list_latest(p, scratch, one->latest, one->latest_count, true));
    if (one->record != NULL) {
        set_reach(scratch, &root, one->record);
        value_set_text(scratch, &root, "record_link", one->record_path);
        value_set(scratch, &root, S("summary"),
                  record_items(p, scratch, one->record, SPOT_SUMMARY));
    }
    return frame_render(p, S("agency"), &root, out);
}
