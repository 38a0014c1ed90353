/** The two codes of a device sign-in. */
import { createHash, randomBytes, randomInt } from 'node:crypto'

/** No vowels, so that no word comes out; 20 letters, so 8 of them hold 34.5 bits. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

export const newUserCode = (): string => Array.from({ length: 8 }, () => letters[randomInt(20)]).join('')

/** As people read it: `WDJB-MJHT`. */
export const shownUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** 256 random bits in base64url. */
export const newSecretCode = (): string => randomBytes(32).toString('base64url')

export const codeHashOf = (code: string): Buffer => createHash('sha256').update(code).digest()
