/**
 * A filter as a condition in SQL. What a person wrote is never part of the text: names are ids by then, words are a
 * pattern that is a parameter, and every operator and column comes from here. Each test is true or false, never null,
 * so that `not` turns it round as it does on a device.
 */
import type { Condition, Filter } from '@goalixa/domain/filters/conditions'
import type { ChoiceField, SecondsField, TextField, TimeField } from '@goalixa/domain/filters/fields'
import { postgresPattern } from '@goalixa/domain/filters/text'
import type { Operator } from '@goalixa/domain/filters/tree'
import type { Sql } from '@goalixa/service-kit/sql'
import { join, sql } from '@goalixa/service-kit/sql'

/** Where a kind of rows keeps what filters ask for; `never` where it has none of it. */
export interface FilterColumns {
  readonly label: (ids: readonly string[]) => Sql
  readonly projectId: Sql
  /** Of the project; null where it has none. */
  readonly clientId: Sql
  readonly choice: (field: ChoiceField) => Sql
  /** A time is an instant, and may be a civil date instead. */
  readonly time: (field: TimeField) => { readonly instant: Sql; readonly day?: Sql }
  /** A number of seconds; null where the row has none. */
  readonly seconds: (field: SecondsField, now: number) => Sql
  readonly text: (field: TextField) => Sql
  readonly source: Sql
  readonly billable: Sql
  readonly running: Sql
  readonly blocked: Sql
}

export const filterSql = ({ condition, now }: Filter, columns: FilterColumns): Sql =>
  build(condition, columns, now)

const signs: Readonly<Record<Operator, Sql>> = {
  ':': sql`=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}

function build(condition: Condition, columns: FilterColumns, now: number): Sql {
  switch (condition.test) {
    case 'and':
    case 'or':
      return sql`(${join(
        condition.of.map((one) => build(one, columns, now)),
        ` ${condition.test} `,
      )})`
    case 'not':
      return sql`(not ${build(condition.of, columns, now)})`
    case 'label':
      return sql`(${columns.label(condition.ids)})`
    case 'project':
      return condition.ids === null
        ? sql`(${columns.projectId} is null)`
        : known(sql`${columns.projectId} = any(${condition.ids}::uuid[])`)
    case 'client':
      return condition.ids === null
        ? sql`(${columns.clientId} is null)`
        : known(sql`${columns.clientId} = any(${condition.ids}::uuid[])`)
    case 'choice':
      return known(sql`${columns.choice(condition.field)} = any(${condition.values}::text[])`)
    case 'time':
      return time(condition, columns.time(condition.field))
    case 'seconds':
      return known(
        sql`${columns.seconds(condition.field, now)} ${signs[condition.operator]} ${condition.seconds}::bigint`,
      )
    case 'lacks':
      return lacks(condition.field, columns, now)
    case 'text': {
      const pattern = postgresPattern(condition.words)
      return sql`(${join(
        condition.fields.map((field) => sql`${columns.text(field)} ~ ${pattern}`),
        ' or ',
      )})`
    }
    case 'source':
      return sql`(${columns.source} = ${condition.source} or starts_with(${columns.source}, ${`${condition.source}:`}))`
    case 'billable':
      return sql`(${columns.billable} = ${condition.value})`
    case 'running':
      return sql`(${columns.running})`
    case 'blocked':
      return sql`(${columns.blocked})`
  }
}

/** What a row does not have fits no comparison. */
const known = (test: Sql): Sql => sql`coalesce(${test}, false)`

function time(
  { operator, day, from, until }: Extract<Condition, { test: 'time' }>,
  columns: ReturnType<FilterColumns['time']>,
): Sql {
  const { instant } = columns
  const [start, end] = [sql`to_timestamp(${from})`, sql`to_timestamp(${until})`]
  const ofInstant = {
    ':': sql`${instant} >= ${start} and ${instant} < ${end}`,
    '<': sql`${instant} < ${start}`,
    '<=': sql`${instant} < ${end}`,
    '>': sql`${instant} >= ${end}`,
    '>=': sql`${instant} >= ${start}`,
  }[operator]
  if (columns.day === undefined) return known(ofInstant)
  return sql`(${known(ofInstant)} or ${known(sql`${columns.day} ${signs[operator]} ${day}::date`)})`
}

function lacks(field: TimeField | SecondsField, columns: FilterColumns, now: number): Sql {
  if (field === 'estimate' || field === 'tracked' || field === 'duration')
    return sql`(${columns.seconds(field, now)} is null)`
  const { instant, day } = columns.time(field)
  return day === undefined ? sql`(${instant} is null)` : sql`(${instant} is null and ${day} is null)`
}
