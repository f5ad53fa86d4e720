/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rejects.c — what was wrong with a source's rows is gathered, to go back to the sender.
 *
 * In:    findings with the rows they are about, as delivered
 * Out:   desk/report/SOURCE-rejects.xlsx, .csv, .json
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: holds more than one row in memory; writes anywhere else
 */
#include "office/rejects.h"

#include "base/os.h"
#include "base/utf8.h"

#define REPLACED 0xFFFD /* REPLACEMENT CHARACTER */

struct rejects *rejects_open(struct arena *a, const char *folder, str source, enum rejects_of of) {
    struct rejects *j = NEW(a, struct rejects, 1);
    j->arena = a;
    j->folder = folder;
    j->source = source;
    j->of = of;
    j->files.v = NEW(a, str, REJECTS_FILES);
    return j;
}

void rejects_delivery(struct rejects *j, str file) {
    if (j->file_count++ < REJECTS_FILES)
        j->files.v[j->files.n++] = str_dup(j->arena, file);
}

bool rejects_room(const struct rejects *j) {
    return j->listed < REJECTS_ROWS && (j->spool == NULL || spool_size(j->spool) < REJECTS_BYTES);
}

/* ---- sheets and columns ---- */

/* The sheet of this delivery; when all are taken, one of the same map and kind. */
static struct reject_sheet *sheet_of(struct rejects *j, const struct reject *one) {
    struct reject_sheet *like = NULL;
    for (int i = 0; i < j->sheet_count; i++) {
        struct reject_sheet *s = &j->sheets[i];
        bool alike = str_eq(s->map, one->map) && str_eq(s->kind, one->row->kind);
        if (alike && str_eq(s->file, one->file))
            return s;
        like = alike ? s : like;
    }
    if (j->sheet_count == REJECTS_SHEETS)
        return like;
    struct reject_sheet *s = &j->sheets[j->sheet_count++];
    s->file = str_dup(j->arena, one->file);
    s->map = str_dup(j->arena, one->map);
    s->kind = str_dup(j->arena, one->row->kind);
    s->columns = NEW(j->arena, str, REJECTS_COLUMNS);
    s->widths = NEW(j->arena, double, REJECTS_COLUMNS);
    return s;
}

/* The column for a name: where the last one was found comes the next, as a rule. Two columns of one
 * name stay two. -1 when there is no room. */
static int column_of(struct rejects *j, struct reject_sheet *s, str name, const bool *used,
                     int next) {
    if (next < s->n && !used[next] && str_eq(s->columns[next], name))
        return next;
    for (int i = 0; i < s->n; i++)
        if (!used[i] && str_eq(s->columns[i], name))
            return i;
    if (s->n == REJECTS_COLUMNS)
        return -1;
    s->columns[s->n] = str_dup(j->arena, name);
    return s->n++;
}

/* Puts each cell under its column: at[i] is that of cell i. False when there are too many. */
static bool place_cells(struct rejects *j, struct reject_sheet *s, const struct sheet_row *row,
                        int *at) {
    bool used[REJECTS_COLUMNS] = {false};
    int next = 0;
    for (int i = 0; i < row->n; i++) {
        at[i] = column_of(j, s, row->cells[i].name, used, next);
        if (at[i] < 0)
            return false;
        used[at[i]] = true;
        next = at[i] + 1;
    }
    return true;
}

/* ---- which cell is at fault ---- */

static bool goes_into(const struct sheet_cell *c, str field) {
    for (ptrdiff_t i = 0; i < c->fields.n; i++)
        if (str_eq(c->fields.v[i], field))
            return true;
    return false;
}

static bool is_broken(str text) {
    while (text.n > 0) {
        uint32_t c = utf8_next(&text);
        if (c == UTF8_INVALID || c == REPLACED)
            return true;
    }
    return false;
}

/* The first cell for the field that has a text, else the first; without a field, the one whose
 * bytes are broken. -1 when the row as a whole is meant. */
static int cell_at_fault(const struct sheet_row *row, str field) {
    int empty = -1;
    for (str rest = field; rest.p != NULL;)
        field = str_cut(&rest, S("."));
    for (int i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cells[i];
        bool meant = field.n > 0 ? goes_into(c, field) : is_broken(c->text);
        if (meant && str_trim(c->text).n > 0)
            return i;
        if (meant && empty < 0)
            empty = i;
    }
    return empty;
}

/* Valid UTF-8: broken bytes and NULs become U+FFFD, which intake does not take either. */
static str valid(struct arena *a, str s) {
    char *p = NEW(a, char, 3 * s.n);
    ptrdiff_t n = 0;
    while (s.n > 0) {
        uint32_t c = utf8_next(&s);
        n += utf8_put(p + n, c == 0 ? UTF8_INVALID : c);
    }
    return (str){p, n};
}

static void add_problems(struct rejects *j, const struct reject *one, const int *at,
                         struct spooled *out) {
    int n = 0;
    for (const struct diag *d = one->found->first; d != NULL; d = d->next)
        n += d->level >= DIAG_WARN;
    out->problems = NEW(&j->scratch, struct problem, n);
    for (const struct diag *d = one->found->first; d != NULL; d = d->next) {
        int cell = at == NULL ? -1 : cell_at_fault(one->row, d->place.field);
        /* A row does not come back for a warning: it is told where there is a cell to mend. */
        if (d->level < DIAG_WARN || (d->level == DIAG_WARN && cell < 0))
            continue;
        out->problems[out->n++] = (struct problem){d->code, d->level, cell < 0 ? -1 : at[cell],
                                                   valid(&j->scratch, d->detail)};
    }
}

/* ---- the door ---- */

static void count(struct rejects *j, const struct reject *one, int worst) {
    j->rejected += worst >= DIAG_REJECT;
    j->doubted += worst == DIAG_DOUBT;
    for (const struct diag *d = one->found->first; d != NULL; d = d->next) {
        j->count[d->code] += d->level >= DIAG_WARN;
        j->level[d->code] = d->level;
    }
}

static void list(struct rejects *j, const struct reject *one) {
    struct arena *a = &j->scratch;
    struct spooled row = {.sheet = -1, .file = one->file, .line = one->line, .map = one->map};
    int *at = one->row == NULL ? NULL : NEW(a, int, one->row->n);
    struct reject_sheet *s = one->row == NULL ? NULL : sheet_of(j, one);
    if (s == NULL || !place_cells(j, s, one->row, at)) {
        at = NULL;
        row.raw = valid(a, str_sub(one->raw, 0, REJECTS_RAW));
    } else {
        row.sheet = (int)(s - j->sheets);
        row.cells = (struct strs){NEW(a, str, s->n), s->n};
        for (int i = 0; i < one->row->n; i++)
            row.cells.v[at[i]] = valid(a, one->row->cells[i].text);
        report_measure(s, &row);
        s->rows++;
        j->long_rows += !report_fits(&row);
    }
    add_problems(j, one, at, &row);
    if (j->spool == NULL)
        j->spool = spool_open(
            j->arena,
            str_fmt(j->arena, "%s/.%.*s-%s.spool", j->folder, STR(j->source), report_word(j)).p);
    spool_put(j->spool, a, &row);
    j->listed++;
}

void rejects_add(struct rejects *j, const struct reject *one) {
    int worst = diag_worst(one->found);
    if (worst < DIAG_DOUBT)
        return;
    bool room = rejects_room(j);
    count(j, one, worst);
    if (room)
        list(j, one);
    arena_reset(&j->scratch);
}

int64_t rejects_close(struct rejects *j, const char **path) {
    int64_t all = j->rejected + j->doubted;
    *path = all > 0 ? report_write(j) : NULL;
    if (j->file_count > 0 && all == 0)
        report_remove(j);
    if (j->file_count > 0 && j->of == REJECTS_RECEIVED) { /* what was checked before is in now */
        j->of = REJECTS_CHECKED;
        report_remove(j);
    }
    if (j->spool != NULL)
        spool_close(j->spool);
    arena_free(&j->scratch);
    return all;
}

str rejects_told(const struct rejects *j, struct arena *a, int64_t rows) {
    return j->of == REJECTS_UNSENT
               ? str_fmt(a, "平台不会接收，没有报送 %lld 行，原因和改法", (long long)rows)
               : str_fmt(a, "拒收和存疑 %lld 条，改正用表", (long long)rows);
}

const int64_t *rejects_counts(const struct rejects *j) {
    return j->count;
}
