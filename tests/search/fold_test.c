/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fold_test.c — texts and what is searched for them.
 *
 * In:    tests/search/fold.tsv
 * Out:   pass or fail
 * Law:   none
 * Never: needs a site
 */
#include "base/os.h"
#include "search/fold.h"
#include "search/gram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A cell of the table: escapes resolved, as UTF-8. */
static str unescape(struct arena *a, str cell) {
    uint16_t *v = NEW(a, uint16_t, cell.n + 1);
    ptrdiff_t n = 0;
    while (cell.n > 0) {
        ptrdiff_t at = str_find(cell, S("\\"));
        struct units u = units_of(a, str_sub(cell, 0, at < 0 ? cell.n : at));
        memcpy(v + n, u.v, sizeof *v * (size_t)u.n);
        n += u.n;
        cell = at < 0 ? (str){0} : str_sub(cell, at, cell.n);
        if (str_starts(cell, S("\\u")))
            v[n++] = (uint16_t)strtol(str_z(a, str_sub(cell, 2, 6)), NULL, 16);
        else if (cell.n > 1)
            v[n++] = cell.p[1] == 'n' ? '\n' : (uint16_t)cell.p[1];
        cell = str_sub(cell, str_starts(cell, S("\\u")) ? 6 : 2, cell.n);
    }
    return units_text(a, v, n);
}

static void test_vectors(void **state) {
    struct arena a = {0};
    str table;
    (void)state;
    assert_true(os_read(&a, "tests/search/fold.tsv", 1 << 20, &table));
    const struct folding *f = folding_make(&a);
    int rows = 0;
    while (table.n > 0) {
        str line = str_cut(&table, S("\n"));
        if (line.n == 0 || line.p[0] == '#')
            continue;
        str text = unescape(&a, str_cut(&line, S("\t")));
        str wanted = unescape(&a, line);
        struct units u = fold_text(f, &a, text);
        str got = units_text(&a, u.v, u.n);
        if (!str_eq(got, wanted))
            fail_msg("%.*s is folded to %.*s, not to %.*s", STR(text), STR(got), STR(wanted));
        struct units twice = fold_text(f, &a, got);
        assert_true(str_eq(units_text(&a, twice.v, twice.n), got));
        rows++;
    }
    assert_true(rows > 50);
    arena_free(&a);
}

/* The table and ICU's whole-text way agree on every character: beside a mark that no table has. */
static void test_table_and_icu_agree(void **state) {
    struct arena a = {0};
    (void)state;
    const struct folding *f = folding_make(&a);
    struct arena scratch = {0};
    for (uint32_t c = 1; c < 0x10000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        uint16_t one[] = {(uint16_t)c};
        uint16_t beside[] = {(uint16_t)c, 0xD83D, 0xDE00};
        struct units x = fold_text(f, &scratch, units_text(&scratch, one, 1));
        struct units y = fold_text(f, &scratch, units_text(&scratch, beside, 3));
        assert_int_equal(x.n + 2, y.n);
        assert_memory_equal(x.v, y.v, sizeof *x.v * (size_t)x.n);
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    arena_free(&a);
}

static void test_broken_bytes_are_folded(void **state) {
    struct arena a = {0};
    (void)state;
    const struct folding *f = folding_make(&a);
    static const char *const broken[] = {"\xE4\xB8", "\xE4\xB8x", "\xFF", "\xED\xA0\x80",
                                         "\xC0\x80"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct units u = fold_text(f, &a, str_of(broken[i]));
        assert_true(u.n > 0 && u.v[0] == 0xFFFD);
    }
    arena_free(&a);
}

static bool among(const uint32_t *v, ptrdiff_t n, uint32_t gram) {
    for (ptrdiff_t i = 0; i < n; i++)
        if (v[i] == gram)
            return true;
    return false;
}

/* Whatever part of a text is asked for, the text has all of its grams. */
static void test_a_part_has_no_other_grams(void **state) {
    struct arena a = {0};
    (void)state;
    const struct folding *f = folding_make(&a);
    struct units u =
        fold_text(f, &a, S("青市监罚〔2026〕1234号罚款64,500.00元ab12-cde 2026-03-11 09:30"));
    uint32_t *all = NEW(&a, uint32_t, GRAMS_OF(u.n));
    uint32_t *some = NEW(&a, uint32_t, GRAMS_OF(u.n));
    ptrdiff_t n = grams_of(u.v, u.n, false, all);
    for (ptrdiff_t from = 0; from < u.n; from++)
        for (ptrdiff_t to = from + 2; to <= u.n; to++) {
            ptrdiff_t k = grams_of(u.v + from, to - from, true, some);
            assert_true(k > 0);
            for (ptrdiff_t i = 0; i < k; i++)
                assert_true(among(all, n, some[i]));
        }
    static const char *const wholes[] = {"#1234",  "-64,50", "-500.00",
                                         "-26-03", "-03-11", "-09:30"};
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++) {
        struct units w = fold_text(f, &a, str_of(wholes[i] + 1));
        assert_true(among(all, n, gram_whole(wholes[i][0], w.v, w.n)));
    }
    struct units odd = fold_text(f, &a, S("00.00"));
    assert_false(among(all, n, gram_whole('-', odd.v, odd.n)));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_table_and_icu_agree),
        cmocka_unit_test(test_broken_bytes_are_folded),
        cmocka_unit_test(test_a_part_has_no_other_grams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
