/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * address_test.c — which addresses lead to the world, at both edges of each block.
 *
 * In:    addresses as text
 * Out:   cmocka results
 * Law:   none
 * Never: connects
 */
#include "intake/fetch.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void is(enum address_class class, const char *text) {
    unsigned char bytes[16];
    int v6 = strchr(text, ':') != NULL;
    assert_int_equal(inet_pton(v6 ? AF_INET6 : AF_INET, text, bytes), 1);
    if (address_class_of(bytes, v6 ? 16 : 4) != class)
        fail_msg("%s is of class %d", text, (int)address_class_of(bytes, v6 ? 16 : 4));
}

static void all(enum address_class class, const char *const *texts) {
    for (; *texts != NULL; texts++)
        is(class, *texts);
}

static void v4_public(void **state) {
    static const char *const v[] = {"1.0.0.0",
                                    "9.255.255.255",
                                    "11.0.0.0",
                                    "59.110.0.1",
                                    "100.63.255.255",
                                    "100.128.0.0",
                                    "126.255.255.255",
                                    "128.0.0.0",
                                    "169.253.255.255",
                                    "169.255.0.0",
                                    "172.15.255.255",
                                    "172.32.0.0",
                                    "192.0.1.0",
                                    "192.167.255.255",
                                    "192.169.0.0",
                                    "198.17.255.255",
                                    "198.20.0.0",
                                    "223.255.255.255",
                                    NULL};
    (void)state;
    all(ADDRESS_PUBLIC, v);
}

static void v4_inward(void **state) {
    static const char *const private[] = {
        "10.0.0.0",    "10.255.255.255",  "100.64.0.0", "100.127.255.255",
        "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255",
        "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255",
        NULL};
    static const char *const loopback[] = {"127.0.0.0", "127.0.0.1", "127.255.255.255", NULL};
    static const char *const never[] = {"0.0.0.0",       "0.255.255.255",   "192.0.0.1",
                                        "192.0.2.1",     "192.88.99.1",     "198.51.100.1",
                                        "203.0.113.255", "224.0.0.0",       "239.255.255.255",
                                        "240.0.0.0",     "255.255.255.255", NULL};
    (void)state;
    all(ADDRESS_PRIVATE, private);
    all(ADDRESS_LOOPBACK, loopback);
    all(ADDRESS_NEVER, never);
}

static void v6(void **state) {
    static const char *const public[] = {"2000::",      "2001:200::", "240e:1::1",
                                         "2408:8000::", "3ffe::1",    NULL};
    static const char *const private[] = {"fc00::", "fdff::1", "fe80::1", "febf::1", NULL};
    static const char *const never[] = {
        "::",          "::2",         "::127.0.0.1",   "64:ff9b:1::1", "100::1", "2001::1",
        "2001:1ff::1", "2001:db8::1", "2002:7f00:1::", "3fff::1",      "4000::", "fec0::1",
        "ff02::1",     NULL};
    (void)state;
    all(ADDRESS_PUBLIC, public);
    all(ADDRESS_PRIVATE, private);
    all(ADDRESS_NEVER, never);
    is(ADDRESS_LOOPBACK, "::1");
}

static void v4_within_v6(void **state) {
    (void)state;
    is(ADDRESS_LOOPBACK, "::ffff:127.0.0.1");
    is(ADDRESS_PRIVATE, "::ffff:10.1.2.3");
    is(ADDRESS_PRIVATE, "64:ff9b::192.168.1.1");
    is(ADDRESS_PUBLIC, "::ffff:59.110.0.1");
    is(ADDRESS_NEVER, "::ffff:0.0.0.0");
    assert_int_equal(address_class_of((const unsigned char *)"abc", 3), ADDRESS_NEVER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(v4_public),
        cmocka_unit_test(v4_inward),
        cmocka_unit_test(v6),
        cmocka_unit_test(v4_within_v6),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
