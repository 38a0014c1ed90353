/** The registry's client and its findings before a real registry (section 4; recorded: 08, 12, 17). */
import { rm, truncate } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { fastClock } from '../testing/fast-clock.ts'
import { pushImage, pushIndex, pushManifest } from '../testing/harbor/push.ts'
import { registryMissing, startRegistry } from '../testing/harbor/start-registry.ts'
import type { RealRegistry } from '../testing/harbor/start-registry.ts'
import { pullFindings } from './pullable.ts'
import { RegistryRefusal } from './refusal.ts'
import { digestOf, openRegistry } from './registry.ts'
import type { RegistryOptions } from './registry.ts'
import { resolveWith } from './resolve-image.ts'

const clock = fastClock()
afterAll(clock.stop)

function open(host: string, options: Partial<RegistryOptions> = {}) {
  const registry = openRegistry({ host, clock, ...options })
  onTestFinished(registry.close)
  return registry
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe.skipIf(registryMissing !== undefined)(`a real registry ${registryMissing ?? ''}`, () => {
  let real: RealRegistry
  beforeAll(async () => {
    real = await startRegistry()
  })
  afterAll(() => real.close())
  const nodes = ['linux/amd64', 'linux/arm64']
  const ask = (name: string, reference: string, tag?: string) => {
    const question = { repository: `${real.host}/${name}`, reference, nodes, credentials: [], clock }
    return pullFindings(tag === undefined ? question : { ...question, tag })
  }
  const resolve = (name: string, reference: string) =>
    resolveWith({ clock, credentialsFor: async () => [] })({ repository: `${real.host}/${name}`, reference })

  test('says what a tag of an index means, for each platform', async () => {
    const { digest, images } = await pushIndex(`${real.host}/goalixa/app`, '1.0.0')
    expect(await resolve('goalixa/app', '1.0.0')).toEqual({
      digest,
      platforms: { 'linux/amd64': images['amd64']!.digest, 'linux/arm64': images['arm64']!.digest },
    })
    expect(await ask('goalixa/app', digest)).toEqual([])
  })

  test('of a single image too, and a missing tag is told with what to do', async () => {
    const { digest } = await pushImage(`${real.host}/goalixa/one`, '1.0.0', 'arm64')
    expect(await resolve('goalixa/one', '1.0.0')).toEqual({ digest, platforms: { 'linux/arm64': digest } })
    await expect(resolve('goalixa/one', '2.0.0')).rejects.toMatchObject({
      code: 'ops.manifests',
      try: 'push it, or name a tag that is there',
    })
  })

  test('a platform that nodes have and the image has not is found, in an index and in an image', async () => {
    const { digest } = await pushIndex(`${real.host}/goalixa/half`, '1', ['amd64'])
    expect(await ask('goalixa/half', digest)).toEqual([
      {
        level: 'error',
        about: 'platform',
        message: 'is not built for linux/arm64, which nodes of the cluster have',
      },
    ])
    const single = await pushImage(`${real.host}/goalixa/half`, '2', 'amd64')
    expect(await ask('goalixa/half', single.digest)).toMatchObject([
      { about: 'platform', message: 'is built for linux/amd64; nodes of the cluster are linux/arm64' },
    ])
  })

  test('storage that lost layers: HEAD still says 200, and all that is lost is found', async () => {
    const { digest, images } = await pushIndex(`${real.host}/goalixa/lost`, '1')
    const [lost, other] = [images['amd64']!.layers[1]!, images['arm64']!.layers[1]!]
    await rm(real.fileOf(lost.digest))
    await truncate(real.fileOf(other.digest), 3)
    await open(real.host).hasBlob('goalixa/lost', lost.digest)
    const found = await ask('goalixa/lost', digest)
    expect(found.map(({ level, message }) => `${level} ${message.split(' (')[0]!}`)).toEqual([
      'error layer 2 of 2 for linux/amd64',
      'error layer 2 of 2 for linux/arm64',
    ])
  })

  test('a manifest that is gone is not there', async () => {
    const found = await ask('goalixa/app', `sha256:${'1'.repeat(64)}`)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ level: 'error', message: expect.stringContaining('it is not there') })
  })

  test('a tag that moved or went is told, and stops nothing', async () => {
    const { digest } = await pushImage(`${real.host}/goalixa/moved`, '1')
    expect(await ask('goalixa/moved', digest, '1')).toMatchObject([{ about: 'platform' }])
    await pushImage(`${real.host}/goalixa/moved`, '1', 'arm64')
    const [, moved] = await ask('goalixa/moved', digest, '1')
    expect(moved).toMatchObject({ level: 'warning', about: 'tag' })
    expect(moved!.message).toMatch(/^the tag 1 means sha256:\w{12} now; sha256:\w{12} goes out/)
    const [, gone] = await ask('goalixa/moved', digest, '2')
    expect(gone).toMatchObject({ level: 'warning', message: expect.stringMatching(/^the tag 2 is gone/) })
  })

  test('a tag means the same for one who asks twice', async () => {
    const to = `${real.host}/goalixa/twice`
    const asking = resolveWith({ clock, credentialsFor: async () => [] })
    const image = { repository: to, reference: '1' }
    const { digest } = await pushImage(to, '1')
    expect((await asking(image)).digest).toBe(digest)
    await pushImage(to, '1', 'arm64')
    expect((await asking(image)).digest).toBe(digest)
  })

  test('without a list of referrers those with the tags of a digest are found', async () => {
    const to = `${real.host}/goalixa/signed`
    const image = await pushImage(to, '1')
    expect(await open(real.host).referrers('goalixa/signed', image.digest)).toEqual([])
    const type = 'application/vnd.oci.image.manifest.v1+json'
    const signature = await pushManifest(to, `${image.digest.replace(':', '-')}.sig`, type, {
      schemaVersion: 2,
      mediaType: type,
      config: image.config,
      layers: [image.layers[0]],
    })
    const found = await open(real.host).referrers('goalixa/signed', image.digest)
    expect(found.map(({ digest }) => digest)).toEqual([signature])
  })
})

describe('logging in', () => {
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: 'm', layers: [] })
  const secret = 'hunter2-in-the-pull-secret'
  const credentials = { username: 'robot$pull', password: secret }

  /** As Harbor does it: 200 and a worthless token for whoever is not known. */
  function harbor(lifeSeconds = 1800) {
    const seen: string[] = []
    const listener: RequestListener = (request, response) => {
      const { authorization = '', host, cookie } = request.headers
      seen.push(`${request.method} ${request.url!.split('?')[0]!}${cookie === undefined ? '' : ' cookie'}`)
      response.setHeader('set-cookie', 'sid=1; Path=/; HttpOnly')
      if (request.url!.startsWith('/service/token')) {
        const isKnown = authorization === `Basic ${btoa(`robot$pull:${secret}`)}`
        response.end(
          JSON.stringify({
            token: isKnown ? 'good-token' : 'worthless-token',
            access_token: '',
            expires_in: lifeSeconds,
          }),
        )
      } else if (authorization === 'Bearer good-token') response.end(manifest)
      else {
        const bearer = `Bearer realm="http://${host}/service/token",service="harbor-registry",scope="repository:a/b:pull"`
        response.setHeader('www-authenticate', authorization === '' ? bearer : 'Basic realm="harbor"')
        response.statusCode = 401
        response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: `no: ${authorization}` }] }))
      }
    }
    return { seen, listener }
  }

  test('happens once for a scope, and no cookie is ever sent back', async () => {
    const { seen, listener } = harbor()
    const registry = open(await serve(listener), { credentials })
    for (const reference of ['1', '2'])
      expect((await registry.manifest('a/b', reference)).digest).toBe(digestOf(Buffer.from(manifest)))
    expect(seen).toEqual([
      'GET /v2/a/b/manifests/1',
      'GET /service/token',
      'GET /v2/a/b/manifests/1',
      'GET /v2/a/b/manifests/2',
    ])
  })

  test('happens again when the token has run out', async () => {
    const { seen, listener } = harbor(1)
    const registry = open(await serve(listener), { credentials })
    for (const reference of ['1', '2']) await registry.manifest('a/b', reference)
    expect(seen.filter((one) => one.includes('token'))).toHaveLength(2)
  })

  test('with what is not accepted is a finding, and neither it nor a token is in any word of it', async () => {
    const host = await serve(harbor().listener)
    const wrong = { username: 'robot$old', password: secret }
    const question = { repository: `${host}/a/b`, reference: '1', nodes: [], clock }
    const found = await pullFindings({ ...question, credentials: [wrong] })
    expect(found).toMatchObject([{ level: 'error', message: expect.stringContaining('is not accepted') }])
    const refusal = await open(host, { credentials: wrong })
      .manifest('a/b', '1')
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(RegistryRefusal)
    const said = JSON.stringify([found, refusal, (refusal as Error).message, (refusal as Error).stack])
    for (const kept of [secret, btoa(`robot$old:${secret}`), 'worthless-token'])
      expect(said).not.toContain(kept)
    // The kubelet goes on to the next that fits.
    const next = await pullFindings({ ...question, credentials: [wrong, credentials] })
    expect(next.map(({ message }) => message)).toEqual(['is no image: its manifest has no config'])
  })
})

describe('an answer', () => {
  test('that is no answer for a while is asked for again', async () => {
    const statuses = [503, 429, 200]
    const host = await serve((_, response) => {
      response.statusCode = statuses.shift()!
      response.end('{"layers":[]}')
    })
    expect((await open(host).manifest('a/b', '1')).layers).toEqual([])
    expect(statuses).toEqual([])
  })

  test('that is not what was asked for is refused, and so is one without end', async () => {
    const host = await serve((request, response) => {
      if (request.url!.includes('endless')) return void response.end('x'.repeat(5 * 1024 * 1024))
      response.end('{"layers":[]}')
    })
    const registry = open(host)
    await expect(registry.manifest('a/b', `sha256:${'2'.repeat(64)}`)).rejects.toMatchObject({
      kind: 'wrong',
    })
    await expect(registry.manifest('a/b', 'endless')).rejects.toMatchObject({
      kind: 'wrong',
      code: 'TOO_LARGE',
    })
  })

  test('from storage elsewhere is fetched without our credentials', async () => {
    let sent: string | undefined = 'nothing came'
    const storage = await serve((request, response) => {
      sent = request.headers.authorization
      response.end('{"layers":[]}')
    })
    const host = await serve((request, response) => {
      if (request.headers.authorization === undefined)
        return void response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end()
      response.writeHead(307, { location: `http://${storage}/kept?signature=1` }).end()
    })
    await open(host, { credentials: { username: 'a', password: 'b' } }).manifest('a/b', '1')
    expect(sent).toBeUndefined()
  })

  test('that a policy refuses, or that never comes, is told as such', async () => {
    const host = await serve((_, response) => {
      const errors = [{ code: 'PROJECTPOLICYVIOLATION', message: 'current image with 3 vulnerabilities' }]
      response.writeHead(412).end(JSON.stringify({ errors }))
    })
    const question = { reference: '1', nodes: [], credentials: [], clock }
    expect(await pullFindings({ ...question, repository: `${host}/a/b` })).toMatchObject([
      { level: 'error', message: expect.stringMatching(/policy of the project.*3 vulnerabilities/) },
    ])
    // Nobody listens on this port.
    expect(await pullFindings({ ...question, repository: '127.0.0.1:1/a/b' })).toMatchObject([
      { level: 'error', about: 'registry', message: '127.0.0.1:1 does not answer (ECONNREFUSED)' },
    ])
  })

  test('is not waited for by whoever gave up', async () => {
    const host = await serve(() => undefined)
    const giveUp = new AbortController()
    const asked = open(host, { signal: giveUp.signal }).manifest('a/b', '1')
    giveUp.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
  })
})
