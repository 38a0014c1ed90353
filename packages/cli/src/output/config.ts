/** Words for the settings. */
import { table } from './table.ts'

export function configWords(items: readonly { key: string; value: string | number; from: string }[]): string {
  return table(
    [{ head: 'KEY' }, { head: 'VALUE' }, { head: 'FROM' }],
    items.map(({ key, value, from }) => [key, String(value), from]),
  )
}
