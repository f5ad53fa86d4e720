/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ini.c — a forgiving INI for people: site.conf and map files.
 *
 * In:    text as WPS or Notepad saves it
 * Out:   sections with keys in their order
 * Law:   none
 * Never: fails on spelling of punctuation; says so in a note instead
 */
#include "base/ini.h"

#include "base/encoding.h"
#include "base/utf8.h"

#include <string.h>

#define NAME_MOST 64 /* code points of a name that ini_nearest compares */

/* ---- marks: how punctuation may be written; the first of a row is the proper one ---- */

struct mark {
    str text;
    bool proper;
};

static const struct mark opens[] = {{{"[", 1}, true}, {{"［", 3}, false}, {{"【", 3}, false}};
static const struct mark closes[] = {{{"]", 1}, true}, {{"］", 3}, false}, {{"】", 3}, false}};
static const struct mark equals[] = {{{"=", 1}, true}, {{"＝", 3}, false}, {{"：", 3}, false}};
static const struct mark colon[] = {{{":", 1}, false}};
static const struct mark comments[] = {
    {{"#", 1}, true}, {{";", 1}, true}, {{"＃", 3}, false}, {{"；", 3}, false}};

#define COUNT(marks) (sizeof(marks) / sizeof(marks)[0])

static const struct mark *starts_with(str s, const struct mark *marks, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, marks[i].text))
            return &marks[i];
    return NULL;
}

/* The mark that comes first in s, and where. */
static const struct mark *find_first(str s, const struct mark *marks, size_t n, ptrdiff_t *at) {
    const struct mark *first = NULL;
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t here = str_find(s, marks[i].text);
        if (here >= 0 && (first == NULL || here < *at)) {
            first = &marks[i];
            *at = here;
        }
    }
    return first;
}

/* ---- lines ---- */

struct reading {
    struct arena *arena;
    struct ini *ini;
    struct diags *diags;
    ptrdiff_t cap;
    str section;
    int64_t line;
    bool good;
};

static struct place here(const struct reading *r) {
    return (struct place){.file = r->ini->file, .line = r->line};
}

static void note_spelling(struct reading *r, const struct mark *mark) {
    if (!mark->proper)
        diag(r->diags, DIAG_CONF_PUNCTUATION, here(r), "%.*s", STR(mark->text));
}

static void refuse(struct reading *r, str line) {
    diag(r->diags, DIAG_CONF_SYNTAX, here(r), "%.*s", STR(utf8_head(line, 40)));
    r->good = false;
}

static void add_entry(struct reading *r, str key, str value) {
    struct ini *ini = r->ini;
    if (ini->n == r->cap) {
        r->cap = r->cap > 0 ? 2 * r->cap : 32;
        struct ini_entry *v = NEW(r->arena, struct ini_entry, r->cap);
        if (ini->n > 0)
            memcpy(v, ini->v, (size_t)ini->n * sizeof *v);
        ini->v = v;
    }
    ini->v[ini->n++] = (struct ini_entry){r->section, key, value, r->line};
}

static void read_section(struct reading *r, str line, const struct mark *open) {
    str inside = str_sub(line, open->text.n, line.n);
    ptrdiff_t at = 0;
    const struct mark *close = find_first(inside, closes, COUNT(closes), &at);
    str after = close == NULL ? inside : str_trim(str_sub(inside, at + close->text.n, inside.n));
    if (close == NULL || (after.n > 0 && !starts_with(after, comments, COUNT(comments)))) {
        refuse(r, line);
        return;
    }
    note_spelling(r, open->proper ? close : open);
    r->section = str_trim(str_sub(inside, 0, at));
}

static void read_entry(struct reading *r, str line) {
    ptrdiff_t at = 0;
    const struct mark *mark = find_first(line, equals, COUNT(equals), &at);
    /* A colon may belong to a name (xs:date), so it divides only where nothing else does. */
    if (mark == NULL)
        mark = find_first(line, colon, COUNT(colon), &at);
    str key = mark == NULL ? (str){0} : str_trim(str_sub(line, 0, at));
    if (key.n == 0) {
        refuse(r, line);
        return;
    }
    note_spelling(r, mark);
    add_entry(r, key, str_trim(str_sub(line, at + mark->text.n, line.n)));
}

static void read_line(struct reading *r, str line) {
    if (line.n == 0)
        return;
    const struct mark *comment = starts_with(line, comments, COUNT(comments));
    const struct mark *open = starts_with(line, opens, COUNT(opens));
    if (comment != NULL)
        note_spelling(r, comment);
    else if (open != NULL)
        read_section(r, line, open);
    else
        read_entry(r, line);
}

static int64_t line_of(str text, ptrdiff_t offset) {
    int64_t line = 1;
    for (ptrdiff_t i = 0; i < offset && i < text.n; i++)
        line += text.p[i] == '\n';
    return line;
}

bool ini_load(struct arena *a, str file, str text, struct ini *out, struct diags *diags) {
    *out = (struct ini){.file = file};
    struct reading r = {.arena = a, .ini = out, .diags = diags, .section = S(""), .good = true};
    str utf8 = {0};
    ptrdiff_t bad_at = -1;
    if (!encoding_to_utf8(a, text, &utf8, &bad_at)) {
        r.line = line_of(utf8, utf8.n);
        diag(diags, DIAG_CONF_ENCODING, here(&r), "第 %td 个字节", bad_at + 1);
        return false;
    }
    while (utf8.p != NULL) {
        r.line++;
        read_line(&r, str_trim(str_cut(&utf8, S("\n"))));
    }
    return r.good;
}

str ini_get(const struct ini *ini, str section, str key) {
    for (ptrdiff_t i = ini->n - 1; i >= 0; i--)
        if (str_eq(ini->v[i].section, section) && str_eq(ini->v[i].key, key))
            return ini->v[i].value;
    return (str){0};
}

/* ---- the nearest name ---- */

struct letters {
    uint32_t v[NAME_MOST];
    int n;
};

/* Capitals count as small letters, and a dash as an underline. */
static struct letters letters_of(str s) {
    struct letters out = {0};
    while (s.n > 0 && out.n < NAME_MOST) {
        uint32_t c = utf8_next(&s);
        out.v[out.n++] = c >= 'A' && c <= 'Z' ? c + 0x20 : c == '-' ? '_' : c;
    }
    return out;
}

static int least(int x, int y, int z) {
    int least = x < y ? x : y;
    return least < z ? least : z;
}

/* Levenshtein, one row at a time. */
static int distance(const struct letters *x, const struct letters *y) {
    int row[NAME_MOST + 1];
    for (int j = 0; j <= y->n; j++)
        row[j] = j;
    for (int i = 1; i <= x->n; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= y->n; j++) {
            int changed = diagonal + (x->v[i - 1] != y->v[j - 1]);
            diagonal = row[j];
            row[j] = least(changed, row[j] + 1, row[j - 1] + 1);
        }
    }
    return row[y->n];
}

str ini_nearest(str name, const str *known, ptrdiff_t n) {
    struct letters wanted = letters_of(name);
    str nearest = {0};
    int best = NAME_MOST + 1;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct letters other = letters_of(known[i]);
        int longest = wanted.n > other.n ? wanted.n : other.n;
        int d = distance(&wanted, &other);
        /* One slip in a short name, one more for each four letters; not a wholly different name. */
        if (d < best && d <= 1 + longest / 4 && d < longest) {
            best = d;
            nearest = known[i];
        }
    }
    return nearest;
}

struct strs ini_list(struct arena *a, str value) {
    str text = str_replace(a, value, S("；"), S(";"));
    struct strs out = {NEW(a, str, text.n + 1), 0};
    for (str rest = text; rest.p != NULL;) {
        str one = str_trim(str_cut(&rest, S(";")));
        if (one.n > 0)
            out.v[out.n++] = one;
    }
    return out;
}
