/** The segment in the real shells. A shell that is not installed is skipped. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { installWords, promptScripts, shellOf, shells } from './prompt-scripts.ts'
import type { Shell } from './prompt-scripts.ts'
import { promptText, writePromptState } from './prompt-state.ts'

const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0

let folder: string
/** Where the shell runs: what a text does there is seen. */
let here: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-shell-'))
  for (const shell of shells) await writeFile(join(folder, shell), promptScripts[shell])
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  here = await mkdtemp(join(folder, 'here-'))
})
afterEach(() => rm(here, { recursive: true, force: true }))

interface Shown {
  readonly out: string
  readonly err: string
}

interface Run {
  readonly input?: string
  readonly env?: Record<string, string>
}

function run(command: string, args: readonly string[], { input = '', env = {} }: Run = {}): Promise<Shown> {
  const clean = {
    PATH: process.env.PATH,
    HOME: folder,
    LC_ALL: 'C.UTF-8',
    TERM: 'dumb',
    GOALIXA_STATE_DIR: join(here, 'state'),
    SCRIPT: join(folder, command),
    ...env,
  }
  return new Promise((resolve) => {
    const child = execFile(command, args, { env: clean, cwd: here, timeout: 30_000 }, (_, out, err) =>
      resolve({ out, err }),
    )
    // A shell that is over does not read.
    child.stdin?.on('error', () => undefined).end(input)
  })
}

/** What a shell with the prompt `> ` shows. Each way is one that people put a prompt together in.
 * Bash takes a socket as input for a remote shell, and would read the settings of this machine. */
const ways: Readonly<Record<Shell, Readonly<Record<string, readonly string[]>>>> = {
  bash: {
    installed: ['--norc', '-c', 'PS1="> "; . "$SCRIPT"; __goalixa_prompt; printf %s "${PS1@P}"'],
    'with all checks on': ['--norc', '-euc', 'PS1="> "; . "$SCRIPT"; __goalixa_prompt; printf %s "${PS1@P}"'],
    'put into PS1 by hand': [
      '--norc',
      '-c',
      '. "$SCRIPT"; __goalixa_prompt; PS1="$GOALIXA_PROMPT> "; printf %s "${PS1@P}"',
    ],
    'as POSIX has it': [
      '--norc',
      '-c',
      '. "$SCRIPT"; __goalixa_prompt; set -o posix -o history; PS1="$GOALIXA_PROMPT> "; printf %s "${PS1@P}"',
    ],
  },
  zsh: {
    installed: ['-fc', 'PROMPT="> "; . "$SCRIPT"; __goalixa_prompt; print -rnP -- "$PROMPT"'],
    'with options of old': [
      '-fc',
      'setopt ksh_arrays sh_word_split no_unset; PROMPT="> "; . "$SCRIPT"; __goalixa_prompt; print -rnP -- "$PROMPT"',
    ],
    'with substitution': [
      '-fc',
      'setopt prompt_subst prompt_bang; PROMPT="> "; . "$SCRIPT"; __goalixa_prompt; print -rnP -- "$PROMPT"',
    ],
    'put into PROMPT by hand': [
      '-fc',
      'setopt prompt_subst prompt_bang; . "$SCRIPT"; __goalixa_prompt; PROMPT="$GOALIXA_PROMPT> "; print -rnP -- "$PROMPT"',
    ],
  },
  fish: {
    installed: [
      '--no-config',
      '-c',
      'function fish_prompt; printf "> "; end; source $SCRIPT; emit fish_prompt; fish_prompt',
    ],
  },
}

const hostile = [
  '$(touch pwned)',
  '`touch pwned`',
  '\\$(touch pwned)',
  '\\`touch pwned\\`',
  '${x:-$(touch pwned)}',
  '$((a[$(touch pwned)]))',
  'a[$(touch pwned)]',
  '%{$(touch pwned)%}',
  '%(?.`touch pwned`.x)%n%~',
  '${(e):-\\$(touch pwned)}',
  "'; touch pwned; '",
  '"; touch pwned; "',
  '(touch pwned)',
  '$(touch pwned',
  '\n touch pwned \n',
  '\ttouch pwned\t',
  '; touch pwned #',
  '| touch pwned &',
  '> pwned',
  '!! !touch !$',
  '\\u\\h\\w\\n\\[\\e[31m\\]',
  '\u001b]0;title\u0007\u001b[2J',
  '*',
  '~root',
  '-n',
  '%s%s%s%d',
]

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds

for (const shell of shells) {
  const there = isInstalled(shell)
  const name = there ? shell : `${shell}, which is not installed here: skipped`
  describe.skipIf(!there)(name, { timeout: 60_000 }, () => {
    const stateDir = () => join(here, 'state')
    const onlyState = async () => expect(await readdir(here)).toEqual(['state'])

    describe.each(Object.entries(ways[shell]))('%s', (_, args) => {
      test('shows what runs, and nothing when nothing does', async () => {
        expect(await run(shell, args)).toEqual({ out: '> ', err: '' })
        writePromptState(stateDir(), { start: secondsAgo(3930), text: 'write report' })
        expect(await run(shell, args)).toEqual({ out: '⏱ write report 1:05 > ', err: '' })
        writePromptState(stateDir(), { start: secondsAgo(36_005), text: '' })
        expect(await run(shell, args)).toEqual({ out: '⏱ 10:00 > ', err: '' })
        writePromptState(stateDir(), { start: secondsAgo(-90), text: 'tomorrow' })
        expect(await run(shell, args)).toEqual({ out: '⏱ tomorrow 0:00 > ', err: '' })
        writePromptState(stateDir(), null)
        expect(await run(shell, args)).toEqual({ out: '> ', err: '' })
      })

      test('runs nothing that a text says, and shows it as it is', async () => {
        for (const text of hostile) {
          writePromptState(stateDir(), { start: secondsAgo(10), text })
          const shown = await run(shell, args)
          expect(shown, text).toEqual({ out: `⏱ ${promptText(text)} 0:00 > `, err: '' })
        }
        await onlyState()
      })

      test('is quiet about a file that makes no sense', async () => {
        await mkdir(stateDir())
        for (const line of ['a[$(touch pwned)]\tx', '1+1\tx', '-1\tx', '08x\tx', '9'.repeat(30), '\tx', 'x'])
          for (const end of ['\n', '']) {
            await writeFile(join(stateDir(), 'prompt'), line + end)
            expect(await run(shell, args), line).toEqual({ out: '> ', err: '' })
          }
        await rm(join(stateDir(), 'prompt'))
        await mkdir(join(stateDir(), 'prompt'))
        expect(await run(shell, args)).toEqual({ out: '> ', err: '' })
        await onlyState()
      })
    })

    test('runs nothing even when somebody else wrote the file', async () => {
      await mkdir(stateDir())
      for (const text of hostile.filter((line) => !line.includes('\n'))) {
        await writeFile(join(stateDir(), 'prompt'), `${secondsAgo(10)}\t${text}\n`)
        await run(shell, ways[shell]['installed']!)
      }
      await onlyState()
    })

    test('finds the file where the command puts it', async () => {
      const args = ways[shell]['installed']!
      writePromptState(join(here, 'xdg', 'goalixa'), { start: secondsAgo(10), text: 'xdg' })
      writePromptState(join(here, '.local/state/goalixa'), { start: secondsAgo(10), text: 'home' })
      const where = { GOALIXA_STATE_DIR: '', HOME: here }
      const xdg = { ...where, XDG_STATE_HOME: join(here, 'xdg') }
      expect((await run(shell, args, { env: xdg })).out).toBe('⏱ xdg 0:00 > ')
      expect((await run(shell, args, { env: where })).out).toBe('⏱ home 0:00 > ')
      const relative = { ...where, XDG_STATE_HOME: 'xdg' }
      expect((await run(shell, args, { env: relative })).out).toBe('⏱ home 0:00 > ')
    })

    test('shows it once when the code is read twice', async () => {
      writePromptState(stateDir(), { start: secondsAgo(10), text: 'once' })
      const twice = ways[shell]['installed']!.map((arg) =>
        arg.replace(/(?:\.|source) "?\$SCRIPT"?;/, (source) => `${source} ${source}`),
      )
      expect((await run(shell, twice)).out).toBe('⏱ once 0:00 > ')
    })
  })
}

test.skipIf(!isInstalled('bash'))(
  'a text that is not made harmless would run: the tests can tell',
  async () => {
    await mkdir(join(here, 'state'))
    await writeFile(join(here, 'state', 'prompt'), `${secondsAgo(10)}\t$(touch pwned)\n`)
    await run('bash', ways.bash['put into PS1 by hand']!)
    expect(await readdir(here)).toContain('pwned')
  },
)

describe('somebody at a terminal', { timeout: 60_000 }, () => {
  const commands = 'false\ntouch "status $?"\n'
  beforeEach(() => writePromptState(join(here, 'state'), { start: secondsAgo(10), text: 'now' }))

  test.skipIf(!isInstalled('bash'))('sees it before each command of bash, and the status stays', async () => {
    const input = `PS1='($?)> '\nPROMPT_COMMAND='touch hook'\n. "$SCRIPT"\n${commands}`
    const { err } = await run('bash', ['--norc', '--noprofile', '-i'], { input })
    expect(err).toContain('⏱ now 0:00 (1)> ')
    expect((await readdir(here)).toSorted()).toEqual(['hook', 'state', 'status 1'])
  })

  test.skipIf(!isInstalled('zsh'))('sees it before each command of zsh, and the status stays', async () => {
    const input = `PROMPT='(%?)> '\nprecmd_functions=(hook)\nhook() { touch hook }\n. "$SCRIPT"\n${commands}`
    const { out, err } = await run('zsh', ['-fi'], { input })
    expect(out + err).toContain('⏱ now 0:00 (1)> ')
    expect((await readdir(here)).toSorted()).toEqual(['hook', 'state', 'status 1'])
  })

  test.skipIf(!isInstalled('fish'))(
    'sees it in fish, and the prompt of before knows the status',
    async () => {
      const code =
        'function fish_prompt; printf "(%s)> " $status; end; source $SCRIPT; emit fish_prompt; false; fish_prompt'
      expect((await run('fish', ['--no-config', '-c', code])).out).toBe('⏱ now 0:00 (1)> ')
    },
  )
})

test.each([
  ['/usr/bin/zsh', 'zsh'],
  ['bash', 'bash'],
  ['/opt/fish/bin/fish', 'fish'],
  ['/bin/dash', undefined],
  ['', undefined],
  [undefined, undefined],
])('the shell of %j is %j', (path, shell) => {
  expect(shellOf(path)).toBe(shell)
})

test.each(shells)('the words say how it stays in %s', (shell) => {
  expect(installWords(shell)).toContain(`goalixa prompt --install ${shell}`)
})
