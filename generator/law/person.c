/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * person.c — the names of persons, told by roles before them and by what stands behind.
 *
 * In:    a folded text, a place where a name may stand
 * Out:   marks: names, and doubts
 * Law:   law.md §3 (names of all natural persons in a decision)
 * Never: takes a firm, a place or an ordinary word for a person without saying that it doubts
 */
#include "law/scan.h"

#include "base/utf8.h"
#include "base/words.h"

#include <string.h>

#define SKIP_MOST 16    /* characters between a role and its name */
#define LIST_MOST 200   /* names behind one role */
#define PART_MOST 10    /* characters of one part of a name with dots */
#define LETTERS_MOST 60 /* of a Latin name */
#define BRACKET_MOST 14
#define LISTED_MOST 60  /* characters from one name of a list to the next */
#define NUMBER_MOST 3   /* characters of a number of persons */
#define LISTED_BACK 6   /* names of a list before the one that is told */
#define ROLE_MOST 6     /* characters of a role word before a name */
#define DOCUMENT_MOST 5 /* characters from a name's end to the year of a document */
#define DOT 0xB7

/* ---- what stands at a place ---- */

static bool is_han(const struct folded *t, ptrdiff_t k) {
    return k < t->bare_n && utf8_is_han(t->bare[k]);
}

static bool is_letter(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F);
}

static bool is_mask(uint32_t c) {
    return c == 0x67D0 /* 某 */ || c == FOLD_MARKER || c == 0xD7 || c == 'X' || c == 0x25CB ||
           c == 0x25CF || c == 0x25A1 || c == 0x25B3;
}

/* Whether a blank or a line break stands right before bare character k. */
static bool has_gap(const struct folded *t, ptrdiff_t k) {
    uint32_t c = k > 0 && k < t->bare_n ? t->c[t->in[k] - 1] : 0;
    return c == ' ' || c == '\n' || c == '\t';
}

enum end person_end(const struct scan *s, ptrdiff_t k) {
    static const uint64_t behind = TELL(FOLLOW) | TELL(PARTY) | TELL(OFFICIAL) | TELL(ID) |
                                   TELL(PHONE) | TELL(HOME) | TELL(GENDER) | TELL(LEAD);
    const struct folded *t = s->t;
    int n = 0;
    if (k >= t->bare_n || !utf8_is_han(t->bare[k]))
        return END_HARD;
    if (has_gap(t, k) && !has_gap(t, k - 1))
        return END_HARD;
    if (lexicon_at(s->words, t, k, behind, &n) != 0 &&
        (n > 1 || t->bare[k] == 0x7537 || t->bare[k] == 0x5973))
        return END_WORD;
    return (scan_sign(s, t->bare[k]) & SIGN_AFTER) != 0 ? END_SIGN : END_NONE;
}

/* What no name begins with: a role, a label. */
static const uint64_t no_names = TELL(PARTY) | TELL(OFFICIAL) | TELL(LEAD) | TELL(FIELD) |
                                 TELL(ID) | TELL(PHONE) | TELL(HOME_PHONE) | TELL(ACCOUNT) |
                                 TELL(PASS) | TELL(SOCIAL) | TELL(MAIL) | TELL(HOME) | TELL(SEAT) |
                                 TELL(BUSINESS) | TELL(BIRTH) | TELL(DEED) | TELL(VEHICLE) |
                                 TELL(PLATE) | TELL(HEALTH) | TELL(HEALTH_SAID) | TELL(CODE) |
                                 TELL(OPEN) | TELL(HOTLINE) | TELL(NEUTRAL) | TELL(HEALTH_NOT);

/* ---- Han names ---- */

/* A name that may stand at a place. */
struct candidate {
    ptrdiff_t n; /* characters; 0: none */
    bool sure;
    bool doubtful;
};

/* How a name is introduced. */
struct lead {
    bool field; /* 姓名, ：, a bracket or a blank: what follows is a name, not a sentence */
    bool colon; /* 姓名 or ：: nothing but a name or a firm follows */
};

/* What follows a surname. */
struct tail {
    ptrdiff_t given;
    enum end end;
    bool field;
};

ptrdiff_t person_surname(const struct scan *s, ptrdiff_t k, bool *weak) {
    int n = 0;
    int sign = scan_sign(s, s->t->bare[k]);
    *weak = false;
    if ((sign & SIGN_COMPOUND) != 0 && lexicon_at(s->words, s->t, k, TELL(COMPOUND), &n) != 0) {
        int ordinary = 0;
        *weak = lexicon_at(s->words, s->t, k, TELL(ORDINARY), &ordinary) != 0 && ordinary >= n;
        return n;
    }
    *weak = (sign & SIGN_SURNAME) == 0;
    return (sign & (SIGN_SURNAME | SIGN_SURNAME_WEAK)) != 0 ? 1 : 0;
}

bool person_given(const struct scan *s, ptrdiff_t k, ptrdiff_t n, bool usual) {
    for (ptrdiff_t i = k; i < k + n; i++) {
        int sign = is_han(s->t, i) ? scan_sign(s, s->t->bare[i]) : SIGN_NEVER;
        if ((sign & SIGN_NEVER) != 0 || is_mask(s->t->bare[i]) ||
            (usual && (sign & SIGN_GIVEN) == 0))
            return false;
    }
    return true;
}

/* Whether the given name is one character although two would do: 李明 in 李明于2026年, 林峰 in
 * 林峰使用. What often stands behind names and is seldom in them decides. */
static bool ends_early(const struct scan *s, ptrdiff_t third, enum end early, enum end late) {
    int sign = scan_sign(s, s->t->bare[third]);
    uint32_t next = third + 1 < s->t->bare_n ? s->t->bare[third + 1] : 0;
    if (early == END_WORD && late <= END_SIGN)
        return true;
    if (early < END_SIGN || (sign & SIGN_AFTER) == 0)
        return false;
    int role = 0; /* 康乐和班长袁某 */
    if (lexicon_at(s->words, s->t, third + 1, TELL(PARTY) | TELL(OFFICIAL), &role) != 0)
        return true;
    if ((sign & SIGN_GIVEN) == 0)
        return true;
    if (late == END_HARD)
        return next != 0 && ((next >= '0' && next <= '9') || next == 0x201C || next == '"' ||
                             next == 0x300A || is_letter(next));
    return late == END_NONE || (sign & SIGN_AFTER_WEAK) == 0 || early == END_WORD;
}

/* 于, 在 and the like: never the one character of a given name, nor its first. */
static bool stands_behind(const struct scan *s, ptrdiff_t k) {
    int sign = scan_sign(s, s->t->bare[k]);
    return (sign & SIGN_AFTER) != 0 && (sign & SIGN_GIVEN) == 0;
}

/* How many characters of given name follow a surname that ends at k; 0 when that cannot be told. */
static ptrdiff_t given_length(const struct scan *s, ptrdiff_t k, const struct lead *lead,
                              enum end *end) {
    bool one = person_given(s, k, 1, false) && !stands_behind(s, k);
    bool two = one && person_given(s, k + 1, 1, false);
    enum end early = one ? person_end(s, k + 1) : END_NONE;
    enum end late = two ? person_end(s, k + 2) : END_NONE;
    *end = early;
    if (one && early == END_HARD)
        return 1;
    if (two && late > END_NONE && !ends_early(s, k + 1, early, late)) {
        *end = late;
        return 2;
    }
    if (one && early > END_NONE)
        return 1;
    if (lead->field && two && person_given(s, k + 2, 1, false) &&
        person_end(s, k + 3) == END_HARD) {
        *end = END_HARD;
        return 3;
    }
    *end = END_NONE;
    if (two && person_given(s, k, 2, true) && !person_breaks_word(s, k + 2))
        return 2;
    return one && person_given(s, k, 1, true) ? 1 : 0;
}

/* A whole word that people are called, too: 高明. */
static bool may_be_name(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    int word = 0;
    return lexicon_at(s->words, s->t, k, TELL(PLACE), &word) != 0 && word == n;
}

/* Whether a role or a label begins here: 受害人家属. */
static bool is_role(const struct scan *s, ptrdiff_t k) {
    int n = 0;
    return lexicon_at(s->words, s->t, k, no_names, &n) != 0 && n > 1;
}

/* Whether what follows the surname is a title, a label or a verb, and no given name: 张经理,
 * 张电话, 王 出示; but 王建设 is a name where it plainly ends. */
static bool is_no_given(const struct scan *s, ptrdiff_t k, const struct tail *tail) {
    int n = 0;
    if (lexicon_at(s->words, s->t, k, no_names, &n) != 0 && n > 1)
        return true;
    bool plain = tail->given == 2 && tail->end == END_HARD && person_given(s, k, 2, true);
    return lexicon_at(s->words, s->t, k, TELL(FOLLOW), &n) != 0 && n > 1 && !plain;
}

/* 柳林县: some character is that of a place, and of no given name. */
static bool holds_place(const struct scan *s, ptrdiff_t k, ptrdiff_t given) {
    for (ptrdiff_t i = k; i < k + given; i++) {
        int n = 0;
        if ((scan_sign(s, s->t->bare[i]) & SIGN_GIVEN) == 0 &&
            lexicon_at(s->words, s->t, i, TELL(PLACE_END), &n) != 0)
            return true;
    }
    return false;
}

/* 马云超市, 李记店: the name itself ends as a firm's. */
static bool ends_as_firm(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    for (ptrdiff_t i = 1; i < n; i++) {
        int word = 0;
        if (lexicon_at(s->words, s->t, k + i, TELL(FIRM_END), &word) != 0 && i + word >= n)
            return true;
    }
    return false;
}

/* Whether the candidate is, or begins as, a word or a place. */
bool person_is_word(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    int word = 0;
    if (lexicon_at(s->words, s->t, k, TELL(PLACE), &word) != 0 && word == n)
        return true;
    return lexicon_at(s->words, s->t, k, TELL(ORDINARY), &word) != 0 && (word >= n || word >= 2);
}

/* A name whose surname is an ordinary character as well. 和 and 经 are hardly ever surnames. */
static bool weak_is_sure(const struct scan *s, ptrdiff_t k, ptrdiff_t surname,
                         const struct tail *tail) {
    uint32_t first = s->t->bare[k];
    bool link = (scan_sign(s, first) & SIGN_AFTER) != 0;
    bool usual = person_given(s, k + surname, tail->given, true);
    bool likely =
        tail->given == 2 && tail->end >= END_WORD &&
        (person_given(s, k + surname, 1, true) || person_given(s, k + surname + 1, 1, true));
    if (tail->field && tail->end == END_HARD)
        return true;
    if (link)
        return first == 0x4E8E /* 于 */ && usual && tail->end > END_SIGN;
    return (usual || likely) && tail->end > END_NONE;
}

static struct candidate judge(const struct scan *s, ptrdiff_t k, ptrdiff_t surname, bool weak,
                              const struct tail *tail) {
    struct candidate c = {.n = surname + tail->given};
    bool usual = person_given(s, k + surname, tail->given, true);
    if (person_is_word(s, k, c.n)) {
        bool name = tail->field || (c.n >= 3 && usual && tail->end > END_NONE);
        c.sure = name && tail->end > END_NONE;
        c.doubtful = tail->end >= END_WORD && may_be_name(s, k, c.n);
    } else if (weak) {
        c.sure = weak_is_sure(s, k, surname, tail);
        c.doubtful = usual && tail->end == END_NONE && tail->field;
    } else {
        c.sure = tail->end >= END_WORD || (usual && (tail->end == END_SIGN || tail->given > 1)) ||
                 (tail->end == END_SIGN && tail->field);
        c.doubtful = tail->end == END_SIGN || tail->given == 1;
    }
    if (!c.sure && !c.doubtful)
        c.n = 0;
    return c;
}

/* 松环简罚〔2026〕: a year in such brackets stands a few characters behind. */
static bool is_numbered(const struct folded *t, ptrdiff_t k) {
    ptrdiff_t end = k;
    while (end - k < DOCUMENT_MOST && is_han(t, end))
        end++;
    uint32_t c = end + 1 < t->bare_n ? t->bare[end] : 0;
    return (c == 0x3014 || c == '[' || c == 0x3010) && t->bare[end + 1] >= '0' &&
           t->bare[end + 1] <= '9';
}

/* 青市监罚〔2026〕; but 孙立国（1950年生） is a person. */
static bool is_document(const struct folded *t, ptrdiff_t k) {
    uint32_t c = k < t->bare_n ? t->bare[k] : 0;
    ptrdiff_t end = k + 1;
    while (end < t->bare_n && t->bare[end] >= '0' && t->bare[end] <= '9')
        end++;
    bool closed = end < t->bare_n && (t->bare[end] == 0x3015 || t->bare[end] == ']' ||
                                      t->bare[end] == 0x3011 || t->bare[end] == ')');
    return (c == 0x3014 || c == '[' || c == 0x3010 || c == '(') && end - k > 1 && closed;
}

static struct candidate han_name(const struct scan *s, ptrdiff_t k, const struct lead *lead) {
    bool weak = false;
    struct tail tail = {.field = lead->field};
    ptrdiff_t surname = person_surname(s, k, &weak);
    if (surname == 0 || !is_han(s->t, k + surname) || is_mask(s->t->bare[k + surname]))
        return (struct candidate){0};
    tail.given = given_length(s, k + surname, lead, &tail.end);
    if (tail.given == 0 && surname > 1) /* 欧阳于当日: 欧 with the given name 阳 */
        tail.given = given_length(s, k + (surname = 1), lead, &tail.end);
    ptrdiff_t n = surname + tail.given;
    if (tail.given == 0 || is_document(s->t, k + n) || is_role(s, k) ||
        is_no_given(s, k + surname, &tail) || ends_as_firm(s, k, n) ||
        holds_place(s, k + surname, tail.given) || detect_place(s->words, s->t, k + n) ||
        detect_firm(s->words, s->t, k, k + n))
        return (struct candidate){0};
    return judge(s, k, surname, weak, &tail);
}

/* ---- names of other forms ---- */

/* Whether a dot stands right before bare character k. */
static bool dot_before(const struct folded *t, ptrdiff_t k) {
    if (k == 0 || k >= t->bare_n)
        return false;
    for (ptrdiff_t i = (ptrdiff_t)t->in[k] - 1; i > (ptrdiff_t)t->in[k - 1]; i--)
        if (t->c[i] == DOT)
            return true;
    return false;
}

/* The end of the last part of a name with dots that begins at k: the first place where a name may
 * end, parts of the lexicon taken whole. */
static ptrdiff_t part_end(const struct scan *s, ptrdiff_t k) {
    ptrdiff_t end = k;
    while (is_han(s->t, end) && end - k < PART_MOST && !(end > k && dot_before(s->t, end))) {
        int n = 0;
        if (lexicon_at(s->words, s->t, end, TELL(ELEMENT), &n) == 0)
            n = 1;
        else if (end == k && n == 1)
            n = 2;
        if (end - k >= 2 && n == 1 && person_end(s, end) != END_NONE)
            break;
        end += n;
    }
    return end < s->t->bare_n ? end : s->t->bare_n;
}

/* 阿卜杜拉·买买提: two or more parts of two and more characters. */
static struct candidate dotted_name(const struct scan *s, ptrdiff_t k) {
    ptrdiff_t end = k;
    int parts = 0;
    for (;;) {
        ptrdiff_t part = part_end(s, end);
        if (part == end)
            break;
        parts++;
        end = part;
        if (!dot_before(s->t, end))
            break;
    }
    return parts >= 2 && end - k >= 3 ? (struct candidate){.n = end - k, .sure = true}
                                      : (struct candidate){0};
}

/* Where parts of the lexicon that begin at k end. */
static ptrdiff_t elements(const struct scan *s, ptrdiff_t k) {
    int n = 0;
    while (k < s->t->bare_n && lexicon_at(s->words, s->t, k, TELL(ELEMENT), &n) != 0)
        k += n;
    return k;
}

/* 买买提艾力, 扎西次仁: parts of the lexicon and nothing else. */
static struct candidate element_name(const struct scan *s, ptrdiff_t k, int most) {
    ptrdiff_t end = elements(s, k);
    bool parts = end > k;
    /* Some characters more, where the name plainly ends: 格日勒图. */
    bool long_enough = parts && end - k >= 2;
    for (int more = 0; long_enough && more < most && person_end(s, end) == END_NONE; more++)
        end++;
    bool sure = long_enough && person_end(s, end) != END_NONE &&
                person_given(s, k, end - k, false) &&
                (end - k >= 3 || person_end(s, end) >= END_WORD);
    return sure ? (struct candidate){.n = end - k, .sure = true} : (struct candidate){0};
}

/* JOHN SMITH, SMITH, J. SMITH: words of letters. What does not end is none: of a part of it the
 * rest would stay. */
static struct candidate latin_name(const struct scan *s, ptrdiff_t k) {
    const struct folded *t = s->t;
    ptrdiff_t end = k;
    int letters = 0;
    while (end < t->bare_n && letters <= LETTERS_MOST) {
        uint32_t c = t->bare[end];
        bool dot = c == '.' && end > k && end + 1 < t->bare_n && is_letter(t->bare[end + 1]);
        if (!dot && !is_letter(c))
            break;
        letters += !dot;
        end++;
    }
    uint32_t next = end < t->bare_n && fold_joined(t, end) ? t->bare[end] : 0;
    bool more = (next >= '0' && next <= '9') || next == '@'; /* a code, an address of mail */
    return letters >= 3 && letters <= LETTERS_MOST && !more
               ? (struct candidate){.n = end - k, .sure = true}
               : (struct candidate){0};
}

static bool is_firm_of_letters(const struct folded *t, ptrdiff_t k, ptrdiff_t n) {
    static const char *const firms[] = {"LTD", "INC", "LLC", "GMBH", "CORP", "LIMITED", "COMPANY"};
    for (size_t f = 0; f < sizeof firms / sizeof firms[0]; f++)
        for (ptrdiff_t i = k; i < k + n; i++) {
            ptrdiff_t same = 0;
            while (firms[f][same] != '\0' && i + same < t->bare_n &&
                   t->bare[i + same] == (uint32_t)firms[f][same])
                same++;
            if (firms[f][same] == '\0')
                return true;
        }
    return false;
}

/* Han characters with a dot between them begin here, before anything else. */
static bool is_dotted(const struct folded *t, ptrdiff_t k) {
    for (ptrdiff_t i = k + 1; i < k + PART_MOST && is_han(t, i); i++)
        if (dot_before(t, i))
            return true;
    return false;
}

/* 姓名：库尔班, no surname of the table: a field with two to four characters and nothing else. */
static struct candidate field_name(const struct scan *s, ptrdiff_t k) {
    ptrdiff_t n = 0;
    int word = 0;
    while (n < 5 && is_han(s->t, k + n) &&
           !(n > 0 && has_gap(s->t, k + n) && !has_gap(s->t, k + 1)))
        n++;
    bool plain =
        n >= 2 && n <= 4 && person_end(s, k + n) == END_HARD && person_given(s, k, n, false) &&
        lexicon_at(s->words, s->t, k, no_names | TELL(JOIN) | TELL(GENDER) | TELL(FOLLOW), &word) ==
            0 &&
        lexicon_at(s->words, s->t, k + 1, no_names, &word) == 0 && !person_is_word(s, k, n) &&
        !detect_firm(s->words, s->t, k, k + 1);
    return plain ? (struct candidate){.n = n, .doubtful = true} : (struct candidate){0};
}

static struct candidate name_at(const struct scan *s, ptrdiff_t k, const struct lead *lead) {
    struct candidate c = {0};
    if (k >= s->t->bare_n)
        return c;
    if (is_letter(s->t->bare[k])) {
        c = latin_name(s, k);
        return c.n > 0 && is_firm_of_letters(s->t, k, c.n) ? (struct candidate){0} : c;
    }
    int join = 0;
    if (!is_han(s->t, k) || (lexicon_at(s->words, s->t, k, TELL(JOIN), &join) != 0 && join > 2))
        return c; /* 英国人罗伯特·布朗 */
    if (is_dotted(s->t, k) && (c = dotted_name(s, k)).n > 0)
        return c;
    if ((c = element_name(s, k, 2)).n > 0)
        return c;
    return han_name(s, k, lead);
}

/* ---- behind a role ---- */

static bool is_opening(uint32_t c) {
    return c == ':' || c == '(' || c == '[' || c == 0x3010 || c == '"' || c == 0x201C ||
           c == 0x201D || c == ')' || c == ']' || c == 0x3011 || c == '|' || c == '/' || c == '\t';
}

/* 当事人（单位或个人）： what stands in brackets before the name is no part of it. */
static ptrdiff_t bracket_end(const struct folded *t, ptrdiff_t k) {
    for (ptrdiff_t i = k + 1; i < t->bare_n && i - k <= BRACKET_MOST; i++)
        if (t->bare[i] == ')')
            return i + 1;
    return k + 1;
}

/* 1、 and 2. before a name. */
static bool is_item(const struct folded *t, ptrdiff_t k) {
    uint32_t c = t->bare[k];
    return (c >= '1' && c <= '9') && k + 1 < t->bare_n &&
           (t->bare[k + 1] == '.' || t->bare[k + 1] == 0x3001 || t->bare[k + 1] == ':' ||
            t->bare[k + 1] == ')' || utf8_is_han(t->bare[k + 1]));
}

/* One step from a role towards its name: ：, 姓名, 为, 1、; k when there is none. */
static ptrdiff_t step(const struct scan *s, ptrdiff_t k, struct lead *lead) {
    const struct folded *t = s->t;
    uint32_t c = k < t->bare_n ? t->bare[k] : 0;
    int n = 0;
    if (c == '(') {
        lead->field = true;
        return name_at(s, k + 1, lead).n > 0 ? k + 1 : bracket_end(t, k);
    }
    if (is_opening(c)) {
        lead->colon = lead->colon || c == ':' || c == '|' || c == '\t';
        lead->field = lead->field || lead->colon;
        return k + 1;
    }
    if ((c == ',' && !lead->colon) || c == '.' || c == '?')
        return k + 1;
    if (c != 0 && is_item(t, k))
        return k + 1;
    return lexicon_at(s->words, t, k, TELL(JOIN), &n) != 0 ? k + n : k;
}

/* The first name behind a role: where it begins, and the name. */
static ptrdiff_t first_name(const struct scan *s, ptrdiff_t k, struct lead *lead,
                            struct candidate *c) {
    for (ptrdiff_t at = k; at - k <= SKIP_MOST && at < s->t->bare_n;) {
        lead->field = lead->field || has_gap(s->t, at);
        *c = name_at(s, at, lead);
        if (c->n > 0)
            return at;
        ptrdiff_t next = step(s, at, lead);
        if (next == at) {
            if (lead->colon)
                *c = field_name(s, at);
            return at;
        }
        at = next;
    }
    return k;
}

static enum mark_kind kind_of_name(uint64_t role) {
    if ((role & TELL(OFFICIAL)) != 0)
        return MARK_OFFICIAL;
    return (role & TELL(LEAD)) != 0 ? MARK_LEAD : MARK_NAME;
}

/* A name of this text, so that its other places need not be weighed. */
static void remember(struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    s->named[s->named_n++ % NAMED] = (struct named){k, n};
}

/* How long the name is that was found before and stands at k, too; 0 for none. */
static ptrdiff_t named_at(const struct scan *s, ptrdiff_t k) {
    ptrdiff_t longest = 0;
    for (int i = 0; i < s->named_n && i < NAMED; i++) {
        const struct named *one = &s->named[i];
        if (one->n > longest && s->t->bare[one->at] == s->t->bare[k] &&
            s->t->bare[one->at + 1] == s->t->bare[k + 1] && k + one->n <= s->t->bare_n &&
            memcmp(s->t->bare + one->at, s->t->bare + k, (size_t)one->n * sizeof *s->t->bare) == 0)
            longest = one->n;
    }
    return longest > 0 && person_end(s, k + longest) != END_NONE ? longest : 0;
}

static void found(struct scan *s, ptrdiff_t k, const struct candidate *c, uint64_t role) {
    enum mark_kind kind = kind_of_name(role);
    if (!c->sure && kind == MARK_NAME)
        kind = MARK_DOUBT;
    scan_mark(s, k, k + c->n, kind, VALUE_NAME);
    if (kind == MARK_NAME || kind == MARK_LEAD)
        remember(s, k, c->n);
    s->who = kind == MARK_OFFICIAL ? SPEAKS_OFFICE
             : kind == MARK_LEAD   ? SPEAKS_FIRM
                                   : SPEAKS_PERSON;
    s->who_at = k + c->n;
}

/* （二） or （2） between two names. */
static ptrdiff_t numbered(const struct folded *t, ptrdiff_t k) {
    bool item = k + 2 < t->bare_n && t->bare[k] == '(' && t->bare[k + 2] == ')';
    uint32_t c = item ? t->bare[k + 1] : 0;
    bool number = (c >= '1' && c <= '9') || c == 0x4E00 || c == 0x4E8C || c == 0x4E09 ||
                  c == 0x56DB || c == 0x4E94 || c == 0x516D;
    return number ? k + 3 : k;
}

/* 、, 和 and the like between two names of a list. */
static ptrdiff_t next_of_list(const struct folded *t, ptrdiff_t k) {
    static const uint32_t marks[] = {0x3001, 0x548C, 0x4E0E, 0x53CA, '/', 0x8DDF};
    for (size_t i = 0; k < t->bare_n && i < sizeof marks / sizeof marks[0]; i++)
        if (t->bare[k] == marks[i])
            return numbered(t, k + 1);
    return numbered(t, k);
}

ptrdiff_t person_behind(struct scan *s, ptrdiff_t k, uint64_t role) {
    struct lead lead = {.field = (role & TELL(FIELD)) != 0};
    lead.colon = lead.field;
    struct candidate c = {0};
    ptrdiff_t at = first_name(s, k, &lead, &c);
    if (c.n == 0) {
        s->who = (role & (TELL(OFFICIAL) | TELL(LEAD))) != 0 ? s->who : SPEAKS_PERSON;
        s->who_at = k;
        return k;
    }
    for (int i = 0; c.n > 0 && i < LIST_MOST; i++) {
        found(s, at, &c, role);
        ptrdiff_t end = at + c.n;
        at = next_of_list(s->t, end);
        if (at == end)
            return end;
        c = name_at(s, at, &lead);
        if (c.n == 0)
            return end;
    }
    return at;
}

/* ---- before its evidence ---- */

/* Whether a name may begin at k by what stands before it. */
bool person_begins(const struct scan *s, ptrdiff_t k) {
    static const uint64_t roles = TELL(PARTY) | TELL(FIELD) | TELL(OFFICIAL) | TELL(LEAD);
    for (ptrdiff_t n = lexicon_ends(s->words, s->t, k) ? ROLE_MOST : 0; n > 1; n--) {
        int word = 0;
        if (k >= n && lexicon_at(s->words, s->t, k - n, roles, &word) != 0 && word == n)
            return true;
    }
    if (k == 0 || !is_han(s->t, k - 1) || has_gap(s->t, k))
        return true;
    return (scan_sign(s, s->t->bare[k - 1]) & SIGN_AFTER) != 0;
}

/* Whether a private value ends before k: asterisks will stand there, which measure nothing. */
static bool is_behind_private(const struct scan *s, ptrdiff_t k) {
    const struct mark *last = s->out->n > 0 ? &s->out->v[s->out->n - 1] : NULL;
    return last != NULL && last->kind == MARK_PRIVATE &&
           last->to == s->base + s->t->to[s->t->in[k - 1]];
}

static bool is_name_shaped(const struct scan *s, ptrdiff_t k, ptrdiff_t end,
                           enum evidence evidence) {
    bool weak = false;
    ptrdiff_t surname = person_surname(s, k, &weak);
    ptrdiff_t given = end - k - surname;
    if (surname == 0 || given < 1 || given > 2 || !person_given(s, k + surname, given, false))
        return false;
    bool measure =
        k > 0 && s->t->bare[k - 1] >= '0' && s->t->bare[k - 1] <= '9' && !is_behind_private(s, k);
    int word = 0;
    if (lexicon_at(s->words, s->t, k, TELL(FOLLOW) | TELL(NEUTRAL), &word) != 0 && word >= end - k)
        return false; /* 蒙古族 */
    if (evidence == EVIDENCE_LISTED &&
        (weak || person_is_word(s, k, end - k) || stands_behind(s, end - 1)))
        return false; /* 、沈帆于2026年 */
    if (evidence != EVIDENCE_FAINT && !weak)
        return true;
    struct tail tail = {.given = given};
    return !measure && person_given(s, k + surname, given, true) &&
           !is_no_given(s, k + surname, &tail);
}

/* The beginning of the name that ends at `end`: three characters before two, what is parted from
 * the words before it first of all. */
static ptrdiff_t name_begins(const struct scan *s, ptrdiff_t end, enum evidence evidence) {
    static const ptrdiff_t lengths[] = {3, 2, 4};
    for (int well = 1; well >= (evidence == EVIDENCE_PARTED ? 0 : 1); well--)
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            ptrdiff_t k = end - lengths[i];
            if (k >= 0 && is_name_shaped(s, k, end, evidence) && (person_begins(s, k) || !well))
                return k;
        }
    return end;
}

/* Han characters up to `end`, with dots: 古丽娜尔·艾山，女. */
static ptrdiff_t dotted_begins(const struct scan *s, ptrdiff_t end) {
    ptrdiff_t k = end;
    bool dots = false;
    while (k > 0 && is_han(s->t, k - 1) && end - k < 2 * PART_MOST &&
           !(k < end && has_gap(s->t, k) && !dot_before(s->t, k))) {
        k--;
        dots = dots || dot_before(s->t, k + 1 < end ? k + 1 : k);
    }
    return dots && end - k >= 4 ? k : end;
}

static bool is_weighed(const struct mark *k) {
    return k->kind == MARK_GUESS || k->kind == MARK_HINT;
}

/* Whether a mark reaches to bare character k - 1. What was only weighed gives way. */
static bool is_told(struct scan *s, ptrdiff_t k) {
    uint32_t at = s->base + s->t->to[s->t->in[k - 1]];
    for (int i = s->out->n - 1; i >= 0 && i >= s->out->n - 3 && s->out->v[i].to >= at; i--) {
        if (!is_weighed(&s->out->v[i]))
            return true;
        s->out->n = i;
    }
    return false;
}

void person_before(struct scan *s, ptrdiff_t k, enum evidence evidence) {
    if (k == 0 || !is_han(s->t, k - 1))
        return;
    if (is_told(s, k))
        return; /* known already */
    ptrdiff_t from = dotted_begins(s, k);
    if (from == k)
        from = name_begins(s, k, evidence);
    if (from == k || detect_firm(s->words, s->t, from, k))
        return;
    if (evidence == EVIDENCE_LISTED && (from == 0 || s->t->bare[from - 1] != 0x3001))
        return;
    struct candidate c = {.n = k - from, .sure = true};
    found(s, from, &c, 0);
}

/* ---- in a sentence ---- */

/* What ends the words for whom one does something, or does it with; and what persons are called. */
static bool is_before_name(const struct scan *s, ptrdiff_t k) {
    static const uint32_t ends[] = U"员师人者妻夫父母兄弟姐妹友长主问据经";
    if (k == 0 || !is_han(s->t, k - 1) || has_gap(s->t, k))
        return true;
    uint32_t c = s->t->bare[k - 1];
    for (size_t i = 0; ends[i] != 0; i++)
        if (ends[i] == c)
            return true;
    return (scan_sign(s, c) & SIGN_AFTER) != 0;
}

/* ---- the names before one of a list ---- */

/* 、 and 和 between two names: what stands before them is one, too. */
bool person_links(const struct folded *t, ptrdiff_t k) {
    uint32_t c = k >= 0 ? t->bare[k] : 0;
    return c == 0x3001 || c == 0x548C || c == 0x4E0E || c == 0x53CA;
}

/* Whether a verb of two characters and more ends before k: 查获卢俊, 雇佣孟庆林. */
static bool verb_before(const struct scan *s, ptrdiff_t k) {
    int n = 0;
    return k >= 2 && lexicon_at(s->words, s->t, k - 2, TELL(FOLLOW), &n) != 0 && n == 2;
}

/* A given name of a list: usual, or of two characters of which one is: 何满仓, 马占海. */
static bool given_in_list(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    if (person_given(s, k, n, true))
        return true;
    return n == 2 && person_given(s, k, 2, false) && !holds_place(s, k, 2) &&
           (person_given(s, k, 1, true) || person_given(s, k + 1, 1, true));
}

static bool counts(uint32_t c) {
    return (c >= '0' && c <= '9') || fold_numeral(c) != 0 || c == U'两' || c == U'十' ||
           c == U'多' || c == U'数' || c == U'名';
}

/* 三人, 等2名, 等人, 兄弟, 夫妻: what stands before is persons. */
bool person_counted(const struct scan *s, ptrdiff_t k) {
    const struct folded *t = s->t;
    uint32_t c = k < t->bare_n ? t->bare[k] : 0;
    int n = 0;
    if (c == U'兄' || c == U'夫' || c == U'父' || c == U'母' || c == U'姐')
        return lexicon_at(s->words, t, k, TELL(PARTY), &n) != 0 && n == 2;
    ptrdiff_t at = k + (c == U'等');
    for (int i = 0; at < t->bare_n && i < NUMBER_MOST && counts(t->bare[at]); i++)
        at++;
    return at > k && at < t->bare_n && (t->bare[at] == U'人' || t->bare[at - 1] == U'名');
}

/* Where the name of a list begins that ends at `end`; `end` when there is none. It must begin where
 * names do, by a surname that is no ordinary character. */
static ptrdiff_t listed_begins(const struct scan *s, ptrdiff_t end) {
    for (ptrdiff_t n = 4; n > 1; n--) {
        ptrdiff_t k = end - n;
        bool weak = false;
        ptrdiff_t surname = k >= 0 && is_han(s->t, k) ? person_surname(s, k, &weak) : 0;
        ptrdiff_t given = n - surname;
        if (surname == 0 || weak || given < 1 || given > 2 || person_is_word(s, k, n) ||
            is_role(s, k) || !given_in_list(s, k + surname, given))
            continue;
        if ((person_begins(s, k) || verb_before(s, k)) && !detect_firm(s->words, s->t, k, end))
            return k;
    }
    return end;
}

/* Whether a mark reaches to bare character end - 1. */
bool person_is_known(const struct scan *s, ptrdiff_t end) {
    uint32_t at = s->base + s->t->to[s->t->in[end - 1]];
    for (int i = s->out->n - 1; i >= 0 && i >= s->out->n - 3; i--)
        if (s->out->v[i].from < at && s->out->v[i].to >= at)
            return s->out->v[i].kind != MARK_HINT;
    return false;
}

/* 田福军、李向前与徐爱云签订: the last one is told by its verb, those before by the list. */
static void names_before(struct scan *s, ptrdiff_t k) {
    for (int i = 0; i < LISTED_BACK && person_links(s->t, k - 1) && k > 1; i++) {
        ptrdiff_t end = k - 1;
        if (person_is_known(s, end) || (k = listed_begins(s, end)) == end)
            return;
        scan_mark(s, k, end, MARK_MENTION, VALUE_NAME);
    }
}

/* 薛国栋和段明辉经营: who is named with a person behind his name is one, too. Returns where to go
 * on. */
static ptrdiff_t names_after(struct scan *s, ptrdiff_t end) {
    struct lead lead = {0};
    for (int i = 0; i < LISTED_BACK && person_links(s->t, end); i++) {
        ptrdiff_t k = end + 1;
        bool weak = false;
        ptrdiff_t surname = is_han(s->t, k) ? person_surname(s, k, &weak) : 0;
        struct candidate c = surname > 0 ? han_name(s, k, &lead) : (struct candidate){0};
        if (c.n == 0 || person_is_word(s, k, c.n) || !given_in_list(s, k + surname, c.n - surname))
            break;
        scan_mark(s, k, k + c.n, MARK_MENTION, VALUE_NAME);
        end = k + c.n;
    }
    return end;
}

bool person_is_parted(const struct folded *t, ptrdiff_t k) {
    return has_gap(t, k);
}

/* Whether a firm's name begins with what stands from k up to `to`. A shop right behind a verb of
 * one character is none of it: 店长贺莉巡店时. */
static bool in_firm(const struct scan *s, ptrdiff_t k, ptrdiff_t to) {
    enum word_class class = WORD_OTHER;
    int n = 0;
    if (!detect_firm(s->words, s->t, k, to))
        return false;
    bool near = lexicon_at(s->words, s->t, to, TELL(FIRM_END), &n) == 0 &&
                lexicon_at(s->words, s->t, to + 1, TELL(FIRM_END), &n) != 0;
    return !near || words_has(s->t->bare + to, 1, &class) == 0 || class != WORD_VERB;
}

bool person_barred(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    return is_document(s->t, k + n) || is_numbered(s->t, k + n) || ends_as_firm(s, k, n) ||
           in_firm(s, k, k + n);
}

bool person_doubt(const struct scan *s, enum person_doubt which, ptrdiff_t k, ptrdiff_t surname,
                  ptrdiff_t given) {
    switch (which) {
    case DOUBT_ROLE:
        return is_role(s, k);
    case DOUBT_GIVEN:
        return is_role(s, k + surname);
    case DOUBT_PLACE:
        return holds_place(s, k + surname, given);
    case DOUBT_BEHIND:
        return detect_place(s->words, s->t, k + surname + given);
    }
    return false;
}

/* What is hardly anything else is a mention: a surname of its own, usual given names, a verb
 * behind, or one of a list of names. What is so only by its form is weighed. */
ptrdiff_t person_here(struct scan *s, ptrdiff_t k) {
    struct lead lead = {0};
    bool weak = false;
    ptrdiff_t surname = person_surname(s, k, &weak);
    ptrdiff_t named = named_at(s, k);
    if (named > 0)
        scan_mark(s, k, k + named, MARK_MENTION, VALUE_NAME);
    if (named > 0 || surname == 0)
        return k + named;
    if (weak || !is_before_name(s, k))
        return person_guess(s, k);
    struct candidate c = han_name(s, k, &lead);
    ptrdiff_t given = c.n - surname;
    if (!c.sure || given < 1 || person_is_word(s, k, c.n))
        return person_guess(s, k);
    enum end end = person_end(s, k + c.n);
    bool usual = person_given(s, k + surname, given, true);
    bool counted = person_links(s->t, k - 1) && person_counted(s, k + c.n);
    bool listed = s->who == SPEAKS_PERSON && k - s->who_at <= LISTED_MOST;
    bool linked = k > 0 && (scan_sign(s, s->t->bare[k - 1]) & SIGN_AFTER) != 0;
    bool tells = end == END_WORD ||
                 (given == 2 && ((end == END_HARD && listed) || (end == END_SIGN && linked)));
    int known = 0;
    if (lexicon_at(s->words, s->t, k, TELL(KNOWN), &known) != 0 && known > 1)
        return person_guess(s, k);
    if (!tells || !(usual || (counted && given_in_list(s, k + surname, given))))
        return person_guess(s, k);
    names_before(s, k);
    scan_mark(s, k, k + c.n, MARK_MENTION, VALUE_NAME);
    remember(s, k, c.n);
    return names_after(s, k + c.n);
}

/* A place stands behind 在, 于, 至. */
static bool is_locative(uint32_t c) {
    return c == 0x5728 || c == 0x4E8E || c == 0x81F3 || c == 0x5230 || c == 0x5F80 || c == 0x8D74;
}

/* Whether all of a name is a word or a place. */
static bool is_whole_word(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    int word = 0;
    if (lexicon_at(s->words, s->t, k, TELL(PLACE), &word) != 0 && word == n)
        return true;
    return lexicon_at(s->words, s->t, k, TELL(ORDINARY), &word) != 0 && word >= n;
}

enum standing person_stands(const struct lexicon *l, const struct folded *t, ptrdiff_t from,
                            ptrdiff_t to) {
    struct scan s = {.words = l, .signs = lexicon_signs(l), .t = t};
    if (!is_han(t, from))
        return STANDS;
    if (in_firm(&s, from, to))
        return STANDS_NOT;
    if (!is_whole_word(&s, from, to - from))
        return STANDS;
    enum end end = person_end(&s, to);
    bool measure = from > 0 && t->bare[from - 1] >= '0' && t->bare[from - 1] <= '9';
    if (detect_place(l, t, to) || !person_begins(&s, from) || measure)
        return STANDS_NOT;
    if (from > 0 && is_locative(t->bare[from - 1]) && end < END_WORD)
        return STANDS_NOT;
    return end == END_NONE ? STANDS_DOUBTFUL : STANDS;
}

ptrdiff_t person_dotted(struct scan *s, ptrdiff_t k) {
    struct candidate c = is_dotted(s->t, k) ? dotted_name(s, k) : (struct candidate){0};
    if (c.n == 0)
        c = element_name(s, k, 0);
    int n = 1;
    (void)lexicon_at(s->words, s->t, k, TELL(ELEMENT), &n);
    if (c.n < 4 && !(c.n > 0 && is_dotted(s->t, k)))
        return person_guess_element(s, k, c.n > 0 ? c.n : elements(s, k) - k);
    found(s, k, &c, 0);
    return k + c.n;
}
