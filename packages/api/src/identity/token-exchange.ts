/** A personal access token is exchanged at auth for an access token of a minute; services see only the latter. */
import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import { AppError } from '@goalixa/contracts/errors'
import type { JsonAnswer } from '../proxy/ask.ts'

const Exchanged = z.object({ accessToken: z.string(), expiresIn: z.int().min(1).max(60) })

/** Upstream must still find the token valid when the request arrives there. */
const marginSeconds = 5
const mostTokens = 10_000

interface ExchangeOptions {
  /** Asks auth; `clientAddress` is what its limits count by. */
  readonly ask: (token: string, clientAddress: string) => Promise<JsonAnswer>
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** @returns an access token. @throws AppError `auth.invalid_token`, `rate.limited`, `service.unavailable` */
export function createTokenExchange({ ask, now }: ExchangeOptions) {
  const known = new LRUCache<string, { accessToken: string; until: number }>({ max: mostTokens })
  const pending = new Map<string, Promise<string>>()

  const exchange = async (key: string, token: string, clientAddress: string): Promise<string> => {
    const asked = now()
    const { accessToken, expiresIn } = read(await ask(token, clientAddress).catch(unavailable))
    known.set(key, { accessToken, until: asked + (expiresIn - marginSeconds) * 1000 })
    return accessToken
  }

  return (token: string, clientAddress: string): Promise<string> => {
    const key = hash('sha256', token, 'base64')
    const found = known.get(key)
    if (found !== undefined && found.until > now()) return Promise.resolve(found.accessToken)
    const underWay = pending.get(key)
    if (underWay !== undefined) return underWay
    const begun = exchange(key, token, clientAddress).finally(() => pending.delete(key))
    pending.set(key, begun)
    return begun
  }
}

function read({ status, body, retryAfter }: JsonAnswer): z.infer<typeof Exchanged> {
  if (status === 401) throw new AppError('auth.invalid_token')
  if (status === 429) {
    throw new AppError('rate.limited', undefined, { retryAfterSeconds: Number(retryAfter) || 1 })
  }
  const parsed = Exchanged.safeParse(body)
  // Only auth's own 401 says that the token is bad; everything else is trouble of ours.
  if (status !== 200 || !parsed.success) return unavailable(parsed.error)
  return parsed.data
}

function unavailable(cause: unknown): never {
  if (cause instanceof AppError && cause.code === 'rate.limited') throw cause
  throw new AppError('service.unavailable', 'the sign-in service cannot answer now', {
    cause,
    retryAfterSeconds: 1,
  })
}
