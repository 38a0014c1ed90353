/** Changes to an account need a fresh sign-in or the password: it is asked for only when the server wants it. */
import { AppError } from '@goalixa/contracts/errors'
import { Flags } from '@oclif/core'
import { askPassword } from './ask.ts'
import type { Terminal } from './output/terminal.ts'
import { readSecret } from './standard-input.ts'

export const currentPasswordFlag = {
  'password-stdin': Flags.boolean({ description: 'read the current password from standard input' }),
}

interface WithCurrentPassword {
  readonly currentPassword?: string
}

/** Runs it, and once more with the password that somebody types if the sign-in is too old. */
export async function withStepUp<Result>(
  flags: { readonly 'password-stdin'?: boolean },
  { interactive }: Pick<Terminal, 'interactive'>,
  run: (given: WithCurrentPassword) => Promise<Result>,
): Promise<Result> {
  if (flags['password-stdin']) return run({ currentPassword: await readSecret() })
  try {
    return await run({})
  } catch (error) {
    const isAsked = error instanceof AppError && error.code === 'auth.step_up_required'
    if (!isAsked || !interactive) throw error
    return run({ currentPassword: await askPassword('Your password:') })
  }
}
