/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * map.h — a map file, compiled: for intake's own files only.
 *
 * In:    none
 * Out:   types
 * Law:   none
 * Never: changes once compiled, so threads share it
 */
#ifndef GONGSHI_INTAKE_MAP_H
#define GONGSHI_INTAKE_MAP_H

#include "intake/intake.h"

struct pcre2_real_code_8;
struct pcre2_real_match_context_8;

enum map_form { MAP_FORM_ANY, MAP_FORM_CSV, MAP_FORM_JSON, MAP_FORM_JSONL };

/* [columns]: this field comes from that foreign name. Foreign names are numbered (their slot). */
struct map_rule {
    int field;
    int slot;
};

/* [extract]: this field is what the pattern's group finds there, or the fixed text when it matches.
 */
struct map_extract {
    int field;
    int slot;
    struct pcre2_real_code_8 *code;
    str fixed; /* absent: the group's text */
};

/* [split]: what stands before the first of the marks in that foreign cell goes into one field, what
 * stands behind it into the other. */
struct map_split {
    int fields[2];
    int slot;
    struct strs marks;
};

/* [constants] */
struct map_constant {
    int field;
    str value;
};

/* [terms FIELD] */
struct map_term {
    str foreign;
    str ours;
};

/* [map] as_of: where a delivery says how new it is; at most one of them. */
struct map_as_of {
    str member;              /* of the envelope */
    int slot;                /* the column's; -1 none */
    struct map_extract name; /* what its code finds in the file's name */
};

/* How the texts of one field are to be read. */
struct map_how {
    struct map_term *terms;
    int term_count;
    int64_t unit;       /* [units]: 分 to one of it; 0 is 元 */
    str date_form;      /* [dates], see day.h; absent is any usual form */
    const int *columns; /* [rows]: the columns that the cells of a text stand for */
    int column_count;   /* 0: all, in their order */
    bool lines;         /* [rows]: every line of the text is a row */
};

/* A foreign name as the map writes it, and with widths, blanks and brackets folded. */
struct map_name {
    str name;
    int slot;
};

struct map {
    str file;
    const char *match;  /* fnmatch pattern; NULL fits every name */
    struct strs *heads; /* foreign names that a delivery must have: all of one row */
    int head_count;
    enum kind kind;
    enum map_form form;
    char separator; /* '\0': to be found out */
    bool quoting;
    str records;        /* "*", a member's name, or absent */
    str record_element; /* of XML: its name; absent: every child of the root */
    uint64_t digest;
    struct map_as_of as_of;

    str *foreign; /* by slot */
    int foreign_count;
    struct map_name *names; /* open addressing, half full at most */
    unsigned name_mask;
    struct map_rule *rules;
    int rule_count;
    struct map_extract *extracts;
    int extract_count;
    struct map_split *splits;
    int split_count;
    struct map_constant *constants;
    int constant_count;
    struct map_how *how; /* by field of the kind */
    struct strs nulls;
    struct pcre2_real_match_context_8 *limits;
};

/* The slot of a foreign name, whatever its widths, blanks and brackets; MAP_UNKNOWN when the map
 * does not know it, MAP_IGNORED when it says that the column is not wanted. */
#define MAP_UNKNOWN (-1)
#define MAP_IGNORED (-2)
int map_slot(struct arena *a, const struct map *m, str foreign);

/* Whether the beginning of a delivery shows the names that the map says must be there. */
bool map_heads(const struct map *m, str head);

/* Whether a trimmed text is one of the spellings of "nothing". */
bool map_is_null(const struct map *m, str text);

/* What our text for a foreign one is; the text itself when [terms] says nothing of it. */
str map_term_for(const struct map_how *how, str text);

/* Looks for one [extract] in a valid UTF-8 text. MAP_LIMIT: it took too long or went too deep. */
enum map_found { MAP_NOTHING, MAP_FOUND, MAP_LIMIT };
enum map_found map_extract_from(const struct map *m, const struct map_extract *e, str text,
                                str *out);

/* PCRE2's limits for one match: steps, depth of backtracking, KiB of heap. */
#define MAP_MATCH_LIMIT 2000000
#define MAP_DEPTH_LIMIT 20000
#define MAP_HEAP_LIMIT 20000

#endif
