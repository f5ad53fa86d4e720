/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xml_test.c — records that are elements, workbooks that are one XML text, and XML meant to harm.
 *
 * In:    XML made here
 * Out:   cmocka's report
 * Law:   none
 * Never: compares less than the whole normal form
 */
#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static struct made *made_xml(str text, str map) {
    const char *path = scratch("made.xml");
    os_write(path, text, 0644);
    return made_normal(path, "progress.xml", map);
}

static void check(str text, const char *map, const char *name) {
    struct made *m = made_xml(text, map == NULL ? (str){0} : str_of(map));
    assert_true(made_golden(m, name));
    made_free(m);
}

static void check_refused(str text, enum diag_code code) {
    struct made *m = made_xml(text, (str){0});
    assert_true(made_refused(m, code));
    assert_true(m->seconds < MADE_SECONDS);
    assert_true(os_peak_kib_children() < MADE_KIB);
    made_free(m);
}

static const char nested[] =
    "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- x --><导出 xmlns:q=\"q\"><头>x</头>\n"
    "<批次>\n<q:案件 编号=\"7\" q:级=\"甲\">前<文书号>〔2026〕1号</文书号><当事人 类=\"人\"><名称>某&lt;甲"
    "&gt;</名称><地址/></当事人>\n<罚>罚款</罚><罚><![CDATA[没收]]></罚><罚>警告</罚>后</q:案件>\n"
    "<案件>只有文字</案件>\n<案件/></批次></导出>";

static void test_elements(void **state) {
    (void)state;
    check(str_of(nested), "[map]\nkind = progress\nrecord_element = 案件\n", "xml-nested");
    check(str_of(nested), NULL, "xml-children");
    check(S("<导出/>"), NULL, "xml-empty");
    check(str_of(nested), "[map]\nkind = progress\nrecord_element = 没有\n", "xml-no-record");
}

/* The declaration says GB2312; the bytes are what counts. */
static void test_encodings(void **state) {
    (void)state;
    check(S("<?xml version=\"1.0\" encoding=\"GB2312\"?><a><b><c>\xB0\xEC\xBC\xFE</c></b></a>"),
          NULL, "xml-gb2312");
    check((str){"\xFF\xFE<\0a\0>\0<\0b\0 \0c\0=\0'\0\x1E\x52'\0/\0>\0<\0/\0a\0>\0", 36}, NULL,
          "xml-utf16");
}

static void test_long_records(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("<a><r><v>1</v></r><r>"));
    for (int i = 0; i < 2000; i++)
        buf_fmt(&b, "<v%d>x</v%d>", i, i);
    buf_str(&b, S("</r><r><v>2</v></r></a>"));
    check(buf_view(&b), NULL, "xml-long");
    buf_free(&b);
}

/* ---- what is refused ---- */

static void repeat(struct buf *out, str s, int n) {
    for (int i = 0; i < n; i++)
        buf_str(out, s);
}

static void test_harm(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">"));
    for (int i = 1; i < 10; i++) {
        buf_fmt(&b, "<!ENTITY lol%d \"", i);
        for (int k = 0; k < 10; k++)
            buf_fmt(&b, "&lol%.*s;", i > 1 ? 1 : 0, &"012345678"[i - 1]);
        buf_str(&b, S("\">"));
    }
    buf_str(&b, S("]><lolz>&lol9;</lolz>"));
    check_refused(buf_view(&b), DIAG_XML_DOCTYPE);
    check_refused(S("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a>&x;</a>"), DIAG_XML_DOCTYPE);
    check_refused(S("<a><b>&undefined;</b></a>"), DIAG_XML_SYNTAX);
    check_refused(S("<a><b></a>"), DIAG_XML_SYNTAX);
    buf_reset(&b);
    repeat(&b, S("<a>"), 1000000);
    check_refused(buf_view(&b), DIAG_XML_DEEP);
    buf_reset(&b);
    buf_str(&b, S("<a><b x=\""));
    repeat(&b, S("0123456789"), 1000000);
    check_refused(buf_view(&b), DIAG_CELL_LONG);
    buf_reset(&b);
    buf_str(&b, S("<a><b"));
    repeat(&b, S("0123456789"), 1000000);
    check_refused(buf_view(&b), DIAG_CELL_LONG);
    buf_free(&b);
}

/* A gap in a file takes no room on the disk; 1 GB of text between two tags. */
static void test_gigabyte(void **state) {
    (void)state;
    const char *path = scratch("large.xml");
    struct buf b = {0};
    buf_str(&b, S("<a><b>"));
    repeat(&b, S("x\n"), 1 << 20);
    os_write(path, buf_view(&b), 0644);
    assert_int_equal(truncate(path, (off_t)1 << 30), 0);
    struct made *m = made_normal(path, "progress.xml", (str){0});
    assert_true(made_refused(m, DIAG_CELL_LONG));
    assert_true(m->seconds < MADE_SECONDS);
    assert_true(os_peak_kib_children() < MADE_KIB);
    made_free(m);
    os_unlink(path);
    buf_free(&b);
}

/* ---- SpreadsheetML 2003 ---- */

static const char book[] =
    "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
    "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
    "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:h=\"h\">\n"
    "<Worksheet ss:Name=\"一月\"><Table><Row><Cell ss:MergeAcross=\"3\"><Data ss:Type=\"String\">"
    "进度表</Data></Cell></Row>\n"
    "<Row ss:Index=\"3\"><Cell><Data ss:Type=\"String\">受理机关</Data><Comment><Data>批注</Data>"
    "</Comment></Cell><Cell><Data ss:Type=\"String\">受理编号</Data></Cell><Cell ss:Index=\"4\">"
    "<Data ss:Type=\"String\">更新日期</Data></Cell><Cell><Data ss:Type=\"String\">备注</Data></Cell>"
    "</Row>\n"
    "<Row><Cell><ss:Data ss:Type=\"String\"><h:Font h:Color=\"#f00\">市</h:Font><h:B>场</h:B>监管"
    "</ss:Data></Cell><Cell ss:MergeAcross=\"1\"><Data ss:Type=\"Number\">12345</Data></Cell><Cell>"
    "<Data ss:Type=\"DateTime\">2026-03-02T00:00:00.000</Data></Cell><Cell>"
    "<Data ss:Type=\"Boolean\">1</Data></Cell></Row>\n"
    "<Row ss:Index=\"9\"><Cell><Data ss:Type=\"Error\">#N/A</Data></Cell><Cell>"
    "<Data ss:Type=\"Number\">1.5E+20</Data></Cell></Row></Table></Worksheet>\n"
    "<Worksheet ss:Name=\"旧\"><Table><Row><Cell><Data ss:Type=\"String\">受理机关</Data></Cell>"
    "</Row><Row><Cell><Data ss:Type=\"String\">x</Data></Cell></Row></Table><WorksheetOptions>"
    "<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>";

static void test_spreadsheetml(void **state) {
    (void)state;
    const char *path = scratch("made.xlsx");
    os_write(path, str_of(book), 0644);
    struct made *m = made_normal(path, "progress.xlsx", (str){0});
    assert_true(made_golden(m, "spreadsheetml"));
    made_free(m);
    check_refused(S("<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"
                    "<Worksheet><Table><Row><Cell Index=\"16384\"><Data>x</Data></Cell></Row>"),
                  DIAG_XML_SYNTAX);
    check_refused(S("<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet>"
                    "<Table><Row><Cell Index=\"16384\"><Data>x</Data></Cell></Row></Table>"
                    "</Worksheet></Workbook>"),
                  DIAG_CSV_COLUMNS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements),     cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_long_records), cmocka_unit_test(test_harm),
        cmocka_unit_test(test_gigabyte),     cmocka_unit_test(test_spreadsheetml),
    };
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
