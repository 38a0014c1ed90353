/** Runs a playbook of ours and says what each task did on each machine. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../features.ts'

const ansibleFolder = join(root, 'ansible')

interface TaskResult {
  readonly changed?: boolean
  readonly failed?: boolean
  readonly skipped?: boolean
  readonly ignore_errors?: boolean
}
interface Report {
  readonly plays: readonly {
    readonly tasks: readonly {
      readonly task: { readonly name: string }
      readonly hosts: Readonly<Record<string, TaskResult>>
    }[]
  }[]
  readonly stats: Readonly<
    Record<string, { readonly changed: number; readonly failures: number; readonly unreachable: number }>
  >
}
export interface Played {
  /** `machine: task`, in order, of what changed something, or would. */
  readonly changed: readonly string[]
  readonly failed: readonly string[]
  /** Everything that was printed, for looking at secrets and messages. */
  readonly output: string
}

/** `inventory` is as in an inventory file; a play that ends with failures is an answer, too. */
export async function play(
  folder: string,
  playbook: string,
  inventory: object,
  options: readonly string[] = [],
): Promise<Played> {
  const hosts = join(folder, 'inventory.json')
  writeFileSync(hosts, JSON.stringify(inventory))
  const output = await new Promise<string>((resolve) => {
    execFile(
      'ansible-playbook',
      ['-i', hosts, ...options, join('playbooks', playbook)],
      {
        cwd: ansibleFolder,
        maxBuffer: 2 ** 26,
        env: {
          PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          HOME: folder,
          LC_ALL: 'C.UTF-8',
          ANSIBLE_CONFIG: join(ansibleFolder, 'ansible.cfg'),
          ANSIBLE_STDOUT_CALLBACK: 'json',
          ANSIBLE_NOCOLOR: '1',
        },
      },
      (_, stdout, stderr) => resolve(stdout + stderr),
    )
  })
  const begin = output.indexOf('{\n')
  const end = output.lastIndexOf('\n}')
  if (begin < 0 || end < 0) throw new Error(output)
  const report = JSON.parse(output.slice(begin, end + 2)) as Report
  const results = report.plays.flatMap(({ tasks }) =>
    tasks.flatMap(({ task, hosts }) =>
      Object.entries(hosts).map(([host, result]) => ({ label: `${host}: ${task.name}`, result })),
    ),
  )
  const failed = results.filter(({ result }) => result.failed === true && result.ignore_errors !== true)
  return {
    changed: results
      .filter(({ result }) => result.changed === true && result.failed !== true)
      .map(({ label }) => label),
    failed: failed.map(({ label, result }) => `${label}: ${JSON.stringify(result)}`),
    output,
  }
}
