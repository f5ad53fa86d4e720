/* SPDX-License-Identifier: MulanPSL-2.0
 * gates.js PUBLIC SAMPLES — opens pages in Chromium, from the folder as it is, and holds them to what
 * they promise: no request to anywhere else, no violation of their own policy, axe-core silent, no
 * sideways scrolling, links and large type that work, whole without a script, short enough.
 * Prints every fault as `page: fault`, and how much was looked at; exit 1 on a fault. */
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const { pathToFileURL } = require('url');
const { chromium } = require('playwright-core');

const [folder, list] = process.argv.slice(2);
const root = path.resolve(folder);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const samples = fs.readFileSync(list, 'utf8').trim().split('\n').map((line) => line.split(' '));
const address = (file) => pathToFileURL(path.join(root, file)).href;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 900 };
const ZOOMED = { width: 320, height: 640 };
const CLOSELY = ['home', 'list-cf', 'cf', 'ry', 'notice', 'lc'];
const TABS = 3;
const RECORD_GZIP = 8 * 1024, VIEW_GZIP = 40 * 1024, RECORD_NODES = 800;
const looked = new Set();
let faults = 0;

function fault(page, text) {
  faults++;
  console.log(`${page}: ${text}`);
}

/* Every page tells of what it must not do. The document itself is read from disk. */
function watch(page, name) {
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(pathToFileURL(root).href) && !url.startsWith('data:')) fault(name(), `asks for ${url}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/.test(message.text())) fault(name(), message.text());
  });
  page.on('pageerror', (error) => fault(name(), `script: ${error.message}`));
}

async function accessible(page, name, off) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const rules = Object.fromEntries((Array.isArray(off) ? off : []).map((rule) => [rule, { enabled: false }]));
  const found = await page.evaluate((rules) => window.axe.run(document, { resultTypes: ['violations'], preload: false, rules }), rules);
  for (const v of found.violations)
    fault(name, `axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
}

async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 1) fault(name, `scrolls ${wide} px sideways`);
}

/* What the first view fetches, compressed as a server would. */
function weigh(file, name, isRecord) {
  const html = fs.readFileSync(path.join(root, file));
  const page = zlib.gzipSync(html, { level: 6 }).length;
  if (isRecord && page > RECORD_GZIP) fault(name, `${page} bytes compressed`);
  const assets = [...html.toString().matchAll(/<(?:link rel="stylesheet" href|script src)="([^"]+)"/g)]
    .map((m) => zlib.gzipSync(fs.readFileSync(path.join(root, path.dirname(file), m[1]))).length);
  const all = assets.reduce((sum, n) => sum + n, page);
  if (all > VIEW_GZIP) fault(name, `first view is ${all} bytes compressed`);
}

/* 国办发〔2017〕47号: labels of the site on every page, of its column and content where it has them. */
async function labelled(page, name) {
  const missing = await page.evaluate(() => {
    const has = (label) => document.querySelector(`meta[name="${label}"]`) !== null;
    const wanted = ['SiteName', 'SiteDomain', 'SiteIDCode'];
    if (has('ColumnName')) wanted.push('ColumnDescription', 'ColumnKeywords', 'ColumnType');
    if (has('ArticleTitle')) wanted.push('ColumnName', 'PubDate', 'ContentSource');
    const date = document.querySelector('meta[name="PubDate"]');
    if (date && !/^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(date.content)) return ['PubDate ' + date.content];
    const title = document.querySelector('meta[name="ArticleTitle"]');
    if (title && title.content !== document.querySelector('h1').textContent) return ['ArticleTitle'];
    return wanted.filter((label) => !has(label));
  });
  for (const label of missing) fault(name, `label ${label}`);
}

const isRecord = (file) => /\/[a-z0-9]{10,}\.html$/.test(file) && !file.startsWith('ss/plan/');

/* Each sample in a tab that stays open: a fresh one for every view costs more than all that is looked at. */
async function look(browser, options, each) {
  const left = [...samples];
  const tab = async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    let title = '';
    watch(page, () => title);
    for (let one = left.shift(); one; one = left.shift()) {
      const [name, file] = one;
      await each(page, file, (how) => {
        title = `${name} ${how} (${file})`;
        looked.add(title);
        return title;
      });
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: TABS }, tab));
}

/* From the top by Tab alone: the skip link first, then search and navigation, always visibly. */
async function keyboard(browser) {
  const page = await browser.newPage({ viewport: DESK });
  await page.goto(address('cf/index.html'));
  const walked = [];
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press('Tab');
    walked.push(await page.evaluate(() => {
      const e = document.activeElement, style = getComputedStyle(e);
      return { text: e.textContent.trim() || e.name || e.tagName, href: e.getAttribute('href'), seen: style.outlineStyle !== 'none' && e.getBoundingClientRect().width > 0 };
    }));
  }
  if (walked[0].href !== '#main') fault('keyboard', 'the first stop is not the skip link');
  for (const stop of walked) if (!stop.seen) fault('keyboard', `focus cannot be seen on ${stop.text}`);
  if (!walked.some((stop) => stop.text === 'q')) fault('keyboard', 'search was not reached');
  await page.close();
}

/* 长者模式: by script it is remembered on the next page; without one the address carries it. */
async function largeType(browser) {
  const size = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  await page.goto(address('index.html'));
  const normal = await page.evaluate(size);
  await page.click('.to-big');
  await page.goto(address('cf/index.html'));
  if ((await page.evaluate(size)) <= normal) fault('large type', 'forgotten on the next page');
  await page.click('.to-normal');
  if ((await page.evaluate(size)) !== normal) fault('large type', 'cannot be left');
  await context.close();
  const bare = await browser.newContext({ viewport: DESK, javaScriptEnabled: false });
  const still = await bare.newPage();
  await still.goto(address('index.html'));
  await still.click('.to-big');
  const box = await still.locator('h1').evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
  if (box <= normal * 1.6) fault('large type', 'does nothing without a script');
  await still.click('.to-normal');
  await bare.close();
}

/* The hall's screen: it must turn its pages by itself, so that one rule is off; nothing may scroll. */
async function hall(browser) {
  if (!fs.existsSync(path.join(root, 'screen/index.html'))) return;
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  watch(page, () => 'screen');
  await page.goto(address('screen/index.html'));
  await accessible(page, 'screen', ['meta-refresh', 'meta-refresh-no-exceptions']);
  await fits(page, 'screen');
  const high = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
  if (high > 1) fault('screen', `is ${high} px too high`);
  await page.close();
}

const remember = { big: () => localStorage.setItem('gongshi.big', '1'), normal: () => localStorage.removeItem('gongshi.big') };

/* As it comes, narrower, dark, wider; then again as it meets somebody who chose large type. axe takes
 * a second a view: each page at the two far ends, some in every view.
 * 400 % of 1280 px are 320 px: nothing may be lost sideways. */
async function withScript(page, file, view) {
  const at = async (how, viewport, ...checks) => {
    const name = view(how);
    await page.setViewportSize(viewport);
    for (const check of checks) await check(page, name);
  };
  const isShort = async (page, name) => {
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    if (isRecord(file) && nodes >= RECORD_NODES) fault(name, `${nodes} elements`);
  };
  const name = view('360');
  weigh(file, name, isRecord(file));
  await page.goto(address(file), { waitUntil: 'load' });
  await at('360', PHONE, isShort, labelled, accessible, fits);
  await at('400 %', ZOOMED, fits);
  const closely = CLOSELY.includes(name.split(' ')[0]) ? [accessible] : [];
  if (closely.length > 0) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await at('360 dark', PHONE, accessible);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await at('1280', DESK, ...closely, fits);
  await page.evaluate(remember.big);
  await page.reload({ waitUntil: 'load' });
  await at('1280 长者', DESK, accessible, fits);
  await at('360 长者', PHONE, ...closely, fits);
  await page.evaluate(remember.normal);
}

async function withoutScript(page, file, view) {
  const name = view('no script');
  await page.goto(address(file), { waitUntil: 'load' });
  if ((await page.locator('h1').count()) !== 1) fault(name, 'has not one h1');
  if ((await page.locator('#print:visible').count()) > 0) fault(name, 'offers to print without a script');
  const text = await page.locator('main').innerText();
  if (text.length < 20) fault(name, 'is empty without a script');
}

(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
  await look(browser, { viewport: PHONE }, withScript);
  await look(browser, { viewport: PHONE, javaScriptEnabled: false }, withoutScript);
  await hall(browser);
  await keyboard(browser);
  await largeType(browser);
  await browser.close();
  console.log(`${samples.length} pages, ${looked.size} views, ${faults} faults`);
  process.exit(faults === 0 ? 0 : 1);
})();
