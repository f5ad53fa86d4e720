/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shared.c — the texts that a workbook's cells share, put aside on disk.
 *
 * In:    texts in their order
 * Out:   the same by number
 * Law:   none
 * Never: maps the file
 */
#include "intake/shared.h"

#include "base/arena.h"

#include <string.h>

#define WAITING_MOST ((ptrdiff_t)256 << 10)

void shared_open(struct shared *s, const struct os_cell *cell, struct arena *a) {
    *s = (struct shared){.cell = cell, .arena = a};
}

static void write_waiting(struct shared *s) {
    os_put_at(s->cell->scratch, buf_view(&s->waiting), s->end - s->waiting.n);
    buf_reset(&s->waiting);
}

bool shared_add(struct shared *s, str text) {
    int64_t step = s->count / SHARED_STEP;
    if (step / SHARED_CHUNK >= SHARED_CHUNKS)
        return false;
    if (s->count++ % SHARED_STEP == 0) {
        int64_t **chunk = &s->offsets[step / SHARED_CHUNK];
        if (*chunk == NULL)
            *chunk = NEW(s->arena, int64_t, SHARED_CHUNK);
        (*chunk)[step % SHARED_CHUNK] = s->end;
    }
    uint32_t n = (uint32_t)text.n;
    buf_str(&s->waiting, (str){(const char *)&n, (ptrdiff_t)sizeof n});
    buf_str(&s->waiting, text);
    s->end += (ptrdiff_t)sizeof n + text.n;
    if (s->waiting.n > WAITING_MOST)
        write_waiting(s);
    return true;
}

void shared_done(struct shared *s) {
    write_waiting(s);
    buf_free(&s->waiting);
    s->pages = NEW(s->arena, char, 2 * SHARED_PLACES * SHARED_PAGE);
    s->page_of = NEW(s->arena, int64_t, 2 * SHARED_PLACES);
    s->used = NEW(s->arena, unsigned char, SHARED_PLACES);
}

/* What stands from a byte on up to the end of its page. Some texts are asked for in every row, most
 * once and in turn: the latter displace each other, because a page that was just used stays. */
static str page_at(struct shared *s, int64_t at) {
    int64_t page = at / SHARED_PAGE;
    ptrdiff_t place = (ptrdiff_t)(page % SHARED_PLACES);
    ptrdiff_t slot = 2 * place;
    if (s->page_of[slot] != page + 1 && s->page_of[slot + 1] == page + 1)
        slot++;
    else if (s->page_of[slot] != page + 1)
        slot += 1 - s->used[place];
    char *p = s->pages + slot * SHARED_PAGE;
    if (s->page_of[slot] != page + 1)
        (void)os_read_at(s->cell->scratch, p, SHARED_PAGE, page * SHARED_PAGE);
    s->page_of[slot] = page + 1;
    s->used[place] = (unsigned char)(slot & 1);
    return str_sub((str){p, SHARED_PAGE}, (ptrdiff_t)(at % SHARED_PAGE), SHARED_PAGE);
}

/* n bytes from a place on: in their page, or gathered from several. */
static str bytes_at(struct shared *s, int64_t at, ptrdiff_t n) {
    str first = page_at(s, at);
    if (first.n >= n)
        return str_sub(first, 0, n);
    buf_reset(&s->across);
    while (n > 0) {
        str part = str_sub(page_at(s, at), 0, n);
        buf_str(&s->across, part);
        at += part.n;
        n -= part.n;
    }
    return buf_view(&s->across);
}

static ptrdiff_t length_at(struct shared *s, int64_t at) {
    uint32_t n;
    memcpy(&n, bytes_at(s, at, (ptrdiff_t)sizeof n).p, sizeof n);
    return (ptrdiff_t)n;
}

bool shared_get(struct shared *s, int64_t i, str *out) {
    *out = (str){0};
    if (i < 0 || i >= s->count)
        return false;
    int64_t step = i / SHARED_STEP;
    int64_t at = s->offsets[step / SHARED_CHUNK][step % SHARED_CHUNK];
    int64_t skip = i % SHARED_STEP;
    if (s->last_at > at && s->last <= i) { /* texts are numbered as they came up: mostly in turn */
        at = s->last_at;
        skip = i - s->last;
    }
    for (; skip > 0; skip--)
        at += (int64_t)sizeof(uint32_t) + length_at(s, at);
    s->last = i;
    s->last_at = at;
    *out = bytes_at(s, at + (int64_t)sizeof(uint32_t), length_at(s, at));
    return true;
}
