/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * markdown_fuzz.c — articles.
 *
 * In:    Markdown with front matter
 * Out:   none
 * Law:   none
 * Never: lets markup of the author's through
 */
#include "fuzz.h"

#include "base/markdown.h"

static void fuzz_one(struct arena *a, str input) {
    struct value pairs = {0};
    struct html html = {{0}};
    str error = {0};
    str body = markdown_front_matter(a, input, &pairs);
    if (!markdown_render(a, body, &html, &error)) {
        fuzz_claim(error.n > 0, "refused without a reason");
        return;
    }
    static const char *const never[] = {"<script", "<img onerror", "<iframe",
                                        "<style",  "<?",           "<!DOCTYPE"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        fuzz_claim(str_find(html.s, str_of(never[i])) < 0, "markup of the author's");
    fuzz_claim(str_find(html.s, S("\"javascript:")) < 0, "a link that runs");
}
