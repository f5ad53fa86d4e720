/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * diag_test.c — the table of findings is in order, and a finding prints as one line.
 *
 * In:    diag.def
 * Out:   cmocka results
 * Law:   none
 * Never: lets a private value show
 */
#include "base/diag.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void check_row(const struct diag_kind *kind) {
    const char *const texts[] = {kind->name, kind->rule, kind->zh, kind->fix, kind->en};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i][0] == '\0')
            fail_msg("%s %s: an empty text", kind->code, kind->name);
        assert_int_equal(utf8_invalid_at(str_of(texts[i])), -1);
        assert_null(strchr(texts[i], '\n'));
    }
    bool good = strlen(kind->code) == 4 && kind->code[0] == 'E' &&
                strspn(kind->code + 1, "0123456789") == 3;
    if (!good || kind->code[1] < '1' || kind->code[1] > '9')
        fail_msg("%s is no code of E1xx … E9xx", kind->code);
    assert_in_range(kind->level, DIAG_NOTE, DIAG_ERROR);
}

static void every_row_is_complete_and_unique(void **state) {
    (void)state;
    for (int i = 0; i < DIAG_CODES; i++) {
        const struct diag_kind *kind = diag_kind((enum diag_code)i);
        check_row(kind);
        for (int j = 0; j < i; j++) {
            const struct diag_kind *other = diag_kind((enum diag_code)j);
            if (strcmp(kind->code, other->code) == 0 || strcmp(kind->name, other->name) == 0)
                fail_msg("%s %s stands twice", kind->code, kind->name);
            /* The sections follow each other, so a row in the wrong one shows here. */
            if (kind->code[1] < other->code[1])
                fail_msg("%s %s stands in the section of %s", kind->code, kind->name, other->code);
        }
    }
}

static void line_is(const struct diag *one, const char *expected) {
    struct buf out = {0};
    buf_str(&out, S(""));
    diag_line(&out, one);
    buf_char(&out, '\0');
    assert_string_equal(out.p, expected);
    buf_free(&out);
}

#define TEXT "error E801 [CONF] 配置中没有这个项目"
#define FIX "；请按提示改成正确的名称"

static void empty_parts_are_left_out(void **state) {
    (void)state;
    struct diag one = {.code = DIAG_CONF_UNKNOWN_KEY, .level = DIAG_ERROR};
    line_is(&one, TEXT FIX);
    one.place.file = S("site.conf");
    line_is(&one, "site.conf: " TEXT FIX);
    one.place.line = 12;
    line_is(&one, "site.conf:12: " TEXT FIX);
    one.place.field = S("sitename");
    one.detail = S("sitename");
    line_is(&one, "site.conf:12:sitename: " TEXT "：sitename" FIX);
    one.place.line = 0;
    one.level = DIAG_NOTE;
    one.detail = (str){0};
    line_is(&one, "site.conf:sitename: note E801 [CONF] 配置中没有这个项目" FIX);
}

static void a_value_cannot_break_the_line(void **state) {
    (void)state;
    struct diag one = {.code = DIAG_CONF_UNKNOWN_KEY, .level = DIAG_ERROR};
    one.detail = S("a\nb\x1b[2J\xC2\x9B\xFF\xE2\x80\xA8z");
    line_is(&one, TEXT "：a b [2J \xEF\xBF\xBD z" FIX);
}

static void findings_are_collected_in_order(void **state) {
    (void)state;
    struct arena a = {0};
    struct arena b = {0};
    struct diags all = {.arena = &a};
    struct diags part = {.arena = &b};
    assert_int_equal(diag_worst(&all), -1);
    diag(&all, DIAG_CONF_PUNCTUATION, (struct place){.file = S("x"), .line = 1}, "%d", 1);
    assert_int_equal(diag_worst(&all), DIAG_NOTE);
    diag(&part, DIAG_CONF_SYNTAX, (struct place){.file = S("y"), .line = 2}, "%s", "两");
    diag(&part, DIAG_CONF_PUNCTUATION, (struct place){.file = S("y"), .line = 3}, "%s", "");
    diag_take(&all, &part);
    arena_free(&b);
    assert_int_equal(diag_worst(&all), DIAG_ERROR);
    assert_int_equal(all.count[DIAG_NOTE], 2);
    assert_int_equal(all.count[DIAG_ERROR], 1);
    const struct diag *one = all.first;
    for (int64_t line = 1; line <= 3; line++, one = one->next)
        assert_int_equal(one->place.line, line);
    assert_null(one);
    assert_true(str_eq(all.first->next->detail, S("两")));
    assert_true(str_eq(all.last->place.file, S("y")));
    arena_free(&a);
}

static void shapes_tell_nothing(void **state) {
    (void)state;
    struct arena a = {0};
    static const char *const shapes[][2] = {
        {"130821199001011234", "999999999999999999 (18)"},
        {"张三丰，Ab-1", "某某某，AA-9 (8)"},
        {"阿依古丽·买买提", "某某某某·某某某 (8)"},
        {"ئايگۈل", "某某某某某某 (6)"},
        {"Ａ１２（３）", "A99（9） (6)"},
        {"𠮷\xFF", "某\xEF\xBF\xBD (2)"},
        {"", " (0)"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        assert_string_equal(diag_shape(&a, str_of(shapes[i][0])).p, shapes[i][1]);
    char digits[100];
    memset(digits, '5', sizeof digits);
    str cut = diag_shape(&a, (str){digits, sizeof digits});
    assert_true(str_ends(cut, S("9… (100)")));
    assert_int_equal(utf8_count(cut), 40 + 1 + 6);
    arena_free(&a);
}

/* Names of files tell nobody's number; days, serial numbers and digests stay. */
static void test_files(void **state) {
    struct arena a = {0};
    static const char *const names[][2] = {
        {"张某130503198504241353.csv", "张某999999999999999999.csv"},
        {"a/13050319850424135X-1.jsonl", "a/99999999999999999X-1.jsonl"},
        {"13912345678.txt", "99999999999.txt"},
        {"scj-20261120093000123-decisions.csv", "scj-20261120093000123-decisions.csv"},
        {"f/84871531594431066dbbf13912345678a.docx", "f/84871531594431066dbbf13912345678a.docx"},
        {"manifest/4000000000000.txt", "manifest/4000000000000.txt"},
        {"", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(str_eq(diag_file(&a, str_of(names[i][0])), str_of(names[i][1])));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(every_row_is_complete_and_unique),
        cmocka_unit_test(empty_parts_are_left_out),
        cmocka_unit_test(a_value_cannot_break_the_line),
        cmocka_unit_test(findings_are_collected_in_order),
        cmocka_unit_test(shapes_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
