/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * form.c — which form a delivery has, and what holds for all its records.
 *
 * In:    the beginning of a delivery, its name, its map
 * Out:   form, kind, envelope, header, seed
 * Law:   none
 * Never: reads a record
 */
#include "base/arena.h"
#include "base/csv.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "intake/decode.h"
#include "intake/names.h"
#include "intake/shown.h"

#include <string.h>

static bool refuse(const struct reading *r, struct diags *diags, enum diag_code code, str detail) {
    diag(diags, code, (struct place){.file = r->name}, "%.*s", STR(detail));
    return false;
}

/* ---- text or not ---- */

#define MARK S("\xEF\xBB\xBF")

/* How files begin that people send instead of text. */
static const struct {
    str magic;
    const char *name;
} others[] = {
    {{"PK\x03\x04", 4}, "XLSX、DOCX 或 ZIP"},
    {{"\xD0\xCF\x11\xE0", 4}, "XLS 或 DOC"},
    {{"%PDF", 4}, "PDF"},
    {{"\x1F\x8B", 2}, "GZIP"},
    {{"Rar!", 4}, "RAR"},
    {{"7z\xBC\xAF", 4}, "7Z"},
    {{"\xFF\xD8\xFF", 3}, "JPEG"},
    {{"\x89PNG", 4}, "PNG"},
    {{"GIF8", 4}, "GIF"},
    {{"II*\0", 4}, "TIFF"},
    {{"MM\0*", 4}, "TIFF"},
    {{"{\\rtf", 5}, "RTF"},
};

const char *form_foreign(str head) {
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (str_starts(head, others[i].magic))
            return others[i].name;
    return NULL;
}

str form_whole_characters(str head) {
    ptrdiff_t n = head.n;
    while (n > 0 && head.n - n < 3 && ((unsigned char)head.p[n - 1] & 0xC0) == 0x80)
        n--;
    bool leads = n > 0 && (unsigned char)head.p[n - 1] >= 0xC0;
    return leads ? str_sub(head, 0, n - 1) : head;
}

static bool check_text(struct reading *r, struct diags *diags) {
    struct window *w = &r->window;
    if (w->size > INTAKE_FILE_LIMIT)
        return refuse(r, diags, DIAG_FILE_LARGE, S(""));
    (void)window_more(w, 0);
    str head = window_rest(w);
    if (form_foreign(head) != NULL)
        return refuse(r, diags, DIAG_FILE_NOT_TEXT, str_of(form_foreign(head)));
    enum encoding e = encoding_of(form_whole_characters(head));
    if (e != ENCODING_UTF8)
        return refuse(r, diags, DIAG_FILE_ENCODING, str_of(encoding_name(e)));
    w->at = str_starts(head, MARK) ? MARK.n : 0;
    if (slice_skip(w, false) < 0)
        return refuse(r, diags, DIAG_FILE_EMPTY, S(""));
    return true;
}

/* ---- JSON ---- */

bool form_member(struct reading *r, struct arena *a, str *key, bool *closed) {
    struct window *w = &r->window;
    struct unit u;
    int c = slice_skip(w, true);
    *closed = c == '}';
    *key = (str){0};
    if (c < 0 || *closed) {
        w->at += *closed;
        return false;
    }
    slice_value(w, &u);
    if (u.cut == CUT_WHOLE && u.length <= KEY_LIMIT)
        (void)decode_scalar(a, window_view(w, u.offset, u.offset + u.length), key);
    if (slice_skip(w, false) == ':')
        w->at++;
    return slice_skip(w, false) >= 0;
}

/* The form that the map says; a sheet that comes back has ours. */
static enum map_form form_said(const struct reading *r) {
    return r->map == NULL || r->returned ? MAP_FORM_ANY : r->map->form;
}

static bool is_lines(const struct reading *r, str head) {
    if (form_said(r) != MAP_FORM_ANY)
        return form_said(r) == MAP_FORM_JSONL;
    if (str_ends(r->base_name, S(".jsonl")) || str_ends(r->base_name, S(".ndjson")))
        return true;
    /* One object on the first line, and the next begins on the second. */
    str first = str_trim(str_cut(&head, S("\n")));
    return str_starts(first, S("{")) && str_ends(first, S("}")) &&
           str_starts(str_trim(head), S("{"));
}

/* A scalar beside the records; in our own form `kind` is that of them all. */
static void keep_standing(struct reading *r, struct arena *a, str name, const struct unit *u) {
    str value = {0};
    if (u->cut != CUT_WHOLE || r->standing_count == STANDING_MOST ||
        !decode_scalar(a, window_view(&r->window, u->offset, u->offset + u->length), &value))
        return;
    if (name.n > 0 && str_eq(name, as_of_member(r)))
        r->as_of_text = value; /* yesterday's lines are today's, though it differs */
    else if (str_eq(name, S("kind")) && r->map == NULL)
        r->kind = kind_of(value);
    else
        r->standing[r->standing_count++] = (struct standing){name, value};
}

/* Behind an array, value by value: one without end is given up as a record without end is, and then
 * nothing is known of what follows. */
static void skip_array(struct window *w) {
    struct unit u;
    int c;
    w->at++;
    while ((c = slice_skip(w, true)) >= 0 && c != ']')
        slice_value(w, &u);
    w->at += c == ']';
}

/* Behind the value of a member, which is kept when it is one for all records; true when it is the
 * array that holds them. */
static bool scan_member(struct reading *r, struct arena *a, str name) {
    struct window *w = &r->window;
    struct unit u;
    if (window_rest(w).p[0] == '[') {
        skip_array(w);
        return str_eq(name, r->records);
    }
    slice_value(w, &u);
    keep_standing(r, a, name, &u);
    return false;
}

/* Goes through an object once for what stands beside its records, which may come before or after
 * them. Returns whether it has the member that holds them. */
static bool scan_envelope(struct reading *r, struct arena *a) {
    struct window *w = &r->window;
    int64_t begin = w->at;
    int64_t line = window_line(w, begin);
    bool found = false;
    bool closed = false;
    str name;
    w->at++;
    while (form_member(r, a, &name, &closed))
        found = scan_member(r, a, name) || found;
    window_rewind(w, begin, line);
    return found;
}

static bool find_object(struct reading *r, struct arena *a, struct diags *diags) {
    bool named = r->map != NULL && !r->returned && r->map->records.n > 0;
    if (named && str_eq(r->map->records, S("*"))) {
        r->form = FORM_MEMBERS;
        return true;
    }
    r->records = named ? r->map->records : S("records");
    enum kind kind = r->kind;
    if (scan_envelope(r, a)) {
        r->form = FORM_ENVELOPE;
        return true;
    }
    if (named)
        return refuse(r, diags, DIAG_FILE_RECORDS, r->records);
    /* No envelope, so its members are those of one record, or of the first of several. */
    r->form = FORM_STREAM;
    r->kind = kind;
    r->standing_count = 0;
    r->as_of_text = (str){0};
    return true;
}

/* ---- rows ---- */

/* The usual separator that the first line has most of. */
char form_separator(str line) {
    static const char usual[] = ",\t|;";
    char best = ',';
    ptrdiff_t most = 0;
    for (const char *c = usual; *c != '\0'; c++) {
        ptrdiff_t n = 0;
        for (ptrdiff_t i = 0; i < line.n; i++)
            n += line.p[i] == *c;
        if (n > most) {
            most = n;
            best = *c;
        }
    }
    return best;
}

static int bind_column(const struct reading *r, struct arena *a, str name) {
    return r->map != NULL ? map_slot(a, r->map, name) : names_field(r->kind, name);
}

/* Two columns for one field contradict each other sooner or later. */
static bool check_twice(const struct reading *r, struct diags *diags) {
    for (int i = 0; i < r->columns; i++)
        for (int j = 0; j < i; j++)
            if (r->bound[i] >= 0 && r->bound[i] == r->bound[j])
                return refuse(r, diags, DIAG_FILE_HEADER_TWICE, r->header[i]);
    return true;
}

static bool is_bound(const struct reading *r, int slot) {
    for (int i = 0; i < r->columns; i++)
        if (r->bound[i] == slot)
            return true;
    return false;
}

/* What has no field, or is not in the map; and what the map waits for in vain. */
static void report_unbound(const struct reading *r, struct arena *a, struct diags *diags) {
    struct place at = {.file = r->name, .line = 1};
    for (int i = 0; i < r->columns; i++) {
        str name = r->header[i];
        if (r->bound[i] != MAP_UNKNOWN || name.n == 0 || sheet_is_added(name))
            continue;
        if (r->map != NULL)
            diag(diags, DIAG_MAP_COLUMN_UNUSED, at, "%.*s", STR(shown_word(a, name)));
        else
            diag(diags, DIAG_FIELD_UNKNOWN, at, "%.*s",
                 STR(decode_suggest(a, shown_word(a, name), names_near_field(a, r->kind, name))));
    }
    for (int s = 0; r->map != NULL && s < r->map->foreign_count; s++)
        if (!is_bound(r, s))
            diag(diags, DIAG_MAP_COLUMN_ABSENT, at, "%.*s", STR(r->map->foreign[s]));
}

/* The header is bound to fields once, unless each row says its own kind. */
static bool bind_header(struct reading *r, struct arena *a, struct diags *diags) {
    int known = 0;
    bool has_kind = false;
    for (int i = 0; i < r->columns; i++)
        has_kind = has_kind || str_eq(r->header[i], S("kind"));
    if (r->map == NULL && (has_kind || r->kind == KIND_NONE))
        return has_kind ? true : refuse(r, diags, DIAG_FILE_KIND, S(""));
    r->bound = NEW(a, int, r->columns);
    for (int i = 0; i < r->columns; i++) {
        r->bound[i] = r->header[i].n == 0 ? -1 : bind_column(r, a, r->header[i]);
        known += r->bound[i] >= 0;
    }
    if (known == 0)
        return refuse(r, diags, DIAG_FILE_HEADER, S(""));
    if (!check_twice(r, diags))
        return false;
    report_unbound(r, a, diags);
    return true;
}

static bool read_header(struct reading *r, struct arena *a, struct diags *diags) {
    struct unit u;
    str *cells = NEW(a, str, INTAKE_COLUMNS);
    bool any = r->quoting ? slice_row(&r->window, r->separator, &u) : slice_line(&r->window, &u);
    if (!any || u.cut != CUT_WHOLE)
        return refuse(r, diags, DIAG_FILE_HEADER, S(""));
    str line = str_dup(a, window_view(&r->window, u.offset, u.offset + u.length));
    if (utf8_invalid_at(line) >= 0)
        return refuse(r, diags, DIAG_FILE_HEADER, S(""));
    ptrdiff_t n =
        csv_row(a, line, (struct csv_form){r->separator, r->quoting}, cells, INTAKE_COLUMNS);
    if (n > INTAKE_COLUMNS)
        return refuse(r, diags, DIAG_CSV_COLUMNS, str_fmt(a, "%td", n));
    if (n < 0)
        return refuse(r, diags, DIAG_FILE_HEADER, S(""));
    r->header = cells;
    r->columns = (int)n;
    return bind_header(r, a, diags);
}

static bool find_rows(struct reading *r, struct arena *a, struct diags *diags) {
    str head = window_rest(&r->window);
    bool said = r->map != NULL && !r->returned && r->map->separator != '\0';
    r->form = FORM_ROWS;
    r->quoting = r->map == NULL || r->returned || r->map->quoting;
    r->separator = said ? r->map->separator : form_separator(str_cut(&head, S("\n")));
    return read_header(r, a, diags);
}

/* ---- all ---- */

static bool find_form(struct reading *r, struct arena *a, struct diags *diags) {
    enum map_form said = form_said(r);
    char first = window_rest(&r->window).p[0];
    bool json = first == '{' || first == '[';
    bool by_name = str_ends(r->base_name, S(".json")) || str_ends(r->base_name, S(".jsonl")) ||
                   str_ends(r->base_name, S(".ndjson"));
    bool row = str_starts(window_rest(&r->window), LINE_ROW);
    if (!row && (said == MAP_FORM_CSV || (said == MAP_FORM_ANY && !json && !by_name)))
        return find_rows(r, a, diags);
    /* A first line that is broken does not make the others so. */
    if (row || is_lines(r, window_rest(&r->window))) {
        r->form = FORM_LINES;
        return true;
    }
    if (!json)
        return refuse(r, diags, DIAG_FILE_FORM, S("既不以 { 也不以 [ 开头"));
    if (first == '{')
        return find_object(r, a, diags);
    r->form = FORM_ARRAY;
    return true;
}

static uint64_t mix(uint64_t seed, str s) {
    return line_hash_of(s, seed).lo;
}

/* All that changes what a line means makes it another line. */
static void set_seed(struct reading *r) {
    r->seed = schema_seed() + (uint64_t)r->kind;
    if (r->map != NULL)
        r->seed ^= r->map->digest;
    for (int i = 0; i < r->standing_count; i++)
        r->seed = mix(mix(r->seed, r->standing[i].name), r->standing[i].value);
    for (int i = 0; i < r->columns; i++)
        r->seed = mix(r->seed, r->header[i]);
}

/* A map by its file name, as rejects name it. */
static const struct map *map_named(const struct intake_file *file, str name) {
    for (int i = 0; i < file->map_count; i++) {
        str path = file->maps[i]->file;
        if (str_ends(path, name) && (path.n == name.n || path.p[path.n - name.n - 1] == '/'))
            return file->maps[i];
    }
    return NULL;
}

const struct map *form_map(const struct intake_file *file, str head, str named) {
    if (named.n > 0)
        return map_named(file, named);
    for (int i = 0; i < file->map_count; i++)
        if (map_matches(file->maps[i], file->name) && map_heads(file->maps[i], head))
            return file->maps[i];
    return NULL;
}

static void choose_map(struct reading *r, const struct intake_file *file, struct arena *a) {
    str head = window_rest(&r->window);
    str named;
    char separator = form_separator(str_sub(head, 0, str_find(head, S("\n"))));
    r->returned = sheet_map_named(r, a, separator, &named);
    r->map = form_map(file, head, named);
    r->kind = r->map != NULL ? r->map->kind : names_kind_in_file(r->base_name);
}

bool form_find(struct reading *r, const struct intake_file *file, struct arena *a,
               struct diags *diags) {
    if (!check_text(r, diags))
        return false;
    choose_map(r, file, a);
    if (!find_form(r, a, diags))
        return false;
    as_of_find(r, diags);
    set_seed(r);
    return true;
}
