/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * data.h — open data: disclosures as tables for programs. (hand-over)
 *
 * In:    struct disclosure, what is known of its appearance
 * Out:   CSV, JSON Lines, XLSX, SQLite; schemas, catalogues, pages about them
 * Law:   none (RFC 4180, JSON Schema 2020-12, CSVW, Frictionless Data Package 1, DCAT 3)
 * Never: sees a record; writes a formula; depends on the number of threads or on the clock
 *
 *   data/cf/scj/2026.csv .csv.gz .jsonl .jsonl.gz .xlsx   a kind, an agency, a year (or current)
 *   data/cf/scj/2026-2.csv …                              from the 5,001st row on
 *   data/cf/scj/datapackage.json csv-metadata.json        about the files beside them
 *   data/cf/schema.json catalog.jsonld index.html         about the kind
 *   data/2026.sqlite                                      all kinds of a year
 *   data/catalog.jsonld changes/2026-11.csv open.html
 */
#ifndef GONGSHI_PAGES_DATA_H
#define GONGSHI_PAGES_DATA_H

#include "pages/pages.h"
#include "pages/tree.h"

/* All of a kind, agency and year: a set. */
struct data_set {
    enum kind kind;
    str slug;        /* cf */
    str agency_code; /* "other" where a record tells none */
    str agency_name;
    int year; /* 0: what is in force now, not filed by years */
};

/* One row. */
struct data_row {
    const struct disclosure *disclosure;
    str path; /* of its page */
    str id;
    instant published;
    instant updated;
    int version;
};

/* The files of a set that hold its rows. */
enum data_form {
    DATA_CSV,
    DATA_CSV_GZIP,
    DATA_JSON_LINES,
    DATA_JSON_LINES_GZIP,
    DATA_WORKBOOK,
    DATA_FORMS
};

/* data/cf/scj/2026.csv; `part` from 0. The folder alone: data/cf/scj/. */
str data_path(struct arena *a, const struct data_set *s, int part, enum data_form form);
str data_folder(struct arena *a, const struct data_set *s);
/* "2026", or "current". */
str data_period(struct arena *a, int year);

/* ---- columns (data_columns.c) ---- */

/* What stands in front of the fields of every kind: id, url … */
enum data_told {
    DATA_ID,
    DATA_URL,
    DATA_AGENCY_CODE,
    DATA_AGENCY_NAME,
    DATA_FIRST_PUBLISHED,
    DATA_LAST_UPDATED,
    DATA_EDITION,
    DATA_LATER_STATUS,
    DATA_PUBLIC_UNTIL,
    DATA_TOLD /* from here on the public fields of the kind */
};
struct data_column {
    const char *name;  /* English, in headers */
    const char *title; /* Chinese */
    const char *text;  /* what it is; "" for nothing more */
    enum field_type type;
    bool must;                 /* every row has it */
    const struct field *field; /* of struct disclosure; NULL for what stands in front */
    enum data_told told;       /* DATA_TOLD for a field */
};
#define DATA_COLUMNS_MOST 80
int data_columns(enum kind k, struct data_column out[DATA_COLUMNS_MOST]);

/* The value of a column as one text: days YYYY-MM-DD, money in yuan, lists with ； between, tables
 * as JSON. Absent where there is none. */
str data_cell(const struct pages *p, struct arena *a, const struct data_column *c,
              const struct data_row *row);
/* Appends a table inside a record as an array of objects, empty cells left out. */
void data_table(const struct rows *r, enum columns set, struct buf *out);

/* ---- files (data_files.c, data_sqlite.c) ---- */

/* Appends the header; then row by row. Formulas are kept from spreadsheet programs by a tab. */
void data_csv_head(enum kind k, struct buf *out);
void data_csv_row(const struct pages *p, struct arena *a, enum kind k, const struct data_row *row,
                  struct buf *out);
/* One line of JSON; absent values are left out. */
void data_json_row(const struct pages *p, struct arena *a, enum kind k, const struct data_row *row,
                   struct buf *out);
/* A workbook at `path`, which must be creatable. What a cell cannot hold ends with a word on where
 * the rest stands. */
struct data_part {
    struct data_set set;
    int number; /* from 0 */
    const struct data_row *rows;
    int n;
};
void data_workbook(const struct pages *p, struct arena *a, const struct data_part *part,
                   const char *path);

/* A data base of one year: a table for each kind, named as in schemas. Rows come in the order in
 * which they are to stand. A failure sticks: then close returns false. */
struct data_base;
struct data_base *data_base_open(struct arena *a, const struct pages *p, int year,
                                 const char *path);
void data_base_put(struct data_base *b, const struct pages *p, struct arena *a,
                   const struct data_set *s, const struct data_row *row);
bool data_base_close(struct data_base *b);

/* ---- about them (data_about.c, data_catalogue.c, data_page.c) ---- */

/* What a set has on line. */
struct data_file {
    enum data_form form;
    int part;
    struct tree_file file;
};
struct data_held {
    struct data_set set;
    int64_t rows;
    instant updated; /* a row last came, changed or left */
    const struct data_file *files;
    int file_count;
};
/* A year's data base on line. */
struct data_year {
    int year;
    struct tree_file file; /* path absent: it is being made again */
    struct tree_file gzip; /* path absent: none */
};
/* All there is, sets of one kind and agency together. */
struct data_all {
    const struct data_held *v;
    int n;
    const struct data_year *years;
    int year_count;
    const struct tree_file *changes; /* the log, a file a month, newest first */
    int change_count;
    date as_of; /* of the newest file; DATE_NONE: there is none yet */
};

/* The terms under which the data may be used, and where they stand. */
str data_licence(const struct pages *p);
str data_licence_url(const struct pages *p);

/* JSON Schema of a line of JSON Lines, of all sets of this one's section. */
void data_schema(const struct pages *p, struct arena *a, const struct data_set *s, struct buf *out);
/* Frictionless datapackage.json and CSVW csv-metadata.json of the files in one folder: n sets of
 * one kind and agency. */
void data_package(const struct pages *p, struct arena *a, const struct data_held *v, int n,
                  struct buf *out);
void data_csvw(const struct pages *p, struct arena *a, const struct data_held *v, int n,
               struct buf *out);
/* DCAT: of the sets of one kind; and of the whole site, which names those of the kinds. */
void data_catalogue_of_kind(const struct pages *p, struct arena *a, const struct data_held *v,
                            int n, struct buf *out);
void data_catalogue(const struct pages *p, struct arena *a, const struct data_all *all,
                    struct buf *out);

/* The log of one month. */
struct data_change_row {
    instant at;
    int change; /* 0 added, 1 corrected, 2 removed, 3 returned */
    struct data_set set;
    str id; /* absent: so many at once */
    int64_t n;
    str reason;
};
void data_log_head(struct buf *out);
void data_log_row(struct arena *a, const struct data_change_row *row, struct buf *out);

/* The pages for people: about all of it, data/open.html, with examples; and the files of one kind,
 * whose sets v[] are, data/cf/index.html. */
bool pages_data(const struct pages *p, struct arena *scratch, const struct data_all *all,
                struct buf *out);
bool pages_data_kind(const struct pages *p, struct arena *scratch, const struct data_held *v, int n,
                     struct buf *out);

#endif
