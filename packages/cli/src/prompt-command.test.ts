/** `goalixa prompt` as the real command. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import Prompt from './commands/prompt.ts'
import { promptScripts, shells } from './prompt-scripts.ts'
import { writePromptState } from './prompt-state.ts'

let folder: string
let stateDir: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-prompt-command-'))
  stateDir = join(folder, 'state')
  writePromptState(stateDir, { start: Math.floor(Date.now() / 1000) - 3930, text: 'write report' })
})
afterAll(() => rm(folder, { recursive: true }))

const bin = join(import.meta.dirname, '..', 'bin', 'goalixa.js')

/** Runs the real command, which has no account and no server here. */
function prompt(
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    HOME: folder,
    XDG_CACHE_HOME: join(tmpdir(), 'goalixa-bin-cache'),
    GOALIXA_STATE_DIR: stateDir,
    SHELL: '/usr/bin/zsh',
    ...more,
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'prompt', ...args], { env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

// Each run starts a process, which takes a while on a busy machine.
describe('goalixa prompt', { timeout: 60_000 }, () => {
  test('prints once what the prompt shows', async () => {
    expect(await prompt([])).toEqual({ code: 0, out: '⏱ write report 1:05\n', err: '' })
    expect(await prompt([], { GOALIXA_STATE_DIR: join(folder, 'none') })).toEqual({
      code: 0,
      out: '',
      err: '',
    })
    const { out } = await prompt(['--json'])
    expect(Prompt.output.parse(JSON.parse(out))).toMatchObject({
      text: '⏱ write report 1:05',
      running: { text: 'write report' },
    })
  })

  test('prints the code for each shell, and for the one of $SHELL, without a word beside it', async () => {
    for (const shell of shells)
      expect(await prompt(['--install', shell])).toEqual({ code: 0, out: promptScripts[shell], err: '' })
    expect((await prompt(['--install'])).out).toBe(promptScripts.zsh)
    const { out } = await prompt(['--install', 'fish', '--json'])
    expect(Prompt.output.parse(JSON.parse(out))).toEqual({ shell: 'fish', script: promptScripts.fish })
  })

  test('asks which shell it is when nobody says so', async () => {
    const unknown = await prompt(['--install'], { SHELL: '/bin/dash' })
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toContain('Which shell?\ntry: goalixa prompt --install bash, or zsh, or fish\n')
    expect(await prompt(['--install', 'tcsh'])).toMatchObject({ code: 2, out: '' })
    expect((await prompt(['bash'])).err).toContain('try: goalixa prompt --install bash\n')
  })
})
