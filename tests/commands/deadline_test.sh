#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# deadline_test.sh — gongshi deadline: the due day on the first line, then the counting.
. tests/commands/site.sh

first() { # first DUE DATE DAYS-OR-KIND
    due=$1
    shift
    expect 0 "$gongshi" deadline "$@"
    [ "$(head -n 1 "$scratch/out")" = "$due" ] || fail "deadline $*: $(head -n 1 "$scratch/out"), not $due"
}
first 2026-10-12 2026-09-24 7
said '2026-09-24（周四）为第 0 日，不计入'
said '10-10（周六）国庆节调休上班，计为第 6 个工作日'
said '2026-10-12（周一）为第 7 个工作日'
[ ! -s "$scratch/err" ] || fail "warned of nothing"
first '2027-01-18' 2026-12-21 20
said '节假日表只有 2017 至 2026 年'
first 2026-10-12 2026-09-24 行政许可
said '依据：国办发〔2018〕118号；发改办财金〔2018〕424号，7 个工作日'
first 2026-10-29 2026-09-24 行政检查
said '20 个工作日'
first 2026-09-28 2026年9月24日 1

# Duties of the office: before a holiday the day before, or the next working day, or the day itself.
first 2026-09-30 2026-09-20 月报告
said '依据：本市行政执法公示工作方案'
first 2026-06-01 2026-05-01 月报告
first 2026-04-30 2026-04-15 monthly
first 2026-10-10 2026-09-20 双公示月报表
first 2026-05-11 2026-05-01 form
first 2026-01-31 2025-02-01 统计年报
first 2027-01-01 2026-12-20 月报告
said 暂定

for wrong in '2026-02-30 7' '2026-09-24 0' '2026-09-24 1001' '2026-09-24 无此类别' '2026-09-24' '一 二 三'; do
    expect 2 "$gongshi" deadline $wrong
    [ ! -s "$scratch/out" ] || fail "printed a date for: $wrong"
    [ "$(wc -l <"$scratch/err")" -eq 1 ] || fail "more than one line for: $wrong"
done

# A site's own holidays are the ones that count.
expect 0 "$gongshi" init "$scratch/site"
mkdir -p "$scratch/site/content/law"
grep -v '^2026-10-10' content/law/holidays.csv >"$scratch/site/content/law/holidays.csv"
first 2026-10-13 2026-09-24 7 --site "$scratch/site"
