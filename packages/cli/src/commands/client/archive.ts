import { Client } from '@goalixa/contracts/clients'
import { findClient } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { clientLine } from '../../output/clients.ts'
import { clientArgs } from '../../row-args.ts'

export default class ClientArchive extends GoalixaCommand {
  static override summary = 'Archive a client; its time stays in reports'
  static override examples = [
    '<%= config.bin %> client archive Acme',
    '<%= config.bin %> client archive Acme --dry-run',
  ]
  static override args = clientArgs
  static override flags = { ...changing }
  static override readonly output = Client

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ClientArchive)
    const { store } = await this.open()
    const { id } = await findClient(store, args.client)
    await this.change({
      would: 'clients.update',
      input: { id, archived: true },
      flags,
      run: () => store.clients.update(id, { archived: true }),
      words: (client) => clientLine('Archived', client),
    })
  }
}
