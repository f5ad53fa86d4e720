/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * markdown.h — Markdown to HTML by cmark, with tables and the emphasis that Chinese text needs.
 *
 * In:    UTF-8 Markdown, an optional front matter of `key: value` lines between two `---`
 * Out:   struct html, front matter
 * Law:   none
 * Never: lets raw HTML or a scheme other than http, https, mailto, tel or relative through
 */
#ifndef GONGSHI_BASE_MARKDOWN_H
#define GONGSHI_BASE_MARKDOWN_H

#include "base/value.h"

#define MARKDOWN_LIMIT ((ptrdiff_t)1 << 20) /* bytes of one document */
#define MARKDOWN_NESTING 32    /* block quotes and list items opened on one line, brackets nested */
#define MARKDOWN_BRACKETS 4096 /* brackets opened between two blank lines */

/* Splits the front matter off: returns the body, and the pairs as a map of texts (the colon may be
 * full-width, quotes around a value are dropped). Without a closing `---` there is none, and the
 * whole source is the body. */
str markdown_front_matter(struct arena *a, str source, struct value *pairs);

/* Renders a body. False, with *error set (Chinese, with the line of the body where it applies),
 * when it passes a limit. Beyond CommonMark: tables as in GFM (`<th scope="col">`, alignment as
 * class "right" or "center"), and `**注意：**请` is emphasis although the flanking rule says no.
 * Raw HTML is dropped; a link or image with another scheme is dropped to its text. */
bool markdown_render(struct arena *a, str body, struct html *out, str *error);

#endif
