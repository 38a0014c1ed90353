/** A sheet as Markdown, with tables as GitHub reads them. Text of people stays text: no markup, links or HTML of theirs. */
import type { Section, Sheet } from './report-sheet.ts'
import { safeLine } from './safe-text.ts'

export function sheetMarkdown(sheet: Sheet): string {
  return [
    `# ${escaped(sheet.title)}`,
    escaped(sheet.range),
    ...sheet.sections.map(sectionMarkdown),
    ...(sheet.totals.length === 0
      ? []
      : [tableOf([{ head: 'Total' }, { head: 'Time', align: 'right' }], sheet.totals)]),
    ...sheet.notes.map(escaped),
  ].join('\n\n')
}

function sectionMarkdown({ heading, columns, rows, foot, empty }: Section): string {
  const body =
    rows.length === 0
      ? escaped(empty ?? '')
      : tableOf(
          columns.map((column) => ({ ...column, head: titled(column.head) })),
          [...rows.map(({ cells }) => cells), ...foot],
        )
  return heading === null ? body : `## ${escaped(heading)}\n\n${body}`
}

function tableOf(
  columns: readonly { readonly head: string; readonly align?: 'right' }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  return [
    line(columns.map(({ head }) => head)),
    `| ${columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n')
}

const titled = (head: string): string => head.slice(0, 1) + head.slice(1).toLowerCase()

/** Every character that Markdown may read; dots and colons too, for bare addresses become links. */
const escaped = (text: string): string =>
  safeLine(text)
    .replace(/[\\`*_{}[\]<>()#!|~&$^=]/g, (character) => (character === '<' ? '&lt;' : `\\${character}`))
    .replace(/^(\s*)([-+])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
    .replace(/@/g, '&#64;')
