/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * archive.c — a ZIP file, looked over before anything in it is unpacked.
 *
 * In:    a delivery that begins as a ZIP does
 * Out:   its members
 * Law:   none
 * Never: trusts a size before the bytes have been counted
 */
#include "intake/archive.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define TAIL ((ptrdiff_t)65557)      /* where the end record can begin: 22 bytes and a comment */
#define LIST_MOST ((int64_t)8 << 20) /* bytes of the list of members */
#define PIECE ((ptrdiff_t)64 << 10)  /* bytes unpacked at once */
#define ENTRY_SIZE 46                /* of a member in the list, without its name */
#define LOCAL_SIZE 30                /* of a member's own header, without its name */
#define IN_EXTRA 0xFFFFFFFFU         /* the number is too large and stands elsewhere */

static bool refuse(struct normal_work *w, enum diag_code code, const char *why) {
    return normal_refuse(w, code, (struct normal_place){0}, str_of(why));
}

/* ---- numbers as ZIP writes them: the lowest byte first ---- */

static uint64_t number(const char *p, int bytes) {
    uint64_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

/* ---- the list of members ----
 *
 *   member │ member │ … │ list: one entry each │ (64-bit end, its locator) │ end record       */

struct list {
    uint64_t count;
    uint64_t size;
    uint64_t at;
};

/* The end record may have a comment behind it, so it is looked for from the end. */
static ptrdiff_t find_end(str tail) {
    for (ptrdiff_t i = tail.n - 22; i >= 0; i--)
        if (memcmp(tail.p + i, "PK\5\6", 4) == 0)
            return i;
    return -1;
}

/* Large archives, and those whose writer did not know the size, have a second end record. */
static void read_end64(struct normal_work *w, str tail, ptrdiff_t end, struct list *out) {
    char record[56];
    if (end < 20 || memcmp(tail.p + end - 20, "PK\6\7", 4) != 0)
        return;
    int64_t at = (int64_t)(number(tail.p + end - 12, 8) & INT64_MAX);
    if (at > w->size || os_read_at(w->cell->in, record, (ptrdiff_t)sizeof record, at) != 56 ||
        memcmp(record, "PK\6\6", 4) != 0)
        return;
    *out = (struct list){number(record + 32, 8), number(record + 40, 8), number(record + 48, 8)};
}

static bool find_list(struct normal_work *w, struct list *out) {
    char *p = NEW(w->arena, char, TAIL);
    int64_t from = w->size > TAIL ? w->size - TAIL : 0;
    str tail = {p, os_read_at(w->cell->in, p, TAIL, from)};
    ptrdiff_t end = find_end(tail);
    if (end < 0)
        return refuse(w, DIAG_ZIP_BROKEN, "找不到目录");
    *out = (struct list){number(p + end + 10, 2), number(p + end + 12, 4), number(p + end + 16, 4)};
    read_end64(w, tail, end, out);
    if (out->count > NORMAL_ENTRIES)
        return refuse(w, DIAG_ZIP_BOMB, "文件过多");
    if (out->size > (uint64_t)LIST_MOST || out->at > (uint64_t)w->size ||
        out->at + out->size > (uint64_t)w->size)
        return refuse(w, DIAG_ZIP_BROKEN, "目录不对");
    return true;
}

/* Sizes above 4 GiB stand in an extra field, in this order. */
static void read_extra(str extra, struct member *m) {
    int64_t *large[] = {&m->size, &m->packed, &m->from};
    while (extra.n >= 4) {
        ptrdiff_t n = (ptrdiff_t)number(extra.p + 2, 2);
        str field = str_sub(extra, 4, 4 + n);
        for (int i = 0; i < 3 && number(extra.p, 2) == 1; i++) {
            if (*large[i] != IN_EXTRA || field.n < 8)
                continue;
            *large[i] = (int64_t)(number(field.p, 8) & INT64_MAX);
            field = str_sub(field, 8, field.n);
        }
        extra = str_sub(extra, 4 + n, extra.n);
    }
}

/* Takes one entry off the list; false when it is none. */
static bool take_entry(str *list, struct member *m) {
    const char *p = list->p;
    if (list->n < ENTRY_SIZE || memcmp(p, "PK\1\2", 4) != 0)
        return false;
    ptrdiff_t name_n = (ptrdiff_t)number(p + 28, 2);
    ptrdiff_t extra_n = (ptrdiff_t)number(p + 30, 2);
    ptrdiff_t whole = ENTRY_SIZE + name_n + extra_n + (ptrdiff_t)number(p + 32, 2);
    if (list->n < whole)
        return false;
    *m = (struct member){.name = str_sub(*list, ENTRY_SIZE, ENTRY_SIZE + name_n),
                         .packed = (int64_t)number(p + 20, 4),
                         .size = (int64_t)number(p + 24, 4),
                         .from = (int64_t)number(p + 42, 4),
                         .locked = (number(p + 8, 2) & 1) != 0};
    read_extra(str_sub(*list, ENTRY_SIZE + name_n, ENTRY_SIZE + name_n + extra_n), m);
    *list = str_sub(*list, whole, list->n);
    return true;
}

static bool read_list(struct archive *z) {
    struct normal_work *w = z->work;
    struct list at = {0};
    if (!find_list(w, &at))
        return false;
    char *p = NEW(w->arena, char, at.size + 1);
    str list = {p, os_read_at(w->cell->in, p, (ptrdiff_t)at.size, (int64_t)at.at)};
    z->members = NEW(w->arena, struct member, at.count + 1);
    for (uint64_t i = 0; i < at.count; i++)
        if (!take_entry(&list, &z->members[z->count++]))
            return refuse(w, DIAG_ZIP_BROKEN, "目录不完整");
    return true;
}

/* ---- what a bomb looks like ---- */

static int by_place(const void *x, const void *y) {
    const struct member *a = x;
    const struct member *b = y;
    return a->from < b->from ? -1 : a->from > b->from;
}

/* Members that share bytes swell without end: each begins behind the one before. */
static bool check_overlaps(struct archive *z) {
    struct member *v = NEW(z->work->arena, struct member, z->count + 1);
    if (z->count > 0)
        memcpy(v, z->members, (size_t)z->count * sizeof *v);
    qsort(v, (size_t)z->count, sizeof *v, by_place);
    for (int i = 1; i < z->count; i++)
        if (v[i].from < v[i - 1].from + LOCAL_SIZE + v[i - 1].name.n + v[i - 1].packed)
            return refuse(z->work, DIAG_ZIP_BOMB, "其中的文件互相重叠");
    return true;
}

static bool check_sizes(struct archive *z) {
    int64_t total = 0;
    for (int i = 0; i < z->count; i++) {
        const struct member *m = &z->members[i];
        if (m->locked)
            return refuse(z->work, DIAG_FILE_LOCKED, "");
        if (m->size > NORMAL_TOTAL || m->packed > z->work->size)
            return refuse(z->work, DIAG_ZIP_BOMB, "有一个文件过大");
        if (m->size > NORMAL_SLACK && m->size / NORMAL_RATIO > m->packed)
            return refuse(z->work, DIAG_ZIP_BOMB, "压缩比不合情理");
        total += m->size;
        if (total > NORMAL_TOTAL)
            return refuse(z->work, DIAG_ZIP_BOMB, "合计过大");
    }
    return true;
}

/* ---- the door ---- */

bool archive_open(struct archive *z, struct normal_work *w) {
    int error = 0;
    *z = (struct archive){.work = w};
    if (!read_list(z) || !check_sizes(z) || !check_overlaps(z))
        return false;
    z->zip = zip_fdopen(w->cell->in, 0, &error);
    if (z->zip == NULL || zip_get_num_entries(z->zip, 0) != z->count)
        return refuse(w, DIAG_ZIP_BROKEN, "");
    return true;
}

void archive_close(struct archive *z) {
    if (z->zip != NULL)
        zip_discard(z->zip);
    z->zip = NULL;
}

int archive_find(const struct archive *z, str name) {
    while (str_starts(name, S("/")))
        name = str_sub(name, 1, name.n);
    for (int i = 0; i < z->count; i++)
        if (z->members[i].name.n == name.n &&
            strncasecmp(z->members[i].name.p, name.p, (size_t)name.n) == 0)
            return i;
    return -1;
}

bool archive_read(struct archive *z, int index, bool (*take)(void *ctx, str piece, bool last),
                  void *ctx) {
    struct arena a = {0};
    char *piece = ROOM(&a, char, PIECE);
    zip_file_t *file = zip_fopen_index(z->zip, (zip_uint64_t)index, 0);
    int64_t size = z->members[index].size;
    int64_t have = 0;
    bool good = file != NULL;
    bool more = good;
    while (more) {
        int64_t got = zip_fread(file, piece, PIECE);
        have += got < 0 ? 0 : got;
        good = got >= 0 && have <= size && (got > 0 || have == size);
        more = good && take(ctx, (str){piece, (ptrdiff_t)got}, got == 0) && got > 0;
    }
    arena_free(&a);
    if (file != NULL && zip_fclose(file) != 0)
        good = false;
    if (!good)
        return refuse(z->work, have > size ? DIAG_ZIP_BOMB : DIAG_ZIP_BROKEN, "内容与目录不符");
    return !z->work->refused;
}
