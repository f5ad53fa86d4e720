/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lists.h — in which documents each gram stands: gathered, put aside, written as shards.
 *
 * In:    (gram, document) by ascending document
 * Out:   shards and tails to the sink
 * Law:   none
 * Never: holds more than a window of each run in memory once they have been put aside
 *
 * Grams are shared out by their highest bits to PARTS parts, which are worked on independently.
 *
 *   shard, all numbers varints:   gram - gram before
 *                                 documents here << 6 | k << 1 | has tail
 *                                 gaps between documents, in the Rice code with parameter k
 *             if it has a tail:   chunks; units of documents before the first; of each chunk:
 *                                 units in it, number of the tail file - number before, byte in it
 *   chunk of a tail:              documents << 6 | k << 1, gaps after the last document of the unit
 *                                 before, perhaps zeroes
 *
 * A list is cut between units of UNIT documents, so that no cut tells of a document, and one that
 * is taken out leaves all cuts where they are: chunks stay at their bytes.
 */
#ifndef GONGSHI_SEARCH_LISTS_H
#define GONGSHI_SEARCH_LISTS_H

#include "base/arena.h"
#include "search/search.h"

#define PARTS 16
#define PART_BITS 4
#define WHOLE 3300     /* bytes of a list that has no tail */
#define UNIT 64        /* documents: a list is cut before or after them all */
#define PIECE 1000     /* bytes of a longer list that stand in its shard; the rest is its tail */
#define COMMON_BITS 14 /* a table of as many bits tells which grams are common */
#define COMMON_PART 64 /* common: in more than one of so many documents */

struct posting {
    uint32_t gram;
    uint32_t document;
};

/* All lists of a part so far. */
struct lists;
struct lists *lists_open(struct arena *a);
void lists_add(struct lists *l, const struct posting *v, ptrdiff_t n);
/* Memory it holds. */
ptrdiff_t lists_memory(const struct lists *l);
/* Appends all, by gram, and forgets them. */
void lists_run(struct lists *l, struct buf *out);
void lists_close(struct lists *l);

/* What is known when all is gathered. */
struct lists_plan {
    const struct search_sink *sink;
    str tier;
    int64_t documents;
    uint32_t shards; /* a multiple of PARTS */
};
/* A run of a part, made by lists_run: n bytes in memory, or where the sink has put them aside. */
struct run {
    const char *bytes; /* NULL: put aside */
    int64_t from;
    ptrdiff_t n;
};
/* Merges the runs of a part, in the order of documents, of those put aside a window at a time:
 * tells about how many bytes its shards will have; writes its shards and tails. `common` has 1 <<
 * COMMON_BITS bits. */
struct runs {
    const struct search_sink *sink;
    int part;
    const struct run *v;
    int n;
};
int64_t lists_measure(const struct runs *r);
void lists_write(const struct lists_plan *p, int worker, const struct runs *r,
                 unsigned char *common);

/* Numbers as shards have them. */
void varint_put(struct buf *out, uint64_t v);
bool varint_take(str *s, uint64_t *v);

/* The shard a gram is in, of so many. */
uint32_t shard_of(uint32_t gram, uint32_t shards);
/* g/2f/1a and t/2f/0: below the tier, without .js. The part of a gram is its highest PART_BITS. */
str shard_name(struct arena *a, uint32_t shard, uint32_t shards);
str tail_name(struct arena *a, uint32_t part, uint64_t file);

/* d/000/7f: a file of documents. */
str block_name(struct arena *a, int64_t block);

/* The parameter k for n numbers below `span`. */
int gaps_rice(uint64_t span, uint64_t n);
/* Appends the gaps of documents after `last` (-1: from the first on); never longer than before when
 * one of them is left out. */
void gaps_put(struct buf *out, const uint32_t *v, ptrdiff_t n, int64_t last, int k);
/* Reads `n` gaps after `last` into out; false when bits are missing. *s loses the bytes read. */
bool gaps_take(str *s, uint64_t n, int k, uint32_t last, uint32_t *out);
/* n gaps after `last`. */
struct gaps {
    uint64_t n;
    int64_t last;
    int k;
};
/* Documents that are to leave a list, in order: n from `at` on. */
struct going {
    const struct posting *at;
    ptrdiff_t n;
};
/* Reads the gaps; appends them to out, as gaps_put would, without the documents of `going` that are
 * among them; nothing when none is. `going` loses these, and those before the last document that is
 * there. g->n becomes how many are left. False when bits are missing. *s loses the bytes read. */
bool gaps_thin(str *s, struct gaps *g, struct going *going, struct buf *out);

/* A file that hands its text over: `gongshi.shard("TIER/NAME","…")`, the text in base 85; or as a
 * literal, squeezed. */
void shard_put(const struct search_sink *sink, int worker, str tier, str name, str bytes);
void shard_put_text(const struct search_sink *sink, int worker, str tier, str name, str text);
/* What such a file hands over, decoded; false when it is cut short. */
bool shard_read(struct arena *a, str file, str *bytes);
bool shard_read_text(struct arena *a, str file, str *text);

#endif
