/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * detect.h — inside law: private values and names in a text that nobody declared.
 *
 * In:    a folded text
 * Out:   marks on it
 * Law:   law.md §3 (参照 法释〔2016〕19号 art. 9–10)
 * Never: takes more than a bounded number of steps at each place
 */
#ifndef GONGSHI_LAW_DETECT_H
#define GONGSHI_LAW_DETECT_H

#include "law/lexicon.h"
#include "law/treatment.h"

/* The rules of rules.def, compiled, and the lexicon: one for all threads. NULL when the machine
 * cannot compile them. */
struct detector;
struct detector *detector_new(struct arena *a, const struct strs *authorities);
const struct lexicon *detector_lexicon(const struct detector *d);

/* What a mark says of its stretch of the text. */
enum mark_kind {
    MARK_OPEN,     /* a public value: stays */
    MARK_PRIVATE,  /* a private value */
    MARK_NAME,     /* the name of a person, by a role or other evidence */
    MARK_MENTION,  /* … by a verb behind it only: nobody's who is public elsewhere in the text */
    MARK_OFFICIAL, /* … whose name is public by office */
    MARK_LEAD,     /* … of a representative or an operator */
    MARK_DOUBT,    /* perhaps the name of a person: a clerk must decide */
    MARK_GUESS,    /* … by nothing but its form and place: nobody's who is public elsewhere */
    MARK_HINT,     /* … and rather none: nothing goes before the clerk says so */
};

struct mark {
    uint32_t from; /* bytes of the text */
    uint32_t to;
    unsigned char kind;  /* enum mark_kind */
    unsigned char value; /* enum value_kind */
};

struct marks {
    struct mark *v;
    int n;
    int room;
    bool unsteady; /* others may stand there when these are masked: look again */
};

/* Adds a mark where it stands among the others. */
void marks_add(struct arena *a, struct marks *m, struct mark mark);

/* Where one reading takes place; its room serves all texts of a record. */
struct reader;
struct reader *reader_new(struct arena *a, const struct detector *d);

/* Marks of one text, from left to right, added to *out with `base` bytes added to each. False when
 * a limit of PCRE2 was reached or something else went wrong: then nothing is known of the text. */
bool detect(struct reader *r, const struct folded *t, uint32_t base, struct marks *out);

/* Whether a known name that was found at bare characters from … to - 1 is that of the person there,
 * or part of a firm's, a place's, or an ordinary word. */
enum standing { STANDS, STANDS_NOT, STANDS_DOUBTFUL };
enum standing person_stands(const struct lexicon *l, const struct folded *t, ptrdiff_t from,
                            ptrdiff_t to);

/* Whether the name of a firm, a shop or an office begins at bare character k, goes beyond `past`,
 * and the name of a place: 张三丰食品店, 高明区. */
bool detect_firm(const struct lexicon *l, const struct folded *t, ptrdiff_t k, ptrdiff_t past);
bool detect_place(const struct lexicon *l, const struct folded *t, ptrdiff_t past);

#endif
