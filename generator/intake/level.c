/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * level.c — how serious a finding is in the deliveries of one source.
 *
 * In:    `level E226 = warn（理由）` of site.conf
 * Out:   levels by code
 * Law:   none
 * Never: lowers what protects a private person, or what leaves a value unread
 */
#include "base/arena.h"
#include "intake/intake.h"

/* Findings about values that were read as they stand, and that only seem wrong. All others may be
 * raised, not lowered: the value is lost, or could be somebody's identity. */
static const enum diag_code lowerable[] = {DIAG_DATE_ORDER,       DIAG_DATE_FUTURE,
                                           DIAG_USCC_PLACEHOLDER, DIAG_AMOUNT_WITHOUT_FINE,
                                           DIAG_AMOUNT_UNIT,      DIAG_AMOUNT_SMALL};

static enum diag_level least(enum diag_code code) {
    for (size_t i = 0; i < sizeof lowerable / sizeof lowerable[0]; i++)
        if (lowerable[i] == code)
            return DIAG_WARN;
    return diag_kind(code)->level;
}

/* The findings of one record by itself, E201 to E299, and that its party was called otherwise. */
static bool find_code(str name, enum diag_code *out) {
    for (int i = 0; i < DIAG_CODES; i++) {
        *out = (enum diag_code)i;
        if ((str_starts(name, S("E2")) || *out == DIAG_PARTY_RENAMED) &&
            str_eq(name, str_of(diag_kind(*out)->code)))
            return true;
    }
    return false;
}

static bool find_level(str word, enum diag_level *out) {
    static const struct {
        const char *word;
        enum diag_level level;
    } words[] = {{"warn", DIAG_WARN},  {"警告", DIAG_WARN},     {"doubt", DIAG_DOUBT},
                 {"暂缓", DIAG_DOUBT}, {"reject", DIAG_REJECT}, {"拒收", DIAG_REJECT}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        *out = words[i].level;
        if (str_eq(word, str_of(words[i].word)))
            return true;
    }
    return false;
}

/* warn（理由） or warn (reason) */
static str take_reason(struct arena *a, str *value) {
    str rest = str_replace(a, str_replace(a, *value, S("（"), S("(")), S("）"), S(")"));
    *value = str_trim(str_cut(&rest, S("(")));
    return str_trim(str_sub(rest, 0, str_ends(rest, S(")")) ? rest.n - 1 : 0));
}

const char *intake_level(struct arena *a, str code, str value, unsigned char **levels) {
    enum diag_code c;
    enum diag_level level;
    str reason = take_reason(a, &value);
    if (!find_code(code, &c))
        return "只有 E201 至 E299 和 E303 的规则可以改级别";
    if (!find_level(value, &level))
        return "级别写 warn、doubt 或 reject（警告、暂缓、拒收）";
    if (reason.n == 0)
        return "请在括号里写明理由，如 warn（该单位按旧规定填报）";
    if (c == DIAG_PARTY_RENAMED && level > DIAG_DOUBT)
        return "名称与此前不同，至多暂缓：更名是常有的事";
    if (level < least(c))
        return "这条规则不能放宽：内容读不出来，或关系到个人信息";
    if (*levels == NULL) {
        *levels = NEW(a, unsigned char, DIAG_CODES);
        for (int i = 0; i < DIAG_CODES; i++)
            (*levels)[i] = (unsigned char)diag_kind((enum diag_code)i)->level;
    }
    (*levels)[c] = (unsigned char)level;
    return NULL;
}
