/**
 * Work that is done together at the end of a turn of the event loop. Writes in a row wake the process on the other side
 * once; with the work of a request between them each would find it asleep again, and waking is the dear part of a write.
 */
let due: (() => void)[] = []

/** Calls `work` when all that has arrived by now was looked at. It must not throw. */
export function atEndOfTurn(work: () => void): void {
  if (due.push(work) === 1) setImmediate(doAll)
}

function doAll(): void {
  const works = due
  due = []
  for (const work of works) work()
}
