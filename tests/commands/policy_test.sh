#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# policy_test.sh — policy try tells what a run with the changed table then does; a changed calendar
# re-dates what is not on line yet; gongshi calendar.
. tests/commands/site.sh

ruled() { # ruled NUMBER RULE
    expect 0 "$gongshi" explain --site "$scratch/site" "$1"
    sed -n '/^三、裁定/,/^四、/p' "$scratch/out" >"$scratch/ruling"
    holds "$scratch/ruling" "$2"
}
try() { # try TABLE: as $scratch/TABLE, from standard input
    cat >"$scratch/$1"
    expect 0 "$gongshi" policy try "$scratch/$1" --site "$scratch/site" --as-of "$now"
}

new_site
now=2026-09-25T09:00
decision 市监罚〔2026〕1号 ',"decided":"2026-09-24"' | deliver a-decisions.jsonl
decision 市监罚〔2026〕2号 ',"decided":"2026-09-24","hearing":"是"' | deliver b-decisions.jsonl
run_at $now
{ find "$scratch/site/public" -type f -exec cksum {} + | sort; "$gongshi" ledger check --site "$scratch/site"; } >"$scratch/before"

# ---- the same table changes nothing; others do, and say so in numbers ----
try holidays.csv <content/law/holidays.csv
said '共 2 条记录，0 条会有改变。没有改变任何东西'
grep -v '^2026-10-10' content/law/holidays.csv | try holidays.csv
said '公示期限 2026-10-12 → 2026-10-13'
said '共 2 条记录，1 条会有改变；公示期限 1。'
sed 's/^rv-hearing/#rv-hearing/' content/law/review.csv | try review.csv
said '暂缓（hold.review-missing）→ 公示（publish.open）：依法主动公开'
said '1 条会有改变；暂缓 → 公示 1。'
sed 's/,2年,/,1年,/' content/law/terms.csv | try terms.csv
said '公示至 2028-09-24 → 2027-09-24'
said '市监罚〔2026〕1号'

# ---- in the forms that office programs save: GB18030 and a workbook ----
sed 's/,2年,/,1年,/' content/law/terms.csv | iconv -t GB18030 | try terms.csv
said '公示至 2028-09-24 → 2027-09-24'
python3 - content/law/terms.csv <<'EOF' | sed 's/\t2年\t/\t1年\t/' | perl tests/commands/workbook.pl xlsx "$scratch/terms.xlsx"
import csv, sys
for row in csv.reader(open(sys.argv[1], encoding='utf-8')):
    if row and not row[0].startswith('#'):
        print('\t'.join(row))
EOF
expect 0 "$gongshi" policy try "$scratch/terms.xlsx" --site "$scratch/site" --as-of "$now"
said '公示至 2028-09-24 → 2027-09-24'
said '共 2 条记录，1 条会有改变；公示期 1。'

grep -v '^kd-decision' content/law/kinds.csv | try kinds.csv
said '公示（publish.open）→ 暂缓（hold.policy-gap）'
warned E409
{ find "$scratch/site/public" -type f -exec cksum {} + | sort; "$gongshi" ledger check --site "$scratch/site"; } >"$scratch/after"
cmp -s "$scratch/before" "$scratch/after" || fail "a trial changed something"
sed 's/,7,/,七,/' content/law/deadlines.csv >"$scratch/deadlines.csv"
expect 2 "$gongshi" policy try "$scratch/deadlines.csv" --site "$scratch/site"
warned E404
expect 2 "$gongshi" policy try "$scratch/nothing.csv" --site "$scratch/site"
expect 2 "$gongshi" policy "$scratch/deadlines.csv" --site "$scratch/site"

# ---- for good: what is held is re-dated, what is on line keeps the day it was held to ----
expect 0 "$gongshi" calendar 2026 --site "$scratch/site" --as-of 2026-09-25
old=$(sed -n 's/.*期限表版本 //p' "$scratch/out")
mkdir -p "$scratch/site/content/law"
grep -v '^2026-10-10' content/law/holidays.csv >"$scratch/site/content/law/holidays.csv"
run_at 2026-09-28T09:00
expect 0 "$gongshi" calendar 2026 --site "$scratch/site" --as-of 2026-09-25
new=$(sed -n 's/.*期限表版本 //p' "$scratch/out")
[ "$old" != "$new" ] || fail "the table's version did not change"
ruled 市监罚〔2026〕2号 '公示期限：2026-10-13'
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕2号
said "公示期限 2026-10-12（规则 dl-penalty-permit，期限表 $old）"
said "公示期限按改过的表重新计算（due 2026-10-13 dl-penalty-permit $new）"
ruled 市监罚〔2026〕1号 '公示期限：2026-10-12'
holds "$scratch/site/public/$(address_of 市监罚〔2026〕1号 行政执法决定)" 2026-10-12
run_at 2026-09-29T09:00
said '没有公示'

# ---- the calendar for people; what is wrong in it ----
expect 0 "$gongshi" calendar 2026 --as-of 2026-10-31
said '国庆节放假 10-01（周四）—10-07（周三），7 天'
said '国庆节调休上班 10-10（周六）'
said '2026 年：248 个工作日'
[ ! -s "$scratch/err" ] || fail "warned of nothing"
expect 0 "$gongshi" calendar --as-of 2026-11-01
warned 'E411'
said '2017 年'
expect 2 "$gongshi" calendar 2099
expect 2 "$gongshi" calendar next
table() { mkdir -p "$scratch/site/content/law" && cat >"$scratch/site/content/law/holidays.csv"; }
{ cat content/law/holidays.csv; echo '2026-11-11,workday,国庆节,2026,'; } | table
expect 2 "$gongshi" calendar --site "$scratch/site"
warned 'E418'
grep -v '^2020-' content/law/holidays.csv | table
expect 2 "$gongshi" calendar --site "$scratch/site"
warned 'E410'

# ---- a law that pages rest on is repealed: they say so, without being ruled anew ----
new_site
decision 市监罚〔2026〕3号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
page=$scratch/site/public/$(address_of 市监罚〔2026〕3号 行政执法决定)
lacks "$page" 所引
mkdir -p "$scratch/site/content/law"
{ cat content/law/bases.csv; echo '计量法,,1986-07-01,2026-10-01,计量法典,'; } >"$scratch/site/content/law/bases.csv"
run_at 2026-03-06T09:00
holds "$page" '所引《计量法》自 2026-10-01 起废止，由《计量法典》代替。'
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕3号
[ "$(grep -c '裁定 公示' "$scratch/out")" -eq 1 ] || fail "ruled anew for a note"
run_at 2026-03-09T09:00
said '没有公示'
