import { Client } from '@goalixa/contracts/clients'
import { findClient } from '../../find-rows.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { clientWords } from '../../output/clients.ts'
import { clientArgs } from '../../row-args.ts'

export default class ClientShow extends GoalixaCommand {
  static override summary = 'Show a client'
  static override examples = [
    '<%= config.bin %> client show Acme',
    '<%= config.bin %> client show Acme --json',
  ]
  static override args = clientArgs
  static override readonly output = Client

  override async run(): Promise<void> {
    const { args } = await this.read(ClientShow)
    const { store } = await this.open()
    const client = await findClient(store, args.client)
    this.print(client, clientWords(client))
  }
}
