/** Says which tool a file comes from, by its first lines. */
import type { ImportFormat } from '@goalixa/contracts/imports'

/** No first row is longer. */
const looked = 20_000

/** Undefined when nothing tells: an empty file, or a table whose columns are named in another language. */
export function guessFormat(file: string): ImportFormat | undefined {
  const text = file
    .slice(0, looked)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (text.startsWith('{')) return formatOfObject(text)
  if (text.startsWith('[')) return formatOfRows(text)
  return formatOfHeads(text.split(/\r?\n|\r/, 1)[0] ?? '')
}

function formatOfObject(text: string): ImportFormat | undefined {
  const has = (field: string) => text.includes(`"${field}"`)
  if (/"format"\s*:\s*"goalixa"/.test(text)) return 'goalixa'
  if (has('files')) return 'todoist'
  if (has('crossModelVersion') || has('entities')) return 'super-productivity'
  if (has('project') && has('start') && has('tags')) return 'watson'
  return formatOfRows(text)
}

function formatOfRows(text: string): ImportFormat | undefined {
  if (/^\[\s*\[/.test(text)) return 'watson'
  const has = (field: string) => text.includes(`"${field}"`)
  if (has('uuid') && has('status')) return 'taskwarrior'
  if (has('begin')) return 'kimai'
  if (/"start"\s*:\s*"\d{8}T\d{6}Z"/.test(text)) return 'timewarrior'
  return undefined
}

function formatOfHeads(line: string): ImportFormat | undefined {
  const heads = new Set(
    line.split(/[,;\t]/).map((head) => head.trim().replaceAll(/^"|"$/g, '').toLowerCase()),
  )
  const has = (...names: string[]) => names.every((name) => heads.has(name))
  if (has('type', 'content')) return 'todoist'
  if (has('start date') && (has('duration (h)') || has('duration (decimal)'))) return 'clockify'
  if (has('start date', 'start time')) return 'toggl'
  if (has('date', 'from', 'to')) return 'kimai'
  if (has('start')) return 'csv'
  return undefined
}
