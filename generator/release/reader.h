/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * reader.h — one staged file, read as a stranger would, with all that is wrapped in it.
 *
 * In:    a file, what it should be, what must not be in it
 * Out:   what was found; its links
 * Law:   个人信息保护法 art. 28, 51
 * Never: keeps a value; passes over what it cannot read
 */
#ifndef GONGSHI_RELEASE_READER_H
#define GONGSHI_RELEASE_READER_H

#include "release/decode.h"
#include "release/lines.h"
#include "release/links.h"
#include "release/secret.h"
#include "release/unwrap.h"

/* What was found in one file. A row is the 1-based number of one of its `shown`, 0 for none. */
struct outcome {
    bool missing;
    bool large;   /* a page that is too large to be read whole */
    bool same;    /* size and digest are as expected */
    bool unknown; /* neither a text nor anything else that is known */
    int64_t size;
    enum unwrap_end unwrap;
    enum leak identifier;
    enum leak shape;
    int suspect; /* the row that the identifier or the shape stands in */
    enum leak person;
    int row;       /* whose name or address it is */
    int64_t texts; /* that were read: the file and what is wrapped in it */
};

/* What is to be read. */
struct errand {
    const char *path;
    const struct expected *file;
    int64_t number; /* its place in the order of verification */
    struct links *links;
    bool changed_too; /* read it even where it is not what it should be */
};

/* One worker's room, kept from file to file. */
struct reader {
    const struct search *search;
    const struct base64 *base64;
    struct arena memory;
    ptrdiff_t cap; /* bytes of room */
    char *bytes;
    struct normal normal;
    struct buf other;   /* other readings */
    struct arena inner; /* of one file */
    struct shard_dictionary dictionary;
    struct links_seen seen;
    /* the file under way */
    const struct errand *errand;
    const struct expected *file;
    const struct lines_ids *ids; /* of its rows; NULL: not needed yet */
    struct outcome *out;
    bool shard;    /* what is read is a document of a shard */
    bool row_seen; /* one of them was that of a row */
    bool any_row;  /* no text inside was: each may show any row */
    /* the text under way */
    enum wrap wrap;
    ptrdiff_t limit; /* bytes read at once */
    ptrdiff_t have;
    bool cut; /* something stood before what is there */
    struct lines_run lines;
    bool by_rows; /* what is there was looked through row by row */
    int row;      /* the one under way */
    bool inside;  /* it came out of a wrapping */
    bool wide;    /* it began as UTF-16 */
};

/* Makes a zeroed reader ready; `search` and `base64` are shared by all. close gives its room back.
 */
void reader_open(struct reader *r, struct arena *a, const struct search *search,
                 const struct base64 *base64);
void reader_close(struct reader *r);

/* Reads the file through its descriptor, which is closed then, or by its path; its links are added
 * to those of the errand. */
struct outcome reader_check(struct reader *r, const struct errand *errand);

#endif
