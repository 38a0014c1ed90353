import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { snapshotLines } from './snapshot-lines.ts'
import { TransportError } from './transport.ts'
import type { HttpRequest } from './transport.ts'

const lines = ['{"epoch":"x"}', '{"text":"für später 🌱 \\n"}', '{"end":true}']
const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))

interface Given {
  readonly size?: number
  readonly mediaType?: string
  /** Breaks off after so many bytes. */
  readonly cutAt?: number
}

function taking({ size = 7, mediaType = 'application/x-ndjson', cutAt = Infinity }: Given = {}) {
  const asked: HttpRequest[] = []
  const client = createClient(async (request) => {
    asked.push(request)
    return {
      status: 200,
      headers: { 'content-type': mediaType },
      text: async () => '',
      async *chunks() {
        for (let at = 0; at < bytes.length; at += size) {
          if (at >= cutAt) throw new TransportError('lost', 'the connection was broken off')
          yield bytes.slice(at, at + size)
        }
      },
    }
  })
  const all = async () => {
    const taken: string[] = []
    for await (const line of snapshotLines(client)) taken.push(line)
    return taken
  }
  return { all, asked }
}

describe('the lines of a snapshot', () => {
  it('come whole, wherever the pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (size) => {
        expect(await taking({ size }).all()).toEqual(lines)
      }),
    )
  })

  it('are asked for with the history', async () => {
    const { all, asked } = taking()
    await all()
    expect(asked).toMatchObject([{ method: 'GET', path: '/v1/sync/snapshot?history=true' }])
  })

  it('end with an error that can be told where the connection breaks', async () => {
    await expect(taking({ cutAt: 20 }).all()).rejects.toMatchObject({ name: 'AppError' })
  })

  it('are no page of something else', async () => {
    await expect(taking({ mediaType: 'text/html' }).all()).rejects.toMatchObject({ code: 'upstream.broken' })
  })
})
