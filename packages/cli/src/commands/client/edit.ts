import { Client } from '@goalixa/contracts/clients'
import { Flags } from '@oclif/core'
import { findClient } from '../../find-rows.ts'
import { changing, orNull } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { clientWords } from '../../output/clients.ts'
import { refuseEmpty } from '../../patches.ts'
import { clientArgs } from '../../row-args.ts'

export default class ClientEdit extends GoalixaCommand {
  static override summary = 'Change a client'
  static override examples = [
    '<%= config.bin %> client edit Acme --name "Acme Ltd"',
    '<%= config.bin %> client edit Acme --name "Acme Ltd" --dry-run',
  ]
  static override args = clientArgs
  static override flags = {
    name: Flags.string({ description: 'its new name', helpValue: 'NAME' }),
    colour: Flags.string({ description: 'written as #rrggbb, or none', helpValue: 'COLOUR' }),
    archived: Flags.boolean({ description: 'archive it, or with --no-archived take it back', allowNo: true }),
    ...changing,
  }
  static override readonly output = Client

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ClientEdit)
    const { store } = await this.open()
    const { id } = await findClient(store, args.client)
    const patch = refuseEmpty({ name: flags.name, colour: orNull(flags.colour), archived: flags.archived })
    await this.change({
      would: 'clients.update',
      input: { id, ...patch },
      flags,
      run: () => store.clients.update(id, patch),
      words: clientWords,
    })
  }
}
