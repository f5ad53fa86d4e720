/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * map.c — how one source says what we call by our names.
 *
 * In:    map files (feeds/maps/README.md)
 * Out:   struct map
 * Law:   none
 * Never: lets a pattern run without limits
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "intake/map.h"

#include "base/arena.h"
#include "base/ini.h"
#include "base/os.h"
#include "intake/day.h"
#include "intake/names.h"

#include <fnmatch.h>
#include <pcre2.h>
#include <string.h>

/* A map being compiled. No list can get longer than the file has entries. */
struct compiling {
    struct map *m;
    struct arena *a;
    struct diags *diags;
    const struct ini *ini;
    const struct field_info *infos;
    int fields;
    pcre2_compile_context *pcre;
    bool good;
};

static void complain(struct compiling *c, enum diag_code code, const struct ini_entry *e,
                     str detail) {
    struct place at = {.file = c->m->file, .line = e == NULL ? 0 : e->line};
    diag(c->diags, code, at, "%.*s", STR(detail));
    c->good = false;
}

/* The field of this name; complains when there is none. */
static int field_named(struct compiling *c, const struct ini_entry *e, str name) {
    int field = names_field(c->m->kind, name);
    if (field >= 0)
        return field;
    str near = names_near_field(c->a, c->m->kind, name);
    complain(c, DIAG_MAP_FIELD, e,
             near.n > 0 ? str_fmt(c->a, "%.*s（是不是“%.*s”？）", STR(name), STR(near)) : name);
    return -1;
}

/* ---- foreign names ---- */

/* The place of a name in the table, or the empty one where it belongs. */
static struct map_name *name_place(const struct map *m, str name) {
    unsigned i = (unsigned)str_hash(name);
    struct map_name *at = &m->names[i & m->name_mask];
    while (at->name.p != NULL && !str_eq(at->name, name))
        at = &m->names[++i & m->name_mask];
    return at;
}

int map_slot(struct arena *a, const struct map *m, str foreign) {
    const struct map_name *at = name_place(m, foreign);
    if (at->name.p == NULL)
        at = name_place(m, number_folded(a, foreign));
    return at->name.p == NULL ? MAP_UNKNOWN : at->slot;
}

/* As many names as the file has entries and bars between names, each under two spellings. */
static void open_names(struct compiling *c) {
    size_t places = 64;
    size_t names = (size_t)c->ini->n + 1;
    for (ptrdiff_t i = 0; i < c->ini->n; i++)
        for (str key = c->ini->v[i].key; key.n > 0; key = str_sub(key, 1, key.n))
            names += key.p[0] == '|' || key.p[0] == S("｜").p[0];
    while (places < 4 * names)
        places *= 2;
    c->m->foreign = NEW(c->a, str, names);
    c->m->rules = NEW(c->a, struct map_rule, names);
    c->m->names = NEW(c->a, struct map_name, places);
    c->m->name_mask = (unsigned)places - 1;
}

static void add_name(struct compiling *c, str name, int slot) {
    str spellings[] = {name, number_folded(c->a, name)};
    for (int i = 0; i < 2; i++) {
        struct map_name *at = name_place(c->m, spellings[i]);
        if (at->name.p == NULL || at->slot == MAP_IGNORED)
            *at = (struct map_name){spellings[i], slot};
    }
}

/* The same foreign name may serve several fields and patterns: it has one slot. */
static int slot_named(struct compiling *c, str foreign) {
    struct map *m = c->m;
    int slot = map_slot(c->a, m, foreign);
    if (slot >= 0)
        return slot;
    m->foreign[m->foreign_count] = foreign;
    add_name(c, foreign, m->foreign_count);
    return m->foreign_count++;
}

/* ---- patterns: their memory is the arena's, so they live and go with the map ---- */

static void *pattern_alloc(size_t n, void *arena) {
    return arena_alloc(arena, 1, n);
}

static void pattern_free(void *p, void *arena) {
    (void)p;
    (void)arena;
}

static void open_pcre(struct compiling *c) {
    pcre2_general_context *memory = pcre2_general_context_create(pattern_alloc, pattern_free, c->a);
    c->pcre = pcre2_compile_context_create(memory);
    pcre2_match_context *limits = pcre2_match_context_create(memory);
    (void)pcre2_set_match_limit(limits, MAP_MATCH_LIMIT);
    (void)pcre2_set_depth_limit(limits, MAP_DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(limits, MAP_HEAP_LIMIT);
    c->m->limits = limits;
}

static pcre2_code *compile_pattern(struct compiling *c, const struct ini_entry *e, str pattern) {
    int error = 0;
    PCRE2_SIZE at = 0;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)(const void *)pattern.p, (size_t)pattern.n,
                      PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &error, &at, c->pcre);
    if (code == NULL) {
        PCRE2_UCHAR message[128] = "";
        (void)pcre2_get_error_message(error, message, sizeof message);
        complain(c, DIAG_MAP_PATTERN, e,
                 str_fmt(c->a, "第 %zu 个字节：%s", at + 1, (const char *)message));
        return NULL;
    }
    /* Without JIT (a hardened kernel) the same pattern runs slower, no more. */
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

/* FIELD = FOREIGN ~ PATTERN, perhaps -> TEXT. Which group to take must not be a guess: there is
 * one. */
static void add_extract(struct compiling *c, const struct ini_entry *e) {
    str rest = e->value;
    str foreign = str_trim(str_cut(&rest, S(" ~ ")));
    int field = field_named(c, e, e->key);
    if (rest.p == NULL || foreign.n == 0) {
        complain(c, DIAG_MAP_PATTERN, e, S("应写成：栏目 = 对方栏目 ~ 正则式"));
        return;
    }
    str pattern = str_cut(&rest, S(" -> "));
    struct map_extract x = {.field = field, .fixed = str_trim(rest)};
    x.code = compile_pattern(c, e, str_trim(pattern));
    if (field < 0 || x.code == NULL)
        return;
    uint32_t groups = 0;
    (void)pcre2_pattern_info(x.code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups != 1 && x.fixed.n == 0)
        complain(c, DIAG_MAP_PATTERN, e, str_fmt(c->a, "有 %u 个括号组", groups));
    x.slot = slot_named(c, foreign);
    c->m->extracts[c->m->extract_count++] = x;
}

enum map_found map_extract_from(const struct map *m, const struct map_extract *e, str text,
                                str *out) {
    /* One per call: threads share the map, and a record has few of them. */
    pcre2_match_data *found = pcre2_match_data_create(2, NULL);
    if (found == NULL)
        die("内存不足");
    PCRE2_SPTR subject = (PCRE2_SPTR)(const void *)text.p;
    size_t n = (size_t)text.n;
    int rc = pcre2_match(e->code, subject, n, 0, PCRE2_NO_UTF_CHECK, found, m->limits);
    /* The stack of compiled code is small; the interpreter takes the heap, within its limit. */
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(e->code, subject, n, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, found,
                         m->limits);
    *out = e->fixed;
    if (rc > 1 && e->fixed.n == 0) {
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(found);
        *out = str_trim(str_sub(text, (ptrdiff_t)ends[2], (ptrdiff_t)ends[3]));
    }
    pcre2_match_data_free(found);
    if (rc < 0)
        return rc == PCRE2_ERROR_NOMATCH ? MAP_NOTHING : MAP_LIMIT;
    return MAP_FOUND;
}

/* ---- [map] ---- */

static str take_word(str *rest) {
    str word = {0};
    while (word.n == 0 && rest->p != NULL)
        word = str_trim(str_cut(rest, S(" ")));
    return word;
}

static struct strs words_of(struct arena *a, str text) {
    struct strs out = {NEW(a, str, text.n / 2 + 1), 0};
    for (str word = take_word(&text); word.n > 0; word = take_word(&text))
        out.v[out.n++] = word;
    return out;
}

/* A quotation mark would make every row bad. */
static void set_separator(struct compiling *c, const struct ini_entry *e) {
    bool tab = str_eq(e->value, S("tab")) || str_eq(e->value, S("\\t"));
    if (!tab && (e->value.n != 1 || e->value.p[0] == '"'))
        complain(c, DIAG_MAP_VALUE, e, e->value);
    else
        c->m->separator = tab ? '\t' : e->value.p[0];
}

static void set_quoting(struct compiling *c, const struct ini_entry *e) {
    c->m->quoting = !str_eq(e->value, S("no"));
    if (c->m->quoting && !str_eq(e->value, S("yes")))
        complain(c, DIAG_MAP_VALUE, e, e->value);
}

static void set_form(struct compiling *c, const struct ini_entry *e) {
    static const char *const names[] = {"", "csv", "json", "jsonl"};
    for (int i = MAP_FORM_CSV; i <= MAP_FORM_JSONL; i++)
        if (str_eq(e->value, str_of(names[i])))
            c->m->form = (enum map_form)i;
    if (c->m->form == MAP_FORM_ANY)
        complain(c, DIAG_MAP_VALUE, e, e->value);
}

/* @MEMBER of the envelope, a pattern on the file's name, or a column. */
static void set_as_of(struct compiling *c, const struct ini_entry *e) {
    struct map_as_of *as_of = &c->m->as_of;
    uint32_t groups = 0;
    if (str_starts(e->value, S("@"))) {
        as_of->member = str_trim(str_sub(e->value, 1, e->value.n));
    } else if (str_find(e->value, S("(")) < 0) {
        as_of->slot = slot_named(c, e->value);
    } else if ((as_of->name.code = compile_pattern(c, e, e->value)) != NULL) {
        (void)pcre2_pattern_info(as_of->name.code, PCRE2_INFO_CAPTURECOUNT, &groups);
        if (groups != 1)
            complain(c, DIAG_MAP_PATTERN, e, str_fmt(c->a, "有 %u 个括号组", groups));
    }
}

static void set_head(struct compiling *c, const struct ini_entry *e) {
    if (str_eq(e->key, S("kind")))
        return; /* compile_head has read it before all else */
    if (str_eq(e->key, S("format")))
        set_form(c, e);
    else if (str_eq(e->key, S("separator")))
        set_separator(c, e);
    else if (str_eq(e->key, S("quoting")))
        set_quoting(c, e);
    else if (str_eq(e->key, S("match")))
        c->m->match = str_z(c->a, e->value);
    else if (str_eq(e->key, S("header")))
        c->m->heads[c->m->head_count++] = words_of(c->a, e->value);
    else if (str_eq(e->key, S("as_of")))
        set_as_of(c, e);
    else if (str_eq(e->key, S("records")))
        c->m->records = e->value;
    else if (str_eq(e->key, S("record_element")))
        c->m->record_element = e->value;
    else
        complain(c, DIAG_MAP_KEY, e, e->key);
}

/* ---- the other sections ---- */

/* FOREIGN | FOREIGN … = FIELD, or - for a column that is not wanted. */
static void add_column(struct compiling *c, const struct ini_entry *e) {
    bool wanted = !str_eq(e->value, S("-"));
    int field = wanted ? field_named(c, e, e->value) : -1;
    str rest = str_replace(c->a, e->key, S("｜"), S("|"));
    while (rest.p != NULL) {
        str name = str_trim(str_cut(&rest, S("|")));
        if (name.n == 0)
            complain(c, DIAG_MAP_VALUE, e, e->key);
        else if (!wanted)
            add_name(c, name, MAP_IGNORED);
        else if (field >= 0)
            c->m->rules[c->m->rule_count++] =
                (struct map_rule){.field = field, .slot = slot_named(c, name)};
    }
}

/* FIELD + FIELD = FOREIGN ~ MARK MARK … */
static void add_split(struct compiling *c, const struct ini_entry *e) {
    struct map_split x = {.fields = {-1, -1}};
    str second = str_replace(c->a, e->key, S("＋"), S("+"));
    str first = str_trim(str_cut(&second, S("+")));
    str marks = e->value;
    str foreign = str_trim(str_cut(&marks, S(" ~ ")));
    x.marks = words_of(c->a, marks);
    if (second.p == NULL || x.marks.n == 0 || foreign.n == 0) {
        complain(c, DIAG_MAP_VALUE, e, S("应写成：栏目 + 栏目 = 对方栏目 ~ 分隔符"));
        return;
    }
    x.fields[0] = field_named(c, e, first);
    x.fields[1] = field_named(c, e, str_trim(second));
    x.slot = slot_named(c, foreign);
    if (x.fields[0] >= 0 && x.fields[1] >= 0)
        c->m->splits[c->m->split_count++] = x;
}

static void add_constant(struct compiling *c, const struct ini_entry *e) {
    int field = field_named(c, e, e->key);
    if (field >= 0)
        c->m->constants[c->m->constant_count++] = (struct map_constant){field, e->value};
}

/* A misspelt term in the map is found now, not in each record. */
static void add_term(struct compiling *c, const struct ini_entry *e) {
    int field = field_named(c, e, str_trim(str_sub(e->section, 6, e->section.n)));
    if (field < 0)
        return;
    const struct field_info *info = &c->infos[field];
    if (info->type == FIELD_term && term_of((enum vocab)info->of, e->value) == 0)
        complain(c, DIAG_MAP_VALUE, e, e->value);
    struct map_how *how = &c->m->how[field];
    if (how->terms == NULL)
        how->terms = NEW(c->a, struct map_term, c->ini->n);
    how->terms[how->term_count++] = (struct map_term){e->key, e->value};
}

static void set_unit(struct compiling *c, const struct ini_entry *e) {
    static const struct {
        const char *name;
        int64_t fen;
    } units[] = {{"分", 1}, {"元", 100}, {"万元", 1000000}, {"亿元", 10000000000}};
    int field = field_named(c, e, e->key);
    if (field < 0)
        return;
    struct map_how *how = &c->m->how[field];
    for (int i = 0; i < 4; i++)
        if (str_eq(e->value, str_of(units[i].name)))
            how->unit = units[i].fen;
    if (how->unit == 0 || c->infos[field].type != FIELD_money)
        complain(c, DIAG_MAP_VALUE, e, e->value);
}

static void set_date_form(struct compiling *c, const struct ini_entry *e) {
    int field = field_named(c, e, e->key);
    if (field < 0)
        return;
    if (c->infos[field].type != FIELD_day || !day_forms_good(e->value))
        complain(c, DIAG_MAP_VALUE, e, e->value);
    c->m->how[field].date_form = e->value;
}

/* FIELD = COLUMN COLUMN …, perhaps with the word `lines`. */
static void set_rows(struct compiling *c, const struct ini_entry *e) {
    int field = field_named(c, e, e->key);
    if (field < 0)
        return;
    enum columns set = (enum columns)c->infos[field].of;
    if (c->infos[field].type != FIELD_rows) {
        complain(c, DIAG_MAP_VALUE, e, e->key);
        return;
    }
    struct map_how *how = &c->m->how[field];
    int *columns = NEW(c->a, int, e->value.n + 1);
    str rest = e->value;
    for (str word = take_word(&rest); word.n > 0; word = take_word(&rest)) {
        int column = names_column(set, word);
        if (column >= 0)
            columns[how->column_count++] = column;
        else if (str_eq(word, S("lines")))
            how->lines = true;
        else
            complain(c, DIAG_MAP_FIELD, e, word);
    }
    how->columns = columns;
}

static void set_nulls(struct compiling *c, const struct ini_entry *e) {
    if (!str_eq(e->key, S("values"))) {
        complain(c, DIAG_MAP_KEY, e, e->key);
        return;
    }
    struct strs *nulls = &c->m->nulls;
    str *v = NEW(c->a, str, nulls->n + e->value.n / 2 + 1);
    for (ptrdiff_t i = 0; i < nulls->n; i++)
        v[i] = nulls->v[i];
    nulls->v = v;
    str rest = e->value;
    for (str word = take_word(&rest); word.n > 0; word = take_word(&rest))
        v[nulls->n++] = word;
}

static void compile_entry(struct compiling *c, const struct ini_entry *e) {
    static const struct {
        const char *section;
        void (*take)(struct compiling *c, const struct ini_entry *e);
    } sections[] = {{"map", set_head},        {"columns", add_column},  {"constants", add_constant},
                    {"units", set_unit},      {"dates", set_date_form}, {"null", set_nulls},
                    {"extract", add_extract}, {"rows", set_rows},       {"split", add_split}};
    if (str_starts(e->section, S("terms "))) {
        add_term(c, e);
        return;
    }
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (str_eq(e->section, str_of(sections[i].section))) {
            sections[i].take(c, e);
            return;
        }
    }
    complain(c, DIAG_MAP_KEY, e, e->section.n > 0 ? e->section : e->key);
}

/* The kind comes first of all: every other line names its fields. */
static bool compile_head(struct compiling *c) {
    str kind = ini_get(c->ini, S("map"), S("kind"));
    c->m->kind = kind_of(kind);
    if (c->m->kind == KIND_NONE) {
        complain(c, DIAG_MAP_KIND, NULL, kind);
        return false;
    }
    c->infos = kind_fields(c->m->kind, &c->fields);
    c->m->how = NEW(c->a, struct map_how, c->fields);
    open_names(c);
    c->m->heads = NEW(c->a, struct strs, c->ini->n);
    c->m->splits = NEW(c->a, struct map_split, c->ini->n);
    c->m->extracts = NEW(c->a, struct map_extract, c->ini->n);
    c->m->constants = NEW(c->a, struct map_constant, c->ini->n);
    return true;
}

/* A column that is called 金额（万元） does not hold 元: the map says which it means. */
static void check_units(struct compiling *c) {
    for (int i = 0; i < c->m->rule_count; i++) {
        const struct map_rule *rule = &c->m->rules[i];
        str foreign = c->m->foreign[rule->slot];
        bool large = str_find(foreign, S("万元")) >= 0 || str_find(foreign, S("亿元")) >= 0;
        if (large && c->infos[rule->field].type == FIELD_money && c->m->how[rule->field].unit == 0)
            complain(c, DIAG_MAP_UNIT, NULL, foreign);
    }
}

struct map *map_load(struct arena *a, str file, str text, struct diags *diags) {
    struct map *m = NEW(a, struct map, 1);
    m->file = file;
    m->quoting = true;
    m->as_of.slot = -1;
    m->digest = line_hash_of(text, 0).lo;
    struct ini ini;
    if (!ini_load(a, file, text, &ini, diags))
        return NULL;
    struct compiling c = {.m = m, .a = a, .diags = diags, .ini = &ini, .good = true};
    if (!compile_head(&c))
        return NULL;
    open_pcre(&c);
    for (ptrdiff_t i = 0; i < ini.n; i++)
        compile_entry(&c, &ini.v[i]);
    check_units(&c);
    return c.good ? m : NULL;
}

/* ---- asking a map ---- */

/* Longer names than any file system allows fit no pattern. */
#define NAME_LONGEST 1024

bool map_matches(const struct map *m, str file_name) {
    str name = names_base(file_name);
    char z[NAME_LONGEST];
    if (m->match == NULL || name.n >= NAME_LONGEST)
        return m->match == NULL;
    if (name.n > 0)
        memcpy(z, name.p, (size_t)name.n);
    z[name.n] = '\0';
    return fnmatch(m->match, z, 0) == 0;
}

static bool is_name_byte(str s, ptrdiff_t at) {
    unsigned char c = at < 0 || at >= s.n ? ' ' : (unsigned char)s.p[at];
    return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') ||
           ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool shows(str head, str name) {
    for (ptrdiff_t from = 0; from + name.n <= head.n; from++) {
        ptrdiff_t at = str_find(str_sub(head, from, head.n), name);
        if (at < 0)
            return false;
        from += at;
        if (!is_name_byte(head, from - 1) && !is_name_byte(head, from + name.n))
            return true;
    }
    return false;
}

static bool shows_all(str head, const struct strs *names) {
    for (ptrdiff_t i = 0; i < names->n; i++)
        if (!shows(head, names->v[i]))
            return false;
    return true;
}

/* The first row: a line break between quotes does not end it. */
static str first_row(str text) {
    bool quoted = false;
    ptrdiff_t i = 0;
    while (i < text.n && (quoted || text.p[i] != '\n'))
        quoted ^= text.p[i++] == '"';
    return str_sub(text, 0, i);
}

/* Of delimiter-separated text only the header counts, of JSON what has been read of it. */
bool map_heads(const struct map *m, str head) {
    head = str_trim(head);
    if (!str_starts(head, S("{")) && !str_starts(head, S("[")))
        head = first_row(head);
    for (int i = 0; i < m->head_count; i++)
        if (shows_all(head, &m->heads[i]))
            return true;
    return m->head_count == 0;
}

bool map_is_null(const struct map *m, str text) {
    for (ptrdiff_t i = 0; i < m->nulls.n; i++)
        if (str_eq(m->nulls.v[i], text))
            return true;
    return false;
}

str map_term_for(const struct map_how *how, str text) {
    for (int i = 0; i < how->term_count; i++)
        if (str_eq(how->terms[i].foreign, text))
            return how->terms[i].ours;
    return text;
}
