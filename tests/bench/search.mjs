// SPDX-License-Identifier: MulanPSL-2.0
// search.mjs PUBLIC DUMP.jsonl [EACH] — what a cold question costs: bytes, requests, waves, and milliseconds at 20 Mbit/s with 50 ms a
// response: until the last file has come, and from the call of the page with the question in its address (its HTML and style sheets on the
// same line) to the frame that shows the first page of results. Every question is asked in a browser that has nothing of the site. The script
// counts as with gzip, shards as they are. Milliseconds want a quiet machine.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const { chromium } = await import(process.env.TOOLS + '/playwright-core/index.mjs');
const [root, dump, each = '40'] = process.argv.slice(2);
const BYTES_A_MS = 20e6 / 8 / 1000, LATENCY = 50;
let seed = 7;
const roll = n => { seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0; return ((seed ^ seed >>> 13) >>> 0) % n; };
const pick = v => v[roll(v.length)];

// One line of so many bits for all; each response comes 50 ms after it was asked for, at the earliest.
let log = [], free = 0;
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const server = http.createServer((req, res) => {
  const name = new URL(req.url, 'http://x').pathname.slice(1);
  const file = path.join(root, name);
  if (!fs.existsSync(file)) { res.writeHead(404).end(); return; }
  const bytes = fs.readFileSync(file), counted = /^(find\/|assets\/search\.js)/.test(name);
  const size = /\.(html|css|js)$/.test(name) && !name.startsWith('find/') ? zlib.gzipSync(bytes, { level: 9 }).length : bytes.length;
  const now = Date.now();
  free = Math.max(free, now + LATENCY) + size / BYTES_A_MS;
  const wait = free - now;
  if (counted) log.push({ name, size, from: now, to: free, gzip: zlib.gzipSync(bytes).length });
  setTimeout(() => res.writeHead(200, { 'content-type': types[path.extname(file)] || 'application/octet-stream' }).end(bytes), wait);
}).listen(0, '127.0.0.1');
await new Promise(r => server.on('listening', r));
const web = `http://127.0.0.1:${server.address().port}/`;

// A wave begins with a request that was made when everything asked for before had come.
const waves = v => {
  let n = 0, end = -1;
  for (const r of v) { if (r.from >= end - 2) n++; end = Math.max(r.from >= end - 2 ? 0 : end, r.to); }
  return n;
};

const docs = fs.readFileSync(dump, 'utf8').trim().split('\n').filter((l, i, all) => i % Math.ceil(all.length / 5000) === 0).map(l => JSON.parse(l)).filter(d => d.kind === 'decision');
const field = (d, t) => (d.texts.find(x => x[0] === t) || [])[1];
const piece = () => { for (;;) { const t = pick(pick(docs).texts)[1], at = roll(t.length), s = t.slice(at, at + 2 + roll(14)); if (s.replace(/\s/g, '').length > 1) return s; } };
const only = process.env.ONLY;
const sorts = {
  'random substring': piece,
  'brand, two characters': () => field(pick(docs.filter(d => /有限公司/.test(field(d, '行政相对人名称')))), '行政相对人名称').replace(/^.{2,4}市/, '').slice(0, 2),
  'document number': () => field(pick(docs), '文书号'),
  'credit code': () => field(pick(docs.filter(d => field(d, '统一社会信用代码'))), '统一社会信用代码'),
  'company, full name': () => field(pick(docs.filter(d => /有限公司/.test(field(d, '行政相对人名称')))), '行政相对人名称'),
  'a day': () => field(pick(docs), '决定日期'),
  'amount': () => field(pick(docs.filter(d => d.fen)), '罚款金额') || field(pick(docs.filter(d => d.fen)), '金额') || '20,000.00 元',
};
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
// When the first results, or the word that there are none, are on the screen, by the page's own clock.
const watch = () => {
  const look = () => {
    const f = document.getElementById('found'), c = document.getElementById('count');
    if (window.shownAt || !f || f.hidden || f.hasAttribute('aria-busy') || !c.textContent || c.textContent === f.dataset.loading) return;
    window.shownAt = -1;
    requestAnimationFrame(() => setTimeout(() => { window.shownAt = performance.now(); }));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
};
const median = v => [...v].sort((a, b) => a - b)[v.length >> 1], most = v => Math.max(...v);
console.log('question'.padEnd(24), 'n'.padStart(4), 'KB median'.padStart(10), 'most'.padStart(7), 'all gzip'.padStart(9), 'requests'.padStart(9), 'most'.padStart(5), 'waves'.padStart(6), 'most'.padStart(5), 'ms median'.padStart(10), 'most'.padStart(6), 'shown'.padStart(6), 'p90'.padStart(6), 'most'.padStart(6));
for (const [sort, make] of Object.entries(sorts).filter(s => !only || s[0].includes(only))) {
  const got = [];
  for (let i = 0; i < +each; i++) {
    const q = make(), context = await browser.newContext(), page = await context.newPage();
    await page.addInitScript(watch);
    log = [];
    free = 0;
    await page.goto(web + 'search.html?q=' + encodeURIComponent(q), { waitUntil: 'commit' });
    let shown = 0;
    for (let k = 0; k < 400 && !(shown > 0); k++) {
      await new Promise(r => setTimeout(r, 5));
      shown = await page.evaluate(() => window.shownAt).catch(() => 0);
    }
    const v = log;
    got.push({ q, shown, bytes: v.reduce((s, r) => s + r.size, 0), gzip: v.reduce((s, r) => s + r.gzip, 0), requests: v.length, waves: waves(v), ms: Math.max(...v.map(r => r.to)) - Math.min(...v.map(r => r.from)), names: v.map(r => r.name.replace(/find\/[0-9a-f]+\//, '') + ':' + r.size).join(' ') });
    await context.close();
  }
  const c = k => got.map(g => g[k]);
  console.log(sort.padEnd(24), String(got.length).padStart(4), (median(c('bytes')) / 1024).toFixed(1).padStart(10), (most(c('bytes')) / 1024).toFixed(1).padStart(7), (median(c('gzip')) / 1024).toFixed(1).padStart(9),
    String(median(c('requests'))).padStart(9), String(most(c('requests'))).padStart(5), String(median(c('waves'))).padStart(6), String(most(c('waves'))).padStart(5), median(c('ms')).toFixed(0).padStart(10), most(c('ms')).toFixed(0).padStart(6),
    ...[median(c('shown')), c('shown').sort((a, b) => a - b)[Math.floor(got.length * 0.9)], most(c('shown'))].map(n => n.toFixed(0).padStart(6)));
  if (process.env.VERBOSE) for (const g of got.slice(0, 12)) console.log('   ', JSON.stringify(g.q), (g.bytes / 1024).toFixed(1), g.requests, g.waves, g.ms.toFixed(0), g.names);
}
await browser.close();
server.close();
