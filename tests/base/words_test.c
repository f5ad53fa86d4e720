/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words_test.c — words of the dictionary hold together, names fall apart; threads do not mix.
 *
 * In:    sentences
 * Out:   cmocka's report
 * Law:   none
 * Never: holds a real person
 */
#include "base/par.h"
#include "base/utf8.h"
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define TIMES 2000

/* Whether `sentence`, its words parted by |, is cut so. */
static bool is_cut_so(const char *sentence) {
    uint32_t c[WORDS_MOST + 1];
    bool want[WORDS_MOST + 1] = {true};
    bool ends[WORDS_MOST + 1];
    ptrdiff_t n = 0;
    for (str rest = str_of(sentence); rest.n > 0;) {
        uint32_t one = utf8_next(&rest);
        if (one == '|')
            want[n] = true;
        else
            c[n++] = one;
    }
    want[n] = true;
    return words_cut(c, n, ends) && memcmp(ends, want, sizeof want) == 0;
}

static void test_words(void **state) {
    (void)state;
    assert_true(is_cut_so("演出|经纪|机构|申请|登记"));
    assert_true(is_cut_so("由|亓|海|涛|驾驶"));
    assert_true(is_cut_so("责令|改正"));
    assert_true(is_cut_so("\U00020BB7|丽|娜"));
    assert_true(is_cut_so(""));
}

static void test_too_long(void **state) {
    (void)state;
    uint32_t c[WORDS_MOST + 1] = {0};
    bool ends[WORDS_MOST + 1];
    assert_false(words_cut(c, WORDS_MOST + 1, ends));
}

static void cut_one(void *ctx, int worker, ptrdiff_t item) {
    static const char *const sentences[] = {"演出|经纪|机构|申请|登记", "由|亓|海|涛|驾驶"};
    (void)worker;
    ((bool *)ctx)[item] = is_cut_so(sentences[item % 2]);
}

static void test_threads(void **state) {
    (void)state;
    bool good[TIMES] = {false};
    struct par *p = par_open(4);
    par_for(p, TIMES, cut_one, good);
    par_close(p);
    for (int i = 0; i < TIMES; i++)
        assert_true(good[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
