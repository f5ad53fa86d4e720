/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * template.h — Mustache, compiled to an op array.
 *
 * In:    template sources, struct value
 * Out:   text in a buf
 * Law:   none
 * Never: lets a text through unescaped: {{x}} and {{{x}}} escape a VALUE_TEXT alike (the second
 *        form only when the set was opened `strict`), VALUE_HTML passes
 *
 * Mustache v1.4 with partials, inheritance and dynamic names; no lambdas. What the specification
 * leaves open: booleans are written true and false, lists and maps not at all; indentation is not
 * added to blank lines; a block inside an argument is a parameter of the template it is written in.
 */
#ifndef GONGSHI_BASE_TEMPLATE_H
#define GONGSHI_BASE_TEMPLATE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/value.h"

/* All templates of a site, by name; read-only once compiled, so threads may share it. */
struct template_set;

/* An empty set whose memory is in the arena. `strict`: {{{x}}} and {{&x}} escape plain texts. */
struct template_set *template_set_open(struct arena *a, bool strict);

/* Compile one source under a name ("layout", "record/decision"); a later one of the same name
 * replaces it. `file` is what diagnostics call it. The source is copied. Returns false, and leaves
 * the name as it was, after a diagnostic file:line:column that says what was expected. */
bool template_add(struct template_set *set, str name, str file, str source, struct diags *diags);

/* Whether a template of this name was added. */
bool template_has(const struct template_set *set, str name);

/* After the last template_add: check that every static partial and parent exists; false after
 * diagnostics. Skipped by callers who want missing partials to render as nothing (the spec). */
bool template_check(const struct template_set *set, struct diags *diags);

/* Limits, each with its diagnostic. */
#define TEMPLATE_DEPTH 64     /* partials, parents and blocks inside one another at render time */
#define TEMPLATE_CONTEXTS 256 /* values on the context stack at render time */
#define TEMPLATE_NESTING 64   /* sections, parents and blocks open at once in one source */
#define TEMPLATE_INDENT 4096  /* bytes of indentation that nested standalone partials add up to */

/* Render a template by name with `root` as the bottom of the context stack. False after a
 * diagnostic (diags may be NULL: then in silence) when the name is unknown or a limit was passed;
 * false without one when the buffer failed. */
bool template_render(const struct template_set *set, str name, const struct value *root,
                     struct buf *out, struct diags *diags);

#endif
