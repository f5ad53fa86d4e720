/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lexicon.h — inside law: the words by which names and values are told.
 *
 * In:    lexicon.def, names of authorities
 * Out:   the longest word at a place and what it means
 * Law:   none
 * Never: changes after it was made: threads share it
 */
#ifndef GONGSHI_LAW_LEXICON_H
#define GONGSHI_LAW_LEXICON_H

#include "law/fold.h"

/* What a word means; a word may mean several things. */
enum tells {
    TELL_PARTY,    /* a role whose name is private follows */
    TELL_FIELD,    /* 姓名 and the like: a name follows */
    TELL_OFFICIAL, /* a role whose name is public */
    TELL_LEAD,     /* 法定代表人, 经营者: by policy */
    TELL_JOIN,     /* between a role and its name */
    TELL_FOLLOW,   /* stands behind names */
    TELL_ORDINARY, /* begins with a surname and is no name */
    TELL_KNOWN,    /* begins like a name that nothing else tells, and is none */
    TELL_PLACE,    /* a place or a word that may be a whole name */
    TELL_PLACE_END,
    TELL_FIRM_END,
    TELL_FIRM_NOT, /* begins with an end of a firm and is none */
    TELL_OFFICE_END,
    TELL_ELEMENT,   /* a part of a name without a surname */
    TELL_COMPOUND,  /* a surname of several characters */
    TELL_AUTHORITY, /* the name of an agency */
    /* labels: what the number behind it is */
    TELL_ID,
    TELL_PHONE,
    TELL_HOME_PHONE,
    TELL_ACCOUNT,
    TELL_PASS,
    TELL_SOCIAL,
    TELL_MAIL,
    TELL_HOME,
    TELL_SEAT,     /* of a firm or a person */
    TELL_BUSINESS, /* the address of a firm */
    TELL_BIRTH,
    TELL_DEED,
    TELL_VEHICLE,
    TELL_PLATE,
    TELL_HEALTH,      /* a field, with ： */
    TELL_HEALTH_SAID, /* 患有 */
    TELL_HEALTH_NOT,
    TELL_CODE,
    TELL_OPEN,
    TELL_HOTLINE,
    TELL_PAYEE,     /* the account behind it is an authority's */
    TELL_NEUTRAL,   /* begins like a role or a label and is none */
    TELL_FIRM_STOP, /* in no name of a firm */
    TELL_GENDER,
    TELL_CLASSES
};

#define TELL(name) (UINT64_C(1) << TELL_##name)

/* What a single character is. */
enum sign {
    SIGN_SURNAME = 1,
    SIGN_SURNAME_WEAK = 2, /* an ordinary character, too */
    SIGN_GIVEN = 4,        /* usual in given names */
    SIGN_AFTER = 8,        /* stands behind names */
    SIGN_AFTER_WEAK = 16,  /* and also ends them */
    SIGN_PROVINCE = 32,    /* begins number plates and certificates of property */
    SIGN_NEVER = 64,       /* in no name */
    SIGN_TRIGGER = 128,    /* a word of one character that tells something by itself */
    SIGN_TELLS = 256,      /* a longer word that does begins with it */
    SIGN_COMPOUND = 2048,  /* a surname of several characters does */
    SIGN_NAMELY = 4096,    /* seldom anywhere but in given names */
    SIGN_THING = 8192,     /* in words for things and deeds, in no given name */
    SIGN_AGENT = 16384,    /* before whoever does something: 由, 被 */
    SIGN_CALLED = 32768,   /* ends what persons are called: 员, 妻 */
};

/* A character of the tree of words.
 *
 *   证 ─► 人 (PARTY) ─► …
 *     └► 件 ─► 号 (ID)                                                                       */
struct lexicon_node {
    uint32_t c;
    int parent;       /* 0: the root; negative: a first character, so that two are found at once */
    uint64_t classes; /* of the word that ends here */
    uint64_t below;   /* … and of all that go on from here */
};

#define LEXICON_PLANE 0x10000
#define LEXICON_PAIRS 65536
#define LEXICON_SETS 256

struct lexicon {
    struct lexicon_node *nodes;
    int *places; /* of the nodes, by parent and character: open addressing, 0 is free */
    size_t cap;  /* a power of two, more than twice the nodes */
    uint16_t signs[LEXICON_PLANE];
    /* The classes of all words that begin with a character, by their number: most questions end
     * here; and those of the character as a word. */
    uint8_t heads[LEXICON_PLANE];
    uint8_t alone[LEXICON_PLANE];
    uint64_t classes[LEXICON_SETS];
    /* A bit for the first two characters of each word; few others have one by chance. */
    uint64_t pairs[LEXICON_PAIRS / 64];
    uint64_t triggers[LEXICON_PAIRS / 64]; /* … of those that tell something by themselves */
    uint64_t tails[LEXICON_PAIRS / 64];    /* … for the last two characters of roles and verbs */
};

/* All words, and the names of authorities as they are listed. */
struct lexicon *lexicon_new(struct arena *a, const struct strs *authorities);

/* The same as lexicon_at, once it is known that one of the wanted words may begin at c. */
uint64_t lexicon_longest(const struct lexicon *l, const uint32_t *c, uint64_t wanted, int *n);
/* The longest of the `wanted` words at bare character k: its classes, its length in *n. 0 for none.
 */
static inline uint64_t lexicon_at(const struct lexicon *l, const struct folded *t, ptrdiff_t k,
                                  uint64_t wanted, int *n) {
    const uint32_t *c = t->bare + k; /* ends with 0 */
    return k < t->bare_n && *c < LEXICON_PLANE && (l->classes[l->heads[*c]] & wanted) != 0
               ? lexicon_longest(l, c, wanted, n)
               : 0;
}

/* enum sign, as bits; and of all characters below LEXICON_PLANE, by character. */
static inline const uint16_t *lexicon_signs(const struct lexicon *l) {
    return l->signs;
}
static inline int lexicon_sign(const struct lexicon *l, uint32_t c) {
    return c < LEXICON_PLANE ? l->signs[c] : 0;
}

/* The bit of two characters among pairs, triggers or tails; and whether it is set. */
static inline uint32_t lexicon_pair(uint32_t x, uint32_t y) {
    return (x * 0x9E3779B1u + y * 0x85EBCA77u) >> 16 & (LEXICON_PAIRS - 1);
}
static inline bool lexicon_has_pair(const uint64_t *bits, uint32_t x, uint32_t y) {
    uint32_t bit = lexicon_pair(x, y);
    return (bits[bit / 64] >> bit % 64 & 1) != 0;
}

/* Whether a role, or a verb that stands behind names, may end before bare character k. */
static inline bool lexicon_ends(const struct lexicon *l, const struct folded *t, ptrdiff_t k) {
    return k >= 2 && lexicon_has_pair(l->tails, t->bare[k - 2], t->bare[k - 1]);
}

/* Whether a word may begin at bare character k that tells something by itself, a role or a label.
 */
static inline bool lexicon_begins(const struct lexicon *l, const struct folded *t, ptrdiff_t k) {
    int sign = lexicon_sign(l, t->bare[k]);
    return (sign & SIGN_TRIGGER) != 0 ||
           ((sign & SIGN_TELLS) != 0 && lexicon_has_pair(l->triggers, t->bare[k], t->bare[k + 1]));
}

#endif
