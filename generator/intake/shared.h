/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shared.h — the texts that a workbook's cells share, put aside on disk: for intake's own files.
 *
 * In:    texts in their order
 * Out:   the same by number
 * Law:   none
 * Never: holds more than its cache and one offset for every SHARED_STEP texts
 */
#ifndef GONGSHI_INTAKE_SHARED_H
#define GONGSHI_INTAKE_SHARED_H

#include "base/buf.h"
#include "base/os.h"

#define SHARED_STEP 8      /* texts between two offsets that are kept */
#define SHARED_CHUNK 65536 /* offsets allocated at once */
#define SHARED_CHUNKS 64   /* so at most 32 million texts */
#define SHARED_PAGE ((ptrdiff_t)16 << 10)
#define SHARED_PLACES 256 /* of pages that are kept, two to a place: 8 MiB */

/*   scratch   n text n text n text … │ n text n text …      n: bytes of the text, four of them
 *             ▲ offset 0               ▲ offset 1           every SHARED_STEP texts */
struct shared {
    const struct os_cell *cell;
    struct arena *arena;
    int64_t *offsets[SHARED_CHUNKS];
    int64_t count;
    int64_t end;        /* bytes put aside or waiting */
    struct buf waiting; /* of them, not yet written */
    char *pages;
    int64_t *page_of;    /* which page of the file stands there, from 1 */
    unsigned char *used; /* by place: which of both was used last */
    struct buf across;   /* a text that lies on several pages */
    int64_t last;        /* the text asked for last, and where it lies */
    int64_t last_at;
};

/* None yet. The index and the cache stand in the arena. */
void shared_open(struct shared *s, const struct os_cell *cell, struct arena *a);

/* The next text; false when there are too many. */
bool shared_add(struct shared *s, str text);

/* All texts were added. */
void shared_done(struct shared *s);

/* Text number i, valid until the next call; false when there is none. */
bool shared_get(struct shared *s, int64_t i, str *out);

#endif
