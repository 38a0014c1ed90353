/** A filter as somebody asks it: its dates are those of the zone and the weeks of the asker. */
import type { DateContext } from '../calendar.ts'
import type { Filter } from '../filters/conditions.ts'
import { type FilterNames, readFilter } from '../filters/resolve.ts'
import type { FilterKind } from '../filters/tree.ts'
import type { Dates } from '../untimed.ts'
import { datesTouched } from '../untimed.ts'
import type { View } from './view.ts'
import { findRow, said } from './view.ts'

/** The zone and the day that weeks begin with (1 Monday to 7 Sunday) are those of the settings unless given. */
export interface FilterAsked {
  readonly filter: string
  readonly zone?: string | undefined
  readonly weekStart?: number | undefined
}

/** What is known of the asker. */
interface Asker {
  readonly view: View
  readonly names: FilterNames
  readonly nowMs: number
}

/** @throws AppError `filter.invalid` */
export async function filterOf(
  { filter, ...asked }: FilterAsked,
  kind: FilterKind,
  { view, names, nowMs }: Asker,
): Promise<Filter> {
  return readFilter(filter, kind, { dates: await datesOf(view, nowMs, asked), names })
}

/** What dates are read against. */
export async function datesOf(
  view: View,
  nowMs: number,
  { zone, weekStart }: Omit<FilterAsked, 'filter'> = {},
): Promise<DateContext> {
  const settings = (await findRow(view, 'settings', view.userId)) ?? {
    table: 'settings',
    id: view.userId,
    regs: {},
  }
  return {
    now: Math.floor(nowMs / 1000),
    zone: zone ?? (said(settings, 'zone') as string | null) ?? 'UTC',
    weekStart: weekStart ?? (said(settings, 'weekStart') as number),
  }
}

/** The dates whose untimed entries belong to a list of `[from, to)`, epoch seconds, where a side may be open. */
export async function listedDates(
  view: View,
  { from, to, zone }: { from: number | undefined; to: number | undefined; zone: string | undefined },
  nowMs: number,
): Promise<Dates> {
  if (from === undefined && to === undefined) return {}
  return datesTouched(from, to, (await datesOf(view, nowMs, { zone })).zone)
}
