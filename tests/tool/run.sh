#!/bin/sh
# run.sh — runs the test programs and test scripts (all, or those named), as many at a time as there
# are processors, and closes with the sum.
# A test program is tests/FOLDER/NAME_test.c (cmocka); a test script is tests/FOLDER/NAME_test.sh.
# Each writes $B/log/NAME.log; a test that cannot run here exits 77.
set -u
B=${B:-build}
export B

# run.sh --one TEST: runs it, prints one line, and notes its exit status beside its log.
if [ "${1-}" = --one ]; then
    t=$2
    log=$B/log/$(echo "$t" | tr / .).log
    case $t in
    *.c) cmd=$B/${t%.c} ;;
    *) cmd="sh $t" ;;
    esac
    begun=$(date +%s)
    timeout "${TEST_SECONDS:-900}" $cmd >"$log" 2>&1 </dev/null
    status=$?
    took=$(($(date +%s) - begun))
    echo "$status" >"${log%.log}.status"
    case $status in
    0) printf 'ok    %4s s  %s\n' "$took" "$t" ;;
    77) printf 'skip  %4s s  %s  %s\n' "$took" "$t" "$(tail -n 1 "$log")" ;;
    *) printf 'FAIL  %4s s  %s (exit %s)\n%s\n' "$took" "$t" "$status" "$(tail -n 40 "$log" | sed 's/^/      /')" ;;
    esac
    exit 0
fi

list=${*:-$(find tests -name '*_test.c' -o -name '*_test.sh' | LC_ALL=C sort)}
mkdir -p "$B/log"
rm -f "$B"/log/*.status
# Scripts first: the long ones are among them.
{ printf '%s\n' $list | grep '\.sh$'; printf '%s\n' $list | grep -v '\.sh$'; } |
    xargs -P "$(nproc)" -n 1 sh "$0" --one
counted() { cat "$B"/log/*.status 2>/dev/null | grep -cx "$1"; }
passed=$(counted 0)
skipped=$(counted 77)
failed=$(($(echo "$list" | wc -w) - passed - skipped))
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
