/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * spent.h — processor time, for tests that bound how much work something is.
 *
 * In:    nothing
 * Out:   seconds that this process and its ended children have used
 * Law:   none
 * Never: counts what other programs on the machine make us wait
 */
#ifndef GONGSHI_TESTS_SPENT_H
#define GONGSHI_TESTS_SPENT_H

#include <sys/resource.h>

static inline double spent_by(int who) {
    struct rusage u;
    (void)getrusage(who, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static inline double spent(void) {
    return spent_by(RUSAGE_SELF) + spent_by(RUSAGE_CHILDREN);
}

#endif
