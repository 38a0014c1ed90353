/** Password hashes: argon2id as PHC strings (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`). */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { HashQueue } from './hash-queue.ts'

export interface Passwords {
  hash(password: string): Promise<string>
  /**
   * Compares with a stored hash; null (no such account, or none set) costs the same time and is never right.
   * `outdated`: right, but stored with other parameters than today's.
   */
  verify(password: string, stored: string | null): Promise<'wrong' | 'right' | 'outdated'>
}

/** The least that OWASP advises for argon2id, in KiB; chosen so that a small server manages many logins. */
const current = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32
const argon2id = promisify(argon2)

/** `onHashed` is told how long each hash took, in seconds, without the time in the queue. */
export function createPasswords(queue: HashQueue, onHashed?: (seconds: number) => void): Passwords {
  const derive: typeof argon2id = async (algorithm, parameters) => {
    const began = performance.now()
    const tag = await argon2id(algorithm, parameters)
    onHashed?.((performance.now() - began) / 1000)
    return tag
  }
  // Nobody knows this password: what unknown accounts are compared with.
  const nobodys = phc(current, randomBytes(16), randomBytes(tagLength))
  return {
    async hash(password) {
      const nonce = randomBytes(16)
      const tag = await queue(() =>
        derive('argon2id', { ...current, message: bytes(password), nonce, tagLength }),
      )
      return phc(current, nonce, tag)
    },
    async verify(password, stored) {
      // Text that UTF-8 cannot hold would be stored as other text: it is never right.
      const comparable = stored !== null && password.isWellFormed()
      const { parameters, nonce, tag } = parsed(comparable ? stored : nobodys)
      const message = bytes(password)
      const found = await queue(() =>
        derive('argon2id', { ...parameters, message, nonce, tagLength: tag.length }),
      )
      if (!timingSafeEqual(found, tag) || !comparable) return 'wrong'
      return isCurrent(parameters, tag) ? 'right' : 'outdated'
    },
  }
}

type Parameters = typeof current

const bytes = (password: string): Buffer => Buffer.from(password, 'utf8')

const unpadded = (data: Buffer): string => data.toString('base64').replaceAll('=', '')

const phc = ({ memory, passes, parallelism }: Parameters, nonce: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`

const pattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function parsed(stored: string): { parameters: Parameters; nonce: Buffer; tag: Buffer } {
  const match = pattern.exec(stored)
  if (match === null) throw new Error('a stored password hash is not a PHC string of argon2id')
  const [, memory, passes, parallelism, nonce = '', tag = ''] = match
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    nonce: Buffer.from(nonce, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

const isCurrent = (parameters: Parameters, tag: Buffer): boolean =>
  parameters.memory === current.memory &&
  parameters.passes === current.passes &&
  parameters.parallelism === current.parallelism &&
  tag.length === tagLength
