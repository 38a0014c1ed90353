/** What everybody who writes during a run needs: the person, the ledger, chance, and whether to go on. */
import { createClient } from '@goalixa/client/client'
import type { Client } from '@goalixa/client/client'
import { createHttpTransport } from '@goalixa/client/http'
import { createTokenTransport } from '@goalixa/client/signed-in'
import { createChance } from '@goalixa/replica/testing/random'
import type { Chance } from '@goalixa/replica/testing/random'
import type { SignedInUser, TestStack } from '../stack.ts'
import { signedInUser } from '../stack.ts'
import type { Ledger } from './ledger.ts'
import { createLedger } from './ledger.ts'

export interface World {
  readonly stack: TestStack
  readonly user: SignedInUser
  /** The account of the person; its personal access token, and a typed client with it. */
  readonly userId: string
  readonly token: string
  readonly client: Client
  readonly ledger: Ledger
  /** The chance of one writer or killer: the seed gives each its own, so that they do not disturb each other. */
  chance(of: string): Chance
  /** Should writers go on writing? */
  isLoaded(): boolean
  /** From now on nothing new is begun; what was begun is brought to its end. */
  unload(): void
  /** Ends the connections, and removes the person's home. */
  leave(): Promise<void>
}

export async function createWorld(stack: TestStack, seed: number): Promise<World> {
  const user = await signedInUser(stack.url)
  const { token } = await user.json<{ token: string }>('auth', 'token', 'create', '--name', 'load')
  const http = createHttpTransport({ baseUrl: stack.url, userAgent: 'chaos' })
  const client = createClient(createTokenTransport(http.send, token))
  let isLoaded = true
  return {
    stack,
    user,
    userId: (await client.accounts.me()).id,
    token,
    client,
    ledger: createLedger(),
    chance: (of) => createChance(seedOf(seed, of)),
    isLoaded: () => isLoaded,
    unload() {
      isLoaded = false
    },
    async leave() {
      await http.close()
      await user.leave()
    },
  }
}

/** Of few bits, so that all of them count. */
const seedOf = (seed: number, name: string): number =>
  [...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), seed) >>> 11

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Answers that a kill explains: the gateway cannot reach a service, or a service the database. */
const isOfKill = (status: number): boolean => status === 502 || status === 503 || status === 504

/** @returns whether a kill explains that status, or that there is none; else it is a problem */
export function explained(
  ledger: Ledger,
  what: string,
  status: number | undefined,
  detail: unknown,
): boolean {
  if (status === undefined || isOfKill(status)) return true
  ledger.problems.push(`${what}: ${status} ${JSON.stringify(detail)}`)
  return false
}
