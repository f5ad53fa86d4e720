/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * kind.c — which kinds of records there are, and the vocabularies of their fields.
 *
 * In:    record.def, vocab.def
 * Out:   tables of names and texts
 * Law:   law.md §5
 * Never: holds a value of a record
 */
#include "intake/kind.h"

#define KIND(name, slug, column, number, heading, title, text)                                     \
    static const struct field_info fields_##name[] = {
#define FIELD(kind, type, name, need, exposure, of, title, text, example)                          \
    {#name, title, text, example, FIELD_##type, NEED_##need, EXPOSURE_##exposure, OF_##type(of)},
#define KIND_END(name)                                                                             \
    }                                                                                              \
    ;
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END

static const struct {
    struct kind_info info;
    const struct field_info *fields;
    int n;
} kinds[KINDS] = {
#define KIND(name, slug, column, number, heading, title, text)                                     \
    [KIND_##name] = {{#name, slug, title, text, SITE_##column, #number, #heading},                 \
                     fields_##name,                                                                \
                     (int)(sizeof fields_##name / sizeof fields_##name[0])},
#define FIELD(kind, type, name, need, exposure, of, title, text, example)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
};

static const char *const *const vocabularies[] = {
    NULL,
#define VOCAB(name, prefix) (const char *const[]) {
#define TERM(prefix, name, text) text,
#define VOCAB_END                                                                                  \
    NULL                                                                                           \
    }                                                                                              \
    ,
#include "intake/vocab.def"
#undef VOCAB
#undef TERM
#undef VOCAB_END
};

struct column_names {
    const char *name;
    const char *title;
};

static const struct column_names *const column_sets[] = {
    NULL,
#define COLUMNS(set) (const struct column_names[]) {
#define COLUMN(set, name, title) {#name, title},
#define COLUMNS_END                                                                                \
    { NULL, NULL }                                                                                 \
    }                                                                                              \
    ,
#include "intake/columns.def"
#undef COLUMNS
#undef COLUMN
#undef COLUMNS_END
};

const struct kind_info *kind_info(enum kind k) {
    return &kinds[k].info;
}

enum kind kind_of(str name) {
    for (int k = 1; k < KINDS; k++)
        if (str_eq(name, str_of(kinds[k].info.name)) || str_eq(name, str_of(kinds[k].info.title)))
            return (enum kind)k;
    return KIND_NONE;
}

/* The columns of site.md: six categories have their own, the rest share 其他. */
const char *kind_slug(enum kind k, int term) {
    static const char *const by_category[] = {"qt", "cf", "xk", "xq", "zs", "sf", "jc"};
    static const char *const by_class[] = {"zd", "ws", "cl", "qz", "zd", "jh"};
    if (k == KIND_decision)
        return by_category[term <= CATEGORY_CHECK ? term : 0];
    if (k == KIND_document)
        return by_class[term <= DOCUMENT_PLAN ? term : 0];
    return kinds[k].info.slug;
}

str term_text(enum vocab v, int term) {
    return term <= 0 || term > term_count(v) ? S("") : str_of(vocabularies[v][term - 1]);
}

int term_of(enum vocab v, str text) {
    for (int i = term_count(v); i > 0; i--)
        if (str_eq(text, str_of(vocabularies[v][i - 1])))
            return i;
    return 0;
}

int term_count(enum vocab v) {
    int n = 0;
    while (v != VOCAB_none && vocabularies[v][n] != NULL)
        n++;
    return n;
}

int columns_count(enum columns c) {
    int n = 0;
    while (c != COLUMNS_none && column_sets[c][n].name != NULL)
        n++;
    return n;
}

const char *column_name(enum columns c, int i) {
    return column_sets[c][i].name;
}

const char *column_title(enum columns c, int i) {
    return column_sets[c][i].title;
}

const struct field_info *kind_fields(enum kind k, int *n) {
    *n = kinds[k].n;
    return kinds[k].fields;
}

const char *need_text(enum need n) {
    static const char *const texts[] = {
        [NEED_MAY] = "选填", [NEED_SHOULD] = "应填", [NEED_MUST] = "必填"};
    return texts[n];
}

const char *exposure_text(enum exposure e) {
    static const char *const texts[] = {[EXPOSURE_OPEN] = "公开",
                                        [EXPOSURE_FREE] = "公开，其中的个人信息自动隐去",
                                        [EXPOSURE_NAME] = "公开，自然人隐名",
                                        [EXPOSURE_LEAD] = "按规定决定是否公开",
                                        [EXPOSURE_SECRET] = "不公开"};
    return texts[e];
}
