/**
 * Undo and redo: new operations made from history, so that they work offline, after a sync and on another device.
 * An undo is an operation like any other; taking it back is redo.
 */
import { absentValue } from '@goalixa/domain/absent-values'
import type { Json, TableName } from '@goalixa/domain/rows'
import { sameValue } from '@goalixa/domain/rows'
import { restoreIntent } from './intents.ts'
import type { Draft, Replica } from './replica.ts'
import { mergedOf } from './row-changes.ts'
import type { IntentLine, IntentRecord, ReplicaReader } from './storage.ts'

/** All that one intent did: one operation, or several that share a group. */
export interface Deed {
  /** Of its first operation: `<clientId>/<n>`. */
  readonly operation: string
  readonly intent: string
  /** Milliseconds of its author's clock. */
  readonly at: number
  readonly pending: boolean
  readonly kind: 'done' | 'undone' | 'redone'
  /** Was it taken back, and not done again? */
  readonly isTakenBack: boolean
  readonly lines: readonly IntentLine[]
}

/** A register that somebody changed after the deed. */
interface ChangedSince {
  readonly table: string
  readonly rowId: string
  readonly register: string
  readonly now: Json
  /** What the deed had made of it. */
  readonly made: Json
}

export type UndoResult =
  | { readonly state: 'done'; readonly deed: Deed; readonly operations: readonly string[] }
  /** Nothing was written: choose `rest` to leave these as they are, or `anyway` to go over them. */
  | { readonly state: 'changed_since'; readonly deed: Deed; readonly changes: readonly ChangedSince[] }
  | { readonly state: 'nothing' }

export interface UndoOptions {
  /** Of a deed to take back; without it the latest one. */
  readonly operation?: string
  readonly choice?: 'rest' | 'anyway'
}

/** Latest first: what can be undone or redone here. */
export const listDeeds = (replica: Replica): Promise<Deed[]> => replica.read(readDeeds)

/** Takes back the latest deed, or the one that is named. @throws AppError `replica.unwritable` */
export const undo = (replica: Replica, { operation, choice }: UndoOptions = {}): Promise<UndoResult> =>
  reverse(replica, 'undo', choice, (deeds) =>
    deeds.filter(
      (deed) =>
        !deed.isTakenBack &&
        (operation === undefined ? deed.kind !== 'undone' : deed.operation === operation),
    ),
  )

/** Does again what was undone last, unless something else was done since. */
export const redo = (replica: Replica, { choice }: Pick<UndoOptions, 'choice'> = {}): Promise<UndoResult> =>
  reverse(replica, 'redo', choice, (deeds) => {
    const latest = deeds.find(({ kind, isTakenBack }) => kind !== 'redone' && !isTakenBack)
    return latest?.kind === 'undone' ? [latest] : []
  })

/** Reverses the first of the deeds for which there is something to write. */
async function reverse(
  replica: Replica,
  intent: 'undo' | 'redo',
  choice: UndoOptions['choice'],
  pick: (deeds: readonly Deed[]) => Deed[],
): Promise<UndoResult> {
  for (const target of await replica.read(async (reader) => pick(await readDeeds(reader)))) {
    const { result, operations } = await replica.write(
      intent,
      (draft, reader) => reverseOne(draft, reader, target, choice),
      {
        undoes: target.operation,
        mayDivide: true,
      },
    )
    if (result.state === 'changed_since') return result
    if (result.state === 'done' && (operations.length > 0 || choice !== undefined))
      return { ...result, operations }
  }
  return { state: 'nothing' }
}

/** Looks again, in the transaction that writes: meanwhile somebody may have been quicker. */
async function reverseOne(
  draft: Draft,
  reader: ReplicaReader,
  target: Deed,
  choice: UndoOptions['choice'],
): Promise<UndoResult> {
  const deed = (await readDeeds(reader)).find(({ operation }) => operation === target.operation)
  if (deed === undefined || deed.isTakenBack) return { state: 'nothing' }
  const { changed, steps } = await plan(reader, deed)
  if (changed.length > 0 && choice === undefined) return { state: 'changed_since', deed, changes: changed }
  for (const step of steps) if (choice === 'anyway' || !step.isChanged) step.apply(draft)
  return { state: 'done', deed, operations: [] }
}

interface Step {
  readonly isChanged: boolean
  readonly apply: (draft: Draft) => void
}

/** What has to be written, row by row; a row that was made goes to the trash, one that went there comes back. */
async function plan(
  reader: ReplicaReader,
  { lines }: Deed,
): Promise<{ changed: ChangedSince[]; steps: Step[] }> {
  const changed: ChangedSince[] = []
  const steps: Step[] = []
  for (const line of lines) {
    const { table, rowId } = line
    const row = await reader.row(table, rowId)
    if (row === undefined) continue
    const regs = mergedOf(row)
    const nowOf = (register: string): Json | undefined =>
      Object.hasOwn(regs, register) ? regs[register]!.v : absentValue(table, register)
    const won = outcomeOf(line)
    const since = won.flatMap(({ register, before, after }): ChangedSince[] => {
      const now = nowOf(register)
      const isAsMade =
        now === undefined || sameValue(now, after) || (before !== undefined && sameValue(now, before))
      return isAsMade ? [] : [{ table, rowId, register, now, made: after }]
    })
    changed.push(...since)
    if (isCreation(table, won)) {
      steps.push({
        isChanged: since.length > 0,
        apply: (draft) => draft.patch(table as TableName, rowId, { deleted: true }),
      })
      continue
    }
    for (const { register, before } of won) {
      const value = before ?? absentValue(table, register) ?? null
      steps.push({
        isChanged: since.some((one) => one.register === register),
        apply: (draft) => draft.patch(table as TableName, rowId, { [register]: value }),
      })
    }
  }
  return { changed, steps }
}

type Change = IntentLine['changes'][number]

/** What the deed made of each register: a rule may have changed it once more within the same operation. */
function outcomeOf({ changes }: IntentLine): Change[] {
  const made = new Map<string, Change>()
  for (const change of changes) {
    if (change.outcome === 'lost') continue
    const first = made.get(change.register)
    made.set(change.register, first === undefined ? change : { ...first, after: change.after })
  }
  return [...made.values()]
}

/** Nothing was there before: the row was made. Settings are always there. */
const isCreation = (table: string, made: readonly Change[]): boolean =>
  table !== 'settings' && made.length > 0 && made.every(({ before }) => before === undefined)

async function readDeeds(reader: ReplicaReader): Promise<Deed[]> {
  const records = (await reader.intents()).filter(({ intent }) => intent !== restoreIntent)
  const groups = [...Map.groupBy(records, ({ group, operation }) => group ?? operation).values()]
  const ofOperation = new Map(
    groups.flatMap((group) => group.map(({ operation }) => [operation, group] as const)),
  )
  const taking = Map.groupBy(
    groups.filter(([first]) => first!.undoes !== null && ofOperation.has(first!.undoes)),
    ([first]) => ofOperation.get(first!.undoes!)!,
  )
  const isTakenBack = once(
    (group: readonly IntentRecord[]): boolean =>
      (taking.get(group as IntentRecord[]) ?? []).some((by) => !isTakenBack(by)),
    false,
  )
  // Taking back an undo is a redo, whoever made it; what it takes back may be too long ago to be known here.
  const kindOf = once(([first]: readonly IntentRecord[]): Deed['kind'] => {
    if (first!.undoes === null) return 'done'
    const target = ofOperation.get(first!.undoes)
    if (target === undefined) return first!.intent === 'redo' ? 'redone' : 'undone'
    return kindOf(target) === 'undone' ? 'redone' : 'undone'
  }, 'undone')
  return groups
    .map((group): Deed => {
      const first = group.toSorted((a, b) => numberOf(a) - numberOf(b))[0]!
      return {
        operation: first.operation,
        intent: first.intent,
        at: first.at,
        pending: group.some(({ pending }) => pending),
        kind: kindOf(group),
        isTakenBack: isTakenBack(group),
        lines: group.flatMap(({ lines }) => lines),
      }
    })
    .filter(({ lines }) => lines.some(({ changes }) => changes.some(({ outcome }) => outcome === 'won')))
}

const numberOf = ({ operation }: IntentRecord): number => Number(operation.slice(operation.indexOf('/') + 1))

/** Asks once for each; `ring` is the answer to a question that depends on itself: copies of a store can make one. */
function once<Item extends object, Answer>(
  ask: (item: Item) => Answer,
  ring: Answer,
): (item: Item) => Answer {
  const answers = new Map<Item, Answer>()
  return (item) => {
    if (answers.has(item)) return answers.get(item)!
    answers.set(item, ring)
    const answer = ask(item)
    answers.set(item, answer)
    return answer
  }
}
