/** Sync: consumes the operations of a device in order, and answers what it has not seen. `docs/sync.md` explains it. */
import { createHash } from 'node:crypto'
import { AppError } from '@goalixa/contracts/errors'
import type {
  Operation,
  ResyncReason,
  SyncRequest as SyncRequestShape,
  SyncResponse,
  SyncedRow,
} from '@goalixa/contracts/sync'
import { operationVersion } from '@goalixa/contracts/sync-limits'
import type { Patch } from '@goalixa/domain/apply-operations'
import type { Json } from '@goalixa/domain/rows'
import { canonical } from '@goalixa/domain/rows'
import type { Database, Db } from '@goalixa/service-kit/db'
import type * as z from 'zod'
import type { AuthoredOperation, Head, Operations } from '../operations/operations.service.ts'
import type { Turns } from '../operations/turns.ts'
import type { StoredTable } from '../operations/stored-table.ts'
import { existingIds, findClient, findSent, historyBetween, moveClient } from './sync.repository.ts'
import { misnamedRow } from './ids-by-content.ts'
import type { Refusal } from './validate-operation.ts'
import { isRefusal, missingRegisters, readOperation, referencesOf } from './validate-operation.ts'

type SyncRequest = z.output<typeof SyncRequestShape>
type Sent = SyncRequest['ops'][number]
type Consumed = Pick<SyncResponse, 'ackedN' | 'ackedSeq' | 'rejected' | 'stoppedAt'>

interface SyncOptions {
  readonly database: Database
  readonly operations: Operations
  readonly inTurn: Turns
  readonly tables: readonly StoredTable[]
  readonly now: () => number
}

/** Stores of clients older than this cannot be served. */
const minSchema = 1
const rowsInPage = 1_000

export function createSyncService({ database, operations, inTurn, tables, now }: SyncOptions) {
  /** Applies what is new of what a device sent; what it sent before is recognised and not applied again. */
  const consume = async (tx: Db, userId: string, head: Head, request: SyncRequest): Promise<Consumed> => {
    const { clientId } = request
    const client = await findClient(tx, userId, clientId)
    const again = request.ops.filter(({ n }) => n <= client.lastN)
    const rejected = await recognise(tx, userId, clientId, again)
    const fresh = request.ops.filter(({ n }) => n > client.lastN)
    requireOrder(fresh, client.lastN)
    const stopped = fresh.find(({ v }) => v > operationVersion)
    const known = stopped === undefined ? fresh : fresh.slice(0, fresh.indexOf(stopped))
    const authored = await judge(tx, userId, request, known)
    const ackedSeq =
      authored.length === 0 ? client.ackedSeq : await operations.applyAll(tx, userId, head, authored)
    const ackedN = client.lastN + known.length
    if (known.length > 0) await moveClient(tx, userId, clientId, { lastN: ackedN, ackedSeq })
    const refusedNow = authored.flatMap(({ n, refusal }) =>
      refusal === undefined ? [] : [{ n, ...refusal }],
    )
    return {
      ackedN,
      ackedSeq,
      rejected: [...rejected, ...refusedNow],
      ...(stopped === undefined ? {} : { stoppedAt: stopped.n }),
    }
  }

  /** Each operation as it will be applied, or as it is refused. */
  const judge = async (
    tx: Db,
    userId: string,
    request: SyncRequest,
    sent: readonly Sent[],
  ): Promise<AuthoredOperation[]> => {
    const read = sent.map((given) => readOperation(given))
    const rowsThere = await findRows(tx, userId, read.filter((result) => !isRefusal(result)) as Operation[])
    return read.map((result, index): AuthoredOperation => {
      const given = sent[index]!
      const refusal = isRefusal(result)
        ? result
        : (misnamedRow(result, userId) ?? refusalOf(result, rowsThere))
      const base = {
        clientId: request.clientId,
        n: given.n,
        requestId: undefined,
        fingerprint: fingerprintOf(given),
      }
      if (refusal !== undefined || isRefusal(result)) {
        return {
          ...base,
          intent: 'refused',
          undoes: undefined,
          group: undefined,
          madeAtMs: now(),
          refusal,
          refused: JSON.stringify(given),
          patches: [],
        }
      }
      for (const { table, id } of result.patches) rowsThere.add(`${table} ${id}`)
      const patches = result.patches as Patch[]
      const { intent, undoes, group } = result
      return {
        ...base,
        intent,
        undoes,
        group,
        madeAtMs: madeAt(result),
        refusal: undefined,
        refused: undefined,
        patches,
      }
    })
  }

  const answer = async (
    tx: Db,
    userId: string,
    head: Head,
    request: SyncRequest,
    consumed: Consumed,
  ): Promise<SyncResponse> => {
    const { rows, cursor, more } = await page(tx, userId, request.cursor, head.seq)
    const history = await historyBetween(tx, userId, request.cursor, cursor, isLoading(request))
    return { epoch: head.epoch, ...consumed, rows, history, cursor, more, serverTime: now() }
  }

  /** Rows in the order of their last change, from all tables. */
  const page = async (tx: Db, userId: string, after: number, headSeq: number) => {
    if (after >= headSeq) return { rows: [], cursor: headSeq, more: false }
    const found: SyncedRow[] = []
    for (const table of tables) {
      const rows = await table.readSince(tx, userId, after, rowsInPage + 1)
      for (const { table: name, id, regs, seq } of rows)
        found.push({ table: name, id, regs: regs as SyncedRow['regs'], seq })
    }
    const rows = found.toSorted((a, b) => a.seq - b.seq).slice(0, rowsInPage)
    const more = found.length > rows.length
    return { rows, cursor: more ? rows.at(-1)!.seq : headSeq, more }
  }

  return {
    /** @throws AppError `sync.resync_required` with a reason; `service.unavailable`, then nothing was consumed */
    async exchange(userId: string, request: SyncRequest): Promise<SyncResponse> {
      if (request.schema < minSchema) throw resync('schema_too_old')
      // Who only reads waits for nobody; the first request of all makes the head, so that its epoch is settled.
      if (request.ops.length === 0 && (await operations.readHead(database, userId)) !== undefined) {
        return database.snapshot(async (tx) => {
          const head = await operations.readHead(tx, userId)
          if (head === undefined) throw takenOver()
          requireKnown(head, request)
          const { lastN, ackedSeq } = await findClient(tx, userId, request.clientId)
          return answer(tx, userId, head, request, { ackedN: lastN, ackedSeq, rejected: [] })
        })
      }
      return inTurn(userId, () =>
        database.transaction(async (tx) => {
          const head = await operations.lockHead(tx, userId)
          requireKnown(head, request)
          const consumed = await consume(tx, userId, head, request)
          const after = await operations.readHead(tx, userId)
          if (after === undefined) throw takenOver()
          return answer(tx, userId, after, request, consumed)
        }),
      )
    },
  }
}
export type SyncService = ReturnType<typeof createSyncService>

const resync = (reason: ResyncReason) =>
  new AppError('sync.resync_required', `load a snapshot: ${reason}`, { reason })

/** Another server has become the database between two statements: whoever comes again finds a new epoch. */
const takenOver = () =>
  new AppError('service.unavailable', 'the database has just been taken over by another server', {
    retryAfterSeconds: 1,
  })

/** A device that begins, or begins anew, reads everything: it needs no row that has gone for good. */
const isLoading = ({ cursor, loading }: SyncRequest): boolean => cursor === 0 || loading === true

/** Does the device follow this lineage of the database, and not ahead of it? */
function requireKnown(head: Head, request: SyncRequest): void {
  const { epoch, cursor, clientId } = request
  // The name that requests write under: no device may.
  if (clientId === head.epoch) throw resync('client_forked')
  if ((epoch !== null && epoch !== head.epoch) || cursor > head.seq) throw resync('epoch')
  if (!isLoading(request) && cursor < head.minRetainedSeq) throw resync('cursor_too_old')
}

/** Numbers must go on where they ended: a gap means that this server has lost what came between. */
function requireOrder(fresh: readonly Sent[], lastN: number): void {
  fresh.forEach(({ n }, index) => {
    if (n !== lastN + 1 + index) throw resync('epoch')
  })
}

/** What was sent before must be the same now; what was refused then is told again. */
async function recognise(
  tx: Db,
  userId: string,
  clientId: string,
  again: readonly Sent[],
): Promise<SyncResponse['rejected']> {
  const before = new Map(
    (
      await findSent(
        tx,
        userId,
        clientId,
        again.map(({ n }) => n),
      )
    ).map((sent) => [sent.n, sent]),
  )
  return again.flatMap((given) => {
    const sent = before.get(given.n)
    if (sent?.fingerprint !== fingerprintOf(given)) throw resync('client_forked')
    return sent.refusal === null ? [] : [{ n: given.n, ...sent.refusal }]
  })
}

const fingerprintOf = (given: Sent): string =>
  createHash('sha256')
    .update(canonical(given as unknown as Json))
    .digest('base64url')

/** The moment of an operation is the latest stamp it carries. */
const madeAt = ({ patches }: Operation): number =>
  Math.max(...patches.flatMap(({ regs }) => Object.values(regs).map(({ stamp }) => stamp[0])), 0)

/** Which rows that the operations name or patch are there, as `table id`. */
async function findRows(tx: Db, userId: string, sent: readonly Operation[]): Promise<Set<string>> {
  const named = sent.flatMap((operation) => [
    ...operation.patches.map(({ table, id }) => ({ table, id })),
    ...referencesOf(operation),
  ])
  const found = new Set<string>()
  for (const [table, rows] of Map.groupBy(named, (row) => row.table)) {
    const ids = [...new Set(rows.map((row) => row.id))]
    for (const id of await existingIds(tx, userId, table, ids)) found.add(`${table} ${id}`)
  }
  return found
}

function refusalOf(operation: Operation, rowsThere: ReadonlySet<string>): Refusal | undefined {
  const own = new Set(operation.patches.map(({ table, id }) => `${table} ${id}`))
  const missing = referencesOf(operation).find(
    ({ table, id }) => !rowsThere.has(`${table} ${id}`) && !own.has(`${table} ${id}`),
  )
  if (missing !== undefined)
    return { code: 'sync.unknown_reference', detail: `there is no row ${missing.table} ${missing.id}` }
  return missingRegisters(operation, (table, id) => rowsThere.has(`${table} ${id}`))
}
