/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * record.h — a record: typed, private, knowing where it came from. (hand-over)
 *
 * In:    record.def
 * Out:   struct record with one struct per kind
 * Law:   law.md §5
 * Never: is handed to pages, search, release or open data
 */
#ifndef GONGSHI_INTAKE_RECORD_H
#define GONGSHI_INTAKE_RECORD_H

#include "base/digest.h"
#include "intake/kind.h"

/* struct agency_record { str code; str name; … }, and so on for every kind. */
#define KIND(name, slug, column, number, heading, title, text) struct name##_record {
#define FIELD(kind, type, name, need, exposure, of, title, text, example) FIELD_C_##type name;
#define KIND_END(name)                                                                             \
    }                                                                                              \
    ;
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END

/* Where a record's line stands in the delivery that brought it. */
struct line_ref {
    int64_t delivery; /* ledger's number of the delivery */
    int64_t offset;   /* bytes from the beginning of the stored delivery */
    int64_t length;   /* bytes */
    int64_t line;     /* 1-based line of the file as received */
    struct line_hash hash;
};

/* Bits for the fields of one kind, by their place in record_fields(). */
#define RECORD_WORDS 2
struct field_set {
    uint64_t bits[RECORD_WORDS];
};

/* All slices live as long as the arena it was decoded into and the delivery's bytes. */
struct record {
    enum kind kind;
    str file; /* as received, for diagnostics */
    struct line_ref at;
    bool rejected;            /* a REJECT was said of it: it is no record */
    bool doubted;             /* a DOUBT was said of it: it will be held */
    struct field_set misread; /* of these fields it was said that their text cannot be so */
    instant as_of;            /* how new it says it is; INSTANT_NONE when it does not */
    union {
#define KIND(name, slug, column, number, heading, title, text) struct name##_record name;
#define FIELD(kind, type, name, need, exposure, of, title, text, example)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
    };
};

/* The fields of a kind with their offsets in struct record, in the order of kind_fields(). */
const struct field *record_fields(enum kind k, int *n);

/* A field, by its place, into the set; and whether it is there. */
void field_set_add(struct field_set *s, int field);
bool field_set_has(const struct field_set *s, int field);

/* All fields absent. */
void record_clear(struct record *r, enum kind k);

/* The number and heading fields' values, and the agency as delivered (an agency's own name). */
str record_number(const struct record *r);
str record_agency(const struct record *r);

/* The name that discriminates parties under one number, absent for kinds without a party. */
str record_party(const struct record *r);

/* A document number with brackets, dashes, blanks and widths folded, for comparison only. */
str number_folded(struct arena *a, str number);

/* ---- identifiers (intake/identifier.c) ---- */

/* GB 32100: 18 characters of its alphabet with the right check character. */
bool uscc_valid(str code);
/* The placeholder 00000000000000000X of sole traders without a code (law.md §4). */
bool uscc_placeholder(str code);
/* GB 11643: 18 digits (last may be X) with a birth date that exists and the right check digit; or
 * 15 digits with such a birth date. */
bool resident_id_valid(str id);

#endif
