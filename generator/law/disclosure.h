/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * disclosure.h — what the public may see of a record: public by type. (hand-over)
 *
 * In:    record.def: a SECRET field has no member here
 * Out:   struct disclosure with one struct per kind; its serialised form
 * Law:   国办发〔2018〕118号 (what is disclosed), law.md §3 (what is not)
 * Never: has a field that could hold a private value
 */
#ifndef GONGSHI_LAW_DISCLOSURE_H
#define GONGSHI_LAW_DISCLOSURE_H

#include "base/buf.h"
#include "intake/kind.h"

#define DISCLOSED_OPEN(type, name) FIELD_C_##type name;
#define DISCLOSED_FREE(type, name) FIELD_C_##type name;
#define DISCLOSED_NAME(type, name) FIELD_C_##type name;
#define DISCLOSED_LEAD(type, name) FIELD_C_##type name;
#define DISCLOSED_SECRET(type, name)

/* struct decision_disclosure { str agency; … }: the members of the record that are not SECRET. */
#define KIND(name, slug, column, number, heading, title, text) struct name##_disclosure {
#define FIELD(kind, type, name, need, exposure, of, title, text, example)                          \
    DISCLOSED_##exposure(type, name)
#define KIND_END(name)                                                                             \
    }                                                                                              \
    ;
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END

/* The day by which the law wanted it on line, and how that day was found. */
struct due {
    date from;        /* day 0, not counted */
    date day;         /* due at 24:00 of it; DATE_NONE when no row of the policy applies */
    int days;         /* working days */
    bool provisional; /* the holiday table does not reach so far (暂定) */
    str rule;         /* id of the policy row */
    str citation;
};

struct disclosure {
    enum kind kind;
    str agency_code;
    str agency_name;
    bool person;    /* concerns a natural person: pages say noindex */
    int pseudonyms; /* how many persons' names were replaced */
    int removals;   /* how many other values were removed */
    /* the words of the ruling, from here to the notes */
    int severity; /* 0 none, 1 轻微, 2 一般, 3 严重 */
    struct due due;
    date public_until; /* last day of the publication term; DATE_NONE for none */
    str term_citation;
    date reconsider_by; /* 行政复议; DATE_NONE without 送达日期: then the bare rule is printed */
    date sue_by;        /* 行政诉讼 */
    str status;         /* what later events made of it: 注销, 吊销, 过期; else absent */
    struct strs notes; /* what became of the laws it rests on */
    union {
#define KIND(name, slug, column, number, heading, title, text) struct name##_disclosure name;
#define FIELD(kind, type, name, need, exposure, of, title, text, example)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
    };
};

/* The public fields of a kind with their offsets in struct disclosure; `declared` is the place of
 * the field in kind_fields(). */
struct disclosed_field {
    struct field field;
    int declared;
};
const struct disclosed_field *disclosure_fields(enum kind k, int *n);

/* All fields absent. */
void disclosure_clear(struct disclosure *d, enum kind k);

/* The number, the heading (matter, cause, name) and the party's public name, as lists show them. */
str disclosure_number(const struct disclosure *d);
str disclosure_heading(const struct disclosure *d);
str disclosure_party(const struct disclosure *d);

/* The date that lists sort it by: decided, issued, accepted …; DATE_NONE when it has none. */
date disclosure_date(const struct disclosure *d);

/* What its party is, of VOCAB_party_type; 0 where it has none. */
int disclosure_party_type(const struct disclosure *d);

/* The category or document class that chooses its folder (kind_slug), 0 when it has none. */
int disclosure_term(const struct disclosure *d);

/* Serialise; and read back: slices of the result point into `from`. False when it is damaged. The
 * words of the ruling are apart from the face: a table that changes them for a million records
 * leaves their faces as they are. Read back, a face has no words, unless they follow it. */
void disclosure_put(const struct disclosure *d, struct buf *out);
bool disclosure_get(struct arena *a, str from, struct disclosure *out);
void disclosure_put_words(const struct disclosure *d, struct buf *out);
/* Fills them in; absent bytes leave them as they are. */
bool disclosure_get_words(struct arena *a, str from, struct disclosure *d);
/* A face for lists: without tables, long texts cut to BRIEF_BYTES, of a decision the conclusion
 * alone; of the words the status follows. */
#define BRIEF_BYTES 240
void disclosure_put_brief(const struct disclosure *d, struct buf *out);
/* Where it shows that the words of two rulings differ: each place includes those before it. */
enum shows { SHOWS_NOWHERE, SHOWS_ON_PAGE, SHOWS_IN_DATA, SHOWS_IN_LISTS };
enum shows disclosure_words_shown(const struct disclosure *was, const struct disclosure *is);

/* The Chinese titles of the public fields in which the two differ, as a list. */
struct strs disclosure_changes(struct arena *a, const struct disclosure *was,
                               const struct disclosure *is);

#endif
