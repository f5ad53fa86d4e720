/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * made.h — deliveries of foreign forms made by the tests, and what normalising makes of them.
 *
 * In:    texts, parts of archives
 * Out:   files below the build's folder; their normal form and findings as one text
 * Law:   none
 * Never: is part of the program
 */
#ifndef GONGSHI_TESTS_INTAKE_MADE_H
#define GONGSHI_TESTS_INTAKE_MADE_H

#include "../spent.h"
#include "delivery.h"
#include "intake/normal.h"

#include <zip.h>

/* One member of an archive. */
struct made_part {
    const char *name;
    str bytes;
    bool stored; /* not packed */
};

static inline void made_zip(const char *path, const struct made_part *parts, int n) {
    int error = 0;
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (int i = 0; z != NULL && i < n; i++) {
        zip_source_t *s = zip_source_buffer(z, parts[i].bytes.p, (zip_uint64_t)parts[i].bytes.n, 0);
        zip_int64_t at = zip_file_add(z, parts[i].name, s, ZIP_FL_ENC_UTF_8);
        if (at >= 0 && parts[i].stored)
            (void)zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
    }
    if (z == NULL || zip_close(z) != 0)
        die("made_zip: %s", path);
}

/* ---- archives byte by byte, which no program would write ---- */

static inline void made_put(struct buf *b, uint64_t v, int bytes) {
    for (int i = 0; i < bytes; i++)
        buf_char(b, (char)(i < 8 ? v >> (8 * i) & 0xFF : 0));
}

/* One entry of the list, for stored bytes. */
struct made_entry {
    str name;
    uint32_t from;
    uint32_t packed;
    uint32_t size;
    uint16_t flags;
};

static inline void made_local(struct buf *b, const struct made_entry *e) {
    buf_str(b, S("PK\3\4"));
    made_put(b, 20, 2);
    made_put(b, e->flags, 2);
    made_put(b, 0, 10);
    made_put(b, e->packed, 4);
    made_put(b, e->size, 4);
    made_put(b, (uint64_t)e->name.n, 2);
    made_put(b, 0, 2);
    buf_str(b, e->name);
    for (uint32_t i = 0; i < e->packed; i++)
        buf_char(b, 'x');
}

static inline void made_list(struct buf *b, const struct made_entry *entries, int n, int said) {
    uint64_t at = (uint64_t)b->n;
    for (int i = 0; i < n; i++) {
        const struct made_entry *e = &entries[i];
        buf_str(b, S("PK\1\2"));
        made_put(b, 20, 2);
        made_put(b, 20, 2);
        made_put(b, e->flags, 2);
        made_put(b, 0, 10);
        made_put(b, e->packed, 4);
        made_put(b, e->size, 4);
        made_put(b, (uint64_t)e->name.n, 2);
        made_put(b, 0, 12);
        made_put(b, e->from, 4);
        buf_str(b, e->name);
    }
    uint64_t size = (uint64_t)b->n - at;
    buf_str(b, S("PK\5\6"));
    made_put(b, 0, 4);
    made_put(b, (uint64_t)said, 2);
    made_put(b, (uint64_t)said, 2);
    made_put(b, size, 4);
    made_put(b, at, 4);
    made_put(b, 0, 2);
}

/* ---- workbooks ---- */

/* The parts of a workbook that hardly differ. */
#define MADE_TYPES                                                                                 \
    S("<?xml version=\"1.0\"?><Types "                                                             \
      "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>")
#define MADE_RELS                                                                                  \
    S("<Relationships><Relationship Id=\"rId1\" "                                                  \
      "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"                \
      "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
#define MADE_BOOK_RELS                                                                             \
    S("<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" "                             \
      "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"x/worksheet\" "          \
      "Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"rId3\" Type=\"x/styles\" "         \
      "Target=\"styles.xml\"/><Relationship Id=\"rId4\" Type=\"x/sharedStrings\" "                 \
      "Target=\"sharedStrings.xml\"/></Relationships>")

/* What a workbook is made of; absent parts get the simplest there is. */
struct made_book {
    str workbook;
    str sheet1;
    str sheet2;
    str styles;
    str shared;
};

static inline str made_or(str s, str otherwise) {
    return s.p == NULL ? otherwise : s;
}

static inline void made_xlsx(const char *path, const struct made_book *b) {
    struct made_part parts[] = {
        {"[Content_Types].xml", MADE_TYPES, false},
        {"_rels/.rels", MADE_RELS, false},
        {"xl/workbook.xml",
         made_or(b->workbook, S("<workbook><sheets><sheet name=\"一月\" sheetId=\"1\" "
                                "r:id=\"rId1\" xmlns:r=\"r\"/></sheets></workbook>")),
         false},
        {"xl/_rels/workbook.xml.rels", MADE_BOOK_RELS, false},
        {"xl/styles.xml", made_or(b->styles, S("<styleSheet/>")), false},
        {"xl/sharedStrings.xml", made_or(b->shared, S("<sst/>")), false},
        {"xl/worksheets/sheet1.xml", b->sheet1, false},
        {"xl/worksheets/sheet2.xml", made_or(b->sheet2, S("<worksheet/>")), false}};
    made_zip(path, parts, 8);
}

/* What came of normalising. */
struct made {
    struct arena arena;
    struct diags diags;
    struct raw raw;
    struct intake_file file;
    const struct map *map;
    enum normal normal;
    str lines; /* of the normal form, up to 16 MiB */
    double seconds;
};

static inline struct made *made_normal(const char *path, const char *name, str map) {
    struct made *m = calloc(1, sizeof *m);
    m->diags.arena = &m->arena;
    m->map = map.p == NULL ? NULL : map_load(&m->arena, S("test.map"), map, &m->diags);
    m->file =
        (struct intake_file){path, str_of(name), 1, &m->map, m->map == NULL ? 0 : 1, NULL, false};
    m->raw.file = &m->file;
    double begin = spent();
    m->normal = intake_normalise(&m->arena, &m->raw, &m->diags);
    m->seconds = spent() - begin;
    (void)os_read(&m->arena, m->raw.out, 1 << 24, &m->lines);
    return m;
}

static inline void made_free(struct made *m) {
    os_unlink(m->raw.out);
    arena_free(&m->arena);
    free(m);
}

/* The normal form and all findings: what goldens hold. */
static inline void made_print(const struct made *m, struct buf *out) {
    static const char *const names[] = {"as is", "lines", "archive", "refused"};
    buf_fmt(out, "%s\n", names[m->normal]);
    for (int i = 0; i < m->raw.part_count; i++)
        buf_fmt(out, "%s %lld+%lld %.*s\n", m->raw.parts[i].data ? "data" : "attachment",
                (long long)m->raw.parts[i].offset, (long long)m->raw.parts[i].size,
                STR(m->raw.parts[i].name));
    if (m->normal == NORMAL_LINES)
        buf_str(out, m->lines);
    for (const struct diag *one = m->diags.first; one != NULL; one = one->next) {
        diag_line(out, one);
        buf_char(out, '\n');
    }
}

/* Compares with tests/intake/made/NAME.golden. */
static inline bool made_golden(const struct made *m, const char *name) {
    struct buf out = {0};
    char path[512];
    made_print(m, &out);
    (void)snprintf(path, sizeof path, "tests/intake/made/%s.golden", name);
    bool same = golden(path, buf_view(&out));
    buf_free(&out);
    return same;
}

/* Whether exactly one finding of this code is all that was said. */
static inline bool made_refused(const struct made *m, enum diag_code code) {
    bool one = m->normal == NORMAL_REFUSED && m->diags.first != NULL &&
               m->diags.first == m->diags.last && m->diags.first->code == code;
    if (!one) {
        struct buf out = {0};
        made_print(m, &out);
        (void)fprintf(stderr, "not refused as E-code %d:\n%.*s", (int)code, STR(buf_view(&out)));
        buf_free(&out);
    }
    return one;
}

/* Refused in 64 MiB, and soon: 200 ms are asked for, which limits_test measures; here the machine
 * may be busy. An instrumented program is slower and larger. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MADE_SECONDS 30
#define MADE_KIB ((int64_t)1 << 30)
#else
#define MADE_SECONDS 5
#define MADE_KIB (64 << 10)
#endif

#endif
