/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * schema.c — the declarations as JSON Schema, for people who prepare deliveries.
 *
 * In:    record.def, vocab.def, columns.def
 * Out:   feeds/schema/KIND.json
 * Law:   law.md §5
 * Never: says anything that record.def does not
 */
#include "base/buf.h"
#include "intake/intake.h"

#include <pthread.h>

/* ---- one field ---- */

static void put_member(struct buf *out, const char *name, const char *text) {
    buf_fmt(out, ",\n      \"%s\": ", name);
    buf_json(out, str_of(text));
}

static void put_terms(struct buf *out, enum vocab v) {
    buf_str(out, S(",\n      \"enum\": ["));
    for (int i = 1; i <= term_count(v); i++) {
        buf_str(out, i == 1 ? S("") : S(", "));
        buf_json(out, term_text(v, i));
    }
    buf_char(out, ']');
}

static void put_columns(struct buf *out, enum columns set) {
    buf_str(out, S(",\n      \"items\": {\n        \"type\": \"object\",\n"
                   "        \"additionalProperties\": false,\n        \"properties\": {"));
    for (int i = 0; i < columns_count(set); i++) {
        buf_fmt(out, "%s\n          \"%s\": { \"type\": \"string\", \"title\": ", i == 0 ? "" : ",",
                column_name(set, i));
        buf_json(out, str_of(column_title(set, i)));
        buf_str(out, S(" }"));
    }
    buf_str(out, S("\n        }\n      }"));
}

/* What JSON has for a type, and what else is to be said of it. */
static const struct {
    const char *type;
    const char *more;
} forms[] = {
    [FIELD_text] = {"\"string\"", ""},
    [FIELD_lines] = {"\"string\"", ""},
    [FIELD_uscc] = {"\"string\"", ",\n      \"pattern\": \"^[0-9A-HJ-NP-RTUWXY]{18}$\""},
    [FIELD_day] = {"\"string\"", ",\n      \"format\": \"date\""},
    [FIELD_money] = {"[\"number\", \"string\"]", ""},
    [FIELD_whole] = {"\"integer\"", ""},
    [FIELD_term] = {"\"string\"", ""},
    [FIELD_list] = {"\"array\"", ",\n      \"items\": { \"type\": \"string\" }"},
    [FIELD_rows] = {"\"array\"", ""},
};

static void put_example(struct buf *out, const struct field_info *f) {
    if (f->example[0] == '\0')
        return;
    /* Numbers and tables stand in the declaration as they stand in JSON. */
    bool bare = f->type == FIELD_money || f->type == FIELD_whole || f->type == FIELD_rows;
    buf_str(out, S(",\n      \"examples\": ["));
    if (bare)
        buf_str(out, str_of(f->example));
    else if (f->type == FIELD_list)
        buf_char(out, '[');
    if (!bare)
        buf_json(out, str_of(f->example));
    buf_str(out, f->type == FIELD_list ? S("]]") : S("]"));
}

static void put_description(struct buf *out, const struct field_info *f) {
    struct buf text = {0};
    buf_fmt(&text, "%s；%s%s%s", need_text(f->need), exposure_text(f->exposure),
            f->text[0] == '\0' ? "" : "。", f->text);
    buf_str(out, S(",\n      \"description\": "));
    buf_json(out, buf_view(&text));
    buf_free(&text);
}

static void put_field(struct buf *out, const struct field_info *f) {
    buf_fmt(out, ",\n    \"%s\": {\n      \"type\": %s", f->name, forms[f->type].type);
    buf_str(out, str_of(forms[f->type].more));
    put_member(out, "title", f->title);
    put_description(out, f);
    if (f->type == FIELD_term)
        put_terms(out, (enum vocab)f->of);
    if (f->type == FIELD_rows)
        put_columns(out, (enum columns)f->of);
    put_example(out, f);
    buf_str(out, S("\n    }"));
}

/* ---- one kind ---- */

static void put_required(struct buf *out, const struct field_info *fields, int n) {
    bool first = true;
    buf_str(out, S("  \"required\": ["));
    for (int i = 0; i < n; i++) {
        if (fields[i].need != NEED_MUST)
            continue;
        buf_fmt(out, "%s\"%s\"", first ? "" : ", ", fields[i].name);
        first = false;
    }
    buf_str(out, S("]\n}\n"));
}

void schema_write(enum kind k, struct buf *out) {
    const struct kind_info *info = kind_info(k);
    int n = 0;
    const struct field_info *fields = kind_fields(k, &n);
    buf_str(out, S("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"));
    buf_fmt(out, "  \"$id\": \"%s.json\",\n  \"title\": ", info->name);
    buf_json(out, str_of(info->title));
    buf_str(out, S(",\n  \"description\": "));
    buf_json(out, str_of(info->text));
    buf_str(out, S(",\n  \"type\": \"object\",\n  \"additionalProperties\": false,\n"));
    buf_str(out, S("  \"properties\": {\n    \"kind\": {\n      \"const\": "));
    buf_json(out, str_of(info->name));
    put_member(out, "title", "种类");
    put_member(out, "description", "选填；文件名或外层已写明的不必再写");
    buf_str(out, S("\n    }"));
    for (int i = 0; i < n; i++)
        put_field(out, &fields[i]);
    buf_str(out, S("\n  },\n"));
    put_required(out, fields, n);
}

/* ---- all kinds, as one number ---- */

static uint64_t seed;
static pthread_once_t seeded = PTHREAD_ONCE_INIT;

static void set_seed(void) {
    struct buf all = {0};
    for (int k = 1; k < KINDS; k++)
        schema_write((enum kind)k, &all);
    seed = line_hash_of(buf_view(&all), 0).lo;
    buf_free(&all);
}

uint64_t schema_seed(void) {
    (void)pthread_once(&seeded, set_seed);
    return seed;
}
