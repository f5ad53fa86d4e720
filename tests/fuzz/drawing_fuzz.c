/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * drawing_fuzz.c — SVGs that somebody delivers.
 *
 * In:    an SVG
 * Out:   none
 * Law:   none
 * Never: lets anything through that runs or refers to elsewhere
 */
#include "fuzz.h"

#include "release/drawing.h"

static void fuzz_one(struct arena *a, str input) {
    static const char *const never[] = {"<script",  "<style",   "<image", "<use", "<foreign",
                                        "href=\"j", "href=\"h", "<!",     "<?"};
    struct drawing d;
    struct drawing again;
    bool good = drawing_redraw(a, input, &d);
    for (size_t i = 0; good && i < sizeof never / sizeof never[0]; i++)
        fuzz_claim(str_find(buf_view(&d.svg), str_of(never[i])) < 0,
                   "something that is no drawing");
    if (good) {
        bool stays = drawing_redraw(a, buf_view(&d.svg), &again) &&
                     str_eq(buf_view(&d.svg), buf_view(&again.svg));
        fuzz_claim(stays || d.svg.n > DRAWING_BYTES / 2, "another drawing, drawn again");
        drawing_free(&again);
    }
    drawing_free(&d);
}
