/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * detect.c — private values in a text that nobody declared.
 *
 * In:    a folded text, read once from left to right
 * Out:   marks: public stretches, private ones, names
 * Law:   law.md §3; rules.def, lexicon.def
 * Never: goes on after PCRE2 met a limit; takes more than a bounded number of steps at each place
 */
#define PCRE2_CODE_UNIT_WIDTH 32
#include "law/detect.h"

#include "base/utf8.h"
#include "law/columns.h"
#include "law/number.h"
#include "law/scan.h"

#include <pcre2.h>
#include <string.h>

#define MATCH_LIMIT 20000
#define DEPTH_LIMIT 2000
#define HEAP_LIMIT 1024 /* KiB */
#define LABEL_MOST 18   /* characters between a label and its number */
#define ADJACENT_MOST 5 /* … where the label is an ordinary word as well */
#define PAYEE_MOST 60   /* characters in which an account can be said to be an authority's */
#define PERSON_MOST 40  /* characters from a name to an old ID */
#define AHEAD_MOST 64   /* characters that a number with its gaps may take */
#define LEAST_MOST 19   /* the most that a rule needs of digits, or of letters and digits */
#define DIGITS_LEAST 7  /* of the shortest number that is private */
#define DATE_MOST 14    /* characters from a year to 出生 */
#define MAIL_MOST 64
#define ADDRESS_LEAST 5
#define MARKS_BACK 8   /* marks that may be told before one that stands earlier */
#define LISTED_MOST 60 /* characters from one name of a list to the next */
#define FIRM_DIGITS 5  /* in a row are no part of a firm's name */
#define FIRM_BRACKET_MOST 8
#define GAPS_USUAL 16 /* blanks, line breaks, dashes of any text … */
#define GAPS_PART 3   /* … and one in so many characters */
#define FIRM_MOST 40  /* characters of a firm's name behind a person's */

/* ---- rules.def ---- */

enum { DIGIT = 1, LETTER = 2, SIGN = 4, HAN = 8, LABEL = 16, BEGINS = 32 };
enum check {
    CHECK_NONE,
    CHECK_RESIDENT,
    CHECK_USCC,
    CHECK_NEAR_PERSON,
    CHECK_PROVINCE,
    CHECK_PAYEE,
    CHECK_CARD,
    CHECK_ADJACENT,
    CHECK_MOBILE,
    CHECK_OFFICE_PHONE,
    CHECK_ADDRESS,
};

#define L(class) TELL(class)
#define TOUCHING(n) (-(n))
static const struct rule {
    const char *name;
    int begins;
    int least;
    enum mark_kind mark;
    enum value_kind value;
    uint64_t labels;
    uint64_t unless;
    enum check check;
    const char *pattern;
} rules[] = {
#define RULE(name, begins, least, mark, value, labels, unless, check, pattern)                     \
    {#name, begins, least, MARK_##mark, VALUE_##value, labels, unless, CHECK_##check, pattern},
#include "law/rules.def"
#undef RULE
};
#undef TOUCHING
#undef L
#define RULES (sizeof rules / sizeof rules[0])
_Static_assert(RULES <= 64, "a bit for each rule");

struct detector {
    struct lexicon *words;
    pcre2_code *codes[RULES];
    bool compiled; /* all of them to machine code, which may then be called without questions */
    /* A bit for each rule … */
    uint64_t begun[BEGINS];            /* … that these can begin … */
    uint64_t digits[LEAST_MOST + 1];   /* … for which so many digits suffice … */
    uint64_t touching[LEAST_MOST + 1]; /* … and so many letters and digits … */
    uint64_t free;                     /* … that needs no label … */
    uint64_t mail;                     /* … for addresses of mail … */
    uint64_t birth;                    /* … and birthdays without a label. */
};

struct reader {
    struct arena *arena;
    const struct detector *d;
    pcre2_match_data *match;
    pcre2_match_context *limits;
    struct cells cells;
};

static void *take_memory(size_t n, void *arena) {
    return arena_room(arena, 1, n);
}

static void leave_memory(void *p, void *arena) {
    (void)p;
    (void)arena;
}

static pcre2_code *compile(struct arena *a, const char *pattern, pcre2_compile_context *context) {
    str text = str_of(pattern);
    uint32_t *c = ROOM(a, uint32_t, text.n + 1);
    size_t n = 0;
    int error = 0;
    PCRE2_SIZE at = 0;
    while (text.n > 0)
        c[n++] = utf8_next(&text);
    /* A rule is tried at one place: else each try would look thousands of characters ahead for one
     * that the pattern must have (the last of 〔1〕), before it begins. */
    uint32_t options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_NO_UTF_CHECK | PCRE2_NO_START_OPTIMIZE;
    pcre2_code *code = pcre2_compile(c, n, options, &error, &at, context);
    /* Without JIT (a hardened kernel) the same pattern runs slower, no more. */
    if (code != NULL)
        (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

/* Most rules are passed over by what they need, without asking PCRE2. */
static void sort_rule(struct detector *d, size_t i) {
    const struct rule *rule = &rules[i];
    uint64_t bit = UINT64_C(1) << i;
    for (int begins = 0; begins < BEGINS; begins++)
        d->begun[begins] |= (rule->begins & begins) != 0 ? bit : 0;
    for (int n = 0; n <= LEAST_MOST; n++) {
        d->digits[n] |= n >= rule->least ? bit : 0;
        d->touching[n] |= n >= -rule->least ? bit : 0;
    }
    d->free |= rule->labels == 0 ? bit : 0;
    d->mail |= rule->value == VALUE_MAIL ? bit : 0;
    d->birth |=
        rule->value == VALUE_BIRTH && rule->mark == MARK_PRIVATE && rule->labels == 0 ? bit : 0;
}

struct detector *detector_new(struct arena *a, const struct strs *authorities) {
    struct detector *d = NEW(a, struct detector, 1);
    pcre2_general_context *memory = pcre2_general_context_create(take_memory, leave_memory, a);
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    d->words = lexicon_new(a, authorities);
    d->compiled = true;
    for (size_t i = 0; i < RULES; i++) {
        size_t machine = 0;
        if ((d->codes[i] = compile(a, rules[i].pattern, context)) == NULL)
            return NULL;
        (void)pcre2_pattern_info(d->codes[i], PCRE2_INFO_JITSIZE, &machine);
        d->compiled = d->compiled && machine > 0;
        sort_rule(d, i);
    }
    return d;
}

const struct lexicon *detector_lexicon(const struct detector *d) {
    return d->words;
}

struct reader *reader_new(struct arena *a, const struct detector *d) {
    struct reader *r = NEW(a, struct reader, 1);
    pcre2_general_context *memory = pcre2_general_context_create(take_memory, leave_memory, a);
    r->arena = a;
    r->d = d;
    r->match = pcre2_match_data_create(1, memory);
    r->limits = pcre2_match_context_create(memory);
    (void)pcre2_set_match_limit(r->limits, MATCH_LIMIT);
    (void)pcre2_set_depth_limit(r->limits, DEPTH_LIMIT);
    (void)pcre2_set_heap_limit(r->limits, HEAP_LIMIT);
    return r;
}

/* ---- small things ---- */

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_alnum(uint32_t c) {
    return is_digit(c) || is_letter(c);
}

void marks_add(struct arena *a, struct marks *m, struct mark mark) {
    if (m->n == m->room) {
        int room = m->room == 0 ? 32 : m->room * 2;
        struct mark *v = ROOM(a, struct mark, room);
        if (m->n > 0)
            memcpy(v, m->v, (size_t)m->n * sizeof *v);
        m->v = v;
        m->room = room;
    }
    int at = m->n++;
    for (; at > 0 && m->n - at < MARKS_BACK && m->v[at - 1].from > mark.from; at--)
        m->v[at] = m->v[at - 1];
    m->v[at] = mark;
}

void scan_mark(struct scan *s, ptrdiff_t from, ptrdiff_t to, enum mark_kind kind,
               enum value_kind value) {
    const struct folded *t = s->t;
    marks_add(s->arena, s->out,
              (struct mark){s->base + t->at[t->in[from]], s->base + t->to[t->in[to - 1]],
                            (unsigned char)kind, (unsigned char)value});
}

/* The first bare character that stands at or behind character i. */
static ptrdiff_t bare_from(const struct folded *t, ptrdiff_t k, ptrdiff_t i) {
    while (k < t->bare_n && (ptrdiff_t)t->in[k] < i)
        k++;
    return k;
}

/* ---- checks ---- */

/* The letters and digits of characters from … to - 1, at most `most`. */
static ptrdiff_t collect(const struct folded *t, ptrdiff_t from, ptrdiff_t to, uint32_t *c,
                         ptrdiff_t most) {
    ptrdiff_t n = 0;
    for (ptrdiff_t i = from; i < to && n < most; i++)
        if (is_alnum(t->c[i]))
            c[n++] = t->c[i];
    return n;
}

static bool near_payee(const struct scan *s, ptrdiff_t k) {
    return s->payee_at >= 0 && k - s->payee_at <= PAYEE_MOST;
}

/* Whether the label stands right before k: 微信号：abc, but not 微信转账 20000. */
static bool is_adjacent(const struct scan *s, ptrdiff_t k) {
    for (ptrdiff_t j = s->label_at; j < k; j++) {
        uint32_t c = s->t->bare[j];
        if (c != ':' && c != '(' && c != '"' && c != 0x201C && c != 0x4E3A && c != 0x662F &&
            c != 0x53F7 && c != ',' && c != '/' && c != 0x7801 && c != '|')
            return false;
    }
    return k - s->label_at <= ADJACENT_MOST;
}

/* An authority's telephone, a firm's, a hotline: not that of a person the sentence speaks of. */
static bool is_office_phone(const struct scan *s, uint64_t label) {
    static const uint64_t hotline = TELL(HOTLINE);
    return (label & hotline) != 0 || s->who != SPEAKS_PERSON;
}

static bool is_address(const struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    static const uint32_t telling[] = {0x7701, 0x5E02, 0x533A, 0x53BF, 0x9547, 0x4E61, 0x6751,
                                       0x8DEF, 0x8857, 0x5DF7, 0x53F7, 0x697C, 0x5BA4, 0x5E62,
                                       0x7EC4, 0x5355, 0x680B, 0x5C6F, 0x5E84};
    for (ptrdiff_t i = from; i < to; i++)
        for (size_t k = 0; k < sizeof telling / sizeof telling[0]; k++)
            if (t->c[i] == telling[k])
                return to - from >= ADDRESS_LEAST;
    return false;
}

/* Whether the check of a rule holds for characters from … to - 1. */
static bool check(const struct scan *s, enum check check, ptrdiff_t k, ptrdiff_t to) {
    uint32_t c[AHEAD_MOST];
    ptrdiff_t from = (ptrdiff_t)s->t->in[k];
    ptrdiff_t n = check == CHECK_NONE ? 0 : collect(s->t, from, to, c, AHEAD_MOST);
    switch (check) {
    case CHECK_NONE:
    case CHECK_MOBILE:
        return true;
    case CHECK_RESIDENT:
        while (n > ID_DIGITS && is_letter(c[0])) {
            memmove(c, c + 1, (size_t)(n - 1) * sizeof *c);
            n--;
        }
        return n == ID_DIGITS && number_is_resident(c);
    case CHECK_USCC:
        return n == ID_DIGITS && number_is_code(c) && !number_is_resident(c);
    case CHECK_PROVINCE:
        return number_in_province(c);
    case CHECK_NEAR_PERSON:
        return number_in_province(c) && s->who == SPEAKS_PERSON && k - s->who_at <= PERSON_MOST;
    case CHECK_PAYEE:
        return near_payee(s, k);
    case CHECK_CARD:
        return n >= 15 && n <= 19 && number_is_card(c, n);
    case CHECK_ADJACENT:
        return is_adjacent(s, k);
    case CHECK_OFFICE_PHONE:
        return is_office_phone(s, s->label);
    case CHECK_ADDRESS:
        return is_address(s->t, from, to);
    }
    return false;
}

/* ---- rules ---- */

/* The label that still holds at k. */
static uint64_t label_at(const struct scan *s, ptrdiff_t k) {
    return k - s->label_at <= LABEL_MOST ? s->label : 0;
}

/* Tries one rule at bare character k; the stretch in *from and *to, as characters. */
static bool fits(struct scan *s, struct reader *r, size_t rule, ptrdiff_t k, ptrdiff_t stretch[2]) {
    ptrdiff_t i = (ptrdiff_t)s->t->in[k];
    int found = r->d->compiled
                    ? pcre2_jit_match(r->d->codes[rule], s->t->c, (PCRE2_SIZE)s->t->n,
                                      (PCRE2_SIZE)i, 0, r->match, r->limits)
                    : pcre2_match(r->d->codes[rule], s->t->c, (PCRE2_SIZE)s->t->n, (PCRE2_SIZE)i,
                                  PCRE2_NO_UTF_CHECK, r->match, r->limits);
    if (found < 0) {
        s->broken = s->broken || found != PCRE2_ERROR_NOMATCH;
        return false;
    }
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);
    stretch[0] = (ptrdiff_t)at[0];
    stretch[1] = (ptrdiff_t)at[1];
    return stretch[1] > stretch[0] && check(s, rules[rule].check, k, stretch[1]);
}

/* Behind a value its label holds for the next one only across 、 and 和: 电话138…、139…. */
static void value_taken(struct scan *s, ptrdiff_t k) {
    uint32_t c = k < s->t->bare_n ? s->t->bare[k] : 0;
    bool listed = c == 0x3001 || c == 0x548C || c == 0x53CA || c == '/' || c == 0x6216;
    if (listed && s->label != 0)
        s->label_at = k;
    else
        s->label = 0;
}

/* The first of these rules that fits what begins at bare character k; returns where to go on, k for
 * none. */
static ptrdiff_t apply_rules(struct scan *s, struct reader *r, uint64_t open, ptrdiff_t k) {
    uint64_t label = label_at(s, k);
    open &= label == 0 ? r->d->free : ~UINT64_C(0);
    for (; open != 0 && !s->broken; open &= open - 1) {
        size_t i = (size_t)__builtin_ctzll(open);
        const struct rule *rule = &rules[i];
        ptrdiff_t stretch[2];
        if ((label & rule->unless) != 0 || (rule->labels != 0 && (label & rule->labels) == 0) ||
            !fits(s, r, i, k, stretch))
            continue;
        ptrdiff_t from = bare_from(s->t, k, stretch[0]);
        ptrdiff_t to = bare_from(s->t, from, stretch[1]);
        if (to == from)
            continue;
        scan_mark(s, from, to, rule->mark, rule->value);
        value_taken(s, to);
        return to;
    }
    return k;
}

/* ---- numbers and words of letters ---- */

/* What can be told quickly of a run that begins at bare character k. */
struct run {
    ptrdiff_t end;    /* bare character behind its letters and digits that touch each other */
    ptrdiff_t length; /* of it */
    ptrdiff_t digits; /* that follow, across gaps and brackets */
    bool more;        /* … and perhaps further ones */
    bool birth;       /* 生 is near */
    bool mail;        /* @ follows what an address is made of */
    bool link;        /* it begins an address of the web */
};

/* What may stand between the digits of a number: gaps, brackets, 年 and 月. */
static bool goes_on(uint32_t c) {
    return fold_is_gap(c) || c == '(' || c == ')' || c == '+' || c == '.' || c == 'X' || c == ',' ||
           c == 0x5E74 || c == 0x6708;
}

/* A year of birth, and 生 behind it. */
static bool is_birth(const uint32_t *c) {
    bool year = (c[0] == '1' && c[1] == '9') || (c[0] == '2' && c[1] == '0');
    for (int i = 4; year && i <= DATE_MOST && c[i - 1] != 0; i++)
        if (c[i] == 0x751F)
            return true;
    return false;
}

static bool is_mail(const uint32_t *c, ptrdiff_t most) {
    ptrdiff_t i = 0;
    while (i < most && (is_alnum(c[i]) || c[i] == '.' || c[i] == '_' || c[i] == '%' ||
                        c[i] == '+' || c[i] == '-' || c[i] == ' '))
        i++;
    return i < most && c[i] == '@';
}

static struct run run_at(const struct folded *t, ptrdiff_t k) {
    ptrdiff_t i = (ptrdiff_t)t->in[k];
    const uint32_t *c = t->c + i; /* ends with 0 */
    ptrdiff_t most = t->n - i < AHEAD_MOST ? t->n - i : AHEAD_MOST;
    struct run run = {.end = k};
    while (run.end < t->bare_n && is_alnum(t->bare[run.end]) &&
           (run.end == k || fold_joined(t, run.end)))
        run.end++;
    run.length = run.end - k;
    ptrdiff_t j = 0;
    for (; j < most && (is_digit(c[j]) || goes_on(c[j])); j++)
        run.digits += is_digit(c[j]);
    run.more = j == AHEAD_MOST;
    run.birth = run.length >= 4 && is_birth(c);
    run.mail = t->mail && is_mail(c, most);
    run.link = (c[0] == 'H' && c[1] == 'T') || (c[0] == 'W' && c[1] == 'W');
    return run;
}

static const uint64_t number_labels =
    TELL(ID) | TELL(PASS) | TELL(SOCIAL) | TELL(VEHICLE) | TELL(PLATE) | TELL(BIRTH);

/* Most numbers are years, amounts and articles: they are passed over without asking PCRE2. */
static bool is_worth_asking(const struct scan *s, const struct run *run, ptrdiff_t k) {
    if (run->digits >= DIGITS_LEAST || run->birth || run->mail || run->link)
        return true;
    return run->length >= ID_DIGITS || (label_at(s, k) & number_labels) != 0;
}

static ptrdiff_t at_most(ptrdiff_t n, ptrdiff_t most) {
    return n < most ? n : most;
}

static ptrdiff_t read_run(struct scan *s, struct reader *r, ptrdiff_t k) {
    uint32_t c = s->t->bare[k];
    if (is_digit(c) && s->who == SPEAKS_PERSON && k - s->who_at <= LISTED_MOST)
        person_before(s, k, EVIDENCE_LISTED);
    struct run run = run_at(s->t, k);
    if (!is_worth_asking(s, &run, k))
        return run.end;
    uint64_t open = r->d->begun[is_digit(c) ? DIGIT : LETTER];
    open &= run.mail ? ~UINT64_C(0) : ~r->d->mail;
    open &= run.birth ? ~UINT64_C(0) : ~r->d->birth;
    open &= is_digit(c) && !run.more ? r->d->digits[at_most(run.digits, LEAST_MOST)] : ~UINT64_C(0);
    open &= r->d->touching[at_most(run.length, LEAST_MOST)];
    ptrdiff_t to = apply_rules(s, r, open, k);
    return to > k ? to : run.end;
}

/* ---- words ---- */

static const uint64_t labels = TELL(ID) | TELL(PHONE) | TELL(HOME_PHONE) | TELL(ACCOUNT) |
                               TELL(PASS) | TELL(SOCIAL) | TELL(MAIL) | TELL(HOME) | TELL(SEAT) |
                               TELL(BUSINESS) | TELL(BIRTH) | TELL(DEED) | TELL(VEHICLE) |
                               TELL(PLATE) | TELL(HEALTH) | TELL(HEALTH_SAID) | TELL(CODE) |
                               TELL(OPEN) | TELL(HOTLINE);
static const uint64_t roles = TELL(PARTY) | TELL(FIELD) | TELL(OFFICIAL) | TELL(LEAD);
static const uint64_t triggers =
    TELL(ID) | TELL(PHONE) | TELL(HOME_PHONE) | TELL(ACCOUNT) | TELL(PASS) | TELL(SOCIAL) |
    TELL(MAIL) | TELL(HOME) | TELL(SEAT) | TELL(BUSINESS) | TELL(BIRTH) | TELL(DEED) |
    TELL(VEHICLE) | TELL(PLATE) | TELL(HEALTH) | TELL(HEALTH_SAID) | TELL(CODE) | TELL(OPEN) |
    TELL(HOTLINE) | TELL(PARTY) | TELL(FIELD) | TELL(OFFICIAL) | TELL(LEAD) | TELL(FIRM_END) |
    TELL(FIRM_NOT) | TELL(OFFICE_END) | TELL(AUTHORITY) | TELL(PAYEE) | TELL(HEALTH_NOT) |
    TELL(NEUTRAL) | TELL(GENDER) | TELL(ELEMENT);

/* The sign before a value behind its label: ：（“ and 为, 是. */
static ptrdiff_t value_begins(const struct folded *t, ptrdiff_t k) {
    for (int i = 0; i < ADJACENT_MOST && k < t->bare_n; i++, k++) {
        uint32_t c = t->bare[k];
        if (c != ':' && c != '"' && c != 0x201C && c != 0x4E3A && c != 0x662F && c != 0x5728 &&
            c != 0x4E8E && c != '|')
            break;
    }
    return k;
}

static bool seat_is_open(const struct scan *s, uint64_t label) {
    return (label & TELL(SEAT)) != 0 && (label & TELL(HOME)) == 0 && s->who != SPEAKS_PERSON;
}

/* Sets the label; what has a value that is no number is read at once. */
static ptrdiff_t label_read(struct scan *s, struct reader *r, uint64_t class, ptrdiff_t k) {
    static const uint64_t text_labels =
        TELL(HOME) | TELL(SEAT) | TELL(DEED) | TELL(HEALTH) | TELL(HEALTH_SAID);
    if (seat_is_open(s, class))
        class = TELL(BUSINESS);
    s->label = class & labels;
    s->label_at = k;
    if ((class & text_labels) == 0)
        return k;
    ptrdiff_t at = value_begins(s->t, k);
    if (at >= s->t->bare_n || ((class & TELL(HEALTH)) != 0 && s->t->bare[k] != ':'))
        return k;
    s->label_at = at;
    bool province = (scan_sign(s, s->t->bare[at]) & SIGN_PROVINCE) != 0;
    return apply_rules(s, r, r->d->begun[province ? LABEL | HAN : LABEL], at);
}

/* ，男， and （女）: not 男子, not 男装. */
static bool is_gender_of_person(const struct folded *t, ptrdiff_t k, ptrdiff_t end) {
    uint32_t before = k > 0 ? t->c[t->in[k] - 1] : 0;
    uint32_t behind = t->c[t->in[end - 1] + 1];
    bool parted = before == ',' || before == '(' || before == ' ' || before == 0x3001 ||
                  before == '\t' || before == '|';
    bool ended = behind == ',' || behind == ')' || behind == ' ' || behind == 0x3001 ||
                 behind == ';' || behind == 0x3002 || behind == 0 || behind == '\t' ||
                 behind == '|' || behind == '\n';
    return parted && ended;
}

static void note_evidence(struct scan *s, uint64_t class, ptrdiff_t k, ptrdiff_t end) {
    uint32_t before = k > 0 ? s->t->bare[k - 1] : 0;
    bool parted = before == '(' || before == ',';
    if ((class & TELL(GENDER)) != 0 && is_gender_of_person(s->t, k, end))
        person_before(s, k - (before == ',' || before == '(' || before == 0x3001 || before == '|'),
                      true);
    else if ((class & TELL(ID)) != 0 && k > 0)
        person_before(s, parted ? k - 1 : k, parted ? EVIDENCE_PARTED : EVIDENCE_ADJACENT);
    else if ((class & (TELL(HOME) | TELL(PHONE) | TELL(BIRTH))) != 0 && parted && before == '(')
        person_before(s, k - 1, EVIDENCE_FAINT);
}

/* What the sentence speaks of from here on. */
static void note_subject(struct scan *s, uint64_t class, ptrdiff_t end) {
    if ((class & (TELL(AUTHORITY) | TELL(OFFICE_END))) != 0)
        s->who = SPEAKS_OFFICE;
    else if ((class & TELL(FIRM_END)) != 0) {
        s->who = SPEAKS_FIRM;
        person_firm_called(s, end);
    } else if ((class & TELL(HOME_PHONE)) != 0)
        s->who = SPEAKS_PERSON;
    if ((class & TELL(PAYEE)) != 0)
        s->payee_at = end;
}

/* TEL is no word in TELEX. */
static bool is_cut(const struct folded *t, ptrdiff_t end) {
    return end < t->bare_n && is_letter(t->bare[end - 1]) && is_letter(t->bare[end]) &&
           fold_joined(t, end);
}

/* The name behind a role; who is told by nothing but his place there, and has no surname, is
 * weighed. */
static ptrdiff_t named_behind(struct scan *s, ptrdiff_t k, uint64_t role) {
    ptrdiff_t end = person_behind(s, k, role);
    bool private = (role & TELL(PARTY)) != 0;
    if (end > k || !private || k >= s->t->bare_n || !utf8_is_han(s->t->bare[k]) ||
        lexicon_begins(s->words, s->t, k) ||
        (scan_sign(s, s->t->bare[k]) & (SIGN_SURNAME | SIGN_SURNAME_WEAK | SIGN_COMPOUND)) != 0)
        return end;
    return person_guess(s, k);
}

static ptrdiff_t read_word(struct scan *s, struct reader *r, ptrdiff_t k) {
    int n = 0;
    uint64_t class = lexicon_at(s->words, s->t, k, triggers, &n);
    ptrdiff_t end = k + n;
    if (class == 0 || is_cut(s->t, end))
        return k;
    if ((class & (TELL(NEUTRAL) | TELL(HEALTH_NOT))) != 0 ||
        ((class & TELL(FIRM_NOT)) != 0 && (class & (roles | labels)) == 0))
        return end;
    if ((class & TELL(AUTHORITY)) != 0)
        scan_mark(s, k, end, MARK_OPEN, VALUE_NAME);
    note_evidence(s, class, k, end);
    note_subject(s, class, end);
    if ((class & roles) != 0)
        end = named_behind(s, end, class);
    if ((class & labels) != 0)
        return label_read(s, r, class, end);
    return (class & TELL(ELEMENT)) != 0 ? person_dotted(s, k) : end;
}

/* ---- the text ---- */

static void sentence_ends(struct scan *s) {
    s->label = 0;
    s->payee_at = -1;
}

static bool begins_han_rule(const struct scan *s, ptrdiff_t k) {
    const struct folded *t = s->t;
    uint32_t c = t->bare[k];
    uint32_t next = k + 1 < t->bare_n ? t->bare[k + 1] : 0;
    if ((scan_sign(s, c) & SIGN_PROVINCE) != 0)
        return is_letter(next) || next == '(';
    return (c == 0x4E00 || c == 0x4E8C) &&
           (next == 0x4E5D || next == 0x3007 || next == 0x96F6 || next == 0x25CB);
}

/* A bracket or a plus before a digit. */
static bool begins_sign_rule(const struct folded *t, ptrdiff_t k) {
    uint32_t c = t->bare[k];
    uint32_t next = k + 1 < t->bare_n ? t->bare[k + 1] : 0;
    return (c == '(' || c == '+' || c == '[' || c == 0x3014 || c == 0x3010) &&
           (is_digit(next) || next == '+');
}

/* Whether nothing that tells something begins at k: an ideograph, most of a text. (一 and 二 may
 * begin a year: 一九九八, 二〇二六.) */
static inline bool is_quiet(const struct lexicon *l, const struct folded *t, ptrdiff_t k) {
    static const int loud = SIGN_TRIGGER | SIGN_TELLS | SIGN_PROVINCE | SIGN_SURNAME |
                            SIGN_SURNAME_WEAK | SIGN_COMPOUND;
    uint32_t c = t->bare[k];
    int sign = c > U'一' && c <= 0x9FFF && c != U'二' ? l->signs[c] & loud : loud;
    return sign == 0 || (sign == SIGN_TELLS && !lexicon_has_pair(l->triggers, c, t->bare[k + 1]));
}

/* One step of the reading; returns where to go on. */
static ptrdiff_t read_here(struct scan *s, struct reader *r, ptrdiff_t k) {
    uint32_t c = s->t->bare[k];
    ptrdiff_t to = k;
    if (lexicon_begins(s->words, s->t, k))
        to = read_word(s, r, k);
    if (to > k)
        return to;
    if (is_alnum(c))
        return read_run(s, r, k);
    if (c == 0x3002 || c == ';')
        sentence_ends(s);
    else if (c == FOLD_MARKER)
        value_taken(s, k + 1);
    else if (begins_sign_rule(s->t, k))
        to = apply_rules(s, r, r->d->begun[SIGN], k);
    else if (c >= 0x3400 && begins_han_rule(s, k))
        to = apply_rules(s, r, r->d->begun[HAN], k);
    else if ((scan_sign(s, c) & (SIGN_SURNAME | SIGN_SURNAME_WEAK | SIGN_COMPOUND)) != 0)
        to = person_here(s, k);
    return to > k ? to : k + 1;
}

/* A cell below a header: as if the header stood before it. */
static ptrdiff_t read_cell(struct scan *s, struct reader *r, const struct cell *cell) {
    ptrdiff_t to = cell->at;
    if ((cell->class & roles) != 0)
        to = person_behind(s, cell->at, cell->class | TELL(FIELD));
    if (to == cell->at && (cell->class & labels) != 0)
        to = label_read(s, r, cell->class, cell->at);
    return to;
}

/* Whether so much stands between its characters that distances change when something is masked: no
 * text that people write. */
static bool is_odd(const struct folded *t, uint32_t base) {
    return t->hidden || base > 0 || (t->n - t->bare_n - GAPS_USUAL) * GAPS_PART > t->n;
}

bool detect(struct reader *r, const struct folded *t, uint32_t base, struct marks *out) {
    struct scan s = {.arena = r->arena,
                     .words = r->d->words,
                     .signs = lexicon_signs(r->d->words),
                     .t = t,
                     .out = out,
                     .base = base,
                     .payee_at = -1};
    struct cells *cells = &r->cells;
    columns_read(r->arena, s.words, t, roles | labels, cells);
    int cell = 0;
    out->unsteady = out->unsteady || is_odd(t, base);
    for (ptrdiff_t k = 0; k < t->bare_n && !s.broken;) {
        while (cell < cells->n && cells->v[cell].at < k)
            cell++;
        ptrdiff_t next = cell < cells->n ? cells->v[cell].at : t->bare_n;
        while (k < next && is_quiet(s.words, t, k))
            k++;
        ptrdiff_t to = k;
        if (k == next && cell < cells->n)
            to = read_cell(&s, r, &cells->v[cell++]);
        if (to == k && k < t->bare_n)
            to = read_here(&s, r, k);
        k = to;
    }
    return !s.broken && !t->broken;
}

/* ---- firms and places ---- */

/* 华为（集团）有限公司: behind a short bracket the name of a firm may go on. */
static ptrdiff_t behind_bracket(const struct folded *t, ptrdiff_t k) {
    for (ptrdiff_t j = k + 1; j < t->bare_n && j - k <= FIRM_BRACKET_MOST; j++)
        if (t->bare[j] == ')')
            return j + 1 < t->bare_n && utf8_is_han(t->bare[j + 1]) ? j + 1 : k;
    return k;
}

bool detect_firm(const struct lexicon *l, const struct folded *t, ptrdiff_t k, ptrdiff_t past) {
    int digits = 0;
    for (ptrdiff_t j = k; j < t->bare_n && j - k < FIRM_MOST;) {
        int n = 1;
        digits = is_digit(t->bare[j]) ? digits + 1 : 0;
        if (digits == FIRM_DIGITS)
            return false;
        uint64_t class = lexicon_at(
            l, t, j, TELL(FIRM_END) | TELL(FIRM_NOT) | TELL(FIRM_STOP) | TELL(AUTHORITY), &n);
        uint32_t c = t->bare[j];
        if (j >= past && (class & TELL(FIRM_END)) != 0)
            return (class & TELL(FIRM_NOT)) == 0;
        if (j >= past && class != 0)
            return false;
        ptrdiff_t next = c == '(' ? behind_bracket(t, j) : j + 1;
        if (next == j || (!utf8_is_han(c) && c != '(' && !is_alnum(c)))
            return false;
        j = next;
    }
    return false;
}

bool detect_place(const struct lexicon *l, const struct folded *t, ptrdiff_t past) {
    int n = 0;
    int longer = 0;
    if (lexicon_at(l, t, past, TELL(PLACE_END), &n) == 0)
        return false;
    return lexicon_at(l, t, past, TELL(FOLLOW) | TELL(PARTY), &longer) == 0 || longer <= n;
}
