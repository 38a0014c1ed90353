/** What people do on their devices in the simulation. */
import type { Span } from '@goalixa/domain/one-running-timer'
import { spanOf } from '@goalixa/domain/one-running-timer'
import type { Row } from '@goalixa/domain/rows'
import { valueOf } from '@goalixa/domain/rows'
import { parentOf } from '@goalixa/domain/task-cycles'
import { listAutomaticEnds, resumeEntry } from '../automatic-ends.ts'
import { listConflicts, takeBack } from '../conflicts.ts'
import { listDeadLetters, retryDeadLetter } from '../dead-letters.ts'
import type { Draft, Replica } from '../replica.ts'
import type { ReplicaReader } from '../storage.ts'
import { redo, undo } from '../undo.ts'
import type { Chance } from './random.ts'

/** An entry with this text is refused by the server. */
export const poison = 'poison'

const names = ['ops', 'deep work', 'admin']
const taskIds = ['a', 'b', 'c'].map((digit) => `00000000-0000-7000-8000-00000000000${digit}`)
const settingsId = '00000000-0000-7000-8000-000000000001'

type Action = (replica: Replica, chance: Chance) => Promise<unknown>

const seconds = ({ nowMs }: Draft) => Math.floor(nowMs / 1000)
const spanValue = (span: Span) => ({ span: { ...span } })

const onEntry =
  (change: (draft: Draft, row: Row, chance: Chance) => void): Action =>
  (replica, chance) =>
    replica.write('timeEntries.update', async (draft, reader) => {
      const rows = await reader.rowsOf('timeEntries')
      if (rows.length > 0) change(draft, chance.pick(rows), chance)
    })

const start: Action = (replica, chance) =>
  replica.write('timer.start', async (draft, reader) => {
    const at = seconds(draft) - chance.int(600)
    for (const running of await reader.runningEntries()) {
      const span = spanOf(running)
      draft.patch('timeEntries', running.id, spanValue({ ...span, end: Math.max(span.start, at) }))
    }
    draft.patch('timeEntries', chance.id(), {
      ...spanValue({ start: at, end: null, zone: 'UTC' }),
      description: `start ${chance.int(1e6)}`,
    })
  })

const stop: Action = (replica) =>
  replica.write('timer.stop', async (draft, reader) => {
    const [running] = await reader.runningEntries()
    if (running === undefined) return
    const span = spanOf(running)
    draft.patch('timeEntries', running.id, spanValue({ ...span, end: Math.max(span.start, seconds(draft)) }))
  })

const log: Action = (replica, chance) =>
  replica.write('timeEntries.create', (draft) => {
    const end = seconds(draft) - chance.int(10_000)
    const description = chance.percent(4) ? poison : `log ${chance.int(1e6)}`
    draft.patch('timeEntries', chance.id(), {
      ...spanValue({ start: end - chance.int(7200), end, zone: 'Europe/Berlin' }),
      description,
    })
  })

const edit = onEntry((draft, row, chance) =>
  draft.patch('timeEntries', row.id, { description: `edit ${chance.int(1e6)}` }),
)

const move = onEntry((draft, row, chance) => {
  const span = spanOf(row)
  draft.patch('timeEntries', row.id, spanValue({ ...span, start: span.start - chance.int(600) }))
})

const remove = onEntry((draft, row) => draft.patch('timeEntries', row.id, { deleted: true }))

const bringBack: Action = (replica, chance) =>
  replica.write('trash.restore', async (draft, reader) => {
    const gone = (await reader.storedRows()).filter(
      ({ visible }) => valueOf({ regs: visible }, 'deleted') === true,
    )
    if (gone.length === 0) return
    const { table, id } = chance.pick(gone)
    draft.patch(table as 'labels', id, { deleted: false })
  })

const nameSomething: Action = (replica, chance) =>
  replica.write('names.create', async (draft, reader) => {
    const table = chance.pick(['labels', 'projects'] as const)
    const name = chance.pick(names)
    if ((await reader.rowsNamed(table, name)).length > 0) return
    const rows = await reader.rowsOf(table)
    const id = rows.length > 2 || (rows.length > 0 && chance.percent(20)) ? chance.pick(rows).id : chance.id()
    draft.patch(table, id, { name })
  })

const tag: Action = (replica, chance) =>
  replica.write('timeEntries.update', async (draft, reader) => {
    const [entries, labels] = [await reader.rowsOf('timeEntries'), await reader.rowsOf('labels')]
    if (entries.length === 0 || labels.length === 0) return
    draft.patch('timeEntries', chance.pick(entries).id, {
      [`label:${chance.pick(labels).id}`]: chance.percent(70),
    })
  })

/** Three tasks that every device knows, moved often: devices that do not hear of each other put them above each other. */
const nest: Action = (replica, chance) =>
  replica.write('tasks.update', async (draft, reader) => {
    const [id, parentId] = [chance.pick(taskIds), chance.pick([...taskIds, null])]
    // No interface makes a circle of what it knows.
    for (let at = parentId ?? undefined; at !== undefined; at = await parentIn(reader, at))
      if (at === id) return
    for (const one of [id, parentId])
      if (one !== null && (await reader.row('tasks', one)) === undefined)
        draft.patch('tasks', one, { title: `task ${one}` })
    draft.patch('tasks', id, { parentId })
  })
const parentIn = async (reader: ReplicaReader, id: string): Promise<string | undefined> => {
  const row = await reader.row('tasks', id)
  return row && parentOf({ table: 'tasks', id, regs: row.visible })
}

const configure: Action = (replica, chance) =>
  replica.write('settings.update', (draft) =>
    draft.patch('settings', settingsId, { weekStart: 1 + chance.int(7), future: chance.int(9) }),
  )

const settle: Action = async (replica, chance) => {
  const conflicts = await listConflicts(replica)
  if (conflicts.length > 0) await takeBack(replica, chance.pick(conflicts).id)
  const ends = await listAutomaticEnds(replica)
  if (ends.length > 0 && chance.percent(30))
    await resumeEntry(replica, ends[0]!.entryId).catch(() => undefined)
}

const retry: Action = async (replica) => {
  const [letter] = await listDeadLetters(replica)
  if (letter !== undefined)
    await retryDeadLetter(replica, letter.key, (_table, _id, _register, v) => (v === poison ? 'cured' : v))
}

const actions: readonly (readonly [weight: number, action: Action])[] = [
  [14, start],
  [8, stop],
  [8, log],
  [16, edit],
  [6, move],
  [6, remove],
  [3, bringBack],
  [8, nameSomething],
  [8, tag],
  [24, nest],
  [3, configure],
  [4, settle],
  [2, retry],
  [6, (replica, chance) => undo(replica, { choice: chance.pick(['anyway', 'rest'] as const) })],
  [3, (replica) => undo(replica)],
  [4, (replica) => redo(replica, { choice: 'anyway' })],
]
const total = actions.reduce((sum, [weight]) => sum + weight, 0)

export async function actSomehow(replica: Replica, chance: Chance): Promise<void> {
  let left = chance.int(total)
  for (const [weight, action] of actions) {
    left -= weight
    if (left < 0) {
      await action(replica, chance)
      return
    }
  }
}
