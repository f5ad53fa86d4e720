#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# map_test.sh — gongshi map: a draft that takes the file in once it is completed.
. tests/commands/site.sh

expect 0 "$gongshi" map tests/intake/propose/export-2025-03-10.csv
said 'kind = decision'
said '金额(万元) = amount'
cp "$scratch/out" "$scratch/draft.map"

# A person settles what is left open: then the file is taken in.
expect 0 "$gongshi" init "$scratch/site"
mkdir -p "$scratch/site/feeds/maps"
sed -e 's/^# 已缴清 = $/已缴清 = 已履行/' -e 's/^# 公开 = $/公开 = 主动公开/' \
    -e 's/^# 个人 = $/个人 = 自然人/' \
    "$scratch/draft.map" >"$scratch/site/feeds/maps/draft.map"
cp tests/intake/propose/export-2025-03-10.csv "$scratch/site/desk/inbox/"
expect 0 "$gongshi" check --site "$scratch/site"
said '收到 4 =  新增 4 '

# A workbook and a text in GB18030 are read as deliveries are; nothing is left beside them.
expect 0 "$gongshi" form officer --out "$scratch/form.xlsx"
expect 0 "$gongshi" map "$scratch/form.xlsx"
said 'kind = officer'
said '证件编号 = certificate'
iconv -t GB18030 tests/intake/propose/register.tsv >"$scratch/register.tsv"
expect 0 "$gongshi" map "$scratch/register.tsv"
said '文件编号 = document_number'
[ -z "$(find "$scratch" -name '*.lines')" ] || fail 'left a normal form behind'

# A workbook of which no map knows a column: a title above, an empty column, names of its own.
printf '行政处罚信息公示表\n序号\t处罚决定书文号\t当事人名称\t违法事实\t处罚内容\t罚款（万元）\t处罚日期\t备注\n1\t青市监罚〔2026〕1号\t甲公司\t无照\t罚款2万元\t2\t2026年3月2日\n' |
    perl tests/commands/workbook.pl xlsx "$scratch/unknown.xlsx"
expect 0 "$gongshi" map "$scratch/unknown.xlsx"
said '看了 1 条记录、8 栏'
said 'kind = decision'
said '处罚决定书文号 = document_number'
said 'amount = 万元'
said '备注'
lacks "$scratch/out" 'format ='

# A file that says nothing, none at all, and too many.
expect 2 "$gongshi" map tests/intake/propose/strange.csv
[ ! -s "$scratch/out" ] || fail "a draft without a column"
warned 'E106'
expect 2 "$gongshi" map "$scratch/missing.csv"
expect 2 "$gongshi" map
