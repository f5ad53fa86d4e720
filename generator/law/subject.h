/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * subject.h — inside law: whom a record is about, whatever its kind.
 *
 * In:    struct record
 * Out:   the party, the representative, other persons, officers
 * Law:   law.md §3
 * Never: is included outside law
 */
#ifndef GONGSHI_LAW_SUBJECT_H
#define GONGSHI_LAW_SUBJECT_H

#include "law/fold.h"
#include "law/treatment.h"

/* Absent where the kind has no such field. The policy must not be NULL. */
struct subject {
    const struct record *record;
    str party;
    int party_type;  /* enum party_type, 0 when not said */
    bool has_code;   /* a 统一社会信用代码 is given */
    str lead;        /* 法定代表人 or operator */
    bool person;     /* the party is a natural person, or goes by a person's own name */
    bool lead_shown; /* content/law/masking.csv */
    bool unruled;    /* somebody's role, or a kind of value, has no row there */
    enum treatment treat[ROLES][VALUE_KINDS]; /* other persons: those nobody declared */
    struct rows persons;                      /* columns of the set person */
    struct strs officers;                     /* names that are public by office */
    struct strs publics; /* all names that are public here: agency, organisation, officers … */
};
struct subject subject_of(struct arena *a, const struct policy *p, const struct record *r);

/* secrets_of of a record whose subject is known, its texts perhaps folded already. */
struct secrets secrets_about(struct arena *a, const struct policy *p, const struct subject *s,
                             struct folds *texts);

#endif
