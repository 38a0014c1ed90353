import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { OpsCommand } from '../../ops-command.ts'
import type { PlaceFlags } from '../../ops-command.ts'
import { LogsDocument, followedLine, logsText } from '../../output/ops-logs.ts'

export default class OpsLogs extends OpsCommand {
  static override summary = 'Print what the pods of a service wrote last, or write now'
  static override usage = 'ops logs SERVICE'
  static override examples = [
    '<%= config.bin %> ops logs app --env staging --follow',
    '<%= config.bin %> ops logs auth --env production --previous --tail 200',
  ]
  static override args = {
    service: Args.string({ description: 'such as app', required: true, ignoreStdin: true }),
  }
  static override flags = {
    tail: Flags.integer({
      description: 'lines of each container',
      min: 1,
      max: 10_000,
      default: 50,
      helpValue: 'N',
    }),
    container: Flags.string({ description: 'only this one', helpValue: 'NAME' }),
    previous: Flags.boolean({ description: 'of the containers before their last restart' }),
    follow: Flags.boolean({
      char: 'f',
      description:
        'go on with each line as it comes, also of pods that are new; with --json each is a document',
      exclusive: ['previous', 'timeout', 'jq'],
    }),
  }
  static override readonly output = LogsDocument

  override async run(): Promise<void> {
    const { flags, args } = await this.read(OpsLogs)
    if (flags.follow) return this.follow(args.service, flags)
    await this.looking(flags, async (place) => {
      const [{ readLogs }, { assertEnvironment }] = await Promise.all([
        import('@goalixa/ops/logs'),
        import('@goalixa/ops/environment'),
      ])
      await assertEnvironment(place)
      const logs = await readLogs({
        cluster: place.cluster,
        service: args.service,
        previous: flags.previous,
        tailLines: flags.tail,
        ...(flags.container === undefined ? {} : { container: flags.container }),
      })
      const document = { service: args.service, logs } as LogsDocument
      this.print(document, logsText(document, this.terminal))
    })
  }

  private async follow(
    service: string,
    { tail: tailLines, container, ...flags }: PlaceFlags & { tail: number; container?: string | undefined },
  ): Promise<void> {
    const [{ followLogs }, { assertEnvironment }, { endings }] = await Promise.all([
      import('@goalixa/ops/follow-logs'),
      import('@goalixa/ops/environment'),
      import('../../endings.ts'),
    ])
    const ended = endings()
    this.printLines()
    try {
      await this.atCluster(flags, async (place) => {
        await assertEnvironment(place)
        await followLogs({
          ...place,
          service,
          tailLines,
          signal: ended.signal,
          onLine: (line) =>
            this.terminal.json
              ? this.terminal.document(line)
              : this.terminal.result(followedLine(line, this.terminal)),
          ...(container === undefined ? {} : { container }),
        })
      })
    } finally {
      ended.release()
    }
  }
}
