/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * notice.c — what stands at the address of a record whose disclosure has ended.
 *
 * In:    struct notice
 * Out:   HTML in a buf
 * Law:   law.md §2, 行政处罚法 art. 48 (撤回并公开说明理由)
 * Never: names a party
 */
#include "pages/page.h"

static enum word ended_word(enum verb v) {
    switch (v) {
    case RULING_WITHDRAW:
        return WORD_NOTICE_WITHDRAWN;
    case RULING_EXPIRE:
        return WORD_NOTICE_EXPIRED;
    case RULING_SUPERSEDE:
        return WORD_NOTICE_SUPERSEDED;
    case RULING_HOLD:
        return WORD_NOTICE_HELD;
    default:
        return WORD_NOTICE_ENDED;
    }
}

bool pages_notice(const struct pages *p, struct arena *scratch, const struct notice *n,
                  struct buf *out) {
    str status = words_get(p->words, ended_word(n->verb));
    str list = section_at(p, n->path)->title;
    str what = n->number.n > 0 ? n->number : list;
    struct frame frame = {.path = n->path,
                          .title = FILL(p->words, scratch, WORD_NOTICE_TITLE, what, status),
                          .here = what,
                          .published = INSTANT_NONE,
                          .noindex = true};
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "status", status);
    value_set_text(scratch, &root, "number", n->number);
    value_set_text(scratch, &root, "list", list);
    value_set_text(scratch, &root, "agency_name", n->agency_name);
    if (n->agency_code.n > 0)
        value_set_text(scratch, &root, "agency_link",
                       str_fmt(scratch, "agency/%.*s/index.html", STR(n->agency_code)));
    value_set_text(scratch, &root, "why", words_say(p->words, n->text));
    value_set_text(scratch, &root, "reason", n->reason);
    value_set_text(scratch, &root, "citation", n->citation);
    value_set_text(scratch, &root, "authority", n->authority);
    value_set_text(scratch, &root, "day", date_text(scratch, n->day));
    return frame_render(p, S("notice"), &root, out);
}
