/** Reads `task export`: a task keeps its UUID, a project with dots is one project of that name, a tag is a label. */
import type { ImportPlan, PlannedTask, ReadOptions, Remark } from './import-plan.ts'
import { byLine, planRows } from './plan-rows.ts'
import { RowRefused, show } from './row-fields.ts'
import { readTask } from './taskwarrior-task.ts'
import type { TaskRow } from './taskwarrior-task.ts'

const MAX_DEPENDS = 100

const dates = ['entry', 'modified', 'start', 'end', 'due', 'scheduled', 'wait', 'until']
const words = ['uuid', 'description', 'status', 'project', 'priority', 'tags', 'annotations']
const relations = ['depends', 'recur', 'parent']
// `id` is a position in the list of open tasks: it changes as they are done.
const known = new Set(['id', ...dates, ...words, ...relations])

/**
 * The tasks of a `task export`. A recurring task is one task with a rule: its occurrences are skipped, and so are
 * deleted tasks. Taskwarrior stores no time spent, so there are no time entries.
 * @throws {AppError} `import.unreadable` when the text is no export, or breaks off and `partial` is not set.
 */
export function readTaskwarrior(text: string, { zone, partial }: ReadOptions): ImportPlan {
  const found = new Map<string, TaskRow>()
  const { skipped, ...counts } = planRows({
    text,
    partial,
    known,
    read(fields, line) {
      const row = readTask(fields, line, zone)
      const earlier = found.get(row.task.id)
      if (earlier) throw new RowRefused(`the task with this "uuid" is on line ${earlier.task.line} already`)
      found.set(row.task.id, row)
    },
  })

  const kept: TaskRow[] = []
  for (const row of found.values()) {
    const template = row.parent === null ? undefined : found.get(row.parent)
    if (template?.recurring === true) {
      const message = `an occurrence of the recurring task ${show(template.task.title)}, which is imported`
      skipped.push({ line: row.task.line, message, unreadable: false })
    } else kept.push(row)
  }

  const ids = new Set(kept.map(({ task }) => task.id))
  const notes: Remark[] = []
  const tasks = kept.map(({ task, parent, notes: ownNotes }): PlannedTask => {
    const depends = splitDepends(task, ids)
    const messages = [...ownNotes, ...depends.notes]
    if (parent !== null) messages.push('its recurring task is not imported; it is a task of its own')
    for (const message of messages) notes.push({ line: task.line, message })
    return { ...task, dependsOn: depends.kept }
  })
  return { ...counts, timeEntries: [], tasks, skipped: byLine(skipped), notes: byLine(notes) }
}

/** The tasks of this plan that a task depends on, and a note for each of the others. */
function splitDepends(task: PlannedTask, ids: ReadonlySet<string>): { kept: string[]; notes: string[] } {
  const usable = (id: string) => ids.has(id) && id !== task.id
  const kept = task.dependsOn.filter(usable)
  const others = task.dependsOn.filter((id) => !usable(id))
  const notes = others.map((id) => `it depends on ${show(id)}, which is not imported`)
  if (kept.length > MAX_DEPENDS)
    notes.push(`it depends on ${kept.length} tasks; the first ${MAX_DEPENDS} are kept`)
  return { kept: kept.slice(0, MAX_DEPENDS), notes }
}
