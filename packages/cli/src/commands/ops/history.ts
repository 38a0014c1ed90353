import { OpsCommand } from '../../ops-command.ts'
import { HistoryDocument, historyText } from '../../output/ops-history.ts'

export default class OpsHistory extends OpsCommand {
  static override summary = 'List what was deployed, and the runs that did it'
  static override examples = [
    '<%= config.bin %> ops history --env staging',
    '<%= config.bin %> ops history --env production --jq ".revisions[0].number"',
  ]
  static override readonly output = HistoryDocument

  override async run(): Promise<void> {
    const { flags } = await this.read(OpsHistory)
    await this.looking(flags, async (place) => {
      const [{ listRevisions }, { listRuns }, { assertEnvironment }] = await Promise.all([
        import('@goalixa/ops/journal/revisions'),
        import('@goalixa/ops/journal/journal'),
        import('@goalixa/ops/environment'),
      ])
      await assertEnvironment(place)
      const [revisions, runs] = await Promise.all([listRevisions(place), listRuns(place, flags.env)])
      const history: HistoryDocument = {
        revisions: [...revisions],
        runs: runs.map(({ id, kind, actor, reason, startedAt, endedAt, outcome, overrides }) => ({
          id,
          kind,
          actor,
          reason,
          startedAt,
          endedAt: endedAt ?? null,
          outcome: outcome ?? null,
          overrides,
        })),
      }
      this.print(history, historyText(history, this.terminal))
    })
  }
}
