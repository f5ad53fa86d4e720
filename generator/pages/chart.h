/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * chart.h — figures as inline SVG; the table beside it says the same in numbers.
 *
 * In:    labels and numbers
 * Out:   SVG: few elements, no style, no script, no font
 * Law:   国办发〔2018〕118号 (统计年报)
 * Never: is the only place where a number stands; is included outside pages/
 */
#ifndef GONGSHI_PAGES_CHART_H
#define GONGSHI_PAGES_CHART_H

#include "pages/page.h"

struct chart_bar {
    str label;
    int64_t value; /* 0 or more */
    str text;      /* as it stands at the bar: 12, 93.5% */
};

#define CHART_BARS 40 /* more are not drawn */

/* Bars that lie below each other, each with its label before and its number behind it: categories,
 * agencies, penalty types. `most` is the number of a full bar; 0 takes the largest. Absent markup
 * when n is 0 or more than CHART_BARS. */
struct html chart_bars(struct arena *a, str title, const struct chart_bar *bars, int n,
                       int64_t most);

#endif
