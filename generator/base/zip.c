/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * zip.c — files become one ZIP archive, by libzip.
 *
 * In:    names and bytes
 * Out:   the archive's bytes
 * Law:   none
 * Never: lets an object of libzip out
 */
#include "base/zip.h"

#include "base/os.h"

#include <zip.h>

#define FIRST_DAY (1 << 5 | 1) /* 1980-01-01 as DOS writes it */
#define MODE ((zip_uint32_t)0100640 << 16)

static _Noreturn void fail(void) {
    die("做不成压缩包：内存不足");
}

static void add(zip_t *z, struct arena *a, const struct zip_member *m) {
    zip_source_t *s = zip_source_buffer(z, m->bytes.p, (zip_uint64_t)m->bytes.n, 0);
    zip_int64_t at = s == NULL ? -1 : zip_file_add(z, str_z(a, m->name), s, ZIP_FL_ENC_UTF_8);
    if (at < 0 || zip_file_set_dostime(z, (zip_uint64_t)at, 0, FIRST_DAY, 0) != 0 ||
        zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_DEFLATE, 9) != 0 ||
        zip_file_set_external_attributes(z, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX, MODE) != 0)
        fail();
}

static str read_all(struct arena *a, zip_source_t *s) {
    zip_stat_t st;
    zip_stat_init(&st);
    if (zip_source_stat(s, &st) != 0 || zip_source_open(s) != 0)
        fail();
    char *p = NEW(a, char, (ptrdiff_t)st.size + 1);
    zip_int64_t n = zip_source_read(s, p, st.size);
    (void)zip_source_close(s);
    if (n < 0 || (zip_uint64_t)n != st.size)
        fail();
    return (str){p, n};
}

str zip_of(struct arena *a, const struct zip_member *v, int n) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *z = out == NULL ? NULL : zip_open_from_source(out, ZIP_TRUNCATE, &error);
    if (z == NULL)
        fail();
    zip_source_keep(out);
    for (int i = 0; i < n; i++)
        add(z, a, &v[i]);
    if (zip_close(z) != 0)
        fail();
    str bytes = read_all(a, out);
    zip_source_free(out);
    zip_error_fini(&error);
    return bytes;
}
