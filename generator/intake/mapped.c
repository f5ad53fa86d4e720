/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mapped.c — a foreign record becomes ours by its map.
 *
 * In:    values by slot
 * Out:   struct record
 * Law:   none
 * Never: knows any source
 */
#include "intake/decode.h"
#include "intake/shown.h"

#include <jansson.h>

/* The trimmed text of a slot; absent when it is empty or one of the spellings of "nothing". */
static str text_of(struct decoding *d, struct foreign *slot) {
    if (slot->text.p == NULL && slot->json != NULL)
        slot->text = decode_text(d, slot->json);
    str text = str_trim(slot->text);
    return map_is_null(d->reading->map, text) ? (str){0} : text;
}

static bool absent(const struct decoding *d, int field) {
    return field_absent(&d->fields[field], d->out);
}

static void set(struct decoding *d, int field, str text) {
    cell_set(d, field, map_term_for(&d->reading->map->how[field], text));
}

/* Lists, tables and truth values in JSON need no reading of texts. */
static bool is_direct(const struct decoding *d, int field, const json_t *v) {
    enum field_type type = d->fields[field].type;
    bool many = type == FIELD_list || type == FIELD_rows;
    return json_is_boolean(v) || (many && (json_is_array(v) || json_is_object(v)));
}

static void by_columns(struct decoding *d, struct foreign *slots) {
    const struct map *m = d->reading->map;
    for (int i = 0; i < m->rule_count; i++) {
        const struct map_rule *rule = &m->rules[i];
        struct foreign *slot = &slots[rule->slot];
        if (!absent(d, rule->field))
            continue;
        if (is_direct(d, rule->field, slot->json)) {
            decode_value(d, rule->field, slot->json);
            continue;
        }
        str text = text_of(d, slot);
        if (text.n > 0)
            set(d, rule->field, text);
    }
}

static void by_patterns(struct decoding *d, struct foreign *slots) {
    const struct map *m = d->reading->map;
    for (int i = 0; i < m->extract_count; i++) {
        const struct map_extract *e = &m->extracts[i];
        str text = text_of(d, &slots[e->slot]);
        if (text.n == 0 || !absent(d, e->field))
            continue;
        str found = {0};
        enum map_found how = map_extract_from(m, e, text, &found);
        if (how == MAP_LIMIT)
            decode_say(d, DIAG_MAP_LIMIT, e->field, m->foreign[e->slot]);
        else if (how == MAP_FOUND && !map_is_null(m, found))
            set(d, e->field, found);
    }
}

/* A field that stands already keeps what it has; a cell without any of the marks goes, as a whole,
 * into the first field. */
static void by_splits(struct decoding *d, struct foreign *slots) {
    const struct map *m = d->reading->map;
    for (int i = 0; i < m->split_count; i++) {
        const struct map_split *x = &m->splits[i];
        str rest = text_of(d, &slots[x->slot]);
        str mark = S("\n");
        for (ptrdiff_t k = x->marks.n - 1; k >= 0; k--)
            if (str_find(rest, x->marks.v[k]) >= 0)
                mark = x->marks.v[k];
        str parts[] = {str_trim(str_cut(&rest, mark)), str_trim(rest)};
        for (int k = 0; k < 2; k++)
            if (parts[k].n > 0 && absent(d, x->fields[k]) && !map_is_null(m, parts[k]))
                set(d, x->fields[k], parts[k]);
    }
}

/* What the envelope and the member's key say stands for a foreign value that is missing. */
static void fill_slots(struct decoding *d, struct foreign *slots) {
    const struct reading *r = d->reading;
    int key = map_slot(d->arena, r->map, S("@key"));
    if (key >= 0 && d->slice->key.n > 0)
        slots[key].text = d->slice->key;
    for (int i = 0; i < r->standing_count; i++) {
        int slot = map_slot(d->arena, r->map, r->standing[i].name);
        if (slot >= 0 && slots[slot].json == NULL && slots[slot].text.p == NULL)
            slots[slot].text = r->standing[i].value;
    }
}

static void take_as_of(struct decoding *d, str text) {
    d->out->as_of = instant_parse_loose(text);
    if (text.n > 0 && d->out->as_of == INSTANT_NONE)
        decode_say(d, DIAG_AS_OF_UNREAD, -1, shown_day(d->arena, text));
}

void mapped_decode(struct decoding *d, struct foreign *slots) {
    const struct map *m = d->reading->map;
    fill_slots(d, slots);
    by_columns(d, slots);
    by_splits(d, slots);
    by_patterns(d, slots);
    for (int i = 0; i < m->constant_count; i++)
        if (absent(d, m->constants[i].field))
            cell_set(d, m->constants[i].field, m->constants[i].value);
    if (m->as_of.slot >= 0)
        take_as_of(d, text_of(d, &slots[m->as_of.slot]));
}
