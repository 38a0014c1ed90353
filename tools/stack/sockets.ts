/** Sockets that outlive the processes that listen on them: while one is replaced, connections wait in the kernel. */
import { lookup } from 'node:dns/promises'
import { BoundSocket } from 'node:net'

/**
 * Binds an address and does not listen: that is for a service, which is given the descriptor.
 * @param port 0 lets the system choose
 */
export async function bindSocket(host: string, port = 0): Promise<{ socket: BoundSocket; port: number }> {
  const { address } = await lookup(host)
  const socket = new BoundSocket({ host: address, port })
  return { socket, port: socket.address().port }
}
