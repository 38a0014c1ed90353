/** The manifests of an environment as `kubectl kustomize` makes them: there is no second way to render. */
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '@goalixa/contracts/errors'
import { redacted } from '../redact.ts'

const run = promisify(execFile)
const mostBytes = 64 * 1024 * 1024
const timeoutMs = 60_000
/** As much of what `kubectl` says as helps. */
const mostWords = 1_000

/** The nearest folder `k8s` with overlays, here or above; undefined when there is none. */
export async function findManifests(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    if (await isFolder(join(folder, 'k8s', 'overlays'))) return join(folder, 'k8s')
    if (dirname(folder) === folder) return undefined
  }
}

/** YAML of `folder/overlays/environment`. Rejects with `ops.kubectl_missing` and `ops.manifests`. */
export async function renderManifests(folder: string, environment: string): Promise<string> {
  const overlay = join(folder, 'overlays', environment)
  if (!(await isFolder(overlay)))
    throw new AppError('ops.manifests', `there is no folder ${overlay}`, {
      try: 'name the folder that holds "overlays" with --manifests-dir, or rendered YAML with --manifests',
    })
  return (await kubectl(['kustomize', overlay])).stdout
}

/** `v1.32.1`. Rejects with `ops.kubectl_missing`. */
export async function kubectlVersion(): Promise<string> {
  const { stdout } = await kubectl(['version', '--client', '--output=json'])
  const said = JSON.parse(stdout) as { clientVersion?: { gitVersion?: string } }
  return said.clientVersion?.gitVersion ?? 'unknown'
}

async function kubectl(args: readonly string[]): Promise<{ stdout: string }> {
  try {
    return await run('kubectl', args, { maxBuffer: mostBytes, timeout: timeoutMs })
  } catch (error) {
    const { code, stderr = '', killed } = error as { code?: unknown; stderr?: string; killed?: boolean }
    if (code === 'ENOENT') throw new AppError('ops.kubectl_missing', undefined, { cause: error })
    const words = killed === true ? `no answer within ${timeoutMs / 1000} s` : reasonIn(stderr)
    throw new AppError('ops.manifests', `kubectl ${args[0]}: ${words}`, {
      try: `see: kubectl ${args.join(' ')}`,
      cause: error,
    })
  }
}

const reasonIn = (stderr: string): string =>
  redacted(
    stderr
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('# Warning'))
      .join(' ')
      .replace(/^error: /, '')
      .slice(0, mostWords),
  ) || 'it failed without a word'

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
