/**
 * Undo and redo: which intents can be taken back, and what has to be written for it. The same on a device, which reads
 * its own history, and on the server. An undo is an operation like any other; taking it back is redo.
 */
import { absentValue } from './absent-values.ts'
import type { Json, Registers } from './rows.ts'
import { sameValue } from './rows.ts'

/** Name of the operations that give a server back what it has lost: nobody's intent, and never taken back. */
export const restoreIntent = 'sync.restore'

/** Name of the operations that fire a reminder when its time comes: nobody's intent either. */
export const fireIntent = 'reminders.fire'

/** What is known of one operation. */
export interface OperationRecord {
  /** `<clientId>/<n>`. */
  readonly operation: string
  readonly intent: string
  /** The operation that it took back. */
  readonly undoes: string | null
  /** The same for all operations of one intent that was too large for one. */
  readonly group: string | null
  /** Milliseconds of its author's clock. */
  readonly at: number
}

/** All that one intent did: one operation, or several that share a group. */
export interface Deed<Item extends OperationRecord = OperationRecord> {
  /** Of its first operation. */
  readonly operation: string
  readonly intent: string
  readonly at: number
  readonly kind: 'done' | 'undone' | 'redone'
  /** Was it taken back, and not done again? */
  readonly isTakenBack: boolean
  readonly records: readonly Item[]
}

/** Puts operations together to what people did, in the order given. */
export function deedsOf<Item extends OperationRecord>(given: readonly Item[]): Deed<Item>[] {
  const records = given.filter(({ intent }) => intent !== restoreIntent && intent !== fireIntent)
  const groups = [...Map.groupBy(records, ({ group, operation }) => group ?? operation).values()]
  const ofOperation = new Map(
    groups.flatMap((group) => group.map(({ operation }) => [operation, group] as const)),
  )
  const taking = Map.groupBy(
    groups.filter(([first]) => first!.undoes !== null && ofOperation.has(first!.undoes)),
    ([first]) => ofOperation.get(first!.undoes!)!,
  )
  const isTakenBack = once(
    (group: readonly Item[]): boolean => (taking.get(group as Item[]) ?? []).some((by) => !isTakenBack(by)),
    false,
  )
  // Taking back an undo is a redo, whoever made it; what it takes back may be too long ago to be known here.
  const kindOf = once(([first]: readonly Item[]): Deed['kind'] => {
    if (first!.undoes === null) return 'done'
    const target = ofOperation.get(first!.undoes)
    if (target === undefined) return first!.intent === 'redo' ? 'redone' : 'undone'
    return kindOf(target) === 'undone' ? 'redone' : 'undone'
  }, 'undone')
  return groups.map((group): Deed<Item> => {
    const { operation, intent, at } = group.toSorted((a, b) => numberOf(a) - numberOf(b))[0]!
    return {
      operation,
      intent,
      at,
      kind: kindOf(group),
      isTakenBack: isTakenBack(group),
      records: group,
    }
  })
}

type Told = Pick<Deed, 'operation' | 'kind' | 'isTakenBack'>

/** What an undo may take back, the first one first: the named deed, without a name the latest ones. */
export const undoable = <Item extends Told>(deeds: readonly Item[], operation?: string): Item[] =>
  deeds.filter(
    (deed) =>
      !deed.isTakenBack && (operation === undefined ? deed.kind !== 'undone' : deed.operation === operation),
  )

/** What a redo may do again: the latest deed, if it is an undo. */
export function redoable<Item extends Told>(deeds: readonly Item[]): Item[] {
  const latest = deeds.find(({ kind, isTakenBack }) => kind !== 'redone' && !isTakenBack)
  return latest?.kind === 'undone' ? [latest] : []
}

/** What a deed did to one row. */
export interface ChangedRow {
  readonly table: string
  readonly rowId: string
  readonly changes: readonly RegisterChange[]
}
/** `before` is absent where the register was new. */
interface RegisterChange {
  readonly register: string
  readonly before?: Json | undefined
  readonly after: Json
  readonly outcome: 'won' | 'lost'
}

/** A register that somebody changed after the deed. */
export interface ChangedSince {
  readonly table: string
  readonly rowId: string
  readonly register: string
  readonly now: Json
  /** What the deed had made of it. */
  readonly made: Json
}

/** Leave what was changed since and take back the rest, or go over it. */
export type ReversalChoice = 'rest' | 'anyway'

interface Step {
  readonly table: string
  readonly rowId: string
  readonly isChanged: boolean
  readonly values: Readonly<Record<string, Json>>
}

export interface Reversal {
  readonly changed: readonly ChangedSince[]
  /** What to write; values that are there already are among them. */
  readonly steps: (choice: ReversalChoice | undefined) => readonly Step[]
}

/**
 * Each register goes back to what it was; a row that was made goes to the trash, one that went there comes back.
 * @param regsOf what a row is now; undefined for one that is gone for good
 */
export function reversalOf(
  lines: readonly ChangedRow[],
  regsOf: (table: string, rowId: string) => Registers | undefined,
): Reversal {
  const changed: ChangedSince[] = []
  const steps: Step[] = []
  for (const line of lines) {
    const { table, rowId } = line
    const regs = regsOf(table, rowId)
    if (regs === undefined) continue
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
      steps.push({ table, rowId, isChanged: since.length > 0, values: { deleted: true } })
      continue
    }
    for (const { register, before } of won) {
      const value = before ?? absentValue(table, register) ?? null
      const isChanged = since.some((one) => one.register === register)
      steps.push({ table, rowId, isChanged, values: { [register]: value } })
    }
  }
  return {
    changed,
    steps: (choice) => steps.filter(({ isChanged }) => choice === 'anyway' || !isChanged),
  }
}

/** What the deed made of each register: a rule may have changed it once more within the same operation. */
function outcomeOf({ changes }: ChangedRow): RegisterChange[] {
  const made = new Map<string, RegisterChange>()
  for (const change of changes) {
    if (change.outcome === 'lost') continue
    const first = made.get(change.register)
    made.set(change.register, first === undefined ? change : { ...first, after: change.after })
  }
  return [...made.values()]
}

/** Nothing was there before: the row was made. Settings are always there. */
const isCreation = (table: string, made: readonly RegisterChange[]): boolean =>
  table !== 'settings' && made.length > 0 && made.every(({ before }) => before === undefined)

const numberOf = ({ operation }: OperationRecord): number =>
  Number(operation.slice(operation.indexOf('/') + 1))

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
