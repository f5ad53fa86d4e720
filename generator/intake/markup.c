/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * markup.c — XML as a stream of elements and texts, within limits.
 *
 * In:    XML in UTF-8
 * Out:   calls
 * Law:   none
 * Never: lets expat wait for the end of a token that will not end
 */
#include "intake/markup.h"

#include <expat.h>
#include <string.h>

static struct normal_place here(const struct markup *m) {
    return (struct normal_place){m->sheet, markup_line(m)};
}

int64_t markup_line(const struct markup *m) {
    return (int64_t)XML_GetCurrentLineNumber(m->parser);
}

const char *markup_local(const char *name) {
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

str markup_attribute(const char **atts, const char *name) {
    for (const char **at = atts; *at != NULL; at += 2)
        if (strcmp(markup_local(at[0]), name) == 0)
            return str_of(at[1]);
    return (str){0};
}

static void stop(struct markup *m) {
    (void)XML_StopParser(m->parser, XML_FALSE);
}

static void on_begin(void *ctx, const char *name, const char **atts) {
    struct markup *m = ctx;
    m->heard = m->fed;
    if (++m->depth > NORMAL_DEPTH)
        (void)normal_refuse(m->work, DIAG_XML_DEEP, here(m), S(""));
    else
        m->calls->begin(m->ctx, markup_local(name), atts);
    if (m->work->refused)
        stop(m);
}

static void on_end(void *ctx, const char *name) {
    struct markup *m = ctx;
    m->heard = m->fed;
    m->depth--;
    m->calls->end(m->ctx, markup_local(name));
    if (m->work->refused)
        stop(m);
}

static void on_text(void *ctx, const char *p, int n) {
    struct markup *m = ctx;
    m->heard = m->fed;
    m->calls->text(m->ctx, (str){p, n});
    if (m->work->refused)
        stop(m);
}

static void on_comment(void *ctx, const char *text) {
    struct markup *m = ctx;
    (void)text;
    m->heard = m->fed;
}

static void on_doctype(void *ctx, const char *name, const char *system, const char *public,
                       int internal) {
    struct markup *m = ctx;
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    (void)normal_refuse(m->work, DIAG_XML_DOCTYPE, here(m), S(""));
    stop(m);
}

void markup_open(struct markup *m, struct normal_work *w, const struct markup_calls *calls,
                 void *ctx) {
    *m = (struct markup){.work = w, .calls = calls, .ctx = ctx};
    m->parser = XML_ParserCreate("UTF-8");
    if (m->parser == NULL)
        die_memory("内存不足");
    XML_SetUserData(m->parser, m);
    XML_SetElementHandler(m->parser, on_begin, on_end);
    XML_SetCharacterDataHandler(m->parser, on_text);
    XML_SetCommentHandler(m->parser, on_comment);
    XML_SetStartDoctypeDeclHandler(m->parser, on_doctype);
}

void markup_close(struct markup *m) {
    XML_ParserFree(m->parser);
    m->parser = NULL;
}

static bool complain(struct markup *m) {
    enum XML_Error why = XML_GetErrorCode(m->parser);
    if (m->work->refused)
        return false;
    if (why == XML_ERROR_NO_MEMORY)
        die_memory("内存不足");
    return normal_refuse(m->work, DIAG_XML_SYNTAX, here(m),
                         str_fmt(m->work->arena, "第 %lld 个字符：%s",
                                 (long long)XML_GetCurrentColumnNumber(m->parser) + 1,
                                 XML_ErrorString(why)));
}

#define BITE ((ptrdiff_t)64 << 10) /* bytes given to expat at once */

bool markup_feed(struct markup *m, str piece, bool last) {
    do {
        str bite = str_sub(piece, 0, BITE);
        piece = str_sub(piece, bite.n, piece.n);
        m->fed += bite.n;
        bool end = last && piece.n == 0;
        if (XML_Parse(m->parser, bite.p == NULL ? "" : bite.p, (int)bite.n, end) ==
            XML_STATUS_ERROR)
            return complain(m);
        /* A token that goes on and on is read again from its beginning each time. */
        if (m->fed - m->heard > NORMAL_CELL)
            return normal_refuse(m->work, DIAG_CELL_LONG, here(m), S(""));
    } while (piece.n > 0);
    return !m->work->refused;
}
