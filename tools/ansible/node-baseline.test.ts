/** The role node_baseline in a Debian of its own: predicted, done, and nothing left to do; judged by the real daemons. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chrootMissing, createRoots } from './debian.ts'
import { play } from './playbook.ts'

const here = import.meta.dirname
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada'

describe.skipIf(chrootMissing !== undefined)(
  `node_baseline${chrootMissing === undefined ? '' : `: skipped, ${chrootMissing}`}`,
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'goalixa-ansible-'))
    let root = ''
    const read = (path: string) => readFileSync(join(root, path), 'utf8')
    const ask = (...command: readonly string[]) =>
      execFileSync('chroot', [root, ...command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    const inventory = () => ({
      machines: {
        hosts: { node: { ansible_connection: 'community.general.chroot', ansible_host: root } },
        vars: {
          ansible_become: false,
          node_baseline_users: [
            { name: 'ada', keys: [key], sudo: true },
            { name: 'grace', keys: [key] },
          ],
          node_baseline_firewall_ssh_from: ['192.0.2.0/24', '2001:db8::/32'],
          node_baseline_firewall_nodes: ['198.51.100.0/24'],
          node_baseline_time_servers: ['192.0.2.123'],
        },
      },
    })

    beforeAll(async () => {
      root = (await createRoots(folder, ['node']))['node']!
    }, 600_000)
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    test('the first run does what --check says, the second nothing', async () => {
      const predicted = await play(folder, 'baseline.yml', inventory(), ['--check'])
      expect(predicted.failed).toEqual([])
      const first = await play(folder, 'baseline.yml', inventory())
      expect(first.failed).toEqual([])
      expect(predicted.changed).toEqual(first.changed)
      expect(first.changed.length).toBeGreaterThan(10)
      const second = await play(folder, 'baseline.yml', inventory())
      expect(second).toMatchObject({ changed: [], failed: [] })
    })

    test('sshd lets in by key only, who is in the group, with keys that this role wrote', () => {
      const sshd = ask('/usr/sbin/sshd', '-T')
      for (const line of [
        'permitrootlogin no',
        'passwordauthentication no',
        'kbdinteractiveauthentication no',
        'authenticationmethods publickey',
        'authorizedkeysfile /etc/ssh/authorized_keys.d/%u',
        'allowgroups goalixa-ssh',
      ])
        expect(sshd).toContain(`${line}\n`)
      expect(read('etc/ssh/authorized_keys.d/ada')).toContain(key)
      expect(ask('ssh-keygen', '-l', '-f', '/etc/ssh/authorized_keys.d/ada')).toContain('ED25519')
      expect(ask('id', '--name', '--groups', 'grace').split(/\s/)).toContain('goalixa-ssh')
    })

    test('sudo is for operators', () => {
      ask('visudo', '--check')
      expect(ask('sudo', '-l', '-U', 'ada')).toContain('NOPASSWD: ALL')
      expect(ask('sudo', '-l', '-U', 'grace')).toContain('not allowed to run sudo')
    })

    test('security updates come by themselves, from nowhere else and without a reboot', () => {
      const settings = ask('apt-config', 'dump')
      expect(settings).toContain('APT::Periodic::Unattended-Upgrade "1";')
      expect(settings).toContain('Unattended-Upgrade::Automatic-Reboot "false";')
      expect(settings.match(/^Unattended-Upgrade::Origins-Pattern:: .*$/gm)).toEqual([
        'Unattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${distro_codename},label=Debian-Security";',
        'Unattended-Upgrade::Origins-Pattern:: "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";',
      ])
    })

    test('chrony takes its settings, and asks the servers given', () => {
      expect(ask('chronyd', '-p')).toContain('sourcedir /etc/chrony/sources.d')
      expect(read('etc/chrony/sources.d/goalixa.sources')).toContain('server 192.0.2.123 iburst')
    })

    test('what changed is loaded once, what should run runs, and the firewall is never stopped', () => {
      const calls = read('var/lib/recorded-systemctl/calls').trim().split('\n')
      expect(calls.toSorted()).toEqual(
        [
          ...['ssh', 'chrony', 'nftables', 'unattended-upgrades'].flatMap((one) => [
            `enable ${one}.service`,
            `start ${one}.service`,
          ]),
          'start systemd-modules-load.service',
          'start systemd-sysctl.service',
          'reload ssh.service',
          'restart chrony.service',
          'reload nftables.service',
        ].toSorted(),
      )
    })

    test('the firewall lets in whom it should', () => {
      const answers = execFileSync('unshare', ['--net', join(here, 'try-ports.sh'), root], {
        encoding: 'utf8',
      })
      expect(answers.trim().split('\n')).toEqual([
        '192.0.2.0/24 22 open',
        '192.0.2.0/24 80 open',
        '192.0.2.0/24 6443 closed',
        '192.0.2.0/24 10250 closed',
        '198.51.100.0/24 22 open',
        '198.51.100.0/24 80 open',
        '198.51.100.0/24 6443 open',
        '198.51.100.0/24 10250 open',
        '203.0.113.0/24 22 closed',
        '203.0.113.0/24 80 open',
        '203.0.113.0/24 6443 closed',
        '203.0.113.0/24 10250 closed',
      ])
    })

    test('settings that would lock everybody out are refused before anything is changed', async () => {
      const nobody = structuredClone(inventory())
      nobody.machines.vars.node_baseline_users = [{ name: 'grace', keys: [key] }]
      const refused = await play(folder, 'baseline.yml', nobody)
      expect(refused.changed).toEqual([])
      expect(refused.failed.join()).toContain('nobody gets in again')
    })
  },
)
