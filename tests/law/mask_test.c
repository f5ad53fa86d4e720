/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mask_test.c — texts without their names and numbers: the table mask.tsv, and properties.
 *
 * In:    tests/law/mask.tsv
 * Out:   cmocka's report
 * Law:   law.md §3
 * Never: holds a real person
 */
#include "law/law.h"
#include "law/mask.h"
#include "tables.h"

#include "../spent.h"
#include "base/arena.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TABLE "tests/law/mask.tsv"
#define CASES_LEAST 120
#define HOSTILE_BYTES (1 << 20)

static struct arena shared;
static const struct policy *policy;

static int load_policy(void **state) {
    (void)state;
    static struct diags diags;
    policy = test_policy(&shared, &diags);
    return policy == NULL;
}

static int forget_policy(void **state) {
    (void)state;
    arena_free(&shared);
    return 0;
}

/* What comes out; the marker alone when the text cannot be masked. */
static str masked(struct arena *a, str text, const struct strs *names, const struct strs *values) {
    struct masking what = {.text = text};
    str out;
    if (names != NULL)
        what.names = *names;
    if (values != NULL)
        what.values = *values;
    (void)mask_text(a, policy, &what, &out);
    return out;
}

static str read_table(struct arena *a) {
    FILE *f = fopen(TABLE, "rb");
    assert_non_null(f);
    char *p = NEW(a, char, 1 << 20);
    size_t n = fread(p, 1, 1 << 20, f);
    assert_int_equal(fclose(f), 0);
    return (str){p, (ptrdiff_t)n};
}

/* \n \r \t \uXXXX, and \\u as Python writes it. */
static str unescaped(struct arena *a, str s) {
    char *p = NEW(a, char, s.n + 4);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\\' || i + 1 == s.n) {
            p[n++] = s.p[i];
            continue;
        }
        char c = s.p[++i];
        if (c == 'u') {
            char hex[5] = {0};
            memcpy(hex, s.p + i + 1, 4);
            n += utf8_put(p + n, (uint32_t)strtoul(hex, NULL, 16));
            i += 4;
        } else {
            p[n++] = c == 'n' ? '\n' : c == 'r' ? '\r' : '\t';
        }
    }
    return (str){p, n};
}

static struct strs list(struct arena *a, str s) {
    struct strs out = {NEW(a, str, s.n + 1), 0};
    while (s.n > 0)
        out.v[out.n++] = str_cut(&s, S("；"));
    return out;
}

struct sample {
    str text;
    struct strs names;
    struct strs values;
    str expected;
};

static bool next_sample(struct arena *a, str *table, struct sample *out) {
    while (table->n > 0) {
        str line = str_cut(table, S("\n"));
        if (line.n == 0 || line.p[0] == '#')
            continue;
        out->text = unescaped(a, str_cut(&line, S("\t")));
        out->names = list(a, str_cut(&line, S("\t")));
        out->values = list(a, str_cut(&line, S("\t")));
        out->expected = unescaped(a, line);
        return true;
    }
    return false;
}

static void test_table(void **state) {
    (void)state;
    struct arena a = {0};
    str table = read_table(&a);
    struct sample s;
    int n = 0;
    int wrong = 0;
    for (; next_sample(&a, &table, &s); n++) {
        str is = masked(&a, s.text, &s.names, &s.values);
        str again = masked(&a, is, &s.names, &s.values);
        if (!str_eq(is, s.expected) || !str_eq(again, is)) {
            print_message("%.*s\n  is   %.*s\n  want %.*s\n", STR(s.text), STR(is),
                          STR(s.expected));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(n >= CASES_LEAST);
    arena_free(&a);
}

/* ---- properties over texts put together at random, always the same ---- */

static uint32_t seed = 20260302;

static uint32_t roll(uint32_t below) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static str pick(const char *const *from, size_t n) {
    return str_of(from[roll((uint32_t)n)]);
}

#define PICK(table) pick(table, sizeof(table) / sizeof(table)[0])

static const char *const names[] = {"张三丰", "张大伟", "欧阳明", "阿卜杜拉·买买提", "John Smith",
                                    "李雷",   "张三",   "王丽丽", "司马小川"};
static const char *const numbers[] = {"13812345678", "0319-5559876",       "冀H12345",
                                      "E12345678",   "130501199003071231", "6217000123456789"};
static const char *const places[] = {"青原市桥东区建设路1号", "河北省青原市柳林县柳林镇2号"};
static const char *const filling[] = {
    "当事人",
    "于2026年3月2日",
    "销售",
    "，",
    "。",
    "罚款20000元",
    "（",
    "）",
    "乙",
    "某",
    "青市监罚〔2026〕12号",
    "第一百二十四条",
    "\n",
    " ",
    "　",
    "电话",
    "12345",
    "91130500MA0ABCDE1X",
    "＊",
    "号楼",
    "证人",
};
/* What may complete a neighbour to a name or a number. */
static const char *const shards[] = {"1", "38", "三", "丰", "1381234567", "+86", "区", "李"};
static const char *const between[] = {"", "", "", " ", "　", "\n", "​", "·", "-"};

/* A value as it is written in a text, with separators thrown in. */
static void put_spoiled(struct buf *b, str value) {
    bool spoil = roll(2) == 0;
    while (value.n > 0) {
        str before = value;
        (void)utf8_next(&value);
        buf_str(b, str_sub(before, 0, before.n - value.n));
        if (spoil && value.n > 0)
            buf_str(b, PICK(between));
    }
}

static void put_random(struct buf *b, bool secrets) {
    for (uint32_t i = 0, n = 3 + roll(25); i < n; i++) {
        uint32_t kind = secrets ? roll(6) : 5;
        if (kind == 0)
            put_spoiled(b, PICK(names));
        else if (kind == 1)
            put_spoiled(b, PICK(numbers));
        else if (kind == 2)
            put_spoiled(b, PICK(places));
        else if (kind == 3)
            buf_str(b, PICK(shards));
        else
            buf_str(b, PICK(filling));
    }
}

static struct strs all_of(struct arena *a, const char *const *x, size_t n, const char *const *y,
                          size_t m) {
    struct strs out = {NEW(a, str, n + m), 0};
    for (size_t i = 0; i < n; i++)
        out.v[out.n++] = str_of(x[i]);
    for (size_t i = 0; i < m; i++)
        out.v[out.n++] = str_of(y[i]);
    return out;
}

/* As a stranger would search: without blanks and signs, in plain bytes. */
static str squeezed(struct arena *a, str s) {
    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++)
        if (between[i][0] != 0)
            s = str_replace(a, s, str_of(between[i]), S(""));
    return s;
}

static void test_properties(void **state) {
    (void)state;
    struct arena a = {0};
    struct buf b = {0};
    for (int round = 0; round < 20000; round++) {
        struct strs who = all_of(&a, names, sizeof names / sizeof names[0], NULL, 0);
        struct strs what = all_of(&a, numbers, sizeof numbers / sizeof numbers[0], places,
                                  sizeof places / sizeof places[0]);
        buf_reset(&b);
        put_random(&b, true);
        str once = masked(&a, buf_view(&b), &who, &what);
        str twice = masked(&a, once, &who, &what);
        if (!str_eq(once, twice))
            print_message("%.*s\n%.*s\n%.*s\n", STR(buf_view(&b)), STR(once), STR(twice));
        assert_true(str_eq(once, twice));
        assert_int_equal(utf8_invalid_at(once), -1);
        str flat = squeezed(&a, once);
        for (ptrdiff_t i = 0; i < who.n; i++)
            assert_true(str_find(flat, squeezed(&a, who.v[i])) < 0);
        for (ptrdiff_t i = 0; i < what.n; i++)
            assert_true(str_find(flat, squeezed(&a, what.v[i])) < 0);
        arena_reset(&a);
    }
    buf_free(&b);
    arena_free(&a);
}

/* Every stretch of the text that is no secret stays, in order, byte by byte. */
/* Short texts of what may stand beside a value without a sign between, where what is left of one
 * could become part of the next: masked twice they are as masked once. */
static void test_neighbours(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "%",    "a",        "@",           "1",     "13",     "张三丰",   "John Smith",
        "*",    "a@b.cn",   ".",           "b.com", "-",      "_",        "13812345678",
        "电话", "QQ",       "邮箱",        "x",     "5%",     "冀A12345", "130501199003071231",
        "某",   "和",       "张某",        "，",    "%40",    "身份证号", "6217000123456789",
        "SUV",  "有限公司", "〔2026〕3号", "号",    "＊＊＊", "&#19977;", "青原市桥东区建设路1号"};
    struct arena a = {0};
    struct buf b = {0};
    struct strs who = all_of(&a, names, sizeof names / sizeof names[0], NULL, 0);
    struct strs what = all_of(&a, numbers, sizeof numbers / sizeof numbers[0], places,
                              sizeof places / sizeof places[0]);
    struct arena each = {0};
    for (int round = 0; round < 60000; round++, arena_reset(&each)) {
        buf_reset(&b);
        for (uint32_t i = 0, n = 2 + roll(5); i < n; i++)
            buf_str(&b, PICK(pieces));
        str once = masked(&each, buf_view(&b), &who, &what);
        str twice = masked(&each, once, &who, &what);
        if (!str_eq(once, twice))
            print_message("%.*s\n%.*s\n%.*s\n", STR(buf_view(&b)), STR(once), STR(twice));
        assert_true(str_eq(once, twice));
    }
    buf_free(&b);
    arena_free(&each);
    arena_free(&a);
}

static void test_the_rest_is_untouched(void **state) {
    (void)state;
    struct arena a = {0};
    struct arena lists = {0};
    struct strs who = all_of(&lists, names, sizeof names / sizeof names[0], NULL, 0);
    for (int round = 0; round < 5000; round++) {
        struct buf b = {0};
        put_random(&b, false);
        str text = buf_view(&b);
        str is = masked(&a, text, &who, NULL);
        bool nobody = str_find(squeezed(&a, text), S("张三")) < 0;
        if (nobody && !str_eq(text, is))
            print_message("%.*s\n%.*s\n", STR(text), STR(is));
        if (nobody)
            assert_true(str_eq(text, is));
        buf_free(&b);
        arena_reset(&a);
    }
    arena_free(&a);
    arena_free(&lists);
}

/* Bytes that are no text at all: no crash, and what is found is replaced. */
static void test_broken_bytes(void **state) {
    (void)state;
    struct arena a = {0};
    struct arena lists = {0};
    struct strs who = all_of(&lists, names, sizeof names / sizeof names[0], NULL, 0);
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)roll(256);
        memcpy(bytes + roll(50), "张三丰", 9);
        str is = masked(&a, (str){bytes, sizeof bytes}, &who, NULL);
        assert_true(str_find(is, S("张三丰")) < 0);
        arena_reset(&a);
    }
    arena_free(&a);
    arena_free(&lists);
}

static void test_hostile(void **state) {
    (void)state;
    static const char *const units[] = {
        "张",  "1",    "1 ", "138",    "张三",  "青原市", "账号6", "\n", "１", "130501199003071231",
        "张 ", "收款", "（", "\u200b", "张（1", "当事人"};
    struct arena a = {0};
    struct arena lists = {0};
    struct strs who = all_of(&lists, names, sizeof names / sizeof names[0], NULL, 0);
    struct strs what = all_of(&lists, numbers, sizeof numbers / sizeof numbers[0], places, 2);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct buf b = {0};
        while (b.n < HOSTILE_BYTES)
            buf_str(&b, str_of(units[i]));
        str is = masked(&a, buf_view(&b), &who, &what);
        assert_true(is.n > 0);
        buf_free(&b);
        arena_reset(&a);
    }
    arena_free(&a);
    arena_free(&lists);
}

/* A text in which nothing is found takes the memory of one pane, however long it is. */
static void test_memory(void **state) {
    (void)state;
    static const char *const units[] = {"1", "（", "张", "\u200b"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct buf b = {0};
        size_t taken[2];
        for (size_t k = 0; k < 2; k++) {
            struct arena a = {0};
            while (b.n < (ptrdiff_t)(HOSTILE_BYTES << k))
                buf_str(&b, str_of(units[i]));
            str is = masked(&a, buf_view(&b), NULL, NULL);
            assert_int_equal(is.n, b.n);
            taken[k] = a.total;
            arena_free(&a);
        }
        assert_int_equal(taken[0], taken[1]);
        buf_free(&b);
    }
}

/* ---- dense texts: what is found in them must not be what takes memory, or more than linear time
 * ----
 */

#define DENSE_BYTES ((ptrdiff_t)2 << 20)
#define DENSE_MOST                                                                                 \
    3               /* times the text, beside it: what comes out, and eight bytes for each find    \
                     */
#define DOUBLED 2.2 /* times the time, at most … */
#define TRIES 6     /* … in the best of so many: others use this machine, too */

static double seconds_of(str text, size_t *taken) {
    struct arena a = {0};
    double from = spent();
    assert_true(masked(&a, text, NULL, NULL).n > 0);
    *taken = a.total;
    arena_free(&a);
    return spent() - from;
}

static void test_dense(void **state) {
    (void)state;
    static const char *const units[] = {
        "宗庆柱",
        "由王海涛、",
        "王李张刘陈",
        "证人宗庆柱，",
        "13912345678 ",
        "身份证号码130503198504241353，",
        "130503198504241353",
        "2026年3月2日",
        "1985年4月24日出生",
        "，",
        "1",
        "（",
        "\u200b",
        "姓名|电话\n张三|13912345678\n",
    };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct buf b = {0};
        size_t taken[2] = {0};
        double took[2] = {1, 1};
        while (b.n < 2 * DENSE_BYTES)
            buf_str(&b, str_of(units[i]));
        ptrdiff_t unit = str_of(units[i]).n; /* half as many whole ones: the last one counts, too */
        str half = str_sub(buf_view(&b), 0, DENSE_BYTES / unit * unit);
        for (int k = 0; k < TRIES && (k == 0 || took[1] > took[0] * DOUBLED); k++) {
            double one = seconds_of(half, &taken[0]);
            double two = seconds_of(buf_view(&b), &taken[1]);
            took[0] = k == 0 || one > took[0] ? one : took[0];
            took[1] = k == 0 || two < took[1] ? two : took[1];
        }
        if (taken[1] - taken[0] > DENSE_MOST * (size_t)DENSE_BYTES || took[1] > took[0] * DOUBLED)
            print_message("%s: %zu, %zu bytes; %.3f, %.3f s\n", units[i], taken[0], taken[1],
                          took[0], took[1]);
        assert_true(taken[1] - taken[0] <= DENSE_MOST * (size_t)DENSE_BYTES);
        assert_true(took[1] <= took[0] * DOUBLED);
        buf_free(&b);
    }
}

/* A text of many panes is masked as each of its lines is by itself: nothing is lost where panes
 * meet. */
static void test_panes(void **state) {
    (void)state;
    static const char line[] =
        "当事人张三丰，电话13912345678，住青原市桥东区建设路1号2单元301室。\n";
    struct arena a = {0};
    struct buf text = {0};
    struct buf wanted = {0};
    str one = masked(&a, str_of(line), NULL, NULL);
    for (int pad = 0; pad < 40; pad += 3) {
        buf_reset(&text);
        buf_reset(&wanted);
        for (int i = 0; i < pad; i++) { /* else panes would always meet at the same place */
            buf_char(&text, 'x');
            buf_char(&wanted, 'x');
        }
        buf_str(&text, S("。\n"));
        buf_str(&wanted, S("。\n"));
        while (text.n < 200000) {
            buf_str(&text, str_of(line));
            buf_str(&wanted, one);
        }
        assert_true(str_eq(masked(&a, buf_view(&text), NULL, NULL), buf_view(&wanted)));
        arena_reset(&a);
        one = masked(&a, str_of(line), NULL, NULL);
    }
    buf_free(&text);
    buf_free(&wanted);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_neighbours),   cmocka_unit_test(test_the_rest_is_untouched),
        cmocka_unit_test(test_broken_bytes), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_memory),       cmocka_unit_test(test_dense),
        cmocka_unit_test(test_panes),
    };
    return cmocka_run_group_tests(tests, load_policy, forget_policy);
}
