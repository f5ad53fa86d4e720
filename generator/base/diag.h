/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * diag.h — what is wrong with the input, said once, so that a clerk can mend it.
 *
 * In:    a code from diag.def, a place, the shape or value in question
 * Out:   lines `file:line:field: level code [rule] text；fix`
 * Law:   none
 * Never: prints a private value (callers hand in diag_shape() of those)
 */
#ifndef GONGSHI_BASE_DIAG_H
#define GONGSHI_BASE_DIAG_H

#include "base/arena.h"
#include "base/str.h"

/* Worst last. NOTE and WARN let the record pass, DOUBT holds it, REJECT keeps it out (its earlier
 * version stands), ERROR ends the command (exit 2 or 4). */
enum diag_level { DIAG_NOTE, DIAG_WARN, DIAG_DOUBT, DIAG_REJECT, DIAG_ERROR };

enum diag_code {
#define DIAG(name, code, level, rule, zh, fix, en) DIAG_##name,
#include "base/diag.def"
#undef DIAG
    DIAG_CODES
};

/* One row of diag.def. */
struct diag_kind {
    const char *name; /* DATE_FORMAT */
    const char *code; /* E203 */
    enum diag_level level;
    const char *rule; /* DATE */
    const char *zh;
    const char *fix;
    const char *en;
};
const struct diag_kind *diag_kind(enum diag_code code);

/* Where: line is 1-based, 0 when there is none; field may be absent. */
struct place {
    str file;
    int64_t line;
    str field;
};

struct diag {
    enum diag_code code;
    enum diag_level level;
    struct place place;
    str detail;
    struct diag *next;
};

/* A collector; zeroed apart from `arena` it is empty. Each worker has one per item; diag_take
 * appends the entries of another in order (their memory must outlive this one, or use copies). */
struct diags {
    struct arena *arena;
    const unsigned char *levels; /* by code; NULL: as diag.def declares */
    struct diag *first;
    struct diag *last;
    int64_t count[DIAG_ERROR + 1];
};

/* The level that a finding has here. */
enum diag_level diag_level(const struct diags *d, enum diag_code code);

/* Record one finding at that level. The format makes the detail (a value that
 * may be shown, or its shape); "" for none. */
__attribute__((format(printf, 4, 5))) void diag(struct diags *d, enum diag_code code,
                                                struct place at, const char *format, ...);

/* Append copies of all findings of `from`, in their order. */
void diag_take(struct diags *d, const struct diags *from);

/* The worst level seen, or -1 when there is none. */
int diag_worst(const struct diags *d);

/* One finding as its line, without a line break. */
struct buf;
void diag_line(struct buf *out, const struct diag *one);

/* The shape of a private value: digits become 9, Latin letters A, all other letters 某; blanks and
 * punctuation stay; long values are cut; the length stands behind it in brackets.
 * 130821199001011234 → 999999999999999999 (18). */
str diag_shape(struct arena *a, str value);

/* The name of a file as its sender called it: the figures of a resident ID or a mobile number in it
 * become 9; days and serial numbers stay. */
str diag_file(struct arena *a, str name);

#endif
