/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * address.c — how much of an address may be told.
 *
 * In:    an address as written
 * Out:   its province, city and county
 * Law:   law.md §3: 家庭住址 is cut below the county
 * Never: looks an address up
 */
#include "law/address.h"

#include "base/utf8.h"

#define TAIL_LEAST 4 /* characters of an address without its county that tell anything */
enum { PROVINCE_MOST = 9, CITY_MOST = 12, COUNTY_MOST = 13 };

static bool is_digit(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

/* What stands in the name of a road, a village, a house. */
static bool is_below_county(uint32_t c) {
    switch (c) {
    case U'路':
    case U'街':
    case U'道':
    case U'巷':
    case U'弄':
    case U'村':
    case U'镇':
    case U'乡':
    case U'组':
    case U'号':
    case U'楼':
    case U'栋':
    case U'幢':
    case U'室':
    case U'院':
        return true;
    default:
        return false;
    }
}

/* 小区, 社区 and the like are no districts, 市场 is no city. */
static bool is_false_end(uint32_t before, uint32_t c, str rest) {
    if (c == 0x533A) /* 区 */
        return utf8_among(U"小社园校厂库", before);
    return c == 0x5E02 /* 市 */ && (str_starts(rest, S("场")) || str_starts(rest, S("政")));
}

/* Bytes up to and with the first of `ends`, behind at least two characters; 0 when there is none
 * before a road, a village or a digit. */
static ptrdiff_t division(str s, const uint32_t *ends, int most) {
    uint32_t before = 0;
    str rest = s;
    for (int i = 0; i < most && rest.n > 0; i++) {
        uint32_t c = utf8_next(&rest);
        if (is_digit(c) || is_below_county(c))
            return 0;
        if (i >= 1 && utf8_among(ends, c) && !is_false_end(before, c, rest))
            return s.n - rest.n;
        before = c;
    }
    return 0;
}

ptrdiff_t address_division(str address) {
    return division(address, U"省市州盟县区旗", COUNTY_MOST);
}

ptrdiff_t address_county(str address) {
    ptrdiff_t at = 0;
    ptrdiff_t province = str_find(str_sub(address, 0, 30), S("自治区"));
    if (province > 0)
        at = province + (ptrdiff_t)sizeof "自治区" - 1;
    else
        at = division(address, U"省", PROVINCE_MOST);
    at += division(str_sub(address, at, address.n), U"市州盟", CITY_MOST);
    return at + division(str_sub(address, at, address.n), U"县区旗市", COUNTY_MOST);
}

bool address_is_telling(str address) {
    str tail = str_sub(address, address_county(address), address.n);
    int n = 0;
    bool house = false;
    while (tail.n > 0) {
        uint32_t c = utf8_next(&tail);
        n += c > ' ' && c != 0x3000;
        house = house || is_below_county(c) || utf8_among(U"屯庄区县市里", c);
    }
    return house && n >= TAIL_LEAST;
}

static bool is_number(uint32_t c) {
    return is_digit(c) || utf8_among(U"一二三四五六七八九十百〇零", c);
}

bool address_is_home(str text) {
    static const char *const homes[] = {"号楼", "单元", "栋", "幢", "室", "户"};
    bool number = false;
    bool village = false;
    int parts = 0;
    if (!address_is_telling(text))
        return false;
    while (text.n > 0) {
        for (size_t i = 0; number && i < sizeof homes / sizeof homes[0]; i++)
            parts += str_starts(text, str_of(homes[i]));
        uint32_t c = utf8_next(&text);
        if (number && village && c == U'号')
            return true;
        village = c == U'村' || c == U'组' || c == U'屯' || (village && is_number(c));
        number = is_number(c);
    }
    return parts >= 2;
}
