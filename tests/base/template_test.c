/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * template_test.c — the official Mustache specification, our own cases, and the limits.
 *
 * In:    ../shared/spec/mustache (when there), tests/base/template
 * Out:   cmocka report
 * Law:   none
 * Never: needs the specification to pass: without it the first test says so and is skipped
 *
 * A case: template, data (JSON), html (texts that become markup), partials, strict, and either
 * expected (bytes) or errors (the lines of the diagnostics).
 */
#include "base/json.h"
#include "base/os.h"
#include "base/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define SPEC "../shared/spec/mustache"
#define SPEC_CASES 184
#define OUR_FOLDER "tests/base/template"
#define OUR_CASES 60
#define FILE_LIMIT ((int64_t)1 << 20)

static str text_of(const struct value *test, const char *key) {
    const struct value *v = value_get(test, str_of(key));
    return v != NULL && v->type == VALUE_TEXT ? v->text : (str){0};
}

/* The data of a case; what stands under "html" becomes trusted markup at the top level. */
static struct value data_of(struct arena *a, const struct value *test) {
    const struct value *given = value_get(test, S("data"));
    struct value data = given != NULL ? *given : value_map(a, 0);
    const struct value *html = value_get(test, S("html"));
    for (ptrdiff_t i = 0; html != NULL && i < html->n; i++)
        value_set(a, &data, html->pairs[i].key,
                  value_html((struct html){html->pairs[i].value.text}));
    return data;
}

static void put_errors(struct buf *out, const struct diags *diags) {
    for (const struct diag *one = diags->first; one != NULL; one = one->next) {
        if (one != diags->first)
            buf_char(out, '\n');
        diag_line(out, one);
    }
}

static bool add(struct arena *a, struct template_set *set, str name, str source,
                struct diags *diags) {
    return template_add(set, name, str_cat(a, name, S(".mustache")), source, diags);
}

/* Renders one case into out, or the diagnostics in its place. */
static void run_case(struct arena *a, const struct value *test, struct buf *out) {
    struct template_set *set = template_set_open(a, value_truthy(value_get(test, S("strict"))));
    struct diags diags = {.arena = a};
    const struct value *partials = value_get(test, S("partials"));
    bool ok = true;
    for (ptrdiff_t i = 0; partials != NULL && i < partials->n; i++)
        ok &= add(a, set, partials->pairs[i].key, partials->pairs[i].value.text, &diags);
    ok &= add(a, set, S("main"), text_of(test, "template"), &diags);
    if (value_truthy(value_get(test, S("check"))))
        ok = ok && template_check(set, &diags);
    struct value data = data_of(a, test);
    if (ok)
        ok = template_render(set, S("main"), &data, out, &diags);
    if (!ok) {
        buf_reset(out);
        put_errors(out, &diags);
    }
}

static bool passes(struct arena *a, str file, const struct value *test) {
    struct buf out = {0};
    run_case(a, test, &out);
    str want = text_of(test, "expected");
    if (want.p == NULL)
        want = text_of(test, "errors");
    bool same = str_eq(buf_view(&out), want);
    if (!same)
        print_error("%.*s: %.*s\n  want: [%.*s]\n  got:  [%.*s]\n", STR(file),
                    STR(text_of(test, "name")), STR(want), STR(buf_view(&out)));
    buf_free(&out);
    return same;
}

/* Runs all cases of a file, returns how many there were; adds to *failed. */
static int run_file(struct arena *a, const char *folder, str name, int *failed) {
    str text;
    str error;
    int line;
    struct value root;
    assert_true(os_read(a, str_fmt(a, "%s/%.*s", folder, STR(name)).p, FILE_LIMIT, &text));
    if (!json_load(a, text, &root, &error, &line))
        fail_msg("%.*s:%d: %.*s", STR(name), line, STR(error));
    const struct value *tests = value_get(&root, S("tests"));
    for (ptrdiff_t i = 0; i < tests->n; i++)
        *failed += !passes(a, name, &tests->items[i]);
    return (int)tests->n;
}

static int run_folder(const char *folder, int *failed) {
    struct arena a = {0};
    struct strs files = os_list(&a, folder);
    int cases = 0;
    for (ptrdiff_t i = 0; i < files.n; i++)
        if (str_ends(files.v[i], S(".json")))
            cases += run_file(&a, folder, files.v[i], failed);
    arena_free(&a);
    return cases;
}

static void official_specification(void **state) {
    (void)state;
    if (!os_stat(SPEC).exists) {
        print_message("没有 " SPEC "，跳过官方规范的 %d 例\n", SPEC_CASES);
        skip();
    }
    int failed = 0;
    int cases = run_folder(SPEC, &failed);
    print_message("Mustache 官方规范：%d 例，失败 %d 例\n", cases, failed);
    assert_int_equal(failed, 0);
    assert_int_equal(cases, SPEC_CASES);
}

static void our_cases(void **state) {
    (void)state;
    int failed = 0;
    int cases = run_folder(OUR_FOLDER, &failed);
    print_message("自有用例：%d 例，失败 %d 例\n", cases, failed);
    assert_int_equal(failed, 0);
    assert_true(cases >= OUR_CASES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(official_specification),
        cmocka_unit_test(our_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
