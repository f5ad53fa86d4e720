#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# print_test.sh — pages of the demo city as Chromium prints them: A4, few sheets, each numbered; address
# and time at the head, the QR code, and a list's columns again on each of its sheets (site.md: a guide
# prints on one or two A4 pages).
. tests/commands/site.sh

command -v chromium >/dev/null 2>&1 || { echo "no chromium here"; exit 77; }
site=$scratch/site public=$scratch/site/public
GONGSHI=$gongshi sh feeds/demo/replay.sh "$site" >"$scratch/log" 2>&1 || fail "replay: $(tail -n 3 "$scratch/log")"

# print PAGE MOST: to $scratch/pdf, as text in $scratch/text; at most MOST sheets
print() {
    chromium --headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run \
        --user-data-dir="$scratch/profile" --no-pdf-header-footer \
        --print-to-pdf="$scratch/pdf" "file://$public/$1" >/dev/null 2>&1 || fail "not printed: $1"
    pdfinfo "$scratch/pdf" >"$scratch/info" || fail "no PDF of $1"
    pdftotext -layout "$scratch/pdf" "$scratch/text"
    grep -q '^Page size:.*(A4)' "$scratch/info" || fail "$1: $(grep '^Page size' "$scratch/info")"
    sheets=$(sed -n 's/^Pages: *//p' "$scratch/info")
    [ "$sheets" -le "$2" ] || fail "$1 takes $sheets sheets, more than $2"
    for no in $(seq "$sheets"); do
        grep -q "^ *$no */ *$sheets\$" "$scratch/text" || fail "$1: sheet $no of $sheets has no number"
    done
}
says() { grep -qF -- "$1" "$scratch/text" || fail "$page, printed, does not say: $1"; }
on_each() { # on_each TEXT: a table's head comes again on each sheet
    [ "$(grep -cF -- "$1" "$scratch/text")" -ge "$sheets" ] || fail "$page: $1 is not on each of $sheets sheets"
}
lacks_text() { ! grep -qF -- "$1" "$scratch/text" || fail "$page, printed, says: $1"; }
address=$(sed -n 's/.*<link rel="canonical" href="\([^"]*\)".*/\1/p' "$public/index.html")
[ -n "$address" ] || fail "the demo has no address"

page=$(cd "$public" && grep -L 'noindex\|本页只保留' cf/2026/??????????.html | head -n 1)
print "$page" 2
says "$address$page"
says "$(sed -n 's/.*name="PubDate" content="\([^"]*\)".*/\1/p' "$public/$page")"
says 不服本决定怎么办
says 用手机扫描
lacks_text 当前位置
for page in $(cd "$public" && ls zn/??????????.html | head -n 3); do
    print "$page" 2
    says "$address$page"
    says 申请材料
    says 用手机扫描
done
page=$(cd "$public" && ls ry/??????????.html | head -n 1)
print "$page" 1
says "$address$page"
page=$(cd "$public" && grep -l 本页只保留 cf/*/??????????.html | head -n 1)
print "$page" 1
says "$address$page"
page=cf/index.html
print "$page" 2
says "${address}cf/"
on_each 公示日期
lacks_text '决定日期 2' # cards
page=$(cd "$public" && grep -l 'flow-lane' lc/??????????.html | head -n 1)
print "$page" 3
says 责任岗位
# the chart is on the first sheet, and drawn as lines: its lanes' names are texts
pdftotext -l 1 "$scratch/pdf" - | grep -q '是否' || fail "$page: the chart is not on the first sheet"

# ---- notice board, signs, handbook: a running head, numbered sheets, the way to the live copy ----
for page in print/scj/signs.html print/scj/board.html print/scj/handbook.html; do
    print "$page" 40
    on_each 青原市市场监督管理局
    [ "$page" = print/scj/signs.html ] || on_each 青原市行政执法公示平台
done
says 目录
holds "$public/$page" '<svg class="flow"'
print print/scj/board.html 2
says 扫码查看全文
