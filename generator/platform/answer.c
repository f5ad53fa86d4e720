/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * answer.c — what a platform answers, by a map of its JSON.
 *
 * In:    the bytes of an answer
 * Out:   taken or not, a receipt, rows that were not taken
 * Law:   law.md §4
 * Never: takes an answer for another that the map does not describe
 */
#include "base/json.h"
#include "platform/push.h"

/* data.errors: members of members; NULL when one is not there. */
static const struct value *at_path(const struct value *v, str path) {
    for (str rest = path; v != NULL && rest.p != NULL && rest.n > 0;)
        v = v->type == VALUE_MAP ? value_get(v, str_cut(&rest, S("."))) : NULL;
    return v;
}

static str text_at(const struct value *v, str path) {
    const struct value *one = path.n == 0 ? NULL : at_path(v, path);
    return one != NULL && one->type == VALUE_TEXT ? one->text : (str){0};
}

static bool rows_read(struct arena *a, const struct answer_map *map, const struct value *list,
                      struct answer *out) {
    if (list == NULL || list->type == VALUE_NONE)
        return true;
    if (list->type != VALUE_LIST)
        return false;
    out->rows = NEW(a, struct answer_row, list->n + 1);
    for (ptrdiff_t i = 0; i < list->n; i++) {
        struct answer_row *row = &out->rows[out->n++];
        *row = (struct answer_row){text_at(&list->items[i], map->id),
                                   text_at(&list->items[i], map->code),
                                   text_at(&list->items[i], map->text)};
        if (row->id.n == 0)
            return false;
    }
    return true;
}

bool answer_read(struct arena *a, const struct answer_map *map, str text, struct answer *out) {
    struct value v;
    str error;
    int line;
    *out = (struct answer){.taken = true};
    if (map->ok.n + map->receipt.n + map->rows.n == 0)
        return true;
    if (!json_load(a, text, &v, &error, &line) || v.type != VALUE_MAP)
        return false;
    str wanted = map->ok;
    str path = str_cut(&wanted, S("="));
    if (map->ok.n > 0) {
        str is = text_at(&v, path);
        if (is.n == 0)
            return false;
        out->taken = str_eq(is, wanted);
    }
    out->receipt = text_at(&v, map->receipt);
    if (out->taken && map->receipt.n > 0 && out->receipt.n == 0)
        return false;
    return map->rows.n == 0 || rows_read(a, map, at_path(&v, map->rows), out);
}
