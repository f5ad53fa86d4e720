#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# demo_test.sh — the demo city: same bytes whatever the number of threads, sums that add up, and
# every fault of feeds/demo/FAULTS.md ruled as its table says.
. tests/commands/site.sh

replay() { # replay NAME JOBS
    cat >"$scratch/program" <<RUN
#!/bin/sh
case \$1 in run) exec "$gongshi" "\$@" --jobs $2 ;; *) exec "$gongshi" "\$@" ;; esac
RUN
    chmod +x "$scratch/program"
    GONGSHI=$scratch/program sh feeds/demo/replay.sh "$scratch/$1" >"$scratch/$1.out" 2>&1 ||
        fail "replay $1: $(tail -n 3 "$scratch/$1.out")"
}
replay one 1
replay two 2
same_tree "$scratch/one/public" "$scratch/two/public"
same_tree "$scratch/one/exchange" "$scratch/two/exchange"
cmp -s "$scratch/one.out" "$scratch/two.out" || fail "threads change what is printed"
sums_add_up "$scratch/one.out"

# ---- what README quotes of it is what it says: a record more that waits would be told here ----
sed -n '/^\$ make demo/,/^$/p' README.md | sed '1,3d; /^$/d' >"$scratch/quoted"
[ "$(wc -l <"$scratch/quoted")" -ge 8 ] || fail "README quotes nothing"
while read -r line; do
    grep -qxF -- "$line" "$scratch/one.out" || fail "README quotes what is not said: $line"
done <"$scratch/quoted"

site=$scratch/one
expect 0 "$gongshi" verify --site "$site"
expect 0 "$gongshi" ledger check --site "$site"
"${B:-build}/tests/search/dump" "$site/public" >"$scratch/dump" || fail "the shards cannot be read"
perl tests/commands/displayed.pl "$site/public" "$scratch/dump" >"$scratch/lacking" || fail "$(head -n 9 "$scratch/lacking")"

# ---- agency → year → month: what the year counts stands in its months, after all that left too ----
[ "$(find "$site/public" -path '*/agency/*/20[0-9][0-9]/index.html' | wc -l)" -ge 20 ] || fail "no years of agencies"
for year in "$site"/public/??/agency/*/20[0-9][0-9]/index.html; do
    sed -n 's|^<li><a href="[./]*\([^"]*\)">[0-9]* 月</a><b class="count">\([0-9]*\)</b></li>|\1 \2|p' "$year" >"$scratch/months"
    [ -s "$scratch/months" ] || fail "no months: $year"
    while read -r month count; do
        [ "$(grep -c '<tr id=' "$site/public/$month")" -eq "$count" ] || fail "$month does not show $count"
    done <"$scratch/months"
done
find "$site/public" -type f -exec stat -c '%n %Y %i %s' {} + | sort >"$scratch/before"
expect 0 "$gongshi" run --site "$site" --as-of 2026-11-20T09:00
said '没有公示：没有等待公示的内容'
find "$site/public" -type f -exec stat -c '%n %Y %i %s' {} + | sort >"$scratch/after"
cmp -s "$scratch/before" "$scratch/after" || fail "a run without news touched the public tree"

# ---- any day replayed gives the rulings that were recorded then ----
for at in $(sed -n 's/^== //p' "$scratch/one.out"); do
    expect 0 "$gongshi" build --replay --as-of "$at" --site "$site"
    said '不符 0，'
done
expect 2 "$gongshi" build --as-of 2026-11-09T09:00 --site "$site"
warned '账本不能倒退'

# ---- FAULTS.md: | 情形 | `file`<br>`file` | 文书号 | 毛病 | 预期 | ----
# What a row expects: codes of diagnostics, told of one of its files; rule ids, told by explain.
awk -F'|' '/^\| .*`[0-9][0-9]-/ {
        gsub(/`/, "", $3); gsub(/<br>/, " ", $3); gsub(/ /, "", $4)
        print $4 "|" $3 "|" $6 "|" $2
    }' feeds/demo/FAULTS.md >"$scratch/rows"
[ "$(wc -l <"$scratch/rows")" -ge 30 ] || fail "FAULTS.md has no table"
bad=0
mismatch() {
    echo "FAULTS.md: $number: $*" >&2
    bad=1
}
while IFS='|' read -r number files expected what; do
    for file in $files; do
        [ -f "feeds/demo/deliveries/$file" ] || mismatch "no file $file"
    done
    case $number in （空*) number=$(echo "$number" | sed 's/.*是//; s/）//') ;; esac
    "$gongshi" explain --site "$site" "$number" >"$scratch/story" 2>/dev/null
    for code in $(echo "$expected" | grep -o 'E[0-9][0-9][0-9]'); do
        found=0
        for file in $files; do
            grep -q "^$(basename "$file"):[0-9]*:.* $code \|^$(basename "$file"):[0-9]*: .*$code " \
                "$scratch/one.out" && found=1
        done
        [ $found -eq 1 ] || mismatch "no $code in $files"
    done
    for rule in $(echo "$expected" | grep -o '[a-z]*\.[a-z-]*'); do
        grep -q "$rule" "$scratch/story" || mismatch "explain does not tell $rule"
    done
    case $expected in
    *网页“*)
        page=$(sed -n 's/^  网址：//p' "$scratch/story" | head -n 1)
        says=$(echo "$expected" | sed 's/.*网页“\(.*\)”.*/\1/')
        grep -q "$says" "$site/public/$page" || mismatch "its page does not say $says"
        ;;
    esac
    case $expected in
    *第*个时点* | *E301*) ;; # mended later; of a contradiction the first stands
    *拒收*) [ ! -s "$scratch/story" ] || mismatch "rejected, yet in the ledger" ;;
    esac
    case $expected in
    公示* | 两件都公示* | 新版公示*) grep -q 'publish\.' "$scratch/story" || mismatch "never published" ;;
    esac
    case $what in *曾用名* | *到期*) grep -q '首次公示：' "$scratch/story" || mismatch "not disclosed" ;; esac
done <"$scratch/rows"
[ $bad -eq 0 ] || fail "FAULTS.md does not tell what happened"
