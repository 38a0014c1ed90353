/** Debian systems in folders, for roles to run in. */
import { execFile, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = import.meta.dirname

const isInstalled = (program: string) => spawnSync(program, ['--version']).error === undefined

/** Why roles cannot run in a chroot here; undefined when they can. */
export const chrootMissing: string | undefined =
  process.getuid?.() !== 0
    ? 'only root may chroot'
    : ['apt-get', 'ansible-playbook', 'debootstrap', 'unshare', 'ip']
        .find((one) => !isInstalled(one))
        ?.concat(' is not installed')

/**
 * Fresh systems, one folder each, as a machine is after its first boot but without an init: `systemctl` writes down
 * what it is told. The first time on a machine takes a minute: debian.sh makes the system and keeps it.
 */
export async function createRoots(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const archive = (await run(join(here, 'debian.sh'))).stdout.trim()
  const roots: Record<string, string> = {}
  for (const name of names) {
    const root = join(folder, name)
    mkdirSync(root, { recursive: true })
    await run('tar', ['-C', root, '-xf', archive])
    copyFileSync(join(here, 'recording-systemctl.sh'), join(root, 'usr/local/sbin/systemctl'))
    // systemd brings these, or makes them at a boot.
    for (const path of ['run/sshd', 'etc/modules-load.d', 'etc/systemd/system'])
      mkdirSync(join(root, path), { recursive: true })
    roots[name] = root
  }
  return roots
}
