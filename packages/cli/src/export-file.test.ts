import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeExportFile } from './export-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-export-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function* pieces(...texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text)
}

it('writes all pieces, for the owner alone', async () => {
  const path = join(folder, 'all.json')
  expect(await writeExportFile(path, pieces('{"a":', '1}\n'))).toBe(8)
  expect(await readFile(path, 'utf8')).toBe('{"a":1}\n')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

it('leaves the file of last time alone when the export breaks off', async () => {
  const path = join(folder, 'all.json')
  await writeFile(path, 'old')
  const broken = async function* () {
    yield* pieces('{')
    throw new Error('broken off')
  }
  await expect(writeExportFile(path, broken())).rejects.toThrow('broken off')
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['all.json'])
})

it('says when the folder is not there', async () => {
  await expect(writeExportFile(join(folder, 'no', 'all.json'), pieces())).rejects.toThrow(
    'cannot be written: ENOENT',
  )
})
