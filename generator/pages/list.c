/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * list.c — lists of records, page by page, the oldest page first.
 *
 * In:    struct list_page
 * Out:   HTML in a buf
 * Law:   law.md §2 (an empty list says 本期无数据 with the date)
 * Never: lets an older page depend on how many newer ones there are
 *
 * Page N is index.html while it grows, and pN.html from the moment it is full. Its bytes as pN.html
 * never change again (but for corrections and removals of its own rows), so it links only to what
 * certainly exists at that moment and ever after: the newest page (./) and the older ones (p1 …
 * pN-1). Page N+1 gets its number only when it is full in turn, so pN.html does not link to it.
 * index.html shows the newest LIST_ROWS rows, some of which may stand on the page before as well.
 */
#include "pages/page.h"

#include <limits.h>

#define LIST_COLUMNS 6
#define PLAIN_AGENCIES 8 /* more of them are folded away */

/* ---- rows ---- */

/* What the cells of a kind's rows show: titles, and fields by their English names. `head` is the
 * linked cell; "title" is the headline without the result, "published" the first publication. */
static const struct list_columns {
    enum kind kind;
    const char *head_title;
    const char *head;
    struct {
        const char *title;
        const char *field;
    } v[LIST_COLUMNS];
} layouts[] = {
    {KIND_decision,
     "对象和事由",
     "title",
     {{"结果", "result"},
      {"文书号", "document_number"},
      {"执法主体", "agency"},
      {"决定日期", "decided"},
      {"公示日期", "published"}}},
    {KIND_agency, "名称", "name", {{"性质", "nature"}, {"执法区域", "area"}, {"电话", "phone"}}},
    {KIND_officer,
     "证件编号",
     "certificate",
     {{"姓名", "name"}, {"单位", "agency"}, {"执法类别", "category"}, {"有效期至", "valid_to"}}},
    {KIND_check_item,
     "抽查事项",
     "name",
     {{"抽查对象", "target"}, {"抽查频次", "frequency"}, {"抽查主体", "agency"}}},
    {KIND_guide, "事项", "name", {{"办理时限", "time_limit"}, {"受理机构", "agency"}}},
    {KIND_document,
     "标题",
     "name",
     {{"文号", "number"}, {"发布机关", "agency"}, {"发布日期", "issued"}}},
    {KIND_window,
     "窗口",
     "window",
     {{"业务名称", "business"}, {"姓名", "name"}, {"咨询电话", "phone"}, {"单位", "agency"}}},
    {KIND_event,
     "文书号",
     "document_number",
     {{"种类", "change"}, {"作出机关", "authority"}, {"日期", "day"}}},
    {KIND_complaint,
     "检查对象",
     "target",
     {{"线索类别", "clue"}, {"编号", "number"}, {"处理机关", "agency"}, {"受理日期", "accepted"}}},
    {KIND_progress,
     "受理编号",
     "number",
     {{"事项", "matter"}, {"状态", "status"}, {"更新日期", "updated"}}},
    {KIND_inspection,
     "任务",
     "name",
     {{"阶段", "stage"}, {"对象", "target"}, {"机关", "agency"}, {"日期", "day"}}},
    {KIND_report, "名称", "name", {{"年度", "year"}, {"机关", "agency"}, {"发布日期", "issued"}}},
    {KIND_NONE, "名称", "name", {{"编号", "code"}, {"类别", "category"}, {"执法主体", "agency"}}},
};

static const struct list_columns *layout_of(enum kind kind) {
    const struct list_columns *l = layouts;
    while (l->kind != kind && l->kind != KIND_NONE)
        l++;
    return l;
}

static bool is_name(const char *name, const char *other) {
    return str_eq(str_of(name), str_of(other));
}

/* What a cell shows, resolved once for a table. */
enum cell_source { CELL_PUBLISHED, CELL_RESULT, CELL_TITLE, CELL_AGENCY, CELL_FIELD };

struct column {
    struct value title;
    struct value keep;
    enum cell_source source;
    const struct field *field; /* CELL_FIELD; NULL shows nothing */
};

struct sheet {
    struct column head;
    struct column v[LIST_COLUMNS];
    int n;
};

/* Dates and numbers stay on one line. */
static bool is_kept(const char *field) {
    static const char *const kept[] = {"document_number", "certificate", "phone",  "decided",
                                       "published",       "valid_to",    "issued", "day",
                                       "updated",         "accepted",    "number"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (is_name(field, kept[i]))
            return true;
    return false;
}

static struct column column_of(enum kind kind, const char *title, const char *field) {
    static const char *const sources[CELL_FIELD] = {"published", "result", "title", "agency"};
    struct column c = {value_text(str_of(title)), value_bool(is_kept(field)), CELL_PUBLISHED, NULL};
    while (c.source < CELL_FIELD && !is_name(field, sources[c.source]))
        c.source++;
    if (c.source == CELL_FIELD)
        c.field = show_field(kind, field);
    return c;
}

static struct sheet sheet_of(enum kind kind, bool of_agency) {
    const struct list_columns *l = layout_of(kind);
    struct sheet s = {.head = column_of(kind, l->head_title, l->head)};
    for (int c = 0; c < LIST_COLUMNS && l->v[c].title != NULL; c++)
        if (!of_agency || !is_name(l->v[c].field, "agency"))
            s.v[s.n++] = column_of(kind, l->v[c].title, l->v[c].field);
    return s;
}

static str cell_text(struct arena *a, const struct list_row *row, const struct column *c) {
    const struct disclosure *d = row->disclosure;
    switch (c->source) {
    case CELL_PUBLISHED:
        return row->published == INSTANT_NONE ? (str){0}
                                              : date_text(a, instant_date(row->published));
    case CELL_RESULT:
        return decision_result(a, d);
    case CELL_TITLE:
        return decision_headline(a, d, "：");
    case CELL_AGENCY:
        return d->agency_name;
    case CELL_FIELD:
        break;
    }
    return c->field == NULL ? (str){0} : show_text(a, c->field, d);
}

static struct value cells_of(struct arena *a, const struct sheet *s, const struct list_row *row) {
    struct value cells = value_list(a, s->n);
    for (int i = 0; i < s->n; i++) {
        struct value cell = value_map(a, 3);
        value_set(a, &cell, S("column"), s->v[i].title);
        value_set(a, &cell, S("keep"), s->v[i].keep);
        value_set(a, &cell, S("text"), value_text(cell_text(a, row, &s->v[i])));
        value_add(a, &cells, cell);
    }
    return cells;
}

/* An ended row keeps its place and its number; nothing else of it is shown. */
static void ended_cells(struct arena *a, struct value *v, const struct notice *n, int span) {
    value_set_text(a, v, "head", n->number.n > 0 ? n->number : S("已结束公示"));
    value_set_text(a, v, "span", count_text(a, span));
    value_set_text(a, v, "verb", verb_text(n->verb));
    value_set_text(a, v, "since", date_text(a, n->day));
}

static struct value row_value(struct arena *a, const struct sheet *s, const struct list_row *row) {
    struct value v = value_map(a, 8);
    value_set(a, &v, S("id"), value_text(row->id));
    value_set(a, &v, S("link"), value_text(row->path));
    if (row->disclosure == NULL) {
        ended_cells(a, &v, row->notice, s->n);
        return v;
    }
    str head = cell_text(a, row, &s->head);
    value_set(a, &v, S("head"), value_text(head.n > 0 ? head : row->id));
    value_set(a, &v, S("cells"), cells_of(a, s, row));
    if (row->disclosure->status.n > 0)
        value_set_text(a, &v, "mark", record_status(a, row->disclosure));
    return v;
}

struct value list_table(struct arena *a, enum kind kind, const struct list_row *rows, int n,
                        bool of_agency) {
    const struct sheet s = sheet_of(kind, of_agency);
    struct value table = value_map(a, 4);
    struct value titles = value_list(a, LIST_COLUMNS);
    for (int i = 0; i < s.n; i++)
        value_add(a, &titles, s.v[i].title);
    struct value body = value_list(a, n);
    for (int i = n; i-- > 0;)
        if (rows[i].disclosure != NULL || rows[i].notice != NULL)
            value_add(a, &body, row_value(a, &s, &rows[i]));
    value_set(a, &table, S("first_column"), s.head.title);
    value_set(a, &table, S("other_columns"), titles);
    value_set(a, &table, S("any"), value_bool(body.n > 0));
    value_set(a, &table, S("rows"), body);
    return table;
}

struct value list_latest(struct arena *a, const struct list_row *latest, int n, bool of_agency) {
    struct list_row *turned = NEW(a, struct list_row, n);
    for (int i = 0; i < n; i++)
        turned[i] = latest[n - 1 - i];
    return list_table(a, KIND_decision, turned, n, of_agency);
}

/* ---- addresses ---- */

static str list_folder(struct arena *a, const struct list_name *l) {
    switch (l->scope) {
    case LIST_AGENCY:
        return str_fmt(a, "%.*s/agency/%.*s/", STR(l->slug), STR(l->agency_code));
    case LIST_YEAR:
        return str_fmt(a, "%.*s/%04d/", STR(l->slug), l->year);
    case LIST_MONTH:
        return str_fmt(a, "%.*s/%04d/%02d/", STR(l->slug), l->year, l->month);
    default:
        return str_cat(a, l->slug, S("/"));
    }
}

str list_path(struct arena *a, const struct list_name *l, int page, bool newest) {
    str folder = list_folder(a, l);
    return newest ? str_cat(a, folder, S("index.html"))
                  : str_fmt(a, "%.*sp%d.html", STR(folder), page);
}

/* ---- links to narrower lists, on newest pages only ---- */

static void add_link(struct arena *a, struct value *list, const struct list_name *l, str text) {
    struct value v = value_map(a, 2);
    value_set_text(a, &v, "link", list_path(a, l, 1, true));
    value_set_text(a, &v, "text", text);
    value_add(a, list, v);
}

static struct value agency_links(struct arena *a, const struct list_page *l) {
    struct value list = value_list(a, l->agency_count);
    for (int i = 0; i < l->agency_count; i++) {
        struct list_name name = l->list;
        name.scope = LIST_AGENCY;
        name.agency_code = l->agencies[i].code;
        add_link(a, &list, &name, l->agencies[i].name);
    }
    return list;
}

/* The largest of some numbers that is below a limit, 0 for none: lists come as they were made,
 * links stand newest first. */
static int below(const int *v, int n, int limit) {
    int largest = 0;
    for (int i = 0; i < n; i++)
        if (v[i] < limit && v[i] > largest)
            largest = v[i];
    return largest;
}

static struct value year_links(struct arena *a, const struct list_page *l) {
    struct value list = value_list(a, l->year_count);
    for (int year = below(l->years, l->year_count, INT_MAX); year > 0;
         year = below(l->years, l->year_count, year)) {
        struct list_name name = l->list;
        name.scope = LIST_YEAR;
        name.year = year;
        add_link(a, &list, &name, str_fmt(a, "%d 年", name.year));
    }
    return list;
}

static struct value month_links(struct arena *a, const struct list_page *l) {
    struct value list = value_list(a, l->month_count);
    for (int month = below(l->months, l->month_count, INT_MAX); month > 0;
         month = below(l->months, l->month_count, month)) {
        struct list_name name = l->list;
        name.scope = LIST_MONTH;
        name.month = month;
        add_link(a, &list, &name, str_fmt(a, "%d 月", name.month));
    }
    return list;
}

/* ---- the page ---- */

/* What a list holds, in words: the description of its section. */
static str section_text(str slug) {
    int n = 0;
    const struct section *all = section_all(&n);
    for (int i = 1; i < n; i++)
        if (str_eq(slug, str_of(all[i].slug)))
            return str_of(all[i].text);
    return (str){0};
}

static str scope_text(struct arena *a, const struct list_name *l) {
    switch (l->scope) {
    case LIST_AGENCY:
        return l->agency_name;
    case LIST_YEAR:
        return str_fmt(a, "%d 年", l->year);
    case LIST_MONTH:
        return str_fmt(a, "%d 年 %d 月", l->year, l->month);
    default:
        return (str){0};
    }
}

static struct frame list_frame(struct arena *a, const struct list_page *l) {
    str scope = scope_text(a, &l->list);
    str title =
        scope.n == 0 ? l->list.title : str_fmt(a, "%.*s：%.*s", STR(l->list.title), STR(scope));
    str here = scope;
    if (!l->newest) {
        here = str_fmt(a, "%.*s%s第 %d 页", STR(scope), scope.n == 0 ? "" : "，", l->page);
        title = str_fmt(a, "%.*s（第 %d 页）", STR(title), l->page);
    }
    return (struct frame){.path = list_path(a, &l->list, l->page, l->newest),
                          .title = title,
                          .here = here,
                          .published = INSTANT_NONE};
}

/* From the oldest to the newest year that the list has. */
static str period_text(struct arena *a, const struct list_page *l) {
    int newest = below(l->years, l->year_count, INT_MAX);
    int oldest = newest;
    for (int year = newest; year > 0; year = below(l->years, l->year_count, year))
        oldest = year;
    return oldest == newest ? (str){0} : str_fmt(a, "%d—%d 年", oldest, newest);
}

static void set_newest(struct arena *a, struct value *root, const struct list_page *l) {
    value_set(a, root, S("newest"), value_bool(true));
    value_set_text(a, root, "as_of", date_text(a, l->as_of));
    value_set_text(a, root, "count", count_text(a, l->public_rows));
    if (l->pages > 1)
        value_set_text(a, root, "pages", count_text(a, l->pages));
    value_set(a, root, S("agencies"), agency_links(a, l));
    value_set(a, root, S("years"), year_links(a, l));
    value_set(a, root, S("months"), month_links(a, l));
    value_set(a, root, S("by_date"), value_bool(l->year_count > 0 || l->month_count > 0));
    value_set(a, root, S("few_agencies"),
              value_bool(l->agency_count > 0 && l->agency_count <= PLAIN_AGENCIES));
    value_set(a, root, S("many_agencies"), value_bool(l->agency_count > PLAIN_AGENCIES));
    value_set_text(a, root, "period", period_text(a, l));
    if (l->list.scope == LIST_ALL)
        value_set_text(a, root, "description", section_text(l->list.slug));
}

bool pages_list(const struct pages *p, struct arena *scratch, const struct list_page *l,
                struct buf *out) {
    struct frame frame = list_frame(scratch, l);
    struct value root = frame_open(p, scratch, &frame);
    value_set(scratch, &root, S("table"),
              list_table(scratch, l->list.kind, l->rows, l->n, l->list.scope == LIST_AGENCY));
    if (l->newest)
        set_newest(scratch, &root, l);
    value_set(scratch, &root, S("pager"), value_bool(!l->newest || l->page > 1));
    if (l->page > 1)
        value_set_text(scratch, &root, "older", str_fmt(scratch, "p%d.html", l->page - 1));
    if (l->page > 2)
        value_set(scratch, &root, S("oldest"), value_bool(true));
    return frame_render(p, S("list"), &root, out);
}
