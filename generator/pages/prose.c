/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * prose.c — texts of several lines: nearly always plain, sometimes light Markdown.
 *
 * In:    a text as delivered
 * Out:   its lines, or markup
 * Law:   none
 * Never: renumbers a list, swallows 138****1234 or <公司章程>, lets a tag through
 */
#include "base/markdown.h"
#include "pages/page.h"

#include <string.h>

#define HEADINGS 6      /* h1 … h6 */
#define BELOW_SECTION 3 /* a text stands below the h2 of its label */

/* A legal text must stand as it was written, so of Markdown only three things are taken: bullets,
 * tables and **strong**. All other signs are escaped before cmark sees them. */
enum line_shape { LINE_EMPTY, LINE_TEXT, LINE_BULLET, LINE_TABLE };

static enum line_shape shape_of(str line) {
    if (line.n == 0)
        return LINE_EMPTY;
    if (line.p[0] == '|')
        return LINE_TABLE;
    bool bullet = line.n > 2 && (line.p[0] == '-' || line.p[0] == '*') && line.p[1] == ' ';
    return bullet ? LINE_BULLET : LINE_TEXT;
}

static str next_line(str *rest) {
    return str_trim(str_cut(rest, S("\n")));
}

/* Exactly two asterisks: 138****1234 is a masked number. */
static bool is_strong(str s, ptrdiff_t i) {
    return i + 1 < s.n && s.p[i] == '*' && s.p[i + 1] == '*' && (i == 0 || s.p[i - 1] != '*') &&
           (i + 2 == s.n || s.p[i + 2] != '*');
}

static bool is_plain(str text) {
    for (str rest = text; rest.p != NULL;) {
        enum line_shape shape = shape_of(next_line(&rest));
        if (shape == LINE_BULLET || shape == LINE_TABLE)
            return false;
    }
    const char *star = text.n > 0 ? memchr(text.p, '*', (size_t)text.n) : NULL;
    for (ptrdiff_t i = star == NULL ? text.n : star - text.p; i < text.n; i++)
        if (is_strong(text, i))
            return false;
    return true;
}

static bool is_sign(char c) {
    return c != 0 && strchr("\\`_[]!~<>&#*+-=.)|\"'", c) != NULL;
}

/* Escapes one line into `to`, which has room for twice its bytes; returns the end. */
static char *escape_line(char *to, str line, enum line_shape shape) {
    ptrdiff_t i = 0;
    for (; shape == LINE_BULLET && i < 2; i++)
        *to++ = line.p[i];
    for (; i < line.n; i++) {
        if (is_strong(line, i)) {
            *to++ = '*';
            *to++ = '*';
            i++;
            continue;
        }
        bool cell = shape == LINE_TABLE && strchr("|-", line.p[i]) != NULL;
        if (!cell && is_sign(line.p[i]))
            *to++ = '\\';
        *to++ = line.p[i];
    }
    return to;
}

/* Every line of text becomes a paragraph; bullets and rows of a table stay together. */
static str escape(struct arena *a, str text) {
    char *start = NEW(a, char, 4 * text.n + 4);
    char *to = start;
    enum line_shape before = LINE_EMPTY;
    for (str rest = text; rest.p != NULL;) {
        str line = next_line(&rest);
        enum line_shape shape = shape_of(line);
        *to++ = '\n';
        if (shape == LINE_TEXT || shape != before)
            *to++ = '\n';
        to = escape_line(to, line, shape);
        before = shape;
    }
    return (str){start, to - start};
}

static void set_lines(struct arena *a, struct value *map, str text) {
    struct value lines = value_list(a, 4);
    for (str rest = text; rest.p != NULL;) {
        str line = next_line(&rest);
        if (line.n > 0)
            value_add(a, &lines, value_text(line));
    }
    if (lines.n == 1)
        value_set(a, map, S("text"), lines.items[0]);
    else
        value_set(a, map, S("lines"), lines);
}

/* Where a heading's tag begins, with or without its slash: cmark writes them just so, and no text
 * holds a bare <. Returns the place of the digit, or -1. */
static ptrdiff_t heading_digit(str s, ptrdiff_t i) {
    if (s.p[i] != '<')
        return -1;
    i += i + 1 < s.n && s.p[i + 1] == '/' ? 2 : 1;
    bool heading =
        i + 2 < s.n && s.p[i] == 'h' && s.p[i + 1] >= '1' && s.p[i + 1] <= '6' && s.p[i + 2] == '>';
    return heading ? i + 1 : -1;
}

struct html show_demoted(struct arena *a, struct html markup, int level) {
    str s = markup.s;
    int highest = HEADINGS + 1;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        ptrdiff_t at = heading_digit(s, i);
        if (at >= 0 && s.p[at] - '0' < highest)
            highest = s.p[at] - '0';
    }
    if (highest >= level || highest > HEADINGS)
        return markup;
    char *p = NEW(a, char, s.n);
    memcpy(p, s.p, (size_t)s.n);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        ptrdiff_t at = heading_digit(s, i);
        int now = at < 0 ? 0 : s.p[at] - '0' + level - highest;
        if (at >= 0)
            p[at] = (char)('0' + (now < HEADINGS ? now : HEADINGS));
    }
    return (struct html){{p, s.n}};
}

void show_prose(struct arena *a, struct value *map, str text, bool authored) {
    struct html markup = {0};
    str error = {0};
    bool plain = !authored && is_plain(text);
    if (!plain && markdown_render(a, authored ? text : escape(a, text), &markup, &error))
        value_set(a, map, S("markup"), value_html(show_demoted(a, markup, BELOW_SECTION)));
    else
        set_lines(a, map, text);
}
