/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fuzz.h — what the fuzz targets of this folder share.
 *
 * In:    bytes from libFuzzer
 * Out:   none; a broken claim ends the process
 * Law:   none
 * Never: is part of the program
 */
#ifndef GONGSHI_TESTS_FUZZ_FUZZ_H
#define GONGSHI_TESTS_FUZZ_FUZZ_H

#include "base/arena.h"
#include "base/date.h"
#include "base/os.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FUZZ_DAY date_of(2026, 11, 20)

/* Each target is this one function. */
static void fuzz_one(struct arena *a, str input);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n) {
    static struct arena a;
    fuzz_one(&a, (str){(const char *)p, (ptrdiff_t)n});
    arena_reset(&a);
    return 0;
}

/* What must hold whatever the input is. */
static inline void fuzz_claim(bool holds, const char *what) {
    if (holds)
        return;
    (void)fprintf(stderr, "claim broken: %s\n", what);
    __builtin_trap();
}

/* The input as a file: in memory, always the same one, the rest of its last content cut off. */
static inline const char *fuzz_file(str input) {
    static char path[32];
    static int fd = -1;
    if (fd < 0) {
        fd = memfd_create("fuzz", MFD_CLOEXEC);
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    }
    bool written =
        pwrite(fd, input.p, (size_t)input.n, 0) == input.n && ftruncate(fd, input.n) == 0;
    fuzz_claim(fd >= 0 && written, "the file could not be written");
    return path;
}

/* Takes what stands before the first NUL off the input: targets of several parts. */
static inline str fuzz_part(str *rest) {
    str part = str_cut(rest, (str){"", 1});
    return part.p == NULL ? S("") : part;
}

#endif
