#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# surface_test.sh — a private value in any field of any record, in any form: nothing that the program
# writes tells it, but what is private by nature (state/, exchange/, the sender's own rejects).
# For each kind of record.def, each field and each column of its tables: an ID, a mobile number, a bank
# card, a number plate, an address of mail, a home address, a name (planted.pl).
. tests/commands/site.sh

new_site
sed -n '1,/^\[source/p' feeds/demo/site.conf | sed '$d; s/^agencies = listed/agencies = open/' >"$scratch/conf"
sed -n '/^\[source/,$p' "$scratch/site/site.conf" >>"$scratch/conf"
mv "$scratch/conf" "$scratch/site/site.conf"
mkdir "$scratch/given" "$scratch/told"
perl tests/commands/planted.pl "$scratch/given" || fail "deliveries"
[ "$(wc -l <"$scratch/given/planted")" -gt 2000 ] || fail "few values"
# The records that wait, as far as the report shows them, and those on line.
records() {
    { grep -oE '"id": "[0-9a-z]{10}"' "$scratch/site/desk/report/report.json" | cut -d'"' -f4
      find "$scratch/site/public" -name '??????????.html' | sed 's|^.*/||; s|\.html$||'; } | sort -u
}

# Every field and column but days, amounts and options is read: of the harmless words put there each
# is told with --reveal, on a terminal.
cp "$scratch/given/harmless.jsonl" "$scratch/site/desk/inbox/"
run_at 2026-11-20T09:00
harmless=$(wc -l <"$scratch/given/words")
[ "$harmless" -gt 200 ] || fail "few words"
records | while read -r id; do
    script -qec "$gongshi explain --reveal --site $scratch/site $id" /dev/null </dev/null
done >"$scratch/revealed"
cut -f1 "$scratch/given/words" >"$scratch/words"
grep -oF -f "$scratch/words" "$scratch/revealed" | sort -u >"$scratch/read"
[ "$(wc -l <"$scratch/read")" -eq "$harmless" ] || fail "of $harmless words $(wc -l <"$scratch/read") were read"

# told NAME STATUS ARGUMENTS…: what a command prints is kept to be looked through.
told() {
    name=$1
    wanted=$2
    shift 2
    expect "$wanted" "$gongshi" "$@" --site "$scratch/site" --as-of 2026-11-20T10:00
    cat "$scratch/out" "$scratch/err" >"$scratch/told/$name"
}

cp "$scratch/given/"*.jsonl "$scratch/site/desk/inbox/"
rm "$scratch/site/desk/inbox/harmless.jsonl"
lines=$(cat "$scratch/site/desk/inbox/"*.jsonl | wc -l)
told check 3 check
expect 3 "$gongshi" run --site "$scratch/site" --as-of 2026-11-20T10:00
sums_add_up "$scratch/out"
cat "$scratch/out" "$scratch/err" >"$scratch/told/run"

# Each line was read, and came to something: as many as were given, none twice.
said "收到 $lines = "
said "变更 0  + 未变 0  + 重复 0  + 拒收"
published=$(sed -n 's/^记录 .* 公示 \([0-9]*\) .*/\1/p' "$scratch/out")
# Bare names and homes in fields of few words wait (E435), so that of three rows one is on line.
[ "$published" -gt 700 ] || fail "only $published are on line"
# What cannot be in its field was refused there: the place is told.
awk -F'\t' '$5 ~ /^(day|term|whole)$/ { print $2 ".jsonl:" $7 ":" $2 "." $3 ": reject" }' "$scratch/given/planted" >"$scratch/places"
[ "$(wc -l <"$scratch/places")" -gt 250 ] || fail "few places"
grep -oE '^[a-z_]+\.jsonl:[0-9]+:[a-z_.]+: reject' "$scratch/err" | sort -u >"$scratch/refused"
sort -u "$scratch/places" | comm -23 - "$scratch/refused" >"$scratch/lost"
[ ! -s "$scratch/lost" ] || fail "not refused: $(head -n 3 "$scratch/lost")"

# Everything else that the program says or writes.
told data 0 data
told stats 0 stats 2026
told stats-month 0 stats 2026-03
told status 0 status
told sheet 0 status --sheet
told verify 0 verify
told full 0 build --full
told try 0 policy try content/law/deadlines.csv
told ledger 0 ledger check
told backup 0 backup "$scratch/backup"
told search 0 search 青原市
# One in so many is explained, of every form and kind in turn.
records | awk 'NR % 15 == 0' >"$scratch/some"
[ "$(wc -l <"$scratch/some")" -gt 60 ] || fail "few records: $(wc -l <"$scratch/some")"
while read -r id; do
    "$gongshi" explain --site "$scratch/site" "$id"
done <"$scratch/some" >"$scratch/told/explain" 2>&1
told evidence 0 evidence "$(tail -n 1 "$scratch/some")" --out "$scratch/told/evidence.zip"
# As a text with its labels, for mask.
awk -F'\t' 'BEGIN { split("identity 身份证号码 mobile 手机 card 银行卡号 plate 车牌号 mail 邮箱 address 家住青原市桥东区 name 证人", w, " ")
        for (i = 1; i < 15; i += 2) label[w[i]] = w[i + 1] }
    { sub(/told-/, "", $4); printf "%s%s。\n", label[$4], $1 }' "$scratch/given/planted" |
    "$gongshi" mask --site "$scratch/site" >"$scratch/told/mask" || fail "mask"
[ "$(wc -l <"$scratch/told/mask")" -eq "$(wc -l <"$scratch/given/planted")" ] || fail "mask lost lines"

# What goes back to the sender as it came is not looked at; report.xlsx sheet by sheet, the previews last.
rm -rf "$scratch/backup/state" "$scratch/backup/exchange"
find "$scratch/site/desk/report" -name '*rejects*' -delete
previews=$(unzip -p "$scratch/site/desk/report/report.xlsx" xl/workbook.xml | grep -o '<sheet ' | wc -l)
unzip -qo "$scratch/site/desk/report/report.xlsx" -d "$scratch/told/book"
mv "$scratch/told/book/xl/worksheets/sheet$previews.xml" "$scratch/told/previews.xml"
rm "$scratch/site/desk/report/report.xlsx"
perl tests/commands/raw.pl "$scratch/given/planted" "$scratch/told" "$scratch/site/public" \
    "$scratch/site/desk/report" "$scratch/backup" >"$scratch/out" 2>"$scratch/err" || fail "private values are told"
[ ! -s "$scratch/err" ] || fail "not all was looked through"
# Those that are public by nature are found: who looks, sees.
[ "$(tail -n 1 "$scratch/out")" -gt 250 ] || fail "only $(tail -n 1 "$scratch/out") of what may be seen"
