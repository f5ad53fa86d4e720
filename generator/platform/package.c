/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * package.c — records become the rows that the credit platform wants.
 *
 * In:    struct record, a column set from feeds/credit
 * Out:   CSV with full identities, a manifest of counts and SHA-256
 * Law:   law.md §4: dates YYYY/MM/DD, amounts in 万元 with at most six decimals
 * Never: rounds an amount; writes a file that others may read
 */
#include "platform/platform.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/os.h"

#include <string.h>

#define PACKAGE_FILES 8

/* A field of a decision by its name in record.def. */
static const struct field *field_named(str name) {
    int n = 0;
    const struct field *f = record_fields(KIND_decision, &n);
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_of(f[i].name)))
            return &f[i];
    return NULL;
}

bool column_set_load(struct arena *a, str file, str text, struct column_set *out,
                     struct diags *diags) {
    static const char *const wanted[] = {"table", "name_zh", "code", "type",
                                         "field", "default", "codes"};
    struct csv_table t;
    str error;
    ptrdiff_t at[7];
    if (!csv_load(a, text, ',', &t, &error)) {
        diag(diags, DIAG_COLUMNS_TABLE, (struct place){file, 0, (str){0}}, "%.*s", STR(error));
        return false;
    }
    for (int i = 0; i < 7; i++) {
        at[i] = csv_column(&t, str_of(wanted[i]));
        if (at[i] < 0) {
            diag(diags, DIAG_COLUMNS_TABLE, (struct place){file, 1, (str){0}}, "缺少列 %s",
                 wanted[i]);
            return false;
        }
    }
    out->v = NEW(a, struct column, t.rows + 1);
    for (ptrdiff_t r = 0; r < t.rows; r++) {
        str type = csv_cell(&t, r, at[3]);
        if (!str_eq(csv_cell(&t, r, at[0]), out->table))
            continue;
        out->v[out->n++] = (struct column){csv_cell(&t, r, at[1]),
                                           csv_cell(&t, r, at[2]),
                                           type.n > 0 ? type.p[0] : 'C',
                                           csv_cell(&t, r, at[4]),
                                           csv_cell(&t, r, at[5]),
                                           csv_cell(&t, r, at[6]),
                                           field_named(csv_cell(&t, r, at[4]))};
    }
    return out->n > 0;
}

/* "有效=1；无效=2": their code of our term. */
static str coded(struct arena *a, str codes, str text) {
    for (str rest = str_replace(a, codes, S("；"), S(";")); rest.n > 0;) {
        str code = str_cut(&rest, S(";"));
        str term = str_cut(&code, S("="));
        if (str_eq(term, text))
            return code;
    }
    return text;
}

static str list_text(struct arena *a, const struct strs *list) {
    str out = {0};
    for (ptrdiff_t i = 0; i < list->n; i++)
        out = str_fmt(a, "%.*s%s%.*s", STR(out), i > 0 ? "|" : "", STR(list->v[i]));
    return out;
}

static str day_text(struct arena *a, date d) {
    return str_replace(a, date_text(a, d), S("-"), S("/"));
}

static str field_text(struct arena *a, const struct record *r, const struct field *f, char type) {
    const void *at = (const char *)r + f->at;
    switch (f->type) {
    case FIELD_text:
    case FIELD_lines:
    case FIELD_uscc:
        return *(const str *)at;
    case FIELD_day:
        return day_text(a, *(const date *)at);
    case FIELD_money: {
        int64_t fen = *(const int64_t *)at;
        return fen == WHOLE_NONE ? (str){0} : type == 'N' ? money_wan(a, fen) : money_text(a, fen);
    }
    case FIELD_whole:
        return field_absent(f, r) ? (str){0} : str_fmt(a, "%lld", (long long)*(const int64_t *)at);
    case FIELD_term:
        return term_text((enum vocab)f->of, *(const int *)at);
    case FIELD_list:
        return list_text(a, at);
    case FIELD_rows:
        return (str){0};
    }
    return (str){0};
}

/* What a column is filled with: its field, or one of the few that are not of the record. */
static str column_text(struct arena *a, const struct record *r, const struct package_facts *facts,
                       const struct column *c) {
    if (c->source != NULL)
        return field_text(a, r, c->source, c->type);
    if (str_eq(c->field, S("agency_name")))
        return facts->agency_name;
    if (str_eq(c->field, S("credit_until")))
        return day_text(a, facts->credit_until);
    return (str){0};
}

/* What stands there otherwise: a literal, or another field. */
static str otherwise_text(struct arena *a, const struct record *r,
                          const struct package_facts *facts, const struct column *c) {
    if (!str_starts(c->otherwise, S("@")))
        return c->otherwise;
    struct column other = {.type = c->type, .field = str_sub(c->otherwise, 1, c->otherwise.n)};
    other.source = field_named(other.field);
    return column_text(a, r, facts, &other);
}

void package_header(const struct column_set *set, struct buf *out) {
    for (int i = 0; i < set->n; i++) {
        if (i > 0)
            buf_char(out, ',');
        buf_csv(out, set->v[i].code, ',');
    }
    buf_str(out, S("\r\n"));
}

void package_row(struct arena *a, const struct column_set *set, const struct record *r,
                 const struct package_facts *f, struct buf *out) {
    for (int i = 0; i < set->n; i++) {
        const struct column *c = &set->v[i];
        str text = column_text(a, r, f, c);
        if (text.n == 0)
            text = otherwise_text(a, r, f, c);
        if (i > 0)
            buf_char(out, ',');
        buf_csv(out, c->codes.n > 0 ? coded(a, c->codes, text) : text, ',');
    }
    buf_str(out, S("\r\n"));
}

/* ---- the package ---- */

struct package_table {
    str name;
    struct os_file *file;
    struct sha256_stream *hash;
    int64_t rows;
    int64_t size;
};

struct package {
    struct arena *arena;
    const char *folder;
    const char *part; /* where it grows */
    struct package_table tables[PACKAGE_FILES];
    int n;
};

struct package *package_open(struct arena *a, const char *folder) {
    struct package *p = NEW(a, struct package, 1);
    p->arena = a;
    p->folder = folder;
    p->part = str_fmt(a, "%s.part", folder).p;
    os_rmtree(p->part);
    os_mkdirs(p->part, 0700);
    return p;
}

struct package_table *package_table(struct package *p, str name) {
    if (p->n == PACKAGE_FILES)
        die("数据包文件过多（上限 %d）", PACKAGE_FILES);
    struct package_table *t = &p->tables[p->n++];
    t->name = name;
    t->file = os_create(str_fmt(p->arena, "%s/%.*s", p->part, STR(name)).p, 0600);
    t->hash = sha256_open();
    return t;
}

void package_add(struct package_table *t, int64_t rows, str text) {
    os_append(t->file, text);
    sha256_add(t->hash, text);
    t->rows += rows;
    t->size += text.n;
}

static void manifest_file(struct buf *b, struct package_table *t, bool first) {
    struct sha256 digest = sha256_close(t->hash);
    os_finish(t->file, true);
    buf_str(b, first ? S("\n    {\"name\": ") : S(",\n    {\"name\": "));
    buf_json(b, t->name);
    buf_fmt(b, ", \"rows\": %lld, \"size\": %lld, \"sha256\": \"", (long long)t->rows,
            (long long)t->size);
    buf_hex(b, digest.b, sizeof digest.b);
    buf_str(b, S("\"}"));
}

int64_t package_close(struct package *p, str site, instant as_of, int64_t run) {
    struct buf b = {0};
    int64_t rows = 0;
    buf_str(&b, S("{\n  \"site\": "));
    buf_json(&b, site);
    buf_str(&b, S(",\n  \"as_of\": "));
    buf_json(&b, instant_rfc3339(p->arena, as_of));
    buf_fmt(&b, ",\n  \"run\": %lld,\n  \"files\": [", (long long)run);
    for (int i = 0; i < p->n; i++) {
        rows += p->tables[i].rows;
        manifest_file(&b, &p->tables[i], i == 0);
    }
    buf_str(&b, S("\n  ]\n}\n"));
    if (rows > 0) {
        os_write_atomic(str_fmt(p->arena, "%s/manifest.json", p->part).p, buf_view(&b), 0600);
        os_rmtree(p->folder);
        (void)os_rename(p->part, p->folder);
    } else {
        os_rmtree(p->part);
    }
    buf_free(&b);
    return rows;
}
