import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { changing } from '../../flags.ts'
import { OpsCommand } from '../../ops-command.ts'
import { PromotionDocument, promotionText, promotionWords } from '../../output/ops-promote.ts'

export default class OpsPromote extends OpsCommand {
  static override summary = 'Copy what staging runs to the project that production pulls from'
  static override description =
    'The digest stays the same, so production runs the bytes that staging proved. Without an image it is everything that the newest revision of staging runs. Tags are never moved. Needs GOALIXA_HARBOR_URL, and the way to the cluster of staging.'
  static override usage = 'ops promote [IMAGE] --to PROJECT'
  static override examples = [
    '<%= config.bin %> ops promote --to goalixa --context staging',
    '<%= config.bin %> ops promote goalixa-staging/app:1.4.1 --to goalixa --skip-staging "staging is down, the fix is urgent"',
  ]
  static override args = {
    image: Args.string({ description: 'PROJECT/NAME with a tag or a digest', ignoreStdin: true }),
  }
  static override flags = {
    to: Flags.string({ description: 'the project of production', helpValue: 'PROJECT', required: true }),
    'skip-staging': Flags.string({
      description: 'promote the image without proof, and say why',
      helpValue: 'REASON',
    }),
    'dry-run': changing['dry-run'],
  }
  static override readonly output = PromotionDocument

  override async run(): Promise<void> {
    const { flags, args } = await this.read(OpsPromote)
    const { promoteImages } = await import('../../ops/promote.ts')
    const document = await promoteImages(flags, args.image)
    this.terminal.say(promotionWords(document, flags['dry-run']))
    this.print(document, promotionText(document))
  }
}
