/** Every example in the help of every command, as it stands there; each in a world of its own that has what it needs. */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Config, settings } from '@oclif/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { widthOf } from '../packages/cli/src/output/table.ts'
import { DryRun } from '../packages/cli/src/dry-run.ts'
import { FailureDocument } from '../packages/cli/src/failure-document.ts'
import type { GoalixaCommand } from '../packages/cli/src/goalixa-command.ts'
import { exampleWorld, seeds } from './example-world.ts'
import { runHere } from './in-process.ts'
import type { SignedInUser, TestStack } from './stack.ts'
import { root, signedInUser, startTestStack } from './stack.ts'

settings.enableAutoTranspile = false
const config = await Config.load({ root: join(root, 'packages', 'cli') })
const commands = await Promise.all(
  config.commands
    .filter(({ id }) => !config.commands.some((other) => other.aliases.includes(id)))
    // They need a cluster: ops-examples.test.ts has one.
    .filter(({ id }) => !id.startsWith('ops:'))
    .map(async ({ id, load }) => ({
      id: id.replaceAll(':', ' '),
      command: (await load()) as unknown as typeof GoalixaCommand,
    })),
)

const bin = '<%= config.bin %>'
const examples = commands.flatMap(({ id, command }) =>
  (command.examples ?? []).map((example) => ({
    id,
    command,
    text: (example as string).replaceAll(bin, 'goalixa'),
  })),
)

let stack: TestStack
let ada: SignedInUser
let world: Awaited<ReturnType<typeof exampleWorld>>
beforeAll(async () => {
  stack = await startTestStack()
  ada = await signedInUser(stack.url)
  world = await exampleWorld(stack.url, ada.home)
}, 120_000)
afterAll(async () => {
  await ada.leave()
  await stack.stop()
})

let count = 0
/** A copy of everything that this device has, with nothing of what another example did. */
async function ownWorld(): Promise<{ env: Record<string, string>; leave: () => Promise<void> }> {
  const folder = join(ada.home, `world-${++count}`)
  await cp(world.folder, folder, { recursive: true })
  return { env: world.environment(folder), leave: () => rm(folder, { recursive: true, force: true }) }
}

test('every command that people see has an example', () => {
  const without = commands.filter(({ command }) => (command.examples ?? []).length === 0)
  expect(without.map(({ id }) => id)).toEqual([])
  for (const { id, text } of examples) expect(text, id).toContain(`goalixa${id === 'home' ? '' : ' '}`)
})

/** Examples that cannot run by themselves, each with its reason. */
const apart: Readonly<Record<string, string>> = {
  'auth login': 'asks somebody, or a browser; accounts.test.ts signs in',
  'auth register': 'asks for a password; signedInUser() does it',
  'auth reset': 'needs a code from a mail',
  'auth verify': 'needs a code from a mail',
  'auth email': 'asks for the password',
  'auth password': 'asks for the password',
  'auth delete': 'asks for the password',
  'auth forgot': 'sends mail',
  'auth totp confirm': 'needs the code of an app',
  'auth totp disable': 'needs the code of an app',
  'auth totp enable': 'asks for the password',
  'auth totp recovery-codes': 'needs the code of an app',
  'auth sessions revoke': 'needs another device',
  'auth logout': 'ends the session of the others; accounts.test.ts signs out',
  'feed rm': 'needs one feed of this name; calendar-feeds.test.ts revokes it',
  'webhook rm': 'needs one webhook of this name; webhooks.test.ts removes it',
  'conflicts take': 'needs a conflict; conflicts.test.ts makes one',
  'conflicts dismiss': 'needs a conflict',
  'conflicts resume': 'needs a conflict',
}

/** They depend on the hour, or on a prompt. */
const apartTexts = new Set(['goalixa stop --at 17:30'])
const runnable = examples.filter(
  ({ id, text }) => !(id in apart) && !apartTexts.has(text) && !/[|<]|\$\(/.test(text),
)
const documents = runnable.filter(
  ({ text }) => !/[>]|--jq|--fields|^goalixa export|--csv|--html|--markdown/.test(text),
)

test('what cannot run is little, and says why', () => {
  expect(Object.keys(apart).filter((id) => !commands.some((one) => one.id === id))).toEqual([])
  expect(runnable.length / examples.length).toBeGreaterThan(0.8)
})

/** As a shell reads it, without redirections. */
const argvOf = (text: string): string[] =>
  [
    ...world
      .named(text)
      .replace(/ > \S+$/, '')
      .matchAll(/"([^"]*)"|(\S+)/g),
  ]
    .map((match) => match[1] ?? match[2]!)
    .slice(1)

/** Before `--`: what follows it is text. */
function withFlags(argv: readonly string[], ...flags: readonly string[]): string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  return argv.toSpliced(end, 0, ...flags)
}

describe('examples', () => {
  test.each(runnable)('$text', async ({ text }) => {
    const { env, leave } = await ownWorld()
    const argv = argvOf(text)
    for (const seed of seeds(text))
      expect(await runHere(seed, { env }), seed.join(' ')).toMatchObject({ code: 0 })
    const first = await runHere(argv, { env })
    // Nobody can be asked here: with --yes it is done.
    const shown =
      first.code === 6 && /--yes/.test(first.stderr)
        ? await runHere(withFlags(argv, '--yes'), { env })
        : first
    expect(shown.code, `${shown.stderr}${shown.stdout}`).toBe(0)
    expect(shown.stdout + shown.stderr).not.toContain('\u001B')
    await leave()
  })
})

describe('the document of', () => {
  test.each(documents)('$text is what its schema says', async ({ text, command }) => {
    const { env, leave } = await ownWorld()
    const argv = argvOf(text)
    for (const seed of seeds(text)) await runHere(seed, { env })
    const first = await runHere(withFlags(argv, '--json'), { env })
    if (first.code === 6) FailureDocument.parse(JSON.parse(first.stdout))
    const { code, stdout } =
      first.code === 6 ? await runHere(withFlags(argv, '--json', '--yes'), { env }) : first
    expect(code, stdout).toBe(0)
    const document: unknown = JSON.parse(stdout)
    const output = typeof command.output === 'function' ? await command.output() : command.output
    const schema = z.union([output!, DryRun])
    expect(schema.safeParse(document).error?.message, stdout.slice(0, 500)).toBeUndefined()
    await leave()
  })
})

describe('a dry run of', () => {
  const tried = runnable.filter(
    ({ command, text }) =>
      'dry-run' in (command.flags ?? {}) &&
      !/--(?:dry-run|json|jq|fields|all)|token revoke backup --yes/.test(text),
  )
  test('there are some of every kind', () =>
    expect(new Set(tried.map(({ id }) => id)).size).toBeGreaterThan(40))

  test.each(tried)('$text changes nothing', async ({ text }) => {
    const { env, leave } = await ownWorld()
    for (const seed of seeds(text)) await runHere(seed, { env })
    const before = await everything(env)
    const shown = await runHere(withFlags(argvOf(text), '--dry-run'), { env })
    expect(shown.code, shown.stderr).toBe(0)
    expect(await everything(env)).toEqual(before)
    await leave()
  })
})

/** All rows of this device, what waits to be sent, the settings, and the tokens at the server. */
async function everything(env: Readonly<Record<string, string>>): Promise<unknown> {
  const lists = [
    'export json',
    'sync --status --json',
    'config list --json',
    'auth token list --json',
    'status --json',
  ]
  const shown = []
  for (const list of lists) shown.push((await runHere(list.split(' '), { env })).stdout)
  // What passes by itself: when it was asked, and the time of what runs.
  return shown.map((text) =>
    text.replaceAll(
      /"(exportedAt|at|durationSeconds|todaySeconds|trackedSeconds|lastUsedAt)": ?[^,\n]+/g,
      '',
    ),
  )
}

/** Commands that change nothing: what people look at. */
const readers = runnable.filter(
  ({ id, text }) =>
    /(^| )(list|show|status|report|gaps|conflicts|plan|history|audit|home|log)$|^(habit log|config get)$/.test(
      id,
    ) &&
    id !== 'log' &&
    !/ (--json|--jq|--fields|--csv|--html|--markdown|>)/.test(text),
)

/** Lines from a head in capitals to the next empty one: sentences may be longer, the terminal breaks them. */
function tableLines(text: string): string[] {
  let inside = false
  return text.split('\n').filter((line) => {
    inside = line !== '' && (inside || /^[A-Z]{2,}(?: [A-Z0-9 ]+)? {2,}[A-Z]/.test(line))
    return inside
  })
}

describe('what is shown by', () => {
  test('there is something to look at', () => expect(readers.length).toBeGreaterThan(20))

  test.each(readers)('$text fits 60 columns, and is plain where nobody sees colours', async ({ text }) => {
    const { env, leave } = await ownWorld()
    const argv = argvOf(text)
    for (const seed of seeds(text)) await runHere(seed, { env })
    const narrow = await runHere(argv, { env: { ...env, TERM: 'xterm' }, columns: 60 })
    expect(
      tableLines(narrow.stdout).filter((line) => widthOf(line) > 60),
      narrow.stdout,
    ).toEqual([])
    expect(narrow.stdout).not.toContain('\u001B')
    const accessible = await runHere(argv, {
      env: { ...env, NO_COLOR: '', GOALIXA_ACCESSIBLE: '1' },
      columns: 60,
    })
    const piped = await runHere(argv, { env: { ...env, NO_COLOR: '' } })
    for (const { stdout, code } of [accessible, piped]) {
      expect(code).toBe(0)
      expect(stdout).not.toMatch(/[\u001B\u2500-\u259F\u2800-\u28FF]/)
    }
    await leave()
  })
})
