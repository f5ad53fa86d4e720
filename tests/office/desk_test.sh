#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# desk_test.sh — the report after each run: what was published, what waits and what to do about it,
# what is due, late, ending, rejected; nothing unmasked but in previews; one page without the world.
. tests/commands/site.sh

report=$scratch/site/desk/report
subject() { head -n 1 "$report/mail.txt"; }
subject_is() { [ "$(subject)" = "$1" ] || fail "the subject is $(subject), not $1"; }
# count KEY N: the report's JSON has this count.
count() { grep -q "\"$1\": $2[,}]" "$report/report.json" || fail "not $1 $2: $(grep -o '"counts".*}' "$report/report.json" | head -n 1)"; }
# section KEY: the page's part of this name.
section() { sed -n "/<h2 id=\"$1\"/,/<h2 id/p" "$report/index.html"; }
section_has() { section "$1" | grep -qF -- "$2" || fail "section $1 lacks $2"; }

REVIEW=',"decided":"2026-03-02","collective":"是","hearing":"是"'
new_site
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
decision 青市监罚〔2026〕2号 "$REVIEW" | sed 's/"amount":500/"amount":60000/' | deliver b-decisions.jsonl
decision 青市监罚〔2026〕3号 ',"decided":"2026-13-02"' | deliver c-decisions.jsonl
run_at 2026-03-05T09:00 3
for file in index.html report.xlsx report.json mail.txt; do
    [ -f "$report/$file" ] || fail "no $file"
    [ "$(stat -c %a "$report/$file")" = 660 ] || fail "$file is $(stat -c %a "$report/$file")"
done
subject_is '公示完成：新增 1，暂缓 1，逾期 0'
said '公示完成：新增 1，暂缓 1，逾期 0'
said '报告：desk/report/index.html'
count fresh 1
count held 1
section_has fresh '青市监罚〔2026〕1号'
section_has waiting '青市监罚〔2026〕2号'
section_has waiting '重大执法决定没有法制审核结论'
section_has waiting '补报法制审核文书编号'
section_has waiting '2026-03-11'
section_has waiting '还有 6 天'
section_has faults '日期应为 YYYY-MM-DD'
section_has faults 'href="inbox-rejects.xlsx"'
section_has sources '今天'
[ -f "$report/$(section faults | grep -o 'href="[^"#]*"' | head -n 1 | cut -d'"' -f2)" ] || fail "the workbook is not there"

# ---- what is private stands in previews alone: side by side, with the differences marked ----
section_has previews '<mark>小满</mark>'
section_has previews '尉迟<mark>某</mark>'
section_has previews '<mark>130599197504094873</mark>'
sed '/<h2 id="previews"/,$d' "$report/index.html" >"$scratch/above"
for gone in 尉迟小满 130599197504094873 13900005606 安居苑; do
    lacks "$scratch/above" "$gone"
    lacks "$report/mail.txt" "$gone"
    ! grep -rqa "$gone" "$scratch/site/public" || fail "public: $gone"
done
# ---- it needs nothing from outside ----
! grep -qE '(src|href)="(https?:)?//|@import|url\(|<script|<link' "$report/index.html" || fail "the page refers to the world"
for page in $(grep -o 'href="\.\./\.\./public/[^"]*"' "$report/index.html" | cut -d'"' -f2); do
    [ -f "$report/$page" ] || fail "a link leads nowhere: $page"
done

# ---- status tells the same on a terminal ----
expect 0 "$gongshi" status --site "$scratch/site" --as-of 2026-03-05T10:00
said '要办的事（1）'
said '补报法制审核文书编号'
said 'hold.review-missing'
for gone in 尉迟小满 130599197504094873; do lacks "$scratch/out" "$gone"; done
# columns stand below each other, whatever takes two of them
awk '/公示期限/ { head = 1; next } head && /^  2026-/ { print; exit }' "$scratch/out" | grep -q '^  2026-03-11  还有 6 天' ||
    fail "columns"

# ---- days pass: due, then overdue; a quiet run says so ----
run_at 2026-03-10T09:00
subject_is '没有新的公示内容：新增 0，暂缓 1，逾期 0'
grep -q '<b>1</b> 条 1 天内到期' "$report/index.html" || fail "not due in one day"
run_at 2026-03-12T09:00
subject_is '没有新的公示内容：新增 0，暂缓 1，逾期 1'
section_has waiting 'class="late"'
section_has waiting '逾期 1 天'

# ---- corrected, withdrawn, late ----
decision 青市监罚〔2026〕1号 ',"decided":"2026-03-02","served":"2026-03-04"' | deliver d-decisions.jsonl
decision 青市监罚〔2026〕4号 | deliver e-decisions.jsonl
run_at 2026-03-13T09:00
subject_is '公示完成：新增 1，更正 1，暂缓 1，逾期 1，迟报 1'
section_has changed '青市监罚〔2026〕1号'
section_has late '青市监罚〔2026〕4号'
printf '{"kind":"event","agency":"青原市市场监督管理局","document_number":"青市监罚〔2026〕4号","change":"撤销","authority":"青原市人民政府","day":"2026-03-13","reason":"事实不清","basis":"《行政处罚法》第四十八条"}\n' |
    deliver f-events.jsonl
run_at 2026-03-16T09:00
count ended 1
section_has ended '青市监罚〔2026〕4号'

# ---- the end of a term is told thirty days before ----
run_at 2028-02-10T09:00
section_has expiring '2028-03-02'
section_has expiring '青市监罚〔2026〕1号'
section_has sources '超过一个月没有报送'

# ---- built and not published; then published ----
decision 青市监罚〔2028〕5号 ',"decided":"2028-02-08"' | deliver g-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2028-02-11T09:00
subject_is '等待公示：新增 1，暂缓 1，逾期 1'
expect 0 "$gongshi" publish --site "$scratch/site" --as-of 2028-02-11T09:10
subject_is '公示完成：新增 1，暂缓 1，逾期 1'
# ---- refused by the checks: the page says that nothing changed, and why ----
mkdir -p "$scratch/site/content/gg"
printf '# 坏链接\n\n[去](nowhere.html)\n' >"$scratch/site/content/gg/2028-02-01-bad.md"
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2028-02-12T09:00
subject_is '未公示：核验未通过，旧网站不受影响'
holds "$report/index.html" 'E605'
rm "$scratch/site/content/gg/2028-02-01-bad.md"
# ---- the workbook opens: its sheets ----
run_at 2028-02-12T10:00
xlsx2csv -a "$report/report.xlsx" >"$scratch/sheets" 2>/dev/null || fail "no workbook"
for sheet in 概况 要办的事 本次新增 即将到期下线 拒收和存疑的数据 来源 比率 预览; do
    grep -q -- "- $sheet\$" "$scratch/sheets" || fail "no sheet $sheet"
done
holds "$scratch/sheets" '补报法制审核文书编号'

# ---- a template of the site's own; one that is wrong is refused before anything happens ----
mkdir -p "$scratch/site/templates/office"
echo '<p>{{subject}}</p>' >"$scratch/site/templates/office/report.mustache"
cp -R "$scratch/site/public" "$scratch/public"
run_at 2028-02-12T11:00
[ "$(cat "$report/index.html")" = "<p>$(subject)</p>" ] || fail "not the site's own template"
same_tree "$scratch/site/public" "$scratch/public" # no page of the site knows of it
echo '<p>{{#subject}}</p>' >"$scratch/site/templates/office/report.mustache"
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2028-02-12T12:00
warned 'templates/office/report.mustache:1'
