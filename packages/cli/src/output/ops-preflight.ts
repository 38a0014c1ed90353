/** Words for what a deploy would be told before its first change. */
import { lookSchema } from '@goalixa/ops/look'
import type { Look } from '@goalixa/ops/look'
import { safeLine } from './safe-text.ts'
import type { Terminal } from './terminal.ts'

export const PreflightDocument = lookSchema

const levels = { error: 'red', warning: 'yellow' } as const
const states = { passed: 'green', overridden: 'yellow', closed: 'red' } as const

export function preflightText(
  { ok, checks, gates }: Look,
  environment: string,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const said = (object: string, message: string) => `  ${safeLine(object)}: ${safeLine(message)}`
  return [
    ...checks.map(
      ({ check, level, object, message }) =>
        `${paint(levels[level], level.padEnd(12))}${check}\n${said(object, message)}`,
    ),
    ...gates.map(({ gate, state, findings }) =>
      [
        `${paint(states[state], state.padEnd(12))}${gate}`,
        ...findings.map(({ object, message }) => said(object, message)),
      ].join('\n'),
    ),
    ok
      ? paint('green', `Nothing stands in the way of a deploy to ${environment}`)
      : paint('red', `A deploy to ${environment} would be refused; nothing was changed`),
  ].join('\n')
}
