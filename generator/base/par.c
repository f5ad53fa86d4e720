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
#include <stdatomic.h>
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

/*   caller ──batch+1, wake──► workers: take chunk, take chunk, … ──busy = 0, idle──► caller */
struct par {
    pthread_mutex_t mutex;
    pthread_cond_t wake; /* a batch stands ready, or closing */
    pthread_cond_t idle; /* the last worker of a batch is done */
    long batch;          /* number of the batch; guarded by the mutex like all that follow */
    int busy;            /* workers that have not finished it */
    bool closing;
    par_fn *fn;
    void *ctx;
    ptrdiff_t n;
    ptrdiff_t chunk;
    atomic_ptrdiff_t next; /* first item nobody has taken */
    int jobs;              /* 0 when the caller works itself */
    struct worker workers[];
};

static void work(struct par *p, int worker) {
    for (;;) {
        ptrdiff_t from = atomic_fetch_add(&p->next, p->chunk);
        ptrdiff_t to = from + p->chunk < p->n ? from + p->chunk : p->n;
        if (from >= to)
            return;
        for (ptrdiff_t i = from; i < to; i++)
            p->fn(p->ctx, worker, i);
    }
}

static void *run(void *arg) {
    struct worker *w = arg;
    struct par *p = w->par;
    (void)pthread_mutex_lock(&p->mutex);
    for (long done = 0;; done = p->batch) {
        while (p->batch == done && !p->closing)
            (void)pthread_cond_wait(&p->wake, &p->mutex);
        if (p->closing)
            break;
        (void)pthread_mutex_unlock(&p->mutex);
        work(p, w->number);
        (void)pthread_mutex_lock(&p->mutex);
        if (--p->busy == 0)
            (void)pthread_cond_signal(&p->idle);
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
    par_wait(p);
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
    ptrdiff_t chunk = n / ((ptrdiff_t)jobs * CHUNKS_A_WORKER);
    return chunk < 1 ? 1 : chunk > CHUNK_MOST ? CHUNK_MOST : chunk;
}

void par_start(struct par *p, ptrdiff_t n, par_fn *fn, void *ctx) {
    par_wait(p);
    if (p->jobs == 0) {
        for (ptrdiff_t i = 0; i < n; i++)
            fn(ctx, 0, i);
        return;
    }
    if (n <= 0)
        return;
    (void)pthread_mutex_lock(&p->mutex);
    p->fn = fn;
    p->ctx = ctx;
    p->n = n;
    p->chunk = chunk_for(n, p->jobs);
    atomic_store(&p->next, 0);
    p->busy = p->jobs;
    p->batch++;
    (void)pthread_cond_broadcast(&p->wake);
    (void)pthread_mutex_unlock(&p->mutex);
}

void par_wait(struct par *p) {
    (void)pthread_mutex_lock(&p->mutex);
    while (p->busy > 0)
        (void)pthread_cond_wait(&p->idle, &p->mutex);
    (void)pthread_mutex_unlock(&p->mutex);
}

void par_for(struct par *p, ptrdiff_t n, par_fn *fn, void *ctx) {
    par_start(p, n, fn, ctx);
    par_wait(p);
}
