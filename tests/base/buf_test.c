/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * buf_test.c — output is bounded, and the escapes are right.
 *
 * In:    literals
 * Out:   cmocka results
 * Law:   RFC 4180, RFC 8259
 * Never: checks a buffer after each write
 */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HOLDS(b, literal) assert_true(str_eq(buf_view(b), S(literal)))

static void a_failure_sticks(void **state) {
    (void)state;
    struct buf b = {.limit = 5};
    buf_str(&b, S("abc"));
    buf_str(&b, S("def"));
    assert_true(b.failed);
    buf_char(&b, 'x');
    buf_int(&b, 1);
    buf_fmt(&b, "%d", 1);
    HOLDS(&b, "abc");
    buf_reset(&b);
    assert_false(b.failed);
    buf_str(&b, S("12345"));
    assert_false(b.failed);
    HOLDS(&b, "12345");
    buf_free(&b);
    assert_int_equal(b.limit, 5);
}

static void the_default_limit_holds(void **state) {
    (void)state;
    struct buf b = {0};
    static const char block[1 << 16] = {'a'};
    for (int i = 0; i < 2000; i++)
        buf_str(&b, (str){block, sizeof block});
    assert_true(b.failed);
    assert_true(b.n <= BUF_LIMIT);
    buf_free(&b);
}

static void numbers_and_formats(void **state) {
    (void)state;
    struct buf b = {0};
    buf_int(&b, INT64_MIN);
    buf_char(&b, ' ');
    buf_fmt(&b, "%s-%04d", "甲", 7);
    buf_str(&b, (str){0});
    HOLDS(&b, "-9223372036854775808 甲-0007");
    /* Wherever the room ends, a text is whole. */
    buf_reset(&b);
    for (int i = 0; i < 3000; i++)
        buf_fmt(&b, "%04d", i);
    assert_int_equal(b.n, 12000);
    for (int i = 0; i < 3000; i++) {
        int64_t number = -1;
        assert_true(str_int(str_sub(buf_view(&b), 4 * i, 4 * i + 4), &number));
        assert_int_equal(number, i);
    }
    buf_free(&b);
    struct buf small = {.limit = 5};
    buf_fmt(&small, "%s", "abc");
    buf_fmt(&small, "%s", "def");
    assert_true(small.failed);
    HOLDS(&small, "abc");
    buf_free(&small);
}

static void html_is_inert(void **state) {
    (void)state;
    struct buf b = {0};
    buf_html(&b, S("<a title=\"x\">'&'甲</a>"));
    HOLDS(&b, "&lt;a title=&quot;x&quot;&gt;&#39;&amp;&#39;甲&lt;/a&gt;");
    buf_free(&b);
}

/* Wherever it stands in a text that is read eight bytes at a time. */
static void html_is_inert_in_long_texts(void **state) {
    (void)state;
    static const char han[] = "当事人在限期内改正了有关违法行为并补齐了台账";
    for (ptrdiff_t at = 0; at < (ptrdiff_t)sizeof han; at++) {
        struct buf text = {0};
        struct buf b = {0};
        struct buf wanted = {0};
        buf_fmt(&text, "%.*s<%s", (int)at, han, han + at);
        buf_html(&b, buf_view(&text));
        buf_fmt(&wanted, "%.*s&lt;%s", (int)at, han, han + at);
        assert_true(str_eq(buf_view(&b), buf_view(&wanted)));
        buf_free(&text);
        buf_free(&b);
        buf_free(&wanted);
    }
}

static void json_may_stand_in_html(void **state) {
    (void)state;
    struct buf b = {0};
    buf_json(&b, S("</script>\"\\\n\x01/甲\x7f"));
    HOLDS(&b, "\"<\\/script>\\\"\\\\\\n\\u0001/甲\\u007f\"");
    buf_free(&b);
}

static void xml_reads_back(void **state) {
    (void)state;
    struct buf b = {0};
    buf_xml(&b, S("<a b=\"&\">'\x01\r\n\t甲\xEF\xBF\xBE\xF0\xA0\x80\x80"));
    HOLDS(&b, "&lt;a b=&quot;&amp;&quot;&gt;'\xEF\xBF\xBD&#13;\n\t甲\xEF\xBF\xBD\xF0\xA0\x80\x80");
    buf_free(&b);
}

static void csv_is_quoted_where_needed(void **state) {
    (void)state;
    struct buf b = {0};
    buf_csv(&b, S("甲;乙"), ',');
    buf_char(&b, ',');
    buf_csv(&b, S("a,b"), ',');
    buf_char(&b, ',');
    buf_csv(&b, S("\"q\"\r\n"), ',');
    HOLDS(&b, "甲;乙,\"a,b\",\"\"\"q\"\"\r\n\"");
    buf_free(&b);
}

static void bytes_in_hexadecimal(void **state) {
    (void)state;
    struct buf b = {0};
    buf_hex(&b, "\x00\xAB\xff", 3);
    HOLDS(&b, "00abff");
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_sticks),
        cmocka_unit_test(the_default_limit_holds),
        cmocka_unit_test(numbers_and_formats),
        cmocka_unit_test(html_is_inert),
        cmocka_unit_test(html_is_inert_in_long_texts),
        cmocka_unit_test(json_may_stand_in_html),
        cmocka_unit_test(xml_reads_back),
        cmocka_unit_test(csv_is_quoted_where_needed),
        cmocka_unit_test(bytes_in_hexadecimal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
