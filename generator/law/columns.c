/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * columns.c — what the columns of a table in a text hold.
 *
 * In:    a folded text
 * Out:   cells and the classes of their headers
 * Law:   none
 * Never: looks at a line twice
 */
#include "law/columns.h"

#include <string.h>

#define COLUMNS_MOST 32

struct header {
    uint64_t class[COLUMNS_MOST];
    int n;
};

/* A line of cells being read. */
struct row {
    ptrdiff_t begin[COLUMNS_MOST]; /* bare characters */
    ptrdiff_t end[COLUMNS_MOST];
    int n;
};

static bool is_bar(uint32_t c) {
    return c == '|' || c == '\t';
}

/* Cuts the line that begins at character i; *k is the bare character there. Returns its end. */
static ptrdiff_t cut(const struct folded *t, ptrdiff_t i, ptrdiff_t *k, struct row *row) {
    ptrdiff_t at = *k;
    row->n = 0;
    row->begin[0] = at;
    for (; i <= t->n; i++) {
        uint32_t c = i < t->n ? t->c[i] : '\n';
        bool bare = at < t->bare_n && (ptrdiff_t)t->in[at] == i;
        if ((is_bar(c) || c == '\n') && row->n < COLUMNS_MOST) {
            row->end[row->n++] = at;
            if (row->n < COLUMNS_MOST)
                row->begin[row->n] = at + bare;
        }
        at += bare;
        if (c == '\n')
            break;
    }
    *k = at;
    return i + 1;
}

/* Whether some cell is nothing but a role or a label; then all classes are taken. */
static bool is_header(const struct lexicon *l, const struct folded *t, const struct row *row,
                      uint64_t wanted, struct header *h) {
    bool found = false;
    h->n = row->n;
    for (int c = 0; c < row->n; c++) {
        int n = 0;
        uint64_t class = lexicon_at(l, t, row->begin[c], wanted, &n);
        bool whole = class != 0 && row->begin[c] + n == row->end[c];
        h->class[c] = whole ? class & wanted : 0;
        found = found || whole;
    }
    return found;
}

static void add(struct arena *a, struct cells *out, struct cell cell) {
    if (out->n == out->room) {
        int room = out->room == 0 ? 32 : out->room * 2;
        struct cell *v = ROOM(a, struct cell, room);
        if (out->n > 0)
            memcpy(v, out->v, (size_t)out->n * sizeof *v);
        out->v = v;
        out->room = room;
    }
    out->v[out->n++] = cell;
}

void columns_read(struct arena *a, const struct lexicon *l, const struct folded *t, uint64_t wanted,
                  struct cells *out) {
    struct header header = {0};
    struct row row;
    ptrdiff_t k = 0;
    out->n = 0;
    for (ptrdiff_t i = 0; t->bars && i < t->n;) {
        struct header next;
        i = cut(t, i, &k, &row);
        if (row.n < 2) {
            header.n = 0;
        } else if (is_header(l, t, &row, wanted, &next)) {
            header = next;
        } else {
            for (int c = 0; c < row.n && c < header.n; c++)
                if (header.class[c] != 0 && row.end[c] > row.begin[c])
                    add(a, out, (struct cell){row.begin[c], header.class[c]});
        }
    }
}
