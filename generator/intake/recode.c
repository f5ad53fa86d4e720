/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * recode.c — a delivery's text in UTF-8, piece by piece, whatever it was saved in.
 *
 * In:    a stored delivery in UTF-8, UTF-16 or GB18030
 * Out:   the same text in UTF-8, the same lines
 * Law:   GB 18030-2022
 * Never: drops a byte without telling which and where
 */
#include "base/utf8.h"
#include "intake/normal.h"

#include <string.h>

#define PIECE ((ptrdiff_t)256 << 10)

static void tell_fault(void *ctx, const struct encoding_fault *fault) {
    struct normal_work *w = ctx;
    struct normal_place at = {.row = fault->line};
    if (fault->offset < 0) {
        str c = fault->bytes;
        normal_tell(w, DIAG_ENCODING_PRIVATE, at, str_fmt(w->arena, "U+%04X", utf8_next(&c)));
        return;
    }
    struct buf hex = {0};
    buf_hex(&hex, fault->bytes.p, (size_t)fault->bytes.n);
    normal_tell(w, DIAG_ENCODING_BYTES, at,
                str_fmt(w->arena, "文件第 %lld 字节，十六进制 %.*s", (long long)fault->offset + 1,
                        STR(buf_view(&hex))));
    buf_free(&hex);
}

/* A window of the file: what one piece leaves over comes first in the next. */
struct window_on {
    char *p;
    ptrdiff_t n;
    int64_t at; /* of the file, behind the window */
};

/* Reads on; true when this is the last piece. */
static bool fill(struct normal_work *w, struct window_on *in, ptrdiff_t taken) {
    memmove(in->p, in->p + taken, (size_t)(in->n - taken));
    in->n -= taken;
    ptrdiff_t got = os_read_at(w->cell->in, in->p + in->n, PIECE - in->n, in->at);
    in->n += got;
    in->at += got;
    return in->at >= w->size || got == 0;
}

static void pass_on(struct normal_work *w, struct window_on *in,
                    bool (*take)(void *ctx, str piece, bool last), void *ctx) {
    bool more = true;
    bool last = false;
    while (more && !last) {
        last = fill(w, in, in->n);
        more = take(ctx, (str){in->p, in->n}, last);
    }
}

static void decode(struct normal_work *w, struct window_on *in,
                   bool (*take)(void *ctx, str piece, bool last), void *ctx) {
    struct encoding_stream s = {.told = tell_fault, .ctx = w};
    struct buf out = {0};
    bool more = true;
    bool last = false;
    ptrdiff_t taken = 0;
    encoding_begin(&s, w->encoding);
    s.at = in->at;
    while (more && !last) {
        last = fill(w, in, taken);
        buf_reset(&out);
        taken = encoding_piece(&s, (str){in->p, in->n}, last, &out);
        more = take(ctx, buf_view(&out), last);
    }
    encoding_end(&s);
    buf_free(&out);
}

void normal_read_text(struct normal_work *w, bool (*take)(void *ctx, str piece, bool last),
                      void *ctx) {
    struct window_on in = {.p = NEW(w->arena, char, PIECE)};
    ptrdiff_t n = os_read_at(w->cell->in, in.p, 4, 0);
    in.at = encoding_mark((str){in.p, n});
    if (w->encoding == ENCODING_UTF8)
        pass_on(w, &in, take, ctx);
    else
        decode(w, &in, take, ctx);
}

static bool write_on(void *ctx, str piece, bool last) {
    struct normal_work *w = ctx;
    (void)last;
    os_append(w->cell->out, piece);
    return true;
}

void recode_read(struct normal_work *w) {
    normal_read_text(w, write_on, w);
}
