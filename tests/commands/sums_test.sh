#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# sums_test.sh — delivered = new + changed + unchanged + duplicate + rejected, whatever comes: sixty
# runs over chance deliveries (always the same ones) with broken lines, repeats, overlaps, corrections
# and tellings of their age, from an inbox, a folder, an overlapping folder and a snapshot.
. tests/commands/site.sh

NUMBERS=9 YUAN=3 RUNS=60
new_site
cat >>"$scratch/site/site.conf" <<CONF
[source folder]
folder = folder
[source other]
folder = other
[source all]
folder = all
mode = snapshot
CONF
mkdir -p "$scratch/site/folder" "$scratch/site/other" "$scratch/site/all" "$scratch/counts" "$scratch/site/feeds/maps"
{
    printf '[map]\nkind = decision\nmatch = *.csv\nas_of = updated\n[columns]\n'
    echo "$ROW_HEAD" | tr , '\n' | grep -v updated | sed 's/.*/& = &/'
} >"$scratch/site/feeds/maps/rows.map"

# What lines are drawn from: sound ones first, then those that are broken, each counting as one.
line=1
while [ $line -le $NUMBERS ]; do
    yuan=1
    while [ $yuan -le $YUAN ]; do
        decision "市监罚〔2026〕$line号" | sed "s/\"amount\":500/\"amount\":${yuan}00/; s/ 500 元/ ${yuan}00 元/g" >>"$scratch/sound"
        row $line ${yuan}00 | sed 's/,$//' >>"$scratch/rows"
        yuan=$((yuan + 1))
    done
    line=$((line + 1))
done
head -n 4 "$scratch/sound" | sed '1s/"decided":"2026-03-02"/"decided":"2026-02-30"/; 2s/"amount":[0-9]*/"amount":"x"/
    3s/^.\(.*\)"publicity".*/{\1"publicity":"/; 4s/"agency":"[^"]*"/"agency":"某某局"/' >"$scratch/broken"
printf '%s\n' '[]' 'nothing' '{"kind":"decision"}' >>"$scratch/broken"

# draw SEED PLACE: one delivery on standard output, its number of lines into $scratch/drawn
draw() {
    awk -v seed="$1" -v form="$2" -v head="$ROW_HEAD" -v drawn="$scratch/drawn" '
        function dice(n) { seed = seed * 16807 % 2147483647; return seed % n }
        FILENAME ~ /sound$/ { sound[sounds++] = $0 }
        FILENAME ~ /broken$/ { broken[brokens++] = $0 }
        FILENAME ~ /rows$/ { rows[rowses++] = $0 }
        END {
            for (i = 0; i < 5; i++) dice(2)
            n = 1 + dice(12)
            day = "2026-03-" (10 + dice(20))
            if (form == "csv") print head
            if (form == "json") printf "{\"kind\":\"decision\",\"as_of\":\"%s\",\"records\":[", day
            for (i = 0; i < n; i++) {
                if (form == "csv") print (dice(8) ? rows[dice(rowses)] : "x,y") "," (dice(2) ? day : "")
                else if (form == "json") printf "%s%s", i ? "," : "", dice(8) ? sound[dice(sounds)] : "{\"a\":1}"
                else print dice(6) ? sound[dice(sounds)] : broken[dice(brokens)]
            }
            if (form == "json") print "]}"
            print n >drawn
        }' "$scratch/sound" "$scratch/broken" "$scratch/rows"
}

# deliver_some RUN: one or two deliveries come, now and then a file goes
deliver_some() {
    for place in desk/inbox folder other all; do
        pick=$((($1 * 7 + ${#place} * 5) % 6))
        case $pick in
        0 | 1) file=$pick-decisions.jsonl form=jsonl ;;
        2) file=$pick-decisions.json form=json ;;
        3) file=$pick.csv form=csv ;;
        4) rm -f "$scratch/site/$place/0-decisions.jsonl" "$scratch/counts/$(echo $place | tr / .).0-decisions.jsonl"; continue ;;
        *) continue ;;
        esac
        # some of the deliveries have been here before
        draw $((($1 * 31 + ${#place}) % 23 + 1)) $form >"$scratch/site/$place/$file"
        mv "$scratch/drawn" "$scratch/counts/$(echo $place | tr / .).$file"
    done
}

run=1
while [ $run -le $RUNS ]; do
    deliver_some $run
    delivered=$(cat "$scratch"/counts/* | awk '{ n += $1 } END { print n + 0 }')
    at=$(printf '2026-04-%02dT%02d:00' $((run / 4 + 1)) $((run % 4 * 6)))
    full=
    [ $((run % 10)) -ne 0 ] || full=--full
    status=0
    "$gongshi" run --site "$scratch/site" --as-of "$at" $full >"$scratch/out" 2>"$scratch/err" || status=$?
    [ $status -eq 0 ] || [ $status -eq 3 ] || fail "run $run: exit $status"
    sums_add_up "$scratch/out"
    said "收到 $delivered ="
    rm -f "$scratch"/counts/desk.inbox.*
    [ -z "$(ls "$scratch/site/desk/inbox")" ] || fail "the inbox is not empty"
    run=$((run + 1))
done
grep -q '变更 [1-9]' "$scratch/out" || grep -q '未变 [1-9]' "$scratch/out" || fail "nothing came again"

# what lies there says nothing new
run_at 2026-05-01T09:00
said '新增 0  + 变更 0 '
said '没有公示'
expect 0 "$gongshi" ledger check --site "$scratch/site"
