/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * secret.c — keyed digests of private values, and how they are found in a text.
 *
 * In:    values as delivered (once), digests, normalised streams
 * Out:   digests; found or not
 * Law:   个人信息保护法 art. 28, 51; law.md §3
 * Never: keeps a value; shares code with masking
 */
#include "release/secret.h"

#include "base/han.h"
#include "base/os.h"
#include "release/shape.h"

#include <string.h>

#define PRIME (((uint64_t)1 << 61) - 1)
#define VALUE_MOST 512 /* bytes of a value that are read: more than SECRET_CHARS ever take */
#define VALUE_STEP 400 /* … of a long text, before it is read on: more than a number overlaps */
#define LONG_LENGTHS (~(uint64_t)0 << SECRET_LONG)

__extension__ typedef unsigned __int128 wide;

/* ---- the polynomial ---- */

static inline uint64_t times(uint64_t a, uint64_t b) {
    wide p = (wide)a * b;
    uint64_t r = (uint64_t)(p & PRIME) + (uint64_t)(p >> 61);
    return r >= PRIME ? r - PRIME : r;
}

/* A character as it is compared: 劉 is 刘. */
static inline uint64_t code_of(uint32_t word) {
    return han_simple(word & NORMAL_CODE);
}

/* Horner's step; code points are never nought, so values of different lengths differ. */
static inline uint64_t extend(const struct secret_key *k, uint64_t h, uint32_t word) {
    return times(h, k->base) + code_of(word);
}

static inline uint64_t closed(uint64_t h) {
    return h >= PRIME ? h - PRIME : h;
}

/* The gate of two characters is in the upper 16 bits. */
static inline uint64_t mix(const struct secret_key *k, uint64_t one, uint64_t two) {
    return (one << 21 | two) * k->gate;
}

static uint16_t gate_of(const struct secret_key *k, const uint32_t *v) {
    return (uint16_t)(mix(k, code_of(v[0]), code_of(v[1])) >> 48);
}

static uint64_t digest_of(const struct secret_key *k, const uint32_t *v, ptrdiff_t n) {
    uint64_t h = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        h = extend(k, h, v[i]);
    return closed(h);
}

/* Of public numbers: anybody may make these digests. */
static const unsigned char open_key[16] = "public numbers";

static uint64_t stir(uint64_t x) {
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

struct secret_key secret_key_of(const unsigned char key[16]) {
    uint64_t half[2];
    memcpy(half, key, sizeof half);
    uint64_t all = stir(half[0] + stir(half[1]));
    return (struct secret_key){
        .base = stir(all) % (PRIME - ((uint64_t)1 << 32)) + ((uint64_t)1 << 32),
        .gate = stir(all + 1) | 1,
    };
}

/* ---- one value ---- */

static bool is_digit(uint32_t word) {
    uint32_t c = word & NORMAL_CODE;
    return c >= '0' && c <= '9';
}

static enum secret_shape shape_of(const uint32_t *v, ptrdiff_t n) {
    bool numeric = is_digit(v[n - 1]) || (v[n - 1] & NORMAL_CODE) == 'X';
    for (ptrdiff_t i = 0; i < n; i++)
        if ((v[i] & NORMAL_ALNUM) == 0)
            return SECRET_MIXED;
    for (ptrdiff_t i = 0; i < n - 1; i++)
        numeric = numeric && is_digit(v[i]);
    return numeric ? SECRET_NUMERIC : SECRET_LATIN;
}

bool secret_of(const unsigned char key[16], str value, bool everywhere, struct secret_digest *out) {
    uint32_t room[VALUE_MOST + NORMAL_SPARE];
    struct stream s = {.v = room};
    normal_text(&s, str_sub(value, 0, VALUE_MOST));
    normal_end(&s);
    ptrdiff_t n = s.n > SECRET_CHARS ? SECRET_CHARS : s.n;
    if (n < 2)
        return false;
    struct secret_key k = secret_key_of(key);
    *out = (struct secret_digest){
        .digest = digest_of(&k, room, n),
        .chars = (uint16_t)n,
        .gate = gate_of(&k, room),
        .everywhere = everywhere,
        .shape = (uint16_t)shape_of(room, n),
    };
    return true;
}

static const struct {
    const char *word;
    const char *text;
} leaks[LEAKS] = {
    {"none", ""},
    {"identity", "居民身份证号码"},
    {"mobile", "手机号码"},
    {"card", "银行卡号"},
    {"phone", "电话号码"},
    {"plate", "车牌号"},
    {"mail", "电子邮箱或账号"},
    {"number", "证件号码或账号"},
    {"name", "姓名"},
    {"address", "住址"},
};

const char *leak_text(enum leak kind) {
    return leaks[kind].text;
}

const char *leak_word(enum leak kind) {
    return leaks[kind].word;
}

#define PLATE_MOST 9
#define NAME_MOST 6 /* of a longer private text in a file of its record: an address */

/* What has these characters, and this many of them. */
static enum leak leak_of_form(enum secret_shape shape, ptrdiff_t chars, bool everywhere) {
    if (shape == SECRET_NUMERIC && (chars == 18 || chars == 15))
        return LEAK_IDENTITY;
    if (shape == SECRET_NUMERIC && chars == 11 && everywhere)
        return LEAK_MOBILE;
    if (shape == SECRET_NUMERIC && chars >= 16 && chars <= 19)
        return LEAK_CARD;
    if (shape == SECRET_NUMERIC && !everywhere)
        return LEAK_PHONE;
    if (shape == SECRET_NUMERIC || (shape == SECRET_LATIN && everywhere))
        return LEAK_NUMBER;
    if (everywhere)
        return chars <= PLATE_MOST ? LEAK_PLATE : LEAK_MAIL;
    return chars <= NAME_MOST ? LEAK_NAME : LEAK_ADDRESS;
}

enum leak leak_of(const struct secret_digest *d) {
    return leak_of_form((enum secret_shape)d->shape, d->chars, d->everywhere != 0);
}

/* ---- the site-wide set ---- */

static void enter(struct search *s, const struct secret_digest *d) {
    uint64_t bit = (uint64_t)1 << d->chars;
    if (d->shape == SECRET_NUMERIC)
        s->numeric |= bit;
    else if (d->shape == SECRET_LATIN)
        s->latin |= bit;
    else {
        s->mixed |= bit;
        s->gates[d->gate / 64] |= (uint64_t)1 << d->gate % 64;
    }
    (void)hashes_add(&s->set, d->digest);
}

struct search *search_open(struct arena *a, const struct sought *sought) {
    struct search *s = NEW(a, struct search, 1);
    s->key = secret_key_of(sought->key);
    s->open = secret_key_of(open_key);
    s->set.arena = a;
    s->known.arena = a;
    s->shapes = sought->shapes;
    hashes_reserve(&s->set, (size_t)sought->n);
    for (int64_t i = 0; i < sought->known_count; i++)
        (void)hashes_add(&s->known, sought->known[i]);
    for (int64_t i = 0; i < sought->n; i++) {
        if (sought->everywhere[i].chars > SECRET_CHARS)
            die("内部错误：私密信息摘要已损坏");
        enter(s, &sought->everywhere[i]);
    }
    uint64_t lengths = s->numeric | s->latin;
    s->shortest = lengths == 0 ? PTRDIFF_MAX : __builtin_ctzll(lengths);
    return s;
}

/* Lengths above n that are still worth going on for. */
static inline bool any_above(uint64_t lengths, ptrdiff_t n) {
    return lengths >> n >> 1 != 0;
}

/* Could an identifier of this length begin at v[0], which `digits` digits stand at? */
static inline bool may_be(const struct search *s, const uint32_t *v, ptrdiff_t digits, int length) {
    uint32_t last = v[length - 1];
    bool numeric = (s->numeric >> length & 1) != 0 &&
                   (length <= digits || (length == digits + 1 && (last & NORMAL_CODE) == 'X'));
    bool latin = (s->latin >> length & 1) != 0 && (last & NORMAL_ALNUM) != 0;
    bool bounded = (v[0] & NORMAL_START) != 0 && (last & NORMAL_END) != 0;
    return (numeric || latin) && (length >= SECRET_LONG || bounded);
}

/* The lengths of identifiers that could begin at v[0]: most places are passed over here, without
 * any arithmetic. */
static inline uint64_t candidates(const struct search *s, const uint32_t *v, ptrdiff_t n,
                                  ptrdiff_t digits) {
    uint64_t found = 0;
    uint64_t numeric = digits == 0 ? 0 : s->numeric;
    for (uint64_t rest = numeric | s->latin; rest != 0; rest &= rest - 1) {
        int length = __builtin_ctzll(rest);
        if (length > n)
            break;
        if (may_be(s, v, digits, length))
            found |= (uint64_t)1 << length;
    }
    return found;
}

/* Identifiers of letters and digits that begin at v[0]; short ones hold single separators at most.
 */
static enum leak latin_from(const struct search *s, const uint32_t *v, ptrdiff_t n,
                            uint64_t lengths) {
    uint64_t h = 0;
    for (ptrdiff_t i = 0; i < n && any_above(lengths, i); i++) {
        if (i > 0 && (v[i] & NORMAL_FAR) != 0)
            lengths &= LONG_LENGTHS;
        h = extend(&s->key, h, v[i]);
        if ((lengths >> (i + 1) & 1) != 0 && hashes_has(&s->set, closed(h)))
            return leak_of_form(shape_of(v, i + 1), i + 1, true);
    }
    return LEAK_NONE;
}

/* Identifiers with other characters (plates, e-mail addresses) that begin at v[0]. */
static enum leak mixed_from(const struct search *s, const uint32_t *v, ptrdiff_t n) {
    uint64_t h = 0;
    bool near = (v[0] & NORMAL_START) != 0;
    for (ptrdiff_t i = 0; i < n && any_above(s->mixed, i); i++) {
        near = near && (i == 0 || (v[i] & NORMAL_FAR) == 0);
        h = extend(&s->key, h, v[i]);
        bool whole = (near && (v[i] & NORMAL_END) != 0) || i + 1 >= SECRET_LONG;
        if (whole && (s->mixed >> (i + 1) & 1) != 0 && hashes_has(&s->set, closed(h)))
            return leak_of_form(SECRET_MIXED, i + 1, true);
    }
    return LEAK_NONE;
}

/* Identifiers of letters and digits within one run of them. Where a run goes on, only a long one
 * may begin, and only when so much of it is left. */
static enum leak in_run(const struct search *s, const uint32_t *v, ptrdiff_t n) {
    ptrdiff_t digits_end = 0; /* of the run of digits at i, when there is one */
    for (ptrdiff_t i = 0; i + s->shortest <= n; i++) {
        if ((v[i] & NORMAL_START) == 0 && n - i < SECRET_LONG)
            continue;
        digits_end = digits_end < i ? i : digits_end;
        while (digits_end < n && is_digit(v[digits_end]))
            digits_end++;
        uint64_t lengths = candidates(s, v + i, n - i, digits_end - i);
        enum leak found = lengths == 0 ? LEAK_NONE : latin_from(s, v + i, n - i, lengths);
        if (found != LEAK_NONE)
            return found;
    }
    return LEAK_NONE;
}

/* A run that is long enough reaches over one of any so many places: only those are looked at. */
static enum leak in_runs(const struct search *s, struct part in) {
    ptrdiff_t begin, end = 0;
    for (ptrdiff_t i = s->shortest - 1; i < in.n; i = end + s->shortest) {
        for (begin = i; begin > end && (in.v[begin - 1] & NORMAL_ALNUM) != 0;)
            begin--;
        for (end = i; end < in.n && (in.v[end] & NORMAL_ALNUM) != 0;)
            end++;
        enum leak found =
            end - begin < s->shortest ? LEAK_NONE : in_run(s, in.v + begin, end - begin);
        if (found != LEAK_NONE)
            return found;
    }
    return LEAK_NONE;
}

static enum leak any_mixed(const struct search *s, struct part in) {
    uint64_t one = in.n > 0 ? code_of(in.v[0]) : 0;
    for (ptrdiff_t i = 0; i + 1 < in.n; i++) {
        uint64_t two = code_of(in.v[i + 1]);
        uint64_t gate = mix(&s->key, one, two) >> 48;
        enum leak found = (s->gates[gate / 64] >> gate % 64 & 1) == 0
                              ? LEAK_NONE
                              : mixed_from(s, in.v + i, in.n - i);
        if (found != LEAK_NONE)
            return found;
        one = two;
    }
    return LEAK_NONE;
}

enum leak search_everywhere(const struct search *s, struct part in) {
    enum leak found = in_runs(s, in);
    return found != LEAK_NONE || s->mixed == 0 ? found : any_mixed(s, in);
}

/* ---- what has the shape of a secret ---- */

typedef struct shape_hit shape_fn(const uint32_t *v, ptrdiff_t n, ptrdiff_t from, bool prose);
static shape_fn *const shape_fns[] = {shape_next, shape_next_sign};
#define SHAPE_FNS (sizeof shape_fns / sizeof shape_fns[0])

/* Of an address the words around it may be taken for parts: it is public if what stands between any
 * two of its full stops is. */
static bool is_public(const struct search *s, const uint32_t *v, const struct shape_hit *hit) {
    if (hit->kind != LEAK_MAIL)
        return hashes_has(&s->known, digest_of(&s->open, v + hit->at, hit->chars));
    ptrdiff_t past = hit->at + hit->chars;
    for (ptrdiff_t from = hit->at; from < past; from++) {
        uint64_t h = 0;
        if (from > hit->at && (v[from] & NORMAL_START) == 0)
            continue;
        for (ptrdiff_t i = from; i < past; i++) {
            h = extend(&s->open, h, v[i]);
            if ((v[i] & NORMAL_END) != 0 && hashes_has(&s->known, closed(h)))
                return true;
        }
    }
    return false;
}

static enum leak shape_of_kind(const struct search *s, struct part in, bool prose, shape_fn *next) {
    struct shape_hit hit = next(in.v, in.n, 0, prose);
    for (; hit.kind != LEAK_NONE; hit = next(in.v, in.n, hit.at + hit.chars, prose))
        if (!is_public(s, in.v, &hit))
            return hit.kind;
    return LEAK_NONE;
}

enum leak search_shapes(const struct search *s, struct part in, bool prose) {
    enum leak found = LEAK_NONE;
    for (size_t i = 0; s->shapes && i < SHAPE_FNS && found == LEAK_NONE; i++)
        if (in.signs || shape_fns[i] != shape_next_sign)
            found = shape_of_kind(s, in, prose, shape_fns[i]);
    return found;
}

int shapes_of(str value, uint64_t *out, int most) {
    uint32_t room[VALUE_MOST + NORMAL_SPARE];
    struct secret_key k = secret_key_of(open_key);
    int n = 0;
    for (str rest = value; rest.n > 0 && n < most; rest = str_sub(rest, VALUE_STEP, rest.n)) {
        struct stream s = {.v = room};
        normal_text(&s, str_sub(rest, 0, VALUE_MOST));
        normal_end(&s);
        for (size_t i = 0; i < SHAPE_FNS; i++) {
            struct shape_hit hit = shape_fns[i](room, s.n, 0, true);
            for (; hit.kind != LEAK_NONE && n < most;
                 hit = shape_fns[i](room, s.n, hit.at + hit.chars, true))
                out[n++] = digest_of(&k, room + hit.at, hit.chars);
        }
    }
    return n;
}

/* ---- the secrets of one record ---- */

#define LOCAL_GATES 4096 /* bits; the upper bits of a gate choose one */
#define LOCAL_SHIFT 52
#define SLIGHT 6 /* characters */

static bool is_at(const struct search *s, const struct secret_digest *d, const uint32_t *v,
                  ptrdiff_t n) {
    if (d->chars > n || d->everywhere != 0 || (v[0] & NORMAL_START) == 0)
        return false;
    /* Of a long value only the beginning is known, which may end anywhere. */
    bool ends = (v[d->chars - 1] & NORMAL_END) != 0 || d->chars == SECRET_CHARS;
    return ends && digest_of(&s->key, v, d->chars) == d->digest;
}

/* So short that any decoded noise holds it now and then. */
static bool is_slight(const struct secret_digest *d) {
    return d->shape != SECRET_MIXED && d->chars < SLIGHT;
}

static enum leak any_at(const struct search *s, const struct secret_digest *secrets, int n,
                        struct part at) {
    uint16_t gate = gate_of(&s->key, at.v);
    for (int i = 0; i < n; i++)
        if (secrets[i].gate == gate && is_at(s, &secrets[i], at.v, at.n) &&
            !(at.chance && is_slight(&secrets[i])))
            return leak_of(&secrets[i]);
    return LEAK_NONE;
}

enum leak search_part(const struct search *s, const struct secret_digest *secrets, int n,
                      struct part in) {
    uint64_t gates[LOCAL_GATES / 64] = {0};
    int own = 0;
    for (int i = 0; i < n; i++) {
        unsigned bit = secrets[i].gate / (65536 / LOCAL_GATES);
        gates[bit / 64] |= secrets[i].everywhere != 0 ? 0 : (uint64_t)1 << bit % 64;
        own += secrets[i].everywhere == 0;
    }
    if (own == 0)
        return LEAK_NONE;
    uint64_t one = in.n > 0 ? code_of(in.v[0]) : 0;
    for (ptrdiff_t i = 0; i + 1 < in.n; i++) {
        uint64_t two = code_of(in.v[i + 1]);
        uint64_t bit = mix(&s->key, one, two) >> LOCAL_SHIFT;
        enum leak found =
            (gates[bit / 64] >> bit % 64 & 1) == 0
                ? LEAK_NONE
                : any_at(s, secrets, n, (struct part){in.v + i, in.n - i, in.chance, false});
        if (found != LEAK_NONE)
            return found;
        one = two;
    }
    return LEAK_NONE;
}

/* ---- one text ---- */

static bool begins_at(const struct secret_key *k, const struct secret_digest *d, struct part at) {
    return d->chars <= at.n && digest_of(k, at.v, d->chars) == d->digest;
}

static bool piece_shows(const struct secret_key *k, const struct secret_digest *secrets, int n,
                        struct part in) {
    for (size_t i = 0; i < SHAPE_FNS; i++)
        if (shape_fns[i](in.v, in.n, 0, true).kind != LEAK_NONE)
            return true;
    for (ptrdiff_t i = 0; i < in.n; i++)
        for (int s = 0; s < n; s++)
            if (begins_at(k, &secrets[s], (struct part){in.v + i, in.n - i, false, false}))
                return true;
    return false;
}

bool secret_shows(const unsigned char key[16], const struct secret_digest *secrets, int n,
                  str text) {
    uint32_t room[VALUE_MOST + NORMAL_SPARE];
    struct secret_key k = secret_key_of(key);
    for (str rest = text; rest.n > 0; rest = str_sub(rest, VALUE_STEP / 2, rest.n)) {
        struct stream s = {.v = room};
        normal_text(&s, str_sub(rest, 0, VALUE_MOST));
        normal_end(&s);
        if (piece_shows(&k, secrets, n, (struct part){room, s.n, false, false}))
            return true;
    }
    return false;
}
