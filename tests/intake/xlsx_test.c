/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xlsx_test.c — workbooks as people make them: cells of every type, headers, sheets, limits.
 *
 * In:    workbooks made here, part by part
 * Out:   cmocka's report
 * Law:   none
 * Never: compares less than the whole normal form
 */
#include "made.h"

#include "intake/grid.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void check(const struct made_book *b, const char *name) {
    const char *path = scratch("made.xlsx");
    made_xlsx(path, b);
    struct made *m = made_normal(path, "progress.xlsx", (str){0});
    assert_true(made_golden(m, name));
    made_free(m);
}

static const char types_sheet[] =
    "<worksheet><sheetData>"
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>受理机关</t></is></c>"
    "<c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c>"
    "<c r=\"D1\" t=\"str\"><v>更新日期</v></c><c r=\"F1\" t=\"str\"><v>其他</v></c></row>"
    "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\"><v>1.30821199001011E+17</v></c>"
    "<c r=\"C3\" t=\"b\"><v>1</v></c><c r=\"D3\" s=\"1\"><v>46083</v></c></row>"
    "<row><c t=\"s\"><v>3</v></c><c><v>20000</v></c><c><v>0.1</v></c>"
    "<c s=\"2\"><v>46083.604166666664</v></c><c/><c t=\"b\"><v>0</v></c></row>"
    "<row><c><f>A1</f></c><c t=\"str\"><f>B1</f><v>算出</v></c><c t=\"e\"><v>#REF!</v></c>"
    "<c s=\"3\"><v>0.5</v></c><c t=\"str\"><v>无栏名</v></c><c t=\"e\"><v>#N/A</v></c></row>"
    "<row><c t=\"inlineStr\"><is><r><t>富</t></r><rPh><t>fu</t></rPh><r><t>文本</t></r></is></c>"
    "<c><v>3.0000000000000001E-2</v></c><c><v>-7</v></c><c s=\"4\"><v>60</v></c></row>"
    "<row><c t=\"d\"><v>2026-03-02T00:00:00</v></c><c t=\"s\"><v>99</v></c>"
    "<c><v>1.5E-7</v></c><c s=\"1\"><v>1</v></c></row>"
    "<row/><row><c t=\"str\"><v>  </v></c></row>"
    "</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A3:A4\"/></mergeCells>"
    "</worksheet>";

static const char types_shared[] =
    "<sst><si><t>受理编号</t></si><si><r><t>办理</t></r><r><t>状态</t></r></si>"
    "<si><t>一_x000D_\n二_x0041_&lt;</t></si><si><t>青原<rPh><t>qy</t></rPh></t></si></sst>";

static const char types_styles[] =
    "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;"
    "d&quot;日&quot; h:mm;@\"/><numFmt numFmtId=\"171\" formatCode=\"[$-804]0.00\\d\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
    "<xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"20\"/><xf numFmtId=\"171\"/>"
    "</cellXfs></styleSheet>";

static void test_types(void **state) {
    (void)state;
    check(&(struct made_book){.sheet1 = str_of(types_sheet),
                              .styles = str_of(types_styles),
                              .shared = str_of(types_shared)},
          "types");
    check(
        &(struct made_book){
            .workbook = S("<x:workbook xmlns:x=\"x\"><x:workbookPr date1904=\"1\"/><x:sheets>"
                          "<x:sheet name=\"1904\" sheetId=\"1\" r:id=\"rId1\" xmlns:r=\"r\"/>"
                          "</x:sheets></x:workbook>"),
            .sheet1 = S("<worksheet><sheetData><row><c t=\"str\"><v>更新日期</v></c></row>"
                        "<row><c s=\"1\"><v>0</v></c></row><row><c s=\"1\"><v>44621</v></c></row>"
                        "</sheetData></worksheet>"),
            .styles = str_of(types_styles)},
        "from-1904");
}

#define CELL(text) "<c t=\"str\"><v>" text "</v></c>"
#define ROW(cells) "<row>" cells "</row>"
#define SHEET(rows) S("<worksheet><sheetData>" rows "</sheetData></worksheet>")

static void test_headers(void **state) {
    (void)state;
    /* A title above, two rows of names, a name below a known one, a note at the end. */
    check(
        &(struct made_book){
            .sheet1 =
                SHEET(ROW(CELL("青原市办件进度公示表")) ROW() ROW(CELL("*受理\n机关 ") CELL(
                    "受理信息") "<c/>" CELL("办理状态") CELL("其他") "<c/>")
                          ROW("<c/>" CELL("受理编号") CELL("更新日期") "<c/>" CELL("甲") CELL("甲"))
                              ROW(CELL("scj") CELL("QY1") CELL("2026/3/3") CELL("已受理") CELL("1")
                                      CELL("2")) ROW(CELL("填表人：某")))},
        "two-row-header");
    check(&(struct made_book){.sheet1 = SHEET(ROW(CELL("受理机关") CELL("受理编号") CELL(
                                  "受理机关")) ROW(CELL("a") CELL("b") CELL("c")))},
          "header-twice");
    check(&(struct made_book){.sheet1 = SHEET(ROW(CELL("填写说明")) ROW(CELL("请逐行填写")))},
          "no-header");
}

static void test_sheets(void **state) {
    (void)state;
    str one = SHEET(ROW(CELL("受理机关") CELL("受理编号")) ROW(CELL("scj") CELL("QY1")));
    check(
        &(struct made_book){
            .workbook = S("<workbook xmlns:r=\"r\"><sheets><sheet name=\"说明\" r:id=\"rId2\"/>"
                          "<sheet name=\"一&quot;月\" r:id=\"rId1\"/>"
                          "<sheet name=\"旧\" state=\"hidden\" r:id=\"rId1\"/>"
                          "<sheet name=\"更旧\" state=\"veryHidden\" r:id=\"rId1\"/>"
                          "</sheets></workbook>"),
            .sheet1 = one,
            .sheet2 = SHEET(ROW(CELL("说明文字")))},
        "sheets");
    check(&(struct made_book){.workbook = S("<workbook xmlns:r=\"r\"><sheets><sheet name=\"缺\" "
                                            "r:id=\"rId9\"/></sheets></workbook>"),
                              .sheet1 = one},
          "sheet-missing");
}

#define MERGED_HEAD                                                                                \
    ROW(CELL("文书号") CELL("行政相对人名称") CELL("罚款金额") CELL("决定日期") CELL("事由"))
#define MERGED_ROWS                                                                                \
    ROW(CELL("一号") CELL("甲") CELL("500") CELL("2026-03-02") CELL("无照"))                       \
    ROW("<c/>" CELL("乙") "<c/><c/>" CELL("无照"))                                                 \
    ROW("<c/>" CELL("丙"))                                                                         \
    ROW() ROW(CELL("二号") CELL("丁") CELL("7") CELL("今天")) ROW("<c/>" CELL("戊"))

/* A number that spans three parties is that of each; a fine is not; what spreads over columns is
 * told; an empty row inside stays one. */
static void test_merged(void **state) {
    (void)state;
    const char *path = scratch("made.xlsx");
    made_xlsx(path,
              &(struct made_book){.sheet1 = S("<worksheet><sheetData>" MERGED_HEAD MERGED_ROWS
                                              "</sheetData><mergeCells count=\"6\">"
                                              "<mergeCell ref=\"D6:E7\"/><mergeCell ref=\"A2:A5\"/>"
                                              "<mergeCell ref=\"C2:C4\"/><mergeCell ref=\"D2:D4\"/>"
                                              "<mergeCell ref=\"A1:B1\"/><mergeCell ref=\"x\"/>"
                                              "</mergeCells></worksheet>")});
    struct made *m = made_normal(path, "decisions.xlsx", (str){0});
    assert_true(made_golden(m, "merged"));
    made_free(m);
}

/* Too many ranges are told. */
static void test_many_merged(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("<worksheet><sheetData>" ROW(CELL("受理机关") CELL("受理编号"))
                      ROW(CELL("scj") CELL("QY1")) "</sheetData><mergeCells>"));
    for (int i = 0; i < MERGE_MOST + 3; i++)
        buf_fmt(&b, "<mergeCell ref=\"A%d:A%d\"/>", 2 * i + 2, 2 * i + 3);
    buf_str(&b, S("</mergeCells></worksheet>"));
    const char *path = scratch("made.xlsx");
    made_xlsx(path, &(struct made_book){.sheet1 = buf_view(&b)});
    struct made *m = made_normal(path, "progress.xlsx", (str){0});
    assert_int_equal(m->normal, NORMAL_LINES);
    int told = 0;
    for (const struct diag *d = m->diags.first; d != NULL; d = d->next)
        told += d->code == DIAG_SHEET_MERGED;
    assert_int_equal(told, 3);
    made_free(m);
    buf_free(&b);
}

/* One sheet is for the map, the other in our own form: each becomes a delivery of its own. A sheet
 * that comes back is read by the map it names, whatever its columns. */
static void test_maps(void **state) {
    (void)state;
    const char *path = scratch("made.xlsx");
    struct made_book book = {
        .workbook = S("<workbook xmlns:r=\"r\"><sheets><sheet name=\"许可\" r:id=\"rId1\"/>"
                      "<sheet name=\"进度\" r:id=\"rId2\"/></sheets></workbook>"),
        .sheet1 = SHEET(ROW(CELL("流水号") CELL("办到哪里")) ROW(CELL("QY1") CELL("已受理"))),
        .sheet2 = SHEET(ROW(CELL("受理机关") CELL("受理编号")) ROW(CELL("scj") CELL("QY2")))};
    str map = S("[map]\nkind = progress\nheader = 流水号 办到哪里\n[columns]\n流水号 = number\n"
                "办到哪里 = status\n");
    made_xlsx(path, &book);
    struct made *m = made_normal(path, "两张表.xlsx", map);
    assert_true(made_golden(m, "sheets-by-map"));
    str all = {0};
    assert_true(os_read(&m->arena, m->raw.out, 1 << 20, &all));
    assert_true(str_starts(str_sub(all, (ptrdiff_t)m->raw.parts[1].offset, all.n),
                           S("{\"@row\":1,\"@sheet\":\"进度\"")));
    made_free(m);
    book.sheet1 =
        SHEET(ROW(CELL("甲") CELL("【问题】") CELL("【原文件】") CELL("【行号】") CELL("【映射】"))
                  ROW(CELL("1") CELL("") CELL("x") CELL("2") CELL("test.map")));
    made_xlsx(path, &book);
    m = made_normal(path, "x-rejects.xlsx", map);
    assert_int_equal(m->normal, NORMAL_ARCHIVE);
    assert_int_equal(m->raw.part_count, 2);
    made_free(m);
}

/* ---- what is refused ---- */

static void check_refused(const struct made_book *b, enum diag_code code) {
    const char *path = scratch("made.xlsx");
    made_xlsx(path, b);
    struct made *m = made_normal(path, "progress.xlsx", (str){0});
    assert_true(made_refused(m, code));
    assert_true(m->seconds < MADE_SECONDS);
    assert_true(os_peak_kib_children() < MADE_KIB);
    made_free(m);
}

static void repeat(struct buf *out, const char *s, int n) {
    for (int i = 0; i < n; i++)
        buf_str(out, str_of(s));
}

/* 16,384 columns, whether the cells say where they stand or not; empty ones do no harm. */
static void test_columns(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("<worksheet><sheetData><row>"));
    repeat(&b, CELL("受理机关"), 16384);
    buf_str(&b, S("</row></sheetData></worksheet>"));
    check_refused(&(struct made_book){.sheet1 = buf_view(&b)}, DIAG_CSV_COLUMNS);
    check_refused(&(struct made_book){.sheet1 = S("<worksheet><sheetData><row><c r=\"XFD1\" "
                                                  "t=\"str\"><v>a</v></c></row></sheetData>"
                                                  "</worksheet>")},
                  DIAG_CSV_COLUMNS);
    buf_reset(&b);
    buf_str(&b, S("<worksheet><sheetData><row>" CELL("受理机关") CELL("受理编号")));
    repeat(&b, "<c s=\"1\"/>", 16382);
    buf_str(&b, S("</row><row>" CELL("scj") "</row></sheetData></worksheet>"));
    check(&(struct made_book){.sheet1 = buf_view(&b)}, "empty-columns");
    buf_free(&b);
}

static void test_long_cells(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("<worksheet><sheetData><row><c t=\"str\"><v>"));
    for (int i = 0; i < 400000; i++)
        buf_fmt(&b, "%d", i % 1000 * 7919);
    buf_str(&b, S("</v></c></row></sheetData></worksheet>"));
    check_refused(&(struct made_book){.sheet1 = buf_view(&b)}, DIAG_CELL_LONG);
    str shared = str_sub(buf_view(&b), str_find(buf_view(&b), S("<v>")) + 3, 2000000);
    struct buf sst = {0};
    buf_fmt(&sst, "<sst><si><t>%.*s</t></si></sst>", STR(shared));
    check_refused(&(struct made_book){.sheet1 = SHEET(), .shared = buf_view(&sst)}, DIAG_CELL_LONG);
    buf_free(&sst);
    buf_free(&b);
}

static void test_broken(void **state) {
    (void)state;
    check_refused(&(struct made_book){.sheet1 = S("<worksheet><sheetData><row>")}, DIAG_XML_SYNTAX);
    check_refused(&(struct made_book){.sheet1 = S("<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet/>")},
                  DIAG_XML_DOCTYPE);
    check_refused(&(struct made_book){.sheet1 = S("<worksheet><sheetData><row r=\"1048577\"/>"
                                                  "</sheetData></worksheet>")},
                  DIAG_WORKBOOK_BROKEN);
    struct buf deep = {0};
    repeat(&deep, "<a>", 1000000);
    check_refused(&(struct made_book){.sheet1 = buf_view(&deep)}, DIAG_XML_DEEP);
    buf_free(&deep);
}

/* More of anything than a workbook has. */
static void check_many(const char *before, const char *each, int n, const char *after) {
    struct buf b = {0};
    str one = SHEET(ROW(CELL("受理机关") CELL("受理编号")) ROW(CELL("scj") CELL("QY1")));
    buf_str(&b, str_of(before));
    repeat(&b, each, n);
    buf_str(&b, str_of(after));
    bool styles = str_starts(str_of(before), S("<style"));
    check_refused(&(struct made_book){.sheet1 = one,
                                      .workbook = styles ? (str){0} : buf_view(&b),
                                      .styles = styles ? buf_view(&b) : (str){0}},
                  DIAG_WORKBOOK_BROKEN);
    buf_free(&b);
}

static void test_many_parts(void **state) {
    (void)state;
    check_many("<styleSheet><numFmts>", "<numFmt numFmtId=\"170\" formatCode=\"0\"/>", 4097,
               "</numFmts></styleSheet>");
    check_many("<styleSheet><cellXfs>", "<xf numFmtId=\"0\"/>", 65537, "</cellXfs></styleSheet>");
    check_many("<workbook xmlns:r=\"r\"><sheets>", "<sheet name=\"一\" r:id=\"rId1\"/>",
               GRID_SHEETS + 1, "</sheets></workbook>");
}

/* More shared texts than the cache holds, asked for far apart. */
static void test_many_shared(void **state) {
    (void)state;
    struct buf sst = {0};
    struct buf sheet = {.limit = (ptrdiff_t)256 << 20};
    buf_str(&sst, S("<sst><si><t>受理编号</t></si>"));
    for (int i = 1; i < 200000; i++)
        buf_fmt(&sst, "<si><t>%d-%x%x%x%x%x%x%x%x</t></si>", i, i * 31, i * 77, i * 101, i * 7919,
                i * 13, i * 17, i * 19, i * 23);
    buf_str(&sst, S("</sst>"));
    buf_str(&sheet, S("<worksheet><sheetData>" ROW("<c t=\"s\"><v>0</v></c>")));
    for (int64_t i = 1; i < 20000; i++)
        buf_fmt(&sheet, "<row><c t=\"s\"><v>%lld</v></c></row>",
                (long long)(i * 7919 % 199999 + 1));
    buf_str(&sheet, S("</sheetData></worksheet>"));
    const char *path = scratch("shared.xlsx");
    made_xlsx(path, &(struct made_book){.sheet1 = buf_view(&sheet), .shared = buf_view(&sst)});
    struct made *m = made_normal(path, "progress.xlsx", (str){0});
    assert_int_equal(m->normal, NORMAL_LINES);
    str rest = m->lines;
    (void)str_cut(&rest, S("\n")); /* the header's */
    for (int64_t i = 1; i < 5000; i++) {
        char want[64];
        (void)snprintf(want, sizeof want, "\"受理编号\":\"%lld-",
                       (long long)(i * 7919 % 199999 + 1));
        assert_true(str_find(str_cut(&rest, S("\n")), str_of(want)) >= 0);
    }
    assert_true(os_peak_kib_children() < MADE_KIB);
    made_free(m);
    buf_free(&sst);
    buf_free(&sheet);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),       cmocka_unit_test(test_headers),
        cmocka_unit_test(test_sheets),      cmocka_unit_test(test_maps),
        cmocka_unit_test(test_merged),      cmocka_unit_test(test_many_merged),
        cmocka_unit_test(test_columns),     cmocka_unit_test(test_long_cells),
        cmocka_unit_test(test_broken),      cmocka_unit_test(test_many_parts),
        cmocka_unit_test(test_many_shared),
    };
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
