/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * approve.h — desk/approvals.csv: what staff decided in writing. (private to commands/)
 *
 * In:    the table, and the records, sheets and files its rows speak of
 * Out:   rows by what they are about; facts for rulings in the ledger
 * Law:   law.md §2 (审签, written orders, approval chains)
 * Never: forgets an approval because its row was deleted: the ledger keeps it; a new row revokes it
 *
 *   种类      对象                 决定              required beside 批准人, 日期
 *   发布审签  审签单号 or record   同意 不同意
 *   释放暂缓  record               同意 不同意       文号, 理由
 *   清单审批  record of a list     审核 同意 备案    (批准人 is the authority)
 *   更正      record               同意 不同意       理由    off line until the corrected text
 * comes 撤下      record               同意              理由, which the notice shows, swept 恢复
 * record               同意 附件      SHA-256 of the file  公开 不公开 隐名裁决  record 隐去 保留
 * 内容: the words in question
 *
 * A record is named by the last part of its address (k3v9x2m7ab) or by its number.
 */
#ifndef GONGSHI_COMMANDS_APPROVE_H
#define GONGSHI_COMMANDS_APPROVE_H

#include "commands/site.h"

/* One row; texts are private and stay at the desk. */
struct approval {
    enum approval_kind kind;
    enum approval_word word;
    str object;
    str content;
    str by;
    date day;
    str document;
    str reason;
    str note;
    int64_t line;
};

/* All good rows, in the order of the table. */
struct approvals {
    struct approval *v;
    int n;
    str file;
    str digest; /* of the table: the same one was logged already */
};

struct run;

/* The header of an empty table. */
extern const char approvals_header[];

/* Reads desk/approvals.csv, or .xlsx (UTF-8 or GB18030, Chinese or English headers, dates as staff
 * write them), into r->approvals. No table is an empty one; a row that cannot be used is told and
 * left out; two tables, or a workbook that is none, end the command with EXIT_USAGE. */
void approvals_open(struct run *r);

/* Logs every row that is new, for each record it speaks of, and rules those records anew. A row
 * whose object is not known yet is tried again in each run. */
void approvals_take(struct run *r);

/* The latest row of a kind about an object, or NULL: for what is no record (附件). */
const struct approval *approval_of(const struct approvals *all, enum approval_kind kind,
                                   str object);

/* What staff decided on a record, for its history: in order of day. */
int approvals_known(struct run *r, struct arena *a, int64_t record, struct approval_fact **out);

/* What staff decided of doubtful words of a record (隐名裁决), as far as the table still says so.
 */
struct decided approvals_decided(struct run *r, struct arena *a, int64_t record);

/* The row that the ledger knows by this number; NULL when it left the table since. */
const struct approval *approval_row(struct run *r, int64_t id);

#endif
