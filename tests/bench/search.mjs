// SPDX-License-Identifier: MulanPSL-2.0
// search.mjs PUBLIC DUMP.jsonl [EACH] — what a cold question costs: bytes, requests, waves, and milliseconds at 20 Mbit/s with 50 ms a
// response, from the call of the page with the question in its address: until the last file has been sent, until the first page of results is
// in the page, whole, and until the frame that shows it is presented (element timing). Style sheets share the line. Every question is asked in
// a browser that has nothing of the site, over HTTP/2 and over HTTP/1.1, where Chromium has no more than six requests under way. The page is
// the first wave and the first request; of its bytes the script and the pointer count, with gzip; shards count as they are.
// Milliseconds want a quiet machine, or a place before all others (chrt -r 1).
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import os from 'node:os';
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
const packed = bytes => zlib.gzipSync(bytes, { level: 9 }).length;
const gzipped = {}, gzip = name => gzipped[name] ||= packed(fs.readFileSync(path.join(root, name)));
const asking = (/<script data-now=[^]*?<\/script>/.exec(fs.readFileSync(path.join(root, 'search.html'), 'utf8')) || [''])[0]; // the page's share of a question
const answer = (req, res) => {
  const now = Date.now(), name = new URL(req.url, 'http://x').pathname.slice(1), file = path.join(root, name);
  if (!fs.existsSync(file)) { res.writeHead(404).end(); return; }
  const bytes = fs.readFileSync(file), shard = name.startsWith('find/');
  const size = shard || !/\.(html|css|js)$/.test(name) ? bytes.length : gzip(name);
  free = Math.max(free, now + LATENCY) + size / BYTES_A_MS;
  if (shard || name === 'search.html') log.push({ name, size: shard ? size : packed(asking), packed: shard ? gzip(name) : packed(asking), from: now, to: free });
  setTimeout(() => res.writeHead(200, { 'content-type': types[path.extname(file)] || 'application/octet-stream' }).end(bytes), free - Date.now());
};
const certificate = () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gongshi-bench-'));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', dir + '/key', '-out', dir + '/cert', '-days', '2', '-subj', '/CN=127.0.0.1'], { stdio: 'ignore' });
  const both = { key: fs.readFileSync(dir + '/key'), cert: fs.readFileSync(dir + '/cert') };
  fs.rmSync(dir, { recursive: true });
  return both;
};
const listen = server => new Promise(r => server.listen(0, '127.0.0.1', () => r(server)));
const servers = [await listen(http2.createSecureServer(certificate(), answer)), await listen(http.createServer(answer))];
const webs = servers.map((s, i) => `http${i ? '' : 's'}://127.0.0.1:${s.address().port}/`);

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
// When the first results, or the word that there are none, are in the page and on the screen, by the page's own clock.
const watch = () => {
  const look = () => {
    const f = document.getElementById('found'), c = document.getElementById('count');
    if (window.madeAt || !f || f.hidden || f.hasAttribute('aria-busy') || !c.textContent || c.textContent === f.dataset.loading) return;
    window.madeAt = performance.now();
    const first = document.querySelector('#hits p');
    if (first) first.setAttribute('elementtiming', 'first');
    else requestAnimationFrame(() => setTimeout(() => { window.shownAt = performance.now(); }));
  };
  new PerformanceObserver(l => { window.shownAt = l.getEntries()[0].renderTime; }).observe({ type: 'element', buffered: true });
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
};
// One question, cold.
const ask = async (web, q) => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true }), page = await context.newPage();
  await page.addInitScript(watch);
  log = [];
  free = 0;
  await page.goto(web + 'search.html?q=' + encodeURIComponent(q), { waitUntil: 'commit' });
  let made = 0, shown = 0;
  for (let k = 0; k < 100 && !(shown > 0); k++) { // seldom: each look takes time of the page's
    await new Promise(r => setTimeout(r, 100));
    [made, shown] = await page.evaluate(() => [window.madeAt, window.shownAt]).catch(() => [0, 0]);
  }
  await context.close();
  const v = log, sum = of => v.reduce((s, r) => s + of(r), 0);
  return { q, made, shown, bytes: sum(r => r.size), gzip: sum(r => r.packed), requests: v.length, waves: waves(v), ms: Math.max(...v.map(r => r.to)) - Math.min(...v.map(r => r.from)), names: v.map(r => r.name.replace(/find\/[0-9a-f]+\//, '') + ':' + r.size).join(' ') };
};
const at = (v, part) => [...v].sort((a, b) => a - b)[Math.min(v.length - 1, Math.floor(v.length * part))];
const column = (n, width, digits = 0) => n.toFixed(digits).padStart(width);
console.log(`${''.padEnd(22)}          KB     gzip  requests    waves   HTTP/2: last file   in the page      presented   HTTP/1.1: presented`);
console.log(`${'question'.padEnd(22)}   n    median  most          most     most      median most  median  p90 most  med  p90 most     med  p90 most`);
for (const [sort, make] of Object.entries(sorts).filter(s => !only || s[0].includes(only))) {
  const got = [], old = [];
  for (let i = 0; i < +each; i++) {
    const q = make();
    got.push(await ask(webs[0], q));
    old.push(await ask(webs[1], q));
  }
  const c = k => got.map(g => g[k]), three = (v, k) => [0.5, 0.9, 1].map(p => column(at(v.map(g => g[k]), p), 5)).join('');
  console.log(sort.padEnd(22), column(got.length, 3), column(at(c('bytes'), 0.5) / 1024, 7, 1), column(at(c('bytes'), 1) / 1024, 6, 1), column(at(c('gzip'), 0.5) / 1024, 6, 1), column(at(c('requests'), 0.5), 4), column(at(c('requests'), 1), 4),
    column(at(c('waves'), 0.5), 4), column(at(c('waves'), 1), 3), column(at(c('ms'), 0.5), 11), column(at(c('ms'), 1), 4), '  ', three(got, 'made'), three(got, 'shown'), '  ', three(old, 'shown'));
  if (process.env.VERBOSE) for (const g of got.slice(0, 12)) console.log('   ', JSON.stringify(g.q), (g.bytes / 1024).toFixed(1), g.requests, g.waves, g.ms.toFixed(0), g.names);
}
await browser.close();
for (const s of servers) s.close();
