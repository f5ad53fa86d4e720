/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mask_fuzz.c — a text in which private values were declared, masked.
 *
 * In:    a text
 * Out:   none
 * Law:   law.md §3
 * Never: lets a declared value through, in whatever spelling; changes what is masked already
 */
#include "fuzz.h"

#include "../law/tables.h"
#include "law/fold.h"

static str values[] = {S("13812345678"), S("130501199003071239"), S("621700012345678901"),
                       S("青原市桥东区建设路1号")};
static str names[] = {S("张三丰"), S("欧阳明"), S("John Smith")};

static const struct policy *policy(void) {
    static struct arena kept;
    static struct diags diags;
    static const struct policy *p;
    if (p == NULL)
        p = test_policy(&kept, &diags);
    fuzz_claim(p != NULL, "the policy cannot be read");
    return p;
}

/* Where `part` stands in the folded text, -1 for nowhere. */
static ptrdiff_t find(const struct folded *t, const struct folded *part, ptrdiff_t from) {
    for (ptrdiff_t k = from; k + part->bare_n <= t->bare_n; k++)
        if (memcmp(t->bare + k, part->bare, (size_t)part->bare_n * sizeof *t->bare) == 0)
            return k;
    return -1;
}

/* A name stays only where more ideographs make it a firm's or a place's, and a Latin one in a
 * word. */
static void check_name(const struct folded *t, const struct folded *name) {
    for (ptrdiff_t k = -1; (k = find(t, name, k + 1)) >= 0;) {
        uint32_t next = k + name->bare_n < t->bare_n ? t->bare[k + name->bare_n] : 0;
        uint32_t before = k > 0 ? t->bare[k - 1] : 0;
        fuzz_claim(next > 0x7F || next == '(' || (next >= '0' && next <= 'Z') ||
                       (before >= 'A' && before <= 'Z'),
                   "a name is left");
    }
}

static void fuzz_one(struct arena *a, str input) {
    struct masking what = {.text = input, .names = {names, 3}, .values = {values, 4}};
    str once;
    str twice;
    /* Intake lets no NUL through (E115), and JSON none in: no text that is masked holds one. */
    if (input.n == 0 || memchr(input.p, '\0', (size_t)input.n) != NULL)
        return;
    if (!mask_text(a, policy(), &what, &once))
        return;
    struct folded t = fold(a, once);
    for (int i = 0; i < 4; i++) {
        struct folded value = fold(a, values[i]);
        fuzz_claim(find(&t, &value, 0) < 0, "a value is left");
    }
    for (int i = 0; i < 3; i++) {
        struct folded name = fold(a, names[i]);
        check_name(&t, &name);
    }
    what.text = once;
    fuzz_claim(mask_text(a, policy(), &what, &twice) && str_eq(once, twice),
               "masked twice is not masked once");
}
