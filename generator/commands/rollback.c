/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rollback.c — gongshi rollback [RELEASE]: an earlier release's site comes back, but for what was
 * ruled on since.
 *
 * In:    what each publication replaced (state/releases), the ledger
 * Out:   a publication like any: staged, read back, journalled, in the ledger
 * Law:   行政处罚法 art. 48, 国办发〔2018〕118号 (what is withdrawn stays withdrawn)
 * Never: restores a page whose record was ruled on since, or a page that shows such a record
 *
 *   state/releases/RUN/cf/2026/k3v9x2m7ab.html    a second name of the file that the run replaced
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#include <string.h>

#define RELEASES_TOLD 20
#define RELEASES_MOST 4096
#define RELEASE_DAYS 30          /* unless [retention] says otherwise */
#define FORGET "releases.forget" /* a note: with the next publication all copies go */
#define SOME 256
#define FILE_MOST ((int64_t)64 << 20)
#define STEM_LEAST 10 /* letters of an address */

/* ---- keeping ---- */

static const char *release_folder(struct run *r, int64_t run) {
    return site_path(r->site, str_fmt(r->arena, "state/releases/%lld", (long long)run).p);
}

static const char *kept_path(struct arena *a, const char *folder, str path) {
    return str_fmt(a, "%s/%.*s", folder, STR(path)).p;
}

static void keep_one(struct run *r, struct arena *a, const char *folder,
                     const struct ledger_kept *k) {
    const char *from = kept_path(a, r->public_dir, k->path);
    const char *to = kept_path(a, folder, k->path);
    if (k->how != KEPT_COPY || os_link(from, to))
        return;
    os_mkdirs(str_fmt(a, "%.*s", (int)(strrchr(to, '/') - to), to).p, 0700);
    (void)os_link(from, to);
}

/* Folders of runs whose term is over, or that were never published. */
static void drop_old(struct run *r) {
    struct strs names = os_list(r->arena, site_path(r->site, "state/releases"));
    int days = r->site->retention.releases > 0 ? r->site->retention.releases : RELEASE_DAYS;
    ledger_release_drop(r->ledger, r->as_of - (instant)days * 1440);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        int64_t run = 0;
        if (!str_int(names.v[i], &run) || ledger_release_files(r->ledger, run) == 0)
            os_rmtree(release_folder(r, run));
    }
}

/* Without a catalogue of what is public (the first publication, or one after a loss) nothing is
 * known of what is replaced: no release before this one can come back. */
void release_keep(struct run *r, int64_t run) {
    struct arena a = {0};
    struct ledger_kept some[SOME];
    struct ledger_kept_from from = {.run = run};
    drop_old(r);
    if (!ledger_public_any(r->ledger))
        return;
    const char *folder = release_folder(r, run);
    ledger_release_keep(r->ledger, run, PUBLISH_ENDED);
    for (int n = SOME; n == SOME; arena_reset(&a)) {
        n = ledger_kept_of(r->ledger, &a, &from, some, SOME);
        for (int i = 0; i < n; i++)
            keep_one(r, &a, folder, &some[i]);
        from.after = n > 0 ? some[n - 1].id : from.after;
    }
    arena_free(&a);
}

bool release_confirmed(struct run *r, int64_t run) {
    int64_t to = 0;
    bool forget = ledger_note(r->ledger, r->arena, FORGET).n > 0;
    if (forget) {
        ledger_release_drop(r->ledger, INT64_MAX);
        ledger_set_note(r->ledger, FORGET, S(""));
    }
    str restored = ledger_note(r->ledger, r->arena, "rollback");
    ledger_set_note(r->ledger, "restored", restored);
    if (!str_int(restored, &to))
        return forget;
    ledger_release_owe(r->ledger, to);
    data_again(r);
    ledger_set_note(r->ledger, "rollback", S(""));
    /* No record changed: there is nothing to tell a platform. */
    ledger_set_note(r->ledger, "package", str_fmt(r->arena, "%lld", (long long)run));
    return forget;
}

void releases_forget(struct run *r) {
    ledger_set_note(r->ledger, FORGET, S("yes"));
}

/* ---- which files may come back ---- */

struct rollback {
    struct run *run;
    int64_t to;
    struct hashes ruled; /* records that were ruled on since, by number … */
    struct hashes stems; /* … and by the last part of their addresses */
    bool partly;         /* there are such records */
    int64_t edition;     /* of the search index, whose dictionary was staged last */
    int64_t restored;
    int64_t removed;
    int64_t stayed;
};

static uint64_t number_hash(int64_t id) {
    return line_hash_of((str){(const char *)&id, sizeof id}, 0).lo;
}

static uint64_t stem_hash(str stem) {
    return line_hash_of(stem, 1).lo;
}

static str stem_of(str path) {
    while (str_find(path, S("/")) >= 0)
        (void)str_cut(&path, S("/"));
    return str_sub(path, 0, str_find(path, S(".html")));
}

static void load_ruled(struct rollback *p) {
    struct ledger_ruled *v = NULL;
    struct arena *a = p->run->arena;
    int n = ledger_ruled_since(p->run->ledger, a, p->to, &v);
    p->ruled = p->stems = (struct hashes){.arena = a};
    p->partly = n > 0;
    for (int i = 0; i < n; i++) {
        (void)hashes_add(&p->ruled, number_hash(v[i].id));
        (void)hashes_add(&p->stems, stem_hash(stem_of(v[i].path)));
    }
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Takes the next word that may be the last part of an address off a text. */
static str next_stem(str *rest) {
    while (rest->n > 0) {
        ptrdiff_t n = 0;
        while (n < rest->n && is_letter(rest->p[n]))
            n++;
        str word = str_sub(*rest, 0, n);
        *rest = str_sub(*rest, n < rest->n ? n + 1 : n, rest->n);
        if (word.n >= STEM_LEAST)
            return word;
    }
    return (str){0};
}

/* Whatever shows a record leads to its page. */
static bool shows_ruled(const struct rollback *p, str text) {
    for (str stem; (stem = next_stem(&text)).n > 0;)
        if (hashes_has(&p->stems, stem_hash(stem)))
            return true;
    return false;
}

/* Of these it is not known whom they show, or they show records without leading to them, or lead to
 * the index that is public: where a record was ruled on since, they stay as they are. */
static bool is_opaque(const struct ledger_kept *k) {
    static const char *const folders[] = {"print/", "screen/", "ml/", "data/", "f/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (str_starts(k->path, str_of(folders[i])))
            return true;
    return k->id >= FILE_SHARD || str_eq(k->path, S("search.html")) ||
           (k->rank != PUBLISH_ASSET && !str_ends(k->path, S(".html")));
}

static int64_t record_of(const struct ledger_kept *k) {
    if (k->id < FILE_LIST)
        return k->id;
    return k->id >= FILE_VERSION && k->id < FILE_GATHERING ? (k->id ^ FILE_VERSION) >> VERSION_BITS
                                                           : 0;
}

static bool may_return(const struct rollback *p, const struct ledger_kept *k, str bytes) {
    if (!p->partly)
        return true;
    if (hashes_has(&p->ruled, number_hash(record_of(k))))
        return false;
    return k->id < FILE_LIST || (!is_opaque(k) && !shows_ruled(p, bytes));
}

/* ---- staging them ---- */

static enum publish_rank rank_of(const struct ledger_kept *k) {
    if (record_of(k) != 0)
        return PUBLISH_RECORD;
    if (k->id < FILE_SITE)
        return PUBLISH_LIST;
    return k->rank == PUBLISH_REMOVE || k->rank == PUBLISH_ENDED ? PUBLISH_ASSET
                                                                 : (enum publish_rank)k->rank;
}

/* The records whose rows a list shows: <li id="k3v9x2m7ab">. */
static int rows_of(struct rollback *p, str text, int64_t ids[LIST_ROWS]) {
    int n = 0;
    while (n < LIST_ROWS && str_find(text, S("id=\"")) >= 0) {
        (void)str_cut(&text, S("id=\""));
        str rest = text;
        int64_t id = ledger_id_of_name(p->run->ledger, str_cut(&rest, S("\"")));
        if (id > 0)
            ids[n++] = id;
    }
    return n;
}

/* find/670daa677c74d5bd/d/000/00.js → find/670daa677c74d5bd/dict.js */
static str dictionary_of(struct arena *a, str path) {
    str rest = path;
    (void)str_cut(&rest, S("/"));
    (void)str_cut(&rest, S("/"));
    return str_fmt(a, "%.*s/dict.js", STR(str_sub(path, 0, path.n - rest.n - 1)));
}

/* The documents of an edition can be read only beside its dictionary, be it changed or not: it is
 * staged before them, and once. True when the file is that dictionary itself. */
static bool stage_dictionary(struct rollback *p, struct arena *a, const struct ledger_kept *k) {
    struct ledger_kept d = {.id = k->id >> SHARD_BITS << SHARD_BITS | SHARD_DICTIONARY};
    struct kept_file f = {.was = &d, .rank = PUBLISH_ASSET, .though_same = true};
    if (k->id < FILE_SHARD)
        return false;
    if (d.id == p->edition)
        return d.id == k->id;
    p->edition = d.id;
    d.path = dictionary_of(a, k->path);
    if (os_read(a, kept_path(a, release_folder(p->run, k->run), d.path), FILE_MOST, &f.bytes) ||
        os_read(a, kept_path(a, p->run->public_dir, d.path), FILE_MOST, &f.bytes)) {
        stage_kept(p->run, &f);
        stage_site_end(p->run);
    }
    return d.id == k->id;
}

static void restore(struct rollback *p, struct arena *a, const struct ledger_kept *k) {
    int64_t ids[LIST_ROWS] = {record_of(k)};
    struct kept_file f = {.was = k, .rank = rank_of(k), .records = ids};
    const char *path = kept_path(a, release_folder(p->run, k->run), k->path);
    if (!p->partly && stage_dictionary(p, a, k))
        return;
    if (k->how != KEPT_COPY || !os_read(a, path, FILE_MOST, &f.bytes) ||
        !sha256_eq(sha256_of(f.bytes), k->digest) || !may_return(p, k, f.bytes)) {
        p->stayed++;
        return;
    }
    f.record_count = ids[0] != 0 ? 1 : k->id < FILE_SITE ? rows_of(p, f.bytes, ids) : 0;
    stage_kept(p->run, &f);
    p->restored++;
}

/* What came since goes, as long as nothing that stays can lead there. */
static void take_back(struct rollback *p, struct arena *a, const struct ledger_kept *k) {
    struct ledger_file f;
    if (!ledger_public_file(p->run->ledger, a, k->id, &f))
        return;
    if (p->partly) {
        p->stayed++;
        return;
    }
    f.rank = PUBLISH_REMOVE;
    f.staged = false;
    ledger_staged(p->run->ledger, &f);
    if (k->id < FILE_LIST)
        ledger_event(p->run->ledger, p->run->number, k->id, "rolled-back", S(""));
    p->removed++;
}

static void stage_release(struct rollback *p) {
    struct arena a = {0};
    struct ledger_kept some[SOME];
    struct ledger_kept_from from = {.run = p->to, .since = true};
    render_open(p->run);
    for (int n = SOME; n == SOME; arena_reset(&a)) {
        n = ledger_kept_of(p->run->ledger, &a, &from, some, SOME);
        for (int i = 0; i < n; i++) {
            if (some[i].how == KEPT_CAME)
                take_back(p, &a, &some[i]);
            else
                restore(p, &a, &some[i]);
        }
        from.after = n > 0 ? some[n - 1].id : from.after;
    }
    write_manifests(p->run);
    arena_free(&a);
}

/* ---- the command ---- */

static int refuse(struct run *r) {
    r->problems = site_findings(r->site, r->arena);
    site_report(r->site);
    ledger_rollback(r->ledger);
    os_rmtree(r->stage_dir);
    os_print_error(S("gongshi: 核验未通过，没有恢复，网站不变\n"));
    return EXIT_CHECK;
}

static void seal(struct rollback *p) {
    struct run *r = p->run;
    struct arena *a = r->arena;
    str done = str_fmt(a, "to run %lld, restored %lld, removed %lld, stayed %lld", (long long)p->to,
                       (long long)p->restored, (long long)p->removed, (long long)p->stayed);
    ledger_event(r->ledger, r->number, 0, "rollback", done);
    ledger_set_note(r->ledger, "rollback", str_fmt(a, "%lld", (long long)p->to));
    ledger_set_note(
        r->ledger, "stage",
        str_fmt(a, "%lld %.*s", (long long)r->number, STR(ledger_position(r->ledger, a))));
    ledger_commit(r->ledger);
    arena_free(&r->verify_memory);
}

static int roll_back(struct run *r, int64_t to) {
    struct rollback p = {.run = r, .to = to};
    ledger_begin(r->ledger);
    r->number = ledger_run_begin(r->ledger, r->as_of);
    load_ruled(&p);
    r->stage = stage_open(r->arena, r->stage_dir, r->public_dir);
    stage_release(&p);
    if (diag_worst(&r->site->diags) == DIAG_ERROR)
        return refuse(r);
    seal(&p);
    int status = publish_site(r);
    os_print(str_fmt(r->arena,
                     "已恢复到第 %lld 次运行的公示：恢复 %lld 个文件，撤去此后新增的 %lld "
                     "个，%lld 个此后另有裁定，或者显示这样的记录，保持现状\n"
                     "下一次运行会按那时的模板、内容和记录重新生成：请先改正出错的地方\n",
                     (long long)to, (long long)p.restored, (long long)p.removed,
                     (long long)p.stayed));
    return status;
}

static int list_releases(struct run *r) {
    struct ledger_release v[RELEASES_TOLD];
    int n = ledger_releases(r->ledger, v, RELEASES_TOLD);
    os_print(n == 0 ? S("还没有公示过\n") : S("序号  公示时间          当次改变的文件\n"));
    for (int i = 0; i < n; i++)
        os_print(str_fmt(r->arena, "%4lld  %.*s  %lld%s\n", (long long)v[i].run,
                         STR(instant_text(r->arena, v[i].as_of)), (long long)v[i].changed,
                         i == 0       ? "  （现在的网站）"
                         : v[i].whole ? ""
                                      : "  （没有留存，不能恢复）"));
    return EXIT_DONE;
}

/* Dies unless all that came after it is known. */
static void refuse_unknown(struct run *r, int64_t to) {
    struct ledger_release *v = NEW(r->arena, struct ledger_release, RELEASES_MOST);
    int n = ledger_releases(r->ledger, v, RELEASES_MOST);
    for (int i = 0; i < n; i++)
        if (v[i].run == to && i == 0)
            die_usage("第 %lld 次就是现在的网站", (long long)to);
        else if (v[i].run == to && v[i].whole)
            return;
    die_usage("不能恢复到 %.*s：gongshi rollback 列出可以恢复的各次公示",
              STR(r->options->words[0]));
}

int command_rollback(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    int64_t to = 0;
    if (o->word_count > 1 || (o->word_count == 1 && !str_int(o->words[0], &to)))
        die_usage("用法：gongshi rollback [序号]");
    run_open(&r, &arena, o, true);
    refuse_other_day(&r);
    refuse_lost(&r);
    refuse_earlier(&r);
    (void)publish_finish(&r);
    int status = EXIT_DONE;
    if (o->word_count == 0) {
        status = list_releases(&r);
    } else {
        refuse_unknown(&r, to);
        status = roll_back(&r, to);
        desk_report(&r, EXIT_DONE, status);
    }
    report_times(&r);
    run_close(&r);
    arena_free(&arena);
    return status;
}
