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

#include "base/digest.h"

#include <limits.h>

#define PLAIN_LINKS 8 /* more links of one sort are folded away */
#define USCC_LENGTH 18
#define PLAN_NAME 12 /* hexadecimal digits of a plan's address */

/* ---- addresses ---- */

static str list_folder(struct arena *a, const struct list_name *l) {
    switch (l->scope) {
    case LIST_AGENCY:
        return str_fmt(a, "%.*s/agency/%.*s/", STR(l->slug), STR(l->agency_code));
    case LIST_YEAR:
        return str_fmt(a, "%.*s/%04d/", STR(l->slug), l->year);
    case LIST_MONTH:
        return str_fmt(a, "%.*s/%04d/%02d/", STR(l->slug), l->year, l->month);
    case LIST_AGENCY_YEAR:
        return str_fmt(a, "%.*s/agency/%.*s/%04d/", STR(l->slug), STR(l->agency_code), l->year);
    case LIST_AGENCY_MONTH:
        return str_fmt(a, "%.*s/agency/%.*s/%04d/%02d/", STR(l->slug), STR(l->agency_code), l->year,
                       l->month);
    case LIST_PARTY:
        return str_fmt(a, "party/%.*s/", STR(l->key));
    case LIST_PLAN:
        return str_fmt(a, "ss/plan/%.*s/", PLAN_NAME, sha256_text(a, sha256_of(l->key)).p);
    case LIST_NAME:
        return str_fmt(a, "names/%.*s/", STR(names_file(a, l->key)));
    case LIST_ALL:
        break;
    }
    return str_cat(a, l->slug, S("/"));
}

/* cf/index.html and cf/p3.html; party/CODE.html and party/CODE/p3.html. */
str list_path(struct arena *a, const struct list_name *l, int page, bool newest) {
    str folder = list_folder(a, l);
    if (!newest)
        return str_fmt(a, "%.*sp%d.html", STR(folder), page);
    return l->key.n > 0 ? str_cat(a, str_sub(folder, 0, folder.n - 1), S(".html"))
                        : str_cat(a, folder, S("index.html"));
}

/* ---- lists that gather what belongs together, whatever its kind ---- */

/* The code of an organisation: eighteen digits and capitals, and not the placeholder of sole
 * traders without one, which is no identity (law.md §4). */
static bool is_code(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z')))
            return false;
    return s.n == USCC_LENGTH && !str_starts(s, S("00000000"));
}

static str party_of(const struct disclosure *d) {
    if (d->kind == KIND_decision && d->decision.party_type == PARTY_ORGANISATION)
        return d->decision.party_uscc;
    if (d->kind == KIND_inspection && d->inspection.party_type == PARTY_ORGANISATION)
        return d->inspection.party_uscc;
    return (str){0};
}

static str plan_of_inspection(const struct disclosure *d) {
    bool itself = d->inspection.stage == STAGE_PLAN;
    return itself ? d->inspection.number : d->inspection.plan_number;
}

struct list_name list_gathered(enum list_scope scope, str key) {
    return (struct list_name){.slug = scope == LIST_PARTY  ? S("party")
                                      : scope == LIST_NAME ? S("names")
                                                           : S("ss"),
                              .kind = scope == LIST_PLAN ? KIND_inspection : KINDS,
                              .scope = scope,
                              .key = key};
}

bool list_gathering(const struct disclosure *d, enum list_scope scope, struct list_name *out) {
    str key = {0};
    if (scope == LIST_PARTY && !d->person && is_code(party_of(d)))
        key = party_of(d);
    else if (scope == LIST_PLAN && d->kind == KIND_inspection)
        key = plan_of_inspection(d);
    *out = list_gathered(scope, key);
    return key.n > 0;
}

/* ---- links to narrower lists, on newest pages only ---- */

static void add_link(struct arena *a, struct value *list, const struct list_name *l, str text) {
    value_add(a, list, link_value(a, list_path(a, l, 1, true), text, (str){0}));
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

static str year_text(const struct pages *p, struct arena *a, int year) {
    return FILL(p->words, a, WORD_YEAR, count_text(a, year));
}

static struct value year_links(const struct pages *p, struct arena *a, const struct list_page *l) {
    struct value list = value_list(a, l->year_count);
    for (int year = below(l->years, l->year_count, INT_MAX); year > 0;
         year = below(l->years, l->year_count, year)) {
        struct list_name name = l->list;
        name.scope = l->list.scope == LIST_AGENCY ? LIST_AGENCY_YEAR : LIST_YEAR;
        name.year = year;
        add_link(a, &list, &name, year_text(p, a, year));
    }
    return list;
}

static int64_t rows_of_month(const struct list_page *l, int month) {
    int64_t rows = 0;
    for (int i = 0; i < l->month_count; i++)
        rows += l->months[i] == month ? l->month_rows[i] : 0;
    return rows;
}

static struct value month_links(const struct pages *p, struct arena *a, const struct list_page *l) {
    struct value list = value_list(a, l->month_count);
    for (int month = below(l->months, l->month_count, INT_MAX); month > 0;
         month = below(l->months, l->month_count, month)) {
        struct list_name name = l->list;
        name.scope = l->list.scope == LIST_AGENCY_YEAR ? LIST_AGENCY_MONTH : LIST_MONTH;
        name.month = month;
        struct value v = link_value(a, list_path(a, &name, 1, true),
                                    FILL(p->words, a, WORD_MONTH, count_text(a, month)), (str){0});
        if (l->month_rows != NULL)
            value_set_text(a, &v, "count", count_text(a, rows_of_month(l, month)));
        value_add(a, &list, v);
    }
    return list;
}

static void set_folded(struct arena *a, struct value *root, const char *key, struct value links) {
    struct value group = value_map(a, 2);
    value_set(a, &group, links.n > PLAIN_LINKS ? S("many") : S("few"), links);
    value_set(a, &group, S("folded"), value_bool(links.n > PLAIN_LINKS));
    value_set(a, root, str_of(key), links.n > 0 ? group : value_bool(false));
}

/* ---- the page ---- */

static str month_text(const struct pages *p, struct arena *a, const struct list_name *l) {
    return FILL(p->words, a, WORD_YEAR_MONTH, count_text(a, l->year), count_text(a, l->month));
}

static str scope_text(const struct pages *p, struct arena *a, const struct list_name *l) {
    switch (l->scope) {
    case LIST_AGENCY:
        return l->agency_name;
    case LIST_YEAR:
        return year_text(p, a, l->year);
    case LIST_MONTH:
        return month_text(p, a, l);
    case LIST_AGENCY_YEAR:
        return str_fmt(a, "%.*s %.*s", STR(l->agency_name), STR(year_text(p, a, l->year)));
    case LIST_AGENCY_MONTH:
        return str_fmt(a, "%.*s %.*s", STR(l->agency_name), STR(month_text(p, a, l)));
    default:
        return (str){0};
    }
}

/* Without its page: 行政处罚：2026 年. */
static str list_title(const struct pages *p, struct arena *a, const struct list_name *l) {
    if (l->scope == LIST_PARTY)
        return FILL(p->words, a, WORD_PARTY_TITLE, l->key);
    if (l->scope == LIST_PLAN)
        return FILL(p->words, a, WORD_PLAN_TITLE, l->key);
    if (l->scope == LIST_NAME)
        return FILL(p->words, a, names_is_person(l->key) ? WORD_PERSONS_TITLE : WORD_NAMES_TITLE,
                    l->key);
    str title = section_at(p, str_cat(a, l->slug, S("/")))->title;
    str scope = scope_text(p, a, l);
    return scope.n == 0 ? title : FILL(p->words, a, WORD_LIST_SCOPE, title, scope);
}

static struct frame list_frame(const struct pages *p, struct arena *a, const struct list_page *l) {
    str title = list_title(p, a, &l->list);
    bool gathering = l->list.key.n > 0;
    str here = gathering ? l->list.key : scope_text(p, a, &l->list);
    if (!l->newest) {
        str page = FILL(p->words, a, WORD_LIST_PAGE, count_text(a, l->page));
        title = FILL(p->words, a, WORD_LIST_NUMBERED, title, page);
        here = here.n == 0 ? page : str_cat3(a, here, words_get(p->words, WORD_CELLS_MARK), page);
    }
    return (struct frame){.path = list_path(a, &l->list, l->page, l->newest),
                          .title = title,
                          .here = here,
                          .noindex = l->list.scope == LIST_NAME && names_is_person(l->list.key),
                          .published = INSTANT_NONE};
}

/* From the oldest to the newest year that the list has. */
static str period_text(const struct pages *p, struct arena *a, const struct list_page *l) {
    int newest = below(l->years, l->year_count, INT_MAX);
    int oldest = newest;
    for (int year = newest; year > 0; year = below(l->years, l->year_count, year))
        oldest = year;
    return oldest == newest
               ? (str){0}
               : FILL(p->words, a, WORD_YEARS, count_text(a, oldest), count_text(a, newest));
}

static struct value list_of(struct arena *a, const struct list_page *l,
                            const struct agency_words *agency) {
    struct list_name name = l->list;
    name.agency_code = agency->code;
    struct value v = value_map(a, 2);
    value_set_text(a, &v, "link", list_path(a, &name, 1, true));
    value_set_text(a, &v, "text", agency->name);
    return v;
}

/* From either agency's list one comes to the other's (law.md §2). */
static void set_lineage(struct arena *a, struct value *root, const struct list_page *l) {
    struct value before = value_list(a, l->predecessor_count);
    for (int i = 0; i < l->predecessor_count; i++)
        value_add(a, &before, list_of(a, l, &l->predecessors[i]));
    set_links(a, root, "predecessors", before);
    if (l->successor.name.n == 0)
        return;
    value_set(a, root, S("successor"), list_of(a, l, &l->successor));
    value_set_text(a, root, "until", date_text(a, l->until));
}

static void set_newest(const struct pages *p, struct arena *a, struct value *root,
                       const struct list_page *l) {
    value_set(a, root, S("newest"), value_bool(true));
    value_set_text(a, root, "as_of", date_text(a, l->as_of));
    if (l->public_rows != WHOLE_NONE)
        value_set_text(a, root, "count", count_text(a, l->public_rows));
    if (l->pages > 1)
        value_set_text(a, root, "pages", count_text(a, l->pages));
    set_folded(a, root, "agencies", agency_links(a, l));
    set_folded(a, root, "years", year_links(p, a, l));
    if (l->list.scope == LIST_AGENCY_YEAR)
        set_links(a, root, "sections", month_links(p, a, l));
    else
        set_folded(a, root, "months", month_links(p, a, l));
    value_set_text(a, root, "period", period_text(p, a, l));
    set_lineage(a, root, l);
    if (l->list.scope == LIST_ALL) {
        value_set_text(a, root, "about", section_at(p, str_cat(a, l->list.slug, S("/")))->text);
        value_set(
            a, root, S("feed"),
            value_bool(l->list.kind < KINDS && kind_info(l->list.kind)->column == SITE_AFTER));
        if (l->list.kind < KINDS && kind_info(l->list.kind)->column == SITE_BEFORE)
            value_set_text(a, root, "changes", str_cat(a, l->list.slug, S("/changes.html")));
        value_set(a, root, S("look_up"),
                  value_bool(l->list.kind == KIND_officer || l->list.kind == KIND_progress));
        value_set(a, root, S("officers"), value_bool(l->list.kind == KIND_officer));
    }
}

/* The list that one is a part of. */
static enum list_scope wider_of(enum list_scope scope) {
    switch (scope) {
    case LIST_AGENCY_MONTH:
        return LIST_AGENCY_YEAR;
    case LIST_AGENCY_YEAR:
        return LIST_AGENCY;
    case LIST_MONTH:
        return LIST_YEAR;
    default:
        return LIST_ALL;
    }
}

/* The chip that says how the list is narrowed, and the way out of it. */
static void set_chip(const struct pages *p, struct arena *a, struct value *root,
                     const struct list_name *l) {
    struct list_name wider = *l;
    wider.scope = wider_of(l->scope);
    value_set(a, root, S("chip"),
              link_value(a, list_path(a, &wider, 1, true), scope_text(p, a, l), (str){0}));
}

/* Of a gathering its newest row says the name: it follows a change of name. */
static void set_party(struct arena *a, struct value *root, const struct list_page *l) {
    for (int i = l->n; i-- > 0;)
        if (l->rows[i].disclosure != NULL) {
            value_set_text(a, root, "party", disclosure_party(l->rows[i].disclosure));
            break;
        }
    value_set_text(a, root, "code", l->list.key);
}

static void set_pager(struct arena *a, struct value *root, const struct list_page *l) {
    struct value pager = value_map(a, 3);
    if (!l->newest)
        value_set_text(a, &pager, "latest", list_path(a, &l->list, 1, true));
    if (l->page > 1)
        value_set_text(a, &pager, "older", list_path(a, &l->list, l->page - 1, false));
    if (l->page > 2)
        value_set_text(a, &pager, "oldest", list_path(a, &l->list, 1, false));
    if (!l->newest || l->page > 1)
        value_set(a, root, S("pager"), pager);
}

bool pages_list(const struct pages *p, struct arena *scratch, const struct list_page *l,
                struct buf *out) {
    struct frame frame = list_frame(p, scratch, l);
    struct value root = frame_open(p, scratch, &frame);
    bool of_agency = l->list.scope == LIST_AGENCY || l->list.scope == LIST_AGENCY_MONTH;
    if (l->list.scope != LIST_AGENCY_YEAR)
        value_set(scratch, &root, S("table"), list_table(p, scratch, l, of_agency));
    if (l->newest)
        set_newest(p, scratch, &root, l);
    if (l->list.scope == LIST_PARTY)
        set_party(scratch, &root, l);
    else if (l->list.scope != LIST_ALL && l->list.key.n == 0)
        set_chip(p, scratch, &root, &l->list);
    set_pager(scratch, &root, l);
    return frame_render(p, S("list"), &root, out);
}
