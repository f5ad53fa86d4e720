/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * limits_test.c — what is meant to harm is refused soon and in little memory: measured, and
 * printed.
 *
 * In:    attacks made here
 * Out:   cmocka's report; a line for each attack: finding, time, peak memory
 * Law:   none
 * Never: takes an attack in in its own process
 */
#include "made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* What was asked for: 200 ms (of the processor: a machine may be busy) and 64 MiB. A sanitizer
 * needs more of both. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KIB_MOST ((int64_t)2 << 20)
#define PROCESSOR_MOST 4000.0 /* ms */
#else
#define KIB_MOST ((int64_t)64 << 10)
#define PROCESSOR_MOST 200.0 /* ms */
#endif

#define GIGABYTE ((int64_t)1 << 30)

struct outcome {
    int rejects;
    enum diag_code code; /* of the first */
    double seconds;
};

/* All the way to records, as the program does it. */
static struct outcome take_in(const char *path, const char *name) {
    struct arena a = {0};
    struct diags found = {.arena = &a};
    struct intake_file file = {.path = path, .name = str_of(name), .delivery = 1};
    struct raw raw = {.file = &file};
    struct slice out[64];
    struct slices lines = {out, 64, 1, 0};
    double begin = os_seconds();
    enum normal n = intake_normalise(&a, &raw, &found);
    file.path = n == NORMAL_LINES ? raw.out : path;
    bool read = n == NORMAL_LINES || n == NORMAL_AS_IS;
    struct reading *r = read ? intake_open(&a, &file, &found) : NULL;
    struct arena batch = {0};
    while (r != NULL && lines.n > 0) {
        arena_reset(&batch);
        (void)intake_batch(r, &batch, &lines, &found);
        for (int i = 0; i < lines.n; i++) {
            struct record rec;
            (void)intake_decode(r, &batch, &out[i], &rec, &found);
        }
    }
    const struct diag *d = found.first;
    while (d != NULL && d->level < DIAG_REJECT)
        d = d->next;
    struct outcome o = {(int)found.count[DIAG_REJECT], d == NULL ? DIAG_CODES : d->code,
                        os_seconds() - begin};
    os_unlink(raw.out);
    return o;
}

static void attack(const char *what, const char *path, const char *name, enum diag_code code) {
    int ends[2];
    int status = 0;
    struct outcome o = {0, DIAG_CODES, 0};
    struct rusage used;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        o = take_in(path, name);
        _exit(write(ends[1], &o, sizeof o) == (ssize_t)sizeof o ? 0 : 1);
    }
    (void)close(ends[1]);
    ssize_t got = read(ends[0], &o, sizeof o);
    (void)close(ends[0]);
    assert_int_equal(wait4(child, &status, 0, &used), child);
    assert_int_equal(status, 0);
    assert_int_equal(got, (ssize_t)sizeof o);
    os_unlink(path);
    double processor = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
                       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
    print_message("%-28s %s %7.1f ms, processor %7.1f ms, peak %5.1f MiB\n", what,
                  o.code < DIAG_CODES ? diag_kind(o.code)->code : "none", o.seconds * 1e3,
                  processor, (double)used.ru_maxrss / 1024);
    assert_int_equal(o.code, code);
    assert_int_equal(o.rejects, 1);
    assert_true(processor <= PROCESSOR_MOST);
    assert_true(used.ru_maxrss <= KIB_MOST);
}

static void attack_text(const char *what, const char *name, const struct buf *text,
                        enum diag_code code) {
    const char *path = scratch("attack");
    os_write(path, buf_view(text), 0644);
    attack(what, path, name, code);
}

static void repeat(struct buf *out, const char *s, int n) {
    for (int i = 0; i < n; i++)
        buf_str(out, str_of(s));
}

/* ---- archives ---- */

static void attack_zip(const char *what, const struct made_entry *e, int n, int said,
                       enum diag_code code) {
    struct buf b = {.limit = (ptrdiff_t)1 << 30};
    for (int i = 0; i < (n == 3 ? 3 : 1); i++)
        made_local(&b, &e[i]);
    made_list(&b, e, n, said);
    attack_text(what, "attack.zip", &b, code);
    buf_free(&b);
}

static void test_archives(void **state) {
    (void)state;
    struct made_entry swell[] = {{S("a"), 0, 100, 5 << 20, 0}};
    attack_zip("zip: ratio", swell, 1, 1, DIAG_ZIP_BOMB);
    struct made_entry total[3];
    for (uint32_t i = 0; i < 3; i++)
        total[i] = (struct made_entry){S("a"), i * (31 + 8000000), 8000000, 3900000000U, 0};
    attack_zip("zip: total", total, 3, 3, DIAG_ZIP_BOMB);
    struct made_entry many[] = {{S("a"), 0, 10, 10, 0}};
    attack_zip("zip: entries", many, 1, NORMAL_ENTRIES + 1, DIAG_ZIP_BOMB);
    struct made_entry overlap[] = {{S("a"), 0, 1000, 1000, 0}, {S("b"), 0, 1000, 1000, 0}};
    attack_zip("zip: overlapping entries", overlap, 2, 2, DIAG_ZIP_BOMB);
    static const char *const names[] = {"../a.csv", "/etc/a.csv", "a\\b.csv", "C:/a.csv"};
    for (int i = 0; i < 4; i++) {
        struct made_entry trick[] = {{str_of(names[i]), 0, 10, 10, 0}};
        attack_zip("zip: path", trick, 1, 1, DIAG_ZIP_NAME);
    }
}

/* ---- depth ---- */

static void test_depth(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("{\"kind\":\"decision\",\"facts\":"));
    repeat(&b, "[", 1000000);
    repeat(&b, "]", 1000000);
    buf_str(&b, S("}\n"));
    attack_text("JSON Lines: 10^6 deep", "a.jsonl", &b, DIAG_JSON_DEEP);
    buf_reset(&b);
    repeat(&b, "[", 1000000);
    repeat(&b, "]", 1000000);
    attack_text("JSON: 10^6 deep", "decisions.json", &b, DIAG_JSON_NOT_OBJECT);
    buf_reset(&b);
    repeat(&b, "[", 1000000);
    attack_text("JSON: 10^6 deep, open", "decisions.json", &b, DIAG_JSON_CUT);
    buf_reset(&b);
    buf_str(&b, S("{\"kind\":\"decision\",\"records\":[{\"facts\":"));
    repeat(&b, "[", 1000000);
    repeat(&b, "]", 1000000);
    buf_str(&b, S("}]}\n"));
    attack_text("JSON: 10^6 deep, enveloped", "decisions.json", &b, DIAG_JSON_DEEP);
    buf_reset(&b);
    repeat(&b, "<a>", 1000000);
    attack_text("XML: 10^6 deep", "decisions.xml", &b, DIAG_XML_DEEP);
    buf_free(&b);
}

/* ---- cells of 1 GB: a gap in a file takes no room on the disk ---- */

static void attack_cell(const char *what, const char *name, const struct buf *head,
                        const char *tail, enum diag_code code) {
    const char *path = scratch("attack");
    os_write(path, buf_view(head), 0644);
    assert_int_equal(truncate(path, GIGABYTE), 0);
    FILE *f = fopen(path, "ab");
    assert_non_null(f);
    assert_true(fputs(tail, f) >= 0);
    assert_int_equal(fclose(f), 0);
    attack(what, path, name, code);
}

static void test_cells(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("agency,facts\nscj,\""));
    attack_cell("CSV: cell of 1 GB", "decisions.csv", &b, "\"\n", DIAG_RECORD_ENDLESS);
    buf_reset(&b);
    buf_str(&b, S("{\"kind\":\"decision\",\"facts\":\""));
    attack_cell("JSON Lines: cell of 1 GB", "a.jsonl", &b, "\"}\n", DIAG_RECORD_ENDLESS);
    buf_reset(&b);
    buf_str(&b, S("[{\"kind\":\"decision\",\"facts\":\""));
    attack_cell("JSON: cell of 1 GB", "a.json", &b, "\"}]\n", DIAG_RECORD_ENDLESS);
    buf_reset(&b);
    buf_str(&b, S("{\"kind\":\"decision\",\"records\":[{\"facts\":\""));
    attack_cell("JSON: cell of 1 GB, enveloped", "a.json", &b, "\"}]}\n", DIAG_RECORD_ENDLESS);
    buf_reset(&b);
    buf_str(&b, S("{\"note\":\""));
    attack_cell("JSON: 1 GB beside records", "a.json", &b, "\",\"records\":[]}\n",
                DIAG_RECORD_ENDLESS);
    buf_reset(&b);
    buf_str(&b, S("<a><b>"));
    repeat(&b, "x\n", 1 << 20);
    attack_cell("XML: cell of 1 GB", "decisions.xml", &b, "</b></a>", DIAG_CELL_LONG);
    buf_reset(&b);
    buf_str(&b, S("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:"
                  "spreadsheet\"><Worksheet Name=\"a\"><Table><Row><Cell><Data Type=\"String\">"));
    repeat(&b, "x\n", 1 << 20);
    attack_cell("SpreadsheetML: cell of 1 GB", "decisions.xls", &b, "", DIAG_CELL_LONG);
    buf_free(&b);
}

/* Packed as programs do it; what swells more is a bomb. */
static void test_workbook_cell(void **state) {
    (void)state;
    struct buf sheet = {0};
    buf_str(&sheet, S("<worksheet><sheetData><row><c t=\"str\"><v>"));
    for (int i = 0; i < 1000000; i++)
        buf_fmt(&sheet, "%d", i % 1000 * 7919);
    struct made_book book = {.sheet1 = buf_view(&sheet)};
    const char *path = scratch("attack");
    made_xlsx(path, &book);
    attack("XLSX: cell of 5 MB", path, "decisions.xlsx", DIAG_CELL_LONG);
    buf_free(&sheet);
}

/* ---- columns, entities ---- */

static void test_columns(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("agency"));
    repeat(&b, ",x", 16383);
    buf_char(&b, '\n');
    attack_text("CSV: 16,384 columns", "decisions.csv", &b, DIAG_CSV_COLUMNS);
    buf_reset(&b);
    buf_str(&b, S("<worksheet><sheetData><row>"));
    repeat(&b, "<c t=\"str\"><v>文书号</v></c>", 16384);
    buf_str(&b, S("</row></sheetData></worksheet>"));
    const char *path = scratch("attack");
    made_xlsx(path, &(struct made_book){.sheet1 = buf_view(&b)});
    attack("XLSX: 16,384 columns", path, "decisions.xlsx", DIAG_CSV_COLUMNS);
    buf_free(&b);
}

static void test_entities(void **state) {
    (void)state;
    struct buf b = {0};
    buf_str(&b, S("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol0 \"lol\">"));
    for (int i = 1; i < 10; i++) {
        buf_fmt(&b, "<!ENTITY lol%d \"", i);
        for (int k = 0; k < 10; k++)
            buf_fmt(&b, "&lol%d;", i - 1);
        buf_str(&b, S("\">"));
    }
    buf_str(&b, S("]><lolz>&lol9;</lolz>"));
    attack_text("XML: a billion laughs", "decisions.xml", &b, DIAG_XML_DOCTYPE);
    const char *path = scratch("attack");
    made_xlsx(path, &(struct made_book){.sheet1 = S("<worksheet/>"), .shared = buf_view(&b)});
    attack("XLSX: a billion laughs", path, "decisions.xlsx", DIAG_XML_DOCTYPE);
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_archives), cmocka_unit_test(test_depth),
        cmocka_unit_test(test_cells),    cmocka_unit_test(test_workbook_cell),
        cmocka_unit_test(test_columns),  cmocka_unit_test(test_entities),
    };
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
