/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words_test.c — words of the dictionary hold together and are what they are, names fall apart.
 *
 * In:    sentences
 * Out:   cmocka's report
 * Law:   none
 * Never: holds a real person
 */
#include "base/str.h"
#include "base/utf8.h"
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

static int characters(const char *text, uint32_t *c) {
    int n = 0;
    for (str rest = str_of(text); rest.n > 0;)
        c[n++] = utf8_next(&rest);
    return n;
}

/* Whether `sentence`, its words parted by |, is cut so, from the left and from the right. */
static void cuts_so(const char *sentence) {
    uint32_t c[WORDS_MOST] = {0};
    bool want[WORDS_MOST + 1] = {true};
    struct words w;
    int n = 0;
    for (str rest = str_of(sentence); rest.n > 0;) {
        uint32_t one = utf8_next(&rest);
        if (one == '|')
            want[n] = true;
        else
            c[n++] = one;
    }
    want[n] = true;
    words_cut(c, n, &w);
    for (int i = 0; i < n; i += w.next[i].n)
        assert_true(want[i]);
    for (int i = n; i > 0; i -= w.last[i].n)
        assert_true(want[i]);
    for (int i = 0; i <= n; i++)
        assert_int_equal(want[i], w.ahead[i] + w.behind[i] == w.ahead[n]);
    assert_int_equal(w.ahead[n], w.behind[0]);
}

static void test_cut(void **state) {
    (void)state;
    cuts_so("演出|经纪|机构|申请|登记");
    cuts_so("由|亓|海涛|驾驶");
    cuts_so("责令|改正");
    cuts_so("\U00020BB7|丽|娜");
    cuts_so("");
}

static enum word_class class_of(const char *word) {
    uint32_t c[WORDS_MOST];
    enum word_class class;
    assert_true(words_has(c, characters(word, c), &class) > 0);
    return class;
}

static void test_classes(void **state) {
    (void)state;
    assert_int_equal(class_of("驾驶"), WORD_VERB);
    assert_int_equal(class_of("司机"), WORD_NOUN);
    assert_int_equal(class_of("郑州"), WORD_PLACE);
    assert_int_equal(class_of("立刻"), WORD_ADVERB);
    assert_int_equal(class_of("的"), WORD_LINK);
    assert_int_equal(class_of("昨天"), WORD_TIME);
}

/* The beginning of words is none, nor is anything longer than a word can be. */
static void test_none(void **state) {
    (void)state;
    static const char *const none[] = {"亓海涛", "社会主", "\U00020BB7丽", "中华人民共和国"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        uint32_t c[WORDS_MOST];
        enum word_class class;
        assert_int_equal(words_has(c, characters(none[i], c), &class), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
