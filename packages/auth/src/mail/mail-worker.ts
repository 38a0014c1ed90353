/**
 * Sends what waits in the outbox, one after the other. A row is held while it is sent and deleted afterwards: a crash
 * before that lets it be sent again under the same Message-ID. Several replicas share the work.
 */
import type { Database } from '@goalixa/service-kit/db'
import type { Logger } from '@goalixa/service-kit/log'
import { afterSeconds, daySeconds } from '../instants.ts'
import type { ComposeMail } from './compose-mail.ts'
import { deleteMail, postponeMail, takeDueMail } from './outbox.repository.ts'
import type { QueuedMail } from './outbox.repository.ts'
import type { SendMail } from './send-mail.ts'

export type MailOutcome = 'sent' | 'nobody' | 'retried' | 'given_up'

interface MailWorkerOptions {
  readonly database: Database
  readonly compose: ComposeMail
  readonly send: SendMail
  readonly log: Logger
  readonly now: () => Date
  readonly onOutcome: (kind: string, outcome: MailOutcome) => void
}

export interface MailWorker {
  start(): void
  /** Settles when the mail that is being sent is sent. */
  stop(): Promise<void>
}

const pollEveryMs = 500
/** Longer than a mail server may take; after a crash somebody else sends the mail this much later. */
const heldSeconds = 60
const givenUpAfterSeconds = daySeconds
const longestDelaySeconds = 1800

/**
 * 5, 10, 20 … seconds, at most half an hour, and up to half as long again: what failed together is not tried together.
 * `chance`: from 0 to below 1.
 */
export const retryDelaySeconds = (attempts: number, chance: number): number =>
  Math.min(longestDelaySeconds, 5 * 2 ** Math.min(attempts - 1, 20)) * (1 + chance / 2)

export function createMailWorker(options: MailWorkerOptions): MailWorker {
  const { database, compose, send, log, now, onOutcome } = options
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let stopped = false
  let failing = false

  const sendOne = async (mail: QueuedMail): Promise<MailOutcome> => {
    try {
      const letter = await compose(mail)
      if (letter !== undefined)
        await send({ ...letter, id: mail.id, kind: mail.kind, to: mail.recipient, createdAt: mail.createdAt })
      await deleteMail(database, mail.id)
      return letter === undefined ? 'nobody' : 'sent'
    } catch (error) {
      const { id, kind, attempts } = mail
      const isOld = now() > afterSeconds(mail.createdAt, givenUpAfterSeconds)
      // What a mail server answers may repeat the address: only its code is logged.
      const code = (error as { code?: unknown }).code
      log.warn({ mailId: id, kind, attempts, code, givenUp: isOld }, 'a mail could not be sent')
      await (isOld
        ? deleteMail(database, id)
        : postponeMail(database, id, afterSeconds(now(), retryDelaySeconds(attempts, Math.random()))))
      return isOld ? 'given_up' : 'retried'
    }
  }
  const drain = async (): Promise<void> => {
    const mail = await takeDueMail(database, now(), afterSeconds(now(), heldSeconds))
    if (mail === undefined) return
    onOutcome(mail.kind, await sendOne(mail))
    if (!stopped) await drain()
  }
  const poll = async () => {
    try {
      await drain()
      failing = false
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'the outbox cannot be read')
      failing = true
    }
    if (!stopped) timer = setTimeout(begin, pollEveryMs).unref()
  }
  const begin = () => {
    working = poll()
  }

  return {
    start: begin,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    },
  }
}
