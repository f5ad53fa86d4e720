/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * field_test.c — values survive being serialised, and damage is noticed.
 *
 * In:    a struct with one field of each type
 * Out:   cmocka's report
 * Law:   law.md §4 (万元)
 * Never: needs a kind of record
 */
#include "base/field.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct sample {
    str text;
    str lines;
    str uscc;
    date day;
    int64_t money;
    int64_t whole;
    int term;
    struct strs list;
    struct rows rows;
};

#define F(name)                                                                                    \
    { #name, FIELD_##name, 0, offsetof(struct sample, name) }
static const struct field fields[] = {F(text),  F(lines), F(uscc), F(day), F(money),
                                      F(whole), F(term),  F(list), F(rows)};
#define FIELDS (int)(sizeof fields / sizeof fields[0])

static str list_items[] = {{"罚款", 6}, {NULL, 0}, {"警告", 6}};
static str row_cells[] = {{"a", 1}, {"b", 1}, {NULL, 0}, {"青原市", 9}};

static struct sample filled(void) {
    return (struct sample){S("未按规定"),
                           S("一\n二"),
                           S("91130500MA00000000"),
                           date_of(2026, 3, 2),
                           2000000,
                           -7,
                           3,
                           {list_items, 3},
                           {row_cells, 2, 2}};
}

static void put_all(const struct sample *s, struct buf *out) {
    for (int i = 0; i < FIELDS; i++)
        field_put(&fields[i], s, out);
}

static bool get_all(struct arena *a, str *from, struct sample *s) {
    for (int i = 0; i < FIELDS; i++)
        if (!field_get(a, &fields[i], s, from))
            return false;
    return true;
}

static bool all_equal(const struct sample *x, const struct sample *y) {
    for (int i = 0; i < FIELDS; i++)
        if (!field_equal(&fields[i], x, y))
            return false;
    return true;
}

static void test_round_trip(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct sample s = filled();
    struct sample t = {0};
    put_all(&s, &out);
    str from = buf_view(&out);
    assert_true(get_all(&a, &from, &t));
    assert_int_equal(from.n, 0);
    assert_true(all_equal(&s, &t));
    assert_true(t.text.p >= out.p && t.text.p < out.p + out.n);
    buf_free(&out);
    arena_free(&a);
}

static void test_absent_is_one_byte_each(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct sample s = filled();
    struct sample t = filled();
    for (int i = 0; i < FIELDS; i++) {
        assert_false(field_absent(&fields[i], &s));
        field_clear(&fields[i], &s);
        assert_true(field_absent(&fields[i], &s));
        assert_false(field_equal(&fields[i], &s, &t));
    }
    put_all(&s, &out);
    assert_int_equal(out.n, FIELDS);
    str from = buf_view(&out);
    assert_true(get_all(&a, &from, &t));
    assert_true(all_equal(&s, &t));
    assert_int_equal(t.day, DATE_NONE);
    assert_true(t.money == WHOLE_NONE);
    buf_free(&out);
    arena_free(&a);
}

static void test_extreme_numbers(void **state) {
    (void)state;
    static const int64_t values[] = {0, 1, -1, 63, 64, -64, -65, INT64_MAX, INT64_MIN + 1};
    struct arena a = {0};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct buf out = {0};
        struct sample s = {.whole = values[i]};
        struct sample t = {0};
        field_put(&fields[5], &s, &out);
        str from = buf_view(&out);
        assert_true(field_get(&a, &fields[5], &t, &from));
        assert_true(t.whole == values[i]);
        buf_free(&out);
    }
    arena_free(&a);
}

/* Cut anywhere, the bytes must be refused; with any byte changed they must not crash. */
static void test_damage(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct sample s = filled();
    put_all(&s, &out);
    for (ptrdiff_t n = 0; n < out.n; n++) {
        struct sample t = {0};
        str from = {out.p, n};
        assert_false(get_all(&a, &from, &t));
    }
    for (ptrdiff_t i = 0; i < out.n; i++) {
        char was = out.p[i];
        for (int c = 0; c < 256; c++) {
            struct sample t = {0};
            str from = buf_view(&out);
            out.p[i] = (char)c;
            (void)get_all(&a, &from, &t);
            assert_true(from.n >= 0);
        }
        out.p[i] = was;
        arena_reset(&a);
    }
    buf_free(&out);
    arena_free(&a);
}

/* A count in the billions with no bytes behind it must not be allocated. */
static void test_hostile_counts(void **state) {
    (void)state;
    struct arena a = {0};
    struct sample t = {0};
    str huge = {"\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9};
    for (int i = 0; i < FIELDS; i++)
        if (fields[i].type >= FIELD_list || fields[i].type <= FIELD_uscc) {
            str from = huge;
            assert_false(field_get(&a, &fields[i], &t, &from));
        }
    str term = {"\xff\xff\xff\xff\x7f", 5};
    assert_false(field_get(&a, &fields[6], &t, &term));
    assert_true(a.total < 1 << 21);
    arena_free(&a);
}

static void assert_str(str is, const char *want) {
    assert_int_equal(is.n, (ptrdiff_t)strlen(want));
    assert_memory_equal(is.p, want, strlen(want));
}

static void test_money(void **state) {
    (void)state;
    struct arena a = {0};
    assert_str(money_text(&a, 2000000), "20,000.00");
    assert_str(money_text(&a, 0), "0.00");
    assert_str(money_text(&a, 5), "0.05");
    assert_str(money_text(&a, 99999), "999.99");
    assert_str(money_text(&a, 100000), "1,000.00");
    assert_str(money_text(&a, -123456789), "-1,234,567.89");
    assert_str(money_text(&a, INT64_MAX), "92,233,720,368,547,758.07");
    assert_str(money_text(&a, WHOLE_NONE), "");
    assert_str(money_wan(&a, 200000), "0.2");
    assert_str(money_wan(&a, 1000000), "1");
    assert_str(money_wan(&a, 1), "0.000001");
    assert_str(money_wan(&a, 123456789), "123.456789");
    assert_str(money_wan(&a, 0), "0");
    assert_str(money_wan(&a, -50000), "-0.05");
    assert_str(money_wan(&a, WHOLE_NONE), "");
    arena_free(&a);
}

static void test_words(void **state) {
    struct arena a = {0};
    str cells[] = {S("审核"), S(""), S("青司审〔2025〕3号"), S("同意"), S("市政府"), S("")};
    struct rows rows = {cells, 2, 3};
    str parts[] = {S("一"), S("二")};
    struct strs list = {parts, 2};
    date day = date_of(2026, 3, 2);
    (void)state;
    struct field table = {"table", FIELD_rows, 0, 0};
    struct field several = {"several", FIELD_list, 0, 0};
    struct field dated = {"dated", FIELD_day, 0, 0};
    assert_true(str_eq(field_words(&a, &table, &rows), S("审核，青司审〔2025〕3号\n同意，市政府")));
    assert_true(str_eq(field_words(&a, &several, &list), S("一；二")));
    assert_int_equal(field_words(&a, &dated, &day).n, 0);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),      cmocka_unit_test(test_absent_is_one_byte_each),
        cmocka_unit_test(test_extreme_numbers), cmocka_unit_test(test_damage),
        cmocka_unit_test(test_hostile_counts),  cmocka_unit_test(test_money),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
