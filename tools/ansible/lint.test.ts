/** What ansible itself, ansible-lint at its strictest and yamllint say of `ansible/`. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { root } from '../features.ts'

const folder = join(root, 'ansible')
const roles = readdirSync(join(folder, 'roles'))
const playbooks = readdirSync(join(folder, 'playbooks'))
const missing = ['ansible-playbook', 'ansible-lint', 'yamllint'].find(
  (one) => spawnSync(one, ['--version']).error !== undefined,
)
const run = (command: string, ...words: string[]) =>
  execFileSync(command, words, {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, ANSIBLE_CONFIG: join(folder, 'ansible.cfg'), LC_ALL: 'C.UTF-8' },
  })

describe.skipIf(missing !== undefined)(
  `linters${missing === undefined ? '' : `: skipped, ${missing} is missing`}`,
  () => {
    test('every playbook is understood, with the inventory of the example', { timeout: 60_000 }, () => {
      const given = playbooks.map((name) => join('playbooks', name))
      run('ansible-playbook', '--syntax-check', '-i', 'inventory.example.yml', ...given)
    })

    test('ansible-lint has nothing to say, as for production', { timeout: 120_000 }, () => {
      expect(() =>
        run('ansible-lint', '--offline', '--profile', 'production', 'playbooks', 'roles'),
      ).not.toThrow()
    })

    test('yamllint has nothing to say', () => {
      expect(() => run('yamllint', '.')).not.toThrow()
    })
  },
)

describe.each(roles)('the role %s', (name) => {
  const at = (path: string) => join(folder, 'roles', name, path)

  test('has defaults, a description of its variables, and a README that names them', () => {
    for (const file of ['defaults/main.yml', 'meta/argument_specs.yml', 'README.md', 'handlers/main.yml'])
      expect(existsSync(at(file)), file).toBe(true)
    const specs = parse(readFileSync(at('meta/argument_specs.yml'), 'utf8')) as {
      argument_specs: { main: { options: Record<string, object> } }
    }
    const described = Object.keys(specs.argument_specs.main.options)
    const defaults = Object.keys(
      (parse(readFileSync(at('defaults/main.yml'), 'utf8')) as object | null) ?? {},
    )
    expect(defaults.filter((one) => !described.includes(one))).toEqual([])
  })

  test('says the mode of each file that it writes', () => {
    for (const file of globSync('{tasks,handlers}/*.yml', { cwd: at('.') })) {
      const tasks = (parse(readFileSync(at(file), 'utf8')) as Record<string, unknown>[]) ?? []
      for (const task of tasks.flatMap((one) => [
        one,
        ...((one['block'] as Record<string, unknown>[]) ?? []),
      ])) {
        const written = task['ansible.builtin.template'] ?? task['ansible.builtin.copy']
        if (written !== undefined) expect(written, `${file}: ${String(task['name'])}`).toHaveProperty('mode')
      }
    }
  })
})
