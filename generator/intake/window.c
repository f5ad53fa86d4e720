/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * window.c — a file seen through a window that slides forward.
 *
 * In:    a stored delivery
 * Out:   its bytes, a piece at a time
 * Law:   none
 * Never: goes back further than what was kept
 */
#include "intake/window.h"

#include "base/os.h"
#include "intake/intake.h"

#include <string.h>

bool window_open(struct arena *a, const char *path, struct window *w) {
    *w = (struct window){.fd = os_open(path), .line = 1};
    if (w->fd < 0)
        return false;
    w->size = os_stat(path).size;
    /* A small file needs a small window only: many deliveries are open in the course of a run. */
    ptrdiff_t most = INTAKE_RECORD_LIMIT + 2 * WINDOW_READ;
    w->cap = w->size < most ? (ptrdiff_t)w->size + 1 : most;
    w->p = ROOM(a, char, w->cap);
    return true;
}

void window_close(struct window *w) {
    if (w->fd >= 0)
        os_close(w->fd);
    w->fd = -1;
}

void window_rewind(struct window *w, int64_t at, int64_t line) {
    w->base = w->at = w->counted = at;
    w->line = line;
    w->n = 0;
}

str window_view(const struct window *w, int64_t from, int64_t to) {
    return (str){w->p + (from - w->base), (ptrdiff_t)(to - from)};
}

str window_rest(const struct window *w) {
    return window_view(w, w->at, w->base + w->n);
}

int64_t window_line(struct window *w, int64_t at) {
    str s = window_view(w, w->counted, at > w->counted ? at : w->counted);
    for (const char *p = s.p, *end = s.p + s.n; p < end; p++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (p == NULL)
            break;
        w->line++;
    }
    w->counted += s.n;
    return w->line;
}

bool window_more(struct window *w, int64_t keep) {
    (void)window_line(w, keep);
    ptrdiff_t gone = (ptrdiff_t)(keep - w->base);
    memmove(w->p, w->p + gone, (size_t)(w->n - gone));
    w->base = keep;
    w->n -= gone;
    ptrdiff_t room = w->cap - w->n;
    ptrdiff_t got =
        os_read_at(w->fd, w->p + w->n, room < WINDOW_READ ? room : WINDOW_READ, w->base + w->n);
    w->n += got;
    return got > 0;
}
