/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * par_test.c — every item once, and the same results on one, two and eight threads.
 *
 * In:    numbers
 * Out:   cmocka results
 * Law:   none
 * Never: relies on timing
 */
#include "base/par.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ITEMS 10000
#define WORKERS 8

struct job {
    uint32_t result[ITEMS];
    int calls[ITEMS];
    long by_worker[WORKERS];
};

static void hash_item(void *ctx, int worker, ptrdiff_t item) {
    struct job *job = ctx;
    uint32_t h = 2166136261u;
    for (ptrdiff_t i = 0; i <= item % 100; i++)
        h = (h ^ (uint32_t)(item + i)) * 16777619u;
    job->result[item] = h;
    job->calls[item]++;
    job->by_worker[worker]++;
}

static void check_calls(const struct job *job, ptrdiff_t n) {
    long sum = 0;
    for (ptrdiff_t i = 0; i < ITEMS; i++)
        assert_int_equal(job->calls[i], i < n ? 1 : 0);
    for (int w = 0; w < WORKERS; w++)
        sum += job->by_worker[w];
    assert_int_equal(sum, n);
}

static void results_do_not_depend_on_threads(void **state) {
    (void)state;
    static struct job expected;
    static struct job job;
    static const int jobs[] = {-1, 0, 1, 2, WORKERS};
    for (size_t k = 0; k < sizeof jobs / sizeof jobs[0]; k++) {
        memset(&job, 0, sizeof job);
        struct par *p = par_open(jobs[k]);
        assert_int_equal(par_jobs(p), jobs[k] < 1 ? 1 : jobs[k]);
        par_for(p, ITEMS, hash_item, &job);
        par_close(p);
        check_calls(&job, ITEMS);
        if (k == 0)
            expected = job;
        assert_memory_equal(job.result, expected.result, sizeof job.result);
    }
}

static void batches_of_every_size(void **state) {
    (void)state;
    static struct job job;
    struct par *p = par_open(2);
    for (ptrdiff_t n = 0; n < 300; n++) {
        memset(&job, 0, sizeof job);
        par_for(p, n, hash_item, &job);
        check_calls(&job, n);
    }
    par_close(p);
}

static void batches_stand_in_line(void **state) {
    (void)state;
    enum { BATCHES = 5 };
    static struct job jobs[BATCHES];
    static const int threads[] = {1, 2, WORKERS};
    for (int k = 0; k < 3; k++) {
        memset(jobs, 0, sizeof jobs);
        struct par_batch b[BATCHES] = {{0}};
        struct par *p = par_open(threads[k]);
        par_await(p, &b[0]);
        for (int i = 0; i < BATCHES; i++)
            par_post(p, &b[i], i == 2 ? 0 : ITEMS, hash_item, &jobs[i]);
        /* In whichever order they are awaited; closing finishes the others. */
        for (int i = 3; i >= 1; i--) {
            par_await(p, &b[i]);
            check_calls(&jobs[i], i == 2 ? 0 : ITEMS);
        }
        par_close(p);
        check_calls(&jobs[0], ITEMS);
        check_calls(&jobs[BATCHES - 1], ITEMS);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_do_not_depend_on_threads),
        cmocka_unit_test(batches_of_every_size),
        cmocka_unit_test(batches_stand_in_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
