/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * platform.h — the door of platform: records become packages for the credit platform.
 *
 * In:    struct record with full identities, a column set
 * Out:   CSV rows, a manifest; private by nature, under exchange/
 * Law:   law.md §4 (双公示); 发改办财金〔2018〕424号
 * Never: writes outside the folder it is given; is reachable from pages
 */
#ifndef GONGSHI_PLATFORM_PLATFORM_H
#define GONGSHI_PLATFORM_PLATFORM_H

#include "base/diag.h"
#include "intake/record.h"

/* One column of a set: what it is called, its type (C text, D date YYYY/MM/DD, N 万元), which field
 * of the record fills it, what stands there otherwise. */
struct column {
    str title;
    str code;
    char type;
    str field;
    str otherwise;              /* a literal, or @field */
    str codes;                  /* our term=their code；… */
    const struct field *source; /* the field of a decision that `field` names, NULL for none */
};

/* The columns of one table ("行政许可", "行政处罚") in their order. */
struct column_set {
    str table;
    struct column *v;
    int n;
};

/* Reads the columns of out->table from the text of the column file of feeds/credit; false after
 * ERROR diagnostics when a needed column is missing. */
bool column_set_load(struct arena *a, str file, str text, struct column_set *out,
                     struct diags *diags);

/* What a row needs besides the record. */
struct package_facts {
    str agency_name;
    date credit_until; /* end of the publication term in credit systems; DATE_NONE for none */
};

/* Codes of the columns as a header line; and one record as a line. Lines end in CR LF. */
void package_header(const struct column_set *set, struct buf *out);
void package_row(struct arena *a, const struct column_set *set, const struct record *r,
                 const struct package_facts *f, struct buf *out);

/* A package under way: a folder that appears whole, with its manifest, at package_close. Files
 * 0600, rows streamed. */
struct package;
struct package_table;
struct package *package_open(struct arena *a, const char *folder);
struct package_table *package_table(struct package *p, str name);
/* Appends text that holds so many rows (0 for a header). */
void package_add(struct package_table *t, int64_t rows, str text);
/* Ends the files, writes manifest.json (counts, sizes, SHA-256) and moves the folder in place; with
 * no row at all it leaves nothing. Returns how many rows there were. */
int64_t package_close(struct package *p, str site, instant as_of, int64_t run);

#endif
