import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readImportFile } from './import-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-import-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('reads text and drops a byte order mark', async () => {
  await writeFile(join(folder, 'a'), '\ufeffinc 20260205T080000Z # کار\r\n')
  expect(await readImportFile(join(folder, 'a'))).toBe('inc 20260205T080000Z # کار\r\n')
})

it('refuses what is not there, a folder, and bytes that are no text', async () => {
  await writeFile(join(folder, 'b'), Buffer.from([0x69, 0xff]))
  for (const [path, reason] of [
    ['none', 'there is no such file'],
    ['.', 'it is a folder'],
    ['b', 'is not UTF-8 text'],
  ] as const) {
    await expect(readImportFile(join(folder, path))).rejects.toMatchObject({
      code: 'import.unreadable',
      message: expect.stringContaining(reason) as string,
    })
  }
})
