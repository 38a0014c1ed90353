import * as Flags from '@oclif/core/flags'
import { OpsCommand } from '../../ops-command.ts'
import { ImagesDocument, imagesText } from '../../output/ops-images.ts'

export default class OpsImages extends OpsCommand {
  static override summary =
    'List the images of each service: what runs, what ran before, what the registry has'
  static override description =
    'Says of each image its tags, digest and platforms, and whether the registry still has it. With GOALIXA_HARBOR_URL also its size, when it was pushed, its scan and whether it is signed.'
  static override examples = [
    '<%= config.bin %> ops images --env staging',
    '<%= config.bin %> ops images --services app --limit 20 --json',
  ]
  static override flags = {
    services: Flags.string({ description: 'only these', helpValue: 'NAME,…' }),
    limit: Flags.integer({
      description: 'how many of each repository, newest first',
      default: 5,
      min: 1,
      max: 100,
      helpValue: 'N',
    }),
  }
  static override readonly output = ImagesDocument

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsImages)
    await this.looking(flags, async (place) => {
      const [{ imagesAt }, { namesIn }] = await Promise.all([
        import('../../ops/images.ts'),
        import('../../ops/planned.ts'),
      ])
      const images = await imagesAt(place, {
        limit: flags.limit,
        ...(flags.services === undefined ? {} : { services: namesIn(flags.services) }),
      })
      const document = { environment: flags.env, images: [...images] }
      this.print(document, imagesText(document, this.terminal))
    })
  }
}
