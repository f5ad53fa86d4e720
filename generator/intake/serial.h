/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * serial.h — numbers of a workbook as people read them: for intake's own files only.
 *
 * In:    numbers as a workbook stores them, format codes
 * Out:   texts: 20000, 0.1, 2026-03-02, 2026-03-02 14:30
 * Law:   none
 * Never: shows a digit that is not in the number
 */
#ifndef GONGSHI_INTAKE_SERIAL_H
#define GONGSHI_INTAKE_SERIAL_H

#include "base/buf.h"

/* What a number means by its format. */
enum serial_form { SERIAL_NUMBER, SERIAL_DATE, SERIAL_INSTANT, SERIAL_TIME };

/* By the number of a built-in format, and by a format code: yyyy"年"m"月"d"日". */
enum serial_form serial_builtin(int64_t format);
enum serial_form serial_form_of(str code);

/* A number's text, appended. A whole number of up to 15 digits stands as it is; a longer one keeps
 * its exponent, so that lost digits are seen. Text that is no number is appended unchanged. */
void serial_number(str text, struct buf *out);

/* The day and time of a serial number, counted from 1900 or 1904, appended; what is no such number
 * as serial_number does. */
void serial_day(str text, enum serial_form form, bool from_1904, struct buf *out);

#endif
