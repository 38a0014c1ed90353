import { createWorld } from '@goalixa/replica/testing/devices'
import { expect, test } from 'vitest'
import { noticesOf, takeNotices } from './notices.ts'

const none = { conflicts: 0, automaticEnds: 0, refused: 0 }
const some = { conflicts: 4, automaticEnds: 1, refused: 2 }
const refused = 'refused by the server for good and'

test.each([
  [none, none, []],
  [some, some, []],
  // A store that was made anew begins to count again.
  [some, none, []],
  [none, { ...none, conflicts: 1 }, ['1 value lost against a newer one: goalixa conflicts']],
  [some, { ...some, conflicts: 6 }, ['2 values lost against newer ones: goalixa conflicts']],
  [
    none,
    { ...none, automaticEnds: 1 },
    ['1 timer ended because another one was started on another device: goalixa conflicts'],
  ],
  [some, { ...some, refused: 3 }, [`1 change was ${refused} is kept on this device: goalixa sync --status`]],
  [
    none,
    { conflicts: 1, automaticEnds: 2, refused: 2 },
    [
      `2 changes were ${refused} are kept on this device: goalixa sync --status`,
      '1 value lost against a newer one, and 2 timers ended because others were started on another device: goalixa conflicts',
    ],
  ],
])('between %j and %j is told %j', (before, after, told) => {
  expect(noticesOf(before, after)).toEqual(told)
})

test('news are told once, whoever synchronised', async () => {
  const world = createWorld({
    refuse: ({ patches }) => (patches[0]!.table === 'projects' ? 'no' : undefined),
  })
  const [earlier, later] = [await world.device(), await world.device()]
  const id = world.newId()
  await earlier.set('labels', id, { name: 'x' })
  await world.settle(earlier, later)
  expect(await takeNotices(later)).toEqual([])
  await earlier.set('labels', id, { name: 'a' })
  world.nowMs += 1000
  await later.set('labels', id, { name: 'b' })
  await later.set('projects', world.newId(), { name: 'refused' })
  await earlier.sync()
  await later.sync()
  const [one, other] = await Promise.all([takeNotices(later), takeNotices(later)])
  expect([...one, ...other]).toEqual([
    `1 change was ${refused} is kept on this device: goalixa sync --status`,
    '1 value lost against a newer one: goalixa conflicts',
  ])
  await world.settle(earlier, later)
  expect([await takeNotices(earlier), await takeNotices(later)]).toEqual([[], []])
})
