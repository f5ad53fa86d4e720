/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * query.h — inside search: a question, understood.
 *
 * In:    struct search_query
 * Out:   struct question
 * Law:   none
 * Never: leaves search/ but for tests, whose plain scan asks the same question
 */
#ifndef GONGSHI_SEARCH_QUERY_H
#define GONGSHI_SEARCH_QUERY_H

#include "search/document.h"
#include "search/fold.h"

struct question {
    const struct folding *folding;
    struct units *words;
    int word_count;
    struct strs facets; /* "agency=scj" */
    date from;
    date to;
    int64_t least; /* 分 */
    int64_t most;
};

/* SEARCH_SHORT or SEARCH_NO_KEY when it cannot be meant. */
enum search_state question_of(struct arena *a, const struct folding *folding,
                              const struct search_query *asked, struct question *q);

/* Whether a document is a hit; *exact when a word is the whole of one of its numbers. */
bool question_answers(struct arena *a, const struct question *q, const struct search_document *d,
                      bool *exact);

#endif
