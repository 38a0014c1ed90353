/** How a page looks, in the light, in the dark and on paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ground: #f4f5f7; --ink: #1b1f24; --soft: #5b6470; --line: #e1e4e8;
  --mark: #2f6fde; --track: #eceff3;
  --level-0: #eceff3; --level-1: #bcd3f7; --level-2: #82abee; --level-3: #4a84e4; --level-4: #1f56b8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171a1f; --ground: #0e1013; --ink: #e8eaed; --soft: #9aa4b1; --line: #2c323a;
    --mark: #6ea0f5; --track: #252a31;
    --level-0: #252a31; --level-1: #1f3f75; --level-2: #2c5fb0; --level-3: #4a84e4; --level-4: #93bbfb;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
main {
  max-width: 52rem; margin: 0 auto; padding: 2.25rem 2.5rem 2rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: 14px;
}
.brand { margin: 0; color: var(--mark); font-size: .8rem; font-weight: 600; letter-spacing: .06em; }
h1 { margin: .1rem 0 .2rem; font-size: 1.7rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 1.75rem 0 .35rem; font-size: 1rem; }
.range { margin: 0; color: var(--soft); }
.totals { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .6rem; margin: 1.5rem 0 0; }
.totals div { padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 10px; }
.totals dt { color: var(--soft); font-size: .8rem; overflow-wrap: anywhere; }
.totals dd { margin: 0; font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
figure { margin: 1.5rem 0 0; }
figure svg { display: block; width: 100%; height: auto; }
.grid { stroke: var(--line); stroke-width: 1; }
.axis { fill: var(--soft); font-size: 11px; }
.name { font-size: 12px; }
.mark { fill: var(--mark); }
.track { fill: var(--track); }
.level-0 { fill: var(--level-0); } .level-1 { fill: var(--level-1); } .level-2 { fill: var(--level-2); }
.level-3 { fill: var(--level-3); } .level-4 { fill: var(--level-4); }
.skipped { fill: none; stroke: var(--soft); stroke-dasharray: 2 2; }
.scroll { overflow-x: auto; margin-top: 1rem; }
h2 + .scroll { margin-top: 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th:first-child { padding-left: 0; }
thead th { color: var(--soft); font-size: .78rem; font-weight: 600; }
th:last-child, td:last-child { padding-right: 0; }
tbody th { font-weight: 500; }
.entries { table-layout: fixed; }
.entries th:nth-child(1) { width: 19%; } .entries th:nth-child(2) { width: 15%; }
.entries th:nth-child(4) { width: 20%; } .entries th:nth-child(5) { width: 18%; }
.figure { text-align: right; white-space: nowrap; }
tfoot th, tfoot td { border-bottom: 0; color: var(--soft); font-weight: 500; padding-top: .25rem; padding-bottom: .25rem; }
tfoot tr:first-child th, tfoot tr:first-child td { padding-top: .6rem; color: var(--ink); font-weight: 600; }
.bar { width: 34%; min-width: 6rem; padding-right: 0; }
.bar svg { display: block; width: 100%; height: .65rem; margin-top: .4rem; border-radius: 4px; }
.none, .empty { color: var(--soft); }
.empty { margin: 1.5rem 0 0; }
footer { margin-top: 1.75rem; padding-top: .9rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
footer p { margin: .2rem 0; }
@media (max-width: 40rem) {
  body { padding: 0; } main { border: 0; border-radius: 0; padding: 1.5rem 1rem; }
  .bar { display: none; }
}
@media print {
  @page { margin: 16mm; }
  :root {
    color-scheme: light;
    --paper: #fff; --ground: #fff; --ink: #000; --soft: #444; --line: #ccc; --mark: #2f6fde; --track: #eee;
    --level-0: #eee; --level-1: #bcd3f7; --level-2: #82abee; --level-3: #4a84e4; --level-4: #1f56b8;
  }
  body { padding: 0; font-size: 10.5pt; }
  main { max-width: none; padding: 0; border: 0; }
  .mark, .track, .level-0, .level-1, .level-2, .level-3, .level-4 { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  thead { display: table-header-group; } tr, figure, .totals div { break-inside: avoid; } h2 { break-after: avoid; }
}
`
