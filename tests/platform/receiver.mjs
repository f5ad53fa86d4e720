// receiver.mjs FORM FOLDER [SEQUENCE…]: a platform that takes packages in one form, knowing nothing
// but the contract (feeds/credit/README.md). Packages are offered in the order of their numbers, or
// in the one given. Prints what it has in the end, a line a record; what it does not take, it says
// on standard error, and ends with 1.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const [form, folder, ...order] = process.argv.slice(2);
const REMOVES = new Set(['撤销', '修复', '到期']);
const WORDS = { add: '新增', change: '变更', correct: '更正', revoke: '撤销', repair: '修复', expire: '到期' };

function fail(text) {
    console.error(text);
    process.exitCode = 1;
    return null;
}

// RFC 4180: rows of cells.
function csv(text) {
    const rows = [[]];
    let cell = '', quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted) {
            if (c !== '"') cell += c;
            else if (text[i + 1] === '"') { cell += '"'; i++; }
            else quoted = false;
        } else if (c === '"') quoted = true;
        else if (c === ',') { rows.at(-1).push(cell); cell = ''; }
        else if (c === '\r' && text[i + 1] === '\n') { rows.at(-1).push(cell); cell = ''; rows.push([]); i++; }
        else cell += c;
    }
    rows.pop();
    return rows;
}

// A table of people and the ids beside it.
function tables(path, names, ending, decode) {
    const out = [];
    for (const name of names.filter((n) => n.endsWith(ending) && n.split('.').length === ending.split('.').length + 2)) {
        const [slug, word] = name.split('.');
        const [head, ...rows] = csv(decode(readFileSync(`${path}/${name}`)));
        const ids = readFileSync(`${path}/${slug}.${word}.ids`, 'utf8').trim().split('\n');
        if (ids.length !== rows.length) throw new Error(`${name}: ${rows.length} rows, ${ids.length} ids`);
        rows.forEach((cells, i) => {
            const row = {};
            cells.forEach((c, k) => { if (c !== '') row[head[k]] = c; });
            out.push({ operation: WORDS[word], id: ids[i], row });
        });
    }
    // A record stands in one file only, so that their order does not matter.
    return out;
}

const unescape = (s) => s.replace(/&#13;/g, '\r').replace(/&quot;/g, '"').replace(/&gt;/g, '>')
    .replace(/&lt;/g, '<').replace(/&amp;/g, '&');

function xml(text) {
    const out = [];
    for (const [, operation, id, body] of text.matchAll(/<record operation="(.*?)" table=".*?" id="(.*?)">(.*?)<\/record>/gs)) {
        const row = {};
        for (const [, code, value] of body.matchAll(/<(\w+)>(.*?)<\/\1>/gs)) row[code] = unescape(value);
        out.push({ operation, id, row });
    }
    return out;
}

const READ = {
    csv: (p, n) => tables(p, n, 'csv', (b) => new TextDecoder('utf-8').decode(b)),
    'csv-gb18030': (p, n) => tables(p, n, 'gb18030.csv', (b) => new TextDecoder('gb18030').decode(b)),
    json: (p, n) => n.includes('operations.json') ? JSON.parse(readFileSync(`${p}/operations.json`, 'utf8')) : [],
    jsonl: (p, n) => n.includes('operations.jsonl')
        ? readFileSync(`${p}/operations.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l)) : [],
    xml: (p, n) => n.includes('operations.xml') ? xml(readFileSync(`${p}/operations.xml`, 'utf8')) : [],
};

let has = new Map(), sequence = 0, previous = null;

function take(path) {
    const bytes = readFileSync(`${path}/manifest.json`);
    const m = JSON.parse(bytes);
    if (m.sequence <= sequence) return; // it has come before
    if (m.kind !== 'full' && (m.sequence !== sequence + 1 || m.previous !== previous))
        return fail(`package ${m.sequence} after ${sequence}: the one between is missing`);
    for (const f of m.files) {
        const content = readFileSync(`${path}/${f.name}`);
        for (const method of ['sha256', 'sm3'])
            if (createHash(method).update(content).digest('hex') !== f[method] || content.length !== f.size)
                return fail(`${f.name} is not what the manifest says`);
    }
    const rows = READ[form](path, m.files.map((f) => f.name));
    if (rows.length !== m.rows) return fail(`package ${m.sequence}: ${rows.length} rows, not ${m.rows}`);
    // Rows that this platform did not take: it said so in its answer.
    const refused = existsSync(`${path}/refused`) ? readFileSync(`${path}/refused`, 'utf8').split('\n') : [];
    const next = m.kind === 'full' ? new Map() : new Map(has);
    for (const { operation, id, row } of rows) {
        if (refused.includes(id)) continue;
        const there = next.has(id);
        if (there === (operation === '新增')) return fail(`package ${m.sequence}: ${operation} of ${id}`);
        if (REMOVES.has(operation)) next.delete(id);
        else next.set(id, row);
    }
    [has, sequence] = [next, m.sequence];
    previous = createHash('sha256').update(bytes).digest('hex');
}

const packages = readdirSync(folder).filter((n) => /^\d+-/.test(n)).sort();
for (const name of order.length ? order.map((n) => packages.find((p) => Number(p.split('-')[0]) === Number(n))) : packages)
    take(`${folder}/${name}`);
for (const id of [...has.keys()].sort()) console.log(id, JSON.stringify(has.get(id), Object.keys(has.get(id)).sort()));
