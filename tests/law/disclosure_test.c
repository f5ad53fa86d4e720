/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * disclosure_test.c — a disclosure has no secret member, and survives the catalogue.
 *
 * In:    record.def
 * Out:   cmocka's report
 * Law:   law.md §3
 * Never: needs a record
 */
#include "law/disclosure.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define MANY 100000 /* round trips of the speed check */

/* A SECRET field must not become a member: were DISCLOSED_SECRET to declare one, the struct of a
 * kind that has only secrets would not be empty. */
struct nothing {
    DISCLOSED_SECRET(text, a) DISCLOSED_SECRET(rows, b) char end;
};
_Static_assert(sizeof(struct nothing) == 1, "a SECRET field has a member in the disclosure");

static void test_no_secret_field(void **state) {
    (void)state;
    for (int k = 1; k < KINDS; k++) {
        int n = 0;
        int all = 0;
        int secrets = 0;
        const struct disclosed_field *fields = disclosure_fields((enum kind)k, &n);
        const struct field_info *info = kind_fields((enum kind)k, &all);
        for (int i = 0; i < all; i++)
            secrets += info[i].exposure == EXPOSURE_SECRET;
        assert_int_equal(n, all - secrets);
        for (int i = 0; i < n; i++) {
            const struct field_info *of = &info[fields[i].declared];
            assert_int_not_equal(of->exposure, EXPOSURE_SECRET);
            assert_string_equal(of->name, fields[i].field.name);
            assert_int_equal(of->type, fields[i].field.type);
            assert_int_equal(of->of, fields[i].field.of);
        }
    }
}

static str cells[] = {{"王小明", 9}, {"13050001001", 11}, {"李强", 6}, {"13050001002", 11}};
static str kinds_of_penalty[] = {{"罚款", 6}, {"警告", 6}};

static void fill(struct disclosure *d) {
    disclosure_clear(d, KIND_decision);
    d->agency_code = S("scj");
    d->agency_name = S("青原市市场监督管理局");
    d->person = true;
    d->pseudonyms = 2;
    d->severity = 1;
    d->due = (struct due){20500, 20510, 7, true, S("cf-7"), S("国办发〔2018〕118号")};
    d->public_until = 21000;
    d->status = S("吊销");
    d->decision.category = CATEGORY_PENALTY;
    d->decision.document_number = S("青市监罚〔2026〕12号");
    d->decision.cause = S("未按规定建立进货查验记录");
    d->decision.party = S("张某");
    d->decision.amount = 2000000;
    d->decision.decided = date_of(2026, 3, 2);
    d->decision.penalty_types = (struct strs){kinds_of_penalty, 2};
    d->decision.officers = (struct rows){cells, 2, 2};
}

static void assert_str(str is, str want) {
    assert_int_equal(is.n, want.n);
    assert_memory_equal(is.p, want.p, (size_t)want.n);
}

static void test_round_trip(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct disclosure d;
    struct disclosure back;
    fill(&d);
    struct buf words = {0};
    disclosure_put(&d, &out);
    disclosure_put_words(&d, &words);
    assert_true(disclosure_get(&a, buf_view(&out), &back));
    assert_int_equal(back.status.n, 0); /* the face alone has no words of a ruling */
    assert_int_equal(back.due.day, DATE_NONE);
    assert_true(disclosure_get_words(&a, buf_view(&words), &back));
    assert_int_equal(disclosure_words_shown(&d, &back), SHOWS_NOWHERE);
    assert_int_equal(disclosure_changes(&a, &d, &back).n, 0);
    assert_str(back.agency_name, d.agency_name);
    assert_str(back.status, d.status);
    assert_str(back.due.rule, d.due.rule);
    assert_int_equal(back.due.day, 20510);
    assert_int_equal(back.due.days, 7);
    assert_true(back.due.provisional);
    assert_true(back.person);
    assert_int_equal(back.pseudonyms, 2);
    assert_int_equal(back.removals, 0);
    assert_int_equal(back.sue_by, DATE_NONE);
    struct buf again = {0};
    disclosure_put(&back, &again);
    assert_str(buf_view(&again), buf_view(&out));
    buf_str(&again, buf_view(&words)); /* or they follow it */
    assert_true(disclosure_get(&a, buf_view(&again), &back));
    assert_int_equal(disclosure_words_shown(&d, &back), SHOWS_NOWHERE);
    buf_free(&again);
    buf_free(&words);
    buf_free(&out);
    arena_free(&a);
}

static void test_what_lists_show(void **state) {
    (void)state;
    struct disclosure d;
    fill(&d);
    assert_str(disclosure_number(&d), S("青市监罚〔2026〕12号"));
    assert_str(disclosure_heading(&d), S("未按规定建立进货查验记录"));
    assert_str(disclosure_party(&d), S("张某"));
    assert_int_equal(disclosure_date(&d), date_of(2026, 3, 2));
    assert_int_equal(disclosure_term(&d), CATEGORY_PENALTY);
    disclosure_clear(&d, KIND_guide);
    d.guide.code = S("1");
    d.guide.name = S("登记");
    assert_str(disclosure_number(&d), S("1"));
    assert_str(disclosure_heading(&d), S("登记"));
    assert_int_equal(disclosure_party(&d).n, 0);
    assert_int_equal(disclosure_date(&d), DATE_NONE);
    assert_int_equal(disclosure_term(&d), 0);
}

/* What a list shows of the ruling is the status; open data tell the term's end as well. */
static void test_where_words_show(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf one = {0};
    struct buf other = {0};
    struct disclosure was;
    fill(&was);
    struct disclosure is = was;
    is.due.citation = S("another");
    assert_int_equal(disclosure_words_shown(&was, &is), SHOWS_ON_PAGE);
    is.due.citation = was.due.citation;
    is.due.provisional = false;
    assert_int_equal(disclosure_words_shown(&was, &is), SHOWS_ON_PAGE);
    is.public_until++;
    assert_int_equal(disclosure_words_shown(&was, &is), SHOWS_IN_DATA);
    disclosure_put_brief(&was, &one);
    disclosure_put_brief(&is, &other);
    assert_str(buf_view(&one), buf_view(&other));
    is.status = S("注销");
    assert_int_equal(disclosure_words_shown(&was, &is), SHOWS_IN_LISTS);
    buf_reset(&other);
    disclosure_put_brief(&is, &other);
    assert_true(disclosure_get(&a, buf_view(&other), &was));
    assert_str(was.status, S("注销"));
    assert_int_equal(was.public_until, DATE_NONE);
    buf_free(&one);
    buf_free(&other);
    arena_free(&a);
}

static void test_changes_by_title(void **state) {
    (void)state;
    struct arena a = {0};
    struct disclosure was;
    struct disclosure is;
    fill(&was);
    fill(&is);
    is.decision.amount = 1;
    is.decision.officers.n = 1;
    struct strs titles = disclosure_changes(&a, &was, &is);
    assert_int_equal(titles.n, 2);
    assert_str(titles.v[0], S("罚款金额"));
    assert_str(titles.v[1], S("执法人员"));
    arena_free(&a);
}

/* Every kind, empty: clear, put, get. */
static void test_all_kinds(void **state) {
    (void)state;
    struct arena a = {0};
    for (int k = 1; k < KINDS; k++) {
        struct buf out = {0};
        struct disclosure d;
        struct disclosure back;
        disclosure_clear(&d, (enum kind)k);
        disclosure_put(&d, &out);
        assert_true(disclosure_get(&a, buf_view(&out), &back));
        assert_memory_equal(&d, &back, sizeof d);
        buf_free(&out);
    }
    arena_free(&a);
}

static void test_damage(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct disclosure d;
    struct disclosure back;
    fill(&d);
    disclosure_put(&d, &out);
    for (ptrdiff_t n = 0; n < out.n; n++)
        assert_false(disclosure_get(&a, (str){out.p, n}, &back));
    for (ptrdiff_t i = 0; i < 3; i++) {
        char was = out.p[i];
        out.p[i] = 99;
        assert_false(disclosure_get(&a, buf_view(&out), &back));
        out.p[i] = was;
    }
    assert_true(disclosure_get(&a, buf_view(&out), &back));
    buf_char(&out, 0);
    assert_false(disclosure_get(&a, buf_view(&out), &back));
    buf_free(&out);
    arena_free(&a);
}

static void test_many(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf out = {0};
    struct disclosure d;
    struct disclosure back;
    fill(&d);
    for (int i = 0; i < MANY; i++) {
        buf_reset(&out);
        disclosure_put(&d, &out);
        assert_true(disclosure_get(&a, buf_view(&out), &back));
        if (i % 1000 == 0)
            arena_reset(&a);
    }
    buf_free(&out);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_secret_field),  cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_what_lists_show),  cmocka_unit_test(test_where_words_show),
        cmocka_unit_test(test_changes_by_title), cmocka_unit_test(test_all_kinds),
        cmocka_unit_test(test_damage),           cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
