/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * markdown.h — Markdown to HTML by cmark, with tables and the emphasis that Chinese text needs.
 *
 * In:    UTF-8 Markdown, an optional front matter of `key: value` lines between two `---`
 * Out:   struct html, front matter, headings
 * Law:   none
 * Never: lets raw HTML or a scheme other than http, https, mailto, tel or relative through
 */
#ifndef GONGSHI_BASE_MARKDOWN_H
#define GONGSHI_BASE_MARKDOWN_H

#include "base/value.h"

#define MARKDOWN_LIMIT ((ptrdiff_t)1 << 20) /* bytes of one document; cmark is quadratic on some */
#define MARKDOWN_NESTING 32                 /* block quotes or brackets opened on one line */

/* Splits the front matter off: returns the body, and the pairs as a map of texts. */
str markdown_front_matter(struct arena *a, str source, struct value *pairs);

/* Renders a body. False, with *error set (Chinese), when it passes a limit. Tables as in GFM (a
 * pass of our own); `**注意：**请` is emphasis although CommonMark's flanking rule says no. */
bool markdown_render(struct arena *a, str body, struct html *out, str *error);

#endif
