/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * utf8_test.c — every class of broken UTF-8 is seen, every code point survives.
 *
 * In:    bytes
 * Out:   cmocka results
 * Law:   RFC 3629
 * Never: reads past the slice
 */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_code_point_survives(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        str s = {bytes, utf8_put(bytes, c)};
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        if (utf8_invalid_at(s) != -1 || utf8_next(&s) != (surrogate ? 0xFFFD : c) || s.n != 0)
            fail_msg("U+%04X", c);
    }
    char bytes[4];
    assert_int_equal(utf8_put(bytes, 0x110000), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

static void broken_sequences(void **state) {
    (void)state;
    static const char *const broken[] = {
        "\x80",             /* a tail alone */
        "\xC0\x80",         /* overlong NUL */
        "\xC1\xBF",         /* overlong, two bytes */
        "\xE0\x9F\xBF",     /* overlong, three */
        "\xF0\x8F\xBF\xBF", /* overlong, four */
        "\xED\xA0\x80",     /* surrogate */
        "\xED\xBF\xBF",     /* surrogate */
        "\xF4\x90\x80\x80", /* past U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE4\xBD",     /* cut off at the end */
        "\xE4\xBD!",    /* cut off by ASCII */
        "\xF0\x9F\x98", /* cut off at the end */
        "\xC3",
        "\xB4\xF3",
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        /* In a block of its own, so that the sanitiser sees a read past the end. */
        size_t n = strlen(broken[i]) + 1;
        char *text = malloc(n);
        assert_non_null(text);
        text[0] = 'a';
        memcpy(text + 1, broken[i], n - 1);
        str s = {text, (ptrdiff_t)n};
        assert_int_equal(utf8_invalid_at(s), 1);
        assert_int_equal(utf8_next(&s), 'a');
        assert_true(utf8_next(&s) == UTF8_INVALID);
        assert_int_equal(s.n, (ptrdiff_t)n - 2);
        free(text);
    }
}

static void counting_and_heads(void **state) {
    (void)state;
    assert_int_equal(utf8_invalid_at(S("公示\0网")), -1);
    assert_int_equal(utf8_invalid_at(S("")), -1);
    assert_int_equal(utf8_count(S("a公示𠮷")), 4);
    assert_int_equal(utf8_count(S("a\xFF\xFE公")), 4);
    assert_true(str_eq(utf8_head(S("公示网"), 2), S("公示")));
    assert_true(str_eq(utf8_head(S("公示网"), 9), S("公示网")));
    assert_int_equal(utf8_head(S("公示网"), 0).n, 0);
}

static void han_characters(void **state) {
    (void)state;
    static const uint32_t han[] = {0x3007,  0x3400,  0x4E00,  0x9FFF, 0xF9DC,
                                   0x20BB7, 0x2A700, 0x2EBF0, 0x323AF};
    static const uint32_t other[] = {'A',    0x3005, 0x3006,  0x3042,      0xAC00,
                                     0xFF21, 0xE000, 0x1F600, UTF8_INVALID};
    for (size_t i = 0; i < sizeof han / sizeof han[0]; i++)
        assert_true(utf8_is_han(han[i]));
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
        assert_false(utf8_is_han(other[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(broken_sequences),
        cmocka_unit_test(counting_and_heads),
        cmocka_unit_test(han_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
