/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * decode.c — what else the same bytes may say: base64, GB18030, UTF-16.
 *
 * In:    bytes of a staged file
 * Out:   texts in UTF-8
 * Law:   none
 * Never: misses base64 for its alignment; shares code with masking
 */
#include "release/decode.h"

#include "base/encoding.h"
#include "base/utf8.h"

#include <string.h>

/* ---- base64: which letters could be part of a text ----
 *
 * Four letters are three bytes. A text that matters holds letters and digits, or Han characters of
 * three bytes each; so each letter of its base64 has only some of 64 values, by its place among the
 * four and, for Han, by the place of the character among the three bytes:
 *
 *   fits[k][letter]   bit 4 × class + phase: the k-th letter of a block may belong to a text of
 * this class, when its block begins at this place of the four
 *
 * A block of four letters whose masks have a bit in common is looked at; of any seven letters in a
 * row, one block holds four. */

enum { CLASS_LATIN, CLASS_HAN, CLASS_HAN_2, CLASS_HAN_3, CLASSES };

struct base64 {
    uint16_t fits[4][256];
    unsigned char sextet[256]; /* NO_LETTER for what is none */
};

#define NO_LETTER 64
#define REACH ((ptrdiff_t)6000) /* letters decoded behind a block that fits … */
#define BACK ((ptrdiff_t)1000)  /* … and before it: more than any secret takes */
#define WORTH 6                 /* bytes: two Han characters, half a number */
#define RUN_LEAST 8             /* letters that so many bytes take */
#define DIGEST_LEAST 32         /* hexadecimal digits in a row that are a digest */

static bool is_latin(unsigned c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '@' ||
           c == '.' || c == '-' || c == '_';
}

/* May this byte stand at place `at` of three in a text of this class? Full-width digits and
 * compatibility ideographs begin with EF. */
static bool may_stand(int class, int at, unsigned c) {
    if (class == CLASS_LATIN)
        return is_latin(c);
    int role = (at - (class - CLASS_HAN) + 3) % 3;
    return role == 0 ? (c >= 0xE3 && c <= 0xE9) || c == 0xEF : c >= 0x80 && c < 0xC0;
}

static bool any_byte(int class, int at, unsigned mask, unsigned bits) {
    for (unsigned c = 0; c < 256; c++)
        if ((c & mask) == bits && may_stand(class, at, c))
            return true;
    return false;
}

/* May a letter of this value be the place-th of four? */
static bool may_be_letter(int class, int place, unsigned v) {
    switch (place) {
    case 0:
        return any_byte(class, 0, 0xFC, v << 2);
    case 1:
        return any_byte(class, 0, 0x03, v >> 4) && any_byte(class, 1, 0xF0, (v & 15) << 4);
    case 2:
        return any_byte(class, 1, 0x0F, v >> 2) && any_byte(class, 2, 0xC0, (v & 3) << 6);
    default:
        return any_byte(class, 2, 0x3F, v);
    }
}

static void set_letter(struct base64 *b, unsigned char letter, unsigned v) {
    b->sextet[letter] = (unsigned char)v;
    for (int class = 0; class < CLASSES; class ++)
        for (int phase = 0; phase < 4; phase++)
            for (int k = 0; k < 4; k++)
                if (may_be_letter(class, (phase + k) % 4, v))
                    b->fits[k][letter] |= (uint16_t)(1u << (4 * class + phase));
}

const struct base64 *base64_open(struct arena *a) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct base64 *b = NEW(a, struct base64, 1);
    memset(b->sextet, NO_LETTER, sizeof b->sextet);
    for (unsigned v = 0; v < NO_LETTER; v++)
        set_letter(b, (unsigned char)letters[v], v);
    set_letter(b, '-', 62); /* the alphabet for addresses */
    set_letter(b, '_', 63);
    return b;
}

/* ---- base64: decoding ---- */

struct decoding {
    const struct base64 *tables;
    str bytes;
    struct buf *room;
    decode_fn *take;
    void *ctx;
    ptrdiff_t run_end; /* of the run decoded last … */
    unsigned phases;   /* … and where its fours began: a bit for each */
};

static bool is_letter(const struct decoding *d, ptrdiff_t at) {
    return d->tables->sextet[(unsigned char)d->bytes.p[at]] != NO_LETTER;
}

/* Something in it that a secret has: a Han character, or three letters or digits in a row and as
 * many in all as one that is not too slight to tell from chance (secret.c). */
static bool is_worth(const unsigned char *p, ptrdiff_t n) {
    ptrdiff_t all = 0;
    int row = 0;
    bool three = false;
    for (ptrdiff_t i = 0; i < n; i++) {
        bool latin = is_latin(p[i]);
        all += latin;
        row = latin ? row + 1 : 0;
        three = three || row == 3;
        bool han = i + 2 < n && may_stand(CLASS_HAN, 0, p[i]) &&
                   may_stand(CLASS_HAN, 1, p[i + 1]) && may_stand(CLASS_HAN, 2, p[i + 2]);
        if (han || (three && all >= WORTH))
            return true;
    }
    return false;
}

/* What is text of the decoded bytes goes on; control characters end a text. */
static void keep_texts(struct decoding *d, const unsigned char *p, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n;) {
        ptrdiff_t from = i;
        while (i < n && ((p[i] >= 0x20 && p[i] != 0x7F) || p[i] == '\n' || p[i] == '\t'))
            i++;
        if (i - from >= WORTH && is_worth(p + from, i - from)) {
            buf_str(d->room, (str){(const char *)p + from, i - from});
            buf_char(d->room, '|');
        }
        i += i == from;
    }
}

/* Fours that begin at `from`; of the last one there may be only two or three letters. */
static void decode_run(struct decoding *d, ptrdiff_t from, ptrdiff_t to) {
    unsigned char out[(REACH + BACK) / 4 * 3 + 8];
    const unsigned char *p = (const unsigned char *)d->bytes.p;
    const unsigned char *sextet = d->tables->sextet;
    ptrdiff_t n = 0;
    for (ptrdiff_t i = from; i + 1 < to; i += 4) {
        unsigned v = (unsigned)sextet[p[i]] << 18 | (unsigned)sextet[p[i + 1]] << 12;
        v |= i + 2 < to ? (unsigned)sextet[p[i + 2]] << 6 : 0;
        v |= i + 3 < to ? (unsigned)sextet[p[i + 3]] : 0;
        out[n++] = (unsigned char)(v >> 16);
        if (i + 2 < to)
            out[n++] = (unsigned char)(v >> 8);
        if (i + 3 < to)
            out[n++] = (unsigned char)v;
    }
    keep_texts(d, out, n);
}

/* The run of letters around a block that fits, from each place where its fours may begin. */
static void decode_around(struct decoding *d, ptrdiff_t at, unsigned fits) {
    ptrdiff_t from = at;
    ptrdiff_t to = at;
    if (at >= d->run_end)
        d->phases = 0;
    unsigned todo = (fits | fits >> 4 | fits >> 8 | fits >> 12) & 15 & ~d->phases;
    if (todo == 0)
        return;
    while (from > 0 && at - from < BACK && is_letter(d, from - 1))
        from--;
    while (to < d->bytes.n && to - at < REACH && is_letter(d, to))
        to++;
    for (int phase = 0; phase < 4; phase++)
        if ((todo >> phase & 1) != 0)
            decode_run(d, from + ((at - phase - from) & 3), to);
    d->phases |= todo;
    /* The end of a run that was cut off is decoded once more with what follows. */
    d->run_end = to - at < REACH ? to : to - BACK / 2;
}

static void hand_on(struct decoding *d, bool digits) {
    if (d->room->n > 0)
        d->take(d->ctx, buf_view(d->room), digits);
    buf_reset(d->room);
}

/* The next run of letters that could say anything, `from` or later: of any so many letters in a row
 * one stands at every RUN_LEAST-th place, so most bytes are not even looked at. */
static bool next_run(const struct decoding *d, ptrdiff_t from, ptrdiff_t *begin, ptrdiff_t *end) {
    for (ptrdiff_t i = from + RUN_LEAST - 1; i < d->bytes.n; i += RUN_LEAST) {
        if (!is_letter(d, i))
            continue;
        *begin = *end = i;
        while (*begin > from && is_letter(d, *begin - 1))
            --*begin;
        while (*end < d->bytes.n && is_letter(d, *end))
            ++*end;
        if (*end - *begin >= RUN_LEAST)
            return true;
        i = *end;
    }
    return false;
}

/* Manifests are made of digests, which say something by chance all the time. In base64 no digit of
 * a number begins with a hexadecimal one, and of Han characters only one in forty has no other
 * letters; a run as long as a digest takes eight of them. */
static bool is_digest(const char *p, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++)
        if (!((p[i] >= '0' && p[i] <= '9') || (p[i] >= 'a' && p[i] <= 'f')))
            return false;
    return n >= DIGEST_LEAST;
}

/* One of any seven letters begins a block of four. */
static void decode_fitting(struct decoding *d, ptrdiff_t begin, ptrdiff_t end) {
    const struct base64 *b = d->tables;
    const unsigned char *p = (const unsigned char *)d->bytes.p;
    for (ptrdiff_t i = (begin + 3) / 4 * 4; i + 3 < end; i += 4) {
        unsigned fits =
            b->fits[0][p[i]] & b->fits[1][p[i + 1]] & b->fits[2][p[i + 2]] & b->fits[3][p[i + 3]];
        if (fits != 0)
            decode_around(d, i, fits);
        if (d->room->n > DECODE_MOST / 2)
            hand_on(d, true);
    }
}

void decode_base64(const struct base64 *b, str bytes, struct buf *room, decode_fn *take,
                   void *ctx) {
    struct decoding d = {.tables = b, .bytes = bytes, .room = room, .take = take, .ctx = ctx};
    ptrdiff_t begin = 0;
    ptrdiff_t end = 0;
    buf_reset(room);
    while (next_run(&d, end, &begin, &end))
        if (!is_digest(bytes.p + begin, end - begin))
            decode_fitting(&d, begin, end);
    hand_on(&d, true);
}

/* ---- other encodings ---- */

static void say_nothing(void *ctx, const struct encoding_fault *fault) {
    (void)ctx;
    (void)fault;
}

#define STEP ((ptrdiff_t)8 << 10) /* bytes decoded before what they say is handed on … */
#define TAIL ((ptrdiff_t)1 << 10) /* … and how much of it is handed on again with what follows */

static void decode_as(struct decoding *d, enum encoding e, str bytes) {
    bool meant = encoding_of(bytes) == e;
    for (ptrdiff_t from = 0; from < bytes.n; from += STEP) {
        struct encoding_stream s = {.told = say_nothing};
        encoding_begin(&s, e);
        (void)encoding_piece(&s, str_sub(bytes, from, from + STEP + TAIL), true, d->room);
        encoding_end(&s);
        hand_on(d, meant);
    }
}

void decode_others(str bytes, struct buf *room, decode_fn *take, void *ctx) {
    struct decoding d = {.room = room, .take = take, .ctx = ctx};
    ptrdiff_t odd = utf8_invalid_at(bytes);
    buf_reset(room);
    decode_as(&d, ENCODING_GB18030, bytes);
    if (odd > 0)
        decode_as(&d, ENCODING_GB18030, str_sub(bytes, odd, bytes.n));
    for (ptrdiff_t skip = 0; skip < 2; skip++) {
        decode_as(&d, ENCODING_UTF16LE, str_sub(bytes, skip, bytes.n));
        decode_as(&d, ENCODING_UTF16BE, str_sub(bytes, skip, bytes.n));
    }
}
