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
 * Mustache v1.4 with partials, inheritance and dynamic names; no lambdas.
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

/* Compile one source under a name ("layout", "record/decision"). `file` is what diagnostics call
 * it. Returns false after a diagnostic file:line: …:col that says what was expected. */
bool template_add(struct template_set *set, str name, str file, str source, struct diags *diags);

bool template_has(const struct template_set *set, str name);

/* After the last template_add: check that every static partial and parent exists; false after
 * diagnostics. Skipped by callers who want missing partials to render as nothing (the spec). */
bool template_check(const struct template_set *set, struct diags *diags);

/* Render a template by name with `root` as the bottom of the context stack. Depth of nested
 * partials is bounded (TEMPLATE_DEPTH); false when the name is unknown, the depth was passed or
 * the buffer failed. */
#define TEMPLATE_DEPTH 64
bool template_render(const struct template_set *set, str name, const struct value *root,
                     struct buf *out);

#endif
