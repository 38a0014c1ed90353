/** Ports for programs that cannot choose one themselves. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A port on 127.0.0.1 that nobody listens on at this moment. */
export const freePort = (): Promise<number> => probe(0)

/** Can this port be listened on? */
export const isFree = (port: number, host: string): Promise<boolean> =>
  probe(port, host).then(
    () => true,
    () => false,
  )

function probe(port: number, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const found = (server.address() as AddressInfo).port
      server.close(() => resolve(found))
    })
  })
}
