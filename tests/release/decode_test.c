/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * decode_test.c — base64 is found wherever it stands, however little there is of it.
 *
 * In:    texts in base64, hidden in others
 * Out:   cmocka's report
 * Law:   none
 * Never: knows how it is looked for
 */
#include "release/decode.h"
#include "scratch.h"

#define ROOM_MOST 512

static const struct base64 *tables;
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static uint32_t random_state = 1;

static uint32_t some(uint32_t below) {
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % below;
}

/* Without padding: what follows may be a letter of something else. */
static ptrdiff_t encode(str s, char *out) {
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i += 3) {
        unsigned v = 0;
        ptrdiff_t have = s.n - i < 3 ? s.n - i : 3;
        for (ptrdiff_t k = 0; k < 3; k++)
            v = v << 8 | (k < have ? (unsigned char)s.p[i + k] : 0u);
        for (ptrdiff_t k = 0; k <= have; k++)
            out[n++] = letters[v >> (18 - 6 * k) & 63];
    }
    return n;
}

struct looking {
    str wanted;
    bool found;
};

static void take(void *ctx, str text, bool digits) {
    struct looking *l = ctx;
    (void)digits;
    l->found = l->found || str_find(text, l->wanted) >= 0;
}

static bool finds(str bytes, str wanted) {
    struct buf room = {0};
    struct looking l = {wanted, false};
    decode_base64(tables, bytes, &room, take, &l);
    buf_free(&room);
    return l.found;
}

/* At every place and alignment, with letters or other bytes before and behind it: 0 to 3 letters
 * that belong to it shift its fours, and are part of the same run. */
static void test_every_place(void **state) {
    static const char *const wanted[] = {"138001",   "13800138000", "王小明",
                                         "冀H12345", "a@b.cd",      "东街8号"};
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char bytes[ROOM_MOST];
        str text = str_of(wanted[some(6)]);
        ptrdiff_t n = 0;
        for (uint32_t front = some(40); front > 0; front--)
            bytes[n++] = some(4) > 0 ? "<>\" .,;\xE4\xB8\xAD"[some(10)] : letters[some(64)];
        n += encode(text, bytes + n);
        for (uint32_t back = some(40); back > 0; back--)
            bytes[n++] = some(4) > 0 ? "<>\" .,;\xE4\xB8\xAD"[some(10)] : letters[some(64)];
        /* Letters behind the last, incomplete four change what it says: all but that is wanted. */
        assert_true(finds((str){bytes, n}, str_sub(text, 0, text.n / 3 * 3)));
    }
}

static void test_least(void **state) {
    (void)state;
    assert_true(finds(S("<b>MTM4MDAx</b>"), S("138001")));
    assert_true(finds(S("MTM4MDAx"), S("138001")));
    assert_false(finds(S("<b>MTM4MDA</b>"), S("13800")));
    assert_true(finds(S("address=MTM4MDAx&x"), S("138001")));
    assert_true(finds(S("url/-_/MTM4MDAx_"), S("138001")));
}

static void count(void *ctx, str text, bool digits) {
    (void)digits;
    *(ptrdiff_t *)ctx += text.n;
}

/* A digest says nothing, whatever it could be read as; what touches it, and what is shorter, does.
 */
static void test_digests(void **state) {
    struct buf room = {0};
    ptrdiff_t said = 0;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        char digest[64];
        for (int i = 0; i < 64; i++)
            digest[i] = "0123456789abcdef"[some(16)];
        decode_base64(tables, (str){digest, 64}, &room, count, &said);
        assert_int_equal(said, 0);
    }
    buf_free(&room);
    assert_true(finds(S("0123456789abcdef0123456789abcdefMTM4MDAx"), S("138001")));
    assert_true(finds(S("MTM4MDAx0123456789abcdef0123456789abcdef"), S("138001")));
    assert_true(finds(S("5a625a625a62"), S("\xE5\xAE\xB6")));
}

static int open_tables(void **state) {
    (void)scratch_open(state);
    static struct arena arena;
    tables = base64_open(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_place),
        cmocka_unit_test(test_least),
        cmocka_unit_test(test_digests),
    };
    return cmocka_run_group_tests(tests, open_tables, scratch_close);
}
