/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * columns_test.c — the column sets and profiles that are shipped can be used; others are refused.
 *
 * In:    feeds/credit, feeds/targets, tables with one fault each
 * Out:   cmocka's report
 * Law:   law.md §4
 * Never: writes
 */
#include "base/ini.h"
#include "base/os.h"
#include "platform/platform.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct column *column(const struct column_set *s, const char *code) {
    for (int i = 0; i < s->n; i++)
        if (str_eq(s->v[i].code, str_of(code)))
            return &s->v[i];
    fail_msg("no column %s", code);
    return NULL;
}

static int load(struct arena *a, const char *name, struct column_sets *out) {
    str text;
    struct diags diags = {.arena = a};
    assert_true(os_read(a, str_fmt(a, "feeds/credit/%s", name).p, 1 << 20, &text));
    bool good = columns_load(a, str_of(name), text, out, &diags);
    if (diags.first != NULL)
        fail_msg("%s:%d: %.*s %.*s", name, (int)diags.first->place.line,
                 STR(diags.first->place.field), STR(diags.first->detail));
    assert_true(good);
    return out->n;
}

static void test_shipped(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int tables;
        int permit;
        int penalty;
    } shipped[] = {{"2015.csv", 2, 18, 20},     {"2018.csv", 2, 28, 30},
                   {"national.csv", 2, 28, 30}, {"hebei.csv", 2, 31, 33},
                   {"gsxt.csv", 1, 0, 11},      {"enforcement.csv", 10, 18, 18}};
    struct arena a = {0};
    struct column_sets sets;
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++) {
        int n = load(&a, shipped[i].name, &sets);
        assert_int_equal(n, shipped[i].tables);
        for (int k = 0; k < n; k++)
            if (sets.v[k].category == CATEGORY_PERMIT)
                assert_int_equal(sets.v[k].n, shipped[i].permit);
            else if (sets.v[k].category == CATEGORY_PENALTY)
                assert_int_equal(sets.v[k].n, shipped[i].penalty);
    }
    arena_free(&a);
}

static void test_meaning(void **state) {
    (void)state;
    struct arena a = {0};
    struct column_sets sets;
    (void)load(&a, "2018.csv", &sets);
    const struct column *fine = column(&sets.v[1], "CF_NR_FK");
    assert_int_equal(fine->need[PARTY_PERSON], 'C');
    assert_int_equal(fine->when.op, '~');
    assert_true(str_eq(sets.v[1].v[fine->when.column].code, S("CF_CFLB")));
    assert_int_equal(fine->decimals, 6);
    const struct column *id = column(&sets.v[0], "XK_XDR_ZJHM");
    assert_int_equal(id->need[PARTY_ORGANISATION], '-');
    assert_int_equal(id->check, CHECK_RESIDENT_ID);
    assert_int_equal(id->check_when.op, '=');
    assert_null(id->parts[0].shown); /* the public does not see it */
    arena_free(&a);
}

#define HEAD                                                                                       \
    "table,order,name_zh,code,type,maxlen,decimals,req_legal,req_getihu,req_person,when,terms,"    \
    "form,check,field,default,codes\n"

static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *row;
        const char *heading;
    } bad[] = {
        {"行政许愿,1,甲,A,C,9,,M,M,M,,,,,party,,", "table"},
        {"行政处罚,2,甲,A,C,9,,M,M,M,,,,,party,,", "order"},
        {"行政处罚,1,,A,C,9,,M,M,M,,,,,party,,", "name_zh"},
        {"行政处罚,1,甲,1A,C,9,,M,M,M,,,,,party,,", "code"},
        {"行政处罚,1,甲,A,X,9,,M,M,M,,,,,party,,", "type"},
        {"行政处罚,1,甲,A,C,长,,M,M,M,,,,,party,,", "maxlen"},
        {"行政处罚,1,甲,A,C,9,,M,M,可,,,,,party,,", "req_person"},
        {"行政处罚,1,甲,A,C,9,,C,M,M,,,,,party,,", "when"},
        {"行政处罚,1,甲,A,C,9,,C,M,M,B=1,,,,party,,", "when"},
        {"行政处罚,1,甲,A,D,9,,M,M,M,,,年月日,,decided,,", "form"},
        {"行政处罚,1,甲,A,C,9,,M,M,M,,,,luhn,party,,", "check"},
        {"行政处罚,1,甲,A,C,9,,M,M,M,,,,,parti,,", "field"},
        {"行政处罚,1,甲,A,C,9,,M,M,M,,,,,party,@parti,", "default"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct arena a = {0};
        struct column_sets sets;
        struct diags diags = {.arena = &a};
        str text = str_fmt(&a, "%s%s\n", HEAD, bad[i].row);
        assert_false(columns_load(&a, S("x.csv"), text, &sets, &diags));
        assert_non_null(diags.first);
        assert_int_equal(diags.first->code, DIAG_COLUMNS_TABLE);
        assert_int_equal(diags.first->place.line, 2);
        if (!str_eq(diags.first->place.field, str_of(bad[i].heading)))
            fail_msg("%s: told at %.*s", bad[i].row, STR(diags.first->place.field));
        arena_free(&a);
    }
}

static void test_profiles(void **state) {
    (void)state;
    static const char *const names[] = {"credit", "legal-persons", "disclosure", "enforcement",
                                        "gsxt"};
    struct arena a = {0};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct profile p = {0};
        struct diags diags = {.arena = &a};
        struct ini ini;
        str text;
        assert_true(os_read(&a, str_fmt(&a, "feeds/targets/%s.ini", names[i]).p, 1 << 16, &text));
        assert_true(ini_load(&a, str_of(names[i]), text, &ini, &diags));
        for (ptrdiff_t k = 0; k < ini.n; k++)
            assert_null(profile_take(&a, &p, ini.v[k].key, ini.v[k].value));
        assert_true(p.title.n > 0 && p.columns.n > 0 && p.forms != 0);
        assert_true(profile_wants(&p, PARTY_ORGANISATION));
        assert_int_equal(profile_wants(&p, PARTY_PERSON), i != 1 && i != 4);
        assert_int_equal(p.masked, i == 2);
        assert_int_equal(p.exempt, i == 3);
        assert_false(profile_wants(&p, 0));
    }
    struct profile p = {0};
    assert_non_null(profile_take(&a, &p, S("parties"), S("法人")));
    assert_non_null(profile_take(&a, &p, S("forms"), S("docx")));
    assert_non_null(profile_take(&a, &p, S("tables"), S("行政许愿")));
    assert_non_null(profile_take(&a, &p, S("exempt"), S("maybe")));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_meaning),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_profiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
