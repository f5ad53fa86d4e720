/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * entry.c — what only some kinds of list entries show: checklists, steps, tables of figures.
 *
 * In:    struct disclosure
 * Out:   values
 * Law:   law.md §5 (服务指南, 流程图, 统计年报)
 * Never: says whether a certificate is valid today: the page would be wrong tomorrow
 */
#include "pages/flow.h"

#define FEN 100
#define FIGURE_MOST ((int64_t)1000000000000000) /* larger ones are shown as delivered */

/* ---- guide: 申请材料 as a checklist ---- */

static struct value checklist(struct arena *a, const struct rows *r) {
    struct value list = value_list(a, r->n);
    for (int i = 0; i < r->n; i++) {
        struct value one = value_map(a, 4);
        value_set_text(a, &one, "name", show_cell(r, i, COLUMN_material_name));
        value_set_text(a, &one, "copies", show_cell(r, i, COLUMN_material_copies));
        value_set_text(a, &one, "form", show_cell(r, i, COLUMN_material_form));
        value_set_text(a, &one, "note", show_cell(r, i, COLUMN_material_note));
        value_add(a, &list, one);
    }
    return list;
}

/* ---- event: what became of the decision ---- */

str event_result(const struct pages *p, const struct disclosure *d) {
    int change = d->event.change;
    bool known = change >= 0 && change <= CHANGE_RESTORED;
    return words_get(p->words, WORD_EVENT_NONE + (enum word)(known ? change : 0));
}

/* ---- flowchart: 步骤 in order ---- */

/* 是:3;否:5 becomes 是 → 3；否 → 5; a bare number stays. */
static str next_steps(struct arena *a, str next) {
    next = str_replace(a, str_replace(a, next, S("；"), S(";")), S("："), S(":"));
    next = str_replace(a, next, S(":"), S(" → "));
    return str_replace(a, next, S(";"), S("；"));
}

static struct value flow_steps(struct arena *a, const struct rows *r) {
    struct value list = value_list(a, r->n);
    for (int i = 0; i < r->n; i++) {
        struct value one = value_map(a, 8);
        value_set_text(a, &one, "step_id", show_cell(r, i, COLUMN_flow_step_id));
        value_set_text(a, &one, "shape", show_cell(r, i, COLUMN_flow_step_shape));
        value_set_text(a, &one, "what", show_cell(r, i, COLUMN_flow_step_text));
        value_set_text(a, &one, "actor", show_cell(r, i, COLUMN_flow_step_actor));
        value_set_text(a, &one, "record", show_cell(r, i, COLUMN_flow_step_record));
        value_set_text(a, &one, "carrier", show_cell(r, i, COLUMN_flow_step_carrier));
        value_set_text(a, &one, "limit", show_cell(r, i, COLUMN_flow_step_limit));
        value_set_text(a, &one, "next", next_steps(a, show_cell(r, i, COLUMN_flow_step_next)));
        value_add(a, &list, one);
    }
    return list;
}

/* {wide, narrow}: the chart for screens and paper, and for telephones. */
static struct value flow_charts(const struct pages *p, struct arena *a,
                                const struct disclosure *d) {
    struct flow *f = flow_of(p->words, a, &d->flowchart.steps);
    if (f == NULL)
        return (struct value){0};
    struct value charts = value_map(a, 2);
    flow_place(a, f, true);
    value_set(a, &charts, S("wide"), value_html(flow_svg(a, f, d->flowchart.name)));
    flow_place(a, f, false);
    value_set(a, &charts, S("narrow"), value_html(flow_svg(a, f, d->flowchart.name)));
    return charts;
}

bool entry_has_picture(enum kind kind) {
    return kind == KIND_flowchart || kind == KIND_officer;
}

/* ---- guide: where it is ---- */

/* site.conf's map, the address in it: a link that somebody follows or does not; nothing is asked
 * for from there. */
static str map_link(const struct pages *p, struct arena *a, str address) {
    struct buf b = {0};
    if (!str_starts(p->conf.map, S("http")) || address.n == 0)
        return (str){0};
    for (ptrdiff_t i = 0; i < address.n; i++)
        buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)address.p[i]);
    str link = str_replace(a, p->conf.map, S("{address}"), buf_view(&b));
    buf_free(&b);
    return link;
}

/* ---- report: 表一 … 表四 ---- */

str show_grouped(struct arena *a, str number) {
    int64_t whole = 0;
    if (!str_int(number, &whole) || whole < 0 || whole > FIGURE_MOST)
        return number;
    str yuan = money_text(a, whole * FEN);
    return str_sub(yuan, 0, yuan.n - 3);
}

/* Rows that stand together under one table name make one table. */
static struct value figure_tables(struct arena *a, const struct rows *r) {
    struct value tables = value_list(a, 4);
    for (int i = 0; i < r->n;) {
        str name = show_cell(r, i, COLUMN_figure_table);
        struct value lines = value_list(a, 16);
        for (; i < r->n && str_eq(name, show_cell(r, i, COLUMN_figure_table)); i++) {
            struct value line = value_map(a, 2);
            value_set_text(a, &line, "item", show_cell(r, i, COLUMN_figure_item));
            value_set_text(a, &line, "value",
                           show_grouped(a, show_cell(r, i, COLUMN_figure_value)));
            value_add(a, &lines, line);
        }
        struct value table = value_map(a, 2);
        value_set_text(a, &table, "caption", name);
        value_set(a, &table, S("figures"), lines);
        value_add(a, &tables, table);
    }
    return tables;
}

/* ---- inspection: its plan, with all tasks and results of it ---- */

static void set_plan(struct arena *a, struct value *root, const struct disclosure *d) {
    struct list_name list;
    if (list_gathering(d, LIST_PLAN, &list)) {
        value_set_text(a, root, "plan", list.key);
        value_set_text(a, root, "plan_link", list_path(a, &list, 1, true));
    }
    if (list_gathering(d, LIST_PARTY, &list))
        value_set_text(a, root, "party_link", list_path(a, &list, 1, true));
}

void entry_fill(const struct pages *p, struct arena *a, struct value *root,
                const struct disclosure *d) {
    if (d->kind == KIND_guide) {
        value_set(a, root, S("materials"), checklist(a, &d->guide.materials));
        value_set_text(a, root, "map", map_link(p, a, d->guide.office_address));
    }
    if (d->kind == KIND_flowchart) {
        value_set(a, root, S("stepped"), value_bool(d->flowchart.steps.n > 0));
        value_set(a, root, S("steps"), flow_steps(a, &d->flowchart.steps));
        value_set(a, root, S("chart"), flow_charts(p, a, d));
    }
    if (d->kind == KIND_report)
        value_set(a, root, S("figure_tables"), figure_tables(a, &d->report.figures));
    if (d->kind == KIND_inspection)
        set_plan(a, root, d);
    if (d->kind == KIND_event) {
        value_set_text(a, root, "authority", d->event.authority);
        value_set_text(a, root, "when", show_named(p, a, d, "day"));
        value_set_text(a, root, "result", event_result(p, d));
    }
    if (d->kind == KIND_officer) {
        value_set_text(a, root, "name", d->officer.name);
        value_set_text(a, root, "certificate", d->officer.certificate);
        value_set_text(a, root, "valid_to", show_named(p, a, d, "valid_to"));
    }
}
