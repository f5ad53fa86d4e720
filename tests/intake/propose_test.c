/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * propose_test.c — the draft of a map for unknown files is a map, and the right one.
 *
 * In:    tests/intake/propose/ (NAME, its golden NAME.map)
 * Out:   cmocka's report
 * Law:   none
 * Never: needs anything but names and samples
 */
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define FILES "tests/intake/propose"

static void check_file(struct arena *a, str name, str synonyms) {
    struct diags diags = {.arena = a};
    struct buf out = {0};
    struct intake_file file = {.path = str_fmt(a, FILES "/%.*s", STR(name)).p, .name = name};
    bool good = intake_propose(a, &file, synonyms, &out, &diags);
    for (const struct diag *one = diags.first; one != NULL; one = one->next) {
        diag_line(&out, one);
        buf_char(&out, '\n');
    }
    assert_true(golden(str_fmt(a, FILES "/%.*s.map", STR(name)).p, buf_view(&out)));
    /* What it proposes can be loaded as it stands. */
    if (good)
        assert_non_null(map_load(a, name, str_dup(a, buf_view(&out)), &diags));
    buf_free(&out);
}

static void test_files(void **state) {
    (void)state;
    struct arena a = {0};
    str synonyms = {0};
    struct strs names = os_list(&a, FILES);
    assert_true(os_read(&a, "feeds/maps/synonyms.csv", 1 << 20, &synonyms));
    assert_true(names.n > 6);
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (!str_ends(names.v[i], S(".map")))
            check_file(&a, names.v[i], synonyms);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
