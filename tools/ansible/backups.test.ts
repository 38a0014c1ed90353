/**
 * The roles backup and restore_drill in a Debian of their own, and what they install run for real: its backup of a
 * database is restored into an empty one by its drill. No systemd runs there: the test starts what the units name.
 */
import { execFile, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeIdentity } from '@goalixa/ops/backup/keys'
import { createTestDatabase } from '@goalixa/service-kit/testing/database'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { builtCli } from '../build/built-cli.ts'
import { chrootMissing, createRoots } from './debian.ts'
import { play } from './playbook.ts'

const run = promisify(execFile)
const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0

describe.skipIf(chrootMissing !== undefined)(
  `backup and restore_drill${chrootMissing === undefined ? '' : `: skipped, ${chrootMissing}`}`,
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'goalixa-ansible-'))
    // The same path there and here, so that what is installed there can be run here.
    const backups = join(folder, 'backups')
    const command = join(folder, 'goalixa')
    const key = join(folder, 'backup.key')
    let machine = ''
    let recipient = ''
    let database: Awaited<ReturnType<typeof createTestDatabase>>
    const read = (path: string) => readFileSync(join(machine, path), 'utf8')
    const secretKey = () => /AGE-SECRET-KEY-1\w+/.exec(readFileSync(key, 'utf8'))![0]
    const inventory = () => {
      const hosts = { node: { ansible_connection: 'community.general.chroot', ansible_host: machine } }
      const vars = {
        ansible_become: false,
        backup_command: command,
        backup_folder: backups,
        backup_recipients: [recipient],
        backup_database_url: database.url,
        backup_keep: 2,
        restore_drill_command: command,
        restore_drill_folder: backups,
        restore_drill_identity: secretKey(),
        restore_drill_scratch_url: inject('databaseServer'),
      }
      return { backup: { hosts, vars }, restore_drill: { hosts, vars } }
    }
    const settings = (file: string) =>
      Object.fromEntries(
        [...read(file).matchAll(/^(\w+)=(".*")$/gm)].map((one) => [one[1]!, JSON.parse(one[2]!) as string]),
      )
    /** What the unit starts, with what the unit gives it. */
    const start = (unit: string, file: string, more: Readonly<Record<string, string>> = {}) => {
      const line = /^ExecStart=(.*)$/m.exec(read(`etc/systemd/system/${unit}.service`))![1]!
      const own = line.startsWith('/usr/local/sbin') ? join(machine, line) : line
      const env = { PATH: process.env['PATH'], HOME: folder, ...settings(file), ...more }
      return run('sh', ['-c', own], { env })
    }
    const drill = () =>
      start('goalixa-restore-drill', 'etc/goalixa/restore-drill.env', { CREDENTIALS_DIRECTORY: credentials })
    const credentials = join(folder, 'credentials')
    const made = () => readdirSync(backups).filter((name) => name.endsWith('.age'))

    beforeAll(async () => {
      const bin = join(builtCli, 'bin', 'goalixa.js')
      writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`, { mode: 0o755 })
      recipient = await makeIdentity(key, new Date())
      mkdirSync(backups)
      chmodSync(backups, 0o700)
      database = await createTestDatabase()
      machine = (await createRoots(folder, ['node']))['node']!
    }, 600_000)
    afterAll(async () => {
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    })

    test('the first run does what --check says, the second nothing, and no secret is printed', async () => {
      for (const playbook of ['backup.yml', 'restore-drill.yml']) {
        const predicted = await play(folder, playbook, inventory(), ['--check'])
        expect(predicted.failed).toEqual([])
        const first = await play(folder, playbook, inventory())
        expect(first.failed).toEqual([])
        expect(first.changed.length).toBeGreaterThan(3)
        expect(predicted.changed).toEqual(first.changed)
        const second = await play(folder, playbook, inventory())
        expect(second).toMatchObject({ changed: [], failed: [] })
        for (const { output } of [predicted, first, second]) {
          expect(output).not.toContain(secretKey())
          expect(output).not.toContain(new URL(database.url).password || database.url)
        }
      }
      for (const timer of ['goalixa-backup.timer', 'goalixa-restore-drill.timer'])
        expect(read(`var/lib/recorded-systemctl/enabled/${timer}`)).toBe('')
      expect(read('etc/systemd/system/goalixa-backup.service')).not.toContain(database.url)
    })

    test.runIf(hasAnalyze)('systemd understands units and times', async () => {
      for (const name of ['goalixa-backup', 'goalixa-restore-drill']) {
        const timer = read(`etc/systemd/system/${name}.timer`)
        await run('systemd-analyze', ['calendar', /^OnCalendar=(.*)$/m.exec(timer)![1]!])
        const copy = join(folder, `${name}.service`)
        const text = read(`etc/systemd/system/${name}.service`)
        writeFileSync(copy, text.replace('/usr/local/sbin/', join(machine, '/usr/local/sbin/')))
        const { stdout, stderr } = await run('systemd-analyze', ['verify', copy])
        expect((stdout + stderr).split('\n').filter((line) => line.includes(name))).toEqual([])
      }
    })

    test('the drill fails while there is no backup', async () => {
      mkdirSync(credentials)
      writeFileSync(join(credentials, 'identity'), read('etc/goalixa/restore-drill.key'))
      await expect(drill()).rejects.toThrow(/There is no backup in/)
    })

    test('what the timer starts backs the database up; the drill restores it into an empty one, with as many rows', async () => {
      await start('goalixa-backup', 'etc/goalixa/backup.env')
      expect(made()).toHaveLength(1)
      const { stdout } = await drill()
      expect(stdout).toMatch(/\d+ tables with \d+ rows are equal to the backup/)
      const noted = readdirSync(backups).find((name) => name.endsWith('.json'))
      expect(JSON.parse(readFileSync(join(backups, noted!), 'utf8'))).toMatchObject({
        verifiedAt: expect.any(String) as string,
      })
    })

    test('the drill fails when the newest backup is too old', async () => {
      const before = new Date(Date.now() - 27 * 3_600_000)
      utimesSync(join(backups, made()[0]!), before, before)
      await expect(drill()).rejects.toThrow(/is older than 26 hours/)
    })

    test('a key that is none is refused before anything is changed', async () => {
      const wrong = inventory()
      wrong.backup.vars.backup_recipients = ['somebody']
      const refused = await play(folder, 'backup.yml', wrong)
      expect(refused.failed.join()).toContain('backup_recipients needs public keys')
      expect(refused.changed).toEqual([])
    })
  },
)
