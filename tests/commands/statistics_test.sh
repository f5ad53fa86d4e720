#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# statistics_test.sh — the public pages of figures: one decision counts once, in its heaviest column;
# the columns are data; a page is made anew only when something in it is counted otherwise.
. tests/commands/site.sh

tj=$scratch/site/public/tj
ml=$scratch/site/public/ml
# figure FILE COLUMN: the value of the only agency in the annual CSV.
figure() { awk -F, -v want="$1" '{ for (i = 2; i <= NF; i++) { if ($i == want) { getline line; split(line, v, ","); print v[i]; exit } } }' "$tj/2026.csv"; }
is() { [ "$(figure "$1")" = "$2" ] || fail "$1 is $(figure "$1"), not $2"; }

new_site
{
    decision 市监罚〔2026〕1号
    decision 市监罚〔2026〕2号 | sed 's/"penalty_types":"罚款"/"penalty_types":"警告；罚款；没收违法所得"/; s/"amount":500/"amount":20000,"confiscated":3000.5/'
    decision 市监罚〔2026〕3号 ',"decided":"2026-04-01"' | sed 's/"penalty_types":"罚款"/"penalty_types":"警告"/; s/"amount":500,//'
    decision 市监强〔2026〕4号 | sed 's/行政处罚/行政强制/g; s/销售不合格计量器具/查封不合格计量器具/; s/"penalty_types":"罚款","amount":500,//'
    decision 市监许〔2026〕5号 | sed 's/行政处罚决定书/不予行政许可决定书/; s/行政处罚/行政许可/; s/"penalty_types":"罚款","amount":500,//'
} | deliver a-decisions.jsonl
printf '{"kind":"progress","agency":"青原市市场监督管理局","number":"SL%s","matter":"食品经营许可","status":"%s","updated":"2026-03-03"}\n' 1 已受理 2 不予受理 | deliver b-progress.jsonl
run_at 2026-03-05T09:00 3 # one is of April: refused as of today, and not counted
is '警告（宗）' 0
is '罚款（宗）' 1
is '没收违法所得（宗）' 1
is '合计（宗）' 2
is '罚没金额（万元）' 2.35005
is '查封（宗）' 1
is '申请（件）' 2
is '受理（件）' 1
is '不予许可（件）' 1
is '许可（件）' 0
xlsx2csv -a "$tj/2026.xlsx" | grep -q '2.35005' || fail "the workbook"
holds "$tj/2026.html" '2027-01-31'
holds "$tj/2026-03.html" '2026 年 3 月行政执法简报'
# at a glance: all of March in time, a month without decisions without a rate
rate() { tr -d '\n' <"$tj/$1.html" | sed -n "s|.*<h2>各月按期公示</h2>.*<th scope=\"row\">$2 月</th><td class=\"n\" data-t=\"按期\">\([0-9]*\)</td><td class=\"n\" data-t=\"迟于期限\">\([0-9]*\)</td><td class=\"n\" data-t=\"按期率（%）\">\([^<]*\)</td>.*|\1 \2 \3|p"; }
[ "$(rate 2026 3)" = '3 0 100.0' ] || fail "the rate of March is $(rate 2026 3)"
[ "$(rate 2026 4)" = '0 0 —' ] || fail "the rate of April is $(rate 2026 4)"
holds "$tj/2026.html" '<h2>各月执法决定</h2>'
holds "$tj/2026.html" '<h2>各类执法决定</h2>'
holds "$tj/2026q1.html" '按期首次公示'
holds "$ml/scj/2026.html" '../../cf/agency/scj/index.html'
holds "$ml/index.html" '../ml/scj/2026.html'
expect 0 "$gongshi" verify --site "$scratch/site"
for gone in 尉迟 市监罚; do ! grep -rq "$gone" "$tj"/2026* "$ml" || fail "a page of figures holds $gone"; done

# ---- the next day nothing is counted otherwise: no page of figures is touched ----
cp -a "$tj" "$scratch/tj"
decision 市监罚〔2025〕9号 ',"decided":"2025-12-31"' | deliver c-decisions.jsonl
run_at 2026-03-06T09:00
same_tree "$scratch/tj/2026.html" "$tj/2026.html"
same_tree "$scratch/tj/2026.xlsx" "$tj/2026.xlsx"
holds "$tj/2025.html" '数据截至'
[ "$(rate 2025 12)" = '0 1 0.0' ] || fail "the rate of what came late is $(rate 2025 12)"
# ---- built, not published, built again: the pages are there ----
decision 市监罚〔2026〕10号 | deliver d-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-09T09:00
run_at 2026-03-12T09:00
is '合计（宗）' 3
expect 0 "$gongshi" status --site "$scratch/site" --as-of 2026-03-12T10:00
grep -q '^  及时率 .* 3 *5$' "$scratch/out" || fail "what waited until its day was over is late: $(grep 及时率 "$scratch/out")"

# ---- the columns are data ----
mkdir -p "$scratch/site/content/law"
printf '表,列,类别,统计,取数,单位\n表甲,轻罚,行政处罚,警告；通报批评；罚款,宗数,宗\n表甲,金额,行政处罚,件数,金额,元\n' >"$scratch/site/content/law/statistics.csv"
run_at 2026-03-13T09:00
is '轻罚（宗）' 2
holds "$tj/2026.html" '24,000.50'
printf '表,列,类别,统计\n表甲,轻罚,行政处罚,没有这种\n' >"$scratch/site/content/law/statistics.csv"
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-14T09:00
warned 'content/law/statistics.csv:2:统计: error E812 [STATISTICS]'
