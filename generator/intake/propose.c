/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * propose.c — a map proposed for a file that no map knows: a draft for people.
 *
 * In:    the beginning of a file, synonyms
 * Out:   the text of a map, with comments
 * Law:   none
 * Never: prints a cell but for the words of option columns
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "intake/guess.h"
#include "intake/names.h"
#include "intake/reading.h"
#include "intake/shown.h"

#include <jansson.h>
#include <string.h>

#define SAMPLES 500      /* records that are looked at */
#define MISSING_COSTS 60 /* score a kind loses for a required field that no column has */

/* What was seen of a file. */
struct survey {
    struct arena *a;
    struct window w;
    struct column_facts *columns;
    int n;
    int records;
    const char *format; /* NULL: a sheet's rows */
    char separator;
    str member; /* that holds the records, or "*" */
};

static struct column_facts *column_named(struct survey *s, str name) {
    for (int i = 0; i < s->n; i++)
        if (str_eq(s->columns[i].name, name))
            return &s->columns[i];
    if (s->n == INTAKE_COLUMNS)
        return NULL;
    s->columns[s->n] = (struct column_facts){.name = str_dup(s->a, name)};
    return &s->columns[s->n++];
}

/* ---- delimiter-separated text ---- */

static void survey_rows(struct survey *s) {
    struct unit u;
    str head = window_rest(&s->w);
    str *cells = NEW(s->a, str, INTAKE_COLUMNS);
    s->format = "csv";
    s->separator = form_separator(str_cut(&head, S("\n")));
    struct csv_form form = {s->separator, true};
    for (bool header = true; s->records < SAMPLES && slice_row(&s->w, s->separator, &u);) {
        str line = window_view(&s->w, u.offset, u.offset + u.length);
        ptrdiff_t n = u.cut == CUT_WHOLE ? csv_row(s->a, line, form, cells, INTAKE_COLUMNS) : 0;
        n = n > INTAKE_COLUMNS ? INTAKE_COLUMNS : n;
        for (ptrdiff_t i = 0; i < n; i++) {
            if (header)
                s->columns[s->n++] = (struct column_facts){.name = str_dup(s->a, cells[i])};
            else if (i < s->n)
                guess_see(s->a, &s->columns[i], cells[i]);
        }
        s->records += !header && n > 0;
        header = header && n <= 0;
    }
}

/* ---- JSON ---- */

/* What a value would be as a cell; lists and objects are only counted as texts. */
static str cell_of(struct survey *s, const json_t *v) {
    if (json_is_string(v))
        return (str){json_string_value(v), (ptrdiff_t)json_string_length(v)};
    if (json_is_integer(v))
        return str_fmt(s->a, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v))
        return str_fmt(s->a, "%.15g", json_real_value(v));
    return json_is_array(v) || json_is_object(v) ? S("[…]") : (str){0};
}

/* A sheet's header knows its empty columns too. */
static bool survey_head(struct survey *s, const json_t *columns) {
    for (size_t i = 0; i < json_array_size(columns); i++)
        if (json_is_string(json_array_get(columns, i)))
            (void)column_named(
                s, str_dup(s->a, str_of(json_string_value(json_array_get(columns, i)))));
    return json_is_array(columns);
}

/* Names that begin with @ were added on the way: row, sheet. */
static void survey_record(struct survey *s, const struct unit *u) {
    str text = window_view(&s->w, u->offset, u->offset + u->length);
    if (u->cut != CUT_WHOLE || slice_depth(text) > INTAKE_DEPTH)
        return;
    json_t *root = json_loadb(text.p, (size_t)text.n, 0, NULL);
    for (void *at = json_object_iter(root); at != NULL; at = json_object_iter_next(root, at)) {
        str name = str_of(json_object_iter_key(at));
        struct column_facts *c = str_starts(name, S("@")) ? NULL : column_named(s, name);
        if (c != NULL)
            guess_see(s->a, c, cell_of(s, json_object_iter_value(at)));
    }
    s->records += json_is_object(root) && !survey_head(s, json_object_get(root, "@columns"));
    json_decref(root);
}

/* Records one after the other, up to a closing bracket. */
static void survey_values(struct survey *s) {
    for (int c; s->records < SAMPLES && (c = slice_skip(&s->w, true)) == '{';) {
        struct unit u;
        slice_value(&s->w, &u);
        survey_record(s, &u);
    }
}

static str key_here(struct survey *s) {
    struct unit u;
    str key = {0};
    slice_value(&s->w, &u);
    if (u.cut == CUT_WHOLE && u.length <= KEY_LIMIT)
        (void)decode_scalar(s->a, window_view(&s->w, u.offset, u.offset + u.length), &key);
    if (slice_skip(&s->w, false) == ':')
        s->w.at++;
    return key;
}

/* An object with a list of objects is an envelope; one whose values are objects has records for
 * values. */
static void survey_object(struct survey *s) {
    s->w.at++;
    while (s->records < SAMPLES && slice_skip(&s->w, true) == '"') {
        struct unit u;
        str key = key_here(s);
        int c = slice_skip(&s->w, false);
        if (c < 0)
            return;
        if (c == '[') {
            s->w.at++;
            s->member = slice_skip(&s->w, false) == '{' ? key : s->member;
            survey_values(s);
            return;
        }
        slice_value(&s->w, &u);
        if (c != '{')
            continue;
        s->member = S("*");
        survey_record(s, &u);
    }
}

static void survey_json(struct survey *s, int first) {
    int64_t begin = s->w.at;
    int64_t line = window_line(&s->w, begin);
    struct unit u;
    s->format = "json";
    if (first == '[') {
        s->w.at++;
        survey_values(s);
        return;
    }
    slice_value(&s->w, &u);
    bool several = slice_skip(&s->w, false) == '{';
    window_rewind(&s->w, begin, line);
    (void)window_more(&s->w, begin);
    bool sheet = str_starts(window_rest(&s->w), LINE_ROW);
    if (several || sheet) {
        s->format = sheet ? NULL : "jsonl";
        survey_values(s);
        return;
    }
    survey_object(s);
}

static bool survey_file(struct survey *s, const struct intake_file *file, struct diags *diags) {
    struct place at = {.file = file->name};
    (void)window_more(&s->w, 0);
    str head = window_rest(&s->w);
    s->w.at = str_starts(head, S("\xEF\xBB\xBF")) ? 3 : 0;
    int first = slice_skip(&s->w, false);
    if (first < 0) {
        diag(diags, DIAG_FILE_EMPTY, at, "%s", "");
        return false;
    }
    /* The head is cut anywhere: its last character may be incomplete. */
    ptrdiff_t bad = utf8_invalid_at(head);
    if (memchr(head.p, '\0', (size_t)head.n) != NULL || (bad >= 0 && bad < head.n - 3)) {
        diag(diags, DIAG_FILE_ENCODING, at, "%s", "");
        return false;
    }
    if (first == '{' || first == '[')
        survey_json(s, first);
    else
        survey_rows(s);
    if (s->n == 0)
        diag(diags, DIAG_FILE_HEADER, at, "%s", "");
    return s->n > 0;
}

/* ---- which column is which field ---- */

/* One way to bind the columns: to the fields of one kind. */
struct binding {
    enum kind kind;
    int *field; /* by column; -1 none */
    int *score;
    int bound; /* columns that are */
    int total;
};

/* The best pair of a column and a field that are both free, again and again. */
static void bind(struct survey *s, struct binding *b, const int *scores, int fields) {
    bool *taken = NEW(s->a, bool, fields);
    for (;;) {
        int best = -1;
        for (int i = 0; i < s->n * fields; i++)
            if (b->field[i / fields] < 0 && !taken[i % fields] && scores[i] >= GUESS_LEAST &&
                (best < 0 || scores[i] > scores[best]))
                best = i;
        if (best < 0)
            return;
        b->field[best / fields] = best % fields;
        b->score[best / fields] = scores[best];
        taken[best % fields] = true;
        b->bound++;
        b->total += scores[best];
    }
}

static struct binding bind_kind(struct survey *s, const struct synonyms *synonyms, enum kind k) {
    int fields = 0;
    const struct field_info *infos = kind_fields(k, &fields);
    int *scores = NEW(s->a, int, s->n *fields);
    struct binding b = {.kind = k};
    b.field = NEW(s->a, int, s->n);
    b.score = NEW(s->a, int, s->n);
    for (int c = 0; c < s->n; c++)
        b.field[c] = -1;
    for (int i = 0; i < s->n * fields; i++)
        scores[i] = guess_score(s->a, synonyms, &s->columns[i / fields], k, i % fields);
    bind(s, &b, scores, fields);
    for (int f = 0; f < fields; f++) {
        bool there = infos[f].need != NEED_MUST;
        for (int c = 0; c < s->n && !there; c++)
            there = b.field[c] == f;
        b.total -= there ? 0 : MISSING_COSTS;
    }
    return b;
}

/* ---- the text ---- */

static const char *confidence(int score) {
    return score >= GUESS_HIGH ? "高" : score >= GUESS_FAIR ? "中" : "低";
}

/* The file's name with * for what changes from one delivery to the next. */
static void put_match(struct buf *out, str name) {
    bool star = false;
    for (ptrdiff_t i = 0; i < name.n; i++) {
        bool digit = name.p[i] >= '0' && name.p[i] <= '9';
        bool between = star && (name.p[i] == '-' || name.p[i] == '_') && i + 1 < name.n &&
                       name.p[i + 1] >= '0' && name.p[i + 1] <= '9';
        if (digit && !star)
            buf_char(out, '*');
        star = digit || between;
        if (!star)
            buf_char(out, name.p[i]);
    }
}

static void put_head(const struct survey *s, const struct binding *b, str name, struct buf *out) {
    const struct kind_info *info = kind_info(b->kind);
    buf_fmt(out, "# 由 gongshi map 根据 %.*s 提出的草稿：请逐行核对，改好后放进 feeds/maps/\n",
            STR(name));
    buf_fmt(out, "# 看了 %d 条记录、%d 栏，认出 %d 栏；像是“%s”\n[map]\nkind = %s\n", s->records,
            s->n, b->bound, info->title, info->name);
    if (s->format != NULL) /* of a workbook there is nothing to say */
        buf_fmt(out, "format = %s\n", s->format);
    if (s->separator == '\t')
        buf_str(out, S("separator = tab\n"));
    else if (s->separator != '\0')
        buf_fmt(out, "separator = %c\n", s->separator);
    if (s->member.n > 0)
        buf_fmt(out, "records = %.*s\n", STR(s->member));
    buf_str(out, S("match = "));
    put_match(out, name);
    buf_str(out, S("\n\n[columns]\n"));
}

/* A name as a line of a map holds it: line breaks do not matter to who compares names. False when
 * the line would be read as something else. */
static bool can_stand(str name) {
    static const char *const marks[] = {"=", "＝", "：", "|", "｜"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (str_find(name, str_of(marks[i])) >= 0)
            return false;
    return name.n > 0 && strchr("#;[", name.p[0]) == NULL && !str_starts(name, S("＃")) &&
           !str_starts(name, S("；")) && !str_starts(name, S("［")) && !str_starts(name, S("【"));
}

static str on_a_line(struct arena *a, str name) {
    return str_replace(a, str_replace(a, name, S("\r"), S(" ")), S("\n"), S(" "));
}

static void put_column(const struct survey *s, const struct binding *b, int c, struct buf *out) {
    int n = 0;
    const struct field_info *f = &kind_fields(b->kind, &n)[b->field[c]];
    str name = on_a_line(s->a, s->columns[c].name);
    buf_fmt(out, "# 把握%s（%d）：%s\n", confidence(b->score[c]), b->score[c], f->title);
    if (!can_stand(name))
        buf_str(out, S("# 栏名含有映射文件用不了的符号（= ： | # [），请先在表格中改名\n# "));
    buf_fmt(out, "%.*s = %s\n", STR(name), f->name);
}

static void put_columns(const struct survey *s, const struct binding *b, struct buf *out) {
    for (int c = 0; c < s->n; c++)
        if (b->field[c] >= 0)
            put_column(s, b, c, out);
    bool said = false;
    for (int c = 0; c < s->n; c++) {
        str shown = shown_word(s->a, on_a_line(s->a, s->columns[c].name));
        if (b->field[c] >= 0 || shown.n == 0)
            continue;
        if (!said)
            buf_str(out, S("# 以下各栏没有认出：写上本站栏目；不要的写“-”，并去掉行首的 #\n"));
        said = true;
        buf_fmt(out, "# %.*s = \n", STR(shown));
    }
}

/* Words of the option columns that are not ours. */
static void put_terms(const struct survey *s, const struct binding *b, struct buf *out) {
    int n = 0;
    const struct field_info *infos = kind_fields(b->kind, &n);
    for (int c = 0; c < s->n; c++) {
        const struct column_facts *column = &s->columns[c];
        const struct field_info *f = b->field[c] < 0 ? NULL : &infos[b->field[c]];
        bool said = false;
        if (f == NULL || f->type != FIELD_term || column->value_count > GUESS_TERMS)
            continue;
        for (int i = 0; i < column->value_count; i++) {
            enum vocab v = (enum vocab)f->of;
            int term = guess_term(v, column->values[i]);
            if (term_of(v, column->values[i]) != 0)
                continue;
            buf_str(out, said ? S("") : S("\n[terms "));
            if (!said)
                buf_fmt(out, "%s]\n", f->name);
            said = true;
            buf_fmt(out, "%s%.*s = %.*s\n", term == 0 ? "# " : "",
                    STR(shown_word(s->a, column->values[i])), STR(term_text(v, term)));
        }
    }
}

static bool is_serial(const struct column_facts *c) {
    return c->filled > 0 && c->serials > c->filled / 2 && c->days < c->filled;
}

/* The field of a column, when it is of this type. */
static const struct field_info *bound_to(const struct binding *b, int column,
                                         enum field_type type) {
    int n = 0;
    const struct field_info *infos = kind_fields(b->kind, &n);
    int f = b->field[column];
    return f >= 0 && infos[f].type == type ? &infos[f] : NULL;
}

static void put_units(const struct survey *s, const struct binding *b, struct buf *out) {
    static const char *const units[] = {"万元", "亿元"};
    bool said = false;
    for (int i = 0; i < 2 * s->n; i++) {
        const struct field_info *f = bound_to(b, i / 2, FIELD_money);
        if (f == NULL || str_find(s->columns[i / 2].name, str_of(units[i % 2])) < 0)
            continue;
        buf_fmt(out, "%s%s = %s\n", said ? "" : "\n[units]\n", f->name, units[i % 2]);
        said = true;
    }
}

static void put_dates(const struct survey *s, const struct binding *b, struct buf *out) {
    bool said = false;
    for (int c = 0; c < s->n; c++) {
        const struct field_info *f = bound_to(b, c, FIELD_day);
        if (f == NULL || !is_serial(&s->columns[c]))
            continue;
        buf_fmt(out, "%s%s = YYYY-M-D | YYYY/M/D | excel\n", said ? "" : "\n[dates]\n", f->name);
        said = true;
    }
}

static void put_missing(const struct survey *s, const struct binding *b, struct buf *out) {
    int n = 0;
    int nulls = 0;
    const struct field_info *infos = kind_fields(b->kind, &n);
    bool said = false;
    for (int f = 0; f < n; f++) {
        bool there = infos[f].need != NEED_MUST;
        for (int c = 0; c < s->n && !there; c++)
            there = b->field[c] == f;
        if (there)
            continue;
        if (!said)
            buf_str(out, S("\n[constants]\n# 必填而没有找到的栏目：内容都一样的，写在这里\n"));
        said = true;
        buf_fmt(out, "# %s = （%s）\n", infos[f].name, infos[f].title);
    }
    for (int c = 0; c < s->n; c++)
        nulls += s->columns[c].nulls;
    if (nulls > 0)
        buf_str(out, S("\n[null]\nvalues = 无 — - / null NULL 空\n"));
}

bool intake_propose(struct arena *a, const struct intake_file *file, str synonyms, struct buf *out,
                    struct diags *diags) {
    struct survey s = {.a = a, .columns = NEW(a, struct column_facts, INTAKE_COLUMNS)};
    struct synonyms known;
    struct binding best = {.kind = KIND_NONE};
    (void)guess_synonyms(a, synonyms, &known);
    if (!window_open(a, file->path, &s.w))
        return false;
    bool seen = survey_file(&s, file, diags);
    window_close(&s.w);
    for (int k = 1; seen && k < KINDS; k++) {
        struct binding b = bind_kind(&s, &known, (enum kind)k);
        if (best.kind == KIND_NONE || b.total > best.total)
            best = b;
    }
    if (seen && best.bound == 0)
        diag(diags, DIAG_FILE_HEADER, (struct place){.file = file->name}, "%s", "");
    if (best.bound == 0)
        return false;
    put_head(&s, &best, names_base(file->name), out);
    put_columns(&s, &best, out);
    put_terms(&s, &best, out);
    put_units(&s, &best, out);
    put_dates(&s, &best, out);
    put_missing(&s, &best, out);
    return true;
}
