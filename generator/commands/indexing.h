/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * indexing.h — inside commands: documents and files on their way to and from the search index.
 *
 * In:    records, articles; shards
 * Out:   struct search_document; staged files
 * Law:   none
 * Never: leaves commands/
 */
#ifndef GONGSHI_COMMANDS_INDEXING_H
#define GONGSHI_COMMANDS_INDEXING_H

#include "base/daybook.h"
#include "base/os.h"
#include "base/pinyin.h"
#include "commands/run.h"
#include "search/search.h"

/* One document of a tier: a record, or an article (id below 0). */
struct item {
    int64_t id;
    int64_t day;   /* wide, so that there is no hole */
    uint64_t hash; /* of all that is indexed of it */
};

/* Documents under way to the index. */
struct lane {
    struct arena arena;
    struct ledger_shown *items;
    struct shown *rows; /* what must not show where */
    date *days;
    ptrdiff_t n;
    struct expected *files; /* of documents, to be read back where they are written; … */
    int file_n;
    int64_t first; /* … the number of the first */
    struct verify_lane *verify;
};

/* A file that was put, or one that was read. */
struct shard_file {
    struct tree_file file;
    struct shard_file *next;
};

struct indexing {
    struct run *run;
    struct arena memory;
    struct daybook items;          /* of struct item, the newest first */
    struct line_hash_stream *hash; /* of them all, as they come; NULL while there is none */
    ptrdiff_t batch;
    struct item *noted;     /* of a base: a batch whose numbers are noted while workers work */
    struct lane *lane;      /* that the workers work on */
    struct lane *reading;   /* whose files are read back where they are put; or NULL */
    int64_t edition;        /* of the tier at work */
    enum publish_rank rank; /* of its files */
    struct arena *names; /* one per worker, like the next two: since the last call of shards_take */
    struct shard_file **put;
    struct shard_file **got;
    struct os_file *spill;
    int64_t spilled;
    int spill_fd;
    const struct pinyin *pinyin; /* NULL: initials are not indexed */
};

/* ---- indexed.c: what is indexed of a document ---- */

/* Of a record, in any worker; `a` is reset by the caller. */
struct item record_item(const struct run *r, struct arena *a, const struct ledger_shown *s);
/* A record without a day of its own is sorted by that of its first publication. */
void item_date(struct run *r, struct item *it, const struct ledger_shown *s);
struct item article_item(const struct article *one);
/* The article of a number below 0; NULL when there is none any more. */
const struct article *article_of(const struct run *r, int64_t id);

/* A search_make whose context is struct indexing: document i of the lane, in a worker. */
bool make_document(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out);

/* ---- shards.c: where shards go, and where they are ---- */

void shards_open(struct indexing *x);
void shards_close(struct indexing *x);
struct search_sink shards_sink(struct indexing *x);
/* The files of the lane's documents, so many in one, the first of which has this number, are put
 * from now on; they are read back as a stranger would, and wait for publication. */
void shards_begin(struct indexing *x, struct lane *lane, ptrdiff_t per_block, int64_t first);
void shards_end(struct indexing *x, struct lane *lane);
/* The same for what the workers put since then. Of the lane, if any, so many are shown by each file
 * of documents; their names are in the order of documents. */
void shards_take(struct indexing *x, const struct lane *lane, ptrdiff_t per_block);
/* What was put and read since then is of no use: it leaves the stage. */
void shards_drop(struct indexing *x);
/* Whether all that was read since then is what was published. */
bool shards_are_sound(struct indexing *x);
/* Manifests that a lost catalogue does not know of any more. */
void shards_drop_manifests(struct run *r, int64_t edition);

#endif
