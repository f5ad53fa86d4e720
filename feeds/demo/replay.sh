#!/bin/sh
# replay.sh SITE — delivers the demo city's files instant by instant, as agencies would have, and
# publishes after each. Uses the program named by GONGSHI (default build/gongshi).
set -eu
site=$1
gongshi=${GONGSHI:-build/gongshi}
here=$(dirname "$0")
rm -rf "$site"
"$gongshi" init "$site" >/dev/null
cp "$here/site.conf" "$site/site.conf"
for folder in "$here"/deliveries/*/; do
    name=$(basename "$folder")
    # 03-2025-05-12T0900 → 2025-05-12T09:00
    at=$(echo "$name" | sed 's/^[0-9]*-\(.*T[0-9][0-9]\)\([0-9][0-9]\)$/\1:\2/')
    cp "$folder"* "$site/desk/inbox/"
    # what the staff decided in writing by then
    [ ! -f "$here/approvals/$name.csv" ] || cat "$here/approvals/$name.csv" >>"$site/desk/approvals.csv"
    echo "== $at"
    status=0
    "$gongshi" run --site "$site" --as-of "$at" || status=$?
    case $status in
    0 | 3) ;;
    *) echo "演示在 $at 停止（退出状态 $status）" >&2; exit "$status" ;;
    esac
    "$gongshi" data --site "$site" --as-of "$at" >/dev/null
done
