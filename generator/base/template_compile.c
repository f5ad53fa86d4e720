/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * template_compile.c — one Mustache source becomes one flat array of ops.
 *
 * In:    source text
 * Out:   ops, calls
 * Law:   none
 * Never: recurses; looks at a byte of the source more than a fixed number of times
 */
#include "base/template_ops.h"
#include "base/utf8.h"

#include <string.h>

/* A section, parent or block that waits for its end tag. */
struct scope {
    char kind; /* # ^ < $ */
    bool dynamic;
    bool argument;   /* a block directly inside a parent */
    bool standalone; /* a block whose opening tag stood alone on its line */
    int32_t op;
    ptrdiff_t at;
    str name;
    str dedent; /* what was in force outside */
};

struct compiler {
    struct template_set *set;
    struct template *t;
    const struct template *owner;
    struct diags *diags;
    str source;
    ptrdiff_t at; /* everything before is compiled */
    str open;     /* the delimiters in force, and the two longer ways to close */
    str close;
    str close_raw;
    str close_set;
    struct op *ops;
    int32_t n;
    int32_t cap;
    struct call **calls_end;
    struct buf run; /* literal text not yet in an op */
    str dedent;     /* blanks taken off each line of the argument being compiled */
    struct scope scopes[TEMPLATE_NESTING];
    int depth;
};

struct tag {
    char kind;    /* # ^ / < $ > & { ! = or v for a plain name */
    bool dynamic; /* the name was written with an asterisk */
    str name;
    ptrdiff_t from;
    ptrdiff_t to;
    ptrdiff_t line; /* where its line begins, or -1 when the tag is not the first thing on it */
    ptrdiff_t next; /* where the next line begins, or -1 when something follows the tag */
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_space(char c) {
    return is_blank(c) || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

struct place template_place(const struct template *t, ptrdiff_t at, struct arena *a) {
    int64_t line = 1;
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < at; i++) {
        if (t->source.p[i] == '\n') {
            line++;
            from = i + 1;
        }
    }
    ptrdiff_t column = utf8_count(str_sub(t->source, from, at)) + 1;
    return (struct place){t->file, line, str_fmt(a, "%td", column)};
}

static struct place here(const struct compiler *c, ptrdiff_t at) {
    return template_place(c->t, at, c->set->arena);
}

/* ---- ops and literal text ---- */

static void flush(struct compiler *c);

static struct op *push(struct compiler *c, enum op_type type) {
    flush(c);
    if (c->n == c->cap) {
        int32_t cap = c->cap == 0 ? 64 : c->cap * 2;
        struct op *more = NEW(c->set->arena, struct op, cap);
        if (c->n > 0)
            memcpy(more, c->ops, (size_t)c->n * sizeof *more);
        c->ops = more;
        c->cap = cap;
    }
    c->ops[c->n] = (struct op){.type = type, .jump = c->n + 1};
    return &c->ops[c->n++];
}

static void flush(struct compiler *c) {
    if (c->run.n == 0)
        return;
    str text = str_dup(c->set->arena, buf_view(&c->run));
    buf_reset(&c->run);
    push(c, OP_TEXT)->text = text;
}

static bool is_line_start(const struct compiler *c, ptrdiff_t at) {
    return at == 0 || c->source.p[at - 1] == '\n';
}

static bool is_line_end(const struct compiler *c, ptrdiff_t at) {
    str rest = str_sub(c->source, at, c->source.n);
    return rest.n == 0 || rest.p[0] == '\n' || str_starts(rest, S("\r\n"));
}

/* How much of the line's beginning is indentation that its argument loses. */
static ptrdiff_t dedented(const struct compiler *c, ptrdiff_t line, ptrdiff_t end) {
    ptrdiff_t n = 0;
    while (n < c->dedent.n && line + n < end && c->source.p[line + n] == c->dedent.p[n])
        n++;
    return n;
}

static bool in_parent(const struct compiler *c) {
    return c->depth > 0 && c->scopes[c->depth - 1].kind == '<';
}

/* Literal text, line by line. A line that begins inside a run is seen at render time by the line
 * break before it; only one that begins a run, or with a tag, needs an OP_LINE. Text between the
 * arguments of a parent is no part of anything (spec: inheritance). */
static void add_text(struct compiler *c, ptrdiff_t from, ptrdiff_t to) {
    if (in_parent(c))
        return;
    while (from < to) {
        const char *nl = memchr(c->source.p + from, '\n', (size_t)(to - from));
        ptrdiff_t end = nl == NULL ? to : nl - c->source.p + 1;
        if (is_line_start(c, from)) {
            from += dedented(c, from, end);
            if (from == end || (c->run.n == 0 && !is_line_end(c, from)))
                push(c, OP_LINE);
        }
        buf_str(&c->run, str_sub(c->source, from, end));
        from = end;
    }
}

/* ---- tags ---- */

static bool say_open(struct compiler *c, ptrdiff_t from, str stop) {
    ptrdiff_t end = from;
    while (end < c->source.n && c->source.p[end] != '\n' && c->source.p[end] != '\r')
        end++;
    diag(c->diags, DIAG_TEMPLATE_TAG_OPEN, here(c, from), "%.*s 之后缺少 %.*s",
         STR(utf8_head(str_sub(c->source, from, end), 24)), STR(stop));
    return false;
}

static bool say_name(struct compiler *c, const struct tag *tag) {
    diag(c->diags, DIAG_TEMPLATE_NAME, here(c, tag->from), "%.*s",
         STR(utf8_head(str_sub(c->source, tag->from, tag->to), 40)));
    return false;
}

static bool name_is_plain(str name) {
    for (ptrdiff_t i = 0; i < name.n; i++)
        if (is_space(name.p[i]))
            return false;
    return name.n > 0;
}

/* What stands around the tag on its line, as far as it decides whether the tag is standalone. */
static void look_around(const struct compiler *c, struct tag *tag) {
    ptrdiff_t i = tag->from;
    while (i > 0 && is_blank(c->source.p[i - 1]))
        i--;
    tag->line = is_line_start(c, i) ? i : -1;
    i = tag->to;
    while (i < c->source.n && is_blank(c->source.p[i]))
        i++;
    tag->next = -1;
    if (is_line_end(c, i))
        tag->next = i == c->source.n ? i : i + (c->source.p[i] == '\r' ? 2 : 1);
}

static bool is_kind(char c) {
    return c != '\0' && strchr("#^/<$>&{!=", c) != NULL;
}

/* An asterisk makes the name of a partial or parent dynamic; blanks may stand around it. */
static void take_asterisk(const struct compiler *c, struct tag *tag) {
    bool may = tag->kind == '>' || tag->kind == '<' ||
               (tag->kind == '/' && c->depth > 0 && c->scopes[c->depth - 1].dynamic);
    if (may && str_starts(tag->name, S("*"))) {
        tag->dynamic = true;
        tag->name = str_trim(str_sub(tag->name, 1, tag->name.n));
    }
}

/* Reads the tag that begins at `from` with the opening delimiter. */
static bool read_tag(struct compiler *c, ptrdiff_t from, struct tag *tag) {
    ptrdiff_t at = from + c->open.n;
    while (at < c->source.n && is_space(c->source.p[at]))
        at++;
    char first = at < c->source.n ? c->source.p[at] : '\0';
    *tag = (struct tag){.kind = is_kind(first) ? first : 'v', .from = from};
    at += tag->kind != 'v';
    str stop = tag->kind == '{' ? c->close_raw : tag->kind == '=' ? c->close_set : c->close;
    str rest = str_sub(c->source, at, c->source.n);
    ptrdiff_t n = str_find(rest, stop);
    if (n < 0)
        return say_open(c, from, stop);
    tag->name = str_trim(str_sub(rest, 0, n));
    tag->to = at + n + stop.n;
    look_around(c, tag);
    if (tag->kind == '!' || tag->kind == '=')
        return true;
    /* {{name … {{other}}: the delimiter found belongs to the next tag. */
    if (!str_eq(c->open, c->close) && str_find(tag->name, c->open) >= 0)
        return say_open(c, from, stop);
    take_asterisk(c, tag);
    return name_is_plain(tag->name) || say_name(c, tag);
}

/* The text before the tag, and the tag itself, are done with. A standalone tag takes its whole
 * line with it. */
static bool take_tag(struct compiler *c, const struct tag *tag, bool may_stand_alone) {
    bool alone = may_stand_alone && tag->line >= 0 && tag->next >= 0;
    add_text(c, c->at, alone ? tag->line : tag->from);
    if (!alone && is_line_start(c, tag->from) && !in_parent(c))
        push(c, OP_LINE);
    c->at = alone ? tag->next : tag->to;
    return alone;
}

static struct key make_key(str name) {
    return (struct key){name, value_hash(name)};
}

static bool make_path(struct compiler *c, const struct tag *tag, struct path *path) {
    *path = (struct path){.at = tag->from};
    if (str_eq(tag->name, S(".")))
        return true;
    ptrdiff_t most = 1;
    for (ptrdiff_t i = 0; i < tag->name.n; i++)
        most += tag->name.p[i] == '.';
    struct key *keys = NEW(c->set->arena, struct key, most);
    for (str rest = tag->name; rest.p != NULL;) {
        keys[path->n++] = make_key(str_cut(&rest, S(".")));
        if (keys[path->n - 1].name.n == 0)
            return say_name(c, tag);
    }
    path->keys = keys;
    return true;
}

static bool open_scope(struct compiler *c, const struct tag *tag, struct scope scope) {
    if (c->depth == TEMPLATE_NESTING) {
        diag(c->diags, DIAG_TEMPLATE_DEEP, here(c, tag->from), "打开的区块超过 %d 层",
             TEMPLATE_NESTING);
        return false;
    }
    scope.kind = tag->kind;
    scope.dynamic = tag->dynamic;
    scope.name = tag->name;
    scope.at = tag->from;
    scope.op = c->n - 1;
    scope.dedent = c->dedent;
    c->scopes[c->depth++] = scope;
    return true;
}

/* ---- interpolation, sections, delimiters ---- */

static bool add_value(struct compiler *c, const struct tag *tag) {
    bool raw = (tag->kind == '{' || tag->kind == '&') && !c->set->strict;
    take_tag(c, tag, false);
    return make_path(c, tag, &push(c, raw ? OP_RAW : OP_VAR)->path);
}

static bool add_section(struct compiler *c, const struct tag *tag) {
    take_tag(c, tag, true);
    struct path path;
    if (!make_path(c, tag, &path))
        return false;
    push(c, tag->kind == '#' ? OP_SECTION : OP_INVERTED)->path = path;
    return open_scope(c, tag, (struct scope){0});
}

static void close_section(struct compiler *c, const struct tag *tag, const struct scope *scope) {
    take_tag(c, tag, true);
    flush(c);
    if (scope->kind == '#')
        push(c, OP_NEXT)->jump = scope->op + 1;
    c->ops[scope->op].jump = c->n;
}

static void set_delimiters(struct compiler *c, str open, str close) {
    c->open = open;
    c->close = close;
    c->close_raw = str_cat(c->set->arena, S("}"), close);
    c->close_set = str_cat(c->set->arena, S("="), close);
}

static bool add_delimiters(struct compiler *c, const struct tag *tag) {
    ptrdiff_t n = 0;
    while (n < tag->name.n && !is_space(tag->name.p[n]))
        n++;
    str open = str_sub(tag->name, 0, n);
    str close = str_trim(str_sub(tag->name, n, tag->name.n));
    take_tag(c, tag, true);
    if (!name_is_plain(open) || !name_is_plain(close) || str_find(tag->name, S("=")) >= 0) {
        diag(c->diags, DIAG_TEMPLATE_DELIMITER, here(c, tag->from), "%.*s",
             STR(utf8_head(str_sub(c->source, tag->from, tag->to), 40)));
        return false;
    }
    set_delimiters(c, open, close);
    return true;
}

/* ---- partials and parents ---- */

/* The blanks before a tag that is the first on its line, less what the argument around it loses. */
static str indent_of(const struct compiler *c, const struct tag *tag) {
    ptrdiff_t lost = dedented(c, tag->line, tag->from);
    return str_sub(c->source, tag->line + lost, tag->from);
}

static bool add_call(struct compiler *c, const struct tag *tag, struct call call) {
    struct call *kept = NEW(c->set->arena, struct call, 1);
    call.at = tag->from;
    if (tag->dynamic) {
        if (!make_path(c, tag, &call.dynamic))
            return false;
    } else {
        call.target = template_intern(c->set, tag->name);
    }
    *kept = call;
    *c->calls_end = kept;
    c->calls_end = &kept->next;
    push(c, OP_CALL)->call = kept;
    return true;
}

static bool add_partial(struct compiler *c, const struct tag *tag) {
    bool alone = take_tag(c, tag, true);
    str indent = alone ? indent_of(c, tag) : (str){0};
    return add_call(c, tag, (struct call){.indent = indent, .leading = alone, .standalone = alone});
}

/* Whether a parent is standalone is known at its end tag: the two and all between count as one. */
static bool open_parent(struct compiler *c, const struct tag *tag) {
    bool leading = tag->line >= 0;
    add_text(c, c->at, leading ? tag->line : tag->from);
    c->at = tag->to;
    str indent = leading ? indent_of(c, tag) : (str){0};
    return add_call(c, tag, (struct call){.indent = indent, .leading = leading}) &&
           open_scope(c, tag, (struct scope){0});
}

static void close_parent(struct compiler *c, const struct tag *tag, const struct scope *scope) {
    struct op *op = &c->ops[scope->op];
    op->call->standalone = op->call->leading && tag->next >= 0;
    c->at = op->call->standalone ? tag->next : tag->to;
    op->jump = c->n;
}

/* ---- blocks: parameters of a template, or arguments of a parent ---- */

static bool closes_here(const struct compiler *c, ptrdiff_t at) {
    str rest = str_sub(c->source, at, c->source.n);
    return str_starts(rest, c->open) &&
           str_starts(str_trim(str_sub(rest, c->open.n, c->open.n + 8)), S("/"));
}

/* The indentation of the first line with something on it, from the line at `at` on; false when
 * that something is an end tag, so that there is no content to measure. */
static bool measure_indent(const struct compiler *c, ptrdiff_t at, str *indent) {
    while (at < c->source.n) {
        ptrdiff_t i = at;
        while (i < c->source.n && is_blank(c->source.p[i]))
            i++;
        *indent = str_sub(c->source, at, i);
        if (!is_line_end(c, i))
            return !closes_here(c, i);
        const char *nl = memchr(c->source.p + i, '\n', (size_t)(c->source.n - i));
        at = nl == NULL ? c->source.n : nl - c->source.p + 1;
    }
    return false;
}

/* An argument loses the indentation of its own source; the block it fills gives it another. */
static bool open_argument(struct compiler *c, const struct tag *tag) {
    struct call *call = c->ops[c->scopes[c->depth - 1].op].call;
    struct argument *arg = NEW(c->set->arena, struct argument, 1);
    *arg = (struct argument){.next = call->args,
                             .owner = c->owner,
                             .name = make_key(tag->name),
                             .start = c->n,
                             .own_lines = tag->next >= 0};
    call->args = arg;
    c->at = arg->own_lines ? tag->next : tag->to;
    if (!open_scope(c, tag, (struct scope){.argument = true}))
        return false;
    str indent = {0};
    if (arg->own_lines)
        c->dedent = measure_indent(c, c->at, &indent) ? indent : (str){0};
    return true;
}

static void close_argument(struct compiler *c, const struct tag *tag, const struct scope *scope) {
    add_text(c, c->at, tag->line >= 0 ? tag->line : tag->from);
    c->at = tag->to;
    push(c, OP_RETURN);
    c->dedent = scope->dedent;
}

static str line_break(const struct compiler *c, ptrdiff_t next) {
    str line = str_sub(c->source, 0, next);
    return str_ends(line, S("\r\n")) ? S("\r\n") : str_ends(line, S("\n")) ? S("\n") : (str){0};
}

/* {{$a}}{{/a}} alone on a line is one standalone tag. Gives where the next line begins, or -1. */
static ptrdiff_t end_of_whole_line_block(const struct compiler *c, const struct tag *tag) {
    if (tag->line < 0 || !closes_here(c, tag->to))
        return -1;
    str rest = str_sub(c->source, tag->to + c->open.n, c->source.n);
    ptrdiff_t n = str_find(rest, c->close);
    str name = str_trim(str_sub(rest, str_find(rest, S("/")) + 1, n));
    if (n < 0 || !str_eq(name, tag->name))
        return -1;
    struct tag end = {.from = tag->to, .to = tag->to + c->open.n + n + c->close.n};
    look_around(c, &end);
    return end.next;
}

/* Four ways to stand: on lines of its own, as a whole line, first on its line, within a line. Only
 * the last gives no indentation to its argument. */
static bool open_block(struct compiler *c, const struct tag *tag) {
    struct block *block = NEW(c->set->arena, struct block, 1);
    ptrdiff_t end = end_of_whole_line_block(c, tag);
    bool whole = end >= 0;
    bool alone = !whole && tag->line >= 0 && tag->next >= 0;
    *block =
        (struct block){.name = make_key(tag->name), .leading = tag->line >= 0, .at = tag->from};
    add_text(c, c->at, block->leading ? tag->line : tag->from);
    push(c, OP_BLOCK)->block = block;
    c->at = whole ? end : alone ? tag->next : tag->to;
    if (block->leading)
        block->indent = indent_of(c, tag);
    if (whole) {
        block->end = line_break(c, end);
        return true;
    }
    str inner;
    if (alone && measure_indent(c, c->at, &inner))
        block->indent = str_sub(inner, dedented(c, inner.p - c->source.p, c->source.n), inner.n);
    if (!open_scope(c, tag, (struct scope){.standalone = alone}))
        return false;
    if (block->leading && !alone) {
        push(c, OP_LINE);
        buf_str(&c->run, block->indent);
    }
    return true;
}

static void close_block(struct compiler *c, const struct tag *tag, const struct scope *scope) {
    bool alone = take_tag(c, tag, true);
    flush(c);
    struct op *op = &c->ops[scope->op];
    if (alone && scope->standalone)
        op->block->end = line_break(c, tag->next);
    op->jump = c->n;
}

/* ---- the whole source ---- */

static bool close_scope(struct compiler *c, const struct tag *tag) {
    if (c->depth == 0) {
        diag(c->diags, DIAG_TEMPLATE_STRAY_END, here(c, tag->from), "%.*s",
             STR(str_sub(c->source, tag->from, tag->to)));
        return false;
    }
    struct scope scope = c->scopes[c->depth - 1];
    if (!str_eq(scope.name, tag->name) || scope.dynamic != tag->dynamic) {
        struct place opened = here(c, scope.at);
        diag(c->diags, DIAG_TEMPLATE_WRONG_END, here(c, tag->from),
             "应为 {{/%s%.*s}}（第 %lld 行第 %.*s 列打开），实为 {{/%.*s}}",
             scope.dynamic ? "*" : "", STR(scope.name), (long long)opened.line, STR(opened.field),
             STR(tag->name));
        return false;
    }
    if (scope.kind == '#' || scope.kind == '^')
        close_section(c, tag, &scope);
    else if (scope.kind == '<')
        close_parent(c, tag, &scope);
    else if (scope.argument)
        close_argument(c, tag, &scope);
    else
        close_block(c, tag, &scope);
    c->depth--;
    return true;
}

static bool add_tag(struct compiler *c, const struct tag *tag) {
    switch (tag->kind) {
    case '#':
    case '^':
        return add_section(c, tag);
    case '/':
        return close_scope(c, tag);
    case '>':
        return add_partial(c, tag);
    case '<':
        return open_parent(c, tag);
    case '$':
        return in_parent(c) ? open_argument(c, tag) : open_block(c, tag);
    case '=':
        return add_delimiters(c, tag);
    case '!':
        take_tag(c, tag, true);
        return true;
    default:
        return add_value(c, tag);
    }
}

static bool add_all(struct compiler *c) {
    for (;;) {
        ptrdiff_t n = str_find(str_sub(c->source, c->at, c->source.n), c->open);
        if (n < 0)
            break;
        struct tag tag;
        if (!read_tag(c, c->at + n, &tag) || !add_tag(c, &tag))
            return false;
    }
    if (c->depth > 0) {
        const struct scope *scope = &c->scopes[c->depth - 1];
        diag(c->diags, DIAG_TEMPLATE_SECTION_OPEN, here(c, scope->at),
             "{{%c%s%.*s}} 在此打开，直到文件结束都缺少 {{/%s%.*s}}", scope->kind,
             scope->dynamic ? "*" : "", STR(scope->name), scope->dynamic ? "*" : "",
             STR(scope->name));
        return false;
    }
    add_text(c, c->at, c->source.n);
    push(c, OP_RETURN);
    return true;
}

bool template_compile(struct template_set *set, struct template *t, const struct template *owner,
                      struct diags *diags) {
    struct compiler c = {.set = set, .t = t, .owner = owner, .diags = diags, .source = t->source};
    c.calls_end = &t->calls;
    set_delimiters(&c, S("{{"), S("}}"));
    bool ok = add_all(&c);
    buf_free(&c.run);
    t->ops = c.ops;
    return ok;
}
