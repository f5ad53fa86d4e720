/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * as_of.c — how new a delivery says it is, and what it was read with.
 *
 * In:    the file's name, the envelope, maps
 * Out:   an instant, a fingerprint
 * Law:   architecture §3 (an older delivery never overwrites a newer record)
 * Never: believes anything: that is the caller's
 */
#include "intake/names.h"
#include "intake/reading.h"
#include "intake/shown.h"

str as_of_member(const struct reading *r) {
    return r->map != NULL ? r->map->as_of.member : S("as_of");
}

/* What the map's pattern finds in the file's name, else what the envelope says. */
static str text_of(const struct reading *r) {
    str found = {0};
    if (r->map == NULL || r->map->as_of.name.code == NULL)
        return r->as_of_text;
    return map_extract_from(r->map, &r->map->as_of.name, r->base_name, &found) == MAP_FOUND
               ? found
               : r->base_name;
}

void as_of_find(struct reading *r, struct diags *diags) {
    str text = text_of(r);
    r->as_of = instant_parse_loose(text);
    if (text.n > 0 && r->as_of == INSTANT_NONE)
        diag(diags, DIAG_AS_OF_UNREAD, (struct place){.file = r->name}, "%.*s",
             STR(shown_day(diags->arena, text)));
}

instant intake_as_of(const struct reading *r) {
    return r->as_of;
}

uint64_t intake_meaning(const struct intake_file *file) {
    uint64_t meaning = line_hash_of(file->name, schema_seed()).lo;
    for (int i = 0; i < file->map_count; i++) {
        str digest = {(const char *)&file->maps[i]->digest, sizeof file->maps[i]->digest};
        meaning = line_hash_of(digest, meaning).lo;
    }
    return meaning;
}
