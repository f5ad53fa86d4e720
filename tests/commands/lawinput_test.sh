#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# lawinput_test.sh — what contradicts the law's tables, the calendar, the ledger or the clock: each
# is told once, with what to do; nothing public changes, or only what it concerns.
. tests/commands/site.sh

run() { "$gongshi" run --site "$scratch/site" --as-of "$1"; }
told_once() { # told_once CODE: this finding, once, and no other (but for a year without holidays)
    [ "$(grep ' E[0-9][0-9][0-9] ' "$scratch/err" | grep -vc ' E411 ')" -eq 1 ] && grep -q " $1 " "$scratch/err" || fail "not one finding, $1"
}
own() { mkdir -p "$scratch/site/content/law" && cat >"$scratch/site/content/law/$1"; }
event() { # event NUMBER CHANGE DAY
    printf '{"kind":"event","agency":"青原市市场监督管理局","document_number":"%s","change":"%s","authority":"青原市人民政府","day":"%s","reason":"认定事实不清","basis":"《行政处罚法》第四十八条"}\n' "$1" "$2" "$3"
}

new_site
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
cp -a "$scratch/site/public" "$scratch/public"

# ---- two rows of one rank that overlap; a make-up workday in the middle of a week ----
{ cat content/law/deadlines.csv; grep '^dl-penalty-permit' content/law/deadlines.csv | sed 's/^dl-penalty-permit/dl-more/'; } | own deadlines.csv
expect 2 run 2026-03-06T09:00
told_once E407
rm "$scratch/site/content/law/deadlines.csv"
{ cat content/law/holidays.csv; echo '2026-03-11,workday,测试,2026,测试'; } | own holidays.csv
expect 2 run 2026-03-06T09:00
told_once E418
rm "$scratch/site/content/law/holidays.csv"
same_tree "$scratch/site/public" "$scratch/public"

# ---- a gap holds its records, and no others ----
sed '/^dl-event/d' content/law/deadlines.csv | own deadlines.csv
event 市监罚〔2026〕1号 更正 2026-03-06 | deliver b-events.jsonl
expect 2 "$gongshi" check --site "$scratch/site" --as-of 2026-03-06T10:00
told_once E409
expect 0 run 2026-03-06T10:00
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕1号
said hold.policy-gap
said publish.open
rm "$scratch/site/content/law/deadlines.csv"
run_at 2026-03-06T11:00

# ---- a withdrawal of what nobody knows; a repair for what is over ----
event 市监罚〔2026〕77号 撤销 2026-03-06 | deliver c-events.jsonl
expect 0 run 2026-03-07T09:00
told_once E701
expect 2 "$gongshi" withdraw 市监罚〔2026〕78号 --by 林主任 --reason 测试 --site "$scratch/site"
run_at 2028-03-06T09:00
event 市监罚〔2026〕1号 信用修复 2028-03-06 | deliver d-events.jsonl
expect 0 run 2028-03-06T10:00
told_once E705

# ---- an as-of before the last run: --replay only rules and prints ----
cp -a "$scratch/site" "$scratch/before"
expect 2 run 2026-03-05T10:00
warned '账本不能倒退；只想看当日的裁定，用 --replay'
expect 0 "$gongshi" build --replay --as-of 2026-03-05T10:00 --site "$scratch/site"
said '没有改变任何东西'
same_tree "$scratch/site/public" "$scratch/before/public"
expect 0 "$gongshi" ledger check --site "$scratch/site"
