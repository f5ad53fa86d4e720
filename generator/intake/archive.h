/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * archive.h — a ZIP file, looked over before anything in it is unpacked: for intake's own files.
 *
 * In:    a delivery that begins as a ZIP does
 * Out:   its members, and their bytes piece by piece
 * Law:   none
 * Never: unpacks more than a member's entry says, or than the limits of normal.h allow
 */
#ifndef GONGSHI_INTAKE_ARCHIVE_H
#define GONGSHI_INTAKE_ARCHIVE_H

#include "intake/normal.h"

struct zip;

struct member {
    str name; /* as it stands there: bytes */
    int64_t packed;
    int64_t size;
    int64_t from; /* of its local header */
    bool locked;
};

struct archive {
    struct normal_work *work;
    struct zip *zip;
    struct member *members;
    int count;
};

/* Reads the list of members and holds it against the limits: number, sizes, ratio, overlaps. False
 * once the delivery was refused. */
bool archive_open(struct archive *z, struct normal_work *w);
void archive_close(struct archive *z);

/* The member of this name, whatever its case; -1 when there is none. */
int archive_find(const struct archive *z, str name);

/* All bytes of a member, piece by piece, until `take` says false. False when it did, or the
 * delivery was refused. */
bool archive_read(struct archive *z, int index, bool (*take)(void *ctx, str piece, bool last),
                  void *ctx);

/* An XLSX workbook in an archive (xlsx.c): its part that lists the sheets, absent when it is none;
 * and all its sheets. */
str xlsx_workbook(struct archive *z);
void xlsx_read(struct archive *z, str workbook);

#endif
