/**
 * Watch: from the moment a command on one device has ended until what it started stands on the screen of another, and
 * from the moment it was typed. The screen is a real one, behind a pseudo terminal.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { atTerminal, environmentOf } from '../e2e/pseudo-terminal.ts'
import { alsoSignedIn, signedInUser } from '../e2e/stack.ts'
import { figureOf, percentile } from './measure.ts'
import type { BenchResult } from './result.ts'
import { withStack } from './with-stack.ts'

const changes = 20
/** The screen draws each second anyway: changes come at any moment of it. */
const apartMs = 370
/** The command does not wait for the server, as it does in the tests: it answers, and sends in the background. */
const asPeopleHaveIt = { env: { GOALIXA_SYNC_DEADLINE_MS: '' } }

export const benchWatch = (): Promise<BenchResult> =>
  withStack(async ({ url }) => {
    const here = await signedInUser(url)
    const there = await alsoSignedIn(url, here)
    const screen = atTerminal({ args: ['watch'], env: environmentOf(url, here.home) })
    await screen.shows('● live')
    const sinceEnd: number[] = []
    const sinceTyped: number[] = []
    for (let change = -2; change < changes; change++) {
      await pause(apartMs)
      const text = `change ${change}.`
      const typed = performance.now()
      const shown = screen.shows(`▶ ${text}`).then(() => performance.now())
      const { code, stderr } = await there.goalixa(['start', text], asPeopleHaveIt)
      if (code !== 0) throw new Error(`goalixa start ended with ${code}: ${stderr}`)
      const ended = performance.now()
      const seen = await shown
      // The screen may be quicker than the end of a process.
      if (change >= 0) {
        sinceEnd.push(Math.max(0, seen - ended))
        sinceTyped.push(seen - typed)
      }
    }
    screen.type('q')
    await screen.ended
    for (const one of [here, there]) await one.leave()
    return {
      figures: {
        'command has ended, screen shows it': figureOf(sinceEnd),
        'command is typed, screen shows it': figureOf(sinceTyped),
      },
      targets: [
        {
          what: 'start on another device, seen after the command has ended (95th percentile)',
          seen: percentile(sinceEnd, 0.95),
          atMost: 1_000,
          unit: 'ms',
        },
      ],
    }
  })
