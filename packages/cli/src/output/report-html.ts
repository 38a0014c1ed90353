/** A sheet as one page that needs nothing else: no script, no font, no picture from anywhere; good on paper, too. */
import { chartSvg, rowBar } from './report-html-charts.ts'
import { escapeHtml } from './report-html-text.ts'
import { pageStyle } from './report-html-style.ts'
import type { Section, Sheet, SheetRow } from './report-sheet.ts'

export function sheetHtml(sheet: Sheet): string {
  const title = `${sheet.title} · ${sheet.range.split(' · ')[0] ?? ''}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<header>
<p class="brand">Goalixa</p>
<h1>${escapeHtml(sheet.title)}</h1>
<p class="range">${escapeHtml(sheet.range)}</p>
</header>
${totals(sheet)}${sheet.chart === undefined ? '' : chartSvg(sheet.chart, sheet.title)}
${sheet.sections.map(sectionHtml).join('\n')}
${sheet.notes.length === 0 ? '' : `<footer>${sheet.notes.map((note) => `<p>${escapeHtml(note)}</p>`).join('')}</footer>`}
</main>
</body>
</html>
`
}

function totals({ totals: lines }: Sheet): string {
  if (lines.length === 0) return ''
  const cards = lines.map(([name, time]) => {
    const [, sign = '', words = name] = /^([-=]) (.*)$/.exec(name) ?? []
    const said = sign === '-' ? '−' : sign
    return `<div><dt>${said === '' ? '' : `<span aria-hidden="true">${said}</span> `}${escapeHtml(words)}</dt><dd>${escapeHtml(time)}</dd></div>`
  })
  return `<dl class="totals">${cards.join('')}</dl>\n`
}

function sectionHtml(section: Section): string {
  const { heading, columns, rows, foot, empty = '' } = section
  const title = heading === null ? '' : `<h2>${escapeHtml(heading)}</h2>`
  if (rows.length === 0) return `<section>${title}<p class="empty">${escapeHtml(empty)}</p></section>`
  const hasBars = rows.some(({ bar }) => bar !== undefined)
  const kind = (at: number) => (columns[at]?.align === 'right' ? ' class="figure"' : '')
  const head = columns.map(
    ({ head: text }, at) => `<th scope="col"${kind(at)}>${escapeHtml(titled(text))}</th>`,
  )
  const cells = (texts: readonly string[]) =>
    texts
      .map((text, at) =>
        at === 0
          ? `<th scope="row">${escapeHtml(text)}</th>`
          : `<td${kind(at)}>${text === '·' ? '<span class="none">·</span>' : escapeHtml(text)}</td>`,
      )
      .join('')
  const line = (row: SheetRow) =>
    `<tr>${cells(row.cells)}${hasBars ? `<td class="bar" aria-hidden="true">${rowBar(row)}</td>` : ''}</tr>`
  const below = foot.map((texts) => `<tr>${cells(texts)}</tr>`)
  return `<section>${title}
<div class="scroll"><table${heading === null ? '' : ' class="entries"'}>
<thead><tr>${head.join('')}${hasBars ? '<td class="bar"></td>' : ''}</tr></thead>
<tbody>${rows.map(line).join('\n')}</tbody>
${below.length === 0 ? '' : `<tfoot>${below.join('\n')}</tfoot>\n`}</table></div></section>`
}

const titled = (head: string): string => head.slice(0, 1) + head.slice(1).toLowerCase()
