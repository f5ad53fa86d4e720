/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * schema_test.c — feeds/schema says what record.def says.
 *
 * In:    feeds/schema/KIND.json (ACCEPT=1 writes them)
 * Out:   cmocka's report
 * Law:   law.md §5
 * Never: edits one by hand
 */
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <jansson.h>

static void test_files(void **state) {
    (void)state;
    char path[256];
    os_mkdirs("feeds/schema", 0755);
    for (int k = 1; k < KINDS; k++) {
        struct buf out = {0};
        schema_write((enum kind)k, &out);
        (void)snprintf(path, sizeof path, "feeds/schema/%s.json", kind_info((enum kind)k)->name);
        assert_true(golden(path, buf_view(&out)));
        buf_free(&out);
    }
}

/* Every one is JSON, and names exactly the fields and the required ones. */
static void test_content(void **state) {
    (void)state;
    for (int k = 1; k < KINDS; k++) {
        struct buf out = {0};
        schema_write((enum kind)k, &out);
        json_t *root = json_loadb(out.p, (size_t)out.n, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(root);
        int n = 0;
        size_t must = 0;
        const struct field_info *fields = kind_fields((enum kind)k, &n);
        const json_t *properties = json_object_get(root, "properties");
        assert_int_equal(json_object_size(properties), n + 1);
        for (int i = 0; i < n; i++) {
            const json_t *title =
                json_object_get(json_object_get(properties, fields[i].name), "title");
            assert_string_equal(json_string_value(title), fields[i].title);
            must += fields[i].need == NEED_MUST;
        }
        assert_int_equal(json_array_size(json_object_get(root, "required")), must);
        json_decref(root);
        buf_free(&out);
    }
}

static void test_seed(void **state) {
    (void)state;
    assert_true(schema_seed() != 0);
    assert_true(schema_seed() == schema_seed());
}

/* Staff and vendors read each field's title, what it is for and an example, in their language. */
static void test_examples(void **state) {
    (void)state;
    for (int k = KIND_NONE + 1; k < KINDS; k++) {
        int n = 0;
        const struct field_info *f = kind_fields((enum kind)k, &n);
        for (int i = 0; i < n; i++)
            if (f[i].title[0] == '\0' || f[i].example[0] == '\0')
                fail_msg("%s.%s", kind_info((enum kind)k)->name, f[i].name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files), cmocka_unit_test(test_content),
                                       cmocka_unit_test(test_seed),
                                       cmocka_unit_test(test_examples)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
