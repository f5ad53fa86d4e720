/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * digest_test.c — the published vectors of SHA-256 and HMAC, and the stability of line hashes.
 *
 * In:    FIPS 180-4, RFC 4231
 * Out:   cmocka results
 * Law:   none
 * Never: trusts one way of calling only
 */
#include "base/digest.h"

#include "base/arena.h"
#include "base/par.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *text_of(struct arena *a, struct sha256 d) {
    return sha256_text(a, d).p;
}

static void sha256_vectors(void **state) {
    (void)state;
    struct arena a = {0};
    assert_string_equal(text_of(&a, sha256_of((str){0})),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(text_of(&a, sha256_of(S("abc"))),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_string_equal(
        text_of(&a, sha256_of(S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    arena_free(&a);
}

static void a_stream_gives_the_same(void **state) {
    (void)state;
    struct arena a = {0};
    char *million = NEW(&a, char, 1000000);
    memset(million, 'a', 1000000);
    struct sha256_stream *h = sha256_open();
    for (ptrdiff_t i = 0; i < 1000000; i += 12500)
        sha256_add(h, (str){million + i, 12500});
    sha256_add(h, (str){0});
    struct sha256 d = sha256_close(h);
    assert_string_equal(text_of(&a, d),
                        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_true(sha256_eq(d, sha256_of((str){million, 1000000})));
    assert_false(sha256_eq(d, sha256_of((str){million, 999999})));
    arena_free(&a);
}

static void hmac_vectors(void **state) {
    (void)state;
    struct arena a = {0};
    char key[131];
    memset(key, 0x0b, 20);
    assert_string_equal(text_of(&a, sha256_keyed((str){key, 20}, S("Hi There"))),
                        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assert_string_equal(text_of(&a, sha256_keyed(S("Jefe"), S("what do ya want for nothing?"))),
                        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xaa, sizeof key);
    str text = S("Test Using Larger Than Block-Size Key - Hash Key First");
    assert_string_equal(text_of(&a, sha256_keyed((str){key, sizeof key}, text)),
                        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    assert_string_equal(text_of(&a, sha256_keyed((str){0}, (str){0})),
                        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    arena_free(&a);
}

static void line_hashes(void **state) {
    (void)state;
    struct line_hash none = line_hash_of((str){0}, 0);
    /* XXH3-128 of nothing, as its specification gives it. */
    assert_true(none.hi == 0x99aa06d3014798d8u && none.lo == 0x6001c324468d497fu);
    struct line_hash x = line_hash_of(S("{\"a\":1}"), 1);
    struct line_hash y = line_hash_of(S("{\"a\":1}"), 2);
    struct line_hash z = line_hash_of(S("{\"a\":2}"), 1);
    assert_true(x.hi != y.hi && x.lo != y.lo);
    assert_true(x.hi != z.hi && x.lo != z.lo);
    struct line_hash_stream *pieces = line_hash_open(1);
    line_hash_add(pieces, S("{\"a\""));
    line_hash_add(pieces, (str){0});
    line_hash_add(pieces, S(":1}"));
    struct line_hash whole = line_hash_close(pieces);
    assert_true(whole.hi == x.hi && whole.lo == x.lo);
}

static void digest_item(void *ctx, int worker, ptrdiff_t item) {
    (void)worker;
    str key = {"0123456789", item % 10};
    ((struct sha256 *)ctx)[item] = sha256_keyed(key, S("公示"));
}

static void threads_may_digest(void **state) {
    (void)state;
    struct sha256 results[1000];
    struct par *p = par_open(4);
    par_for(p, 1000, digest_item, results);
    par_close(p);
    for (ptrdiff_t i = 0; i < 1000; i++)
        assert_true(sha256_eq(results[i], results[i % 10]));
}

/* GB/T 32905, annex A. */
static void sm3_known_answers(void **state) {
    (void)state;
    struct arena a = {0};
    struct sm3_stream *h = sm3_open();
    sm3_add(h, S("a"));
    sm3_add(h, S("bc"));
    assert_string_equal(sha256_text(&a, sm3_close(h)).p,
                        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sm3_known_answers),
        cmocka_unit_test(sha256_vectors),
        cmocka_unit_test(a_stream_gives_the_same),
        cmocka_unit_test(hmac_vectors),
        cmocka_unit_test(line_hashes),
        cmocka_unit_test(threads_may_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
