/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * kind.h — which kinds of records there are, and the vocabularies of their fields.
 *
 * In:    record.def, vocab.def, columns.def
 * Out:   enum kind, enum of every vocabulary, their names and texts
 * Law:   law.md §5 (the lists that must be disclosed)
 * Never: holds a value of a record; so everybody may include it (decision 0002)
 */
#ifndef GONGSHI_INTAKE_KIND_H
#define GONGSHI_INTAKE_KIND_H

#include "base/field.h"

enum kind {
    KIND_NONE,
#define KIND(name, slug, column, number, heading, title, text) KIND_##name,
#define FIELD(kind, type, name, need, exposure, of, title, text, example)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
    KINDS /* one past the last */
};

/* enum category { CATEGORY_NONE, CATEGORY_PENALTY, … }, and so on for every vocabulary. */
#define VOCAB(name, prefix) enum name { prefix##_NONE,
#define TERM(prefix, name, text) prefix##_##name,
#define VOCAB_END                                                                                  \
    }                                                                                              \
    ;
#include "intake/vocab.def"
#undef VOCAB
#undef TERM
#undef VOCAB_END

/* The vocabularies and column sets as numbers: the `of` of a field. */
enum vocab {
    VOCAB_none,
#define VOCAB(name, prefix) VOCAB_##name,
#define TERM(prefix, name, text)
#define VOCAB_END
#include "intake/vocab.def"
#undef VOCAB
#undef TERM
#undef VOCAB_END
};

enum columns {
    COLUMNS_none,
#define COLUMNS(set) COLUMNS_##set,
#define COLUMN(set, name, title)
#define COLUMNS_END
#include "intake/columns.def"
#undef COLUMNS
#undef COLUMN
#undef COLUMNS_END
};

/* COLUMN_person_name and so on: the place of a column in its set. */
#define COLUMNS(set) enum {
#define COLUMN(set, name, title) COLUMN_##set##_##name,
#define COLUMNS_END                                                                                \
    }                                                                                              \
    ;
#include "intake/columns.def"
#undef COLUMNS
#undef COLUMN
#undef COLUMNS_END

/* The column of the site a kind belongs to. */
enum site_column { SITE_BEFORE, SITE_DURING, SITE_AFTER, SITE_OPEN_DATA };

struct kind_info {
    const char *name;  /* "decision": in deliveries, schemas, maps */
    const char *slug;  /* "cf": the folder of its addresses (decisions: by category) */
    const char *title; /* 行政执法决定 */
    const char *text;
    enum site_column column;
    const char *number;  /* field that numbers it */
    const char *heading; /* field that lists show first */
};
const struct kind_info *kind_info(enum kind k);

/* The kind with this English name or Chinese title; KIND_NONE when there is none. */
enum kind kind_of(str name);

/* The folder of an address: by category for decisions (cf xk xq zs sf jc qt), by class for
 * documents (ws cl qz zd jh), by kind else. `term` is that category or class, 0 where none. */
const char *kind_slug(enum kind k, int term);

/* A term's text, "" for 0; and the term with this text, 0 when there is none. */
str term_text(enum vocab v, int term);
int term_of(enum vocab v, str text);
int term_count(enum vocab v);

/* A column set: how many columns, their English names and Chinese titles. */
int columns_count(enum columns c);
const char *column_name(enum columns c, int i);
const char *column_title(enum columns c, int i);

/* What `of` of a FIELD in record.def stands for, by its type: a vocabulary for terms, a column set
 * for rows, nothing for the rest. For the tables that are made from record.def. */
#define OF_text(of) 0
#define OF_lines(of) 0
#define OF_uscc(of) 0
#define OF_day(of) 0
#define OF_money(of) 0
#define OF_whole(of) 0
#define OF_list(of) 0
#define OF_term(of) VOCAB_##of
#define OF_rows(of) COLUMNS_##of

/* How public a field is, and whether it must be there (record.def). */
enum exposure { EXPOSURE_OPEN, EXPOSURE_FREE, EXPOSURE_NAME, EXPOSURE_LEAD, EXPOSURE_SECRET };
enum need { NEED_MAY, NEED_SHOULD, NEED_MUST };

/* Both in words: 必填; 公开，自然人隐名. */
const char *need_text(enum need n);
const char *exposure_text(enum exposure e);

/* A field as declared: its English and Chinese names, what it is for, an example. */
struct field_info {
    const char *name;
    const char *title;
    const char *text;
    const char *example;
    enum field_type type;
    enum need need;
    enum exposure exposure;
    int of;
};

/* All fields of a kind, in the order of record.def. */
const struct field_info *kind_fields(enum kind k, int *n);

#endif
