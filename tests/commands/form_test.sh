#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# form_test.sh — every kind has a form that another program can open, and that intake takes as it
# is once it is filled in.
. tests/commands/site.sh

number=0
for schema in feeds/schema/*.json; do
    kind=$(basename "$schema" .json)
    number=$((number + 1))
    expect 0 "$gongshi" form "$kind" --out "$scratch/$kind.xlsx"
    said "已写成 $scratch/$kind.xlsx"
    expect 0 "$gongshi" form "$kind" --out "$scratch/$kind.csv"
    expect 0 "$gongshi" form "$kind" --out "$scratch/again.xlsx"
    cmp -s "$scratch/again.xlsx" "$scratch/$kind.xlsx" || fail "$kind.xlsx differs from one time to the next"
    rm "$scratch/again.xlsx"
    expect 0 xlsx2csv -s 1 "$scratch/$kind.xlsx"
    # Titles as the schema has them, in its order; the first row is a sample.
    sed -n 's/^      "title": "\(.*\)",$/\1/p' "$schema" | tail -n +2 | paste -sd, >"$scratch/titles"
    head -n 1 "$scratch/out" | cmp -s - "$scratch/titles" || fail "$kind: other titles"
    sed -n 2p "$scratch/out" | grep -q '^示例：' || fail "$kind: no sample row"
    [ "$(wc -l <"$scratch/out")" -eq 2 ] || fail "$kind: more than header and sample"
    expect 0 xlsx2csv -s 2 "$scratch/$kind.xlsx"
    said '栏目,是否必填,公开范围,说明,怎样填,示例'
    head -n 1 "$scratch/$kind.csv" | tail -c +4 | tr -d '\r' | cmp -s - "$scratch/titles" || fail "$kind.csv: other titles"
    [ "$(head -c 3 "$scratch/$kind.csv" | od -An -tx1 | tr -d ' ')" = efbbbf ] || fail "$kind.csv: no mark of UTF-8"
done
[ $number -ge 16 ] || fail "only $number kinds"

# Drop-downs, comments and text cells stand in the workbook.
mkdir "$scratch/book"
(cd "$scratch/book" && python3 -m zipfile -e "$scratch/decision.xlsx" .) 2>/dev/null || unzip -q "$scratch/decision.xlsx" -d "$scratch/book"
holds "$scratch/book/xl/worksheets/sheet1.xml" '"法人及非法人组织,自然人,个体工商户"'
holds "$scratch/book/xl/worksheets/sheet1.xml" '"是,否"'
holds "$scratch/book/xl/worksheets/sheet1.xml" 'state="frozen"'
holds "$scratch/book/xl/comments1.xml" '必填；公开，自然人隐名。自然人写真实姓名，公示时自动隐去。一行文字'
holds "$scratch/book/xl/styles.xml" 'formatCode="@"'
holds "$scratch/book/docProps/core.xml" '2020-01-01T00:00:00Z'

# Nothing is written over; what is no kind is told, with those there are.
expect 2 "$gongshi" form decision --out "$scratch/decision.xlsx"
warned '已经存在'
expect 2 "$gongshi" form decisoin --out "$scratch/x.xlsx"
warned '行政执法决定（decision）'
expect 2 "$gongshi" form decision --out "$scratch/x.ods"
(cd "$scratch" && expect 0 "$gongshi" form 行政执法人员 && [ -s 行政执法人员样表.xlsx ]) || fail "no form under its usual name"

# The sample row is not taken, and that is told once; a row below it is.
new_site
{ cat "$scratch/officer.csv"
  printf '青原市市场监督管理局,周执正,女,四级主任科员,13050001001,市场监管,青原市,2024-01-01,2028-12-31,,,,,\r\n'; } | deliver 行政执法人员样表.csv
run_at 2026-11-20T09:00
warned '行政执法人员样表.csv:2: note E125 [FORM] 样表的示例行，没有收'
said '收到 1 =  新增 1'

# It opens where people open it.
if command -v soffice >/dev/null 2>&1; then
    HOME=$scratch soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' --outdir "$scratch/office" "$scratch/decision.xlsx" >/dev/null 2>&1
    holds "$scratch/office/decision.csv" '示例：青原市市场监督管理局'
fi
