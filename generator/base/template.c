/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * template.c — Mustache: the set of templates, and running the ops of one.
 *
 * In:    compiled templates, struct value
 * Out:   text in a buf
 * Law:   none
 * Never: recurses; lets a plain text through unescaped in a strict set
 */
#include "base/template.h"

#include "base/template_ops.h"

#include <string.h>

/* ---- the set ---- */

struct template_set *template_set_open(struct arena *a, bool strict) {
    struct template_set *set = NEW(a, struct template_set, 1);
    set->arena = a;
    set->strict = strict;
    set->end = &set->first;
    return set;
}

static struct template *find(const struct template_set *set, str name, uint64_t hash) {
    struct template *t = set->buckets[hash % TEMPLATE_BUCKETS];
    while (t != NULL && !str_eq(t->name, name))
        t = t->next_in_bucket;
    return t;
}

struct template *template_intern(struct template_set *set, str name) {
    uint64_t hash = str_hash(name);
    struct template *t = find(set, name, hash);
    if (t != NULL)
        return t;
    t = NEW(set->arena, struct template, 1);
    t->name = str_dup(set->arena, name);
    t->next_in_bucket = set->buckets[hash % TEMPLATE_BUCKETS];
    set->buckets[hash % TEMPLATE_BUCKETS] = t;
    *set->end = t;
    set->end = &t->next;
    return t;
}

/* The template of that name if it has been added, else NULL. */
static const struct template *find_added(const struct template_set *set, str name) {
    const struct template *t = find(set, name, str_hash(name));
    return t == NULL || t->ops == NULL ? NULL : t;
}

bool template_has(const struct template_set *set, str name) {
    return find_added(set, name) != NULL;
}

bool template_add(struct template_set *set, str name, str file, str source, struct diags *diags) {
    struct template *entry = template_intern(set, name);
    struct template fresh = {.file = str_dup(set->arena, file),
                             .source = str_dup(set->arena, source)};
    if (!template_compile(set, &fresh, entry, diags))
        return false;
    entry->file = fresh.file;
    entry->source = fresh.source;
    entry->ops = fresh.ops;
    entry->calls = fresh.calls;
    return true;
}

bool template_check(const struct template_set *set, struct diags *diags) {
    bool ok = true;
    for (const struct template *t = set->first; t != NULL; t = t->next) {
        for (const struct call *call = t->calls; call != NULL; call = call->next) {
            if (call->target == NULL || call->target->ops != NULL)
                continue;
            diag(diags, DIAG_TEMPLATE_UNKNOWN, template_place(t, call->at, diags->arena), "%.*s",
                 STR(call->target->name));
            ok = false;
        }
    }
    return ok;
}

/* ---- rendering ---- */

/* The arguments in force, innermost first. An argument runs in the environment that its own
 * template saw, which is the part from `outer` on of the one it was found in. */
struct environment {
    const struct environment *outer;
    const struct argument *args;
};

/* A stretch of the indentation bytes; the newest frame's always ends at the top. */
struct indent {
    ptrdiff_t at;
    ptrdiff_t n;
};

/* What to go back to when the ops in hand return. */
struct frame {
    const struct template *t;
    int32_t pc;
    struct indent indent;
    const struct environment *environment;
    struct environment pushed; /* by the call that opened this frame */
    str end;                   /* line break to write unless the output has just had one */
    ptrdiff_t from;            /* where the output stood */
};

struct loop {
    const struct value *list; /* NULL when the section runs once */
    ptrdiff_t i;
};

struct renderer {
    const struct template_set *set;
    const struct template *t;
    int32_t pc;
    struct indent indent;
    const struct environment *environment;
    struct buf *out;
    struct diags *diags;
    int depth;
    int contexts;
    int loops;
    struct frame frame[TEMPLATE_DEPTH];
    const struct value *context[TEMPLATE_CONTEXTS];
    struct loop loop[TEMPLATE_CONTEXTS];
    char indents[TEMPLATE_INDENT];
};

static const struct value *look_up(const struct renderer *r, struct path path) {
    if (path.n == 0)
        return r->context[r->contexts - 1];
    const struct value *v = NULL;
    for (int i = r->contexts; v == NULL && i-- > 0;)
        v = value_find(r->context[i], path.keys[0].name, path.keys[0].hash);
    /* Once the first name is found the rest must be inside it: no second walk. */
    for (ptrdiff_t k = 1; v != NULL && k < path.n; k++)
        v = value_find(v, path.keys[k].name, path.keys[k].hash);
    return v;
}

static void put_indent(struct renderer *r) {
    buf_str(r->out, (str){r->indents + r->indent.at, r->indent.n});
}

/* Literal text; each line after the first gets the indentation, blank lines do not. */
static void put_text(struct renderer *r, str s) {
    if (r->indent.n == 0) {
        buf_str(r->out, s);
        return;
    }
    while (s.n > 0) {
        const char *nl = memchr(s.p, '\n', (size_t)s.n);
        ptrdiff_t n = nl == NULL ? s.n : nl - s.p + 1;
        buf_str(r->out, str_sub(s, 0, n));
        s = str_sub(s, n, s.n);
        if (s.n > 0 && s.p[0] != '\n' && !str_starts(s, S("\r\n")))
            put_indent(r);
    }
}

static void put_value(struct renderer *r, const struct value *v, bool raw) {
    if (v == NULL)
        return;
    if (v->type == VALUE_HTML || (v->type == VALUE_TEXT && raw))
        buf_str(r->out, v->text);
    else if (v->type == VALUE_TEXT)
        buf_html(r->out, v->text);
    else if (v->type == VALUE_TRUE)
        buf_str(r->out, S("true"));
    else if (v->type == VALUE_FALSE)
        buf_str(r->out, S("false"));
}

/* `at` is the byte of the tag in the template in hand; the limit was passed there. */
static bool too_deep(const struct renderer *r, ptrdiff_t at, const char *what, int limit) {
    if (r->diags != NULL)
        diag(r->diags, DIAG_TEMPLATE_DEEP, template_place(r->t, at, r->diags->arena), "%s超过 %d%s",
             what, limit, limit == TEMPLATE_INDENT ? " 字节" : " 层");
    return false;
}

static bool enter_section(struct renderer *r, const struct op *op) {
    const struct value *v = look_up(r, op->path);
    if (!value_truthy(v)) {
        r->pc = op->jump;
        return true;
    }
    if (r->contexts == TEMPLATE_CONTEXTS)
        return too_deep(r, op->path.at, "数据上下文", TEMPLATE_CONTEXTS);
    bool list = v->type == VALUE_LIST;
    r->loop[r->loops++] = (struct loop){.list = list ? v : NULL};
    r->context[r->contexts++] = list ? &v->items[0] : v;
    return true;
}

static void next_item(struct renderer *r, const struct op *op) {
    struct loop *loop = &r->loop[r->loops - 1];
    if (loop->list != NULL && ++loop->i < loop->list->n && !r->out->failed) {
        r->context[r->contexts - 1] = &loop->list->items[loop->i];
        r->pc = op->jump;
        return;
    }
    r->loops--;
    r->contexts--;
}

/* Adds to the indentation in force, or (for what stands within a line) starts from none. */
static bool set_indent(struct renderer *r, bool within_line, str more) {
    ptrdiff_t top = r->indent.at + r->indent.n;
    if (within_line) {
        r->indent = (struct indent){top, 0};
        return true;
    }
    if (more.n > TEMPLATE_INDENT - top)
        return false;
    if (more.n > 0)
        memcpy(r->indents + top, more.p, (size_t)more.n);
    r->indent.n += more.n;
    return true;
}

/* Remembers where to go on, and gives the new frame its indentation. */
static struct frame *enter(struct renderer *r, ptrdiff_t at, bool within_line, str more) {
    if (r->depth == TEMPLATE_DEPTH) {
        (void)too_deep(r, at, "片段、父模板和块的嵌套", TEMPLATE_DEPTH);
        return NULL;
    }
    struct frame *f = &r->frame[r->depth++];
    *f = (struct frame){.t = r->t,
                        .pc = r->pc,
                        .indent = r->indent,
                        .environment = r->environment,
                        .from = r->out->n};
    if (set_indent(r, within_line, more))
        return f;
    (void)too_deep(r, at, "缩进", TEMPLATE_INDENT);
    return NULL;
}

static void leave(struct renderer *r) {
    const struct frame *f = &r->frame[--r->depth];
    bool wrote = r->out->n > f->from;
    if (f->end.n > 0 && wrote && r->out->p[r->out->n - 1] != '\n')
        buf_str(r->out, f->end);
    r->t = f->t;
    r->pc = f->pc;
    r->indent = f->indent;
    r->environment = f->environment;
}

static const struct template *target_of(const struct renderer *r, const struct call *call) {
    if (call->target != NULL)
        return call->target->ops == NULL ? NULL : call->target;
    const struct value *name = look_up(r, call->dynamic);
    return name == NULL || name->type != VALUE_TEXT ? NULL : find_added(r->set, name->text);
}

static bool enter_call(struct renderer *r, const struct op *op) {
    const struct call *call = op->call;
    const struct template *target = target_of(r, call);
    r->pc = op->jump;
    if (call->leading && !call->standalone) {
        put_indent(r);
        buf_str(r->out, call->indent);
    }
    if (target == NULL)
        return true;
    struct frame *f = enter(r, call->at, !call->standalone, call->indent);
    if (f == NULL)
        return false;
    if (call->args != NULL) {
        f->pushed = (struct environment){r->environment, call->args};
        r->environment = &f->pushed;
    }
    r->t = target;
    r->pc = 0;
    return true;
}

/* The outermost parent tag that fills the block wins: what inherits last decides. */
static const struct argument *find_argument(const struct environment *from, struct key name,
                                            const struct environment **found) {
    const struct argument *best = NULL;
    for (const struct environment *e = from; e != NULL; e = e->outer) {
        for (const struct argument *arg = e->args; arg != NULL; arg = arg->next) {
            if (arg->name.hash == name.hash && str_eq(arg->name.name, name.name)) {
                best = arg;
                *found = e;
                break;
            }
        }
    }
    return best;
}

static bool enter_block(struct renderer *r, const struct op *op) {
    const struct block *block = op->block;
    const struct environment *found = NULL;
    const struct argument *arg = find_argument(r->environment, block->name, &found);
    if (arg == NULL)
        return true;
    r->pc = op->jump;
    struct frame *f = enter(r, block->at, !block->leading, block->indent);
    if (f == NULL)
        return false;
    f->end = block->end;
    if (block->leading && !arg->own_lines)
        put_indent(r);
    r->environment = found->outer;
    r->t = arg->owner;
    r->pc = arg->start;
    return true;
}

/* One op; false when a limit was passed. */
static bool step(struct renderer *r, const struct op *op) {
    switch (op->type) {
    case OP_TEXT:
        put_text(r, op->text);
        return true;
    case OP_LINE:
        put_indent(r);
        return true;
    case OP_VAR:
    case OP_RAW:
        put_value(r, look_up(r, op->path), op->type == OP_RAW);
        return true;
    case OP_SECTION:
        return enter_section(r, op);
    case OP_INVERTED:
        if (value_truthy(look_up(r, op->path)))
            r->pc = op->jump;
        return true;
    case OP_NEXT:
        next_item(r, op);
        return true;
    case OP_CALL:
        return enter_call(r, op);
    case OP_BLOCK:
        return enter_block(r, op);
    default:
        leave(r);
        return true;
    }
}

/* The stacks are 20 KB and need no clearing: the counters say how much of them is alive. */
static void start(struct renderer *r, const struct template *t, const struct value *root) {
    r->t = t;
    r->pc = 0;
    r->indent = (struct indent){0};
    r->environment = NULL;
    r->depth = 0;
    r->loops = 0;
    r->context[0] = root;
    r->contexts = 1;
}

bool template_render(const struct template_set *set, str name, const struct value *root,
                     struct buf *out, struct diags *diags) {
    const struct template *t = find_added(set, name);
    if (t == NULL) {
        if (diags != NULL)
            diag(diags, DIAG_TEMPLATE_UNKNOWN, (struct place){0}, "%.*s", STR(name));
        return false;
    }
    struct renderer r;
    start(&r, t, root);
    r.set = set;
    r.out = out;
    r.diags = diags;
    for (;;) {
        const struct op *op = &r.t->ops[r.pc++];
        if (op->type == OP_RETURN && r.depth == 0)
            return !out->failed;
        if (!step(&r, op))
            return false;
    }
}
