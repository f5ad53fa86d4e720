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
#include <sys/resource.h>

#define BATCH 512
#define TODAY date_of(2026, 12, 31)

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

/* Workbooks, archives and other encodings become lines first, in the contained child. */
static bool normalise(struct work *w, struct intake_file *file) {
    struct raw raw = {.file = file};
    enum normal n = intake_normalise(&w->arena, &raw, &w->found);
    if (n == NORMAL_LINES)
        file->path = raw.out;
    return n == NORMAL_AS_IS || n == NORMAL_LINES;
}

static double seconds_of(int who) {
    struct rusage u;
    (void)getrusage(who, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* Speeds are those of processor time, which other programs disturb less. */
static void print(const struct work *w, const char *path, double seconds) {
    double bytes = (double)os_stat(path).size;
    double used = seconds_of(RUSAGE_SELF) + seconds_of(RUSAGE_CHILDREN);
    (void)printf("%8lld records, %lld good, %7.1f MB, %6.3f s, processor %6.3f s: %6.1f MB/s, "
                 "%7.0f records/s, peak %.1f MiB, of the child %.1f MiB\n",
                 (long long)w->records, (long long)w->good, bytes / 1e6, seconds, used,
                 bytes / 1e6 / used, (double)w->records / used, (double)os_peak_kib() / 1024,
                 (double)os_peak_kib_children() / 1024);
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
    w.lines = (struct slices){NEW(&w.arena, struct slice, BATCH), BATCH, 0, 0};
    double begin = os_seconds();
    w.reading = normalise(&w, &file) ? intake_open(&w.arena, &file, &w.found) : NULL;
    if (w.reading == NULL)
        die_usage("%s 不能读", argv[1]);
    take_batch(&w, TODAY);
    print(&w, argv[1], os_seconds() - begin);
    intake_close(w.reading);
    if (file.path != argv[1])
        os_unlink(file.path);
    arena_free(&w.arena);
    return 0;
}
