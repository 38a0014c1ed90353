import { join } from 'node:path'
import { AppError } from '@goalixa/contracts/errors'
import * as Flags from '@oclif/core/flags'
import { readEnvironment } from '../../environment.ts'
import { OpsCommand } from '../../ops-command.ts'
import { StatusDocument, machineText, statusText } from '../../output/ops-status.ts'

export default class OpsStatus extends OpsCommand {
  static override summary = 'Show an environment: who works on it, what is deployed, how it runs'
  static override examples = [
    '<%= config.bin %> ops status --env staging',
    '<%= config.bin %> ops status --env production --json',
  ]
  static override flags = {
    backups: Flags.string({
      description: 'folder of backups to tell of, with --env local; backups/ of the data folder unless said',
      helpValue: 'FOLDER',
    }),
  }
  static override readonly output = StatusDocument

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsStatus)
    const machine = flags.env === 'local' ? await machineBackups(flags.backups) : null
    try {
      await this.looking(flags, async (place) => {
        const [{ readStatus }, { assertEnvironment }] = await Promise.all([
          import('@goalixa/ops/status'),
          import('@goalixa/ops/environment'),
        ])
        await assertEnvironment(place)
        const status = { ...(await readStatus(place)), machine } as StatusDocument
        this.print(status, statusText(status, this.terminal))
      })
    } catch (error) {
      // `npm start` needs no cluster.
      const hasNone = error instanceof AppError && error.code === 'ops.kubeconfig' && !namesCluster(flags)
      if (machine === null || !hasNone) throw error
      const status = { ...noCluster, environment: flags.env, machine }
      this.print(status, machineText(status, this.terminal))
    }
  }
}

const namesCluster = ({
  kubeconfig,
  context,
}: {
  kubeconfig?: string | undefined
  context?: string | undefined
}) => kubeconfig !== undefined || context !== undefined

const noCluster = {
  context: '',
  server: '',
  version: '',
  lock: null,
  run: null,
  step: null,
  revision: null,
  workloads: [],
  backups: [],
}

/** Null when there are none. */
async function machineBackups(folder: string | undefined): Promise<StatusDocument['machine']> {
  const [{ readRecords }, { isFresh }] = await Promise.all([
    import('@goalixa/ops/backup/records'),
    import('@goalixa/ops/backup/cluster-backups'),
  ])
  const where = folder ?? join(readEnvironment().serverDataDir, 'backups')
  const records = await readRecords(where)
  if (records.length === 0) return null
  const now = new Date()
  return {
    folder: where,
    backups: records.map(({ file, madeAt, bytes, rows, verifiedAt }) => ({
      file,
      madeAt,
      bytes,
      rows,
      verifiedAt,
      isFresh: isFresh(madeAt, now),
    })),
  }
}
