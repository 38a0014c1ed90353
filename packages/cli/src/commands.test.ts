import { join } from 'node:path'
import { Config, settings } from '@oclif/core'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import type { GoalixaCommand } from './goalixa-command.ts'
import { standardArguments } from './main.ts'

settings.enableAutoTranspile = false
const config = await Config.load({ root: join(import.meta.dirname, '..') })
const commands = await Promise.all(
  config.commands.map(
    async ({ id, load }) =>
      [id.replaceAll(':', ' '), (await load()) as unknown as typeof GoalixaCommand] as const,
  ),
)
const aliases = new Set(commands.flatMap(([, command]) => command.aliases))
const unique = commands.filter(([id]) => !aliases.has(id))

describe('every command', () => {
  it('is there', () => {
    const promised =
      'auth register, auth login, auth status, auth logout, auth password, auth forgot, auth reset, auth verify, ' +
      'auth email, auth delete, auth token create, auth token list, auth token revoke, ' +
      'auth audit, auth sessions list, auth sessions revoke, auth totp confirm, auth totp disable, auth totp enable, auth totp recovery-codes, auth totp status, ' +
      'start, stop, status, prompt, continue, cancel, log, entries list, entries show, entries edit, entries rm, ' +
      'task add, task list, task show, task edit, task done, task reopen, task rm, ' +
      'project add, project list, project show, project edit, project archive, project rm, ' +
      'label add, label list, label show, label edit, label archive, label rm, ' +
      'weekly add, weekly list, weekly show, weekly edit, weekly rm, ' +
      'conflicts, conflicts take, conflicts dismiss, conflicts resume, ' +
      'sync retry, sync discard, sync export, sync repair, ' +
      'report, import, export, undo, redo, sync, watch, doctor, schema, config get, config set, config list, config unset, home'
    expect(unique.map(([id]) => id).toSorted()).toEqual(promised.split(', ').toSorted())
    expect([...aliases].toSorted()).toEqual(['in', 'now', 'out', 'resume', 'track'])
  })

  it.each(unique)('%s has a summary and a schema of what it prints', async (_, command) => {
    expect(command.summary).toMatch(/^[A-Z].*[^.]$/)
    const output = typeof command.output === 'function' ? await command.output() : command.output
    expect(z.toJSONSchema(output as z.ZodType, { unrepresentable: 'any' })).toMatchObject({
      $schema: expect.any(String) as string,
    })
  })

  it.each(unique)(
    '%s reads no missing argument from a pipe, and lets no flag swallow words',
    (_, command) => {
      for (const arg of Object.values(command.args)) expect(arg.ignoreStdin, arg.name).toBe(true)
      for (const [name, flag] of Object.entries(command.flags ?? {})) {
        expect(flag.description, name).toMatch(/./)
        if (flag.type === 'option' && flag.multiple === true) expect(flag.multipleNonGreedy, name).toBe(true)
      }
    },
  )

  it.each(
    unique.filter(([id]) =>
      / (add|edit|rm|archive|done|reopen|revoke)$|^(start|stop|continue|cancel|log)$/.test(id),
    ),
  )('%s can be tried without changing anything', (_, command) => {
    expect(Object.keys(command.flags ?? {})).toEqual(expect.arrayContaining(['dry-run', 'yes']))
  })
})

it.each([
  [[], ['home']],
  [['--json'], ['home', '--json']],
  [
    ['help', 'log'],
    ['log', '--help'],
  ],
  [['help'], ['--help']],
  [
    ['status', '--json'],
    ['status', '--json'],
  ],
])('reads %j as %j', (typed, meant) => {
  expect(standardArguments(typed)).toEqual(meant)
})
