/** Mail of the service: where it goes by the settings, the outbox in front of it, the worker behind. */
import type { Database } from '@goalixa/service-kit/db'
import type { Logger } from '@goalixa/service-kit/log'
import type { AuthConfig } from '../config.ts'
import type { ComposeMail } from './compose-mail.ts'
import { createMailWorker } from './mail-worker.ts'
import type { MailOutcome } from './mail-worker.ts'
import type { QueueMail } from './outbox.ts'
import { insertMail } from './outbox.repository.ts'
import { createFileSender, createSmtpSender } from './send-mail.ts'
import type { SendMail } from './send-mail.ts'

export interface Mail {
  /** Mail reaches people: who registers must confirm the address. */
  readonly delivers: boolean
  readonly queue: QueueMail
  start(): void
  stop(): Promise<void>
}

interface MailOptions {
  readonly config: Pick<AuthConfig, 'SMTP_URL' | 'MAIL_FROM' | 'MAIL_FOLDER' | 'PUBLIC_URL'>
  readonly database: Database
  readonly compose: ComposeMail
  readonly log: Logger
  readonly now: () => Date
  readonly newId: () => string
  readonly onOutcome: (kind: string, outcome: MailOutcome) => void
}

export function createMail(options: MailOptions): Mail {
  const { config, log, now, newId } = options
  const send = senderOf(config)
  if (send === undefined) {
    log.warn('neither SMTP_URL nor MAIL_FOLDER is set: no mail is written, and no password can be reset')
    return {
      delivers: false,
      queue: async () => undefined,
      start: () => undefined,
      stop: async () => undefined,
    }
  }
  if (config.SMTP_URL === undefined)
    log.info({ folder: config.MAIL_FOLDER }, 'SMTP_URL is not set: mails are written to files in this folder')
  const worker = createMailWorker({ ...options, send })
  return {
    delivers: config.SMTP_URL !== undefined,
    queue: (tx, mail) => insertMail(tx, newId(), mail, now()),
    ...worker,
  }
}

function senderOf({
  SMTP_URL,
  MAIL_FOLDER,
  MAIL_FROM,
  PUBLIC_URL,
}: MailOptions['config']): SendMail | undefined {
  const { hostname } = new URL(PUBLIC_URL)
  const isAddress = /^[\d.]+$|^\[/.test(hostname)
  const from = MAIL_FROM ?? `Goalixa <goalixa@${isAddress ? 'localhost' : hostname}>`
  if (SMTP_URL !== undefined) return createSmtpSender(SMTP_URL, from)
  return MAIL_FOLDER === undefined ? undefined : createFileSender(MAIL_FOLDER, from)
}
