/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * read_test.c — every form gives the same records, in batches of any size, and again by line.
 *
 * In:    deliveries made here
 * Out:   cmocka's report
 * Law:   none
 * Never: compares less than all of a slice
 */
#include "delivery.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define RECORDS 700

/* One record of the smallest kind; some are long, so that windows end in the middle of one. */
static void put_record(struct buf *out, int n, bool pretty) {
    const char *gap = pretty ? "\n  " : "";
    buf_fmt(out, "{%s\"agency\": \"scj\",%s\"number\": \"QY%d \\\" } ] \\\\\",%s", gap, gap, n,
            gap);
    buf_fmt(out, "\"matter\": \"许可 { [\",%s\"updated\": \"2026-03-03\",%s\"status\": \"", gap,
            gap);
    for (int i = 0; i < n % 7 * n; i++)
        buf_str(out, S("审查中"));
    buf_str(out, S("已受理\"}"));
}

static void put_records(struct buf *out, const char *between, bool pretty) {
    for (int n = 0; n < RECORDS; n++) {
        buf_str(out, n == 0 ? S("") : str_of(between));
        put_record(out, n, pretty);
    }
}

static void check_records(const struct taken *t) {
    assert_int_equal(t->delivered, RECORDS);
    assert_int_equal(t->rejected, 0);
    assert_int_equal(t->diags.count[DIAG_WARN], 0);
    for (int n = 0; n < RECORDS; n++) {
        char number[32];
        (void)snprintf(number, sizeof number, "QY%d \" } ] \\", n);
        assert_true(t->records[n].kind == KIND_progress);
        assert_true(str_eq(t->records[n].progress.number, str_of(number)));
        assert_true(str_ends(t->records[n].progress.status, S("已受理")));
    }
}

static void check_same(const struct slice *x, const struct slice *y) {
    assert_true(str_eq(x->text, y->text));
    assert_true(str_eq(x->key, y->key));
    assert_int_equal(x->at.offset, y->at.offset);
    assert_int_equal(x->at.length, y->at.length);
    assert_int_equal(x->at.line, y->at.line);
    assert_true(x->at.hash.hi == y->at.hash.hi && x->at.hash.lo == y->at.hash.lo);
}

static void check_lines(const struct taken *t, const char *name, str map) {
    struct arena a = {0};
    struct diags diags = {.arena = &a};
    const struct map *m = map.p == NULL ? NULL : map_load(&a, S("test.map"), map, &diags);
    struct reading *r = intake_open(
        &a,
        &(struct intake_file){scratch(name), str_of(name), 1, &m, m == NULL ? 0 : 1, NULL, false},
        &diags);
    assert_non_null(r);
    for (int i = 0; i < t->n; i += 13) {
        struct slice again;
        assert_true(intake_line(r, &a, &t->slices[i].at, &again));
        check_same(&again, &t->slices[i]);
    }
    struct line_ref behind = t->slices[0].at;
    behind.offset = (int64_t)1 << 40;
    struct slice none;
    assert_false(intake_line(r, &a, &behind, &none));
    intake_close(r);
    arena_free(&a);
}

/* Takes a delivery in by batches of several sizes, and line by line. */
static struct taken *check_form(const char *name, const struct buf *text, str map) {
    struct taken *all = take_text(name, buf_view(text), map);
    for (int most = 1; most < 100; most += 46) {
        struct taken *part = take(scratch(name), name, map, most);
        assert_int_equal(part->n, all->n);
        for (int i = 0; i < all->n; i++)
            check_same(&part->slices[i], &all->slices[i]);
        taken_free(part);
    }
    check_lines(all, name, map);
    return all;
}

static void test_lines(void **state) {
    (void)state;
    struct buf text = {0};
    put_records(&text, "\r\n\n", false);
    struct taken *t = check_form("progress.jsonl", &text, (str){0});
    check_records(t);
    assert_int_equal(t->slices[1].at.line, 3);
    assert_int_equal(t->slices[RECORDS - 1].at.line, 2 * RECORDS - 1);
    taken_free(t);
    /* The same without the name's help, and with a byte order mark. */
    buf_reset(&text);
    buf_str(&text, S("\xEF\xBB\xBF"));
    put_records(&text, "\n", false);
    t = check_form("progress.txt", &text, (str){0});
    check_records(t);
    taken_free(t);
    buf_free(&text);
}

static void test_array(void **state) {
    (void)state;
    struct buf text = {0};
    buf_str(&text, S("\xEF\xBB\xBF [\n"));
    put_records(&text, ",\n", true);
    buf_str(&text, S("\n]\n"));
    struct taken *t = check_form("progress.json", &text, (str){0});
    check_records(t);
    assert_int_equal(t->slices[0].at.line, 2);
    assert_int_equal(t->slices[1].at.line, 7 + 1);
    taken_free(t);
    buf_free(&text);
}

static void test_stream(void **state) {
    (void)state;
    struct buf text = {0};
    put_records(&text, "\n", true);
    struct taken *t = check_form("progress-stream.json", &text, (str){0});
    check_records(t);
    taken_free(t);
    buf_reset(&text);
    put_record(&text, 1, false);
    t = take_text("progress-one.json", buf_view(&text), (str){0});
    assert_int_equal(t->delivered, 1);
    assert_int_equal(t->rejected, 0);
    taken_free(t);
    buf_free(&text);
}

/* What stands beside the records holds for all of them, wherever it stands. */
static void test_envelope(void **state) {
    (void)state;
    struct buf text = {0};
    buf_str(&text, S("{\"matter\": \"x\", \"other\": {\"records\": [1]}, \"records\": [\n"));
    put_records(&text, ",", false);
    buf_str(&text, S(",{\"number\":\"Z\",\"status\":\"x\",\"updated\":\"2026-03-03\"}"));
    buf_str(&text, S("],\n \"kind\": \"办件进度\", \"agency\": \"yjj\"}\n"));
    struct taken *t = check_form("export.json", &text, (str){0});
    assert_int_equal(t->delivered, RECORDS + 1);
    assert_int_equal(t->rejected, 0);
    assert_true(str_eq(t->records[0].progress.agency, S("scj")));
    assert_true(str_eq(t->records[RECORDS].progress.agency, S("yjj")));
    assert_true(str_eq(t->records[RECORDS].progress.matter, S("x")));
    taken_free(t);
    buf_free(&text);
}

static const char members_map[] = "[map]\nkind = progress\nrecords = *\n[columns]\n"
                                  "@key = number\nagency = agency\nmatter = matter\n"
                                  "status = status\nupdated = updated\n";

static void test_members(void **state) {
    (void)state;
    struct buf text = {0};
    buf_str(&text, S("{\n"));
    for (int n = 0; n < RECORDS; n++) {
        buf_fmt(&text, "%s\"键 %d\\\"\" :\n ", n == 0 ? "" : ",\n", n);
        put_record(&text, 3, true);
    }
    buf_str(&text, S("\n}\n"));
    struct taken *t = check_form("members.json", &text, str_of(members_map));
    assert_int_equal(t->delivered, RECORDS);
    assert_int_equal(t->rejected, 0);
    assert_true(str_eq(t->records[12].progress.number, S("键 12\"")));
    taken_free(t);
    buf_free(&text);
}

static void put_rows(struct buf *out, char separator, bool quoted) {
    const char *q = quoted ? "\"" : "";
    for (int n = 0; n < RECORDS; n++) {
        buf_fmt(out, "scj%c%sQY%d \"\" } ] \\%s%c许可%c2026/3/3%c%s", separator, q, n, q, separator,
                separator, separator, q);
        for (int i = 0; i < n % 7 * n; i++)
            buf_str(out, quoted ? S("审查\n中,|") : S("审查中"));
        buf_fmt(out, "已受理%s\r\n", q);
    }
}

static void test_rows(void **state) {
    (void)state;
    struct buf text = {0};
    buf_str(&text, S("\xEF\xBB\xBF受理机关,受理编号,matter,更新日期,status\r\n"));
    put_rows(&text, ',', true);
    struct taken *t = check_form("progress.csv", &text, (str){0});
    check_records(t);
    assert_int_equal(t->slices[0].at.line, 2);
    taken_free(t);
    buf_free(&text);
}

/* A separator that is found out, and an empty first cell before a tab. */
static void test_separators(void **state) {
    (void)state;
    static const char separators[] = "\t|;";
    for (const char *s = separators; *s != '\0'; s++) {
        struct buf text = {0};
        buf_fmt(&text, "source%cagency%cnumber%cmatter%cstatus%cupdated\n", *s, *s, *s, *s, *s);
        buf_fmt(&text, "%cscj%cQY1%c许可%c已受理%c2026-03-03\n", *s, *s, *s, *s, *s);
        struct taken *t = take_text("progress-separated.txt", buf_view(&text), (str){0});
        assert_int_equal(t->delivered, 1);
        assert_int_equal(t->rejected, 0);
        assert_true(str_eq(t->records[0].progress.agency, S("scj")));
        taken_free(t);
        buf_free(&text);
    }
}

/* A line is another one when what it means has changed: map, header, envelope, kind. */
static void test_seeds(void **state) {
    (void)state;
    str line = S("{\"kind\":\"progress\",\"agency\":\"a\"}\n");
    str map = S("[map]\nkind = progress\n[columns]\nagency = agency\n");
    str other = S("[map]\nkind = progress\n[columns]\nagency = matter\n");
    struct taken *t[4] = {take_text("x.jsonl", line, (str){0}), take_text("x.jsonl", line, map),
                          take_text("x.jsonl", line, other),
                          take_text("decisions.jsonl", line, (str){0})};
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++)
            assert_true(t[i]->slices[0].at.hash.lo != t[j]->slices[0].at.hash.lo);
    for (int i = 0; i < 4; i++)
        taken_free(t[i]);
}

static void test_kind_by_name(void **state) {
    (void)state;
    static const struct {
        const char *name;
        enum kind kind;
    } cases[] = {{"scj-decisions-2026.jsonl", KIND_decision},
                 {"agencies.jsonl", KIND_agency},
                 {"check_items-2026.jsonl", KIND_check_item},
                 {"in/box/decision_2026.jsonl", KIND_decision},
                 {"行政执法人员名单.jsonl", KIND_officer},
                 {"scj-officer.v2.jsonl", KIND_officer},
                 {"decided-2026.jsonl", KIND_NONE}};
    struct arena a = {0};
    struct diags diags = {.arena = &a};
    os_write(scratch("kind"), S("{}\n"), 0644);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading *r = intake_open(
            &a,
            &(struct intake_file){scratch("kind"), str_of(cases[i].name), 1, NULL, 0, NULL, false},
            &diags);
        assert_non_null(r);
        assert_int_equal(intake_kind(r), cases[i].kind);
        intake_close(r);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),       cmocka_unit_test(test_array),
        cmocka_unit_test(test_stream),      cmocka_unit_test(test_envelope),
        cmocka_unit_test(test_members),     cmocka_unit_test(test_rows),
        cmocka_unit_test(test_separators),  cmocka_unit_test(test_seeds),
        cmocka_unit_test(test_kind_by_name)};
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
