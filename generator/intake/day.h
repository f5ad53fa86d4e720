/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * day.h — dates as people write them: for intake's own files only.
 *
 * In:    texts: 2026/1/2 · ２０２６年１月２日 · 二〇二六年一月二日 · 长期 · 46024
 * Out:   date
 * Law:   law.md §4 (2099-12-31 is 长期)
 * Never: guesses which number is the month
 */
#ifndef GONGSHI_INTAKE_DAY_H
#define GONGSHI_INTAKE_DAY_H

#include "base/date.h"

/* Any usual form; DATE_NONE when it is none. */
date day_parse(struct arena *a, str text);

/* By forms of a map, tried in turn between bars: YYYY year, M month, D day, all else as it stands;
 * `excel` is the serial number that spreadsheets keep for a date. A time of day may follow. */
date day_parse_as(struct arena *a, str text, str forms);

/* Whether all these forms can be read by. */
bool day_forms_good(str forms);

/* The day of a spreadsheet's serial number (1900 system), a time of day behind the point ignored;
 * DATE_NONE when the text is no number between 1900-03-01 and 2173. */
date day_serial(str text);

#endif
