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
    struct arena *arena;
    str position;
    int64_t count;
    int fd;
    int64_t at;  /* what was read of the file; … */
    int64_t end; /* … of the lines before the last */
    char *piece;
    str rest; /* what was read and not taken */
};

/* False when there is none, or a torn one. Else it stands before its first operation, and is open
 * until journal_done. */
bool journal_read(struct arena *a, const char *path, struct journal_text *out);

/* The next operation; its path is good until the next call. False behind the last; dies on what
 * journal_close never writes. */
bool journal_next(struct journal_text *j, enum publish_rank *rank, str *path);

/* Closes the file. */
void journal_done(struct journal_text *j);

#endif
