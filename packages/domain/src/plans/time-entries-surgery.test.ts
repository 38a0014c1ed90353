import { describe, expect, test } from 'vitest'
import { findGaps } from './gaps.ts'
import { testRows, userId } from './testing-view.ts'
import { fillEntry, joinEntries, moveEntry, resizeEntry, splitEntry } from './time-entries-surgery.ts'

const at = (seconds: number) => new Date(seconds * 1000).toISOString()
const span = (start: number, end: number | null, zone = 'Asia/Tehran') => ({ start, end, zone })
const words = { description: 'long', taskId: 't1', projectId: 'p1', billable: true, source: 'pwa' }

/** At second 1000 a timer runs since 900; `long` has all that an entry can have. */
const aDay = () => {
  const rows = testRows(1_000_000)
  rows.put('labels', 'l1', { name: 'deep' })
  rows.put('timeEntries', 'long', {
    createdAt: 90,
    span: span(100, 500),
    ...words,
    'label:l1': true,
    'label:l2': false,
    mood: 'of a newer version',
  })
  rows.put('timeEntries', 'short', { createdAt: 91, span: span(550, 560, 'UTC'), 'label:l2': true })
  rows.put('timeEntries', 'trash', { span: span(540, 560), deleted: true })
  rows.put('timeEntries', 'running', { span: span(900, null), description: 'on it' })
  return rows
}
type Rows = ReturnType<typeof aDay>
const drafted = (rows: Rows) => rows.drafted().map(([, id, values]) => [id, values])
const copied = { createdAt: 90, ...words, 'label:l1': true, mood: 'of a newer version' }

describe('a split (E6)', () => {
  test('keeps the first part in its row; each part says all that the entry said, in its zone', async () => {
    const rows = aDay()
    const ids = await rows.run((view, draft, newId) =>
      splitEntry(view, draft, 'long', { at: [at(200), at(300)] }, newId),
    )
    expect(ids).toEqual(['long', 'new-1', 'new-2'])
    expect(drafted(rows)).toEqual([
      ['long', { span: span(100, 200) }],
      ['new-1', { ...copied, span: span(200, 300) }],
      ['new-2', { ...copied, span: span(300, 500) }],
    ])
  })

  test('of what runs keeps the part that runs in its row', async () => {
    const rows = aDay()
    const around = { start: at(920), end: at(950) }
    const ids = await rows.run((view, draft, newId) =>
      splitEntry(view, draft, 'running', { break: around }, newId),
    )
    expect(ids).toEqual(['new-1', 'running'])
    expect(drafted(rows)).toEqual([
      ['new-1', { description: 'on it', span: span(900, 920) }],
      ['running', { span: span(950, null) }],
    ])
  })

  test.each([
    ['trash', { ratio: [1, 1] }, 'time_entries.not_found'],
    ['long', { at: [at(600)] }, 'time_entries.outside'],
    ['short', { ratio: [1, 1000] }, 'time_entries.too_short'],
  ])('of %s by %j changes nothing', async (id, cuts, code) => {
    const rows = aDay()
    await expect(rows.run((view, draft, newId) => splitEntry(view, draft, id, cuts, newId))).rejects.toThrow(
      expect.objectContaining({ code }),
    )
    expect(rows.drafted()).toEqual([])
  })
})

describe('a join (E6)', () => {
  const join = (rows: Rows, ids: string[], more: object = {}) =>
    rows.run((view, draft, newId) => joinEntries(view, draft, { ids, ...more }, newId))

  test('keeps the earliest, and the labels of all', async () => {
    const rows = aDay()
    expect(await join(rows, ['short', 'long'], { fillGaps: true })).toMatchObject({
      kept: 'long',
      removed: ['short'],
      filledSeconds: 50,
    })
    expect(drafted(rows)).toEqual([
      ['short', { deleted: true }],
      ['long', { 'label:l1': true, 'label:l2': true, span: span(100, 560) }],
    ])
  })

  test('with what runs goes on in its row, with the words of the earliest', async () => {
    const rows = aDay()
    await join(rows, ['running', 'long'], { fillGaps: true })
    expect(drafted(rows)).toEqual([
      ['long', { deleted: true }],
      ['running', { ...words, source: undefined, 'label:l1': true, span: span(100, null) }],
    ])
  })

  test('has others give way to the time it takes in, if that is asked for', async () => {
    const rows = aDay()
    rows.put('timeEntries', 'between', { span: span(510, 540) })
    const more = { fillGaps: true, overlap: 'trim' }
    await join(rows, ['long', 'short'], more)
    expect(drafted(rows)).toContainEqual(['between', { deleted: true }])
    rows.put('timeEntries', 'next', { span: span(600, 700) })
    rows.put('timeEntries', 'in the way', { span: span(565, 570) })
    await expect(join(rows, ['long', 'next'], { ...more, overlap: 'forbid' })).rejects.toThrow(
      expect.objectContaining({ code: 'time_entries.overlap' }),
    )
  })

  test('without the time between is refused', async () => {
    await expect(join(aDay(), ['long', 'short'])).rejects.toThrow(
      expect.objectContaining({ code: 'time_entries.gap' }),
    )
  })
})

describe('an entry in another place (E6)', () => {
  test('is moved with its length and zone; what runs goes on running', async () => {
    const rows = aDay()
    await rows.run((view, draft, newId) => moveEntry(view, draft, 'long', { start: at(50) }, newId))
    expect(drafted(rows)).toEqual([['long', { span: span(50, 450) }]])
    await rows.run((view, draft, newId) => moveEntry(view, draft, 'running', { start: at(950) }, newId))
    expect(drafted(rows)).toEqual([['running', { span: span(950, null) }]])
  })

  test('is moved over another as the policy says (D18)', async () => {
    const rows = aDay()
    const move = (overlap: 'trim' | 'forbid') =>
      rows.run((view, draft, newId) => moveEntry(view, draft, 'long', { start: at(155), overlap }, newId))
    await expect(move('forbid')).rejects.toThrow(expect.objectContaining({ code: 'time_entries.overlap' }))
    await move('trim')
    expect(drafted(rows)).toEqual([
      ['short', { span: span(555, 560, 'UTC') }],
      ['long', { span: span(155, 555) }],
    ])
  })

  test('is made longer or shorter at either edge', async () => {
    const rows = aDay()
    const resize = async (id: string, input: Parameters<typeof resizeEntry>[3]) => {
      await rows.run((view, draft, newId) => resizeEntry(view, draft, id, input, newId))
      return rows.values('timeEntries', id)!['span']
    }
    expect(await resize('long', { bySeconds: 10 })).toEqual(span(100, 510))
    expect(await resize('long', { bySeconds: -10, edge: 'start' })).toEqual(span(110, 510))
    expect(await resize('long', { durationSeconds: 60 })).toEqual(span(110, 170))
    expect(await resize('running', { bySeconds: 60, edge: 'start' })).toEqual(span(840, null))
    await expect(resize('running', { bySeconds: 60 })).rejects.toThrow(
      expect.objectContaining({ code: 'time_entries.running' }),
    )
  })

  test('is in the years that are known', async () => {
    const rows = aDay()
    for (const start of ['9999-12-31T23:59:00Z', '1899-12-31T23:59:59Z'])
      await expect(
        rows.run((view, draft, newId) => moveEntry(view, draft, 'long', { start }, newId)),
      ).rejects.toThrow(expect.objectContaining({ code: 'request.invalid' }))
  })

  test('is filled up to its neighbours', async () => {
    const rows = aDay()
    await rows.run((view, draft, newId) => fillEntry(view, draft, 'short', {}, newId))
    expect(drafted(rows)).toEqual([['short', { span: span(500, 900, 'UTC') }]])
    await expect(
      rows.run((view, draft, newId) => fillEntry(view, draft, 'short', { edge: 'end' }, newId)),
    ).rejects.toThrow(expect.objectContaining({ code: 'time_entries.nothing_to_fill' }))
  })
})

describe('gaps (E6)', () => {
  const query = { from: '1970-01-01', to: '1970-01-02', minSeconds: 1 }

  test('are those between the entries that are there', async () => {
    const { items, ...answer } = await findGaps(aDay().view, query, 1_000_000)
    expect(answer).toEqual({ from: '1970-01-01', to: '1970-01-02', zone: 'UTC', totalSeconds: 390 })
    expect(items.map(({ durationSeconds }) => durationSeconds)).toEqual([50, 340])
  })

  test('are of the days in the zone of the settings, unless said', async () => {
    const rows = aDay()
    rows.put('settings', userId, { zone: 'America/New_York' })
    const here = await findGaps(rows.view, query, 1_000_000)
    expect([here.zone, here.items]).toEqual(['America/New_York', []])
    expect((await findGaps(rows.view, { ...query, zone: 'UTC' }, 1_000_000)).items).toHaveLength(2)
  })

  test('of more than a year are too many', async () => {
    await expect(findGaps(aDay().view, { ...query, to: '1971-01-03' }, 0)).rejects.toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        fields: [{ path: 'query.to', message: 'at most 366 days after from' }],
      }),
    )
  })
})
