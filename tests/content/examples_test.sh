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
# | 例 | `原文` | `公示` | below 哪些内容隐去: what masking makes of a text.
masked=$(sed -n '/^## 哪些内容隐去/,/^## /s/^| \(.*\) | `\([^`]*\)` | `\([^`]*\)` |$/\2	\3	\1/p' "$page")
while IFS=$tab read -r text result example; do
    [ -n "$text" ] || continue
    run=$((run + 1))
    got=$(printf '%s' "$text" | "$B/gongshi" mask --site "$B/examples" 2>&1)
    if [ "$got" != "$result" ]; then
        wrong=$((wrong + 1))
        printf '%s: %s\n  %s\n  页面上写 %s，程序写成 %s\n' "$page" "$example" "$text" "$result" "$got"
    fi
done <<ROWS
$masked
ROWS
if [ "$run" -lt 20 ]; then
    echo "$page: 只找到 $run 个例子"
    exit 1
fi
echo "$run 个例子，$wrong 个不符"
[ "$wrong" -eq 0 ]
