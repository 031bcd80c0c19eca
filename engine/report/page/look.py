"""How the page looks, on a screen and in print."""

LOOK = """
:root { color-scheme: light; --ink: #222; --quiet: #5a5a5a; --line: #d4d4d4; --pale: #f4f6f8; --link: #00568a; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 "Helvetica Neue", Arial, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
p { margin: .75rem 0; }
.kind { color: var(--quiet); margin: 0 0 .25rem; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 0 0 1rem; }
.facts dt { color: var(--quiet); font-size: .8rem; }
.facts dd { margin: 0; }
nav ol { columns: 2; column-gap: 2rem; padding-left: 1.5rem; margin: 0; }
a { color: var(--link); }
.note { background: var(--pale); border-left: 3px solid #8aa4b8; padding: .5rem .75rem; }
figure { margin: 1.25rem 0; }
figure img { display: block; max-width: 100%; height: auto; }
figcaption, caption, .under { font-size: .875rem; color: var(--ink); text-align: left; }
figcaption { margin-top: .5rem; }
caption { padding: 0 0 .4rem; }
.under { color: var(--quiet); margin: .4rem 0 0; }
.table { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; font-size: .85rem; line-height: 1.35; min-width: 40%; }
th { text-align: left; vertical-align: bottom; border-bottom: 2px solid var(--ink); }
th, td { padding: .25rem .75rem .25rem 0; overflow-wrap: normal; }
td { border-bottom: 1px solid var(--line); vertical-align: top; max-width: 26rem; overflow-wrap: break-word; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
.whole td { font-weight: bold; border-top: 1px solid var(--ink); }
@media (max-width: 40rem) { nav ol { columns: 1; } body { padding: 1rem .75rem 3rem; } }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav { display: none; }
  h2, caption { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .table { overflow: visible; }
}
"""
