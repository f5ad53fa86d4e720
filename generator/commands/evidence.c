/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * evidence.c — gongshi evidence ID: what an auditor can check alone, with sha256sum.
 *
 * In:    the ledger, the stored line, the published page and its manifests
 * Out:   one ZIP file: digests of the bytes received, rulings with clauses, links of the chain
 * Law:   国办发〔2018〕118号 三 (全过程留痕、可回溯管理)
 * Never: holds a private value: of what was received there are digests only
 */
#include "base/os.h"
#include "base/zip.h"
#include "commands/commands.h"
#include "commands/run.h"

#define FILE_LIMIT ((int64_t)256 << 20)

struct bundle {
    struct run *run;
    struct arena *a;
    str name; /* evidence-k3v9x2m7ab: what it unpacks into */
    const struct ledger_record *record;
    struct ledger_delivery delivery;
    struct zip_member *members;
    int n;
    ptrdiff_t cap;
    struct buf sums;
};

static void add(struct bundle *b, const char *below, str bytes) {
    EXTEND(b->a, b->members, b->n, b->cap);
    b->members[b->n++] =
        (struct zip_member){str_fmt(b->a, "%.*s/%s", STR(b->name), below), str_dup(b->a, bytes)};
}

static void put(struct bundle *b, const char *below, str bytes) {
    add(b, below, bytes);
    buf_fmt(&b->sums, "%s  %s\n", sha256_text(b->a, sha256_of(bytes)).p, below);
}

static void put_buf(struct bundle *b, const char *below, struct buf *bytes) {
    put(b, below, buf_view(bytes));
    buf_free(bytes);
}

/* A file of the public tree, as it stands there. */
static bool put_public(struct bundle *b, str path) {
    str bytes;
    const char *from = str_fmt(b->a, "%s/%.*s", b->run->public_dir, STR(path)).p;
    if (!os_read(b->a, from, FILE_LIMIT, &bytes))
        return false;
    put(b, str_fmt(b->a, "release/%.*s", STR(path)).p, bytes);
    return true;
}

/* The page, the shard that lists it, and the index that lists the shard, with its signatures. */
static bool put_release(struct bundle *b) {
    struct strs names = os_list(b->a, b->run->public_dir);
    if (!put_public(b, b->record->path))
        return false;
    (void)put_public(b, manifest_path(b->a, ledger_block_of(b->record->id)));
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (str_starts(names.v[i], S(MANIFEST_INDEX)))
            (void)put_public(b, names.v[i]);
    return true;
}

/* Digest, size and time of the delivery, and where in it the record stood. */
static void put_receipt(struct bundle *b) {
    const struct ledger_record *rec = b->record;
    struct reading *in;
    struct slice line;
    struct buf csv = {0};
    str hex = sha256_text(b->a, b->delivery.digest);
    str words = S("");
    if (line_again(b->run, b->a, rec, &in, &line))
        words = sha256_text(b->a, sha256_of(line.text));
    buf_str(&csv, S("来源,文件的SHA-256,字节数,收到的运行,收到时点,第几行,该行的SHA-256\n"));
    buf_csv(&csv, b->delivery.source, ',');
    buf_fmt(&csv, ",%.*s,%lld,%lld,%s,%lld,%.*s\n", STR(hex), (long long)b->delivery.size,
            (long long)b->delivery.run,
            instant_text(b->a, ledger_run_as_of(b->run->ledger, b->delivery.run)).p,
            (long long)rec->line, STR(words));
    put_buf(b, "receipt.csv", &csv);
}

static void put_rulings(struct bundle *b) {
    struct ledger_event *v = NULL;
    struct buf csv = {0};
    int n = ledger_events(b->run->ledger, b->a, b->record->id, &v);
    buf_str(&csv, S("序号,运行,时点,经过,规则,理由,依据,细节\n"));
    for (int i = 0; i < n; i++) {
        str rest = v[i].detail;
        const struct reason_info *why = reason_named(str_cut(&rest, S(" ")));
        buf_fmt(&csv, "%lld,%lld,%s,%.*s,", (long long)v[i].seq, (long long)v[i].run,
                instant_text(b->a, v[i].as_of).p, STR(v[i].what));
        const char *cells[] = {why == NULL ? "" : why->id, why == NULL ? "" : why->text,
                               why == NULL ? "" : why->citation};
        for (int k = 0; k < 3; k++) {
            buf_csv(&csv, str_of(cells[k]), ',');
            buf_char(&csv, ',');
        }
        buf_csv(&csv, v[i].detail, ',');
        buf_char(&csv, '\n');
    }
    put_buf(b, "rulings.csv", &csv);
}

static void put_chain(struct bundle *b) {
    struct buf text = {0};
    ledger_links(b->run->ledger, b->record->id, ledger_receipt_text(b->a, &b->delivery), &text);
    put_buf(b, "chain.txt", &text);
    put(b, "check.sh",
        S("#!/bin/sh\n"
          "# 核对本证据包：需要 sh 和 sha256sum，不需要 gongshi，也不用联网。\n"
          "set -u\n"
          "cd \"$(dirname \"$0\")\" || exit 1\n"
          "bad=0\n"
          "sha256sum -c --quiet SHA256SUMS || bad=1\n"
          "# chain.txt 每行：指纹，空格，原文；指纹是原文的 SHA-256，原文以上一条的指纹开头。\n"
          "while IFS= read -r line; do\n"
          "    hash=${line%% *} text=${line#* }\n"
          "    [ \"$(printf '%s' \"$text\" | sha256sum | cut -c1-64)\" = \"$hash\" ] ||\n"
          "        { echo \"不符：$text\"; bad=1; }\n"
          "done <chain.txt\n"
          "# 网页在清单里，清单在清单目录里。\n"
          "for file in $(cd release 2>/dev/null && find . -type f | sed 's|^\\./||'); do\n"
          "    sum=$(sha256sum \"release/$file\" | cut -c1-64)\n"
          "    case $file in\n"
          "    manifest.json*) continue ;;\n"
          "    manifest/*) list=release/manifest.json ;;\n"
          "    *) list=$(ls release/manifest/*.txt) ;;\n"
          "    esac\n"
          "    grep -F \"$file\" \"$list\" | grep -qF \"$sum\" || { echo \"不在清单中：$file\"; bad=1; }\n"
          "done\n"
          "[ $bad -eq 0 ] && echo 相符 || echo 不符\n"
          "exit $bad\n"));
}

/* The ruling made again from the stored facts, with the clauses of the policy's own rows. */
static void put_words(struct bundle *b, bool public) {
    struct run *r = b->run;
    const struct ledger_record *rec = b->record;
    struct facts f = facts_read(rec->facts);
    struct history h = history_of(r, b->a, rec);
    struct ruling u = rule(r->site->policy, &f, &h, r->today, true);
    struct buf t = {0};
    buf_fmt(&t, "%.*s\n证据包，截至 %s\n\n", STR(r->site->words.name),
            instant_text(b->a, ledger_last_as_of(r->ledger)).p);
    buf_fmt(&t, "记录      账本编号 %lld，%s，执法主体 %.*s，第 %d 版\n网址      %.*s\n",
            (long long)rec->id, kind_info((enum kind)rec->kind)->title, STR(rec->agency),
            rec->version, STR(rec->path));
    if (rec->first_run != 0)
        buf_fmt(&t, "首次公示  %s（第 %lld 次运行的时点，不能改动）\n",
                instant_text(b->a, ledger_run_as_of(r->ledger, rec->first_run)).p,
                (long long)rec->first_run);
    buf_fmt(&t, "现在裁定  %.*s：%s（%s）\n依据      %.*s\n", STR(verb_text(u.verb)),
            reason_info(u.reason)->text, reason_info(u.reason)->id, STR(u.citation));
    if (u.due != DATE_NONE)
        buf_fmt(&t, "公示期限  %s，%.*s（规则 %.*s）\n", date_text(b->a, u.due).p,
                STR(u.due_citation), STR(u.due_rule));
    if (u.due != DATE_NONE && u.due_days > 0)
        deadline_explain(r->site->policy, u.due_from, u.due_days, &t);
    if (u.public_until != DATE_NONE)
        buf_fmt(&t, "公示到    %s，%.*s\n", date_text(b->a, u.public_until).p,
                STR(u.term_citation));
    buf_fmt(&t, "账本链头  %.*s\n\n", STR(ledger_position(r->ledger, b->a)));
    buf_str(&t, S("文件\n"
                  "  receipt.csv   收到的文件和这条记录所在行的 SHA-256；原文由单位保管，\n"
                  "                出示后用 sha256sum 对照\n"
                  "  rulings.csv   每次裁定、更正的时点、规则和依据\n"
                  "  chain.txt     账本哈希链中与本记录有关的各环\n"));
    if (public)
        buf_str(&t, S("  release/      现在公示的网页，列有它的清单，和清单目录（签名在旁）\n"));
    buf_str(&t, S("\n核对（不需要 gongshi，也不用联网）\n"
                  "  sh check.sh                  显示“相符”即各文件、各环、清单互相一致\n"
                  "  网站上同名文件应与 release/ 相同\n"
                  "  gongshi ledger check         由单位当面运行：全链完好，链头应与上面相同\n"
                  "                               （此后又有运行的，链头会变，各环不变）\n"));
    put_buf(b, "README.txt", &t);
}

static str bundle_name(struct arena *a, str path) {
    for (str rest = path; rest.p != NULL;)
        path = str_cut(&rest, S("/"));
    return str_fmt(a, "evidence-%.*s", STR(str_sub(path, 0, path.n - S(".html").n)));
}

static void write_bundle(struct run *r, int64_t id) {
    struct arena a = {0};
    struct ledger_record rec;
    struct bundle b = {.run = r, .a = &a, .record = &rec};
    if (!ledger_get(r->ledger, &a, id, &rec) ||
        !ledger_delivery(r->ledger, &a, rec.delivery, &b.delivery))
        return;
    b.name = bundle_name(&a, rec.path);
    bool public = put_release(&b);
    put_receipt(&b);
    put_rulings(&b);
    put_chain(&b);
    put_words(&b, public);
    add(&b, "SHA256SUMS", buf_view(&b.sums));
    const char *to = r->options->out != NULL
                         ? r->options->out
                         : site_path(r->site, str_fmt(&a, "desk/report/%.*s.zip", STR(b.name)).p);
    if (os_stat(to).is_dir)
        die_usage("%s 是一个文件夹：证据包是一个文件，请写文件名", to);
    os_write_atomic(to, zip_of(&a, b.members, b.n), 0660);
    os_print(str_fmt(&a, "证据包：%s，解开后 sh check.sh 即可核对，方法见其中的 README.txt\n", to));
    buf_free(&b.sums);
    arena_free(&a);
}

int command_evidence(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    struct named found;
    if (o->word_count != 1)
        die_usage("用法：gongshi evidence 编号 或 gongshi evidence 文书号");
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    records_named(&r, &arena, o->words[0], &found);
    if (found.n == 0)
        os_print_error(S("gongshi: 账本中没有这个编号或文书号\n"));
    if (found.n > 1 && o->out != NULL)
        die_usage("%.*s 对应 %d 条记录：请用各自的编号（网址的最后一段）", STR(o->words[0]),
                  found.n);
    for (int i = 0; i < found.n; i++)
        write_bundle(&r, found.ids[i]);
    run_close(&r);
    arena_free(&arena);
    return found.n > 0 ? EXIT_DONE : EXIT_USAGE;
}
