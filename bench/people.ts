/** People for benchmarks: an account through the real sign-up, and histories written straight into the database. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'

export interface Person {
  readonly userId: string
  readonly email: string
  readonly password: string
  readonly accessToken: string
  /** GET through the gateway; the parsed answer. */
  get(path: string): Promise<unknown>
}

export async function register(url: string): Promise<Person> {
  const [email, password] = [`${randomUUID()}@example.com`, randomUUID()]
  const response = await fetch(`${url}/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`)
  const { account, accessToken } = (await response.json()) as { account: { id: string }; accessToken: string }
  return {
    userId: account.id,
    email,
    password,
    accessToken,
    async get(path) {
      const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${accessToken}` } })
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return answer.json()
    },
  }
}

/** The last day of every history. */
const lastDay = '2026-11-01'

/**
 * `count` entries that end on {@link lastDay}, `perYear` of them in the last year and so on backwards,
 * over 40 projects, 200 tasks and 12 labels. Past the write path, which has a benchmark of its own.
 */
export async function writeHistory(
  databaseUrl: string,
  userId: string,
  count: number,
  perYear: number,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=app' })
  await client.connect()
  const common = `now(), now(), 1, '{}'::jsonb`
  const id = (kind: string, number: string) => `md5('${kind}' || ${number})::uuid`
  const write = (text: string) => client.query(text.replaceAll(':user', `'${userId}'::uuid`))
  await write(`insert into labels (user_id, id, name, created_at, updated_at, seq, stamps)
    select :user, ${id('label', 'n')}, 'label ' || n, ${common} from generate_series(0, 11) n`)
  await write(`insert into projects (user_id, id, name, created_at, updated_at, seq, stamps)
    select :user, ${id('project', 'n')}, 'project ' || n, ${common} from generate_series(0, 39) n`)
  await write(`insert into tasks (user_id, id, title, project_id, created_at, updated_at, seq, stamps)
    select :user, ${id('task', 'n')}, 'task ' || n, ${id('project', 'n % 40')}, ${common} from generate_series(0, 199) n`)
  const step = Math.floor((365 * 86_400) / perYear)
  await write(`insert into time_entries
      (user_id, id, description, task_id, project_id, start_at, end_at, zone, source, label_ids, created_at, updated_at, seq, stamps)
    select :user, gen_random_uuid(), 'entry ' || n,
      case when n % 3 = 0 then ${id('task', '(n * 7) % 200')} end,
      case when n % 5 > 0 then ${id('project', '(n * 7) % 40')} end,
      timestamptz '${lastDay} 00:00Z' - n * interval '${step} s',
      timestamptz '${lastDay} 00:00Z' - n * interval '${step} s' + (${Math.floor(step / 2)} + n % ${step}) * interval '1 s',
      'Europe/Berlin', 'api',
      case when n % 4 = 0 then '{}'::uuid[] when n % 4 = 1 then array[${id('label', 'n % 12')}]
        else array[${id('label', 'n % 12')}, ${id('label', '(n + 5) % 12')}] end,
      ${common}
    from generate_series(1, ${count}) n`)
  await client.query('vacuum (analyze) time_entries')
  await client.end()
}
