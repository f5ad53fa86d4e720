/* SPDX-License-Identifier: MulanPSL-2.0 */
/* search.js — the site's search, in the browser alone (decision 0022, search.h): lists propose documents, texts decide. What it reads are scripts,
   so that file:// works. It stands in search.html itself, with the pointer. ES2017, no build. */
(function () {
"use strict";
var own = document.currentScript, root = own.src.replace(/assets\/search\.js.*$/, "");
var PER_PAGE = 10, AT_ONCE = 14, WAVES = 2, FILES = 19, FILES_MOST = 40, GRAMS = 3, GRAMS_MOST = 9, UNIT = 64;

// ---- generator/search/fold.h; tests/search/fold.tsv holds it for both ----

function fold(s) {
  return s.normalize("NFKC").toLowerCase()
    .replace(/[\0- \x7f-\xa0\xad\u034f\u061c\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff]/g, "")
    .replace(/[[{\u3010\u3014\u3016\u3018\u301a]/g, "(").replace(/[\]}\u3011\u3015\u3017\u3019\u301b]/g, ")")
    .replace(/[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b]/g, "-")
    .replace(/[\u2022\u2027\u2219\u22c5\u2e31\u30fb]/g, "\xb7").replace(/\u03c2/g, "\u03c3");
}

// ---- generator/search/gram.h ----

function stir(h) {
  h = Math.imul(h ^ h >>> 16, 0x85ebca6b);
  h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
  return (h ^ h >>> 16) >>> 0;
}
function gramWhole(what, s) {
  var h = what.charCodeAt(0);
  for (var i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193);
  return stir(h);
}
function isKey(s) { return s.length > 4 || /[0-9]/.test(s); }
// What a whole number or name looks like: then it is looked for as one before anything else is read.
function looksWhole(s) { return /^(?!\d{4}-\d\d-\d\d$)[0-9a-z-]{10,}$|^[^(]{2,}\([0-9]{4}\).*[0-9]号$/.test(s) || s.length > 7 && /(公司|集团|合作社|中心|[店厂部院社所场馆坊行站校园会])$/.test(s); }
function isWord(s, i) { return i >= 0 && i < s.length && /[0-9a-z]/.test(s[i]) ? 1 : 0; }
// Those that every text with s in it has, each with its place; a triple instead of the pairs it holds.
function gramsOf(s) {
  var out = [], run = 0;
  for (var i = 0; i < s.length; i++) {
    var word = isWord(s, i), a = s.charCodeAt(i - 2), b = s.charCodeAt(i - 1), c = s.charCodeAt(i);
    var joint = /(\d\d[-,:/]|\d{3}\.)\d\d$/.exec(s.slice(i > 5 ? i - 5 : 0, i + 1));
    if (!word && run > 3 && i > run) { // says all that the triples inside would
      out = out.filter(g => g.at <= i - run);
      out.push({at: i, gram: gramWhole("#", s.slice(i - run, i)), good: 2, word: 1});
    }
    if (joint) {
      out = out.filter(g => g.at < i - 2 || g.good > 1);
      out.push({at: i, gram: gramWhole("-", joint[0]), good: 2, joint: 1});
    } else if (i > 1 && word + isWord(s, i - 1) + isWord(s, i - 2) > 1) out.push({at: i, gram: stir(stir(a << 16 | b) + c), good: 1, word: 1});
    else if (i > 0 && (s.length === 2 || word + isWord(s, i - 1) < 2)) out.push({at: i, gram: stir(b << 16 | c), good: 1});
    run = word ? run + 1 : 0;
  }
  return out;
}

// ---- files ----

var calls = {}, pointer = null, loads = {}, parsed = {}, files = 0;
if (own.dataset.now) loads.now = Promise.resolve(JSON.parse(own.dataset.now));
window.gongshi = {
  shard: (name, text) => calls[name] = text,
  now: p => calls.now = p,
  fold, find
};
// A script that is missing or cut short fails with its path.
function load(name, fresh) {
  if (!loads[name] || fresh) loads[name] = new Promise((done, fail) => {
    var e = document.createElement("script"), path = "find/" + name + ".js", rev = fresh ? Date.now() : 0;
    if (pointer) pointer.tiers.forEach(t => { if (name.startsWith(t.dir)) rev = t.rev; }); // what lost a document has a new address
    delete calls[name];
    files++;
    e.fetchPriority = "high"; // others wait for styles
    e.src = root + path + (rev ? "?" + rev : "");
    e.onload = e.onerror = () => {
      e.remove();
      if (name in calls) done(calls[name]); else { delete loads[name]; fail(path); }
    };
    document.head.append(e);
  });
  return loads[name];
}
function digit(s, i) { var c = s.charCodeAt(i) - 37; return c - (c > 55) - (c > 59); }
function bytesOf(s) {
  var out = new Uint8Array(s.length * .8), at = 0;
  for (var i = 0; i < s.length; i += 5) {
    var v = 0, n = Math.min(5, s.length - i);
    for (var k = 0; k < 5; k++) v = v * 85 + (k < n ? digit(s, i + k) : 84);
    for (k = 24; n > 1; n--, k -= 8) out[at++] = v >>> k;
  }
  return out;
}
class Reader {
  constructor(bytes, at) { this.b = bytes; this.at = at || 0; }
  number() {
    for (var v = 0, m = 1, c; ; m *= 128) {
      if (this.at >= this.b.length) throw 0;
      c = this.b[this.at++];
      v += (c & 127) * m;
      if (c < 128) return v;
    }
  }
  gaps(head, last, wanted) {
    var out = [], k = Math.floor(head / 2) & 31, n = Math.floor(head / 64), at = this.at * 8, b = this.b, most = b.length * 8;
    function bit() { if (at >= most) throw 0; return b[at >> 3] >> 7 - (at++ & 7) & 1; }
    for (var i = 0; i < n; i++) {
      var gap = 0, to = at + k + 1;
      for (; bit(); to++) gap++;
      if (wanted) while (at < to) gap = gap * 2 + bit();
      at = to;
      out.push(last += gap + 1);
    }
    this.at = at + 7 >> 3;
    return out;
  }
}
function hex(n, width) { return n.toString(16).padStart(width, "0"); }

// The repetitions of squeeze.h, put back.
function unsqueeze(s, dictionary) {
  var out = [], begin = dictionary.length, text = "", i;
  for (i = 0; i < begin; i++) out.push(dictionary.charCodeAt(i));
  for (i = 0; i < s.length; i++) {
    var c = s.charCodeAt(i), at = 0, n = 0, d;
    if (c > 4 || c < 1) { out.push(c); continue; }
    for (d = c & 1 ? 2 : 3; d; d--) at = at * 85 + digit(s, ++i);
    for (d = c > 2 ? 2 : 1; d; d--) n = n * 85 + digit(s, ++i);
    for (n += 2; n; n--) out.push(out[at++]);
  }
  for (i = begin; i < out.length; i += 4096) text += String.fromCharCode(...out.slice(i, i + 4096));
  return text;
}

// ---- lists ----

// {docs, upto: how far it is known, tail: chunks still to be read}
function readList(tier, gram) {
  var each = tier.shards / 16, shard = Math.floor(gram * tier.shards / 4294967296), part = Math.floor(shard / each);
  return load(tier.dir + "/g/" + hex(part, 2) + "/" + hex(shard % each, 1)).then(text => {
    var r = new Reader(bytesOf(text)), at = 0;
    while (r.at < r.b.length) {
      at += r.number();
      var head = r.number(), docs = r.gaps(head, -1, at === gram), tail = [];
      if (head & 1) for (var n = r.number(), last = r.number() * UNIT - 1, file = 0; n; n--)
        tail.push({before: last, last: last += r.number() * UNIT, file: file += r.number(), byte: r.number()});
      if (at === gram) return {docs: new Set(docs), tail, upto: tail.length ? tail[0].before : Infinity, part};
    }
    return {docs: new Set(), tail: [], upto: Infinity};
  });
}
function readChunk(tier, list) {
  var c = list.tail.shift();
  return load(tier.dir + "/t/" + hex(list.part, 2) + "/" + hex(c.file, 1)).then(text => {
    var r = new Reader(bytesOf(text), c.byte);
    r.gaps(r.number(), c.before, true).forEach(d => list.docs.add(d));
    list.upto = list.tail.length ? c.last : Infinity;
  });
}
// Beyond *upto* nothing is known yet: the text will tell.
function has(list, doc) { return doc > list.upto || list.docs.has(doc); }

// ---- documents ----

var BANDS = [0, 1000, 10000, 50000, 100000, 500000, 1000000];
function parse(text, tier, number) {
  var f = text.split("\x1f");
  if (f.length < 4) return null;
  var h = f[3].split("\x1d"), fen = h[4] ? +h[4] : null;
  return {tier, number, path: f[0], title: f[1], day: +f[2], agency: h[0], kind: h[1], category: h[2], party: h[3], fen,
    penalties: h[5] ? h[5].split("、") : [], fields: f.slice(4).map(t => ({label: t.charCodeAt(0) - 48, text: t.slice(1)}))};
}
function bandOf(fen) { for (var i = 6; i >= 0; i--) if (fen !== null && fen >= BANDS[i] * 100) return i; return -1; }
function dayNumber(s) { return s ? +s.replace(/-/g, "") : 0; }
function fits(q, d) {
  return ["agency", "kind", "category", "party"].every(k => !q[k] || q[k] === d[k]) &&
    (!q.penalty || d.penalties.includes(q.penalty)) && (!q.amount || +q.amount === bandOf(d.fen)) &&
    (!q.year || Math.floor(d.day / 10000) === +q.year) && (!q.from || d.day >= dayNumber(q.from)) && (!q.to || d.day <= dayNumber(q.to)) &&
    (!q.least || d.fen !== null && d.fen >= q.least * 100) && (!q.most || d.fen !== null && d.fen <= q.most * 100);
}
// Notes the fields in which words stand; *exact* when a word is the whole of a number.
function answers(q, d) {
  if (!fits(q, d)) return false;
  var texts = d.folded = d.folded || [fold(d.title)].concat(d.fields.map(f => fold(f.text)));
  d.exact = false;
  d.fields.forEach(f => f.shows = false);
  return q.words.every(w => {
    return texts.filter((t, i) => {
      if (i && t === w && isKey(w) && pointer.labels[d.fields[i - 1].label][0] === "=") d.exact = true;
      if (i && t.includes(w)) d.fields[i - 1].shows = true;
      return t.includes(w);
    }).length > 0;
  });
}

// ---- one question ----

// The best; of equally good ones first those that lie apart.
function spread(grams) {
  var out = [];
  [2, 1, 0].forEach(rank => {
    for (var gap = 2; gap; gap--) grams.forEach(g => {
      if (g.rank === rank && out.length < GRAMS_MOST && !out.includes(g) && out.every(o => o.rank !== rank || Math.abs(o.at - g.at) >= gap)) out.push(g);
    });
  });
  return out;
}
// Documents of a range of days: months begin where facets.js says.
function range(q, months, s) {
  var from = Math.max(dayNumber(q.from), q.year ? q.year * 10000 : 0), to = Math.min(dayNumber(q.to) || 99999999, q.year ? q.year * 10000 + 1231 : 99999999);
  s.at = s.end = s.tier.documents;
  for (var i = months.length - 1; i >= 0; i--) {
    if (months[i][0] <= Math.floor(to / 100)) s.at = months[i][1];
    if (months[i][0] < Math.floor(from / 100)) s.end = months[i][1];
  }
  if (s.at > s.end) s.at = s.end;
}
class Search {
  constructor(q) {
    this.q = q;
    this.hits = [];
    this.broken = [];
    this.from = files;
    this.states = pointer.tiers.map((t, i) => ({tier: t, place: i, lists: [], exact: [], grams: [], at: 0, end: t.documents, hits: 0, tried: 0, seen: {}}));
  }
  // What cannot be read says nothing; the rest goes on.
  part(promise, what, then) {
    return promise.then(then).catch(e => this.broken.push(typeof e === "string" ? e : what));
  }
  list(s, gram, then) { return this.part(readList(s.tier, gram), s.tier.dir, then); }
  open() {
    var q = this.q, work = [];
    this.states.forEach(s => {
      s.later = q.words.some(looksWhole);
      q.words.forEach(w => {
        var grams = gramsOf(w);
        grams.forEach(g => { if (!(g.rank = pointer.common.has(g.gram & 16383) ? g.joint | 0 : g.good) && g.word) s.year = g; });
        s.grams.push(...spread(grams));
        if (isKey(w) && !/^[\d,.]+元$/.test(w)) work.push(this.list(s, gramWhole("=", w), l => s.exact.push(...l.docs)));
      });
      ["agency", "kind", "category", "party", "penalty", "amount"].forEach(k => {
        if (q[k]) work.push(this.list(s, gramWhole("&", k + "=" + q[k]), l => s.lists.push(l)));
      });
      if (!s.later) work.push(...this.first(s));
      if (q.from || q.to || q.year) work.push(this.part(readFacets(s.tier), s.tier.dir, f => range(q, f.months, s)));
    });
    this.dict = this.part(load(pointer.tiers[pointer.tiers.length - 1].dir + "/dict"), "dict", text => {
      var parts = text.split("\x1e");
      pointer.labels = parts[0].split("\x1f");
      pointer.dictionary = parts.slice(1).join("\x1e");
    });
    return Promise.all(work);
  }
  // Where all are common, twice as many lists cost less than texts.
  first(s) {
    var best = s.grams[0], rank = best && best.rank, n = rank ? rank > 1 ? 2 : GRAMS : 2 * GRAMS;
    if (rank && s.year && s.grams.every(g => !g.joint)) { s.grams.unshift(s.year); n++; } // 2025
    return this.more(s, n);
  }
  more(s, n) {
    return s.grams.splice(0, n).map(g => this.list(s, g.gram, l => { l.good = g.good; s.lists.push(l); }));
  }
  // The next candidates, as far as lists are known; null when a list must be read further.
  candidates(s, most, room) {
    var out = [], lists = s.lists, exact = s.exact.filter(d => !s.seen[d]), old = this.q.sort === "old";
    s.short = false;
    if (exact.length) {
      exact = (old ? exact.reverse() : exact).slice(0, most);
      exact.forEach(d => s.seen[d] = 1);
      return exact;
    }
    if (s.later) { s.later = false; return "more"; }
    var sorted = lists.slice().sort((a, b) => a.docs.size - b.docs.size), full = sorted.find(l => !l.tail.length), driver = full || sorted[0];
    var all = [...driver ? driver.docs : Array(s.end).keys()].filter(d => d >= s.at && d < s.end && lists.every(l => has(l, d)));
    var upto = full && (full.good > 1 || all.length <= 2 * AT_ONCE) ? Infinity : Math.min(Infinity, ...lists.map(l => l.upto));
    var stop = Math.max(s.at, Math.min(upto + 1, s.end)), blocks = 0, last = -1;
    all = all.filter(d => d < stop);
    if (old) { // from the other end: lists are whole by then
      if (lists.some(l => l.tail.length)) return null;
      all.reverse();
      stop = s.at - 1;
    }
    all.some(d => { // of a file that is read anyway, all
      var file = Math.floor(d / s.tier.block);
      if (s.seen[d]) return;
      if (file !== last && (out.length >= most || blocks++ >= room)) { stop = d; return true; }
      last = file;
      s.seen[d] = 1;
      out.push(d);
    });
    if (old) s.end = stop + 1; else s.at = stop;
    s.done = s.at >= s.end;
    s.short = s.at > upto && out.length < most;
    return out.length || s.done ? out : null;
  }
  verify(s, docs) {
    return Promise.all(docs.map(d => {
      var b = Math.floor(d / s.tier.block), name = s.tier.dir + "/d/" + hex(b >> 8, 3) + "/" + hex(b & 255, 2);
      return this.part(Promise.all([load(name), this.dict]), s.tier.dir, ([text]) => {
        if (Object.keys(parsed).length > 400) parsed = {};
        var all = parsed[name] = parsed[name] || unsqueeze(text, pointer.dictionary).split("\x1e").map((t, i) => parse(t, s.place, b * s.tier.block + i)), one = all[d % s.tier.block];
        if (one && answers(this.q, one)) { this.hits.push(one); s.hits += one.exact ? 0 : 1; }
      });
    }));
  }
  // Whether all that may have been asked for whole was read.
  all() { return this.states.every(s => s.exact.every(d => s.seen[d])); }
  // What the lists say further on.
  tails(s) {
    return s.lists.filter(l => l.tail.length).map(l => this.part(readChunk(s.tier, l), s.tier.dir, () => {}));
  }
  // Reads on until so many hits are certain or a click has had its waves and files, more where nothing is found. With `whole` only until
  // what was asked for whole is found, the first time.
  run(need, whole) {
    var had = this.hits.length, waves = 0;
    var turn = () => {
      var work = [], began = files, left = FILES + this.from - files, last = waves === WAVES - 1;
      this.done = this.all() && this.states.every(s => s.done);
      if (this.hits.length > had ? waves >= WAVES || left < 1 : left <= FILES - FILES_MOST) return;
      if (whole && !this.whole && this.hits.some(d => d.exact)) { this.whole = true; return; }
      this.states.forEach(s => {
        if (s.done || s.hits >= need) return;
        var room = Math.max(1, Math.min(AT_ONCE, (waves < WAVES ? FILES : FILES_MOST) + this.from - files));
        var docs = !last && s.grams.length && s.tried > 5 && s.hits * 2 < s.tried ? "more" : this.candidates(s, Math.ceil((need - s.hits) * Math.min(8, (s.tried + 1) / (s.hits + 1))), room);
        if (docs === "more") work.push(...s.lists.length ? this.more(s, GRAMS) : this.first(s));
        else if (docs) {
          work.push(this.verify(s, docs));
          s.tried += docs.length;
        }
        if (!docs || s.short && !last) work.push(...this.tails(s));
      });
      waves += files > began ? 1 : 0;
      return work.length && Promise.all(work).then(turn);
    };
    return Promise.resolve(turn()).then(() => {
      this.from = files;
      var way = this.q.sort === "old" ? -1 : 1;
      this.hits.sort((a, b) => b.exact - a.exact || way * (b.day - a.day) || way * (a.tier - b.tier) || way * (a.number - b.number));
    });
  }
}

function readFacets(tier) {
  return load(tier.dir + "/facets").then(text => {
    var parts = text.split("\x1e").map(p => p ? p.split("\x1f") : []), facets = [], months = [], i;
    for (i = 0; i + 2 < parts[0].length; i += 3) facets.push({key: parts[0][i].split("=")[0], value: parts[0][i].replace(/^[^=]*=/, ""), n: +parts[0][i + 1], name: parts[0][i + 2]});
    for (i = 0; i + 1 < parts[1].length; i += 2) months.push([+parts[1][i], +parts[1][i + 1]]);
    return {facets, months};
  });
}
// The pointer; anew when shards are missing: a publication may have replaced them.
function readPointer(fresh) {
  return load("now", fresh).then(p => {
    if (p.format !== 11 || !p.tiers.length) throw "find/now.js";
    if (!pointer || JSON.stringify(pointer.tiers) !== JSON.stringify(p.tiers)) {
      var r = new Reader(bytesOf(p.tiers[p.tiers.length - 1].common));
      pointer = {tiers: p.tiers, common: new Set(r.gaps(r.number(), -1, true))}; // the last bits of grams that stand in many documents
      loads = {now: loads.now};
      parsed = {};
      return true;
    }
    return false;
  });
}

function find(q) {
  q.words = q.words.map(w => fold(w.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, m => m[1] ? m : "\ufffd"))); // what is typed may hold half a character
  q.found = readPointer().then(() => {
    var s = new Search(q);
    return s.open().then(() => s);
  });
  q.found.catch(() => {}); // told where it is awaited
  return q.found;
}

// ---- the page: its words are data of templates/search.mustache ----

var KEYS = ["agency", "category", "kind", "year", "penalty", "amount", "party", "from", "to", "least", "most"], box, typed, first, now = null;
function $(id) { return document.getElementById(id); }
function say(key) {
  var v = arguments;
  return (box.dataset[key] || "").replace(/\{(\d)\}/g, (m, i) => v[i]);
}
function make(name, text, more) {
  var e = document.createElement(name);
  if (text) e.textContent = text;
  for (var k in more) e[k] = more[k];
  return e;
}
function empty(e) { e.textContent = ""; return e; }
function dayText(n) { return n ? String(n).replace(/(....)(..)(..)/, "$1-$2-$3") : ""; }

function asked() {
  var p = new URLSearchParams(location.search), q = {raw: p.getAll("q").filter(w => w.trim()), sort: p.get("sort") === "old" ? "old" : "", page: Math.max(1, +p.get("p") || 1)};
  KEYS.forEach(k => { if (p.get(k)) q[k] = p.get(k); });
  q.words = q.raw.slice();
  q.filtered = KEYS.some(k => q[k]);
  return q;
}
function address(changes) {
  var q = Object.assign(asked(), {page: 1}, changes), p = new URLSearchParams();
  q.raw.forEach(w => p.append("q", w));
  KEYS.forEach(k => { if (q[k]) p.set(k, q[k]); });
  if (q.sort) p.set("sort", q.sort);
  if (q.page > 1) p.set("p", q.page);
  return location.pathname + "?" + p;
}
// Some browsers let no page from a folder change its address: it is opened anew.
function go(changes) {
  var to = address(changes);
  try { history.pushState(null, "", to); } catch (e) { location.href = to; return; }
  start(true);
}
function link(text, changes, name) {
  var a = make("a", text, {href: address(changes), className: name || ""});
  a.onclick = e => { if (e.ctrlKey || e.metaKey || e.shiftKey) return; e.preventDefault(); go(changes); };
  return a;
}

// Where words stand in a text, as pairs of places in the text itself; none when folding moved them.
var folds = {};
function places(text, words) {
  var folded = "", at = [], out = [], i = 0;
  for (var c of text) {
    var f = folds[c] = folds[c] || fold(c);
    for (var k = 0; k < f.length; k++) at.push([i, i + c.length]);
    folded += f;
    i += c.length;
  }
  words.forEach(w => {
    for (var p = folded.indexOf(w); w && p >= 0; p = folded.indexOf(w, p + w.length)) out.push([at[p][0], at[p + w.length - 1][1]]);
  });
  return out.sort((a, b) => a[0] - b[0]);
}
function marked(e, text, words) {
  var at = 0;
  places(text, words).forEach(p => {
    if (p[0] < at) return;
    e.append(text.slice(at, p[0]));
    e.append(make("mark", text.slice(p[0], p[1])));
    at = p[1];
  });
  e.append(text.slice(at));
  return e;
}
// The surroundings of the first word in a text.
function excerpt(text, words) {
  var p = places(text, words)[0], from = p ? Math.max(0, p[0] - 24) : 0, to = Math.max(p ? p[1] + 48 : 0, from + 90);
  return (from ? "…" : "") + text.slice(from, to).replace(/\s+/g, " ") + (to < text.length ? "…" : "");
}
function hitItem(d, words) {
  var li = make("li"), meta = [dayText(d.day), d.agency && d.fields.length ? d.fields[0].text : "", d.category].filter(Boolean);
  li.append(marked(make("a", "", {href: root + d.path}), d.title, words));
  li.append(make("p", meta.join(" · "), {className: "small"}));
  d.fields.filter(f => f.shows).slice(0, 2).forEach(f => {
    var p = make("p", pointer.labels[f.label].replace("=", "") + box.dataset.mark);
    li.append(marked(p, excerpt(f.text, words), words));
  });
  return li;
}

function show(s, q) {
  var from = (q.page - 1) * PER_PAGE, n = s.hits.length, pager = empty($("pager")), list = empty($("hits"));
  var shown = s.hits.slice(from, from + PER_PAGE);
  list.start = from + 1;
  shown.forEach(d => list.append(hitItem(d, q.words)));
  $("count").textContent = (n ? say(s.done ? "count" : s.hits[n - 1].exact && s.all() ? "whole" : "least", n) :
    s.broken.length ? "" : say(s.done ? "none" : "notyet", q.raw.join(say("and")).slice(0, 60))) + (s.broken.length ? say("broken", s.broken[0]) : "");
  $("browse").hidden = n || !s.done;
  if (q.page > 1) pager.append(link(say("before"), {page: q.page - 1}));
  if (n > from + PER_PAGE || (!s.done && shown.length === PER_PAGE)) pager.append(link(say("after"), {page: q.page + 1}));
  if (!s.done && shown.length < PER_PAGE) pager.append(make("button", say("more"), {type: "button", onclick: () => { read(s, q); }}));
  if (n) pager.append(make("button", say("csv"), {type: "button", onclick: csv}));
  if (!n && s.done && q.raw.length === 1 && /\s/.test(q.raw[0].trim())) // one string was asked for; perhaps several were meant
    pager.append(link(say("split", q.raw[0].trim().split(/\s+/).join(say("and"))), {raw: q.raw[0].trim().split(/\s+/)}));
}
function read(s, q) {
  $("count").textContent = say("loading");
  box.setAttribute("aria-busy", "true");
  return s.run(q.page * PER_PAGE, true).then(() => {
    if (now !== s) return;
    if (s.broken.length && !s.again) return readPointer(true).catch(() => {}).then(changed => {
      if (changed) return start();
      s.again = true;
      end(s, q);
    });
    end(s, q);
  });
}
function end(s, q) {
  box.removeAttribute("aria-busy");
  if (s.done && q.page > 1 && s.hits.length <= (q.page - 1) * PER_PAGE) q.page = Math.max(1, Math.ceil(s.hits.length / PER_PAGE)); // there was no more
  show(s, q);
}

function chips(q) {
  var ul = empty($("chips"));
  function chip(text, changes) {
    var li = make("li"), a = link(text + " ✕", changes);
    a.setAttribute("aria-label", say("remove", text));
    li.append(a);
    ul.append(li);
  }
  if (q.raw.length > 1) q.raw.forEach((w, i) => { chip(w, {raw: q.raw.filter((x, k) => k !== i)}); });
  KEYS.forEach(k => { var c = {}; c[k] = ""; if (q[k]) chip(say("key" + k) + box.dataset.mark + nameOf(k, q[k]), c); });
  if (q.raw.length || q.filtered) { var li = make("li"); li.append(link(say(q.sort ? "newest" : "oldest"), {sort: q.sort ? "" : "old"})); ul.append(li); }
}
var names = {};
function nameOf(key, value) { return key === "amount" ? (say("bands").split("|")[+value] || value) : names[key + "=" + value] || value; }

// Values to choose from.
function filters() {
  var form = $("filters");
  if (form.childElementCount) return;
  readPointer().then(() => Promise.all(pointer.tiers.map(readFacets))).then(all => {
    var q = asked(), sums = {};
    function field(key, input) {
      var label = make("label", say("key" + key));
      input.name = key;
      input.value = q[key] || "";
      label.append(input);
      form.append(label);
    }
    all.forEach(one => {
      one.months.forEach(m => sums["year=" + Math.floor(m[0] / 100)] = 0);
      one.facets.forEach(f => {
        var k = f.key + "=" + f.value;
        sums[k] = (sums[k] || 0) + f.n;
        if (f.name) names[k] = f.name;
      });
    });
    KEYS.slice(0, 7).forEach(key => {
      var select = make("select");
      select.append(make("option", say("any"), {value: ""}));
      Object.keys(sums).filter(k => k.startsWith(key + "=") && k.length > key.length + 1)
        .sort((a, b) => key === "amount" ? (a < b ? -1 : 1) : sums[b] - sums[a] || (a > b ? -1 : 1)).forEach(k => {
          var value = k.slice(key.length + 1);
          select.append(make("option", nameOf(key, value) + (sums[k] ? " (" + sums[k] + ")" : ""), {value}));
        });
      field(key, select);
    });
    ["from", "to"].forEach(k => { field(k, make("input", "", {type: "date"})); });
    ["least", "most"].forEach(k => { field(k, make("input", "", {type: "number", min: 0})); });
    form.append(make("button", say("apply")));
    chips(q);
  }).catch(() => form.append(make("p", say("noindex"))));
  form.onsubmit = e => {
    e.preventDefault();
    var changes = {};
    KEYS.forEach(k => changes[k] = form.elements[k] ? form.elements[k].value : "");
    go(changes);
  };
}

// For a spreadsheet, which takes nothing in it for a formula.
function csv() {
  function cell(v) { v = String(v); return '"' + (/^[=+\-@\t\r]/.test(v) ? "'" : "") + v.replace(/"/g, '""') + '"'; }
  var rows = [say("heads").split("|")].concat(now.hits.map(d => [d.title, dayText(d.day), d.fields.length ? d.fields[0].text : "", d.category, new URL(root + d.path, location.href).href]));
  var a = make("a", "", {href: URL.createObjectURL(new Blob(["\ufeff" + rows.map(r => r.map(cell).join(",")).join("\r\n") + "\r\n"], {type: "text/csv"})), download: say("file")});
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}

function start(moved) {
  var q = first || asked();
  now = first = null;
  typed.value = q.raw.length > 1 ? "" : q.raw[0] || "";
  box.hidden = !(q.raw.length || q.filtered);
  $("browse").hidden = !box.hidden;
  if (box.hidden) return;
  empty($("hits"));
  empty($("pager"));
  chips(q);
  if (!q.found) find(q);
  if (q.words.some(w => [...w].length < 2)) { $("count").textContent = say("short"); $("browse").hidden = false; return; }
  $("count").textContent = say("loading");
  q.found.then(s => {
    now = s;
    return read(s, q);
  }).then(() => { if (moved) $("count").focus(); }, () => { box.removeAttribute("aria-busy"); $("count").textContent = say("noindex"); $("browse").hidden = false; });
}
// A question is asked as soon as the script is there, and answered when the page is.
function ready() {
  box = $("found");
  if (!box) return;
  typed = $("q");
  typed.form.addEventListener("submit", e => {
    e.preventDefault();
    go({raw: typed.value.trim() ? [typed.value] : []});
  });
  $("filter").addEventListener("toggle", () => { if ($("filter").open) filters(); });
  window.addEventListener("popstate", () => start(true));
  document.addEventListener("keydown", e => { if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); typed.focus(); } });
  start();
}
if (location.search) find(first = asked());
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
})();
