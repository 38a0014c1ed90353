/** `npm run package`: the command as one file that `npm install -g` takes, without this repository and a registry. */
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildCli } from './build/build-cli.ts'
import { root } from './features.ts'

/** Answers the path of the file. `target`: a folder, made when absent. */
export async function packCli(target: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'goalixa-package-'))
  try {
    await buildCli(join(folder, 'goalixa'))
    await mkdir(target, { recursive: true })
    const { status, stdout, stderr } = spawnSync(
      'npm',
      ['pack', '--json', '--pack-destination', target, join(folder, 'goalixa')],
      { encoding: 'utf8', cwd: folder },
    )
    if (status !== 0) throw new Error(`npm pack ended with ${status}: ${stderr}`)
    const packed = JSON.parse(stdout) as { filename: string }[] | Record<string, { filename: string }>
    const [{ filename }] = Object.values(packed) as [{ filename: string }]
    return join(target, filename)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const file = await packCli(join(root, 'dist'))
  process.stdout.write(`${file}\ninstall it with: npm install -g ${file}\n`)
}
