/**
 * Reads a backup of Super Productivity. It stores how long a task took on a day and not when: its times become untimed
 * entries, so that nothing is made up. A note says so.
 */
import { unreadable } from './csv-rows.ts'
import { importedId } from './import-ids.ts'
import type {
  ImportPlan,
  PlannedTask,
  PlannedUntimedEntry,
  ReadOptions,
  Remark,
  SkippedRow,
} from './import-plan.ts'
import { readDate } from './local-times.ts'
import { byLine } from './plan-rows.ts'
import { RowRefused, readFields, show } from './row-fields.ts'
import type { Fields } from './row-fields.ts'
import { readBackup } from './super-productivity-backup.ts'
import { readBackupTask } from './super-productivity-task.ts'

const tool = 'super-productivity'
/** Milliseconds: an untimed entry has at most a hundred days. */
const mostSpent = 8_640_000_000

/**
 * Tasks with their subtasks, and an entry per leaf and day: the time of a task with subtasks is that of its subtasks.
 * A row is a task, or a day of a task; lines count the tasks of the backup from 1.
 * @throws {AppError} `import.unreadable` when the text is no backup
 */
export function readSuperProductivity(text: string, options: ReadOptions): ImportPlan {
  const backup = readBackup(text)
  if (backup === undefined) {
    throw unreadable(
      1,
      'this is no backup of Super Productivity, or it breaks off; nothing was imported',
      'export it again as JSON',
    )
  }
  const { userId, zone, onProgress } = options
  const ids = new Set(backup.tasks.map((task) => task['id']))
  const idOf = (id: string) => importedId(userId, tool, 'task', id)
  const tasks: PlannedTask[] = []
  const untimedEntries: PlannedUntimedEntry[] = []
  const skipped: SkippedRow[] = []
  const notes: Remark[] = []
  const seen = new Set<string>()
  let rows = 0
  let folded = 0

  const refuse = (line: number, work: () => void) => {
    rows++
    try {
      work()
    } catch (error) {
      if (!(error instanceof RowRefused)) throw error
      skipped.push({ line, message: error.message, unreadable: true })
    }
  }

  backup.tasks.forEach((fields, index) => {
    const line = index + 1
    if (line % 2000 === 0) onProgress?.(line)
    const own = { task: undefined as PlannedTask | undefined }
    refuse(line, () => {
      const { id, parent, ...task } = readBackupTask(fields, backup)
      if (seen.has(id)) throw new RowRefused('a task with this "id" came before')
      seen.add(id)
      own.task = {
        line,
        id: idOf(id),
        ...task,
        parent: parent !== null && ids.has(parent) && parent !== id ? idOf(parent) : null,
      }
      tasks.push(own.task)
    })
    const isLeaf = !subTasksOf(fields).some((id) => ids.has(id))
    for (const [day, spent] of Object.entries(timesOf(fields))) {
      if (spent === 0) continue
      if (!isLeaf) {
        rows++
        folded++
        continue
      }
      refuse(line, () => {
        const { task } = own
        if (task === undefined)
          throw new RowRefused(`the time of ${show(day)} belongs to a task that is not imported`)
        const date = readDate(day, 'the day', 'ymd')
        const seconds = readSpent(spent)
        untimedEntries.push({
          line,
          id: importedId(userId, tool, 'time', String(fields['id']), date),
          description: '',
          labels: [],
          project: task.project,
          task: task.id,
          date,
          seconds,
          zone,
        })
      })
    }
  })
  if (untimedEntries.length > 0) {
    notes.push({
      line: 1,
      message: 'the file says how long and not when: its times become untimed entries, without start and end',
    })
  }
  // A parent that is not imported is none.
  const kept = new Set(tasks.map(({ id }) => id))
  const linked = tasks.map((task) => (kept.has(task.parent ?? '') ? task : { ...task, parent: null }))
  return {
    rows,
    folded,
    timeEntries: [],
    untimedEntries,
    tasks: linked,
    skipped: byLine(skipped),
    notes: byLine(notes),
    ignoredFields: backup.ignored,
  }
}

function timesOf(fields: Fields): Readonly<Record<string, unknown>> {
  const times = fields['timeSpentOnDay']
  return typeof times === 'object' && times !== null ? readFields(times) : {}
}

const subTasksOf = (fields: Fields): readonly unknown[] =>
  Array.isArray(fields['subTaskIds']) ? (fields['subTaskIds'] as unknown[]) : []

/** Milliseconds to whole seconds, one at least: what is there was spent. @throws {RowRefused} */
function readSpent(value: unknown): number {
  if (typeof value === 'number' && value > 0 && value <= mostSpent)
    return Math.max(1, Math.round(value / 1000))
  throw new RowRefused(`"timeSpentOnDay" is not a number of milliseconds: ${show(value)}`)
}
