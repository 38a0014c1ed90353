/** What is open at a server, counted as it comes and goes. */
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface ServerFigures {
  readonly requests: () => number
  readonly connections: () => number
}

/** Counts from now on. */
export function watchServer(server: Server): ServerFigures {
  let requests = 0
  let connections = 0
  const requestEnded = () => void (requests -= 1)
  const connectionEnded = () => void (connections -= 1)
  server.prependListener('request', (_request: unknown, response: ServerResponse) => {
    requests += 1
    response.on('close', requestEnded)
  })
  server.on('connection', (socket: Socket) => {
    connections += 1
    socket.once('close', connectionEnded)
  })
  return { requests: () => requests, connections: () => connections }
}
