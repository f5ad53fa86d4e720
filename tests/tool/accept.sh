#!/bin/sh
# accept.sh [TEST…] — lets the tests write their goldens anew and shows what that changed.
# On a terminal it asks first; an answer other than y puts the old goldens back.
set -eu
kept=${B:-build}/before
rm -rf "$kept"
mkdir -p "$kept"
for folder in tests feeds/schema; do
    mkdir -p "$kept/$folder"
    cp -Rp "$folder/." "$kept/$folder"
done
ACCEPT=1 sh tests/tool/run.sh "$@" || true
changed=0
for folder in tests feeds/schema; do
    git --no-pager diff --no-index --stat "$kept/$folder" "$folder" || changed=1
done
if [ "$changed" -eq 0 ]; then
    echo "没有样本改变。"
elif [ -t 0 ]; then
    printf '收下这些新样本？[y/N] '
    read -r answer
    if [ "$answer" != y ]; then
        for folder in tests feeds/schema; do
            cp -Rp "$kept/$folder/." "$folder"
        done
        echo "已恢复原来的样本。"
    fi
fi
rm -rf "$kept"
