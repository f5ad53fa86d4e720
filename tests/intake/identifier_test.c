/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * identifier_test.c — codes of organisations and persons, tested by their own arithmetic.
 *
 * In:    invented identifiers (130599 is no division)
 * Out:   cmocka's report
 * Law:   GB 32100-2015, GB 11643-1999
 * Never: holds a real person's number
 */
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The check character made the long way round, to compare with. */
static void make_id(char id[18]) {
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (id[i] - '0') * weights[i];
    id[17] = "10X98765432"[sum % 11];
}

static void test_resident_id(void **state) {
    (void)state;
    char id[18];
    for (int n = 0; n < 1000; n++) {
        char text[32];
        (void)snprintf(text, sizeof text, "13059919%02d%02d%02d%03d", 50 + n % 50, 1 + n % 12,
                       1 + n % 28, n);
        memcpy(id, text, 17);
        make_id(id);
        assert_true(resident_id_valid((str){id, 18}));
        /* GB 11643 finds every single wrong digit. */
        id[n % 17] = id[n % 17] == '9' ? '8' : (char)(id[n % 17] + 1);
        assert_false(resident_id_valid((str){id, 18}));
    }
}

static void test_resident_id_shapes(void **state) {
    (void)state;
    char id[18];
    memcpy(id, "13059919900230123", 17); /* 30 February */
    make_id(id);
    assert_false(resident_id_valid((str){id, 18}));
    memcpy(id, "13059900000101123", 17); /* the year 0 */
    make_id(id);
    assert_false(resident_id_valid((str){id, 18}));
    assert_true(resident_id_valid(S("130599900101123")));
    assert_false(resident_id_valid(S("130599901301123")));
    assert_false(resident_id_valid(S("1305999001011")));
    assert_false(resident_id_valid(S("")));
    assert_false(resident_id_valid(S("13059919900101某")));
}

static void test_resident_id_x(void **state) {
    (void)state;
    for (int n = 0; n < 100; n++) {
        char id[32];
        (void)snprintf(id, sizeof id, "13059919900101%03d", n);
        make_id(id);
        if (id[17] != 'X')
            continue;
        assert_true(resident_id_valid((str){id, 18}));
        id[17] = 'x';
        assert_true(resident_id_valid((str){id, 18}));
        return;
    }
    fail();
}

static void test_uscc(void **state) {
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char code[] = "91130599MA0AAAAA1?";
    int right = 0;
    for (int i = 0; i < 31; i++) {
        code[17] = alphabet[i];
        right += uscc_valid((str){code, 18});
    }
    assert_int_equal(right, 1);
    assert_false(uscc_valid(S("91130599MI0AAAAA1X")));
    assert_false(uscc_valid(S("91130599")));
    assert_false(uscc_valid((str){NULL, 0}));
}

static void test_placeholder(void **state) {
    (void)state;
    assert_true(uscc_placeholder(S("00000000000000000X")));
    assert_false(uscc_valid(S("00000000000000000X")));
    assert_false(uscc_placeholder(S("000000000000000000")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resident_id), cmocka_unit_test(test_resident_id_shapes),
        cmocka_unit_test(test_resident_id_x), cmocka_unit_test(test_uscc),
        cmocka_unit_test(test_placeholder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
