/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * row.c — a decision becomes the cells of a row.
 *
 * In:    struct record or struct disclosure, a column set
 * Out:   a text for each column
 * Law:   law.md §4: dates YYYY/MM/DD, 2099/12/31 = 长期, amounts in 万元 with at most six decimals
 * Never: rounds an amount; fills a column that is not for this type of party
 */
#include "platform/platform.h"

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

static str list_text(struct arena *a, const struct column *c, const struct strs *list) {
    str between = c->form.n > 0 ? c->form : S("|");
    str out = {0};
    for (ptrdiff_t i = 0; i < list->n; i++)
        out = str_cat3(a, out, i > 0 ? between : (str){0}, coded(a, c->codes, list->v[i]));
    return out;
}

static str day_text(struct arena *a, const struct column *c, date d) {
    if (d == DATE_NONE)
        return (str){0};
    struct ymd day = date_ymd(d);
    const char *between = str_find(c->form, S("/")) >= 0   ? "/"
                          : str_find(c->form, S("-")) >= 0 ? "-"
                                                           : "";
    return str_fmt(a, "%04d%s%02d%s%02d", day.year, between, day.month, between, day.day);
}

/* 元 without thousands: 20000, 20000.5. */
static str yuan_text(struct arena *a, int64_t fen) {
    if (fen % 100 == 0)
        return str_fmt(a, "%lld", (long long)(fen / 100));
    return str_fmt(a, fen % 10 == 0 ? "%lld.%01lld" : "%lld.%02lld", (long long)(fen / 100),
                   (long long)(fen % 10 == 0 ? fen % 100 / 10 : fen % 100));
}

/* A table inside a record as JSON: [{"name":"…"}]. */
static str rows_text(struct arena *a, const struct rows *r, enum columns set) {
    struct buf b = {0};
    buf_char(&b, '[');
    for (int i = 0; i < r->n; i++) {
        buf_str(&b, i > 0 ? S(",{") : S("{"));
        for (int c = 0, any = 0; c < r->columns; c++) {
            str cell = r->cells[(ptrdiff_t)i * r->columns + c];
            if (cell.n == 0)
                continue;
            buf_fmt(&b, "%s\"%s\":", any++ > 0 ? "," : "", column_name(set, c));
            buf_json(&b, cell);
        }
        buf_char(&b, '}');
    }
    buf_char(&b, ']');
    str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static str field_text(struct arena *a, const struct column *c, const struct field *f,
                      const void *object) {
    const void *at = (const char *)object + f->at;
    if (field_absent(f, object))
        return (str){0};
    switch (f->type) {
    case FIELD_text:
    case FIELD_lines:
    case FIELD_uscc:
        return *(const str *)at;
    case FIELD_day:
        return day_text(a, c, *(const date *)at);
    case FIELD_money:
        return str_eq(c->form, S("元")) ? yuan_text(a, *(const int64_t *)at)
                                        : money_wan(a, *(const int64_t *)at);
    case FIELD_whole:
        return str_fmt(a, "%lld", (long long)*(const int64_t *)at);
    case FIELD_term:
        return term_text((enum vocab)f->of, *(const int *)at);
    case FIELD_list:
        return list_text(a, c, at);
    case FIELD_rows:
        return rows_text(a, at, (enum columns)f->of);
    }
    return (str){0};
}

/* A field of the record; of its public face where that is all there is. */
static str own_text(struct arena *a, const struct column *c, const struct column_part *p,
                    const struct row_facts *f) {
    if (f->record != NULL)
        return p->field != NULL ? field_text(a, c, p->field, f->record) : (str){0};
    return p->shown != NULL ? field_text(a, c, p->shown, f->face) : (str){0};
}

static str part_text(struct arena *a, const struct column *c, const struct column_part *p,
                     const struct row_facts *f) {
    str own = own_text(a, c, p, f);
    switch (p->told) {
    case TOLD_FIELD:
        return own;
    case TOLD_AGENCY_NAME:
        return f->agency_name;
    case TOLD_AGENCY_USCC:
        return own.n > 0 ? own : f->agency_uscc;
    case TOLD_CREDIT_UNTIL:
        return day_text(a, c, f->credit_until);
    case TOLD_RECORD_ID:
        return f->id;
    case TOLD_OPERATION:
        return (str){0};
    case TOLD_AREA:
        return f->area;
    case TOLD_AS_OF:
        return day_text(a, c, f->as_of);
    case TOLD_PUBLISHED:
        return day_text(a, c, f->published);
    case TOLD_STATUS: /* 注销、吊销 is a 变更 with 当前状态 = 2 (law.md §4) */
        return f->invalid ? term_text(VOCAB_permit_status, PERMIT_STATUS_INVALID) : own;
    }
    return (str){0};
}

static str column_text(struct arena *a, const struct column *c, const struct row_facts *f) {
    str text = {0};
    for (int i = 0; i < c->part_count; i++) {
        str more = part_text(a, c, &c->parts[i], f);
        text = text.n == 0 ? more : more.n == 0 ? text : str_cat(a, str_cat(a, text, S(" ")), more);
    }
    if (text.n == 0)
        text = c->other ? part_text(a, c, &c->other_part, f) : c->otherwise;
    return c->codes.n > 0 ? coded(a, c->codes, text) : text;
}

void row_cells(struct arena *a, const struct column_set *set, const struct row_facts *f,
               str *cells) {
    int party = f->record != NULL ? f->record->decision.party_type : f->face->decision.party_type;
    for (int i = 0; i < set->n; i++)
        cells[i] =
            set->v[i].need[party] == '-' ? (str){0} : str_trim(column_text(a, &set->v[i], f));
}

int64_t row_print(const struct column_set *set, const str *cells, uint64_t seed) {
    struct line_hash_stream *h = line_hash_open(seed);
    for (int i = 0; i < set->n; i++) {
        enum told told = column_told(&set->v[i]);
        if (told != TOLD_OPERATION && told != TOLD_AS_OF)
            line_hash_add(h, cells[i]);
        line_hash_add(h, (str){"", 1});
    }
    return (int64_t)line_hash_close(h).lo;
}

static const struct {
    const char *text;
    const char *word;
} operations[OPERATIONS] = {
    [OPERATION_NONE] = {"", "none"},         [OPERATION_ADD] = {"新增", "add"},
    [OPERATION_CHANGE] = {"变更", "change"}, [OPERATION_CORRECT] = {"更正", "correct"},
    [OPERATION_REVOKE] = {"撤销", "revoke"}, [OPERATION_REPAIR] = {"修复", "repair"},
    [OPERATION_EXPIRE] = {"到期", "expire"},
};

str operation_text(enum operation o) {
    return str_of(operations[o].text);
}

const char *operation_word(enum operation o) {
    return operations[o].word;
}

bool operation_removes(enum operation o) {
    return o == OPERATION_REVOKE || o == OPERATION_REPAIR || o == OPERATION_EXPIRE;
}

void row_operation(const struct column_set *set, enum operation o, str *cells) {
    for (int i = 0; i < set->n; i++)
        if (column_told(&set->v[i]) == TOLD_OPERATION)
            cells[i] = operation_text(o);
}
