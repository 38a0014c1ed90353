/** The door of jq: the real one, as WebAssembly. It is loaded by those who ask for `--jq`, and by nobody else. */
import { createRequire } from 'node:module'
import { UsageError } from './failure.ts'

interface Jq {
  /** What `jq` prints of this JSON; undefined when that is nothing. Throws with its exit code. */
  raw(json: string, filter: string, flags: string[]): string | undefined
}
interface JqError extends Error {
  readonly exitCode?: number
  readonly stderr?: string
}

const notCompiled = 3

/** One expression, understood. `filter`: what `jq -rc` prints of a document, without the last line's end. */
export interface JqFilter {
  readonly filter: (document: unknown) => string
}

/** @throws UsageError when jq does not understand it, before anything is done */
export async function compileJq(expression: string): Promise<JqFilter> {
  // A package of its own, or a file beside the built command: package.json says which.
  const jq = await (createRequire(import.meta.url)('#jq') as Promise<Jq>)
  // A leading space: what begins with a dash would be a flag.
  const plain = ` ${expression.trim() || '.'}`
  if (outcomeOf(jq, `empty | (${expression}\n)`, 'null').exitCode === notCompiled) {
    const { exitCode, message } = outcomeOf(jq, plain, 'null')
    if (exitCode === notCompiled) throw refused(message)
  }
  return {
    filter: (document) => {
      const { text, exitCode, message } = outcomeOf(jq, plain, JSON.stringify(document))
      if (exitCode !== 0) throw refused(message)
      return text.replace(/\n$/, '')
    },
  }
}

const refused = (message: string): UsageError =>
  new UsageError(message, 'write it as for jq, such as --jq .id; --json shows the whole document')

interface Outcome {
  readonly text: string
  readonly exitCode: number
  /** In the words of jq. */
  readonly message: string
}

function outcomeOf(jq: Jq, filter: string, json: string): Outcome {
  const before = process.exitCode
  try {
    return { text: jq.raw(json, filter, ['-r', '-c']) ?? '', exitCode: 0, message: '' }
  } catch (error) {
    const { exitCode, stderr, message } = error as JqError
    if (exitCode === undefined) throw error
    return { text: '', exitCode, message: sentence(stderr ?? message) }
  } finally {
    // jq ends as a program does, and leaves its exit code behind.
    process.exitCode = before
  }
}

/** Its error, without the file that there is not and the count of errors. */
const sentence = (stderr: string): string =>
  stderr
    .replace(/\s*\njq: \d+ compile errors?\s*$/, '')
    .replace(/ \(at (?:inputString:\d+|<unknown>)\)/, '')
    .replace(/ \(Unix shell quoting issues\?\)/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
