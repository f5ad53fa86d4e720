/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * daybook_test.c — rows come back in the order of their days, those of one day as they came.
 *
 * In:    ROWS rows of seven days, in no order
 * Out:   cmocka's report
 * Law:   none
 * Never: leaves a file
 */
#include "base/daybook.h"
#include "base/os.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ROWS 3000
#define SOME 100

struct row {
    int64_t place;
    int64_t day;
};

static date day_of(int64_t place) {
    return (date)(20000 + place * 5 % 7);
}

static struct daybook filled(int64_t n, enum daybook_order first) {
    struct daybook b = {.beside = "/tmp/gongshi-daybook", .row = sizeof(struct row)};
    for (int64_t i = 0; i < n; i++)
        daybook_add(&b, day_of(i), &(struct row){i, day_of(i)});
    daybook_sort(&b, first);
    return b;
}

/* +1 or -1: which way days go. */
static void check_order(enum daybook_order first, int way) {
    struct daybook b = filled(ROWS, first);
    struct row last = {0};
    for (int64_t i = 0; i < ROWS; i++) {
        struct row one;
        daybook_get(&b, i, &one);
        assert_int_equal(one.day, day_of(one.place));
        assert_int_equal(daybook_place(&b, i), one.place);
        assert_int_equal(daybook_number(&b, one.place), i);
        if (i > 0)
            assert_true((one.day - last.day) * way > 0 ||
                        (one.day == last.day && one.place > last.place));
        last = one;
    }
    daybook_close(&b);
}

static void test_oldest_first(void **state) {
    (void)state;
    check_order(DAYBOOK_OLDEST, 1);
}

static void test_newest_first(void **state) {
    (void)state;
    check_order(DAYBOOK_NEWEST, -1);
}

static void test_as_they_came(void **state) {
    (void)state;
    struct daybook b = filled(ROWS, DAYBOOK_NEWEST);
    struct row some[SOME];
    for (int64_t at = 0; at < ROWS; at += SOME) {
        daybook_read(&b, at, SOME, some);
        for (int64_t i = 0; i < SOME; i++)
            assert_int_equal(some[i].place, at + i);
    }
    daybook_close(&b);
    assert_false(os_stat("/tmp/gongshi-daybook").exists);
}

static void test_none(void **state) {
    (void)state;
    struct daybook b = filled(0, DAYBOOK_OLDEST);
    assert_int_equal(b.n, 0);
    daybook_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oldest_first),
        cmocka_unit_test(test_newest_first),
        cmocka_unit_test(test_as_they_came),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
