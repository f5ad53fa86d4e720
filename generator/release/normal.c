/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * normal.c — a file as a stranger reads it: what its bytes say, whatever way they are written.
 *
 * In:    bytes of any text file
 * Out:   normalised code points, visible and hidden, and where rows and links stand
 * Law:   none
 * Never: leaves any byte of a text unread; shares code with masking
 */
#include "release/normal.h"

#include "base/utf8.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#define SPELLED_LEAST 7 /* numerals in a row that are a number: no year, no article has so many */

/* What was dropped between two characters; a second separator makes a single one far. */
enum gap { GAP_NONE, GAP_INVISIBLE, GAP_SINGLE, GAP_FAR };

/* What each byte begins: n capital or digit, l small letter, s space, d separator, e escape, h
 * E3–E9 or EF (nearly always an ideograph or its punctuation), x other non-ASCII, c a control
 * character, a the @, o any other ASCII character. */
static const char leads[] = "cccccccccssssscccccccccccccccccc"
                            "soooo"
                            "eeooodooddonnnnnnnnnnoooooo"
                            "annnnnnnnnnnnnnnnnnnnnnnnnnoeoooollllllllllllllllllllllllllooooc"
                            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
                            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxhhhhhhhxxxxxhxxxxxxxxxxxxxxxx";

/* Characters that are dropped although they are not ASCII, and how; in order. */
static const struct {
    uint32_t first;
    uint32_t last;
    char as; /* s, d as above; i invisible */
} dropped[] = {
    {0xA0, 0xA0, 's'},     {0xAD, 0xAD, 'i'},     {0xB7, 0xB7, 'd'},       {0x300, 0x36F, 'i'},
    {0x61C, 0x61C, 'i'},   {0x1680, 0x1680, 's'}, {0x180B, 0x180F, 'i'},   {0x2000, 0x200A, 's'},
    {0x200B, 0x200F, 'i'}, {0x2010, 0x2015, 'd'}, {0x2022, 0x2022, 'd'},   {0x2024, 0x2024, 'd'},
    {0x2027, 0x2027, 'd'}, {0x2028, 0x2029, 's'}, {0x202A, 0x202E, 'i'},   {0x202F, 0x202F, 's'},
    {0x2043, 0x2043, 'd'}, {0x204E, 0x204E, 'd'}, {0x205F, 0x205F, 's'},   {0x2060, 0x206F, 'i'},
    {0x20D0, 0x20F0, 'i'}, {0x2212, 0x2212, 'd'}, {0x2217, 0x2219, 'd'},   {0x22C5, 0x22C5, 'd'},
    {0x2500, 0x2501, 'd'}, {0x3000, 0x3000, 's'}, {0x30FB, 0x30FB, 'd'},   {0x3164, 0x3164, 'i'},
    {0xFE00, 0xFE0F, 'i'}, {0xFE58, 0xFE58, 'd'}, {0xFE61, 0xFE61, 'd'},   {0xFE63, 0xFE63, 'd'},
    {0xFEFF, 0xFEFF, 'i'}, {0xFF65, 0xFF65, 'd'}, {0xE0000, 0xE0FFF, 'i'},
};

/* ---- single characters ---- */

/* A letter or digit stays. Two that touch are one run; all else is a boundary. */
static inline void keep_alnum(struct stream *s, uint32_t c) {
    bool touches = s->gap == GAP_NONE && s->n > 0 && (s->v[s->n - 1] & NORMAL_ALNUM) != 0;
    if (!touches && s->n > 0) {
        uint32_t before = s->v[s->n - 1] & NORMAL_CODE;
        s->signs |= c >= 'A' && before > 0x7F && before < NORMAL_BARRIER;
        s->v[s->n - 1] |= NORMAL_END;
    }
    uint32_t far = (s->gap == GAP_FAR ? NORMAL_FAR : 0) | (s->was_dot ? NORMAL_DOT : 0);
    s->v[s->n++] = c | NORMAL_ALNUM | far | (touches ? 0 : NORMAL_START);
    s->gap = GAP_NONE;
    s->was_mark = s->was_dot = false;
}

/* Any other character stays: a boundary by itself. */
static inline void keep(struct stream *s, uint32_t c) {
    if (s->n > 0)
        s->v[s->n - 1] |= NORMAL_END;
    uint32_t far = s->gap == GAP_FAR ? NORMAL_FAR : 0;
    s->v[s->n++] = c | far | NORMAL_START | NORMAL_END;
    s->gap = GAP_NONE;
    s->was_mark = s->was_dot = false;
}

/* What no text in UTF-8 holds. */
static void keep_odd(struct stream *s, uint32_t c, unsigned why) {
    keep(s, c);
    s->odd |= why;
}

static inline void widen(struct stream *s, int gap) {
    s->gap = s->gap > gap ? s->gap : gap;
}

/* A dash, dot or asterisk: the second one makes the gap far. White space beside it does not, so
 * that 冀H · 12345 is one plate. */
static inline void separate(struct stream *s) {
    widen(s, s->was_mark ? GAP_FAR : GAP_SINGLE);
    s->was_mark = true;
}

static inline void put_ascii(struct stream *s, uint32_t c) {
    switch (leads[c]) {
    case 'n':
        keep_alnum(s, c);
        break;
    case 'l':
        keep_alnum(s, c - 'a' + 'A');
        break;
    case 's':
        widen(s, GAP_SINGLE);
        break;
    case 'd':
        separate(s);
        s->was_dot = c == '.';
        break;
    case 'c':
        keep_odd(s, c == 0 ? 0xFFFD : c, NORMAL_CONTROL);
        break;
    case 'a':
        s->signs |= s->n > 0 && (s->v[s->n - 1] & NORMAL_ALNUM) != 0;
        keep(s, c);
        break;
    default:
        keep(s, c);
    }
}

/* What a compatibility form stands for (NFKC): ① is 1, ⒈ is 1, ⽅ is 方; a digit of any script is a
 * digit. At most two characters, so that no character takes more room than its bytes do; of ⑴ the
 * brackets go. False for a character that stands for itself. */
static bool put_compatible(struct stream *s, uint32_t c) {
    UErrorCode error = U_ZERO_ERROR;
    UChar form[32];
    int32_t digit = u_charDigitValue((UChar32)c);
    if (digit >= 0) {
        keep_alnum(s, '0' + (uint32_t)digit);
        return true;
    }
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    int32_t n = U_FAILURE(error) ? -1 : unorm2_getDecomposition(nfkc, (UChar32)c, form, 32, &error);
    int put = 0;
    for (int32_t i = 0; i < n && U_SUCCESS(error) && put < 2; put++) {
        uint32_t one = form[i++];
        if (one >= 0xD800 && one < 0xDC00 && i < n)
            one = 0x10000 + ((one - 0xD800) << 10) + (form[i++] - 0xDC00u);
        if (one < 0x80 && leads[one] != 'n' && leads[one] != 'l')
            widen(s, GAP_INVISIBLE);
        else if (one < 0x80)
            put_ascii(s, one);
        else
            keep(s, one);
    }
    return put > 0;
}

static void put_rare(struct stream *s, uint32_t c) {
    size_t i = 0;
    while (i < sizeof dropped / sizeof dropped[0] && dropped[i].last < c)
        i++;
    bool drop = i < sizeof dropped / sizeof dropped[0] && dropped[i].first <= c;
    if (drop && dropped[i].as == 'd')
        separate(s);
    else if (drop)
        widen(s, dropped[i].as == 's' ? GAP_SINGLE : GAP_INVISIBLE);
    else if (c == UTF8_INVALID)
        keep_odd(s, 0xFFFD, NORMAL_BROKEN);
    else if (!put_compatible(s, c))
        keep(s, c);
}

static void put_code(struct stream *s, uint32_t c) {
    if (c < 0x80)
        put_ascii(s, c);
    else if (c >= 0xFF01 && c <= 0xFF5E)
        put_ascii(s, c - 0xFEE0);
    else if (c > 0x3000 && c < 0x30FB)
        keep(s, c);
    else
        put_rare(s, c);
}

/* ---- escapes: each says how many bytes it understood, and the character they stand for ---- */

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    char small = (char)(c | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* As many digits as stand there, up to `most`. */
static ptrdiff_t take_number(str s, int base, ptrdiff_t most, uint32_t *value) {
    ptrdiff_t i = 0;
    *value = 0;
    for (; i < s.n && i < most; i++) {
        int d = hex_digit(s.p[i]);
        if (d < 0 || d >= base)
            break;
        *value = *value * (uint32_t)base + (uint32_t)d;
    }
    return i;
}

#define NAME_MOST 8 /* bytes of the longest, with its semicolon */
static const struct {
    str name;
    uint32_t code;
} named[] = {
    {{"amp;", 4}, '&'},       {{"lt;", 3}, '<'},       {{"gt;", 3}, '>'},
    {{"quot;", 5}, '"'},      {{"apos;", 5}, 0x27},    {{"nbsp;", 5}, 0xA0},
    {{"middot;", 7}, 0xB7},   {{"shy;", 4}, 0xAD},     {{"ensp;", 5}, 0x2002},
    {{"emsp;", 5}, 0x2003},   {{"zwnj;", 5}, 0x200C},  {{"zwj;", 4}, 0x200D},
    {{"thinsp;", 7}, 0x2009}, {{"lrm;", 4}, 0x200E},   {{"rlm;", 4}, 0x200F},
    {{"ndash;", 6}, 0x2013},  {{"mdash;", 6}, 0x2014}, {{"hyphen;", 7}, 0x2010},
    {{"minus;", 6}, 0x2212},  {{"bull;", 5}, 0x2022},  {{"ast;", 4}, '*'},
    {{"period;", 7}, '.'},    {{"Tab;", 4}, '\t'},     {{"NewLine;", 8}, '\n'},
};

/* &#20013; or &#x4E2D; with any number of noughts; browsers do without the semicolon, too. */
static ptrdiff_t take_numeric(str s, uint32_t *c) {
    bool hex = s.n > 2 && (s.p[2] | 0x20) == 'x';
    ptrdiff_t first = hex ? 3 : 2;
    ptrdiff_t at = first;
    while (at < s.n && s.p[at] == '0')
        at++;
    at += take_number(str_sub(s, at, s.n), hex ? 16 : 10, 7, c);
    if (at == first)
        return 0;
    return at < s.n && s.p[at] == ';' ? at + 1 : at;
}

static ptrdiff_t take_reference(str s, uint32_t *c) {
    if (s.n > 1 && s.p[1] == '#')
        return take_numeric(s, c);
    str rest = str_sub(s, 1, s.n);
    if (rest.n == 0 ||
        memchr(rest.p, ';', (size_t)(rest.n < NAME_MOST ? rest.n : NAME_MOST)) == NULL)
        return 0;
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (str_starts(rest, named[i].name)) {
            *c = named[i].code;
            return 1 + named[i].name.n;
        }
    return 0;
}

/* A backslash with n, or with u and four digits, as in JSON and scripts; two surrogates are one. */
static ptrdiff_t take_backslash(str s, uint32_t *c) {
    if (s.n > 1 && memchr("ntrbf", s.p[1], 5) != NULL) {
        *c = ' ';
        return 2;
    }
    if (s.n < 6 || s.p[1] != 'u' || take_number(str_sub(s, 2, s.n), 16, 4, c) < 4)
        return 0;
    uint32_t low = 0;
    bool pair = *c >= 0xD800 && *c < 0xDC00 && s.n >= 12 && s.p[6] == '\\' && s.p[7] == 'u' &&
                take_number(str_sub(s, 8, s.n), 16, 4, &low) == 4 && low >= 0xDC00 && low < 0xE000;
    if (pair)
        *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
    return pair ? 12 : 6;
}

/* %E4%B8%AD in an address. What makes no character stays as it is: a percentage, say. */
static ptrdiff_t take_percent(str s, uint32_t *c) {
    char bytes[4];
    ptrdiff_t n = 0;
    uint32_t b;
    for (; n < 4 && 3 * n + 2 < s.n && s.p[3 * n] == '%'; n++) {
        if (take_number(str_sub(s, 3 * n + 1, 3 * n + 3), 16, 2, &b) < 2)
            break;
        bytes[n] = (char)b;
    }
    if (n == 0)
        return 0;
    str whole = {bytes, n};
    *c = utf8_next(&whole);
    return *c == UTF8_INVALID || *c < 0x20 ? 0 : 3 * (n - whole.n);
}

static ptrdiff_t put_escape(struct stream *out, str s) {
    uint32_t c = 0;
    ptrdiff_t n = s.p[0] == '&'   ? take_reference(s, &c)
                  : s.p[0] == '%' ? take_percent(s, &c)
                                  : take_backslash(s, &c);
    if (n > 0)
        put_code(out, c);
    else
        keep(out, (unsigned char)s.p[0]);
    return n > 0 ? n : 1;
}

/* ---- text ---- */

static inline void skip(str *s, ptrdiff_t n) {
    s->p += n;
    s->n -= n;
}

/* Two characters of two bytes side by side are rare in UTF-8, and what GB18030 often looks like. */
static bool looks_double(str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    return s.n >= 4 && p[0] >= 0xC2 && p[0] < 0xE0 && p[2] >= 0xC2 && p[2] < 0xE0 && p[3] >= 0x80 &&
           p[3] < 0xC0;
}

static ptrdiff_t put_high(struct stream *out, str s) {
    str rest = s;
    out->odd |= looks_double(s) ? NORMAL_BROKEN : 0;
    put_code(out, utf8_next(&rest));
    return s.n - rest.n;
}

/* A character of three bytes that is kept, and what as; or 0. Unified ideographs, Chinese
 * punctuation and full-width marks: nearly all of a text. */
static inline uint32_t kept_at(const unsigned char *p, ptrdiff_t n) {
    if (n < 3 || leads[p[0]] != 'h' || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
        return 0;
    uint32_t c = (p[0] & 0xFu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    if ((c >= 0x4000 && c < 0xA000) || (c > 0x3000 && c < 0x30FB))
        return c;
    return c > 0xFF00 && c < 0xFF40 && leads[c - 0xFEE0] == 'o' ? c - 0xFEE0 : 0;
}

/* A run of them, in a loop of its own. */
static ptrdiff_t put_kept(struct stream *out, str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    uint32_t c = kept_at(p, s.n);
    if (c == 0)
        return put_high(out, s);
    keep(out, c);
    ptrdiff_t i = 3;
    uint32_t *v = out->v + out->n;
    for (; (c = kept_at(p + i, s.n - i)) != 0; i += 3)
        *v++ = c | NORMAL_START | NORMAL_END;
    out->n = v - out->v;
    return i;
}

static inline bool is_alnum(unsigned char c) {
    return leads[c] == 'n' || leads[c] == 'l';
}

/* O, I and l among digits are the digits that they look like. */
static void put_alike(uint32_t *v, const uint32_t *end) {
    for (; v < end; v++) {
        uint32_t c = *v & NORMAL_CODE;
        if (c == 'O' || c == 'I' || c == 'L')
            *v = (*v & ~NORMAL_CODE) | (c == 'O' ? '0' : '1');
    }
}

/* A run of letters and digits: after the first, each touches the one before. */
static ptrdiff_t put_word(struct stream *out, str s) {
    const unsigned char *p = (const unsigned char *)s.p;
    put_ascii(out, p[0]);
    ptrdiff_t i = 1;
    bool digits = p[0] < 'A';
    uint32_t *v = out->v + out->n;
    for (; i < s.n && is_alnum(p[i]); i++) {
        digits = digits || p[i] < 'A';
        *v++ = (leads[p[i]] == 'l' ? p[i] - 0x20u : p[i]) | NORMAL_ALNUM;
    }
    if (digits)
        put_alike(out->v + out->n - 1, v);
    out->n = v - out->v;
    return i;
}

/* What the first byte begins; returns how many bytes that was. */
static inline ptrdiff_t put_next(struct stream *out, str s) {
    unsigned char c = (unsigned char)s.p[0];
    if (leads[c] == 'h')
        return put_kept(out, s);
    if (is_alnum(c))
        return put_word(out, s);
    if (leads[c] == 'x')
        return put_high(out, s);
    if (leads[c] == 'e')
        return put_escape(out, s);
    put_ascii(out, c);
    return 1;
}

void normal_text(struct stream *out, str bytes) {
    for (str rest = bytes; rest.n > 0;)
        skip(&rest, put_next(out, rest));
}

void normal_barrier(struct stream *out) {
    if (out->n > 0 && (out->v[out->n - 1] & NORMAL_CODE) != NORMAL_BARRIER) {
        out->v[out->n - 1] |= NORMAL_END;
        out->v[out->n++] = NORMAL_BARRIER;
    }
    out->gap = GAP_NONE;
    out->was_mark = out->was_dot = false;
}

/* ---- markup ---- */

/* Tags inside a line of text, by the length of their names; all others stand between words. */
static const char *const inline_tags[] = {"",
                                          "abisuq",
                                          "emrprttt",
                                          "subsupwbrbdibdodelinskbdvar",
                                          "spanfontmarkcodetimeabbrcitebase",
                                          "smalllabel",
                                          "strong"};

/* Elements at whose end the last row of a table or list ends. */
static const char *const row_parents[] = {"", "", "uloldl", "", "main", "tabletbody", ""};

#define TAG_NAMES (ptrdiff_t)(sizeof inline_tags / sizeof inline_tags[0])

static bool is_tag_of(const char *const *lists, str name) {
    if (name.n >= TAG_NAMES)
        return false;
    for (const char *p = lists[name.n]; *p != '\0'; p += name.n)
        if (*p == *name.p && memcmp(p, name.p, (size_t)name.n) == 0)
            return true;
    return false;
}

/* An element under way: where the streams stood when it began, for its marks. */
struct element {
    const char *at; /* its < */
    ptrdiff_t text;
    ptrdiff_t hidden;
    ptrdiff_t known;
    ptrdiff_t marks;
};

static struct element element_at(const struct normal *out, const char *at) {
    return (struct element){at, out->text.n, out->hidden.n, out->known.n, out->mark_count};
}

static void add_mark(struct normal *out, enum mark_type type, const struct element *e, str value) {
    if (!out->want_marks)
        return;
    EXTEND(out->arena, out->marks, out->mark_count, out->mark_cap);
    out->marks[out->mark_count++] = (struct mark){type, value, e->text, e->hidden, e->known};
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Case does not count in names: HREF is href. */
static bool is_name(str s, const char *name) {
    size_t n = strlen(name);
    if (s.n != (ptrdiff_t)n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((s.p[i] | 0x20) != name[i])
            return false;
    return true;
}

/* Where a name ends: at white space, > and, unless it is a value, at = and /. */
static str take_until(str *s, bool value) {
    ptrdiff_t i = 0;
    while (i < s->n && !is_space(s->p[i]) && s->p[i] != '>' &&
           (value || (s->p[i] != '=' && s->p[i] != '/')))
        i++;
    str part = {s->p, i};
    skip(s, i);
    return part;
}

static void skip_space(str *s) {
    while (s->n > 0 && is_space(s->p[0]))
        skip(s, 1);
}

/* What stands between attributes without being part of one. */
static void skip_filler(str *s) {
    while (s->n > 0 && (is_space(s->p[0]) || s->p[0] == '/' || s->p[0] == '=' || s->p[0] == '"' ||
                        s->p[0] == '\''))
        skip(s, 1);
}

/* The value behind =, without its quotes. One that is never closed reaches to the end. */
static str take_value(str *s) {
    char quote = s->n > 0 ? s->p[0] : '\0';
    if (quote != '"' && quote != '\'')
        return take_until(s, true);
    str body = {s->p + 1, s->n - 1};
    const char *end = body.n > 0 ? memchr(body.p, quote, (size_t)body.n) : NULL;
    ptrdiff_t n = end == NULL ? body.n : end - body.p;
    *s = str_sub(body, n + 1, body.n);
    return str_sub(body, 0, n);
}

/* One attribute; a name can betray as much as a value, so both are read. */
static void read_attribute(struct normal *out, const struct element *e, str *s) {
    str name = take_until(s, false);
    normal_text(&out->hidden, name);
    normal_barrier(&out->hidden);
    skip_space(s);
    if (s->n == 0 || s->p[0] != '=')
        return;
    skip(s, 1);
    skip_space(s);
    str value = take_value(s);
    normal_text(&out->hidden, value);
    normal_barrier(&out->hidden);
    if (is_name(name, "id"))
        add_mark(out, MARK_ROW, e, value);
    else if (is_name(name, "href") || is_name(name, "src"))
        add_mark(out, MARK_LINK, e, value);
}

/* The byte of the > that ends a comment, as browsers see it (HTML 13.2.5.42 to 52): <!--> is a
 * whole one, and --!> ends one. */
static ptrdiff_t comment_end(str s) {
    for (ptrdiff_t i = 4; i < s.n; i++) {
        const char *at = memchr(s.p + i, '>', (size_t)(s.n - i));
        if (at == NULL)
            return s.n;
        i = at - s.p;
        if ((at[-1] == '-' && at[-2] == '-') ||
            (i > 6 && at[-1] == '!' && at[-2] == '-' && at[-3] == '-'))
            return i;
    }
    return s.n;
}

/* Comments, declarations and instructions: all of it is hidden text. */
static str read_hidden(struct normal *out, str s) {
    bool comment = str_starts(s, S("<!--"));
    ptrdiff_t end = comment ? comment_end(s) : str_find(s, S(">"));
    end = end < 0 ? s.n : end;
    normal_text(&out->hidden, str_sub(s, comment ? 4 : 2, end));
    normal_barrier(&out->hidden);
    widen(&out->text, GAP_INVISIBLE);
    return str_sub(s, end + 1, s.n);
}

/* What stands behind the name, and what follows the tag. */
static str read_attributes(struct normal *out, const struct element *e, str rest) {
    for (;;) {
        skip_filler(&rest);
        if (rest.n == 0 || rest.p[0] == '>')
            return str_sub(rest, 1, rest.n);
        read_attribute(out, e, &rest);
    }
}

/* A tag with all that is in it. */
static str read_new(struct normal *out, const struct element *e, str s) {
    bool closing = s.p[1] == '/';
    str rest = s;
    skip(&rest, closing ? 2 : 1);
    str name = take_until(&rest, false);
    widen(&out->text, is_tag_of(inline_tags, name) ? GAP_INVISIBLE : GAP_FAR);
    if (closing && is_tag_of(row_parents, name))
        add_mark(out, MARK_END, e, name);
    if (name.n >= TAG_NAMES)
        normal_text(&out->hidden, name);
    normal_barrier(&out->hidden);
    return read_attributes(out, e, rest);
}

/* Notes what reading this tag has given since e. */
static void learn(const struct normal *out, struct tag *t, const struct tag_words *words,
                  const struct element *e) {
    ptrdiff_t chars = out->hidden.n - e->hidden;
    ptrdiff_t marks = out->mark_count - e->marks;
    if (chars > TAG_MOST || marks > TAG_MARKS || out->hidden.odd != 0)
        return;
    t->size = (uint8_t)words->size;
    t->chars = (uint8_t)chars;
    t->gap = (uint8_t)out->text.gap;
    t->mark_count = (uint8_t)marks;
    for (ptrdiff_t i = 0; i < marks; i++) {
        const struct mark *m = &out->marks[e->marks + i];
        t->marks[i] =
            (struct tag_mark){(uint8_t)m->type, (uint8_t)(m->value.p - e->at), (uint8_t)m->value.n};
    }
    memcpy(t->words, words->v, (size_t)(words->size + 7) / 8 * sizeof *t->words);
    memcpy(t->hidden, out->hidden.v + e->hidden, (size_t)chars * sizeof *t->hidden);
}

/* What reading the tag would give, but to the known stream; copied by fixed steps, for which the
 * stream has room to spare. */
static void repeat(struct normal *out, const struct tag *t, const char *at) {
    for (int i = 0; i < t->mark_count; i++) {
        struct element e = element_at(out, at);
        add_mark(out, (enum mark_type)t->marks[i].type, &e,
                 (str){at + t->marks[i].from, t->marks[i].size});
    }
    widen(&out->text, t->gap);
    for (int i = 0; i < t->chars; i += NORMAL_SPARE)
        memcpy(out->known.v + out->known.n + i, t->hidden + i, NORMAL_SPARE * sizeof *t->hidden);
    out->known.n += t->chars;
}

/* A tag that no earlier page had. One with a > inside a value ends elsewhere than it seemed to, and
 * is not learnt. */
static str read_and_learn(struct normal *out, str s, struct tag *place,
                          const struct tag_words *words) {
    struct element e = element_at(out, s.p);
    int gap = out->text.gap;
    out->text.gap = GAP_NONE;
    str rest = read_new(out, &e, s);
    if (place != NULL && s.n - rest.n == words->size)
        learn(out, place, words, &e);
    widen(&out->text, gap);
    return rest;
}

/* A tag; returns what follows. */
static str read_tag(struct normal *out, str s) {
    if (s.p[1] == '!' || s.p[1] == '?')
        return read_hidden(out, s);
    struct tag_words words;
    bool whole = out->tags != NULL && out->want_marks && tag_cut(s, &words);
    struct tag *place = whole ? tags_place(out->tags, &words) : NULL;
    if (place == NULL || !tag_is(place, &words))
        return read_and_learn(out, s, place, &words);
    repeat(out, place, s.p);
    return (str){s.p + words.size, s.n - words.size};
}

/* A < that begins no tag is a character like others. */
static bool begins_tag(str s) {
    char c = s.n > 1 ? s.p[1] : '\0';
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/' || c == '!' || c == '?';
}

void normal_read(struct normal *out, str bytes) {
    out->text = (struct stream){.v = out->text.v};
    out->hidden = (struct stream){.v = out->hidden.v};
    out->known = (struct stream){.v = out->known.v};
    out->mark_count = 0;
    for (str rest = bytes; rest.n > 0;)
        if (rest.p[0] == '<' && begins_tag(rest))
            rest = read_tag(out, rest);
        else
            skip(&rest, put_next(&out->text, rest));
    normal_end(&out->text);
    normal_end(&out->hidden);
}

/* ---- numbers in words ---- */

/* 一 and 壹 as '1'; 0 for what is no numeral that is read out by itself. */
static uint32_t digit_of(uint32_t word) {
    switch (word & NORMAL_CODE) {
    case U'〇':
    case U'零':
    case U'○':
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
    case U'參':
        return '3';
    case U'四':
    case U'肆':
        return '4';
    case U'五':
    case U'伍':
        return '5';
    case U'六':
    case U'陆':
    case U'陸':
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

/* So many numerals in a row are a number, each a boundary by itself: of any so many places in a row
 * one is looked at. */
static void read_out(struct stream *s) {
    ptrdiff_t end = 0;
    for (ptrdiff_t i = SPELLED_LEAST - 1; i < s->n; i = end + SPELLED_LEAST) {
        ptrdiff_t from = i;
        for (end = i; end < s->n && digit_of(s->v[end]) != 0;)
            end++;
        while (end > i && from > 0 && digit_of(s->v[from - 1]) != 0)
            from--;
        for (ptrdiff_t k = from; end - from >= SPELLED_LEAST && k < end; k++)
            s->v[k] = (s->v[k] & ~NORMAL_CODE) | digit_of(s->v[k]) | NORMAL_ALNUM;
    }
}

/* What stands at the end of a text ends there. */
void normal_end(struct stream *s) {
    if (s->n > 0)
        s->v[s->n - 1] |= NORMAL_END;
    read_out(s);
}

void normal_cut(struct normal *out, bool front, bool back) {
    struct stream *s = &out->text;
    if (front && s->n > 0)
        s->v[0] &= ~NORMAL_START;
    if (back && s->n > 0)
        s->v[s->n - 1] &= ~NORMAL_END;
}

unsigned normal_odd(const struct normal *n) {
    return n->text.odd | n->hidden.odd;
}
