/**
 * The roles of k3s with a server and an agent, each in a Debian of its own. k3s itself is a script that answers as it
 * would and writes down what it is asked: no cluster comes up here.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chrootMissing, createRoots } from './debian.ts'
import { sha256, startMirror } from './mirror.ts'
import type { Mirror } from './mirror.ts'
import { play } from './playbook.ts'

const k3s = (version: string) => `#!/bin/sh
echo "$*" >> /var/lib/k3s-calls
case $* in
  --version) echo 'k3s version ${version} (0123abcd)' ;;
  'kubectl get node '*) printf '${version} True' ;;
esac
`
const images = 'images of k3s itself'
const token = 'a-secret-of-the-cluster-that-nobody-may-see'
const password = 'password-of-the-robot-that-pulls'
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'
const file = process.arch === 'arm64' ? 'k3s-arm64' : 'k3s'
const [old, next] = ['v1.34.1+k3s1', 'v1.34.2+k3s1'] as const

describe.skipIf(chrootMissing !== undefined)(
  `k3s${chrootMissing === undefined ? '' : `: skipped, ${chrootMissing}`}`,
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'goalixa-ansible-'))
    let roots: Record<string, string> = {}
    let mirror: Mirror
    const read = (name: string, path: string) => readFileSync(join(roots[name]!, path), 'utf8')
    const chroot = (name: string) => ({
      ansible_connection: 'community.general.chroot',
      ansible_host: roots[name],
      ansible_become: false,
    })
    const inventory = (version: string, agents: readonly string[], settings: object = {}) => ({
      k3s_servers: { hosts: { server: chroot('server') } },
      k3s_agents: { hosts: Object.fromEntries(agents.map((name) => [name, chroot(name)])) },
      all: {
        vars: {
          k3s_server_address: '192.0.2.10',
          k3s_server_manifests: [{ name: 'traefik', content: 'kind: HelmChart\n' }],
          k3s_node_version: version,
          k3s_node_sha256: { [architecture]: sha256(k3s(version)) },
          k3s_node_airgap_sha256: { [architecture]: sha256(images) },
          k3s_node_release_url: `${mirror.url}/${version}`,
          k3s_node_token: token,
          k3s_node_registries: {
            configs: { 'harbor.example.internal': { auth: { username: 'robot$pull', password } } },
          },
          ...settings,
        },
      },
    })

    beforeAll(async () => {
      mirror = await startMirror(
        Object.fromEntries(
          [old, next].flatMap((version) => [
            [`${version}/${file}`, k3s(version)],
            [`${version}/k3s-airgap-images-${architecture}.tar.zst`, images],
          ]),
        ),
      )
      roots = await createRoots(folder, ['server', 'worker'])
    }, 600_000)
    afterAll(async () => {
      await mirror.close()
      rmSync(folder, { recursive: true, force: true })
    })

    test('the first run does what --check says, the second nothing, and no secret is printed', async () => {
      const predicted = await play(folder, 'k3s.yml', inventory(old, []), ['--check'])
      expect(predicted.failed).toEqual([])
      const first = await play(folder, 'k3s.yml', inventory(old, []))
      expect(first.failed).toEqual([])
      expect(predicted.changed).toEqual(first.changed)
      expect(read('server', 'var/lib/k3s-calls')).not.toContain('drain')
      expect(read('server', 'var/lib/recorded-systemctl/enabled/k3s.service')).toBe('')
      const second = await play(folder, 'k3s.yml', inventory(old, []))
      expect(second).toMatchObject({ changed: [], failed: [] })
      for (const { output } of [predicted, first, second]) {
        expect(output).not.toContain(token)
        expect(output).not.toContain(password)
      }
    })

    test('a download that is not what was named is refused, and what runs stays', async () => {
      const wrong = { k3s_node_sha256: { [architecture]: sha256('something else') } }
      const refused = await play(folder, 'k3s.yml', inventory(next, ['worker'], wrong))
      expect(refused.failed).toHaveLength(1)
      expect(refused.failed[0]).toMatch(/^server: k3s_node : The release/)
      expect(read('server', 'usr/local/bin/k3s')).toBe(k3s(old))
      expect(refused.changed).toEqual([])
    })

    test('an upgrade drains a node first and lets pods back when the new release is ready; then come the others', async () => {
      const before = read('server', 'var/lib/k3s-calls').length
      const upgraded = await play(folder, 'k3s.yml', inventory(next, ['worker']))
      expect(upgraded.failed).toEqual([])
      const asked = read('server', 'var/lib/k3s-calls').slice(before).trim().split('\n')
      expect(asked.filter((call) => call !== '--version').map((call) => call.split(' ').slice(1, 4))).toEqual(
        [
          ['drain', 'server', '--ignore-daemonsets'],
          ['get', 'node', 'server'],
          ['uncordon', 'server'],
          ['get', 'node', 'worker'],
        ],
      )
      expect(read('server', 'usr/local/bin/k3s')).toBe(k3s(next))
      expect(read('worker', 'var/lib/recorded-systemctl/enabled/k3s-agent.service')).toBe('')
    })

    test('the server begins a cluster, the agent joins it', () => {
      expect(parse(read('server', 'etc/rancher/k3s/config.yaml'))).toMatchObject({
        'cluster-init': true,
        'node-name': 'server',
        'token-file': '/etc/rancher/k3s/token',
        disable: ['traefik'],
        'secrets-encryption': true,
      })
      expect(parse(read('worker', 'etc/rancher/k3s/config.yaml'))).toMatchObject({
        server: 'https://192.0.2.10:6443',
        'node-name': 'worker',
      })
      expect(read('server', 'etc/systemd/system/k3s.service')).toContain(
        'ExecStart=/usr/local/bin/k3s server\n',
      )
      expect(read('worker', 'etc/systemd/system/k3s-agent.service')).toContain(
        'ExecStart=/usr/local/bin/k3s agent\n',
      )
      expect(read('server', 'var/lib/rancher/k3s/server/manifests/goalixa-traefik.yaml')).toBe(
        'kind: HelmChart\n',
      )
      expect(
        read('worker', `var/lib/rancher/k3s/agent/images/k3s-airgap-images-${architecture}.tar.zst`),
      ).toBe(images)
    })

    test('secrets are files that only root reads', () => {
      expect(read('worker', 'etc/rancher/k3s/token')).toBe(`${token}\n`)
      expect(parse(read('worker', 'etc/rancher/k3s/registries.yaml'))).toMatchObject({
        configs: { 'harbor.example.internal': { auth: { password } } },
      })
      for (const name of ['token', 'registries.yaml', 'config.yaml'])
        expect(statSync(join(roots['worker']!, 'etc/rancher/k3s', name)).mode & 0o777).toBe(0o600)
    })

    test('a release without a checksum is refused before anything is changed', async () => {
      const unpinned = await play(folder, 'k3s.yml', inventory(next, [], { k3s_node_sha256: {} }))
      expect(unpinned.failed.join()).toContain('Refuse what is not pinned')
      expect(unpinned.changed).toEqual([])
    })
  },
)
