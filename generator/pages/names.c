/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * names.c — parties by name, for who has no script: organisations by the first two letters of their
 * name in pinyin, persons by surname.
 *
 * In:    struct disclosure; names of offices, of which the places around are learnt
 * Out:   struct list_name; names/index.html
 * Law:   企业名称登记管理规定 art. 6 (行政区划名称, 字号, 行业, 组织形式, in this order)
 * Never: knows more of a person than the masked name says
 */
#include "base/pinyin.h"
#include "base/utf8.h"
#include "pages/page.h"

#include <stdlib.h>

enum {
    KEY_LETTERS = 2,
    PLACE_MOST = 5,  /* characters of 白沙岭市; the longest cities and counties have one more */
    PLACES_DEEP = 3, /* 省, 市, 县 */
    NAME_LEAST = 2,  /* characters that must be left of a name */
    SURNAME_BYTES = 12, /* 爱新觉罗 */
    HAN = 3             /* bytes of most characters */
};

struct naming {
    const struct pinyin *letters;
    str *places; /* of the offices: 青原市, 云溪县 */
    int place_count;
};

/* ---- places that a name begins with ---- */

static const char *const provinces[] = {
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南",   "湖北", "湖南", "广东",   "广西", "海南", "重庆",
    "四川", "贵州", "云南", "西藏", "陕西",   "甘肃", "青海", "宁夏",   "新疆",
};
#define PROVINCES ((int)(sizeof provinces / sizeof *provinces))

/* What ends in 市 and is no city. */
static bool is_false_city(str place) {
    static const char *const others[] = {"超市", "门市", "城市", "都市", "夜市", "集市", "菜市"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_ends(place, str_of(others[i])))
            return true;
    return false;
}

/* Bytes up to and with the first of `ends` behind at least two characters, 0 for none. */
static ptrdiff_t place_end(str name, str ends) {
    str rest = name;
    for (int i = 0; i < PLACE_MOST && rest.n > 0; i++) {
        str here = utf8_head(rest, 1);
        rest = str_sub(rest, here.n, rest.n);
        if (i >= 2 && here.n == HAN && str_find(ends, here) >= 0)
            return is_false_city(str_sub(name, 0, name.n - rest.n)) ? 0 : name.n - rest.n;
    }
    return 0;
}

/* 广西壮族自治区, 青原满族自治县. */
static ptrdiff_t autonomous_end(str name) {
    ptrdiff_t at = str_find(utf8_prefix(name, HAN * 14), S("自治"));
    return at >= 2 * HAN ? at + 3 * HAN : 0;
}

/* Of an office's name: districts and banners too, which in a firm's name are mostly something else.
 */
static ptrdiff_t office_place(str name) {
    ptrdiff_t end = autonomous_end(name);
    return end > 0 ? end : place_end(name, S("省市县区旗州盟"));
}

static ptrdiff_t known_place(const struct naming *n, str name) {
    ptrdiff_t longest = 0;
    for (int i = 0; i < n->place_count; i++) {
        str place = n->places[i];
        bool district = str_ends(place, S("区")) || str_ends(place, S("旗"));
        if (!district && !str_starts(name, place)) /* 青原 of 青原市 */
            place = str_sub(place, 0, place.n - HAN);
        if (place.n > longest && place.n >= 2 * HAN && str_starts(name, place))
            longest = place.n;
    }
    for (int i = 0; i < PROVINCES && longest == 0; i++)
        if (str_starts(name, str_of(provinces[i])))
            longest = str_of(provinces[i]).n;
    return longest;
}

/* Most names begin with the place they are registered in, one of a few: what tells them apart comes
 * behind it. */
static str without_places(const struct naming *n, str name) {
    for (int i = 0; i < PLACES_DEEP; i++) {
        ptrdiff_t end = autonomous_end(name);
        if (end == 0)
            end = place_end(name, S("省市县"));
        if (end == 0)
            end = known_place(n, name);
        str rest = str_sub(name, end, name.n);
        if (utf8_count(rest) < NAME_LEAST)
            break;
        name = rest;
    }
    return name;
}

static void add_place(struct naming *n, str place) {
    for (int i = 0; i < n->place_count; i++)
        if (str_eq(n->places[i], place))
            return;
    n->places[n->place_count++] = place;
}

const struct naming *naming_make(struct arena *a, const str *offices, int n) {
    struct naming *out = NEW(a, struct naming, 1);
    out->letters = pinyin_make(a);
    out->places = NEW(a, str, (ptrdiff_t)n * PLACES_DEEP + 1);
    for (int i = 0; i < n; i++) {
        str rest = offices[i];
        for (int deep = 0; deep < PLACES_DEEP; deep++) {
            ptrdiff_t end = office_place(rest);
            if (end == 0)
                break;
            add_place(out, str_dup(a, str_sub(rest, 0, end)));
            rest = str_sub(rest, end, rest.n);
        }
    }
    return out;
}

/* ---- under what a party is found ---- */

/* Of a name as it is masked (张某, 欧阳某2, 陈*兰, J.): what stands for the surname, in the form of
 * the first; absent when nothing does. */
static str surname_key(struct arena *a, str name) {
    ptrdiff_t at = str_find(name, S("某"));
    str first = utf8_head(name, 1);
    if (at > 0 && at <= SURNAME_BYTES)
        first = str_sub(name, 0, at);
    str rest = first;
    uint32_t c = rest.n > 0 ? utf8_next(&rest) : 0;
    bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return at != 0 && (letter || utf8_is_han(c)) ? str_cat(a, first, S("某")) : (str){0};
}

/* A trader under the masked name of a person, and not under that of a shop. */
static bool is_masked_person(str name) {
    ptrdiff_t at = str_find(name, S("某"));
    if (at <= 0 || at > SURNAME_BYTES)
        return false;
    for (str rest = str_sub(name, at + HAN, name.n); rest.n > 0;) {
        uint32_t c = utf8_next(&rest);
        if (c != U'某' && (c < '0' || c > '9'))
            return false;
    }
    return true;
}

bool list_named(const struct naming *n, struct arena *a, const struct disclosure *d, str *key) {
    int type = disclosure_party_type(d);
    str name = disclosure_party(d);
    *key = (str){0};
    if (type == PARTY_PERSON || (type == PARTY_TRADER && is_masked_person(name)))
        *key = surname_key(a, name);
    else if (type != 0 && n->letters != NULL)
        *key = str_sub(pinyin_initials(n->letters, a, without_places(n, name)), 0, KEY_LETTERS);
    return key->n > 0;
}

bool names_is_person(str key) {
    return str_ends(key, S("某"));
}

/* Addresses are ASCII: JX, 5F20 for 张, 6B27-9633 for 欧阳. */
str names_file(struct arena *a, str key) {
    if (!names_is_person(key))
        return key;
    str name = {0};
    for (str rest = str_sub(key, 0, key.n - HAN); rest.n > 0;)
        name = str_fmt(a, "%.*s%s%04X", STR(name), name.n > 0 ? "-" : "", utf8_next(&rest));
    return name;
}

/* ---- the page that leads to all of them ---- */

struct entry {
    str key;
    char letter;
};

static int by_letter(const void *x, const void *y) {
    const struct entry *a = x;
    const struct entry *b = y;
    return a->letter != b->letter ? a->letter - b->letter : str_cmp(a->key, b->key);
}

static char letter_of(const struct naming *n, struct arena *a, str key) {
    str letters = n->letters == NULL ? (str){0} : pinyin_initials(n->letters, a, key);
    return letters.n > 0 ? letters.p[0] : '0';
}

/* [{letter, links: {items}}], of organisations or of persons. */
static struct value letters_of(struct arena *a, const struct entry *v, ptrdiff_t n, bool persons) {
    struct value list = value_list(a, 40);
    for (ptrdiff_t i = 0; i < n;) {
        char letter = v[i].letter;
        struct value links = value_list(a, n);
        for (; i < n && v[i].letter == letter; i++)
            if (names_is_person(v[i].key) == persons) {
                struct list_name name = list_gathered(LIST_NAME, v[i].key);
                value_add(a, &links,
                          link_value(a, list_path(a, &name, 1, true), v[i].key, (str){0}));
            }
        struct value one = value_map(a, 2);
        value_set_text(a, &one, "letter", str_dup(a, (str){&letter, 1}));
        value_set(a, &one, S("links"), links);
        if (links.n > 0)
            value_add(a, &list, one);
    }
    return list;
}

bool pages_names(const struct pages *p, struct arena *scratch, const struct names_page *names,
                 struct buf *out) {
    struct frame frame = {.path = S("names/index.html"),
                          .title = section_at(p, S("names/"))->title,
                          .description = section_at(p, S("names/"))->text,
                          .published = INSTANT_NONE};
    ptrdiff_t n = names->keys.n;
    struct entry *v = NEW(scratch, struct entry, n + 1);
    for (ptrdiff_t i = 0; i < n; i++)
        v[i] =
            (struct entry){names->keys.v[i], letter_of(names->naming, scratch, names->keys.v[i])};
    qsort(v, (size_t)n, sizeof *v, by_letter);
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "intro", frame.description);
    value_set_text(scratch, &root, "as_of", date_text(scratch, names->as_of));
    set_links(scratch, &root, "organisations", letters_of(scratch, v, n, false));
    set_links(scratch, &root, "persons", letters_of(scratch, v, n, true));
    return frame_render(p, S("names"), &root, out);
}
