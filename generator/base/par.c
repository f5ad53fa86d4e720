/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * par.c — the same work on many items, on a few threads.
 *
 * In:    a function, a number of items
 * Out:   whatever the function wrote into slot i
 * Law:   none
 * Never: changes results with the number of threads
 */
#include "base/par.h"

#include "base/os.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

/* Workers take items in chunks: small enough that all finish together, large enough that taking
 * one costs nothing. */
#define CHUNKS_A_WORKER 16
#define CHUNK_MOST 64

struct worker {
    struct par *par;
    pthread_t thread;
    int number;
};

/*   caller ──post──► first → … → last ──chunk by chunk──► workers ──all done──► caller
 *
 * A batch leaves the line when its last item is taken; everything is guarded by the mutex. */
struct par {
    pthread_mutex_t mutex;
    pthread_cond_t wake; /* a batch stands in line, or closing */
    pthread_cond_t idle; /* a batch is done */
    struct par_batch *first;
    struct par_batch *last;
    bool closing;
    int jobs; /* 0 when the caller works itself */
    struct worker workers[];
};

/* The next items of the first batch in line. */
static struct par_batch *take_chunk(struct par *p, ptrdiff_t *from, ptrdiff_t *to) {
    struct par_batch *b = p->first;
    *from = b->taken;
    *to = b->n - b->taken < b->chunk ? b->n : b->taken + b->chunk;
    b->taken = *to;
    if (b->taken == b->n)
        p->first = b->after;
    return b;
}

static void work(struct par *p, int worker) {
    ptrdiff_t from;
    ptrdiff_t to;
    struct par_batch *b = take_chunk(p, &from, &to);
    (void)pthread_mutex_unlock(&p->mutex);
    for (ptrdiff_t i = from; i < to; i++)
        b->fn(b->ctx, worker, i);
    (void)pthread_mutex_lock(&p->mutex);
    b->done += to - from;
    if (b->done == b->n)
        (void)pthread_cond_signal(&p->idle);
}

static void *run(void *arg) {
    struct worker *w = arg;
    struct par *p = w->par;
    (void)pthread_mutex_lock(&p->mutex);
    while (p->first != NULL || !p->closing) {
        if (p->first != NULL)
            work(p, w->number);
        else
            (void)pthread_cond_wait(&p->wake, &p->mutex);
    }
    (void)pthread_mutex_unlock(&p->mutex);
    return NULL;
}

struct par *par_open(int jobs) {
    int threads = jobs <= 1 ? 0 : jobs;
    struct par *p = calloc(1, sizeof *p + (size_t)threads * sizeof p->workers[0]);
    if (p == NULL)
        die("内存不足");
    (void)pthread_mutex_init(&p->mutex, NULL);
    (void)pthread_cond_init(&p->wake, NULL);
    (void)pthread_cond_init(&p->idle, NULL);
    p->jobs = threads;
    for (int i = 0; i < threads; i++) {
        struct worker *w = &p->workers[i];
        w->par = p;
        w->number = i;
        if (pthread_create(&w->thread, NULL, run, w) != 0)
            die("启动不了第 %d 个线程", i + 1);
    }
    return p;
}

void par_close(struct par *p) {
    (void)pthread_mutex_lock(&p->mutex);
    p->closing = true;
    (void)pthread_cond_broadcast(&p->wake);
    (void)pthread_mutex_unlock(&p->mutex);
    for (int i = 0; i < p->jobs; i++)
        (void)pthread_join(p->workers[i].thread, NULL);
    (void)pthread_cond_destroy(&p->idle);
    (void)pthread_cond_destroy(&p->wake);
    (void)pthread_mutex_destroy(&p->mutex);
    free(p);
}

int par_jobs(const struct par *p) {
    return p->jobs == 0 ? 1 : p->jobs;
}

static ptrdiff_t chunk_for(ptrdiff_t n, int jobs) {
    ptrdiff_t chunk = n / ((ptrdiff_t)(jobs > 0 ? jobs : 1) * CHUNKS_A_WORKER);
    return chunk < 1 ? 1 : chunk > CHUNK_MOST ? CHUNK_MOST : chunk;
}

static void stand_in_line(struct par *p, struct par_batch *b) {
    (void)pthread_mutex_lock(&p->mutex);
    if (p->first == NULL)
        p->first = b;
    else
        p->last->after = b;
    p->last = b;
    (void)pthread_cond_broadcast(&p->wake);
    (void)pthread_mutex_unlock(&p->mutex);
}

void par_post(struct par *p, struct par_batch *b, ptrdiff_t n, par_fn *fn, void *ctx) {
    *b = (struct par_batch){.fn = fn, .ctx = ctx, .n = n < 0 ? 0 : n};
    b->chunk = chunk_for(b->n, p->jobs);
    if (p->jobs > 0 && b->n > 0) {
        stand_in_line(p, b);
        return;
    }
    for (ptrdiff_t i = 0; i < b->n; i++)
        fn(ctx, 0, i);
    b->done = b->n;
}

void par_await(struct par *p, const struct par_batch *b) {
    (void)pthread_mutex_lock(&p->mutex);
    while (b->done < b->n)
        (void)pthread_cond_wait(&p->idle, &p->mutex);
    (void)pthread_mutex_unlock(&p->mutex);
}

void par_for(struct par *p, ptrdiff_t n, par_fn *fn, void *ctx) {
    struct par_batch b;
    par_post(p, &b, n, fn, ctx);
    par_await(p, &b);
}
