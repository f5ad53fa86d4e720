/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * proof_test.c — the report of a release commits to what was looked for, and tells nothing of it.
 *
 * In:    fictional values
 * Out:   cmocka's report
 * Law:   个人信息保护法 art. 51
 * Never: uses a value of a living person
 */
#include "planted.h"
#include "release/proof.h"

#define MORE 6

static const char *const values[MORE] = {
    "990101199003070011",  "13800138000", "冀H12345",
    "6228480402564890018", "张三丰",      "柳林街1号楼2单元303室"};

static struct proof proof_of(const char *key, int first, int step) {
    struct proof p = {.site = S("青原"),
                      .as_of = instant_parse(S("2026-11-20T09:00")),
                      .program = S("gongshi"),
                      .key = str_of(key),
                      .head = S("00"),
                      .tally = tally_of(str_of(key))};
    for (int i = 0; i < MORE; i++) {
        struct secret_digest d;
        int at = (first + i * step) % MORE;
        assert_true(secret_of(KEY, str_of(values[at]), at < 4, &d));
        tally_add(&p.tally, &d);
    }
    return p;
}

static str json(struct arena *a, const struct proof *p) {
    struct buf b = {0};
    proof_json(&b, p);
    proof_markdown(&b, p);
    str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static void test_commitments(void **state) {
    (void)state;
    struct arena a = {0};
    struct proof p = proof_of("0123456789abcdef0123456789abcdef", 0, 1);
    struct proof again = proof_of("0123456789abcdef0123456789abcdef", 3, 5);
    struct proof other = proof_of("fedcba9876543210fedcba9876543210", 0, 1);
    assert_true(str_eq(json(&a, &p), json(&a, &again)));
    assert_false(str_eq(json(&a, &p), json(&a, &other)));
    assert_int_equal(p.tally.count[LEAK_IDENTITY], 1);
    assert_int_equal(p.tally.count[LEAK_MOBILE], 1);
    assert_int_equal(p.tally.count[LEAK_PLATE], 1);
    assert_int_equal(p.tally.count[LEAK_CARD], 1);
    assert_int_equal(p.tally.count[LEAK_NAME], 1);
    assert_int_equal(p.tally.count[LEAK_ADDRESS], 1);
    /* One value more changes the commitment of its kind. */
    struct secret_digest d;
    assert_true(secret_of(KEY, S("13900139000"), true, &d));
    tally_add(&again.tally, &d);
    again.tally.count[LEAK_MOBILE] = p.tally.count[LEAK_MOBILE];
    assert_false(str_eq(json(&a, &p), json(&a, &again)));
    arena_free(&a);
}

/* Neither a value stands there nor a digest of one that needs no key. */
/* A province's 16 GB must not read as a mobile number. */
static void test_size_is_no_number(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf page = {0};
    struct proof p = proof_of("0123456789abcdef", 0, 1);
    uint64_t shapes[1];
    p.bytes = p.checked.bytes = 16345678901;
    assert_int_equal(shapes_of(S("16345678901"), shapes, 1), 1);
    assert_true(str_find(json(&a, &p), S("\"kibibytes\": 15962578")) > 0);
    assert_int_equal(shapes_of(json(&a, &p), shapes, 1), 0);
    proof_markdown(&page, &p);
    assert_int_equal(shapes_of(buf_view(&page), shapes, 1), 0);
    buf_reset(&page);
    manifest_index(&page, &(struct manifest){.site = S("省"), .as_of = p.as_of, .bytes = p.bytes});
    assert_int_equal(shapes_of(buf_view(&page), shapes, 1), 0);
    buf_free(&page);
    arena_free(&a);
}

static void test_tells_nothing(void **state) {
    (void)state;
    struct arena a = {0};
    struct proof p = proof_of("0123456789abcdef0123456789abcdef", 0, 1);
    str text = json(&a, &p);
    for (int i = 0; i < MORE; i++) {
        struct secret_digest d;
        assert_true(secret_of(KEY, str_of(values[i]), i < 4, &d));
        str digest = str_fmt(&a, "%016llx", (unsigned long long)d.digest);
        assert_true(str_find(text, str_of(values[i])) < 0);
        assert_true(str_find(text, digest) < 0);
        assert_true(str_find(text, sha256_text(&a, sha256_of(str_of(values[i])))) < 0);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commitments),
        cmocka_unit_test(test_size_is_no_number),
        cmocka_unit_test(test_tells_nothing),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
