import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestStack } from './stack.ts'
import { root, signedInUser, startTestStack } from './stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.stop())

/** What differs from run to run: ids, the time of day, seconds that passed. */
const steady = (text: string) =>
  text
    .replaceAll(/\(([0-9a-f]{5,12})\)/g, '(id)')
    .replaceAll(/^[0-9a-f]{5,12}(?= +open )/gm, 'id    ')
    // A full minute is printed without seconds.
    .replaceAll(/\d\d:\d\d:\d\d|(?<=(?:at|since|after \d+s,) )\d\d:\d\d/g, 'time')
    .replaceAll(/(?<=time – )\d\d:\d\d/g, 'time')
    // A command that follows at once meets a timer of 0 seconds.
    .replaceAll(/\b(\d+s|0m)\b/g, 'seconds')
    .trim()

/** `npx goalixa a "b c"` as arguments; what a shell would make of it. */
const words = (command: string) =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]!)

test('the session of the README is what a terminal prints', { timeout: 60_000 }, async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const session = /```console\n([\s\S]*?)```/.exec(readme)![1]!
  const steps = session.split(/^\$ /m).filter(Boolean)
  expect(steps.length).toBeGreaterThan(5)
  const ada = await signedInUser(stack.url)
  for (const step of steps) {
    const [command, ...printed] = step.split('\n')
    const [npx, goalixa, ...args] = words(command!)
    expect([npx, goalixa]).toEqual(['npx', 'goalixa'])
    // A terminal shows the words first and then the result, as the command writes them.
    const { stdout, stderr } = await ada.goalixa(args, { env: { TZ: 'Europe/Berlin' } })
    expect(steady(stderr + stdout), command).toBe(steady(printed.join('\n')))
  }
  await ada.leave()
})
