/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * manifest.c — what was published, so that anybody can check it.
 *
 * In:    paths, sizes, digests
 * Out:   shards of lines, the index that lists them
 * Law:   none
 * Never: names a file that is not public
 */
#include "release/release.h"

#include "base/json.h"

void manifest_line(struct buf *out, const struct tree_file *file) {
    buf_hex(out, file->digest.b, sizeof file->digest.b);
    buf_fmt(out, "  %lld  ", (long long)file->size);
    buf_str(out, file->path);
    buf_char(out, '\n');
}

str manifest_path(struct arena *a, int64_t block) {
    return str_fmt(a, "manifest/%llx.txt", (unsigned long long)block);
}

static void put_file(struct buf *out, const struct tree_file *shard) {
    buf_str(out, S("    {\"path\": "));
    buf_json(out, shard->path);
    buf_fmt(out, ", \"size\": %lld, \"sha256\": \"", (long long)shard->size);
    buf_hex(out, shard->digest.b, sizeof shard->digest.b);
    buf_str(out, S("\"}"));
}

static void put_files(struct buf *out, const struct tree_file *v, int n) {
    for (int i = 0; i < n; i++) {
        put_file(out, &v[i]);
        buf_str(out, i + 1 < n ? S(",\n") : S("\n"));
    }
}

void manifest_index(struct buf *out, const struct manifest *m) {
    struct arena scratch = {0};
    buf_str(out, S("{\n  \"site\": "));
    buf_json(out, m->site);
    buf_str(out, S(",\n  \"as_of\": "));
    buf_json(out, instant_rfc3339(&scratch, m->as_of));
    buf_fmt(out, ",\n  \"files\": %lld,\n  \"kibibytes\": %lld,\n  \"shards\": [\n",
            (long long)m->files, (long long)KIBIBYTES(m->bytes));
    put_files(out, m->shards, m->n);
    buf_str(out, S("  ],\n  \"reports\": [\n"));
    put_files(out, m->reports, m->report_count);
    buf_str(out, S("  ]\n}\n"));
    arena_free(&scratch);
}
