#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# office_test.sh — LibreOffice opens the workbooks that we write, of packages and of open data: no
# formula, and every cell says what the CSV of the same rows says.
. tests/commands/site.sh
command -v soffice >/dev/null 2>&1 || { echo "no LibreOffice here"; exit 77; }

new_site
cat >>"$scratch/site/site.conf" <<CONF
[target credit]
profile = credit
forms = csv；xlsx
CONF
{
    decision 市监罚〔2026〕1号 | sed 's/"cause":"[^"]*"/"cause":"=SUM(1,2)，+86、@句首，\\"引号\\"，前导零 007"/'
    decision 市监罚〔2026〕2号 | sed 's/"basis":"[^"]*"/"basis":"-1 行\\n第二行，逗号,分号;"/; s/"full_text":"/"full_text":"=1+1 开头。/'
    decision 0000012345678901234 | sed 's/"cause":"[^"]*"/"cause":"2026-03-02"/'
} | sed 's/"officers"/"source_unit":"青原市市场监督管理局","officers"/' | deliver a.jsonl
run_at 2026-03-05T09:00
expect 0 "$gongshi" data --site "$scratch/site" --as-of 2026-03-05T09:00

# as_csv BOOK: what LibreOffice shows, cell by cell, as text in quotes.
as_csv() {
    HOME=$scratch soffice --headless --norestore -env:UserInstallation="file://$scratch/profile" \
        --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,1' \
        --outdir "$scratch/shown" "$1" >"$scratch/out" 2>"$scratch/err" || fail "LibreOffice does not open $1"
}
# same BOOK CSV: below its head.
same() {
    ! unzip -p "$1" 'xl/worksheets/*.xml' | grep -q '<f[ >]' || fail "a formula in $1"
    rm -rf "$scratch/shown"
    as_csv "$1"
    python3 - "$scratch"/shown/*.csv "$2" >"$scratch/out" 2>"$scratch/err" <<'PY' || fail "$1 shows something else than $2"
import csv, sys
csv.field_size_limit(1 << 24)
shown, ours = (list(csv.reader(open(f, encoding='utf-8-sig', newline=''))) for f in sys.argv[1:3])
assert len(shown) == len(ours) > 1, (len(shown), len(ours))
for a, b in zip(shown[1:], ours[1:]):
    a += [''] * (len(b) - len(a))
    b = [c[1:] if c.startswith('\t') else c for c in b]
    assert a == b, [(x, y) for x, y in zip(a, b) if x != y]
PY
}
same "$scratch/site/public/data/cf/scj/2026.xlsx" "$scratch/site/public/data/cf/scj/2026.csv"
package=$(echo "$scratch"/site/exchange/credit/0*)
same "$package/cf.add.xlsx" "$package/cf.add.csv"
exit 0
