/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * slice.h — where one record ends and the next begins.
 *
 * In:    a window on a delivery
 * Out:   units: a line, a JSON value, a row of delimiter-separated text
 * Law:   RFC 8259, RFC 4180
 * Never: recurses; understands what it cuts
 */
#ifndef GONGSHI_INTAKE_SLICE_H
#define GONGSHI_INTAKE_SLICE_H

#include "intake/window.h"

enum cut {
    CUT_WHOLE,
    CUT_LONG,    /* longer than INTAKE_RECORD_LIMIT: its bytes are gone */
    CUT_ENDLESS, /* longer than the window's `most`: the rest of the file is given up */
    CUT_SHORT,   /* the file ended in the middle of it */
    CUT_QUOTES   /* quotation marks do not pair: it was cut at the end of its first line */
};

struct unit {
    int64_t offset;
    int64_t length;
    int64_t line;
    enum cut cut;
};

/* Each takes one unit from the window's `at` on; its bytes can be viewed until the next call. Line
 * and row leave out the line break. They return false at the end of the file. */
bool slice_line(struct window *w, struct unit *out);
bool slice_row(struct window *w, char separator, struct unit *out);

/* One JSON value beginning at `at`, which must not be blank: an object, array or string up to its
 * end, anything else up to the next comma, bracket or blank (a stray bracket by itself). */
void slice_value(struct window *w, struct unit *out);

/* Skips blanks, and commas too when asked; returns the byte then at `at`, -1 at the end. */
int slice_skip(struct window *w, bool commas);

/* How many bytes the JSON value that a text begins with takes; 0 when it is not closed in it. */
ptrdiff_t slice_value_length(str json);

/* The deepest nesting of brackets in a JSON text. */
int64_t slice_depth(str json);

#endif
