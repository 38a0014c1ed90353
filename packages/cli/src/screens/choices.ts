/** What the palette searches: verbs, and everything that a verb can be done to. */
import type { Label } from '@goalixa/contracts/labels'
import type { Project } from '@goalixa/contracts/projects'
import type { Task } from '@goalixa/contracts/tasks'
import type { TimeEntry } from '@goalixa/contracts/time-entries'
import type { Snapshot } from '../snapshot.ts'
import type { Act } from './acts.ts'
import { quoted } from '../start-line.ts'

/** More than the screen lists. */
export interface Catalogue {
  /** Open ones. */
  readonly tasks: readonly Task[]
  readonly projects: readonly Project[]
  readonly labels: readonly Label[]
  /** Newest first. */
  readonly entries: readonly TimeEntry[]
}

export interface Choice {
  readonly kind: 'do' | 'entry' | 'task' | 'to-do' | 'habit' | 'project' | 'label'
  readonly text: string
  /** What choosing it does. */
  readonly hint: string
  readonly leads: Leads
}

export type Leads =
  | { readonly act: Act }
  /** The prompt of `start`, with this in it. */
  | { readonly prompt: string }
  | { readonly open: 'switch' | 'keys' }

const verbs: readonly Choice[] = [
  { kind: 'do', text: 'start', hint: 's', leads: { prompt: '' } },
  { kind: 'do', text: 'stop', hint: 'x', leads: { act: { do: 'stop' } } },
  { kind: 'do', text: 'switch', hint: 'w', leads: { open: 'switch' } },
  { kind: 'do', text: 'continue', hint: 'c', leads: { act: { do: 'continue' } } },
  { kind: 'do', text: 'undo', hint: 'u', leads: { act: { do: 'undo' } } },
  { kind: 'do', text: 'redo', hint: '', leads: { act: { do: 'redo' } } },
  { kind: 'do', text: 'keys', hint: '?', leads: { open: 'keys' } },
  { kind: 'do', text: 'quit', hint: 'q', leads: { act: { do: 'leave' } } },
]

/** What can be switched to: recent entries, each kind of work once, and open tasks. */
export function switchChoices(snapshot: Snapshot, catalogue: Catalogue | undefined): Choice[] {
  const entries = [...snapshot.today.entries, ...(catalogue?.entries ?? [])].filter(({ end }) => end !== null)
  const alike = new Map<string, TimeEntry>()
  for (const entry of entries) {
    const key = JSON.stringify([entry.description, entry.project, entry.labels, entry.taskId])
    if (!alike.has(key)) alike.set(key, entry)
  }
  const tasks = new Map([...snapshot.tasks, ...(catalogue?.tasks ?? [])].map((task) => [task.id, task]))
  return [
    ...[...alike.values()].map((entry): Choice => ({
      kind: 'entry',
      text: entryText(entry),
      hint: 'continue',
      leads: { act: { do: 'continue', entryId: entry.id } },
    })),
    ...[...tasks.values()].map((task): Choice => ({
      kind: 'task',
      text: [task.title, ...ownersOf(task)].join(' · '),
      hint: 'start',
      leads: { act: { do: 'startTask', id: task.id, title: task.title } },
    })),
  ]
}

export function searchChoices(snapshot: Snapshot, catalogue: Catalogue | undefined): Choice[] {
  const todos = (snapshot.plan?.todos ?? []).filter(({ doneAt }) => doneAt === null)
  return [
    ...verbs,
    ...switchChoices(snapshot, catalogue),
    ...todos.map((todo): Choice => ({
      kind: 'to-do',
      text: todo.title,
      hint: 'done',
      leads: { act: { do: 'doneTodo', id: todo.id } },
    })),
    ...snapshot.habits.map((habit): Choice => ({
      kind: 'habit',
      text: habit.name,
      hint: habit.today.state === 'done' ? 'uncheck' : 'check',
      leads: { act: { do: 'checkHabit', id: habit.id, isDone: habit.today.state === 'done' } },
    })),
    ...(catalogue?.projects ?? []).map(({ name }): Choice => ({
      kind: 'project',
      text: name,
      hint: 'start there',
      leads: { prompt: ` -p ${quoted(name)}` },
    })),
    ...(catalogue?.labels ?? []).map(({ name }): Choice => ({
      kind: 'label',
      text: `+${name}`,
      hint: 'start with it',
      leads: { prompt: ` ${quoted(`+${name}`)}` },
    })),
  ]
}

const ownersOf = ({ project, labels }: { project: string | null; labels: readonly string[] }): string[] => [
  ...(project === null ? [] : [project]),
  ...(labels.length === 0 ? [] : [labels.map((label) => `+${label}`).join(' ')]),
]

const entryText = (entry: TimeEntry): string =>
  [entry.description === '' ? '(no text)' : entry.description, ...ownersOf(entry)].join(' · ')
