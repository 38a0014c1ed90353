import { Client } from '@goalixa/contracts/clients'
import { findClient } from '../../find-rows.ts'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { clientLine } from '../../output/clients.ts'
import { safeLine } from '../../output/safe-text.ts'
import { clientArgs } from '../../row-args.ts'

export default class ClientRm extends GoalixaCommand {
  static override summary = 'Remove a client; its projects stay, and their time in reports'
  static override examples = ['<%= config.bin %> client rm Acme', '<%= config.bin %> client rm Acme --yes']
  static override args = clientArgs
  static override flags = { ...changing }
  static override readonly output = Client

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ClientRm)
    const { store } = await this.open()
    const client = await findClient(store, args.client)
    await this.change({
      would: 'clients.delete',
      input: { id: client.id },
      flags,
      doubts: [`This removes the client "${safeLine(client.name)}"`],
      run: () => store.clients.delete(client.id).then(() => client),
      words: () => clientLine('Removed', client),
    })
  }
}
