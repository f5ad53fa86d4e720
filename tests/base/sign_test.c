/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sign_test.c — signatures hold for their bytes, their key and their form, and for nothing else.
 *
 * In:    keys made here
 * Out:   cmocka's report
 * Law:   GB/T 32918
 * Never: prints a key
 */
#include "base/sign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define TEXT S("{\"sequence\": 1}")

static struct signature sign(struct arena *a, const struct signer *s, enum sign_method m) {
    return (struct signature){m, sign_public(a, s), sign_bytes(a, s, TEXT)};
}

static void test_methods(void **state) {
    (void)state;
    struct arena a = {0};
    for (int m = 0; m < SIGN_METHODS; m++) {
        struct signer *one = sign_open(&a, sign_new_key(&a, m), m);
        struct signer *two = sign_open(&a, sign_new_key(&a, m), m);
        struct signature s = sign(&a, one, m);
        assert_true(sign_verify(TEXT, &s));
        assert_false(sign_verify(S("{\"sequence\": 2}"), &s));
        assert_string_not_equal(sign_key_id(&a, one).p, sign_key_id(&a, two).p);
        struct signature other = {m, sign_public(&a, two), s.bytes};
        assert_false(sign_verify(TEXT, &other));
        other = (struct signature){m, s.key, str_sub(s.bytes, 0, s.bytes.n - 1)};
        assert_false(sign_verify(TEXT, &other));
        other = (struct signature){!m, s.key, s.bytes};
        assert_false(sign_verify(TEXT, &other));
        other = (struct signature){m, S("no key"), s.bytes};
        assert_false(sign_verify(TEXT, &other));
        sign_close(one);
        sign_close(two);
    }
    arena_free(&a);
}

/* Ed25519 always signs alike; SM2 never does. */
static void test_forms(void **state) {
    (void)state;
    struct arena a = {0};
    struct signer *ed = sign_open(&a, sign_new_key(&a, SIGN_ED25519), SIGN_ED25519);
    struct signer *sm2 = sign_open(&a, sign_new_key(&a, SIGN_SM2), SIGN_SM2);
    assert_true(str_eq(sign_bytes(&a, ed, TEXT), sign_bytes(&a, ed, TEXT)));
    assert_int_equal(sign_bytes(&a, ed, TEXT).n, 64);
    assert_false(str_eq(sign_bytes(&a, sm2, TEXT), sign_bytes(&a, sm2, TEXT)));
    /* The same two numbers with the length of the sequence in its long form: BER, but not DER. */
    struct signature s = sign(&a, sm2, SIGN_SM2);
    char *p = NEW(&a, char, s.bytes.n + 1);
    memcpy(p, "\x30\x81", 2);
    memcpy(p + 2, s.bytes.p + 1, (size_t)s.bytes.n - 1);
    struct signature ber = {SIGN_SM2, s.key, {p, s.bytes.n + 1}};
    assert_true(sign_verify(TEXT, &s));
    assert_false(sign_verify(TEXT, &ber));
    sign_close(ed);
    sign_close(sm2);
    arena_free(&a);
}

static void test_refused(void **state) {
    (void)state;
    struct arena a = {0};
    assert_null(sign_open(&a, S("-----BEGIN PRIVATE KEY-----\n"), SIGN_SM2));
    assert_null(sign_open(&a, sign_new_key(&a, SIGN_SM2), SIGN_ED25519));
    assert_null(sign_open(&a, sign_new_key(&a, SIGN_ED25519), SIGN_SM2));
    assert_string_equal(sign_base64(&a, S("abcd")).p, "YWJjZA==");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
