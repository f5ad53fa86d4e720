#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# data_test.sh — open data: what programs that share no code with us read in public/data/ is what the
# pages say; a record that ended leaves at once, and the log tells so; the same bytes on any number of
# threads; nothing is made twice.
. tests/commands/site.sh
. tests/tool/npm.sh
data=$scratch/site/public/data
# firm NUMBER YUAN [FIELDS]: one penalty of an organisation, whose name is public.
firm() {
    printf '{"kind":"decision","agency":"青原市市场监督管理局","category":"行政处罚","document_name":"行政处罚决定书","document_number":"市监罚〔2026〕%s号","party":"青原禾木有限公司","party_type":"法人及非法人组织","party_uscc":"91130599MA5QK2R73X","cause":"销售不合格计量器具","facts":"2026年3月1日检查发现。","basis":"《计量法》第二十七条","conclusion":"处以罚款 %s 元。","penalty_types":"罚款","amount":%s,"decided":"2026-03-02","procedure":"普通程序","full_text":"决定处以罚款 %s 元。","officers":[{"name":"马艳","certificate":"13059904001"}],"publicity":"主动公开"%s}\n' \
        "$1" "$2" "$2" "$2" "${3-}"
}
publish_data() { # publish_data INSTANT [OPTIONS…]
    at=$1
    shift
    expect 0 "$gongshi" data --site "$scratch/site" --as-of "$at" "$@"
}

# ---- what there is ----
new_site
{
    decision '市监罚〔2026〕1号'
    decision '市监罚〔2026〕2号' | sed 's/"cause":"[^"]*"/"cause":"=1+1，\\"引号\\"\\n第二行"/'
    for n in 3 4; do firm $n "${n}00"; done
    # As much as the largest fine there ever was: eleven digits that no mobile number may be taken for.
    firm 5 18228000000 ',"review":[{"number":"法审〔2026〕1号","matter":"行政处罚","sent":"2026-02-20","opinion":"同意","basis":"《行政处罚法》第五十八条","reviewer":"审核人甲","second":"审核人乙","result":"通过","date":"2026-02-25"}]'
} | deliver a.jsonl
run_at 2026-03-04T09:00
[ ! -e "$data/cf" ] || fail "a build made data files of what is only new"
[ -f "$data/open.html" ] || fail "no page about open data"
publish_data 2026-03-04T09:00
for f in cf/scj/2026.csv cf/scj/2026.csv.gz cf/scj/2026.jsonl cf/scj/2026.jsonl.gz cf/scj/2026.xlsx \
    cf/scj/datapackage.json cf/scj/csv-metadata.json cf/schema.json cf/catalog.jsonld cf/index.html \
    2026.sqlite 2026.sqlite.gz catalog.jsonld changes/2026-03.csv; do
    [ -s "$data/$f" ] || fail "missing: data/$f"
done
holds "$data/changes/2026-03.csv" ',added,cf,scj,2026,,5,'
expect 0 "$gongshi" verify --site "$scratch/site"
! zcat -f "$data"/*.sqlite "$data"/cf/scj/2026.* | grep -qE '尉迟小满|130599197504094873|13900005606|安居苑' ||
    fail "a private value in open data"

# ---- as others read it ----
cat >"$scratch/read.py" <<'PY'
import csv, gzip, hashlib, json, os, sqlite3, subprocess, sys
data = sys.argv[1]
folder = data + '/cf/scj/'
csv.field_size_limit(1 << 24)
raw = open(folder + '2026.csv', 'rb').read()
assert raw.startswith(b'\xef\xbb\xbf'), 'no mark'
assert raw.count(b'\r\n') == 6, 'lines do not end with CRLF'
rows = list(csv.DictReader(raw.decode('utf-8-sig').splitlines(keepends=True), strict=True))
lines = [json.loads(l) for l in open(folder + '2026.jsonl', encoding='utf-8')]
assert len(rows) == len(lines) == 5
for r, l in zip(rows, lines):
    for name, cell in r.items():
        assert not cell.startswith(('=', '+', '-', '@')), 'a formula'
        want = l.get(name, '')
        if isinstance(want, (list, dict)):
            want = json.dumps(want, ensure_ascii=False, separators=(',', ':')) if want and isinstance(want[0], dict) else '；'.join(want)
        if isinstance(want, (int, float)):
            assert float(cell) == want, (name, cell, want)
        else:
            assert cell.lstrip('\t') == want, (name, cell, want)
assert any(l['cause'].startswith('=1+1') for l in lines)
for name in ('2026.csv', '2026.jsonl'):
    assert gzip.open(folder + name + '.gz').read() == open(folder + name, 'rb').read(), name
# the workbook, by another program: one head, then every value as it is
sheet = list(csv.reader(subprocess.run(['xlsx2csv', folder + '2026.xlsx'], check=True, capture_output=True).stdout.decode().splitlines(keepends=True)))
assert len(sheet) == 6 and sheet[0][0] == '编号'
for r, s in zip(rows, sheet[1:]):
    for (name, cell), got in zip(r.items(), s):
        assert got == cell.lstrip('\t'), (name, cell, got)
db = sqlite3.connect('file:%s/2026.sqlite?mode=ro' % data, uri=True)
db.row_factory = sqlite3.Row
assert db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
stored = list(db.execute('SELECT * FROM decision ORDER BY rowid'))
assert [s['id'] for s in stored] == [r['id'] for r in rows]
for r, s in zip(rows, stored):
    for name, cell in r.items():
        got = s[name]
        assert (float(cell) == got if isinstance(got, (int, float)) else (got or '') == cell.lstrip('\t')), (name, cell, got)
# what is said of the files is true
package = json.load(open(folder + 'datapackage.json', encoding='utf-8'))
for r in package['resources']:
    raw = open(folder + r['path'], 'rb').read()
    assert r['bytes'] == len(raw) and r['hash'] == 'sha256:' + hashlib.sha256(raw).hexdigest(), r['path']
fields = [f['name'] for r in package['resources'] if r['format'] == 'csv' for f in r['schema']['fields']]
assert fields == list(rows[0]), 'datapackage.json names other columns'
csvw = json.load(open(folder + 'csv-metadata.json', encoding='utf-8'))
assert [c['name'] for c in csvw['tableSchema']['columns']] == list(rows[0])
assert all(os.path.exists(folder + t['url']) for t in csvw['tables'])
dcat = json.load(open(data + '/cf/catalog.jsonld', encoding='utf-8'))
for d in dcat['dcat:dataset']:
    for f in d['dcat:distribution']:
        path = data + '/..' + f['dcat:downloadURL']['@id'].split('example', 1)[1]
        assert f['dcat:byteSize'] == os.path.getsize(path), path
json.load(open(data + '/catalog.jsonld', encoding='utf-8'))
PY
expect 0 python3 "$scratch/read.py" "$data"

# ---- what somebody plants in the published files is found, row by row ----
planted() { # planted FILE: verify finds a name in it
    expect 4 "$gongshi" verify --site "$scratch/site"
    grep -q "data/$1: error E608" "$scratch/err" || fail "a name planted in data/$1 was not found"
}
cp -a "$data" "$scratch/clean"
sed -i 's/尉迟某/尉迟小满/' "$data/cf/scj/2026.jsonl"
planted cf/scj/2026.jsonl
sed -i 's/尉迟某/尉迟小满/' "$data/cf/scj/2026.csv"
planted cf/scj/2026.csv
python3 - "$data/2026.sqlite" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE decision SET party = '尉迟小满' WHERE party LIKE '尉迟某%'")
db.commit()
PY
planted 2026.sqlite
mkdir "$scratch/book"
(cd "$scratch/book" && unzip -q "$data/cf/scj/2026.xlsx" && sed -i 's/尉迟某/尉迟小满/' xl/worksheets/sheet1.xml &&
    rm "$data/cf/scj/2026.xlsx" && python3 -m zipfile -c "$data/cf/scj/2026.xlsx" ./*)
planted cf/scj/2026.xlsx
rm -rf "$data"
mv "$scratch/clean" "$data"
expect 0 "$gongshi" verify --site "$scratch/site"

# ---- a correction and a removal ----
firm 4 450 | deliver c.jsonl
first=$(address_of '市监罚〔2026〕1号' 行政执法决定)
id=$(basename "$first" .html)
expect 0 "$gongshi" withdraw --site "$scratch/site" "$id" --by 局长 --reason 决定有误 --document 市监撤〔2026〕1号 \
    --as-of 2026-03-06T09:00
run_at 2026-03-06T09:00
for f in "$data"/cf/scj/2026.csv "$data"/cf/scj/2026.jsonl; do
    lacks "$f" "$id"
    holds "$f" 450.00
done
[ ! -e "$data/2026.sqlite" ] && [ ! -e "$data/2026.sqlite.gz" ] || fail "a data base that tells of a record that ended stayed on line"
grep -q ",removed,cf,scj,2026,$id,1,." "$data/changes/2026-03.csv" || fail "the log does not tell of the removal"
grep -q ',corrected,cf,scj,2026,[^,]*,1,' "$data/changes/2026-03.csv" || fail "the log does not tell of the correction"
expect 0 "$gongshi" verify --site "$scratch/site"
publish_data 2026-03-06T09:30
[ -s "$data/2026.sqlite" ] || fail "the data base did not come back"
! grep -qa "$id" "$data/2026.sqlite" || fail "the data base still tells of the record"

# ---- nothing is made twice; the same bytes on any number of threads ----
find "$data" -type f -printf '%p %C@\n' | sort >"$scratch/before"
publish_data 2026-03-06T10:00
said '没有等待公示的内容'
find "$data" -type f -printf '%p %C@\n' | sort | cmp -s - "$scratch/before" || fail "a quiet data release wrote files"
cp -r "$data" "$scratch/one"
publish_data 2026-03-06T11:00 --full --jobs 1
diff -r -x proof.json "$data" "$scratch/one" >"$scratch/err" 2>&1 || fail "other bytes when all is made anew, on one thread"

# ---- more rows than one file holds ----
new_site
for n in $(seq 5003); do firm "$n" 100; done | deliver many.jsonl
run_at 2026-03-04T09:00
publish_data 2026-03-04T09:00
[ "$(wc -l <"$data/cf/scj/2026.jsonl")" -eq 5000 ] && [ "$(wc -l <"$data/cf/scj/2026-2.jsonl")" -eq 3 ] ||
    fail "rows of a large set are not in two files"

# ---- the schemas, by an independent validator, over the whole demonstration ----
npm_tools tests/platform
demo=$scratch/demo
GONGSHI=$gongshi sh feeds/demo/replay.sh "$demo" >/dev/null 2>&1 || fail "the demonstration stops"
cat >"$scratch/validate.cjs" <<'JS'
const fs = require('fs'), path = require('path');
const tools = process.argv[2], data = process.argv[3];
const Ajv = require(tools + '/ajv/dist/2020').default, formats = require(tools + '/ajv-formats').default;
let rows = 0;
for (const kind of fs.readdirSync(data)) {
  const schema = path.join(data, kind, 'schema.json');
  if (!fs.existsSync(schema)) continue;
  const ajv = new Ajv({ allErrors: true, strict: true });
  formats(ajv);
  const valid = ajv.compile(JSON.parse(fs.readFileSync(schema)));
  for (const agency of fs.readdirSync(path.join(data, kind), { withFileTypes: true })) {
    if (!agency.isDirectory()) continue;
    const folder = path.join(data, kind, agency.name);
    for (const f of fs.readdirSync(folder).filter(f => f.endsWith('.jsonl')))
      for (const line of fs.readFileSync(path.join(folder, f), 'utf8').split('\n').filter(Boolean)) {
        rows++;
        if (!valid(JSON.parse(line))) { console.error(folder, f, line.slice(0, 200), valid.errors); process.exit(1); }
      }
  }
}
console.log(rows + ' rows');
JS
expect 0 node "$scratch/validate.cjs" "$TOOLS" "$demo/public/data"
[ "$(sed 's/ rows//' "$scratch/out")" -gt 700 ] || fail "the demonstration has fewer rows than it must"
exit 0
