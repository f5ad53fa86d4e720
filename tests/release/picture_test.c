/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * picture_test.c — PNGs and JPEGs that are pictures, and such as are more or less than that.
 *
 * In:    bytes
 * Out:   pass or fail
 * Law:   none
 * Never: writes anything
 */
#include "release/picture.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <zlib.h>

static void chunk(struct buf *b, const char *kind, str data) {
    str body = {b->p, 0};
    unsigned char head[4] = {0, 0, (unsigned char)(data.n >> 8), (unsigned char)data.n};
    buf_str(b, (str){(const char *)head, 4});
    ptrdiff_t from = b->n;
    buf_str(b, str_of(kind));
    buf_str(b, data);
    body = str_sub(buf_view(b), from, b->n);
    uLong sum = crc32(0, (const unsigned char *)body.p, (uInt)body.n);
    unsigned char tail[4] = {(unsigned char)(sum >> 24), (unsigned char)(sum >> 16),
                             (unsigned char)(sum >> 8), (unsigned char)sum};
    buf_str(b, (str){(const char *)tail, 4});
}

/* A PNG with one more chunk before its end. */
static void png(struct buf *b, const char *more) {
    buf_reset(b);
    buf_str(b, S("\x89PNG\r\n\x1A\n"));
    chunk(b, "IHDR", S("0123456789abc"));
    chunk(b, "pHYs", S("012345678"));
    chunk(b, "IDAT", S("xyz"));
    if (more != NULL)
        chunk(b, more, S("Author\0Wang"));
    chunk(b, "IEND", S(""));
}

static void test_png(void **state) {
    (void)state;
    static const char *const more[] = {"tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt", "acTL"};
    struct buf b = {0};
    png(&b, NULL);
    struct picture p = picture_look(buf_view(&b));
    assert_string_equal(p.ending, "png");
    assert_true(p.whole);
    assert_null(p.more);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        png(&b, more[i]);
        p = picture_look(buf_view(&b));
        assert_true(p.whole);
        assert_non_null(p.more);
    }
    png(&b, NULL);
    buf_str(&b, S("PK\3\4"));
    assert_non_null(picture_look(buf_view(&b)).more);
    for (ptrdiff_t n = 8; n < b.n - 4; n++)
        assert_false(picture_look(str_sub(buf_view(&b), 0, n)).whole);
    png(&b, NULL);
    b.p[20] ^= 1; /* in IHDR: its sum is wrong now */
    assert_false(picture_look(buf_view(&b)).whole);
    png(&b, NULL);
    memset(b.p + 8, 0xFF, 4); /* a chunk of 4 GiB */
    assert_false(picture_look(buf_view(&b)).whole);
    buf_free(&b);
}

#define JPEG(more, tail)                                                                           \
    S("\xFF\xD8\xFF\xE0\0\7JFIF\0" more                                                            \
      "\xFF\xDB\0\4ab\xFF\xDA\0\4abxy\xFF\0z\xFF\xD0q\xFF\xD9" tail)

static void test_jpeg(void **state) {
    (void)state;
    struct picture p = picture_look(JPEG("", ""));
    assert_string_equal(p.ending, "jpg");
    assert_true(p.whole);
    assert_null(p.more);
    const str more[] = {JPEG("\xFF\xE1\0\10Exif\0\0", ""), JPEG("\xFF\xED\0\4ab", ""),
                        JPEG("\xFF\xFE\0\4ab", ""),        JPEG("\xFF\xE0\0\6JFXX", ""),
                        JPEG("\xFF\xEF\0\4ab", ""),        JPEG("", "PK\3\4")};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        p = picture_look(more[i]);
        assert_true(p.whole);
        assert_non_null(p.more);
    }
    str good = JPEG("", "");
    for (ptrdiff_t n = 3; n < good.n; n++)
        assert_false(picture_look(str_sub(good, 0, n)).whole);
    assert_false(picture_look(S("\xFF\xD8\xFF\xE0\0\1JFIF")).whole);
}

static void test_others(void **state) {
    (void)state;
    assert_null(picture_look(S("GIF89a")).ending);
    assert_null(picture_look(S("")).ending);
    assert_null(picture_look(S("\x89PNG")).ending);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_png), cmocka_unit_test(test_jpeg),
                                       cmocka_unit_test(test_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
