/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * decode.h — one record on its way from text to struct: for intake's own files only.
 *
 * In:    none
 * Out:   struct decoding, its diagnostics, texts into fields
 * Law:   none
 * Never: is shared by two records
 */
#ifndef GONGSHI_INTAKE_DECODE_H
#define GONGSHI_INTAKE_DECODE_H

#include "intake/reading.h"

struct decoding {
    const struct reading *reading;
    const struct slice *slice;
    struct arena *arena;
    struct record *out;
    struct diags *diags;
    const struct field *fields; /* of out->kind, with their declarations beside them */
    const struct field_info *infos;
    int n;
};

/* Says something of one field, or of the whole record when field is -1. */
void decode_say(struct decoding *d, enum diag_code code, int field, str detail);

/* "shown（是不是“near”？）" for something unknown, as shown.h has it. */
str decode_suggest(struct arena *a, str shown, str near);

/* Sets a field from a text according to its type and the map. The text must live as long as the
 * record; a blank one sets nothing (cell.c). */
void cell_set(struct decoding *d, int field, str text);

/* Room for rows of a field, and one row of cells into it: cell i belongs to column order[i], or to
 * column i when order is NULL (cell.c). */
struct rows cell_rows(struct decoding *d, int field, ptrdiff_t most);

/* Decodes a record of FORM_ROWS or JSON by a map (mapped.c). A value is a text, or JSON. */
struct json_t;
struct foreign {
    str text;
    struct json_t *json;
};
void mapped_decode(struct decoding *d, struct foreign *slots);

/* A JSON value into a field (decode.c). */
void decode_value(struct decoding *d, int field, struct json_t *v);

/* A list or table that stands in a cell as JSON, as rejects of JSON deliveries have it. False when
 * the text is none. */
bool decode_nested(struct decoding *d, int field, str text);

/* A JSON value's text (scalars, and arrays of them joined with 、); absent when it has none. */
str decode_text(struct decoding *d, const struct json_t *v);

#endif
