/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lines.c — which lines of a data file show which records.
 *
 * In:    text with a record to a line, ids of records
 * Out:   the lines, each with its record
 * Law:   none
 * Never: compares each line with each id
 */
#include "release/lines.h"

#include "release/paths.h"

/* Ids by their hash: open addressing, at most half full; 0 is a free place, else row + 1. */
struct ids {
    const struct shown *shown;
    int *places;
    size_t cap; /* a power of two */
};

static struct ids ids_of(struct arena *a, const struct expected *file) {
    struct ids ids = {.shown = file->shown, .cap = 64};
    while (ids.cap < 2 * ((size_t)file->shown_count + 1))
        ids.cap *= 2;
    ids.places = NEW(a, int, ids.cap);
    for (int i = 0; i < file->shown_count; i++) {
        size_t at = (size_t)path_hash(file->shown[i].id) & (ids.cap - 1);
        while (ids.places[at] != 0)
            at = (at + 1) & (ids.cap - 1);
        ids.places[at] = i + 1;
    }
    return ids;
}

/* The row of this id, or -1. */
static int row_of(const struct ids *ids, str word) {
    size_t at = (size_t)path_hash(word) & (ids->cap - 1);
    for (; ids->places[at] != 0; at = (at + 1) & (ids->cap - 1))
        if (str_eq(ids->shown[ids->places[at] - 1].id, word))
            return ids->places[at] - 1;
    return -1;
}

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

bool lines_with(struct arena *a, str bytes, const struct expected *file, lines_fn *take,
                void *ctx) {
    struct ids ids = ids_of(a, file);
    bool any = false;
    for (str rest = bytes; rest.n > 0;) {
        str line = str_cut(&rest, S("\n"));
        for (ptrdiff_t i = 0, from = 0; i < line.n; i++) {
            from = i;
            while (i < line.n && is_word(line.p[i]))
                i++;
            int row = i > from ? row_of(&ids, str_sub(line, from, i)) : -1;
            if (row >= 0)
                take(ctx, row, line);
            any = any || row >= 0;
        }
    }
    return any;
}
