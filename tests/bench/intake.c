/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * intake.c — how fast one core makes validated records of a delivery.
 *
 * In:    intake FILE [MAP]: a delivery that says its kind, or the map for it
 * Out:   one line: records, bytes, seconds, MB/s, peak memory
 * Law:   none
 * Never: is part of the program
 */
#include "intake/intake.h"
#include "base/os.h"

#include <stdio.h>

#define BATCH 512

struct work {
    struct arena arena;
    struct reading *reading;
    struct slices lines;
    struct diags found;
    int64_t records;
    int64_t good;
};

static void take_batch(struct work *w, date today) {
    struct arena scratch = {0};
    struct record rec;
    for (int n = 1; n > 0;) {
        arena_reset(&scratch);
        w->found = (struct diags){.arena = &scratch};
        n = intake_batch(w->reading, &scratch, &w->lines, &w->found);
        for (int i = 0; i < n; i++) {
            (void)intake_decode(w->reading, &scratch, &w->lines.v[i], &rec, &w->found);
            w->good += intake_validate(&scratch, &rec, today, &w->found);
            w->records++;
        }
    }
    arena_free(&scratch);
}

int main(int argc, char **argv) {
    struct work w = {.found = {.arena = &w.arena}};
    str text = {0};
    os_init();
    if (argc < 2)
        die_usage("用法：intake 文件 [映射文件]");
    if (argc > 2 && !os_read(&w.arena, argv[2], 1 << 20, &text))
        die_usage("没有 %s", argv[2]);
    const struct map *map = argc > 2 ? map_load(&w.arena, str_of(argv[2]), text, &w.found) : NULL;
    struct intake_file file = {argv[1], str_of(argv[1]), 1, &map, argc > 2, NULL, false};
    w.reading = intake_open(&w.arena, &file, &w.found);
    if (w.reading == NULL)
        die_usage("%s 不能读", argv[1]);
    w.lines = (struct slices){NEW(&w.arena, struct slice, BATCH), BATCH, 0, 0};
    double begin = os_seconds();
    take_batch(&w, date_of(2026, 12, 31));
    double seconds = os_seconds() - begin;
    double bytes = (double)os_stat(argv[1]).size;
    (void)printf("%9lld records, %lld good, %7.1f MB in %6.3f s: %6.1f MB/s, peak %.1f MiB\n",
                 (long long)w.records, (long long)w.good, bytes / 1e6, seconds,
                 bytes / 1e6 / seconds, (double)os_peak_kib() / 1024);
    intake_close(w.reading);
    arena_free(&w.arena);
    return 0;
}
