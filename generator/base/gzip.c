/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gzip.c — bytes packed as gzip with libdeflate.
 *
 * In:    bytes
 * Out:   one gzip member, the same for the same bytes
 * Law:   none (RFC 1952)
 * Never: stores a name or a time
 */
#include "base/gzip.h"

#include "base/arena.h"
#include "base/os.h"

#include <libdeflate.h>

#define LEVEL 6 /* higher ones take twice the time for two parts in a hundred */

static void packed(struct libdeflate_compressor *c, str bytes, struct arena *a, struct buf *out) {
    size_t most = libdeflate_gzip_compress_bound(c, (size_t)bytes.n);
    char *room = ROOM(a, char, most);
    size_t n = libdeflate_gzip_compress(c, bytes.p, (size_t)bytes.n, room, most);
    buf_str(out, (str){room, (ptrdiff_t)n});
}

void gzip_put(str bytes, struct buf *out) {
    struct arena a = {0};
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
    if (c == NULL)
        die_memory("内存不足");
    packed(c, bytes, &a, out);
    libdeflate_free_compressor(c);
    arena_free(&a);
}
