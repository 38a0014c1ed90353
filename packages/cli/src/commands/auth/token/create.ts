import { scopes } from '@goalixa/contracts/route'
import { CreatedToken } from '@goalixa/contracts/tokens'
import { Flags } from '@oclif/core'
import { findProject } from '../../../find-rows.ts'
import { changing } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { safeLine } from '../../../output/safe-text.ts'
import { dayText } from '../../../output/times.ts'

export default class AuthTokenCreate extends GoalixaCommand {
  static override summary = 'Make a personal access token; it is shown only now'
  static override description = 'Scripts use it as GOALIXA_TOKEN. Standard output holds the token alone.'
  static override examples = [
    '<%= config.bin %> auth token create --name nightly --scope read --expires-in-days 30',
    '<%= config.bin %> auth token create --name ci --project ops',
  ]
  static override flags = {
    name: Flags.string({ description: 'what it is for', required: true, helpValue: 'NAME' }),
    scope: Flags.option({
      description: 'what it may do; may be given several times; read and write unless said',
      helpValue: 'SCOPE',
      options: scopes,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    project: Flags.string({
      char: 'p',
      description: 'the one project whose tasks, time and reports it reaches; everything else is refused',
      helpValue: 'NAME',
    }),
    'expires-in-days': Flags.integer({
      description: 'days until it ends, 1 to 366; 90 unless said',
      min: 1,
      max: 366,
      helpValue: 'N',
    }),
    ...changing,
  }
  static override readonly output = CreatedToken

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthTokenCreate)
    const { store, dates } = await this.open()
    const project = flags.project === undefined ? undefined : await findProject(store, flags.project)
    const input = {
      name: flags.name,
      scopes: flags.scope,
      expiresInDays: flags['expires-in-days'],
      projectId: project?.id,
    }
    const where = project === undefined ? '' : ` in the project "${safeLine(project.name)}"`
    await this.change({
      would: 'tokens.create',
      input,
      flags,
      run: () => store.tokens.create(input),
      words: ({ token, scopes: may, expiresAt }) => {
        this.terminal.say(
          `It may ${may.join(', ')}${where} until ${dayText(expiresAt, dates.zone)}. Keep it now: it is not shown again.`,
        )
        return token
      },
    })
  }
}
