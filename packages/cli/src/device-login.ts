/** Signing in with a code that somebody approves in any browser, on this machine or another. */
import { setTimeout } from 'node:timers/promises'
import type { Account } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import { startSpinner } from './device-spinner.ts'
import { safeLine } from './output/safe-text.ts'
import type { Terminal } from './output/terminal.ts'
import type { Store } from './store.ts'

interface DeviceLogin {
  readonly accounts: Pick<Store['accounts'], 'beginDevice' | 'finishDevice'>
  readonly device: string
  readonly terminal: Pick<Terminal, 'interactive' | 'say'>
  /** Waits so many seconds; for tests. */
  readonly wait?: (seconds: number) => Promise<unknown>
}

const pause = (seconds: number) => setTimeout(seconds * 1000)

/** Throws `access_denied` and `expired_token`, and whatever else time does not mend. */
export async function signInByDevice(login: DeviceLogin): Promise<Account> {
  const { accounts, device, terminal } = login
  const begun = await accounts.beginDevice(device)
  terminal.say(
    [
      `Your one-time code: ${safeLine(begun.userCode)}`,
      `Open ${safeLine(begun.verificationUri)} in a browser and enter it,`,
      `or open ${safeLine(begun.verificationUriComplete)}`,
    ].join('\n'),
  )
  const words = 'Waiting for your approval; Ctrl-C gives up'
  if (!terminal.interactive) {
    terminal.say(`${words}.`)
    return approved(login, begun)
  }
  const stop = startSpinner(words)
  try {
    return await approved(login, begun)
  } finally {
    stop()
  }
}

async function approved(
  { accounts, wait = pause }: DeviceLogin,
  { deviceCode, interval, expiresIn }: { deviceCode: string; interval: number; expiresIn: number },
): Promise<Account> {
  let seconds = interval
  for (let waited = 0; waited <= expiresIn + seconds; waited += seconds) {
    await wait(seconds)
    const answer = await accounts.finishDevice(deviceCode).catch((error: unknown) => {
      const code = error instanceof AppError ? error.code : undefined
      if (code === 'authorization_pending') return undefined
      // RFC 8628: five seconds more, and also where the network fails for a moment.
      if (code !== 'slow_down' && code !== 'service.unreachable' && code !== 'service.unavailable')
        throw error
      seconds += 5
      return undefined
    })
    if (answer !== undefined) return answer
  }
  throw new AppError('expired_token')
}
