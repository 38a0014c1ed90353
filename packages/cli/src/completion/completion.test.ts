/** Completion in the real shells, with names from a real store. A shell that is not installed is skipped. */
import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReplica } from '@goalixa/replica/replica'
import { openSqliteStorage } from '@goalixa/replica/sqlite-storage'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLocalStore } from '../local-store.ts'
import { shells } from '../prompt-scripts.ts'
import type { Shell } from '../prompt-scripts.ts'
import { createSessionFile } from '../session-file.ts'
import { replicaPath } from '../replica-file.ts'
import { completionHint, completionScript } from './scripts.ts'

const apiUrl = 'http://127.0.0.1:1'
const accountId = 'a2a6dd5c-2a51-4d4c-9d0c-4f8f6d1f2f10'
const entryIds = ['01900000-0000-7000-8000-0000000abc01', '01900000-0000-7000-8000-0000000abc02']
const root = join(import.meta.dirname, '../..')
const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-completion-'))
  await mkdir(join(folder, 'bin'))
  const command = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/goalixa.js')}' "$@"\n`
  await writeFile(join(folder, 'bin/goalixa'), command)
  await chmod(join(folder, 'bin/goalixa'), 0o755)
  for (const shell of shells) await writeFile(join(folder, shell), await completionScript(shell, root))
  await fillStore()
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fillStore(): Promise<void> {
  await createSessionFile(folder, apiUrl).write({
    account: { id: accountId, email: 'ada@example.org' },
    accessToken: 'none',
    refreshToken: 'none',
    expiresAt: 0,
  })
  const replica = await openReplica({
    storage: openSqliteStorage({ path: replicaPath({ dataDir: folder, accountId, apiUrl }) }),
    userId: accountId,
    now: () => Date.parse('2026-03-02T09:00:00Z'),
    random: (bytes) => randomBytes(bytes),
  })
  const store = createLocalStore({
    withReplica: (work: (given: typeof replica) => unknown) => work(replica),
    ids: async () => v7,
  } as never)
  for (const name of ['Thesis', 'Theatre', 'house work', 'it’s $(touch pwned)'])
    await store.projects.create({ name })
  const old = await store.projects.create({ name: 'The past' })
  await store.projects.update(old.id, { archived: true })
  for (const name of ['deep', 'team']) await store.labels.create({ name })
  await store.savedViews.create({ name: 'urgent', kind: 'task', query: 'priority:high' })
  for (const [at, description] of ['reading', 'it’s $(touch pwned)'].entries())
    await store.timeEntries.create({
      id: entryIds[at]!,
      start: `2026-03-02T0${at + 7}:00:00Z`,
      end: `2026-03-02T0${at + 7}:30:00Z`,
      description,
    })
  await store.tasks.create({ title: 'write report' })
  const read = await store.tasks.create({ title: 'write nothing' })
  await store.tasks.done(read.id)
  await replica.close()
}

const environment = () => ({
  PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
  HOME: folder,
  LC_ALL: 'C.UTF-8',
  TERM: 'dumb',
  XDG_CACHE_HOME: join(tmpdir(), 'goalixa-bin-cache'),
  GOALIXA_API_URL: apiUrl,
  GOALIXA_CONFIG_DIR: folder,
  GOALIXA_DATA_DIR: folder,
})

const run = (command: string, args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<string>((resolve, reject) => {
    const options = { env: { ...environment(), ...env }, cwd: folder, timeout: 30_000 }
    execFile(command, args, options, (error, out, err) =>
      error === null ? resolve(out) : reject(new Error(`${command}: ${err}`, { cause: error })),
    ).stdin?.end()
  })

/** Shown by zsh while it completes: each match is written to a file, and a key after Tab says that it is over. */
const zshDriver = `
zmodload zsh/zpty
zpty inner zsh -fi
zpty -w inner "PS1= LISTMAX=10000; autoload -Uz compinit; compinit -D -u; . $SCRIPT"
zpty -w inner 'compadd() {
  if [[ " $* " == *" -"[OAD]" "* ]]; then builtin compadd "$@"; return; fi
  local -a hits; builtin compadd -A hits "$@"; print -rl -- $hits >> $OUT; builtin compadd "$@"
}; over() { print -r -- "=$BUFFER" >> $OUT; exit }; zle -N over; bindkey "^Xd" over; print ready >> $OUT'
repeat 2000; do [[ -s $OUT ]] && break; zselect -t 1 2> /dev/null || sleep 0.01; done
zpty -w -n inner "$LINE"$'\\t'$'\\x18d'
while zpty -r inner line; do :; done
`

/** What Tab offers after a line; a line ends in the word that is being typed. */
const offers: Readonly<Record<Shell, (line: string) => Promise<string[]>>> = {
  bash: async (line) => {
    const code =
      '. "$SCRIPT"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); __goalixa; printf "%s\\n" "${COMPREPLY[@]}"'
    const args = ['--norc', '-c', code, 'bash', ...line.split(/ |(?<==)|(?==)/)]
    return lines(await run('bash', args, { SCRIPT: join(folder, 'bash') })).map((word) =>
      word.replaceAll('\\', ''),
    )
  },
  zsh: async (line) => {
    const out = join(await mkdtemp(join(folder, 'zsh-')), 'out')
    await writeFile(out, '')
    await run('zsh', ['-fc', zshDriver], { SCRIPT: join(folder, 'zsh'), OUT: out, LINE: line })
    return lines(await readFile(out, 'utf8'))
      .filter((word) => word !== 'ready' && !word.startsWith('='))
      .map((word) => word.replaceAll('\\', ''))
  },
  fish: async (line) =>
    lines(
      await run('fish', ['--no-config', '-c', 'source $SCRIPT; complete -C "$LINE"'], {
        SCRIPT: join(folder, 'fish'),
        LINE: line,
      }),
    ).map((word) => word.replace(/\t.*/, '')),
}
const lines = (text: string) => text.split('\n').filter((line) => line !== '')

const taskWords = ['add', 'done', 'edit', 'list', 'reopen', 'rm', 'show']

const cases: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['goalixa repo', ['report']],
  ['goalixa task ', taskWords],
  ['goalixa task s', ['show']],
  ['goalixa goal subgoal reo', ['reopen']],
  ['goalixa start --dry', ['--dry-run']],
  ['goalixa report --by l', ['label']],
  ['goalixa start -p The', ['Theatre', 'Thesis']],
  ['goalixa start --dry-run --project hou', ['house work']],
  ['goalixa start --project=Thes', ['Thesis']],
  ['goalixa project show The', ['Theatre', 'Thesis']],
  ['goalixa task done wri', ['write report']],
  ['goalixa start reading +d', ['+deep']],
  ['goalixa stop -- --dry', []],
  ['goalixa export ', ['csv', 'json', 'timewarrior']],
  ['goalixa project show it', ['it’s $(touch pwned)']],
  ['goalixa task list --view ', ['urgent']],
  ['goalixa view show u', ['urgent']],
  ['goalixa entries edit @', ['@1', '@2']],
  ['goalixa entries rm 0abc', ['0abc01', '0abc02']],
]

for (const shell of shells) {
  const there = isInstalled(shell)
  const name = there ? shell : `${shell}, which is not installed here: skipped`
  describe.skipIf(!there)(name, { timeout: 120_000 }, () => {
    test.each(cases)('%j offers %j', async (line, offered) => {
      const bare = (await offers[shell](line)).map((word) => word.replace(/^--project=/, ''))
      expect(bare).toEqual(expect.arrayContaining([...offered]))
      // Of commands and formats there may be more one day.
      if (!line.endsWith(' ')) expect(bare.toSorted()).toEqual([...offered].toSorted())
    })
  })
}

test.skipIf(!isInstalled('bash'))('a name with a space or a dollar is one word of bash', async () => {
  const code =
    '. "$SCRIPT"; COMP_WORDS=(goalixa project show "$1"); COMP_CWORD=3; __goalixa; printf "%s" "${COMPREPLY[0]}"'
  const complete = (word: string) =>
    run('bash', ['--norc', '-c', code, 'bash', word], { SCRIPT: join(folder, 'bash') })
  expect(await complete('house')).toBe(String.raw`house\ work`)
  expect(await complete('"house')).toBe('house work')
  expect(await complete('"it')).toBe(String.raw`it’s \$(touch pwned)`)
  expect(await complete("'it")).toBe('it’s $(touch pwned)')
})

test.each(shells)('the words say how it stays in %s', (shell) => {
  expect(completionHint(shell)).toContain(`goalixa completion ${shell} > `)
})

test('names come in JSON too, and a device without a store has none', { timeout: 60_000 }, async () => {
  const goalixa = (args: string[], env = {}) => run(join(folder, 'bin/goalixa'), args, env)
  expect(JSON.parse(await goalixa(['completion', 'words', 'labels', '--json']))).toEqual(['deep', 'team'])
  expect(
    await goalixa(['completion', 'words', 'projects'], { GOALIXA_CONFIG_DIR: join(folder, 'none') }),
  ).toBe('')
})
