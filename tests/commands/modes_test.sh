#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# modes_test.sh — which of several deliveries counts: receipts, the as-of that a delivery tells,
# snapshots, and bytes that came before.
. tests/commands/site.sh

summed() { # summed NEW CHANGED UNCHANGED DUPLICATE REJECTED: the first sum of the last run
    wanted="收到 $(($1 + $2 + $3 + $4 + $5)) =  新增 $1  + 变更 $2  + 未变 $3  + 重复 $4  + 拒收 $5"
    said "$wanted"
}
amount_is() { # amount_is NUMBER YUAN
    holds "$scratch/site/public/$(address_of "$1" 行政执法决定)" "$2.00 元"
}
line() { # line NUMBER YUAN [FIELDS]
    decision "市监罚〔2026〕$1号" "$DAY${3-}" | sed "s/\"amount\":500/\"amount\":$2/; s/ 500 元/ $2 元/g"
}
source_of() { printf '[source %s]\nfolder = %s\n%s\n' "$1" "$2" "${3-}" >>"$scratch/site/site.conf"; }

# ---- A, B and A again are three events; the same bytes again are none ----
new_site
line 1 100 | deliver a.decisions.jsonl
run_at 2026-03-05T09:00
summed 1 0 0 0 0
line 1 200 | deliver b.decisions.jsonl
run_at 2026-03-06T09:00
summed 0 1 0 0 0
line 1 100 | deliver a.decisions.jsonl
run_at 2026-03-07T09:00
summed 0 1 0 0 0
amount_is 市监罚〔2026〕1号 100
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕1号
said '版本：3'
said 'supersede.corrected 1'
said 'supersede.corrected 2'
line 1 100 | deliver a.decisions.jsonl
run_at 2026-03-08T09:00
summed 0 0 1 0 0
said '没有公示'

# ---- files that lie in a folder are no news, in whatever order they stand ----
mkdir "$scratch/folder"
source_of folder "$scratch/folder"
line 2 100 >"$scratch/folder/1-decisions.jsonl"
run_at 2026-03-09T09:00
{ line 2 200; line 3 300; printf '{"kind":\n'; } >"$scratch/folder/0-decisions.jsonl"
run_at 2026-03-10T09:00 3
summed 1 1 1 0 1
amount_is 市监罚〔2026〕2号 200
run_at 2026-03-10T10:00
summed 0 0 3 0 1
said '来源 folder 与上次相同，拒收的没有改正：desk/report/folder-rejects.xlsx'
said '没有公示'
# read again with --full, the older line is outdated
expect 0 "$gongshi" run --site "$scratch/site" --as-of 2026-03-11T10:00 --full
summed 0 0 2 1 1
warned '1-decisions.jsonl:1: note E310'
amount_is 市监罚〔2026〕2号 200
# what was read before is not read again: its kept bytes may be gone
for kept in "$scratch"/site/state/deliveries/*; do : >"$kept"; done
rm "$scratch/folder/0-decisions.jsonl"
run_at 2026-03-11T11:00
summed 0 0 1 0 0

# ---- two lines of one delivery that contradict each other do so each time ----
new_site
mkdir -p "$scratch/site/twice"
source_of twice twice
{ line 1 100; line 1 200; } >"$scratch/site/twice/decisions.jsonl"
run_at 2026-03-05T09:00 3
summed 1 0 0 0 1
expect 0 "$gongshi" run --site "$scratch/site" --as-of 2026-03-06T09:00 --full
summed 0 0 1 0 1
amount_is 市监罚〔2026〕1号 100

# ---- overlapping sources: what two files say alike is one record, however they spell it ----
mkdir -p "$scratch/site/other"
source_of other other
{ line 1 100; line 2 100; } >"$scratch/site/other/x-decisions.jsonl"
line 2 100 | sed 's/{"kind":"decision",/{"kind":"decision", /' >"$scratch/site/other/y-decisions.jsonl"
run_at 2026-03-06T10:00
summed 1 0 2 1 1

# ---- the as-of that a delivery tells: in its envelope, its name, a column ----
new_site
envelope() { printf '{"kind":"decision","as_of":"%s","records":[%s]}\n' "$1" "$2"; }
envelope 2026-03-04 "$(line 1 400)" | deliver a-decisions.json
run_at 2026-03-05T09:00
envelope '2026-03-03 18:00' "$(line 1 300)" | deliver b-decisions.json
run_at 2026-03-05T10:00
summed 0 0 0 1 0
warned 'b-decisions.json:1: note E310 [ASOF] 已有更新的内容，这一行没有采用：这一行截至 2026-03-03 18:00，已有截至 2026-03-04 23:59 的'
amount_is 市监罚〔2026〕1号 400
# a newer delivery of the same line makes it as new, and only the line counts
envelope 2026-03-06 "$(line 1 400)" | deliver c-decisions.json
run_at 2026-03-07T09:00
summed 0 0 1 0 0
envelope 20260305 "$(line 1 300)" | deliver d-decisions.json
run_at 2026-03-07T10:00
summed 0 0 0 1 0
envelope 2099-01-01 "$(line 1 500)" | deliver e-decisions.json
run_at 2026-03-08T09:00
summed 0 1 0 0 0
warned 'e-decisions.json: warn E141'
envelope yesterday "$(line 1 600)" | deliver f-decisions.json
run_at 2026-03-09T09:00
summed 0 1 0 0 0
warned 'f-decisions.json: warn E140'

map_of() { # map_of AS_OF [MATCH]
    mkdir -p "$scratch/site/feeds/maps"
    {
        printf '[map]\nkind = decision\nmatch = %s\nas_of = %s\n[columns]\n' "$2" "$1"
        echo "$ROW_HEAD" | tr , '\n' | grep -v updated | sed 's/.*/& = &/'
    } >"$scratch/site/feeds/maps/$3.map"
}
map_of '-(\d{8})\.' 'named-*.csv' named
map_of updated 'column-*.csv' column
{ echo "$ROW_HEAD"; row 11 100; } | deliver named-20260308.csv
run_at 2026-03-10T09:00
summed 1 0 0 0 0
{ echo "$ROW_HEAD"; row 11 200; } | deliver named-20260307.csv
run_at 2026-03-10T10:00
summed 0 0 0 1 0
amount_is 市监罚〔2026〕11号 100
# one delivery may tell a record's whole history: its newest line counts
{ echo "$ROW_HEAD"; row 12 100 '2026/3/5 9:00'; row 12 300 202603051100; row 12 200 '2026-03-05 10:00'; } |
    deliver column-a.csv
run_at 2026-03-10T11:00
summed 1 1 0 1 0
amount_is 市监罚〔2026〕12号 300
{ echo "$ROW_HEAD"; row 12 400 2026-03-04; row 12 500 2026-13-01; } | deliver column-b.csv
run_at 2026-03-10T12:00
summed 0 1 0 1 0
warned 'column-b.csv:3: warn E140'
amount_is 市监罚〔2026〕12号 500

# ---- a snapshot is all there is of its kinds: what vanished is told once, and stays ----
new_site
mkdir -p "$scratch/site/all"
source_of all all 'mode = snapshot'
whole() { # whole DAY LINES…
    printf '{"kind":"decision","as_of":"%s","records":[\n' "$1"
    shift
    printf '%s\n' "$@" | sed '$!s/$/,/'
    printf ']}\n'
}
one=$(line 1 100) two=$(line 2 100) three=$(line 3 100)
whole 2026-03-04 "$one" "$two" "$three" >"$scratch/site/all/decisions.json"
line 9 100 | deliver z-decisions.jsonl # of another source: no business of the snapshot
run_at 2026-03-05T09:00
summed 4 0 0 0 0
whole 2026-03-05 "$one" "$three" >"$scratch/site/all/decisions.json"
run_at 2026-03-06T09:00
summed 0 0 2 0 0
page=$(address_of 市监罚〔2026〕2号 行政执法决定)
warned "decisions.json: warn E311 [SNAPSHOT] 全量报送中不再有这条记录，它仍在公示：$page，2026-03-05 起"
[ "$(grep -c E311 "$scratch/err")" -eq 1 ] || fail "one record vanished"
[ -f "$scratch/site/public/$page" ] || fail "a vanished record left by itself"
lacks "$scratch/err" '〔2026〕2号'
expect 0 "$gongshi" status --site "$scratch/site"
said '全量报送中不再有的记录 1 条'
said "${page%.html}  2026-03-05 起"
# told once
whole 2026-03-06 "$three" "$one" >"$scratch/site/all/decisions.json"
run_at 2026-03-07T09:00
summed 0 0 2 0 0
lacks "$scratch/err" E311
# an older snapshot and a broken one say nothing of what is missing
whole 2026-03-02 "$one" >"$scratch/site/all/old-decisions.json"
printf '{"kind":"decision","as_of":"2026-03-07","records":[%s' "$one" >"$scratch/site/all/cut-decisions.json"
run_at 2026-03-07T10:00 3
lacks "$scratch/err" E311
rm "$scratch/site/all/old-decisions.json" "$scratch/site/all/cut-decisions.json"
# it is there again; and a line that was sent back may be what is missing
whole 2026-03-07 "$one" "$two" "$(echo "$three" | sed 's/"decided":"2026-03-02"/"decided":"2026-02-30"/')" \
    >"$scratch/site/all/decisions.json"
run_at 2026-03-08T09:00 3
summed 0 0 2 0 1
warned '，2026-03-07 起；本次拒收 1 行，或在其中'
expect 0 "$gongshi" status --site "$scratch/site"
said "$(address_of 市监罚〔2026〕3号 行政执法决定 | sed 's/.html//')  2026-03-07 起"
lacks "$scratch/out" "${page%.html}  2026"
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕2号
said '全量报送中不再有（all 2026-03-0'
# a catalogue that is made again knows what is missing
rm "$scratch/site/state/catalogue.db"
run_at 2026-03-08T10:00
summed 0 0 2 0 1
expect 0 "$gongshi" status --site "$scratch/site"
said '全量报送中不再有的记录 1 条'
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕2号
[ "$(grep -c '全量报送中不再有（all 2026-03-0' "$scratch/out")" -eq 1 ] || fail "told twice"
said '全量报送中又有了（all）'
expect 0 "$gongshi" ledger check --site "$scratch/site"

# ---- a snapshot in several files: together they are all there is of their day ----
new_site
mkdir -p "$scratch/site/parts"
source_of parts parts 'mode = snapshot'
vanished() { # vanished N: so many are told now, and known
    [ "$(grep -c E311 "$scratch/err")" -eq "$1" ] || fail "not $1 vanished now"
}
missing() {
    expect 0 "$gongshi" status --site "$scratch/site"
    said "全量报送中不再有的记录 $1 条"
}
four=$(line 4 100)
whole 2026-03-04 "$one" "$two" >"$scratch/site/parts/1-decisions.json"
whole 2026-03-04 "$three" >"$scratch/site/parts/2-decisions.json"
run_at 2026-03-05T09:00
summed 3 0 0 0 0
vanished 0
run_at 2026-03-05T10:00
summed 0 0 3 0 0
vanished 0
# one file is replaced: what the other still holds is there
whole 2026-03-04 "$four" >"$scratch/site/parts/2-decisions.json"
run_at 2026-03-06T09:00
summed 1 0 2 0 0
vanished 1
warned "1-decisions.json 等 2 个文件: warn E311 [SNAPSHOT] 全量报送中不再有这条记录，它仍在公示：$(address_of 市监罚〔2026〕3号 行政执法决定)，2026-03-04 起"
run_at 2026-03-06T10:00
vanished 0
missing 1
# a file that is gone takes its records along; a catalogue that is made again knows all that
rm "$scratch/site/parts/1-decisions.json"
run_at 2026-03-07T09:00
summed 0 0 1 0 0
vanished 2
rm "$scratch/site/state/catalogue.db"
run_at 2026-03-07T10:00
vanished 0
missing 3
# an older file of another day beside it changes nothing
whole 2026-03-02 "$one" "$two" "$three" >"$scratch/site/parts/0-decisions.json"
run_at 2026-03-07T11:00
vanished 0
missing 3
whole 2026-03-07 "$one" "$two" "$three" "$four" >"$scratch/site/parts/3-decisions.json"
run_at 2026-03-08T09:00
vanished 0
expect 0 "$gongshi" status --site "$scratch/site"
lacks "$scratch/out" 全量报送中不再有的记录

# ---- a mode that is none ----
source_of odd odd 'mode = delta'
expect 2 "$gongshi" build --site "$scratch/site" --as-of 2026-03-09T09:00
warned 'E810'
