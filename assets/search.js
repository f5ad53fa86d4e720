/* SPDX-License-Identifier: MulanPSL-2.0 */
/* search.js — the site's search, in the browser alone: reads find/ (decision 0022, search.h). Lists propose documents, texts decide. Scripts are
   loaded by script elements, so it works from a folder (file://) as from a server. ES2017, no build, no dependency. */
(function () {
"use strict";
var own = document.currentScript, root = own.src.replace(/assets\/search\.js.*$/, "");
var PER_PAGE = 10, AT_ONCE = 14, FILES_A_CLICK = 40, GRAMS = 3, GRAMS_MOST = 9, UNIT = 64;

// ---- the fold: generator/search/fold.h; tests/search/fold.tsv holds it for both ----

function fold(s) {
  return s.normalize("NFKC").toLowerCase()
    .replace(/[\0- \x7f-\xa0\xad\u034f\u061c\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff]/g, "")
    .replace(/[[{\u3010\u3014\u3016\u3018\u301a]/g, "(").replace(/[\]}\u3011\u3015\u3017\u3019\u301b]/g, ")")
    .replace(/[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b]/g, "-")
    .replace(/[\u2022\u2027\u2219\u22c5\u2e31\u30fb]/g, "\xb7").replace(/\u03c2/g, "\u03c3");
}
// What is typed may hold half a character; no text does.
function whole(s) { return s.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, function (m) { return m.length > 1 ? m : "\ufffd"; }); }

// ---- grams: generator/search/gram.h ----

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
function looksWhole(s) { return isKey(s) && /^[0-9a-z-]{10,}$|[0-9]号$|(公司|集团|合作社|中心|[店厂部院社所场馆坊行站校园会])$/.test(s); }
function isWord(s, i) { return i >= 0 && i < s.length && /[0-9a-z]/.test(s[i]) ? 1 : 0; }
// Those that every text with s in it has, each with its place; a triple instead of the pairs it holds.
function gramsOf(s) {
  var out = [], run = 0;
  for (var i = 0; i < s.length; i++) {
    var word = isWord(s, i), a = s.charCodeAt(i - 2), b = s.charCodeAt(i - 1), c = s.charCodeAt(i);
    if (!word && run > 3 && i > run) { // says all that the triples inside would
      out = out.filter(function (g) { return g.at <= i - run; });
      out.push({at: i, gram: gramWhole("#", s.slice(i - run, i)), good: 2});
    }
    if (i > 1 && word + isWord(s, i - 1) + isWord(s, i - 2) > 1) out.push({at: i, gram: stir(stir((a << 16 | b) >>> 0) + c >>> 0), good: 1});
    else if (i > 0 && (s.length === 2 || word + isWord(s, i - 1) < 2)) out.push({at: i, gram: stir((b << 16 | c) >>> 0), good: 1});
    run = word ? run + 1 : 0;
  }
  return out;
}

// ---- files ----

var calls = {}, pointer = null, loads = {}, parsed = {}, files = 0;
window.gongshi = {
  shard: function (name, text) { calls[name] = text; },
  now: function (p) { calls.now = p; }
};
// A script that is missing, or is cut short and so says nothing, fails with its path.
function load(name, fresh) {
  if (!loads[name] || fresh) loads[name] = new Promise(function (done, fail) {
    var e = document.createElement("script"), path = "find/" + name + ".js", rev = fresh ? Date.now() : 0;
    if (pointer) pointer.tiers.forEach(function (t) { if (name.indexOf(t.dir) === 0) rev = t.rev; }); // what lost a document has a new address
    delete calls[name];
    files++;
    e.src = root + path + (rev ? "?" + rev : "");
    e.onload = e.onerror = function () {
      e.remove();
      if (name in calls) done(calls[name]); else { delete loads[name]; fail(path); }
    };
    document.head.appendChild(e);
  });
  return loads[name];
}
function digit(s, i) { var c = s.charCodeAt(i) - 37; return c - (c > 55) - (c > 59); }
function bytesOf(s) {
  var out = [];
  for (var i = 0; i < s.length; i += 5) {
    var v = 0, n = Math.min(5, s.length - i);
    for (var k = 0; k < 5; k++) v = v * 85 + (k < n ? digit(s, i + k) : 84);
    for (k = 3; k > 4 - n; k--) out.push(Math.floor(v / Math.pow(256, k)) & 255);
  }
  return out;
}
function Reader(bytes, at) { this.b = bytes; this.at = at || 0; }
Reader.prototype.number = function () {
  for (var v = 0, m = 1, c; ; m *= 128) {
    if (this.at >= this.b.length) throw 0;
    c = this.b[this.at++];
    v += (c & 127) * m;
    if (c < 128) return v;
  }
};
Reader.prototype.gaps = function (head, last) {
  var out = [], k = Math.floor(head / 2) & 31, n = Math.floor(head / 64), at = this.at * 8, b = this.b, most = b.length * 8;
  function bit() { if (at >= most) throw 0; return b[at >> 3] >> 7 - (at++ & 7) & 1; }
  for (var i = 0; i < n; i++) {
    var gap = 0, low = 0;
    while (bit()) gap++;
    for (var j = 0; j < k; j++) low = low * 2 + bit();
    out.push(last += gap * Math.pow(2, k) + low + 1);
  }
  this.at = at + 7 >> 3;
  return out;
};
function hex(n, width) { return ("000" + n.toString(16)).slice(-Math.max(width, n.toString(16).length)); }

// The repetitions of squeeze.h, put back.
function unsqueeze(s, dictionary) {
  var out = dictionary, from = 0;
  for (var i = 0; i < s.length; i++) {
    var c = s.charCodeAt(i);
    if (c > 4 || c < 1) continue;
    out += s.slice(from, i++);
    var at = 0, n = 0, d;
    for (d = c & 1 ? 2 : 3; d; d--) at = at * 85 + digit(s, i++);
    for (d = c > 2 ? 2 : 1; d; d--) n = n * 85 + digit(s, i++);
    for (n += 2; n > 0; n -= d) { d = Math.min(n, out.length - at); out += out.substr(at, d); at += d; }
    from = i--;
  }
  return (out + s.slice(from)).slice(dictionary.length);
}

// ---- lists ----

// {docs, upto: the last document it is known up to, tail: chunks still to be read}
function readList(tier, gram) {
  var each = tier.shards / 16, shard = Math.floor(gram * tier.shards / 4294967296), part = Math.floor(shard / each);
  return load(tier.dir + "/g/" + hex(part, 2) + "/" + hex(shard % each, 1)).then(function (text) {
    var r = new Reader(bytesOf(text)), at = 0;
    while (r.at < r.b.length) {
      at += r.number();
      var head = r.number(), docs = r.gaps(head, -1), tail = [];
      if (head & 1) for (var n = r.number(), last = r.number() * UNIT - 1, file = 0; n; n--)
        tail.push({before: last, last: last += r.number() * UNIT, file: file += r.number(), byte: r.number()});
      if (at === gram) return {docs: docs, tail: tail, upto: tail.length ? tail[0].before : Infinity, part: part};
    }
    return {docs: [], tail: [], upto: Infinity};
  });
}
function readChunk(tier, list) {
  var c = list.tail.shift();
  return load(tier.dir + "/t/" + hex(list.part, 2) + "/" + hex(c.file, 1)).then(function (text) {
    var r = new Reader(bytesOf(text), c.byte);
    list.docs = list.docs.concat(r.gaps(r.number(), c.before));
    list.upto = list.tail.length ? c.last : Infinity;
  });
}
function has(list, doc) {
  if (doc > list.upto) return true; // not known yet: the text will tell
  for (var lo = 0, hi = list.docs.length; lo < hi;) { var m = lo + hi >> 1; if (list.docs[m] < doc) lo = m + 1; else hi = m; }
  return list.docs[lo] === doc;
}

// ---- documents ----

var BANDS = [0, 1000, 10000, 50000, 100000, 500000, 1000000];
function parse(text, tier, number) {
  var f = text.split("\x1f");
  if (f.length < 4) return null;
  var h = f[3].split("\x1d"), fen = h[4] ? +h[4] : null;
  return {tier: tier, number: number, path: f[0], title: f[1], day: +f[2], agency: h[0], kind: h[1], category: h[2], party: h[3], fen: fen,
    penalties: h[5] ? h[5].split("、") : [], fields: f.slice(4).map(function (t) { return {label: t.charCodeAt(0) - 48, text: t.slice(1)}; })};
}
function bandOf(fen) { for (var i = 6; i >= 0; i--) if (fen !== null && fen >= BANDS[i] * 100) return i; return -1; }
function dayNumber(s) { return s ? +s.replace(/-/g, "") : 0; }
function fits(q, d) {
  return ["agency", "kind", "category", "party"].every(function (k) { return !q[k] || q[k] === d[k]; }) &&
    (!q.penalty || d.penalties.indexOf(q.penalty) >= 0) && (!q.amount || +q.amount === bandOf(d.fen)) &&
    (!q.year || Math.floor(d.day / 10000) === +q.year) && (!q.from || d.day >= dayNumber(q.from)) && (!q.to || d.day <= dayNumber(q.to)) &&
    (!q.least || d.fen !== null && d.fen >= q.least * 100) && (!q.most || d.fen !== null && d.fen <= q.most * 100);
}
// Fields in which words stand are kept, for showing; *exact* when a word is the whole of a number.
function answers(q, d) {
  if (!fits(q, d)) return false;
  var texts = d.folded = d.folded || [fold(d.title)].concat(d.fields.map(function (f) { return fold(f.text); }));
  d.exact = false;
  d.fields.forEach(function (f) { f.shows = false; });
  return q.words.every(function (w) {
    return texts.filter(function (t, i) {
      if (i && t === w && isKey(w) && pointer.labels[d.fields[i - 1].label][0] === "=") d.exact = true;
      if (i && t.indexOf(w) >= 0) d.fields[i - 1].shows = true;
      return t.indexOf(w) >= 0;
    }).length > 0;
  });
}

// ---- one question, answered tier by tier, newest first ----

function Search(q) {
  this.q = q;
  this.hits = [];
  this.broken = [];
  this.done = false;
  this.states = pointer.tiers.map(function (t, i) {
    return {tier: t, place: i, lists: [], exact: [], grams: [], at: 0, end: t.documents, hits: 0, tried: 0, seen: {}, done: false};
  });
}
Search.prototype.failed = function (path) {
  if (this.broken.indexOf(path) < 0) this.broken.push(path);
};
// A part that cannot be read says nothing; the rest goes on.
Search.prototype.part = function (promise, what, then) {
  var me = this;
  return promise.then(then).catch(function (e) { me.failed(typeof e === "string" ? e : what); });
};
Search.prototype.open = function () {
  var me = this, q = me.q, work = [], common = pointer.common;
  me.states.forEach(function (s) {
    s.later = q.words.some(looksWhole);
    q.words.forEach(function (w) {
      var grams = gramsOf(w).map(function (g) { return {gram: g.gram, at: g.at, rank: common[g.gram >>> 3 & 2047] >> (g.gram & 7) & 1 ? 0 : g.good}; });
      s.grams = s.grams.concat(spread(grams));
      if (isKey(w)) work.push(me.part(readList(s.tier, gramWhole("=", w)), s.tier.dir, function (l) { s.exact = s.exact.concat(l.docs); }));
    });
    ["agency", "kind", "category", "party", "penalty", "amount"].forEach(function (k) {
      if (q[k]) work.push(me.part(readList(s.tier, gramWhole("&", k + "=" + q[k])), s.tier.dir, function (l) { s.lists.push(l); }));
    });
    if (!s.later) work = work.concat(me.more(s, GRAMS));
    if (q.from || q.to || q.year) work.push(me.part(readFacets(s.tier), s.tier.dir, function (f) { range(q, f.months, s); }));
  });
  work.push(me.part(load(pointer.tiers[pointer.tiers.length - 1].dir + "/dict"), "dict", function (text) {
    var parts = text.split("\x1e");
    pointer.labels = parts[0].split("\x1f");
    pointer.dictionary = parts.slice(1).join("\x1e");
  }));
  return Promise.all(work);
};
// The best of them; of equally good ones first those that lie apart.
function spread(grams) {
  var out = [];
  [2, 1, 0].forEach(function (rank) {
    for (var gap = 2; gap; gap--) grams.forEach(function (g) {
      if (g.rank === rank && out.length < GRAMS_MOST && out.indexOf(g) < 0 && out.every(function (o) { return o.rank !== rank || Math.abs(o.at - g.at) >= gap; })) out.push(g);
    });
  });
  return out;
}
Search.prototype.more = function (s, n) {
  var me = this;
  return s.grams.splice(0, n).map(function (g) {
    return me.part(readList(s.tier, g.gram), s.tier.dir, function (l) { s.lists.push(l); });
  });
};
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
// The next candidates, as far as lists are known; null when a list must be read further.
Search.prototype.candidates = function (s, most) {
  var out = [], lists = s.lists, exact = s.exact.filter(function (d) { return !s.seen[d]; });
  if (exact.length) { exact.forEach(function (d) { s.seen[d] = 1; }); return exact; }
  if (s.later) { s.later = false; return "more"; }
  var wholes = lists.filter(function (l) { return !l.tail.length; }).sort(function (a, b) { return a.docs.length - b.docs.length; }), full = wholes[0];
  var left = full ? full.docs.filter(function (d) { return d >= s.at && wholes.every(function (l) { return has(l, d); }); }).length : Infinity, few = left <= 2 * AT_ONCE;
  if (s.grams.length && (few ? left > 3 : s.grams[0].rank && full)) return "more"; // another list costs less than texts or tails
  var known = few ? Infinity : Math.min.apply(null, lists.map(function (l) { return l.upto; }).concat([Infinity]));
  var driver = full || lists.slice().sort(function (a, b) { return a.docs.length - b.docs.length; })[0];
  if (this.q.sort === "old") return this.oldest(s, driver, most);
  function take(d) { if (!s.seen[d] && lists.every(function (l) { return has(l, d); })) { s.seen[d] = 1; out.push(d); } }
  var i = 0;
  if (driver) while (i < driver.docs.length && driver.docs[i] < s.at) i++;
  for (; s.at < s.end && s.at <= known && out.length < most; s.at++) {
    if (driver) {
      if (i >= driver.docs.length) { s.at = Math.min(driver.upto + 1, s.end); break; }
      s.at = Math.min(driver.docs[i++], s.end);
      if (s.at >= s.end || s.at > known) break;
    }
    take(s.at);
  }
  if (s.at >= s.end) s.done = true;
  return out.length || s.done ? out : null;
};
// From the other end: lists are whole by then.
Search.prototype.oldest = function (s, driver, most) {
  var out = [], lists = s.lists, i = driver ? driver.docs.length : 0;
  if (lists.some(function (l) { return l.tail.length; })) return null;
  if (s.top === undefined) s.top = s.end;
  while (s.top > s.at && out.length < most) {
    if (!driver) s.top--;
    else {
      while (i > 0 && driver.docs[i - 1] >= s.top) i--;
      s.top = i > 0 ? driver.docs[--i] : -1;
    }
    if (s.top >= s.at && !s.seen[s.top] && lists.every(function (l) { return has(l, s.top); })) { s.seen[s.top] = 1; out.push(s.top); }
  }
  s.done = s.top <= s.at;
  return out;
};
Search.prototype.verify = function (s, docs) {
  var me = this, blocks = {};
  docs.forEach(function (d) { var b = Math.floor(d / s.tier.block); (blocks[b] = blocks[b] || []).push(d); });
  return Promise.all(Object.keys(blocks).map(function (b) {
    var name = s.tier.dir + "/d/" + hex(b >> 8, 3) + "/" + hex(b & 255, 2);
    return me.part(load(name), "find/" + name + ".js", function (text) {
      var all = parsed[name];
      if (!all) {
        if (Object.keys(parsed).length > 400) parsed = {};
        all = parsed[name] = unsqueeze(text, pointer.dictionary).split("\x1e").map(function (t, i) { return parse(t, s.place, b * s.tier.block + i); });
      }
      blocks[b].forEach(function (d) {
        var one = all[d % s.tier.block];
        if (one && answers(me.q, one)) { me.hits.push(one); s.hits += one.exact ? 0 : 1; }
      });
    });
  }));
};
// Reads on until so many hits are certain, all is read, or a click's share of files is used up; with `whole` only until what has been asked
// for whole is found, the first time.
Search.prototype.run = function (need, whole) {
  var me = this, began = files;
  function turn() {
    var work = [];
    if (whole && !me.whole && me.hits.some(function (d) { return d.exact; })) { me.whole = true; return Promise.resolve(); }
    me.states.forEach(function (s) {
      if (s.done || s.hits >= need) return;
      var docs = me.candidates(s, Math.min(AT_ONCE, need - s.hits + (s.tried > s.hits ? 4 : 0)));
      if (docs === "more") work = work.concat(me.more(s, GRAMS));
      else if (docs) {
        work.push(me.verify(s, docs));
        if (s.tried > 5 && s.hits * 2 < s.tried) work = work.concat(me.more(s, GRAMS)); // lists that keep out more
        s.tried += docs.length;
      } else {
        var upto = Math.min.apply(null, s.lists.map(function (l) { return l.upto; }));
        s.lists.forEach(function (l) {
          if (l.tail.length && (me.q.sort === "old" || l.upto <= upto + s.tier.documents / 50))
            work.push(me.part(readChunk(s.tier, l), s.tier.dir, function () {}));
        });
      }
    });
    me.done = me.states.every(function (s) { return s.done && s.exact.every(function (d) { return s.seen[d]; }); });
    if (!work.length || (files - began >= FILES_A_CLICK && me.states.some(function (s) { return !s.done; }))) return Promise.all(work);
    return Promise.all(work).then(turn);
  }
  return turn().then(function () {
    var way = me.q.sort === "old" ? -1 : 1;
    me.hits.sort(function (a, b) { return (b.exact ? 1 : 0) - (a.exact ? 1 : 0) || way * (b.day - a.day) || way * (a.tier - b.tier) || way * (a.number - b.number); });
  });
};

function readFacets(tier) {
  return load(tier.dir + "/facets").then(function (text) {
    var parts = text.split("\x1e").map(function (p) { return p ? p.split("\x1f") : []; }), facets = [], months = [], i;
    for (i = 0; i + 2 < parts[0].length; i += 3) facets.push({key: parts[0][i].split("=")[0], value: parts[0][i].replace(/^[^=]*=/, ""), n: +parts[0][i + 1], name: parts[0][i + 2]});
    for (i = 0; i + 1 < parts[1].length; i += 2) months.push([+parts[1][i], +parts[1][i + 1]]);
    return {facets: facets, months: months};
  });
}
// The pointer, anew when shards are missing: a publication may have replaced them.
function readPointer(fresh) {
  return load("now", fresh).then(function (p) {
    if (p.format !== 6 || !p.tiers.length) throw "find/now.js";
    if (!pointer || JSON.stringify(pointer.tiers) !== JSON.stringify(p.tiers)) {
      pointer = {tiers: p.tiers, common: bytesOf(p.tiers[p.tiers.length - 1].common)};
      loads = {now: loads.now};
      parsed = {};
      return true;
    }
    return false;
  });
}

window.gongshi.fold = fold;
// All hits of a question, as many as are needed: for the page, and for tests.
function find(q) {
  q.words = q.words.map(function (w) { return fold(whole(w)); });
  return readPointer().then(function () {
    var s = new Search(q);
    return s.open().then(function () { return s; });
  });
}
window.gongshi.find = find;

// ---- the page: its words stand in templates/search.mustache as data ----

var box = document.getElementById("found");
if (!box) return;
var KEYS = ["agency", "category", "kind", "year", "penalty", "amount", "party", "from", "to", "least", "most"], now = null, shown = [];
function $(id) { return document.getElementById(id); }
function say(key) {
  var v = arguments;
  return (box.dataset[key] || "").replace(/\{(\d)\}/g, function (m, i) { return v[i]; });
}
function make(name, text, more) {
  var e = document.createElement(name);
  if (text) e.textContent = text;
  for (var k in more) e[k] = more[k];
  return e;
}
function empty(e) { while (e.firstChild) e.removeChild(e.firstChild); return e; }
function dayText(n) { return n ? String(n).replace(/(....)(..)(..)/, "$1-$2-$3") : ""; }

function asked() {
  var p = new URLSearchParams(location.search), q = {raw: p.getAll("q").filter(function (w) { return w.trim(); }), sort: p.get("sort") === "old" ? "old" : "", page: Math.max(1, +p.get("p") || 1)};
  KEYS.forEach(function (k) { if (p.get(k)) q[k] = p.get(k); });
  q.words = q.raw.slice();
  q.filtered = KEYS.some(function (k) { return q[k]; });
  return q;
}
function address(changes) {
  var q = Object.assign(asked(), {page: 1}, changes), p = new URLSearchParams();
  q.raw.forEach(function (w) { p.append("q", w); });
  KEYS.forEach(function (k) { if (q[k]) p.set(k, q[k]); });
  if (q.sort) p.set("sort", q.sort);
  if (q.page > 1) p.set("p", q.page);
  return location.pathname + "?" + p;
}
// Some browsers let no page opened from a folder change its address: then it is opened anew.
function go(changes) {
  var to = address(changes);
  try { history.pushState(null, "", to); } catch (e) { location.href = to; return; }
  start(true);
}
function link(text, changes, name) {
  var a = make("a", text, {href: address(changes), className: name || ""});
  a.onclick = function (e) { if (e.ctrlKey || e.metaKey || e.shiftKey) return; e.preventDefault(); go(changes); };
  return a;
}

// Where words stand in a text, as pairs of places in the text itself; none when folding moved them.
function places(text, words) {
  var folded = "", at = [], out = [];
  for (var i = 0; i < text.length; i++) {
    var c = text[i];
    if (/[\ud800-\udbff]/.test(c)) c += text[i + 1] || "";
    var f = fold(c);
    for (var k = 0; k < f.length; k++) at.push([i, i + c.length]);
    folded += f;
    i += c.length - 1;
  }
  words.forEach(function (w) {
    for (var p = folded.indexOf(w); w && p >= 0; p = folded.indexOf(w, p + w.length)) out.push([at[p][0], at[p + w.length - 1][1]]);
  });
  return out.sort(function (a, b) { return a[0] - b[0]; });
}
function marked(e, text, words) {
  var at = 0;
  places(text, words).forEach(function (p) {
    if (p[0] < at) return;
    e.appendChild(document.createTextNode(text.slice(at, p[0])));
    e.appendChild(make("mark", text.slice(p[0], p[1])));
    at = p[1];
  });
  e.appendChild(document.createTextNode(text.slice(at)));
  return e;
}
// The surroundings of the first word in a text.
function excerpt(text, words) {
  var p = places(text, words)[0], from = p ? Math.max(0, p[0] - 24) : 0, to = Math.max(p ? p[1] + 48 : 0, from + 90);
  return (from ? "…" : "") + text.slice(from, to).replace(/\s+/g, " ") + (to < text.length ? "…" : "");
}
function hitItem(d, words) {
  var li = make("li"), meta = [dayText(d.day), d.agency && d.fields.length ? d.fields[0].text : "", d.category].filter(Boolean);
  li.appendChild(marked(make("a", "", {href: root + d.path}), d.title, words));
  li.appendChild(make("p", meta.join(" · "), {className: "small"}));
  d.fields.filter(function (f) { return f.shows; }).slice(0, 2).forEach(function (f) {
    var p = make("p", pointer.labels[f.label].replace("=", "") + box.dataset.mark);
    li.appendChild(marked(p, excerpt(f.text, words), words));
  });
  return li;
}

function show(s, q) {
  var from = (q.page - 1) * PER_PAGE, n = s.hits.length, pager = empty($("pager")), list = empty($("hits"));
  shown = s.hits.slice(from, from + PER_PAGE);
  list.start = from + 1;
  shown.forEach(function (d) { list.appendChild(hitItem(d, q.words)); });
  $("count").textContent = n ? say(s.done ? "count" : s.hits[n - 1].exact ? "whole" : "least", n) + (s.broken.length ? say("broken", s.broken[0]) : "") :
    s.broken.length ? say("broken", s.broken[0]) : say(s.done ? "none" : "notyet", q.raw.join(say("and")));
  if (q.page > 1) pager.appendChild(link(say("before"), {page: q.page - 1}));
  if (n > from + PER_PAGE || (!s.done && shown.length === PER_PAGE)) pager.appendChild(link(say("after"), {page: q.page + 1}));
  if (!s.done && shown.length < PER_PAGE) pager.appendChild(make("button", say("more"), {type: "button", onclick: function () { read(s, q); }}));
  if (n) pager.appendChild(make("button", say("csv"), {type: "button", onclick: csv}));
  if (!n && s.done && q.raw.length === 1 && /\s/.test(q.raw[0].trim())) // one string was asked for; perhaps several were meant
    pager.appendChild(link(say("split", q.raw[0].trim().split(/\s+/).join(say("and"))), {raw: q.raw[0].trim().split(/\s+/)}));
}
function read(s, q) {
  $("count").textContent = say("loading");
  box.setAttribute("aria-busy", "true");
  return s.run(q.page * PER_PAGE, true).then(function () {
    if (now !== s) return;
    if (s.broken.length && !s.again) return readPointer(true).then(function (changed) { return changed; }, function () {}).then(function (changed) {
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
    li.appendChild(a);
    ul.appendChild(li);
  }
  if (q.raw.length > 1) q.raw.forEach(function (w, i) { chip(w, {raw: q.raw.filter(function (x, k) { return k !== i; })}); });
  KEYS.forEach(function (k) { var c = {}; c[k] = ""; if (q[k]) chip(say("key" + k) + box.dataset.mark + nameOf(k, q[k]), c); });
  if (q.raw.length || q.filtered) { var li = make("li"); li.appendChild(link(say(q.sort ? "newest" : "oldest"), {sort: q.sort ? "" : "old"})); ul.appendChild(li); }
}
var names = {};
function nameOf(key, value) { return key === "amount" ? (say("bands").split("|")[+value] || value) : names[key + "=" + value] || value; }

// Values to choose from, when the reader opens the filters.
function filters() {
  var form = $("filters");
  if (form.childElementCount) return;
  readPointer().then(function () { return Promise.all(pointer.tiers.map(readFacets)); }).then(function (all) {
    var q = asked(), sums = {};
    function field(key, input) {
      var label = make("label", say("key" + key));
      input.name = key;
      input.value = q[key] || "";
      label.appendChild(input);
      form.appendChild(label);
    }
    all.forEach(function (one) {
      one.months.forEach(function (m) { sums["year=" + Math.floor(m[0] / 100)] = 0; });
      one.facets.forEach(function (f) {
        var k = f.key + "=" + f.value;
        sums[k] = (sums[k] || 0) + f.n;
        if (f.name) names[k] = f.name;
      });
    });
    KEYS.slice(0, 7).forEach(function (key) {
      var select = make("select");
      select.appendChild(make("option", say("any"), {value: ""}));
      Object.keys(sums).filter(function (k) { return k.indexOf(key + "=") === 0 && k.length > key.length + 1; })
        .sort(function (a, b) { return key === "amount" ? (a < b ? -1 : 1) : sums[b] - sums[a] || (a > b ? -1 : 1); }).forEach(function (k) {
          var value = k.slice(key.length + 1);
          select.appendChild(make("option", nameOf(key, value) + (sums[k] ? " (" + sums[k] + ")" : ""), {value: value}));
        });
      field(key, select);
    });
    ["from", "to"].forEach(function (k) { field(k, make("input", "", {type: "date"})); });
    ["least", "most"].forEach(function (k) { field(k, make("input", "", {type: "number", min: 0})); });
    form.appendChild(make("button", say("apply")));
    chips(q);
  }).catch(function () { form.appendChild(make("p", say("noindex"))); });
  form.onsubmit = function (e) {
    e.preventDefault();
    var changes = {};
    KEYS.forEach(function (k) { changes[k] = form.elements[k] ? form.elements[k].value : ""; });
    go(changes);
  };
}

// What is shown, for a spreadsheet: nothing in it is taken for a formula.
function csv() {
  function cell(v) { v = String(v); return '"' + (/^[=+\-@\t\r]/.test(v) ? "'" : "") + v.replace(/"/g, '""') + '"'; }
  var rows = [say("heads").split("|")].concat(now.hits.map(function (d) { return [d.title, dayText(d.day), d.fields.length ? d.fields[0].text : "", d.category, new URL(root + d.path, location.href).href]; }));
  var a = make("a", "", {href: URL.createObjectURL(new Blob(["\ufeff" + rows.map(function (r) { return r.map(cell).join(","); }).join("\r\n") + "\r\n"], {type: "text/csv"})), download: say("file")});
  document.body.appendChild(a);
  a.click();
  a.remove();
  setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
}

function start(moved) {
  var q = asked(), input = $("q"), short = q.words.some(function (w) { return Array.from(fold(whole(w))).length < 2; });
  now = null;
  if (input) input.value = q.raw.length > 1 ? "" : q.raw[0] || "";
  box.hidden = !(q.raw.length || q.filtered);
  $("browse").hidden = !box.hidden && !short;
  if (box.hidden) return;
  empty($("hits"));
  empty($("pager"));
  chips(q);
  if (short) { $("count").textContent = say("short"); return; }
  $("count").textContent = say("loading");
  find(q).then(function (s) {
    now = s;
    return read(s, q);
  }).then(function () { if (moved) $("count").focus(); }, function () { box.removeAttribute("aria-busy"); $("count").textContent = say("noindex"); $("browse").hidden = false; });
}
var typed = $("q");
if (typed && typed.form) typed.form.addEventListener("submit", function (e) {
  e.preventDefault();
  go({raw: typed.value.trim() ? [typed.value] : []});
});
$("filter").addEventListener("toggle", function () { if ($("filter").open) filters(); });
window.addEventListener("popstate", function () { start(true); });
document.addEventListener("keydown", function (e) { if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); typed.focus(); } });
start();
})();
