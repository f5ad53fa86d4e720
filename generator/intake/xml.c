/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xml.c — XML of any system: the records are elements.
 *
 * In:    XML; the name of the record element, from the map
 * Out:   one JSON object a record: nested names with dots (当事人.名称), attributes with @ (@id)
 * Law:   none
 * Never: keeps more than one record
 */
#include "intake/markup.h"
#include "intake/reading.h"

#include <string.h>

/* ---- limits; each is tested ---- */
#define XML_VALUES 1024 /* values of one record */

/* Values that share a name become one array, as repeated elements do. */
struct value_at {
    ptrdiff_t name;
    ptrdiff_t text;
    ptrdiff_t end;
    bool written;
};

struct records {
    struct normal_work *work;
    struct markup markup;
    str element; /* absent: every child of the root */
    int depth;   /* of the element under way; the root is 1 */
    int begun;   /* depth of the record under way, 0 outside */
    int64_t line;
    int64_t count;
    bool lost;                          /* the record is too long */
    struct buf path;                    /* of the element under way, below the record */
    ptrdiff_t path_n[NORMAL_DEPTH + 2]; /* its length by depth */
    struct buf text;                    /* since the last beginning or end */
    struct buf bytes;                   /* names and texts of the values */
    struct value_at *values;
    int n;
    struct buf out;
};

static struct normal_place here(const struct records *r) {
    return (struct normal_place){.row = r->line};
}

static void add_value(struct records *r, str name, str text) {
    if (r->n == XML_VALUES || r->bytes.n + name.n + text.n > INTAKE_RECORD_LIMIT) {
        r->lost = true;
        return;
    }
    struct value_at *v = &r->values[r->n++];
    *v = (struct value_at){.name = r->bytes.n, .text = r->bytes.n + name.n};
    buf_str(&r->bytes, name);
    buf_str(&r->bytes, text);
    v->end = r->bytes.n;
}

/* What has stood since the last tag belongs to the element under way. */
static void take_text(struct records *r) {
    str text = str_trim(buf_view(&r->text));
    str path = buf_view(&r->path);
    if (r->begun > 0 && text.n > 0)
        add_value(r, path.n > 0 ? path : S("@text"), text);
    buf_reset(&r->text);
}

static void add_attributes(struct records *r, const char **atts) {
    ptrdiff_t n = r->path.n;
    for (; *atts != NULL; atts += 2) {
        if (n > 0)
            buf_char(&r->path, '.');
        buf_char(&r->path, '@');
        buf_str(&r->path, str_of(markup_local(atts[0])));
        add_value(r, buf_view(&r->path), str_of(atts[1]));
        r->path.n = n;
    }
}

static bool is_record(const struct records *r, const char *name) {
    return r->element.n > 0 ? str_eq(r->element, str_of(name)) : r->depth == 2;
}

static void begin_record(struct records *r) {
    r->begun = r->depth;
    r->line = markup_line(&r->markup);
    r->n = 0;
    r->lost = false;
    buf_reset(&r->bytes);
    buf_reset(&r->path);
}

static void on_begin(void *ctx, const char *name, const char **atts) {
    struct records *r = ctx;
    take_text(r);
    r->path_n[r->depth] = r->path.n;
    r->depth++;
    if (r->begun == 0 && is_record(r, name)) {
        begin_record(r);
    } else if (r->begun > 0) {
        if (r->depth - r->begun > INTAKE_DEPTH)
            (void)normal_refuse(r->work, DIAG_XML_DEEP, here(r), S(""));
        if (r->path.n > 0)
            buf_char(&r->path, '.');
        buf_str(&r->path, str_of(name));
    }
    if (r->begun > 0)
        add_attributes(r, atts);
}

/* ---- a record is whole ---- */

static str name_at(const struct records *r, int i) {
    return str_sub(buf_view(&r->bytes), r->values[i].name, r->values[i].text);
}

static void write_text(struct records *r, int i) {
    buf_json(&r->out, str_sub(buf_view(&r->bytes), r->values[i].text, r->values[i].end));
    r->values[i].written = true;
}

static void write_value(struct records *r, int first) {
    bool many = false;
    ptrdiff_t open;
    str name = name_at(r, first);
    buf_char(&r->out, ',');
    buf_json(&r->out, name);
    buf_char(&r->out, ':');
    open = r->out.n;
    buf_char(&r->out, ' ');
    write_text(r, first);
    for (int i = first + 1; i < r->n; i++) {
        if (r->values[i].written || !str_eq(name_at(r, i), name))
            continue;
        many = true;
        buf_char(&r->out, ',');
        write_text(r, i);
    }
    if (many) {
        r->out.p[open] = '[';
        buf_char(&r->out, ']');
    }
}

static void end_record(struct records *r) {
    buf_reset(&r->out);
    buf_str(&r->out, LINE_ROW);
    buf_int(&r->out, r->line);
    for (int i = 0; i < r->n && !r->lost; i++)
        if (!r->values[i].written)
            write_value(r, i);
    if (r->lost || r->out.n > INTAKE_RECORD_LIMIT) {
        buf_reset(&r->out);
        buf_str(&r->out, LINE_ROW);
        buf_int(&r->out, r->line);
        buf_str(&r->out, LINE_LOST);
    }
    buf_str(&r->out, S("}\n"));
    os_append(r->work->cell->out, buf_view(&r->out));
    r->begun = 0;
    r->count++;
}

static void on_end(void *ctx, const char *name) {
    struct records *r = ctx;
    (void)name;
    take_text(r);
    if (r->begun == r->depth && r->begun > 0)
        end_record(r);
    r->depth--;
    r->path.n = r->begun > 0 ? r->path_n[r->depth] : 0;
}

static void on_text(void *ctx, str text) {
    struct records *r = ctx;
    if (r->begun == 0)
        return;
    buf_str(&r->text, text);
    if (r->text.n > NORMAL_CELL)
        (void)normal_refuse(r->work, DIAG_CELL_LONG, here(r), S(""));
}

static const struct markup_calls calls = {on_begin, on_end, on_text};

static bool feed(void *ctx, str piece, bool last) {
    return markup_feed(ctx, piece, last);
}

void xml_read(struct normal_work *w) {
    struct records *r = NEW(w->arena, struct records, 1);
    r->work = w;
    r->element = normal_record_element(w);
    r->values = NEW(w->arena, struct value_at, XML_VALUES);
    r->out.limit = 4 * INTAKE_RECORD_LIMIT;
    markup_open(&r->markup, w, &calls, r);
    normal_read_text(w, feed, &r->markup);
    if (!w->refused && r->count == 0)
        (void)normal_refuse(w, DIAG_XML_RECORDS, (struct normal_place){0}, r->element);
    markup_close(&r->markup);
    buf_free(&r->path);
    buf_free(&r->text);
    buf_free(&r->bytes);
    buf_free(&r->out);
}
