#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# replay_test.sh — over random histories (corrections, events, orders, late lists of officers,
# changed tables and agencies) any day's rulings, made again, are the recorded ones; the two sums
# hold on each day; and a recorded ruling that the tables of its day do not give is told.
. tests/commands/site.sh

seed=1
rand() { # rand N: sets $dice to 0 … N-1
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    dice=$((seed / 65536 % $1))
}
table() { # table NAME SED: the site's own copy, changed further
    mkdir -p "$scratch/site/content/law"
    own=$scratch/site/content/law/$1
    [ -f "$own" ] || cp "content/law/$1" "$own"
    sed -i "$2" "$own"
}
event() { # event NUMBER CHANGE DAY
    printf '{"kind":"event","agency":"青原市市场监督管理局","document_number":"%s","change":"%s","authority":"青原市人民政府","day":"%s","reason":"认定事实不清","basis":"《行政处罚法》第四十八条"}\n' "$1" "$2" "$3"
}
officer() { # officer FROM TO
    printf '{"kind":"officer","name":"马艳","agency":"青原市市场监督管理局","certificate":"13059904001","category":"市场监管","area":"青原市","valid_from":"%s","valid_to":"%s","approvals":[{"step":"审核","authority":"青原市司法局","date":"2025-01-06"}]}\n' "$1" "$2"
}
approval() { echo "$1" >>"$scratch/site/desk/approvals.csv"; }

# step DAY: something happens to one of the decisions that there are.
step() {
    rand $((made + 1))
    number=市监罚〔2026〕$((dice + 1))号
    rand 12
    case $dice in
    0 | 1 | 2)
        made=$((made + 1))
        decision "市监罚〔2026〕$made号" ",\"decided\":\"$1\"" | deliver "d$n.jsonl"
        ;;
    3) # 重大, without a review: held until an order releases it
        made=$((made + 1))
        decision "市监罚〔2026〕$made号" ",\"decided\":\"$1\",\"hearing\":\"是\"" | deliver "d$n.jsonl"
        ;;
    4) decision "$number" ",\"decided\":\"2026-03-0$((n % 7 + 1))\"" | sed "s/500/$((n + 100))/g" | deliver "d$n.jsonl" ;;
    5) event "$number" 撤销 "$1" | deliver "e$n-events.jsonl" ;;
    6) event "$number" 恢复 "$1" | deliver "e$n-events.jsonl" ;;
    7) approval "释放暂缓,$number,同意,,欧阳批准,$1,市监令〔2026〕$n号,期限将至," ;;
    8) approval "撤下,$number,同意,,欧阳批准,$1,市监令〔2026〕$n号,网站管理," ;;
    9) table deadlines.csv "s/^\\(dl-penalty-permit,20,[^,]*,[^,]*,,,,,\\)[0-9]*,/\\1$((n % 9 + 5)),/" ;;
    10) officer 2022-01-01 "202$((n % 4 + 5))-12-31" | deliver "o$n-officers.jsonl" ;;
    11) table kinds.csv "s/,公示,[^,]*,3,,,国办发〔2018〕118号；行政处罚法/,公示,$([ $((n % 2)) -eq 0 ] && echo 不核 || echo 在册有效),3,,,国办发〔2018〕118号；行政处罚法/" ;;
    esac
}

days=14
[ "${B:-build}" = build ] || days=6 # sanitizers are slow
for history in 1 2 3; do
    new_site
    seed=$((history * 7919))
    made=0
    echo '种类,对象,决定,内容,批准人,日期,文号,理由,备注' >"$scratch/site/desk/approvals.csv"
    : >"$scratch/days"
    n=0
    while [ $n -lt $days ]; do
        n=$((n + 1))
        day=2026-03-$(printf '%02d' $((n * 2)))
        step "$day"
        [ $((n % 3)) -ne 0 ] || step "$day"
        status=0
        "$gongshi" run --site "$scratch/site" --as-of "${day}T09:00" >"$scratch/out" 2>"$scratch/err" || status=$?
        [ $status -eq 0 ] || [ $status -eq 3 ] || fail "history $history, $day: exit $status"
        sums_add_up "$scratch/out"
        echo "${day}T09:00" >>"$scratch/days"
    done
    while read -r at; do
        expect 0 "$gongshi" build --replay --as-of "$at" --site "$scratch/site"
        said '不符 0，当日内容没有留存 0'
        lacks "$scratch/err" '没有留存'
    done <"$scratch/days"
    expect 0 "$gongshi" ledger check --site "$scratch/site"
done

# ---- other tables would give other rulings: what is compared is not the present with itself ----
at=$(tail -n 1 "$scratch/days")
table kinds.csv 's/^\(kd-decision,10,行政执法决定,,,,,,\)公示/\1不公示/'
expect 0 "$gongshi" build --replay --as-of "$at" --site "$scratch/site"
said '不符 0，'
# ---- a day on which nobody looked: what should have ended by then is told ----
expect 4 "$gongshi" build --replay --as-of 2040-01-01 --site "$scratch/site"
said '重演 expire.'
