#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# stats_test.sh — the figures of a period for the staff: each department's check, the records at fault
# by name, inspections linked to their plans, corrections, and the packs of a year; a pack's report is
# published when it is delivered.
. tests/commands/site.sh

out=$scratch/site/desk/report
sheets() { xlsx2csv -a "$out/stats-$1/$2.xlsx" >"$scratch/sheets" || fail "no workbook of $1"; }
row() { grep -qx -- "$1" "$scratch/sheets" || fail "no row $1: $(grep -- "${1%%,*}" "$scratch/sheets" | head -n 3)"; }

new_site
{
    decision 市监罚〔2026〕1号 ',"decided":"2026-03-02","department":"法规科","recording_number":"YX-1"'
    decision 市监罚〔2026〕2号 ',"decided":"2026-02-02","department":"法规科"'
    decision 市监罚〔2026〕3号 ',"decided":"2026-03-03","department":"执法大队","collective":"是"' | sed 's/"amount":500/"amount":60000/'
} | deliver a-decisions.jsonl
inspection() { # inspection NUMBER STAGE PLAN
    printf '{"kind":"inspection","agency":"青原市市场监督管理局","number":"%s","stage":"%s","plan_number":"%s","name":"食品抽查","day":"2026-03-04"}\n' "$1" "$2" "$3"
}
{
    inspection JH-1 抽查计划 ''
    inspection JH-2 抽查计划 ''
    inspection RW-1 抽查任务 JH-1
    inspection JG-1 抽查结果 RW-1
} | deliver b-inspections.jsonl
printf '编号,收到日期,网址,问题,答复期限,答复日期,结果\n1,2026-03-01,x,错字,2026-03-06,2026-03-05,已改\n2,2026/3/2,x,错字,2026-03-07,2026-03-10,已改\n3,2026-03-03,x,错字,2026-03-08,,\n' >"$scratch/site/desk/corrections.csv"
run_at 2026-03-05T09:00
grep -q '网站纠错' "$scratch/site/public/tj/2026.html" || fail "no public counts of corrections"

expect 0 "$gongshi" stats 2026-03 --site "$scratch/site" --as-of 2026-03-06
said '执法决定 2 件'
sheets 2026-03 月报告
row '青原市市场监督管理局　法规科,1,1,0,0,0,0,0,0'
row '青原市市场监督管理局　执法大队,1,0,0,1,0,1,1,1'
row '市监罚〔2026〕3号,青原市市场监督管理局,执法大队,暂缓、未经法制审核,2026-03-12,还没有,.*'
row '青原市市场监督管理局,2,1,1,1,1,50'
row '件数,3,2,1,1'
! grep -q '市监罚〔2026〕2号' "$scratch/sheets" || fail "another month's"
expect 0 "$gongshi" stats 2026Q1 --site "$scratch/site" --as-of 2026-03-06
sheets 2026Q1 季度统计
row '市监罚〔2026〕2号,青原市市场监督管理局,法规科,迟报,2026-02-11,2026-03-05,.*'
for gone in 尉迟小满 130599197504094873; do ! grep -rq "$gone" "$out"/stats-* || fail "it holds $gone"; done
[ -z "$(find "$out"/stats-2026-03 -type f -perm /007)" ] || fail "others may read it"

# ---- a year: packs, what was sent when, and a report that can be published ----
printf '年度,机关,报送对象,日期,经办人\n2026,scj,本级政府,2027-01-20,马艳\n2026,青原市市场监督管理局,司法局,2027/2/3,马艳\n' >"$scratch/site/desk/sent.csv"
expect 0 "$gongshi" stats 2026 --site "$scratch/site" --as-of 2027-02-05
sheets 2026 年度统计
row '青原市市场监督管理局,2027-01-20,逾期未报送,2027-02-03（迟）'
holds "$out/stats-2026/scj/送司法局.txt" '2026 年度行政执法统计年报'
[ -f "$out/stats-2026/scj/年报.xlsx" ] || fail "no pack"
cp "$out/stats-2026/scj/report-scj-2026.json" "$scratch/site/desk/inbox/scj-report-2026.json"
run_at 2027-02-05T09:00
page=$(address_of scj-2026 执法统计年报)
holds "$scratch/site/public/$page" '2026 年度行政执法统计年报'
holds "$scratch/site/public/$page" '罚没金额（万元）'

for bad in '' 2026-13 2026Q5 26 2026-1x 1800; do
    expect 2 "$gongshi" stats $bad --site "$scratch/site"
done
