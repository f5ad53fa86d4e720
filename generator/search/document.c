/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * document.c — documents in and out of their shards.
 *
 * In:    texts
 * Out:   one text with separators
 * Law:   none
 * Never: lets a text pass for a separator
 */
#include "search/document.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "law/disclosure.h"

#include <string.h>

/* Every title of a public field; those that come again are left empty by search_labels. */
#define LABEL_OPEN(title) title,
#define LABEL_FREE(title) title,
#define LABEL_NAME(title) title,
#define LABEL_LEAD(title) title,
#define LABEL_SECRET(title)
static const char *const titles[] = {
#define KIND(name, slug, column, number, heading, title, text)
#define FIELD(kind, type, name, need, exposure, of, title, text, example) LABEL_##exposure(title)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
    SEARCH_INITIALS, "来源", "正文"};
#define TITLES ((int)(sizeof titles / sizeof *titles))

/* What people ask for whole. */
static const char *const keys[] = {"文书号", "证件编号", "统一社会信用代码", "行政相对人名称"};

bool label_is_key(str title) {
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq(title, str_of(keys[i])))
            return true;
    return false;
}

bool label_number_is_key(int number) {
    return number >= 0 && number < TITLES && label_is_key(str_of(titles[number]));
}

#define SLOTS 1024 /* a power of two, several times TITLES */
struct labels {
    int number[SLOTS]; /* 1-based */
};

static int *slot_of(struct labels *l, str title) {
    uint64_t at = str_hash(title) & (SLOTS - 1);
    while (l->number[at] != 0 && !str_eq(str_of(titles[l->number[at] - 1]), title))
        at = (at + 1) & (SLOTS - 1);
    return &l->number[at];
}

const struct labels *labels_make(struct arena *a) {
    struct labels *l = NEW(a, struct labels, 1);
    for (int i = 0; i < TITLES; i++) {
        int *slot = slot_of(l, str_of(titles[i]));
        if (*slot == 0)
            *slot = i + 1;
    }
    return l;
}

int label_number(const struct labels *l, str title) {
    uint64_t at = str_hash(title) & (SLOTS - 1);
    for (; l->number[at] != 0; at = (at + 1) & (SLOTS - 1))
        if (str_eq(str_of(titles[l->number[at] - 1]), title))
            return l->number[at] - 1;
    return -1;
}

const str *search_labels(struct arena *a, int *n) {
    struct labels l = {{0}};
    str *out = NEW(a, str, TITLES);
    for (*n = 0; *n < TITLES; ++*n) {
        str title = str_of(titles[*n]);
        int *slot = slot_of(&l, title);
        if (*slot != 0)
            continue;
        *slot = *n + 1;
        out[*n] = label_is_key(title) ? str_cat(a, S("="), title) : title;
    }
    return out;
}

/* ---- facets ---- */

/* 元, from which each band begins: what citizens ask for, and where hearings begin. */
static const int64_t bands[SEARCH_BANDS] = {0, 1000, 10000, 50000, 100000, 500000, 1000000};

int search_band(int64_t fen) {
    int band = -1;
    for (int i = 0; i < SEARCH_BANDS && fen != WHOLE_NONE && fen >= bands[i] * 100; i++)
        band = i;
    return band;
}

struct strs document_facets(struct arena *a, const struct search_document *d) {
    struct strs f = {NEW(a, str, d->penalties.n + 5), 0};
    str values[] = {d->agency, d->kind, d->category, d->party};
    static const char *const names[] = {"agency=", "kind=", "category=", "party="};
    for (int i = 0; i < 4; i++)
        if (values[i].n > 0)
            f.v[f.n++] = str_cat(a, str_of(names[i]), values[i]);
    if (search_band(d->amount) >= 0)
        f.v[f.n++] = str_fmt(a, "amount=%d", search_band(d->amount));
    for (ptrdiff_t i = 0; i < d->penalties.n; i++)
        f.v[f.n++] = str_cat(a, S("penalty="), d->penalties.v[i]);
    return f;
}

int day_number(date d) {
    if (d == DATE_NONE)
        return 0;
    struct ymd y = date_ymd(d);
    return (y.year * 100 + y.month) * 100 + y.day;
}

date day_of_number(int64_t n) {
    return n <= 0 ? DATE_NONE : date_of((int)(n / 10000), (int)(n / 100 % 100), (int)(n % 100));
}

/* ---- out ---- */

static bool is_control(char c) {
    return (unsigned char)c < 0x20 && c != '\n';
}

/* Eight bytes of which one may be a control character; every line end is one here. */
static bool may_have_control(const char *p) {
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return ((v - 0x2020202020202020u) & ~v & 0x8080808080808080u) != 0;
}

/* Control characters are separators and signs here: the text's own become blanks. */
static void put_text(struct buf *out, str text) {
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        while (i + 8 <= text.n && !may_have_control(text.p + i))
            i += 8;
        if (i == text.n || !is_control(text.p[i]))
            continue;
        buf_str(out, str_sub(text, from, i));
        buf_char(out, ' ');
        from = i + 1;
    }
    buf_str(out, str_sub(text, from, text.n));
}

void document_put(const struct labels *l, struct buf *out, const struct search_document *d) {
    put_text(out, d->path);
    buf_str(out, S(SEPARATE_FIELD));
    put_text(out, d->title);
    buf_fmt(out, SEPARATE_FIELD "%d" SEPARATE_FIELD, day_number(d->day));
    str values[] = {d->agency, d->kind, d->category, d->party};
    for (int i = 0; i < 4; i++) {
        put_text(out, values[i]);
        buf_str(out, S(SEPARATE_PART));
    }
    if (d->amount != WHOLE_NONE)
        buf_int(out, d->amount);
    buf_str(out, S(SEPARATE_PART));
    for (ptrdiff_t i = 0; i < d->penalties.n; i++) {
        buf_str(out, i > 0 ? S("、") : S(""));
        put_text(out, d->penalties.v[i]);
    }
    for (int i = 0; i < d->text_count; i++) {
        char label[4];
        int number = label_number(l, d->texts[i].label);
        int n = utf8_put(label, LABEL_FIRST + (uint32_t)(number < 0 ? TITLES - 1 : number));
        buf_str(out, S(SEPARATE_FIELD));
        buf_str(out, (str){label, n});
        put_text(out, d->texts[i].text);
    }
}

str document_move(struct arena *a, str text) {
    return str_replace(a, text, S(SEPARATE_FIELD), S(SEPARATE_MOVED));
}

/* ---- in ---- */

static struct strs parts(struct arena *a, str text, str by) {
    ptrdiff_t n = 1;
    for (str rest = text; rest.p != NULL; n++)
        (void)str_cut(&rest, by);
    struct strs s = {NEW(a, str, n), 0};
    for (str rest = text; rest.n > 0;)
        s.v[s.n++] = str_cut(&rest, by);
    return s;
}

static bool take_head(struct arena *a, const struct strs *f, struct search_document *out) {
    int64_t day = 0;
    str head = f->v[3];
    if (!str_int(f->v[2], &day))
        return false;
    *out = (struct search_document){.path = f->v[0], .title = f->v[1]};
    out->day = day_of_number(day);
    out->agency = str_cut(&head, S(SEPARATE_PART));
    out->kind = str_cut(&head, S(SEPARATE_PART));
    out->category = str_cut(&head, S(SEPARATE_PART));
    out->party = str_cut(&head, S(SEPARATE_PART));
    str amount = str_cut(&head, S(SEPARATE_PART));
    if (!str_int(amount, &out->amount))
        out->amount = WHOLE_NONE;
    out->penalties = parts(a, head, S("、"));
    return true;
}

bool document_take(struct arena *a, str text, struct search_document *out) {
    struct strs f = parts(a, text, S(SEPARATE_FIELD));
    if (f.n < 4 || !take_head(a, &f, out))
        return false;
    struct search_text *t = NEW(a, struct search_text, f.n);
    for (ptrdiff_t i = 4; i < f.n; i++) {
        str rest = f.v[i];
        uint32_t label = rest.n > 0 ? utf8_next(&rest) - LABEL_FIRST : UINT32_MAX;
        if (label >= (uint32_t)TITLES)
            return false;
        t[out->text_count++] = (struct search_text){str_of(titles[label]), rest};
    }
    out->texts = t;
    return true;
}

bool document_moved(struct arena *a, str text, str *out) {
    if (str_find(text, S(SEPARATE_MOVED)) < 0)
        return false;
    *out = str_replace(a, text, S(SEPARATE_MOVED), S(SEPARATE_FIELD));
    return true;
}
