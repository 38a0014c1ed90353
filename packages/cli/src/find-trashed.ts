/** A row of the trash, as people name it. */
import { AppError } from '@goalixa/contracts/errors'
import type { TrashItem } from '@goalixa/contracts/trash'
import { shortId } from './output/ids.ts'
import { nameWords, nounOf } from './output/rows.ts'
import type { Store } from './store.ts'

/** By the whole id, five or more characters of its end, or its name. Throws `trash.not_found`, `input.ambiguous`. */
export async function findTrashed({ trash }: Pick<Store, 'trash'>, text: string): Promise<TrashItem> {
  const isTail = /^[0-9a-f-]{5,36}$/i.test(text)
  const byId = isTail ? (await trash.list({ idTail: text.toLowerCase() })).items : []
  const found = byId.length > 0 ? byId : (await trash.list({ name: text })).items
  const [row, ...others] = found
  if (row === undefined) throw new AppError('trash.not_found', `Nothing in the trash is called "${text}"`)
  if (others.length === 0) return row
  const candidates = found
    .slice(0, 10)
    .map((one) => `  ${shortId(one.id, 12)}  ${nounOf(one.table)} ${nameWords(one.name)}`)
  throw new AppError(
    'input.ambiguous',
    [`"${text}" fits ${found.length} of them:`, ...candidates].join('\n'),
    {
      try: 'write more of the end of the id',
    },
  )
}
