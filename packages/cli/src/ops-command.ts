/** What the commands of `goalixa ops` share: which environment, which cluster. What they run is loaded when it runs. */
import * as Flags from '@oclif/core/flags'
import { parseDuration } from '@goalixa/domain/durations'
import { AppError } from '@goalixa/contracts/errors'
import { UsageError } from './failure.ts'
import { GoalixaCommand } from './goalixa-command.ts'
import type { OpsPlace } from './ops/place.ts'
import { wantsPart } from './wants-json.ts'

const environments = ['local', 'staging', 'production'] as const

export interface PlaceFlags {
  readonly env: (typeof environments)[number]
  readonly kubeconfig?: string | undefined
  readonly context?: string | undefined
  readonly timeout?: string | undefined
}

export abstract class OpsCommand extends GoalixaCommand {
  static override baseFlags = {
    ...GoalixaCommand.baseFlags,
    env: Flags.option({
      options: environments,
      default: 'local' as const,
      description: 'the environment; the cluster has to be that one',
    })(),
    kubeconfig: Flags.string({
      description: 'file that says where the cluster is; as kubectl finds it unless said',
      helpValue: 'FILE',
    }),
    context: Flags.string({ description: 'context of that file', helpValue: 'NAME' }),
    timeout: Flags.string({
      description: 'how long to wait: for an answer, or for one service to be rolled out',
      helpValue: 'DURATION',
    }),
  }

  /** Works at the cluster, and closes the way to it. */
  protected async atCluster<T>(flags: PlaceFlags, work: (place: OpsPlace) => Promise<T>): Promise<T> {
    const { atPlace } = await import('./ops/place.ts')
    return atPlace(flags, work)
  }

  /** As `atCluster`, for what only looks: `--timeout` is for all of it. */
  protected async looking<T>(flags: PlaceFlags, work: (place: OpsPlace) => Promise<T>): Promise<T> {
    const ms = this.milliseconds(flags.timeout, 60_000)
    return this.atCluster(flags, async (place) => {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(
        () =>
          late.reject(
            new AppError('ops.unreachable', `${place.cluster.server} gave no answer within ${ms / 1000} s`),
          ),
        ms,
      )
      try {
        return await Promise.race([work(place), late.promise])
      } finally {
        clearTimeout(timer)
      }
    })
  }

  protected milliseconds(duration: string | undefined, otherwise: number): number {
    return duration === undefined ? otherwise : parseDuration(duration) * 1000
  }

  /** Production asks. Throws `ops.unconfirmed` where nobody can answer, or says no. */
  protected async confirmChange({ env }: PlaceFlags, what: string, yes = false): Promise<void> {
    if (yes || env !== 'production') return
    const { askYesNo } = await import('./ask.ts')
    const answer = this.terminal.interactive && (await askYesNo(`${what} in production. Go on?`))
    if (!answer) throw new AppError('ops.unconfirmed', `${what} in production was not confirmed`)
  }

  /** With --json: one event a line while the run goes on, and a failure is a line, too. */
  protected printLines(): void {
    if (!this.terminal.json || wantsPart(this.argv)) return
    const document = (value: unknown) => this.terminal.result(JSON.stringify(value))
    Object.assign(this.terminal, { document })
  }
}

/** `api=http://127.0.0.1:8080`, several: by name. */
export function namedValues(
  flag: string,
  values: readonly string[] = [],
  names?: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    values.map((value) => {
      const [, name, rest] = /^([^=]+)=(.+)$/s.exec(value) ?? []
      if (name === undefined || rest === undefined || names?.includes(name) === false)
        throw new UsageError(
          `--${flag} ${value} is not understood`,
          `--${flag} ${names === undefined ? 'NAME' : names.join('|')}=…`,
        )
      return [name, rest]
    }),
  )
}
