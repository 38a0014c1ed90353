/** Words for what was deployed, and for the runs that did it. */
import * as z from 'zod'
import { momentText, RevisionDocument } from './ops-status.ts'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export const HistoryDocument = z.object({
  /** Newest first; what one can go back to. */
  revisions: z.array(RevisionDocument),
  /** Newest first. */
  runs: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['deploy', 'rollback']),
      actor: z.string(),
      reason: z.string(),
      startedAt: z.string(),
      endedAt: z.string().nullable(),
      /** Null as long as it has no end. */
      outcome: z.enum(['committed', 'refused', 'rolled-back', 'rollback-failed', 'aborted']).nullable(),
      /** Gates that were overridden, with the reasons. */
      overrides: z.record(z.string(), z.string()),
    }),
  ),
})
export type HistoryDocument = z.infer<typeof HistoryDocument>

export function historyText(
  { revisions, runs }: HistoryDocument,
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): string {
  const look = { width, paintHead: (head: string) => paint('bold', head) }
  if (runs.length === 0 && revisions.length === 0) return 'Nothing was deployed yet'
  const committed = table(
    [{ head: 'Revision', align: 'right' }, { head: 'Committed' }, { head: 'Images', flexible: true }],
    revisions.map(({ number, committedAt, summary }) => [
      String(number),
      momentText(committedAt),
      summaryWords(summary),
    ]),
    look,
  )
  const ran = table(
    [{ head: 'Run' }, { head: 'By' }, { head: 'End' }, { head: 'Reason', flexible: true }],
    runs.map(({ id, kind, actor, reason, outcome }) => [
      id,
      actor,
      outcome ?? 'none yet',
      kind === 'rollback' && !reason.startsWith('rollback') ? `rollback: ${reason}` : reason,
    ]),
    look,
  )
  return [...(revisions.length === 0 ? [] : [committed]), ran].join('\n\n')
}

/** `auth 1.4.0, app 1.4.0`; --json has the digests. */
const summaryWords = (summary: string): string =>
  summary
    .split('\n')
    .map((line) => safeLine(line.replace(/ sha256:[0-9a-f]+$/, '').trim()))
    .filter((words, index, all) => all.indexOf(words) === index)
    .join(', ')
