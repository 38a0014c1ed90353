import { routes } from '@goalixa/contracts/routes'
import { TaskStatus } from '@goalixa/contracts/tasks'
import type { Task } from '@goalixa/contracts/tasks'
import { Flags } from '@oclif/core'
import { findTask } from '../../find-rows.ts'
import { allOf, filter, filterHelp, filterOfView, pointing, saysStatus, view } from '../../filter-args.ts'
import { label, paging, project, zone } from '../../flags.ts'
import { GoalixaCommand } from '../../goalixa-command.ts'
import { moreWords } from '../../output/pages.ts'
import { inSections, inTree, taskLines } from '../../output/task-list.ts'
import type { Line } from '../../output/task-list.ts'
import { allTasks, sortTasks, taskSorts } from '../../task-order.ts'

export default class TaskList extends GoalixaCommand {
  static override summary = 'List tasks; open ones unless said'
  static override description =
    filterHelp(
      'project: status: priority: due: scheduled: created: completed: estimate: tracked: title: is:overdue is:blocked is:running',
    ) +
    '\nOn a terminal what is overdue comes first, then what is due today, later and without a date. Elsewhere the list is plain, newest first.'
  static override usage = 'task list [FILTER...] [--sort ORDER]'
  static override examples = [
    '<%= config.bin %> task list "project:thesis due<fri or is:overdue"',
    '<%= config.bin %> task list -p Thesis --sort priority',
    '<%= config.bin %> task list --tree --status all',
  ]
  static override strict = false
  static override flags = {
    status: Flags.option({
      description: 'which; may be given several times',
      options: [...TaskStatus.options, 'all'] as const,
      multiple: true,
      multipleNonGreedy: true,
    })(),
    project,
    label,
    filter,
    view,
    parent: Flags.string({ description: 'only those that are a part of this task', helpValue: 'TASK' }),
    sort: Flags.option({ description: 'in which order; created is newest first', options: taskSorts })(),
    tree: Flags.boolean({ description: 'each below the task that it is a part of' }),
    zone,
    ...paging,
  }
  static override readonly output = routes.tasks.list.response

  override async run(): Promise<void> {
    const { flags, words } = await this.read(TaskList)
    const { store, config, dates } = await this.open(flags)
    const filter = allOf([await filterOfView(store, flags.view, ['task']), words.join(' '), flags.filter])
    const wanted = flags.status ?? [(await saysStatus(filter)) ? 'all' : 'open']
    const query = {
      status: wanted.includes('all') ? undefined : wanted.filter((status) => status !== 'all'),
      filter,
      zone: dates.zone,
      weekStart: config.weekStart,
      project: flags.project,
      label: flags.label,
      parent: flags.parent === undefined ? undefined : (await findTask(store, flags.parent)).id,
    }
    const { limit, cursor, sort, tree } = flags
    const isPaged = limit !== undefined || cursor !== undefined
    const isSectioned = this.terminal.width !== undefined && !this.terminal.json && !isPaged
    // In an order of its own a list is known only when all of it is there.
    if (sort === undefined && !tree && !isSectioned) {
      const page = await pointing(filter, this.terminal, () => store.tasks.list({ ...query, limit, cursor }))
      this.print(page, taskLines(plain(page.items), dates, this.terminal))
      return this.terminal.say(moreWords(page))
    }
    const found = await pointing(filter, this.terminal, () => allTasks(store, query))
    const sorted = sortTasks(found, sort ?? (tree ? 'order' : 'due'), dates.zone)
    const lines = tree ? inTree(sorted) : sort === undefined ? inSections(sorted, dates) : plain(sorted)
    const shown = lines.slice(0, limit)
    const items = shown.map(({ task }) => task)
    this.print({ items, nextCursor: null }, taskLines(shown, dates, this.terminal))
  }
}

const plain = (tasks: readonly Task[]): Line[] => tasks.map((task) => ({ task }))
