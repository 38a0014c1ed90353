import type { OverlapPolicy } from '@goalixa/contracts/time-entries'
import { describe, expect, test } from 'vitest'
import { testRows, userId } from './testing-view.ts'
import { createEntry, updateEntry } from './time-entries.ts'

const at = (seconds: number) => new Date(seconds * 1000).toISOString()
const span = (start: number, end: number | null, zone = 'Asia/Tehran') => ({ start, end, zone })

/** At second 1000 a timer runs since 900; `around` lasts from 100 to 500 and has all that an entry can have. */
const aDay = () => {
  const rows = testRows(1_000_000)
  rows.put('labels', 'l1', { name: 'deep' })
  rows.put('timeEntries', 'around', {
    createdAt: 90,
    span: span(100, 500),
    description: 'long',
    taskId: 't1',
    projectId: 'p1',
    billable: true,
    source: 'pwa',
    'label:l1': true,
    'label:l2': false,
    mood: 'of a newer version',
  })
  rows.put('timeEntries', 'short', { span: span(550, 560) })
  rows.put('timeEntries', 'trash', { span: span(540, 560), deleted: true })
  rows.put('timeEntries', 'running', { span: span(900, null), description: 'on it' })
  return rows
}
type Rows = ReturnType<typeof aDay>
const log = (rows: Rows, start: number, end: number | null, overlap?: OverlapPolicy) =>
  rows.run((view, draft, newId) =>
    createEntry(
      view,
      draft,
      { id: 'new', start: at(start), end: end === null ? null : at(end), overlap },
      newId,
    ),
  )
const drafted = (rows: Rows) => rows.drafted().map(([, id, values]) => [id, values])
const isNew = ['new', { createdAt: 1000, span: expect.anything() as object }]

describe('the setting (D18)', () => {
  const withSetting = (overlap: OverlapPolicy | null) => {
    const rows = aDay()
    rows.put('settings', userId, { overlap })
    return rows
  }

  test('is for what says nothing, and the command wins', async () => {
    const usual = withSetting('trim')
    await log(usual, 450, 570)
    expect(drafted(usual)).toEqual([
      ['around', { span: span(100, 450) }],
      ['short', { deleted: true }],
      isNew,
    ])
    const said = withSetting('trim')
    await log(said, 450, 570, 'allow')
    expect(drafted(said)).toEqual([isNew])
    await expect(log(withSetting('forbid'), 450, 570)).rejects.toMatchObject({ code: 'time_entries.overlap' })
    const asked = withSetting(null)
    await log(asked, 450, 570)
    expect(drafted(asked)).toEqual([isNew])
  })

  test('is for an entry that moves, not for one whose words change', async () => {
    const change = (rows: Rows, patch: Parameters<typeof updateEntry>[3]) =>
      rows.run((view, draft, newId) => updateEntry(view, draft, 'short', patch, newId))
    for (const policy of ['trim', 'forbid'] as const) {
      const rows = withSetting(policy)
      rows.put('timeEntries', 'short', { span: span(400, 560) })
      await change(rows, { description: 'better words', start: at(400) })
      expect(drafted(rows)).toEqual([['short', { description: 'better words', span: span(400, 560) }]])
    }
    const rows = withSetting('trim')
    await change(rows, { start: at(450), end: at(560) })
    expect(drafted(rows)).toContainEqual(['around', { span: span(100, 450) }])
    await expect(change(withSetting('forbid'), { start: at(450) })).rejects.toMatchObject({
      code: 'time_entries.overlap',
    })
  })
})

describe('a new entry (D18)', () => {
  test.each([undefined, 'allow'] as const)('with %s leaves the others', async (overlap) => {
    const rows = aDay()
    await log(rows, 450, 555, overlap)
    expect(drafted(rows)).toEqual([isNew])
  })

  test('trims, and removes what is covered, in the same change', async () => {
    const rows = aDay()
    await log(rows, 450, 570, 'trim')
    expect(drafted(rows)).toEqual([['around', { span: span(100, 450) }], ['short', { deleted: true }], isNew])
  })

  test('splits: the second part says what the first does', async () => {
    const rows = aDay()
    await log(rows, 200, 300, 'split')
    expect(drafted(rows)).toEqual([
      ['around', { span: span(100, 200) }],
      [
        'new-1',
        {
          createdAt: 90,
          span: span(300, 500),
          description: 'long',
          taskId: 't1',
          projectId: 'p1',
          billable: true,
          source: 'pwa',
          'label:l1': true,
          mood: 'of a newer version',
        },
      ],
      isNew,
    ])
  })

  test('splits what runs: the entry that runs stays the one that runs', async () => {
    const rows = aDay()
    await log(rows, 920, 950, 'split')
    expect(drafted(rows)).toEqual([
      ['running', { span: span(950, null) }],
      ['new-1', { description: 'on it', span: span(900, 920) }],
      isNew,
    ])
  })

  test('trims no hole, and changes nothing then', async () => {
    const rows = aDay()
    await expect(log(rows, 200, 300, 'trim')).rejects.toMatchObject({ code: 'time_entries.overlap' })
    await expect(log(rows, 920, 950, 'trim')).rejects.toMatchObject({ code: 'time_entries.overlap' })
    expect(rows.values('timeEntries', 'new')).toBeUndefined()
  })

  test('is forbidden where others are, not where they are in the trash or only touch', async () => {
    const rows = aDay()
    await expect(log(rows, 499, 540, 'forbid')).rejects.toMatchObject({ code: 'time_entries.overlap' })
    await log(rows, 500, 550, 'forbid')
    expect(drafted(rows)).toEqual([isNew])
  })

  test('that runs is not in the way of the timer that it stops', async () => {
    const rows = aDay()
    await log(rows, 950, null, 'forbid')
    expect(drafted(rows)).toEqual([['running', { span: span(900, 950) }], isNew])
  })
})

describe('a changed entry (D18)', () => {
  const move = (rows: Rows, start: number, end: number, overlap: OverlapPolicy) =>
    rows.run((view, draft, newId) =>
      updateEntry(view, draft, 'short', { start: at(start), end: at(end), overlap }, newId),
    )

  test('is not in its own way', async () => {
    const rows = aDay()
    await move(rows, 552, 570, 'forbid')
    expect(rows.values('timeEntries', 'short')).toEqual({ span: span(552, 570) })
  })

  test('has others give way', async () => {
    const rows = aDay()
    await move(rows, 400, 560, 'trim')
    expect(rows.values('timeEntries', 'around')).toMatchObject({ span: span(100, 400) })
    expect(rows.values('timeEntries', 'short')).toEqual({ span: span(400, 560) })
    await expect(move(rows, 300, 560, 'forbid')).rejects.toMatchObject({ code: 'time_entries.overlap' })
  })

  test('clears where it is when it does not move', async () => {
    const rows = aDay()
    rows.put('timeEntries', 'other', { span: span(555, 600) })
    await rows.run((view, draft, newId) => updateEntry(view, draft, 'short', { overlap: 'trim' }, newId))
    expect(rows.values('timeEntries', 'other')).toEqual({ span: span(560, 600) })
  })
})
