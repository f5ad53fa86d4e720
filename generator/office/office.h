/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * office.h — the door of office: what only the staff may see.
 *
 * In:    findings with the rows they are about, as delivered
 * Out:   files below desk/
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: writes anything below public/; is asked for a ruling
 */
#ifndef GONGSHI_OFFICE_OFFICE_H
#define GONGSHI_OFFICE_OFFICE_H

#include "base/diag.h"
#include "base/template.h"
#include "intake/sheet.h"
#include "office/desk.h"

/* ---- errors go home (office/rejects.c) ---- */

/* The rejects of one source in one run, or in a check:
 *
 *   rejects_add ──► spool file ──► rejects_close ──► SOURCE-rejects.xlsx  .csv  .json
 *                                                    SOURCE-check.xlsx …
 *
 * The workbook has a sheet for each sheet that was delivered, with its columns, and a summary. The
 * other two have one table each: the second sheet's go into SOURCE-rejects-2.csv, and so on. The
 * staff's (0660): the sender's values stand there unmasked. */
struct rejects;

#define REJECTS_ROWS 5000                 /* rows listed for one source; the rest is counted */
#define REJECTS_BYTES ((int64_t)64 << 20) /* of all those rows */
#define REJECTS_COLUMNS 400               /* of one sheet */
#define REJECTS_SHEETS 16                 /* of the workbook; others share them, by map and kind */
#define REJECTS_RAW ((ptrdiff_t)4 << 10)  /* bytes shown of a line that is no row */
#define REJECTS_FILES 20                  /* names of deliveries told */

/* One line that was rejected or doubted; or, without row and raw, a whole delivery. */
struct reject {
    str file;
    int64_t line;
    str map;                     /* file name of the map it was read by, or SHEET_NO_MAP */
    const struct sheet_row *row; /* NULL: it could not be taken apart */
    str raw;                     /* then its bytes, where they are known */
    const struct diags *found;
};

/* Why rows stand in a report, and so what is to be done with them. */
enum rejects_of {
    REJECTS_RECEIVED, /* not taken in: the workbook itself, mended, is received */
    REJECTS_CHECKED,  /* the same of a check: beside the report of the last run */
    REJECTS_UNSENT    /* a platform would not take them: to be mended where they came from */
};

/* Begins with an empty spool in `folder`, which must exist. Memory is in the arena. */
struct rejects *rejects_open(struct arena *a, const char *folder, str source, enum rejects_of of);

/* The report in a sentence for the terminal: how many rows, and what its workbook is for. */
str rejects_told(const struct rejects *j, struct arena *a, int64_t rows);

/* Something was received, wrong or not: only then does rejects_close touch the last report. */
void rejects_delivery(struct rejects *j, str file);

/* Whether further rows are listed; if not, rejects_add still counts them. */
bool rejects_room(const struct rejects *j);

/* Notes one line with its findings. Copies what it keeps into the spool. */
void rejects_add(struct rejects *j, const struct reject *one);

/* Writes the report, or removes the last one when nothing was wrong. How many lines were rejected
 * or doubted; the workbook's path, when there is one, in *path. */
int64_t rejects_close(struct rejects *j, const char **path);

/* How many rows of each sort of finding that kept rows back (doubt and above): counts by code. */
const int64_t *rejects_counts(const struct rejects *j);

/* ---- the report after each run (office/desk.c, desk_text.c, tables.c, preview.c) ---- */

/* Writes index.html (from the template "report"), report.xlsx, report.json and mail.txt into the
 * folder, 0660. False when the template passed a limit; the others are written all the same. */
bool desk_write(const struct template_set *templates, const char *folder, const struct desk *d);

/* One line, worth being the subject of a mail: 公示完成：新增 12，暂缓 3，逾期 1. */
str desk_subject(struct arena *a, const struct desk *d);

/* The same as plain text: for a mail, for a terminal (previews left out), as JSON. */
void desk_mail(struct arena *a, const struct desk *d, struct buf *out);
void desk_terminal(struct arena *a, const struct desk *d, struct buf *out);
void desk_json(struct arena *a, const struct desk *d, struct buf *out);

#endif
