/** The verbs that every kind of row has, answered by the replica: a rule, an intent, the row as it is then. */
import type { ErrorCode } from '@goalixa/contracts/error-catalogue'
import { AppError } from '@goalixa/contracts/errors'
import { isId } from '@goalixa/contracts/ids'
import { isLive } from '@goalixa/domain/plans/view'
import type { Draft, NewId, View } from '@goalixa/domain/plans/view'
import type { Row, TableName } from '@goalixa/domain/rows'
import type { Asking } from '@goalixa/replica/queries/lists'
import { createShapes } from '@goalixa/replica/queries/shapes'
import type { Shapes } from '@goalixa/replica/queries/shapes'
import { findRow, viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import type { ReplicaReader } from '@goalixa/replica/storage'
import type * as z from 'zod'
import { readBody, readQuery } from './read-input.ts'
import type { Page, Rows } from './store.ts'

/**
 * Works on the replica once it is open. `fresh`: totals and lists should agree with every other device, so a server
 * within reach is asked first, for a moment at most; other questions ask it only when they find nothing. `at once`:
 * nor does the command wait for the server at its end.
 */
export type WithReplica = <Answer>(
  work: (replica: Replica) => Promise<Answer>,
  wish?: 'fresh' | 'at once',
) => Promise<Answer>

/** What every feature of the local store is made of. `newId` makes UUIDs of version 7. */
export interface LocalParts {
  readonly withReplica: WithReplica
  readonly newId: NewId
}

/** Of what is written here. */
export const source = 'cli'

/** Whose rows are read, and up to now by the clock of the replica. */
export const askingOf = (replica: Replica): Asking => ({ userId: replica.userId, nowMs: replica.now() })

export type Rule<Result> = (view: View, draft: Draft, newId: NewId) => Promise<Result>
type ToItem<Item> = (shapes: Shapes) => (row: Row) => Promise<Item>

/** One intent: the rule and all that it changes are kept when the promise resolves. */
export async function writeIntent<Result>(
  replica: Replica,
  intent: string,
  rule: Rule<Result>,
  newId: NewId,
  options: { readonly mayDivide?: boolean } = {},
): Promise<Result> {
  const plan = (draft: Draft, reader: ReplicaReader) => rule(viewOf(reader, replica.userId), draft, newId)
  return (await replica.write(intent, plan, options)).result
}

export const localEntry = {
  table: 'timeEntries',
  missing: 'time_entries.not_found',
  toItem: (shapes: Shapes) => shapes.toTimeEntry,
} as const

/** One that the rules have found to have times. */
export const localTimedEntry = {
  ...localEntry,
  toItem: (shapes: Shapes) => shapes.toTimedEntry,
} as const

/** A live row in the shape of its contract. */
export const readItem = <Item>(
  replica: Replica,
  { table, missing, toItem }: { table: TableName; missing: ErrorCode; toItem: ToItem<Item> },
  id: string,
): Promise<Item> =>
  replica.read(async (reader) => {
    const row = await findRow(reader, table, id)
    if (!isLive(row)) throw new AppError(missing)
    return toItem(createShapes(reader, replica.now()))(row)
  })

/** @throws AppError `missing`: an id that no row can have is the id of no row */
export function readId(id: string, missing: ErrorCode): string {
  if (!isId(id)) throw new AppError(missing)
  return id.toLowerCase()
}

interface ListRoute {
  readonly query: z.ZodType
}
interface WriteRoute {
  readonly body: z.ZodType
}

/** What tells the kinds of rows apart. */
export interface LocalFeature<
  Item,
  Routes extends { readonly list: ListRoute; readonly create: WriteRoute; readonly update: WriteRoute },
> {
  readonly table: Extract<TableName, 'labels' | 'clients' | 'projects' | 'tasks' | 'timeEntries'>
  readonly missing: ErrorCode
  readonly routes: Routes
  readonly toItem: ToItem<Item>
  readonly list: (
    reader: ReplicaReader,
    asking: Asking,
    query: z.output<Routes['list']['query']>,
  ) => Promise<Page<Item>>
  /** Answers the id. */
  readonly create: (input: z.output<Routes['create']['body']>) => Rule<string>
  readonly update: (id: string, patch: z.output<Routes['update']['body']>) => Rule<void>
  readonly delete: (id: string) => Rule<void>
}

export function createLocalRows<
  Item,
  Routes extends { readonly list: ListRoute; readonly create: WriteRoute; readonly update: WriteRoute },
>(
  feature: LocalFeature<Item, Routes>,
  withReplica: WithReplica,
  newId: NewId,
): Rows<
  Item,
  z.input<Routes['list']['query']> & object,
  z.input<Routes['create']['body']>,
  z.input<Routes['update']['body']>
> {
  const { table, missing, routes } = feature
  const change = (id: string, verb: string, rule: Rule<void>) =>
    withReplica(async (replica) => {
      await writeIntent(replica, `${table}.${verb}`, rule, newId)
      return verb === 'delete' ? undefined : readItem(replica, feature, id)
    })
  return {
    list: async (query) => {
      const wanted = readQuery(routes.list.query, query)
      return withReplica(
        (replica) => replica.read((reader) => feature.list(reader, askingOf(replica), wanted as never)),
        'fresh',
      )
    },
    get: async (id) => withReplica((replica) => readItem(replica, feature, readId(id, missing))),
    create: async (input) => {
      const wanted = readBody(routes.create.body, input)
      return withReplica(async (replica) => {
        const id = await writeIntent(replica, `${table}.create`, feature.create(wanted as never), newId)
        return readItem(replica, feature, id)
      })
    },
    update: async (given, patch) => {
      const id = readId(given, missing)
      const wanted = readBody(routes.update.body, patch)
      return (await change(id, 'update', feature.update(id, wanted as never)))!
    },
    delete: async (given) => {
      const id = readId(given, missing)
      await change(id, 'delete', feature.delete(id))
    },
  }
}
