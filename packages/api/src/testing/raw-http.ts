/** HTTP as bytes: what an ordinary client would never send. */
import { connect } from 'node:net'

/** Sends the bytes and reads until the server closes, or until `ms` have passed without anything new. */
export function sendRaw(port: number, bytes: string, ms = 1_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let got = ''
    const end = () => {
      socket.destroy()
      resolve(got)
    }
    socket.setTimeout(ms, end)
    socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')))
    socket.on('end', end)
    socket.on('error', (error) => (got === '' ? reject(error) : end()))
    socket.write(bytes, 'latin1')
  })
}

/** One request whose connection is closed after it; headers are written as given. */
export const rawRequest = (
  target: string,
  { method = 'GET', headers = [] as string[], body = '' } = {},
): string =>
  [`${method} ${target} HTTP/1.1`, 'Host: goalixa.test', 'Connection: close', ...headers, '', body].join(
    '\r\n',
  )

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
