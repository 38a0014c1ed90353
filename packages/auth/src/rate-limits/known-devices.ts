/**
 * A browser that signed in before says so by a cookie. It is no credential: it only has a budget of its own for wrong
 * passwords, so that whoever guesses from elsewhere cannot keep the owner out.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Response } from 'express'
import type { CookieTransport } from '../cookies.ts'

export interface KnownDevices {
  /** Name of the cookie. */
  readonly cookieName: string
  /** What identifies the device, if the cookie was made for this address and is not too old; else undefined. */
  knownFor(cookie: string | undefined, email: string): string | undefined
  /** Sets the cookie anew. */
  remember(response: Response, email: string): void
}

const lifeSeconds = 180 * 86_400
const pattern = /^([\w-]{22})\.(\d{1,12})\.([\w-]{43})$/

/** `keys`: 32 bytes each, the one to sign with first. */
export function createKnownDevices(options: {
  readonly keys: readonly [Buffer, ...Buffer[]]
  readonly transport: CookieTransport
  readonly now: () => Date
}): KnownDevices {
  const { keys, transport, now } = options
  const cookieName = `${transport.prefix}goalixa_device`
  const nowSeconds = () => Math.floor(now().getTime() / 1000)
  return {
    cookieName,
    knownFor(cookie, email) {
      const [, id, since, mac] = pattern.exec(cookie ?? '') ?? []
      if (id === undefined || since === undefined || mac === undefined) return undefined
      if (Number(since) + lifeSeconds < nowSeconds()) return undefined
      const given = Buffer.from(mac, 'base64url')
      const isOurs = keys.some((key) => timingSafeEqual(given, macOf(key, id, since, email)))
      return isOurs ? id : undefined
    },
    remember(response, email) {
      const id = randomBytes(16).toString('base64url')
      const since = String(nowSeconds())
      const value = `${id}.${since}.${macOf(keys[0], id, since, email).toString('base64url')}`
      response.cookie(cookieName, value, {
        httpOnly: true,
        secure: transport.isSecure(response),
        sameSite: 'strict',
        path: '/',
        maxAge: lifeSeconds * 1000,
      })
    },
  }
}

const macOf = (key: Buffer, id: string, since: string, email: string): Buffer =>
  createHmac('sha256', key).update(`goalixa known device\0${id}\0${since}\0${email}`).digest()
