/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * site.c — a site folder, opened: its words, sources, policy, templates, lock and keys.
 *
 * In:    site.conf and the folders beside it
 * Out:   struct site
 * Law:   none
 * Never: changes anything but by taking the lock and making missing folders and the site key
 */
#include "commands/site.h"

#include "base/buf.h"
#include "base/encoding.h"
#include "base/ini.h"
#include "base/os.h"
#include "intake/names.h"

#include <string.h>

#define CONF_LIMIT ((int64_t)4 << 20) /* bytes of site.conf, a map, a template, a policy table */
#define FOLDER_DEPTH 8                /* of content/ and templates/ */

const char *site_path(const struct site *s, const char *below) {
    return str_fmt(s->arena, "%s/%s", s->dir, below).p;
}

const char *site_place(const struct site *s, str path) {
    return str_starts(path, S("/")) ? str_z(s->arena, path) : site_path(s, str_z(s->arena, path));
}

str site_findings(const struct site *s, struct arena *a) {
    struct buf b = {0};
    for (const struct diag *d = s->diags.first; d != NULL; d = d->next) {
        diag_line(&b, d);
        buf_char(&b, '\n');
    }
    str lines = str_dup(a, buf_view(&b));
    buf_free(&b);
    return lines;
}

void site_report(struct site *s) {
    os_print_error(site_findings(s, s->arena));
    s->diags = (struct diags){.arena = s->arena};
}

/* A configuration that is wrong ends the command: the old site stands. */
static void stop_on_error(struct site *s) {
    if (diag_worst(&s->diags) == DIAG_ERROR) {
        site_report(s);
        die_usage("配置有错，见以上各行；网站没有改变");
    }
}

/* ---- shipped files ---- */

const char *site_share(struct arena *a, const struct options *o) {
    if (o->share != NULL)
        return o->share;
    str program = os_program(a);
    while (program.n > 0 && program.p[program.n - 1] != '/')
        program.n--;
    static const char *const tried[] = {"..", "../share/gongshi", "../.."};
    for (int i = 0; i < 3; i++) {
        const char *dir = str_fmt(a, "%.*s%s", STR(program), tried[i]).p;
        if (os_stat(str_fmt(a, "%s/templates", dir).p).is_dir &&
            os_stat(str_fmt(a, "%s/content/law", dir).p).is_dir)
            return dir;
    }
    die_usage("找不到随程序提供的 templates、content、assets；请用 --share 指明");
}

bool site_read(const struct site *s, struct arena *a, const char *below, str *file, str *text) {
    const char *roots[] = {s->dir, s->share};
    for (int i = 0; i < 2; i++) {
        const char *path = str_fmt(a, "%s/%s", roots[i], below).p;
        if (!os_stat(path).is_file)
            continue;
        *file = str_dup(a, str_of(below));
        if (!os_read(a, path, CONF_LIMIT, text))
            die_usage("%s：文件过大（上限 %lld 字节）", path, (long long)CONF_LIMIT);
        ptrdiff_t bad = 0;
        str utf8;
        if (!encoding_to_utf8(a, *text, &utf8, &bad))
            die_usage("%s：第 %td 字节处编码不明，请另存为 UTF-8", path, bad);
        *text = utf8;
        return true;
    }
    return false;
}

#define NAMES_MOST 4096 /* files below one folder of the site */

/* Adds the files below root/below that end so; folders within folders to FOLDER_DEPTH. */
struct search {
    const char *root;
    str ending;
    struct strs *found;
};

static void list_folder(struct arena *a, const struct search *q, str below, int depth) {
    const char *dir = str_fmt(a, "%s/%.*s", q->root, STR(below)).p;
    struct strs names = os_list(a, dir);
    for (ptrdiff_t i = 0; i < names.n && q->found->n < NAMES_MOST; i++) {
        str path = below.n == 0 ? names.v[i] : str_fmt(a, "%.*s/%.*s", STR(below), STR(names.v[i]));
        struct os_stat st = os_stat(str_fmt(a, "%s/%.*s", q->root, STR(path)).p);
        if (st.is_dir && depth < FOLDER_DEPTH)
            list_folder(a, q, path, depth + 1);
        else if (st.is_file && str_ends(path, q->ending) && !str_starts(names.v[i], S(".")))
            q->found->v[q->found->n++] = path;
    }
}

/* Insertion sort with duplicates dropped: some dozens of names. */
static struct strs sorted_once(struct strs in) {
    struct strs out = {in.v, 0};
    for (ptrdiff_t i = 0; i < in.n; i++) {
        str one = in.v[i];
        ptrdiff_t at = out.n;
        while (at > 0 && str_cmp(out.v[at - 1], one) > 0)
            at--;
        if (at > 0 && str_eq(out.v[at - 1], one))
            continue;
        memmove(out.v + at + 1, out.v + at, sizeof *out.v * (size_t)(out.n - at));
        out.v[at] = one;
        out.n++;
    }
    return out;
}

struct strs site_list(const struct site *s, struct arena *a, const char *below, str ending) {
    struct strs found = {NEW(a, str, NAMES_MOST), 0};
    const char *roots[] = {s->share, s->dir};
    for (int i = 0; i < 2; i++) {
        struct search q = {str_fmt(a, "%s/%s", roots[i], below).p, ending, &found};
        list_folder(a, &q, (str){0}, 0);
    }
    return sorted_once(found);
}

/* ---- site.conf ---- */

/* Where each key of [site] goes; the order is that of the man page. */
static const struct conf_key {
    const char *key;
    size_t at;
} site_keys[] = {
    {"name", offsetof(struct site_words, name)},
    {"domain", offsetof(struct site_words, domain)},
    {"id_code", offsetof(struct site_words, id_code)},
    {"organiser", offsetof(struct site_words, organiser)},
    {"maintainer", offsetof(struct site_words, maintainer)},
    {"contact", offsetof(struct site_words, contact)},
    {"icp", offsetof(struct site_words, icp)},
    {"police", offsetof(struct site_words, police)},
    {"error_url", offsetof(struct site_words, error_url)},
    {"colour", offsetof(struct site_words, colour)},
    {"correction", offsetof(struct site_words, correction)},
    {"map", offsetof(struct site_words, map)},
    {"base_url", offsetof(struct site_words, base_url)},
    {"language", offsetof(struct site_words, language)},
    {"licence", offsetof(struct site_words, licence)},
    {"licence_url", offsetof(struct site_words, licence_url)},
};
#define SITE_KEYS ((int)(sizeof site_keys / sizeof site_keys[0]))

static void unknown_key(struct site *s, const struct ini *ini, const struct ini_entry *e,
                        const str *known, int n) {
    str near = ini_nearest(e->key, known, n);
    struct place at = {ini->file, e->line, e->section};
    if (near.n > 0)
        diag(&s->diags, DIAG_CONF_UNKNOWN_KEY, at, "%.*s，是不是 %.*s？", STR(e->key), STR(near));
    else
        diag(&s->diags, DIAG_CONF_UNKNOWN_KEY, at, "%.*s", STR(e->key));
}

static void take_site_key(struct site *s, const struct ini *ini, const struct ini_entry *e) {
    str known[SITE_KEYS + 4];
    for (int i = 0; i < SITE_KEYS; i++) {
        known[i] = str_of(site_keys[i].key);
        if (str_eq(e->key, known[i])) {
            *(str *)(void *)((char *)&s->words + site_keys[i].at) = e->value;
            return;
        }
    }
    known[SITE_KEYS] = S("demo");
    known[SITE_KEYS + 1] = S("agencies");
    known[SITE_KEYS + 2] = S("public");
    known[SITE_KEYS + 3] = S("pinyin");
    if (str_eq(e->key, S("demo")))
        s->demo = s->words.demo = str_eq(e->value, S("yes"));
    else if (str_eq(e->key, S("agencies")))
        s->listed_agencies = str_eq(e->value, S("listed"));
    else if (str_eq(e->key, S("public")))
        s->publics = e->value;
    else if (str_eq(e->key, S("pinyin")))
        s->pinyin = str_eq(e->value, S("yes"));
    else
        unknown_key(s, ini, e, known, SITE_KEYS + 4);
}

static void take_agency_key(struct site *s, const struct ini *ini, const struct ini_entry *e,
                            str code) {
    static const char *const keys[] = {"name", "former", "sector", "successor", "until", "uscc"};
    struct agency *last = &s->agencies[s->agency_count > 0 ? s->agency_count - 1 : 0];
    if (s->agency_count == 0 || !str_eq(last->code, code)) {
        last = &s->agencies[s->agency_count++];
        last->code = code;
    }
    str known[6];
    for (int i = 0; i < 6; i++)
        known[i] = str_of(keys[i]);
    if (str_eq(e->key, known[0]))
        last->name = e->value;
    else if (str_eq(e->key, known[1]))
        last->former = ini_list(s->arena, e->value);
    else if (str_eq(e->key, known[2]))
        last->sector = e->value;
    else if (str_eq(e->key, known[3]))
        last->successor = e->value;
    else if (str_eq(e->key, known[4]))
        last->until = date_parse_loose(e->value);
    else if (str_eq(e->key, known[5]))
        last->uscc = e->value;
    else
        unknown_key(s, ini, e, known, 6);
}

static void take_source_key(struct site *s, const struct ini *ini, const struct ini_entry *e) {
    struct strs known;
    if (!source_take_key(s, e, &known))
        unknown_key(s, ini, e, known.v, (int)known.n);
}

static void take_target_key(struct site *s, const struct ini *ini, const struct ini_entry *e) {
    struct strs known;
    if (!target_take_key(s, e, &known))
        unknown_key(s, ini, e, known.v, (int)known.n);
}

/* Days, or years: 3650, 90 天, 10 年. */
static bool days_of(str text, int *out) {
    int64_t v = 0;
    int64_t factor = str_ends(text, S("年")) ? 366 : 1;
    if (str_ends(text, S("年")) || str_ends(text, S("天")) || str_ends(text, S("日")))
        text = str_trim(str_sub(text, 0, text.n - S("年").n));
    if (!str_int(text, &v) || v < 1 || v > 100 * 366)
        return false;
    *out = (int)(v * factor);
    return true;
}

static void take_retention_key(struct site *s, const struct ini *ini, const struct ini_entry *e) {
    static const char *const keys[] = {"deliveries", "packages", "reports", "releases"};
    int *const to[] = {&s->retention.deliveries, &s->retention.packages, &s->retention.reports,
                       &s->retention.releases};
    str known[4];
    for (int i = 0; i < 4; i++) {
        known[i] = str_of(keys[i]);
        if (!str_eq(e->key, known[i]))
            continue;
        if (!days_of(e->value, to[i]))
            diag(&s->diags, DIAG_CONF_RETENTION, (struct place){ini->file, e->line, e->section},
                 "%.*s", STR(e->value));
        return;
    }
    unknown_key(s, ini, e, known, 4);
}

static void unknown_section(struct site *s, const struct ini *ini, const struct ini_entry *e) {
    str known[] = {S("site"), S("agency"), S("source"), S("target"), S("retention")};
    str rest = e->section;
    str near = ini_nearest(str_cut(&rest, S(" ")), known, 5);
    diag(&s->diags, DIAG_CONF_UNKNOWN_SECTION, (struct place){ini->file, e->line, (str){0}},
         near.n > 0 ? "[%.*s]，是不是 [%.*s]？" : "[%.*s]%.*s", STR(e->section), STR(near));
}

/* Who came after an agency is one of those listed, and since a day. */
static void check_successors(struct site *s) {
    for (int i = 0; i < s->agency_count; i++) {
        const struct agency *one = &s->agencies[i];
        bool found = false;
        for (int k = 0; k < s->agency_count; k++)
            found = found || (k != i && str_eq(s->agencies[k].code, one->successor));
        if (one->successor.n > 0 && (!found || one->until <= 0))
            diag(&s->diags, DIAG_AGENCY_SUCCESSOR, (struct place){S("site.conf"), 0, one->code},
                 "%.*s", STR(one->successor));
    }
}

static void read_conf(struct site *s) {
    const char *path = site_path(s, "site.conf");
    str text;
    if (!os_stat(path).is_file || !os_read(s->arena, path, CONF_LIMIT, &text))
        die_usage("这里没有网站：缺少 %s；可用 gongshi init 目录 建立", path);
    struct ini ini;
    bool ok = ini_load(s->arena, S("site.conf"), text, &ini, &s->diags);
    s->agencies = NEW(s->arena, struct agency, ini.n + 1);
    s->sources = NEW(s->arena, struct source, ini.n + 1);
    for (ptrdiff_t i = 0; ok && i < ini.n; i++) {
        const struct ini_entry *e = &ini.v[i];
        if (str_eq(e->section, S("site")))
            take_site_key(s, &ini, e);
        else if (str_starts(e->section, S("agency ")))
            take_agency_key(s, &ini, e, str_trim(str_sub(e->section, 7, e->section.n)));
        else if (str_starts(e->section, S("source ")))
            take_source_key(s, &ini, e);
        else if (str_starts(e->section, S("target ")))
            take_target_key(s, &ini, e);
        else if (str_eq(e->section, S("retention")))
            take_retention_key(s, &ini, e);
        else
            unknown_section(s, &ini, e);
    }
    source_settle(s);
    target_settle(s);
    check_successors(s);
    stop_on_error(s);
}

/* ---- the agencies' codes ---- */

static bool is_code(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '-'))
            return false;
    return s.n > 0 && s.n < FACT_CODE;
}

str site_agency(const struct site *s, struct arena *a, str named) {
    const struct agency *known = policy_agency(s->policy, named);
    if (known != NULL)
        return known->code;
    if (s->listed_agencies || !names_office(named))
        return (str){0};
    if (is_code(named))
        return named;
    str hex = sha256_text(a, sha256_of(named));
    return str_fmt(a, "x%.*s", 9, hex.p);
}

/* ---- policy, maps, templates, articles ---- */

static str digest_hex(struct arena *a, struct sha256_stream *h) {
    return sha256_text(a, sha256_close(h));
}

/* What notes on faces are made of: the table of bases, and who came after whom. */
static str noted_digest(const struct site *s) {
    struct sha256_stream *h = sha256_open();
    sha256_add(h, s->bases);
    for (int i = 0; i < s->agency_count; i++) {
        const struct agency *one = &s->agencies[i];
        if (one->successor.n == 0)
            continue;
        sha256_add(h, one->code);
        sha256_add(h, one->successor);
        sha256_add(h, (str){(const char *)&one->until, sizeof one->until});
    }
    return digest_hex(s->arena, h);
}

#define POLICY_TABLES 32 /* more than there are */

static void read_policy(struct site *s) {
    struct policy_source *tables = NEW(s->arena, struct policy_source, POLICY_TABLES);
    int n = 0;
    struct sha256_stream *all = sha256_open();
    for (int i = 0; policy_tables[i] != NULL && n < POLICY_TABLES; i++) {
        const char *below = str_fmt(s->arena, "content/law/%s", policy_tables[i]).p;
        struct policy_source *t = &tables[n];
        t->name = str_of(policy_tables[i]);
        if (!site_table(s, s->arena, below, &t->file, &t->text))
            continue;
        n++;
        sha256_add(all, t->text);
        if (str_eq(t->name, S("bases")))
            s->bases = sha256_text(s->arena, sha256_of(t->text));
        if (str_eq(t->name, S("masking")))
            s->masking = sha256_text(s->arena, sha256_of(t->text));
    }
    for (int i = 0; i < s->agency_count; i++) {
        const struct agency *one = &s->agencies[i];
        sha256_add(all, one->code);
        sha256_add(all, one->name);
        sha256_add(all, one->sector);
        sha256_add(all, one->successor);
        sha256_add(all, (str){(const char *)&one->until, sizeof one->until});
        for (ptrdiff_t k = 0; k < one->former.n; k++)
            sha256_add(all, one->former.v[k]);
    }
    s->bases = noted_digest(s);
    s->tables = tables;
    s->table_count = n;
    s->rules = digest_hex(s->arena, all);
    s->policy = policy_load(
        s->arena, &(struct policy_input){tables, n, s->agencies, s->agency_count}, &s->diags);
    stop_on_error(s);
    if (s->policy == NULL)
        die_usage("规则表不能使用");
}

static void read_maps(struct site *s) {
    struct strs names = site_list(s, s->arena, "feeds/maps", S(".map"));
    s->maps = NEW(s->arena, const struct map *, names.n + 1);
    s->map_names = NEW(s->arena, str, names.n + 1);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        str file;
        str text;
        const char *below = str_fmt(s->arena, "feeds/maps/%.*s", STR(names.v[i])).p;
        if (site_read(s, s->arena, below, &file, &text))
            s->maps[s->map_count] = map_load(s->arena, file, text, &s->diags);
        s->map_names[s->map_count] = names.v[i];
        s->map_count += s->maps[s->map_count] != NULL;
    }
    stop_on_error(s);
}

const struct map *const *site_maps(const struct site *s, str source, int *n) {
    str wanted = {0};
    for (int i = 0; i < s->source_count; i++)
        if (str_eq(s->sources[i].name, source))
            wanted = s->sources[i].map;
    for (int i = 0; i < s->map_count && wanted.n > 0; i++)
        if (str_eq(s->map_names[i], wanted)) {
            *n = 1;
            return &s->maps[i];
        }
    *n = s->map_count;
    return s->maps;
}

const unsigned char *site_levels(const struct site *s, str source) {
    for (int i = 0; i < s->source_count; i++)
        if (str_eq(s->sources[i].name, source))
            return s->sources[i].levels;
    return NULL;
}

bool site_snapshot(const struct site *s, str source) {
    for (int i = 0; i < s->source_count; i++)
        if (str_eq(s->sources[i].name, source))
            return s->sources[i].snapshot;
    return false;
}

/* A source that names a map must name one that is there. */
static void check_sources(struct site *s) {
    for (int i = 0; i < s->source_count; i++) {
        const struct source *one = &s->sources[i];
        int n = 0;
        (void)site_maps(s, one->name, &n);
        if (one->map.n > 0 && n != 1)
            diag(&s->diags, DIAG_SOURCE_MAP, (struct place){S("site.conf"), 0, one->name}, "%.*s",
                 STR(one->map));
    }
    stop_on_error(s);
}

#define CATALOGUES 2 /* the shipped words, then the site's own over them */
#define DEFAULT_LANGUAGE "zh-CN"

static int read_words(struct site *s, struct sha256_stream *look,
                      struct page_source out[CATALOGUES]) {
    str language = s->words.language.n > 0 ? s->words.language : S(DEFAULT_LANGUAGE);
    str below = str_fmt(s->arena, "templates/words/%.*s.ini", STR(language));
    const char *roots[CATALOGUES] = {s->share, s->dir};
    int n = 0;
    for (int i = 0; i < CATALOGUES; i++) {
        str path = str_fmt(s->arena, "%s/%.*s", roots[i], STR(below));
        if (!os_stat(path.p).is_file || !os_read(s->arena, path.p, CONF_LIMIT, &out[n].text))
            continue;
        out[n].name = language;
        out[n].file = below;
        sha256_add(look, out[n++].text);
    }
    return n;
}

static void read_statistics(struct site *s) {
    static const char *const names[] = {"content/law/statistics", "content/law/bulletin"};
    struct statistics *const to[] = {&s->statistics, &s->bulletin};
    struct sha256_stream *all = sha256_open();
    for (int i = 0; i < 2; i++) {
        str file;
        str text;
        if (!site_table(s, s->arena, names[i], &file, &text))
            continue;
        sha256_add(all, text);
        (void)statistics_load(s->arena, file, text, to[i], &s->diags);
    }
    for (int i = 0; i < s->agency_count; i++)
        sha256_add(all, s->agencies[i].name);
    s->figures = sha256_text(s->arena, sha256_close(all));
    stop_on_error(s);
}

/* The report for the staff is no page: its templates are apart, and no event when they change. */
static void read_office(struct site *s) {
    static const char *const names[] = {"report", "style"};
    s->office = template_set_open(s->arena, true);
    for (int i = 0; i < 2; i++) {
        str file;
        str text;
        const char *below = str_fmt(s->arena, "templates/office/%s.mustache", names[i]).p;
        if (site_read(s, s->arena, below, &file, &text))
            (void)template_add(s->office, str_of(names[i]), file, text, &s->diags);
    }
    (void)template_check(s->office, &s->diags);
    stop_on_error(s);
}

static void read_templates(struct site *s, struct sha256_stream *look) {
    struct strs names = site_list(s, s->arena, "templates", S(".mustache"));
    struct page_source *v = NEW(s->arena, struct page_source, names.n + 1);
    struct page_source words[CATALOGUES] = {0};
    struct pages_input in = {.words = &s->words, .templates = v, .catalogues = words};
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *below = str_fmt(s->arena, "templates/%.*s", STR(names.v[i])).p;
        struct page_source *one = &v[in.template_count];
        if (str_starts(names.v[i], S("office/")) ||
            !site_read(s, s->arena, below, &one->file, &one->text))
            continue;
        one->name = str_sub(names.v[i], 0, names.v[i].n - (ptrdiff_t)strlen(".mustache"));
        sha256_add(look, one->name);
        sha256_add(look, one->text);
        in.template_count++;
    }
    in.catalogue_count = read_words(s, look, words);
    if (in.catalogue_count == 0)
        diag(&s->diags, DIAG_WORDS_ABSENT, (struct place){S("site.conf"), 0, S("language")}, "%.*s",
             STR(s->words.language));
    stop_on_error(s);
    s->pages = pages_open(s->arena, &in, &s->diags);
    stop_on_error(s);
    if (s->pages == NULL)
        die_usage("模板不能使用");
}

static void read_articles(struct site *s, struct sha256_stream *look) {
    struct strs names = site_list(s, s->arena, "content", S(".md"));
    s->articles = NEW(s->arena, struct article, names.n + 1);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        struct page_source one = {.name = names.v[i]};
        const char *below = str_fmt(s->arena, "content/%.*s", STR(one.name)).p;
        if (!site_read(s, s->arena, below, &one.file, &one.text))
            continue;
        sha256_add(look, one.name);
        sha256_add(look, one.text);
        if (pages_article_load(s->arena, &one, &s->articles[s->article_count], &s->diags))
            s->article_count++;
    }
    stop_on_error(s);
}

static void read_assets(struct site *s, struct sha256_stream *look) {
    s->assets = site_list(s, s->arena, "assets", S(""));
    for (ptrdiff_t i = 0; i < s->assets.n; i++) {
        str file;
        str text;
        const char *below = str_fmt(s->arena, "assets/%.*s", STR(s->assets.v[i])).p;
        if (site_read(s, s->arena, below, &file, &text))
            sha256_add(look, text);
    }
}

static struct site *open_conf(struct arena *a, const struct options *o) {
    struct site *s = NEW(a, struct site, 1);
    s->arena = a;
    s->dir = o->site;
    s->share = site_share(a, o);
    s->diags.arena = a;
    read_conf(s);
    return s;
}

struct site *site_open_policy(struct arena *a, const struct options *o) {
    struct site *s = NEW(a, struct site, 1);
    s->arena = a;
    s->dir = o->site;
    s->share = site_share(a, o);
    s->diags.arena = a;
    if (os_stat(site_path(s, "site.conf")).is_file)
        read_conf(s);
    read_policy(s);
    return s;
}

/* What offices are called: the places around stand in it. */
static const struct naming *naming_of(const struct site *s) {
    int n = 0;
    str *offices = NEW(s->arena, str, s->agency_count + 2);
    offices[n++] = s->words.name;
    offices[n++] = s->words.organiser;
    for (int i = 0; i < s->agency_count; i++)
        offices[n++] = s->agencies[i].name;
    return naming_make(s->arena, offices, n);
}

struct site *site_open(struct arena *a, const struct options *o) {
    struct site *s = open_conf(a, o);
    struct sha256_stream *look = sha256_open();
    str conf = {0};
    if (os_read(a, site_path(s, "site.conf"), CONF_LIMIT, &conf))
        sha256_add(look, conf);
    s->conf = sha256_text(a, sha256_of(conf));
    read_policy(s);
    read_maps(s);
    check_sources(s);
    read_templates(s, look);
    read_office(s);
    read_statistics(s);
    read_articles(s, look);
    read_assets(s, look);
    s->look = digest_hex(a, look);
    s->naming = naming_of(s);
    return s;
}

/* ---- lock, key, ledger ---- */

/* The key makes addresses and keyed digests; without it no address could be found again. Demo sites
 * have a fixed one so that their bytes are the same everywhere. */
static void read_key(struct site *s) {
    if (s->demo) {
        struct sha256 fixed = sha256_of(S("gongshi demo key: all data fictional"));
        s->secret = str_dup(s->arena, (str){(const char *)fixed.b, 32});
        return;
    }
    const char *path = site_path(s, "state/keys/site.key");
    /* Keys and addresses of a ledger were made with its key: another would fit none of them. */
    if (!os_stat(path).exists && os_stat(site_path(s, "state/ledger.db")).exists)
        die_usage("%s 不见了：账本离不开它；请从备份恢复"
                  "（演示网站请在 site.conf 中保留 demo = yes）",
                  path);
    if (!os_stat(path).exists) {
        char fresh[32];
        os_random(fresh, sizeof fresh);
        os_mkdirs(site_path(s, "state/keys"), 0700);
        os_write_atomic(path, (str){fresh, sizeof fresh}, 0600);
    }
    if (!os_read(s->arena, path, 64, &s->secret) || s->secret.n != 32)
        die_usage("%s：密钥应为 32 字节；请从备份恢复", path);
}

void site_lock(const struct site *s) {
    static const char *const private[] = {"state", "exchange", "state/keys", "state/deliveries"};
    for (int i = 0; i < 4; i++)
        os_mkdirs(site_path(s, private[i]), 0700);
    os_mkdirs(site_path(s, "desk/inbox"), 0770);
    os_mkdirs(site_path(s, "desk/report"), 0770);
    os_mkdirs(site_path(s, "public"), 0755);
    if (!os_lock(site_path(s, "state/lock"))) {
        os_print_error(S("gongshi: 另一次运行正在进行，本次没有做任何事\n"));
        os_leave(EXIT_LOCKED);
    }
    if (os_stat(site_path(s, "state")).device != os_stat(site_path(s, "public")).device)
        die_usage("%s 与 %s 不在同一个文件系统：公示须在同一文件系统内移动文件，请把两者放在一起",
                  site_path(s, "state"), site_path(s, "public"));
}

struct ledger *site_ledger(struct site *s) {
    read_key(s);
    return ledger_open(s->arena, site_path(s, "state"), s->secret);
}
