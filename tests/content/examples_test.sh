#!/bin/sh
# examples_test.sh — executes the worked examples of content/about/rules.md: a row | 例 | `命令` |
# `结果` | holds when the command's first line is the result.
set -u
B=${B:-build}
page=content/about/rules.md
rows=$(sed -n 's/^| \(.*\) | `gongshi \(.*\)` | `\(.*\)` |$/\2	\3	\1/p' "$page")
run=0 wrong=0
tab=$(printf '\t')
while IFS=$tab read -r command result example; do
    [ -n "$command" ] || continue
    run=$((run + 1))
    # The words of a command are plain: the page has no quoting.
    got=$("$B/gongshi" $command --site "$B/examples" 2>&1 | head -n 1)
    if [ "$got" != "$result" ]; then
        wrong=$((wrong + 1))
        printf '%s: %s\n  gongshi %s\n  页面上写 %s，程序算出 %s\n' "$page" "$example" "$command" "$result" "$got"
    fi
done <<ROWS
$rows
ROWS
if [ "$run" -lt 10 ]; then
    echo "$page: 只找到 $run 个例子"
    exit 1
fi
echo "$run 个例子，$wrong 个不符"
[ "$wrong" -eq 0 ]
