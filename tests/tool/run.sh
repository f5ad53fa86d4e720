#!/bin/sh
# run.sh — runs the test programs and test scripts (all, or those named), and closes with the sum.
# A test program is tests/FOLDER/NAME_test.c (cmocka); a test script is tests/FOLDER/NAME_test.sh.
set -u
B=${B:-build}
export B
passed=0 failed=0 skipped=0
list=${*:-$(find tests -name '*_test.c' -o -name '*_test.sh' | LC_ALL=C sort)}
mkdir -p "$B/log"
for t in $list; do
    log=$B/log/$(echo "$t" | tr / .).log
    case $t in
    *.c) cmd=$B/${t%.c} ;;
    *) cmd="sh $t" ;;
    esac
    timeout "${TEST_SECONDS:-300}" $cmd >"$log" 2>&1 </dev/null
    status=$?
    case $status in
    0) passed=$((passed + 1)); printf 'ok    %s\n' "$t" ;;
    77) skipped=$((skipped + 1)); printf 'skip  %s  %s\n' "$t" "$(tail -n 1 "$log")" ;;
    *) failed=$((failed + 1)); printf 'FAIL  %s (exit %s)\n' "$t" "$status"; tail -n 40 "$log" | sed 's/^/      /' ;;
    esac
done
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
