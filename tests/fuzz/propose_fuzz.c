/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * propose_fuzz.c — the map that is proposed for an unknown file can be loaded.
 *
 * In:    a delivery
 * Out:   none
 * Law:   none
 * Never: prints more of a cell than words of options
 */
#include "fuzz.h"

#include "base/buf.h"
#include "intake/intake.h"

static void fuzz_one(struct arena *a, str input) {
    struct diags found = {.arena = a};
    struct buf draft = {0};
    struct intake_file file = {.path = fuzz_file(input), .name = S("x.csv"), .delivery = 1};
    if (intake_propose(a, &file, S("kind,field,names\n,decided,处罚日|作出日期\n"), &draft,
                       &found)) {
        struct diags faults = {.arena = a};
        fuzz_claim(!draft.failed, "a draft without end");
        (void)map_load(a, S("draft.map"), buf_view(&draft), &faults);
    }
    buf_free(&draft);
}
