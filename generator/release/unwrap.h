/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * unwrap.h — what is inside a file: gzip, ZIP (and so XLSX and DOCX), SQLite.
 *
 * In:    a staged file, or a member of one in memory
 * Out:   the texts in it, piece by piece
 * Law:   none
 * Never: takes what it cannot open for empty
 */
#ifndef GONGSHI_RELEASE_UNWRAP_H
#define GONGSHI_RELEASE_UNWRAP_H

#include "base/arena.h"
#include "base/str.h"
#include "release/shard.h"

/* What a file is, by its first bytes. */
enum wrap {
    WRAP_NONE, /* text, as far as they tell */
    WRAP_GZIP,
    WRAP_ZIP,
    WRAP_SQLITE,
    WRAP_SHARD, /* a script of the search index */
    WRAP_MEDIA, /* a picture or a typeface: nothing in it is unpacked */
    WRAP_PDF
};
enum wrap wrap_of(str head);

enum unwrap_end {
    UNWRAP_DONE,
    UNWRAP_BROKEN, /* cut off, damaged, locked */
    UNWRAP_DEEP,   /* too many wrappings in each other */
    UNWRAP_LARGE   /* a wrapped wrapping that does not fit into memory, or a bomb */
};

#define UNWRAP_HEAD ((ptrdiff_t)16)       /* bytes that tell what a file is */
#define UNWRAP_MOST ((ptrdiff_t)64 << 20) /* bytes of a wrapping inside another */
#define UNWRAP_DEPTH 3                    /* the file itself is the first */
#define UNWRAP_RATIO 200                  /* bytes for each packed one, beyond a first megabyte */

/* Where texts go: begin, pieces of any size, end. `begin` is told what it is. */
struct unwrap {
    void (*begin)(void *ctx, enum wrap wrap);
    void (*piece)(void *ctx, str bytes);
    void (*end)(void *ctx);
    void *ctx;
    struct arena *memory; /* for wrapped wrappings; the caller resets it */
};

/* Unwraps the file, which is what wrap_of said of its head, but no script of the search index. Its
 * own bytes are not handed on. */
enum unwrap_end unwrap_file(const struct unwrap *u, const char *path, enum wrap wrap);

/* A script of the search index, which stands at `path`. */
enum unwrap_end unwrap_shard(const struct unwrap *u, struct shard_dictionary *d, str path,
                             str bytes);

/* The same for bytes in memory. */
enum unwrap_end unwrap_bytes(const struct unwrap *u, str bytes);

#endif
