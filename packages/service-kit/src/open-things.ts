/**
 * A set for what comes and goes with every request. A `Set` makes a new table every few changes, and each old one,
 * once it is old for the garbage collector, holds on to all that come after it.
 */
export function createOpenThings<Thing>() {
  const slots: (Thing | undefined)[] = []
  const free: number[] = []
  return {
    /** @returns what to give to `remove` */
    add(thing: Thing): number {
      const slot = free.pop() ?? slots.length
      slots[slot] = thing
      return slot
    },
    /** To be called once for each that was added. */
    remove(slot: number): void {
      slots[slot] = undefined
      free.push(slot)
    },
    all: (): Thing[] => slots.filter((thing): thing is Thing & {} => thing !== undefined),
  }
}
