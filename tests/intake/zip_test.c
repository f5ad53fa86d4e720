/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * zip_test.c — archives of deliveries and attachments, and those that are meant to harm.
 *
 * In:    archives made here, some byte by byte
 * Out:   cmocka's report
 * Law:   none
 * Never: unpacks a bomb
 */
#include "made.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct made *made_archive(const struct made_part *parts, int n) {
    const char *path = scratch("made.zip");
    made_zip(path, parts, n);
    return made_normal(path, "made.zip", (str){0});
}

static void check_refused(struct made *m, enum diag_code code) {
    assert_true(made_refused(m, code));
    assert_true(m->seconds < MADE_SECONDS);
    assert_true(os_peak_kib_children() < MADE_KIB);
    made_free(m);
}

static void test_archive(void **state) {
    (void)state;
    static const struct made_part parts[] = {
        {"一月/progress.csv", {"受理机关,受理编号\n", 26}, false},
        {"附件/决定书.pdf", {"%PDF-1.4 …", 12}, true},
        {"照片.jpg", {"\xFF\xD8\xFF\xE0....", 8}, true},
        {"progress.xml", {"<a><b/></a>", 11}, false},
        {"__MACOSX/._x", {"x", 1}, true},
        {".DS_Store", {"x", 1}, true},
        {"~$progress.xlsx", {"x", 1}, true},
        {"说明.docx", {"PK\3\4....word/document.xml", 25}, true},
        {"nested.zip", {"PK\3\4....a.csv", 13}, true},
        {"旧.doc", {"\xD0\xCF\x11\xE0.W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 29}, true},
        {"旧.xls", {"\xD0\xCF\x11\xE0.W\0o\0r\0k\0b\0o\0o\0k\0", 21}, true},
        {"空/", {"", 0}, true},
    };
    struct made *m = made_archive(parts, 12);
    assert_true(made_golden(m, "archive"));
    assert_int_equal(m->raw.parts[0].size, 26);
    str all = {0};
    assert_true(os_read(&m->arena, m->raw.out, 1 << 20, &all));
    assert_true(str_starts(all, S("受理机关,受理编号\n%PDF")));
    made_free(m);
}

/* An archive inside an archive is refused when it is taken in itself. */
static void test_nested(void **state) {
    (void)state;
    static const struct made_part parts[] = {{"a.csv", {"受理机关\n", 13}, false}};
    const char *path = scratch("made.zip");
    made_zip(path, parts, 1);
    struct made *m = calloc(1, sizeof *m);
    m->diags.arena = &m->arena;
    m->file = (struct intake_file){path, S("outer.zip/made.zip"), 1, NULL, 0, NULL, false};
    m->raw = (struct raw){.file = &m->file, .member = true};
    m->normal = intake_normalise(&m->arena, &m->raw, &m->diags);
    check_refused(m, DIAG_ZIP_NESTED);
}

static void test_documents(void **state) {
    (void)state;
    static const struct made_part parts[] = {{"[Content_Types].xml", {"<a/>", 4}, false},
                                             {"word/document.xml", {"<a/>", 4}, false}};
    check_refused(made_archive(parts, 2), DIAG_FILE_NOT_TEXT);
}

static void test_names(void **state) {
    (void)state;
    static const char *const names[] = {"../a.csv", "a/../../b.csv", "/etc/a.csv",
                                        "a\\b.csv", "C:/a.csv",      "a\nb.csv",
                                        "./a.csv",  "a/..",          "x/\x7Fy.csv"};
    for (int i = 0; i < 9; i++) {
        struct made_part part = {names[i], S("x"), true};
        check_refused(made_archive(&part, 1), DIAG_ZIP_NAME);
    }
    struct made_part fine = {"a..b/c...csv", S("x"), true};
    struct made *m = made_archive(&fine, 1);
    assert_int_equal(m->normal, NORMAL_ARCHIVE);
    made_free(m);
}

/* ---- archives written byte by byte ---- */

static struct made *made_bytes(const struct buf *b) {
    const char *path = scratch("bytes.zip");
    os_write(path, buf_view(b), 0644);
    return made_normal(path, "bytes.zip", (str){0});
}

static void check_entries(const struct made_entry *entries, int n, int said, enum diag_code code) {
    struct buf b = {0};
    made_local(&b, &entries[0]);
    made_list(&b, entries, n, said);
    check_refused(made_bytes(&b), code);
    buf_free(&b);
}

#define A(...)                                                                                     \
    { __VA_ARGS__ }

static void test_bombs(void **state) {
    (void)state;
    struct made_entry swell[] = {A(S("a"), 0, 100, 5 << 20, 0)};
    check_entries(swell, 1, 1, DIAG_ZIP_BOMB);
    struct made_entry overlap[] = {A(S("a"), 0, 1000, 1000, 0), A(S("b"), 0, 1000, 1000, 0)};
    check_entries(overlap, 2, 2, DIAG_ZIP_BOMB);
    struct made_entry inside[] = {A(S("a"), 0, 1000, 1000, 0), A(S("b"), 500, 100, 100, 0)};
    check_entries(inside, 2, 2, DIAG_ZIP_BOMB);
    struct made_entry large[] = {A(S("a"), 0, 1000, 1000, 0), A(S("b"), 1031, 2000000, 2000000, 0)};
    check_entries(large, 2, 2, DIAG_ZIP_BOMB);
    struct made_entry many[] = {A(S("a"), 0, 10, 10, 0)};
    check_entries(many, 1, NORMAL_ENTRIES + 1, DIAG_ZIP_BOMB);
    struct made_entry locked[] = {A(S("a"), 0, 10, 10, 1)};
    check_entries(locked, 1, 1, DIAG_FILE_LOCKED);
    struct made_entry nul[] = {A(S("a\0.csv"), 0, 10, 10, 0)};
    check_entries(nul, 1, 1, DIAG_ZIP_NAME);
}

/* Sizes that add up to more than may be unpacked, though each might be. */
static void test_total(void **state) {
    (void)state;
    struct buf b = {.limit = (ptrdiff_t)1 << 30};
    struct made_entry e[3];
    for (uint32_t i = 0; i < 3; i++) {
        e[i] = (struct made_entry){S("a"), (uint32_t)b.n, 8000000, 3900000000U, 0};
        made_local(&b, &e[i]);
    }
    made_list(&b, e, 3, 3);
    check_refused(made_bytes(&b), DIAG_ZIP_BOMB);
    buf_free(&b);
}

static void test_broken(void **state) {
    (void)state;
    struct buf b = {0};
    struct made_entry e[] = {A(S("a"), 0, 10, 10, 0)};
    made_local(&b, e);
    check_refused(made_bytes(&b), DIAG_ZIP_BROKEN);
    made_list(&b, e, 1, 2);
    check_refused(made_bytes(&b), DIAG_ZIP_BROKEN);
    /* The checksum does not fit the bytes. */
    buf_reset(&b);
    made_local(&b, e);
    made_list(&b, e, 1, 1);
    check_refused(made_bytes(&b), DIAG_ZIP_BROKEN);
    buf_free(&b);
}

/* Windows writes names in GBK and says nothing of it. */
static void test_gbk_names(void **state) {
    (void)state;
    struct buf b = {0};
    struct made_entry e[] = {A(S("\xB4\xA6\xB7\xA3.csv"), 0, 0, 0, 0)};
    made_local(&b, e);
    made_list(&b, e, 1, 1);
    struct made *m = made_bytes(&b);
    assert_int_equal(m->normal, NORMAL_ARCHIVE);
    assert_int_equal(m->raw.part_count, 1);
    assert_true(str_eq(m->raw.parts[0].name, S("处罚.csv")));
    made_free(m);
    buf_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_archive),   cmocka_unit_test(test_nested),
        cmocka_unit_test(test_documents), cmocka_unit_test(test_names),
        cmocka_unit_test(test_bombs),     cmocka_unit_test(test_total),
        cmocka_unit_test(test_broken),    cmocka_unit_test(test_gbk_names),
    };
    os_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
