/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * reading.h — a delivery being read: for intake's own files only.
 *
 * In:    none
 * Out:   types
 * Law:   none
 * Never: is written to by decoding, which several threads do at once
 */
#ifndef GONGSHI_INTAKE_READING_H
#define GONGSHI_INTAKE_READING_H

#include "intake/map.h"
#include "intake/slice.h"

enum form {
    FORM_LINES,    /* one JSON object a line */
    FORM_STREAM,   /* JSON objects one after the other, over several lines each */
    FORM_ARRAY,    /* [ record, record … ] */
    FORM_ENVELOPE, /* { "kind": …, "records": [ record … ] } */
    FORM_MEMBERS,  /* { "key": record, "key": record … } */
    FORM_ROWS      /* delimiter-separated text with a header */
};

/* Where the reading of a JSON text stands. */
enum step { STEP_BEGIN, STEP_MEMBERS, STEP_RECORDS, STEP_END };

/* A scalar member of the envelope: what its records have unless they say otherwise. */
struct standing {
    str name;
    str value;
};

/* The most such members that are kept. */
#define STANDING_MOST 64

struct reading {
    struct arena *arena; /* of intake_open; only the thread that asks for batches uses it */
    str name;            /* as received */
    str base_name;       /* without folders */
    int64_t delivery;
    const unsigned char *levels; /* of findings */
    const struct map *map;       /* NULL: our own form */
    bool returned; /* rejects that come back, in our form whatever the map says of form */
    enum form form;
    enum kind kind; /* of all records that do not say; KIND_NONE: each must say */
    str records;    /* the envelope's member that holds them */
    uint64_t seed;  /* all that a line's meaning depends on besides itself */

    struct window window;
    enum step step;
    int broken_run; /* values in a row that were no records */

    const struct sheet_head *heads; /* of the sheets read so far */
    int head_count;

    struct standing standing[STANDING_MOST];
    int standing_count;

    str as_of_text; /* of the envelope's member that says how new the delivery is */
    instant as_of;  /* INSTANT_NONE when it does not say */

    char separator; /* FORM_ROWS */
    bool quoting;
    str *header;
    int columns;
    int *bound; /* by column: field, or slot of the map; -1 none. NULL: kind stands in a column */
};

/* Values that are no records, one after the other, before a file is given up. */
#define BROKEN_RUN 20

/* The most bytes of a member's key in FORM_MEMBERS. */
#define KEY_LIMIT 1024

/* Recognises map, form, kind, envelope and header (form.c). False after one REJECT diagnostic. */
bool form_find(struct reading *r, const struct intake_file *file, struct arena *a,
               struct diags *diags);

/* The map by which a delivery, or a sheet, is read: what comes back is read as it was the first
 * time, by the map it names; else the first map that fits the name and finds its columns in `head`.
 * NULL: our own form (form.c). */
const struct map *form_map(const struct intake_file *file, str head, str named);

/* What a head is called that is neither text nor anything we take; NULL for all others (form.c). */
const char *form_foreign(str head);

/* A head is cut anywhere: a last character that may be incomplete is left out (form.c). */
str form_whole_characters(str head);

/* How a line begins that came out of a sheet's row or an element (normal.c): its number there
 * follows. It tells where the line stands, and is no part of what it says. */
#define LINE_ROW S("{\"@row\":")

/* How the line of a sheet's header goes on behind row and sheet: names of its columns. It is no
 * record. */
#define LINE_COLUMNS S(",\"@columns\":[")

/* Such a header, the newest first; of so many sheets the reading remembers it. */
struct sheet_head {
    const struct sheet_head *next;
    str sheet;
    struct strs columns;
};
#define SHEET_HEADS 256

/* What such a line has instead of its members when they were too long to be kept. */
#define LINE_LOST S(",\"@lost\":\"\xEF\xBF\xBD\"")

/* In a JSON object: goes to the next member, takes its key, and stops at its value. False at the
 * closing bracket, which is taken, or at the end of the file (*closed tells). */
bool form_member(struct reading *r, struct arena *a, str *key, bool *closed);

/* The usual separator that the first line has most of (form.c). */
char form_separator(str line);

/* Whether this is a sheet of rejects that comes back; then which map it was read by (sheet.c). */
bool sheet_map_named(struct reading *r, struct arena *a, char separator, str *out);

/* Whether a line is a record; or an example or explanation in a form, or a header (sheet.c). */
enum sheet_pass { SHEET_TAKE, SHEET_PASS_SAMPLE, SHEET_PASS_HEAD, SHEET_PASS_QUIETLY };
enum sheet_pass sheet_pass_over(const struct reading *r, str line);

/* Remembers the columns that a header's line names. */
void sheet_keep_head(struct reading *r, str line);
/* The envelope's member that says how new a delivery is; absent when the map names none. Then, with
 * the envelope read, how new that is: a text that is no instant is warned of (as_of.c). */
str as_of_member(const struct reading *r);
void as_of_find(struct reading *r, struct diags *diags);

/* A JSON text that is a scalar, as text in the arena; false when it is none (decode.c). */
bool decode_scalar(struct arena *a, str json, str *out);

#endif
