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

static str ended_text(enum verb v) {
    switch (v) {
    case RULING_WITHDRAW:
        return S("已撤下");
    case RULING_EXPIRE:
        return S("公示期满，已下线");
    case RULING_SUPERSEDE:
        return S("已被新的内容替代");
    case RULING_HOLD:
        return S("暂缓公示");
    default:
        return S("不再公示");
    }
}

/* What it was: the name of its list. */
static str list_title(const struct notice *n) {
    int sections = 0;
    const struct section *all = section_all(&sections);
    return str_of(all[section_of(n->path)].title);
}

bool pages_notice(const struct pages *p, struct arena *scratch, const struct notice *n,
                  struct buf *out) {
    str status = ended_text(n->verb);
    str what = n->number.n > 0 ? n->number : list_title(n);
    struct frame frame = {.path = n->path,
                          .title = str_fmt(scratch, "%.*s %.*s", STR(what), STR(status)),
                          .here = what,
                          .published = INSTANT_NONE,
                          .noindex = true};
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "status", status);
    value_set_text(scratch, &root, "number", n->number);
    value_set_text(scratch, &root, "list", list_title(n));
    value_set_text(scratch, &root, "agency_name", n->agency_name);
    if (n->agency_code.n > 0)
        value_set_text(scratch, &root, "agency_link",
                       str_fmt(scratch, "agency/%.*s/index.html", STR(n->agency_code)));
    value_set_text(scratch, &root, "why", n->text);
    value_set_text(scratch, &root, "reason", n->reason);
    value_set_text(scratch, &root, "citation", n->citation);
    value_set_text(scratch, &root, "authority", n->authority);
    value_set_text(scratch, &root, "day", date_text(scratch, n->day));
    return frame_render(p, S("notice"), &root, out);
}
