/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * desk_text.c — the report as plain text: a mail, a terminal, JSON.
 *
 * In:    struct desk
 * Out:   text
 * Law:   none
 * Never: puts an unmasked value into a mail or on a terminal
 */
#include "base/utf8.h"
#include "office/office.h"
#include "office/tables.h"

#define MAIL_ROWS 20
#define WIDE 2

/* ---- the first line ---- */

str desk_subject(struct arena *a, const struct desk *d) {
    static const char *const words[] = {[DESK_PUBLISHED] = "公示完成",
                                        [DESK_QUIET] = "没有新的公示内容",
                                        [DESK_WAITING] = "等待公示",
                                        [DESK_RESTORED] = "网站已恢复到较早的一次公示"};
    if (d->state == DESK_REFUSED)
        return S("未公示：核验未通过，旧网站不受影响");
    str s = str_fmt(a, "%s：新增 %lld", words[d->state], (long long)d->fresh.all);
    const struct {
        const char *title;
        int64_t n;
        bool always;
    } more[] = {{"更正", d->changed.all, false}, {"下线撤下", d->ended.all, false},
                {"暂缓", d->held, true},         {"退回", d->refused, false},
                {"逾期", d->overdue, true},      {"迟报", d->late.all, false}};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        if (more[i].always || more[i].n > 0)
            s = str_fmt(a, "%.*s，%s %lld", STR(s), more[i].title, (long long)more[i].n);
    return s;
}

/* ---- columns of a terminal ---- */

/* How many columns a character takes: Han, kana, full-width forms and CJK punctuation take two. */
static int width_of(uint32_t c) {
    static const struct {
        uint32_t from;
        uint32_t to;
    } wide[] = {{0x1100, 0x115f}, {0x2e80, 0x303e},   {0x3041, 0xa4cf}, {0xac00, 0xd7a3},
                {0xf900, 0xfaff}, {0xfe30, 0xfe6f},   {0xff00, 0xff60}, {0xffe0, 0xffe6},
                {0x2014, 0x2014}, {0x20000, 0x3fffd}, {0x2018, 0x201d}};
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (c >= wide[i].from && c <= wide[i].to)
            return WIDE;
    return 1;
}

static int text_width(str s) {
    int n = 0;
    while (s.n > 0)
        n += width_of(utf8_next(&s));
    return n;
}

/* At most so many columns, … for the rest, blanks up to them. */
static void put_fitted(struct buf *b, str s, int width, bool last) {
    int used = 0;
    bool cut = text_width(s) > width;
    while (s.n > 0) {
        str rest = s;
        int w = width_of(utf8_next(&rest));
        if (used + w > width - (cut ? 1 : 0))
            break;
        buf_str(b, str_sub(s, 0, s.n - rest.n));
        used += w;
        s = rest;
    }
    if (cut) {
        buf_str(b, S("…"));
        used++;
    }
    for (; !last && used < width + WIDE; used++)
        buf_char(b, ' ');
}

static int last_shown(const struct desk_table *t) {
    int last = 0;
    for (int c = 0; c < t->column_count; c++)
        if (t->columns[c].width > 0)
            last = c;
    return last;
}

static void put_row(struct buf *b, const struct desk_table *t, int row) {
    int last = last_shown(t);
    buf_str(b, S("  "));
    for (int c = 0; c < t->column_count; c++) {
        str text = row < 0 ? str_of(t->columns[c].title) : t->cells[row * t->column_count + c].text;
        if (t->columns[c].width > 0)
            put_fitted(b, text, t->columns[c].width, c == last);
    }
    buf_char(b, '\n');
}

/* What to do stands below its row, once for rows that follow each other. */
static void put_action(struct buf *b, const struct desk *d, int row) {
    const struct desk_item *w = &d->waiting.v[row];
    bool same = row + 1 < d->waiting.n && str_eq(d->waiting.v[row + 1].rule, w->rule);
    if (w->action.n > 0 && !same)
        buf_fmt(b, "      → %.*s（%.*s）\n", STR(w->action), STR(w->rule));
}

static void put_table(struct buf *b, const struct desk *d, const struct desk_table *t) {
    bool todo = str_eq(str_of(t->key), S("waiting"));
    buf_fmt(b, "\n%s（%lld）\n", t->title, (long long)t->all);
    put_row(b, t, -1);
    for (int i = 0; i < t->rows; i++) {
        put_row(b, t, i);
        if (todo)
            put_action(b, d, i);
    }
    if (t->all > t->rows)
        buf_fmt(b, "  另有 %lld 条，见 desk/report/report.xlsx\n", (long long)(t->all - t->rows));
}

void desk_terminal(struct arena *a, const struct desk *d, struct buf *out) {
    struct desk_tables t = desk_tables(a, d);
    struct desk_tile tiles[DESK_TILES];
    int n = desk_tiles(d, tiles);
    for (int i = 0; i < n; i++)
        buf_fmt(out, "%s%s %lld",
                i == 0       ? "  "
                : i % 4 == 0 ? "\n  "
                             : "    ",
                tiles[i].title, (long long)tiles[i].n);
    buf_char(out, '\n');
    for (int i = 0; i < t.n; i++)
        if (t.v[i].rows > 0)
            put_table(out, d, &t.v[i]);
}

/* ---- mail ---- */

void desk_mail(struct arena *a, const struct desk *d, struct buf *out) {
    str subject = desk_subject(a, d);
    buf_fmt(out, "%.*s\n\n%.*s，%s，第 %lld 次运行\n", STR(subject), STR(d->site),
            instant_text(a, d->as_of).p, (long long)d->run);
    if (d->state == DESK_REFUSED)
        buf_fmt(out, "\n%.*s", STR(d->problems));
    for (int i = 0; i < d->waiting.n && i < MAIL_ROWS; i++) {
        const struct desk_item *w = &d->waiting.v[i];
        str left = desk_left(a, d, w->due);
        buf_fmt(out, "%s\n· %.*s %.*s，%.*s：%.*s\n", i == 0 ? "\n要办的事：" : "", STR(w->number),
                STR(w->agency), STR(left), STR(w->why));
        if (w->action.n > 0)
            buf_fmt(out, "  怎么办：%.*s\n", STR(w->action));
    }
    if (d->waiting.all > MAIL_ROWS)
        buf_fmt(out, "\n另有 %lld 条。\n", (long long)(d->waiting.all - MAIL_ROWS));
    for (int i = 0; i < d->source_count; i++)
        if (d->sources[i].failed)
            buf_fmt(out, "\n来源 %.*s 这次没有取到数据。\n", STR(d->sources[i].name));
    for (int i = 0; i < d->source_count; i++)
        if (d->sources[i].workbook.n > 0)
            buf_fmt(out, "\n退回给 %.*s 的表：desk/report/%.*s\n", STR(d->sources[i].name),
                    STR(d->sources[i].workbook));
    for (int i = 0; i < d->fault_count; i++)
        if (d->faults[i].unsent &&
            (i == 0 || !str_eq(d->faults[i - 1].source, d->faults[i].source)))
            buf_fmt(out, "\n%.*s 时平台不会接收的行：desk/report/%.*s\n", STR(d->faults[i].source),
                    STR(d->faults[i].workbook));
    buf_str(out, S("\n全文：desk/report/index.html\n"));
}

/* ---- JSON ---- */

static void put_member(struct buf *b, const char *key, str value) {
    buf_json(b, str_of(key));
    buf_str(b, S(": "));
    buf_json(b, value);
}

static void json_table(struct buf *b, const struct desk_table *t) {
    buf_fmt(b, ",\n  \"%s\": {\"all\": %lld, \"rows\": [", t->key, (long long)t->all);
    for (int i = 0; i < t->rows; i++) {
        buf_str(b, i == 0 ? S("\n    {") : S(",\n    {"));
        for (int c = 0; c < t->column_count; c++) {
            if (c > 0)
                buf_str(b, S(", "));
            put_member(b, t->columns[c].key, t->cells[i * t->column_count + c].text);
        }
        buf_char(b, '}');
    }
    buf_str(b, S("]}"));
}

static void json_preview(struct arena *a, const struct desk_preview *p, struct buf *b) {
    struct preview_row *rows = NULL;
    int n = preview_rows(a, p, &rows);
    buf_str(b, S("{"));
    put_member(b, "id", p->item.id);
    buf_str(b, S(", \"fields\": ["));
    for (int i = 0; i < n; i++) {
        buf_str(b, i == 0 ? S("{") : S(", {"));
        put_member(b, "title", rows[i].title);
        buf_str(b, S(", "));
        put_member(b, "delivered", rows[i].delivered);
        buf_str(b, S(", "));
        put_member(b, "shown", rows[i].shown);
        buf_char(b, '}');
    }
    buf_str(b, S("]}"));
}

void desk_json(struct arena *a, const struct desk *d, struct buf *out) {
    struct desk_tables t = desk_tables(a, d);
    struct desk_tile tiles[DESK_TILES];
    int n = desk_tiles(d, tiles);
    buf_str(out, S("{\n  "));
    put_member(out, "site", d->site);
    buf_str(out, S(",\n  "));
    put_member(out, "as_of", instant_rfc3339(a, d->as_of));
    buf_str(out, S(",\n  "));
    put_member(out, "subject", desk_subject(a, d));
    buf_fmt(out, ",\n  \"run\": %lld,\n  \"counts\": {", (long long)d->run);
    for (int i = 0; i < n; i++)
        buf_fmt(out, "%s\"%s\": %lld", i > 0 ? ", " : "", tiles[i].key, (long long)tiles[i].n);
    buf_char(out, '}');
    for (int i = 0; i < t.n; i++)
        json_table(out, &t.v[i]);
    buf_str(out, S(",\n  \"previews\": ["));
    for (int i = 0; i < d->preview_count; i++) {
        buf_str(out, i == 0 ? S("\n    ") : S(",\n    "));
        json_preview(a, &d->previews[i], out);
    }
    buf_str(out, S("]\n}\n"));
}
