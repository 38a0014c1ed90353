import { AppError } from '@goalixa/contracts/errors'
import { routes } from '@goalixa/contracts/routes'
import { zone } from '../../../flags.ts'
import { GoalixaCommand } from '../../../goalixa-command.ts'
import { shortId } from '../../../output/ids.ts'
import { tokenTable } from '../../../output/tokens.ts'
import type { Store } from '../../../store.ts'

export default class AuthTokenList extends GoalixaCommand {
  static override summary = 'List personal access tokens'
  static override examples = ['<%= config.bin %> auth token list', '<%= config.bin %> auth token list --json']
  static override flags = { zone }
  static override readonly output = routes.tokens.list.response

  override async run(): Promise<void> {
    const { flags } = await this.read(AuthTokenList)
    const { store, dates } = await this.open(flags)
    const tokens = await store.tokens.list()
    const names = new Map<string, string>()
    for (const id of new Set(tokens.items.flatMap(({ projectId }) => projectId ?? [])))
      names.set(id, await nameOfProject(store, id))
    this.print(tokens, tokenTable(tokens.items, { zone: dates.zone, projects: names }, this.terminal))
  }
}

/** A project that was removed since, or that has not come to this device, is shown by the end of its id. */
async function nameOfProject({ projects }: Pick<Store, 'projects'>, id: string): Promise<string> {
  try {
    return (await projects.get(id)).name
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return shortId(id)
    throw error
  }
}
