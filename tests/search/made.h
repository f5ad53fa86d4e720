/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * made.h — documents that never were, and an index of them in memory.
 *
 * In:    a seed
 * Out:   struct search_document, the files of an index by path
 * Law:   none
 * Never: names a living person
 */
#ifndef GONGSHI_TESTS_SEARCH_MADE_H
#define GONGSHI_TESTS_SEARCH_MADE_H

#include "base/arena.h"
#include "base/field.h"
#include "base/par.h"
#include "search/search.h"

#include <string.h>

struct dice {
    uint64_t state;
};

static inline uint64_t roll(struct dice *d, uint64_t sides) {
    d->state += 0x9e3779b97f4a7c15u;
    uint64_t x = d->state;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return (x ^ x >> 31) % sides;
}
#define PICK(d, list) ((list)[roll((d), sizeof(list) / sizeof *(list))])

static const char *const made_brands[] = {"聚力", "东升", "润泽", "科锐", "恒通", "金穗", "鑫源"};
static const char *const made_middles[] = {"建", "国", "志", "强", "华", "晓", "明", "海", "𠮷"};
static const char *const made_trades[] = {"食品", "建材", "物流", "餐饮管理", "商贸", "ＡＢＣ"};
static const char *const made_sentences[] = {
    "执法人员对当事人的经营场所进行了现场检查，",
    "现场发现货架上摆放的食品已经超过保质期。",
    "当事人未能提供进货查验记录和供货者的许可证，",
    "以上事实有现场检查笔录、询问笔录、照片等证据证明。",
    "当事人在规定期限内未提出陈述、申辩意见；",
    "鉴于当事人主动消除违法行为危害后果，",
    "依法应当从轻处罚。\n另查明：该批货物货值 1,250.50 元，",
    "联系电话 138****1234，传真 0319—5550101，",
    "阿卜杜拉·某某某 在场（见 “附件①”）😀……",
    "反引号 ` 美元 $ {x} 反斜杠 \\ 和 <script>alert(1)</script> 都是普通文字，"};
static const char *const made_agencies[] = {"scj", "yjj", "wjw", "cgj"};
static const char *const made_agency_names[] = {"青原市市场监督管理局", "青原市应急管理局",
                                                "青原市卫生健康委员会",
                                                "青原市城市管理综合行政执法局"};
static const char *const made_marks[] = {"市监", "应急", "卫", "城管"};

/* Document i of the seed: the same each time. Every 97th is left out; every 301st is long. */
static inline bool made_document(uint64_t seed, int64_t i, struct arena *a,
                                 struct search_document *out) {
    struct dice d = {seed * 1000003u + (uint64_t)i};
    enum { TEXTS = 8 };
    struct search_text *t = NEW(a, struct search_text, TEXTS);
    int agency = (int)roll(&d, 4);
    int64_t yuan = 100 + 50 * (int64_t)roll(&d, 40000);
    date day = date_of(2026, 11, 20) - (date)(i / 7);
    if (i % 97 == 96)
        return false;
    str party = str_fmt(a, "青原市%s%s%s有限公司", PICK(&d, made_brands), PICK(&d, made_middles),
                        PICK(&d, made_trades));
    str facts = {0};
    for (int n = i % 301 == 300 ? 400 : 3 + (int)roll(&d, 6); n > 0; n--)
        facts = str_cat(a, facts, str_of(PICK(&d, made_sentences)));
    str code = str_fmt(a, "91130599MA%08llXK", (unsigned long long)roll(&d, 1u << 31));
    t[0] = (struct search_text){S("文书号"), str_fmt(a, "青%s罚〔%d〕%lld号", made_marks[agency],
                                                     date_ymd(day).year, (long long)(i / 4 + 1))};
    t[1] = (struct search_text){S("行政相对人名称"), party};
    t[2] = (struct search_text){S("统一社会信用代码"), code};
    t[3] = (struct search_text){S("事实"), facts};
    t[4] = (struct search_text){S("结论"), str_fmt(a, "处以罚款人民币 %lld 元。", (long long)yuan)};
    t[5] = (struct search_text){S("执法主体"), str_of(made_agency_names[agency])};
    t[6] = (struct search_text){S("执法人员"), str_fmt(a, "130599%05d", (int)roll(&d, 300))};
    t[7] = (struct search_text){S("决定日期"), date_text(a, day)};
    struct strs penalties = {NEW(a, str, 2), 1 + (ptrdiff_t)roll(&d, 2)};
    penalties.v[0] = S("罚款");
    penalties.v[1] = S("没收违法所得");
    *out = (struct search_document){
        .path = str_fmt(a, "cf/2026/x%lldq.html", (long long)i),
        .title = str_fmt(a, "%.*s未按规定记录：罚款 %lld 元", STR(party), (long long)yuan),
        .day = day,
        .agency = str_of(made_agencies[agency]),
        .kind = roll(&d, 9) == 0 ? S("event") : S("decision"),
        .category = roll(&d, 3) == 0 ? S("行政许可") : S("行政处罚"),
        .party = roll(&d, 4) == 0 ? S("自然人") : S("法人及非法人组织"),
        .amount = roll(&d, 8) == 0 ? WHOLE_NONE : yuan * 100,
        .penalties = penalties,
        .texts = t,
        .text_count = TEXTS};
    return true;
}

/* ---- an index in memory ---- */

struct made_file {
    str path;
    str bytes;
    struct made_file *next;
};
#define MADE_SLOTS 4096
#define MADE_WORKERS 4

struct made {
    uint64_t seed;
    int64_t from; /* of the batch under way, each `step` behind the other */
    int64_t step;
    struct arena memory[MADE_WORKERS];
    struct made_file *files[MADE_WORKERS]; /* by the worker that put them */
    struct made_file *slots[MADE_SLOTS];   /* all, by hash of path */
    char *aside;
    int64_t aside_n;
    int64_t files_n;
    str broken_path; /* reads as broken_bytes; absent bytes: is missing */
    str broken_bytes;
};

static inline bool made_make(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out) {
    struct made *m = ctx;
    return made_document(m->seed, m->from + i * m->step, a, out);
}

static inline void made_put(void *ctx, int worker, str path, str bytes) {
    struct made *m = ctx;
    struct arena *a = &m->memory[worker];
    struct made_file *f = NEW(a, struct made_file, 1);
    *f = (struct made_file){str_dup(a, path), str_dup(a, bytes), m->files[worker]};
    m->files[worker] = f;
}

static inline int64_t made_spill(void *ctx, str bytes) {
    struct made *m = ctx;
    int64_t at = m->aside_n;
    char *more = NEW(&m->memory[0], char, at + bytes.n + 1);
    if (at > 0)
        memcpy(more, m->aside, (size_t)at);
    if (bytes.n > 0)
        memcpy(more + at, bytes.p, (size_t)bytes.n);
    m->aside = more;
    m->aside_n = at + bytes.n;
    return at;
}

static inline void made_seal(void *ctx) {
    (void)ctx;
}

static inline void made_fetch(void *ctx, int64_t from, void *into, ptrdiff_t n) {
    struct made *m = ctx;
    if (n > 0)
        memcpy(into, m->aside + from, (size_t)n);
}

static inline struct made_file **made_slot(struct made *m, str path) {
    return &m->slots[str_hash(path) % MADE_SLOTS];
}

static inline bool made_read(void *ctx, struct arena *a, str path, str *out) {
    struct made *m = ctx;
    (void)a;
    if (m->broken_path.p != NULL && str_eq(path, m->broken_path)) {
        *out = m->broken_bytes;
        return out->p != NULL;
    }
    for (struct made_file *f = *made_slot(m, path); f != NULL; f = f->next)
        if (str_eq(f->path, path)) {
            *out = f->bytes;
            return true;
        }
    return false;
}

static inline bool made_get(void *ctx, int worker, struct arena *a, str path, str *out) {
    (void)worker;
    return made_read(ctx, a, path, out);
}

static inline struct search_sink made_sink(struct made *m) {
    return (struct search_sink){m, made_put, made_spill, made_seal, made_fetch, made_get};
}

/* A tier of the documents that `make` makes; its description into `out`. */
static inline void made_tier_of(struct made *m, struct par *par, const struct search_plan *plan,
                                search_make *make, struct buf *out) {
    struct arena a = {0};
    struct search_sink sink = made_sink(m);
    struct indexer *x = indexer_open(&a, par, &sink, plan);
    int64_t from = m->from;
    m->step = search_sample_step(plan->documents);
    if (plan->dictionary.p == NULL)
        indexer_sample(x, (plan->documents + m->step - 1) / m->step, make, m);
    m->step = 1;
    int64_t batch = 50 * (int64_t)indexer_block(x);
    for (int64_t at = 0; at < plan->documents; at += batch) {
        m->from = from + at;
        indexer_begin(x, plan->documents - at < batch ? plan->documents - at : batch, make, m);
        indexer_end(x);
    }
    indexer_close(x, out);
    arena_free(&a);
}

/* A tier of documents from … from + n - 1. */
static inline void made_tier(struct made *m, struct par *par, const struct search_plan *plan,
                             int64_t from, struct buf *out) {
    m->from = from;
    made_tier_of(m, par, plan, made_make, out);
}

/* What was put becomes readable. */
static inline void made_publish(struct made *m) {
    for (int w = 0; w < MADE_WORKERS; w++) {
        for (struct made_file *f = m->files[w]; f != NULL;) {
            struct made_file *next = f->next;
            struct made_file **slot = made_slot(m, f->path);
            struct made_file **was = slot;
            while (*was != NULL && !str_eq((*was)->path, f->path))
                was = &(*was)->next;
            if (*was != NULL) {
                (*was)->bytes = f->bytes;
            } else {
                f->next = *slot;
                *slot = f;
                m->files_n++;
            }
            f = next;
        }
        m->files[w] = NULL;
    }
}

static inline void made_free(struct made *m) {
    for (int w = 0; w < MADE_WORKERS; w++)
        arena_free(&m->memory[w]);
}

#endif
