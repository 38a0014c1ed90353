import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replicaName } from './replica-file.ts'
import { createSessionFile } from './session-file.ts'

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'goalixa-session-')), 'config')
})
afterEach(() => rm(join(folder, '..'), { recursive: true }))

const session = {
  account: { id: '019a0000-0000-7000-8000-000000000001', email: 'ada@example.org' },
  accessToken: 'a',
  refreshToken: 'r',
  expiresAt: 1,
}
const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

describe('the session file', () => {
  it('SEC-093: keeps a session for its owner alone', async () => {
    const file = createSessionFile(folder, 'http://127.0.0.1:8080')
    expect(await file.read()).toBeUndefined()
    await file.lock(() => file.write(session))
    const replica = replicaName({ accountId: session.account.id, apiUrl: 'http://127.0.0.1:8080' })
    expect(await file.read()).toEqual({ ...session, replica })
    expect(await mode(join(folder, 'session.json'))).toBe('600')
    expect(await mode(folder)).toBe('700')
    expect(await readdir(folder)).toEqual(['session.json'])
  })

  it('stays private when it replaces a file that was not', async () => {
    const file = createSessionFile(folder, 'http://a')
    await file.write(session)
    await writeFile(join(folder, 'session.json'), '{}', { mode: 0o644 })
    await file.write(session)
    expect(await mode(join(folder, 'session.json'))).toBe('600')
  })

  it('does not mix two installations', async () => {
    const [one, two] = [createSessionFile(folder, 'http://one'), createSessionFile(folder, 'http://two')]
    await one.write(session)
    await two.write({ ...session, accessToken: 'b', ended: true })
    expect(await one.read()).toMatchObject(session)
    await one.clear()
    expect(await one.read()).toBeUndefined()
    expect(await two.read()).toMatchObject({ accessToken: 'b', ended: true })
    expect(await readFile(join(folder, 'session.json'), 'utf8')).not.toContain('http://one')
  })

  it('never takes a file elsewhere for the local store', async () => {
    const file = createSessionFile(folder, 'http://a')
    const path = join(folder, 'session.json')
    await file.write(session)
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(/"replica-[^"]*"/, '"../../elsewhere.sqlite"'))
    expect(await file.read()).toBeUndefined()
  })

  it.each(['', 'not json', '[]', '{"version":2}', '{"version":1,"sessions":{"http://a":{"accessToken":1}}}'])(
    'takes %j for signed out',
    async (text) => {
      const file = createSessionFile(folder, 'http://a')
      await file.write(session)
      await writeFile(join(folder, 'session.json'), text)
      expect(await file.read()).toBeUndefined()
      await file.write(session)
      expect(await file.read()).toMatchObject(session)
    },
  )
})
