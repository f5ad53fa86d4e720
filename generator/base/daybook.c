/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * daybook.c — rows put aside as they come, and taken back in the order of their days.
 *
 * In:    rows of one size, a day each
 * Out:   the same by number (in order) or by place (as they came)
 * Law:   none
 * Never: keeps a row in memory: only its day and its place, 8 bytes
 */
#include "base/daybook.h"

#include "base/os.h"

#include <stdlib.h>

/* Key i stands for the row that came as i until they are sorted. Then two things are told by it
 * that have nothing to do with each other: where row number i came, and what number row i has. */
struct key {
    int32_t day; /* … then number */
    int32_t place;
};

static struct key *keys(const struct daybook *b) {
    return (struct key *)(void *)b->keys.p;
}

void daybook_add(struct daybook *b, date day, const void *row) {
    struct key key = {day, (int32_t)b->n++};
    if (b->file == NULL) {
        b->file = os_scratch(b->beside);
        b->keys.limit = BUF_UNBOUNDED;
    }
    os_append(b->file, (str){row, b->row});
    buf_str(&b->keys, (str){(const char *)&key, sizeof key});
}

static int by_place(const struct key *a, const struct key *b) {
    return (a->place > b->place) - (a->place < b->place);
}

static int oldest(const void *x, const void *y) {
    const struct key *a = x;
    const struct key *b = y;
    return a->day != b->day ? (a->day > b->day) - (a->day < b->day) : by_place(a, b);
}

static int newest(const void *x, const void *y) {
    const struct key *a = x;
    const struct key *b = y;
    return a->day != b->day ? (a->day < b->day) - (a->day > b->day) : by_place(a, b);
}

void daybook_sort(struct daybook *b, enum daybook_order first) {
    struct key *k = keys(b);
    if (b->n == 0)
        return;
    b->fd = os_reread(b->file);
    b->file = NULL;
    qsort(k, (size_t)b->n, sizeof *k, first == DAYBOOK_OLDEST ? oldest : newest);
    for (int64_t i = 0; i < b->n; i++)
        k[k[i].place].day = (int32_t)i;
}

int64_t daybook_place(const struct daybook *b, int64_t number) {
    return keys(b)[number].place;
}

int64_t daybook_number(const struct daybook *b, int64_t place) {
    return keys(b)[place].day;
}

void daybook_read(const struct daybook *b, int64_t place, int64_t n, void *rows) {
    ptrdiff_t bytes = n * b->row;
    if (os_read_at(b->fd, rows, bytes, place * b->row) != bytes)
        die("读不回放在一边的数据：%s", b->beside);
}

void daybook_get(const struct daybook *b, int64_t number, void *row) {
    daybook_read(b, daybook_place(b, number), 1, row);
}

void daybook_close(struct daybook *b) {
    if (b->n > 0 && b->file == NULL)
        os_close(b->fd);
    buf_free(&b->keys);
    b->n = 0;
}
