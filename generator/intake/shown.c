/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shown.c — what a diagnostic may show of a value that is wrong.
 *
 * In:    texts that mean nothing where they stand
 * Out:   the same, or their shape
 * Law:   个人信息保护法 art. 28, 51
 * Never: shows a name, a number of a person, or an address
 */
#include "intake/shown.h"

#include "base/diag.h"
#include "base/utf8.h"
#include "intake/names.h"

#define SHOWN_MOST 40 /* code points */
#define DAY_DIGITS 8  /* of a day: a telephone has more */
#define WORD_DIGITS 4 /* of a column's name: a year */

static bool is_digit(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= U'０' && c <= U'９');
}

static int digits_in(str s) {
    int n = 0;
    while (s.n > 0)
        n += is_digit(utf8_next(&s));
    return n;
}

static bool holds(str set, uint32_t c) {
    while (set.n > 0)
        if (utf8_next(&set) == c)
            return true;
    return false;
}

static str itself_or_shape(struct arena *a, str value, bool itself) {
    return itself ? utf8_head(value, SHOWN_MOST) : diag_shape(a, value);
}

/* Figures, what stands between them, and the words of days and amounts; or a single character. */
static bool is_figures(str value) {
    str words =
        S("年月日号时分秒上下午星期至前后〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
          "元角整人民币约");
    bool good = digits_in(value) <= DAY_DIGITS;
    if (utf8_count(value) == 1)
        return true;
    for (str rest = value; rest.n > 0 && good;) {
        uint32_t c = utf8_next(&rest);
        bool sign = c < 0x80 && c != '@' && ((c | 0x20) - 'a' >= 26 || c == 'E'); /* 2.02603E+11 */
        good = sign || is_digit(c) || holds(S("－／．，：（）￥　"), c) || holds(words, c);
    }
    return good;
}

/* Whether two neighbouring characters of the text stand in a term of the vocabulary, too. */
static bool is_like_term(enum vocab v, str text) {
    for (str rest = text; utf8_count(rest) >= 2; (void)utf8_next(&rest))
        for (int i = 1; i <= term_count(v); i++)
            if (str_find(term_text(v, i), utf8_head(rest, 2)) >= 0)
                return true;
    return false;
}

str shown_value(struct arena *a, const struct field_info *info, str value) {
    bool open = info->exposure == EXPOSURE_OPEN;
    if (info->type == FIELD_term)
        open = open && digits_in(value) <= WORD_DIGITS &&
               (utf8_count(value) == 1 || names_near_term(a, (enum vocab)info->of, value).n > 0 ||
                is_like_term((enum vocab)info->of, value));
    else
        open = open && is_figures(value);
    return itself_or_shape(a, value, open);
}

str shown_day(struct arena *a, str value) {
    return itself_or_shape(a, value, is_figures(value));
}

str shown_word(struct arena *a, str word) {
    return itself_or_shape(a, word, digits_in(word) <= WORD_DIGITS && str_find(word, S("@")) < 0);
}

str shown_kind(struct arena *a, str word) {
    bool letters = digits_in(word) <= WORD_DIGITS;
    for (str rest = word; rest.n > 0;) {
        uint32_t c = utf8_next(&rest);
        letters = letters && c < 0x80 && c != '@';
    }
    return itself_or_shape(a, word, letters);
}

str shown_agency(struct arena *a, str name) {
    return itself_or_shape(a, name, names_office(name));
}
