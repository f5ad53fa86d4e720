#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# mask_test.sh — gongshi mask: names that are told, numbers by their shape, and lines of JSON.
. tests/commands/site.sh

mask() { # mask WANTED TEXT [OPTIONS…]
    wanted=$1
    text=$2
    shift 2
    printf '%s' "$text" >"$scratch/in"
    status=0
    "$gongshi" mask "$@" <"$scratch/in" >"$scratch/out" 2>"$scratch/err" || status=$?
    [ $status -eq 0 ] || fail "mask: exit $status"
    [ "$(cat "$scratch/out")" = "$wanted" ] || fail "mask: $(cat "$scratch/out"), not $wanted"
}
mask '当事人尉迟某，身份证号＊＊＊，电话＊＊＊。' \
    '当事人尉迟小满，身份证号130599197504094873，电话13900005606。' --name 尉迟小满
mask '张某1与张某2、欧阳某' '张三与张四、欧阳青禾' --name 张三 --name 张四 --name 欧阳青禾
mask '举报电话12345，文号〔2026〕12号，2000 元' '举报电话12345，文号〔2026〕12号，2000 元'
mask '' ''

printf '%s\n' '{"id":"1","text":"证人张三，银行卡6222021234567890128","known_names":["张三"]}' \
    '不是 JSON' '{"id":"3","text":"甲\n乙"}' >"$scratch/in"
status=0
"$gongshi" mask --ndjson <"$scratch/in" >"$scratch/out" 2>"$scratch/err" || status=$?
[ $status -eq 3 ] || fail "a bad line must be told: exit $status"
warned_once '第 2 行'
printf '%s\n' '{"id":"1","text":"证人张某，银行卡＊＊＊"}' '{"id":"3","text":"甲\n乙"}' | cmp -s - "$scratch/out" ||
    fail "lines of JSON"
