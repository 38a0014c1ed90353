import { Client } from '@goalixa/contracts/clients'
import { findClient } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { clientLine } from '../../output/clients.ts'
import { clientArgs } from '../../row-args.ts'

export default class ClientUnarchive extends GoalixaCommand {
  static override summary = 'Take a client out of the archive, so that lists have it again'
  static override examples = [
    '<%= config.bin %> client unarchive Acme',
    '<%= config.bin %> client unarchive Acme --dry-run',
  ]
  static override args = clientArgs
  static override flags = { ...changing }
  static override readonly output = Client

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ClientUnarchive)
    const { store } = await this.open()
    const { id } = await findClient(store, args.client)
    await this.change({
      would: 'clients.update',
      input: { id, archived: false },
      flags,
      run: () => store.clients.update(id, { archived: false }),
      words: (client) => clientLine('Out of the archive:', client),
    })
  }
}
