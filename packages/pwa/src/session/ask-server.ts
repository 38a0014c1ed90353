/** Asks the server for what only the server knows. What it refuses, and that it is out of reach, is said in the language of this device. */
import { ask } from '@goalixa/client/browser'
import { AppError } from '@goalixa/contracts/errors'
import { transport } from './transport.ts'
import { sentenceOf } from './sentence-of.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Given {
  readonly json?: unknown
  /** The text of a file. */
  readonly text?: string
  /**
   * `user` unless given. `public`: nobody need be signed in. `proof`: somebody is, and a 401 is the answer to a wrong
   * password or code, and no reason to renew the session and try the same once more.
   */
  readonly access?: 'public' | 'user' | 'proof'
}

/** @throws AppError with a sentence for people */
export async function askServer<Answer = undefined>(
  method: Method,
  path: string,
  given: Given = {},
): Promise<Answer> {
  const text = await askText(path, method, given)
  return (text === '' ? undefined : JSON.parse(text)) as Answer
}

/** The answer as it is, for files. */
export async function askText(
  path: string,
  method: Method = 'GET',
  { json, text, access = 'user' }: Given = {},
): Promise<string> {
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json))
  const type = text === undefined ? 'application/json' : 'text/plain; charset=utf-8'
  try {
    // Renews the session where that is due.
    if (access === 'proof')
      await ask(transport, { ...request, method: 'GET', path: '/auth/me', access: 'user' })
    const answer = await ask(transport, {
      ...request,
      method,
      path,
      access: access === 'user' ? 'user' : 'public',
      headers: { accept: '*/*', ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    })
    return await answer.text()
  } catch (error) {
    throw await translated(error)
  }
}

const request = { timeoutMs: 120_000, headers: { accept: 'application/json' } }

async function translated(error: unknown): Promise<unknown> {
  if (!(error instanceof AppError)) return error
  return new AppError(error.code, await sentenceOf(error), { fields: error.fields, cause: error })
}
