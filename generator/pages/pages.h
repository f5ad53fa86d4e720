/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * pages.h — the door of pages: disclosures become files.
 *
 * In:    struct disclosure, struct figures, site words, templates, Markdown
 * Out:   HTML, XML, text in a buf
 * Law:   国办发〔2017〕47号 (page labels), law.md §6, site.md (addresses, anatomy)
 * Never: sees a record; links absolutely inside the site; shows a value that depends on today
 */
#ifndef GONGSHI_PAGES_PAGES_H
#define GONGSHI_PAGES_PAGES_H

#include "base/diag.h"
#include "base/template.h"
#include "law/disclosure.h"
#include "law/figures.h"

/* The words of the site, from site.conf; all absent ones are simply not shown. */
struct site_words {
    str name;       /* 青原市行政执法公示平台 */
    str domain;     /* gongshi.example.gov.cn */
    str id_code;    /* 网站标识码 */
    str organiser;  /* 主办单位 */
    str maintainer; /* 承办单位 */
    str contact;    /* 联系方式 */
    str icp;
    str police;      /* 公安备案 */
    str error_url;   /* 我为政府网站找错 */
    str colour;      /* main colour, #1a4b8c */
    str correction;  /* 纠错联系 */
    str map;         /* of guides: https://…{address}…; absent: no link */
    str base_url;    /* https://…; absent: https:// and the domain */
    str licence;     /* under which open data may be used; absent: CC BY 4.0 */
    str licence_url; /* where that stands */
    str language;    /* of the interface: a file of templates/words; absent: zh-CN */
    bool demo;       /* say on every page that this is a demonstration with fictional data */
};

/* An agency as the home page and lists show it. */
struct agency_words {
    str code;
    str name;
    int64_t decisions; /* public decisions */
    int64_t lists;     /* public entries of lists */
};

/* All that pages need for the whole run: words, compiled templates, agencies; read-only once
 * opened, so threads share it. */
struct pages;

/* A file of the theme or of content/. */
struct page_source {
    str name; /* "layout", "record/decision", "part/footer" … : below templates/, without .mustache
               */
    str file;
    str text;
};

/* What pages are made of. Everything is kept by reference. */
struct pages_input {
    const struct site_words *words;
    const struct page_source *templates; /* all below templates/ */
    int template_count;
    const struct page_source *catalogues; /* templates/words/LANGUAGE.ini, later over earlier */
    int catalogue_count;
};

/* NULL after ERROR diagnostics. */
struct pages *pages_open(struct arena *a, const struct pages_input *in, struct diags *diags);

/* assets/site.css as it is published: the site's main colour as a custom property (anything but
 * #rrggbb gives the default), then the sheet. */
void pages_style(const struct pages *p, str sheet, struct buf *out);

/* A document that came with a record: known by its digest, for its name may tell of a person. */
struct document_link {
    str path;   /* below the web root */
    str ending; /* "pdf" */
    int64_t size;
};

/* What is known of a record besides its disclosure; nothing here depends on today. */
/* What an authority says of a correction (变动事件 更正): already masked. */
struct explanation {
    date day;
    str authority;
    str text;
};

struct appearance {
    str path;          /* cf/2026/k3v9x2m7ab.html */
    str id;            /* k3v9x2m7ab: also the id of its row in lists */
    instant published; /* first published */
    instant updated;   /* last published content, = published when never changed */
    int version;
    struct strs corrected; /* titles of the fields that the last correction changed */
    const struct explanation *explanations; /* in order of day */
    int explanation_count;
    struct document_link *documents;
    int document_count;
    str matter_path;       /* page of its matter, absent when that is not public */
    str history_path;      /* page of its earlier versions, absent without any */
    date superseded_since; /* a version that was superseded: from when … */
    date superseded_until; /* … to when it stood; DATE_NONE for the present one */
    str current_path;      /* of the version in force, where this is another */
    /* Pages of a decision's officers that have a certificate, in their order; absent ones have
     * none.
     */
    struct strs officer_paths;
};

/* The page of one record. Every page function appends to `out` and returns false when a limit was
 * passed (the caller withholds the file). `scratch` may be reset afterwards. */
bool pages_record(const struct pages *p, struct arena *scratch, const struct disclosure *d,
                  const struct appearance *at, struct buf *out);

/* A version of a list's record: the days it stood on line, and the day it took effect. */
struct version_words {
    int version;
    date since;
    date until;     /* DATE_NONE for the present one */
    date effective; /* DATE_NONE when it tells none */
    str path;
    const struct disclosure *face;
};
/* All versions, oldest first, the present one last; and what changed from each to the next. */
struct history_page {
    str path;
    const struct version_words *v;
    int n;
};
bool pages_history(const struct pages *p, struct arena *scratch, const struct history_page *h,
                   struct buf *out);

/* What changed in a list, newest first: sx/changes.html. */
struct list_change_row {
    date day;
    int change;                    /* 0 added, 1 changed, 2 removed, 3 returned */
    str path;                      /* of the record; absent when it is not public */
    str history;                   /* its history page, absent without one */
    const struct disclosure *face; /* NULL when it is not public */
    int more;                      /* so many of them on this day, instead of each */
};
struct changes_page {
    str slug;
    const struct list_change_row *rows;
    int n;
};
bool pages_changes(const struct pages *p, struct arena *scratch, const struct changes_page *c,
                   struct buf *out);

/* What the page of a record displays, for the search: its headline, and its texts one by one (a
 * cell of a table is one), each under the Chinese title of its field. At most PAGE_TEXTS of them
 * into out; how many. What a page tells twice is given once. */
#define PAGE_TEXTS 1024
struct page_text {
    str title;
    str text;
};
str pages_title(const struct pages *p, struct arena *a, const struct disclosure *d);
int pages_texts(const struct pages *p, struct arena *a, const struct disclosure *d,
                struct page_text out[PAGE_TEXTS]);
/* Markup as the text that is seen: one line for each block. */
str pages_plain(struct arena *a, struct html markup);

/* What stands at the address of an ended record (served as 410): no party data. */
struct notice {
    enum kind kind;
    int term; /* category or class */
    str path;
    str number; /* document number */
    str agency_name;
    str agency_code;
    enum verb verb; /* withdraw, expire, exempt, hold … */
    str text;       /* why, in words */
    str reason;     /* the public reason of the event, swept; may be absent */
    str citation;
    str authority; /* who quashed it; may be absent */
    date day;      /* since when */
};
bool pages_notice(const struct pages *p, struct arena *scratch, const struct notice *n,
                  struct buf *out);

/* ---- lists: pages of LIST_ROWS slots, oldest pages first ---- */
#define LIST_ROWS 20

enum list_scope {
    LIST_ALL,
    LIST_AGENCY,
    LIST_YEAR,
    LIST_MONTH,
    LIST_PARTY,       /* all records of one organisation, whatever their kind */
    LIST_PLAN,        /* a plan of inspections with its tasks and results */
    LIST_AGENCY_YEAR, /* has no rows: it leads to its months */
    LIST_AGENCY_MONTH,
    LIST_NAME /* all records of parties whose names begin alike */
};

/* One list: which folder, which part of it. */
struct list_name {
    str slug;       /* cf: the section that names it */
    enum kind kind; /* KINDS: several */
    int term;
    enum list_scope scope;
    str agency_code; /* LIST_AGENCY… */
    str agency_name;
    int year;  /* …_YEAR, …_MONTH */
    int month; /* …_MONTH */
    str key;   /* LIST_PARTY: the code; LIST_PLAN: the plan's number; LIST_NAME: JX or 张某 */
};

/* The gathering list of this scope (LIST_PARTY, LIST_PLAN) that a record belongs to; false when to
 * none. Only organisations are gathered: never a natural person, a sole trader, or the placeholder
 * code. Texts are the disclosure's. */
bool list_gathering(const struct disclosure *d, enum list_scope scope, struct list_name *out);
/* The same by what it is gathered by. */
struct list_name list_gathered(enum list_scope scope, str key);

/* ---- parties by name (names.c) ---- */

/* The places that stand in names of offices (青原市水利局), and the letters of pinyin. Read-only
 * once made, so threads share it; the offices' names need not last. */
struct naming;
const struct naming *naming_make(struct arena *a, const str *offices, int n);

/* The key of the LIST_NAME that a record belongs to; false when to none. Of an organisation or a
 * shop the first two letters of its name in pinyin, behind the places that it begins with: JX of
 * 青原市锦绣餐饮有限公司. Of a natural person the surname as masked: 张某. */
bool list_named(const struct naming *n, struct arena *a, const struct disclosure *d, str *key);

/* names/index.html: all of these lists that have anything. */
struct names_page {
    const struct naming *naming;
    struct strs keys; /* in any order */
    date as_of;
};
bool pages_names(const struct pages *p, struct arena *scratch, const struct names_page *names,
                 struct buf *out);

/* A row: NULL disclosure is a gap, of which nothing is shown. */
struct list_row {
    const struct disclosure *disclosure;
    str path;
    str id;
    instant published;
};

struct list_page {
    struct list_name list;
    int page;    /* 1-based, oldest is 1 */
    int pages;   /* how many there are; only the newest page depends on it */
    bool newest; /* to be rendered as index.html; else as pN.html, with the same bytes for ever */
    const struct list_row *rows; /* in slot order, oldest first; shown newest first */
    int n;
    int64_t public_rows; /* newest page only; WHOLE_NONE where nobody counts them */
    date as_of;          /* when a row last came, changed or left; newest page only */
    /* The narrower lists there are, as links on the newest page of a list that is wider. */
    const struct agency_words *agencies;
    int agency_count;
    const int *years;
    int year_count;
    const int *months;         /* of its year */
    const int64_t *month_rows; /* of LIST_AGENCY_YEAR: how many each has */
    int month_count;
    /* On the newest page of an agency: who took over its duties and since when, and whose duties it
     * took over, as far as they have a list of this kind (no name: none). */
    struct agency_words successor;
    date until;
    const struct agency_words *predecessors;
    int predecessor_count;
};

/* Where a list page stands: cf/index.html for the newest of LIST_ALL, cf/p3.html, cf/2026/11/…;
 * party/<code>.html and party/<code>/p3.html. The newest page also exists under its number once it
 * is full (so links never shift). */
str list_path(struct arena *a, const struct list_name *l, int page, bool newest);
bool pages_list(const struct pages *p, struct arena *scratch, const struct list_page *l,
                struct buf *out);

/* ---- pages of the whole site: `at` the day of the data (数据截至) ---- */
struct site_state {
    date as_of;
    const struct figures *figures;
    const struct agency_words *agencies;
    int agency_count;
    const struct list_row *latest; /* newest first, at most 10 decisions */
    int latest_count;
    const struct article *articles; /* all, newest first within a folder */
    int article_count;
};

/* A Markdown article: content/gg/2026-01-tongzhi.md → gg/2026-01-tongzhi.html. */
struct article {
    str path;   /* with .html */
    str column; /* folder: gg, about, ql */
    str title;
    str date;
    str source;
    struct html body;
};

/* Parse one Markdown file of content/, whose name is its path below content/; false after
 * diagnostics.
 * Front matter: title (标题), date (日期), source (来源), address (地址: replaces the file's name
 * when that is not ASCII). Without a title the first heading serves. */
bool pages_article_load(struct arena *a, const struct page_source *source, struct article *out,
                        struct diags *diags);

bool pages_article(const struct pages *p, struct arena *scratch, const struct article *one,
                   struct buf *out);
bool pages_home(const struct pages *p, struct arena *scratch, const struct site_state *s,
                struct buf *out);
/* shiqian/, shizhong/, shihou/, gg/, data/, agency/, about/ by their folder name: each exists, as
 * this page or as an article of content/ at that address. It links to the list of every kind, also
 * to empty ones: their index.html must exist (an empty list says 本期无数据). */
bool pages_column(const struct pages *p, struct arena *scratch, str folder,
                  const struct site_state *s, struct buf *out);
/* agency/<code>/index.html: the agency's own record (may be NULL), its counts per kind. */
struct agency_page {
    struct agency_words words;
    struct strs former;            /* former names */
    struct agency_words successor; /* code absent while it exists */
    date until;
    const struct agency_words *predecessors;
    int predecessor_count;
    const struct disclosure *record; /* KIND_agency, or NULL */
    str record_path;
    const struct list_row *latest;
    int latest_count;
    const struct list_name *lists; /* its lists that have rows */
    const int64_t *list_rows;
    int list_count;
    date as_of;
};
bool pages_agency(const struct pages *p, struct arena *scratch, const struct agency_page *one,
                  struct buf *out);
bool pages_not_found(const struct pages *p, struct arena *scratch, struct buf *out); /* 404.html */
/* about/nothing.html: what is not here and why, whom to ask; to be printed and handed out. */
bool pages_nothing(const struct pages *p, struct arena *scratch, const struct site_state *s,
                   struct buf *out);
/* search.html: its script and the index's pointer stand in it, so that it asks for lists as soon as
 * it is there itself; without a script it offers the columns. */
struct search_page {
    str script;  /* assets/search.js */
    str pointer; /* JSON */
};
bool pages_search(const struct pages *p, struct arena *scratch, const struct site_state *s,
                  const struct search_page *one, struct buf *out);
bool pages_site_map(const struct pages *p, struct arena *scratch, const struct site_state *s,
                    struct buf *out); /* about/map.html */

/* ---- pages of figures: tj/2026.html, tj/2026-11.html, tj/2026q4.html, ml/scj/2026.html,
 * ml/index.html (year 0) ---- */
struct figures_link {
    str path;
    str text; /* absent: the period that follows, in the words of the page */
    int year;
    int month;   /* 0: not one */
    int quarter; /* 0: not one */
};
struct figures_page {
    str path;
    int year;
    int month;   /* 0: the whole year */
    int quarter; /* 0: no quarter */
    str agency;  /* full name, of a catalogue; absent else */
    date as_of;
    const struct figure_table *tables;
    int table_count;
    const struct figures_link *files; /* the same to be taken away */
    int file_count;
    const struct figures_link *links;
    int link_count;
};
bool pages_figures(const struct pages *p, struct arena *scratch, const struct figures_page *f,
                   struct buf *out);

/* sitemap.xml is an index of sitemap/<n>.xml, each with at most SITEMAP_URLS addresses. */
#define SITEMAP_URLS 5000
struct sitemap_entry {
    str path;
    instant updated;
};
void pages_sitemap(const struct pages *p, const struct sitemap_entry *v, int n, struct buf *out);
struct sitemap_shard {
    str path;
    instant updated;
};
void pages_sitemap_index(const struct pages *p, const struct sitemap_shard *v, int n,
                         struct buf *out);
void pages_robots(const struct pages *p, struct buf *out);
void pages_opensearch(const struct pages *p, struct buf *out); /* opensearch.xml */

/* Whether the address of the site is known: without one there are no feeds and no opensearch.xml,
 * for both must name it. */
bool pages_addressed(const struct pages *p);

/* ---- feeds: feed.xml (Atom) and feed.json (JSON Feed) of the site, an agency, a category ---- */
struct feed {
    str folder;                  /* "", "cf/", "agency/scj/": where feed.xml and feed.json stand */
    str section;                 /* of a category: the section that names it */
    str scope;                   /* of an agency: its name */
    const struct list_row *rows; /* newest first */
    int n;
    const instant *changed; /* when the content of each last changed; NULL: never */
};
/* Decisions about natural persons are left out: what a reader has fetched cannot be taken back. */
void pages_atom(const struct pages *p, struct arena *scratch, const struct feed *f,
                struct buf *out);
void pages_json_feed(const struct pages *p, struct arena *scratch, const struct feed *f,
                     struct buf *out);

/* ---- carriers other than the web site: hall screens, paper, other media (screen.c, board.c,
 * handbook.c). Their files hold records, and are made anew when one of these changes. ---- */

/* /screen/: three zones at 1920 × 1080; each page leads to the next after 15 seconds, and to its
 * twin that stands still. Rows newest first. */
struct screen {
    date as_of;
    const struct list_row *decisions;
    int decision_count;
    const struct list_row *windows;
    int window_count;
    const struct list_row *progress;
    int progress_count;
};
#define SCREEN_PAGES 4 /* always: a page that is no longer needed would keep what it showed */
/* screen/index.html, screen/p2.html …; standing still screen/hold1.html … `page` from 1. */
str pages_screen_path(struct arena *a, int page, bool still);
struct screen_page {
    int page;
    bool still;
};
bool pages_screen(const struct pages *p, struct arena *scratch, const struct screen *s,
                  struct screen_page which, struct buf *out);

/* print/AGENCY/: what an agency posts and sends of the decisions that it published last. */
#define POSTING_MOST 100
struct posting {
    struct agency_words agency;
    date published;                   /* the day on which all of them went on line */
    const struct list_row *decisions; /* in the order of their lists */
    int n;
    int more; /* decisions of that day beyond POSTING_MOST */
};
/* The files of a batch; those that are HTML are made of a template of that name. */
enum carrier {
    CARRIER_BOARD,
    CARRIER_ARTICLE,
    CARRIER_WEIBO,
    CARRIER_APP,
    CARRIER_GAZETTE,
    CARRIERS
};
str pages_carrier_path(struct arena *a, const struct posting *b, enum carrier which);
bool pages_carrier(const struct pages *p, struct arena *scratch, const struct posting *b,
                   enum carrier which, struct buf *out);

/* print/AGENCY/signs.html: a sheet for each service window. */
struct signs {
    struct agency_words agency;
    const struct list_row *windows; /* whole disclosures */
    int n;
};
bool pages_signs(const struct pages *p, struct arena *scratch, const struct signs *s,
                 struct buf *out);

/* print/AGENCY/handbook.html: 执法工作手册 from what the agency has on line before the fact. */
struct chapter_entry {
    const struct disclosure *face;
    str picture; /* its flowchart as it was delivered; absent: drawn from its steps */
};
struct chapter {
    enum kind kind;
    int term;
    const struct chapter_entry *v;
    int n;
    bool more; /* there are others on line */
};
struct handbook {
    struct agency_words agency;
    date as_of;
    const struct chapter *chapters;
    int n;
};
bool pages_handbook(const struct pages *p, struct arena *scratch, const struct handbook *h,
                    struct buf *out);

/* print/index.html: what there is to print, by agency. */
struct printable {
    struct agency_words agency;
    bool posting, signs, handbook;
};
bool pages_prints(const struct pages *p, struct arena *scratch, const struct printable *v, int n,
                  struct buf *out);

#endif
