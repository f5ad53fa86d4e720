/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * page.h — what the files of pages/ share: sections of the site, the frame of a page, fields shown.
 *
 * In:    struct pages, struct disclosure
 * Out:   struct value trees that templates are filled with, JSON-LD, QR codes
 * Law:   国办发〔2017〕47号 (page labels)
 * Never: is included outside pages/
 */
#ifndef GONGSHI_PAGES_PAGE_H
#define GONGSHI_PAGES_PAGE_H

#include "pages/words.h"

#define PAGE_DEPTH 6   /* a page lies in at most PAGE_DEPTH - 1 folders: cf/2026/11/p3.html in 3 */
#define TITLE_LIMIT 40 /* characters of a free text that a headline takes over */

/* ---- sections: the folders of the site, with their labels ---- */

struct section {
    str slug;   /* cf */
    str parent; /* shihou; "" for the columns of the navigation */
    str title;
    str text;     /* ColumnDescription */
    str keywords; /* ColumnKeywords */
    str type;     /* ColumnType */
};

/* All sections in the order of navigation; the first is the home page, whose slug is "". */
const struct section *section_open(struct arena *a, const struct words *w, int *n);

/* The place in pages.sections of the section that a path lies in; 0 when it is none of them. */
int section_of(str path);
const struct section *section_at(const struct pages *p, str path);

/* Whether records are listed there: then its index.html always exists. */
bool section_has_list(str slug);
/* The same of sections whose index is no list of records as well. */
bool section_has_index(str slug);

/* ---- what machines read (linked.c) ---- */

/* The crumbs up to the section as the beginning of a JSON-LD graph, not closed; and how many. */
struct linked_trail {
    str text;
    int n;
};
struct linked_trail linked_trail(const struct pages *p, struct arena *a,
                                 const struct section *const *crumbs, int n);

/* The whole script element: the trail with its last crumb, then other objects. */
struct html linked_page(struct arena *a, const struct linked_trail *trail, str here,
                        struct html others);

/* What a record is to schema.org: GovernmentPermit or GovernmentService; absent for others. Never a
 * Person, never the party. */
struct html linked_record(const struct pages *p, struct arena *a, const struct disclosure *d,
                          const struct appearance *at);

/* All decisions of the site as a Dataset. */
struct html linked_dataset(const struct pages *p, struct arena *a, date as_of);

/* What the codes of all texts have in common that are as long as the sample and begin with as many
 * letters of it; NULL when nothing is gained. The sample is kept by reference. */
struct qr_form;
const struct qr_form *qr_form_open(struct arena *a, str sample, ptrdiff_t alike);

/* A QR code of a text as an SVG of one path; absent when it is too long for one. The same with a
 * form, which only makes it quicker, or without. */
struct html qr_svg(const struct qr_form *form, struct arena *a, str text);

/* ---- fields as they are shown ---- */

/* Where a field stands on the page of its record. */
enum spot {
    SPOT_SUMMARY, /* label and value in the list at the top */
    SPOT_TEXT,    /* a section of its own with a heading */
    SPOT_TABLE,   /* rows */
    SPOT_OWN      /* the kind's template places it, or nobody does */
};

struct shown {
    struct field field;
    str title;
    enum spot spot;
    bool phone;    /* a link that dials */
    bool authored; /* full Markdown */
};

/* How records of a kind are shown: in this order. */
struct plan {
    str template;
    struct shown *v;
    int n;
};

/* The plan of a kind; the template is record/KIND, or else "record". */
struct plan plan_of(const struct pages *p, struct arena *a, enum kind k);

/* A value on one line, absent when it has none: dates, money, terms, lists, the first line of a
 * text. */
str show_text(const struct pages *p, struct arena *a, const struct field *f, const void *object);

/* A telephone number as tel: wants it; absent when it is none. */
str show_dialled(struct arena *a, str phone);

/* The public field of a kind by its English name; NULL when there is none. */
const struct field *show_field(enum kind k, const char *name);

/* The value on one line of a field by its English name; "agency" gives the agency's full name. */
str show_named(const struct pages *p, struct arena *a, const struct disclosure *d,
               const char *name);

/* {label, text | lines | markup, phone}; VALUE_NONE when the field has no value. */
struct value show_item(const struct pages *p, struct arena *a, const struct shown *s,
                       const void *object);

/* {caption, heads, body: [{cells}]} of a table inside a record, or {caption, pairs: [{head, text}]}
 * when it has one row; columns without any value are left out. VALUE_NONE when it has no rows. */
struct value show_table(const struct pages *p, struct arena *a, const struct shown *s,
                        const void *object);

/* A cell of a table inside a record, absent outside of it. */
str show_cell(const struct rows *r, int row, int column);
/* A figure of a report, 345500 as 345,500; anything but digits as it was delivered. */
str show_grouped(struct arena *a, str number);

/* Markup whose headings are to begin at this level: <h1> becomes <h3>, and all others as many
 * levels lower, down to <h6>. */
struct html show_demoted(struct arena *a, struct html markup, int level);

/* A text of several lines into a map: `text` or `lines` when it is plain, else `markup` made from
 * the light Markdown that records may hold (bullets, tables, strong); everything else stays text as
 * delivered. `authored`: full Markdown. */
void show_prose(struct arena *a, struct value *map, str text, bool authored);

/* ---- frames ---- */

/* What is the same on all pages of a section at one depth, rendered once when pages are opened. */
struct chrome {
    struct value root;   /* prefix of internal links: ./ ../ ../../ */
    struct value head;   /* labels of site and column, style sheets, policy */
    struct value header; /* strip, name, search, navigation */
    struct value trail;  /* 当前位置, up to the section */
    struct value footer;
    struct linked_trail linked;
};

struct pages {
    struct site_words conf;
    const struct words *words;
    str base_url; /* without a slash at the end; absent when there is none */
    struct template_set *templates;
    struct value site; /* site.conf, for templates */
    const struct section *sections;
    int section_count;
    struct plan plans[KINDS];
    struct chrome (*chrome)[PAGE_DEPTH]; /* [section][depth] */
    const struct qr_form *form;          /* of the addresses of decisions, may be NULL */
};

struct frame {
    str path;
    str title;         /* h1 and ArticleTitle */
    str here;          /* the last crumb of 当前位置; absent on the index page of a section */
    str description;   /* one line, for search engines and shared links; may be absent */
    instant published; /* INSTANT_NONE: no content page, so without ArticleTitle, PubDate … */
    str source;        /* ContentSource */
    bool noindex;
    struct html linked; /* what else machines are told: objects of JSON-LD, each after a comma */
};

/* The root of a page's values, to which the caller adds its own. */
struct value frame_open(const struct pages *p, struct arena *a, const struct frame *f);

/* Render; false when the buffer failed or a limit was passed. */
bool frame_render(const struct pages *p, str template, const struct value *root, struct buf *out);

/* The prefix for a page at this path. */
str page_root(str path);

/* The public address of a path, for canonical and sitemap: a folder is addressed without its
 * index.html. Links between pages name the file, so that a site opened from a folder works too. */
str page_address(str path);

/* The same with the site's own address before it; absent when the site has none. */
str page_url(const struct pages *p, struct arena *a, str path);

/* {qr, url, cite}: where this page is found on line, for paper and for citing. */
void set_address(const struct pages *p, struct arena *a, struct value *root, str path);

/* ---- parts of pages used by several of them ---- */

/* {any, first_column, other_columns, rows} of a table of the rows of a list; they are shown last
 * first. `of_agency`: all are of one agency, which is not repeated in every row. */
struct value list_table(const struct pages *p, struct arena *a, const struct list_page *l,
                        bool of_agency);

/* The same for decisions that come newest first, as home and agency pages have them. */
struct value list_latest(const struct pages *p, struct arena *a, const struct list_row *latest,
                         int n, bool of_agency);

/* {link, text, description} of one link of a list of links. */
struct value link_value(struct arena *a, str link, str text, str description);

/* A list under a key, as {items}; false when it is empty, so that no empty list is marked up. */
void set_links(struct arena *a, struct value *map, const char *key, struct value list);

/* A list of {label, text | lines | markup} of all fields that the plan puts into a place, but for
 * those that only repeat what the page says anyway. */
struct value record_items(const struct pages *p, struct arena *a, const struct disclosure *d,
                          enum spot spot);

/* Whether a page leaves a field out because it says the same elsewhere. */
bool record_repeats(const struct shown *s, const struct disclosure *d);

/* Headline of a record: what this is, in words. */
str record_title(const struct pages *p, struct arena *a, const struct disclosure *d);

/* What later events made of it, as its chip says: 已注销. Only where the status is present. */
str record_status(const struct pages *p, struct arena *a, const struct disclosure *d);

/* What a decision says, in few words: penalty types and amount, or the conclusion's first clause.
 */
str decision_result(const struct pages *p, struct arena *a, const struct disclosure *d);

/* What became of the decision that an event speaks of: 已被撤销. */
str event_result(const struct pages *p, const struct disclosure *d);

/* Who and what: party and cause, with a sign between them. */
str decision_headline(struct arena *a, const struct disclosure *d, str between);

/* The same for where what came of it stands in a place of its own: 某某公司：未按规定……. */
str headline_of(const struct pages *p, struct arena *a, const struct disclosure *d);

/* Adds what only decisions show: party, matter, procedure, officers, deadline and rights. */
void decision_fill(const struct pages *p, struct arena *a, struct value *root,
                   const struct disclosure *d, const struct appearance *at);

/* Adds what only this kind shows (officer, guide, flowchart, report, event, inspection); nothing
 * for others. */
void entry_fill(const struct pages *p, struct arena *a, struct value *root,
                const struct disclosure *d);

/* Whether documents of such a record are pictures that its page shows: a flowchart, an officer. */
bool entry_has_picture(enum kind kind);

/* Whether the key of a LIST_NAME is a surname; and the last part of its address. */
bool names_is_person(str key);
str names_file(struct arena *a, str key);

/* A number of records as text. */
str count_text(struct arena *a, int64_t n);

#endif
