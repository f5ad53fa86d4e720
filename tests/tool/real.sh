#!/bin/sh
# real.sh — builds a portal from real public data, through map files alone, in $B/real.
# The data stands beside the checkout (../shared/data/real) and is never copied into it.
set -eu
data=../shared/data/real
site=${B:-build}/real
if [ ! -d "$data" ]; then
    echo "跳过：没有真实数据（$data）"
    exit 0
fi
rm -rf "$site"
"${B:-build}/gongshi" init "$site" >/dev/null
cp feeds/real/site.conf "$site/site.conf"
mkdir -p "$site/content/law"
cp feeds/real/chains.csv "$site/content/law/chains.csv"
mkdir -p "$site/inbox"
cp "$data"/*.csv "$data"/*.json "$site/inbox/"

# 3: published, but rows were rejected; the log says each, and the two sums count them.
status=0
"${B:-build}/gongshi" run --site "$site" >"$site/run.log" 2>&1 || status=$?
grep -E ': (reject|error|doubt) ' "$site/run.log" | sed 's/.*\(E[0-9]*\) \[/\1 [/; s/；.*//; s/：.*//' | sort | uniq -c || true
grep -vE ': (note|warn|reject|doubt) ' "$site/run.log" || true
case $status in
0 | 3) ;;
*)
    echo "没有建成（退出状态 $status），全部输出见 $site/run.log" >&2
    exit "$status"
    ;;
esac
sh tests/tool/where.sh "$site"
