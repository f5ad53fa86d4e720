/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lines.c — which stretches of a data file show which records.
 *
 * In:    text with records one behind the other, ids of records
 * Out:   the stretches, each with its record
 * Law:   none
 * Never: compares each line with each id
 */
#include "release/lines.h"

#include "release/paths.h"

/* Ids by their hash: open addressing, at most half full; 0 is a free place, else row + 1. */
struct lines_ids {
    const struct shown *shown;
    int *places;
    size_t cap;       /* a power of two */
    uint64_t lengths; /* a bit for each length there is; the last one for all beyond */
};

static uint64_t length_bit(ptrdiff_t n) {
    return (uint64_t)1 << (n < 63 ? n : 63);
}

const struct lines_ids *lines_ids(struct arena *a, const struct expected *file) {
    struct lines_ids *ids = NEW(a, struct lines_ids, 1);
    *ids = (struct lines_ids){.shown = file->shown, .cap = 64};
    while (ids->cap < 2 * ((size_t)file->shown_count + 1))
        ids->cap *= 2;
    ids->places = NEW(a, int, ids->cap);
    for (int i = 0; i < file->shown_count; i++) {
        size_t at = (size_t)path_hash(file->shown[i].id) & (ids->cap - 1);
        while (ids->places[at] != 0)
            at = (at + 1) & (ids->cap - 1);
        ids->places[at] = i + 1;
        ids->lengths |= length_bit(file->shown[i].id.n);
    }
    return ids;
}

/* The row of this id, or -1. Most words are told from ids by their length. */
static int row_of(const struct lines_ids *ids, str word) {
    if ((ids->lengths & length_bit(word.n)) == 0)
        return -1;
    size_t at = (size_t)path_hash(word) & (ids->cap - 1);
    for (; ids->places[at] != 0; at = (at + 1) & (ids->cap - 1))
        if (str_eq(ids->shown[ids->places[at] - 1].id, word))
            return ids->places[at] - 1;
    return -1;
}

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The next word of a text; absent at its end. */
static str take_word(str *text) {
    ptrdiff_t from = 0;
    while (from < text->n && !is_word(text->p[from]))
        from++;
    ptrdiff_t to = from;
    while (to < text->n && is_word(text->p[to]))
        to++;
    str word = from < to ? str_sub(*text, from, to) : (str){0};
    *text = str_sub(*text, to, text->n);
    return word;
}

int lines_row(const struct lines_ids *ids, str text) {
    int row = -1;
    for (str word = take_word(&text); row < 0 && word.n > 0; word = take_word(&text))
        row = row_of(ids, word);
    return row;
}

/* How long the first line or row of a worksheet is. */
static ptrdiff_t line_length(str text) {
    ptrdiff_t end = str_find(text, S("\n"));
    str line = str_sub(text, 0, end < 0 ? text.n : end + 1);
    ptrdiff_t row = str_find(str_sub(line, 1, line.n), S("<row "));
    return row < 0 ? line.n : row + 1;
}

/* What has been found of the record under way. */
struct under_way {
    str bytes;
    ptrdiff_t from; /* it begins there */
    lines_fn *take;
    void *ctx;
};

static void hand_on(struct under_way *w, int row, ptrdiff_t to) {
    if (row >= 0 && to > w->from)
        w->take(w->ctx, row, str_sub(w->bytes, w->from, to));
    w->from = to;
}

bool lines_with(const struct lines_ids *ids, str bytes, struct lines_run *run, lines_fn *take,
                void *ctx) {
    struct under_way w = {bytes, 0, take, ctx};
    bool any = run->row >= 0;
    int row = run->row;
    for (ptrdiff_t at = 0, end = 0; at < bytes.n; at = end) {
        str line = str_sub(bytes, at, bytes.n);
        end = at + line_length(line);
        line = str_sub(bytes, at, end);
        for (str word = take_word(&line); word.n > 0; word = take_word(&line)) {
            int named = row_of(ids, word);
            if (named < 0 || named == row)
                continue;
            if (row >= 0 && w.from == at) /* two in a line: it is shown by both */
                take(ctx, row, str_sub(bytes, at, end));
            else
                hand_on(&w, row, at);
            w.from = at;
            row = named;
            any = true;
        }
        if (at <= run->next && run->next < end)
            run->row = row;
    }
    hand_on(&w, row, bytes.n);
    return any;
}
