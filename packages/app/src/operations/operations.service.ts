/**
 * The one write path. Every change of a user's data is applied here, in one transaction under the user's lock:
 * de-duplicated, merged per register, numbered, written to the typed tables and to the history, and announced.
 * Requests draft what they want; devices send operations that they made (see sync).
 */
import { AppError } from '@goalixa/contracts/errors'
import type { HeadState, Patch, WorkingRows } from '@goalixa/domain/apply-operations'
import { applyOperation, rowKey } from '@goalixa/domain/apply-operations'
import type { Stamp } from '@goalixa/domain/clock'
import { tick } from '@goalixa/domain/clock'
import type { Draft } from '@goalixa/domain/plans/view'
import type { Json, Registers, TableName } from '@goalixa/domain/rows'
import { sameValue } from '@goalixa/domain/rows'
import type { Database, Db } from '@goalixa/service-kit/db'
import type { ConsumedOperation, Head } from './operations.repository.ts'

export type { Head } from './operations.repository.ts'
import {
  findAnswer,
  lockHead,
  moveHead,
  readHead,
  recordOperations,
  rememberAnswer,
} from './operations.repository.ts'
import { requireWithin } from './project-scope.ts'
import type { Turns } from './turns.ts'
import type { WorkingRowsStore } from './working-rows.ts'

/** Who writes, and how the same write is recognised when it comes again. */
export interface Actor {
  readonly userId: string
  /** Of a token for one project: a write that touches anything else is refused whole. */
  readonly projectId?: string | undefined
  readonly requestId: string | undefined
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | undefined
}

/**
 * Reads under the lock, checks rules, drafts changes, and returns how to answer once they are applied, by the operation
 * `<clientId>/<n>` if there was anything to apply.
 */
type Plan<Answer> = (
  tx: Db,
  draft: Draft,
  tell: (about: About) => void,
) => Promise<(tx: Db, operation: string | undefined) => Promise<Answer>>

/** What is found out of an operation only while it is planned. */
interface About {
  readonly intent: string
  readonly undoes: string
}

/** An operation with the stamps of its author, or one that is refused for good and only kept in the history. */
export type AuthoredOperation = Omit<ConsumedOperation, 'firstSeq' | 'headSeq' | 'changes'> & {
  readonly patches: readonly Patch[]
}

export interface Operations {
  /** Waits for the user's lock and holds it until the transaction ends. */
  lockHead(tx: Db, userId: string): Promise<Head>
  /** The head as it is, without waiting; undefined where it must be locked first, which settles its epoch. */
  readHead(db: Db, userId: string): Promise<Head | undefined>
  /** @throws AppError of the plan, `idempotency.key_reused`, `service.unavailable`; then nothing was written */
  write<Answer>(actor: Actor, intent: string, plan: Plan<Answer>): Promise<Answer>
  /** Applies operations in their order; the caller holds the lock of `head`. Answers the new sequence number. */
  applyAll(tx: Db, userId: string, head: Head, operations: readonly AuthoredOperation[]): Promise<number>
}

interface OperationsOptions {
  readonly database: Database
  readonly workingRows: WorkingRowsStore
  /** One write of a user at a time. */
  readonly inTurn: Turns
  /** Tells listeners, when the transaction commits, how far the user's data has come. */
  readonly announceHead: (tx: Db, userId: string, seq: number) => Promise<void>
  /** Milliseconds of the wall clock. */
  readonly now: () => number
  /** Told of each write with an `Idempotency-Key`. */
  readonly onIdempotencyKey?: ((outcome: IdempotencyOutcome) => void) | undefined
}

/** `stored`: the key was new; `replayed`: the same write came again; `reused`: another write came with it. */
export type IdempotencyOutcome = 'stored' | 'replayed' | 'reused'

export function createOperations({
  database,
  workingRows,
  inTurn,
  announceHead,
  now,
  onIdempotencyKey,
}: OperationsOptions): Operations {
  const applyAll = async (
    tx: Db,
    userId: string,
    head: Head,
    operations: readonly AuthoredOperation[],
    loaded?: WorkingRows,
  ): Promise<number> => {
    const working =
      loaded ??
      (await workingRows.load(
        tx,
        userId,
        operations.flatMap((operation) => operation.patches),
      ))
    const consumed: ConsumedOperation[] = []
    let state: HeadState = head
    for (const { patches, ...operation } of operations) {
      const firstSeq = state.seq + 1
      const applied = applyOperation(working, state, patches, now())
      state = applied.head
      consumed.push({ ...operation, firstSeq, headSeq: state.seq, changes: applied.changes })
    }
    const changes = consumed.flatMap((operation) => operation.changes)
    await workingRows.store(tx, userId, working, changes)
    await recordOperations(tx, userId, consumed)
    await moveHead(tx, userId, state.seq, state.clock)
    if (state.seq > head.seq) await announceHead(tx, userId, state.seq)
    return state.seq
  }

  return {
    lockHead,
    readHead,
    applyAll,
    write: (actor, intent, plan) =>
      inTurn(actor.userId, () =>
        database.transaction(async (tx) => {
          const { userId, idempotency, requestId } = actor
          const head = await lockHead(tx, userId)
          const remembered = await recall(tx, actor).catch((error: unknown) => {
            if (error instanceof AppError && error.code === 'idempotency.key_reused')
              onIdempotencyKey?.('reused')
            throw error
          })
          if (remembered !== undefined) onIdempotencyKey?.('replayed')
          if (remembered !== undefined) return remembered.answer as never
          const drafted: Drafted = new Map()
          const nowMs = now()
          let about: Partial<About> = {}
          const draft: Draft = { nowMs, patch: (...given) => gather(drafted, ...given) }
          const answer = await plan(tx, draft, (told) => (about = told))
          const clock = tick(head.clock, nowMs)
          const stamp: Stamp = [clock.wallMs, clock.counter, head.epoch]
          const asked = [...drafted.values()].map(({ values, ...row }) => ({
            ...row,
            regs: stamped(Object.entries(values), stamp),
          }))
          const working = await workingRows.load(tx, userId, asked)
          const patches = withoutSame(working, asked)
          const n = patches.length > 0 ? head.seq + 1 : undefined
          if (n !== undefined) {
            const made = {
              clientId: head.epoch,
              n,
              intent: about.intent ?? intent,
              madeAtMs: nowMs,
              requestId,
              patches,
            }
            const nothing = {
              undoes: about.undoes,
              group: undefined,
              fingerprint: undefined,
              refusal: undefined,
              refused: undefined,
            }
            const before = new Map(working.rows)
            await applyAll(tx, userId, { ...head, clock }, [{ ...made, ...nothing }], working)
            if (actor.projectId !== undefined) {
              const written = { projectId: actor.projectId, patches, before, after: working.rows }
              await requireWithin(written, (table, ids) => workingRows.read(tx, userId, table, ids))
            }
          }
          const result = await answer(tx, n === undefined ? undefined : `${head.epoch}/${n}`)
          if (idempotency !== undefined) {
            await rememberAnswer(tx, userId, idempotency.key, {
              fingerprint: idempotency.fingerprint,
              answer: result,
            })
            onIdempotencyKey?.('stored')
          }
          return result
        }),
      ),
  }
}

type Drafted = Map<
  string,
  { readonly table: TableName; readonly id: string; readonly values: Record<string, Json> }
>

function gather(
  drafted: Drafted,
  table: TableName,
  id: string,
  values: Readonly<Record<string, Json | undefined>>,
): void {
  const key = rowKey(table, id)
  const given = Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  drafted.set(key, { table, id, values: { ...drafted.get(key)?.values, ...Object.fromEntries(given) } })
}

const stamped = (values: readonly [string, Json][], stamp: Stamp): Registers =>
  Object.fromEntries(values.map(([register, v]) => [register, { v, stamp }]))

/** A request that sets what is there already changes nothing: such registers are left out, and rows without any other. */
function withoutSame({ rows, absent }: WorkingRows, patches: readonly Patch[]): Patch[] {
  return patches.flatMap(({ table, id, regs }) => {
    const here = rows.get(rowKey(table, id))
    // In a row that is here, a register that was never written says what its absence says.
    const said = (register: string) =>
      here && (Object.hasOwn(here.regs, register) ? here.regs[register]!.v : absent(table, register))
    const changed = Object.entries(regs).filter(([register, { v }]) => !sameValue(said(register), v))
    return changed.length === 0 ? [] : [{ table, id, regs: Object.fromEntries(changed) }]
  })
}

/** The answer this write got when it came first. @throws AppError `idempotency.key_reused` */
async function recall(tx: Db, actor: Actor): Promise<{ answer: unknown } | undefined> {
  if (actor.idempotency === undefined) return undefined
  const found = await findAnswer(tx, actor.userId, actor.idempotency.key)
  if (found === undefined) return undefined
  if (found.fingerprint !== actor.idempotency.fingerprint) throw new AppError('idempotency.key_reused')
  return { answer: found.answer ?? undefined }
}
