/** What would be lost with this device's store: how many changes, a copy of them, and the question before they go. */
import type { Replica } from '@goalixa/replica/replica'
import { language, loadWords } from '../../words/language.ts'
import { confirmed } from './dialog.ts'
import { download } from './download.ts'

/** The same document as `goalixa sync --export` writes. */
export async function downloadUnsent(replica: Replica): Promise<void> {
  const { unsent } = await import('@goalixa/replica/dead-letters')
  const { outbox, deadLetters } = await unsent(replica)
  const refused = deadLetters.map(({ key, code, detail, atMs, operation }) => ({
    key,
    code,
    detail,
    at: new Date(atMs).toISOString(),
    operation,
  }))
  download(
    'goalixa-unsent.json',
    `${JSON.stringify({ refused, waiting: outbox }, null, 2)}\n`,
    'application/json',
  )
}

/** Asks only when something is not at the server. Answers whether to go on. */
export async function mayLose(replica: Replica): Promise<boolean> {
  const { pending, deadLetters } = await replica.status()
  if (pending + deadLetters === 0) return true
  const words = await loadWords('sync')
  return confirmed({
    title: words.leaveTitle,
    text: words.leaveText(new Intl.NumberFormat(language()).format(pending + deadLetters)),
    yes: words.leaveAnyway,
    no: words.stay,
    before: { text: words.keepCopy, run: () => void downloadUnsent(replica) },
  })
}
