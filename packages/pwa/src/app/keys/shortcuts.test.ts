import { parseKeybinding } from 'tinykeys'
import { expect, it } from 'vitest'
import { appViews } from '../../bridge/views.ts'
import { commandNames, goKeys, keysOf, shortcuts } from './shortcuts.ts'

it('every view can be gone to by its own keys', () => {
  const bindings = appViews.map((view) => goKeys(view)?.binding)
  expect(appViews.filter((_, index) => bindings[index] === undefined)).toEqual([])
  expect(new Set(bindings).size).toBe(appViews.length)
})

it('no key does two things, but S, which starts what does not run and stops what does', () => {
  const others = shortcuts.filter(({ command }) => command !== 'timer.stop').map(({ binding }) => binding)
  expect(new Set(others).size).toBe(others.length)
})

it('a letter is the same key on a Persian keyboard', () => {
  const [[, , start]] = parseKeybinding(
    shortcuts.find(({ command }) => command === 'timer.start')!.binding,
  ) as [[unknown, unknown, RegExp]]
  expect(['s', 'س', 'a', 'ش'].map((typed) => new RegExp(start.source, 'i').test(typed))).toEqual([
    true,
    true,
    false,
    false,
  ])
})

it('WCAG 2.1.4: what cannot be turned off needs Ctrl or Cmd', () => {
  const always = shortcuts.filter(({ isAlways }) => isAlways)
  expect(always.length).toBeGreaterThan(0)
  expect(always.every(({ binding }) => binding.startsWith('$mod+'))).toBe(true)
})

it('what is shown is known', () =>
  expect(commandNames.flatMap((name) => keysOf(name) ?? []).every((text) => text.length > 0)).toBe(true))
