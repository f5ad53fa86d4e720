/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * document.h — a document as its shard holds it, and what it can be filtered by.
 *
 * In:    struct search_document
 * Out:   its text with separators; its facets; and back
 * Law:   none
 * Never: changes a text but for control characters, which nobody sees
 *
 *   path ␟ title ␟ 20261120 ␟ agency ␝ kind ␝ category ␝ party ␝ 分 ␝ penalty、penalty
 *        ␟ label+text ␟ label+text …                          documents are separated by ␞
 * The label is one character: LABEL_FIRST + its number in search_labels().
 */
#ifndef GONGSHI_SEARCH_DOCUMENT_H
#define GONGSHI_SEARCH_DOCUMENT_H

#include "search/search.h"

#define LABEL_FIRST 0x30
#define DOCUMENT_TITLE 1      /* the field; … */
#define DOCUMENT_TEXTS 4      /* … the first of those with a label */
#define SEPARATE_MOVED "\x1C" /* instead of … FIELD, in a document that moved on */
#define SEPARATE_PART "\x1D"
#define SEPARATE_DOCUMENT "\x1E"
#define SEPARATE_FIELD "\x1F"

/* The numbers of labels by their titles, for many questions. */
struct labels;
const struct labels *labels_make(struct arena *a);
int label_number(const struct labels *l, str title);
bool label_is_key(str title);
bool label_number_is_key(int number);

/* Appends a document as its shard holds it. */
void document_put(const struct labels *l, struct buf *out, const struct search_document *d);

/* Takes what document_put wrote; slices of the result point into `text`. */
bool document_take(struct arena *a, str text, struct search_document *out);

/* A document that moved on to a newer tier, as it is said there: with other separators, so that it
 * is none for document_take, or for a browser. Back again: false when it has not moved. */
str document_move(struct arena *a, str text);
bool document_moved(struct arena *a, str text, str *out);

/* "agency=scj", "amount=3" …: all that a document can be filtered by but its day. */
struct strs document_facets(struct arena *a, const struct search_document *d);

/* 20261120, 0 for none; and back. */
int day_number(date d);
date day_of_number(int64_t n);

#endif
