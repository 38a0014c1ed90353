/** Entries give way to a new or moved one, in the same change: it is applied whole, and undone whole. */
import type { OverlapPolicy } from '@goalixa/contracts/time-entries'
import { spanOf } from '../one-running-timer.ts'
import type { OverlapChange, Stretch } from '../overlap-policies.ts'
import { keptAndAdded, planOverlaps } from '../overlap-policies.ts'
import type { Row } from '../rows.ts'
import type { Draft, NewId, Values, View } from './view.ts'
import { findRow, said, secondsOf } from './view.ts'

interface Placement {
  /** That of the settings unless said; without one there either, nothing gives way. */
  readonly policy: OverlapPolicy | undefined
  readonly span: Stretch
  /** The entry that is placed, and one that was stopped for it. */
  readonly except: readonly (string | null)[]
}

/** Drafts what the policy makes of the entries in the way. @throws AppError `time_entries.overlap` */
export async function makeWay(
  view: View,
  draft: Draft,
  { policy: chosen, span, except }: Placement,
  newId: NewId,
): Promise<void> {
  const policy = chosen ?? (await usualPolicy(view))
  if (policy === null || policy === 'allow') return
  const now = secondsOf(draft)
  const touching = await view.entriesTouching(span.start, span.end ?? Math.max(span.start, now))
  const rows = new Map(touching.filter(({ id }) => !except.includes(id)).map((row) => [row.id, row]))
  const existing = [...rows.values()].map((row) => ({
    id: row.id,
    description: said(row, 'description') as string,
    ...spanOf(row),
  }))
  for (const change of planOverlaps(policy, span, existing, now).changes)
    draftChange(draft, rows.get(change.id)!, change, newId)
}

/** What the settings say, for everything that says nothing itself. */
export async function usualPolicy(view: View): Promise<OverlapPolicy | null> {
  const settings = await findRow(view, 'settings', view.userId)
  return settings === undefined ? null : (said(settings, 'overlap') as OverlapPolicy | null)
}

function draftChange(draft: Draft, row: Row, change: OverlapChange, newId: NewId): void {
  const { zone } = spanOf(row)
  const { kept, added } = keptAndAdded(change)
  draft.patch('timeEntries', row.id, kept === undefined ? { deleted: true } : { span: { ...kept, zone } })
  for (const stretch of added)
    draft.patch('timeEntries', newId(), { ...copied(row), span: { ...stretch, zone } })
}

/** All that an entry says beside its span, also what a newer version wrote; it was made when the first part was. */
export const copied = ({ regs }: Row): Values =>
  Object.fromEntries(
    Object.entries(regs)
      .filter(
        ([name, { v }]) => name !== 'span' && name !== 'deleted' && !(name.includes(':') && v === false),
      )
      .map(([name, { v }]) => [name, v]),
  )
