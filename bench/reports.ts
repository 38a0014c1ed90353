/**
 * Reports through the gateway. A week must cost what the week holds, however long the history is: the peer of the
 * 1,000,000-entry history is a 10,000-entry one in the same run. The year report's peer is PostgreSQL's own sum()
 * over the same rows, which makes no union, no labels and no names.
 */
import pg from 'pg'
import { measureInTurn } from './measure.ts'
import { register, writeHistory } from './people.ts'
import type { BenchResult } from './result.ts'
import { withStack } from './with-stack.ts'

const perYear = 100_000
const week = 'from=2026-10-05&to=2026-10-12&zone=Europe/Berlin'
const year = 'from=2025-11-01&to=2026-11-01&zone=Europe/Berlin'

export const benchReports = (): Promise<BenchResult> =>
  withStack(async ({ url, databaseUrl }) => {
    const [short, long] = [await register(url), await register(url)]
    await writeHistory(databaseUrl, short.userId, 10_000, perYear)
    await writeHistory(databaseUrl, long.userId, 1_000_000, perYear)
    const weeks = await measureInTurn(
      {
        'week, 10,000 entries': () => short.get(`/v1/reports/summary?by=project&${week}`),
        'week, 1,000,000 entries': () => long.get(`/v1/reports/summary?by=project&${week}`),
      },
      60,
    )
    const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=app' })
    await client.connect()
    const years = await measureInTurn(
      {
        'year by project': () => long.get(`/v1/reports/summary?by=project&${year}`),
        'year by day': () => long.get(`/v1/reports/summary?by=day&${year}`),
        'year by label': () => long.get(`/v1/reports/summary?by=label&${year}`),
        'year, plain sum() in PostgreSQL': () =>
          client.query(
            `select project_id, sum(extract(epoch from end_at - start_at)) from time_entries
             where user_id = $1 and not deleted and start_at >= '2025-11-01' and start_at < '2026-11-01' group by 1`,
            [long.userId],
          ),
      },
      15,
    )
    await client.end()
    const ratio = weeks['week, 1,000,000 entries'].median / weeks['week, 10,000 entries'].median
    const slowestYear = Math.max(
      ...Object.entries(years)
        .filter(([name]) => name.startsWith('year by'))
        .map(([, { median }]) => median),
    )
    return {
      figures: { ...weeks, ...years },
      targets: [
        {
          what: 'week report, 1,000,000 entries to 10,000 (median)',
          seen: ratio,
          atMost: 1.3,
          unit: 'times',
        },
        {
          what: 'year report of 100,000 entries, slowest grouping (median)',
          seen: slowestYear,
          atMost: 300,
          unit: 'ms',
        },
        {
          what: 'year report by project to plain sum() in PostgreSQL (median)',
          seen: years['year by project'].median / years['year, plain sum() in PostgreSQL'].median,
          unit: 'times',
        },
      ],
    }
  })
