/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * record.c — the page of one record, of any kind.
 *
 * In:    struct disclosure, struct appearance
 * Out:   HTML in a buf
 * Law:   law.md §5 (fields), §6 (labels, how to report an error)
 * Never: shows another record's text or a value that depends on today
 */
#include "pages/page.h"

/* ---- what this is, in words ---- */

/* The parts that are there, joined. */
static str joined(struct arena *a, const str *parts, int n, const char *by) {
    str all = {0};
    for (int i = 0; i < n; i++)
        if (parts[i].n > 0)
            all = all.n == 0 ? parts[i] : str_fmt(a, "%.*s%s%.*s", STR(all), by, STR(parts[i]));
    return all;
}

str record_title(struct arena *a, const struct disclosure *d) {
    str head = disclosure_heading(d);
    switch (d->kind) {
    case KIND_decision:
        return joined(a, (str[]){d->decision.party, head, decision_result(a, d)}, 3, "：");
    case KIND_officer:
        return joined(a, (str[]){S("执法证号"), d->officer.certificate, d->officer.name}, 3, " ");
    case KIND_window:
        return joined(a, (str[]){d->window.window, d->window.business}, 2, "：");
    case KIND_event:
        return joined(a,
                      (str[]){d->event.document_number, term_text(VOCAB_change, d->event.change)},
                      2, "：");
    case KIND_complaint:
        return joined(a, (str[]){d->complaint.target, d->complaint.clue}, 2, "：");
    case KIND_progress:
        return joined(a, (str[]){d->progress.number, d->progress.matter, d->progress.status}, 3,
                      "：");
    case KIND_inspection:
        return joined(a, (str[]){head, term_text(VOCAB_task_stage, d->inspection.stage)}, 2, "：");
    default:
        return head.n > 0 ? head : disclosure_number(d);
    }
}

/* ---- fields by place ---- */

struct value record_items(const struct pages *p, struct arena *a, const struct disclosure *d,
                          enum spot spot) {
    const struct plan *plan = &p->plans[d->kind];
    struct value items = value_list(a, 16);
    for (int i = 0; i < plan->n; i++) {
        if (plan->v[i].spot != spot)
            continue;
        struct value one =
            spot == SPOT_TABLE ? show_table(a, &plan->v[i], d) : show_item(a, &plan->v[i], d);
        if (one.type != VALUE_NONE)
            value_add(a, &items, one);
    }
    return items;
}

/* The author as delivered, when that is neither the code nor the present name: an agency that was
 * renamed keeps its old decisions (law.md §2). */
static str former_author(struct arena *a, const struct disclosure *d) {
    const struct disclosure *one = d;
    str named = (str){0};
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(d->kind, &n);
    for (int i = 0; i < n && named.p == NULL; i++)
        if (str_eq(str_of(v[i].field.name), S("agency")))
            named = show_text(a, &v[i].field, one);
    bool known = str_eq(named, d->agency_code) || str_eq(named, d->agency_name);
    return known ? (str){0} : named;
}

static void set_agency(struct arena *a, struct value *root, const struct disclosure *d) {
    struct value agency = value_map(a, 3);
    value_set_text(a, &agency, "name", d->agency_name);
    value_set_text(a, &agency, "former", former_author(a, d));
    if (d->agency_code.n > 0)
        value_set_text(a, &agency, "link", str_fmt(a, "agency/%.*s/", STR(d->agency_code)));
    if (d->agency_name.n > 0)
        value_set(a, root, S("agency"), agency);
}

str record_status(struct arena *a, const struct disclosure *d) {
    return str_starts(d->status, S("已")) ? d->status : str_cat(a, S("已"), d->status);
}

/* The status of a page, not of today: it stands here only while it is being disclosed. */
static void set_status(struct arena *a, struct value *root, const struct disclosure *d,
                       const struct appearance *at) {
    str status = at->corrected.n > 0 ? S("已更正") : S("公示中");
    if (d->status.n > 0)
        status = record_status(a, d);
    value_set_text(a, root, "status", status);
    value_set(a, root, S("ended"), value_bool(d->status.n > 0));
}

static void set_correction(struct arena *a, struct value *root, const struct appearance *at) {
    struct value fields = value_list(a, at->corrected.n);
    for (ptrdiff_t i = 0; i < at->corrected.n; i++)
        value_add(a, &fields, value_text(at->corrected.v[i]));
    if (at->corrected.n == 0)
        return;
    value_set(a, root, S("corrected"), fields);
    value_set_text(a, root, "updated", instant_text(a, at->updated));
}

static struct frame frame_of(struct arena *a, const struct disclosure *d,
                             const struct appearance *at) {
    str number = disclosure_number(d);
    str title = record_title(a, d);
    return (struct frame){.path = at->path,
                          .title = title,
                          .here = number.n > 0 ? number : title,
                          .published = at->published,
                          .source = d->agency_name,
                          .noindex = d->person};
}

bool pages_record(const struct pages *p, struct arena *scratch, const struct disclosure *d,
                  const struct appearance *at, struct buf *out) {
    struct frame frame = frame_of(scratch, d, at);
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "number", disclosure_number(d));
    value_set_text(scratch, &root, "day", date_text(scratch, disclosure_date(d)));
    value_set_text(scratch, &root, "matter_link", page_link(at->matter_path));
    set_agency(scratch, &root, d);
    set_status(scratch, &root, d, at);
    set_correction(scratch, &root, at);
    value_set(scratch, &root, S("summary"), record_items(p, scratch, d, SPOT_SUMMARY));
    value_set(scratch, &root, S("texts"), record_items(p, scratch, d, SPOT_TEXT));
    value_set(scratch, &root, S("tables"), record_items(p, scratch, d, SPOT_TABLE));
    if (d->kind == KIND_decision)
        decision_fill(scratch, &root, d, at);
    else
        entry_fill(scratch, &root, d);
    return frame_render(p, p->plans[d->kind].template, &root, out);
}
