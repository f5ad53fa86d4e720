/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * field.h — the types a declared field can have, and structs walked by their declaration.
 *
 * In:    descriptions of structs (name, type, offset), made from X-macro lists elsewhere
 * Out:   values read, written, compared and serialised without knowing the struct
 * Law:   none
 * Never: knows which kinds of records there are
 */
#ifndef GONGSHI_BASE_FIELD_H
#define GONGSHI_BASE_FIELD_H

#include "base/buf.h"
#include "base/date.h"

enum field_type {
    FIELD_text,  /* str: one line */
    FIELD_lines, /* str: several lines, light Markdown */
    FIELD_uscc,  /* str: 统一社会信用代码, GB 32100 */
    FIELD_day,   /* date */
    FIELD_money, /* int64_t in 分 (1/100 元), or WHOLE_NONE */
    FIELD_whole, /* int64_t, or WHOLE_NONE */
    FIELD_term,  /* int: 1-based index into a vocabulary, 0 is absent */
    FIELD_list,  /* struct strs */
    FIELD_rows   /* struct rows */
};

#define WHOLE_NONE INT64_MIN

/* A small table inside a record (steps of a flowchart, officers of a decision): cells row by row,
 * columns as declared. */
struct rows {
    str *cells;
    int n;
    int columns;
};

/* The C type of each field type, for X-macros: FIELD_C_day is date, … */
#define FIELD_C_text str
#define FIELD_C_lines str
#define FIELD_C_uscc str
#define FIELD_C_day date
#define FIELD_C_money int64_t
#define FIELD_C_whole int64_t
#define FIELD_C_term int
#define FIELD_C_list struct strs
#define FIELD_C_rows struct rows

/* One field of a struct: where it stands and what it is. `of` is the vocabulary of a term or the
 * column set of rows, as an index into its owner's tables; 0 otherwise. */
struct field {
    const char *name;
    enum field_type type;
    int of;
    size_t at;
};

/* Set a field to its absent value; ask whether it has one. */
void field_clear(const struct field *f, void *object);
bool field_absent(const struct field *f, const void *object);

/* Equal values (texts by bytes, tables cell by cell). */
bool field_equal(const struct field *f, const void *x, const void *y);

/* What a person reads of a text, a list (parts between ；) or a table (a line for each row); absent
 * for other types, and when there is none. */
str field_words(struct arena *a, const struct field *f, const void *object);

/* Serialise a value, and read it back: the read value's slices point into *from, from which the
 * bytes are taken. False when *from is too short or not what was written. */
void field_put(const struct field *f, const void *object, struct buf *out);
bool field_get(struct arena *a, const struct field *f, void *object, str *from);

/* 分 as 元 with two decimals and thousands separators: 2000000 → 20,000.00. */
str money_text(struct arena *a, int64_t fen);

/* 分 as 万元 without trailing zeros, at most six decimals: 200000 → 0.2 (law.md §4). */
str money_wan(struct arena *a, int64_t fen);

#endif
