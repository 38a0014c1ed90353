/**
 * Turns: work of one user goes one after the other in this process, before it takes a database connection. The lock
 * in the database does the same between processes; without turns here, ten waiting writes of one user would hold all
 * connections, and everybody else would wait with them.
 */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return <Result>(userId: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(userId) ?? Promise.resolve()
    const mine = before.then(work, work)
    // The next in line waits for the end, whatever it was.
    const end = mine.then(
      () => undefined,
      () => undefined,
    )
    last.set(userId, end)
    void end.then(() => last.get(userId) === end && last.delete(userId))
    return mine
  }
}
export type Turns = ReturnType<typeof createTurns>
