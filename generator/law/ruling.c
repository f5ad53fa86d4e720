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

static const char *const approval_kinds[APPROVAL_KINDS] = {
    "",
#define APPROVAL(name, text) text,
#include "law/approval.def"
#undef APPROVAL
};
static const char *const approval_words[APPROVAL_WORDS] = {
    "",
#define WORD(name, text) text,
#include "law/approval.def"
#undef WORD
};

static int text_at(const char *const *texts, int n, str text) {
    for (int i = 1; i < n; i++)
        if (str_eq(text, str_of(texts[i])))
            return i;
    return 0;
}

str approval_kind_text(enum approval_kind k) {
    return str_of(approval_kinds[k]);
}

str approval_word_text(enum approval_word w) {
    return str_of(approval_words[w]);
}

enum approval_kind approval_kind_of(str text) {
    return (enum approval_kind)text_at(approval_kinds, APPROVAL_KINDS, text);
}

enum approval_word approval_word_of(str text) {
    return (enum approval_word)text_at(approval_words, APPROVAL_WORDS, text);
}

uint32_t approval_authority(str name) {
    name = str_trim(name);
    uint64_t h = str_hash(name);
    return name.n == 0 ? 0 : (uint32_t)(h ^ h >> 32) | 1;
}

const char *urgency_text(enum urgency u) {
    static const char *const texts[] = {"", "临近期限", "已逾期"};
    return texts[u];
}

const char *facts_step_text(int step) {
    static const char *const steps[FACT_STEPS + 1] = {"",         "初审",     "审签",
                                                      "法制审核", "集体讨论", "决定"};
    return step < 0 || step > FACT_STEPS ? "" : steps[step];
}
