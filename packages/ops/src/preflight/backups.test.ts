/** Backup fresh (production): ops, section 3, preflight 7. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { openCluster } from '../cluster.ts'
import { systemClock } from '../system-clock.ts'
import { startCluster } from '../testing/cluster/start-cluster.ts'
import { checkBackups } from './backups.ts'

const clock = { ...systemClock, date: () => new Date('2026-11-23T06:00:00Z') }

async function findings(successes: Readonly<Record<string, string | null>>, environment = 'production') {
  const server = await startCluster({ namespaces: ['goalixa-db'] })
  const cluster = openCluster({ clock: systemClock, text: server.kubeconfig })
  onTestFinished(async () => {
    await cluster.close()
    await server.close()
  })
  for (const [kind, lastSuccessfulTime] of Object.entries(successes))
    server.add({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: `backup-${kind}`, namespace: 'goalixa-db', labels: { 'goalixa.com/backup': kind } },
      spec: {
        schedule: '15 2 * * *',
        jobTemplate: {
          spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } },
        },
      },
      status: lastSuccessfulTime === null ? {} : { lastSuccessfulTime },
    })
  return (await checkBackups(cluster, clock, environment)).map(({ level, object, message }) =>
    [level, object, message].join(': '),
  )
}

describe('a deploy to production', () => {
  test('goes on after a night with a backup', async () => {
    expect(await findings({ dump: '2026-11-23T02:16:00Z', drill: '2026-11-20T04:00:00Z' })).toEqual([])
  })

  test('is stopped when the last backup is of the day before yesterday', async () => {
    expect(await findings({ dump: '2026-11-22T03:59:00Z' })).toEqual([
      expect.stringMatching(
        /^error: CronJob goalixa-db\/backup-dump: no backup within 26 hours: .* 2026-11-22T03:59:00Z/,
      ),
    ])
    expect(await findings({ dump: '2026-11-22T03:59:00Z' }, 'staging')).toEqual([])
  })

  test('is only warned where there is none yet, and of drills that fail', async () => {
    expect(await findings({})).toEqual([expect.stringMatching(/^warning: backups: nothing/)])
    expect(await findings({ dump: null })).toEqual([
      expect.stringMatching(/^warning: .*none has succeeded yet/),
    ])
    expect(await findings({ dump: '2026-11-23T02:16:00Z', drill: '2026-11-14T04:00:00Z' })).toEqual([
      expect.stringMatching(/^warning: CronJob goalixa-db\/backup-drill: restored no backup for a week/),
    ])
  })
})
