/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * treatment.h — inside law: what masking.csv says: whose what is shown how.
 *
 * In:    role of a person, kind of value, facts of the record
 * Out:   keep, pseudonym, partial, remove, county, year
 * Law:   content/law/masking.csv, each row with its citation
 * Never: has a default: what no row speaks of is withheld
 */
#ifndef GONGSHI_LAW_TREATMENT_H
#define GONGSHI_LAW_TREATMENT_H

#include "law/law.h"

enum value_kind {
    VALUE_NAME,
    VALUE_ID, /* 身份证, 护照, 通行证, 居住证 … */
    VALUE_PHONE,
    VALUE_ACCOUNT, /* of a bank */
    VALUE_PLATE,
    VALUE_ADDRESS,
    VALUE_BIRTH,
    VALUE_MAIL,
    VALUE_SOCIAL, /* QQ, 微信, 支付宝 … */
    VALUE_DEED,   /* certificates of property, of vehicles too */
    VALUE_HEALTH,
    VALUE_KINDS
};

enum treatment {
    TREAT_NONE, /* no row says anything */
    TREAT_KEEP,
    TREAT_PSEUDONYM, /* 张某 */
    TREAT_PARTIAL,   /* the first six and the last four characters at most */
    TREAT_REMOVE,    /* ＊＊＊ */
    TREAT_COUNTY,    /* of an address its county */
    TREAT_YEAR,      /* of a date its year */
};

enum role { ROLE_PARTY, ROLE_LEAD, ROLE_OPERATOR, ROLE_OFFICER, ROLE_OTHER, ROLES };

/* Roles times kinds of value, as bits of rule_row.about. */
#define ABOUT(role, value) (UINT64_C(1) << ((role)*VALUE_KINDS + (value)))

/* What is done with each kind of value of somebody in each role; other persons are those nobody
 * declared. */
void treatments_of(const struct policy *p, const struct facts *f,
                   enum treatment out[ROLES][VALUE_KINDS]);

/* What is done with the name of another person whom a delivery calls 证人, 委托代理人 … A word that
 * no row lists has no treatment. */
enum treatment treatment_of_other(const struct policy *p, const struct facts *f, str word);

#endif
