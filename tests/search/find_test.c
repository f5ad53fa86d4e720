/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * find_test.c — what the index finds is what a plain scan finds, whatever is asked.
 *
 * In:    made documents
 * Out:   pass or fail
 * Law:   none
 * Never: lets the scan use the index
 */
#include "made.h"
#include "search/document.h"
#include "search/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define DOCUMENTS 1800
#define DELTA 60
#define SUBSTRINGS 2000
#define NOWHERE 500
#define NUMBERS 300
#define LITTLE ((ptrdiff_t)1 << 20) /* memory: runs are put aside */

struct texts {
    struct units v[9]; /* title, then the texts */
};

/* All documents with their folded texts, in the order in which they are found. */
struct world {
    struct arena arena;
    struct par *par;
    struct made made;
    const struct folding *folding;
    struct search_document *documents;
    struct texts *texts;
    int n;
    struct searcher *searcher;
    struct dice dice;
};

/* The delta holds documents 0 … DELTA - 1, the base those after. */
static void make_index(struct made *m, struct par *par, ptrdiff_t memory) {
    struct buf base = {0};
    struct buf delta = {0};
    struct arena a = {0};
    str dictionary = {0};
    str file;
    struct search_plan plan = {S("base"), {0}, DOCUMENTS - DELTA, memory};
    made_tier(m, par, &plan, DELTA, &base);
    made_publish(m);
    assert_true(made_read(m, &a, S("find/base/dict.js"), &file));
    assert_true(search_text_of(&a, file, &dictionary));
    plan = (struct search_plan){S("delta"), dictionary, DELTA, memory};
    made_tier(m, par, &plan, 0, &delta);
    str tiers[] = {buf_view(&delta), buf_view(&base)};
    made_put(m, 0, S(SEARCH_POINTER), search_pointer_file(&a, search_pointer(&a, tiers, 2)));
    made_publish(m);
    buf_free(&base);
    buf_free(&delta);
    arena_free(&a);
}

static int setup(void **state) {
    struct world *w = calloc(1, sizeof *w);
    str broken;
    w->par = par_open(2);
    w->made.seed = 7;
    w->dice.state = 20261120;
    make_index(&w->made, w->par, LITTLE);
    w->folding = folding_make(&w->arena);
    w->documents = NEW(&w->arena, struct search_document, DOCUMENTS);
    w->texts = NEW(&w->arena, struct texts, DOCUMENTS);
    for (int64_t i = 0; i < DOCUMENTS; i++) {
        struct search_document *d = &w->documents[w->n];
        if (!made_document(w->made.seed, i, &w->arena, d))
            continue;
        for (int t = 0; t < 9; t++)
            w->texts[w->n].v[t] =
                fold_text(w->folding, &w->arena, t == 0 ? d->title : d->texts[t - 1].text);
        w->n++;
    }
    w->searcher = searcher_open(&w->arena, made_read, &w->made, &broken);
    assert_non_null(w->searcher);
    *state = w;
    return 0;
}

static int teardown(void **state) {
    struct world *w = *state;
    made_free(&w->made);
    par_close(w->par);
    arena_free(&w->arena);
    free(w);
    return 0;
}

/* ---- the plain scan ---- */

static bool stands_in(struct units text, struct units word) {
    for (ptrdiff_t at = 0; at + word.n <= text.n; at++)
        if (text.v[at] == word.v[0] &&
            memcmp(text.v + at, word.v, sizeof *word.v * (size_t)word.n) == 0)
            return true;
    return false;
}

static bool fits(const struct search_document *d, const struct search_where *w) {
    if (str_eq(w->key, S("agency")))
        return str_eq(d->agency, w->value);
    if (str_eq(w->key, S("category")))
        return str_eq(d->category, w->value);
    if (str_eq(w->key, S("party")))
        return str_eq(d->party, w->value);
    if (str_eq(w->key, S("kind")))
        return str_eq(d->kind, w->value);
    if (str_eq(w->key, S("year")))
        return date_ymd(d->day).year == atoi(w->value.p);
    if (str_eq(w->key, S("from")))
        return d->day >= date_parse(w->value);
    if (str_eq(w->key, S("to")))
        return d->day <= date_parse(w->value);
    if (str_eq(w->key, S("least")))
        return d->amount != WHOLE_NONE && d->amount >= atoll(w->value.p) * 100;
    if (str_eq(w->key, S("most")))
        return d->amount != WHOLE_NONE && d->amount <= atoll(w->value.p) * 100;
    if (str_eq(w->key, S("penalty")))
        return d->penalties.n > 1 || str_eq(w->value, d->penalties.v[0]);
    return search_band(d->amount) == atoi(w->value.p);
}

static bool scan_one(const struct world *w, int i, const struct search_query *q,
                     const struct units *words, bool *exact) {
    *exact = false;
    for (int k = 0; k < q->where_count; k++)
        if (!fits(&w->documents[i], &q->where[k]))
            return false;
    for (int k = 0; k < q->word_count; k++) {
        bool found = false;
        for (int t = 0; t < 9; t++) {
            bool here = stands_in(w->texts[i].v[t], words[k]);
            found = found || here;
            *exact = *exact || (here && (t == 1 || t == 3) && w->texts[i].v[t].n == words[k].n);
        }
        if (!found)
            return false;
    }
    return true;
}

/* Both ways of finding give the same documents in the same order. Returns how many. */
static ptrdiff_t compare(struct world *w, const struct search_query *q) {
    struct arena a = {0};
    struct units *words = NEW(&a, struct units, q->word_count + 1);
    str *wanted = NEW(&a, str, 2 * w->n + 1);
    ptrdiff_t n = 0;
    struct search_hits hits;
    for (int k = 0; k < q->word_count; k++)
        words[k] = fold_text(w->folding, &a, q->words[k]);
    assert_int_equal(search_find(w->searcher, &a, q, &hits), SEARCH_DONE);
    for (int pass = 1; pass >= 0; pass--)
        for (int i = 0; i < w->n; i++) {
            bool exact;
            if (scan_one(w, i, q, words, &exact) && exact == pass)
                wanted[n++] = w->documents[i].path;
        }
    if (hits.n != n)
        fail_msg("%.*s: %td hits, the scan has %td", STR(q->words[0]), hits.n, n);
    for (ptrdiff_t i = 0; i < n; i++)
        if (!str_eq(hits.v[i].path, wanted[i]))
            fail_msg("%.*s: hit %td is %.*s, not %.*s", STR(q->words[0]), i, STR(hits.v[i].path),
                     STR(wanted[i]));
    arena_free(&a);
    return n;
}

static ptrdiff_t compare_word(struct world *w, str word) {
    struct search_query q = {&word, 1, NULL, 0};
    return compare(w, &q);
}

/* A piece of some text of some document, of 2 to 20 characters. */
static str piece(struct world *w, struct arena *a) {
    for (;;) {
        const struct search_document *d = &w->documents[roll(&w->dice, (uint64_t)w->n)];
        uint64_t t = roll(&w->dice, 9);
        str text = t == 8 ? d->title : d->texts[t].text;
        struct units u = units_of(a, text);
        ptrdiff_t from = (ptrdiff_t)roll(&w->dice, (uint64_t)u.n);
        ptrdiff_t n = 2 + (ptrdiff_t)roll(&w->dice, 19);
        str word = units_text(a, u.v + from, n < u.n - from ? n : u.n - from);
        struct units folded = fold_text(w->folding, a, word);
        if (str_find(word, S("\xEF\xBF\xBD")) < 0 && folded.n > 2)
            return word;
    }
}

static void test_substrings(void **state) {
    struct world *w = *state;
    struct arena a = {0};
    for (int i = 0; i < SUBSTRINGS; i++, arena_reset(&a))
        assert_true(compare_word(w, piece(w, &a)) > 0);
    arena_free(&a);
}

static void test_two_characters(void **state) {
    struct world *w = *state;
    static const char *const pairs[] = {"食品", "罚款", "建建", "12",   "00", "元。",
                                        "一A",  "ab",   "、询", "号罚", "😀…", "市监"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        (void)compare_word(w, str_of(pairs[i]));
}

static void test_what_is_nowhere(void **state) {
    struct world *w = *state;
    struct arena a = {0};
    for (int i = 0; i < NOWHERE; i++, arena_reset(&a)) {
        str word = str_fmt(&a, "%.*s%s%.*s", STR(piece(w, &a)), PICK(&w->dice, made_brands),
                           STR(piece(w, &a)));
        (void)compare_word(w, word);
        assert_int_equal(compare_word(w, str_cat(&a, word, S("鼹"))), 0);
    }
    arena_free(&a);
}

/* A number of a document in whatever brackets and blanks finds it first. */
static void test_numbers(void **state) {
    struct world *w = *state;
    struct arena a = {0};
    static const char *const open[] = {"〔", "［", "(", "（", "【", "[", "{", " 〔 ", "﹝"};
    static const char *const shut[] = {"〕", "］", ")", "）", "】", "]", "}", " 〕 ", "﹞"};
    for (int i = 0; i < NUMBERS; i++, arena_reset(&a)) {
        const struct search_document *d = &w->documents[roll(&w->dice, (uint64_t)w->n)];
        size_t v = roll(&w->dice, sizeof open / sizeof *open);
        str word = str_replace(&a, d->texts[0].text, S("〔"), str_of(open[v]));
        word = str_replace(&a, word, S("〕"), str_of(shut[v]));
        if (roll(&w->dice, 2) == 0)
            word = str_replace(&a, word, S("2026"), S("２０２６"));
        struct search_query q = {&word, 1, NULL, 0};
        struct search_hits hits;
        (void)compare(w, &q);
        assert_int_equal(search_find(w->searcher, &a, &q, &hits), SEARCH_DONE);
        assert_true(hits.n > 0 && hits.v[0].exact);
    }
    arena_free(&a);
}

static void test_filters(void **state) {
    struct world *w = *state;
    struct arena a = {0};
    static const char *const filters[][2] = {{"agency", "scj"},        {"agency", "cgj"},
                                             {"category", "行政许可"}, {"party", "自然人"},
                                             {"kind", "decision"},     {"year", "2026"},
                                             {"penalty", "罚款"},      {"penalty", "没收违法所得"},
                                             {"amount", "3"},          {"amount", "6"},
                                             {"from", "2026-08-01"},   {"to", "2026-09-30"},
                                             {"least", "50000"},       {"most", "90000"}};
    enum { KINDS_OF = sizeof filters / sizeof *filters };
    for (int i = 0; i < 700; i++, arena_reset(&a)) {
        struct search_where where[3];
        str words[2] = {piece(w, &a), piece(w, &a)};
        struct search_query q = {words, (int)roll(&w->dice, 3), where, 1 + (int)roll(&w->dice, 3)};
        for (int k = 0; k < q.where_count; k++) {
            size_t f = roll(&w->dice, KINDS_OF);
            where[k] = (struct search_where){str_of(filters[f][0]), str_of(filters[f][1])};
        }
        (void)compare(w, &q);
    }
    arena_free(&a);
}

static void test_several_words(void **state) {
    struct world *w = *state;
    str words[] = {S("食品有限"), S("超过保质期"), S("2026")};
    struct search_query q = {words, 3, NULL, 0};
    assert_true(compare(w, &q) > 0);
}

static enum search_state ask(struct world *w, struct arena *a, str word, struct search_hits *hits) {
    struct search_query q = {&word, 1, NULL, 0};
    return search_find(w->searcher, a, &q, hits);
}

static void test_bad_input(void **state) {
    struct world *w = *state;
    struct arena a = {0};
    struct search_hits hits;
    static const char *const shorts[] = {"", "食", " 食 ", "　", "😀", "𠮷", "\n\t", "a "};
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        assert_int_equal(ask(w, &a, str_of(shorts[i]), &hits), SEARCH_SHORT);
    static const char *const odd[] = {"。，",
                                      "……",
                                      "😀😀",
                                      "\xED\xA0\xBD\xED\xA0\xBD",
                                      "\xFF\xFE",
                                      "<script>alert(1)</script>",
                                      ".*+?^${}()|[]\\",
                                      "ａｂｃ有限",
                                      "138****1234",
                                      "`$ {x} \\"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        (void)compare_word(w, str_of(odd[i]));
    char *many = NEW(&a, char, 30001);
    for (int i = 0; i < 10000; i++)
        memcpy(many + 3 * i, "罚", 3);
    assert_int_equal(compare_word(w, (str){many, 30000}), 0);
    static const char *const wheres[][2] = {
        {"colour", "red"}, {"year", "x"}, {"from", "2026"}, {"least", "-1"}, {"agency", ""}};
    for (size_t i = 0; i < sizeof wheres / sizeof *wheres; i++) {
        struct search_where where = {str_of(wheres[i][0]), str_of(wheres[i][1])};
        str word = S("食品");
        struct search_query q = {&word, 1, &where, 1};
        assert_int_equal(search_find(w->searcher, &a, &q, &hits), SEARCH_NO_KEY);
    }
    arena_free(&a);
}

/* A file that is missing or cut short is named; what the others hold is found all the same. */
static void test_broken_files(void **state) {
    struct world *w = *state;
    struct arena a = {0};
    struct search_hits whole;
    assert_int_equal(ask(w, &a, S("超过保质期"), &whole), SEARCH_DONE);
    int broken = 0;
    for (int slot = 0; slot < MADE_SLOTS; slot += 2)
        for (struct made_file *f = w->made.slots[slot]; f != NULL; f = f->next) {
            struct search_hits hits;
            w->made.broken_path = f->path;
            w->made.broken_bytes = slot % 3 == 0 ? (str){0} : str_sub(f->bytes, 0, f->bytes.n / 2);
            enum search_state found = ask(w, &a, S("超过保质期"), &hits);
            if (found == SEARCH_BROKEN) {
                assert_true(str_eq(hits.broken, f->path));
                assert_true(hits.n <= whole.n && hits.n + 16 >= whole.n);
                broken++;
            } else {
                assert_int_equal(hits.n, whole.n);
            }
        }
    assert_true(broken > 10);
    w->made.broken_path = (str){0};
    arena_free(&a);
}

/* The bytes do not depend on the number of workers. */
static void test_the_same_bytes(void **state) {
    struct world *w = *state;
    struct made other = {.seed = w->made.seed};
    struct par *alone = par_open(1);
    make_index(&other, alone, LITTLE);
    assert_int_equal(other.files_n, w->made.files_n);
    for (int slot = 0; slot < MADE_SLOTS; slot++)
        for (struct made_file *f = other.slots[slot]; f != NULL; f = f->next) {
            str bytes = {0};
            assert_true(made_read(&w->made, NULL, f->path, &bytes));
            if (!str_eq(bytes, f->bytes))
                fail_msg("%.*s differs", STR(f->path));
        }
    par_close(alone);
    made_free(&other);
}

static void count_one(void *ctx, int tier, int64_t number, const struct search_document *d,
                      bool moved) {
    struct world *w = ctx;
    assert_false(moved);
    (void)tier;
    (void)number;
    const struct search_document *known = &w->documents[w->n++];
    assert_true(str_eq(d->path, known->path) && str_eq(d->title, known->title));
    assert_int_equal(d->day, known->day);
    assert_int_equal(d->amount, known->amount);
    assert_int_equal(d->text_count, known->text_count);
    for (int i = 0; i < d->text_count; i++) {
        assert_true(str_eq(d->texts[i].label, known->texts[i].label));
        assert_true(str_eq(d->texts[i].text, known->texts[i].text));
    }
}

/* What is stored of a document is what was given, to the last byte. */
static void test_everything_is_stored(void **state) {
    struct world *w = *state;
    int n = w->n;
    w->n = 0;
    assert_true(search_all(w->searcher, count_one, w));
    assert_int_equal(w->n, n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_substrings),      cmocka_unit_test(test_two_characters),
        cmocka_unit_test(test_what_is_nowhere), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_filters),         cmocka_unit_test(test_several_words),
        cmocka_unit_test(test_bad_input),       cmocka_unit_test(test_broken_files),
        cmocka_unit_test(test_the_same_bytes),  cmocka_unit_test(test_everything_is_stored),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
