import { JoinedTimeEntry } from '@goalixa/contracts/time-entries-surgery'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import { formatDuration } from '@goalixa/domain/durations'
import { planJoin } from '@goalixa/domain/joins'
import { placementOf, stretchOf } from '../../entry-placement.ts'
import { UsageError } from '../../failure.ts'
import { findEntry } from '../../find-rows.ts'
import { changing, overlap, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { joinedWords } from '../../output/time-entries-surgery.ts'
import { entryTitle } from '../../output/timer.ts'
import { entryArgs } from '../../row-args.ts'

export default class EntriesJoin extends GoalixaCommand {
  static override summary = 'Make one time entry of several'
  static override description =
    'The text, project, task and zone of the earliest stay, and the labels of all. The others go to the trash. When there is time between them, or they say different things, it asks.'
  static override usage = '<%= command.id %> ENTRY ENTRY... [--overlap POLICY]'
  static override aliases = ['join']
  static override examples = ['<%= config.bin %> join @1 @2', '<%= config.bin %> entries join @1 @2 @3 --yes']
  static override strict = false
  static override args = entryArgs
  static override flags = { overlap, zone, ...changing }
  static override readonly output = JoinedTimeEntry

  override async run(): Promise<void> {
    const { flags, words } = await this.read(EntriesJoin)
    const { store, dates } = await this.open(flags)
    const entries = new Map<string, TimeEntry>()
    for (const word of words) {
      const entry = await findEntry(store, word)
      entries.set(entry.id, entry)
    }
    if (entries.size < 2)
      throw new UsageError('One entry cannot be joined with itself', 'name two or more: join @1 @2')
    const ids = [...entries.keys()]
    const placed = [...entries.values()].map((entry) => ({
      id: entry.id,
      description: entry.description,
      ...stretchOf(entry, 'joined'),
    }))
    const plan = planJoin(placed, true, dates.now)
    const first = entries.get(plan.first)!
    const { doubts: placing, overlaps } = await placementOf({
      store,
      terminal: this.terminal,
      dates,
      flags,
      except: ids,
      stretch: plan.span,
    })
    const differing = differences(first, [...entries.values()])
    const doubts = [
      ...(plan.filledSeconds === 0 ? [] : [`It takes in ${formatDuration(plan.filledSeconds)} between them`]),
      ...(differing === '' ? [] : [`They differ in ${differing}; that of ${entryTitle(first)} stays`]),
      ...placing,
    ]
    const body = { ids, fillGaps: plan.filledSeconds > 0, overlap: flags.overlap }
    const would = 'timeEntries.join'
    if (flags['dry-run'] && overlaps) return overlaps.show(this.terminal, { would, input: body, doubts })
    if (flags.yes) for (const doubt of doubts) this.terminal.say(doubt)
    await this.change({
      would,
      input: body,
      flags,
      doubts,
      run: () => store.timeEntries.join(body),
      words: (entry) => joinedWords(entry, dates.zone),
    })
  }
}

/** What would be given up. Labels are kept of all, and an empty field is nothing to lose. */
function differences(first: TimeEntry, entries: readonly TimeEntry[]): string {
  const fields = [
    ['text', (entry: TimeEntry) => entry.description],
    ['project', (entry: TimeEntry) => entry.projectId ?? ''],
    ['task', (entry: TimeEntry) => entry.taskId ?? ''],
    ['being billable', (entry: TimeEntry) => String(entry.billable)],
  ] as const
  return fields
    .filter(([, read]) => entries.some((entry) => read(entry) !== read(first) && read(entry) !== ''))
    .map(([name]) => name)
    .join(' and ')
}
