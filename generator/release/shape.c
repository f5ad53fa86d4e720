/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shape.c — what looks like a person's number or address, whoever it belongs to.
 *
 * In:    normalised streams
 * Out:   what looks like an ID, a mobile number, a bank card, a number plate, an e-mail address
 * Law:   个人信息保护法 art. 28; GB 11643-1999 (check digit); ISO/IEC 7812-1 (Luhn); GA 36
 * Never: takes a part of a longer number for a number; shares code with masking
 */
#include "release/shape.h"

#define MOBILE 11
#define IDENTITY 18
#define MOBILE_GROUPS (1u << 3 | 1u << 7)                             /* 138 0013 8000 */
#define CARD_GROUPS (1u << 4 | 1u << 8 | 1u << 12 | 1u << 16)         /* 6222 0212 … */
#define IDENTITY_GROUPS (CARD_GROUPS | 1u << 6 | 1u << 10 | 1u << 14) /* 130503 19900307 0011 */
#define CARD_LEAST 16
#define CARD_MOST 19
#define RUN_MOST                                                                                   \
    40 /* a longer run of letters and digits is a digest, not a number with a label                \
        */

static inline uint32_t code(uint32_t word) {
    return word & NORMAL_CODE;
}

static inline bool is_digit(uint32_t word) {
    return code(word) >= '0' && code(word) <= '9';
}

static int value(uint32_t word) {
    return (int)(code(word) - '0');
}

/* ---- where a number begins and ends ---- */

/* Whether it is in one piece, or in groups that begin where a bit says; nothing but single blanks
 * or dashes between them. */
static bool grouped(const uint32_t *v, ptrdiff_t n, uint32_t places) {
    for (ptrdiff_t i = 1; i < n; i++)
        if ((v[i] & NORMAL_START) != 0 &&
            ((v[i] & (NORMAL_FAR | NORMAL_DOT)) != 0 || (places >> i & 1) == 0))
            return false;
    return true;
}

/* A decimal point before or behind makes it an amount or a coordinate. */
static bool has_point(const uint32_t *v, ptrdiff_t n, ptrdiff_t at, ptrdiff_t end) {
    bool before = at > 0 && is_digit(v[at - 1]) && (v[at] & NORMAL_DOT) != 0;
    bool behind = end < n && is_digit(v[end]) && (v[end] & NORMAL_DOT) != 0;
    return before || behind;
}

/* 13800000000 元 is an amount of money. */
static bool has_unit(const uint32_t *v, ptrdiff_t n, ptrdiff_t end) {
    static const uint32_t units[] = {0x5143, 0x4E07, 0x4EBF, 0x5206, 0x7F8E}; /* 元万亿分美 */
    for (size_t i = 0; end < n && i < sizeof units / sizeof units[0]; i++)
        if (code(v[end]) == units[i])
            return true;
    return false;
}

static bool stands_alone(const uint32_t *v, ptrdiff_t n, ptrdiff_t at, ptrdiff_t end) {
    return (v[at] & NORMAL_START) != 0 && (v[end - 1] & NORMAL_END) != 0 &&
           !has_point(v, n, at, end) && !has_unit(v, n, end);
}

/* Letters may stand before a long number (ID1305…), but not in the middle of a digest. */
static bool in_short_run(const uint32_t *v, ptrdiff_t n, ptrdiff_t at, ptrdiff_t end) {
    ptrdiff_t from = at;
    while (from > 0 && at - from <= RUN_MOST && (v[from] & NORMAL_START) == 0)
        from--;
    while (end < n && end - from <= RUN_MOST && (v[end] & NORMAL_ALNUM) != 0 &&
           (v[end] & NORMAL_START) == 0)
        end++;
    return end - from <= RUN_MOST;
}

/* ---- the three shapes; each says how many characters it has, 0 for none ---- */

static ptrdiff_t mobile_at(const uint32_t *v, ptrdiff_t n, ptrdiff_t at, bool prose) {
    ptrdiff_t country = n - at >= MOBILE + 2 && value(v[at]) == 8 && value(v[at + 1]) == 6 ? 2 : 0;
    const uint32_t *p = v + at + country;
    if (n - at - country < MOBILE || value(p[0]) != 1 || value(p[1]) < 3)
        return 0;
    for (int i = 2; i < MOBILE; i++)
        if (!is_digit(p[i]))
            return 0;
    uint32_t places = prose ? MOBILE_GROUPS : 0;
    ptrdiff_t end = at + country + MOBILE;
    bool alone = (country == 0 || (v[at] & NORMAL_START) != 0) && grouped(p, MOBILE, places);
    bool begins = (p[0] & NORMAL_START) != 0 || country > 0;
    return alone && begins && (v[end - 1] & NORMAL_END) != 0 && !has_point(v, n, at, end) &&
                   !has_unit(v, n, end)
               ? country + MOBILE
               : 0;
}

static bool is_day(const uint32_t *p) {
    int year = value(p[0]) * 1000 + value(p[1]) * 100 + value(p[2]) * 10 + value(p[3]);
    int month = value(p[4]) * 10 + value(p[5]);
    int day = value(p[6]) * 10 + value(p[7]);
    return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* The provinces, by the last digit each tens has; 99 is the fictional city of demo and tests. */
static bool is_region(const uint32_t *p) {
    static const int most[10] = {0, 5, 3, 7, 6, 4, 5, 1, 3, 9};
    int tens = value(p[0]);
    int ones = value(p[1]);
    return ones <= most[tens] && ones >= (tens == 5 ? 0 : tens == 9 ? 9 : 1);
}

static bool checks(const uint32_t *p) {
    static const int weights[IDENTITY - 1] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char last[] = "10X98765432";
    int sum = 0;
    for (int i = 0; i < IDENTITY - 1; i++)
        sum += value(p[i]) * weights[i];
    return code(p[IDENTITY - 1]) == (uint32_t)last[sum % 11];
}

static ptrdiff_t identity_at(const uint32_t *v, ptrdiff_t n, ptrdiff_t at, bool prose) {
    const uint32_t *p = v + at;
    if (n - at < IDENTITY)
        return 0;
    for (int i = 0; i < IDENTITY - 1; i++)
        if (!is_digit(p[i]))
            return 0;
    uint32_t places = prose ? IDENTITY_GROUPS : 0;
    ptrdiff_t end = at + IDENTITY;
    bool ends = end == n || !is_digit(v[end]) || (v[end] & NORMAL_START) != 0;
    return ends && is_region(p) && is_day(p + 6) && checks(p) && grouped(p, IDENTITY, places) &&
                   !has_point(v, n, at, end) && in_short_run(v, n, at, end)
               ? IDENTITY
               : 0;
}

static bool is_luhn(const uint32_t *p, ptrdiff_t n) {
    int sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        int d = value(p[n - 1 - i]);
        d = i % 2 == 0 ? d : 2 * d;
        sum += d > 9 ? d - 9 : d;
    }
    return sum % 10 == 0;
}

/* What issuers' numbers begin with: 62 银联, 95588 and 60 of older cards; Visa, Mastercard, JCB
 * with sixteen digits. */
static bool is_issuer(const uint32_t *p, ptrdiff_t n) {
    int two = value(p[0]) * 10 + value(p[1]);
    if (two == 62 || two == 60 || (two == 95 && value(p[2]) == 5 && value(p[3]) == 8))
        return true;
    return n == CARD_LEAST && (two / 10 == 4 || (two >= 51 && two <= 55) || two == 35);
}

static ptrdiff_t card_at(const uint32_t *v, ptrdiff_t n, ptrdiff_t at, bool prose) {
    const uint32_t *p = v + at;
    ptrdiff_t digits = 0;
    while (at + digits < n && digits <= CARD_MOST && is_digit(p[digits]) &&
           (digits == 0 || (p[digits - 1] & NORMAL_END) == 0 || prose))
        digits++;
    for (ptrdiff_t chars = digits < CARD_MOST ? digits : CARD_MOST; chars >= CARD_LEAST; chars--) {
        uint32_t places = prose ? CARD_GROUPS : 0;
        if (stands_alone(v, n, at, at + chars) && grouped(p, chars, places) &&
            is_issuer(p, chars) && is_luhn(p, chars))
            return chars;
    }
    return 0;
}

/* ---- the search ---- */

static struct shape_hit shape_at(const uint32_t *v, ptrdiff_t n, ptrdiff_t at, bool prose) {
    ptrdiff_t chars = mobile_at(v, n, at, prose);
    if (chars > 0)
        return (struct shape_hit){LEAK_MOBILE, at, chars};
    chars = identity_at(v, n, at, prose);
    if (chars > 0)
        return (struct shape_hit){LEAK_IDENTITY, at, chars};
    chars = card_at(v, n, at, prose);
    return (struct shape_hit){chars > 0 ? LEAK_CARD : LEAK_NONE, at, chars};
}

/* A number of eleven digits reaches over one of any eleven places: only those are looked at. */
struct shape_hit shape_next(const uint32_t *v, ptrdiff_t n, ptrdiff_t from, bool prose) {
    ptrdiff_t end = from;
    for (ptrdiff_t i = from + MOBILE - 1; i < n; i = end + MOBILE) {
        ptrdiff_t begin = i;
        for (; begin > end && is_digit(v[begin - 1]);)
            begin--;
        for (end = i; end < n && is_digit(v[end]);)
            end++;
        for (ptrdiff_t at = begin; at + MOBILE <= end; at++) {
            if (at > begin && (v[at] & NORMAL_START) == 0)
                continue;
            struct shape_hit hit = shape_at(v, n, at, prose);
            if (hit.kind != LEAK_NONE)
                return hit;
        }
        end = end > i ? end : i;
    }
    return (struct shape_hit){LEAK_NONE, n, 0};
}

/* ---- plates and addresses ---- */

#define PLATE_LEAST 6 /* characters behind the province: A12345 … */
#define PLATE_MOST 7  /* … AD12345 */
#define PLATE_DIGITS 3
#define ENDING_LEAST 2 /* letters of the last part of an address */
#define MAIL_MOST 64

static bool is_alnum(uint32_t word) {
    return (word & NORMAL_ALNUM) != 0;
}

static bool is_province(uint32_t c) {
    static const uint32_t provinces[] =
        U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    for (size_t i = 0; provinces[i] != 0; i++)
        if (provinces[i] == c)
            return true;
    return false;
}

/* 挂, 学, 警, 港, 澳 end shorter plates. */
static bool is_suffix(uint32_t c) {
    return c == U'挂' || c == U'学' || c == U'警' || c == U'港' || c == U'澳';
}

/* A province, a letter, and five or six letters and digits in one piece; one sign may part them
 * from the letter. */
static ptrdiff_t plate_at(const uint32_t *v, ptrdiff_t n, ptrdiff_t at) {
    ptrdiff_t end = at + 1;
    int digits = 0;
    for (; end < n && is_alnum(v[end]) && end - at <= PLATE_MOST + 1; end++) {
        bool apart = end > at + 1 && (v[end] & NORMAL_START) != 0;
        if (apart && (end > at + 2 || (v[end] & (NORMAL_FAR | NORMAL_DOT)) != 0))
            break;
        digits += is_digit(v[end]);
    }
    ptrdiff_t chars = end - at - 1;
    if (chars == PLATE_LEAST - 1 && end < n && is_suffix(code(v[end])))
        return chars + 2;
    return chars >= PLATE_LEAST && chars <= PLATE_MOST && digits >= PLATE_DIGITS ? chars + 1 : 0;
}

static bool ends_as(const uint32_t *v, ptrdiff_t end, const char *what, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++)
        if (end < n || code(v[end - n + i]) != (uint32_t)what[i])
            return false;
    return true;
}

/* Behind @: letters and digits, a full stop, and the letters of the last part; 0 for an
 * authority's. The full stop of a sentence cannot be told from that of an address: the next word
 * may be in it. */
static ptrdiff_t host_end(const uint32_t *v, ptrdiff_t n, ptrdiff_t at) {
    ptrdiff_t end = at + 1;
    ptrdiff_t last = 0; /* where the last part begins */
    for (; end < n && is_alnum(v[end]) && end - at < MAIL_MOST; end++) {
        bool apart = end > at + 1 && (v[end] & NORMAL_START) != 0;
        if (apart && ends_as(v, end, "GOVCN", 5))
            return 0;
        if (apart && (v[end] & (NORMAL_DOT | NORMAL_FAR)) != NORMAL_DOT)
            break;
        last = apart ? end : last;
    }
    for (ptrdiff_t i = last; i < end; i++)
        if (is_digit(v[i]))
            return 0;
    return last > 0 && end - last >= ENDING_LEAST ? end : 0;
}

/* icon@2x.png is a file. */
static bool is_file(const uint32_t *v, ptrdiff_t end) {
    return ends_as(v, end, "PNG", 3) || ends_as(v, end, "SVG", 3) || ends_as(v, end, "JPG", 3) ||
           ends_as(v, end, "CSS", 3) || ends_as(v, end, "JS", 2);
}

static struct shape_hit mail_at(const uint32_t *v, ptrdiff_t n, ptrdiff_t at) {
    struct shape_hit none = {LEAK_NONE, at, 0};
    ptrdiff_t from = at;
    while (from > 0 && is_alnum(v[from - 1]) && at - from < MAIL_MOST &&
           (from == at || (v[from] & NORMAL_START) == 0 || (v[from] & NORMAL_DOT) != 0))
        from--;
    ptrdiff_t end = from < at ? host_end(v, n, at) : 0;
    if (end == 0 || ends_as(v, end, "GOVCN", 5) || is_file(v, end))
        return none;
    return (struct shape_hit){LEAK_MAIL, from, end - from};
}

/* Nearly every character is neither @ nor the first of a word. */
static inline bool may_be_sign(uint32_t word) {
    return (word & NORMAL_ALNUM) != 0 ? (word & NORMAL_START) != 0 && !is_digit(word)
                                      : code(word) == '@';
}

static bool is_before_plate(uint32_t province, uint32_t letter) {
    return code(province) > 0x7F && (letter & NORMAL_FAR) == 0 && is_province(code(province));
}

struct shape_hit shape_next_sign(const uint32_t *v, ptrdiff_t n, ptrdiff_t from, bool prose) {
    (void)prose;
    for (ptrdiff_t i = from + 1; i + 1 < n; i++) {
        struct shape_hit hit = {LEAK_PLATE, i - 1, 0};
        if (!may_be_sign(v[i]))
            continue;
        if (code(v[i]) == '@')
            hit = mail_at(v, n, i);
        else if (is_before_plate(v[i - 1], v[i]))
            hit.chars = plate_at(v, n, i - 1);
        if (hit.chars > 0 && hit.at >= from)
            return hit;
    }
    return (struct shape_hit){LEAK_NONE, n, 0};
}
