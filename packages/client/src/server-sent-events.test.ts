import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ServerSentEvent } from './server-sent-events.ts'
import { readEvents } from './server-sent-events.ts'

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}
const read = async (text: string, size = 1_000): Promise<ServerSentEvent[]> => {
  const events: ServerSentEvent[] = []
  for await (const event of readEvents(inPieces(new TextEncoder().encode(text), size))) events.push(event)
  return events
}

describe('readEvents', () => {
  it.each([
    [
      'name, data and id',
      'id: 7\nevent: head\ndata: {"head":7}\n\n',
      [{ event: 'head', data: '{"head":7}', id: '7' }],
    ],
    ['no name', 'data: a\n\n', [{ event: 'message', data: 'a', id: '' }]],
    ['several lines of data', 'data: a\ndata:b\ndata\n\n', [{ event: 'message', data: 'a\nb\n', id: '' }]],
    [
      'an id that stays',
      'id: 1\ndata: a\n\ndata: b\n\n',
      [
        { event: 'message', data: 'a', id: '1' },
        { event: 'message', data: 'b', id: '1' },
      ],
    ],
    ['an id with NUL', 'id: a\0\ndata: a\n\n', [{ event: 'message', data: 'a', id: '' }]],
    ['only the first space is no data', 'data:  a: b\n\n', [{ event: 'message', data: ' a: b', id: '' }]],
    ['a byte order mark', '\ufeffdata: a\n\n', [{ event: 'message', data: 'a', id: '' }]],
    ['heartbeats and unknown fields', ':\n\n: x\nretry: 5\nnonsense\n\n', []],
    ['a name without data', 'event: head\n\ndata: a\n\n', [{ event: 'message', data: 'a', id: '' }]],
    ['an event that is cut off', 'data: a\n\ndata: b\n', [{ event: 'message', data: 'a', id: '' }]],
  ])('%s', async (_, text, events) => {
    expect(await read(text)).toEqual(events)
  })

  it('reads the same whatever ends a line and wherever a piece ends', async () => {
    const text = 'id: 1\nevent: head\ndata: سلام\n\n:\n\ndata: a\ndata: b\n\n'
    const whole = await read(text)
    expect(whole).toHaveLength(2)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        async (end, size) => {
          expect(await read(text.replaceAll('\n', end), size)).toEqual(whole)
        },
      ),
    )
  })

  it('does not gather a line without an end for ever', async () => {
    await expect(read(`data: ${'x'.repeat(200_000)}`)).rejects.toMatchObject({ code: 'upstream.broken' })
  })
})
