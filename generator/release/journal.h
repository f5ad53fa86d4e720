/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * journal.h — a journal as it stands on disk; between journal.c and publish.c only.
 *
 * In:    a file
 * Out:   its operations, if it is whole
 * Law:   none
 * Never: gives a part of a torn journal
 */
#ifndef GONGSHI_RELEASE_JOURNAL_H
#define GONGSHI_RELEASE_JOURNAL_H

#include "release/release.h"

/* gongshi-journal 1 <position>
 * record cf/2026/k3v9x2m7ab.html      one operation a line, rank by rank
 * end <operations> <SHA-256 of all bytes before this line> */
struct journal_text {
    str position;
    str operations; /* the lines between head and tail */
    int64_t count;
};

/* False when there is none, or a torn one. */
bool journal_read(struct arena *a, const char *path, struct journal_text *out);

/* Takes one operation off the lines; dies on what journal_close never writes. */
void journal_next(str *operations, enum publish_rank *rank, str *path);

#endif
