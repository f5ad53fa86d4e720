/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * name_test.c — forms of names, and which names are those of persons.
 *
 * In:    made-up names
 * Out:   cmocka's report
 * Law:   law.md §3 (参照 法释〔2016〕19号 art. 9)
 * Never: holds a real person
 */
#include "law/address.h"
#include "law/mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_str(str is, const char *want) {
    if (!str_eq(is, str_of(want)))
        print_message("%.*s, not %s\n", STR(is), want);
    assert_true(str_eq(is, str_of(want)));
}

static void test_forms(void **state) {
    (void)state;
    static const char *const forms[][2] = {
        {"张三丰", "张某"},
        {"王二", "王某"},
        {"欧阳明", "欧阳某"},
        {"欧阳", "欧某"},
        {"诸葛小青", "诸葛某"},
        {"爱新觉罗明", "爱新觉罗某"},
        {"钮祜禄明", "钮祜禄某"},
        {"阿卜杜拉·买买提", "阿某"},
        {"欧阳·明", "欧某"},
        {"John Smith", "J."},
        {"smith", "S."},
        {"Ｊｏｈｎ", "Ｊ."},
        {"张 三 丰", "张某"},
        {"　张三丰　", "张某"},
        {"张某", "张某"},
        {"陈某兰", "陈某兰"},
        {"张**", "张**"},
        {"李XX", "李XX"},
        {"", "某"},
        {"  ", "某"},
        {"𠮷田平", "𠮷某"},
        {"བཀྲ་ཤིས", "བ某"},
        {"李a明", "李某"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        assert_str(name_form(&a, str_of(forms[i][0])), forms[i][1]);
    arena_free(&a);
}

static void test_masked_already(void **state) {
    (void)state;
    static const char *const masked[] = {"张某",   "张某某", "陈某兰", "张*",
                                         "张＊＊", "李××",   "李xx"};
    static const char *const whole[] = {"张三丰", "John", "李X明", "XX", ""};
    for (size_t i = 0; i < sizeof masked / sizeof masked[0]; i++)
        assert_true(name_is_masked(str_of(masked[i])));
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
        assert_false(name_is_masked(str_of(whole[i])));
}

static void test_persons_and_shops(void **state) {
    (void)state;
    static const char *const persons[] = {"张三丰",          "王二",       "欧阳小明",    "王子轩",
                                          "阿卜杜拉·买买提", "John Smith", "Mary Ann Lee"};
    static const char *const shops[] = {
        "王强小吃店", "张记面馆",   "青原市桥东区好又多超市",
        "李氏诊所",   "绿源公司",   "某某厂",
        "John Ltd",   "Green Co.",  "桥东区张三丰便利店",
        "",           "老王烧烤摊", "张三（个体）",
    };
    for (size_t i = 0; i < sizeof persons / sizeof persons[0]; i++)
        assert_true(name_is_person(str_of(persons[i])));
    for (size_t i = 0; i < sizeof shops / sizeof shops[0]; i++)
        assert_false(name_is_person(str_of(shops[i])));
}

static void test_split(void **state) {
    (void)state;
    struct arena a = {0};
    struct strs names =
        name_split(&a, S("张三丰（身份证号1305）、 李雷 ，匿名;John Smith/无\n王二[证人]"));
    assert_int_equal(names.n, 4);
    assert_str(names.v[0], "张三丰");
    assert_str(names.v[1], "李雷");
    assert_str(names.v[2], "John Smith");
    assert_str(names.v[3], "王二");
    assert_int_equal(name_split(&a, S("不详")).n, 0);
    assert_int_equal(name_split(&a, (str){0}).n, 0);
    assert_int_equal(name_split(&a, S("、、（）、")).n, 0);
    arena_free(&a);
}

static void test_counties(void **state) {
    (void)state;
    static const char *const cuts[][2] = {
        {"青原市桥东区建设路1号", "青原市桥东区"},
        {"河北省青原市柳林县柳林镇", "河北省青原市柳林县"},
        {"内蒙古自治区青城市新区向阳街", "内蒙古自治区青城市新区"},
        {"桥东区建设路1号", "桥东区"},
        {"青原市建设路1号阳光小区", "青原市"},
        {"青原市阳光小区", "青原市"},
        {"阳光小区3号楼", ""},
        {"建设路1号", ""},
        {"农贸市场3号", ""},
        {"大河回族自治县河东乡", "大河回族自治县"},
        {"河北省", "河北省"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        str whole = str_of(cuts[i][0]);
        assert_str(str_sub(whole, 0, address_county(whole)), cuts[i][1]);
    }
    assert_true(address_is_telling(S("青原市桥东区建设路1号")));
    assert_false(address_is_telling(S("青原市桥东区")));
    assert_false(address_is_telling(S("不详")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_masked_already),
        cmocka_unit_test(test_persons_and_shops),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_counties),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
