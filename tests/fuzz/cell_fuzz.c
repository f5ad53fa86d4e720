/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * cell_fuzz.c — dates, instants, amounts, numbers, codes.
 *
 * In:    one cell
 * Out:   none
 * Law:   none
 * Never: takes a day that there is not
 */
#include "fuzz.h"

#include "intake/amount.h"
#include "intake/day.h"
#include "intake/landing.h"
#include "intake/merge.h"

#define FORMS S("YYYY-M-D|YYYY年M月D日|D.M.YYYY")

static void check_day(struct arena *a, date d) {
    fuzz_claim(d == DATE_NONE || date_parse(date_text(a, d)) == d || date_ymd(d).year > 9999 ||
                   date_ymd(d).year < 1000,
               "a day that does not come back");
}

static void fuzz_one(struct arena *a, str input) {
    int64_t v = 0;
    check_day(a, date_parse(input));
    check_day(a, date_parse_loose(input));
    check_day(a, day_parse(a, input));
    check_day(a, day_parse_as(a, input, FORMS));
    check_day(a, day_serial(input));
    /* 24:00 of a day is the first minute of the next. */
    instant t = instant_parse_loose(input);
    fuzz_claim(t == INSTANT_NONE ? date_parse_loose(input) == DATE_NONE
                                 : instant_date(t) == date_parse_loose(input) ||
                                       t == ((instant)date_parse_loose(input) + 1) * 1440,
               "an instant of another day");
    (void)instant_parse(input);
    if (str_int(input, &v))
        fuzz_claim(str_eq(input, str_fmt(a, "%lld", (long long)v)) || input.p[0] == '0' ||
                       input.p[0] == '-',
                   "another number");
    (void)amount_parse(a, input, AMOUNT_YUAN, &v);
    for (ptrdiff_t at = 0; amount_next(a, input, &at, &v);)
        fuzz_claim(at > 0 && at <= input.n, "an amount outside the text");
    (void)uscc_valid(input);
    (void)resident_id_valid(input);
    struct merge range;
    if (merge_read(input, &range))
        fuzz_claim(merge_read(merge_name(a, &range), &range), "a range that does not come back");
    struct about about;
    if (about_read(input, &about))
        fuzz_claim(about_read(about_text(a, &about), &about), "a version that does not come back");
    str shape = diag_shape(a, input);
    fuzz_claim(shape.n > 0, "no shape");
}
