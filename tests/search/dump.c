/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * dump.c — everything that a published search index holds: each document whole; and whether the
 * lists say of each document what its text says, nothing less and nothing more.
 *
 * In:    dump PUBLIC
 * Out:   documents as JSON Lines; exit 1 when a file cannot be decoded, or when a list or a counter
 *        has a trace of a document that is not there, in any tier; what one that moved on has left
 *        behind must be what the newer tier says of it, and no list may have more
 * Law:   none
 * Never: uses the index to find
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/field.h"
#include "base/json.h"
#include "base/os.h"
#include "search/document.h"
#include "search/gram.h"
#include "traces.h"

#include <string.h>

#define LIMIT ((int64_t)64 << 20)
#define PRINT_AT (1 << 20)

struct dump {
    struct arena arena;
    const char *root;
    const struct folding *folding;
    struct buf out;
    struct pairs texts; /* what documents say */
    struct pairs lists; /* what lists say */
    struct pairs moved; /* what they may still say of documents that moved on */
    struct strs newer;  /* documents of the newer of two tiers, as document_put has them */
    ptrdiff_t newer_cap;
    bool stale; /* one that moved on has left something else */
    const struct labels *labels;
    struct strs facets; /* "0 agency=scj" as documents have them, 0 being the tier */
    ptrdiff_t facet_cap;
    uint32_t document; /* | TIER(tier) */
    struct tier tiers[SEARCH_TIERS];
    int tier_count;
};
#define TIER(tier) ((uint32_t)(tier) << 31)

static bool read_public(void *ctx, struct arena *a, str path, str *out) {
    const struct dump *d = ctx;
    return os_read(a, str_fmt(a, "%s/%.*s", d->root, STR(path)).p, LIMIT, out);
}

/* ---- documents ---- */

static void say(struct dump *d, struct pairs *to, struct arena *a, str text, bool key) {
    struct units u = fold_text(d->folding, a, text);
    uint32_t *grams = NEW(a, uint32_t, GRAMS_OF(u.n));
    ptrdiff_t n = grams_of(u.v, u.n, false, grams);
    for (ptrdiff_t i = 0; i < n; i++)
        pairs_add(to, grams[i], d->document);
    if (key && gram_is_key(u.v, u.n))
        pairs_add(to, gram_whole('=', u.v, u.n), d->document);
}

static void put(struct buf *out, const char *before, str text) {
    buf_str(out, str_of(before));
    buf_json(out, text);
}

static void print_one(struct dump *d, const struct search_document *one) {
    put(&d->out, "{\"path\":", one->path);
    put(&d->out, ",\"title\":", one->title);
    put(&d->out, ",\"agency\":", one->agency);
    put(&d->out, ",\"kind\":", one->kind);
    put(&d->out, ",\"category\":", one->category);
    put(&d->out, ",\"party\":", one->party);
    buf_fmt(&d->out, ",\"day\":%d,\"fen\":", day_number(one->day));
    if (one->amount == WHOLE_NONE)
        buf_str(&d->out, S("null"));
    else
        buf_int(&d->out, one->amount);
    buf_str(&d->out, S(",\"penalties\":["));
    for (ptrdiff_t i = 0; i < one->penalties.n; i++)
        put(&d->out, i > 0 ? "," : "", one->penalties.v[i]);
    buf_str(&d->out, S("],\"texts\":["));
    for (int i = 0; i < one->text_count; i++) {
        put(&d->out, i > 0 ? ",[" : "[", one->texts[i].label);
        put(&d->out, ",", one->texts[i].text);
        buf_char(&d->out, ']');
    }
    buf_str(&d->out, S("]}\n"));
    if (d->out.n > PRINT_AT) {
        os_print(buf_view(&d->out));
        buf_reset(&d->out);
    }
}

/* Under which grams it stands. */
static void say_all(struct dump *d, struct pairs *to, struct arena *a,
                    const struct search_document *one, const struct strs *facets) {
    say(d, to, a, one->title, false);
    for (int i = 0; i < one->text_count; i++)
        say(d, to, a, one->texts[i].text, label_is_key(one->texts[i].label));
    for (ptrdiff_t i = 0; i < facets->n; i++) {
        struct units u = units_of(a, facets->v[i]);
        pairs_add(to, gram_whole('&', u.v, u.n), d->document);
    }
}

static str put_whole(struct dump *d, struct arena *a, struct search_document one) {
    struct buf b = {0};
    one.day = DATE_NONE;
    document_put(d->labels, &b, &one);
    str whole = str_dup(a, buf_view(&b));
    buf_free(&b);
    return whole;
}

static void take_one(void *ctx, int tier, int64_t number, const struct search_document *one,
                     bool moved) {
    struct dump *d = ctx;
    struct arena a = {0};
    struct strs facets = document_facets(&a, one);
    d->document = (uint32_t)number | TIER(tier);
    say_all(d, moved ? &d->moved : &d->texts, &a, one, &facets);
    if (moved) {
        bool known = false;
        for (ptrdiff_t i = 0; !known && i < d->newer.n; i++)
            known = str_eq(put_whole(d, &a, *one), d->newer.v[i]);
        d->stale = d->stale || !known;
        arena_free(&a);
        return;
    }
    print_one(d, one);
    for (ptrdiff_t i = 0; i < facets.n; i++) {
        EXTEND(&d->arena, d->facets.v, d->facets.n, d->facet_cap);
        d->facets.v[d->facets.n++] = str_fmt(&d->arena, "%d %.*s", tier, STR(facets.v[i]));
    }
    if (tier + 1 < d->tier_count) {
        EXTEND(&d->arena, d->newer.v, d->newer.n, d->newer_cap);
        d->newer.v[d->newer.n++] = put_whole(d, &d->arena, *one);
    }
    arena_free(&a);
}

/* ---- counters ---- */

static int by_text(const void *x, const void *y) {
    return str_cmp(*(const str *)x, *(const str *)y);
}

/* The counters of a tier, against the facets from *at on, which are sorted. */
static bool count_facets(struct dump *d, const struct tier *t, int tier, ptrdiff_t *at) {
    str file, text;
    if (!read_public(d, &d->arena, tier_path(&d->arena, t, S("facets")), &file) ||
        !shard_read_text(&d->arena, file, &text))
        return false;
    str rest = str_cut(&text, S(SEPARATE_DOCUMENT));
    while (rest.n > 0) {
        str name = str_cut(&rest, S(SEPARATE_FIELD));
        str facet = str_fmt(&d->arena, "%d %.*s", tier, STR(name));
        int64_t wanted = 0;
        int64_t n = 0;
        (void)str_int(str_cut(&rest, S(SEPARATE_FIELD)), &wanted);
        (void)str_cut(&rest, S(SEPARATE_FIELD));
        for (; *at < d->facets.n && str_eq(d->facets.v[*at], facet); ++*at)
            n++;
        if (n == 0 || n != wanted)
            return false;
    }
    return true;
}

static bool compare(struct dump *d) {
    ptrdiff_t at = 0;
    bool sound = true;
    if (d->facets.n > 0)
        qsort(d->facets.v, (size_t)d->facets.n, sizeof *d->facets.v, by_text);
    for (int i = 0; sound && i < d->tier_count; i++) {
        struct traces t = {read_public, d, &d->arena, &d->tiers[i], TIER(i), &d->lists};
        sound = traces_read(&t) && count_facets(d, &d->tiers[i], i, &at);
    }
    pairs_settle(&d->texts);
    pairs_settle(&d->lists);
    pairs_settle(&d->moved);
    if (sound && at == d->facets.n && !d->stale && pairs_agree(&d->lists, &d->texts, &d->moved))
        return true;
    os_print_error(S("lists, counters and documents say different things\n"));
    return false;
}

/* The tiers of the pointer. */
static bool read_tiers(struct dump *d) {
    str file, error;
    int line;
    struct value v;
    if (!read_public(d, &d->arena, S(SEARCH_POINTER), &file))
        return false;
    str json = str_sub(file, str_find(file, S("(")) + 1, file.n - 2);
    if (!json_load(&d->arena, json, &v, &error, &line))
        return false;
    const struct value *tiers = value_get(&v, S("tiers"));
    for (ptrdiff_t i = 0; tiers != NULL && i < tiers->n && i < SEARCH_TIERS; i++)
        if (!tier_take(&tiers->items[i], &d->tiers[d->tier_count++]))
            return false;
    return d->tier_count > 0;
}

int main(int argc, char **argv) {
    struct dump d = {.root = argc == 2 ? argv[1] : ""};
    str broken;
    os_init();
    if (argc != 2)
        die_usage("用法：dump 网站根目录");
    d.folding = folding_make(&d.arena);
    struct searcher *s = searcher_open(&d.arena, read_public, &d, &broken);
    d.labels = labels_make(&d.arena);
    bool sound = s != NULL && read_tiers(&d) && search_all(s, take_one, &d) && compare(&d);
    os_print(buf_view(&d.out));
    free(d.texts.v);
    free(d.lists.v);
    free(d.moved.v);
    buf_free(&d.out);
    arena_free(&d.arena);
    return sound ? 0 : 1;
}
