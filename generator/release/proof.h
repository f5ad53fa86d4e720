/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * proof.h — the public report of a release.
 *
 * In:    counts of the verification, digests of tree and ledger, a tally of secret digests
 * Out:   JSON, and the same for people in Markdown
 * Law:   个人信息保护法 art. 51, 54, 58
 * Never: holds a value, or a digest of one that could be tried out: commitments are keyed
 */
#ifndef GONGSHI_RELEASE_PROOF_H
#define GONGSHI_RELEASE_PROOF_H

#include "base/digest.h"
#include "release/release.h"

/* Raised when the verifier finds other things than before. */
#define VERIFIER_VERSION 1

#define PROOF_DATA "data/proof.json"
#define PROOF_PAGE "about/proof.html"

/* All secret digests of the site, counted by kind; the sums commit to them. */
struct tally {
    uint64_t seed; /* keyed */
    int64_t count[LEAKS];
    uint64_t sum[LEAKS][2];
};
struct tally tally_of(str key);
void tally_add(struct tally *t, const struct secret_digest *d);

struct proof {
    str site;
    instant as_of;
    str program;        /* name and version */
    str key;            /* the site's secret: commitments are made with it */
    struct sha256 tree; /* of the lines that name the manifest's shards */
    int64_t files;
    int64_t bytes;
    str head; /* of the ledger's chain */
    struct verify_counts checked;
    struct tally tally;
    int64_t known; /* public numbers that look private */
};
/* Both append to `out`; the same proof gives the same bytes. */
void proof_json(struct buf *out, const struct proof *p);
void proof_markdown(struct buf *out, const struct proof *p);

#endif
