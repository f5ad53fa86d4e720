/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * number.c — private numbers told by their arithmetic and surroundings.
 *
 * In:    folded texts
 * Out:   where a number ends that nobody declared
 * Law:   law.md §3; GB 11643 (weights and check digit), Luhn
 * Never: takes a public code, an amount, a date or a document number
 */
#include "law/number.h"

#include "base/date.h"
#include "base/utf8.h"

#define ID 18         /* characters of a resident ID */
#define OLD_ID 15     /* of its form before 1999 */
#define MOBILE 11     /* digits */
#define CARD_LEAST 16 /* digits of a bank card */
#define CARD_MOST 19
#define FIRST_BIRTH 1890
#define LAST_BIRTH 2049
#define LABEL_MOST 16    /* characters between a label and its number */
#define PAYEE_MOST 48    /* characters in which an account can be said to be an authority's */
#define GAP_MOST 8       /* bytes between two groups of one number */
#define WORD_LEAST 5     /* letters of an account name */
#define LANDLINE_MOST 12 /* digits with the area code */
#define SERVICE 10       /* digits of 400-… */
#define LOCAL_LEAST 7    /* digits of a landline without its area code */

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static bool is_alnum(uint32_t c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z');
}

static int value(const uint32_t *c) {
    return (int)(*c - '0');
}

/* ---- arithmetic ---- */

static int whole(const uint32_t *c, int n) {
    int v = 0;
    for (int i = 0; i < n; i++)
        v = v * 10 + value(c + i);
    return v;
}

/* GB 11643: division code, date of birth, sequence, check. 9 begins the permanent residence card
 * of a foreigner. */
static bool is_resident_id(const uint32_t *c) {
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < ID - 1; i++)
        sum += weights[i] * value(c + i);
    if (c[ID - 1] != (uint32_t) "10X98765432"[sum % 11] || c[0] == '0' || c[0] == '7')
        return false;
    int year = whole(c + 6, 4);
    return year >= FIRST_BIRTH && year <= LAST_BIRTH &&
           date_of(year, whole(c + 10, 2), whole(c + 12, 2)) != DATE_NONE;
}

static bool is_luhn(const uint32_t *c, ptrdiff_t n) {
    int sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        int v = value(c + n - 1 - i);
        if (i % 2 == 1)
            v = v < 5 ? v * 2 : v * 2 - 9;
        sum += v;
    }
    return sum % 10 == 0;
}

static bool is_mobile(const uint32_t *c) {
    return c[0] == '1' && c[1] >= '3';
}

/* ---- surroundings ---- */

/* Whether `word`, folded as it is, begins at character i. */
static bool word_at(const struct folded *t, ptrdiff_t i, str word) {
    while (word.n > 0) {
        if (i >= t->n || t->c[i++] != utf8_next(&word))
            return false;
    }
    return true;
}

static bool one_of_at(const struct folded *t, ptrdiff_t i, const char *const *words) {
    for (; *words != NULL; words++)
        if (word_at(t, i, str_of(*words)))
            return true;
    return false;
}

static bool is_stop(uint32_t c) {
    return c == 0x3002 /* 。 */ || c == ';' || is_digit(c);
}

/* One of the words stands before `from`, with no other number between. */
static bool labelled(const struct folded *t, ptrdiff_t from, const char *const *words) {
    for (ptrdiff_t i = from - 1; i >= 0 && from - i <= LABEL_MOST && !is_stop(t->c[i]); i--)
        if (one_of_at(t, i, words))
            return true;
    return false;
}

/* The account into which a fine is paid is public. */
static bool is_payee(const struct folded *t, ptrdiff_t from) {
    static const char *const words[] = {"财政", "罚没", "国库", "缴款",
                                        "缴至", "缴纳", "收款", NULL};
    for (ptrdiff_t i = from - 1; i >= 0 && from - i <= PAYEE_MOST && t->c[i] != 0x3002; i--)
        if (one_of_at(t, i, words))
            return true;
    return false;
}

/* ¥13800000000, 13800000000元, 3.13800000000: money and measures. */
static bool is_amount(const struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    static const char *const units[] = {"元", "万",   "亿", "美元", "吨",
                                        "千", "公斤", "米", "平",   NULL};
    if (to < t->n &&
        (one_of_at(t, to, units) || (t->c[to] == '.' && to + 1 < t->n && is_digit(t->c[to + 1]))))
        return true;
    return from > 0 && (t->c[from - 1] == 0xA5 || t->c[from - 1] == 0xFFE5 ||
                        t->c[from - 1] == '.' || t->c[from - 1] == ',');
}

/* 青市监罚〔2026〕13800000000号 */
static bool is_document_number(const struct folded *t, ptrdiff_t from) {
    static const char *const before[] = {"〕", ")", "]", "第", "】", NULL};
    return from > 0 && one_of_at(t, from - 1, before);
}

/* Part of a run of eighteen digits and letters: a 统一社会信用代码 such as 13130500401MB12345. */
static bool is_in_code(const struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    ptrdiff_t first = from;
    ptrdiff_t end = to;
    while (first > 0 && to - first <= ID && is_alnum(t->c[first - 1]) && fold_joined(t, first))
        first--;
    while (end < t->n && end - first <= ID && is_alnum(t->c[end]) && fold_joined(t, end))
        end++;
    return end - first == ID;
}

/* ---- groups ---- */

enum gap { GAP_NONE, GAP_BLANK, GAP_LINE, GAP_WIDE };

/* How far apart characters i - 1 and i stand. What cannot be seen is no gap. */
static enum gap gap_before(const struct folded *t, ptrdiff_t i) {
    if (fold_joined(t, i))
        return GAP_NONE;
    str between = fold_gap(t, i);
    if (between.n > GAP_MOST)
        return GAP_WIDE;
    enum gap gap = GAP_NONE;
    while (between.n > 0) {
        uint32_t c = utf8_next(&between);
        if (c == '\n' || c == '\r')
            return GAP_LINE;
        if (!(c >= 0x200B && c <= 0x200F) && c != 0xFEFF && c != 0x2060 && c != 0xAD)
            gap = GAP_BLANK;
    }
    return gap;
}

/* A number in groups, as far as it was read. */
struct groups {
    ptrdiff_t from;
    ptrdiff_t n; /* characters */
    int gaps;
    int lines;     /* gaps that are line breaks */
    int widths[3]; /* characters of the first groups */
};

static bool mobile_grouping(const struct groups *g) {
    if (g->gaps == 0 || (g->gaps == 1 && g->lines == 1))
        return true;
    if (g->gaps == 1)
        return g->widths[0] == 3 || g->widths[0] == 7;
    return g->gaps == 2 && g->widths[0] == 3 && g->widths[1] == 4;
}

static bool looks_mobile(const struct folded *t, const struct groups *g) {
    static const char *const certificates[] = {"执法证", "证件编号", "许可证",
                                               "编号",   "工号",     NULL};
    ptrdiff_t from = g->from;
    if (g->n == MOBILE + 2) /* +86 */
        from += t->c[from] == '8' && t->c[from + 1] == '6' ? 2 : 0;
    else if (g->n == MOBILE + 4)
        from += word_at(t, from, S("0086")) ? 4 : 0;
    if (g->from + g->n - from != MOBILE || !is_mobile(t->c + from) || !mobile_grouping(g))
        return false;
    return !is_amount(t, g->from, g->from + g->n) && !is_document_number(t, g->from) &&
           !is_in_code(t, g->from, g->from + g->n) && !labelled(t, g->from, certificates);
}

static bool looks_id(const struct folded *t, const struct groups *g) {
    static const char *const codes[] = {"信用代码", "机构代码", "注册号", NULL};
    return g->n == ID && is_resident_id(t->c + g->from) && !labelled(t, g->from, codes);
}

static bool looks_card(const struct folded *t, const struct groups *g) {
    static const char *const accounts[] = {"卡号", "账号", "帐号", "账户", "帐户", "银行卡", NULL};
    return g->n >= CARD_LEAST && g->n <= CARD_MOST && is_digit(t->c[g->from + g->n - 1]) &&
           is_luhn(t->c + g->from, g->n) && labelled(t, g->from, accounts) && !is_payee(t, g->from);
}

/* Takes in character i of the number; false when it is none of it. */
static bool group_take(const struct folded *t, struct groups *g, ptrdiff_t i) {
    bool last_of_id = g->n == ID - 1 && t->c[i] == 'X';
    if (!is_digit(t->c[i]) && !last_of_id)
        return false;
    enum gap gap = i == g->from ? GAP_NONE : gap_before(t, i);
    if (gap == GAP_WIDE)
        return false;
    g->gaps += gap != GAP_NONE;
    g->lines += gap == GAP_LINE;
    if (g->gaps < 3)
        g->widths[g->gaps]++;
    g->n++;
    return true;
}

/* The longest run of groups that is a private number wins; each place is read CARD_MOST ahead. */
bool number_undeclared(const struct folded *t, ptrdiff_t from, ptrdiff_t *to) {
    if (!is_digit(t->c[from]))
        return false;
    if (from > 0 && is_digit(t->c[from - 1]) && gap_before(t, from) == GAP_NONE)
        return false;
    struct groups g = {.from = from};
    bool found = false;
    for (ptrdiff_t i = from; i < t->n && g.n < CARD_MOST && group_take(t, &g, i); i++) {
        bool cut = i + 1 < t->n && is_digit(t->c[i + 1]) && gap_before(t, i + 1) == GAP_NONE;
        if (cut || g.n < NUMBER_LEAST)
            continue;
        if (looks_id(t, &g) || looks_mobile(t, &g) || looks_card(t, &g)) {
            *to = i + 1;
            found = true;
        }
    }
    return found;
}

/* Half-width digits one byte each, full-width ones with the bytes EF BC before. */
bool number_possible(str text) {
    ptrdiff_t digits = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        digits += (c >= '0' && c <= '9') || c == 0xEF;
    }
    return digits >= NUMBER_LEAST;
}

/* ---- declared numbers ---- */

bool number_is_telling(str s) {
    int letters = 0;
    bool digit = false;
    bool only_zeros = true;
    while (s.n > 0) {
        uint32_t c = fold_one(utf8_next(&s));
        letters += (c >= 'A' && c <= 'Z') || c == '@';
        digit = digit || is_digit(c);
        only_zeros = only_zeros && (!is_digit(c) || c == '0');
    }
    return digit ? !only_zeros : letters >= WORD_LEAST;
}

bool number_is_landline(str s) {
    int digits = 0;
    uint32_t first = 0;
    while (s.n > 0) {
        uint32_t c = fold_one(utf8_next(&s));
        if (is_digit(c) && digits++ == 0)
            first = c;
        else if (!is_digit(c) && c != 0 && c != '(' && c != ')' && c != '+')
            return false;
    }
    return digits <= LOCAL_LEAST + 1 || (first == '0' && digits <= LANDLINE_MOST) ||
           (first == '4' && digits == SERVICE);
}

static struct folded part(const struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    return (struct folded){.c = t->c + from, .at = t->at + from, .n = to - from};
}

/* 18 digits → 15: the year loses its century, the check digit falls away. */
static struct folded old_id(struct arena *a, const struct folded *t) {
    struct folded old = {.c = NEW(a, uint32_t, OLD_ID), .n = OLD_ID};
    for (int i = 0; i < OLD_ID; i++)
        old.c[i] = t->c[i < 6 ? i : i + 2];
    return old;
}

int number_forms(struct arena *a, const struct folded *v, struct folded out[NUMBER_FORMS]) {
    int n = 0;
    ptrdiff_t plus = v->n > 0 && v->c[0] == '+' ? 1 : 0;
    ptrdiff_t country = word_at(v, 0, S("0086")) ? 4 : word_at(v, plus, S("86")) ? plus + 2 : 0;
    if (country > 0 && v->n - country == MOBILE && is_mobile(v->c + country))
        out[n++] = part(v, country, v->n);
    /* An area code has three or four digits: 010 and 02x have three. */
    ptrdiff_t area = v->n > 1 && v->c[0] == '0' ? (v->c[1] <= '2' ? 3 : 4) : 0;
    if (area > 0 && v->digits == v->n && v->n - area >= LOCAL_LEAST &&
        v->n - area <= LOCAL_LEAST + 1)
        out[n++] = part(v, area, v->n);
    if (v->n == ID && v->digits >= ID - 1 && is_resident_id(v->c))
        out[n++] = old_id(a, v);
    return n;
}
