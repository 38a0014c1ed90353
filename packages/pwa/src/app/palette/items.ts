/** Everything the palette knows: what can be done here, where one can go, and what is one's own. */
import { startTimer } from '@goalixa/domain/plans/timer'
import { appViews } from '../../bridge/views.ts'
import type { IconName } from '../../design/icons.ts'
import { loadWords } from '../../words/language.ts'
import { createCommands } from '../keys/commands.ts'
import type { DeskContext } from '../keys/commands.ts'
import { goKeys, keysOf } from '../keys/shortcuts.ts'
import { zone } from '../store/dates.ts'
import { carryOn } from '../timer/actions.ts'
import { views } from '../views.ts'
import type { OwnRow } from './data.ts'
import type { Rankable } from './rank.ts'

export interface Item extends Rankable {
  readonly id: string
  readonly icon: IconName
  readonly keys?: readonly string[]
  readonly run: () => unknown
}

/** What fits this moment comes first. */
export async function fixedItems(context: DeskContext): Promise<Item[]> {
  const { go, words, place } = context
  const frame = await loadWords('frame')
  const commands = [...createCommands(context).values()]
    .filter(({ name, isThere }) => name !== 'palette' && name !== 'filter' && isThere())
    .map(({ name, icon, run }): Item => {
      const keys = keysOf(name)
      return {
        id: `do-${name.replace('.', '-')}`,
        group: 'actions',
        icon,
        text: words.command[name],
        ...(keys && { keys }),
        run,
      }
    })
  const others = appViews
    .filter((view) => view !== place.value.view)
    .map((view): Item => {
      const keys = goKeys(view)?.shown
      return {
        id: `go-${view}`,
        group: 'views',
        icon: views[view].icon,
        text: frame.view[view],
        ...(keys && { keys }),
        run: () => go(`/${view}`),
      }
    })
  return [...commands, ...others]
}

/** One's own: the timer starts for it. */
export async function ownItems({ store, act }: DeskContext, rows: readonly OwnRow[]): Promise<Item[]> {
  const { started } = await loadWords('timer')
  const begin = (input: { readonly taskId: string } | { readonly project: string }, description: string) =>
    act(
      () =>
        store.write('timer.start', (view, draft, newId) =>
          startTimer(view, draft, { ...input, description, zone: zone(), source: 'pwa' }, newId),
        ),
      started,
    )
  const kinds = {
    tasks: ({ id, text }: OwnRow) => ({
      group: 'tasks' as const,
      icon: 'check' as const,
      run: () => begin({ taskId: id }, text),
    }),
    projects: ({ text }: OwnRow) => ({
      group: 'projects' as const,
      icon: 'folder' as const,
      run: () => begin({ project: text }, ''),
    }),
    timeEntries: ({ id }: OwnRow) => ({
      group: 'entries' as const,
      icon: 'repeat' as const,
      run: () => act(() => carryOn(store, id), started),
    }),
  }
  return rows.map((row) => ({ id: `own-${row.id}`, text: row.text, ...kinds[row.table](row) }))
}
