import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readImportFile } from './import-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-import-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('reads text and drops a byte order mark', async () => {
  await writeFile(join(folder, 'a'), '\ufeffinc 20260205T080000Z # کار\r\n')
  const text = 'inc 20260205T080000Z # کار\r\n'
  expect(await readImportFile(join(folder, 'a'))).toEqual({ text, name: 'a' })
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

it('reads UTF-16 with its byte order mark, as spreadsheets save it', async () => {
  const little = Buffer.from('\ufeffStart\tکار', 'utf16le')
  await writeFile(join(folder, 'le'), little)
  await writeFile(join(folder, 'be'), Buffer.from(little).swap16())
  for (const name of ['le', 'be'])
    expect(await readImportFile(join(folder, name))).toEqual({ text: 'Start\tکار', name })
  await writeFile(join(folder, 'half'), little.subarray(0, little.length - 1))
  await expect(readImportFile(join(folder, 'half'))).rejects.toMatchObject({ code: 'import.unreadable' })
})

it('takes the CSV files out of an archive; a damaged one is refused', async () => {
  const csv = (text: string) => strToU8(text)
  await writeFile(join(folder, 'one.zip'), zipSync({ 'a/Work [x].csv': csv('TYPE,CONTENT\n') }))
  expect(await readImportFile(join(folder, 'one.zip'))).toEqual({
    text: 'TYPE,CONTENT\n',
    name: 'Work [x].csv',
  })
  const two = zipSync({ 'b.csv': csv('B'), 'a.csv': csv('A'), 'c.txt': csv('C') })
  await writeFile(join(folder, 'two.zip'), two)
  expect(JSON.parse((await readImportFile(join(folder, 'two.zip'))).text)).toEqual({
    files: [
      { name: 'a.csv', text: 'A' },
      { name: 'b.csv', text: 'B' },
    ],
  })
  await writeFile(join(folder, 'half.zip'), two.subarray(0, 60))
  await writeFile(join(folder, 'none.zip'), zipSync({ 'c.txt': csv('C') }))
  for (const name of ['half.zip', 'none.zip'])
    await expect(readImportFile(join(folder, name))).rejects.toMatchObject({ code: 'import.unreadable' })
})
