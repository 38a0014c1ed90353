/** Words for projects. */
import type { Project } from '@goalixa/contracts/projects'
import type { Page } from '../store.ts'
import { shortId } from './ids.ts'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export const projectLine = (did: string, project: Project): string =>
  `${did} project "${safeLine(project.name)}"  (${shortId(project.id)})`

export function projectTable({ items }: Page<Project>, terminal: Pick<Terminal, 'paint' | 'width'>): string {
  if (items.length === 0) return 'No projects.'
  // Who has no clients sees no column of them.
  const clients = items.some(({ client }) => client !== null)
  return table(
    [
      { head: 'ID' },
      { head: 'NAME', flexible: true },
      ...(clients ? [{ head: 'CLIENT', flexible: true }] : []),
      { head: 'LABELS' },
    ],
    items.map((project) => [
      shortId(project.id),
      project.name,
      ...(clients ? [project.client ?? ''] : []),
      project.labels.map((label) => `+${label}`).join(' '),
    ]),
    { width: terminal.width, paintHead: (head) => terminal.paint('dim', head) },
  )
}

export const projectWords = (project: Project): string =>
  [
    safeLine(project.name),
    ...(project.client === null ? [] : [`client: ${safeLine(project.client)}`]),
    ...(project.labels.length === 0
      ? []
      : [`labels: ${project.labels.map((label) => `+${safeLine(label)}`).join(' ')}`]),
    ...(project.colour === null ? [] : [`colour: ${safeLine(project.colour)}`]),
    ...(project.billableDefault ? ['new entries are billable'] : []),
    ...(project.archived ? ['archived'] : []),
    `id: ${project.id}`,
  ].join('\n')
