/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fold.c — a text as it is compared, each character knowing where it stood.
 *
 * In:    UTF-8
 * Out:   characters in NFKC; numbers in Chinese numerals as digits; character references resolved
 * Law:   none
 * Never: is shown
 */
#include "law/fold.h"

#include "base/utf8.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#define DOT 0xB7
#define REFERENCE_MOST 32 /* bytes of a character reference */
/* Numerals in a row that are a number: no year, no article has so many. */
#define SPELLED_LEAST 11
#define EDGE_LEAST 3  /* numerals beside digits that are part of it: 电话138…一直 */
#define ROOM_LEAST 32 /* characters: names take turns in one room */
#define FORMS_MOST 4  /* characters that one may become */

/* ---- single characters ---- */

static inline bool is_gap(uint32_t c) {
    return c <= DOT && (c == ' ' || c == '\n' || c == '-' || c == '*' || c == '_' || c == '`' ||
                        c == '\t' || c == DOT);
}

bool fold_is_gap(uint32_t c) {
    return is_gap(c);
}

/* Numerals that are read out one by one, as digits; 0 for others. 幺 is said for 1. */
static inline uint32_t numeral(uint32_t c) {
    switch (c) {
    case U'〇':
    case U'零':
        return '0';
    case U'一':
    case U'壹':
    case U'幺':
        return '1';
    case U'二':
    case U'贰':
    case U'貳':
        return '2';
    case U'三':
    case U'叁':
        return '3';
    case U'四':
    case U'肆':
        return '4';
    case U'五':
    case U'伍':
        return '5';
    case U'六':
    case U'陆':
        return '6';
    case U'七':
    case U'柒':
        return '7';
    case U'八':
    case U'捌':
        return '8';
    case U'九':
    case U'玖':
        return '9';
    default:
        return 0;
    }
}

uint32_t fold_numeral(uint32_t c) {
    return numeral(c);
}

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

struct range {
    uint32_t first;
    uint32_t last;
};

static bool in_ranges(const struct range *r, size_t n, uint32_t c) {
    for (size_t i = 0; i < n; i++)
        if (c >= r[i].first && c <= r[i].last)
            return true;
    return false;
}

#define IN(ranges, c) in_ranges(ranges, sizeof(ranges) / sizeof(ranges)[0], c)

/* Signs that nobody sees. */
static bool is_invisible(uint32_t c) {
    static const struct range signs[] = {
        {0x80, 0x84},     {0x86, 0x9F},       {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F}, {0x200B, 0x200F}, {0x202A, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
        {0xFFF9, 0xFFFB}, {0xE0001, 0xE01EF},
    };
    return IN(signs, c);
}

/* Numbers in circles, brackets and small, Roman ones and those of Suzhou: ① before a number is the
 * number of a list, ①③⑧ is one. */
static bool is_small_number(uint32_t c) {
    static const struct range signs[] = {{0xB2, 0xB3},     {0xB9, 0xB9},     {0x2070, 0x2089},
                                         {0x2160, 0x2168}, {0x2170, 0x2178}, {0x2460, 0x249B},
                                         {0x24EA, 0x24FF}, {0x2776, 0x2793}, {0x3021, 0x3029},
                                         {0x3220, 0x3228}, {0x3280, 0x3288}, {0x1F101, 0x1F10A}};
    return IN(signs, c);
}

/* The digit that a sign of any script stands for, as '0' … '9'; 0 for none. */
static uint32_t digit_of(uint32_t c, bool small) {
    double value = small || u_isdigit((UChar32)c) ? u_getNumericValue((UChar32)c) : -1;
    return value >= 0 && value <= 9 ? '0' + (uint32_t)value : 0;
}

/* Signs for which there is one usual sign; 0 when there is none. */
static uint32_t usual(uint32_t c) {
    static const struct range blanks[] = {{0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
                                          {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
    static const struct range breaks[] = {{0x85, 0x85}, {0x2028, 0x2029}};
    static const struct range dashes[] = {
        {0x2010, 0x2015}, {0x2212, 0x2212}, {0xFE58, 0xFE58}, {0xFE63, 0xFE63}, {0xFF0D, 0xFF0D}};
    static const struct range dots[] = {{0xB7, 0xB7},     {0x387, 0x387},   {0x2022, 0x2022},
                                        {0x2027, 0x2027}, {0x2219, 0x2219}, {0x22C5, 0x22C5},
                                        {0x30FB, 0x30FB}, {0xFF65, 0xFF65}};
    if (IN(blanks, c))
        return ' ';
    if (IN(breaks, c))
        return '\n';
    if (IN(dashes, c))
        return '-';
    return IN(dots, c) ? DOT : 0;
}

static uint32_t fold_ascii(uint32_t c) {
    if (c == '\t' || c == '\v' || c == '\f')
        return c == '\t' ? '\t' : ' ';
    if (c == '\r' || c == '\n')
        return '\n';
    if (c < ' ' || c == 0x7F)
        return 0;
    return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

/* The NFKC form of one character, as many as `most` characters; else the character itself. ICU is
 * asked only about what is neither ASCII nor an everyday ideograph. */
static int compatible(uint32_t c, uint32_t out[FORMS_MOST], int most) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    UChar from[2];
    UChar to[2 * FORMS_MOST];
    int n = c > 0xFFFF ? 2 : 1;
    from[0] = (UChar)(n == 1 ? c : 0xD7C0 + (c >> 10));
    from[1] = (UChar)(0xDC00 | (c & 0x3FF));
    int length = unorm2_normalize(nfkc, from, n, to, 2 * FORMS_MOST, &error);
    int made = 0;
    for (int i = 0; U_SUCCESS(error) && i < length && made < most; made++) {
        uint32_t one = to[i++];
        if (one >= 0xD800 && one < 0xDC00 && i < length)
            one = 0x10000 + ((one - 0xD800) << 10) + (to[i++] - 0xDC00u);
        out[made] = one < 0x80 ? fold_ascii(one) : one;
        if (made + 1 == most && i < length)
            error = U_BUFFER_OVERFLOW_ERROR;
    }
    if (U_SUCCESS(error) && made > 0)
        return made;
    out[0] = c;
    return 1;
}

uint32_t fold_digit(uint32_t c) {
    if (c == 'O')
        return '0';
    return c == 'I' || c == 'L' ? '1' : numeral(c);
}

uint32_t fold_without_accents(uint32_t c) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&error);
    UChar to[2 * FORMS_MOST];
    int32_t n = unorm2_getDecomposition(nfd, (UChar32)c, to, 2 * FORMS_MOST, &error);
    uint32_t first = U_SUCCESS(error) && n > 0 && to[0] < 0x80 ? fold_ascii(to[0]) : c;
    return first >= 'A' && first <= 'Z' ? first : c;
}

/* ---- character references ---- */

/* &#19977; &#x4E09; &nbsp; and the like, `&` itself escaped or not: its bytes, the character in *c;
 * 0 when there is none. */
static ptrdiff_t reference(str s, uint32_t *c) {
    static const struct {
        const char *name;
        uint32_t c;
    } named[] = {{"nbsp;", ' '},   {"ensp;", ' '},   {"emsp;", ' '},
                 {"thinsp;", ' '}, {"middot;", DOT}, {"bull;", DOT},
                 {"shy;", 0xAD},   {"zwj;", 0x200D}, {"zwnj;", 0x200C}};
    str rest = str_sub(s, 1, REFERENCE_MOST);
    while (str_starts(rest, S("amp;")))
        rest = str_sub(rest, 4, rest.n);
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (str_starts(rest, str_of(named[i].name))) {
            *c = named[i].c;
            return rest.p - s.p + (ptrdiff_t)strlen(named[i].name);
        }
    if (!str_starts(rest, S("#")))
        return 0;
    bool hex = rest.n > 1 && (rest.p[1] == 'x' || rest.p[1] == 'X');
    ptrdiff_t i = hex ? 2 : 1, first = i;
    uint32_t v = 0;
    for (; i < rest.n && v < 0x110000; i++) {
        uint32_t d = fold_ascii((unsigned char)rest.p[i]);
        if (!is_digit(d) && !(hex && d >= 'A' && d <= 'F'))
            break;
        v = v * (hex ? 16 : 10) + (is_digit(d) ? d - '0' : d - 'A' + 10);
    }
    *c = v;
    bool whole = i > first && i < rest.n && rest.p[i] == ';' && v > 0 && v < 0x110000;
    return whole ? rest.p - s.p + i + 1 : 0;
}

/* ---- the text ---- */

struct folding {
    struct folded *t;
    str text;
    ptrdiff_t small; /* byte behind the last small number */
};

static ptrdiff_t edge(const uint32_t *c, ptrdiff_t n, ptrdiff_t step) {
    ptrdiff_t k = 0;
    while (k < n && !is_digit(c[k * step]))
        k++;
    return k < n && k < EDGE_LEAST ? k : 0;
}

/* A number spelled in numerals, bare characters from … to - 1, becomes digits. */
static void spelled(struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    ptrdiff_t n = to - from;
    to -= edge(t->bare + to - 1, n, -1);
    from += edge(t->bare + from, n, 1);
    for (ptrdiff_t k = from; to - from >= SPELLED_LEAST && k < to; k++) {
        if (is_digit(t->bare[k]))
            continue;
        t->bare[k] = t->c[t->in[k]] = numeral(t->bare[k]);
        t->digits++;
    }
}

static inline bool is_number(uint32_t c) {
    return is_digit(c) || (c >= 0x3007 && numeral(c) != 0);
}

/* So long a number cannot pass between two looks. */
static void find_spelled(struct folded *t) {
    for (ptrdiff_t k = SPELLED_LEAST - 1; k < t->bare_n; k += SPELLED_LEAST) {
        if (!is_number(t->bare[k]))
            continue;
        ptrdiff_t from = k;
        ptrdiff_t to = k + 1;
        while (from > 0 && is_number(t->bare[from - 1]))
            from--;
        while (to < t->bare_n && is_number(t->bare[to]))
            to++;
        if (to - from >= SPELLED_LEAST)
            spelled(t, from, to);
        k = to - 1;
    }
}

static inline void put(struct folding *f, uint32_t c, ptrdiff_t at, ptrdiff_t to) {
    struct folded *t = f->t;
    t->c[t->n] = c;
    t->at[t->n] = (uint32_t)at;
    t->to[t->n] = (uint32_t)to;
    /* A gap is overwritten by what follows. */
    t->bare[t->bare_n] = c;
    t->in[t->bare_n] = (uint32_t)t->n++;
    t->bare_n += !is_gap(c);
    t->digits += is_digit(c);
    t->mail = t->mail || c == '@';
}

/* The character that a text begins with; 0 at its end. */
static uint32_t first_of(str s) {
    return s.n > 0 ? utf8_next(&s) : 0;
}

/* A character that is none of the everyday ones. A small number is a digit only beside another. */
static void put_rare(struct folding *f, uint32_t c, ptrdiff_t at, str rest) {
    uint32_t forms[FORMS_MOST];
    ptrdiff_t to = rest.p - f->text.p;
    uint32_t sign = usual(c);
    bool small = is_small_number(c);
    uint32_t next = first_of(rest);
    bool zero = next == U'〇' || (f->t->n > 0 && f->t->c[f->t->n - 1] == U'〇');
    bool alone = small && f->small != at && !is_small_number(next) && !zero;
    f->small = small ? to : f->small;
    f->t->hidden = f->t->hidden || is_invisible(c);
    if (is_invisible(c))
        return;
    f->t->broken = f->t->broken || c == UTF8_INVALID;
    if (sign != 0 || alone || c == UTF8_INVALID) {
        put(f, sign != 0 ? sign : c, at, to);
        return;
    }
    uint32_t digit = digit_of(c, small);
    if (digit != 0) {
        put(f, digit, at, to);
        return;
    }
    int n = compatible(c, forms, to - at < FORMS_MOST ? (int)(to - at) : FORMS_MOST);
    for (int i = 0; i < n; i++)
        if (forms[i] != 0)
            put(f, forms[i], at, to);
}

static void put_ascii(struct folding *f, unsigned char byte, str *rest) {
    ptrdiff_t at = rest->p - f->text.p;
    uint32_t c = 0;
    ptrdiff_t n = byte == '&' ? reference(*rest, &c) : 0;
    *rest = str_sub(*rest, n > 0 ? n : 1, rest->n);
    if (n > 0 && c > 0x7F)
        put_rare(f, c, at, *rest);
    f->t->bars = f->t->bars || byte == '|' || byte == '\t';
    if (n > 0 && c > 0x7F)
        return;
    if ((c = fold_ascii(n > 0 ? c : byte)) != 0)
        put(f, c, at, rest->p - f->text.p);
    else
        f->t->hidden = true;
}

/* The everyday character of three bytes at p: an ideograph, a sign of 、。《》〔〕 “”, one of
 * ，（）：；！？ as it is folded; 0 for any other. None is a gap or a digit. */
static inline uint32_t everyday(const unsigned char *p) {
    uint32_t c = ((uint32_t)p[0] << 12) + ((uint32_t)p[1] << 6) + p[2] - 0xE2080;
    if (p[1] - 0x80u >= 0x40 || p[2] - 0x80u >= 0x40)
        return 0;
    if (c - 0x4000 < 0x6000) /* E4 to E9 */
        return c;
    switch (c) {
    case U'，':
    case U'（':
    case U'）':
    case U'：':
    case U'；':
    case U'！':
    case U'？':
        return c - 0xFEE0;
    default:
        return c - 0x3001 < 23 || c - 0x2018 < 6 ? c : 0;
    }
}

/* The everyday characters of one byte as they are folded: all but & | @ and what is not seen. */
static const char everyday_bytes[128] =
    "\0\0\0\0\0\0\0\0\0\0\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    " !\"#$%\0'()*+,-./0123456789:;<=>?\0ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_"
    "`ABCDEFGHIJKLMNOPQRSTUVWXYZ{\0}~";

/* The ends of the columns of a folded text. */
struct ends {
    uint32_t *restrict c;
    uint32_t *restrict at;
    uint32_t *restrict to;
    uint32_t *restrict bare;
    uint32_t *restrict in;
};

static inline struct ends ends_of(const struct folded *t) {
    return (struct ends){t->c + t->n, t->at + t->n, t->to + t->n, t->bare + t->bare_n,
                         t->in + t->bare_n};
}

/* Ideographs and their signs, as long as nothing else comes: most of a text. */
static void put_everyday(struct folding *f, str *rest) {
    struct folded *t = f->t;
    struct ends e = ends_of(t);
    const unsigned char *p = (const unsigned char *)rest->p;
    const ptrdiff_t most = rest->n / 3;
    const uint32_t first = (uint32_t)t->n;
    uint32_t byte = (uint32_t)(rest->p - f->text.p);
    ptrdiff_t n = 0;
    for (uint32_t one; n < most && (one = everyday(p + 3 * n)) != 0; n++) {
        e.c[n] = e.bare[n] = one;
        e.at[n] = byte;
        e.to[n] = byte += 3;
        e.in[n] = first + (uint32_t)n;
    }
    t->n += n;
    t->bare_n += n;
    *rest = str_sub(*rest, 3 * n, rest->n);
}

/* The same for characters of one byte. */
static void put_word(struct folding *f, str *rest) {
    struct folded *t = f->t;
    struct ends e = ends_of(t);
    const unsigned char *p = (const unsigned char *)rest->p;
    const uint32_t first = (uint32_t)t->n;
    uint32_t byte = (uint32_t)(rest->p - f->text.p);
    ptrdiff_t n = 0;
    ptrdiff_t k = 0;
    for (uint32_t one; n < rest->n && p[n] < 0x80; n++) {
        if ((one = (unsigned char)everyday_bytes[p[n]]) == 0)
            break;
        e.c[n] = e.bare[k] = one;
        e.at[n] = byte;
        e.to[n] = ++byte;
        e.in[k] = first + (uint32_t)n;
        k += !is_gap(one);
        t->digits += is_digit(one);
    }
    t->n += n;
    t->bare_n += k;
    *rest = str_sub(*rest, n, rest->n);
}

static void put_next(struct folding *f, str *rest) {
    const unsigned char *p = (const unsigned char *)rest->p;
    ptrdiff_t at = rest->p - f->text.p;
    if (p[0] < 0x80) {
        put_ascii(f, p[0], rest);
    } else {
        uint32_t c = utf8_next(rest);
        if (c == FOLD_MARKER && str_starts(*rest, S("＊＊"))) {
            *rest = str_sub(*rest, 6, rest->n);
            put(f, FOLD_MARKER, at, at + 9);
        } else if (c >= 0xFF01 && c <= 0xFF5E && c != 0xFF0D)
            put(f, fold_ascii(c - 0xFEE0), at, at + 3);
        else
            put_rare(f, c, at, *rest);
    }
}

static void make_room(struct arena *a, struct folded *t, ptrdiff_t n) {
    if (t->room > n)
        return;
    n = n < ROOM_LEAST ? ROOM_LEAST : n;
    t->c = ROOM(a, uint32_t, n + 1);
    t->at = ROOM(a, uint32_t, n + 1);
    t->to = ROOM(a, uint32_t, n + 1);
    t->bare = ROOM(a, uint32_t, n + 1);
    t->in = ROOM(a, uint32_t, n + 1);
    t->room = n + 1;
}

void fold_again(struct arena *a, struct folded *t, str text) {
    struct folding f = {.t = t, .text = text, .small = -1};
    make_room(a, t, text.n);
    t->n = t->bare_n = t->digits = 0;
    t->broken = t->bars = t->mail = t->hidden = false;
    for (str rest = text; rest.n > 0;) {
        ptrdiff_t before = rest.n;
        put_everyday(&f, &rest);
        put_word(&f, &rest);
        if (rest.n == before)
            put_next(&f, &rest);
    }
    find_spelled(t);
    t->c[t->n] = t->bare[t->bare_n] = 0;
    t->at[t->n] = t->to[t->n] = (uint32_t)text.n;
    t->in[t->bare_n] = (uint32_t)t->n;
}

struct folded fold(struct arena *a, str text) {
    struct folded t = {0};
    fold_again(a, &t, text);
    return t;
}

int fold_count(struct arena *a, str text, int most) {
    ptrdiff_t n = fold(a, utf8_prefix(text, 4096)).bare_n;
    return n < most ? (int)n : most;
}

bool fold_same(struct arena *a, str x, str y) {
    struct folded t = fold(a, x);
    struct folded u = fold(a, y);
    return t.bare_n > 0 && t.bare_n == u.bare_n &&
           memcmp(t.bare, u.bare, (size_t)t.bare_n * sizeof *t.bare) == 0;
}

/* ---- each text once ---- */

#define FOLDS 128          /* places, a power of two */
#define FOLDS_MOST 96      /* of them in use */
#define FOLDS_BYTES 131072 /* of text: what is longer takes turns in one room */

struct folds {
    struct arena *arena;
    uint8_t places[FOLDS]; /* 1-based numbers of texts, by where these lie; 0 is free */
    str texts[FOLDS_MOST];
    struct folded kept[FOLDS_MOST];
    int n;
    ptrdiff_t bytes;
    str last; /* in the one room */
    struct folded room;
};

struct folds *folds_new(struct arena *a) {
    struct folds *f = ROOM(a, struct folds, 1); /* large, and written before it is read */
    memset(f->places, 0, sizeof f->places);
    f->arena = a;
    f->n = 0;
    f->bytes = 0;
    f->last = (str){0};
    f->room = (struct folded){0};
    return f;
}

static const struct folded *take_turn(struct folds *f, str text) {
    if (text.p != f->last.p || text.n != f->last.n)
        fold_again(f->arena, &f->room, text);
    f->last = text;
    return &f->room;
}

const struct folded *folds_of(struct folds *f, str text) {
    size_t at = ((size_t)(uintptr_t)text.p * 31 + (size_t)text.n) % FOLDS;
    for (; f->places[at] != 0; at = (at + 1) % FOLDS) {
        const str *one = &f->texts[f->places[at] - 1];
        if (one->p == text.p && one->n == text.n)
            return &f->kept[f->places[at] - 1];
    }
    if (text.p == NULL || f->n == FOLDS_MOST || text.n > FOLDS_BYTES - f->bytes)
        return take_turn(f, text);
    f->texts[f->n] = text;
    f->kept[f->n] = fold(f->arena, text);
    f->bytes += text.n;
    f->places[at] = (uint8_t)++f->n;
    return &f->kept[f->n - 1];
}
