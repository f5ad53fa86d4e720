/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * thin_test.c — documents leave the base: nothing of them is left, all else is found as before.
 *
 * In:    made documents, few with much text and many with little, whose lists have tails
 * Out:   pass or fail
 * Law:   个人信息保护法 art. 47
 * Never: lets the comparison use the index
 */
#include "made.h"
#include "search/gather.h"
#include "traces.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define WORDS 24

/* A tier, and which of its documents are gone. */
struct shelf {
    struct made made;
    struct par *par;
    search_make *make;
    int64_t documents;
    bool *gone;
    int *moved; /* which version of a document moved on; 0: none */
    const int64_t *leaving;
    char now[1 << 16]; /* description */
    struct dice dice;
};

/* Document i: word k stands in every (k+1)th or so, some only in a part of all. */
static bool little(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out) {
    struct made *m = ctx;
    int64_t number = m->from + i * m->step;
    struct dice d = {m->seed + (uint64_t)number * 7919};
    struct search_text *t = NEW(a, struct search_text, 1);
    str words = {0};
    for (int k = 0; k < WORDS; k++)
        if (roll(&d, (uint64_t)k + 1) == 0 && (k % 3 != 2 || number % 20000 < 5000))
            words = str_fmt(a, "%.*s字%c，", STR(words), (char)('a' + k));
    t[0] = (struct search_text){S("事实"), str_fmt(a, "%.*s。", STR(words))};
    *out = (struct search_document){.path = str_fmt(a, "cf/x%lldq.html", (long long)number),
                                    .title = str_fmt(a, "第%lld号", (long long)number),
                                    .kind = S("decision"),
                                    .agency = number % 5 == 0 ? S("scj") : S("yjj"),
                                    .amount = WHOLE_NONE,
                                    .texts = t,
                                    .text_count = 1};
    return true;
}

static void shelf_open(struct shelf *s, search_make *make, int64_t documents, int jobs) {
    struct arena a = {0};
    struct buf b = {0};
    memset(s, 0, sizeof *s);
    *s = (struct shelf){.par = par_open(jobs), .make = make, .documents = documents};
    s->made.seed = 11;
    s->gone = calloc((size_t)documents, sizeof *s->gone);
    s->moved = calloc((size_t)documents, sizeof *s->moved);
    struct search_plan plan = {S("base"), {0}, documents, (ptrdiff_t)1 << 20};
    made_tier_of(&s->made, s->par, &plan, make, &b);
    made_publish(&s->made);
    assert_true(b.n < (ptrdiff_t)sizeof s->now);
    memcpy(s->now, buf_view(&b).p, (size_t)b.n);
    buf_free(&b);
    arena_free(&a);
}

static void shelf_close(struct shelf *s) {
    made_free(&s->made);
    par_close(s->par);
    free(s->gone);
    free(s->moved);
}

static int64_t pick(struct shelf *s, int64_t *numbers, int most) {
    int64_t n = 0;
    struct arena a = {0};
    for (int64_t i = 0; i < s->documents && n < most; i++) {
        struct search_document d;
        s->made.from = 0;
        s->made.step = 1;
        if (!s->gone[i] && roll(&s->dice, (uint64_t)s->documents) < (uint64_t)most * 2 &&
            s->make(&s->made, &a, i, &d)) {
            numbers[n++] = i;
            s->gone[i] = true;
        }
        arena_reset(&a);
    }
    arena_free(&a);
    return n;
}

/* Takes up to so many away; they stay unpublished when asked. */
static void thin(struct shelf *s, int most, bool publish) {
    struct arena a = {0};
    int64_t *numbers = NEW(&a, int64_t, most);
    struct search_sink sink = made_sink(&s->made);
    struct search_thinning t = {.tier = str_of(s->now), .numbers = numbers};
    t.n = (ptrdiff_t)pick(s, numbers, most);
    assert_true(t.n > 0 && search_thin(&a, s->par, &sink, &t));
    for (ptrdiff_t i = 0; i < t.left_n; i++)
        for (ptrdiff_t k = 0; k < t.left[i].documents.n; k++)
            for (ptrdiff_t g = 0; g < t.n; g++)
                assert_false(str_eq(t.left[i].documents.v[k],
                                    str_fmt(&a, "cf/x%lldq.html", (long long)numbers[g])));
    memcpy(s->now, t.now.p, (size_t)t.now.n);
    if (publish)
        made_publish(&s->made);
    arena_free(&a);
}

/* ---- what the files say is what the documents that are left say ---- */

struct said {
    struct shelf *shelf;
    int64_t n;
};

/* A version of a document: a part of its words are those of another one. */
static bool version_of(struct shelf *s, struct arena *a, int64_t number,
                       struct search_document *out) {
    struct search_document other;
    if (!s->make(&s->made, a, (ptrdiff_t)number, out))
        return false;
    if (s->moved[number] == 0)
        return true;
    assert_true(s->make(&s->made, a, (ptrdiff_t)(number / 2 + s->moved[number]), &other));
    out->agency = other.agency;
    out->texts = other.texts;
    return true;
}

static bool moved_make(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out) {
    struct shelf *s = ctx;
    return s->moved[s->leaving[i]] > 0 && version_of(s, a, s->leaving[i], out);
}

static void is_left(void *ctx, int tier, int64_t number, const struct search_document *d,
                    bool moved) {
    struct said *s = ctx;
    struct arena a = {0};
    struct search_document wanted;
    (void)tier;
    assert_false(s->shelf->gone[number]);
    assert_int_equal(moved, s->shelf->moved[number] > 0);
    assert_true(version_of(s->shelf, &a, number, &wanted));
    assert_true(str_eq(d->path, wanted.path) && str_eq(d->title, wanted.title));
    for (int i = 0; i < d->text_count; i++)
        assert_true(str_eq(d->texts[i].text, wanted.texts[i].text));
    s->n += !moved;
    arena_free(&a);
}

static struct searcher *open_index(struct shelf *s, struct arena *a) {
    str broken;
    str now = str_of(s->now);
    made_put(&s->made, 0, S(SEARCH_POINTER), search_pointer_file(a, search_pointer(a, &now, 1)));
    made_publish(&s->made);
    struct searcher *found = searcher_open(a, made_read, &s->made, &broken);
    assert_non_null(found);
    return found;
}

/* Every gram of every document that is left, and nothing else, stands in the lists; of one that
 * moved on only what it still says. */
static void check_lists(struct shelf *s) {
    struct arena a = {0};
    struct arena batch = {0};
    struct pairs lists = {0};
    struct pairs texts = {0};
    struct pairs moved = {0};
    struct tier tier;
    const struct folding *folding = folding_make(&a);
    const struct labels *labels = labels_make(&a);
    struct buf text = {0};
    uint64_t *seen = NEW(&a, uint64_t, 1 << SEEN_BITS);
    assert_true(tier_read(&a, str_of(s->now), &tier));
    struct traces t = {made_read, &s->made, &a, &tier, 0, &lists};
    assert_true(traces_read(&t));
    for (int64_t i = 0; i < s->documents; i++, arena_reset(&batch)) {
        struct search_document d;
        struct gathering g = {folding, &batch, seen, NULL, 0, 0};
        if (s->gone[i] || !version_of(s, &batch, i, &d))
            continue;
        struct strs facets = document_facets(&batch, &d);
        buf_reset(&text);
        document_put(labels, &text, &d);
        struct units one = units_of(&batch, buf_view(&text));
        gather_document(&g, (uint32_t)i, &one, &facets);
        for (ptrdiff_t k = 0; k < g.n; k++)
            pairs_add(s->moved[i] > 0 ? &moved : &texts, g.v[k].gram, g.v[k].document);
    }
    pairs_settle(&lists);
    pairs_settle(&texts);
    pairs_settle(&moved);
    assert_true(pairs_agree(&lists, &texts, &moved));
    free(lists.v);
    free(moved.v);
    free(texts.v);
    buf_free(&text);
    arena_free(&a);
    arena_free(&batch);
}

static int64_t wanted_of(struct shelf *s, str word) {
    struct arena a = {0};
    int64_t n = 0;
    for (int64_t i = 0; i < s->documents; i++, arena_reset(&a)) {
        struct search_document d;
        if (s->gone[i] || s->moved[i] > 0 || !s->make(&s->made, &a, (ptrdiff_t)i, &d))
            continue;
        bool here = str_find(d.title, word) >= 0;
        for (int k = 0; k < d.text_count; k++)
            here = here || str_find(d.texts[k].text, word) >= 0;
        n += here;
    }
    arena_free(&a);
    return n;
}

static void check(struct shelf *s, str word) {
    struct arena a = {0};
    struct said said = {s, 0};
    struct search_hits hits;
    struct search_query q = {&word, 1, NULL, 0};
    struct searcher *x = open_index(s, &a);
    s->made.from = 0;
    s->made.step = 1;
    int64_t left = 0;
    for (int64_t i = 0; i < s->documents; i++) {
        struct search_document d;
        left += !s->gone[i] && s->moved[i] == 0 && s->make(&s->made, &a, (ptrdiff_t)i, &d);
    }
    assert_true(search_all(x, is_left, &said));
    assert_int_equal(said.n, left);
    assert_int_equal(search_find(x, &a, &q, &hits), SEARCH_DONE);
    assert_int_equal(hits.n, wanted_of(s, word));
    check_lists(s);
    arena_free(&a);
}

static void test_nothing_is_left(void **state) {
    (void)state;
    static struct shelf s;
    shelf_open(&s, made_make, 900, 2);
    for (int round = 0; round < 5; round++) {
        thin(&s, 1 + round * 7, true);
        check(&s, S("超过保质期"));
    }
    shelf_close(&s);
}

/* Lists that have chunks in tail files, the same chunks again and again. */
static void test_tails(void **state) {
    (void)state;
    static struct shelf s;
    shelf_open(&s, little, 60000, 2);
    for (int round = 0; round < 4; round++) {
        thin(&s, round == 0 ? 1 : 400, true);
        check(&s, S("字x"));
    }
    shelf_close(&s);
}

static int files_put(const struct shelf *s, const char *kind) {
    int n = 0;
    for (int w = 0; w < MADE_WORKERS; w++)
        for (const struct made_file *f = s->made.files[w]; f != NULL; f = f->next)
            n += str_starts(f->path, str_of(kind));
    return n;
}

/* One round: of so many documents every third goes, the others move on, perhaps not for the first
 * time. */
static void move(struct shelf *s, int64_t from, int64_t step, int64_t n, bool all_go) {
    struct arena a = {0};
    int64_t *numbers = NEW(&a, int64_t, n);
    struct search_sink sink = made_sink(&s->made);
    struct search_thinning t = {.tier = str_of(s->now), .numbers = numbers};
    s->leaving = numbers;
    s->made.from = 0;
    s->made.step = 1;
    for (int64_t i = from; i < s->documents && t.n < n; i += step) {
        if (s->gone[i])
            continue;
        numbers[t.n++] = i;
        s->gone[i] = all_go || t.n % 3 == 0;
        s->moved[i] = s->gone[i] ? 0 : s->moved[i] + 1;
    }
    t.make = moved_make;
    t.ctx = s;
    assert_true(search_thin(&a, s->par, &sink, &t));
    memcpy(s->now, t.now.p, (size_t)t.now.n);
    made_publish(&s->made);
    arena_free(&a);
}

/* What moved on is found no longer, and stands in no list of what it does not say any more; when it
 * goes at last, it stands in none. */
static void test_moving(void **state) {
    (void)state;
    static struct shelf s;
    shelf_open(&s, little, 60000, 2);
    move(&s, 0, 100, 400, false);
    check(&s, S("字x"));
    move(&s, 100, 50, 700, false);
    check(&s, S("字c"));
    move(&s, 0, 1, 60000, true);
    for (int64_t i = 0; i < s.documents; i++)
        assert_true(s.gone[i]);
    check_lists(&s);
    shelf_close(&s);
}

static bool the_same(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out) {
    struct shelf *s = ctx;
    return s->make(&s->made, a, (ptrdiff_t)s->leaving[i], out);
}

/* One that moves on and says the same is in the same lists. */
static void test_no_list_is_touched(void **state) {
    (void)state;
    static struct shelf s;
    struct arena a = {0};
    int64_t number = 777;
    shelf_open(&s, made_make, 900, 1);
    struct search_sink sink = made_sink(&s.made);
    struct search_thinning t = {str_of(s.now), &number, 1, .make = the_same, .ctx = &s};
    s.leaving = &number;
    s.made.from = 0;
    s.made.step = 1;
    assert_true(search_thin(&a, s.par, &sink, &t));
    assert_int_equal(files_put(&s, "find/base/g/") + files_put(&s, "find/base/t/"), 0);
    assert_int_equal(files_put(&s, "find/base/d/"), 1);
    arena_free(&a);
    shelf_close(&s);
}

/* All documents of a unit and more go, so that pieces and chunks become empty at their ends. */
static void test_neighbours(void **state) {
    (void)state;
    static struct shelf s;
    struct arena a = {0};
    shelf_open(&s, little, 60000, 2);
    int64_t *numbers = NEW(&a, int64_t, 8000);
    struct search_sink sink = made_sink(&s.made);
    struct search_thinning t = {.tier = str_of(s.now), .numbers = numbers};
    for (int64_t i = 0; i < 8000; i++) {
        numbers[i] = i < 6000 ? i : 52000 + i;
        s.gone[numbers[i]] = true;
    }
    t.n = 8000;
    assert_true(search_thin(&a, s.par, &sink, &t));
    memcpy(s.now, t.now.p, (size_t)t.now.n);
    made_publish(&s.made);
    check(&s, S("字c"));
    arena_free(&a);
    shelf_close(&s);
}

/* A reader has some files from before and some from after: what is left is found all the same, and
 * a hit is always a document whose text has the word. */
static void test_mixed_files(void **state) {
    (void)state;
    static struct shelf s;
    struct arena a = {0};
    shelf_open(&s, little, 60000, 2);
    thin(&s, 300, false);
    int skipped = 0;
    for (int w = 0; w < MADE_WORKERS; w++) /* every second file stays as it was */
        for (struct made_file **f = &s.made.files[w]; *f != NULL;)
            if (skipped++ % 2 == 0)
                *f = (*f)->next;
            else
                f = &(*f)->next;
    made_publish(&s.made);
    struct searcher *x = open_index(&s, &a);
    for (int k = 0; k < WORDS; k++) {
        str word = str_fmt(&a, "字%c", 'a' + k);
        struct search_hits hits;
        struct search_query q = {&word, 1, NULL, 0};
        assert_int_equal(search_find(x, &a, &q, &hits), SEARCH_DONE);
        int64_t left = 0;
        for (ptrdiff_t i = 0; i < hits.n; i++) {
            int64_t number = 0;
            struct search_document d;
            assert_true(str_int(str_sub(hits.v[i].id, 1, hits.v[i].id.n - 1), &number));
            assert_true(s.make(&s.made, &a, (ptrdiff_t)number, &d));
            assert_true(str_find(d.texts[0].text, word) >= 0);
            left += !s.gone[number];
        }
        assert_int_equal(left, wanted_of(&s, word));
    }
    assert_true(skipped > 100);
    arena_free(&a);
    shelf_close(&s);
}

/* The bytes do not depend on the number of workers. */
static void test_the_same_bytes(void **state) {
    (void)state;
    static struct shelf s[2];
    for (int i = 0; i < 2; i++) {
        shelf_open(&s[i], little, 20000, i + 1);
        thin(&s[i], 50, true);
    }
    assert_string_equal(s[0].now, s[1].now);
    for (int slot = 0; slot < MADE_SLOTS; slot++)
        for (struct made_file *f = s[0].made.slots[slot]; f != NULL; f = f->next) {
            str bytes = {0};
            assert_true(made_read(&s[1].made, NULL, f->path, &bytes));
            assert_true(str_eq(bytes, f->bytes));
        }
    shelf_close(&s[0]);
    shelf_close(&s[1]);
}

/* A number that is not there any more, a file that is missing or cut short: said. */
static void test_what_is_not_sound(void **state) {
    (void)state;
    static struct shelf s;
    struct arena a = {0};
    int64_t numbers[] = {3, 17};
    shelf_open(&s, made_make, 300, 1);
    struct search_sink sink = made_sink(&s.made);
    for (int slot = 0; slot < MADE_SLOTS; slot++)
        for (struct made_file *f = s.made.slots[slot]; f != NULL; f = f->next) {
            struct search_thinning t = {.tier = str_of(s.now), .numbers = numbers, .n = 2};
            s.made.broken_path = f->path;
            s.made.broken_bytes = slot % 2 == 0 ? (str){0} : str_sub(f->bytes, 0, f->bytes.n / 2);
            bool needed = str_starts(f->path, S("find/base/d/000/00")) ||
                          str_ends(f->path, S("dict.js")) || str_ends(f->path, S("facets.js"));
            bool sound = search_thin(&a, s.par, &sink, &t);
            assert_false(needed && sound);
        }
    s.made.broken_path = (str){0};
    struct search_thinning t = {.tier = str_of(s.now), .numbers = numbers, .n = 2};
    assert_true(search_thin(&a, s.par, &sink, &t));
    made_publish(&s.made);
    struct search_thinning again = {.tier = t.now, .numbers = numbers, .n = 2};
    assert_false(search_thin(&a, s.par, &sink, &again));
    arena_free(&a);
    shelf_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_left), cmocka_unit_test(test_tails),
        cmocka_unit_test(test_neighbours),      cmocka_unit_test(test_mixed_files),
        cmocka_unit_test(test_moving),          cmocka_unit_test(test_no_list_is_touched),
        cmocka_unit_test(test_the_same_bytes),  cmocka_unit_test(test_what_is_not_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
