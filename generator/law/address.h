/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * address.h — inside law: how much of an address may be told.
 *
 * In:    an address as written
 * Out:   its province, city and county
 * Law:   law.md §3: 家庭住址 is cut below the county
 * Never: looks an address up
 */
#ifndef GONGSHI_LAW_ADDRESS_H
#define GONGSHI_LAW_ADDRESS_H

#include "base/str.h"

/* How many bytes of an address name its province, city and county: 青原市桥东区建设路1号 → those of
 * 青原市桥东区. 0 when it begins with none. */
ptrdiff_t address_county(str address);

/* How many bytes its first division takes, 0 when it begins with none. */
ptrdiff_t address_division(str address);

/* Whether it tells more than the county: a road, a village, a house. Numbers and names do not. */
bool address_is_telling(str address);

/* Whether a text names somebody's home by its form: a building, staircase, room or a house of a
 * village with its number (3号楼2单元401室, 东村12号), not only a road. */
bool address_is_home(str text);

#endif
