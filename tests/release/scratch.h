/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * scratch.h — a folder of its own for each test program, and a few words that tests share.
 *
 * In:    none
 * Out:   an empty folder as the working folder
 * Law:   none
 * Never: leaves the folder behind
 */
#ifndef GONGSHI_TESTS_RELEASE_SCRATCH_H
#define GONGSHI_TESTS_RELEASE_SCRATCH_H

#include "base/os.h"
#include "release/release.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* In memory where that can be had: tests make files by the thousand. */
static char scratch[] = "/dev/shm/gongshi-release-XXXXXX";

static inline int scratch_open(void **state) {
    (void)state;
    os_init();
    if (access("/dev/shm", W_OK) != 0)
        memcpy(scratch, "/tmp/////", 9);
    return mkdtemp(scratch) == NULL || chdir(scratch) != 0;
}

static inline int scratch_close(void **state) {
    (void)state;
    int left = chdir("/");
    os_rmtree(scratch);
    return left;
}

/* The exit status of a function run in a child whose last words nobody wants to read. */
static inline int status_of(void (*fn)(void)) {
    pid_t pid = fork();
    if (pid == 0) {
        (void)!freopen("/dev/null", "w", stderr);
        fn();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* All findings as their lines. */
static inline str lines_of(struct arena *a, const struct diags *diags) {
    struct buf out = {0};
    for (const struct diag *d = diags->first; d != NULL; d = d->next) {
        diag_line(&out, d);
        buf_char(&out, '\n');
    }
    str text = str_dup(a, buf_view(&out));
    buf_free(&out);
    return text;
}

static inline int64_t count_of(const struct diags *diags, enum diag_code code) {
    int64_t n = 0;
    for (const struct diag *d = diags->first; d != NULL; d = d->next)
        n += d->code == code;
    return n;
}

#endif
