/** The simulated Harbor answers as the recorded one did (section 8, fidelity). */
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences, notPlayed } from './differences.ts'
import { comparable, learn, readTranscript, send } from './replay.ts'
import type { Names, Recorded } from './replay.ts'
import { basicFor, beforeLine, prepare, prepareHarbor } from './replay-setting.ts'
import { startHarbor } from './start-harbor.ts'
import type { SimulatedHarbor } from './start-harbor.ts'
import { registryMissing } from './start-registry.ts'

const folder = new URL('../../../transcripts/harbor/', import.meta.url)
const transcripts = readdirSync(folder)
  .map((file) => file.replace('.jsonl', ''))
  .toSorted()

test('every recording is played, or it is said why not', () => {
  expect(transcripts.length).toBeGreaterThan(15)
  expect(transcripts).toEqual(
    expect.arrayContaining([...Object.keys(notPlayed), ...Object.keys(differences)]),
  )
})

describe.skipIf(registryMissing !== undefined)(`recorded exchanges ${registryMissing ?? ''}`, () => {
  let harbor: SimulatedHarbor
  const names: Names = new Map()
  let token = ''
  beforeAll(async () => {
    harbor = await startHarbor()
    await prepareHarbor(harbor)
  })
  afterAll(() => harbor.close())

  // They were recorded one after the other from one Harbor, so they are played so.
  test.each(transcripts.filter((name) => !Object.hasOwn(notPlayed, name)))('%s', async (name) => {
    await prepare(harbor, name, names)
    const accepted = new Set(Object.keys(differences[name] ?? {}).map(Number))
    for (const line of readTranscript(name)) {
      await beforeLine(harbor, name, line)
      const got = await send(harbor, line, names, await authorizationFor(name, line))
      learn(names, line, got)
      if (line.path.startsWith('/service/token') && got.status === 200) {
        token = (got.body as { token: string }).token
        expect(claims(token), `${name}, line ${line.number}`).toMatchObject(line.tokenClaims!.access)
      }
      const what = `${name}, line ${line.number}: ${line.method} ${line.path} (${line.note ?? ''})`
      const recorded = {
        status: line.status,
        headers: line.responseHeaders,
        body: line.responseBody ?? null,
        isBroken: line.transport !== undefined,
      }
      const [ours, theirs] = [
        comparable(got, { url: harbor.url }),
        comparable(recorded, { url: 'https://harbor.example.internal', names }),
      ]
      if (accepted.delete(line.number)) expect(ours, `${what} does not differ any more`).not.toEqual(theirs)
      else expect(ours, what).toEqual(theirs)
    }
    expect([...accepted], `${name}: differences of lines that are not there`).toEqual([])
  })

  /** What was got last is used in the recording of tokens; elsewhere, one that its account may have. */
  async function authorizationFor(name: string, line: Recorded): Promise<string | undefined> {
    const hidden = line.requestHeaders['authorization']
    if (hidden === undefined) return undefined
    if (!hidden.startsWith('Bearer')) return basicFor(harbor, name, line)
    if (name === '12-token-flow') return `Bearer ${token}`
    const repository = /^\/v2\/(.+)\/(?:manifests|blobs)\//.exec(line.path)![1]!
    const answer = await fetch(`${harbor.url}/service/token?scope=repository:${repository}:pull`, {
      headers: { authorization: basicFor(harbor, name, line) },
    })
    return `Bearer ${((await answer.json()) as { token: string }).token}`
  }
})

const claims = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as { access: unknown }).access
