#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# render_test.sh — gongshi render: a template, its data, its partials; faults by file:line:col.
. tests/commands/site.sh

printf '{{#rows}}{{>row}}{{/rows}}{{^rows}}无{{/rows}}{{{raw}}}\n' >"$scratch/page.mustache"
mkdir "$scratch/partials"
printf '<li>{{name}}\n' >"$scratch/partials/row.mustache"
printf '{"rows":[{"name":"甲 & 乙"},{"name":"<丙>"}],"raw":"<b>"}' >"$scratch/data.json"
expect 0 "$gongshi" render "$scratch/page.mustache" "$scratch/data.json" --partials "$scratch/partials"
printf '<li>甲 &amp; 乙\n<li>&lt;丙&gt;\n<b>\n' | cmp -s - "$scratch/out" || fail "rendered otherwise"

printf 'a\n  {{#rows}}x{{/row}}\n' >"$scratch/bad.mustache"
expect 2 "$gongshi" render "$scratch/bad.mustache" "$scratch/data.json"
warned_once 'bad.mustache:2:13: error E503 [TEMPLATE]'
[ ! -s "$scratch/out" ] || fail "printed a broken page"
expect 0 "$gongshi" render "$scratch/page.mustache" "$scratch/data.json"
printf '<b>\n' | cmp -s - "$scratch/out" || fail "a partial that is not there is empty (as specified)"
printf '{"rows": [}' >"$scratch/broken.json"
expect 2 "$gongshi" render "$scratch/page.mustache" "$scratch/broken.json"
warned 'broken.json:1'
expect 2 "$gongshi" render "$scratch/nothing.mustache" "$scratch/data.json"
warned 'nothing.mustache'
expect 2 "$gongshi" render "$scratch/page.mustache"
