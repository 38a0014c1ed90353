/** What the examples in the help speak of: a person who has worked for a while, on a device that was there all the time. */
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runHere } from './in-process.ts'

/**
 * A zone in which it is afternoon now: examples log what was this morning. From -8 to +14 hours there is always one; its
 * name has the sign turned round.
 */
const afternoon = (() => {
  const offset = Math.min(14, 15 - new Date().getUTCHours())
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`
})()

/** A span of a day of last days in the zone of the world. */
function at(daysAgo: number, from: string, to: string): string {
  const day = Temporal.Now.plainDateISO(afternoon).subtract({ days: daysAgo })
  const instant = (time: string) =>
    day.toZonedDateTime({ timeZone: afternoon, plainTime: time }).toInstant().toString()
  return `log --from ${instant(from)} --to ${instant(to)}`
}

const lines = [
  `config set zone ${afternoon}`,
  'client add Acme',
  'project add Thesis --client Acme',
  'project add Book',
  'project add ops',
  'label add deep',
  'label add book',
  'log --from 2026-03-02T09:00:00Z --to 2026-03-02T10:00:00Z "first text" +team',
  `${at(2, '10:00', '13:00')} "a long morning" -p ops`,
  `${at(2, '14:00', '15:00')} meeting +team`,
  `${at(1, '09:00', '10:00')} "code review" +team -p Thesis`,
  'task add "read for the book"',
  'task add "write the first chapter" -p Thesis +deep',
  'task add "write report" --due friday',
  'task add "pay rent" --priority high',
  'task add "water the plants" --every "3 days after completion"',
  'goal add "write a book" --target 200h',
  'goal add "run a marathon"',
  'goal subgoal add "write a book" outline',
  'goal subgoal add "write a book" "second part"',
  'habit add read --amount 20 --unit pages',
  'habit add water --amount 8',
  'weekly add "write the thesis" --target 10h +thesis',
  'reminder add "call Ada" --at "tomorrow 9:00"',
  'plan add "read chapter two"',
  'plan add "write to Ada"',
  'plan add "pack the bag" --on friday',
]

/** What has to be so before one example, and before no other: the first that fits. */
const before: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^goalixa (stop|cancel)/, ['start "what runs" --at "1m ago" --yes']],
  [
    /^goalixa (entries )?(fill|join)/,
    [`${at(1, '11:00', '12:00')} one`, `${at(1, '13:00', '14:00')} two`, `${at(1, '15:00', '16:00')} three`],
  ],
  [/goal reopen/, ['goal done "write a book"']],
  [/goal subgoal reopen/, ['goal subgoal done "write a book" outline']],
  [
    /goal unlink/,
    ['goal link "write a book" -p Book', 'goal link "write a book" --task "read for the book"'],
  ],
  [/habit uncheck/, ['habit check read', 'habit check read --on yesterday']],
  [/plan reopen 1/, ['plan done 1']],
  [/plan reopen/, ['plan done "pack the bag" --on friday']],
  [/plan target --clear/, ['plan target 6h --on friday']],
  [/^goalixa redo/, ['undo --yes']],
  [/task reopen/, ['task done "pay rent"']],
  [/token revoke/, ['auth token create --name backup']],
  [/^goalixa restore/, ['task rm "write report" --yes', 'task rm "pay rent" --yes']],
  [/view (edit|show|rm) urgent/, ['view add urgent "due<=tomorrow or priority:high"']],
  [/task unarchive/, ['task archive "write report"']],
  [/task uncheck/, ['task check "water the plants"', 'task check "water the plants" --on yesterday']],
  [/^goalixa goal add "write/, ['goal rm "write a book" --yes']],
  [/^goalixa goal add "run/, ['goal rm "run a marathon" --yes']],
  [/project add Thesis/, ['project rm Thesis --yes']],
  [/client add Acme$/, ['client rm Acme --yes']],
  [/label add deep/, ['label rm deep --yes']],
  [/habit add read/, ['habit rm read --yes']],
  [/weekly add "write/, ['weekly rm "write the thesis" --yes']],
]

/** Files that examples read, by their name. */
const files: Readonly<Record<string, string>> = {
  'report.csv':
    'User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount ()\n' +
    'Ada,ada@example.org,,Thesis,,reading,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,deep,\n',
  'tasks.json':
    '[{"uuid":"2a1f6c0e-2d1c-4a0e-8f5b-0f1a2b3c4d5e","status":"pending","description":"buy milk","entry":"20260302T090000Z"}]\n',
  'hours.csv': 'Begin,End,Description\n02.03.2026 09:00,02.03.2026 10:00,reading\n',
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!)

/** Commands that come before this example. */
export const seeds = (text: string): string[][] =>
  (before.find(([fits]) => fits.test(text))?.[1] ?? []).map(wordsOf)

export async function exampleWorld(url: string, home: string) {
  const environment = (folder: string): Record<string, string> => ({
    HOME: folder,
    GOALIXA_API_URL: url,
    GOALIXA_CONFIG_DIR: join(folder, 'config'),
    GOALIXA_DATA_DIR: join(folder, 'data'),
    GOALIXA_STATE_DIR: join(folder, 'state'),
    GOALIXA_SYNC_DEADLINE_MS: '0',
    NO_COLOR: '1',
    TZ: afternoon,
  })
  const folder = join(home, 'seeded')
  for (const name of ['config', 'data', 'state']) await mkdir(join(folder, name), { recursive: true })
  await cp(join(home, '.config/goalixa'), join(folder, 'config'), { recursive: true })
  await cp(join(home, '.local/share/goalixa'), join(folder, 'data'), { recursive: true })
  const env = environment(folder)
  const run = async (argv: readonly string[]) => {
    const shown = await runHere(argv, { env })
    if (shown.code !== 0) throw new Error(`goalixa ${argv.join(' ')}: ${shown.stderr}${shown.stdout}`)
    return shown.stdout
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  for (const line of lines) await run(wordsOf(line))
  const idsOf = async (...argv: string[]) =>
    (JSON.parse(await run([...argv, '--json'])) as { items: { id: string; title?: string }[] }).items
  const tail = (row: { id: string } | undefined) => row!.id.slice(-5)
  const tasks = await idsOf('task', 'list')
  const task = tail(tasks.find(({ title }) => title === 'pay rent'))
  const repeating = tail(tasks.find(({ title }) => title === 'water the plants'))
  const entry = tail((await idsOf('entries', 'list'))[0])
  return {
    folder,
    environment,
    /** Examples call some row 3f2a9: here it is one that is there. */
    named: (text: string) =>
      text.replaceAll(
        '3f2a9',
        /^goalixa task (un)?check/.test(text)
          ? repeating
          : /^goalixa (task|restore)/.test(text)
            ? task
            : entry,
      ),
  }
}
