/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * arena_test.c — memory is zeroed, aligned, kept over a reset, given back by free.
 *
 * In:    sizes
 * Out:   cmocka results
 * Law:   none
 * Never: depends on where the chunks lie
 */
#include "base/arena.h"

#include "base/os.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void memory_is_zeroed_and_aligned(void **state) {
    (void)state;
    struct arena a = {0};
    for (int round = 0; round < 3; round++) {
        for (size_t n = 1; n < 200; n++) {
            unsigned char *p = arena_alloc(&a, 1, n);
            assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xA5, n);
            p = arena_room(&a, 1, n);
            assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
            memset(p, 0xA5, n);
        }
        arena_reset(&a);
    }
    arena_free(&a);
}

static void big_objects_get_their_own_chunk(void **state) {
    (void)state;
    struct arena a = {0};
    char *small = NEW(&a, char, 10);
    char *big = NEW(&a, char, 5 << 20);
    big[(5 << 20) - 1] = 'x';
    small[9] = 'y';
    assert_true(a.total >= (5u << 20));
    arena_reset(&a);
    assert_true(a.total <= (1u << 20)); /* of two chunks the oversized one went back */
    assert_int_equal(a.used, 0);
    arena_free(&a);
    assert_null(a.newest);
    assert_int_equal(a.total, 0);
}

static void a_reset_arena_does_not_grow(void **state) {
    (void)state;
    struct arena a = {0};
    for (int batch = 0; batch < 100; batch++) {
        /* Batches of some 1 to 20 MiB; of the larger ones the most goes back. */
        for (int i = 0; i < 1000 * (1 + batch % 20); i++)
            (void)arena_alloc(&a, 1000, 1);
        arena_reset(&a);
        assert_true(a.total <= (8u << 20));
        assert_null(a.newest);
    }
    arena_free(&a);
    assert_null(a.spare);
    assert_int_equal(a.total, 0);
}

static void an_impossible_size_ends_the_run(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct arena a = {0};
        (void)close(STDERR_FILENO);
        (void)arena_alloc(&a, SIZE_MAX / 2, 3);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), EXIT_MACHINE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(big_objects_get_their_own_chunk),
        cmocka_unit_test(a_reset_arena_does_not_grow),
        cmocka_unit_test(an_impossible_size_ends_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
