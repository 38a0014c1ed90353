/** Words for webhooks. */
import type { Webhook } from '@goalixa/contracts/webhooks'
import { shortId } from './ids.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { momentText } from './times.ts'

export function webhookTable(
  webhooks: readonly Webhook[],
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (webhooks.length === 0) return 'No webhooks.'
  return table(
    [
      { head: 'ID' },
      { head: 'NAME' },
      { head: 'STATE' },
      { head: 'LAST DELIVERY' },
      { head: 'ADDRESS', flexible: true },
    ],
    webhooks.map((webhook) => [
      shortId(webhook.id),
      webhook.name,
      webhook.state,
      lastOf(webhook, zone),
      webhook.url,
    ]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

function lastOf({ lastTriedAt, lastStatus }: Webhook, zone: string): string {
  if (lastTriedAt === null) return '-'
  return `${momentText(lastTriedAt, zone)}, ${lastStatus === null ? 'no answer' : `answered ${lastStatus}`}`
}
