#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# badinput_test.sh — bad deliveries, bad configuration and a bad machine each end in one clear
# diagnostic and the documented exit status, soon; the public tree is untouched, or right for the
# rest.
. tests/commands/site.sh

PATIENCE=1000 # ms of processor time; half of it is needed at the most
[ "${B:-build}" = build ] || PATIENCE=5000 # sanitizers look at everything
number=1
slow=0

# used: milliseconds of processor time that the commands of this script have had. (Not in a
# subshell, which has had none.)
count_used() {
    times >"$scratch/times"
    used=$(sed -n 2p "$scratch/times" | tr 'ms' '  ' | awk '{ printf "%d\n", ($1 * 60 + $2 + $3 * 60 + $4) * 1000 }')
}

# soon STATUS COMMAND…: like expect, and within the patience.
soon() {
    count_used
    before=$used
    expect "$@"
    count_used
    took=$((used - before))
    [ $took -le $PATIENCE ] || fail "took $took ms: $*"
    [ $took -le $slow ] || slow=$took
}
run_soon() { soon "$1" "$gongshi" run --site "$scratch/site" --as-of "2026-03-05T09:$(printf %02d $number)"; }

# refused CODE FILE: the delivered file is told once, with this code; a good record that comes with
# it is published all the same.
refused() {
    number=$((number + 1))
    decision "青市监罚〔2026〕$number号" | deliver z-decisions.jsonl
    run_soon 3
    sums_add_up "$scratch/out"
    warned_once "reject $1 "
    warned "$2"
    [ -f "$scratch/site/public/$(address_of "青市监罚〔2026〕$number号" 行政执法决定)" ] ||
        fail "$2 kept a good record from the site"
    expect 0 "$gongshi" verify --site "$scratch/site"
    run_soon 0
    said '没有公示'
}
copies() { head -c "$2" /dev/zero | tr '\0' "$1"; }

new_site
run_soon 0

# ---- deliveries ----
{ printf '['; decision 甲〔2026〕1号; printf ','; decision 甲〔2026〕2号 | head -c 300; } | deliver cut-decisions.json
refused E110 cut-decisions.json
{ printf '['; decision 甲〔2026〕6号; printf ','; } | deliver between-decisions.json
refused E110 between-decisions.json
{ printf '['; decision 甲〔2026〕7号; printf ']{"kind":"decision"}'; } | deliver behind-decisions.json
refused E111 behind-decisions.json
decision 甲〔2026〕3号 | sed "s/销售/$(printf '\377\376')/" | deliver bytes-decisions.jsonl
refused E120 bytes-decisions.jsonl
{ printf '{"kind":"decision","facts":'; copies '[' 1000000; copies ']' 1000000; printf '}\n'; } | deliver deep-decisions.jsonl
refused E114 deep-decisions.jsonl
{ copies '[' 1000000; copies ']' 1000000; } | deliver deep-decisions.json
refused E116 deep-decisions.json
decision 甲〔2026〕4号 | sed 's/销售/\x00/' | deliver nul-decisions.jsonl
refused E115 nul-decisions.jsonl
decision 甲〔2026〕5号 | sed 's/"amount":500/"amount":500,"amount":600/' | deliver twice-decisions.jsonl
refused E113 twice-decisions.jsonl
{ printf '{"kind":"decision","facts":"'; copies a 20000000; printf '"}\n'; } | deliver long-decisions.jsonl
refused E118 long-decisions.jsonl
{ printf '{"kind":"decision","facts":"'; copies a 200000000; printf '"}\n'; } | deliver endless-decisions.jsonl
refused E142 endless-decisions.jsonl
printf '' | deliver empty-decisions.json
refused E101 empty-decisions.json
printf '案号,被处罚人,金额\n1,某公司,2\n' | deliver foreign-decisions.csv
refused E106 foreign-decisions.csv
printf 'PK\003\004\024\000\006\000' | deliver book-decisions.csv
refused E188 book-decisions.csv
printf '<html><body><table></table></body></html>' | deliver page-decisions.xls
refused E104 page-decisions.xls

# ---- configuration: exit 2, and nothing happens ----
cp -a "$scratch/site/public" "$scratch/public.before"
untouched() {
    same_tree "$scratch/public.before" "$scratch/site/public"
    [ -f "$scratch/site/desk/inbox/z-decisions.jsonl" ] || fail "the delivery is gone"
}
decision 青市监罚〔2026〕99号 | deliver z-decisions.jsonl
cp "$scratch/site/site.conf" "$scratch/conf"
mend() { cp "$scratch/conf" "$scratch/site/site.conf"; }

sed 's/^organiser/organizer/' "$scratch/conf" >"$scratch/site/site.conf"
run_soon 2
warned 'site.conf:5:site: error E801 [CONF] 配置中没有这个项目：organizer，是不是 organiser？'
untouched
sed 's/^\[agency scj\]/[agencie scj]/' "$scratch/conf" >"$scratch/site/site.conf"
run_soon 2
warned 'E805'
warned '是不是 [agency]'
untouched
mend

mkdir -p "$scratch/site/templates"
printf '<p>\n  {{#record}}x{{/recrod}}\n' >"$scratch/site/templates/notice.mustache"
run_soon 2
warned 'templates/notice.mustache:2:15: error E503'
untouched
rm "$scratch/site/templates/notice.mustache"

mkdir -p "$scratch/share"
cp -a templates content assets feeds "$scratch/share/"
rm "$scratch/share/content/law/terms.csv"
soon 2 "$gongshi" run --site "$scratch/site" --share "$scratch/share" --as-of 2026-03-06
warned 'E401 [POLICY] 缺少规则表'
warned 'terms'
untouched
rm -rf "$scratch/share"

soon 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-01
warned '早于上一次运行'
untouched
sed 's/^demo = yes/demo = no/' "$scratch/conf" >"$scratch/site/site.conf"
for command in run publish; do
    soon 2 "$gongshi" $command --site "$scratch/site" --as-of 2026-03-06
    warned 'demo = yes'
    untouched
done
mend
soon 2 "$gongshi" run --site "$scratch/site" --as-off 2026-03-06
warned '是不是 --as-of'
soon 2 "$gongshi" rum
warned '是不是 run'
soon 2 "$gongshi" run --site "$scratch/nowhere"
warned 'site.conf'
soon 2 "$gongshi" run --site "$scratch/site" --as-of 2026-13-01

# ---- the machine: exit 5 (75 when locked), the old site stands, and a later run is good ----
(flock 9 && exec sleep 30) 9>"$scratch/site/state/lock" &
holder=$!
while flock -n "$scratch/site/state/lock" true; do :; done
run_soon 75
warned_once '另一次运行正在进行'
kill $holder
wait $holder 2>/dev/null
untouched

full() { "$@" >/dev/full; }
soon 5 full "$gongshi" deadline 2026-09-24 7
soon 5 full "$gongshi" run --site "$scratch/site" --as-of 2026-03-06 --dry-run
untouched

small() { (ulimit -f 8 && exec "$@"); }
soon 5 small "$gongshi" run --site "$scratch/site" --as-of 2026-03-06
[ "$(wc -l <"$scratch/err")" -eq 1 ] || fail "more than one line on standard error"
untouched

if [ "$(id -u)" -ne 0 ]; then
    chmod a-w "$scratch/site/state"
    run_soon 5
    chmod u+w "$scratch/site/state"
    untouched
fi
mv "$scratch/site/exchange" "$scratch/exchange"
: >"$scratch/site/exchange" # a folder that cannot be made
run_soon 5
untouched
rm "$scratch/site/exchange"
mv "$scratch/exchange" "$scratch/site/exchange"

run_at 2026-03-06 0
[ -f "$scratch/site/public/$(address_of 青市监罚〔2026〕99号 行政执法决定)" ] || fail "the later run published nothing"
expect 0 "$gongshi" verify --site "$scratch/site"
expect 0 "$gongshi" ledger check --site "$scratch/site"

# ---- state/ and public/ on different file systems ----
other=$(mktemp -d "$PWD/${B:-build}/other.XXXXXX")
trap 'rm -rf "$scratch" "$other"' EXIT
if [ "$(stat -c %d "$other")" != "$(stat -c %d "$scratch")" ]; then
    cp -a "$scratch/site/public" "$other/public"
    rm -rf "$scratch/public.before" "$scratch/site/public"
    ln -s "$other/public" "$scratch/site/public"
    cp -a "$other/public" "$scratch/public.before"
    decision 青市监罚〔2026〕100号 | deliver z-decisions.jsonl
    soon 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-07
    warned_once '不在同一个文件系统'
    untouched
fi
echo "slowest: $slow ms"
