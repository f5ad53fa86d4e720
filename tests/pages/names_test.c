/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * names_test.c — under what a party is found by who has no script.
 *
 * In:    names of offices and parties
 * Out:   pass or fail
 * Law:   企业名称登记管理规定 art. 6; law.md §3 (names of persons)
 * Never: needs a site
 */
#include "base/arena.h"
#include "pages/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const str offices[] = {
    {"青原市行政执法公示平台", sizeof "青原市行政执法公示平台" - 1},
    {"北岭省青原市桥西区水利局", sizeof "北岭省青原市桥西区水利局" - 1},
    {"云溪县人民政府", sizeof "云溪县人民政府" - 1},
};

static void test_keys(void **state) {
    static const struct {
        int type;
        const char *name, *key;
    } parties[] = {
        /* places that the name begins with do not count, in full or in short */
        {PARTY_ORGANISATION, "青原市锦绣餐饮有限公司", "JX"},
        {PARTY_ORGANISATION, "青原锦绣餐饮有限公司", "JX"},
        {PARTY_ORGANISATION, "锦绣餐饮有限公司", "JX"},
        {PARTY_ORGANISATION, "北岭省青原市桥西区锦绣餐饮有限公司", "JX"},
        {PARTY_ORGANISATION, "北岭青原锦绣餐饮有限公司", "JX"},
        {PARTY_ORGANISATION, "白沙岭市科锐建材有限公司", "KR"},
        {PARTY_ORGANISATION, "河北省石家庄市宏远物流有限公司", "HY"},
        {PARTY_ORGANISATION, "上海宏远物流有限公司", "HY"},
        {PARTY_ORGANISATION, "广西壮族自治区宏远物流有限公司", "HY"},
        {PARTY_ORGANISATION, "青原满族自治县宏远物流有限公司", "HY"},
        /* what only looks like a place does */
        {PARTY_ORGANISATION, "城市之光酒店", "CS"},
        {PARTY_ORGANISATION, "好又多超市有限公司", "HY"},
        {PARTY_ORGANISATION, "大都市酒店", "DD"},
        {PARTY_ORGANISATION, "桥西百货", "QX"}, /* a district in short is a name */
        {PARTY_ORGANISATION, "青原市", "QY"},   /* nothing would be left */
        {PARTY_ORGANISATION, "A1便民（连锁）超市", "A1"},
        {PARTY_ORGANISATION, "（青原）单氏面业", "QY"},
        {PARTY_ORGANISATION, "青原市单氏面业", "SS"},
        {PARTY_ORGANISATION, "——", ""},
        {PARTY_TRADER, "云溪县长青五金店", "CQ"},
        {PARTY_TRADER, "城西某某小吃店", "CX"},
        /* persons, and traders under a person's name */
        {PARTY_TRADER, "张某", "张某"},
        {PARTY_TRADER, "张某2", "张某"},
        {PARTY_PERSON, "张某", "张某"},
        {PARTY_PERSON, "张某某", "张某"},
        {PARTY_PERSON, "欧阳某3", "欧阳某"},
        {PARTY_PERSON, "陈*兰", "陈某"},
        {PARTY_PERSON, "J.", "J某"},
        {PARTY_PERSON, "某", ""},
        {PARTY_PERSON, "616XXXX86", ""},
        {0, "张某", ""},
    };
    struct arena a = {0};
    const struct naming *n = naming_make(&a, offices, 3);
    (void)state;
    for (size_t i = 0; i < sizeof parties / sizeof *parties; i++) {
        struct disclosure d;
        str key;
        disclosure_clear(&d, KIND_decision);
        d.decision.party_type = parties[i].type;
        d.decision.party = str_of(parties[i].name);
        bool found = list_named(n, &a, &d, &key);
        if (!str_eq(key, str_of(parties[i].key)) || found != (key.n > 0))
            fail_msg("%s: %.*s", parties[i].name, STR(key));
    }
    arena_free(&a);
}

static void test_addresses(void **state) {
    static const char *const keys[][2] = {{"JX", "names/JX.html"},
                                          {"张某", "names/5F20.html"},
                                          {"欧阳某", "names/6B27-9633.html"},
                                          {"J某", "names/004A.html"}};
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct list_name l = list_gathered(LIST_NAME, str_of(keys[i][0]));
        assert_string_equal(str_z(&a, list_path(&a, &l, 1, true)), keys[i][1]);
    }
    struct list_name l = list_gathered(LIST_NAME, S("JX"));
    assert_string_equal(str_z(&a, list_path(&a, &l, 3, false)), "names/JX/p3.html");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_keys),
                                       cmocka_unit_test(test_addresses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
