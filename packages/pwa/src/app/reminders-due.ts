/** Tells of reminders that become due while the app is open, in one tab. It writes nothing: the server fires them. */
import { effect, signal } from '@preact/signals-core'
import { isLive, said } from '@goalixa/domain/plans/view'
import { factsOf } from '@goalixa/domain/plans/reminders'
import { reminderState } from '@goalixa/domain/reminders'
import type { DeskContext } from './keys/commands.ts'
import type { Row } from '@goalixa/domain/rows'
import { notify } from './notify.ts'
import type { Query } from './store/store.ts'

/** Epoch seconds. */
interface Coming {
  readonly id: string
  readonly title: string
  readonly dueAt: number | null
  readonly nextAt: number | null
}

const isForBrowser = (row: Row): boolean =>
  isLive(row) && (said(row, 'channels') as string[]).includes('browser')

const readComing: Query<readonly Coming[]> = async (reader, { nowMs }) =>
  (await reader.rowsOf('reminders')).filter(isForBrowser).map((row) => ({
    id: row.id,
    title: said(row, 'title') as string,
    ...reminderState(factsOf(row), Math.floor(nowMs / 1000)),
  }))

const hourMs = 3_600_000

export async function leadReminders({ store, act, words, until }: DeskContext): Promise<void> {
  let since = Date.now() / 1000
  const again = signal(0)
  const changed = store.live(readComing, until)
  const look = async () => {
    const coming = await store.read(readComing)
    const isNew = ({ dueAt }: Coming) => dueAt !== null && dueAt > since
    const due = coming.filter(isNew)
    since = Math.max(since, ...due.map(({ dueAt }) => dueAt!))
    for (const { id, title } of due) {
      notify(words.reminder(title), `reminder-${id}`)
      await act(async () => undefined, words.reminder(title))
    }
    return Math.min(...coming.flatMap(({ nextAt }) => nextAt ?? [])) * 1000
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = effect(() => {
    void changed.value
    void again.value
    const settle = async () => {
      const next = await look()
      clearTimeout(timer)
      if (!until.aborted && Number.isFinite(next))
        timer = setTimeout(() => (again.value += 1), Math.max(50, Math.min(next - Date.now() + 50, hourMs)))
    }
    void settle().catch(reportError)
  })
  await new Promise<void>((resolve) => until.addEventListener('abort', () => resolve(), { once: true }))
  clearTimeout(timer)
  stop()
}
