/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * signing.h — the 审签单 of a batch: what is to be published, on paper, for a signature.
 *
 * In:    disclosures that wait for 审签, masked
 * Out:   one printable page below desk/report
 * Law:   law.md §2 (发布审签)
 * Never: shows a value that the public will not see
 */
#ifndef GONGSHI_OFFICE_SIGNING_H
#define GONGSHI_OFFICE_SIGNING_H

#include "base/buf.h"
#include "law/disclosure.h"

/* A record on the sheet. */
struct signing_row {
    str id; /* the last part of its address */
    struct disclosure face;
};

struct signing {
    str number; /* 20260305-1 */
    str site;   /* name of the portal */
    date day;
    const struct signing_row *rows;
    int n;
    int left; /* how many more wait for the next sheet */
};

/* A4, self-contained: a table of the batch, a box to sign, then the text of each record as the
 * public will see it. */
void signing_page(struct arena *a, const struct signing *s, struct buf *out);

#endif
