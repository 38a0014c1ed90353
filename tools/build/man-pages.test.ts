import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { cliDocument } from './cli-document.ts'
import { commandPages } from './command-pages.ts'
import { manPages } from './man-pages.ts'

const pages = await commandPages()
const files = manPages(pages, '1.2.3')
const hasGroff = spawnSync('groff', ['--version']).status === 0

test('there is a page for every first word, and one that names them all', () => {
  expect([...files.keys()]).toEqual(
    expect.arrayContaining(['goalixa.1', 'goalixa-task.1', 'goalixa-start.1']),
  )
  for (const { name } of pages)
    expect(files.get('goalixa.1'), name).toContain(`\n.B "${name.replaceAll('-', '\\-')}"\n`)
})

test.skipIf(!hasGroff)('groff has nothing to say about them', () => {
  for (const [file, text] of files) {
    const { stderr, status } = spawnSync('groff', ['-man', '-ww', '-z', '-Tutf8'], { input: text })
    expect([String(stderr), status], file).toEqual(['', 0])
  }
})

test.skipIf(!hasGroff)('they say what the help says', () => {
  const { stdout } = spawnSync('groff', ['-man', '-Tascii', '-P-cbou', '-rLL=200n'], {
    input: files.get('goalixa-task.1')!,
  })
  const shown = String(stdout)
  expect(shown).toMatch(/GOALIXA-TASK\(1\)/)
  for (const { summary, flags, examples } of pages.filter(({ name }) => name.startsWith('task '))) {
    for (const part of [summary, ...flags.map(({ name }) => name), ...examples])
      // Characters beyond ASCII have another form there.
      if (/^[ -~]+$/.test(part)) expect(shown).toContain(part)
  }
})

test('the document tells every command, its flags once, and its examples', () => {
  const text = cliDocument(pages, 'notice')
  for (const { name, examples } of pages) {
    expect(text).toContain(`\n## goalixa ${name}\n`)
    for (const example of examples) expect(text).toContain(`\n${example}\n`)
  }
  expect(text.match(/^- `--json`/gm)).toHaveLength(1)
})
