/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * amount.c — amounts of money as people write them.
 *
 * In:    texts
 * Out:   分
 * Law:   票据法 art. 8
 * Never: rounds
 */
#include "intake/amount.h"

#include "base/arena.h"
#include "intake/record.h"

#include <string.h>

#define SPELLED_MOST 120 /* bytes of one amount in running text */
#define WAN 10000
#define YI 100000000

static bool times(int64_t *v, int64_t by) {
    return !__builtin_mul_overflow(*v, by, v);
}

static bool plus(int64_t *v, int64_t more) {
    return !__builtin_add_overflow(*v, more, v);
}

static bool take(str *s, str word) {
    bool there = word.n > 0 && str_starts(*s, word);
    if (there)
        *s = str_sub(*s, word.n, s->n);
    return there;
}

/* ---- figures ---- */

/* An unsigned decimal number: digits, of which `decimals` stand behind the point. */
struct figure {
    int64_t digits;
    int decimals;
};

static bool take_digit(str *s, int64_t *v) {
    return times(v, 10) && plus(v, s->p[0] - '0') && (*s = str_sub(*s, 1, s->n), true);
}

static bool at_digit(str s) {
    return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9';
}

/* Thousands separators stand before three digits each; 2,5 could mean anything. */
static bool take_whole(str *s, int64_t *v) {
    int group = 0;
    bool grouped = false;
    while (at_digit(*s) || (s->n > 0 && s->p[0] == ',')) {
        if (s->p[0] == ',') {
            if (group == 0 || group > 3 || (grouped && group != 3))
                return false;
            *s = str_sub(*s, 1, s->n);
            grouped = true;
            group = 0;
            continue;
        }
        group++;
        if (!take_digit(s, v))
            return false;
    }
    return grouped ? group == 3 : group > 0;
}

/* Noughts at the end of the decimals say nothing, and would only overflow. */
static bool take_decimals(str *s, struct figure *f) {
    ptrdiff_t n = 0;
    while (at_digit(str_sub(*s, n, s->n)))
        n++;
    str decimals = str_sub(*s, 0, n);
    *s = str_sub(*s, n, s->n);
    while (decimals.n > 0 && decimals.p[decimals.n - 1] == '0')
        decimals.n--;
    f->decimals = (int)decimals.n;
    while (decimals.n > 0)
        if (!take_digit(&decimals, &f->digits))
            return false;
    return n > 0;
}

static bool take_figure(str *s, struct figure *f) {
    *f = (struct figure){0};
    return take_whole(s, &f->digits) && (!take(s, S(".")) || take_decimals(s, f));
}

/* ---- words ---- */

static const struct {
    const char *words[4];
    int64_t by;
} multipliers[] = {{{"十", "拾"}, 10},
                   {{"百", "佰"}, 100},
                   {{"千", "仟"}, 1000},
                   {{"万", "萬"}, WAN},
                   {{"亿", "億"}, YI}};

static const struct {
    const char *words[6];
    int value;
} digits[] = {{{"零", "〇", "○"}, 0},
              {{"一", "壹", "弌"}, 1},
              {{"二", "贰", "两", "貳"}, 2},
              {{"三", "叁", "叄", "參"}, 3},
              {{"四", "肆"}, 4},
              {{"五", "伍"}, 5},
              {{"六", "陆", "陸"}, 6},
              {{"七", "柒"}, 7},
              {{"八", "捌"}, 8},
              {{"九", "玖"}, 9}};

static int64_t take_multiplier(str *s) {
    for (size_t i = 0; i < sizeof multipliers / sizeof multipliers[0]; i++)
        for (int k = 0; multipliers[i].words[k] != NULL; k++)
            if (take(s, str_of(multipliers[i].words[k])))
                return multipliers[i].by;
    return 0;
}

static int take_word(str *s) {
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++)
        for (int k = 0; digits[i].words[k] != NULL; k++)
            if (take(s, str_of(digits[i].words[k])))
                return digits[i].value;
    return -1;
}

/* A figure and what multiplies it, nothing else: 7.5万 · 0.333333万 · 20000. */
static bool plain(str s, int64_t unit, int64_t *out) {
    struct figure f;
    if (!take_figure(&s, &f))
        return false;
    for (int64_t by = 1; s.n > 0;) {
        by = take_multiplier(&s);
        if (by == 0 || !times(&unit, by))
            return false;
    }
    for (; f.decimals > 0 && unit % 10 == 0; f.decimals--)
        unit /= 10;
    *out = f.digits;
    return f.decimals == 0 && times(out, unit);
}

/* 一亿 二千三百万 四千五百: a section is what stands before 万 or 亿. */
struct numeral {
    int64_t total;
    int64_t section;
    int64_t pending; /* a digit or figure whose multiplier comes next; -1 none */
    int64_t small;   /* the last of 十百千 in this section: they must fall */
    int64_t big;     /* the last of 万亿 */
};

static bool add_small(struct numeral *n, int64_t by) {
    int64_t part = n->pending < 0 ? 1 : n->pending;
    bool falls = n->small == 0 || by < n->small;
    bool counted = n->pending > 0 || (n->pending < 0 && by == 10 && n->section == 0);
    n->small = by;
    n->pending = -1;
    return falls && counted && times(&part, by) && plus(&n->section, part);
}

/* 万亿 is a number, 亿亿 or 万万 a slip; after 亿 comes 万 once. */
static bool add_big(struct numeral *n, int64_t by) {
    if (n->pending >= 0 && !plus(&n->section, n->pending))
        return false;
    bool follows = n->big == 0 || n->big != by;
    bool counted = n->section > 0 || (by == YI && n->big == WAN);
    int64_t part = n->section;
    if (by == YI) {
        part = n->total;
        n->total = 0;
        if (!plus(&part, n->section))
            return false;
    }
    n->big = by;
    n->section = n->small = 0;
    n->pending = -1;
    return follows && counted && times(&part, by) && plus(&n->total, part);
}

/* One digit in words, or a figure in digits; nought only holds a place. */
static bool add_number(struct numeral *n, str *s) {
    struct figure f;
    int word = take_word(s);
    if (word == 0)
        return n->pending < 0;
    if (n->pending >= 0)
        return false;
    if (word < 0 && (!take_figure(s, &f) || f.decimals > 0))
        return false;
    n->pending = word > 0 ? word : f.digits;
    return true;
}

static bool spelled(str s, int64_t unit, int64_t *out) {
    struct numeral n = {.pending = -1};
    if (s.n == 0)
        return false;
    while (s.n > 0) {
        int64_t by = take_multiplier(&s);
        if (by == 0 ? !add_number(&n, &s) : by < WAN ? !add_small(&n, by) : !add_big(&n, by))
            return false;
    }
    if (n.pending >= 0 && !plus(&n.section, n.pending))
        return false;
    *out = n.total;
    return plus(out, n.section) && times(out, unit);
}

static bool quantity(str s, int64_t unit, int64_t *out) {
    return plain(s, unit, out) || spelled(s, unit, out);
}

/* ---- the whole ---- */

static str cut_at(str *rest, str one, str other) {
    ptrdiff_t at = str_find(*rest, one);
    return str_cut(rest, at >= 0 ? one : other);
}

/* 六角七分整, behind 元 or alone. */
static bool small_change(str s, int64_t *sum) {
    static const struct {
        const char *word;
        int64_t fen;
    } parts[] = {{"角", 10}, {"分", 1}};
    for (int i = 0; i < 2; i++) {
        if (str_find(s, str_of(parts[i].word)) < 0)
            continue;
        int64_t v = 0;
        str head = str_cut(&s, str_of(parts[i].word));
        (void)take(&head, S("零"));
        if (!quantity(head, parts[i].fen, &v) || v >= parts[i].fen * 10 || !plus(sum, v))
            return false;
    }
    return s.n == 0;
}

static void drop_ending(str *s) {
    static const char *const endings[] = {"整", "正", "人民币", "RMB", "CNY"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (str_ends(*s, str_of(endings[i])))
            *s = str_sub(*s, 0, s->n - str_of(endings[i]).n);
}

static void drop_beginning(str *s) {
    static const char *const words[] = {"人民币", "RMB",  "CNY", "(大写)", "(小写)",
                                        "大写",   "小写", ":",   "￥",     "¥"};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            again = take(s, str_of(words[i])) || again;
    }
}

/* A cell that says 万 or 亿 says its unit, even without 元. */
static bool says_unit(str s) {
    return str_find(s, S("万")) >= 0 || str_find(s, S("亿")) >= 0;
}

static bool one_amount(str s, int64_t unit, int64_t *out) {
    drop_beginning(&s);
    bool minus = take(&s, S("-")) || take(&s, S("负"));
    drop_beginning(&s);
    drop_ending(&s);
    str rest = s;
    str whole = cut_at(&rest, S("元"), S("圆"));
    bool change = str_find(s, S("角")) >= 0 || str_find(s, S("分")) >= 0;
    *out = 0;
    if (rest.p == NULL && change)
        return !minus && small_change(s, out);
    if (!quantity(whole, rest.p != NULL || says_unit(whole) ? AMOUNT_YUAN : unit, out))
        return false;
    if (rest.n > 0 && !small_change(rest, out))
        return false;
    *out = minus ? -*out : *out;
    return true;
}

/* Full-width forms, blanks and kinds of brackets do not matter. */
bool amount_parse(struct arena *a, str text, int64_t unit, int64_t *fen) {
    if (plain(text, unit, fen))
        return true;
    str s = number_folded(a, text);
    if (!str_ends(s, S(")")))
        return one_amount(s, unit, fen);
    int64_t again = 0;
    str inside = str_sub(s, 0, s.n - 1);
    str first = str_cut(&inside, S("("));
    return one_amount(first, unit, fen) && one_amount(inside, unit, &again) && again == *fen;
}

/* ---- in running text ---- */

/* The length of the numeral character that ends at byte `end`; 0 when there is none. */
static ptrdiff_t numeral_before(str text, ptrdiff_t end) {
    for (ptrdiff_t n = 1; n <= 3 && n <= end; n++) {
        str c = str_sub(text, end - n, end);
        unsigned char lead = (unsigned char)c.p[0];
        if (n == 1 && (at_digit(c) || c.p[0] == '.' || c.p[0] == ',' || c.p[0] == ' '))
            return 1;
        if (n == 3 && lead == 0xEF &&
            (str_eq(c, S("，")) || str_eq(c, S("．")) ||
             (str_cmp(c, S("０")) >= 0 && str_cmp(c, S("９")) <= 0)))
            return 3;
        if (n == 3 && (take_multiplier(&c) != 0 || take_word(&c) >= 0))
            return 3;
    }
    return 0;
}

/* 罚款，2 元: a comma in front belongs to the sentence. */
static str without_front(str s) {
    while (s.n > 0 && (s.p[0] == ' ' || s.p[0] == ',' || s.p[0] == '.' || take(&s, S("，"))))
        s = s.p[0] == ' ' || s.p[0] == ',' || s.p[0] == '.' ? str_sub(s, 1, s.n) : s;
    return s;
}

static ptrdiff_t yuan_from(str text, ptrdiff_t at) {
    str rest = str_sub(text, at, text.n);
    ptrdiff_t plain_yuan = str_find(rest, S("元"));
    ptrdiff_t old_yuan = str_find(rest, S("圆"));
    if (plain_yuan < 0 || (old_yuan >= 0 && old_yuan < plain_yuan))
        plain_yuan = old_yuan;
    return plain_yuan < 0 ? -1 : at + plain_yuan;
}

bool amount_next(struct arena *a, str text, ptrdiff_t *at, int64_t *fen) {
    for (;;) {
        ptrdiff_t yuan = yuan_from(text, *at);
        if (yuan < 0)
            return false;
        ptrdiff_t from = yuan;
        for (ptrdiff_t n = 1; n > 0 && from > *at && yuan - from < SPELLED_MOST; from -= n)
            n = numeral_before(text, from);
        str number = without_front(str_sub(text, from < *at ? *at : from, yuan));
        *at = yuan + S("元").n;
        if (number.n > 0 && quantity(number_folded(a, number), AMOUNT_YUAN, fen))
            return true;
    }
}
