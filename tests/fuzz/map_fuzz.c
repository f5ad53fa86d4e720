/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * map_fuzz.c — map files, and a delivery read by them.
 *
 * In:    a map; behind a NUL, a delivery
 * Out:   none
 * Law:   none
 * Never: lets a map stand that decoding cannot bear
 */
#include "fuzz.h"

#include "intake/intake.h"

#define LINES 16

static void read_with(struct arena *a, const struct map *map, str delivery) {
    struct diags found = {.arena = a};
    struct slice v[LINES];
    struct slices lines = {v, LINES, 0, 0};
    struct intake_file file = {.path = fuzz_file(delivery),
                               .name = S("x.csv"),
                               .delivery = 1,
                               .maps = &map,
                               .map_count = 1};
    struct reading *r = intake_open(a, &file, &found);
    if (r == NULL)
        return;
    (void)intake_batch(r, a, &lines, &found);
    for (int i = 0; i < lines.n; i++) {
        struct record rec;
        (void)intake_decode(r, a, &v[i], &rec, &found);
        (void)intake_validate(a, &rec, FUZZ_DAY, &found);
    }
    intake_close(r);
}

static void fuzz_one(struct arena *a, str input) {
    struct diags diags = {.arena = a};
    str text = fuzz_part(&input);
    const struct map *map = map_load(a, S("fuzz.map"), text, &diags);
    fuzz_claim((map == NULL) == (diag_worst(&diags) == DIAG_ERROR), "findings and result differ");
    if (map == NULL)
        return;
    (void)map_matches(map, S("x.csv"));
    read_with(a, map, input.p == NULL ? S("a,b\n1,2\n") : input);
}
