/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * figures.h — counts that pages and reports show. (hand-over)
 *
 * In:    counting done by the ledger
 * Out:   struct figures
 * Law:   国办发〔2018〕118号 (统计年报), law.md §2 (exempt records are counted in public totals)
 * Never: a name, a number of a document, a text
 */
#ifndef GONGSHI_LAW_FIGURES_H
#define GONGSHI_LAW_FIGURES_H

#include "law/ruling.h"

/* How many records stand under each ruling, and of a kind or category how many are public. */
struct figures {
    int64_t by_verb[RULING_VERBS];
    int64_t published[KINDS][CATEGORY_OTHER + 1]; /* by category or class; 0 for others */
    int64_t exempt;                               /* as by_verb[RULING_EXEMPT] */
    int64_t on_time;                              /* published decisions: by the due day */
    int64_t late;
    int64_t this_week; /* published in the seven days that end with the data's day */
    int64_t today;
};

#endif
