/** How far an import is, on one line of a terminal; long files only. */

import type { ImportProgress } from './store.ts'

interface Progress {
  readonly onProgress: ImportProgress
  /** Takes the line away. */
  readonly end: () => void
}

/** Fewer lines are read before anybody could read a word about them. */
const longFile = 10_000
const cells = 24

/** Undefined unless somebody watches a long file. */
export function startProgress(
  text: string,
  stream: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
): Progress | undefined {
  if (stream.isTTY !== true) return undefined
  const lines = countLines(text)
  if (lines < longFile) return undefined
  const draw = (words: string, share: number) => {
    const full = Math.round(cells * Math.min(1, share))
    stream.write(`\r\x1b[K[${'#'.repeat(full)}${'.'.repeat(cells - full)}] ${words}`)
  }
  draw('reading', 0)
  return {
    // Reading takes about a quarter of the time.
    onProgress: (step, rows, of = lines) => {
      const share = Math.min(1, rows / of)
      const words = `${rows.toLocaleString('en')} rows ${step === 'reading' ? 'read' : 'stored'}`
      draw(words, step === 'reading' ? share / 4 : 0.25 + share * 0.75)
    },
    end: () => void stream.write('\r\x1b[K'),
  }
}

function countLines(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
