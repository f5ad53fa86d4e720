/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ruling.c — the words of rulings.
 *
 * In:    reason.def
 * Out:   rule ids, texts, citations
 * Law:   reason.def
 * Never: decides anything
 */
#include "law/ruling.h"

const struct reason_info *reason_info(enum reason r) {
    static const struct reason_info reasons[REASONS] = {
        [REASON_NONE] = {RULING_NONE, "", "", "", ""},
#define REASON(name, verb, id, text, action, citation)                                             \
    [REASON_##name] = {RULING_##verb, id, text, action, citation},
#include "law/reason.def"
#undef REASON
    };
    return &reasons[r];
}

str verb_text(enum verb v) {
    static const char *const texts[RULING_VERBS] = {"",     "公示",     "暂缓", "不予公示",
                                                    "退回", "到期下线", "撤下", "已替代"};
    return str_of(texts[v]);
}

const char *facts_step_text(int step) {
    static const char *const steps[FACT_STEPS + 1] = {"",         "初审",     "审签",
                                                      "法制审核", "集体讨论", "决定"};
    return step < 0 || step > FACT_STEPS ? "" : steps[step];
}
