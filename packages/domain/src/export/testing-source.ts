/** Entries and tasks to export in tests, and texts that tools stumble over. */
import type { Task } from '@goalixa/contracts/tasks'
import type { Cell, ExportedEntry, ExportSource, WriteOptions, Writer } from './export-source.ts'

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const times = { createdAt: '2026-03-01T08:00:00Z', updatedAt: '2026-03-01T09:00:00Z' }

export const anExportedEntry = (n: number, over: Partial<ExportedEntry> = {}): ExportedEntry => ({
  id: id(n),
  description: 'write',
  taskId: null,
  task: null,
  projectId: null,
  project: null,
  client: null,
  labels: [],
  start: '2026-03-02T09:00:00Z',
  end: '2026-03-02T10:00:00Z',
  date: null,
  durationSeconds: 3600,
  zone: 'UTC',
  billable: false,
  source: 'cli',
  ...times,
  ...over,
})

export const aTask = (n: number, over: Partial<Task> = {}): Task =>
  ({
    id: id(n),
    title: 'write',
    description: '',
    status: 'open',
    projectId: null,
    project: null,
    labels: [],
    priority: 'none',
    due: null,
    scheduled: null,
    waitUntil: null,
    expiresAt: null,
    estimateSeconds: null,
    parentId: null,
    dependsOn: [],
    recurrence: null,
    trackedSeconds: 0,
    ...times,
    completedAt: null,
    ...over,
  }) as Task

export const sourceOf = (entries: readonly ExportedEntry[], tasks: readonly Task[] = []): ExportSource => ({
  // Two pieces: writers must not begin or end in each.
  async *entries() {
    yield entries.slice(0, 1)
    yield entries.slice(1)
  },
  async *tasks() {
    yield tasks.slice(0, 1)
    yield tasks.slice(1)
  },
})

const cell = (value: Cell): string => {
  const text = String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
export const toCsv: WriteOptions['toCsv'] = (records) =>
  records.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')

export async function written(
  writer: Writer,
  source: ExportSource,
  options: Partial<WriteOptions> = {},
): Promise<string> {
  let text = ''
  const all = { zone: 'UTC', spreadsheet: false, email: '', toCsv, ...options }
  for await (const piece of writer(source, all)) text += piece
  return text
}

export const hostile: Readonly<Record<string, string>> = {
  'ten thousand characters': 'x'.repeat(10_000),
  'right to left': 'گزارش \u202eabc\u202c هفتگی',
  'zero width': 'a\u200bb\u200d\ufeffc',
  controls: 'a\u0001\u0007\u001b[31mred\u007f\u0085b',
  'a formula': '=HYPERLINK("http://x","y")',
  quotes: `"a" 'b' \\"c\\ ""`,
  'line breaks': 'one\ntwo\r\nthree\u2028four\rfive',
  tab: '\t=1+1',
  'the end of CDATA': ']]>',
  'a calendar': 'x\nEND:VEVENT\nBEGIN:VEVENT',
  'a comma; a semicolon': 'a,b;c',
  'a hash': '# # "x" # y',
  emoji: '👩‍👩‍👧‍👦 ✅',
  'half a character': 'a\ud800b',
  brackets: '[a:b] {c} (d)',
  dashes: '- -- -end',
}
