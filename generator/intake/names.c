/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * names.c — which field or column a name in a delivery means.
 *
 * In:    names as staff and vendors write them
 * Out:   places in record_fields() and in column sets
 * Law:   none
 * Never: guesses: a near miss is only suggested
 */
#include "intake/names.h"

#include "base/arena.h"
#include "base/ini.h"
#include "base/utf8.h"

#include <pthread.h>

/* Every field of every kind under both its names; open addressing, half full at most. */
#define SLOTS 2048

enum {
    FIELDS = 0
#define KIND(name, slug, column, number, heading, title, text)
#define FIELD(kind, type, name, need, exposure, of, title, text, example) +1
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
};
_Static_assert(2 * FIELDS <= SLOTS / 2, "the table of names is too small");

struct slot {
    str name;
    enum kind kind;
    int field;
};

static struct slot slots[SLOTS];
static pthread_once_t built = PTHREAD_ONCE_INIT;

static uint64_t slot_hash(enum kind k, str name) {
    return str_hash(name) * 31 + (uint64_t)k;
}

/* The slot that holds the name, or the empty one where it belongs. */
static struct slot *find(enum kind k, str name) {
    uint64_t i = slot_hash(k, name);
    struct slot *s = &slots[i % SLOTS];
    while (s->name.p != NULL && (s->kind != k || !str_eq(s->name, name)))
        s = &slots[++i % SLOTS];
    return s;
}

static void put(enum kind k, const char *name, int field) {
    struct slot *s = find(k, str_of(name));
    if (s->name.p == NULL)
        *s = (struct slot){str_of(name), k, field};
}

static void build(void) {
    for (int k = 1; k < KINDS; k++) {
        int n = 0;
        const struct field_info *fields = kind_fields((enum kind)k, &n);
        for (int i = 0; i < n; i++)
            put((enum kind)k, fields[i].name, i);
        for (int i = 0; i < n; i++)
            put((enum kind)k, fields[i].title, i);
    }
}

int names_field(enum kind k, str name) {
    (void)pthread_once(&built, build);
    const struct slot *s = find(k, name);
    return s->name.p == NULL ? -1 : s->field;
}

int names_column(enum columns c, str name) {
    for (int i = columns_count(c) - 1; i >= 0; i--)
        if (str_eq(name, str_of(column_name(c, i))) || str_eq(name, str_of(column_title(c, i))))
            return i;
    return -1;
}

/* ---- suggestions ---- */

static bool is_ascii(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

str names_near_field(struct arena *a, enum kind k, str name) {
    int n = 0;
    const struct field_info *fields = kind_fields(k, &n);
    str *known = NEW(a, str, n);
    for (int i = 0; i < n; i++)
        known[i] = str_of(is_ascii(name) ? fields[i].name : fields[i].title);
    return ini_nearest(name, known, n);
}

str names_near_column(struct arena *a, enum columns c, str name) {
    int n = columns_count(c);
    str *known = NEW(a, str, n);
    for (int i = 0; i < n; i++)
        known[i] = str_of(is_ascii(name) ? column_name(c, i) : column_title(c, i));
    return ini_nearest(name, known, n);
}

str names_near_term(struct arena *a, enum vocab v, str text) {
    int n = term_count(v);
    str *known = NEW(a, str, n);
    for (int i = 0; i < n; i++)
        known[i] = term_text(v, i + 1);
    return ini_nearest(text, known, n);
}

/* ---- offices ---- */

#define OFFICE_DIGITS 4 /* 第1203稽查队 */
#define OFFICE_LEAST 4  /* characters with a word for an office at the end */
#define OFFICE_LONG 6   /* … and without: most names of persons are shorter */

static bool ends_office(str text) {
    static const char *const ends[] = {"局", "会", "院", "府",   "厅",  "委", "办",
                                       "队", "所", "站", "司",   "部",  "处", "署",
                                       "关", "社", "科", "中心", "政府"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends(text, str_of(ends[i])))
            return true;
    return false;
}

bool names_office(str text) {
    int digits = 0;
    bool code = text.n > 0;
    bool words = true;
    for (str rest = text; rest.n > 0;) {
        uint32_t c = utf8_next(&rest);
        bool digit = (c >= '0' && c <= '9') || (c >= U'０' && c <= U'９');
        digits += digit;
        code = code && (digit || c == '-' || (c >= 'a' && c <= 'z'));
        words = words && c != '@' && c != U'·';
    }
    if (digits > OFFICE_DIGITS)
        return false;
    ptrdiff_t n = utf8_count(text);
    return code || (words && n >= (ends_office(text) ? OFFICE_LEAST : OFFICE_LONG));
}

/* ---- file names ---- */

str names_base(str file) {
    str name = file;
    for (str rest = file; rest.p != NULL;)
        name = str_cut(&rest, S("/"));
    return str_ends(name, S("]")) ? str_sub(name, 0, str_find(name, S("["))) : name;
}

/* Whether a word of a file name is the kind's name, its plural, or its title. */
static bool names_it(str word, const struct kind_info *info) {
    str name = str_of(info->name);
    if (str_eq(word, name) || str_eq(word, str_of(info->title)))
        return true;
    bool in_y = str_ends(name, S("y"));
    str stem = str_sub(name, 0, name.n - in_y);
    return str_starts(word, stem) &&
           str_eq(str_sub(word, stem.n, word.n), in_y ? S("ies") : S("s"));
}

static str take_word(str *rest) {
    ptrdiff_t i = 0;
    while (i < rest->n && rest->p[i] != '-' && rest->p[i] != '.' && rest->p[i] != ' ')
        i++;
    str word = str_sub(*rest, 0, i);
    *rest = str_sub(*rest, i + 1, rest->n);
    return word;
}

enum kind names_kind_in_file(str base_name) {
    for (str rest = base_name; rest.n > 0;) {
        str word = take_word(&rest);
        for (int k = 1; k < KINDS; k++)
            if (names_it(word, kind_info((enum kind)k)))
                return (enum kind)k;
    }
    for (int k = 1; k < KINDS; k++)
        if (str_starts(base_name, str_of(kind_info((enum kind)k)->name)) ||
            str_starts(base_name, str_of(kind_info((enum kind)k)->title)))
            return (enum kind)k;
    return KIND_NONE;
}
