#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# feed_test.sh — Atom and JSON Feed say the same of the same entries: one id for ever, the day it came,
# the day its content last changed; what is withdrawn leaves all feeds in the same run; a natural
# person's record is in none.
. tests/commands/site.sh
public=$scratch/site/public
feeds='. cf agency/scj'

firm() { # firm NUMBER YUAN
    decision "市监罚〔2026〕$1号" | sed 's/"party":"尉迟小满","party_type":"自然人","party_id_type":"身份证","party_id":"[0-9]*","party_phone":"[0-9]*","party_address":"[^"]*"/"party":"青原禾木有限公司","party_type":"法人及非法人组织","party_uscc":"91130599MA5QK2R73X"/; s/当事人尉迟小满（[^）]*）/当事人/; s/当事人：尉迟小满。//; s/"amount":500/"amount":'"$2"'/; s/人民币 500 元/人民币 '"$2"' 元/; s/罚款 500 元/罚款 '"$2"' 元/'
}
# agree: in each place both feeds are well-formed and say the same; prints id, came and changed.
agree() {
    for place in $feeds; do
        xmllint --noout "$public/$place/feed.xml" || fail "$place/feed.xml is not well-formed"
        python3 - "$public/$place" >"$scratch/entries" <<'PY' || fail "the feeds of $place differ"
import json, sys, xml.etree.ElementTree as E
a = '{http://www.w3.org/2005/Atom}'
feed = E.parse(sys.argv[1] + '/feed.xml').getroot()
atom = [tuple(e.findtext(a + n) for n in ('id', 'title', 'published', 'updated')) for e in feed.findall(a + 'entry')]
items = json.load(open(sys.argv[1] + '/feed.json', encoding='utf-8'))['items']
other = [tuple(i[n] for n in ('id', 'title', 'date_published', 'date_modified')) for i in items]
assert atom == other, (atom, other)
assert len({e[0] for e in atom}) == len(atom), 'an id twice'
assert not atom or feed.findtext(a + 'updated') == max(e[3] for e in atom), 'the feed is not as new as its newest entry'
for e in atom:
    print(e[0], e[2], e[3])
PY
    done
}

new_site
{ firm 1 500; firm 2 500; decision 市监罚〔2026〕3号; } | deliver a.jsonl
run_at 2026-03-05T09:00
agree
[ "$(wc -l <"$scratch/entries")" -eq 2 ] || fail "not two entries: a person's record, or one is missing"
! grep -q '某' "$public/feed.xml" || fail "a person in a feed"
cp "$scratch/entries" "$scratch/first"

# ---- a correction: the same id and day, another date of change ----
firm 2 700 | deliver b.jsonl
run_at 2026-03-06T09:00
agree
cut -d' ' -f1,2 "$scratch/entries" | sort >"$scratch/now"
cut -d' ' -f1,2 "$scratch/first" | sort | cmp -s - "$scratch/now" || fail "a correction changed ids or days"
[ "$(grep -c '2026-03-06T09:00:00+08:00$' "$scratch/entries")" -eq 1 ] || fail "the corrected entry is not dated"

# ---- a withdrawal: gone from all of them at once ----
id=$(basename "$(address_of 市监罚〔2026〕1号 行政执法决定)" .html)
expect 0 "$gongshi" withdraw --site "$scratch/site" "$id" --by 局长 --reason 决定有误 --document 市监撤〔2026〕1号 --as-of 2026-03-07T09:00
run_at 2026-03-07T09:00
agree
for place in $feeds; do
    for form in xml json; do lacks "$public/$place/feed.$form" "$id"; done
done
[ "$(wc -l <"$scratch/entries")" -eq 1 ] || fail "the other entry left too"
exit 0
