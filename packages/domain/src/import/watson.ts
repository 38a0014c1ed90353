/** Reads Watson's `frames` and `state`: a project is a project, a tag a label. Watson keeps no descriptions. */
import { unreadable } from './csv-rows.ts'
import type { ImportPlan, ReadOptions } from './import-plan.ts'
import { RowRefused, readFields, readNames, readName, show } from './row-fields.ts'
import { readRows } from './rows.ts'
import type { TimesheetRow } from './timesheet.ts'
import { createTimesheet } from './timesheet.ts'

/** Of the years 1900 to 9999. */
const [earliest, latest] = [-2_208_988_800, 253_402_300_799]

/**
 * The frames, each an array `[start, stop, project, id, tags, updated]`; or the frame that runs, `{project, start, tags}`.
 * Empty files are what Watson writes when there is nothing.
 * @throws {AppError} `import.unreadable` when the text is neither, or breaks off and `partial` is not set
 */
export function readWatson(text: string, options: ReadOptions): ImportPlan {
  const sheet = createTimesheet('watson', options)
  const content = text.replace(/^\uFEFF/, '').trim()
  const ignored = new Map<string, number>()
  if (content.startsWith('{')) {
    const state = readState(content)
    for (const field of Object.keys(state))
      if (!['project', 'start', 'tags'].includes(field)) ignored.set(field, 1)
    if (Object.keys(state).length > 0) sheet.add(1, () => readRunning(state))
  } else if (content !== '') {
    for (const row of readRows(text, { partial: options.partial })) {
      const { line } = row
      if ('problem' in row) sheet.skip({ line, message: row.problem, unreadable: true })
      else sheet.add(line, () => readFrame(row.value))
    }
  }
  return sheet.plan(Object.fromEntries(ignored))
}

function readState(content: string): Record<string, unknown> {
  try {
    return JSON.parse(content) as Record<string, unknown>
  } catch {
    throw unreadable(
      1,
      'the file breaks off or is not valid JSON; nothing was imported',
      'copy the file again',
    )
  }
}

function readFrame(frame: unknown): TimesheetRow {
  if (!Array.isArray(frame))
    throw new RowRefused(`a frame is an array, as in [start, stop, project, id, tags]: ${show(frame)}`)
  const [start, stop, project, id, tags] = frame as unknown[]
  const fields = { project: project ?? '', tags: tags ?? [] }
  return {
    ...(typeof id === 'string' && id !== '' ? { id } : {}),
    start: readSeconds(start, 'start'),
    end: readSeconds(stop, 'stop'),
    durationSeconds: null,
    project: readName(fields, 'project'),
    labels: readNames(fields, 'tags'),
  }
}

function readRunning(state: unknown): TimesheetRow {
  const fields = readFields(state)
  return {
    start: readSeconds(fields['start'], 'start'),
    end: null,
    durationSeconds: null,
    project: readName(fields, 'project'),
    labels: readNames(fields, 'tags'),
  }
}

function readSeconds(value: unknown, what: string): number {
  const seconds = typeof value === 'number' ? Math.floor(value) : Number.NaN
  if (seconds >= earliest && seconds <= latest) return seconds
  throw new RowRefused(`"${what}" is not a time in seconds since 1970: ${show(value)}`)
}
