/** Reads projects that Todoist exports as CSV, one file each: a file is a project, `@label` in a task a label. */
import { unreadable } from './csv-rows.ts'
import type { Cells, Columns } from './csv-table.ts'
import { readTable } from './csv-table.ts'
import { createOrdinals, importedId } from './import-ids.ts'
import type { ImportPlan, PlannedTask, ReadOptions, Remark, SkippedRow } from './import-plan.ts'
import { RowRefused, RowUnwanted, checkText, show } from './row-fields.ts'
import { readTodoistTask } from './todoist-task.ts'

const columns = {
  what: 'a project that Todoist exported as CSV',
  needed: ['type', 'content'],
  names: {
    type: ['type'],
    content: ['content'],
    description: ['description'],
    priority: ['priority'],
    indent: ['indent'],
    date: ['date'],
    dateLang: ['date_lang'],
    timezone: ['timezone'],
    duration: ['duration'],
    durationUnit: ['duration_unit'],
    deadline: ['deadline'],
    deadlineLang: ['deadline_lang'],
  },
} as const satisfies Columns<string>
export type TodoistCells = Cells<keyof typeof columns.names>

const maxDescription = 60_000

/**
 * One file, named by `name`, or several as `{"files": [{"name", "text"}]}`. A comment goes into the description of the
 * task above it; sections are noted, and their tasks are in the project.
 * @throws {AppError} `import.unreadable` as `readTable` does
 */
export function readTodoist(text: string, options: ReadOptions): ImportPlan {
  const plans = filesOf(text, options.name ?? '').map(({ name, text: content }, _, files) => {
    const plan = readProject(content, name, options)
    if (files.length === 1) return plan
    const named = <Line extends Remark>(remark: Line): Line => ({
      ...remark,
      message: `${name}: ${remark.message}`,
    })
    return { ...plan, skipped: plan.skipped.map(named), notes: plan.notes.map(named) }
  })
  const ignored = new Map<string, number>()
  for (const [field, count] of plans.flatMap((plan) => Object.entries(plan.ignoredFields))) {
    ignored.set(field, (ignored.get(field) ?? 0) + count)
  }
  return {
    rows: plans.reduce((sum, plan) => sum + plan.rows, 0),
    folded: plans.reduce((sum, plan) => sum + (plan.folded ?? 0), 0),
    timeEntries: [],
    tasks: plans.flatMap((plan) => plan.tasks),
    skipped: plans.flatMap((plan) => plan.skipped),
    notes: plans.flatMap((plan) => plan.notes),
    ignoredFields: Object.fromEntries(ignored),
  }
}

interface ProjectFile {
  readonly name: string
  readonly text: string
}

function filesOf(text: string, name: string): readonly ProjectFile[] {
  if (!/^\s*\{/.test(text)) return [{ name, text }]
  try {
    const { files } = JSON.parse(text) as { files: readonly ProjectFile[] }
    const isFile = (file: ProjectFile) => typeof file.name === 'string' && typeof file.text === 'string'
    if (Array.isArray(files) && files.length > 0 && files.every(isFile)) return files
  } catch {
    // Told below, like any other text that is none.
  }
  throw unreadable(1, 'this is no list of files, as in {"files": [{"name", "text"}]}; nothing was imported')
}

/** `Work [6Crg2VQ8].csv` is the project Work; the inbox is no project. */
function projectOf(name: string): string {
  const bare = name
    .replace(/^.*[/\\]/, '')
    .replace(/\.csv$/i, '')
    .replace(/\s*\[[^\]]*\]$/, '')
    .trim()
  return bare.toLowerCase() === 'inbox' ? '' : bare
}

function readProject(text: string, name: string, { userId, partial, zone }: ReadOptions): ImportPlan {
  const project = projectOf(name)
  const tasks: PlannedTask[] = []
  const skipped: SkippedRow[] = []
  const notes: Remark[] = []
  const ordinalOf = createOrdinals()
  /** The tasks above the row, by indent. */
  let above: { readonly path: string; readonly id: string }[] = []
  let last: PlannedTask | undefined
  let rows = 0
  let folded = 0

  const readRow = (line: number, cells: TodoistCells): void => {
    const type = cells('type').toLowerCase()
    const content = cells('content')
    if (type === 'meta') throw new RowUnwanted('it holds settings of the project, not a task')
    if (type === 'section') {
      notes.push({ line, message: `the section ${show(content)} is not kept: its tasks are in the project` })
      folded++
      return
    }
    if (type === 'note') {
      if (last === undefined) throw new RowRefused('a comment without a task above it')
      const task = last
      const description = [task.description, content].filter((part) => part !== '').join('\n')
      last = {
        ...task,
        description: checkText(description, 'the description with its comments', maxDescription),
      }
      tasks[tasks.length - 1] = last
      folded++
      return
    }
    if (type !== 'task')
      throw new RowRefused(`"TYPE" is none of task, section, note, meta: ${show(cells('type'))}`)
    const indent = Math.max(1, Math.min(above.length + 1, Number(cells('indent') || 1) || 1))
    above = above.slice(0, indent - 1)
    last = undefined
    const { notes: told, ...task } = readTodoistTask(cells, project, zone)
    const path = JSON.stringify([above.at(-1)?.path ?? '', task.title])
    const key = JSON.stringify([project, path])
    const id = importedId(userId, 'todoist', key, ordinalOf(key))
    last = { line, id, ...task, parent: above.at(-1)?.id ?? null }
    above = [...above, { path, id }]
    tasks.push(last)
    for (const message of told) notes.push({ line, message })
  }

  const ignoredFields = readTable<keyof typeof columns.names>(text, { partial }, columns, {
    onRow(line, cells) {
      // Todoist separates what belongs together by rows of nothing but commas.
      if (cells('type') === '' && cells('content') === '') return
      rows++
      try {
        readRow(line, cells)
      } catch (error) {
        if (!(error instanceof RowRefused)) throw error
        skipped.push({ line, message: error.message, unreadable: !(error instanceof RowUnwanted) })
      }
    },
    onProblem(line, message) {
      rows++
      skipped.push({ line, message, unreadable: true })
    },
  })
  return { rows, folded, timeEntries: [], tasks, skipped, notes, ignoredFields }
}
