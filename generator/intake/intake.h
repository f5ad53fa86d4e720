/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * intake.h — the door of intake: bytes become records.
 *
 * In:    files as agencies deliver them, map files
 * Out:   record lines (slices with their place), struct record
 * Law:   law.md §4, §5 (fields and their obligations)
 * Never: drops a line without one diagnostic; prints a private value
 */
#ifndef GONGSHI_INTAKE_INTAKE_H
#define GONGSHI_INTAKE_INTAKE_H

#include "base/diag.h"
#include "intake/record.h"
#include "intake/sheet.h"

/* ---- limits; each is tested ---- */
#define INTAKE_RECORD_LIMIT ((ptrdiff_t)4 << 20) /* bytes of one record line */
#define INTAKE_RECORD_LOST ((int64_t)32 << 20)   /* bytes after which a record has no end */
#define INTAKE_DEPTH 64                          /* nesting of JSON */
#define INTAKE_FILE_LIMIT ((int64_t)8 << 30)     /* bytes of one delivery */
#define INTAKE_COLUMNS 400                       /* columns of delimiter-separated text */

/* ---- maps: how one source says what we call by our names (intake/map.c) ---- */

/* A compiled map file; read-only, shared by threads. */
struct map;

/* Compiles a map (INI, see feeds/maps/README.md); NULL after ERROR diagnostics. */
struct map *map_load(struct arena *a, str file, str text, struct diags *diags);

/* Whether the map says it applies to a file of this name (its `match` pattern). Intake also looks
 * whether the file shows the names that the map's `header` asks for. */
bool map_matches(const struct map *m, str file_name);

/* ---- normalising: a delivery in any form becomes one that can be read (intake/normal.c) ---- */

#define INTAKE_BINARY_LIMIT ((int64_t)2 << 30) /* bytes of a workbook, archive or XML delivery */
#define INTAKE_XLS_LIMIT ((int64_t)64 << 20)   /* bytes of a legacy .xls, which is held whole */

struct intake_file;

enum normal {
    NORMAL_AS_IS,   /* text in UTF-8: to be read as it was delivered */
    NORMAL_LINES,   /* raw->out is to be read instead */
    NORMAL_ARCHIVE, /* raw->out holds the members one after the other, as raw->parts says: as
                       deliveries they are called ARCHIVE/MEMBER, or WORKBOOK[SHEET] */
    NORMAL_REFUSED  /* after one REJECT diagnostic on the file as a whole */
};

/* A member of an archive: its name there (checked, UTF-8), and its bytes in raw->out. Or a sheet of
 * a workbook whose sheets are read by different maps, as lines. */
struct raw_part {
    str name;
    int64_t offset;
    int64_t size;
    bool data; /* to be taken in as a delivery of its own; else an attachment */
    bool sheet;
};

/* A delivery as it was stored, and what intake_normalise makes of it. `out` is set by
 * intake_normal_path, `parts` by an archive. */
struct raw {
    const struct intake_file *file;
    const char *out;
    bool member; /* came out of an archive: must not be one again */
    struct raw_part *parts;
    int part_count;
};

/* Where the normal form of a stored delivery belongs: beside it, under a name of all that the form
 * depends on (maps, kind, the program's own way of doing it). */
const char *intake_normal_path(struct arena *a, const struct intake_file *file);

/* Recognises a stored delivery by its content, never by its name, and writes raw->out when it is
 * not text in UTF-8: workbooks and XML as one JSON object a row, with "@row" and "@sheet", all
 * other values as texts; text in another encoding as the same text. What cannot be read is U+FFFD
 * there, which no record may hold. Everything but the recognition happens in a contained child; a
 * child that dies is one diagnostic. */
enum normal intake_normalise(struct arena *a, struct raw *raw, struct diags *diags);

/* ---- reading: a delivery becomes record lines (intake/read.c, slice.c) ---- */

/* One delivery being read. */
struct reading;

/* One record line: its text stands in the arena handed to intake_batch. `at.delivery` is as given
 * to intake_open. The hash is seeded with all that the line's meaning depends on besides itself:
 * schema, map, header, the envelope's members, kind. Of a sheet's row (LINE_ROW) the line is that
 * of the sheet, and no part of the hash: rows may move. */
struct slice {
    str text;
    str key;  /* of the member, where a JSON object's values are the records */
    str file; /* as received, with the sheet in brackets, for diagnostics */
    struct line_ref at;
};

/* A stored delivery: where its bytes are, its name as received, the ledger's number, the maps that
 * its source may use. */
struct intake_file {
    const char *path;
    str name;
    int64_t delivery;
    const struct map *const *maps;
    int map_count;
    const unsigned char *levels; /* of findings, by code (intake_level); NULL: as declared */
    bool any_header; /* no delivery, but a table of ours, or one that a map is sought for: every
                        name in its header is known */
};

/* What intake_batch fills: up to `most` slices at v; what could not be cut is counted. */
struct slices {
    struct slice *v;
    int most;
    int n;
    int64_t broken; /* places that could not be cut, since the caller last set it to 0 */
};

/* Opens a stored delivery and recognises its form by content (JSON, JSON Lines, delimiter-separated
 * text), with the help of the first of `maps` that matches name and header. NULL after one REJECT
 * diagnostic on the file as a whole (empty, truncated head, not text, no kind to be found …). */
struct reading *intake_open(struct arena *a, const struct intake_file *file, struct diags *diags);

/* Up to `most` further record lines (fewer at about 4 MiB of text) into *out; 0 at the end.
 * Lines that cannot be cut, an end that is missing and what follows the end are reported, one
 * REJECT each, and added to out->broken (each counts as delivered and rejected). Reads by windows:
 * never maps or holds the whole file. One thread at a time. */
int intake_batch(struct reading *r, struct arena *a, struct slices *out, struct diags *diags);
void intake_close(struct reading *r);

/* The kind of all its records; KIND_NONE when each record says its own. */
enum kind intake_kind(const struct reading *r);

/* How new the delivery says it is: the map's as_of, or in our own form the envelope's member of
 * that name; INSTANT_NONE when it does not say. */
instant intake_as_of(const struct reading *r);

/* All that decides what a delivery means besides its bytes: its name, the schema, the maps. */
uint64_t intake_meaning(const struct intake_file *file);

/* One stored line again (packages, re-masking), as intake_batch gave it; the context that decode
 * needs was restored from the delivery by intake_open. False when the delivery is too short or the
 * line now has another hash (another map or schema). May be mixed with intake_batch. */
bool intake_line(struct reading *r, struct arena *a, const struct line_ref *at, struct slice *out);

/* ---- decoding and validation (intake/decode.c, validate.c); safe from several threads ---- */

/* One record line as a record: maps names, code lists, dates, units. False after a REJECT
 * diagnostic; what could be read stands in *out all the same, for intake_validate. Slices of the
 * record live in the arena or in the slice's text. */
bool intake_decode(const struct reading *r, struct arena *a, const struct slice *s,
                   struct record *out, struct diags *diags);

/* Required fields, order of dates, absurd years, check digits, cross-field rules. Takes what
 * decoding was not glad of too, so that all that is wrong with a row is told at once; of a field
 * that could not be read nothing more is said. False after a REJECT here or there; a DOUBT sets
 * r->doubted. `today` is the as-of day. */
bool intake_validate(struct arena *a, struct record *r, date today, struct diags *diags);

/* Takes `level CODE = WORD（reason）` of one source into *levels, which is made at need. NULL, or
 * why it cannot be (Chinese): the code is none of E201 … E299 and E303, the word no level, the
 * reason is missing, or the rule protects what must be protected. */
const char *intake_level(struct arena *a, str code, str value, unsigned char **levels);

/* A party's name as keyed digests: what its code came with before (0: never), what it comes with
 * now. */
struct known_name {
    uint64_t earlier;
    uint64_t now;
};

/* Warns when a code comes with another name than before; in the same delivery or an earlier one. */
/* Returns whether the record is doubted for it. */
bool intake_check_name(str file, int64_t line, struct known_name name, struct diags *diags);

/* ---- a line as its sender wrote it (intake/sheet.c) ---- */

/* The cells of one record line: columns of delimiter-separated text, members of JSON with what the
 * envelope says of all of them; without a map also the kind. False when the line cannot be taken
 * apart. Texts live in the arena or in the slice. */
bool intake_cells(const struct reading *r, struct arena *a, const struct slice *s,
                  struct sheet_row *out);

/* The file name of the map a delivery is read by, or SHEET_NO_MAP. */
str intake_map_name(const struct reading *r);

/* ---- a map for a file that none knows (intake/propose.c) ---- */

/* Looks at the beginning of a file in UTF-8 (JSON, JSON Lines, delimiter-separated) and writes the
 * draft of a map for it: kind, columns with how sure it is, words and units to be settled, and what
 * is left. `synonyms` is the text of feeds/maps/synonyms.csv. Of cells it prints only words of
 * option columns. False after one diagnostic, or when the file does not exist. */
struct buf;
bool intake_propose(struct arena *a, const struct intake_file *file, str synonyms, struct buf *out,
                    struct diags *diags);

/* ---- contracts for people (intake/schema.c) ---- */

/* The JSON Schema of a kind (draft 2020-12) with Chinese titles, descriptions and examples. */
void schema_write(enum kind k, struct buf *out);

/* A digest of the declarations: a changed schema makes every line new. */
uint64_t schema_seed(void);

#endif
