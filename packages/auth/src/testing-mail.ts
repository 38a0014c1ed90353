/** A mail server inside a test: takes what is sent to it by SMTP, or refuses it when told to. */
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

interface ReceivedMail {
  readonly to: string
  readonly messageId: string
  /** The message with its headers, lines joined as a reader sees them. */
  readonly text: string
  /** The secret of the link in it. */
  readonly token: string | undefined
}

export interface TestMailServer {
  readonly url: string
  readonly mails: readonly ReceivedMail[]
  /** Settles when a mail to that address with these words is there, after the first `since` of all mails. */
  waitFor(to: string, words: string, since?: number): Promise<ReceivedMail>
  /** The next so many mails are refused for now. */
  refuse(count: number): void
  /** Takes the next mail, but the connection breaks before the sender learns it. */
  breakAfterNext(): void
  close(): Promise<void>
}

export async function startMailServer(): Promise<TestMailServer> {
  const mails: ReceivedMail[] = []
  const sockets = new Set<Socket>()
  let refusals = 0
  let breaks = false
  const waiting = new Set<() => void>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    let to = ''
    let pending = ''
    let isData = false
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      pending += chunk.toString('utf8')
      for (;;) {
        const end = pending.indexOf(isData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const line = pending.slice(0, end)
        pending = pending.slice(end + (isData ? 5 : 2))
        if (isData) {
          isData = false
          mails.push(received(to, line))
          for (const look of waiting) look()
          waiting.clear()
          if (breaks) {
            breaks = false
            return void socket.destroy()
          }
          socket.write('250 taken\r\n')
        } else if (/^RCPT/i.test(line)) {
          to = /<(.*)>/.exec(line)?.[1] ?? ''
          refusals -= 1
          socket.write(refusals >= 0 ? '451 later\r\n' : '250 ok\r\n')
        } else if (/^DATA/i.test(line)) {
          isData = true
          socket.write('354 go on\r\n')
        } else if (/^QUIT/i.test(line)) {
          socket.end('221 bye\r\n')
        } else socket.write('250 ok\r\n')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    async waitFor(to, words, since = 0) {
      for (;;) {
        const found = mails.slice(since).findLast((mail) => mail.to === to && mail.text.includes(words))
        if (found !== undefined) return found
        await new Promise<void>((resolve) => waiting.add(resolve))
      }
    },
    refuse: (count) => void (refusals = count),
    breakAfterNext: () => void (breaks = true),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function received(to: string, raw: string): ReceivedMail {
  // Quoted-printable, as far as plain letters need it.
  const text = raw
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return {
    to,
    text,
    messageId: /^Message-ID: (.*)$/im.exec(text)?.[1] ?? '',
    token: /glx_mail_[\w-]{43}/.exec(text)?.[0],
  }
}
