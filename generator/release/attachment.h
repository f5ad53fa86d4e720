/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * attachment.h — whether a document may be published as it is.
 *
 * In:    the bytes of an attachment
 * Out:   what it is, what it says, and what of its maker is still in it
 * Law:   个人信息保护法 art. 28, 51
 * Never: trusts a name or an ending; changes the document, but for an SVG
 */
#ifndef GONGSHI_RELEASE_ATTACHMENT_H
#define GONGSHI_RELEASE_ATTACHMENT_H

#include "base/arena.h"
#include "base/str.h"

enum attachment_fault {
    ATTACHMENT_GOOD,
    ATTACHMENT_FORM,     /* neither PDF, DOCX, XLSX, JPEG, PNG, SVG nor text */
    ATTACHMENT_BROKEN,   /* cannot be opened: damaged, locked, a bomb */
    ATTACHMENT_METADATA, /* tells its author, editor, camera … */
    ATTACHMENT_HIDDEN,   /* comments, tracked changes, hidden rows, embedded files, earlier versions
                          */
    ATTACHMENT_SILENT    /* something that cannot be read: a scan, a picture, also in a document */
};

struct attachment {
    enum attachment_fault fault;
    str what;           /* in words: which metadata; absent else */
    const char *ending; /* "pdf", "docx" …: NULL for FORM */
    str cut;            /* of an SVG: what will not be in the one that is drawn again */
    bool pictures;      /* there are some in the document */
};

/* Looks at the document at `path` in a contained child and writes its text, in UTF-8, to `text`
 * (not there unless GOOD or SILENT). */
struct attachment attachment_check(struct arena *a, const char *path, const char *text);

/* Draws the SVG at `path` again, in a contained child, to `drawn`: what is published of it
 * (release/drawing.h). False when it cannot be. */
bool attachment_redraw(struct arena *a, const char *path, const char *drawn);

/* ---- for pdf.c ---- */

/* A control character, white space aside: no text has any. */
bool attachment_is_control(char c);

/* Notes a fault, unless there is one already; `what` is kept. */
void attachment_note(struct attachment *out, enum attachment_fault fault, str what);

struct os_cell;
/* Has a contained child work on the file `in`; what it writes is `out`. False when it did not come
 * to its end. */
bool attachment_run(struct arena *a, const char *in, const char *out,
                    void (*work)(void *ctx, const struct os_cell *cell), str *told);

#endif
