import type { Place } from '../../../bridge/paths.ts'
import { isDate } from '../../parts/is-date.ts'

/** The day of the address; undefined for today, whatever day that is. */
export const dateOf = ({ query }: Pick<Place, 'query'>): string | undefined => {
  const date = query.get('date')
  return isDate(date) ? date : undefined
}

export const pathOf = (date: string | undefined): string =>
  date === undefined ? '/planner' : `/planner?date=${date}`
