/** What people do, as requests: each path is asked many times, and has to answer as it should every time. */
import type { Probe, ProbeAnswer } from './probe.ts'

export interface Origins {
  /** `https://goalixa.example`, without a slash at the end. Absent where it is not deployed. */
  readonly landing?: string
  readonly pwa?: string
  readonly api?: string
}

/** Somebody who exists only for this; without one the paths behind the sign-in are left out. */
export interface SyntheticUser {
  readonly email: string
  readonly password: string
}

export interface Sample {
  readonly path: string
  readonly ms: number
  /** Which revisions of their Deployments answered, as far as they said. */
  readonly revisions: readonly string[]
  readonly hops: number
  readonly tlsDays: number | undefined
  /** Undefined when all was well. */
  readonly problem: string | undefined
}

/** What of a service answers without a session, and shows that it works. */
export interface Behind {
  readonly origin: keyof Origins
  readonly path: string
}

interface Journey {
  readonly name: string
  /** To be asked without the route when this fails. */
  readonly behind: Behind
  readonly run: (probe: Probe) => Promise<Sample>
}

export function journeysFor(
  { landing, pwa, api }: Origins,
  user: SyntheticUser | undefined,
): readonly Journey[] {
  return [
    ...(landing === undefined ? [] : [page('landing', landing, { origin: 'landing', path: '/' }, '<html')]),
    ...(pwa === undefined
      ? []
      : [page('app shell', pwa, shell, '<script'), shellAsset(pwa), serviceWorker(pwa)]),
    ...(api === undefined ? [] : [page('gateway', api, gateway, '"keys"')]),
    ...(api === undefined || user === undefined ? [] : signedIn(api, user)),
  ]
}

const shell: Behind = { origin: 'pwa', path: '/app/' }
/** It asks the service behind it; probes are no paths of a route. */
const gateway: Behind = { origin: 'api', path: '/auth/.well-known/jwks.json' }

/** It asks all services. */
const ready: Behind = { origin: 'api', path: '/readyz' }

const page = (name: string, origin: string, behind: Behind, holds: string): Journey => ({
  name,
  behind,
  run: async (probe) => {
    const answer = await probe.ask({ method: 'GET', url: `${origin}${behind.path}` })
    return sampleOf(name, [answer], expectStatus(answer, 200) ?? expectBody(answer, holds))
  },
})

/** The shell names its files by their content: one that it names and the server does not have breaks every visit. */
const shellAsset = (pwa: string): Journey => ({
  name: 'hashed file',
  behind: shell,
  run: async (probe) => {
    const page = await probe.ask({ method: 'GET', url: `${pwa}${shell.path}` })
    const source = /<script[^>]+src="([^"]+)"/.exec(page.body)?.[1]
    if (source === undefined)
      return sampleOf('hashed file', [page], expectStatus(page, 200) ?? 'names no script')
    const answer = await probe.ask({ method: 'GET', url: new URL(source, `${pwa}${shell.path}`).href })
    const type = answer.headers['content-type'] ?? ''
    return sampleOf(
      'hashed file',
      [answer],
      expectStatus(answer, 200) ?? (type.includes('javascript') ? undefined : `is ${type || 'of no type'}`),
    )
  },
})

const serviceWorker = (pwa: string): Journey => ({
  name: 'service worker',
  behind: { origin: 'pwa', path: '/app/sw.js' },
  run: async (probe) => {
    const answer = await probe.ask({ method: 'GET', url: `${pwa}/app/sw.js` })
    return sampleOf('service worker', [answer], expectStatus(answer, 200))
  },
})

/** Signs in once, then goes on with that session as a browser does: sign-ins are rationed, and each is an audit line. */
function signedIn(api: string, { email, password }: SyntheticUser): readonly Journey[] {
  let tokens: { access: string; refresh: string } | undefined
  const take = (answer: ProbeAnswer) => {
    const [access, refresh] = [field(answer, 'accessToken'), field(answer, 'refreshToken')]
    tokens = access === undefined || refresh === undefined ? undefined : { access, refresh }
    return tokens === undefined ? 'gave no tokens' : undefined
  }
  const session = async (probe: Probe) => {
    const answer =
      tokens === undefined
        ? await probe.ask({ method: 'POST', url: `${api}/auth/login`, body: { email, password } })
        : await probe.ask({
            method: 'POST',
            url: `${api}/auth/refresh`,
            body: { refreshToken: tokens.refresh },
          })
    return sampleOf('sign-in and refresh', [answer], expectStatus(answer, 200) ?? take(answer))
  }
  return [
    { name: 'sign-in and refresh', behind: gateway, run: session },
    {
      name: writeReadDelete,
      behind: ready,
      run: async (probe) => {
        const began = tokens === undefined ? await session(probe) : undefined
        if (began?.problem !== undefined) return { ...began, path: writeReadDelete }
        return sampleOfWriting(probe, api, { authorization: `Bearer ${tokens!.access}` })
      },
    },
  ]
}

const writeReadDelete = 'write, read, delete'

async function sampleOfWriting(probe: Probe, api: string, headers: Record<string, string>): Promise<Sample> {
  const body = { title: 'written by goalixa ops' }
  const written = await probe.ask({ method: 'POST', url: `${api}/v1/tasks`, headers, body })
  const id = field(written, 'id')
  if (id === undefined)
    return sampleOf(writeReadDelete, [written], expectStatus(written, 201) ?? 'gave no id')
  const url = `${api}/v1/tasks/${id}`
  const read = await probe.ask({ method: 'GET', url, headers })
  const removed = await probe.ask({ method: 'DELETE', url, headers })
  const kept = removed.status < 300 ? undefined : `DELETE answered ${removed.status}`
  return sampleOf(writeReadDelete, [written, read, removed], expectStatus(read, 200) ?? kept)
}

function sampleOf(path: string, answers: readonly ProbeAnswer[], problem: string | undefined): Sample {
  const days = answers.flatMap(({ tlsDays }) => tlsDays ?? [])
  return {
    path,
    ms: answers.reduce((sum, { ms }) => sum + ms, 0),
    hops: Math.max(...answers.map(({ hops }) => hops)),
    revisions: answers.flatMap(({ headers }) => headers['goalixa-revision'] ?? []),
    tlsDays: days.length === 0 ? undefined : Math.min(...days),
    problem: answers.find((answer) => answer.problem !== undefined)?.problem ?? problem,
  }
}

const expectStatus = ({ status, problem }: ProbeAnswer, wanted: number): string | undefined =>
  status === wanted ? undefined : (problem ?? `answered ${status} instead of ${wanted}`)

const expectBody = ({ body }: ProbeAnswer, holds: string): string | undefined =>
  body.includes(holds) ? undefined : `lacks ${holds}`

function field({ body }: ProbeAnswer, name: string): string | undefined {
  try {
    const value = (JSON.parse(body) as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
