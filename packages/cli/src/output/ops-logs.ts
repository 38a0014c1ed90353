/** Words for what pods wrote. */
import * as z from 'zod'
import { safeText } from './safe-text.ts'
import type { Terminal } from './terminal.ts'

export const LogsDocument = z.object({
  service: z.string(),
  logs: z.array(
    z.object({
      namespace: z.string(),
      pod: z.string(),
      container: z.string(),
      /** Oldest first; what looks like a secret is taken out. */
      lines: z.array(z.string()),
      /** Why there are none; null when they could be read. */
      problem: z.string().nullable(),
    }),
  ),
})
export type LogsDocument = z.infer<typeof LogsDocument>

export function logsText({ service, logs }: LogsDocument, { paint }: Pick<Terminal, 'paint'>): string {
  if (logs.length === 0) return `${service} has no pods`
  return logs
    .map(({ pod, container, lines, problem }) =>
      [
        paint('bold', `${pod} ${container}`),
        ...(problem === null ? lines.map(safeText) : [paint('yellow', safeText(problem))]),
      ].join('\n'),
    )
    .join('\n\n')
}

/** As a line of a pipe: what comes from many is told apart by its first words. */
export const followedLine = (
  { pod, container, line }: { readonly pod: string; readonly container: string; readonly line: string },
  { paint }: Pick<Terminal, 'paint'>,
): string => `${paint('cyan', `${pod} ${container}`)} ${safeText(line)}`
