/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * drawing_look.c — the attributes of a drawing's elements, however they were written.
 *
 * In:    attributes, `style` attributes, style sheets of class rules
 * Out:   attributes
 * Law:   none
 * Never: lets a value through that has a colon, slash, quote, backslash or brace: without them
 * there is no address, no script and no way out of an attribute
 */
#include "release/drawing_look.h"

#include <string.h>
#include <strings.h>

#define VALUE_MOST ((ptrdiff_t)256 << 10)
#define NAME_MOST 64

/* Those from `fill` on are presentation, and may stand in styles too. */
static const char *const names[] = {"id",
                                    "href",
                                    "viewBox",
                                    "width",
                                    "height",
                                    "x",
                                    "y",
                                    "x1",
                                    "y1",
                                    "x2",
                                    "y2",
                                    "dx",
                                    "dy",
                                    "cx",
                                    "cy",
                                    "r",
                                    "rx",
                                    "ry",
                                    "fx",
                                    "fy",
                                    "d",
                                    "points",
                                    "transform",
                                    "offset",
                                    "gradientUnits",
                                    "gradientTransform",
                                    "spreadMethod",
                                    "markerWidth",
                                    "markerHeight",
                                    "markerUnits",
                                    "orient",
                                    "refX",
                                    "refY",
                                    "rotate",
                                    "textLength",
                                    "lengthAdjust",
                                    "fill",
                                    "fill-rule",
                                    "fill-opacity",
                                    "stroke",
                                    "stroke-width",
                                    "stroke-dasharray",
                                    "stroke-dashoffset",
                                    "stroke-linecap",
                                    "stroke-linejoin",
                                    "stroke-miterlimit",
                                    "stroke-opacity",
                                    "opacity",
                                    "stop-color",
                                    "stop-opacity",
                                    "marker-start",
                                    "marker-mid",
                                    "marker-end",
                                    "font-size",
                                    "font-weight",
                                    "font-style",
                                    "text-anchor",
                                    "dominant-baseline",
                                    "letter-spacing",
                                    "word-spacing",
                                    "display",
                                    "visibility"};
#define NAMES ((int)(sizeof names / sizeof *names))
_Static_assert(sizeof names / sizeof *names <= LOOK_MOST, "room for every attribute");

static int number_of(str name) {
    for (int i = 0; i < NAMES; i++)
        if (str_eq(name, str_of(names[i])))
            return i;
    return -1;
}

static bool is_style(str name) {
    return number_of(name) >= number_of(S("fill"));
}

/* ---- values ---- */

static bool is_among(char c, const char *more) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr(more, c) != NULL);
}

bool look_is_name(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!is_among(s.p[i], "_-."))
            return false;
    return s.n > 0 && s.n <= NAME_MOST;
}

static bool has_url(str s) {
    for (ptrdiff_t i = 0; i + 3 <= s.n; i++)
        if (strncasecmp(s.p + i, "url", 3) == 0)
            return true;
    return false;
}

/* url(#name), and nothing behind it. */
static bool is_reference(str s) {
    return str_starts(s, S("url(#")) && str_ends(s, S(")")) && look_is_name(str_sub(s, 5, s.n - 1));
}

static bool is_good(str s) {
    if (s.n == 0 || s.n > VALUE_MOST)
        return false;
    if (has_url(s))
        return is_reference(s);
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!is_among(s.p[i], " \t\n\r+-.,%#()"))
            return false;
    return true;
}

/* ---- one element ---- */

bool look_set(struct look *l, str name, str value) {
    int no = number_of(name);
    value = str_trim(value);
    if (no < 0 || str_eq(name, S("href")))
        return true;
    bool good = no == 0 ? look_is_name(value) : is_good(value);
    if (good)
        l->v[no] = value;
    return good;
}

str look_get(const struct look *l, const char *name) {
    int no = number_of(str_of(name));
    return no < 0 ? (str){0} : l->v[no];
}

void look_drop(struct look *l, const char *prefix) {
    for (int i = 0; i < NAMES; i++)
        if (str_starts(str_of(names[i]), str_of(prefix)))
            l->v[i] = (str){0};
}

void look_unset(struct look *l, str name) {
    int no = number_of(name);
    if (no >= 0)
        l->v[no] = (str){0};
}

void look_refer(struct look *l, str target) {
    int no = number_of(S("href"));
    if (str_starts(target, S("#")) && look_is_name(str_sub(target, 1, target.n)))
        l->v[no] = target;
}

/* The next `name: value` of them; false at their end. */
static bool declaration(str *rest, str *name, str *value) {
    if (rest->n == 0)
        return false;
    *value = str_cut(rest, S(";"));
    *name = str_trim(str_cut(value, S(":")));
    *value = str_trim(str_cut(value, S("!")));
    return true;
}

bool look_declare(struct look *l, str declarations) {
    str name;
    str value;
    bool good = true;
    while (declaration(&declarations, &name, &value))
        good = (!is_style(name) || look_set(l, name, value)) && good;
    return good;
}

void look_write(struct buf *b, const struct look *l) {
    for (int i = 0; i < NAMES; i++) {
        if (l->v[i].n == 0)
            continue;
        buf_fmt(b, " %s=\"", names[i]);
        for (ptrdiff_t k = 0; k < l->v[i].n; k++)
            buf_char(b, l->v[i].p[k] < ' ' ? ' ' : l->v[i].p[k]);
        buf_char(b, '"');
    }
}

/* ---- style sheets ---- */

void look_dress(struct look *l, const struct look_sheet *sheet, str classes) {
    while (classes.n > 0) {
        str class = str_trim(str_cut(&classes, S(" ")));
        for (int i = 0; i<sheet->n &&class.n> 0; i++)
            if (str_eq(sheet->v[i].class, class))
                (void)look_set(l, sheet->v[i].name, sheet->v[i].value);
    }
}

static bool add_rules(struct look_sheet *sheet, str selector, str declarations) {
    selector = str_trim(selector);
    if (!str_starts(selector, S(".")) || !look_is_name(str_sub(selector, 1, selector.n)))
        return false;
    struct look_rule rule = {.class = str_sub(selector, 1, selector.n)};
    bool all = true;
    while (declaration(&declarations, &rule.name, &rule.value)) {
        if (!is_style(rule.name))
            continue;
        if (sheet->n == LOOK_RULES || !is_good(rule.value))
            all = false;
        else
            sheet->v[sheet->n++] = rule;
    }
    return all;
}

static str without_comments(struct arena *a, str css) {
    str out = S("");
    while (css.n > 0) {
        out = str_cat(a, out, str_cut(&css, S("/*")));
        if (css.p != NULL)
            (void)str_cut(&css, S("*/"));
    }
    return out;
}

bool look_read_sheet(struct arena *a, struct look_sheet *sheet, str css) {
    bool all = true;
    if (sheet->v == NULL)
        sheet->v = NEW(a, struct look_rule, LOOK_RULES);
    css = str_trim(without_comments(a, css));
    while (css.n > 0) {
        str selectors = str_cut(&css, S("{"));
        str declarations = str_cut(&css, S("}"));
        while (selectors.n > 0)
            all = add_rules(sheet, str_cut(&selectors, S(",")), declarations) && all;
        css = str_trim(css);
    }
    return all;
}
