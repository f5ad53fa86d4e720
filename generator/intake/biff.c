/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * biff.c — what libfreexl does not tell of a legacy workbook.
 *
 * In:    records of the Workbook stream ([MS-XLS])
 * Out:   hidden sheets, merged cells
 * Law:   none
 * Never: trusts a length
 */
#include "intake/biff.h"

enum { BIFF_END = 0x000A, BIFF_SHEET = 0x0085, BIFF_MERGED = 0x00E5 };

/* A record of the workbook: two bytes say which, two how long it is. */
struct biff {
    int64_t at; /* of its contents */
    uint32_t id;
    uint32_t size;
};

/* The record at `at`; false at the end of the part that it belongs to. */
static bool next_record(struct compound *c, int64_t at, struct biff *out) {
    unsigned char head[4];
    if (!compound_get(c, at, head, 4))
        return false;
    *out = (struct biff){at + 4, compound_number(head, 2), compound_number(head + 2, 2)};
    return out->id != BIFF_END;
}

/* The workbook's own part comes first: where each sheet begins, and whether it is hidden. */
void biff_open(struct outline *o, struct arena *a, int fd, int64_t size) {
    static const char *const names[2] = {"Workbook", "Book"};
    struct biff r = {0, 0, 0};
    unsigned char sheet[5];
    o->there = compound_open(&o->stream, a, fd, size, names);
    while (o->there && o->sheets < GRID_SHEETS && next_record(&o->stream, r.at + r.size, &r)) {
        if (r.id != BIFF_SHEET || r.size < 5 || !compound_get(&o->stream, r.at, sheet, 5))
            continue;
        o->begins[o->sheets] = (int64_t)compound_number(sheet, 4);
        o->hidden[o->sheets++] = (sheet[4] & 3) != 0;
    }
}

/* One record lists several ranges: rows from and to, columns from and to, from 0. */
static void read_ranges(struct outline *o, const struct biff *r, struct grid *t) {
    unsigned char v[8];
    for (int64_t at = r->at + 2; at + 8 <= r->at + r->size; at += 8) {
        if (!compound_get(&o->stream, at, v, 8))
            return;
        struct merge one = {compound_number(v, 2) + 1, compound_number(v + 2, 2) + 1,
                            compound_number(v + 4, 2), compound_number(v + 6, 2)};
        if (one.last_row >= one.row && one.last_column >= one.column)
            grid_merged(t, &one);
    }
}

void biff_merged(struct outline *o, int sheet, struct grid *t) {
    struct biff r = {0, 0, 0};
    if (sheet >= o->sheets)
        return;
    for (r.at = o->begins[sheet]; next_record(&o->stream, r.at + r.size, &r);)
        if (r.id == BIFF_MERGED)
            read_ranges(o, &r, t);
    grid_merged_all(t);
}
