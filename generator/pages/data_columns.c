/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * data_columns.c — the columns of open data, and what stands in them.
 *
 * In:    record.def through the tables of disclosures
 * Out:   struct data_column, cells as texts
 * Law:   none
 * Never: has a column for what a disclosure has no field for
 */
#include "pages/data.h"

#include "pages/page.h"

static const struct data_column told[DATA_TOLD] = {
    [DATA_ID] = {"id", "编号", "网址中的编号，终身不变", FIELD_text, true, NULL, DATA_ID},
    [DATA_URL] = {"url", "网址", "这条信息的网页", FIELD_text, true, NULL, DATA_URL},
    [DATA_AGENCY_CODE] = {"agency_code", "执法主体代码", "", FIELD_text, false, NULL,
                          DATA_AGENCY_CODE},
    [DATA_AGENCY_NAME] = {"agency_name", "执法主体名称", "", FIELD_text, false, NULL,
                          DATA_AGENCY_NAME},
    [DATA_FIRST_PUBLISHED] = {"first_published", "公示日期", "第一次公示的日期", FIELD_day, true,
                              NULL, DATA_FIRST_PUBLISHED},
    [DATA_LAST_UPDATED] = {"last_updated", "更新日期", "内容最后一次改变的日期", FIELD_day, true,
                           NULL, DATA_LAST_UPDATED},
    [DATA_EDITION] = {"edition", "版次", "更正一次加一", FIELD_whole, true, NULL, DATA_EDITION},
    [DATA_LATER_STATUS] = {"later_status", "后续状态", "注销、吊销、过期等", FIELD_text, false,
                           NULL, DATA_LATER_STATUS},
    [DATA_PUBLIC_UNTIL] = {"public_until", "公示截止日期", "", FIELD_day, false, NULL,
                           DATA_PUBLIC_UNTIL},
};

int data_columns(enum kind k, struct data_column out[DATA_COLUMNS_MOST]) {
    int n = 0;
    int declared = 0;
    int fields = 0;
    const struct disclosed_field *f = disclosure_fields(k, &fields);
    const struct field_info *info = kind_fields(k, &declared);
    for (; n < DATA_TOLD; n++)
        out[n] = told[n];
    for (int i = 0; i < fields && n < DATA_COLUMNS_MOST; i++, n++) {
        const struct field_info *is = &info[f[i].declared];
        out[n] = (struct data_column){f[i].field.name,       is->title,   is->text, f[i].field.type,
                                      is->need == NEED_MUST, &f[i].field, DATA_TOLD};
    }
    return n;
}

/* ---- cells ---- */

static str day_text(struct arena *a, date d) {
    return d == DATE_NONE ? (str){0} : date_text(a, d);
}

static str told_cell(const struct pages *p, struct arena *a, enum data_told told_as,
                     const struct data_row *row) {
    const struct disclosure *d = row->disclosure;
    switch (told_as) {
    case DATA_ID:
        return row->id;
    case DATA_URL:
        return p->base_url.n > 0 ? page_url(p, a, row->path) : row->path;
    case DATA_AGENCY_CODE:
        return d->agency_code;
    case DATA_AGENCY_NAME:
        return d->agency_name;
    case DATA_FIRST_PUBLISHED:
        return day_text(a, instant_date(row->published));
    case DATA_LAST_UPDATED:
        return day_text(a, instant_date(row->updated));
    case DATA_EDITION:
        return str_fmt(a, "%d", row->version);
    case DATA_LATER_STATUS:
        return d->status;
    case DATA_PUBLIC_UNTIL:
        return day_text(a, d->public_until);
    case DATA_TOLD:
        break;
    }
    return (str){0};
}

/* 2000000 → 20000.00, as programs read it. */
static str plain_money(struct arena *a, int64_t fen) {
    int64_t whole = fen < 0 ? -fen : fen;
    return str_fmt(a, "%s%lld.%02lld", fen < 0 ? "-" : "", (long long)(whole / 100),
                   (long long)(whole % 100));
}

static str joined(struct arena *a, const struct strs *v) {
    str all = {0};
    for (ptrdiff_t i = 0; i < v->n; i++)
        all = i == 0 ? v->v[i] : str_fmt(a, "%.*s；%.*s", STR(all), STR(v->v[i]));
    return all;
}

void data_table(const struct rows *r, enum columns set, struct buf *out) {
    buf_char(out, '[');
    for (int i = 0; i < r->n; i++) {
        bool any = false;
        buf_str(out, i > 0 ? S(",{") : S("{"));
        for (int c = 0; c < r->columns && c < columns_count(set); c++) {
            str cell = show_cell(r, i, c);
            if (cell.n == 0)
                continue;
            buf_fmt(out, "%s\"%s\":", any ? "," : "", column_name(set, c));
            buf_json(out, cell);
            any = true;
        }
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static str table_text(struct arena *a, const struct rows *r, enum columns set) {
    struct buf b = {0};
    data_table(r, set, &b);
    str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

str data_cell(const struct pages *p, struct arena *a, const struct data_column *c,
              const struct data_row *row) {
    const struct field *f = c->field;
    if (f == NULL)
        return told_cell(p, a, c->told, row);
    if (field_absent(f, row->disclosure))
        return (str){0};
    const void *value = (const char *)row->disclosure + f->at;
    switch (f->type) {
    case FIELD_text:
    case FIELD_lines:
    case FIELD_uscc:
        return *(const str *)value;
    case FIELD_day:
        return day_text(a, *(const date *)value);
    case FIELD_money:
        return plain_money(a, *(const int64_t *)value);
    case FIELD_whole:
        return str_fmt(a, "%lld", (long long)*(const int64_t *)value);
    case FIELD_term:
        return term_text((enum vocab)f->of, *(const int *)value);
    case FIELD_list:
        return joined(a, value);
    case FIELD_rows:
        return table_text(a, value, (enum columns)f->of);
    }
    return (str){0};
}
