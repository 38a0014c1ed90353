/** The flags that `ops backup` and `ops restore` have in common. */
import * as Flags from '@oclif/core/flags'

export const backupFlags = {
  identity: Flags.string({
    description: 'file with the secret key that opens the backup, as --keygen or age-keygen makes it',
    helpValue: 'FILE',
  }),
  'passphrase-file': Flags.string({
    description: 'file whose first line is the passphrase, instead of keys',
    helpValue: 'FILE',
  }),
  scratch: Flags.string({
    description:
      'a PostgreSQL server to try the backup on, where databases may be made (SCRATCH_DATABASE_URL); one is started for it unless said',
    helpValue: 'URL',
  }),
  data: Flags.string({
    description: 'the data folder of npm start (GOALIXA_DATA)',
    helpValue: 'FOLDER',
  }),
}
