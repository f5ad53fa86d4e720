/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * number.c — the arithmetic of private numbers, and their shorter forms.
 *
 * In:    characters of a folded number
 * Out:   whether its check digit is right
 * Law:   GB 11643-1999, GB 32100-2015, Luhn (ISO/IEC 7812-1)
 * Never: looks at what stands around the number
 */
#include "law/number.h"

#include "base/date.h"

#include <string.h>

#define OLD_ID 15        /* digits of a resident ID before 1999 */
#define MOBILE 11        /* digits */
#define LANDLINE_MOST 12 /* digits with the area code */
#define SERVICE 10       /* digits of 400-… */
#define LOCAL_LEAST 7    /* digits of a landline without its area code */
#define WORD_LEAST 5     /* letters of an account name */
#define FIRST_BIRTH 1890
#define LAST_BIRTH 2049

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static int whole(const uint32_t *c, int n) {
    int v = 0;
    for (int i = 0; i < n; i++)
        v = v * 10 + (int)(c[i] - '0');
    return v;
}

bool number_in_province(const uint32_t *c) {
    static const char provinces[] =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
        "50 51 52 53 54 61 62 63 64 65 71 81 82 83";
    for (const char *p = provinces;; p += 3) {
        if (c[0] == (uint32_t)p[0] && c[1] == (uint32_t)p[1])
            return true;
        if (p[2] == '\0')
            return false;
    }
}

bool number_is_resident(const uint32_t c[ID_DIGITS]) {
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < ID_DIGITS - 1; i++) {
        if (!is_digit(c[i]))
            return false;
        sum += weights[i] * (int)(c[i] - '0');
    }
    if (c[ID_DIGITS - 1] != (uint32_t) "10X98765432"[sum % 11] ||
        (c[0] != '9' && !number_in_province(c)))
        return false;
    int year = whole(c + 6, 4);
    return year >= FIRST_BIRTH && year <= LAST_BIRTH &&
           date_of(year, whole(c + 10, 2), whole(c + 12, 2)) != DATE_NONE;
}

/* The place of a character in the alphabet of GB 32100, which leaves out I O S V Z; -1 for none. */
static int code_value(uint32_t c) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const char *at = c == 0 || c > 'Z' ? NULL : strchr(alphabet, (int)c);
    return at == NULL ? -1 : (int)(at - alphabet);
}

bool number_is_code(const uint32_t c[ID_DIGITS]) {
    int sum = 0;
    int weight = 1; /* 3^i mod 31 */
    for (int i = 0; i < ID_DIGITS - 1; i++) {
        int v = code_value(c[i]);
        if (v < 0)
            return false;
        sum += v * weight;
        weight = weight * 3 % 31;
    }
    return code_value(c[ID_DIGITS - 1]) == (31 - sum % 31) % 31;
}

bool number_is_card(const uint32_t *c, ptrdiff_t n) {
    int sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        int v = (int)(c[n - 1 - i] - '0');
        if (i % 2 == 1)
            v = v < 5 ? v * 2 : v * 2 - 9;
        sum += v;
    }
    return sum % 10 == 0;
}

/* ---- declared numbers ---- */

bool number_is_telling(struct arena *a, str value) {
    struct folded t = fold(a, value);
    int letters = 0;
    bool only_zeros = true;
    for (ptrdiff_t k = 0; k < t.bare_n; k++) {
        uint32_t c = t.bare[k];
        letters += (c >= 'A' && c <= 'Z') || c == '@';
        only_zeros = only_zeros && (!is_digit(c) || c == '0');
    }
    return t.digits > 0 ? !only_zeros : letters >= WORD_LEAST;
}

bool number_is_landline(struct arena *a, str value) {
    struct folded t = fold(a, value);
    uint32_t first = 0;
    for (ptrdiff_t k = 0; k < t.bare_n; k++) {
        uint32_t c = t.bare[k];
        if (is_digit(c))
            first = first == 0 ? c : first;
        else if (c != '(' && c != ')' && c != '+')
            return false;
    }
    return t.digits <= LOCAL_LEAST + 1 || (first == '0' && t.digits <= LANDLINE_MOST) ||
           (first == '4' && t.digits == SERVICE);
}

/* 18 digits → 15: the year loses its century, the check digit falls away. */
static struct number_form old_id(struct arena *a, const struct folded *v) {
    uint32_t *c = NEW(a, uint32_t, OLD_ID);
    for (int i = 0; i < OLD_ID; i++)
        c[i] = v->bare[i < 6 ? i : i + 2];
    return (struct number_form){c, OLD_ID};
}

/* How many characters of a country code, 86, it begins with. */
static ptrdiff_t country(const struct folded *v) {
    static const char *const codes[] = {"86", "+86", "0086"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        ptrdiff_t n = (ptrdiff_t)strlen(codes[i]);
        ptrdiff_t same = 0;
        while (same < n && same < v->bare_n && v->bare[same] == (uint32_t)codes[i][same])
            same++;
        if (same == n && v->bare_n == n + MOBILE && v->bare[n] == '1')
            return n;
    }
    return 0;
}

int number_forms(struct arena *a, const struct folded *v, struct number_form out[NUMBER_FORMS]) {
    int n = 0;
    ptrdiff_t code = country(v);
    if (code > 0)
        out[n++] = (struct number_form){v->bare + code, v->bare_n - code};
    /* An area code has three or four digits: 010 and 02x have three. */
    ptrdiff_t area = v->bare_n > 1 && v->bare[0] == '0' ? (v->bare[1] <= '2' ? 3 : 4) : 0;
    if (area > 0 && v->digits == v->bare_n && v->bare_n - area >= LOCAL_LEAST &&
        v->bare_n - area <= LOCAL_LEAST + 1)
        out[n++] = (struct number_form){v->bare + area, v->bare_n - area};
    if (v->bare_n == ID_DIGITS && v->digits >= ID_DIGITS - 1 && number_is_resident(v->bare))
        out[n++] = old_id(a, v);
    return n;
}
