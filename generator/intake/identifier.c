/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * identifier.c — codes of organisations and persons, tested by their own arithmetic.
 *
 * In:    identifiers
 * Out:   right or wrong
 * Law:   GB 32100-2015, GB 11643-1999
 * Never: corrects one
 */
#include "base/date.h"
#include "intake/check.h"

#include <string.h>

#define USCC_LENGTH 18
#define ID_LENGTH 18
#define ID_LENGTH_OLD 15

/* The value of a character: its place in the alphabet, which leaves out I O S V Z. */
static int uscc_value(char c) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);
    return at == NULL ? -1 : (int)(at - alphabet);
}

bool uscc_valid(str code) {
    if (code.n != USCC_LENGTH)
        return false;
    int sum = 0;
    int weight = 1; /* 3^i mod 31 */
    for (int i = 0; i < USCC_LENGTH - 1; i++) {
        int v = uscc_value(code.p[i]);
        if (v < 0)
            return false;
        sum += v * weight;
        weight = weight * 3 % 31;
    }
    return uscc_value(code.p[USCC_LENGTH - 1]) == (31 - sum % 31) % 31;
}

bool uscc_placeholder(str code) {
    return str_eq(code, S("00000000000000000X"));
}

/* `n` digits as a number, or -1. */
static int digits(str s, int from, int n) {
    int v = 0;
    for (int i = from; i < from + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

static bool is_birth_date(int year, int month, int day) {
    return year >= 1850 && month > 0 && day > 0 && date_of(year, month, day) != DATE_NONE;
}

static bool id_check_right(str id) {
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < ID_LENGTH - 1; i++)
        sum += (id.p[i] - '0') * weights[i];
    char last = id.p[ID_LENGTH - 1] == 'x' ? 'X' : id.p[ID_LENGTH - 1];
    return "10X98765432"[sum % 11] == last;
}

bool resident_id_valid(str id) {
    if (id.n == ID_LENGTH_OLD)
        return digits(id, 0, 6) >= 0 && digits(id, 12, 3) >= 0 &&
               is_birth_date(1900 + digits(id, 6, 2), digits(id, 8, 2), digits(id, 10, 2));
    if (id.n != ID_LENGTH || digits(id, 0, 6) < 0 || digits(id, 14, 3) < 0)
        return false;
    return is_birth_date(digits(id, 6, 4), digits(id, 10, 2), digits(id, 12, 2)) &&
           id_check_right(id);
}

/* Spreadsheets keep 15 digits of a number and put noughts for the rest. */
bool excel_rounded(str code) {
    for (ptrdiff_t i = 0; i < code.n; i++)
        if (code.p[i] < '0' || code.p[i] > '9' || (i >= 15 && code.p[i] != '0'))
            return false;
    return code.n >= 16;
}
