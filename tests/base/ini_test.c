/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ini_test.c — configuration as people type it.
 *
 * In:    literals
 * Out:   cmocka results
 * Law:   none
 * Never: fails on spelling of punctuation
 */
#include "base/ini.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define SAME(a, b) assert_true(str_eq((a), (b)))

static struct arena arena;
static struct diags diags;
static struct ini ini;

static bool load(str text) {
    arena_free(&arena);
    diags = (struct diags){.arena = &arena};
    return ini_load(&arena, S("site.conf"), text, &ini, &diags);
}

static void first_line_is(const char *expected) {
    struct buf out = {0};
    assert_non_null(diags.first);
    diag_line(&out, diags.first);
    SAME(buf_view(&out), str_of(expected));
    buf_free(&out);
}

static void proper_text(void **state) {
    (void)state;
    assert_true(
        load(S("# 注释\n; also\n名称 = 甲市 = 乙\n\n[来源 安监局]\n  路径=desk/inbox  \r\n空 =\n"
               "[尾] # 说明\n颜色 = #ff0000\n颜色 = #00ff00")));
    assert_int_equal(diag_worst(&diags), -1);
    assert_int_equal(ini.n, 5);
    SAME(ini_get(&ini, S(""), S("名称")), S("甲市 = 乙"));
    SAME(ini_get(&ini, S("来源 安监局"), S("路径")), S("desk/inbox"));
    SAME(ini_get(&ini, S("尾"), S("颜色")), S("#00ff00"));
    assert_null(ini_get(&ini, S("尾"), S("名称")).p);
    assert_non_null(ini_get(&ini, S("来源 安监局"), S("空")).p);
    assert_int_equal(ini_get(&ini, S("来源 安监局"), S("空")).n, 0);
    assert_int_equal(ini.v[1].line, 6);
    SAME(ini.v[1].section, S("来源 安监局"));
    SAME(ini.file, S("site.conf"));
}

static void full_width_punctuation_is_noted(void **state) {
    (void)state;
    assert_true(load(S("\xEF\xBB\xBF［来源］\n名称＝甲\n网址：https://gs.example.cn/?a=b\n"
                       "【地图】\n日期: 2026\nxs:date = 决定日期\n＃ 注释\n")));
    assert_int_equal(diag_worst(&diags), DIAG_NOTE);
    assert_int_equal(diags.count[DIAG_NOTE], 6);
    SAME(ini_get(&ini, S("来源"), S("名称")), S("甲"));
    SAME(ini_get(&ini, S("来源"), S("网址")), S("https://gs.example.cn/?a=b"));
    SAME(ini_get(&ini, S("地图"), S("日期")), S("2026"));
    SAME(ini_get(&ini, S("地图"), S("xs:date")), S("决定日期"));
    first_line_is(
        "site.conf:1: note E803 [CONF] 用了全角或别的标点，已按半角处理：［；建议改成 = [ ] #");
}

static void gb18030(void **state) {
    (void)state;
    /* ［来源］ 名称＝公示, as a Chinese Notepad saves it. */
    assert_true(load(
        S("\xA3\xDB\xC0\xB4\xD4\xB4\xA3\xDD\r\n\xC3\xFB\xB3\xC6\xA3\xBD\xB9\xAB\xCA\xBE\r\n")));
    SAME(ini_get(&ini, S("来源"), S("名称")), S("公示"));
    assert_int_equal(diags.count[DIAG_NOTE], 2);
}

static void bad_lines_are_refused(void **state) {
    (void)state;
    assert_false(load(S("名称 = 甲\n一行没有等号的话\n乙 = 丙\n")));
    assert_int_equal(diags.count[DIAG_ERROR], 1);
    first_line_is(
        "site.conf:2: error E802 [CONF] 这一行既不是小节、也不是项目或注释：一行没有等号的话；"
        "请写成“[小节]”“名称 = 值”，或以 # 开头写注释");
    SAME(ini_get(&ini, S(""), S("乙")), S("丙"));
    assert_false(load(S("= 值\n")));
    assert_false(load(S("[没有完\n")));
    assert_false(load(S("[完了] 又来\n")));
    assert_false(load(S("名称 = 公示\n标题 = 公\xFF示\n")));
    first_line_is("site.conf:2: error E804 [CONF] 文件编码不对，有读不出的字节：第 29 个字节；"
                  "请另存为 UTF-8（或 GB18030）后重试");
    assert_true(load(S("")));
    assert_int_equal(ini.n, 0);
}

static void the_nearest_name(void **state) {
    (void)state;
    static const str known[] = {{"site_name", 9}, {"domain", 6}, {"主办单位", 12}, {"jobs", 4}};
    static const char *const near[][2] = {
        {"site_nmae", "site_name"},
        {"sitename", "site_name"},
        {"Site-Name", "site_name"},
        {"domian", "domain"},
        {"主办单位名", "主办单位"},
        {"主力单位", "主办单位"},
        {"job", "jobs"},
    };
    for (size_t i = 0; i < sizeof near / sizeof near[0]; i++)
        SAME(ini_nearest(str_of(near[i][0]), known, 4), str_of(near[i][1]));
    static const char *const far[] = {"", "x", "colour", "承办机构", "retention"};
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++)
        assert_null(ini_nearest(str_of(far[i]), known, 4).p);
    assert_null(ini_nearest(S("jobs"), NULL, 0).p);
}

static int close_arena(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proper_text),      cmocka_unit_test(full_width_punctuation_is_noted),
        cmocka_unit_test(gb18030),          cmocka_unit_test(bad_lines_are_refused),
        cmocka_unit_test(the_nearest_name),
    };
    return cmocka_run_group_tests(tests, NULL, close_arena);
}
