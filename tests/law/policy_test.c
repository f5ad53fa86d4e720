/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * policy_test.c — a wrong table is refused with file, line and column.
 *
 * In:    tests/law/policy/CASE/ (tables, and the findings expected)
 * Out:   cmocka's report
 * Law:   law.md §1: the highest rank wins, two of equal rank are an error
 * Never: accepts a table because another one is wrong too
 */
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static const char *lines_of(const struct diags *diags) {
    struct buf out = {0};
    for (const struct diag *d = diags->first; d != NULL; d = d->next) {
        diag_line(&out, d);
        buf_char(&out, '\n');
    }
    const char *text = str_z(&arena, buf_view(&out));
    buf_free(&out);
    return text;
}

static struct policy *load_case(const char *name, struct diags *diags) {
    struct policy_source sources[TABLES];
    str folder = str_fmt(&arena, "tests/law/policy/%s", name);
    *diags = (struct diags){.arena = &arena};
    int n = test_sources(&arena, folder.p, sources);
    return policy_load(&arena, &(struct policy_input){sources, n, test_agencies, 2}, diags);
}

static void check_case(const char *name) {
    struct diags diags;
    str wanted = {0};
    str golden = str_fmt(&arena, "tests/law/policy/%s/expected.txt", name);
    struct policy *p = load_case(name, &diags);
    bool refused = diags.first != NULL;
    if (p != NULL)
        (void)policy_gaps(p, &diags);
    assert_int_equal(p == NULL, refused);
    if (getenv("ACCEPT") != NULL)
        os_write(golden.p, str_of(lines_of(&diags)), 0644);
    assert_true(os_read(&arena, golden.p, TABLE_BYTES, &wanted));
    assert_string_equal(lines_of(&diags), str_z(&arena, wanted));
}

static void test_wrong_tables(void **state) {
    (void)state;
    static const char *const cases[] = {"columns",  "values", "conflict", "gap",
                                        "calendar", "broken", "chinese",  "kinds"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(cases[i]);
}

/* The shipped tables leave nothing undecided; nor do they when a change is only asked about later.
 */
static void test_no_gap(void **state) {
    (void)state;
    struct diags diags = {0};
    struct policy *p = test_policy(&arena, &diags);
    assert_int_equal(policy_gaps(p, &diags), 0);
    assert_null(diags.first);
}

/* Chinese headers, loose dates and units say the same as the English ones. */
static void test_chinese(void **state) {
    (void)state;
    struct diags diags;
    struct policy *p = load_case("chinese", &diags);
    struct facts f = {.kind = KIND_decision, .served = date_of(2026, 3, 2)};
    date reconsider_by, sue_by;
    memcpy(f.agency, "scj", 4);
    f.decided = f.served;
    remedies_of(p, &f, &reconsider_by, &sue_by);
    assert_int_equal(reconsider_by, date_of(2026, 5, 1));
    assert_int_equal(sue_by, date_of(2026, 9, 2));
    assert_false(calendar_is_workday(p, date_of(2026, 1, 1)));
    assert_true(calendar_is_workday(p, date_of(2026, 1, 4)));
}

static void test_missing_table(void **state) {
    (void)state;
    struct policy_source sources[TABLES];
    struct diags diags = {.arena = &arena};
    int n = test_sources(&arena, NULL, sources);
    sources[TABLE_REVIEW].name = S("reviews");
    assert_null(policy_load(&arena, &(struct policy_input){sources, n, test_agencies, 2}, &diags));
    assert_string_equal(diag_kind(diags.first->code)->code, "E401");
    assert_string_equal(diags.first->place.file.p, "review.csv");
    assert_ptr_equal(diags.first, diags.last);
}

static void test_digest(void **state) {
    (void)state;
    struct policy_source sources[TABLES];
    struct diags diags = {.arena = &arena};
    int n = test_sources(&arena, NULL, sources);
    struct policy *one =
        policy_load(&arena, &(struct policy_input){sources, n, test_agencies, 2}, &diags);
    struct policy *two =
        policy_load(&arena, &(struct policy_input){sources, n, test_agencies, 2}, &diags);
    assert_true(sha256_eq(policy_digest(one), policy_digest(two)));
    sources[TABLE_MASKING].text = str_cat(&arena, sources[TABLE_MASKING].text, S("\n"));
    two = policy_load(&arena, &(struct policy_input){sources, n, test_agencies, 2}, &diags);
    assert_false(sha256_eq(policy_digest(one), policy_digest(two)));
}

/* A former name finds its successor, unless an agency bears that name today. */
static void test_agencies_by_name(void **state) {
    (void)state;
    str former[] = {S("青原市安全生产监督管理局"), S("青原市城市管理局")};
    const struct agency agencies[] = {
        {S("yjj"), S("青原市应急管理局"), {former, 2}, S("应急管理"), {0}, 0, {0}},
        {S("cgj"), S("青原市城市管理局"), {0}, S("城市管理"), {0}, 0, {0}},
    };
    struct policy_source sources[TABLES];
    struct diags diags = {.arena = &arena};
    int n = test_sources(&arena, NULL, sources);
    struct policy *p = policy_load(&arena, &(struct policy_input){sources, n, agencies, 2}, &diags);
    assert_ptr_equal(policy_agency(p, S("yjj")), &agencies[0]);
    assert_ptr_equal(policy_agency(p, S(" 青原市应急管理局 ")), &agencies[0]);
    assert_ptr_equal(policy_agency(p, former[0]), &agencies[0]);
    assert_ptr_equal(policy_agency(p, former[1]), &agencies[1]);
    assert_null(policy_agency(p, S("青原市水务局")));
    assert_null(policy_agency(p, (str){0}));
    p = policy_load(&arena, &(struct policy_input){sources, n, NULL, 0}, &diags);
    assert_null(policy_agency(p, S("yjj")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_tables), cmocka_unit_test(test_no_gap),
        cmocka_unit_test(test_chinese),      cmocka_unit_test(test_missing_table),
        cmocka_unit_test(test_digest),       cmocka_unit_test(test_agencies_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
