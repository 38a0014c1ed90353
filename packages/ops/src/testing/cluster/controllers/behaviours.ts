export type PullFault =
  | 'missing'
  | 'unauthorized'
  | 'wrong platform'
  | 'rate limited'
  | 'timeout'
  | 'blocked by policy'

/** How the containers of an image behave; what is left out goes well. */
export type Behaviour = {
  pull?: PullFault
  /** After so many failed tries on a pod the pull goes well; left out: it never does. */
  pullFailures?: number
  /** How long a pull takes, a slow one for example 60 000. */
  pullMs?: number
  /** `exec format error`, `executable not found` and `node trouble` fail before the program runs; `once` recovers. */
  crash?: 'always' | 'once' | 'out of memory' | 'exec format error' | 'executable not found' | 'node trouble'
  exitCode?: number
  ready?: 'never' | 'flapping'
  /** Of a startup probe: never passes, or passes only after so many milliseconds. */
  startup?: 'never' | number
  /** The liveness probe fails from the first time on. */
  alive?: 'never'
  /** Does not end upon the signal to stop, so that its whole grace passes. */
  stop?: 'never'
  /** What the container writes whenever it starts. */
  log?: readonly string[]
  /** A program that ends by itself, as in a Job, with this code. */
  exits?: number
}

/** By image as it stands in the pod, with or without tag: `harbor.example.internal/goalixa/app@sha256:…`. */
export type Behaviours = Record<string, Behaviour>

/** The architectures that an image has, by image as in Behaviours; one that is not here has all. */
export type Platforms = Record<string, readonly string[]>

export type Paces = {
  pullMs: number
  readyMs: number
  crashMs: number
  restartMs: number
  stopMs: number
  /** Each further try doubles it, up to five minutes. */
  backOffMs: number
  backOffFactor: number
  /** The same for pulls; as above when left out. */
  pullBackOffMs?: number
  pullBackOffFactor?: number
  /** How often an HPA looks. */
  scaleMs: number
}

export const usualPaces: Paces = {
  pullMs: 400,
  readyMs: 500,
  crashMs: 1200,
  restartMs: 1000,
  stopMs: 1000,
  backOffMs: 10_000,
  backOffFactor: 2,
  scaleMs: 15_000,
}

/** What a table by image says of one, with its tag or without. */
export function byImage<T>(table: Record<string, T>, image: string): T | undefined {
  return table[image] ?? table[image.replace(/:[^:/@]+@/, '@')]
}

export function behaviourOf(behaviours: Behaviours, image: string): Behaviour {
  return byImage(behaviours, image) ?? {}
}

/** What a node says when it cannot pull. */
export function pullMessage(image: string, fault: PullFault): string {
  const failed = `failed to pull and unpack image "${image}"`
  const resolve = `${failed}: failed to resolve reference "${image}"`
  const texts = {
    missing: `rpc error: code = NotFound desc = ${resolve}: ${image}: not found`,
    unauthorized: `rpc error: code = Unknown desc = ${resolve}: unexpected status from HEAD request: 401 Unauthorized`,
    'wrong platform': `rpc error: code = NotFound desc = ${failed}: no match for platform in manifest: not found`,
    'rate limited': `rpc error: code = Unknown desc = ${resolve}: unexpected status: 429 Too Many Requests`,
    timeout: `rpc error: code = DeadlineExceeded desc = ${resolve}: dial tcp: i/o timeout`,
    'blocked by policy': `rpc error: code = Unknown desc = ${resolve}: unexpected status: 412 Precondition Failed: PROJECTPOLICYVIOLATION`,
  }
  return texts[fault]
}
