/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * corpus_test.c — how much of what is private is found, and whether what is public is left alone.
 *
 * In:    tests/law/corpus: texts as agencies write them, marked by hand
 * Out:   rates by family, and cmocka's report
 * Law:   law.md §3
 * Never: holds a real person: names and numbers are made up
 */
#include "base/os.h"
#include "held.h"
#include "law/fold.h"
#include "specimen.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CASES_LEAST 600
#define GAP_MOST 240 /* bytes that may stand for one private value */
#define CORPUS_BYTES (4 << 20)

/* What part of the private values must be found, in 1/1000. */
#define IDENTIFIERS_LEAST 990
#define NAMES_LEAST 980

struct tally {
    int cases;
    int names[2];       /* all, found */
    int identifiers[2]; /* all, found */
    int public[2];      /* all, unharmed */
    int harmed;         /* cases in which the text between was changed */
    int safe;           /* names that do not get out: found, or their record waits */
    int held;           /* cases that wait for a clerk */
    int held_falsely;   /* … and name nobody */
};

static bool is_private(const struct piece *p) {
    return p->mark == 'n' || p->mark == 'i';
}

static bool holds(struct arena *a, str text, str part) {
    struct folded t = fold(a, text);
    struct folded u = fold(a, part);
    for (ptrdiff_t k = 0; k + u.bare_n <= t.bare_n; k++)
        if (memcmp(t.bare + k, u.bare, (size_t)u.bare_n * sizeof *u.bare) == 0)
            return true;
    return false;
}

/* What stands in the output for private piece i, which begins at byte `at`: up to where all that is
 * public until the next private piece goes on. */
static str stands_for(struct arena *a, const struct specimen *x, int i, str out, ptrdiff_t at) {
    str next = {0};
    int k = i + 1;
    for (; k < x->n && !is_private(&x->pieces[k]); k++)
        next = str_cat(a, next, x->pieces[k].text);
    str rest = str_sub(out, at, out.n);
    if (k == x->n) /* the last one: what follows stands at the end */
        return str_ends(rest, next) ? str_sub(rest, 0, rest.n - next.n) : (str){"", -1};
    if (next.n == 0)
        return (str){rest.p, 0};
    str near = str_sub(rest, 0, GAP_MOST + next.n);
    ptrdiff_t found = str_find(near, next);
    return found < 0 ? (str){"", -1} : str_sub(rest, 0, found);
}

static void count_private(struct arena *a, struct tally *t, const struct piece *p, str gap) {
    int *count = p->mark == 'n' ? t->names : t->identifiers;
    count[0]++;
    count[1] += gap.n >= 0 && !holds(a, gap, p->text);
}

/* Follows the output along the pieces; false when what is public was changed. */
static bool follow(struct arena *a, const struct specimen *x, str out, struct tally *t) {
    ptrdiff_t at = 0;
    bool whole = true;
    for (int i = 0; i < x->n; i++) {
        const struct piece *p = &x->pieces[i];
        if (is_private(p)) {
            str gap = whole ? stands_for(a, x, i, out, at) : out;
            count_private(a, t, p, gap);
            whole = whole && gap.n >= 0;
            at += gap.n > 0 ? gap.n : 0;
        } else {
            bool same = whole && str_starts(str_sub(out, at, out.n), p->text);
            t->public[0] += p->mark == 'p';
            t->public[1] += p->mark == 'p' && (same || str_find(out, p->text) >= 0);
            whole = whole && same;
            at += p->text.n;
        }
    }
    return whole && at == out.n;
}

static void add(struct tally *sum, const struct tally *t) {
    sum->cases += t->cases;
    sum->harmed += t->harmed;
    sum->safe += t->safe;
    sum->held += t->held;
    sum->held_falsely += t->held_falsely;
    for (int i = 0; i < 2; i++) {
        sum->names[i] += t->names[i];
        sum->identifiers[i] += t->identifiers[i];
        sum->public[i] += t->public[i];
    }
}

static void print(str title, const struct tally *t) {
    print_message(
        "%4d 例  号码等 %4d/%-4d  姓名 %4d/%-4d  应留 %4d/%-4d  误改 %d  暂缓 %d  未泄 %d  "
        "%.*s\n",
        t->cases, t->identifiers[1], t->identifiers[0], t->names[1], t->names[0], t->public[1],
        t -> public[0], t -> harmed, t -> held, t -> safe, STR(title));
}

static void run_case(struct arena *a, const struct policy *p, struct specimen *x,
                     struct tally *family) {
    struct tally t = {.cases = 1};
    str out;
    str again;
    assert_true(mask_text(a, p, &x->what, &out));
    bool whole = follow(a, x, out, &t);
    t.harmed = !whole;
    t.held = test_is_held(a, p, &x->what);
    t.held_falsely = t.held && t.names[0] == 0;
    t.safe = t.held ? t.names[0] : t.names[1];
    if (!whole || t.names[0] != t.names[1] || t.identifiers[0] != t.identifiers[1])
        print_message("  %.*s\n→ %.*s\n", STR(x->what.text), STR(out));
    x->what.text = out;
    assert_true(mask_text(a, p, &x->what, &again));
    if (!str_eq(out, again))
        print_message("  not the same twice: %.*s\n→ %.*s\n", STR(out), STR(again));
    assert_true(str_eq(out, again));
    add(family, &t);
}

static void run_file(const struct policy *p, const char *file, struct tally *sum) {
    struct arena kept = {0};
    struct arena a = {0};
    struct specimen *x = NEW(&kept, struct specimen, 1);
    struct tally family = {0};
    str title = S("…");
    str rest;
    assert_true(os_read(&kept, file, CORPUS_BYTES, &rest));
    while (rest.n > 0) {
        str line = str_cut(&rest, S("\n"));
        if (str_starts(line, S("@names "))) {
            x->what.names = specimen_list(&kept, str_sub(line, 7, line.n));
        } else if (str_starts(line, S("@public "))) {
            x->what.publics = specimen_list(&kept, str_sub(line, 8, line.n));
        } else if (str_starts(line, S("#")) || line.n == 0) {
            if (family.cases > 0)
                print(title, &family);
            add(sum, &family);
            family = (struct tally){0};
            title = str_trim(str_sub(line, 1, line.n));
        } else {
            specimen_read(&a, line, x);
            run_case(&a, p, x, &family);
            x->what = (struct masking){0};
            arena_reset(&a);
        }
    }
    print(title, &family);
    add(sum, &family);
    arena_free(&a);
    arena_free(&kept);
}

/* What the files of a NULL-terminated list come to. */
static struct tally run_files(const char *const *files) {
    struct arena a = {0};
    struct tally sum = {0};
    struct diags diags = {0};
    struct policy *p = test_policy(&a, &diags);
    assert_non_null(p);
    for (; *files != NULL; files++)
        run_file(p, *files, &sum);
    arena_free(&a);
    return sum;
}

static void gate(const struct tally *sum) {
    assert_true(sum->identifiers[1] * 1000 >= sum->identifiers[0] * IDENTIFIERS_LEAST);
    assert_true(sum->names[1] * 1000 >= sum->names[0] * NAMES_LEAST);
    assert_int_equal(sum->public[1], sum -> public[0]);
    assert_int_equal(sum->harmed, 0);
}

/* Written after the program. At first sight it found all 34 values and 45 of 53 names here; what
 * that showed to be wrong in general was mended. Gated lower. */
static void test_fresh(void **state) {
    (void)state;
    struct tally sum = run_files((const char *const[]){"tests/law/corpus/fresh.txt", NULL});
    assert_true(sum.identifiers[1] * 1000 >= sum.identifiers[0] * 970);
    assert_true(sum.names[1] * 1000 >= sum.names[0] * 950);
    assert_int_equal(sum.public[1], sum.public[0]);
}

/* Facts of decisions as they are written. Of the first family's 65 names 32 were found at first
 * sight, of the third one's 49, written after the rules made from the first, 38; what they showed
 * was mended, so that their 55 and 45 now are no unseen figures: expect eight in ten. The second
 * and the fourth family were written to find false masks. Gated where it stands. */
static void test_facts(void **state) {
    (void)state;
    struct tally sum = run_files((const char *const[]){"tests/law/corpus/facts.txt", NULL});
    print(S("事实合计"), &sum);
    assert_true(sum.names[1] >= 117);
    assert_true(sum.safe >= 121);
    assert_int_equal(sum.public[1], sum.public[0]);
    assert_int_equal(sum.harmed, 0);
}

/* Hard ones: every sentence with names that nobody declared, in the ways of speaking of whoever
 * wrote it, and as many that look like them. Found at first sight: of the first family's 228 names
 * 100 (by the rules before), of the second one's 270 209, of the third one's 134 108; before the
 * words of the dictionary were weighed it was 100, 149 and 73. Beside those that are found,
 * nobody's gets out whose record waits: of single sentences nine in ten, of whole decisions more.
 * Gated where it stands. */
static void test_hard(void **state) {
    (void)state;
    struct tally sum = run_files((const char *const[]){"tests/law/corpus/hard.txt", NULL});
    print(S("难句合计"), &sum);
    assert_true(sum.names[1] >= 530);
    assert_true(sum.safe >= 608);
    assert_int_equal(sum.public[1], sum.public[0]);
    assert_true(sum.held_falsely <= 20);
}

/* At least so many names masked, safe and public values unharmed; at most so many texts held that
 * name nobody. */
struct limits {
    int names, safe, public, held_falsely;
};

static void within(const struct limits *g, const char *file) {
    struct tally sum = run_files((const char *const[]){file, NULL});
    print(S("合计"), &sum);
    assert_true(sum.names[1] >= g->names);
    assert_true(sum.safe >= g->safe);
    assert_true(sum.public[1] >= g->public);
    assert_true(sum.held_falsely <= g->held_falsely);
}

/* Written by somebody who had not seen the rules and looked for what misleads them: names that are
 * words, surnames that are rare, and as much that looks like names; some are of operators, whom
 * policy shows, and some addresses are homes. Note 0028 has the figures of each family when the
 * points rest on the others; here, where they rest on all, each place counts. Gated where it
 * stands. */
static void test_blind(void **state) {
    (void)state;
    within(&(struct limits){1180, 1292, 2022, 28}, "tests/law/corpus/blind.txt");
}

/* By three other writers, who were asked for names that are words and for surnames that are rare:
 * facts of decisions, notes and tables, statements. At first sight, by the points that rested on
 * the files above, 1,521 of 1,624 did not get out. Here they rest on these, too. Gated where it
 * stands. */
static void test_strangers(void **state) {
    (void)state;
    within(&(struct limits){2106, 2438, 3679, 37}, "tests/law/corpus/strangers.txt");
}

static void test_corpus(void **state) {
    (void)state;
    static const char *const files[] = {"tests/law/corpus/identifiers.txt",
                                        "tests/law/corpus/names.txt", "tests/law/corpus/public.txt",
                                        "tests/law/corpus/decisions.txt", NULL};
    struct tally sum = run_files(files);
    print(S("合计"), &sum);
    gate(&sum);
    assert_true(sum.cases >= CASES_LEAST);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus), cmocka_unit_test(test_fresh),
        cmocka_unit_test(test_facts),  cmocka_unit_test(test_hard),
        cmocka_unit_test(test_blind),  cmocka_unit_test(test_strangers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
