#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# seeds.sh TARGET FOLDER — puts what a fuzz target begins with into a folder: the tests' own inputs.
set -eu
target=$1 folder=$2
MOST=16384 # bytes of a seed
mkdir -p "$folder"

# take FILE…: the beginning of each, under a name of its own
take() {
    for f in "$@"; do
        [ -f "$f" ] && head -c $MOST "$f" >"$folder/$(echo "$f" | tr / .)"
    done
}
# lines FILE…: the first column of each line
lines() {
    cut -f 1 "$@" | grep -v '^#' | head -n 400 | awk -v to="$folder/line." '{ printf "%s", $0 > (to NR); close(to NR) }'
}
# parts TEXT…: with a NUL between them
parts() { printf '%s\0' "$@" >"$folder/parts.$(echo "$*" | cksum | cut -d ' ' -f 1)"; }

case $target in
delivery) take tests/intake/bad/*.json tests/intake/bad/*.jsonl tests/intake/bad/*.csv feeds/demo/deliveries/*01-20*/* ;;
object) take tests/intake/bad/*.json tests/base/template/*.json feeds/schema/*.json ;;
csv) take content/law/*.csv feeds/credit/*.csv tests/intake/bad/*.csv ;;
map) take feeds/maps/*.map tests/intake/bad/*.map tests/intake/propose/*.map ;;
ini) take feeds/demo/*.conf feeds/real/*.conf feeds/maps/*.map tests/intake/bad/gb18030* ;;
template) take templates/*.mustache templates/*/*.mustache ;;
markdown) take README.md CHANGELOG.md content/*.md content/*/*.md ;;
cell) lines tests/intake/dates.tsv tests/intake/amounts.tsv tests/law/deadlines.tsv ;;
xml)
    parts '<?xml version="1.0"?><root><record><文号>一</文号><金额>1</金额></record><record><文号>二</文号></record></root>'
    parts '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="一"><Table><Row><Cell ss:Index="2"><Data ss:Type="String">party</Data></Cell></Row><Row><Cell ss:MergeAcross="1"><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>'
    take tests/intake/bad/gb18030*
    ;;
sheet)
    parts '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>party</t></is></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" s="1"><v>45000.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>' \
        '<sst count="1"><si><r><t>decided</t></r><rPh><t>z</t></rPh></si></sst>' \
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>' \
        '<workbook><workbookPr date1904="1"/><sheets><sheet name="一" sheetId="1" state="hidden" r:id="rId1" xmlns:r="r"/></sheets></workbook>'
    ;;
zip | xls) find "${SEEDS_FROM:-${B:-build}}" -name "*.$target" -size -64k 2>/dev/null | head -n 40 | while read -r f; do take "$f"; done
    [ "$target" = xls ] || find "${SEEDS_FROM:-${B:-build}}" -name '*.xlsx' -size -16k 2>/dev/null | head -n 40 | while read -r f; do take "$f"; done ;;
esac
[ -n "$(ls "$folder")" ] || printf x >"$folder/x"
