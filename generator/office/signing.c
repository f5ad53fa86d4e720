/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * signing.c — the 审签单 of a batch: what is to be published, on paper, for a signature.
 *
 * In:    disclosures that wait for 审签, masked
 * Out:   one printable page
 * Law:   law.md §2 (发布审签)
 * Never: shows a value that the public will not see
 */
#include "office/signing.h"

/* ---- values ---- */

static str joined(struct arena *a, const str *v, ptrdiff_t n, const char *by) {
    str all = S("");
    for (ptrdiff_t i = 0; i < n; i++)
        if (v[i].n > 0)
            all = str_fmt(a, "%.*s%s%.*s", STR(all), all.n > 0 ? by : "", STR(v[i]));
    return all;
}

static str text_of(struct arena *a, const struct field *f, const void *object) {
    const void *at = (const char *)object + f->at;
    switch (f->type) {
    case FIELD_text:
    case FIELD_uscc:
    case FIELD_lines:
        return *(const str *)at;
    case FIELD_day:
        return date_text(a, *(const date *)at);
    case FIELD_money:
        return str_cat(a, money_text(a, *(const int64_t *)at), S(" 元"));
    case FIELD_whole:
        return str_fmt(a, "%lld", (long long)*(const int64_t *)at);
    case FIELD_term:
        return term_text((enum vocab)f->of, *(const int *)at);
    case FIELD_list:
        return joined(a, ((const struct strs *)at)->v, ((const struct strs *)at)->n, "、");
    case FIELD_rows:
        break;
    }
    const struct rows *r = at;
    str all = S("");
    for (int i = 0; i < r->n; i++)
        all = str_fmt(a, "%.*s%s%.*s", STR(all), i > 0 ? "\n" : "",
                      STR(joined(a, r->cells + i * r->columns, r->columns, "，")));
    return all;
}

/* ---- the page ---- */

static const char head[] = "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\n"
                           "<meta name=\"viewport\" content=\"width=device-width\">\n<title>";
static const char style[] =
    "</title>\n<style>\n"
    "@page{size:A4;margin:16mm 14mm}\n"
    "body{font:10.5pt/1.6 \"FangSong\",\"仿宋\",\"Noto Serif CJK SC\",serif;color:#000;"
    "max-width:182mm;margin:0 auto}\n"
    "h1{font:700 18pt/1.4 \"SimSun\",\"宋体\",\"Noto Serif CJK SC\",serif;text-align:center;"
    "margin:0 0 4mm}\n"
    "h2{font-size:12pt;margin:6mm 0 2mm}\nh3{font-size:10.5pt;margin:5mm 0 1mm}\n"
    "table{border-collapse:collapse;width:100%}\nthead{display:table-header-group}\n"
    "th,td{border:.3mm solid #000;padding:1mm 1.5mm;text-align:left;vertical-align:top}\n"
    "th{font-weight:400;text-align:center}\ntr{break-inside:avoid}\n"
    "td.n,td.d{white-space:nowrap}\n"
    ".meta{display:flex;justify-content:space-between;margin:0 0 2mm}\n"
    ".sign{margin-top:6mm;break-inside:avoid;table-layout:fixed}\n"
    ".sign td{height:16mm;width:46mm}\n.sign th{width:24mm}\n.sign td:last-child{width:34mm}\n"
    ".text{break-before:page}\ndl{margin:0}\ndt{float:left;clear:left;width:26mm}\n"
    "dd{margin:0 0 0 28mm;white-space:pre-wrap;overflow-wrap:anywhere}\n"
    "section{border-top:.3mm solid #000;padding-top:1mm}\n"
    "p{margin:2mm 0}\n</style></head><body>\n";

static void put(struct buf *b, const char *before, str text, const char *after) {
    buf_str(b, str_of(before));
    buf_html(b, text);
    buf_str(b, str_of(after));
}

static void put_top(struct arena *a, const struct signing *s, struct buf *b) {
    buf_str(b, str_of(head));
    put(b, "审签单 ", s->number, style);
    buf_str(b, S("<h1>行政执法信息公示审签单</h1>\n"));
    put(b, "<p class=\"meta\"><span>", s->site, "</span>");
    put(b, "<span>编号 ", s->number, "</span>");
    put(b, "<span>", date_text_zh(a, s->day), "</span></p>\n");
    buf_fmt(b, "<p>本单共 %d 条", s->n);
    if (s->left > 0)
        buf_fmt(b, "，另有 %d 条等待下一份审签单", s->left);
    buf_str(b, S("。个人信息已按规则隐去，公示的文字见附页。</p>\n"));
}

static void put_row(struct arena *a, const struct signing_row *r, int i, struct buf *b) {
    const struct disclosure *d = &r->face;
    buf_fmt(b, "<tr><td class=\"n\">%d", i + 1);
    put(b, "<td>", d->agency_name, "");
    put(b, "<td>", disclosure_number(d), "");
    put(b, "<td>", disclosure_party(d), "");
    put(b, "<td>", disclosure_heading(d), "");
    put(b, "<td class=\"d\">", date_text(a, disclosure_date(d)), "");
    put(b, "<td class=\"d\">", date_text(a, d->due.day), d->due.provisional ? "（暂定）" : "");
    put(b, "<td class=\"d\">", r->id, "\n");
}

static void put_table(struct arena *a, const struct signing *s, struct buf *b) {
    buf_str(b, S("<table><thead><tr><th>序号<th>执法主体<th>文书号<th>对象<th>事由<th>决定日期"
                 "<th>公示期限<th>记录编号</thead><tbody>\n"));
    for (int i = 0; i < s->n; i++)
        put_row(a, &s->rows[i], i, b);
    buf_str(b, S("</tbody></table>\n"));
}

static void put_box(const struct signing *s, struct buf *b) {
    buf_str(b, S("<table class=\"sign\"><tbody>"
                 "<tr><th>承办人<td><th>日期<td>"
                 "<tr><th>法制审核<td><th>日期<td>"
                 "<tr><th>批准意见<td>□ 同意公示　□ 不同意<th>除外的编号<td>"
                 "<tr><th>批准人<td><th>日期<td></tbody></table>\n"));
    put(b, "<p>批准以后，在 desk/approvals.csv 加一行：发布审签，", s->number,
        "，同意，批准人，日期。不同意的，逐条写记录编号。</p>\n");
}

static void put_text(struct arena *a, const struct signing_row *r, int i, struct buf *b) {
    const struct disclosure *d = &r->face;
    int n = 0;
    int all = 0;
    const struct disclosed_field *f = disclosure_fields(d->kind, &n);
    const struct field_info *info = kind_fields(d->kind, &all);
    buf_fmt(b, "<section><h3>%d　", i + 1);
    put(b, "", disclosure_number(d), "</h3><dl>\n");
    for (int k = 0; k < n; k++) {
        if (field_absent(&f[k].field, d))
            continue;
        put(b, "<dt>", str_of(info[f[k].declared].title), "");
        put(b, "<dd>", text_of(a, &f[k].field, d), "\n");
    }
    buf_str(b, S("</dl></section>\n"));
}

void signing_page(struct arena *a, const struct signing *s, struct buf *out) {
    put_top(a, s, out);
    put_table(a, s, out);
    put_box(s, out);
    buf_str(out, S("<div class=\"text\"><h2>附：公示的文字</h2>\n"));
    for (int i = 0; i < s->n; i++)
        put_text(a, &s->rows[i], i, out);
    buf_str(out, S("</div></body></html>\n"));
}
