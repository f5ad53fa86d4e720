/* SPDX-License-Identifier: MulanPSL-2.0
 * site.js — remembers the large type of 长者模式, and prints. Every page is whole without it: then
 * #big in the address gives the large type, and the button to print stays hidden.
 * Runs before the page is drawn, so that it does not jump. */
(function () {
  'use strict';
  var root = document.documentElement, own = document.currentScript;
  var KEY = 'gongshi.big';
  function remembered() {
    try { return localStorage.getItem(KEY) === '1'; } catch (e) { return false; }
  }
  function set(big) {
    root.classList.toggle('big', big);
    try { if (big) localStorage.setItem(KEY, '1'); else localStorage.removeItem(KEY); } catch (e) { /* not remembered */ }
    if (location.hash === '#big') history.replaceState(null, '', location.pathname + location.search);
  }
  if (remembered() || location.hash === '#big') set(true);
  document.addEventListener('DOMContentLoaded', function () {
    function on(selector, act) {
      var found = document.querySelector(selector);
      if (found) found.addEventListener('click', function (event) { event.preventDefault(); act(); });
      return found;
    }
    on('.to-big', function () { set(true); document.querySelector('.to-normal').focus(); });
    on('.to-normal', function () { set(false); document.querySelector('.to-big').focus(); });
    var print = on('#print', function () { window.print(); });
    if (print) print.hidden = false;
    // A server's own policy may forbid the script that stands in the page of the search: here it is again.
    if (document.getElementById('found') && !window.gongshi)
      document.head.appendChild(document.createElement('script')).src = own.src.replace('site.js', 'search.js');
  });
})();
