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

# made FORM: a small workbook of that form, as formats_test.sh makes them
made() {
    printf '文书号\t当事人\t金额\t决定日期\n一号\t甲\t500.5\t2026-03-02\n二号\t乙\t\t2026-03-03\n' |
        perl tests/commands/workbook.pl "$1" "$folder/made" || rm -f "$folder/made"
}

case $target in
delivery) take tests/intake/bad/*.json tests/intake/bad/*.jsonl tests/intake/bad/*.csv feeds/demo/deliveries/*01-20*/* ;;
object) take tests/intake/bad/*.json tests/base/template/*.json feeds/schema/*.json ;;
csv) take content/law/*.csv feeds/credit/*.csv tests/intake/bad/*.csv ;;
map) take feeds/maps/*.map tests/intake/bad/*.map tests/intake/propose/*.map ;;
ini) take feeds/demo/*.conf feeds/real/*.conf feeds/maps/*.map tests/intake/bad/gb18030* ;;
leak)
    for n in 0 1 2 3 4 5 6 7 8 9 10; do
        o=$(printf '\\%03o' $n)
        { printf "$o$o$o$o\\177"; printf '<p title="甲">青原市<!-- 乙 -->，2026-11-20 09:00</p>'; } >"$folder/$n"
    done
    ;;
mask) lines tests/law/mask.tsv tests/law/corpus/*.txt ;;
template) take templates/*.mustache templates/*/*.mustache ;;
markdown) take README.md CHANGELOG.md content/*.md content/*/*.md ;;
cell) lines tests/intake/dates.tsv tests/intake/amounts.tsv tests/law/deadlines.tsv ;;
drawing)
    take assets/*.svg
    printf '%s' '<svg xmlns="http://www.w3.org/2000/svg" width="21cm" height="9mm"><style>.a{fill:#fff;stroke:red}</style><defs><marker id="m" orient="auto"><path d="M0 0L5 5z"/></marker></defs><a href="#x"><text class="a" style="font-size:9px">立案<tspan dy="1em">受理</tspan></text></a><line marker-end="url(#m)" onload="x"/></svg>' >"$folder/drawing"
    made drawing
    ;;
xml)
    printf '%s' '<?xml version="1.0"?><root><record><文号>一</文号><金额 单位="元">1</金额></record><record><文号>二</文号></record></root>' >"$folder/xml"
    made xml
    ;;
spreadsheetml)
    printf '%s' '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="一"><Table><Row><Cell ss:Index="2"><Data ss:Type="String">party</Data></Cell></Row><Row><Cell ss:MergeAcross="1" ss:MergeDown="2"><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>' >"$folder/spreadsheetml"
    made spreadsheetml
    ;;
recode)
    n=0
    for f in tests/intake/bad/gb18030* tests/intake/bad/utf16* feeds/demo/deliveries/*/*.txt; do
        n=$((n + 1))
        { printf "\\$((n % 3))"; head -c $MOST "$f"; } >"$folder/$n"
    done
    ;;
propose) take tests/intake/propose/*.csv tests/intake/propose/*.json* tests/intake/propose/*.t* ;;
sheet)
    parts '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>party</t></is></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="str"><v>x</v></c><c r="B2" s="1"><v>45000.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>' \
        '<sst count="1"><si><r><t>decided</t></r><rPh><t>z</t></rPh></si></sst>' \
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>' \
        '<workbook><workbookPr date1904="1"/><sheets><sheet name="一" sheetId="1" state="hidden" r:id="rId1" xmlns:r="r"/></sheets></workbook>'
    ;;
biff) made xls ;;
zip)
    made xlsx
    (cd "$folder" && perl -MIO::Compress::Zip=zip,:constants -e '
        my $csv = "受理机关,受理编号\n青原,1\n";
        zip(\$csv => "a.zip", Name => "目录/progress.csv") or die;
        zip("made" => "a.zip", Name => "made.xlsx", Append => 1) or die') || true
    find "${SEEDS_FROM:-${B:-build}}" \( -name '*.zip' -o -name '*.xlsx' \) -size -64k 2>/dev/null |
        head -n 40 | while read -r f; do take "$f"; done
    ;;
esac
[ -n "$(ls "$folder")" ] || printf x >"$folder/x"
