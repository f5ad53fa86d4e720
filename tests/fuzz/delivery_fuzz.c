/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * delivery_fuzz.c — slicing and decoding: JSON, JSON Lines, delimiter-separated text.
 *
 * In:    a delivery, its form by its length
 * Out:   none
 * Law:   none
 * Never: lets a finding hold a private value, or a batch move a line
 */
#include "fuzz.h"

#include "intake/intake.h"

#define BATCH 64
#define LINES_MOST 256
#define PRIVATE_LEAST 8 /* bytes: shorter ones stand in any text */

/* Compiled once: it does not change. */
static const struct map *map_of(void) {
    static struct arena own;
    static const struct map *map;
    static const char text[] =
        "[map]\nkind = decision\nas_of = updated\n[columns]\n文号 = document_number\n当事人 = party\n"
        "号码 = party_id\n类别 = party_type\n金额 = amount\n日期 = decided\nparty = party\n"
        "party_id = party_id\n[extract]\ncause = facts ~ 因(.{1,20}?)被\n";
    struct diags diags = {.arena = &own};
    if (map == NULL)
        map = map_load(&own, S("fuzz.map"), S(text), &diags);
    return map;
}

static struct intake_file file_of(str input, const struct map **map) {
    static const char *const names[] = {"x-decisions.json", "x-decisions.jsonl", "x-decisions.csv",
                                        "x.dat", "x-matters.json"};
    struct intake_file file = {.path = fuzz_file(input), .delivery = 1};
    file.name = str_of(names[input.n % 5]);
    if (input.n % 7 > 3) {
        *map = map_of();
        file.maps = map;
        file.map_count = 1;
    }
    return file;
}

/* How often a value stands in the input: what does once is this field's alone. */
static int times_in(str input, str value) {
    int n = 0;
    for (ptrdiff_t at = str_find(input, value); at >= 0; n++) {
        input = str_sub(input, at + value.n, input.n);
        at = str_find(input, value);
    }
    return n;
}

static void check_private(struct arena *a, str input, const struct record *r,
                          const struct diags *found) {
    int n = 0;
    const struct field_info *infos = kind_fields(r->kind, &n);
    const struct field *fields = record_fields(r->kind, &n);
    for (int i = 0; i < n; i++) {
        bool text = fields[i].type == FIELD_text || fields[i].type == FIELD_uscc;
        if (!text || infos[i].exposure == EXPOSURE_OPEN)
            continue;
        str value = *(const str *)(const void *)((const char *)r + fields[i].at);
        if (value.n < PRIVATE_LEAST || times_in(input, value) != 1 ||
            str_starts(diag_shape(a, value), value))
            continue;
        for (const struct diag *d = found->first; d != NULL; d = d->next)
            fuzz_claim(str_find(d->detail, value) < 0, "a finding holds a private value");
    }
}

/* One reading by batches of `most`: the lines' places into v. */
static int read_by(struct arena *a, const struct intake_file *file, int most, struct line_ref *v,
                   int64_t *broken) {
    struct diags found = {.arena = a};
    struct slice out[BATCH];
    struct slices lines = {out, most, 0, 0};
    int n = 0;
    struct reading *r = intake_open(a, file, &found);
    fuzz_claim(r != NULL || diag_worst(&found) >= DIAG_REJECT, "refused without a finding");
    while (r != NULL && n < LINES_MOST && intake_batch(r, a, &lines, &found) > 0)
        for (int i = 0; i < lines.n && n < LINES_MOST; i++)
            v[n++] = out[i].at;
    fuzz_claim(lines.broken == 0 || diag_worst(&found) >= DIAG_REJECT, "broken without a finding");
    *broken = lines.broken;
    if (r != NULL)
        intake_close(r);
    return n;
}

/* Every line is found again by its place, and decodes alike. */
static void decode_all(struct arena *a, str input, const struct intake_file *file,
                       const struct line_ref *v, int n) {
    struct diags quiet = {.arena = a};
    struct reading *r = intake_open(a, file, &quiet);
    for (int i = 0; r != NULL && i < n; i++) {
        struct slice s;
        struct record rec;
        struct diags found = {.arena = a};
        fuzz_claim(intake_line(r, a, &v[i], &s), "a line is not found again");
        (void)intake_decode(r, a, &s, &rec, &found);
        bool good = intake_validate(a, &rec, FUZZ_DAY, &found);
        fuzz_claim(good == (diag_worst(&found) < DIAG_REJECT), "findings and result differ");
        check_private(a, input, &rec, &found);
        /* A record can be taken apart into its cells, for its sender. */
        struct sheet_row row;
        fuzz_claim(!good || intake_cells(r, a, &s, &row), "a record without cells");
    }
    if (r != NULL)
        intake_close(r);
}

static void fuzz_one(struct arena *a, str input) {
    const struct map *map = NULL;
    struct intake_file file = file_of(input, &map);
    struct line_ref *whole = NEW(a, struct line_ref, LINES_MOST);
    struct line_ref *single = NEW(a, struct line_ref, LINES_MOST);
    int64_t broken[2];
    int n = read_by(a, &file, BATCH, whole, &broken[0]);
    int m = read_by(a, &file, 1, single, &broken[1]);
    fuzz_claim(n == m && (n == LINES_MOST || broken[0] == broken[1]), "batches change the lines");
    fuzz_claim(n == 0 || memcmp(whole, single, sizeof *whole * (size_t)n) == 0,
               "batches change where lines stand");
    decode_all(a, input, &file, whole, n);
}
