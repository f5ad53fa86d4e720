/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * window.h — a file seen through a window that slides forward.
 *
 * In:    a stored delivery
 * Out:   its bytes, a piece at a time, and which line they stand on
 * Law:   none
 * Never: holds more than INTAKE_RECORD_LIMIT and one reading of WINDOW_READ bytes
 */
#ifndef GONGSHI_INTAKE_WINDOW_H
#define GONGSHI_INTAKE_WINDOW_H

#include "base/arena.h"
#include "base/str.h"

#define WINDOW_READ ((ptrdiff_t)256 << 10) /* bytes read at once */

/*   file   ░░░░░░░░░████████████████████░░░░░░░
 *                   │base     │at         │base + n        p[0] stands for byte `base`      */
struct window {
    int fd;
    int64_t size; /* of the file */
    char *p;
    ptrdiff_t cap;
    ptrdiff_t n;
    int64_t base;
    int64_t at;      /* the next byte to look at */
    int64_t counted; /* lines are counted up to this byte … */
    int64_t line;    /* … which stands on this line, from 1 */
    int64_t most;    /* bytes of one unit (slice.h) before it is given up; 0: never */
};

/* False when the file does not exist. The memory stands in the arena. */
bool window_open(struct arena *a, const char *path, struct window *w);
void window_close(struct window *w);

/* Start again at a byte that stands on this line. */
void window_rewind(struct window *w, int64_t at, int64_t line);

/* Read on, forgetting what stands before byte `keep`; false at the end of the file. At most
 * INTAKE_RECORD_LIMIT bytes may be kept. */
bool window_more(struct window *w, int64_t keep);

/* What is there from `at` on; and bytes `from` to `to`, which must be in the window. */
str window_rest(const struct window *w);
str window_view(const struct window *w, int64_t from, int64_t to);

/* The line of a byte in the window; to be asked in ascending order. */
int64_t window_line(struct window *w, int64_t at);

#endif
