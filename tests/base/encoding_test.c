/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * encoding_test.c — the encodings of offices, and texts that are damaged.
 *
 * In:    bytes
 * Out:   cmocka results
 * Law:   GB 18030-2022
 * Never: takes a damaged UTF-8 text for GB18030
 */
#include "base/encoding.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void decodes(str in, enum encoding encoding, str expected) {
    struct arena a = {0};
    str out = {0};
    ptrdiff_t bad_at = 0;
    assert_int_equal(encoding_of(in), encoding);
    assert_true(encoding_to_utf8(&a, in, &out, &bad_at));
    assert_int_equal(bad_at, -1);
    assert_true(str_eq(out, expected));
    arena_free(&a);
}

static void breaks(str in, enum encoding encoding, ptrdiff_t at, str before) {
    struct arena a = {0};
    str out = {0};
    ptrdiff_t bad_at = 0;
    assert_int_equal(encoding_of(in), encoding);
    assert_false(encoding_to_utf8(&a, in, &out, &bad_at));
    assert_int_equal(bad_at, at);
    assert_true(str_eq(out, before));
    arena_free(&a);
}

static void what_offices_save(void **state) {
    (void)state;
    decodes(S(""), ENCODING_UTF8, S(""));
    decodes(S("plain"), ENCODING_UTF8, S("plain"));
    decodes(S("公示\n"), ENCODING_UTF8, S("公示\n"));
    decodes(S("\xEF\xBB\xBF公示"), ENCODING_UTF8, S("公示"));
    decodes(S("\xEF\xBB\xBF"), ENCODING_UTF8, S(""));
    decodes(S("\xB9\xAB\xCA\xBE=1\r\n"), ENCODING_GB18030, S("公示=1\r\n"));
    /* Four bytes: 𠮷 and the 㐀 of extension A. */
    decodes(S("\x95\x34\xB2\x35\xB9\xAB"), ENCODING_GB18030, S("𠮷公"));
    decodes(S("\x81\x39\xEE\x39"), ENCODING_GB18030, S("㐀"));
    decodes(S("\xFF\xFE\x6C\x51\x3A\x79"), ENCODING_UTF16LE, S("公示"));
    decodes(S("\xFE\xFF\x51\x6C\x79\x3A\xD8\x42\xDF\xB7"), ENCODING_UTF16BE, S("公示𠮷"));
}

static void utf8_is_not_copied(void **state) {
    (void)state;
    struct arena a = {0};
    str in = S("\xEF\xBB\xBF公示");
    str out = {0};
    ptrdiff_t bad_at = 0;
    assert_true(encoding_to_utf8(&a, in, &out, &bad_at));
    assert_ptr_equal(out.p, in.p + 3);
    arena_free(&a);
}

static void damaged_texts(void **state) {
    (void)state;
    /* One stray byte in UTF-8: reported, though GB18030 could read most of it. */
    breaks(S("公示\xFF网站"), ENCODING_UTF8, 6, S("公示"));
    breaks(S("公示网\xE7\xAB"), ENCODING_UTF8, 9, S("公示网"));
    breaks(S("\xEF\xBB\xBF\xB9\xAB\xCA\xBE"), ENCODING_UTF8, 3, S(""));
    breaks(S("\xB9\xAB\xCA\xBE\xFF\xFF"), ENCODING_GB18030, 4, S("公示"));
    breaks(S("\xB9\xAB\xCA"), ENCODING_GB18030, 2, S("公"));
    breaks(S("abc\xFF"), ENCODING_GB18030, 3, S("abc"));
    breaks(S("\xFF\xFE\x6C\x51\x3A"), ENCODING_UTF16LE, 4, S("公"));
    breaks(S("\xFF\xFE\x6C\x51\x00\xDC"), ENCODING_UTF16LE, 4, S("公"));
}

/* Every character has a place in GB18030, and comes back. */
static void to_gb18030(void **state) {
    (void)state;
    struct arena a = {0};
    str text = S("公示，〔2026〕1号 𠀀 é ①");
    str out = encoding_to_gb18030(&a, text);
    assert_true(str_starts(out, S("\xB9\xAB\xCA\xBE")));
    str back;
    ptrdiff_t bad;
    assert_true(encoding_to_utf8(&a, out, &back, &bad));
    assert_true(str_eq(back, text));
    assert_true(str_eq(encoding_to_gb18030(&a, S("a\xFF")), S("a\x84\x31\xA4\x37")));
    assert_int_equal(encoding_to_gb18030(&a, S("")).n, 0);
    arena_free(&a);
}

static void names(void **state) {
    (void)state;
    assert_string_equal(encoding_name(ENCODING_GB18030), "GB18030");
    assert_string_equal(encoding_name(ENCODING_UTF16BE), "UTF-16BE");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_offices_save),
        cmocka_unit_test(utf8_is_not_copied),
        cmocka_unit_test(damaged_texts),
        cmocka_unit_test(to_gb18030),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
