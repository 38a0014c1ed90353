/** The nginx of the system with a configuration of ours: only port, folder and the place of temporary files are other ones. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { freePort } from '@goalixa/service-kit/free-port'
import { root } from '../tools/features.ts'
import { temporaryFolder } from './stack.ts'

const binary = ['/usr/sbin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx'].find((path) =>
  existsSync(path),
)
const nothingInBackground = 'daemon off; master_process off;'
/** Debian's package `nginx-light` brings it. */
export const hasNginx = binary !== undefined

export interface RunningNginx {
  readonly url: string
  stop(): Promise<void>
}

/**
 * @param files folder below `/srv/html` and what is copied there
 * @param pod what its machine is called; only root can say so
 */
export async function startNginx(
  image: 'landing' | 'pwa',
  files: Readonly<Record<string, string>>,
  pod?: string,
): Promise<RunningNginx> {
  const home = await temporaryFolder()
  const port = await freePort()
  for (const [target, source] of Object.entries(files))
    await cp(source, join(home.path, 'html', target), { recursive: true })
  const copy = async (name: string, from: string) => {
    const text = await readFile(join(root, 'packages', from, name), 'utf8')
    const own = text
      .replaceAll('listen 8080;', `listen 127.0.0.1:${port};`)
      .replaceAll('/srv/html', join(home.path, 'html'))
      .replaceAll('/tmp/nginx', join(home.path, 'nginx'))
      // Its one process reads what this one has written.
      .replace('worker_processes auto;', 'worker_processes 1;\nuser root;')
    await writeFile(join(home.path, name), process.getuid?.() === 0 ? own : own.replace('user root;', ''))
  }
  await copy('nginx.conf', image)
  await copy('nginx-http.conf', 'pwa')
  await copy('nginx-headers.conf', 'pwa')
  await mkdir(join(home.path, 'logs'), { recursive: true })
  const own = [binary!, '-p', home.path, '-c', join(home.path, 'nginx.conf'), '-g', nothingInBackground]
  const named = ['unshare', '--uts', 'sh', '-c', 'hostname "$0"; exec "$@"', pod ?? '', ...own]
  const [command, ...args] = pod === undefined ? own : named
  const child = spawn(command!, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(
    async () => {
      // Whoever is there already must not be taken for ours.
      if (child.exitCode !== null) throw new Error(words)
      expect((await fetch(`${url}/healthz`)).status).toBe(200)
    },
    { timeout: 15_000 },
  )
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await home.remove()
    },
  }
}
