/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * json.h — a small JSON text as struct value (templates' data, configuration); not for deliveries.
 *
 * In:    UTF-8 text
 * Out:   struct value in the arena
 * Law:   none
 * Never: keeps a Jansson object; recurses deeper than JSON_DEPTH
 */
#ifndef GONGSHI_BASE_JSON_H
#define GONGSHI_BASE_JSON_H

#include "base/value.h"

#define JSON_DEPTH 64

/* Numbers become texts in their shortest usual form. On failure returns false and sets *error (in
 * the arena) to what is wrong, and *line to the 1-based line. */
bool json_load(struct arena *a, str text, struct value *out, str *error, int *line);

#endif
