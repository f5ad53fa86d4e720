/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * proof.c — the public report of a release: what was looked for, where, and that nothing was found.
 *
 * In:    counts of the verification, digests of tree and ledger, a tally of secret digests
 * Out:   JSON, and the same for people in Markdown
 * Law:   个人信息保护法 art. 51, 54, 58
 * Never: holds a value, or a digest of one that could be tried out: commitments are keyed
 */
#include "release/proof.h"

#include "base/json.h"

#include <string.h>

#define REPORT_LINK "../data/proof.json"

static const struct {
    const char *id;
    const char *text;
    const char *citation;
} rules[] = {
    {"leak.everywhere", "全站每个文件", "个人信息保护法第二十八条、第五十一条"},
    {"leak.own-record", "显示该记录的文件", "法释〔2016〕19号第九条、第十条"},
};

/* Names, addresses and landlines may be somebody else's in another place. */
static int rule_of(enum leak kind) {
    return kind == LEAK_NAME || kind == LEAK_ADDRESS || kind == LEAK_PHONE;
}

/* ---- commitments ---- */

/* Sums of keyed hashes: they do not depend on the order, and are no hash of any one value. */
void tally_add(struct tally *t, const struct secret_digest *d) {
    char bytes[16] = {0};
    memcpy(bytes, &d->digest, sizeof d->digest);
    memcpy(bytes + 8, &d->chars, sizeof d->chars);
    bytes[10] = (char)d->everywhere;
    struct line_hash h = line_hash_of((str){bytes, (ptrdiff_t)sizeof bytes}, t->seed);
    enum leak kind = leak_of(d);
    t->count[kind]++;
    t->sum[kind][0] += h.lo;
    t->sum[kind][1] += h.hi;
}

struct tally tally_of(str key) {
    struct sha256 d = sha256_keyed(key, S("tally"));
    struct tally t = {0};
    memcpy(&t.seed, d.b, sizeof t.seed);
    return t;
}

static struct sha256 commitment(const struct proof *p, enum leak kind) {
    struct arena scratch = {0};
    const struct tally *t = &p->tally;
    str said = str_fmt(&scratch, "proof|%s|%lld|%016llx%016llx", leak_word(kind),
                       (long long)t->count[kind], (unsigned long long)t->sum[kind][0],
                       (unsigned long long)t->sum[kind][1]);
    struct sha256 d = sha256_keyed(p->key, said);
    arena_free(&scratch);
    return d;
}

/* ---- JSON ---- */

static void put_text(struct buf *out, const char *name, str value) {
    buf_fmt(out, ",\n  \"%s\": ", name);
    buf_json(out, value);
}

static void put_kind(struct buf *out, const struct proof *p, enum leak kind) {
    int rule = rule_of(kind);
    struct sha256 c = commitment(p, kind);
    buf_fmt(out, "    {\"kind\": \"%s\", \"title\": \"%s\", \"rule\": \"%s\", \"where\": \"%s\",",
            leak_word(kind), leak_text(kind), rules[rule].id, rules[rule].text);
    buf_fmt(out, " \"citation\": \"%s\", \"known\": %lld, \"found\": %lld, \"commitment\": \"",
            rules[rule].citation, (long long)p->tally.count[kind],
            (long long)p->checked.findings[kind]);
    buf_hex(out, c.b, sizeof c.b);
    buf_str(out, S("\"}"));
}

void proof_json(struct buf *out, const struct proof *p) {
    struct arena scratch = {0};
    buf_str(out, S("{\n  \"site\": "));
    buf_json(out, p->site);
    put_text(out, "as_of", instant_rfc3339(&scratch, p->as_of));
    put_text(out, "program", p->program);
    buf_fmt(out, ",\n  \"verifier\": %d", VERIFIER_VERSION);
    buf_fmt(out, ",\n  \"tree\": {\"files\": %lld, \"kibibytes\": %lld, \"sha256\": \"",
            (long long)p->files, (long long)KIBIBYTES(p->bytes));
    buf_hex(out, p->tree.b, sizeof p->tree.b);
    buf_str(out, S("\"},\n  \"ledger\": {\"head\": "));
    buf_json(out, p->head);
    buf_fmt(out, "},\n  \"read\": {\"files\": %lld, \"texts\": %lld, \"kibibytes\": %lld}",
            (long long)p->checked.files, (long long)p->checked.texts,
            (long long)KIBIBYTES(p->checked.bytes));
    buf_str(out, S(",\n  \"values\": [\n"));
    for (int kind = LEAK_NONE + 1; kind < LEAKS; kind++) {
        put_kind(out, p, (enum leak)kind);
        buf_str(out, kind + 1 < LEAKS ? S(",\n") : S("\n"));
    }
    buf_fmt(out,
            "  ],\n  \"shapes\": {\"rule\": \"leak.shape\", \"kinds\": [\"identity\", \"mobile\", "
            "\"card\", \"plate\", \"mail\"], \"public_numbers\": %lld, \"found\": %lld}\n}\n",
            (long long)p->known, (long long)p->checked.shapes);
    arena_free(&scratch);
}

/* ---- for people ---- */

static void put_rows(struct buf *out, const struct proof *p) {
    buf_str(out,
            S("| 个人信息 | 在哪里找 | 依据 | 已知 | 发现 |\n| --- | --- | --- | --: | --: |\n"));
    for (int kind = LEAK_NONE + 1; kind < LEAKS; kind++) {
        int rule = rule_of((enum leak)kind);
        buf_fmt(out, "| %s | %s | %s | %lld | %lld |\n", leak_text((enum leak)kind),
                rules[rule].text, rules[rule].citation, (long long)p->tally.count[kind],
                (long long)p->checked.findings[kind]);
    }
    buf_fmt(out,
            "| 形似身份证、手机、银行卡号码、车牌号、邮箱而不在公开之列的内容 | 全站每个文件 | "
            "个人信息保护法第五十一条 | — | %lld |\n",
            (long long)p->checked.shapes);
}

void proof_markdown(struct buf *out, const struct proof *p) {
    struct arena scratch = {0};
    buf_str(out,
            S("# 发布核验报告\n\n"
              "每次发布之前，程序把将要公开的文件像外人一样重新读一遍，查找不应公开的个人信息。"
              "只要发现一处，就不发布。下面是最近一次发布的结果。\n\n"));
    buf_fmt(out, "| 项目 | 内容 |\n| --- | --- |\n| 截至 | %s |\n",
            instant_text(&scratch, p->as_of).p);
    buf_fmt(out, "| 程序 | %.*s，核验规则第 %d 版 |\n", STR(p->program), VERIFIER_VERSION);
    buf_fmt(out, "| 网站文件 | %lld 个，%lld KiB |\n", (long long)p->files,
            (long long)KIBIBYTES(p->bytes));
    buf_fmt(out, "| 本次改动并读过 | %lld 个文件，连同压缩包内的共 %lld 份文本 |\n",
            (long long)p->checked.files, (long long)p->checked.texts);
    buf_fmt(out, "| 文件树指纹 | `%.*s` |\n", STR(sha256_text(&scratch, p->tree)));
    buf_fmt(out, "| 账本链头 | `%.*s` |\n\n## 逐类结果\n\n", STR(p->head));
    put_rows(out, p);
    buf_str(out, S("\n“已知”是本站记录中需要保护的内容的项数。同样的结果连同逐类的承诺值见 "
                   "[proof.json](" REPORT_LINK ")。承诺值用不公开的密钥算出：外人不能拿它试出内容，"
                   "将来却能证明当时查找的是哪些。\n\n## 怎样自己核对\n\n"
                   "下载网站后运行 `gongshi verify 目录`，即可核对全部文件与清单一致、链接都通、"
                   "没有形似个人号码的内容。\n"));
    arena_free(&scratch);
}
