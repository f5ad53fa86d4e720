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

# ---- lines as people send them ----

# lines WANTED_STATUS: what comes out of $scratch/in
lines() {
    status=0
    "$gongshi" mask --ndjson <"$scratch/in" >"$scratch/out" 2>"$scratch/err" || status=$?
    [ $status -eq "$1" ] || fail "lines of JSON: exit $status, not $1"
}
# What is public stays, even where a rule would take it; blank lines, \r, a mark of byte order and
# other members do not matter; a last line needs no break.
{
    printf '\357\273\277{"id":"1","text":"联系电话13912345678，证人张三","known_names":[],"known_public":["13912345678"]}\r\n'
    printf '\n  \n{"id":7,"text":"","source":"x"}\n{"id":"3","text":"李四与张三","known_names":["李四","张三"],"known_public":null}'
} >"$scratch/in"
lines 0
printf '%s\n' '{"id":"1","text":"联系电话13912345678，证人张某"}' '{"id":7,"text":""}' \
    '{"id":"3","text":"李某与张某"}' >"$scratch/wanted"
cmp -s "$scratch/wanted" "$scratch/out" || fail "lines: $(cat "$scratch/out")"

# An id comes back as it was written, whatever it is and wherever it stands.
{
    printf '%s\n' '{"id":1.50e3,"text":"甲"}' '{ "a":{"id":[1,"}"]} , "id" : "\u0031\/\"," ,"text":"甲"}' \
        '{"text":"id: \"id\":9, {","id":-0}' '{"id":9007199254740993123,"text":"甲"}' '{"id":null,"text":"甲"}' \
        '{"x":["id",{"id":1}],"text":"甲","id":["a", {"b":2}]}'
} >"$scratch/in"
lines 0
printf '%s\n' '{"id":1.50e3,"text":"甲"}' '{"id":"\u0031\/\",","text":"甲"}' '{"id":-0,"text":"id: \"id\":9, {"}' \
    '{"id":9007199254740993123,"text":"甲"}' '{"id":null,"text":"甲"}' '{"id":["a", {"b":2}],"text":"甲"}' >"$scratch/wanted"
cmp -s "$scratch/wanted" "$scratch/out" || fail "ids: $(cat "$scratch/out")"

# A line that does not say clearly what is to be hidden is left out, and told by its number alone.
{
    printf '%s\n' '{"id":"1","text":"证人张三"' '["证人张三"]' '{"id":"3"}' '{"text":"证人张三"}' \
        '{"id":"5","text":["证人张三"]}' '{"id":"6","text":"张三","known_names":"张三"}' \
        '{"id":"7","text":"张三","known_names":[["张三"]]}' '{"id":"8","text":"张三","known_public":{"a":1}}' \
        '{"id":"9","text":"证人张三","text":"证人张三"}' '{"id":"10","text":"证人张三\u0000"}'
    printf '{"id":"11","text":"证人张三\377"}\n{"id":"12","text":"证人张三"}\n'
} >"$scratch/in"
lines 3
printf '%s\n' '{"id":"12","text":"证人张某"}' | cmp -s - "$scratch/out" || fail "bad lines: $(cat "$scratch/out")"
[ "$(grep -c '^gongshi: 第 [0-9]* 行不是写着 id 和 text 的 JSON，已略过$' "$scratch/err")" -eq 11 ] || fail "bad lines are told"
lacks "$scratch/err" 张三

# A long line: whole, and the next one too.
perl -e 'print "{\"id\":\"1\",\"text\":\"", "</p>\\n由王海涛、\\u738b" x 100000, "\"}\n{\"id\":\"2\",\"text\":\"甲\"}\n"' >"$scratch/in"
lines 0
[ "$(wc -l <"$scratch/out")" -eq 2 ] || fail "long lines"
perl -MJSON::PP -ne '$v = decode_json($_); $n = () = $v->{text} =~ /<\/p>\n/g; print "$v->{id} $n ",
    (utf8::encode($v->{text}), $v->{text} =~ /海涛/) ? 1 : 0, "\n"' "$scratch/out" >"$scratch/said"
printf '1 100000 0\n2 0 0\n' | cmp -s - "$scratch/said" || fail "a long line: $(cat "$scratch/said")"
