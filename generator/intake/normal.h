/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * normal.h — a delivery on its way to record lines, in the contained child: for intake's own files.
 *
 * In:    none
 * Out:   struct normal_work and what readers of foreign forms tell it
 * Law:   none
 * Never: outlives the child
 */
#ifndef GONGSHI_INTAKE_NORMAL_H
#define GONGSHI_INTAKE_NORMAL_H

#include "base/encoding.h"
#include "base/os.h"
#include "intake/intake.h"

/* ---- limits; each is tested ---- */
#define NORMAL_MEMORY ((int64_t)48 << 20) /* bytes a child may take */
#define NORMAL_XLS_MEMORY                                                                          \
    ((int64_t)400 << 20)                 /* the same where the library holds all of a book         \
                                          */
#define NORMAL_SECONDS 900               /* processor time of a child */
#define NORMAL_SIZE ((int64_t)16 << 30)  /* bytes of the normal form */
#define NORMAL_CELL ((ptrdiff_t)1 << 20) /* bytes of one cell, value or XML token */
#define NORMAL_DEPTH 256                 /* nesting of XML */
#define NORMAL_RATIO 500                 /* what a member of a ZIP may swell by … */
#define NORMAL_SLACK ((int64_t)4 << 20)  /* … above this many bytes */
#define NORMAL_ENTRIES 10000             /* members of a ZIP */
#define NORMAL_TOTAL ((int64_t)8 << 30)  /* bytes of all members of a ZIP, unpacked */
#define NORMAL_TOLD 200                  /* notes and warnings of one sort that are told */

/* What the child works with. */
struct normal_work {
    const struct os_cell *cell;
    struct arena *arena;
    const struct intake_file *file;
    str base_name;
    enum encoding encoding; /* of text and XML */
    int64_t size;           /* bytes of the delivery */
    bool member;            /* of an archive */
    bool archive;           /* what was written are members of an archive */
    bool refused;           /* a REJECT was told */
    bool quiet; /* the text is read for the first of two times: only refusals are told */
    int64_t told[DIAG_CODES];
};

/* Where in a workbook: sheet absent and row 0 where there is none. */
struct normal_place {
    str sheet;
    int64_t row;
};

/* One finding for the diagnostics of the run. */
void normal_tell(struct normal_work *w, enum diag_code code, struct normal_place at, str detail);

/* The delivery as a whole cannot be taken: only the first reason is told. Returns false. */
bool normal_refuse(struct normal_work *w, enum diag_code code, struct normal_place at, str detail);

/* A member of an archive was written: its bytes begin at `offset` of the output. */
void normal_part(struct normal_work *w, const struct raw_part *part);

/* The delivery's text in UTF-8, piece by piece, until `take` says false; undecodable bytes are told
 * and become U+FFFD. */
void normal_read_text(struct normal_work *w, bool (*take)(void *ctx, str piece, bool last),
                      void *ctx);

/* Whether a cell of a header is a name that some map of the source, or our own form, knows. */
bool normal_knows(const struct normal_work *w, str name);

/* The record element that the maps name, absent when none does. */
str normal_record_element(const struct normal_work *w);

/* Whether a file that begins so is taken in, by what it holds; else it is an attachment. Of a ZIP
 * or a compound file the head does not tell. */
bool normal_is_data(struct arena *a, str head);

/* ---- the readers: each writes lines, or refuses ---- */
void recode_read(struct normal_work *w);        /* text in another encoding (recode.c) */
void xml_read(struct normal_work *w);           /* XML: records are elements (xml.c) */
void spreadsheetml_read(struct normal_work *w); /* SpreadsheetML 2003 (spreadsheetml.c) */
void xls_read(struct normal_work *w);           /* BIFF in a compound file (xls.c) */
void zip_read(struct normal_work *w);           /* XLSX, or an archive of deliveries (zip.c) */

#endif
