/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * amount.h — amounts of money as people write them: for intake's own files only.
 *
 * In:    texts: 20,000.00 · 7.5万元 · 壹万贰仟元整 · ￥５０００元
 * Out:   分
 * Law:   票据法 art. 8 (what figures and words say must agree)
 * Never: rounds; takes a text of which something is left over
 */
#ifndef GONGSHI_INTAKE_AMOUNT_H
#define GONGSHI_INTAKE_AMOUNT_H

#include "base/str.h"

#define AMOUNT_YUAN 100 /* 分 of one 元 */

/* One whole cell as an amount. A number without a unit counts `unit` 分 each. Figures with the same
 * amount in brackets behind them must agree. False on anything else, below 分, or past int64. */
bool amount_parse(struct arena *a, str text, int64_t unit, int64_t *fen);

/* The next amount that is spelled out with 元 in running text, from byte *at on; *at moves behind
 * it. False when there is none any more. */
bool amount_next(struct arena *a, str text, ptrdiff_t *at, int64_t *fen);

#endif
