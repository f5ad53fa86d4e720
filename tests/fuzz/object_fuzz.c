/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * object_fuzz.c — JSON taken apart by hand, against Jansson; and templates' data.
 *
 * In:    a JSON text
 * Out:   none
 * Law:   none
 * Never: lets the two disagree on what they both take
 */
#include "fuzz.h"

#include "base/json.h"
#include "base/utf8.h"
#include "intake/object.h"

#include <jansson.h>

static void check_member(const json_t *root, const struct member *m) {
    const json_t *one = json_object_getn(root, m->name.p, (size_t)m->name.n);
    fuzz_claim(one != NULL, "a member that Jansson does not have");
    fuzz_claim(json_is_string(one) == (m->json.p == NULL), "a string that is none");
    if (json_is_string(one))
        fuzz_claim(
            str_eq(m->text, (str){json_string_value(one), (ptrdiff_t)json_string_length(one)}),
            "another text");
}

/* Values that are only found are checked here as decoding would. */
static bool values_good(const struct member *v, int n) {
    for (int i = 0; i < n; i++) {
        json_t *one = v[i].json.p == NULL
                          ? json_null()
                          : json_loadb(v[i].json.p, (size_t)v[i].json.n,
                                       JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
        bool good = one != NULL;
        json_decref(one);
        if (!good)
            return false;
    }
    return true;
}

static void fuzz_one(struct arena *a, str input) {
    struct member v[OBJECT_MEMBERS];
    struct value value;
    str error;
    int line = 0;
    (void)json_load(a, input, &value, &error, &line);
    int n = utf8_invalid_at(input) >= 0 ? -1 : object_members(a, input, v);
    if (n < 0 || !values_good(v, n))
        return;
    json_t *root = json_loadb(input.p, (size_t)input.n, JSON_REJECT_DUPLICATES, NULL);
    fuzz_claim(root != NULL, "an object that Jansson refuses");
    fuzz_claim(json_object_size(root) == (size_t)n, "another number of members");
    for (int i = 0; i < n; i++)
        check_member(root, &v[i]);
    json_decref(root);
}
