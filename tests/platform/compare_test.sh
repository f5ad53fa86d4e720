#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# compare_test.sh — the platform's list against the ledger (对账), as CSV and as a workbook: what it
# lacks, has too much, has otherwise; and the monthly form of 双公示.
. tests/commands/site.sh

new_site
printf '[target credit]\nforms = csv；xlsx\n' >>"$scratch/site/site.conf"
for n in 1 2 3 4; do
    decision "青市监罚〔2026〕$n号"
done | deliver a-decisions.jsonl
decision 青市监罚〔2026〕5号 | sed 's/"party_id_type":"身份证",//' | deliver b-decisions.jsonl # the platform would reject it
decision 青市监罚〔2026〕6号 "$DAY,\"effective\":\"2026-06-01\"" | deliver c-decisions.jsonl     # held
decision 青市监罚〔2026〕7号 ',"decided":"2026-02-27"' | deliver d-decisions.jsonl               # another month
run_at 2026-03-05T09:00
package=$(echo "$scratch"/site/exchange/credit/000001-*)

compare() { # compare FILE LACKING EXTRA DIFFERENT
    expect 0 "$gongshi" push credit compare "$1" --site "$scratch/site" --as-of 2026-03-06
    said "平台缺少 $2，多出 $3，不同 $4 处"
}
report=$scratch/site/desk/report/compare-credit

# What was sent is there, whatever the form and the way of writing it.
compare "$package/cf.add.csv" 0 0 0
compare "$package/cf.add.xlsx" 0 0 0
sed 's|2026/03/02|2026-3-2|g; s/,0\.05,/,0.050000,/; s/〔2026〕/[2026]/' "$package/cf.add.csv" >"$scratch/list.csv"
compare "$scratch/list.csv" 0 0 0

# One row is missing, one is too much, one says something else.
sed '/〔2026〕2号/d; /〔2026〕3号/s/,0\.05,/,0.06,/' "$package/cf.add.csv" >"$scratch/list.csv"
grep '〔2026〕1号' "$package/cf.add.csv" | sed 's/〔2026〕1号/〔2026〕99号/' >>"$scratch/list.csv"
compare "$scratch/list.csv" 1 1 1
holds "$report.csv" '青市监罚〔2026〕2号'
holds "$report.csv" '青市监罚〔2026〕99号'
holds "$report.csv" '青市监罚〔2026〕3号,尉迟小满,罚款金额（万元）,0.05,0.06'
xlsx2csv -a "$report.xlsx" | grep -q '平台缺少' || fail "no workbook"
[ "$(stat -c %a "$report.csv")" = 660 ] || fail "the mode of the report"

printf '甲,乙\n1,2\n' >"$scratch/list.csv"
expect 2 "$gongshi" push credit compare "$scratch/list.csv" --site "$scratch/site"
warned '没有文书号和相对人名称两栏'
expect 2 "$gongshi" push credit compare "$scratch/none.csv" --site "$scratch/site"

# The monthly form: six were made in March, five of them shown, four sent.
expect 0 "$gongshi" stats 2026-03 --site "$scratch/site" --as-of 2026-04-01
xlsx2csv -a "$scratch/site/desk/report/stats-2026-03/月报告.xlsx" >"$scratch/sheets"
holds "$scratch/sheets" '双公示月报 credit'
holds "$scratch/sheets" '部门和类别,产生数,本单位公示数,报送数,未报送数,未报送原因,有效入库数,网站公示数'
grep -qx '青原市市场监督管理局　行政处罚,6,5,4,2,"*不合平台要求 1，暂缓公示 1"*,,' "$scratch/sheets" ||
    fail "$(grep 行政处罚 "$scratch/sheets")"
exit 0
