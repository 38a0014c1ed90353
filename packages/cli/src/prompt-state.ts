/**
 * What a shell prompt shows of the timer, in a file that a shell reads without starting anything: one line, the start
 * in epoch seconds, a tab and the text; empty when nothing runs. A prompt must never run what a text says, so
 * characters that a shell could expand there are replaced before they are written.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spanOf } from '@goalixa/domain/one-running-timer'
import { said } from '@goalixa/domain/plans/view'
import { findRow, nameOf, viewOf } from '@goalixa/replica/queries/view'
import type { Replica } from '@goalixa/replica/replica'
import { safeLine } from './output/safe-text.ts'

/** The entry that runs: its start in epoch seconds and its text; null when none does. */
export type PromptState = { readonly start: number; readonly text: string } | null

/** Longer texts are cut: a prompt is one line. */
const textLength = 40

/** The entry that runs in this replica; one without text is called as its task is. */
export const promptStateOf = (replica: Pick<Replica, 'read' | 'userId'>): Promise<PromptState> =>
  replica.read(async (reader) => {
    const running = await viewOf(reader, replica.userId).running()
    if (running === undefined) return null
    const taskId = said(running, 'taskId')
    const text = said(running, 'description') as string
    const task =
      text === '' && typeof taskId === 'string' ? await findRow(reader, 'tasks', taskId) : undefined
    return { start: spanOf(running).start, text: text || (nameOf(task) ?? '') }
  })

const promptPath = (stateDir: string): string => join(stateDir, 'prompt')

/** Writes what has changed, whole at every moment. A prompt is no reason to fail: what cannot be written is not. */
export function writePromptState(stateDir: string, state: PromptState): void {
  const text = fileText(state)
  try {
    // A file that is not there says what an empty one does.
    if ((readText(stateDir) ?? '') === text) return
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    replace(promptPath(stateDir), text)
  } catch {
    return
  }
}

/** Nothing private stays behind after signing out. */
export function removePromptState(stateDir: string): void {
  try {
    rmSync(promptPath(stateDir), { force: true })
  } catch {
    return
  }
}

/** What was written last; null when nothing runs, or when the file cannot be read. */
export function readPromptState(stateDir: string): PromptState {
  const [, start, words] = /^(\d{1,12})\t([^\n]*)\n$/.exec(readText(stateDir) ?? '') ?? []
  return start === undefined || words === undefined ? null : { start: Number(start), text: words }
}

/** `⏱ write report 1:05`, as the shells show it; empty when nothing runs. `now` in epoch seconds. */
export function segmentText(state: PromptState, now: number): string {
  if (state === null) return ''
  const minutes = Math.floor(Math.max(0, now - state.start) / 60)
  const length = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  return ['⏱', state.text, length].filter((part) => part !== '').join(' ')
}

const fileText = (state: PromptState): string =>
  state === null ? '' : `${state.start}\t${promptText(state.text)}\n`

/** Wide forms of what bash, zsh and fish expand in a prompt: they are read alike and mean nothing. */
const harmless: Readonly<Record<string, string>> = { '%': '％', '\\': '＼', $: '＄', '`': '｀', '!': '！' }

/** One line of a text that no shell acts upon. */
export function promptText(text: string): string {
  const points = Array.from(safeLine(text).trim())
  const short =
    points.length > textLength
      ? `${points
          .slice(0, textLength - 1)
          .join('')
          .trimEnd()}…`
      : points.join('')
  return short.replaceAll(/[%\\$`!]/g, (character) => harmless[character]!)
}

const readText = (stateDir: string): string | undefined => {
  try {
    return readFileSync(promptPath(stateDir), 'utf8')
  } catch {
    return undefined
  }
}

/** In one step, for its owner only. It is not forced onto the disk: after a crash, the next command writes it. */
function replace(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
