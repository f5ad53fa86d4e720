/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * par.h — the same work on many items, on a few threads.
 *
 * In:    a function, a number of items
 * Out:   whatever the function wrote into slot i
 * Law:   none
 * Never: changes results with the number of threads: item i writes slot i and its worker's state
 */
#ifndef GONGSHI_BASE_PAR_H
#define GONGSHI_BASE_PAR_H

#include <stddef.h>

/* What one item's work is called with: ctx as handed in, the worker (0 … jobs-1), the item. */
typedef void par_fn(void *ctx, int worker, ptrdiff_t item);

struct par;

/* Starts jobs worker threads that live until par_close; jobs ≤ 1 starts none and runs all work
 * in the caller. Dies when a thread cannot be made. */
struct par *par_open(int jobs);
/* Closing finishes all batches first. */
void par_close(struct par *p);

/* How many workers there are (at least 1): the size of per-worker arrays. */
int par_jobs(const struct par *p);

/* fn for items 0 … n-1; returns when all are done. */
void par_for(struct par *p, ptrdiff_t n, par_fn *fn, void *ctx);

/* The same in two halves, so that the caller works meanwhile. Batches stand in line: workers that
 * find no item left in one go on to the next, so nobody waits for the slowest of a batch. From post
 * to await neither the batch nor what fn touches may be touched, and both must stay where they are.
 * Without workers post does all the work. Awaiting a batch of zeroes returns at once. */
struct par_batch {
    par_fn *fn;
    void *ctx;
    ptrdiff_t n;
    ptrdiff_t chunk; /* items that are taken at a time */
    ptrdiff_t taken;
    ptrdiff_t done;
    struct par_batch *after; /* the next in line */
};
void par_post(struct par *p, struct par_batch *b, ptrdiff_t n, par_fn *fn, void *ctx);
void par_await(struct par *p, const struct par_batch *b);

#endif
