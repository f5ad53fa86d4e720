// SPDX-License-Identifier: MulanPSL-2.0
// search.mjs PUBLIC DUMP.jsonl GONGSHI SITE — the site's search in Chromium against a plain scan and `gongshi search`, from file:// and over
// HTTP; then the page itself: what a reader sees, clicks, types wrong. Ends with 1 on the first difference.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const { chromium } = await import(process.env.TOOLS + '/playwright-core/index.mjs');
const [root, dump, gongshi, site] = process.argv.slice(2);
const fail = (...what) => { console.error('FAIL:', ...what); process.exit(1); };
const check = (ok, ...what) => { if (!ok) fail(...what); };

// SplitMix-like dice, the same every time.
let seed = 20261120;
const roll = n => { seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0; return ((seed ^ seed >>> 13) >>> 0) % n; };
const pick = v => v[roll(v.length)];

const docs = fs.readFileSync(dump, 'utf8').trim().split('\n').map(l => JSON.parse(l));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });

// A static host: files as they are, nothing else; below a folder of some depth, with the network of the page cut off otherwise.
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
let withheld = () => false, truncated = () => false, before = async () => {}, changed = bytes => bytes, headers = {}, asked = [];
const server = http.createServer(async (req, res) => {
  const name = decodeURIComponent(new URL(req.url, 'http://x').pathname).replace(/^\/some\/folder\//, '');
  const file = path.join(root, name);
  asked.push(name);
  await before(name);
  if (withheld(name) || !fs.existsSync(file)) { res.writeHead(404).end(); return; }
  const bytes = name === 'search.html' ? Buffer.from(changed(fs.readFileSync(file, 'utf8'))) : fs.readFileSync(file);
  res.writeHead(200, { 'content-type': types[path.extname(file)] || 'application/octet-stream', ...headers }).end(truncated(name) ? bytes.subarray(0, bytes.length / 2) : bytes);
}).listen(0, '127.0.0.1');
await new Promise(r => server.on('listening', r));
const web = `http://127.0.0.1:${server.address().port}/some/folder/`;
const local = 'file://' + path.resolve(root) + '/';

const context = await browser.newContext({ locale: 'zh-CN' });
const page = await context.newPage();
const errors = [];
page.on('pageerror', e => { if (!/Unexpected end of input/.test(e)) errors.push(String(e)); }); // a shard cut short
page.on('console', m => { if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) errors.push(m.text()); });
// playwright's own waiting evaluates text, which the site's policy forbids.
const until = async (fn, arg) => {
  for (let i = 0; i < 200; i++) {
    if (await page.evaluate(fn, arg).catch(() => false)) return;
    await new Promise(r => setTimeout(r, 50));
  }
  fail('waited in vain for', String(fn), 'at', page.url());
};
const open = async url => { await page.goto(url); await until(() => !!(window.gongshi && gongshi.find)); };

// ---- the fold ----
await open(local + 'search.html');
const unescape = s => s.replace(/\\(u([0-9A-F]{4})|n|.)/g, (m, a, h) => h ? String.fromCharCode(parseInt(h, 16)) : a === 'n' ? '\n' : a);
const vectors = fs.readFileSync('tests/search/fold.tsv', 'utf8').split('\n').filter(l => l && l[0] !== '#').map(l => l.split('\t').map(unescape));
const folded = await page.evaluate(v => v.map(x => gongshi.fold(x[0])), vectors);
vectors.forEach((v, i) => check(folded[i] === v[1], 'fold', v[0], 'is', folded[i]));
const foldAll = async v => page.evaluate(x => x.map(gongshi.fold), v);
for (const d of docs) d.raw = [d.title, ...d.texts.map(t => t[1])];
const texts = await foldAll(docs.flatMap(d => d.raw));
let at = 0;
for (const d of docs) d.folded = d.raw.map(() => texts[at++]);

// ---- the plain scan ----
const BANDS = [0, 1000, 10000, 50000, 100000, 500000, 1000000];
const band = fen => fen === null ? -1 : BANDS.filter(b => fen >= b * 100).length - 1;
const KEYS = ['文书号', '证件编号', '统一社会信用代码', '行政相对人名称'];
const day = s => +s.replace(/-/g, '');
const fits = (d, q) => ['agency', 'kind', 'category', 'party'].every(k => !q[k] || d[k] === q[k]) && (!q.penalty || d.penalties.includes(q.penalty)) &&
  (!q.amount || band(d.fen) === +q.amount) && (!q.year || Math.floor(d.day / 10000) === +q.year) && (!q.from || d.day >= day(q.from)) &&
  (!q.to || d.day <= day(q.to)) && (!q.least || d.fen !== null && d.fen >= q.least * 100) && (!q.most || d.fen !== null && d.fen <= q.most * 100);
const scan = (words, q) => {
  const hits = docs.filter(d => fits(d, q) && words.every(w => d.folded.some(t => t.includes(w))));
  const exact = d => words.some(w => (/[0-9]/.test(w) || w.length > 4) && d.texts.some((t, i) => KEYS.includes(t[0]) && d.folded[i + 1] === w)) ? 0 : 1;
  const way = q.sort === 'old' ? -1 : 1;
  const order = hits.map((d, i) => ({ d, i })).sort((a, b) => exact(a.d) - exact(b.d) || way * (b.d.day - a.d.day) || way * (a.i - b.i));
  return order.map(x => x.d.path);
};

// ---- what is asked ----
const whole = s => !/\p{Surrogate}/u.test(s); // no half of a character
const piece = () => {
  for (;;) {
    const d = pick(docs), t = roll(d.raw.length), from = roll(d.raw[t].length), s = d.raw[t].slice(from, from + 2 + roll(18));
    if (whole(s) && Array.from(s.replace(/\s/g, '')).length > 1) return s;
  }
};
const values = k => [...new Set(docs.flatMap(d => d[k]))].filter(Boolean);
const filters = { agency: values('agency'), kind: values('kind'), category: values('category'), party: values('party'), penalty: values('penalties'), amount: ['0', '1', '2', '3'],
  year: ['2025', '2026'], from: ['2026-03-01', '2025-07-15'], to: ['2026-09-30', '2025-11-11'], least: ['500', '30000'], most: ['2000', '60000'], sort: ['old', 'old'] };
const brackets = [['〔', '〕'], ['［', '］'], ['【', '】'], ['(', ')'], ['（', '）'], ['[', ']'], ['{', '}'], [' 〔 ', ' 〕 '], ['﹝', '﹞']];
const numbers = docs.filter(d => d.texts.some(t => t[0] === '文书号' && /〔/.test(t[1])));
const questions = [];
const add = (n, make) => {
  for (let i = 0; i < n; i++) {
    const q = { words: [make()], filters: {} };
    for (let k = i % 4 === 3 ? 1 + roll(2) : 0; k > 0; k--) { const key = pick(Object.keys(filters)); if (filters[key].length) q.filters[key] = pick(filters[key]); }
    if (i % 16 === 15) q.words.push(piece());
    questions.push(q);
  }
};
const few = +process.env.QUESTIONS || 1; // a part of them, for trying
add(2000 * few, piece);
add(500 * few, () => piece() + '鼹' + piece());
add(300 * few, () => {
  const t = pick(numbers).texts.find(x => x[0] === '文书号')[1], b = pick(brackets);
  return t.replace('〔', b[0]).replace('〕', b[1]).replace('2026', roll(2) ? '2026' : '２０２６');
});

const ask = async (list, where) => {
  const wordsOf = await foldAll(list.flatMap(q => q.words));
  let k = 0, asked = 0, found = 0;
  for (const q of list) q.folded = q.words.map(() => wordsOf[k++]);
  const valid = list.filter(q => q.folded.every(w => Array.from(w).length > 1));
  for (let i = 0; i < valid.length; i += 50) {
    const part = valid.slice(i, i + 50);
    const got = await page.evaluate(async qs => {
      const out = [];
      for (const q of qs) {
        const s = await gongshi.find(Object.assign({ words: q.words.slice() }, q.filters));
        for (let turn = 0; !s.done && turn < 200; turn++) await s.run(1e9);
        out.push({ paths: s.hits.map(h => h.path), broken: s.broken, done: s.done });
      }
      return out;
    }, part);
    part.forEach((q, n) => {
      const wanted = scan(q.folded, q.filters), g = got[n];
      check(g.done && !g.broken.length, where, JSON.stringify(q), 'not read:', g.broken.join(' '));
      if (JSON.stringify(g.paths) !== JSON.stringify(wanted)) {
        const at = g.paths.findIndex((p, i) => p !== wanted[i]);
        fail(where, JSON.stringify(q), `${g.paths.length} hits, the scan has ${wanted.length}; the first difference at ${at}: ${g.paths[at]} ${wanted[at]}`);
      }
      asked++;
      found += wanted.length > 0;
    });
  }
  console.log(`${where}: ${asked} questions, ${found} with hits: the same as a plain scan, in the same order`);
};
await ask(questions, 'file');

// The command answers the same.
for (const q of questions.filter((x, i) => i % 40 === 0 && x.filters.sort !== 'old' && x.folded.every(w => Array.from(w).length > 1))) {
  const out = execFileSync(gongshi, ['search', '--site', site, ...Object.entries(q.filters).flatMap(([k, v]) => ['--where', `${k}=${v}`]), '--', ...q.words], { encoding: 'utf8' });
  const ids = out.split('\n').filter(Boolean).map(l => l.split('\t')[0]);
  check(JSON.stringify(ids) === JSON.stringify(scan(q.folded, q.filters).map(p => p.replace(/.*\//, '').replace(/\.html$/, ''))), 'gongshi search differs:', JSON.stringify(q));
}
// A number of a document is the first result whatever its brackets.
for (const q of questions.slice(2500 * few).filter(x => !Object.keys(x.filters).length && x.words.length === 1)) {
  const d = docs.find(x => x.path === scan(q.folded, {})[0]);
  check(d.texts.some((t, i) => t[0] === '文书号' && d.folded[i + 1] === q.folded[0]), 'not first:', q.words[0]);
}

// ---- the page ----
const settled = () => until(() => { const f = document.getElementById('found'), c = document.getElementById('count'); return !f.hidden && c.textContent && c.textContent !== f.dataset.loading && !f.hasAttribute('aria-busy'); });
const status = () => page.textContent('#count');
const titles = () => page.$$eval('#hits li > a', l => l.map(a => a.textContent));
const search = async (base, query) => { await page.goto(base + 'search.html?' + new URLSearchParams(query)); await settled(); };
const common = '有限公司', wanted = scan([common], {});

for (const base of [local, web]) {
  await search(base, { q: common });
  check((await titles()).length === 10 && /至少|共/.test(await status()), base, 'no page of ten:', await status());
  check(await page.$$eval('#hits li', l => l.every(li => [...li.querySelectorAll('mark')].some(m => m.textContent === '有限公司'))), 'not highlighted');
  check(await page.$$eval('#hits a', l => l.every(a => /\.html$/.test(a.href))), 'no real links');
  const first = await titles();
  await Promise.all([until(t => document.querySelector('#hits li > a') && document.querySelector('#hits li > a').textContent !== t, first[0]), page.click('#pager a')]);
  await settled();
  check(/[?&]p=2/.test(page.url()) && (await page.$eval('#hits', o => o.start)) === 11, 'no second page');
  await page.goBack();
  await settled();
  await until(t => document.querySelector('#hits li > a') && document.querySelector('#hits li > a').textContent === t, first[0]);
  // filters: chosen, shown as a chip, taken off again
  await page.click('#filter summary');
  await page.waitForSelector('#filters select[name=category]');
  const category = await page.$eval('#filters select[name=category]', s => s.options[1].value);
  await page.selectOption('#filters select[name=category]', category);
  await page.click('#filters button');
  await until(() => /category=/.test(location.search));
  await settled();
  await page.waitForSelector('#chips a[aria-label*="类别"]');
  check((await page.$$eval('#hits .small', l => l.map(p => p.textContent))).every(t => t.endsWith(category)), 'the filter does not hold');
  await page.click('#chips a[aria-label*="类别"]');
  await until(() => !/category=/.test(location.search));
  await settled();
}

// the form, by keyboard
await search(web, { q: common });
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press('/');
await page.keyboard.press('Control+A');
await page.keyboard.type('罚款');
await page.keyboard.press('Enter');
await until(() => new URLSearchParams(location.search).get('q') === '罚款');
await settled();
check((await titles()).length > 0 && await page.evaluate(() => document.activeElement.id === 'count'), 'the form does not search');

// from the first hit on, to the very end, by 继续查找 and pages: nothing is cut silently
await search(web, { q: common, p: Math.ceil(wanted.length / 10) });
for (let i = 0; i < 60 && (await page.$('#pager button')) && !/^共/.test(await status()); i++) { await page.click('#pager button >> nth=0'); await settled(); }
check((await status()) === `共 ${wanted.length} 条`, 'the end:', await status(), wanted.length);

// CSV: what is shown, and no formulas
const [download] = await Promise.all([page.waitForEvent('download'), page.click('#pager button:has-text("CSV")')]);
const csv = fs.readFileSync(await download.path(), 'utf8');
check(csv.startsWith('\ufeff"标题"') && csv.trim().split('\r\n').length === wanted.length + 1 && !/(^|,)"[=+@-]/m.test(csv), 'CSV');

// several words
const two = scan(['有限公司', '罚款'], {});
await search(web, [['q', '有限公司'], ['q', '罚款']]);
check((await titles()).length === Math.min(10, two.length) && (await page.$$('#chips a[aria-label^="去掉"]')).length === 2, 'two words');
await search(web, { q: '有限公司 罚款鼹' });
check(/没有找到/.test(await status()) && (await page.$('#pager a')) !== null, 'several words are not offered');

// the initials of an organisation
const firm = docs.find(d => d.texts.some(t => t[0] === '拼音首字母') && d.texts.some(t => /有限公司$/.test(t[1]))), initials = firm.texts.find(t => t[0] === '拼音首字母')[1];
await search(web, { q: initials.toLowerCase() });
check((await titles()).includes(firm.title) && /拼音首字母：/.test(await page.textContent('#hits')), 'initials:', initials);

// bad input
for (const q of ['罚', ' 罚 ', '😀', '\ud83d', ' ', '𠮷']) {
  await page.goto(web + 'search.html?q=' + (q === '\ud83d' ? '%F0%9F' : encodeURIComponent(q)));
  await until(() => !!window.gongshi);
  check(await page.isVisible('#browse'), 'no browsing is offered for', q);
}
for (const q of ['，。！', '……', '<script>alert(1)</script>', '.*+?^${}()|[]\\', '😀😀', 'ａＢｃ有限', '罚'.repeat(10000), 'a\u0000b', '"\'`${x}'])  {
  await page.goto(web + 'search.html');
  await page.fill('#q', q.slice(0, 2000));
  await page.keyboard.press('Enter');
  await settled();
  check((await page.evaluate(() => [...document.scripts].every(x => x.src || x.dataset.now || x.type === 'application/ld+json'))) && /没有找到|共|至少|请至少/.test(await status()), 'bad input', q.slice(0, 20));
  check((await status()).length < 120 && (!/没有找到/.test(await status()) || await page.isVisible('#browse')), 'too long, or no browsing:', q.slice(0, 20));
}
const long = await page.evaluate(async () => { const s = await gongshi.find({ words: ['罚'.repeat(10000)] }); await s.run(10); return s.hits.length; });
check(long === 0, '10,000 characters');
const half = await page.evaluate(async () => { const s = await gongshi.find({ words: ['有\ud83d'] }); await s.run(10); return s.hits.length; });
check(half === 0, 'half a character');

// a question is asked before styles and the other script have come
let listed, lists = new Promise(done => { listed = done; });
before = name => { if (/\/g\//.test(name)) listed(); return /site\.(css|js)$/.test(name) ? lists : null; };
const cold = async query => {
  const p = await (await browser.newContext()).newPage();
  asked = [];
  await p.goto(web + 'search.html?' + new URLSearchParams(query));
  for (let i = 0; i < 200 && !await p.evaluate(() => document.getElementById('count').textContent && !document.getElementById('found').hasAttribute('aria-busy') && document.getElementById('count').textContent !== document.getElementById('found').dataset.loading); i++) await new Promise(r => setTimeout(r, 20));
  const rows = await p.$$eval('#hits li', l => l.length);
  await p.context().close();
  return rows;
};
check(await cold({ q: common }) === 10, 'lists wait for styles');
before = async () => {};

// a first page takes no more than twenty requests, the page with its script among them; where nothing was found by then, some forty
let over = 0;
for (let i = 0; i < 20; i++) {
  const q = piece(), rows = await cold({ q }), n = asked.filter(x => /^find\/|^search/.test(x)).length;
  check(rows > 0 && n <= 44, rows, 'rows;', JSON.stringify(q), 'takes', n, 'requests');
  over += n > 20;
}
check(over <= 2, over, 'of 20 take more than twenty requests');

// a shard that is missing or cut short is named, and the rest is found
for (const [what, hurt] of [['missing', f => { withheld = f; }], ['cut short', f => { truncated = f; }]]) {
  hurt(name => /\/d\/000\/00\.js$/.test(name));
  await search(web, { q: common });
  check(/没有读到.*\/d\/000\/00\.js/.test(await status()) && (await titles()).length > 0, what, await status());
  hurt(name => /\/g\//.test(name));
  await search(web, { q: common });
  check(/没有读到/.test(await status()) && (await titles()).length > 0, what, 'lists', await status());
  hurt(() => false);
}

// the page brings its script and the pointer; one of yesterday looks for the pointer of today, and so does one whose script a server's policy forbids
asked = [];
await search(web, { q: common });
check((await titles()).length > 0 && !asked.some(x => /search\.js$|now\.js$/.test(x)), 'more than the page was asked for:', asked.join(' '));
const tier = html => /data-now="[^"]*dir&quot;:&quot;([0-9a-f]+)/.exec(html)[1];
changed = html => html.replaceAll(tier(html), '0123456789abcdef');
await search(web, { q: common });
check((await titles()).length > 0 && asked.some(x => /now\.js$/.test(x)), 'with an old pointer:', await status());
changed = html => html;
headers = { 'content-security-policy': "script-src 'self'" };
asked = [];
await search(web, { q: common });
check((await titles()).length > 0 && asked.some(x => /search\.js$/.test(x)), 'with a policy of the server\'s:', await status());
errors.splice(0, errors.length, ...errors.filter(e => !/Content Security Policy/.test(e)));
withheld = name => /find\/now\.js$/.test(name);
await search(web, { q: common });
check(/检索用的数据没有读到/.test(await status()) && await page.isVisible('#browse'), 'no pointer', await status());
errors.splice(0, errors.length, ...errors.filter(e => !/Content Security Policy/.test(e)));
withheld = () => false;
headers = {};

// without a script the form leads to browsing
const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await plain.goto(web + 'search.html?q=' + encodeURIComponent(common));
check(await plain.isVisible('noscript .note'), 'no word about scripts');
await plain.click('#browse .intro a');
check(/names\/index\.html$/.test(plain.url()) && (await plain.$$('.letters a')).length > 5, 'no parties by name');
await plain.click('.letters a');
check((await plain.$$('table.list a')).length > 0, 'nobody under a letter');
await plain.goBack();
await plain.goBack();
check(await plain.isVisible('#browse') && !(await plain.isVisible('#found')) && (await plain.$$('#browse a')).length > 5, 'no browsing without a script');
check(!errors.length, errors.join('\n'));
console.log('the page: paging, Back, filters, chips, keyboard, 继续查找, CSV, several words, bad input, missing and cut shards, old pointer, foreign policy, no script');
await browser.close();
server.close();
