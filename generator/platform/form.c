/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * form.c — a row as CSV, XML and JSON.
 *
 * In:    cells
 * Out:   texts
 * Law:   RFC 4180, XML 1.0, RFC 8259, GB 18030-2022
 * Never: changes what a cell says
 */
#include "base/buf.h"
#include "base/encoding.h"
#include "base/os.h"
#include "platform/platform.h"

static str taken(struct arena *a, struct buf *b) {
    if (b->failed)
        die("数据包的一行过长");
    str s = str_dup(a, buf_view(b));
    buf_reset(b);
    return s;
}

static str csv_text(struct arena *a, const struct package_row *row, struct buf *b) {
    for (int i = 0; i < row->set->n; i++) {
        if (i > 0)
            buf_char(b, ',');
        buf_csv(b, row->cells[i], ',');
    }
    buf_str(b, S("\r\n"));
    return taken(a, b);
}

static str xml_text(struct arena *a, const struct package_row *row, struct buf *b) {
    buf_fmt(b, "<record operation=\"%.*s\" table=\"%.*s\" id=\"%.*s\">",
            STR(operation_text(row->operation)), STR(row->set->table), STR(row->id));
    for (int i = 0; i < row->set->n; i++) {
        if (row->cells[i].n == 0)
            continue;
        buf_fmt(b, "<%.*s>", STR(row->set->v[i].code));
        buf_xml(b, row->cells[i]);
        buf_fmt(b, "</%.*s>", STR(row->set->v[i].code));
    }
    buf_str(b, S("</record>\n"));
    return taken(a, b);
}

static str json_text(struct arena *a, const struct package_row *row, struct buf *b) {
    bool first = true;
    buf_fmt(b, "{\"operation\":\"%.*s\",\"table\":\"%.*s\",\"id\":\"%.*s\",\"row\":{",
            STR(operation_text(row->operation)), STR(row->set->table), STR(row->id));
    for (int i = 0; i < row->set->n; i++) {
        if (row->cells[i].n == 0)
            continue;
        if (!first)
            buf_char(b, ',');
        first = false;
        buf_json(b, row->set->v[i].code);
        buf_char(b, ':');
        buf_json(b, row->cells[i]);
    }
    buf_str(b, S("}}"));
    return taken(a, b);
}

void package_text(struct arena *a, unsigned forms, struct package_row *row) {
    struct buf b = {0};
    if ((forms & (1U << FORM_CSV | 1U << FORM_CSV_GB18030)) != 0)
        row->text[FORM_CSV] = csv_text(a, row, &b);
    if ((forms & 1U << FORM_CSV_GB18030) != 0)
        row->text[FORM_CSV_GB18030] = encoding_to_gb18030(a, row->text[FORM_CSV]);
    if ((forms & 1U << FORM_XML) != 0)
        row->text[FORM_XML] = xml_text(a, row, &b);
    if ((forms & (1U << FORM_JSON | 1U << FORM_JSONL)) != 0)
        row->text[FORM_JSON] = row->text[FORM_JSONL] = json_text(a, row, &b);
    buf_free(&b);
}
