#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# fuzz.sh — builds and runs the fuzz targets of this folder (T: one of them; SECS: how long each at
# most; RUNS: how many inputs each).
# What breaks a claim stays in $B/broken/TARGET-….
set -eu
B=${B:-build-fuzz} SECS=${SECS:-10} T=${T:-} RUNS=${RUNS:--1}
MOST=65536 MEMORY=2048 SLOWEST=10 # bytes of an input, MiB, seconds for one
SANITIZE=address,undefined
unset MAKEFLAGS MFLAGS MAKEOVERRIDES || true
targets=$(ls tests/fuzz/*_fuzz.c | sed 's|.*/\(.*\)_fuzz.c|\1|')
[ -z "$T" ] || targets=$T
pkgs=$(sed -n 's/^PKGS *:= //p' Makefile)

# Only what the targets reach: half of the program.
make --no-print-directory -j"$(nproc)" CC=clang B="$B" FOLDERS='base intake law release' \
    MODE="-O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,$SANITIZE -fno-sanitize-recover=all" \
    "$B/libgongshi.a" $(for t in $targets; do echo "$B/tests/fuzz/${t}_fuzz.o"; done)
mkdir -p "$B/broken"
export ASAN_OPTIONS=allocator_may_return_null=1
status=0
for t in $targets; do
    clang -pthread -fsanitize=fuzzer,$SANITIZE -o "$B/$t" "$B/tests/fuzz/${t}_fuzz.o" "$B/libgongshi.a" \
        $(pkg-config --libs $pkgs) -lcsv -lm
    sh tests/fuzz/seeds.sh "$t" "$B/seeds/$t"
    mkdir -p "$B/corpus/$t"
    if "$B/$t" -seed="${SEED:-0}" -max_total_time="$SECS" -runs="$RUNS" -max_len=$MOST -rss_limit_mb=$MEMORY -timeout=$SLOWEST -print_final_stats=1 \
        -artifact_prefix="$B/broken/$t-" "$B/corpus/$t" "$B/seeds/$t" >"$B/$t.log" 2>&1; then
        echo "fuzz $t: $(sed -n 's/stat::number_of_executed_units: */runs /p' "$B/$t.log")"
    else
        status=1
        echo "fuzz $t: broken"
        grep -vE '^(#|INFO|	NEW)' "$B/$t.log" | head -n 60
    fi
done
exit $status
