/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * level_test.c — findings count as a source says, within what may be.
 *
 * In:    settings as site.conf has them
 * Out:   cmocka's report
 * Law:   none
 * Never: lets a rule that protects a person be lowered
 */
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void check(const char *code, const char *value, bool good) {
    struct arena a = {0};
    unsigned char *levels = NULL;
    const char *fault = intake_level(&a, str_of(code), str_of(value), &levels);
    if ((fault == NULL) != good)
        fail_msg("%s = %s: %s", code, value, fault == NULL ? "taken" : fault);
    assert_true((levels != NULL) == good);
    arena_free(&a);
}

static void test_settings(void **state) {
    (void)state;
    check("E226", "warn（该单位按旧办法填报）", true);
    check("E226", "警告 (旧办法)", true);
    check("E205", "warn（补录）", true);
    check("E233", "warn（次日生效的决定提前一天报送）", true);
    check("E233", "reject（决定日期必须已到）", true);
    check("E224", "reject（每月考核）", true);
    check("E215", "暂缓（核对后再上）", true);
    check("E226", "warn", false);
    check("E226", "warn（）", false);
    check("E226", "note（理由）", false);
    check("E226", "off（理由）", false);
    check("E299", "warn（理由）", false);
    check("E430", "warn（理由）", false);
    check("E301", "warn（理由）", false);
    check("E303", "doubt（本局相对人少有更名）", true);
    check("E303", "reject（理由）", false);
    check("E234", "warn（简易程序有小额罚款）", true);
    check("", "warn（理由）", false);
    /* Lowering: not where a value is lost or a person could be shown. */
    static const char *const firm[] = {"E202", "E203", "E206", "E207", "E210",
                                       "E212", "E216", "E219", "E221", "E222"};
    for (size_t i = 0; i < sizeof firm / sizeof firm[0]; i++)
        check(firm[i], "warn（理由）", false);
}

/* A decision whose amount is a unit off: held, let through, or sent back. */
static void check_level(const char *setting, bool good, bool doubted) {
    struct arena a = {0};
    unsigned char *levels = NULL;
    struct diags diags = {.arena = &a};
    struct slice one = {0};
    struct slices lines = {&one, 1, 0, 0};
    struct record rec;
    if (setting != NULL)
        assert_null(intake_level(&a, S("E226"), str_of(setting), &levels));
    const char *path = scratch("level-decisions.jsonl");
    str text = {0};
    assert_true(os_read(&a, "tests/intake/bad/agree-decisions.jsonl", 1 << 20, &text));
    (void)str_cut(&text, S("\n"));
    (void)str_cut(&text, S("\n"));
    os_write(path, text, 0644);
    struct intake_file file = {
        .path = path, .name = S("level-decisions.jsonl"), .delivery = 1, .levels = levels};
    struct reading *r = intake_open(&a, &file, &diags);
    assert_int_equal(intake_batch(r, &a, &lines, &diags), 1);
    (void)intake_decode(r, &a, &one, &rec, &diags);
    bool taken = intake_validate(&a, &rec, TODAY, &diags);
    assert_int_equal(taken, good);
    assert_int_equal(rec.doubted, doubted);
    intake_close(r);
    arena_free(&a);
}

static void test_effect(void **state) {
    (void)state;
    check_level(NULL, true, true);
    check_level("warn（旧办法）", true, false);
    check_level("reject（每月考核）", false, false);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_settings),
                                       cmocka_unit_test(test_effect)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
