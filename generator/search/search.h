/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * search.h — the door of search: disclosures become an index of plain files, and are found in it.
 *
 * In:    the texts that pages display, newest document first
 * Out:   shards to a sink; hits
 * Law:   国办发〔2018〕118号 (公开查询)
 * Never: sees a record; names a hit that is no substring match; has another effect than its sink
 *
 *   find/now.js                 the pointer: which tiers there are (search_pointer). search.html
 *                               has it too, and looks here when it seems to be of yesterday
 *   find/<tier>/g/2f/1a.js      lists: in which documents a gram stands
 *   find/<tier>/t/2f/0.js       the later parts of long lists
 *   find/<tier>/d/000/7f.js     documents: what they show, squeezed
 *   find/<tier>/facets.js       values to choose from with their counts, and where months begin
 *   find/<tier>/dict.js         dictionary of the documents, and the titles of their fields; that
 *                               of the base serves the delta, whose copy is for readers of it alone
 *
 * Each calls gongshi.shard(name, text) when a script element loads it: from file:// as well. Files
 * of the base that lost a document keep their names; the pointer's "rev" makes their addresses new
 * ones (?rev), so that no cache shows for long what is gone.
 */
#ifndef GONGSHI_SEARCH_SEARCH_H
#define GONGSHI_SEARCH_SEARCH_H

#include "base/buf.h"
#include "base/date.h"
#include "base/par.h"

#define SEARCH_FOLDER "find"
#define SEARCH_POINTER "find/now.js"
#define SEARCH_FORMAT 11
#define SEARCH_TIERS 2 /* base and delta */

/* ---- documents ---- */

/* One text that the page displays, under a title that is in search_labels(). */
struct search_text {
    str label;
    str text;
};

struct search_document {
    str path;
    str title;
    date day;
    str agency; /* code; absent for articles */
    str agency_name;
    str kind; /* decision, officer …; article */
    str kind_name;
    str category;   /* 行政处罚 … as displayed; absent where there is none */
    str party;      /* 自然人 …; absent where there is none */
    int64_t amount; /* 分, or WHOLE_NONE */
    struct strs penalties;
    const struct search_text *texts;
    int text_count;
};

/* The title of the one text that no page displays, and only where a site wants it: initials of
 * names in pinyin. */
#define SEARCH_INITIALS "拼音首字母"

/* The titles that texts can stand under (empty where one comes again); those of numbers and names
 * that people ask for whole begin with =: a query that is one of those values finds its document
 * first. */
const str *search_labels(struct arena *a, int *n);

/* 0 … SEARCH_BANDS - 1 by its amount; -1 when there is none. */
#define SEARCH_BANDS 7
int search_band(int64_t fen);

/* ---- indexing ---- */

/* Where files go, and where runs that do not fit into memory are put aside. `put` is called from
 * any worker; the bytes are valid during the call. */
struct search_sink {
    void *ctx;
    void (*put)(void *ctx, int worker, str path, str bytes);
    int64_t (*spill)(void *ctx, str bytes); /* returns where */
    void (*seal)(void *ctx); /* nothing more is spilled: what follows is fetched, by any worker */
    void (*fetch)(void *ctx, int64_t from, void *into, ptrdiff_t n);
    /* A published file, for search_thin alone; false when it is missing, or not what it was. */
    bool (*get)(void *ctx, int worker, struct arena *a, str path, str *out);
};

struct search_plan {
    str tier;          /* name of the folder */
    str dictionary;    /* what dict.js of the base hands over; absent: made from the sample */
    int64_t documents; /* how many will be added */
    ptrdiff_t memory;  /* bytes of lists after which they are put aside */
};

/* Makes document i of a batch; false leaves a gap. Called from any worker, perhaps twice. */
typedef bool search_make(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out);

struct indexer;
struct indexer *indexer_open(struct arena *a, struct par *par, const struct search_sink *sink,
                             const struct search_plan *plan);
/* Looks at documents 0, search_sample_step, twice as much … of all, n of them, before the first is
 * added: for the dictionary, and how many documents stand in one file. Not when there is a
 * dictionary. */
void indexer_sample(struct indexer *x, ptrdiff_t n, search_make *make, void *ctx);
/* How many documents a batch must be a multiple of, but for the last. */
int indexer_block(const struct indexer *x);
/* Adds n documents, the newest first. Between begin and end the caller may prepare the next. */
void indexer_begin(struct indexer *x, ptrdiff_t n, search_make *make, void *ctx);
void indexer_end(struct indexer *x);
/* Writes all that is left; what the pointer says of the tier is appended to `out`. */
void indexer_close(struct indexer *x, struct buf *out);

/* ---- taking out ---- */

/* A file of documents that was written anew: the paths of those that are left or moved on, absent
 * for others. */
struct search_left {
    str file;
    struct strs documents;
};
struct search_thinning {
    str tier;               /* as it is described */
    const int64_t *numbers; /* of documents, ascending, each of which is in it */
    ptrdiff_t n;
    /* Document i of them as a newer tier has it, to which it moves on; false when it is gone. NULL:
     * all are. */
    search_make *make;
    void *ctx;
    struct search_left *left; /* out */
    ptrdiff_t left_n;
    ptrdiff_t per_block; /* out: how many documents a file has at most */
    str now;             /* out: how it is described from now on */
};

/* Takes documents out of a published tier. All that held them is put anew, under the same names:
 * their text, their number in the list of each of their grams, their share of the counters. One
 * that moves on to a newer tier is found there alone, but leaves only those lists here whose gram
 * it has no longer; it may be a number again, when it changes once more or goes. What was read
 * before or after goes together with what was not: lists only propose, and chunks of tails stay
 * where they are. False when a file that is needed is missing, or does not say what it must: then
 * the tier is to be made again, and what was put so far is of no use. */
bool search_thin(struct arena *a, struct par *par, const struct search_sink *sink,
                 struct search_thinning *t);

/* Every so manieth document is looked at for the dictionary, whose pieces stand in several of them:
 * so long as fewer than SEARCH_SAMPLES_LOST of those are taken out, it holds no piece that stands
 * nowhere else. */
int64_t search_sample_step(int64_t documents);
#define SEARCH_SAMPLES_LOST 4

/* How many numbers of documents a description tells of. */
int64_t search_tier_documents(str description);
/* The folder of the tier that a description is of; and the text that a shard hands over (of the
 * dictionary: for search_plan), false when it is cut short. */
str search_tier_name(str description);
bool search_text_of(struct arena *a, str file, str *text);

/* The pointer: tiers as indexer_close described them, newest first; and the file that hands it
 * over. */
str search_pointer(struct arena *a, const str *tiers, int n);
str search_pointer_file(struct arena *a, str pointer);

/* ---- finding ---- */

/* A published file below the web root; false when it is missing. */
typedef bool search_read(void *ctx, struct arena *a, str path, str *out);

struct search_where {
    str key; /* agency kind category year penalty amount party from to least most */
    str value;
};
struct search_query {
    const str *words; /* each is one string; all are required */
    int word_count;
    const struct search_where *where;
    int where_count;
};
struct search_hit {
    str id; /* the last part of its address, without .html */
    str path;
    str title;
    date day;
    bool exact; /* a whole number or name was asked for, and this has it */
};

enum search_state {
    SEARCH_DONE,
    SEARCH_SHORT,  /* a word of fewer than two characters */
    SEARCH_NO_KEY, /* --where: no such key, or no such value */
    SEARCH_BROKEN  /* a file is missing or cut short: *hits is what the others have */
};
/* The published index, opened: pointer and dictionary read. NULL when there is none, or not whole;
 * *broken then is the path of the bad file, absent when there is no index at all. */
struct searcher;
struct searcher *searcher_open(struct arena *a, search_read *read, void *ctx, str *broken);

/* All hits, in the arena: exact ones first, then the newest. */
struct search_hits {
    struct search_hit *v;
    ptrdiff_t n;
    str broken; /* path of the first file that is missing or cut short */
};
enum search_state search_find(const struct searcher *s, struct arena *a,
                              const struct search_query *q, struct search_hits *out);

/* Every document of the published index, whole, with the place of its tier in the pointer and its
 * number there: for those who check it. `moved` ones are found in a newer tier, and what is said
 * here is what they may still stand in lists under. */
typedef void search_each(void *ctx, int tier, int64_t number, const struct search_document *one,
                         bool moved);
bool search_all(const struct searcher *s, search_each *each, void *ctx);

#endif
