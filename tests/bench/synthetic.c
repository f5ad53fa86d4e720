/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * synthetic.c — writes decisions that never were, as many as asked for, the same ones every time.
 *
 * In:    synthetic N [SEED] [--insert-front] [--change K]; synthetic --agencies
 * Out:   JSON Lines of decisions; with --agencies the sections of site.conf
 * Law:   GB 32100, GB 11643 (check digits)
 * Never: names a living person: 130599 is no division, numbers 1xx0000xxxx are made up
 *
 * Every record has dice of its own, cast from the seed and its number: a record put in front or
 * changed leaves all others as they were.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/os.h"
#include "intake/record.h"

#define SEED 20261120
#define FLUSH_BYTES ((ptrdiff_t)1 << 20)
#define FACTS_LEAST 600 /* bytes: 200 characters */
#define FACTS_RANGE                                                                                \
    1080 /* the lower of two rolls: short facts are more frequent than long ones                   \
          */
#define FINE_ORGANISATION 90000 /* below what needs a legal review */
#define FINE_PERSON 5000
#define DAYS 700 /* decisions fall on 2025-01-02 and as many days after */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct wish {
    int64_t n;
    int64_t seed;
    int64_t change; /* 1-based number of the record with another conclusion; 0: none */
    bool insert_front;
    bool agencies;
};

/* ---- the pools ---- */

static const struct scene {
    unsigned weight;
    const char *category, *document, *mark, *cause, *penalty, *finding, *basis, *conclusion;
} scenes[] = {
#define SCENE(...) {__VA_ARGS__},
#define SENTENCE(text)
#include "synthetic.def"
#undef SCENE
#undef SENTENCE
};

static const char *const sentences[] = {
#define SCENE(...)
#define SENTENCE(text) text,
#include "synthetic.def"
#undef SCENE
#undef SENTENCE
};

/* Forty agencies: eight departments in five cities of one province. */
static const struct city {
    const char *code, *name, *mark;
} cities[] = {{"qy", "青原市", "青"},
              {"yx", "云溪市", "云"},
              {"bs", "白沙岭市", "白"},
              {"hw", "河湾市", "湾"},
              {"sl", "松林市", "松"}};

static const struct department {
    const char *code, *name, *mark, *sector;
} departments[] = {{"scj", "市场监督管理局", "市监", "市场监管"},
                   {"yjj", "应急管理局", "应急", "应急管理"},
                   {"wjw", "卫生健康委员会", "卫", "卫生健康"},
                   {"cgj", "城市管理综合行政执法局", "城管", "城市管理"},
                   {"hbj", "生态环境局", "环", "生态环境"},
                   {"jtj", "交通运输局", "交", "交通运输"},
                   {"slj", "水利局", "水", "水利"},
                   {"wlj", "文化广电和旅游局", "文旅", "文化旅游"}};
#define AGENCIES (COUNT(cities) * COUNT(departments))

static const char *const surnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴",   "徐",   "孙",   "胡",  "朱",
    "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢",   "韩",   "唐",   "冯",  "于",
    "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "欧阳", "上官", "司马", "诸葛"};
static const char *const given[] = {"建", "国", "志", "强", "秀", "英", "文", "华", "晓", "明",
                                    "丽", "娟", "海", "涛", "玉", "兰", "春", "梅", "永", "刚",
                                    "雪", "松", "桂", "芬", "立", "新", "淑", "珍", "俊", "峰"};
static const char *const brands[] = {"聚力", "东升", "润泽", "科锐", "恒通", "金穗",
                                     "鑫源", "百川", "瑞丰", "同德", "汇佳", "宏远",
                                     "安泰", "启航", "长青", "和顺", "盛达", "中禾"};
static const char *const trades[] = {"食品",     "建材", "物流", "化工", "餐饮管理",
                                     "医疗器械", "水务", "机械", "纺织", "商贸"};
static const char *const shops[] = {"小吃店", "便利店", "理发店", "五金店", "水果店", "餐馆"};
static const char *const districts[] = {"城东区", "城西区", "高新区", "临山县", "平川县"};
static const char *const roads[] = {"建设路", "青原大街", "北关街",   "机场路",
                                    "纺织路", "迎宾路",   "胜利大街", "工业路"};
static const char *const phones[] = {"138", "139", "150", "177", "186", "199"};
static const char *const offices[] = {"综合执法科", "监督二科", "审批科", "法规科"};

/* ---- the dice ---- */

struct dice {
    uint64_t state;
};

/* SplitMix64: a counter, well stirred. */
static uint64_t stir(uint64_t x) {
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t roll(struct dice *d, uint64_t sides) {
    d->state += 0x9e3779b97f4a7c15u;
    return stir(d->state) % sides;
}

#define PICK(dice, list) ((list)[roll((dice), COUNT(list))])

/* ---- who and where ---- */

static str person_name(struct arena *a, struct dice *d) {
    const char *surname = PICK(d, surnames);
    const char *first = PICK(d, given);
    return str_fmt(a, "%s%s%s", surname, first, roll(d, 4) == 0 ? "" : PICK(d, given));
}

static str phone_number(struct arena *a, struct dice *d) {
    return str_fmt(a, "%s0000%04d", PICK(d, phones), (int)roll(d, 10000));
}

static str resident_id(struct arena *a, struct dice *d) {
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    str id = str_fmt(a, "130599%04d%02d%02d%03d", 1955 + (int)roll(d, 50), 1 + (int)roll(d, 12),
                     1 + (int)roll(d, 28), (int)roll(d, 1000));
    int sum = 0;
    for (size_t i = 0; i < COUNT(weights); i++)
        sum += (id.p[i] - '0') * weights[i];
    return str_fmt(a, "%.*s%c", STR(id), "10X98765432"[sum % 11]);
}

static str credit_code(struct arena *a, struct dice *d, const char *prefix) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char code[18] = {0};
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < 17; i++) {
        int v = (int)roll(d, i < 10 ? 10 : 31);
        if (i < 8)
            v = (i < 2 ? prefix[i] : "130599"[i - 2]) - '0';
        code[i] = alphabet[v];
        sum += v * weight;
        weight = weight * 3 % 31;
    }
    code[17] = alphabet[(31 - sum % 31) % 31];
    return str_fmt(a, "%.18s", code);
}

struct agency {
    const struct city *city;
    const struct department *department;
    str name;
    int number;
};

static struct agency agency_of(struct arena *a, int number) {
    struct agency g = {.city = &cities[(size_t)number / COUNT(departments)],
                       .department = &departments[(size_t)number % COUNT(departments)],
                       .number = number};
    g.name = str_fmt(a, "%s%s", g.city->name, g.department->name);
    return g;
}

/* ---- one decision ---- */

enum party { ORGANISATION, PERSON, TRADER };

struct decision {
    const struct scene *scene;
    struct agency agency;
    enum party party;
    date decided;
    date served;
    int64_t amount;
    str number;
    str officer_codes[2];
    str words['Z' + 1]; /* what @A … @Z mean */
};

static void cast_party(struct arena *a, struct dice *d, struct decision *r) {
    str *w = r->words;
    const char *city = r->agency.city->name;
    uint64_t kind = roll(d, 20);
    r->party = kind < 5 ? PERSON : kind < 8 ? TRADER : ORGANISATION;
    w['L'] = person_name(a, d);
    w['W'] = roll(d, 2) == 0 ? w['L'] : person_name(a, d);
    w['T'] = phone_number(a, d);
    w['A'] =
        str_fmt(a, "%s%s%s%d号", city, PICK(d, districts), PICK(d, roads), 1 + (int)roll(d, 400));
    if (r->party == PERSON) {
        w['P'] = w['L'];
        w['I'] = resident_id(a, d);
        w['A'] = str_fmt(a, "%.*s%d号楼%d单元%d室", STR(w['A']), 1 + (int)roll(d, 30),
                         1 + (int)roll(d, 4), 101 + (int)roll(d, 600));
    } else if (r->party == TRADER) {
        w['P'] = str_fmt(a, "%s%s%s%s", city, PICK(d, brands), PICK(d, given), PICK(d, shops));
        w['I'] = credit_code(a, d, "92");
    } else {
        w['P'] =
            str_fmt(a, "%s%s%s%s有限公司", city, PICK(d, brands), PICK(d, given), PICK(d, trades));
        w['I'] = credit_code(a, d, "91");
    }
}

/* Officers belong to an agency: the same few hands sign all its decisions. */
static str officer_name(struct arena *a, const struct agency *g, int officer) {
    struct dice d = {(uint64_t)(g->number * 100 + officer)};
    return person_name(a, &d);
}

static void cast_officers(struct arena *a, struct dice *d, struct decision *r) {
    int first = (int)roll(d, 8);
    int second = 8 + (int)roll(d, 8);
    r->words['O'] = officer_name(a, &r->agency, first);
    r->words['Q'] = officer_name(a, &r->agency, second);
    r->officer_codes[0] = str_fmt(a, "130599%02d%03d", r->agency.number, first);
    r->officer_codes[1] = str_fmt(a, "130599%02d%03d", r->agency.number, second);
}

static const struct scene *cast_scene(struct dice *d) {
    uint64_t all = 0;
    for (size_t i = 0; i < COUNT(scenes); i++)
        all += scenes[i].weight;
    uint64_t at = roll(d, all);
    const struct scene *s = scenes;
    while (at >= s->weight)
        at -= s++->weight;
    return s;
}

/* Record `index` of the agency index mod 40: so its numbers are one more each round. */
static struct decision cast(struct arena *a, struct dice *d, int64_t index) {
    struct decision r = {.scene = cast_scene(d),
                         .agency = agency_of(a, (int)(index % (int64_t)AGENCIES))};
    r.decided = date_of(2025, 1, 2) + (date)roll(d, DAYS);
    r.served = r.decided + (date)roll(d, 6);
    r.number = str_fmt(a, "%s%s%s〔%d〕%lld号", r.agency.city->mark, r.agency.department->mark,
                       r.scene->mark, date_ymd(r.decided).year,
                       (long long)(index / (int64_t)AGENCIES + 1));
    cast_party(a, d, &r);
    cast_officers(a, d, &r);
    uint64_t most = r.party == PERSON ? FINE_PERSON : FINE_ORGANISATION;
    r.amount = 200 + 100 * (int64_t)roll(d, most / 100 - 2);
    r.words['M'] = str_fmt(a, "%lld", (long long)r.amount);
    r.words['N'] = str_fmt(a, "%d", 4 + (int)roll(d, 56));
    r.words['K'] = str_fmt(a, "%d", 2 + (int)roll(d, 9));
    r.words['D'] = date_text_zh(a, r.decided - 20 - (date)roll(d, 40));
    r.words['E'] = date_text_zh(a, r.decided);
    return r;
}

/* ---- its texts ---- */

static void say(struct buf *b, const char *text, const str *words) {
    str rest = str_of(text);
    while (rest.n > 0) {
        buf_str(b, str_cut(&rest, S("@")));
        if (rest.n > 0)
            buf_str(b, words[(unsigned char)*rest.p]);
        rest = str_sub(rest, 1, rest.n);
    }
}

static str said(struct arena *a, const char *text, const str *words) {
    struct buf b = {0};
    say(&b, text, words);
    str s = str_dup(a, buf_view(&b));
    buf_free(&b);
    return s;
}

static const char *introduction(enum party p) {
    switch (p) {
    case PERSON:
        return "当事人@P，身份证号码@I，住@A，联系电话@T。";
    case TRADER:
        return "当事人@P（统一社会信用代码@I），经营者@L，联系电话@T。";
    default:
        return "当事人@P（统一社会信用代码@I），法定代表人@L，联系电话@T。";
    }
}

/* Sentences follow one another from a chance beginning, none twice. */
static str facts_of(struct arena *a, struct dice *d, const struct decision *r) {
    struct buf b = {0};
    uint64_t one = roll(d, FACTS_RANGE);
    uint64_t other = roll(d, FACTS_RANGE);
    ptrdiff_t wanted = FACTS_LEAST + (ptrdiff_t)(one < other ? one : other);
    size_t first = roll(d, COUNT(sentences));
    say(&b, introduction(r->party), r->words);
    say(&b, r->scene->finding, r->words);
    for (size_t i = 0; i < COUNT(sentences) && b.n < wanted; i++)
        say(&b, sentences[(first + i) % COUNT(sentences)], r->words);
    str s = str_dup(a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* The document itself, without repeating the facts. */
static str full_text_of(struct arena *a, const struct decision *r, str conclusion) {
    return str_fmt(a, "%s %.*s\n当事人：%.*s\n本机关决定：%.*s\n%.*s", r->scene->document,
                   STR(r->number), STR(r->words['P']), STR(conclusion), STR(r->words['E']));
}

/* ---- as JSON ---- */

static void member(struct buf *b, const char *key, str value) {
    buf_fmt(b, ",\"%s\":", key);
    buf_json(b, value);
}

static void put_party(struct buf *b, const struct decision *r) {
    static const char *const types[] = {"法人及非法人组织", "自然人", "个体工商户"};
    member(b, "party", r->words['P']);
    member(b, "party_type", str_of(types[r->party]));
    if (r->party == PERSON) {
        member(b, "party_id_type", S("身份证"));
        member(b, "party_id", r->words['I']);
    } else {
        member(b, "party_uscc", r->words['I']);
        member(b, "representative", r->words['L']);
    }
    member(b, "party_phone", r->words['T']);
    member(b, "party_address", r->words['A']);
    if (str_eq(r->words['W'], r->words['L']))
        return;
    buf_str(b, S(",\"persons\":[{\"role\":\"在场人员\""));
    member(b, "name", r->words['W']);
    buf_str(b, S("}]"));
}

static void put_outcome(struct buf *b, struct arena *a, const struct decision *r, bool changed) {
    str conclusion = said(a, r->scene->conclusion, r->words);
    if (changed)
        conclusion = str_cat(a, conclusion, S("（依申请更正文字）"));
    member(b, "basis", str_of(r->scene->basis));
    member(b, "conclusion", conclusion);
    member(b, "full_text", full_text_of(a, r, conclusion));
    if (r->scene->penalty[0] != '\0')
        member(b, "penalty_types", str_of(r->scene->penalty));
    if (str_find(conclusion, r->words['M']) >= 0)
        member(b, "amount", r->words['M']);
    member(b, "decided", date_text(a, r->decided));
    member(b, "served", date_text(a, r->served));
}

static void put_officers(struct buf *b, const struct decision *r) {
    buf_str(b, S(",\"officers\":["));
    for (int i = 0; i < 2; i++) {
        buf_str(b, i > 0 ? S(",{\"name\":") : S("{\"name\":"));
        buf_json(b, r->words[i > 0 ? 'Q' : 'O']);
        member(b, "certificate", r->officer_codes[i]);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void put_decision(struct buf *b, struct arena *a, const struct wish *w, int64_t index) {
    struct dice d = {stir((uint64_t)w->seed) + stir((uint64_t)index)};
    struct decision r = cast(a, &d, index);
    buf_str(b, S("{\"kind\":\"decision\""));
    member(b, "agency", r.agency.name);
    member(b, "category", str_of(r.scene->category));
    member(b, "document_name", str_of(r.scene->document));
    member(b, "document_number", r.number);
    put_party(b, &r);
    member(b, "cause", str_of(r.scene->cause));
    member(b, "facts", facts_of(a, &d, &r));
    put_outcome(b, a, &r, index + 1 == w->change);
    put_officers(b, &r);
    member(b, "publicity", S("主动公开"));
    member(b, "department", str_of(PICK(&d, offices)));
    buf_str(b, S("}\n"));
}

/* ---- the whole ---- */

/* Its 统一社会信用代码, with the check character that GB 32100 wants. */
static str code_of(struct arena *a, int agency) {
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    for (int i = 0; alphabet[i] != '\0'; i++) {
        str code = str_fmt(a, "11130000%08dA%c", agency, alphabet[i]);
        if (uscc_valid(code))
            return code;
    }
    return (str){0};
}

static void print_agencies(struct arena *a) {
    struct buf b = {0};
    for (size_t i = 0; i < AGENCIES; i++) {
        struct agency g = agency_of(a, (int)i);
        buf_fmt(&b, "[agency %s-%s]\nname = %.*s\nsector = %s\nuscc = %.*s\n\n", g.city->code,
                g.department->code, STR(g.name), g.department->sector, STR(code_of(a, (int)i)));
    }
    os_print(buf_view(&b));
    buf_free(&b);
}

static void print_decisions(struct arena *a, const struct wish *w) {
    struct buf b = {0};
    for (int64_t i = w->insert_front ? -1 : 0; i < w->n; i++) {
        put_decision(&b, a, w, i < 0 ? w->n : i);
        arena_reset(a);
        if (b.n >= FLUSH_BYTES || i + 1 == w->n) {
            os_print(buf_view(&b));
            buf_reset(&b);
        }
    }
    buf_free(&b);
}

static struct wish wish_of(int argc, char **argv) {
    struct wish w = {.seed = SEED};
    int64_t *next = &w.n;
    for (int i = 1; i < argc; i++) {
        str arg = str_of(argv[i]);
        if (str_eq(arg, S("--insert-front")))
            w.insert_front = true;
        else if (str_eq(arg, S("--agencies")))
            w.agencies = true;
        else if (str_eq(arg, S("--change")))
            next = &w.change;
        else if (next != NULL && str_int(arg, next))
            next = next == &w.n ? &w.seed : NULL;
        else
            die_usage("synthetic N [SEED] [--insert-front] [--change K] | --agencies");
    }
    return w;
}

int main(int argc, char **argv) {
    os_init();
    struct arena arena = {0};
    struct wish w = wish_of(argc, argv);
    if (w.agencies)
        print_agencies(&arena);
    else
        print_decisions(&arena, &w);
    arena_free(&arena);
    return EXIT_DONE;
}
