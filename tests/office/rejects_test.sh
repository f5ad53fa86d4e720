#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# rejects_test.sh — what is rejected comes back as the sender's own sheet, and is taken in as it is
# once it is mended: from .csv, .json and .xlsx, with and without a map.
. tests/commands/site.sh

minute=0
go() { # go STATUS: one run, a minute after the last
    minute=$((minute + 1))
    run_at "2026-11-20T09:$(printf %02d $minute)" "$1"
}
report=$scratch/site/desk/report
inbox=$scratch/site/desk/inbox
# What stands there besides the report of the run, and of what platforms would reject.
rejects() { ls -A "$report" | grep -vxE 'index\.html|mail\.txt|report\.json|report\.xlsx|package-.*'; }
none() { [ -z "$(rejects)" ] || fail "desk/report is not empty: $(rejects)"; }
# sheet N: a sheet of the rejects workbook, as another program reads it; the first one sums up
sheet() { xlsx2csv -s "$1" "$report/inbox-rejects.xlsx" >"$scratch/sheet" || fail "no sheet $1"; }

new_site
HEAD='执法主体,类别,文书名称,文书号,行政相对人名称,行政相对人类别,统一社会信用代码,备注,事由,依据,结论,处罚类别,罚款金额,决定日期,送达日期,公开属性'
row() { # row NUMBER PARTY AMOUNT DECIDED SERVED
    printf '青原市市场监督管理局,行政处罚,行政处罚决定书,青市监罚〔2026〕%s号,%s,法人及非法人组织,,%s,未建立进货查验记录,《食品安全法》第一百二十六条,罚款,罚款,%s,%s,%s,主动公开\n' \
        "$1" "$2" "$6" "$3" "$4" "$5"
}

# ---- nothing wrong: nothing there ----
{ echo "$HEAD"; row 1 青原市甲食品有限公司 20000 2026-11-02 2026-11-03 好; } | deliver a-decisions.csv
go 0
none

# ---- three faults, of four rows ----
bad() {
    echo "$HEAD"
    row 2 青原市乙食品有限公司 两万块 2026/13/02 '' '=SUM(A1)'
    row 3 青原市丙食品有限公司 '"20,000"' 2026-11-05 2026-11-04 '"甲,乙"'
    row 4 青原市丁食品有限公司 3000 2026-11-05 2026-11-06 好
    row 5 青原市戊食品有限公司 4000 2026-11-05 2026-11-06 00123456789012345
    printf '少了几格,行政处罚\n'
}
bad | sed 's/,法人及非法人组织,,00123/,法人,,00123/' | deliver b-decisions.csv
go 3
said "拒收和存疑 4 条，改正用表：desk/report/inbox-rejects.xlsx"
for ending in xlsx csv json; do
    [ "$(stat -c %a "$report/inbox-rejects.$ending")" = 660 ] || fail "the mode of .$ending"
done
[ "$(rejects | wc -l)" -eq 3 ] || fail "something else in desk/report"
sheet 2
[ "$(head -n 1 "$scratch/sheet")" = "$HEAD,kind,【问题】,【原文件】,【行号】,【映射】" ] || fail "$(head -n 1 "$scratch/sheet")"
grep -c '^青原市市场监督管理局,行政处罚' "$scratch/sheet" | grep -qx 3 || fail "rows of the sheet"
holds "$scratch/sheet" '2026/13/02'
holds "$scratch/sheet" '=SUM(A1)'
holds "$scratch/sheet" ',00123456789012345,'
holds "$scratch/sheet" '罚款金额：金额写法不对：某某某 (3)；请写数字'
holds "$scratch/sheet" '送达日期：两个日期前后颠倒'
holds "$scratch/sheet" 'b-decisions.csv,3,无'
lacks "$scratch/sheet" 丁食品
lacks "$scratch/sheet" 少了几格
sheet 1
holds "$scratch/sheet" 'E203,DATE,拒收,1,日期应为 YYYY-MM-DD'
holds "$scratch/sheet" '少了几格,行政处罚'
holds "$scratch/sheet" 'b-decisions.csv,6'
# In a .csv nothing may be run, or rounded.
holds "$report/inbox-rejects.csv" "$(printf '"\t=SUM(A1)"')"
holds "$report/inbox-rejects.csv" "$(printf '"\t00123456789012345"')"
holds "$report/inbox-rejects.json" '"code": "E207", "level": "reject", "column": "罚款金额"'
holds "$report/inbox-rejects.json" '"@unreadable": ['
! grep -rlF 两万块 "$scratch/site/public" "$scratch/site/exchange" 2>/dev/null | grep -q . || fail "a delivered text left the desk"

# ---- the same input, the same bytes: whatever the threads; a check has a report of its own ----
cp -a "$report" "$scratch/report.before"
for jobs in 1 2; do
    bad | sed 's/,法人及非法人组织,,00123/,法人,,00123/' | deliver b-decisions.csv
    expect 0 "$gongshi" check --site "$scratch/site" --jobs $jobs --as-of 2026-11-20T10:00
    said 'desk/report/inbox-check.xlsx'
    for ending in xlsx csv json; do
        cmp "$scratch/report.before/inbox-rejects.$ending" "$report/inbox-check.$ending" || fail "check's .$ending differs"
        rm "$report/inbox-check.$ending"
    done
    same_tree "$scratch/report.before" "$report"
    rm "$inbox/b-decisions.csv"
done
touch "$report/inbox-check.xlsx"

# ---- a run that receives nothing leaves it alone ----
minute=$((minute + 1))
go 0
rm "$report/inbox-check.xlsx"
for file in "$report"/inbox-rejects*; do
    cmp "$scratch/report.before/$(basename "$file")" "$file" || fail "$file changed"
done
touch "$report/inbox-check.xlsx"

# ---- sent back half mended: the rest comes back; mended, it is taken ----
cp "$report/inbox-rejects.csv" "$scratch/back.csv"
sed 's|2026/13/02|2026-11-02|; s/,两万块,/,20000,/' "$scratch/back.csv" | deliver 改好了.csv
go 3
said '新增 1'
said '拒收 2'
sheet 2
[ "$(head -n 1 "$scratch/sheet")" = "$HEAD,kind,【问题】,【原文件】,【行号】,【映射】" ] || fail "$(head -n 1 "$scratch/sheet")"
sed 's/2026-11-04,/2026-11-08,/; s/,法人,/,法人及非法人组织,/' "$report/inbox-rejects.csv" | deliver 又改好了.csv
go 0
said '新增 2'
none
address_of 青市监罚〔2026〕5号 行政执法决定 | grep -q . || fail "the mended row is not on line"

# ---- with a map: the sender's own names ----
cat >"$scratch/site/feeds/maps/foreign.map" <<'MAP'
[map]
kind = decision
format = csv
separator = |
quoting = no
match = foreign-*.txt
[columns]
案号 = document_number
被处罚人 = party
违法事实 = cause
违法事实 = facts
处罚日 = decided
金额(万元) = amount
处罚内容 = conclusion
[units]
amount = 万元
[dates]
decided = YYYY年M月D日
[constants]
agency = 青原市市场监督管理局
category = 行政处罚
document_name = 行政处罚决定书
party_type = 法人及非法人组织
basis = 《计量法》第二十七条
publicity = 主动公开
penalty_types = 罚款
MAP
cat >"$scratch/foreign" <<'TXT'
序号|案号|被处罚人|违法事实|处罚日|金额(万元)|处罚内容|序号
1|青市监罚〔2026〕21号|青原市己有限公司|说"不合格"|2026年11月2日|2|罚款2万元|甲
2|青市监罚〔2026〕22号|青原市庚有限公司|不合格|11月3日|2|罚款2万元|乙
TXT
deliver foreign-1.txt <"$scratch/foreign"
go 3
sheet 2
holds "$scratch/sheet" '序号,案号,被处罚人,违法事实,处罚日,金额(万元),处罚内容,序号,【问题】'
holds "$scratch/sheet" '处罚日：日期应为'
holds "$scratch/sheet" 'foreign-1.txt,3,foreign.map'
sed 's/11月3日/2026年11月3日/' "$report/inbox-rejects.csv" | deliver 任意名字.csv
go 0
said '新增 1'
none

# ---- JSON: members are columns, nested values come back whole ----
{ printf '{"kind":"decision","agency":"青原市市场监督管理局","records":[\n'
  decision 青市监罚〔2026〕31号 | sed 's/"kind":"decision","agency":"[^"]*",//; s/"decided":"2026-03-02"/"decided":"2026-11-31"/'
  printf ']}\n'; } | deliver c-decisions.json
go 3
holds "$report/inbox-rejects.csv" '马艳'
sed 's/2026-11-31/2026-11-13/' "$report/inbox-rejects.csv" | deliver 改.csv
go 0
said '新增 1'
none
holds "$scratch/site/public/$(address_of 青市监罚〔2026〕31号 行政执法决定)" 马艳
{ decision 青市监罚〔2026〕32号 ',"decided":"2026-11-31"'; } | deliver d-decisions.jsonl
go 3
sed 's/2026-11-31/2026-11-13/g' "$report/inbox-rejects.json" | deliver 改.json
go 0
said '新增 1'
none

# ---- the workbook itself, mended in its cells; and as an office program saves it ----
mend() { # mend FROM TO OLD NEW: a copy of a workbook with a text (a pattern) replaced
    python3 - "$@" <<'PY'
import re, sys, zipfile
source, target, old, new = sys.argv[1:]
with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as mended:
    for name in book.namelist():
        mended.writestr(name, re.sub(old, new, book.read(name).decode()))
PY
}
rm -f "$report"/*
bad | head -n 4 | deliver i-decisions.csv
go 3
mend "$report/inbox-rejects.xlsx" "$scratch/half.xlsx" 2026/13/02 2026-11-02
mend "$scratch/half.xlsx" "$inbox/half.xlsx" 两万块 20000
go 3
said '重复 0'
said '拒收 1'
sheet 2
[ "$(head -n 1 "$scratch/sheet")" = "$HEAD,kind,【问题】,【原文件】,【行号】,【映射】" ] || fail "$(head -n 1 "$scratch/sheet")"
holds "$scratch/sheet" '"甲,乙"'
holds "$scratch/sheet" 'half.xlsx[拒收],3,无'
mend "$report/inbox-rejects.xlsx" "$scratch/whole.xlsx" 2026-11-04 2026-11-08
if command -v soffice >/dev/null 2>&1; then
    HOME=$scratch soffice --headless --convert-to xlsx:'Calc MS Excel 2007 XML' --outdir "$inbox" "$scratch/whole.xlsx" >/dev/null 2>&1
else
    cp "$scratch/whole.xlsx" "$inbox"
fi
go 0
said '拒收 0'
none
# With a map, too: a column that is empty in every row that comes back is there to be filled.
{ head -n 1 "$scratch/foreign" | sed 's/序号$/备注/'; echo '3|青市监罚〔2026〕23号|青原市壬有限公司|不合格||2|罚款2万元|丙'; } | deliver foreign-3.txt
go 3
sheet 2
holds "$scratch/sheet" '缺少必填栏目：决定日期'
mend "$report/inbox-rejects.xlsx" "$scratch/map.xlsx" '<c r="E2" s="[0-9]+"/>' '<c r="E2" t="inlineStr"><is><t>2026年11月2日</t></is></c>'
cp "$scratch/map.xlsx" "$inbox"
go 0
said '新增 1'
none

# ---- several deliveries: one workbook, a sheet for each with its own columns; it comes back ----
rm -f "$report"/*
{ sed -n 1p "$scratch/foreign"; echo '4|青市监罚〔2026〕24号|青原市癸有限公司|不合格|十三月|2|罚款2万元|丁'; } | deliver foreign-4.txt
{ echo "$HEAD"; row 51 青原市子食品有限公司 两千块 2026-11-02 2026-11-03 好; } | deliver j-decisions.csv
{ decision 青市监罚〔2026〕52号 ',"decided":"2026-11-31"'
  printf '{"kind":"officer","name":"田小禾","agency":"青原市市场监督管理局","certificate":"13059904077","category":"市场监管","area":"青原市","valid_from":"2026-02-30","valid_to":"2029-02-20"}\n'; } | deliver 混合.jsonl
sh -c "cat >'$inbox/k-decisions.csv'" <<CSV
$HEAD
太短的一行
CSV
go 3
[ "$(rejects | tr '\n' ' ')" = 'inbox-rejects-2.csv inbox-rejects-2.json inbox-rejects-3.csv inbox-rejects-3.json inbox-rejects-4.csv inbox-rejects-4.json inbox-rejects.csv inbox-rejects.json inbox-rejects.xlsx ' ] ||
    fail "files of the report: $(rejects)"
xlsx2csv -a "$report/inbox-rejects.xlsx" >"$scratch/sheet"
for name in 拒收-foreign-4 拒收-j-decisions 拒收-混合-行政执法决定 拒收-混合-行政执法人员 拒收汇总; do
    grep -q "^-------- [0-9] - $name\$" "$scratch/sheet" || fail "no sheet $name: $(grep -- -------- "$scratch/sheet")"
done
sheet 2
[ "$(head -n 1 "$scratch/sheet")" = '序号,案号,被处罚人,违法事实,处罚日,金额(万元),处罚内容,序号,【问题】,【原文件】,【行号】,【映射】' ] || fail "$(head -n 1 "$scratch/sheet")"
sheet 1
holds "$scratch/sheet" '拒收-混合-行政执法人员,1,,,混合.jsonl,无'
holds "$scratch/sheet" 'k-decisions.csv,2'
mend "$report/inbox-rejects.xlsx" "$scratch/one.xlsx" 十三月 2026年11月3日
mend "$scratch/one.xlsx" "$scratch/two.xlsx" 两千块 2000
mend "$scratch/two.xlsx" "$scratch/three.xlsx" 2026-11-31 2026-11-13
mend "$scratch/three.xlsx" "$inbox/inbox-rejects.xlsx" 2026-02-30 2026-02-20
go 0
said '收到 4 =  新增 4'
none
# ---- a file that cannot be read at all; broken bytes ----
printf '案号,被处罚人\n1,某公司\n' | deliver e-decisions.csv
go 3
sheet 1
holds "$scratch/sheet" '表头里没有一个认得的栏目'
{ echo "$HEAD"; row 41 青原市辛食品有限公司 20000 2026-11-02 2026-11-03 "$(printf '坏\377字')"; } | deliver f-decisions.csv
go 3
# What stands for broken bytes must be mended too.
cp "$report/inbox-rejects.csv" "$inbox/g.csv"
go 3
sed 's/坏.*字,未/好字,未/' "$report/inbox-rejects.csv" | deliver g.csv
go 0
said '新增 1'
none

# ---- more than a workbook lists is counted ----
{ echo "$HEAD"; i=0; while [ $i -lt 5100 ]; do i=$((i + 1)); row "9$i" 某公司 20000 无日期 2026-11-03 好; done; } | deliver h-decisions.csv
go 3
said '拒收 5100'
sheet 1
holds "$scratch/sheet" '本表列出 5000 条，还有 100 条没有列出'
