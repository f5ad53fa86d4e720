/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * data_about.c — what programs want to know of open data: JSON Schema, Frictionless, CSVW, DCAT.
 *
 * In:    columns, what is on line
 * Out:   JSON in a buf
 * Law:   none (JSON Schema 2020-12, Data Package 1, CSV on the Web, DCAT 3)
 * Never: tells of a file that is not on line
 */
#include "pages/data.h"

#include "pages/page.h"

static void member(struct buf *b, const char *name, str text) {
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, text);
}

static void hash_member(struct buf *b, const char *name, const char *before,
                        const struct sha256 *d) {
    buf_fmt(b, ",\"%s\":\"%s", name, before);
    buf_hex(b, d->b, sizeof d->b);
    buf_char(b, '"');
}

/* 青原市城市管理局 行政处罚 2026 年 */
static str set_title(const struct pages *p, struct arena *a, const struct data_set *s) {
    str section = section_at(p, str_cat(a, s->slug, S("/")))->title;
    str period = s->year > 0 ? FILL(p->words, a, WORD_YEAR, str_fmt(a, "%d", s->year))
                             : words_get(p->words, WORD_DATA_CURRENT);
    return str_fmt(a, "%.*s %.*s %.*s", STR(s->agency_name), STR(section), STR(period));
}

/* ---- JSON Schema ---- */

static void schema_rows(enum columns set, struct buf *b) {
    buf_str(b, S("\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"));
    for (int i = 0; i < columns_count(set); i++) {
        buf_fmt(b, "%s\"%s\":{\"type\":\"string\",\"title\":", i > 0 ? "," : "",
                column_name(set, i));
        buf_json(b, str_of(column_title(set, i)));
        buf_char(b, '}');
    }
    buf_str(b, S("},\"additionalProperties\":false}"));
}

static void schema_type(const struct data_column *c, struct buf *b) {
    switch (c->type) {
    case FIELD_day:
        buf_str(b, S("\"type\":\"string\",\"format\":\"date\""));
        return;
    case FIELD_money:
        buf_str(b, S("\"type\":\"number\""));
        return;
    case FIELD_whole:
        buf_str(b, S("\"type\":\"integer\""));
        return;
    case FIELD_list:
        buf_str(b, S("\"type\":\"array\",\"items\":{\"type\":\"string\"}"));
        return;
    case FIELD_rows:
        schema_rows((enum columns)c->field->of, b);
        return;
    case FIELD_term:
        buf_str(b, S("\"enum\":["));
        for (int t = 1; t <= term_count((enum vocab)c->field->of); t++) {
            buf_str(b, t > 1 ? S(",") : S(""));
            buf_json(b, term_text((enum vocab)c->field->of, t));
        }
        buf_char(b, ']');
        return;
    case FIELD_text:
    case FIELD_lines:
    case FIELD_uscc:
        buf_str(b, S("\"type\":\"string\""));
        return;
    }
}

void data_schema(const struct pages *p, struct arena *a, const struct data_set *s,
                 struct buf *out) {
    struct data_column c[DATA_COLUMNS_MOST];
    int n = data_columns(s->kind, c);
    str path = str_fmt(a, "data/%.*s/schema.json", STR(s->slug));
    buf_str(out, S("{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\""));
    if (p->base_url.n > 0)
        member(out, "$id", page_url(p, a, path));
    member(out, "title", section_at(p, str_cat(a, s->slug, S("/")))->title);
    buf_str(out, S(",\"type\":\"object\",\"properties\":{\n"));
    for (int i = 0; i < n; i++) {
        buf_fmt(out, "%s\"%s\":{", i > 0 ? ",\n" : "", c[i].name);
        schema_type(&c[i], out);
        member(out, "title", str_of(c[i].title));
        if (c[i].text[0] != '\0')
            member(out, "description", str_of(c[i].text));
        buf_char(out, '}');
    }
    buf_str(out, S("\n},\"required\":["));
    for (int i = 0, any = 0; i < n; i++)
        if (c[i].must && c[i].field == NULL)
            buf_fmt(out, "%s\"%s\"", any++ > 0 ? "," : "", c[i].name);
    buf_str(out, S("],\"additionalProperties\":false}\n"));
}

/* ---- licence, source, coverage ---- */

static void put_licence(const struct pages *p, struct buf *b) {
    buf_str(b, S(",\"licenses\":[{\"title\":"));
    buf_json(b, data_licence(p));
    member(b, "path", data_licence_url(p));
    buf_str(b, S("}]"));
}

str data_licence(const struct pages *p) {
    return p->conf.licence.n > 0 ? p->conf.licence : S("CC BY 4.0");
}

str data_licence_url(const struct pages *p) {
    return p->conf.licence_url.n > 0
               ? p->conf.licence_url
               : S("https://creativecommons.org/licenses/by/4.0/deed.zh-hans");
}

/* The file's name in its folder. */
static str name_of(str path) {
    for (str rest = path; rest.p != NULL;)
        path = str_cut(&rest, S("/"));
    return path;
}

/* ---- Frictionless ---- */

static const char *frictionless_type(enum field_type t) {
    switch (t) {
    case FIELD_day:
        return "date";
    case FIELD_money:
        return "number";
    case FIELD_whole:
        return "integer";
    default:
        return "string";
    }
}

static void put_fields(enum kind k, struct buf *b) {
    struct data_column c[DATA_COLUMNS_MOST];
    int n = data_columns(k, c);
    buf_str(b, S("\"schema\":{\"fields\":[\n"));
    for (int i = 0; i < n; i++) {
        buf_fmt(b, "%s{\"name\":\"%s\",\"type\":\"%s\"", i > 0 ? ",\n" : "", c[i].name,
                frictionless_type(c[i].type));
        member(b, "title", str_of(c[i].title));
        if (c[i].must && c[i].field == NULL)
            buf_str(b, S(",\"constraints\":{\"required\":true}"));
        buf_char(b, '}');
    }
    buf_str(b, S("\n],\"primaryKey\":\"id\",\"missingValues\":[\"\"]}"));
}

/* Tables have the schema of their columns; the same rows as lines of JSON and as a workbook are
 * told beside them. */
static void put_resource(const struct data_held *h, const struct data_file *f, struct buf *b) {
    static const struct {
        const char *format;
        const char *media;
    } forms[DATA_FORMS] = {
        [DATA_CSV] = {"csv", "text/csv"},
        [DATA_CSV_GZIP] = {"csv.gz", "application/gzip"},
        [DATA_JSON_LINES] = {"jsonl", "application/jsonl"},
        [DATA_JSON_LINES_GZIP] = {"jsonl.gz", "application/gzip"},
        [DATA_WORKBOOK] = {"xlsx",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
    str name = name_of(f->file.path);
    buf_str(b, S("{\"name\":"));
    buf_json(b, name);
    member(b, "path", name);
    buf_fmt(b, ",\"format\":\"%s\",\"mediatype\":\"%s\",\"bytes\":%lld", forms[f->form].format,
            forms[f->form].media, (long long)f->file.size);
    hash_member(b, "hash", "sha256:", &f->file.digest);
    if (f->form == DATA_CSV) {
        buf_str(b, S(",\"profile\":\"tabular-data-resource\",\"encoding\":\"utf-8\","));
        put_fields(h->set.kind, b);
    }
    buf_char(b, '}');
}

static void put_coverage(const struct pages *p, struct arena *a, const struct data_held *h,
                         struct buf *b) {
    buf_str(b, S("{\"period\":"));
    buf_json(b, data_period(a, h->set.year));
    buf_fmt(b, ",\"rows\":%lld", (long long)h->rows);
    member(b, "updated", instant_rfc3339(a, h->updated));
    member(b, "excluded", words_get(p->words, WORD_DATA_EXCLUDED));
    buf_char(b, '}');
}

void data_package(const struct pages *p, struct arena *a, const struct data_held *v, int n,
                  struct buf *out) {
    bool first = true;
    const struct data_set *s = &v[0].set;
    str section = section_at(p, str_cat(a, s->slug, S("/")))->title;
    buf_fmt(out, "{\"profile\":\"data-package\",\"name\":\"%.*s-%.*s\"", STR(s->slug),
            STR(s->agency_code));
    member(out, "title", str_fmt(a, "%.*s %.*s", STR(s->agency_name), STR(section)));
    if (p->base_url.n > 0)
        member(out, "homepage", page_url(p, a, S("data/index.html")));
    put_licence(p, out);
    buf_str(out, S(",\"coverage\":["));
    for (int i = 0; i < n; i++) {
        buf_str(out, i > 0 ? S(",") : S(""));
        put_coverage(p, a, &v[i], out);
    }
    buf_str(out, S("],\"resources\":[\n"));
    for (int i = 0; i < n; i++)
        for (int f = 0; f < v[i].file_count; f++, first = false) {
            buf_str(out, first ? S("") : S(",\n"));
            put_resource(&v[i], &v[i].files[f], out);
        }
    buf_str(out, S("\n]}\n"));
}

/* ---- CSV on the Web ---- */

static const char *csvw_type(enum field_type t) {
    switch (t) {
    case FIELD_day:
        return "date";
    case FIELD_money:
        return "decimal";
    case FIELD_whole:
        return "integer";
    case FIELD_rows:
        return "json";
    default:
        return "string";
    }
}

static void csvw_schema(enum kind k, struct buf *b) {
    struct data_column c[DATA_COLUMNS_MOST];
    int n = data_columns(k, c);
    buf_str(b, S("\"tableSchema\":{\"columns\":[\n"));
    for (int i = 0; i < n; i++) {
        buf_fmt(b, "%s{\"name\":\"%s\",\"titles\":[\"%s\",", i > 0 ? ",\n" : "", c[i].name,
                c[i].name);
        buf_json(b, str_of(c[i].title));
        buf_fmt(b, "],\"datatype\":\"%s\"", csvw_type(c[i].type));
        if (c[i].type == FIELD_list)
            buf_str(b, S(",\"separator\":\"；\""));
        if (c[i].must && c[i].field == NULL)
            buf_str(b, S(",\"required\":true"));
        buf_char(b, '}');
    }
    buf_str(b, S("\n],\"primaryKey\":\"id\"}"));
}

void data_csvw(const struct pages *p, struct arena *a, const struct data_held *v, int n,
               struct buf *out) {
    bool first = true;
    str language = words_get(p->words, WORD_LANGUAGE);
    buf_str(out, S("{\"@context\":[\"http://www.w3.org/ns/csvw\",{\"@language\":"));
    buf_json(out, language);
    buf_str(out, S("}],\"dc:license\":{\"@id\":"));
    buf_json(out, data_licence_url(p));
    buf_str(out, S("},\"dialect\":{\"encoding\":\"utf-8\",\"header\":true},"));
    csvw_schema(v[0].set.kind, out);
    buf_str(out, S(",\"tables\":[\n"));
    for (int i = 0; i < n; i++)
        for (int f = 0; f < v[i].file_count; f++) {
            if (v[i].files[f].form != DATA_CSV)
                continue;
            buf_str(out, first ? S("{\"url\":") : S(",\n{\"url\":"));
            buf_json(out, name_of(v[i].files[f].file.path));
            member(out, "dc:title", set_title(p, a, &v[i].set));
            member(out, "dc:modified", instant_rfc3339(a, v[i].updated));
            buf_char(out, '}');
            first = false;
        }
    buf_str(out, S("\n]}\n"));
}

/* ---- DCAT ---- */

/* Where something is, for who reads the catalogue that lies in `depth` folders. */
static str address(const struct pages *p, struct arena *a, int depth, str path) {
    if (p->base_url.n > 0)
        return page_url(p, a, path);
    return str_fmt(a, "%s%.*s", depth == 1 ? "../" : "../../", STR(path));
}

static void dcat_begin(const struct pages *p, struct buf *b, str title) {
    buf_str(b, S("{\"@context\":{\"dcat\":\"http://www.w3.org/ns/dcat#\","
                 "\"dct\":\"http://purl.org/dc/terms/\",\"foaf\":\"http://xmlns.com/foaf/0.1/\","
                 "\"spdx\":\"http://spdx.org/rdf/terms#\","
                 "\"xsd\":\"http://www.w3.org/2001/XMLSchema#\"},\n\"@type\":\"dcat:Catalog\""));
    member(b, "dct:title", title);
    member(b, "dct:language", words_get(p->words, WORD_LANGUAGE));
    buf_str(b, S(",\"dct:license\":{\"@id\":"));
    buf_json(b, data_licence_url(p));
    buf_str(b, S("},\"dct:publisher\":{\"@type\":\"foaf:Agent\",\"foaf:name\":"));
    buf_json(b, p->conf.organiser.n > 0 ? p->conf.organiser : p->conf.name);
    buf_char(b, '}');
}

static void dcat_file(const struct pages *p, struct arena *a, int depth, const struct tree_file *f,
                      struct buf *b) {
    buf_str(b, S("{\"@type\":\"dcat:Distribution\",\"dct:title\":"));
    buf_json(b, name_of(f->path));
    buf_str(b, S(",\"dcat:downloadURL\":{\"@id\":"));
    buf_json(b, address(p, a, depth, f->path));
    buf_fmt(b,
            "},\"dcat:byteSize\":%lld,\"spdx:checksum\":{\"@type\":\"spdx:Checksum\","
            "\"spdx:algorithm\":{\"@id\":\"spdx:checksumAlgorithm_sha256\"}",
            (long long)f->size);
    hash_member(b, "spdx:checksumValue", "", &f->digest);
    buf_str(b, S("}}"));
}

/* 2026: from the first to the last day. */
static void dcat_period(int year, struct buf *b) {
    if (year > 0)
        buf_fmt(b,
                ",\"dct:temporal\":{\"@type\":\"dct:PeriodOfTime\",\"dcat:startDate\":"
                "{\"@type\":\"xsd:date\",\"@value\":\"%d-01-01\"},\"dcat:endDate\":"
                "{\"@type\":\"xsd:date\",\"@value\":\"%d-12-31\"}}",
                year, year);
}

static void dcat_set(const struct pages *p, struct arena *a, const struct data_held *h,
                     struct buf *b) {
    buf_str(b, S("{\"@type\":\"dcat:Dataset\",\"dct:title\":"));
    buf_json(b, set_title(p, a, &h->set));
    member(b, "dct:description", words_get(p->words, WORD_DATA_EXCLUDED));
    buf_str(b, S(",\"dct:modified\":{\"@type\":\"xsd:dateTime\",\"@value\":"));
    buf_json(b, instant_rfc3339(a, h->updated));
    buf_char(b, '}');
    dcat_period(h->set.year, b);
    buf_str(b, S(",\"dcat:distribution\":[\n"));
    for (int f = 0; f < h->file_count; f++) {
        buf_str(b, f > 0 ? S(",\n") : S(""));
        dcat_file(p, a, 2, &h->files[f].file, b);
    }
    buf_str(b, S("]}"));
}

void data_catalogue_of_kind(const struct pages *p, struct arena *a, const struct data_held *v,
                            int n, struct buf *out) {
    dcat_begin(p, out, section_at(p, str_cat(a, v[0].set.slug, S("/")))->title);
    buf_str(out, S(",\"dcat:dataset\":[\n"));
    for (int i = 0; i < n; i++) {
        buf_str(out, i > 0 ? S(",\n") : S(""));
        dcat_set(p, a, &v[i], out);
    }
    buf_str(out, S("\n]}\n"));
}

static void dcat_year(const struct pages *p, struct arena *a, const struct data_year *y,
                      struct buf *b) {
    buf_str(b, S("{\"@type\":\"dcat:Dataset\",\"dct:title\":"));
    buf_json(b, str_fmt(a, "%.*s SQLite %.*s", STR(p->conf.name), STR(data_period(a, y->year))));
    dcat_period(y->year, b);
    buf_str(b, S(",\"dcat:distribution\":["));
    dcat_file(p, a, 1, &y->file, b);
    if (y->gzip.path.n > 0) {
        buf_str(b, S(",\n"));
        dcat_file(p, a, 1, &y->gzip, b);
    }
    buf_str(b, S("]}"));
}

void data_catalogue(const struct pages *p, struct arena *a, const struct data_all *all,
                    struct buf *out) {
    bool first = true;
    dcat_begin(p, out, p->conf.name);
    buf_str(out, S(",\"dcat:catalog\":["));
    for (int i = 0; i < all->n; i++)
        if (i == 0 || !str_eq(all->v[i].set.slug, all->v[i - 1].set.slug)) {
            str path = str_fmt(a, "data/%.*s/catalog.jsonld", STR(all->v[i].set.slug));
            buf_str(out, i > 0 ? S(",\n{\"@id\":") : S("\n{\"@id\":"));
            buf_json(out, address(p, a, 1, path));
            buf_char(out, '}');
        }
    buf_str(out, S("],\n\"dcat:dataset\":[\n"));
    for (int i = 0; i < all->year_count; i++)
        if (all->years[i].file.path.n > 0) {
            buf_str(out, first ? S("") : S(",\n"));
            dcat_year(p, a, &all->years[i], out);
            first = false;
        }
    buf_str(out, S("\n]}\n"));
}

/* ---- the log ---- */

void data_log_head(struct buf *out) {
    buf_str(out, S("\xEF\xBB\xBFtime,change,section,agency_code,period,id,rows,reason\r\n"));
}

void data_log_row(struct arena *a, const struct data_change_row *row, struct buf *out) {
    static const char *const words[] = {"added", "corrected", "removed", "returned"};
    buf_fmt(out, "%.*s,%s,%.*s,%.*s,%.*s,%.*s,%lld,", STR(instant_rfc3339(a, row->at)),
            words[row->change], STR(row->set.slug), STR(row->set.agency_code),
            STR(data_period(a, row->set.year)), STR(row->id), (long long)row->n);
    buf_csv(out, row->reason, ',');
    buf_str(out, S("\r\n"));
}
