/** Scans and signatures before the simulated Harbor and a real registry (section 3, gates; recorded: 08, 11, 19). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import { openHarbor } from '../registry/harbor.ts'
import type { Harbor } from '../registry/harbor.ts'
import { openRegistry } from '../registry/registry.ts'
import type { Registry } from '../registry/registry.ts'
import type { RunContext } from '../rollout/context.ts'
import { fastClock } from '../testing/fast-clock.ts'
import {
  bundleOf,
  putSignature,
  signStatement,
  signingKey,
  simpleLayer,
  simplePayload,
} from '../testing/harbor/sign.ts'
import { startHarbor } from '../testing/harbor/start-harbor.ts'
import type { SimulatedHarbor } from '../testing/harbor/start-harbor.ts'
import { registryMissing } from '../testing/harbor/start-registry.ts'
import type { Vulnerability } from '../testing/harbor/state.ts'
import { passGates } from './gates.ts'
import { signatureGate } from './signature-gate.ts'
import { vulnerabilityGate } from './vulnerability-gate.ts'

const clock = fastClock()
const ours = signingKey()
const theirs = signingKey()
const critical: Vulnerability = {
  id: 'CVE-2099-1',
  severity: 'Critical',
  package: 'openssl',
  version: '3.0.0',
}

describe.skipIf(registryMissing !== undefined)(`gates ${registryMissing ?? ''}`, () => {
  let server: SimulatedHarbor
  let harbor: Harbor
  let registry: Registry
  beforeAll(async () => {
    server = await startHarbor()
    server.state.addProject('goalixa')
    harbor = openHarbor({ url: server.url, clock, credentials: server.admin })
    registry = openRegistry({ host: server.host, clock, credentials: server.admin })
  })
  beforeEach(() => {
    server.state.scanners.splice(0)
    server.state.scanners.push({ uuid: 'x', name: 's', url: 'https://s', createdAt: '', isDefault: true })
    server.state.findingsOf = () => []
    server.state.scanLooks = 2
    for (const artifact of server.state.artifacts) delete artifact.scan
  })
  afterAll(async () => {
    await Promise.all([harbor.close(), registry.close()])
    await server.close()
    clock.stop()
  })

  function contextFor(
    digest: string,
    { repository = 'goalixa/app', host = server.host, kind = 'deploy' } = {},
  ) {
    const image = { repository: `${host}/${repository}`, tag: '1.0.0', digest, platforms: {} }
    const plan = { services: [{ name: 'app', images: [image] }] } as unknown as Plan
    const journal = { plan, run: () => ({ kind, overrides: {} }) }
    const lock = { lost: new AbortController().signal }
    return { clock, journal, lock, tell: () => undefined } as unknown as RunContext
  }
  const scans = (
    rules: Partial<Parameters<typeof vulnerabilityGate>[0]['rules']> = {},
    patienceMs = 60_000,
  ) =>
    vulnerabilityGate({
      harbor,
      host: server.host,
      patienceMs,
      rules: { severity: 'High', allow: [], ...rules },
    })
  const messages = async (...[digest, more]: Parameters<typeof contextFor>) =>
    (await scans().check(contextFor(digest, more))).map(({ message }) => message)

  describe('vulnerabilities', () => {
    test('of one platform of an index keep all of it out, although nobody had scanned it', async () => {
      const { digest, children } = await server.pushIndex('goalixa/app', '1.0.0')
      server.state.findingsOf = (one) => (one === children['arm64'] ? [critical] : [])
      const result = await passGates(contextFor(digest), [scans()])
      expect(result).toMatchObject({
        outcome: 'failed',
        data: [
          {
            gate: 'vulnerabilities',
            object: `${server.host}/goalixa/app:1.0.0`,
            message: 'has CVE-2099-1 (Critical, openssl 3.0.0, no fix yet) for linux/arm64',
          },
        ],
      })
      expect(
        server.requests.filter((line) => line.startsWith('POST') && line.endsWith('/scan')),
      ).toHaveLength(2)
      // It is not scanned once more.
      await scans().check(contextFor(digest))
      expect(
        server.requests.filter((line) => line.startsWith('POST') && line.endsWith('/scan')),
      ).toHaveLength(2)
    })

    test('that are less than the limit, or let through until later, do not', async () => {
      const digest = await server.push('goalixa/app', '1.1.0')
      server.state.findingsOf = () => [critical, { id: 'CVE-2099-2', severity: 'Low' }]
      const today = clock.date().toISOString().slice(0, 10)
      const allow = [{ cve: 'CVE-2099-1', until: today, reason: 'not reachable' }]
      expect(await scans({ allow }).check(contextFor(digest))).toEqual([])
      const late = [{ cve: 'CVE-2099-1', until: '2020-01-01', reason: 'not reachable' }]
      expect(await scans({ allow: late }).check(contextFor(digest))).toMatchObject([
        { message: expect.stringContaining('let through until 2020-01-01') as string },
      ])
    })

    test('are not known when the scan fails, lasts too long, or cannot be started: that is a refusal', async () => {
      const digest = await server.push('goalixa/app', '1.2.0')
      server.state.findingsOf = () => 'Error'
      expect(await messages(digest)).toEqual(['was not scanned for its platform: its scan ended with Error'])
      // A scan that failed is tried once more.
      server.state.findingsOf = () => []
      expect(await messages(digest)).toEqual([])

      const slow = await server.push('goalixa/app', '1.3.0')
      server.state.scanLooks = 1000
      expect(await messages(slow)).toEqual([
        'was not scanned for its platform: its scan takes longer than 60 s',
      ])
      server.state.scanners.splice(0)
      const other = await server.push('goalixa/app', '1.4.0')
      expect(await messages(other)).toEqual([
        expect.stringMatching(/no available scanner for project/) as string,
      ])
      expect(await messages(`sha256:${'0'.repeat(64)}`)).toEqual([
        'its scan cannot be read: Harbor does not know it',
      ])
    })

    test('are not asked for elsewhere, nor on the way back', async () => {
      const digest = await server.push('goalixa/app', '1.5.0')
      server.state.findingsOf = () => [critical]
      expect(await messages(digest, { host: 'docker.example' })).toEqual([
        `is not in ${server.host}, where it would be scanned`,
      ])
      expect(await messages(digest, { kind: 'rollback' })).toEqual([])
      expect(await messages(digest)).toHaveLength(1)
    })
  })

  describe('signatures', () => {
    const check = async (digest: string) => {
      const gate = signatureGate({ host: server.host, registry, keys: [ours.publicKey] })
      return (await gate.check(contextFor(digest))).map(({ message }) => message)
    }
    const image = (tag: string) => server.push('goalixa/app', tag)

    test('by our key let an image out, be it a tag or a referrer, of the older form or the newer', async () => {
      const tagged = await image('2.0.0')
      await putSignature(server, 'goalixa/app', tagged, [simpleLayer(tagged, ours.privateKey)])
      expect(await check(tagged)).toEqual([])

      const capital = await image('2.0.1')
      const payload = simplePayload(capital, 'Docker-manifest-digest')
      await putSignature(server, 'goalixa/app', capital, [
        simpleLayer(capital, theirs.privateKey),
        simpleLayer(capital, ours.privateKey, payload),
      ])
      expect(await check(capital)).toEqual([])

      const referred = await image('2.0.2')
      const layer = {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        content: bundleOf(signStatement(referred), ours.privateKey),
      }
      await putSignature(server, 'goalixa/app', referred, [layer], 'referrer')
      expect(await check(referred)).toEqual([])
    })

    test('that are missing, or by another key, do not', async () => {
      const bare = await image('2.1.0')
      expect(await check(bare)).toEqual(['is not signed'])
      await putSignature(server, 'goalixa/app', bare, [simpleLayer(bare, theirs.privateKey)])
      expect(await check(bare)).toEqual(['is signed with none of the keys'])
    })

    test('for another image do not, nor one whose words were changed', async () => {
      const good = await image('2.2.0')
      const swapped = await image('2.2.1')
      await putSignature(server, 'goalixa/app', swapped, [simpleLayer(good, ours.privateKey)])
      expect(await check(swapped)).toEqual(['has a signature that is for another image'])

      const changed = await image('2.2.2')
      const layer = simpleLayer(good, ours.privateKey)
      await putSignature(server, 'goalixa/app', changed, [{ ...layer, content: simplePayload(changed) }])
      expect(await check(changed)).toEqual(['is signed with none of the keys'])
    })

    test('are not what our key says of an image otherwise', async () => {
      const tested = await image('2.3.0')
      const content = bundleOf(signStatement(tested, 'https://example.test/test-result/v1'), ours.privateKey)
      const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json'
      await putSignature(server, 'goalixa/app', tested, [{ mediaType, content }], 'referrer')
      expect(await check(tested)).toEqual(['is not signed'])
    })
  })
})
