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
    str police;     /* 公安备案 */
    str error_url;  /* 我为政府网站找错 */
    str colour;     /* main colour, #1a4b8c */
    str correction; /* 纠错联系 */
    str base_url;   /* https://… for sitemap and canonical only */
    bool demo;      /* say on every page that this is a demonstration with fictional data */
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

/* `templates` are (name, file, source) of all below templates/; NULL after ERROR diagnostics.
 * Everything is kept by reference. */
struct page_source {
    str name; /* "layout", "decision", "part/footer" … : path below templates/ without .mustache */
    str file;
    str text;
};
struct pages *pages_open(struct arena *a, const struct site_words *words,
                         const struct page_source *templates, int n, struct diags *diags);

/* assets/theme.css: the site's main colour as a custom property; anything but #rrggbb gives the
 * default. Every page links to it and to assets/site.css and assets/favicon.svg. */
void pages_theme(const struct pages *p, struct buf *out);

/* What is known of a record besides its disclosure; nothing here depends on today. */
struct appearance {
    str path;          /* cf/2026/k3v9x2m7ab.html */
    str id;            /* k3v9x2m7ab: also the id of its row in lists */
    instant published; /* first published */
    instant updated;   /* last published content, = published when never changed */
    int version;
    struct strs corrected; /* titles of the fields that the last correction changed */
    str matter_path;       /* page of its matter, absent when that is not public */
    bool has_agency_page; /* agency/<code>/index.html exists always; this says an agency record does
                           */
};

/* The page of one record. Every page function appends to `out` and returns false when a limit was
 * passed (the caller withholds the file). `scratch` may be reset afterwards. */
bool pages_record(const struct pages *p, struct arena *scratch, const struct disclosure *d,
                  const struct appearance *at, struct buf *out);

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

enum list_scope { LIST_ALL, LIST_AGENCY, LIST_YEAR, LIST_MONTH };

/* One list: which folder, which part of it. */
struct list_name {
    str slug;  /* cf */
    str title; /* 行政处罚 */
    enum kind kind;
    int term;
    enum list_scope scope;
    str agency_code; /* LIST_AGENCY */
    str agency_name;
    int year;  /* LIST_YEAR, LIST_MONTH */
    int month; /* LIST_MONTH */
};

/* A row: NULL disclosure is a gap, of which nothing is shown; ended rows show number and verb. */
struct list_row {
    const struct disclosure *disclosure;
    const struct notice *notice;
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
    int64_t public_rows; /* newest page only */
    date as_of;          /* 数据截至, newest page only */
    /* The narrower lists there are, as links on the newest page of LIST_ALL and LIST_YEAR. */
    const struct agency_words *agencies;
    int agency_count;
    const int *years;
    int year_count;
    const int *months; /* of this year */
    int month_count;
};

/* Where a list page stands: cf/index.html for the newest of LIST_ALL, cf/p3.html, cf/2026/11/… The
 * newest page also exists under its number once it is full (so links never shift). */
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
bool pages_site_map(const struct pages *p, struct arena *scratch, const struct site_state *s,
                    struct buf *out); /* about/map.html */

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

#endif
