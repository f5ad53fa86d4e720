#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# claim_test.sh — what was published elsewhere before (补录) stands with its claimed date beside ours,
# labelled, outside the punctuality rates; its evidence and approver are the staff's.
. tests/commands/site.sh

new_site
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
decision 青市监罚〔2025〕7号 ',"decided":"2025-03-03","claimed":"2025-03-10","claimed_at":"市局旧网站","claim_evidence":"网页存档 WJ-7","claim_approver":"钱主任"' |
    deliver b-decisions.jsonl
run_at 2026-03-05T09:00
page=$scratch/site/public/$(address_of 青市监罚〔2025〕7号 行政执法决定)
for text in '原公示日期（补录）' '2025-03-10' '原公示载体（补录）' '市局旧网站' '2026-03-05'; do holds "$page" "$text"; done
for gone in WJ-7 钱主任; do ! grep -rqa "$gone" "$scratch/site/public" || fail "public: $gone"; done
expect 0 "$gongshi" explain --site "$scratch/site" 青市监罚〔2025〕7号
said '首次公示：2026-03-05 09:00'
# one decision is counted, in time; the other is neither in time nor late
expect 0 "$gongshi" status --site "$scratch/site" --as-of 2026-03-05T10:00
grep -q '^  及时率 *100.0% *1 *1$' "$scratch/out" || fail "punctuality: $(grep 及时率 "$scratch/out")"
head -n 1 "$scratch/site/desk/report/mail.txt" | grep -q '迟报' && fail "the claimed one is told as late"

# without evidence or approver it is no claim
decision 青市监罚〔2025〕8号 ',"decided":"2025-03-03","claimed":"2025-03-10"' | deliver c-decisions.jsonl
run_at 2026-03-06T09:00 3
warned 'E703'
