/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * daybook.h — rows put aside as they come, and taken back in the order of their days.
 *
 * In:    rows of one size, a day each
 * Out:   the same by number (in order) or by place (as they came)
 * Law:   none
 * Never: keeps a row in memory: only its day and its place, 8 bytes
 */
#ifndef GONGSHI_BASE_DAYBOOK_H
#define GONGSHI_BASE_DAYBOOK_H

#include "base/buf.h"
#include "base/date.h"

struct os_file;

/* Set `beside` (a path on the disk where the rows shall stand, in a file without a name) and `row`
 * (bytes of one, without holes: they are written as they are); the rest starts as {0}. */
struct daybook {
    const char *beside;
    ptrdiff_t row;
    int64_t n;
    struct os_file *file; /* until it is sorted */
    int fd;               /* from then on */
    struct buf keys;
};

/* At most 2^31 rows. The machine's failures end the run (os.h). */
void daybook_add(struct daybook *b, date day, const void *row);

enum daybook_order { DAYBOOK_OLDEST, DAYBOOK_NEWEST };

/* Once, behind the last row; those of one day stay as they came. From here on rows are read. */
void daybook_sort(struct daybook *b, enum daybook_order first);

/* The row of a number, 0 to n - 1; and where it came. */
void daybook_get(const struct daybook *b, int64_t number, void *row);
int64_t daybook_place(const struct daybook *b, int64_t number);

/* n rows as they came, from a place on. */
void daybook_read(const struct daybook *b, int64_t place, int64_t n, void *rows);

/* The number of the row that came there. */
int64_t daybook_number(const struct daybook *b, int64_t place);

/* Gives back memory and file; a daybook without rows has none. */
void daybook_close(struct daybook *b);

#endif
