import { isAbsolute, join, resolve } from 'node:path'
import * as Flags from '@oclif/core/flags'
import * as z from 'zod'
import { readEnvironment } from '../../environment.ts'
import { UsageError } from '../../failure.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { backupFlags } from '../../ops-backup-flags.ts'
import { BackupDocument, KeyDocument, backupText } from '../../output/ops-backup.ts'

export default class OpsBackup extends GoalixaCommand {
  static override summary = 'Back up all data, encrypted, from one moment, and prove that it can be restored'
  static override description =
    'Without an address it is the database of npm start, running or not, with the secrets of its data folder. What is written meanwhile is not in it; nobody waits. With the key at hand, the backup is restored into a scratch database and compared before it counts as good. Addresses hold passwords: rather than --database set DATABASE_URL, or AUTH_DATABASE_URL and APP_DATABASE_URL.'
  static override examples = [
    '<%= config.bin %> ops backup --keygen ~/goalixa-backup.key',
    '<%= config.bin %> ops backup --to /mnt/backups --recipient age1… --identity ~/goalixa-backup.key --keep 14',
  ]
  static override flags = {
    to: Flags.string({
      description: 'folder to put it in; backups/ of the data folder unless said',
      helpValue: 'FOLDER',
    }),
    recipient: Flags.string({
      description: 'public key of age that may open it; may be given several times',
      helpValue: 'age1…',
      multiple: true,
      multipleNonGreedy: true,
    }),
    database: Flags.string({
      description:
        'database to back up, instead of that of npm start; auth=URL and app=URL when they are two',
      helpValue: 'URL',
      multiple: true,
      multipleNonGreedy: true,
    }),
    verify: Flags.boolean({
      description:
        'restore it into a scratch database and compare; done when its key is given, unless --no-verify',
      allowNo: true,
    }),
    keep: Flags.integer({
      description: 'then remove all but so many, never the newest that proved good',
      min: 1,
      helpValue: 'N',
    }),
    keygen: Flags.string({
      description: 'make a key instead: the secret one into this file, the public one is printed',
      helpValue: 'FILE',
      exclusive: ['to', 'recipient', 'database', 'identity', 'passphrase-file', 'keep'],
    }),
    ...backupFlags,
  }
  static override readonly output = z.union([BackupDocument, KeyDocument])

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsBackup)
    if (flags.keygen !== undefined) return this.#makeKey(flags.keygen)
    const environment = readEnvironment()
    const [{ makeBackup, drill }, { keepNewest }, { systemClock }, place] = await Promise.all([
      import('@goalixa/ops/backup/make-backup'),
      import('@goalixa/ops/backup/records'),
      import('@goalixa/ops/system-clock'),
      import('../../ops/backup-place.ts'),
    ])
    const lock = await place.lockFrom(flags)
    const key = await place.keyFrom(flags)
    const isTried = wantsTrial(flags.verify, key !== undefined)
    const data = flags.data ?? environment.serverDataDir
    const folder = absolute(flags.to ?? join(data, 'backups'))
    await place.stoppable(async (signal) => {
      const source = await place.openSource(flags.database, environment, data)
      const common = { clock: systemClock, signal, onTable: this.#tellLarge }
      const made = await (async () => {
        try {
          return await makeBackup({ ...common, ...source, folder, lock })
        } finally {
          await source.close()
        }
      })()
      const verified =
        key === undefined || !isTried
          ? undefined
          : await drill({
              ...common,
              file: join(folder, made.file),
              key,
              scratch: flags.scratch ?? environment.databases.scratch,
            })
      const { version: _, ...record } = made
      const document: BackupDocument = {
        folder,
        database: source.name,
        ...record,
        verifiedAt: verified?.verifiedAt ?? null,
        removed: flags.keep === undefined ? [] : [...(await keepNewest(folder, flags.keep))],
      }
      this.print(document, backupText(document, this.terminal))
    })
  }

  readonly #tellLarge = (table: string, rows: number) => {
    if (rows >= 100_000) this.terminal.say(`${table}: ${rows.toLocaleString('en-GB')} rows`)
  }

  async #makeKey(file: string): Promise<void> {
    const { makeIdentity } = await import('@goalixa/ops/backup/keys')
    const path = absolute(file)
    const recipient = await makeIdentity(path, new Date()).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(
        error.code === 'EEXIST' ? `${file} is there already` : `${file} cannot be written: ${error.code}`,
        'name another file',
      )
    })
    this.print(
      { identity: path, recipient },
      `${recipient}\nThe secret key is in ${file}: keep a copy apart from the backups, since nothing opens them without it`,
    )
  }
}

/** Undefined: neither `--verify` nor `--no-verify`. */
function wantsTrial(verify: boolean | undefined, hasKey: boolean): boolean {
  if (verify === true && !hasKey) throw new UsageError('--verify needs the secret key', 'add --identity FILE')
  return verify ?? hasKey
}

const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(path))
