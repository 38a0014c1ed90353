import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway } from '../testing/gateway.ts'
import type { TestGateway } from '../testing/gateway.ts'

let gateway: TestGateway
beforeAll(async () => void (gateway = await startGateway()))
afterAll(() => gateway.close())

test.each(['/device?user_code=WDJB-MJHT', '/authorize?state=x'])(
  'SEC-048 SEC-086: %s is a strict page that nobody keeps or hears of',
  async (path) => {
    const response = await fetch(gateway.url + path)
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
    })
    // What the address says is not written into the document.
    expect(html).not.toContain('WDJB')
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:/i)
    const links = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link!)
    for (const link of links) expect((await fetch(gateway.url + link)).status, link).toBe(200)
  },
)
