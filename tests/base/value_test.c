/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * value_test.c — lists and maps that grow, what is truthy, absent values.
 *
 * In:    none
 * Out:   cmocka report
 * Law:   none
 * Never: reads a file
 */
#include "base/value.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void lists_grow(void **state) {
    (void)state;
    struct arena a = {0};
    struct value list = value_list(&a, 0);
    for (int i = 0; i < 1000; i++)
        value_add(&a, &list, value_text(str_fmt(&a, "%d", i)));
    assert_int_equal(list.n, 1000);
    assert_true(str_eq(list.items[0].text, S("0")));
    assert_true(str_eq(list.items[999].text, S("999")));
    arena_free(&a);
}

static void last_set_wins(void **state) {
    (void)state;
    struct arena a = {0};
    struct value map = value_map(&a, 1);
    for (int i = 0; i < 100; i++)
        value_set(&a, &map, str_fmt(&a, "键%d", i), value_bool(false));
    value_set_text(&a, &map, "键7", S("新"));
    const struct value *v = value_get(&map, S("键7"));
    assert_non_null(v);
    assert_int_equal(v->type, VALUE_TEXT);
    assert_true(str_eq(v->text, S("新")));
    assert_int_equal(value_get(&map, S("键99"))->type, VALUE_FALSE);
    assert_null(value_get(&map, S("键100")));
    arena_free(&a);
}

static void only_maps_have_keys(void **state) {
    (void)state;
    struct arena a = {0};
    struct value text = value_text(S("键"));
    struct value list = value_list(&a, 1);
    assert_null(value_get(&text, S("键")));
    assert_null(value_get(&list, S("键")));
    assert_null(value_get(NULL, S("键")));
    arena_free(&a);
}

static void absent_is_none(void **state) {
    (void)state;
    struct arena a = {0};
    struct value map = value_map(&a, 1);
    value_set_text(&a, &map, "缺", (str){0});
    assert_int_equal(value_get(&map, S("缺"))->type, VALUE_NONE);
    assert_int_equal(value_html((struct html){{0}}).type, VALUE_NONE);
    arena_free(&a);
}

static void truth(void **state) {
    (void)state;
    struct arena a = {0};
    struct value none = {0};
    struct value yes = value_bool(true);
    struct value no = value_bool(false);
    struct value empty = value_text(S(""));
    struct value zero = value_text(S("0"));
    struct value list = value_list(&a, 1);
    struct value map = value_map(&a, 0);
    assert_false(value_truthy(NULL));
    assert_false(value_truthy(&none));
    assert_false(value_truthy(&no));
    assert_false(value_truthy(&empty));
    assert_false(value_truthy(&list));
    assert_true(value_truthy(&yes));
    assert_true(value_truthy(&zero));
    assert_true(value_truthy(&map));
    value_add(&a, &list, no);
    assert_true(value_truthy(&list));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_grow),
        cmocka_unit_test(last_set_wins),
        cmocka_unit_test(only_maps_have_keys),
        cmocka_unit_test(absent_is_none),
        cmocka_unit_test(truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
