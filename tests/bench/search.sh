#!/bin/sh
# search.sh [N] — the search index of N synthetic decisions (default 100000): how long it takes, how large it is, what a cold question costs
# in Chromium; and Pagefind (npm, tests/browser/package-lock.json) on the same pages of a site of 10,000, in the same run. Asserts nothing.
#
#   BENCH_EACH=40    cold questions of each sort
#   BENCH_HUGE=1     also 1,000,000 decisions, and 100 more
set -eu
export LC_ALL=C.UTF-8
n=${1:-100000}
B=${B:-build}
work=$B/bench-search
gongshi=$B/gongshi
synthetic=$B/tests/bench/synthetic
dump=$B/tests/search/dump
index=$B/tests/bench/index
. tests/browser/tools.sh
make --no-print-directory B="$B" "$gongshi" "$synthetic" "$dump" "$index" >/dev/null
rm -rf "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$work"

deliver() { # deliver SITE NAME ARGUMENTS-OF-SYNTHETIC…
    site=$1 name=$2
    shift 2
    "$synthetic" "$@" >"$site/desk/inbox/$name.jsonl"
}
site_new() { # site_new SITE N
    "$gongshi" init "$1" >/dev/null
    {
        printf '[site]\nname = 北岭省行政执法公示平台\ndomain = gongshi.example\ndemo = yes\nagencies = listed\n\n'
        "$synthetic" --agencies
        printf '[source inbox]\nfolder = desk/inbox\ntake = yes\n'
    } >"$1/site.conf"
    deliver "$1" first "$2"
}
run() { # run SITE HOUR: its log in SITE.log
    status=0
    "$gongshi" run --site "$1" --as-of "2026-12-31T$2" --timing >"$1.log" 2>"$1.err" || status=$?
    case $status in 0 | 3) ;; *) tail -n 5 "$1.err" >&2; exit "$status" ;; esac
}
index_line() { grep -E ' 检索(增量)?$' "$1.log"; grep 峰值内存 "$1.log"; }

# sizes SITE: files and bytes of the index beside the bytes of the text that is in it
sizes() {
    "$dump" "$1/public" >"$1.dump"
    node -e '
        const fs = require("fs"), rl = require("readline").createInterface({ input: fs.createReadStream(process.argv[1]) });
        let text = 0, n = 0;
        rl.on("line", l => { const d = JSON.parse(l); n++; text += Buffer.byteLength(d.title); for (const t of d.texts) text += Buffer.byteLength(t[1]); })
          .on("close", () => { const [files, bytes] = process.argv.slice(2).map(Number);
            console.log(`${n} documents, ${(text / 1e6).toFixed(1)} MB of text; index ${files} files, ${(bytes / 1e6).toFixed(1)} MB = ${(bytes / text).toFixed(3)} of the text`); });
    ' "$1.dump" "$(find "$1/public/find" -type f | wc -l)" "$(find "$1/public/find" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')"
    for part in g t d; do
        find "$1"/public/find/*/$part -type f -printf '%s\n' | awk -v p=$part '{ s += $1 } END { printf "  %s %6d files, %7.1f MB, %.1f KB each\n", p, NR, s / 1e6, s / 1024 / (NR ? NR : 1) }'
    done
}

echo "== $n decisions"
site_new "$work/site" "$n"
run "$work/site" 09:00
index_line "$work/site"
sizes "$work/site"
node tests/bench/search.mjs "$work/site/public" "$work/site.dump" "${BENCH_EACH:-40}"

echo
echo "== 10000 decisions, and Pagefind on the same pages"
site_new "$work/ten" 10000
run "$work/ten" 09:00
index_line "$work/ten"
mkdir "$work/pages"
cp -r "$work/ten/public/cf" "$work/ten/public/xk" "$work/ten/public/xq" "$work/ten/public/jc" "$work/pages/" 2>/dev/null || true
find "$work/pages" -name 'index.html' -delete
find "$work/pages" -name 'p[0-9]*.html' -delete
echo "pages: $(find "$work/pages" -name '*.html' | wc -l)"
command -v /usr/bin/time >/dev/null || echo "(no /usr/bin/time: Pagefind's memory is not told)"
# The index step alone, as a process of its own, beside Pagefind: which reads finished pages, as this reads finished documents.
"$index" "$work/ten/public" "$work/alone" | tee "$work/ours"
/usr/bin/time -f '%e %U %S %M' -o "$work/theirs" "$TOOLS/.bin/pagefind" --site "$work/pages" 2>&1 | grep -E 'Indexed|Total' || true
sed -E 's/.*: ([0-9.]+) s, ([0-9.]+) s of processor.* peak ([0-9.]+) MiB/\1 \2 \3/' "$work/ours" | tr '\n' ' ' | cat - "$work/theirs" |
    awk '{ printf "pagefind: %.1f s, %.1f s of processor time, peak %.1f MiB: %.0f, %.0f and %.0f times as much\n", $4, $5 + $6, $7 / 1024, $4 / $1, ($5 + $6) / $2, $7 / 1024 / $3 }'
echo "pagefind: $(find "$work/pages/pagefind" -type f | wc -l) files, $(du -sb "$work/pages/pagefind" | cut -f 1) bytes"

if [ "${BENCH_HUGE:-0}" = 1 ]; then
    echo
    echo "== 1000000 decisions"
    site_new "$work/huge" 1000000
    run "$work/huge" 09:00
    index_line "$work/huge"
    sizes "$work/huge"
    node tests/bench/search.mjs "$work/huge/public" "$work/huge.dump" "${BENCH_EACH:-40}"
    echo "-- 100 more"
    deliver "$work/huge" second 1000100
    run "$work/huge" 10:00
    index_line "$work/huge"
fi
