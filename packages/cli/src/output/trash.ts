/** Words for the trash. */
import type { RestoredRow, TrashItem } from '@goalixa/contracts/trash'
import { shortId } from './ids.ts'
import { nameWords, nounOf } from './rows.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { clockText, dayText } from './times.ts'

export function trashTable(
  items: readonly TrashItem[],
  zone: string,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): string {
  if (items.length === 0) return 'The trash is empty.'
  const rows = items.map(({ table: kind, id, name, removedAt }) => [
    shortId(id),
    nounOf(kind),
    name ?? '(no text)',
    `${dayText(removedAt, zone)} ${clockText(removedAt, zone).slice(0, 5)}`,
  ])
  return table(
    [{ head: 'ID' }, { head: 'WHAT' }, { head: 'NAME', flexible: true }, { head: 'REMOVED' }],
    rows,
    {
      width: terminal.width,
      paintHead: (head) => terminal.paint('dim', head),
    },
  )
}

/** `Restored the task "write report"  (3f2a9c)` */
export const restoredLine = ({ table: kind, id, name }: RestoredRow): string =>
  `Restored the ${nounOf(kind)} ${nameWords(name)}  (${shortId(id)})`
