/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tags_test.c — a tag is cut at its first >, and never taken for another.
 *
 * In:    tags made here
 * Out:   cmocka's report
 * Law:   none
 * Never: relies on which tags are kept
 */
#include "release/tags.h"
#include "scratch.h"

#define MANY 20000

static void test_cut(void **state) {
    (void)state;
    struct tag_words w;
    for (int n = 2; n <= TAG_MOST + 8; n++) {
        char bytes[TAG_MOST + 16];
        memset(bytes, 'x', sizeof bytes);
        bytes[0] = '<';
        bytes[n - 1] = '>';
        assert_int_equal(tag_cut((str){bytes, sizeof bytes}, &w), n <= TAG_MOST);
        assert_true(n > TAG_MOST || w.size == n);
        /* What ends with the text is left to the slow way: whole words only are looked at. */
        assert_int_equal(tag_cut((str){bytes, n}, &w), n <= TAG_MOST && n % 8 == 0);
    }
    assert_false(tag_cut(S("<td class=\"k\""), &w));
    /* Bytes beside > that could be mistaken for it. */
    assert_true(tag_cut(S("\x3D\x3F\xBE\x3D\x3E\x3F\xBE\x3E"), &w));
    assert_int_equal(w.size, 5);
}

static struct tag_words numbered(int i) {
    char bytes[64];
    struct tag_words w;
    memset(bytes, ' ', sizeof bytes);
    int n = snprintf(bytes, sizeof bytes, "<td data-t=\"%05d\" class=k>", i);
    assert_true(tag_cut((str){bytes, n + 8}, &w));
    return w;
}

static void test_places(void **state) {
    (void)state;
    struct arena arena = {0};
    struct tags *t = tags_open(&arena);
    int kept = 0;
    for (int i = 0; i < 2 * MANY; i++) {
        struct tag_words w = numbered(i % MANY);
        struct tag *at = tags_place(t, &w);
        if (at == NULL)
            continue;
        if (tag_is(at, &w)) {
            assert_int_equal(at->chars, i % MANY % 97);
            kept++;
            continue;
        }
        at->size = (uint8_t)w.size;
        at->chars = (uint8_t)(i % MANY % 97);
        memcpy(at->words, w.v, sizeof w.v);
        assert_true(tag_is(at, &w));
    }
    struct tag_words last = numbered(MANY - 1);
    struct tag *at = tags_place(t, &last);
    assert_true(at != NULL && tag_is(at, &last));
    tags_forget(t);
    assert_false(tag_is(tags_place(t, &last), &last));
    print_message("%d met again\n", kept);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
