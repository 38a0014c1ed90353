import { AppError } from '@goalixa/contracts/errors'
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { readEnvironment } from '../../environment.ts'
import { UsageError } from '../../failure.ts'
import { changing } from '../../flags.ts'
import type { Key } from '@goalixa/ops/backup/keys'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { backupFlags } from '../../ops-backup-flags.ts'
import { RestoreDocument, restoreText } from '../../output/ops-backup.ts'

export default class OpsRestore extends GoalixaCommand {
  static override summary = 'Try a backup in a scratch database, or put it where it is used'
  static override description =
    'Without --into nothing is changed: the backup is restored where nobody sees it, and each table is compared by its rows. With --into it takes the place of what is there, in one transaction: whatever stops it earlier leaves everything as it was. A database with rows is refused without --replace, which keeps what was there under another name. Devices notice, and give back what they have and the backup has not. The version must not be older than the backup.'
  static override examples = [
    '<%= config.bin %> ops restore goalixa-20261123T061500Z.age --identity ~/goalixa-backup.key',
    '<%= config.bin %> ops restore goalixa-20261123T061500Z.age --identity ~/goalixa-backup.key --into embedded --replace --yes',
  ]
  static override args = {
    file: Args.string({
      description: 'the backup, or a folder: its newest one',
      required: true,
      ignoreStdin: true,
    }),
  }
  static override flags = {
    into: Flags.string({
      description:
        'where it is used from now on: embedded, which is the database of npm start, or URL; auth=URL and app=URL when they are two',
      helpValue: 'URL',
      multiple: true,
      multipleNonGreedy: true,
    }),
    replace: Flags.boolean({
      description: 'although the database has rows; they are kept aside',
      dependsOn: ['into'],
    }),
    'dry-run': Flags.boolean({ description: 'only try it, as without --into' }),
    yes: changing.yes,
    ...backupFlags,
  }
  static override readonly output = RestoreDocument

  override async run(): Promise<void> {
    const { flags, args } = await this.read(OpsRestore)
    const environment = readEnvironment()
    const place = await import('../../ops/backup-place.ts')
    const key = await place.keyFrom(flags)
    if (key === undefined)
      throw new UsageError('what opens the backup?', 'add --identity FILE, or --passphrase-file FILE')
    const { newestIn } = await import('@goalixa/ops/backup/records')
    const file = await newestIn(args.file)
    if (file === undefined) throw new AppError('ops.backup_not_found', `there is no backup in ${args.file}`)
    const { into } = flags
    if (into === undefined || flags['dry-run']) return this.#try(file, key, flags.scratch)

    const isEmbedded = into.length === 1 && into[0] === 'embedded'
    const urlOf = isEmbedded ? undefined : place.urlsIn('into', into)
    const name = urlOf === undefined ? 'embedded' : place.addressOf(urlOf)
    await this.confirm(
      `This puts ${file} into ${name}${flags.replace ? ', in place of what is there' : ''}; stop the services first`,
      flags.yes,
    )
    const [{ restoreInto }, { openAlone }, { systemClock }] = await Promise.all([
      import('@goalixa/ops/backup/restore-into'),
      import('@goalixa/ops/backup/data-folder'),
      import('@goalixa/ops/system-clock'),
    ])
    await place.stoppable(async (signal) => {
      const folder = flags.data ?? environment.serverDataDir
      const opened = urlOf === undefined ? await openAlone(folder, 'a restore') : undefined
      try {
        const { header, tables, rows, keptAside } = await restoreInto({
          file,
          key,
          urlOf: urlOf ?? (() => opened!.url),
          ...(opened === undefined ? {} : { folder }),
          replace: flags.replace,
          clock: systemClock,
          signal,
        })
        this.#show({
          file,
          madeAt: header.madeAt,
          into: name,
          tables: tables.map((one) => ({ table: one.table, rows: one.rows })),
          rows,
          verifiedAt: systemClock.date().toISOString(),
          keptAside: [...keptAside],
        })
      } finally {
        await opened?.close()
      }
    })
  }

  async #try(file: string, key: Key, scratch: string | undefined): Promise<void> {
    const [{ drill }, { systemClock }, { stoppable }] = await Promise.all([
      import('@goalixa/ops/backup/make-backup'),
      import('@goalixa/ops/system-clock'),
      import('../../ops/backup-place.ts'),
    ])
    await stoppable(async (signal) => {
      const server = scratch ?? readEnvironment().databases.scratch
      const { header, tables, rows, verifiedAt } = await drill({
        file,
        key,
        clock: systemClock,
        scratch: server,
        signal,
      })
      this.#show({
        file,
        madeAt: header.madeAt,
        into: null,
        tables: tables.map((one) => ({ table: one.table, rows: one.rows })),
        rows,
        verifiedAt,
        keptAside: [],
      })
    })
  }

  #show(document: RestoreDocument): void {
    this.print(document, restoreText(document, this.terminal))
  }
}
