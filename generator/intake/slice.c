/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * slice.c — where one record ends and the next begins.
 *
 * In:    a window on a delivery
 * Out:   units
 * Law:   RFC 8259, RFC 4180
 * Never: recurses; understands what it cuts
 */
#include "intake/slice.h"

#include "intake/intake.h"

#include <string.h>

static struct unit begin_unit(struct window *w) {
    return (struct unit){.offset = w->at, .line = window_line(w, w->at), .cut = CUT_WHOLE};
}

/* Reads on within a unit: keeps its bytes as long as it may still be a record. One without end is
 * no record at all: it would take as long to find the next one as the file is large. */
static bool more_of(struct window *w, struct unit *u) {
    bool too_long = w->at - u->offset > INTAKE_RECORD_LIMIT;
    if (w->most > 0 && w->at - u->offset > w->most) {
        u->cut = CUT_ENDLESS;
        window_rewind(w, w->size, window_line(w, w->at));
        return false;
    }
    return window_more(w, too_long ? w->at : u->offset);
}

static void end_unit(struct window *w, struct unit *u, ptrdiff_t line_break) {
    u->length = w->at - u->offset - line_break;
    if (u->length > INTAKE_RECORD_LIMIT && u->cut == CUT_WHOLE)
        u->cut = CUT_LONG;
}

/* ---- lines ---- */

bool slice_line(struct window *w, struct unit *out) {
    *out = begin_unit(w);
    for (;;) {
        str s = window_rest(w);
        const char *end = s.n == 0 ? NULL : memchr(s.p, '\n', (size_t)s.n);
        w->at += end == NULL ? s.n : end - s.p + 1;
        if (end != NULL || !more_of(w, out)) {
            end_unit(w, out, end != NULL);
            return end != NULL || out->length > 0;
        }
    }
}

/* ---- rows ----
 *
 *            "                "            ,
 *   START ───────► QUOTED ◄──────► CLOSED ───► START      any other way is BAD, as in libcsv's
 *     └──► PLAIN ─── , ──► START                          strict mode                        */

enum row_state { ROW_START, ROW_PLAIN, ROW_QUOTED, ROW_CLOSED, ROW_ENDED, ROW_BAD };

static enum row_state row_step(enum row_state at, char c, char separator) {
    if (at == ROW_QUOTED)
        return c == '"' ? ROW_CLOSED : ROW_QUOTED;
    if (c == '\n')
        return ROW_ENDED;
    if (c == separator)
        return ROW_START;
    bool blank = c == ' ' || c == '\t' || c == '\r';
    if (at == ROW_CLOSED)
        return c == '"' ? ROW_QUOTED : blank ? ROW_CLOSED : ROW_BAD;
    if (c == '"')
        return at == ROW_START ? ROW_QUOTED : ROW_BAD;
    return blank ? at : ROW_PLAIN;
}

/* A row without a quote is a line, which is all most rows are. */
static bool plain_row(struct window *w, struct unit *out) {
    str s = window_rest(w);
    const char *end = s.n == 0 ? NULL : memchr(s.p, '\n', (size_t)s.n);
    if (end == NULL || memchr(s.p, '"', (size_t)(end - s.p)) != NULL)
        return false;
    w->at += end - s.p + 1;
    end_unit(w, out, 1);
    return true;
}

/* Inside quotes only the next quote matters. */
static ptrdiff_t row_run(str s, enum row_state *state, char separator) {
    ptrdiff_t i = 0;
    while (i < s.n && *state < ROW_ENDED) {
        if (*state == ROW_QUOTED) {
            const char *quote = memchr(s.p + i, '"', (size_t)(s.n - i));
            i = quote == NULL ? s.n - 1 : quote - s.p;
        }
        *state = row_step(*state, s.p[i++], separator);
    }
    return i;
}

bool slice_row(struct window *w, char separator, struct unit *out) {
    *out = begin_unit(w);
    if (plain_row(w, out))
        return true;
    enum row_state state = ROW_START;
    bool more = true;
    while (more && state < ROW_ENDED && w->at - out->offset <= INTAKE_RECORD_LIMIT) {
        w->at += row_run(window_rest(w), &state, separator);
        more = state >= ROW_ENDED || window_more(w, out->offset);
    }
    if (state == ROW_ENDED || (!more && state != ROW_QUOTED)) {
        end_unit(w, out, state == ROW_ENDED);
        return state == ROW_ENDED || out->length > 0;
    }
    /* A mark that does not pair must not swallow the rows below it: give up its first line only. */
    w->at = out->offset;
    (void)slice_line(w, out);
    if (out->cut == CUT_WHOLE)
        out->cut = CUT_QUOTES;
    return true;
}

/* ---- JSON values ---- */

struct scan {
    int64_t depth;
    int64_t deepest;
    bool in_string;
    bool escaped; /* the next byte of the string stands for itself */
};

/* Inside a string: up to behind its closing mark, or the end of s. */
static ptrdiff_t scan_string(struct scan *j, str s, ptrdiff_t i) {
    if (j->escaped) {
        j->escaped = false;
        return i + 1;
    }
    while (i < s.n && s.p[i] != '"' && s.p[i] != '\\')
        i++;
    if (i == s.n)
        return i;
    j->escaped = s.p[i] == '\\';
    j->in_string = j->escaped;
    return i + 1;
}

/* Runs until the value that began at depth 0 is closed; returns how far it came. */
static ptrdiff_t scan_value(struct scan *j, str s, bool *closed) {
    ptrdiff_t i = 0;
    while (i < s.n && !*closed) {
        if (j->in_string) {
            i = scan_string(j, s, i);
            *closed = !j->in_string && j->depth == 0;
            continue;
        }
        char c = s.p[i++];
        if (c == '"') {
            j->in_string = true;
        } else if (c == '{' || c == '[') {
            j->depth++;
            j->deepest = j->depth > j->deepest ? j->depth : j->deepest;
        } else if (c == '}' || c == ']') {
            j->depth--;
            *closed = j->depth <= 0;
        }
    }
    return i;
}

/* Anything else: up to the next comma, bracket or blank. */
static ptrdiff_t scan_word(str s, bool *closed) {
    ptrdiff_t i = 0;
    while (i < s.n && (s.p[i] == '\0' || strchr(",]}[{\" \t\r\n", s.p[i]) == NULL))
        i++;
    *closed = i < s.n;
    return i;
}

void slice_value(struct window *w, struct unit *out) {
    *out = begin_unit(w);
    struct scan j = {0};
    char first = window_rest(w).p[0];
    bool nested = first != '\0' && strchr("{[\"]}", first) != NULL;
    bool closed = false;
    for (;;) {
        str s = window_rest(w);
        w->at += nested ? scan_value(&j, s, &closed) : scan_word(s, &closed);
        if (closed || !more_of(w, out))
            break;
    }
    if (out->cut == CUT_WHOLE && !closed && nested)
        out->cut = CUT_SHORT;
    end_unit(w, out, 0);
}

int slice_skip(struct window *w, bool commas) {
    for (;;) {
        str s = window_rest(w);
        ptrdiff_t i = 0;
        while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t' ||
                           (commas && s.p[i] == ',')))
            i++;
        w->at += i;
        if (i < s.n)
            return (unsigned char)s.p[i];
        if (!window_more(w, w->at))
            return -1;
    }
}

ptrdiff_t slice_value_length(str json) {
    struct scan j = {0};
    bool closed = false;
    bool nested = json.n > 0 && json.p[0] != '\0' && strchr("{[\"", json.p[0]) != NULL;
    ptrdiff_t n = nested ? scan_value(&j, json, &closed) : scan_word(json, &closed);
    return closed ? n : 0;
}

int64_t slice_depth(str json) {
    struct scan j = {0};
    for (bool closed = false; json.n > 0; closed = false)
        json = str_sub(json, scan_value(&j, json, &closed), json.n);
    return j.deepest;
}
