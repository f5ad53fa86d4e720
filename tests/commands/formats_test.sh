#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# formats_test.sh — the same decisions in every form give the same records: each delivery after the
# first changes nothing. Archives become deliveries, their attachments are kept; what cannot be read
# is refused with one finding.
. tests/commands/site.sh

new_site
mkdir -p "$scratch/site/feeds/maps"
cat >"$scratch/site/feeds/maps/scj.map" <<'MAP'
[map]
kind = decision
match = scj-*
record_element = 案件
[columns]
文书号 = document_number
当事人 = party
类别 = party_type
案由 = cause
事实 = facts
依据 = basis
结论 = conclusion
种类 = penalty_types
金额 = amount
决定日期 = decided
正文 = full_text
[constants]
agency = 青原市市场监督管理局
category = 行政处罚
document_name = 行政处罚决定书
procedure = 普通程序
publicity = 主动公开
MAP
{
    printf '文书号\t当事人\t类别\t案由\t事实\t依据\t结论\t种类\t金额\t决定日期\t正文\n'
    for n in 1 2 3; do
        printf '青市监罚〔2026〕%s号\t镕𠮷堃食品有限公司\t法人及非法人组织\t销售“三无”食品，<&>\t检查时发现\t《中华人民共和国食品安全法》第三十四条\t处以罚款 %s00.5 元\t罚款\t%s00.5\t2026-03-0%s\t决定处以罚款。\n' $n $n $n $n
    done
} >"$scratch/rows.tsv"

# taken NAME WHAT: the file of that name is taken in; the first sum then reads like that.
taken() {
    run_at 2026-03-10T09:00
    said "收到 $2"
    [ ! -e "$scratch/site/desk/inbox/$1" ] || fail "$1 is still in the inbox"
}
same='3 =  新增 0  + 变更 0  + 未变 3  + 重复 0  + 拒收 0'

deliver scj-1.txt <"$scratch/rows.tsv"
taken scj-1.txt '3 =  新增 3  + 变更 0  + 未变 0  + 重复 0  + 拒收 0'

for to in GB18030 UTF-16LE UTF-16BE; do
    case $to in
    UTF-16LE) mark='\377\376' ;;
    UTF-16BE) mark='\376\377' ;;
    *) mark= ;;
    esac
    { printf "$mark"; iconv -f UTF-8 -t $to "$scratch/rows.tsv"; } | deliver "scj-$to.csv"
    taken "scj-$to.csv" "$same"
done

# ---- workbooks: what the name says does not matter ----
made() { # made FORM NAME
    perl tests/commands/workbook.pl "$1" "$scratch/site/desk/inbox/$2" <"$scratch/rows.tsv"
}
command -v perl >/dev/null || { echo "no perl: workbooks were not tested"; exit 77; }
made xlsx scj-2.xls
taken scj-2.xls "$same"
made spreadsheetml scj-3.xlsx
taken scj-3.xlsx "$same"
made xml scj-4.txt
taken scj-4.txt "$same"
if perl -MSpreadsheet::WriteExcel -e 1 2>/dev/null; then
    made xls scj-5.xlsx
    taken scj-5.xlsx "$same"
fi

# ---- an archive: a workbook and an attachment; the lost lines are made again ----
mkdir "$scratch/zip"
printf '%%PDF-1.4 attachment' >"$scratch/zip/决定书.pdf"
sed 's/〔2026〕/〔2025〕/; s/2026-03/2025-03/' "$scratch/rows.tsv" |
    perl tests/commands/workbook.pl xlsx "$scratch/zip/scj-6.xlsx"
(cd "$scratch/zip" && perl -MIO::Compress::Zip=zip,:constants -e 'zip(["决定书.pdf", "scj-6.xlsx"] => $ARGV[0]) or die' "$scratch/site/desk/inbox/a.zip")
taken a.zip '3 =  新增 3  + 变更 0  + 未变 0  + 重复 0  + 拒收 0'
object=$(sha256sum <"$scratch/zip/决定书.pdf" | cut -c1-64)
cmp "$scratch/zip/决定书.pdf" "$scratch/site/state/objects/$object" || fail "the attachment was not kept"
[ "$(ls "$scratch/site/state/objects" | wc -l)" -eq 1 ] || fail "more objects than one"
! grep -rqF 'PDF-1.4' "$scratch/site/public" || fail "an attachment is public"
! ls "$scratch/site/state/deliveries" | grep -qE 'part$|member$' || fail "something was left behind"
rm "$scratch"/site/state/deliveries/*.lines
expect 0 "$gongshi" build --full --site "$scratch/site" --as-of 2026-03-11T09:00
sums_add_up "$scratch/out"
said '公示 6'
expect 0 "$gongshi" run --site "$scratch/site" --as-of 2026-03-11T09:00

# ---- check changes nothing, and says the same again ----
made xlsx scj-7.xlsx
before=$(ls "$scratch/site/state/deliveries" | wc -l)
sed 's/镕𠮷堃/镕堃/' "$scratch/rows.tsv" | perl tests/commands/workbook.pl xlsx "$scratch/site/desk/inbox/scj-7.xlsx"
for i in 1 2; do
    expect 0 "$gongshi" check --site "$scratch/site" --as-of 2026-03-12T09:00
    said '收到 3 =  新增 3'
done
[ "$(ls "$scratch/site/state/deliveries" | wc -l)" -eq "$before" ] || fail "check left something behind"
rm "$scratch/site/desk/inbox/scj-7.xlsx"

# ---- what is refused counts as one ----
printf '<!DOCTYPE a><a/>' | deliver scj-8.xml
run_at 2026-03-12T09:00 3
said '收到 1 =  新增 0  + 变更 0  + 未变 0  + 重复 0  + 拒收 1'
warned_once 'scj-8.xml:1: reject E185'
printf '<html><table></table></html>' | deliver scj-9.xls
run_at 2026-03-13T09:00 3
warned_once 'scj-9.xls: reject E104'
# A finding in a workbook names sheet and row.
sed 's/2026-03-02/不详/' "$scratch/rows.tsv" | perl tests/commands/workbook.pl xlsx "$scratch/site/desk/inbox/scj-10.xlsx"
run_at 2026-03-14T09:00 3
warned 'scj-10.xlsx[Sheet1]:3:decision.decided: reject E203'
# One undecodable byte costs its record only.
iconv -f UTF-8 -t GB18030 "$scratch/rows.tsv" | sed '2s/$/\xff/' | deliver scj-11.csv
run_at 2026-03-15T09:00 3
warned 'scj-11.csv:2: warn E171'
warned 'scj-11.csv:2: reject E173'
said '收到 3 =  新增 0  + 变更 0  + 未变 2  + 重复 0  + 拒收 1'
