/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * template_ops.h — what a template is compiled to; between template_compile.c and template.c only.
 *
 * In:    none
 * Out:   types
 * Law:   none
 * Never: holds a tree: a template is one flat array of ops, and ranges of it
 */
#ifndef GONGSHI_BASE_TEMPLATE_OPS_H
#define GONGSHI_BASE_TEMPLATE_OPS_H

#include "base/template.h"

enum op_type {
    OP_TEXT,     /* write text */
    OP_LINE,     /* a source line begins here: write the indentation in force */
    OP_VAR,      /* write the value at path, escaped unless it is markup */
    OP_RAW,      /* write the value at path as it is */
    OP_SECTION,  /* push the value at path, or jump when it is falsy */
    OP_INVERTED, /* jump when the value at path is truthy */
    OP_NEXT,     /* end of a section: its next item from jump on, or pop */
    OP_CALL,     /* run a partial or parent, then go on at jump */
    OP_BLOCK,    /* run the argument for this block and go on at jump, or run the default here */
    OP_RETURN    /* end of a template or of an argument */
};

/* A name between dots, with its hash so that rendering compares numbers. */
struct key {
    str name;
    uint64_t hash;
};

/* a.b.c; no keys at all is the implicit iterator. */
struct path {
    const struct key *keys;
    ptrdiff_t n;
    ptrdiff_t at; /* where the tag stands in the source */
};

/*   {{<layout}} {{$title}}…{{/title}} {{$main}}…{{/main}} {{/layout}}
 *
 *   ops:  CALL ─► [title … RETURN] [main … RETURN] next …
 *          │        ▲               ▲
 *          └ args ──┴───────────────┘      the ranges are reached through OP_BLOCK only     */
struct op {
    enum op_type type;
    int32_t jump;
    union {
        str text;
        struct path path;
        struct call *call;
        struct block *block;
    };
};

struct argument {
    struct argument *next;
    const struct template *owner; /* whose ops these are */
    struct key name;
    int32_t start;
    bool
        own_lines; /* its text begins on a line of its own, so OP_LINE indents its first line too */
};

struct call {
    struct call *next;             /* the next call of the same template */
    const struct template *target; /* NULL when the name is dynamic */
    struct path dynamic;
    struct argument *args;
    str indent;      /* what stands before the tag on its line, when that is blank */
    bool leading;    /* the tag is the first thing on its line */
    bool standalone; /* nor does anything follow: each line of the target is indented */
    ptrdiff_t at;    /* where the tag stands in the source */
};

struct block {
    struct key name;
    str indent;   /* put before each line of an argument */
    str end;      /* the line break to end an argument with that did not bring one, or absent */
    bool leading; /* the block is the first thing on its line */
    ptrdiff_t at; /* where the tag stands in the source */
};

/* Known by name from its first mention on; without ops until it is added. */
struct template {
    struct template *next_in_bucket;
    struct template *next; /* in the order of their first mention */
    str name;
    str file;
    str source;
    const struct op *ops;
    struct call *calls;
};

#define TEMPLATE_BUCKETS 256

struct template_set {
    struct arena *arena;
    bool strict;
    struct template *buckets[TEMPLATE_BUCKETS];
    struct template *first;
    struct template **end;
};

/* The entry of that name; made when there is none. */
struct template *template_intern(struct template_set *set, str name);

/* Fill in t->ops and t->calls from t->source. `owner` is the entry that the result will stand in.
 * False after a diagnostic. */
bool template_compile(struct template_set *set, struct template *t, const struct template *owner,
                      struct diags *diags);

/* The place of a byte of the source: file, line, and the column in characters as the field. */
struct place template_place(const struct template *t, ptrdiff_t at, struct arena *a);

#endif
