/** Ports for programs that cannot choose one themselves. */
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below what systems hand out by themselves. */
const lowest = 20_000
const highest = 32_000

/**
 * A port on 127.0.0.1 that nobody listens on at this moment, and that no system gives to anybody who asks for any: two
 * sockets may be bound to one port as long as neither listens, and then one of them never can.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest)
    if (await isFree(port, '127.0.0.1')) return port
  }
}

/** Can this port be listened on? */
export const isFree = (port: number, host: string): Promise<boolean> =>
  probe(port, host).then(
    () => true,
    () => false,
  )

function probe(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => server.close(() => resolve()))
  })
}
