/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * read.c — a delivery becomes record lines.
 *
 * In:    a stored delivery, maps
 * Out:   slices, each with its place
 * Law:   none
 * Never: drops a line without one diagnostic; decodes one
 */
#include "base/arena.h"
#include "base/os.h"
#include "intake/decode.h"
#include "intake/names.h"

#include <string.h>

#define BATCH_BYTES ((ptrdiff_t)4 << 20)

static void say(const struct reading *r, struct diags *diags, enum diag_code code, int64_t line) {
    diag(diags, code, (struct place){.file = r->name, .line = line}, "%s", "");
}

struct reading *intake_open(struct arena *a, const struct intake_file *file, struct diags *diags) {
    struct reading *r = NEW(a, struct reading, 1);
    r->arena = a;
    r->name = str_dup(a, file->name);
    r->base_name = names_base(r->name);
    r->delivery = file->delivery;
    r->levels = file->levels;
    if (!window_open(a, file->path, &r->window))
        die("读不到 %s", file->path);
    r->window.most = INTAKE_RECORD_LOST;
    if (form_find(r, file, a, diags))
        return r;
    intake_close(r);
    return NULL;
}

void intake_close(struct reading *r) {
    window_close(&r->window);
}

enum kind intake_kind(const struct reading *r) {
    return r->kind;
}

/* ---- JSON texts: from one value at a record's place to the next ---- */

/* The file ends here: rightly, with something behind it, or too early. */
static bool end_json(struct reading *r, struct diags *diags) {
    bool early = r->step != STEP_END;
    r->step = STEP_END;
    if (early) {
        say(r, diags, DIAG_JSON_CUT, window_line(&r->window, r->window.at));
    } else if (slice_skip(&r->window, false) >= 0) {
        say(r, diags, DIAG_JSON_TRAILING, window_line(&r->window, r->window.at));
        window_rewind(&r->window, r->window.size, 1);
    }
    return false;
}

/* Among the members of an object: true when a record's value comes next. */
static bool step_member(struct reading *r, struct arena *a, str *key) {
    bool closed = false;
    str name;
    if (!form_member(r, a, &name, &closed)) {
        r->step = closed ? STEP_END : r->step;
        return false;
    }
    if (r->form == FORM_MEMBERS) {
        *key = name;
        return true;
    }
    if (str_eq(name, r->records) && window_rest(&r->window).p[0] == '[') {
        r->window.at++;
        r->step = STEP_RECORDS;
    } else {
        struct unit beside;
        slice_value(&r->window, &beside);
    }
    return false;
}

/* Takes the opening bracket, or the closing one of the array. */
static void step_bracket(struct reading *r) {
    r->window.at++;
    if (r->step == STEP_RECORDS)
        r->step = r->form == FORM_ENVELOPE ? STEP_MEMBERS : STEP_END;
    else
        r->step = r->form == FORM_ARRAY ? STEP_RECORDS : STEP_MEMBERS;
}

static bool next_json(struct reading *r, struct arena *a, struct unit *u, str *key,
                      struct diags *diags) {
    for (;;) {
        int c = slice_skip(&r->window, r->step != STEP_BEGIN);
        if (r->form == FORM_STREAM && c < 0)
            return false;
        if (c < 0 || r->step == STEP_END)
            return end_json(r, diags);
        bool bracket = r->form != FORM_STREAM && r->step != STEP_MEMBERS &&
                       (r->step == STEP_BEGIN || c == ']');
        if (bracket) {
            step_bracket(r);
        } else if (r->step != STEP_MEMBERS || step_member(r, a, key)) {
            slice_value(&r->window, u);
            return true;
        }
    }
}

/* ---- rows of sheets ---- */

/* {"@row":12,"@sheet":"一月",… : the number goes, the rest (from the comma on) is what the line
 * says.
 */
static str without_row(str text, int64_t *row) {
    if (!str_starts(text, LINE_ROW))
        return text;
    ptrdiff_t i = LINE_ROW.n;
    int64_t n = 0;
    while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && n < INT32_MAX)
        n = n * 10 + (text.p[i++] - '0');
    *row = n;
    return str_sub(text, i, text.n);
}

/* The file as diagnostics name it: with the sheet that such a line says next. */
static str file_of_line(const struct reading *r, struct arena *a, str text) {
    str rest = without_row(text, &(int64_t){0});
    str mark = S(",\"@sheet\":");
    bool named = str_ends(r->name, S("]")); /* it is that sheet, as a delivery of its own */
    if (rest.n == text.n || named || !str_starts(rest, mark))
        return r->name;
    rest = str_sub(rest, mark.n, rest.n);
    ptrdiff_t end = 1;
    while (end < rest.n && rest.p[end] != '"')
        end += rest.p[end] == '\\' ? 2 : 1;
    str sheet = {0};
    if (!decode_scalar(a, str_sub(rest, 0, end + 1), &sheet))
        return r->name;
    return str_fmt(a, "%.*s[%.*s]", STR(r->name), STR(sheet));
}

/* ---- one unit of any form ---- */

static bool next_line(struct reading *r, struct unit *u) {
    return r->form == FORM_ROWS && r->quoting ? slice_row(&r->window, r->separator, u)
                                              : slice_line(&r->window, u);
}

/* Neither an empty line nor a row of separators is a record: table programs leave them behind. */
static bool is_blank(const struct reading *r, str line) {
    for (ptrdiff_t i = 0; i < line.n && r->form == FORM_ROWS; i++)
        if (line.p[i] != r->separator && line.p[i] != ' ' && line.p[i] != '\r')
            return false;
    return r->form == FORM_ROWS || str_trim(line).n == 0;
}

/* Nor is a form's example, or the sheet that explains it. */
static bool is_passed_over(struct reading *r, struct arena *a, const struct unit *u,
                           struct diags *diags) {
    str line = window_view(&r->window, u->offset, u->offset + u->length);
    if (is_blank(r, line))
        return true;
    enum sheet_pass pass = sheet_pass_over(r, line);
    struct place at = {.line = u->line};
    if (pass == SHEET_PASS_HEAD)
        sheet_keep_head(r, line);
    if (pass == SHEET_PASS_SAMPLE) {
        at.file = file_of_line(r, a, line);
        (void)without_row(line, &at.line);
        diag(diags, DIAG_SAMPLE_ROW, at, "%s", "");
    }
    return pass != SHEET_TAKE;
}

static bool next_unit(struct reading *r, struct arena *a, struct unit *u, str *key,
                      struct diags *diags) {
    *key = (str){0};
    if (r->form != FORM_LINES && r->form != FORM_ROWS)
        return next_json(r, a, u, key, diags);
    while (next_line(r, u))
        if (u->cut != CUT_WHOLE || !is_passed_over(r, a, u, diags))
            return true;
    return false;
}

/* Whether a unit is a record line; if not, says why. */
static bool is_record(struct reading *r, const struct unit *u, struct diags *diags) {
    static const enum diag_code why[] = {[CUT_LONG] = DIAG_RECORD_LONG,
                                         [CUT_ENDLESS] = DIAG_RECORD_ENDLESS,
                                         [CUT_SHORT] = DIAG_JSON_CUT,
                                         [CUT_QUOTES] = DIAG_CSV_QUOTING};
    bool object = r->form == FORM_LINES || r->form == FORM_ROWS ||
                  (u->cut == CUT_WHOLE && *window_view(&r->window, u->offset, u->offset).p == '{');
    if (u->cut == CUT_SHORT || u->cut == CUT_ENDLESS)
        r->step = STEP_END;
    if (u->cut == CUT_WHOLE && object) {
        r->broken_run = 0;
        return true;
    }
    say(r, diags, u->cut != CUT_WHOLE ? why[u->cut] : DIAG_JSON_NOT_OBJECT, u->line);
    return false;
}

/* A text whose brackets are lost could be broken at every byte. */
static bool is_lost(struct reading *r, int64_t line, struct diags *diags) {
    bool json = r->form != FORM_LINES && r->form != FORM_ROWS;
    if (!json || ++r->broken_run < BROKEN_RUN)
        return false;
    say(r, diags, DIAG_JSON_LOST, line);
    r->step = STEP_END;
    window_rewind(&r->window, r->window.size, 1);
    return true;
}

/* Two members with the same text under other keys are two records. */
static struct line_hash hash_of(const struct reading *r, str text, str key) {
    str says = without_row(text, &(int64_t){0});
    return line_hash_of(says, key.n > 0 ? line_hash_of(key, r->seed).lo : r->seed);
}

static struct slice slice_of(const struct reading *r, struct arena *a, const struct unit *u,
                             str key) {
    str whole = window_view(&r->window, u->offset, u->offset + u->length);
    /* An empty first cell is a leading tab, perhaps: rows are left as they are. */
    str text = r->form == FORM_ROWS ? whole : str_trim(whole);
    struct slice s = {.text = str_dup(a, text), .key = key, .file = file_of_line(r, a, text)};
    s.at = (struct line_ref){.delivery = r->delivery,
                             .offset = u->offset + (text.p - whole.p),
                             .length = text.n,
                             .line = u->line,
                             .hash = hash_of(r, text, key)};
    (void)without_row(text, &s.at.line);
    return s;
}

int intake_batch(struct reading *r, struct arena *a, struct slices *out, struct diags *diags) {
    ptrdiff_t bytes = 0;
    int64_t told = diags->count[DIAG_REJECT];
    struct unit u;
    str key;
    out->n = 0;
    while (out->n < out->most && bytes < BATCH_BYTES && next_unit(r, a, &u, &key, diags)) {
        if (is_record(r, &u, diags)) {
            out->v[out->n] = slice_of(r, a, &u, key);
            bytes += out->v[out->n++].text.n;
        } else if (is_lost(r, u.line, diags)) {
            break;
        }
    }
    /* What a cut file lost, or what follows its end, is at least one record that did not come. */
    out->broken += diags->count[DIAG_REJECT] - told;
    return out->n;
}

/* ---- one line again ---- */

/* The key before a member's value, read backwards: `"key" : {`. */
static str key_before(const struct reading *r, struct arena *a, int64_t offset) {
    char bytes[2 * KEY_LIMIT]; /* blanks may stand around the colon */
    int64_t most = (int64_t)sizeof bytes;
    int64_t from = offset < most ? 0 : offset - most;
    ptrdiff_t got = os_read_at(r->window.fd, bytes, (ptrdiff_t)(offset - from), from);
    str before = str_trim((str){bytes, got});
    str key = {0};
    if (!str_ends(before, S(":")))
        return key;
    before = str_trim(str_sub(before, 0, before.n - 1));
    ptrdiff_t i = before.n - 2;
    while (i > 0 && (before.p[i] != '"' || before.p[i - 1] == '\\'))
        i--;
    (void)decode_scalar(a, str_sub(before, i, before.n), &key);
    return key;
}

bool intake_line(struct reading *r, struct arena *a, const struct line_ref *at, struct slice *out) {
    if (at->length > INTAKE_RECORD_LIMIT)
        return false;
    char *p = NEW(a, char, at->length + 1);
    ptrdiff_t got = os_read_at(r->window.fd, p, (ptrdiff_t)at->length, at->offset);
    *out = (struct slice){.text = {p, got}, .at = *at};
    out->file = file_of_line(r, a, out->text);
    if (r->form == FORM_MEMBERS)
        out->key = key_before(r, a, at->offset);
    struct line_hash h = hash_of(r, out->text, out->key);
    return got == at->length && h.hi == at->hash.hi && h.lo == at->hash.lo;
}
