/**
 * Forgets people whose account was deleted. Auth is asked who they are, from the beginning after each start: a database
 * that came back from a backup forgets them again, and nobody but auth can have data removed.
 */
import * as z from 'zod'
import { Id } from '@goalixa/contracts/primitives'
import type { Database } from '@goalixa/service-kit/db'
import type { Logger } from '@goalixa/service-kit/log'
import { deleteDataOfUser } from './deleted-accounts.repository.ts'

const DeletedAccounts = z.object({ cursor: z.int(), userIds: z.array(Id) })

const askEveryMs = 5_000
const answerWithinMs = 3_000

interface DeletedAccountsOptions {
  /** Base URL of auth's internal port; without it nothing is done. */
  readonly authInternalUrl: string | undefined
  readonly database: Database
  readonly log: Logger
}

export interface DeletedAccountsWorker {
  start(): void
  /** Settles when what is being removed is removed. */
  stop(): Promise<void>
}

export function createDeletedAccounts(options: DeletedAccountsOptions): DeletedAccountsWorker {
  const { authInternalUrl, database, log } = options
  let cursor = 0
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let stopped = false
  let failing = false

  const readPage = async () => {
    const url = `${authInternalUrl}/internal/deleted-accounts?after=${cursor}`
    const response = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs), redirect: 'error' })
    if (!response.ok) throw new Error(`deleted accounts answered ${response.status}`)
    return DeletedAccounts.parse(await response.json())
  }
  const catchUp = async (): Promise<void> => {
    const page = await readPage()
    for (const userId of page.userIds) await deleteDataOfUser(database, userId)
    cursor = page.cursor
    if (page.userIds.length > 0 && !stopped) await catchUp()
  }
  const poll = async () => {
    try {
      await catchUp()
      failing = false
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'data of deleted accounts could not be removed')
      failing = true
    }
    if (!stopped) timer = setTimeout(begin, askEveryMs).unref()
  }
  const begin = () => {
    working = poll()
  }
  return {
    start() {
      if (authInternalUrl !== undefined) begin()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    },
  }
}
