/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * packages.c — another site's signed packages are a source: a county feeds its city.
 *
 * In:    folders that its push filled, its public keys
 * Out:   for each package a file of records in state/fetch/SOURCE, as if it had been delivered
 * Law:   law.md §4; 国办发〔2018〕118号 (withdrawals and repairs follow the record)
 * Never: takes a package that is not signed, not whole, or not the next one
 *
 *   000003-2026-03-05T0900/  manifest ✓ signatures ✓ sequence ✓ digests ✓
 *     operations.jsonl   新增 变更 更正 ─► decision          撤销 到期 ─► 变动事件 撤回
 *                                                            修复      ─► 变动事件 信用修复
 */
#include "base/json.h"
#include "base/os.h"
#include "commands/run.h"
#include "platform/platform.h"

#define KEY_MOST ((int64_t)16 << 10)
#define ROWS_MOST ((int64_t)2 << 30)

static const char *note_name(struct run *r, const struct source *s) {
    return str_fmt(r->arena, "packages %.*s", STR(s->name)).p;
}

/* What is remembered of the last one: its number and the digest of its manifest. */
static int64_t taken_last(struct run *r, const struct source *s, str *digest) {
    int64_t number = 0;
    str note = ledger_note(r->ledger, r->arena, note_name(r, s));
    (void)str_int(str_cut(&note, S(" ")), &number);
    *digest = note;
    return number;
}

static struct strs public_keys(struct run *r, const struct source *s) {
    struct strs names = os_list(r->arena, s->keys.p);
    struct strs out = {NEW(r->arena, str, names.n + 1), 0};
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (str_ends(names.v[i], S(".pem")) &&
            os_read(r->arena, str_fmt(r->arena, "%.*s/%.*s", STR(s->keys), STR(names.v[i])).p,
                    KEY_MOST, &out.v[out.n]))
            out.n++;
    return out;
}

/* 000003-2026-03-05T0900: its number; 0 for other names, and for what is still growing. */
static int64_t number_of(str name) {
    int64_t n = 0;
    bool whole = name.n > 7 && name.p[6] == '-' && !str_ends(name, S(".part"));
    return whole && str_int(str_sub(name, 0, 6), &n) ? n : 0;
}

/* ---- operations become lines of records ---- */

struct converting {
    struct run *run;
    const struct source *source;
    const struct package_arrived *package;
    struct os_file *out;
    struct arena arena; /* of one line */
};

static str text_of(const struct value *map, const char *name) {
    const struct value *v = value_get(map, str_of(name));
    return v != NULL && v->type == VALUE_TEXT ? v->text : (str){0};
}

static void put_member(struct buf *b, const char *name, str text) {
    if (text.n == 0)
        return;
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, text);
}

/* Tables inside a record travel as the JSON that they are. */
static void put_decision(struct buf *b, const struct converting *c, const struct value *row) {
    int n = 0;
    const struct field_info *fields = kind_fields(KIND_decision, &n);
    buf_str(b, S("{\"kind\":\"decision\""));
    for (int i = 0; i < n; i++) {
        str text = text_of(row, fields[i].name);
        if (text.n == 0 && str_eq(str_of(fields[i].name), S("source_unit")))
            text = c->package->site;
        if (fields[i].type == FIELD_rows && text.n > 0)
            buf_fmt(b, ",\"%s\":%.*s", fields[i].name, STR(text));
        else
            put_member(b, fields[i].name, text);
    }
    buf_str(b, S("}\n"));
}

static void put_event(struct buf *b, struct converting *c, const struct value *row,
                      const char *change, const char *reason) {
    buf_str(b, S("{\"kind\":\"event\""));
    put_member(b, "agency", text_of(row, "agency"));
    put_member(b, "document_number", text_of(row, "document_number"));
    put_member(b, "party", text_of(row, "party"));
    put_member(b, "change", str_of(change));
    put_member(b, "authority", c->package->site);
    buf_fmt(b, ",\"day\":\"%.*s\"", STR(date_text(&c->arena, instant_date(c->package->as_of))));
    put_member(b, "reason", str_of(reason));
    buf_str(b, S("}\n"));
}

/* What was taken away and comes again is restored: the ledger remembers which were. */
static const char *gone_note(struct converting *c, str id) {
    return str_fmt(&c->arena, "gone %.*s %.*s", STR(c->source->name), STR(id)).p;
}

static void put_removal(struct buf *b, struct converting *c, const struct value *row, str id,
                        str operation) {
    if (str_eq(operation, operation_text(OPERATION_REPAIR)))
        put_event(b, c, row, "信用修复", "信用修复");
    else if (str_eq(operation, operation_text(OPERATION_EXPIRE)))
        put_event(b, c, row, "撤回", "原公示网站公示期满");
    else
        put_event(b, c, row, "撤回", "原公示网站已经撤下");
    ledger_set_note(c->run->ledger, gone_note(c, id), S("yes"));
}

static bool convert(struct converting *c, str line) {
    struct value root;
    str error;
    int at = 0;
    struct buf b = {0};
    if (!json_load(&c->arena, line, &root, &error, &at))
        return false;
    const struct value *row = value_get(&root, S("row"));
    str id = text_of(&root, "id");
    str operation = text_of(&root, "operation");
    bool removed = str_eq(operation, operation_text(OPERATION_REVOKE)) ||
                   str_eq(operation, operation_text(OPERATION_REPAIR)) ||
                   str_eq(operation, operation_text(OPERATION_EXPIRE));
    if (row == NULL || row->type != VALUE_MAP || id.n == 0)
        return false;
    if (removed) {
        put_removal(&b, c, row, id, operation);
    } else {
        put_decision(&b, c, row);
        if (ledger_note(c->run->ledger, &c->arena, gone_note(c, id)).n > 0) {
            put_event(&b, c, row, "恢复", "原公示网站恢复公示");
            ledger_set_note(c->run->ledger, gone_note(c, id), S(""));
        }
    }
    os_append(c->out, buf_view(&b));
    bool whole = !b.failed;
    buf_free(&b);
    return whole;
}

/* A package without rows has no messages. */
static bool convert_all(struct converting *c, const char *folder) {
    str text;
    bool good = true;
    struct arena a = {0};
    const char *path = str_fmt(&a, "%s/operations.jsonl", folder).p;
    if (os_read(&a, path, ROWS_MOST, &text))
        while (text.n > 0 && good) {
            str line = str_cut(&text, S("\n"));
            arena_reset(&c->arena);
            good = line.n == 0 || convert(c, line);
        }
    arena_free(&a);
    arena_free(&c->arena);
    return good;
}

/* ---- the next package ---- */

static void refuse(struct run *r, const struct source *s, str name, str why) {
    struct diags found = {.arena = r->arena};
    diag(&found, DIAG_PACKAGE_REFUSED, (struct place){name, 0, s->name}, "%.*s", STR(why));
    report_findings(r, &found);
    r->sources_failed++;
}

/* That of the next number; where that is not there, the last one that might be complete. */
static str next_folder(struct run *r, const struct source *s, int64_t last) {
    struct strs names = os_list(r->arena, s->packages.p);
    str found = {0};
    for (ptrdiff_t i = 0; i < names.n; i++) {
        int64_t n = number_of(names.v[i]);
        if (n == last + 1)
            return names.v[i];
        if (n > last)
            found = names.v[i];
    }
    return found;
}

/* The package's records as a file; absent when it cannot be read. */
static const char *convert_package(struct run *r, const struct source *s, const char *folder,
                                   const struct package_arrived *is) {
    const char *into = site_place(r->site, s->folder);
    const char *file = str_fmt(r->arena, "%s/%06lld.jsonl", into, (long long)is->sequence).p;
    os_mkdirs(into, 0700);
    struct converting c = {.run = r, .source = s, .package = is, .out = os_create(file, 0600)};
    bool good = convert_all(&c, folder);
    os_finish(c.out, true);
    if (!good)
        os_unlink(file);
    return good ? file : NULL;
}

bool packages_next(struct run *r, const struct source *s, const char **path, str *name) {
    struct package_expected want = {.keys = public_keys(r, s), .as_of = r->as_of};
    struct package_arrived is;
    str why;
    want.last = taken_last(r, s, &want.previous);
    str folder = next_folder(r, s, want.last);
    if (folder.n == 0)
        return false;
    want.number = number_of(folder);
    want.folder = str_fmt(r->arena, "%.*s/%.*s", STR(s->packages), STR(folder)).p;
    bool good = package_arrived(r->arena, &want, &is, &why);
    *path = good ? convert_package(r, s, want.folder, &is) : NULL;
    if (*path == NULL) {
        refuse(r, s, folder, good ? S("operations.jsonl 读不出来") : why);
        return false;
    }
    *name = str_fmt(r->arena, "%06lld.jsonl", (long long)is.sequence);
    r->whole = is.whole;
    ledger_set_note(r->ledger, note_name(r, s),
                    str_fmt(r->arena, "%lld %.*s", (long long)is.sequence, STR(is.digest)));
    return true;
}
