#!/bin/sh
# bench.sh [N] — how long N synthetic decisions (default 100000) take, from delivery to portal, and
# how that compares with a plain loop that writes the same files; and how fast each form of delivery
# is read in. Prints tables; asserts nothing.
#
#   BENCH_ROUNDS=3   full builds, each with the plain loop right after it; medians are shown
#   BENCH_HUGE=1     also 1,000,000 decisions once: the peak must not grow
#   BENCH_HUGO=1     also the same pages by Hugo, when that is installed
#
# Nothing is removed before the end: for some minutes ext4 keeps away from the inodes of removed
# files, and looking for others costs more than all the rest. Leave as long between two benches.
set -eu
export LC_ALL=C
n=${1:-100000}
B=${B:-build}
rounds=${BENCH_ROUNDS:-3}
work=$B/bench
gongshi=$B/gongshi
synthetic=$B/tests/bench/synthetic
plain=$B/tests/bench/plain
intake=$B/tests/bench/intake
table=$B/tests/bench/table
verify=$B/tests/bench/verify
mask=$B/tests/bench/mask
package=$B/tests/bench/package
huge=1000000

sh tests/tool/deps.sh build test
MAKEFLAGS='' make --no-print-directory B="$B" "$gongshi" "$synthetic" "$plain" "$verify" "$intake" "$table" "$mask" "$package" >/dev/null
rm -rf "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$work"

site_new() { # site_new NAME
    site=$work/$1
    "$gongshi" init "$site" >/dev/null
    {
        printf '[site]\nname = 北岭省行政执法公示平台\ndomain = gongshi.example\n'
        printf 'demo = yes\nagencies = listed\n\n'
        "$synthetic" --agencies
        printf '[source inbox]\nfolder = desk/inbox\ntake = yes\n'
    } >"$site/site.conf"
}

# deliver NAME ARGUMENTS-OF-SYNTHETIC…
deliver() {
    name=$1
    shift
    "$synthetic" "$@" >"$site/desk/inbox/$name.jsonl"
    input=$(stat -c %s "$site/desk/inbox/$name.jsonl")
}

# Seconds of processor time that the programs called so far had used, from what `times` wrote. (It
# must be asked by this shell itself: a subshell has no children yet.)
used() { tail -n 1 "$1" | tr 'ms' '  ' | awk '{ print 60 * $1 + $2 + 60 * $3 + $4 }'; }

# run NAME HOUR: one run of the program; what it says in NAME.log, its wall and processor times in
# NAME.wall and NAME.used. What earlier steps left to be written back is not its burden.
run() {
    sync
    times >"$work/before"
    began=$(date +%s.%N)
    status=0
    "$gongshi" run --site "$site" --as-of "2026-12-31T$2" --timing \
        >"$work/$1.log" 2>"$work/$1.err" || status=$?
    ended=$(date +%s.%N)
    times >"$work/after"
    case $status in
    0 | 3) ;;
    *) tail -n 5 "$work/$1.err" >&2; exit "$status" ;;
    esac
    echo "$began $ended" | awk '{ printf "%.3f\n", $2 - $1 }' >"$work/$1.wall"
    echo "$(used "$work/before") $(used "$work/after")" | awk '{ printf "%.2f\n", $2 - $1 }' >"$work/$1.used"
}

wall() { cat "$work/$1.wall"; }

# step NAME STEP: seconds of one step of a run.
step() { awk -v s="$2" '$2 == "s" && $NF == s { t += $1 } END { printf "%.3f\n", t }' "$work/$1.log"; }

peak() { awk '$1 == "峰值内存" { print $2 }' "$work/$1.log"; }

# The plain loop on the tree as it stands: seconds, processor seconds, files, bytes.
baseline() {
    sync
    "$plain" "$site/public" "$site-plain"
}

# median FILE: the line whose first word stands in the middle.
median() { sort -n "$1" | awk '{ l[NR] = $0 } END { print l[int((NR + 1) / 2)] }'; }

# stages NAME RECORDS INPUT-BYTES TREE-BYTES: where a run's time went. MB/s: of the input while it is
# read, of the tree where files are made or moved. The peak is that of the process up to there.
stages() {
    printf '%9s %10s %9s %9s %6s  %s\n' 's' 'records/s' 'MB/s' 'MiB peak' 'share' 'step'
    awk -v n="$2" -v input="$3" -v tree="$4" -v wall="$(wall "$1")" '
        $2 != "s" { next }
        { bytes = $NF ~ /接收|读入裁定/ ? input : $NF ~ /生成核验|公示/ ? tree : 0
          peak = "-"
          for (i = 3; i < NF; i++) if ($i == "MiB") peak = $(i - 1)
          sum += $1
          speed = rate = "-"
          if ($1 >= 0.01 && n > 0) rate = sprintf("%.0f", n / $1)
          if ($1 >= 0.01 && bytes > 0) speed = sprintf("%.1f", bytes / 1e6 / $1)
          row($1, rate, speed, peak, $NF) }
        function row(s, rate, speed, peak, name) {
          printf "%9.3f %10s %9s %9s %5.1f%%  %s\n", s, rate, speed, peak, 100 * s / wall, name }
        END { row(wall - sum, "-", "-", "-", "(start and end)") }' "$work/$1.log"
}

full() { # full RECORDS: rounds of full build and plain loop, then the tables
    count=$1
    : >"$work/walls"
    : >"$work/plains"
    for round in $(seq "$2"); do
        site_new "site-$count-$round"
        deliver first "$count"
        run "full$round" 09:00
        echo "$(wall "full$round") full$round" >>"$work/walls"
        baseline >>"$work/plains"
    done
    middle=$(median "$work/walls" | cut -d ' ' -f 2)
    median "$work/plains" >"$work/plain.txt"
    read -r seconds processor files bytes <"$work/plain.txt"
    total=$(wall "$middle")
    echo
    echo "== $count decisions, $input bytes; full build and publish (median of $2)"
    grep -E '^(收到|记录) ' "$work/$middle.log"
    stages "$middle" "$count" "$input" "$bytes"
    echo "$total $seconds $files $bytes $count $input $(peak "$middle") $processor" \
        "$(cat "$work/$middle.used")" | awk '{
        printf "total      %8.3f s  %8.0f records/s  %7.1f MB/s in  %7.1f MB/s out\n",
            $1, $5 / $1, $6 / 1e6 / $1, $4 / 1e6 / $1
        printf "plain loop %8.3f s  %8.0f files/s    %7.1f MB/s  two threads, same files and sizes\n",
            $2, $3 / $2, $4 / 1e6 / $2
        printf "ratio      %8.2f      of processor time: %.2f s / %.2f s = %.2f\n",
            $1 / $2, $9, $8, $9 / $8
        printf "tree       %8d files  %.1f MB\npeak       %8.1f MiB\n", $3, $4 / 1e6, $7 }'
    "$verify" "$site/public"
    printf 'all rounds: build'
    awk '{ printf " %s", $1 }' "$work/walls"
    printf '; plain'
    awk '{ printf " %s", $1 }' "$work/plains"
    echo "$(sort -n "$work/walls" | head -n 1) $(sort -n "$work/plains" | head -n 1)" |
        awk '{ printf "; ratio of the fastest %.2f\n", $1 / $3 }'
}

# again NAME HOUR TITLE: a later run on the same site and what it cost.
again() {
    run "$1" "$2"
    echo
    echo "== $3"
    grep -E '^(收到|公示完成|没有公示)' "$work/$1.log"
    stages "$1" 0 "$input" 0
    echo "$(wall "$1") $total $(peak "$1")" |
        awk '{ printf "total %.3f s = %.1f%% of the full build; peak %.1f MiB\n",
            $1, 100 * $1 / $2, $3 }'
}

# read_in FILE TITLE TARGET: one core from a delivery to validated records. The ratio is that to what
# was asked for.
read_in() {
    taskset -c 0 "$intake" "$1" >"$work/read"
    awk -v title="$2" -v target="$3" '{
        for (i = 1; i < NF; i++) {
            if ($(i + 1) ~ /^MB\/s/) speed = $i
            if ($(i + 1) ~ /^records\/s/) rate = $i
            if ($i == "peak") peak = $(i + 1)
            if ($i == "child") child = $(i + 1)
        }
        reached = target ~ /MB/ ? speed : rate
        printf "%-17s %7d records %6.1f MB/s %7.0f records/s  asked %-12s ratio %5.2f  peak %5.1f MiB, child %5.1f\n",
            title, $1, speed, rate, target, reached / target, peak, child }' "$work/read"
}

# What the first steps cost by themselves: by format, and for a file ten times as large.
intakes() {
    echo
    echo "== intake: one core, of processor time"
    for count in $((n / 10)) "$n"; do
        "$synthetic" "$count" >"$work/x-decisions.jsonl"
        "$table" csv "$work/x-decisions.jsonl" "$work/x-decisions.csv"
        read_in "$work/x-decisions.csv" CSV '150 MB/s'
        read_in "$work/x-decisions.jsonl" 'JSON Lines' '60 MB/s'
    done
    for count in $((n / 20)) $((n / 2)); do
        "$synthetic" "$count" >"$work/x-decisions.jsonl"
        "$table" short "$work/x-decisions.jsonl" "$work/x-decisions.xlsx"
        read_in "$work/x-decisions.xlsx" 'XLSX, 17 columns' '40000 rows/s'
    done
    "$table" xlsx "$work/x-decisions.jsonl" "$work/x-decisions.xlsx"
    read_in "$work/x-decisions.xlsx" 'XLSX, long texts' '40000 rows/s'
}

# A delivery of 1 GB that lies where it lay: the same line many times over, which is soon taken in.
gigabyte() {
    site_new gigabyte
    mkdir "$site/big"
    printf '\n[source big]\nfolder = big\n' >>"$site/site.conf"
    "$synthetic" 1 >"$work/one"
    yes "$(cat "$work/one")" | head -n $((1000000000 / $(stat -c %s "$work/one"))) >"$site/big/big-decisions.jsonl"
    run first 09:00
    run unchanged 10:00
    echo
    echo "== an unchanged delivery of 1 GB"
    grep '^收到' "$work/unchanged.log"
    echo "$(stat -c %s "$site/big/big-decisions.jsonl") $(step unchanged 接收)" \
        "$(step unchanged 读入裁定) $(wall unchanged) $(peak unchanged)" | awk '{
        s = $2 + $3
        printf "recognised in %.3f s: %.2f GB/s, asked 1 GB/s, ratio %.2f; the whole run %.3f s, peak %.1f MiB\n",
            s, $1 / 1e9 / s, $1 / 1e9 / s, $4, $5 }'
}

full "$n" "$rounds"

deliver second "$n" --insert-front
again front 10:00 "second run, one record inserted at the front"

# A blank line at the end makes it another delivery in which every record is known: what reading
# costs (taking in, hashing, slicing, looking each line up) and nothing else.
deliver third "$n" --insert-front
echo >>"$site/desk/inbox/third.jsonl"
again known 11:00 "another delivery, every record known"

deliver fourth "$n" --insert-front --change $((n / 2))
again change 12:00 "one record changed"
echo "$(wall change) $(step change 接收) $(step known 读入裁定)" | awk '{
    printf "beyond taking in:              %.3f s\n", $1 - $2
    printf "beyond taking in and reading:  %.3f s\n", $1 - $2 - $3 }'

deliver fifth "$n" --insert-front --change $((n / 2))
again same 13:00 "the same delivery once more"

input=0
again empty 14:00 "an empty inbox"

# Open data, which no build waits for; then what it costs a build in which one of its rows changes.
open_data() {
    began=$(date +%s.%N)
    "$gongshi" data --site "$site" --as-of 2026-12-31T15:00 --timing >"$work/data.log" 2>"$work/data.err"
    ended=$(date +%s.%N)
    echo
    echo "== open data of all of them"
    echo "$began $ended $n $(du -sb "$site/public/data" | cut -f1) $(peak data)" | awk '{
        printf "%.3f s, %.0f records/s, %.1f MB, peak %.1f MiB\n", $2 - $1, $3 / ($2 - $1), $4 / 1e6, $5 }'
    grep '开放数据' "$work/data.log"
}
open_data
deliver sixth "$n" --insert-front --change $((n / 3))
again row 16:00 "one record changed that stands in open data"

# A changed table: every decision is ruled on again, and what it says of itself is another. Asked for:
# 1,000,000 in 10 s before rendering.
mkdir -p "$site/content/law"
again_all() { # again_all NAME HOUR TITLE
    run "$1" "$2"
    echo
    echo "== $3: all decisions ruled on again, and noted"
    cpu=$(awk '$2 == "s" && $NF == "排入目录" { print $3 }' "$work/$1.log")
    echo "$n $(step "$1" 排入目录) $cpu" | awk '{
        printf "%.3f s, %.2f s of the processor: %.1f µs a decision, asked 10, ratio %.2f\n", $2, $3, $3 / $1 * 1e6, $3 / $1 * 1e5 }'
}
sed 's/发改办财金〔2018〕424号/&（演示）/' content/law/deadlines.csv >"$site/content/law/deadlines.csv"
again_all words 17:00 "a table's words changed"
sed 's/,5年,到期自动/,6年,到期自动/; s/,2年,到期自动/,3年,到期自动/' content/law/terms.csv >"$site/content/law/terms.csv"
again_all terms 18:00 "terms changed"

intakes
gigabyte

# Asked for: 1,000,000 rows as CSV and JSON Lines in 10 s; 40,000 rows/s as XLSX in 64 MiB.
echo
echo "== packages: checked rows become files, with SHA-256 and SM3"
"$package" 'csv;jsonl' $((n * 10)) "$work/package"
rm -rf "$work/package"
"$package" xlsx "$n" "$work/package"

if [ "${BENCH_HUGO:-0}" = 1 ]; then
    sh tests/bench/hugo.sh "$work/hugo" "$synthetic" "$n"
fi
"$mask"

if [ "${BENCH_HUGE:-0}" = 1 ]; then
    full "$huge" 1
fi
