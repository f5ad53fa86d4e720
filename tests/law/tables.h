/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tables.h — the shipped policy tables, and table tests, for the tests of law.
 *
 * In:    the files of content/law and tests/law
 * Out:   struct policy, lines of cells
 * Law:   none
 * Never: is part of the program
 */
#ifndef GONGSHI_TESTS_LAW_TABLES_H
#define GONGSHI_TESTS_LAW_TABLES_H

#include "base/os.h"
#include "law/policy.h"

#define TABLE_BYTES (1 << 20)

static const struct agency test_agencies[] = {
    {{"scj", sizeof "scj" - 1},
     {"青原市市场监督管理局", sizeof "青原市市场监督管理局" - 1},
     {0},
     {"市场监管", sizeof "市场监管" - 1},
     {0},
     0,
     {0}},
    {{"yjj", sizeof "yjj" - 1},
     {"青原市应急管理局", sizeof "青原市应急管理局" - 1},
     {0},
     {"应急管理", sizeof "应急管理" - 1},
     {0},
     0,
     {0}},
};

/* The shipped tables; a file in `instead` (may be NULL) replaces the one of its name. */
static inline int test_sources(struct arena *a, const char *instead, struct policy_source *out) {
    int n = 0;
    for (; policy_tables[n] != NULL; n++) {
        const char *name = policy_tables[n];
        str shipped = str_fmt(a, "content/law/%s.csv", name), text = {0};
        str own = instead == NULL ? S("") : str_fmt(a, "%s/%s.csv", instead, name);
        bool found = instead != NULL && os_read(a, own.p, TABLE_BYTES, &text);
        if (!found && !os_read(a, shipped.p, TABLE_BYTES, &text))
            text = S("id\n");
        out[n] = (struct policy_source){str_of(name), str_fmt(a, "%s.csv", name), text};
    }
    return n;
}

static inline struct policy *test_policy(struct arena *a, struct diags *diags) {
    struct policy_source sources[TABLES];
    diags->arena = a;
    int n = test_sources(a, NULL, sources);
    return policy_load(a, &(struct policy_input){sources, n, test_agencies, 2}, diags);
}

/* The next line of a table test that is neither empty nor a comment, cut at tabs; how many cells
 * it has, 0 at the end. */
static inline int test_row(str *text, str *cells, int most) {
    while (text->n > 0) {
        str line = str_cut(text, S("\n"));
        if (line.n == 0 || str_starts(line, S("#")))
            continue;
        int n = 0;
        while (n < most && line.p != NULL)
            cells[n++] = str_trim(str_cut(&line, S("\t")));
        return n;
    }
    return 0;
}

/* A small generator with a fixed seed (xorshift64*), so that failures repeat. */
static inline uint32_t test_random(uint64_t *state, uint32_t below) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (uint32_t)((*state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % below;
}

#endif
