/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * spool.c — rejected rows wait in a file until the run has seen all of them.
 *
 * In:    rows with their problems
 * Out:   the same rows, in their order
 * Law:   none
 * Never: holds more than one row in memory
 */
#include "office/spool.h"

#include "base/field.h"
#include "base/os.h"

#include <string.h>

struct spool {
    const char *path;
    struct os_file *file; /* while it is written */
    int fd;               /* while it is read */
    int64_t size;
    int64_t at;
    struct buf row;
};

/* A row as bytes: what has a field type, and of each problem its three numbers. */
struct stored {
    int64_t sheet;
    str file;
    int64_t line;
    str map;
    str raw;
    struct strs cells;
    str numbers;
    struct strs details;
};

static const struct field fields[] = {
    {"sheet", FIELD_whole, 0, offsetof(struct stored, sheet)},
    {"file", FIELD_text, 0, offsetof(struct stored, file)},
    {"line", FIELD_whole, 0, offsetof(struct stored, line)},
    {"map", FIELD_text, 0, offsetof(struct stored, map)},
    {"raw", FIELD_text, 0, offsetof(struct stored, raw)},
    {"cells", FIELD_list, 0, offsetof(struct stored, cells)},
    {"numbers", FIELD_text, 0, offsetof(struct stored, numbers)},
    {"details", FIELD_list, 0, offsetof(struct stored, details)},
};
#define FIELDS ((int)(sizeof fields / sizeof fields[0]))

struct numbers {
    int code;
    int level;
    int column;
};

/* ---- writing ---- */

struct spool *spool_open(struct arena *a, const char *path) {
    struct spool *s = NEW(a, struct spool, 1);
    s->path = path;
    s->fd = -1;
    s->file = os_create(path, 0660);
    return s;
}

void spool_put(struct spool *s, struct arena *a, const struct spooled *row) {
    struct numbers *numbers = NEW(a, struct numbers, row->n);
    str *details = NEW(a, str, row->n);
    for (int i = 0; i < row->n; i++) {
        const struct problem *p = &row->problems[i];
        numbers[i] = (struct numbers){(int)p->code, (int)p->level, p->column};
        details[i] = p->detail;
    }
    struct stored stored = {row->sheet,
                            row->file,
                            row->line,
                            row->map,
                            row->raw,
                            row->cells,
                            {(const char *)numbers, (ptrdiff_t)sizeof *numbers * row->n},
                            {details, row->n}};
    buf_reset(&s->row);
    for (int i = 0; i < FIELDS; i++)
        field_put(&fields[i], &stored, &s->row);
    int64_t length = s->row.n;
    os_append(s->file, (str){(const char *)&length, (ptrdiff_t)sizeof length});
    os_append(s->file, buf_view(&s->row));
    s->size += (int64_t)sizeof length + length;
}

int64_t spool_size(const struct spool *s) {
    return s->size;
}

/* ---- reading ---- */

void spool_rewind(struct spool *s) {
    if (s->file != NULL)
        os_finish(s->file, false);
    s->file = NULL;
    if (s->fd < 0)
        s->fd = os_open(s->path);
    s->at = 0;
}

/* A row that was read, with its problems put together again. */
static void restore(struct arena *a, const struct stored *stored, struct spooled *row) {
    *row = (struct spooled){.sheet = (int)stored->sheet,
                            .file = stored->file,
                            .line = stored->line,
                            .map = stored->map,
                            .raw = stored->raw,
                            .cells = stored->cells,
                            .n = (int)stored->details.n};
    row->problems = NEW(a, struct problem, row->n);
    for (int i = 0; i < row->n; i++) {
        struct numbers one;
        memcpy(&one, stored->numbers.p + (ptrdiff_t)sizeof one * i, sizeof one);
        row->problems[i] = (struct problem){(enum diag_code)one.code, (enum diag_level)one.level,
                                            one.column, stored->details.v[i]};
    }
}

bool spool_next(struct spool *s, struct arena *a, struct spooled *row) {
    int64_t length = 0;
    struct stored stored;
    arena_reset(a);
    if (s->at == s->size)
        return false;
    (void)os_read_at(s->fd, &length, (ptrdiff_t)sizeof length, s->at);
    char *p = NEW(a, char, length + 1);
    str rest = {p, os_read_at(s->fd, p, (ptrdiff_t)length, s->at + (int64_t)sizeof length)};
    s->at += (int64_t)sizeof length + length;
    for (int i = 0; i < FIELDS; i++)
        if (!field_get(a, &fields[i], &stored, &rest))
            die("读不回 %s", s->path);
    restore(a, &stored, row);
    return true;
}

void spool_close(struct spool *s) {
    if (s->file != NULL)
        os_finish(s->file, false);
    if (s->fd >= 0)
        os_close(s->fd);
    os_unlink(s->path);
    buf_free(&s->row);
}
