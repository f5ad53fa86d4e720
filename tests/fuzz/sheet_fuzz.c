/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sheet_fuzz.c — the parts of a workbook: sheet, texts, styles, book, with NULs between them.
 *
 * In:    XML parts
 * Out:   none
 * Law:   none
 * Never: needs a ZIP that holds together: it makes one
 */
#include "normal_fuzz.h"

#include <zip.h>

static void add(zip_t *z, const char *name, str bytes) {
    zip_source_t *s = zip_source_buffer(z, bytes.p, (zip_uint64_t)bytes.n, 0);
    zip_int64_t at = zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8);
    if (at >= 0)
        (void)zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

static str or_else(str part, str otherwise) {
    return part.n == 0 ? otherwise : part;
}

static void add_parts(zip_t *z, str input) {
    add(z, "[Content_Types].xml", S("<Types/>"));
    add(z, "_rels/.rels",
        S("<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
          "Target=\"xl/workbook.xml\"/></Relationships>"));
    add(z, "xl/_rels/workbook.xml.rels",
        S("<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" "
          "Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId3\" Type=\"x/styles\" "
          "Target=\"styles.xml\"/><Relationship Id=\"rId4\" Type=\"x/sharedStrings\" "
          "Target=\"sharedStrings.xml\"/></Relationships>"));
    add(z, "xl/worksheets/sheet1.xml", or_else(fuzz_part(&input), S("<worksheet/>")));
    add(z, "xl/sharedStrings.xml", or_else(fuzz_part(&input), S("<sst/>")));
    add(z, "xl/styles.xml", or_else(fuzz_part(&input), S("<styleSheet/>")));
    add(z, "xl/workbook.xml",
        or_else(fuzz_part(&input), S("<workbook><sheets><sheet name=\"一\" sheetId=\"1\" "
                                     "r:id=\"rId1\" xmlns:r=\"r\"/></sheets></workbook>")));
}

static void fuzz_one(struct arena *a, str input) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(s);
    zip_t *z = zip_open_from_source(s, ZIP_TRUNCATE, &error);
    add_parts(z, input);
    zip_stat_t st;
    bool made = zip_close(z) == 0 && zip_source_open(s) == 0 && zip_source_stat(s, &st) == 0;
    char *p = NEW(a, char, made ? st.size + 1 : 1);
    str book = {p, made ? (ptrdiff_t)zip_source_read(s, p, st.size) : 0};
    (void)zip_source_close(s);
    zip_source_free(s);
    if (book.n > 0)
        normal_run(a, book, ENCODING_UTF8, zip_read);
}
