#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# edge.sh — records at the edges of what pages bear, as lines of JSON: names of 400 characters, facts
# of 6000, signs that are markup, emoji, rare characters, and fields that are not there. All fictional.
set -eu
repeat() { awk -v text="$1" -v n="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'; }
name=$(repeat '青原某某食品' 66)公司章程
facts=$(repeat '经查，当事人销售的商品超过保质期。' 353)
filed='"approvals":[{"step":"备案","authority":"青原市司法局","document":"青司备〔2026〕1号","date":"2026-01-05"}]'
approved='"approvals":[{"step":"审核","authority":"青原市司法局","document":"青司审〔2026〕1号","date":"2026-01-05"}]'
decision() { # decision NUMBER PARTY CAUSE FIELDS
    printf '{"kind":"decision","agency":"scj","category":"行政处罚","document_name":"行政处罚决定书","document_number":"青市监罚〔2026〕%s号","party":"%s","party_type":"法人及非法人组织","party_uscc":"91130599MA0BQY5Q6P","cause":"%s","basis":"《食品安全法》第一百二十四条","conclusion":"警告","penalty_types":["警告"],"decided":"2026-11-18","publicity":"主动公开"%s}\n' "$1" "$2" "$3" "$4"
}
decision 9001 "$name" '违反<公司章程>&lt;第一条&gt;' ",\"facts\":\"$facts\",\"full_text\":\"$facts\n<公司章程>第二条 \\\"引号\\\" & <script>alert(1)</script>\n- **要点**：一\n- 二\n\n| 项目 | 金额 |\n|---|---|\n| 罚款 | 100 |\""
decision 9002 '青原市😀👨‍👩‍👧🎉有限公司' '使用“𠮷”“䶮”“㛃”“𰻞”等字' ',"facts":"👍 𪚥𪚥𪚥","served":"2026-11-19"'
decision 9003 '空' '空' ''
printf '{"kind":"guide","agency":"scj","code":"E-1","name":"%s","basis":"<公司章程>","time_limit":"1 日","office_address":"青原市“一”路 1 号 & <二楼>",%s}\n' "$name" "$filed"
printf '{"kind":"officer","agency":"scj","name":"𠮷䶮","certificate":"E-90001","valid_to":"2030-01-01",%s}\n' "$approved"
printf '{"kind":"document","agency":"scj","number":"E-D1","name":"<%s>","document_class":"制度文件","issued":"2026-11-01","body":"# 第一章\\n\\n<b>不是标签</b> [脚本](javascript:alert(1)) ![图](data:image/png;base64,AA)\\n\\n## 第一条\\n\\n| 一 | 二 |\\n|---|---:|\\n| 三 | 四 |"}\n' "$name"
printf '{"kind":"flowchart","agency":"scj","code":"E-L1","name":"<流程>","category":"行政处罚","steps":[{"id":"1","shape":"开始","text":"%s","next":"2"},{"id":"2","shape":"结束","text":"<结案>"}],%s}\n' "$name" "$filed"
printf '{"kind":"window","agency":"scj","code":"E-W1","window":"<一>","business":"%s","name":"林"}\n' "$name"
printf '{"kind":"progress","agency":"scj","number":"E-P1","matter":"%s","status":"<审查中>","updated":"2026-11-18"}\n' "$name"
printf '{"kind":"report","agency":"scj","number":"scj-2099","name":"<年报>","year":2025,"issued":"2026-11-01","figures":[{"table":"<表一>","item":"%s","value":"1"}]}\n' "$name"
printf '{"kind":"complaint","agency":"scj","number":"E-J1","accepted":"2026-11-01","clue":"<线索>","target":"%s","party_type":"法人及非法人组织","result":"%s"}\n' "$name" "$facts"
