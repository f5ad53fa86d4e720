#!/bin/sh
# cover.sh — after the tests ran in $B with --coverage: lines run of each file, least covered first.
set -eu
B=${B:-build-cover}
for f in generator/*.c generator/*/*.c; do
    gcov -n -o "$B/${f%.c}.gcno" "$f" 2>/dev/null | grep -A1 "^File '$f'" | sed -n "s|^Lines executed:\([0-9.]*\)% of \([0-9]*\)|\1 \2 $f|p"
done | sort -n | awk '{ printf "%6.1f %%  %5d lines  %s\n", $1, $2, $3; run += $1 * $2 / 100; all += $2 }
    END { if (all > 0) printf "%6.1f %%  %5d lines  in all\n", 100 * run / all, all }'
