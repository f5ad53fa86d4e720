/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * pinyin_test.c — names and what people type for them.
 *
 * In:    names
 * Out:   pass or fail
 * Law:   none
 * Never: needs a site
 */
#include "base/arena.h"
#include "base/pinyin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_initials(void **state) {
    static const struct {
        const char *name, *initials;
    } names[] = {
        {"白沙岭市科锐秀商贸有限公司", "BSLSKRXSMYXGS"},
        {"青原A1便民（连锁）·超市", "QYA1BMLSCS"},
        {"abc科技", "ABCKJ"},
        {"阿昌", "AC"},
        {"欧阳素云", "OYSY"},
        {"尉迟", "WC"},
        /* surnames are read otherwise, but only where a name begins */
        {"单冬梅", "SDM"},
        {"曾云", "ZY"},
        {"未曾", "WC"},
        /* words */
        {"重庆建设银行厦门支行", "CQJSYHSMZH"},
        {"五金商行", "WJSH"},
        {"行政", "XZ"},
        {"云溪县长青五金店", "YXXCQWJD"},
        {"小成长", "XCZ"},
        {"", ""},
        {"\xF0\xA0\xAE\xB7云", "Y"}, /* beyond the basic plane: none */
    };
    struct arena a = {0};
    const struct pinyin *p = pinyin_make(&a);
    (void)state;
    assert_non_null(p);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str got = pinyin_initials(p, &a, str_of(names[i].name));
        assert_string_equal(str_z(&a, got), names[i].initials);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_initials)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
