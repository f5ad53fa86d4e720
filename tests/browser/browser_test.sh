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
# pictures: a flowchart drawn elsewhere, with a name that is markup, and without a text; a photograph
mkdir "$scratch/pictures"
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120"><rect x="5" y="5" width="390" height="110" fill="none" stroke="#000"/><text x="20" y="60">立案，调查，决定，送达，归档</text></svg>' >"$scratch/pictures/a.svg"
base64 -d >"$scratch/pictures/p.png" <<'PNG'
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==
PNG
{
    chart() { printf '{"kind":"flowchart","agency":"scj","code":"%s","name":"<图> & “引号”","category":"行政处罚","picture":["a.svg"],"approvals":[{"step":"备案","authority":"青原市司法局","document":"青司备〔2026〕1号","date":"2026-01-05"}]%s}\n' "$@"; }
    chart E-L2 ',"steps":[{"id":"1","text":"立案"},{"id":"2","text":"决定"}]'
    chart E-L3 ''
    printf '{"kind":"officer","agency":"scj","name":"<周>","certificate":"E-90002","valid_to":"2030-01-01","photo":["p.png"],"approvals":[{"step":"审核","authority":"青原市司法局","document":"青司审〔2026〕1号","date":"2026-01-05"}]}\n'
} >"$scratch/pictures/scj-lists.jsonl"
zip_of "$site/desk/inbox/pictures.zip" "$scratch/pictures"
for file in a.svg p.png; do
    sum=$(sha256sum <"$scratch/pictures/$file" | cut -c1-64)
    echo "附件,$sum,公开,已阅,林晓,2026-11-20,,," >>"$site/desk/approvals.csv"
done
run_at 2026-11-23T09:00

# ---- Nu: every list and odd page, every record of the edges, and some of each kind ----
grep -lrE '青原某某食品|𠮷|E-|90[0-9][0-9]号|&lt;图&gt;' "$public" --include='*.html' >"$scratch/pages"
[ "$(wc -l <"$scratch/pages")" -ge 12 ] || fail "the records of the edges are not on line"
sh tests/browser/samples.sh "$public" >"$scratch/samples"
[ "$(wc -l <"$scratch/samples")" -ge 56 ] || fail "there are only $(wc -l <"$scratch/samples") types of pages"
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
