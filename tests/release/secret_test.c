/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * secret_test.c — random pages: what verification finds is what a search without any haste finds.
 *
 * In:    pages and values made here, of few characters, so that much is almost a secret
 * Out:   cmocka's report
 * Law:   个人信息保护法 art. 28
 * Never: uses the normaliser or the digests for what it expects
 *
 * Whoever writes a page here notes beside each character what a stranger should read. The expected
 * findings come from comparing those notes with every value at every place.
 */
#include "base/utf8.h"
#include "release/secret.h"
#include "release/shape.h"
#include "scratch.h"

#define KEY ((const unsigned char *)"0123456789abcdef")
#define ROUNDS 6
#define PAGES 600 /* less than a third with findings: 200 of a kind are listed */
#define ROWS 3
#define TAGS 24   /* with a title, on many pages alike */
#define VALUES 24 /* of the site; and as many of the records */
#define VALUE_MOST 24
#define LETTERS_MOST 2048

/* What is read: characters and how far each stands from the one before. Row 0 is above all rows. */
struct letter {
    uint32_t c;
    int gap; /* 0 touches, 1 something invisible, 2 one separator, 3 far */
    int row;
};
struct letters {
    struct letter v[LETTERS_MOST];
    int n;
    int gap;
    bool was_mark;
};

struct value {
    uint32_t v[VALUE_MOST];
    int n;
};

struct page {
    struct buf bytes;
    struct letters text;
    struct letters hidden;
    int row;
};

static uint32_t random_state = 20260917;
static uint32_t draw(uint32_t below) {
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % below;
}

/* ---- writing a page and noting what it says ---- */

static void widen(struct letters *l, int gap) {
    l->gap = l->gap > gap ? l->gap : gap;
}

static void note(struct letters *l, uint32_t c, int row) {
    assert_true(l->n < LETTERS_MOST);
    l->v[l->n++] = (struct letter){c, l->gap, row};
    l->gap = 0;
    l->was_mark = false;
}

/* Between two values: no secret has this. */
static void note_border(struct letters *l, int row) {
    l->gap = 0;
    note(l, '\n', row);
}

static void put_utf8(struct buf *b, uint32_t c) {
    char bytes[4];
    buf_str(b, (str){bytes, utf8_put(bytes, c)});
}

static void put_letter(struct page *p, struct letters *l, uint32_t c) {
    uint32_t form = draw(12);
    if (form == 0)
        buf_fmt(&p->bytes, "&#%u;", c);
    else if (form == 1 && c < 0x7F)
        put_utf8(&p->bytes, c + 0xFEE0);
    else if (form == 2 && c >= 'A' && c <= 'Z')
        buf_char(&p->bytes, (char)(c | 0x20));
    else if (form == 3)
        buf_fmt(&p->bytes, "\\u%04x", c);
    else
        put_utf8(&p->bytes, c);
    note(l, c, p->row);
}

static void put_separator(struct page *p, struct letters *l, bool markup) {
    static const struct {
        const char *bytes;
        int gap;
        bool mark;
    } kinds[] = {{" ", 2, false},   {"\n", 2, false},    {"　", 2, false},
                 {"-", 2, true},    {"·", 2, true},      {"&shy;", 1, false},
                 {"<b>", 1, false}, {"</td>", 3, false}, {"<td class=k>", 3, 0}};
    uint32_t i = draw(markup ? 9 : 6);
    buf_str(&p->bytes, str_of(kinds[i].bytes));
    widen(l, kinds[i].mark && l->was_mark ? 3 : kinds[i].gap);
    l->was_mark = l->was_mark || kinds[i].mark;
}

static uint32_t random_letter(void) {
    static const uint32_t some[] = {'1', '1', '2', '2', '1', 'H', 'X', 0x5180, 0x738B, '@'};
    return some[draw(10)];
}

static void put_value(struct page *p, struct letters *l, const struct value *v, bool markup) {
    for (int i = 0; i < v->n; i++) {
        if (draw(12) == 0)
            put_separator(p, l, markup);
        put_letter(p, l, v->v[i]);
    }
}

static struct value random_value(int least, int most) {
    struct value v = {.n = least + (int)draw((uint32_t)(most - least + 1))};
    bool number = draw(3) > 0;
    for (int i = 0; i < v.n; i++)
        v.v[i] = number ? '1' + draw(2) : random_letter();
    return v;
}

static void put_some(struct page *p, const struct value *values) {
    int n = (int)draw(9);
    for (int i = 0; i < n; i++)
        if (draw(3) == 0)
            put_separator(p, &p->text, true);
        else
            put_letter(p, &p->text, random_letter());
    if (draw(24) == 0)
        put_value(p, &p->text, &values[draw(2 * VALUES)], true);
}

/* ---- the site ---- */

/* A tag with what its title says. */
struct title {
    str tag;
    struct letters said;
};

struct site {
    struct arena arena;
    struct value values[2 * VALUES]; /* the first half is looked for everywhere */
    struct secret_digest digests[2 * VALUES];
    struct title titles[TAGS];
    struct page page;
    struct shown rows[PAGES][ROWS];
    struct expected files[PAGES];
    bool identifier[PAGES];
    int person[PAGES]; /* number of the row; 0 for none */
    struct stage *stage;
};

static void make_values(struct site *s) {
    for (int i = 0; i < 2 * VALUES; i++) {
        s->values[i] = i < VALUES ? random_value(7, VALUE_MOST) : random_value(3, 6);
        struct buf b = {0};
        for (int k = 0; k < s->values[i].n; k++)
            put_utf8(&b, s->values[i].v[k]);
        assert_true(secret_of(KEY, buf_view(&b), i < VALUES, &s->digests[i]));
        buf_free(&b);
    }
}

/* Every sixth holds a value, so that one that is known must be forgotten and found again. */
static void make_titles(struct site *s) {
    for (int i = 0; i < TAGS; i++) {
        struct page p = {0};
        struct letters *said = &s->titles[i].said;
        buf_fmt(&p.bytes, "<td title=\"");
        for (uint32_t k = draw(8); k > 0; k--)
            put_letter(&p, said, random_letter());
        if (i % 6 == 0)
            put_value(&p, said, &s->values[draw(2 * VALUES)], false);
        buf_fmt(&p.bytes, "\">");
        s->titles[i].tag = str_dup(&s->arena, buf_view(&p.bytes));
        buf_free(&p.bytes);
    }
}

static void put_title(struct site *s, struct page *p) {
    uint32_t i = draw(TAGS);
    if (i % 6 == 0 && draw(20) > 0)
        i++;
    const struct title *t = &s->titles[i];
    buf_str(&p->bytes, t->tag);
    widen(&p->text, 3);
    note_border(&p->hidden, p->row);
    for (int k = 0; k < t->said.n; k++) {
        p->hidden.gap = t->said.v[k].gap;
        note(&p->hidden, t->said.v[k].c, p->row);
    }
    note_border(&p->hidden, p->row);
}

static void make_page(struct site *s, struct page *p) {
    buf_fmt(&p->bytes, "<title>");
    put_some(p, s->values);
    for (p->row = 1; p->row <= ROWS; p->row++) {
        buf_fmt(&p->bytes, "<tr id=r%d>", p->row);
        widen(&p->text, 3);
        for (uint32_t n = draw(4); n > 0; n--) {
            put_title(s, p);
            put_some(p, s->values);
        }
    }
}

/* ---- the search without haste ---- */

static bool is_alnum(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

/* Does a run of letters and digits go on from the place before this one? */
static bool goes_on(const struct letters *l, int i) {
    return i > 0 && i < l->n && l->v[i].gap == 0 && is_alnum(l->v[i].c) && is_alnum(l->v[i - 1].c);
}

static bool stands_at(const struct letters *l, int at, const struct value *v, int row) {
    if (at + v->n > l->n)
        return false;
    for (int i = 0; i < v->n; i++)
        if (l->v[at + i].c != v->v[i] || (row > 0 && l->v[at + i].row != row))
            return false;
    return true;
}

static bool is_far(const struct letters *l, int at, int n) {
    for (int i = at + 1; i < at + n; i++)
        if (l->v[i].gap == 3)
            return true;
    return false;
}

/* row: 0 for a value of the site. */
static bool holds(const struct letters *l, const struct value *v, int row) {
    for (int at = 0; at < l->n; at++) {
        if (!stands_at(l, at, v, row))
            continue;
        bool whole = !goes_on(l, at) && !goes_on(l, at + v->n);
        if (row > 0 ? whole : v->n >= SECRET_LONG || (whole && !is_far(l, at, v->n)))
            return true;
    }
    return false;
}

static bool page_holds(const struct page *p, const struct value *v, int row) {
    return holds(&p->text, v, row) || holds(&p->hidden, v, row);
}

static void expect(struct site *s, const struct page *p, int i) {
    for (int k = 0; k < VALUES; k++)
        s->identifier[i] = s->identifier[i] || page_holds(p, &s->values[k], 0);
    for (int row = ROWS; row > 0; row--) {
        struct shown *shown = &s->rows[i][row - 1];
        ptrdiff_t first = shown->secrets - s->digests;
        for (int k = 0; k < shown->n; k++)
            s->person[i] = page_holds(p, &s->values[first + k], row) ? row : s->person[i];
    }
}

/* ---- both, page by page ---- */

static void make_site(struct site *s) {
    make_values(s);
    make_titles(s);
    s->stage = stage_open(&s->arena, "stage", "public");
    for (int i = 0; i < PAGES; i++) {
        struct page *p = &s->page;
        *p = (struct page){.bytes = p->bytes};
        buf_reset(&p->bytes);
        make_page(s, p);
        for (int row = 0; row < ROWS; row++)
            s->rows[i][row] =
                (struct shown){str_fmt(&s->arena, "r%d", row + 1),
                               s->digests + VALUES + draw(VALUES - 2), (int)draw(3), 0};
        struct expected *e = &s->files[i];
        *e = (struct expected){.rank = PUBLISH_LIST, .shown = s->rows[i], .shown_count = ROWS};
        stage_put(s->stage, e->rank, str_fmt(&s->arena, "%d.html", i), buf_view(&p->bytes),
                  &e->file);
        expect(s, p, i);
    }
    buf_free(&s->page.bytes);
}

/* Code, file and, of a person, the row; of what kind the secret is, is no matter here. */
static str places_of(struct arena *a, const struct diags *diags) {
    struct buf out = {0};
    for (const struct diag *d = diags->first; d != NULL; d = d->next) {
        ptrdiff_t row = d->code == DIAG_LEAK_PERSON ? str_find(d->detail, S("（")) : d->detail.n;
        buf_fmt(&out, "%d %.*s %.*s\n", (int)d->code, STR(d->place.file),
                STR(str_sub(d->detail, row, d->detail.n)));
    }
    str text = str_dup(a, buf_view(&out));
    buf_free(&out);
    return text;
}

static str expected_lines(struct site *s) {
    struct diags diags = {.arena = &s->arena};
    for (int i = 0; i < PAGES; i++) {
        struct place at = {.file = s->files[i].file.path};
        if (s->identifier[i])
            diag(&diags, DIAG_LEAK_IDENTIFIER, at, "%s", "");
        if (s->person[i] > 0)
            diag(&diags, DIAG_LEAK_PERSON, at, "（r%d）", s->person[i]);
    }
    return places_of(&s->arena, &diags);
}

static str found_lines(struct site *s, int jobs) {
    struct diags diags = {.arena = &s->arena};
    struct par *par = par_open(jobs);
    struct sought sought = {.key = KEY, .everywhere = s->digests, .n = VALUES, .files = PAGES};
    struct verify *v = verify_open(&s->arena, "stage", &sought, par);
    verify_batch(v, s->files, PAGES, &diags);
    verify_finish(v, NULL, NULL, &diags);
    par_close(par);
    return places_of(&s->arena, &diags);
}

/* Of what differs, the first line is told. */
static void compare(str expected, str found) {
    str rest = expected;
    while (found.n > 0 && rest.n > 0) {
        str one = str_cut(&rest, S("\n"));
        str two = str_cut(&found, S("\n"));
        if (!str_eq(one, two))
            print_message("expected %.*s\nfound    %.*s\n", STR(one), STR(two));
        assert_true(str_eq(one, two));
    }
    assert_int_equal(rest.n, found.n);
}

static void test_random_pages(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct site *s = calloc(1, sizeof *s);
        assert_non_null(s);
        make_site(s);
        str expected = expected_lines(s);
        assert_true(expected.n > 500);
        compare(expected, found_lines(s, 1));
        compare(expected, found_lines(s, 2));
        arena_free(&s->arena);
        free(s);
    }
}

/* Whoever passes over a stream without signs misses no plate and no address, however written. */
static void test_signs_are_noted(void **state) {
    static const char *const pieces[] = {
        "冀", "A",  "a1",        "23456",  "12",      "·",    " ",    "&#64;",
        "@",  "＠", "ＡB",       "&#x41;", "Ⓐ",       "mail", ".com", "\u200B",
        "王", "挂", "%E5%86%80", "&shy;",  "\\u5180", "<b>",  "</p>", "、"};
    (void)state;
    uint32_t room[512];
    int found = 0;
    for (int round = 0; round < 200000; round++) {
        struct buf b = {0};
        for (uint32_t k = 2 + draw(8); k > 0; k--)
            buf_str(&b, str_of(pieces[draw(sizeof pieces / sizeof pieces[0])]));
        struct stream s = {.v = room};
        normal_text(&s, buf_view(&b));
        normal_end(&s);
        bool sign = shape_next_sign(room, s.n, 0, true).kind != LEAK_NONE;
        found += sign;
        assert_true(s.signs || !sign);
        buf_free(&b);
    }
    assert_true(found > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_pages),
                                       cmocka_unit_test(test_signs_are_noted)};
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
