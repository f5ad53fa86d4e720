#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# increment_test.sh — over random histories: whoever applies all packages in order has exactly the
# complete set, in every form; a package that is missing is noticed, one that comes twice does
# nothing; a run that has nothing to tell makes no package.
. tests/commands/site.sh

receive() { node tests/platform/receiver.mjs "$@"; }
exchange=$scratch/site/exchange

for seed in 7 2026 90125; do
    new_site
    printf '[target credit]\nforms = csv；csv-gb18030；xlsx；xml；json；jsonl\n' >>"$scratch/site/site.conf"
    rm -rf "$scratch/history"
    node tests/platform/history.mjs $seed 14 "$scratch/history" || fail "no history"
    for day in "$scratch"/history/*; do
        cp "$day"/* "$scratch/site/desk/inbox/"
        "$gongshi" run --site "$scratch/site" --as-of "2026-03-${day##*/}T18:00" >"$scratch/out" 2>"$scratch/err"
        case $? in 0 | 3) ;; *) fail "seed $seed, day ${day##*/}" ;; esac
    done
    # The complete set as another target gets it for the first time.
    printf '[target whole]\nforms = jsonl\n' >>"$scratch/site/site.conf"
    "$gongshi" run --site "$scratch/site" --as-of 2026-03-14T19:00 >"$scratch/out" 2>"$scratch/err"
    [ "$(ls -d "$exchange"/whole/0* | wc -l)" -eq 1 ] || fail "more than one package for the new target"
    receive jsonl "$exchange/whole" >"$scratch/whole" || fail "the complete set"
    [ "$(wc -l <"$scratch/whole")" -ge 15 ] || fail "seed $seed: only $(wc -l <"$scratch/whole") records"
    for form in csv csv-gb18030 xml json jsonl; do
        receive $form "$exchange/credit" >"$scratch/has" || fail "seed $seed: $form is not taken"
        cmp -s "$scratch/has" "$scratch/whole" || fail "seed $seed: $form: another set"
    done
    # Every operation but the end of the term happens in these histories.
    cat "$exchange"/credit/*/operations.jsonl | sed 's/^{"operation":"\([^"]*\).*/\1/' >>"$scratch/operations"
    # Without the third, none that follows is taken; asked for again, and the second twice, all is well.
    n=$(ls -d "$exchange"/credit/0* | wc -l)
    last=$(seq -s ' ' 4 "$n")
    receive jsonl "$exchange/credit" 1 2 4 >"$scratch/has" 2>"$scratch/err" && fail "a gap was not noticed"
    grep -q 'package 4 after 2' "$scratch/err" || fail "what was missing"
    receive jsonl "$exchange/credit" 1 2 2 1 3 $last | cmp -s - "$scratch/whole" || fail "twice is not once"
done
for operation in 新增 变更 更正 撤销 修复; do
    grep -qx $operation "$scratch/operations" || fail "no $operation in any history"
done

# Workbooks say what the tables say, and hold no formula.
for book in "$exchange"/credit/*/*.xlsx; do
    xlsx2csv "$book" | tail -n +2 | tr -d '\r' >"$scratch/book"
    tail -n +2 "${book%.xlsx}.csv" | tr -d '\r' | cmp -s - "$scratch/book" || fail "$book: other cells than in CSV"
    unzip -p "$book" 'xl/worksheets/*.xml' | grep -q '<f>' && fail "$book: a formula"
done
find "$exchange" -type f ! -perm 600 | grep -q . && fail "a file others may read"
for message in "$exchange"/credit/*/operations.xml; do
    xmllint --noout "$message" || fail "$message"
done
exit 0
