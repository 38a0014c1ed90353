/** How a mail leaves: by SMTP, or without SMTP settings as a file in a folder. The only file that knows nodemailer. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Letter } from './letters.ts'

interface OutgoingMail extends Letter {
  /** The same for every attempt: who gets a mail twice can tell, and a file is written over itself. */
  readonly id: string
  readonly kind: string
  readonly to: string
  readonly createdAt: Date
}

export interface SendMail {
  /** Resolves once the mail is handed over; throws why it is not. */
  (mail: OutgoingMail): Promise<void>
}

/** Shorter together than the time that the outbox holds a mail for its sender. */
const smtpTimeouts = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  dnsTimeout: 10_000,
}

export function createSmtpSender(url: string, from: string): SendMail {
  const transport = createTransport({ url, ...smtpTimeouts, ...noAccess })
  return async (mail) => {
    await transport.sendMail(messageOf(mail, from))
  }
}

/** Each mail becomes `<time>-<kind>-<id>.eml`, readable by the owner of the service alone. */
export function createFileSender(folder: string, from: string): SendMail {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix', ...noAccess })
  return async (mail) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { message } = await transport.sendMail(messageOf(mail, from))
    const time = mail.createdAt.toISOString().replaceAll(/[:.]/g, '-')
    const file = join(folder, `${time}-${mail.kind}-${mail.id}.eml`)
    await writeFile(`${file}.tmp`, message as Buffer, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
  }
}

/** A mail must never be made to carry a file of this machine. */
const noAccess = { disableFileAccess: true, disableUrlAccess: true }

const messageOf = ({ id, to, subject, text, createdAt }: OutgoingMail, from: string) => ({
  from,
  // An object is taken as one address, whatever commas it holds.
  to: { name: '', address: to },
  subject,
  text,
  date: createdAt,
  messageId: `<${id}@goalixa>`,
  headers: { 'Auto-Submitted': 'auto-generated' },
})
