/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * markup.h — XML as a stream of elements and texts, within limits: for intake's own files only.
 *
 * In:    XML in UTF-8, piece by piece
 * Out:   calls for each beginning, end and text
 * Law:   none
 * Never: reads a document type, and so no entity but the five; waits for the end of a large token
 */
#ifndef GONGSHI_INTAKE_MARKUP_H
#define GONGSHI_INTAKE_MARKUP_H

#include "intake/normal.h"

struct XML_ParserStruct;

/* Names come without their prefix. `atts` are names and values in turn, NULL behind the last. */
struct markup_calls {
    void (*begin)(void *ctx, const char *name, const char **atts);
    void (*end)(void *ctx, const char *name);
    void (*text)(void *ctx, str text);
};

struct markup {
    struct normal_work *work;
    const struct markup_calls *calls;
    void *ctx;
    str sheet; /* for findings */
    struct XML_ParserStruct *parser;
    int depth;
    int64_t fed;
    int64_t heard; /* how much had been fed when a call was made last */
};

/* A parser for one text; `calls` and `ctx` live as long as it. Closed with markup_close. */
void markup_open(struct markup *m, struct normal_work *w, const struct markup_calls *calls,
                 void *ctx);
void markup_close(struct markup *m);

/* Reads on; false once the delivery was refused, by a call or here. */
bool markup_feed(struct markup *m, str piece, bool last);

/* The line that is being read, from 1. */
int64_t markup_line(const struct markup *m);

/* The value of an attribute, whatever its prefix; absent when it is not there. */
str markup_attribute(const char **atts, const char *name);

/* A name without its prefix. */
const char *markup_local(const char *name);

#endif
