import { Client } from '@goalixa/contracts/clients'
import { Args, Flags } from '@oclif/core'
import { changing } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { clientLine } from '../../output/clients.ts'

export default class ClientAdd extends GoalixaCommand {
  static override summary = 'Add a client'
  static override examples = [
    '<%= config.bin %> client add Acme',
    '<%= config.bin %> client add Acme --colour "#aa3300" --dry-run',
  ]
  static override args = { name: Args.string({ description: 'its name', required: true, ignoreStdin: true }) }
  static override flags = {
    colour: Flags.string({ description: 'written as #rrggbb', helpValue: 'COLOUR' }),
    ...changing,
  }
  static override readonly output = Client

  override async run(): Promise<void> {
    const { args, flags } = await this.read(ClientAdd)
    const { store } = await this.open()
    const input = { name: args.name, colour: flags.colour }
    await this.change({
      would: 'clients.create',
      input,
      flags,
      run: () => store.clients.create(input),
      words: (client) => clientLine('Added', client),
    })
  }
}
