import { join } from 'node:path'
import { Config, settings } from '@oclif/core'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import type { GoalixaCommand } from './goalixa-command.ts'
import { shortVerbs } from './command-file.ts'
import { standardArguments } from './main.ts'

settings.enableAutoTranspile = false
const config = await Config.load({ root: join(import.meta.dirname, '..') })
const commands = await Promise.all(
  config.commands.map(
    async ({ id, load }) =>
      [id.replaceAll(':', ' '), (await load()) as unknown as typeof GoalixaCommand] as const,
  ),
)
const aliases = new Set(
  commands.flatMap(([, command]) => command.aliases.map((alias) => alias.replaceAll(':', ' '))),
)
const unique = commands.filter(([id]) => !aliases.has(id))

describe('every command', () => {
  it('is there', () => {
    const promised =
      'auth register, auth login, auth status, auth logout, auth password, auth forgot, auth reset, auth verify, ' +
      'auth email, auth delete, auth token create, auth token list, auth token revoke, ' +
      'auth audit, auth sessions list, auth sessions revoke, auth totp confirm, auth totp disable, auth totp enable, auth totp recovery-codes, auth totp status, ' +
      'start, stop, status, prompt, continue, cancel, log, entries list, entries show, entries edit, entries rm, ' +
      'entries split, entries join, entries move, entries resize, entries lengthen, entries shorten, entries fill, entries gaps, ' +
      'task add, task list, task show, task edit, task done, task reopen, task rm, task check, task uncheck, task archive, task unarchive, ' +
      'project add, project list, project show, project edit, project archive, project unarchive, project rm, ' +
      'client add, client list, client show, client edit, client archive, client unarchive, client rm, ' +
      'label add, label list, label show, label edit, label archive, label unarchive, label rm, ' +
      'goal add, goal list, goal show, goal edit, goal done, goal reopen, goal archive, goal unarchive, goal rm, goal link, goal unlink, ' +
      'goal subgoal add, goal subgoal edit, goal subgoal done, goal subgoal reopen, goal subgoal rm, ' +
      'view add, view list, view show, view edit, view rm, ' +
      'feed add, feed list, feed rm, ' +
      'webhook add, webhook list, webhook rm, ' +
      'weekly add, weekly list, weekly show, weekly edit, weekly rm, ' +
      'habit add, habit list, habit show, habit edit, habit archive, habit unarchive, habit rm, ' +
      'habit check, habit uncheck, habit skip, habit log, ' +
      'plan, plan add, plan done, plan reopen, plan move, plan rm, plan target, plan carry, ' +
      'reminder add, reminder list, reminder show, reminder edit, reminder snooze, reminder done, reminder rm, reminder test, ' +
      'conflicts, conflicts take, conflicts dismiss, conflicts resume, ' +
      'sync retry, sync discard, sync export, sync repair, ' +
      'ops plan, ops preflight, ops deploy, ops status, ops health, ops history, ops rollback, ops resume, ops abort, ops unlock, ops logs, ops doctor, ops images, ops promote, ops backup, ops restore, ' +
      'trash list, restore, report, import, export, undo, redo, sync, watch, doctor, schema, completion, completion words, config get, config set, config list, config unset, home'
    expect(unique.map(([id]) => id).toSorted()).toEqual(promised.split(', ').toSorted())
    expect([...aliases].toSorted()).toEqual(
      'edit, fill, gaps, habit history, in, join, lengthen, list, move, note, now, out, resize, resume, rm, shorten, split, track'.split(
        ', ',
      ),
    )
  })

  it.each(Object.entries(shortVerbs))('%s is an alias of %s', (verb, file) => {
    const [, command] = commands.find(([id]) => id === file.replaceAll('/', ' '))!
    expect(command.aliases).toContain(verb)
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
      / (add|edit|rm|archive|done|reopen|revoke|split|join|move|resize|lengthen|shorten|fill)$|^(start|stop|continue|cancel|log)$/.test(
        id,
      ),
    ),
  )('%s can be tried without changing anything', (_, command) => {
    expect(Object.keys(command.flags ?? {})).toEqual(expect.arrayContaining(['dry-run', 'yes']))
  })

  /** Only looks: on this device, or at the server. */
  const looks =
    /(^| )(list|show|status|get|gaps|prompt|schema|doctor|watch|report|home|completion|plan|conflicts|audit|export|words|health|history|logs|preflight|images)$|^(habit log|reminder test|sync|sync export)$/
  /** Changes something and cannot be tried, each with its reason. */
  const without: Readonly<Record<string, string>> = {
    'auth login': 'opens a session',
    'auth register': 'makes an account',
    'auth logout': 'ends a session',
    'auth password': 'asks before it changes',
    'auth email': 'sends a code first',
    'auth forgot': 'sends mail',
    'auth reset': 'takes a code',
    'auth verify': 'takes a code',
    'auth delete': 'asks before it deletes',
    'auth totp confirm': 'takes a code',
    'auth totp disable': 'takes a code',
    'auth totp enable': 'shows a secret first',
    'auth totp recovery-codes': 'takes a code',
    'sync repair': 'keeps the damaged file',
    'ops resume': 'its plan is in the journal',
    'ops abort': 'what it puts back is in the journal',
    'ops unlock': 'changes nothing but the lock',
    'ops backup': 'only reads the database',
  }

  it.each(unique)('%s has --dry-run, or only looks, or says why not', (id, command) => {
    const has = 'dry-run' in (command.flags ?? {})
    expect([has, looks.test(id), id in without].some(Boolean)).toBe(true)
    if (has) expect(id in without, 'it need not be listed any more').toBe(false)
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
