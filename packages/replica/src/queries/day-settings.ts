/** What days and weeks go by, as far as somebody has set it. */
import { valueOf } from '@goalixa/domain/rows'
import type { ReplicaReader } from '../storage.ts'

export interface SetDays {
  readonly zone?: string
  /** 1 Monday to 7 Sunday. */
  readonly weekStart?: number
}

export async function readDaySettings(reader: Pick<ReplicaReader, 'row'>, userId: string): Promise<SetDays> {
  const row = await reader.row('settings', userId)
  const set = (name: string) => (row === undefined ? undefined : valueOf({ regs: row.visible }, name))
  const [zone, weekStart] = [set('zone'), set('weekStart')]
  return {
    ...(typeof zone === 'string' ? { zone } : {}),
    ...(typeof weekStart === 'number' ? { weekStart } : {}),
  }
}
