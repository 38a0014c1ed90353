/** What fits: how many rows of a screen each part of it gets. */

export interface WatchRows {
  readonly header: boolean
  /** An empty row between the parts. */
  readonly gaps: boolean
  /** Entries of today that are shown; where some are left out, one more row tells how many. */
  readonly entries: number
  readonly entriesLeftOut: boolean
  /** Goals that are shown, below a heading; none takes no heading. */
  readonly goals: number
  readonly goalsLeftOut: boolean
}

interface Wanted {
  readonly rows: number
  readonly entries: number
  readonly goals: number
}

/** What runs (two rows), the total of today, and the connection: always there. */
const always = 4
const headerFrom = 7
const gapsFrom = 14

export function watchRows({ rows, entries, goals }: Wanted): WatchRows {
  const header = rows >= headerFrom
  const gaps = rows >= gapsFrom
  const hasGoals = goals > 0
  // Below the header, what runs, and the entries; above the last row.
  const empty = gaps ? 3 + (hasGoals ? 1 : 0) : 0
  const left = Math.max(0, rows - always - (header ? 1 : 0) - empty - (hasGoals ? 1 : 0))
  // Neither takes more than half from the other; what one does not need is the other's.
  const forGoals = Math.min(goals, Math.max(Math.floor(left / 2), left - entries))
  const forEntries = Math.min(entries, left - forGoals)
  return {
    header,
    gaps,
    ...part('entries', entries, forEntries),
    ...part('goals', goals, forGoals),
  }
}

/** The row that tells what was left out takes the place of one. */
function part<Name extends 'entries' | 'goals'>(name: Name, wanted: number, given: number) {
  const isCut = given < wanted
  return {
    [name]: isCut ? Math.max(0, given - 1) : given,
    [`${name}LeftOut`]: isCut && given > 0,
  } as Record<Name, number> & Record<`${Name}LeftOut`, boolean>
}
