#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# browser_test.sh — the pages as a browser and a validator see them: the demo city with records at the
# edges; through the Nu checker, and one page of every type through gates.js.
. tests/commands/site.sh

. tests/browser/tools.sh
command -v java >/dev/null 2>&1 || { echo "no java here"; exit 77; }
nu() { java -Xss4m -jar "$TOOLS/vnu-jar/build/dist/vnu.jar" --errors-only --format gnu "$@"; }

site=$scratch/site public=$scratch/site/public
GONGSHI=$gongshi sh feeds/demo/replay.sh "$site" >"$scratch/log" 2>&1 || fail "replay: $(tail -n 3 "$scratch/log")"
sh tests/browser/edge.sh | deliver edge.jsonl
run_at 2026-11-23T09:00

# ---- Nu: every list and odd page, every record of the edges, and some of each kind ----
grep -lrE '青原某某食品|𠮷|E-|90[0-9][0-9]号' "$public" --include='*.html' >"$scratch/pages"
[ "$(wc -l <"$scratch/pages")" -ge 12 ] || fail "the records of the edges are not on line"
sh tests/browser/samples.sh "$public" >"$scratch/samples"
[ "$(wc -l <"$scratch/samples")" -ge 36 ] || fail "there are only $(wc -l <"$scratch/samples") types of pages"
sed "s|^[^ ]* |$public/|" "$scratch/samples" >>"$scratch/pages"
find "$public" -maxdepth 2 -name '*.html' | sort | head -n 200 >>"$scratch/pages"
nu $(sort -u "$scratch/pages") >"$scratch/nu" 2>&1
[ ! -s "$scratch/nu" ] || { head -n 20 "$scratch/nu" >&2; fail "$(wc -l <"$scratch/nu") errors by the Nu checker"; }
[ "$(gzip -9c "$public/assets/site.css" | wc -c)" -le 10240 ] || fail "site.css is larger than 10 KiB compressed"

# ---- the browser ----
grep '青原某某食品\|𠮷' -lr "$public"/cf/2026 "$public"/zn "$public"/zd "$public"/lc "$public"/ry --include='??????????.html' |
    sed "s|^$public/|edge |" >>"$scratch/samples"
NODE_PATH=$TOOLS node tests/browser/gates.js "$public" "$scratch/samples" >"$scratch/out" 2>&1 ||
    { head -n 40 "$scratch/out" >&2; exit 1; }
tail -n 1 "$scratch/out"
