import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { listenTo } from './listen.ts'
import { testDatabase } from './testing/database.ts'

const channel = 'shop "goods"'

/** A connection that sends, and what a listener of the same database was told. */
async function aListener(url: string, through = url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const errors: Error[] = []
  const notifications = listenTo({ url: through, channel, onError: (error) => errors.push(error) })
  onTestFinished(async () => {
    await notifications.close()
    await client.end()
  })
  const told: string[] = []
  notifications.subscribe({ onMessage: (payload) => told.push(payload), onMissed: () => told.push('missed') })
  const send = (payload: string) => client.query('select pg_notify($1, $2)', [channel, payload])
  return { notifications, told, errors, send, client }
}

/** A way to the server that can be cut. */
async function aRelay(url: string) {
  const sockets = new Set<Socket>()
  const target = new URL(url)
  const relayed = new URL(url)
  const server = createServer((inner) => {
    const outer = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(socket)
      socket
        .on('error', () => undefined)
        .on('close', () => other.destroy())
        .pipe(other)
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  relayed.port = String(port)
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  onTestFinished(() => (server.listening ? cut() : undefined))
  return { url: relayed.href, cut, mend: () => once(server.listen(port, '127.0.0.1'), 'listening') }
}

test('tells every subscriber what is sent on its channel, once it may have missed something', async () => {
  const { notifications, told, send, client } = await aListener(await testDatabase())
  const others: string[] = []
  const leave = notifications.subscribe({
    onMessage: (payload) => others.push(payload),
    onMissed: () => undefined,
  })
  await expect.poll(() => told).toEqual(['missed'])
  await client.query(`notify another, 'x'`)
  await send('one')
  await send('')
  await expect.poll(() => told).toEqual(['missed', 'one', ''])
  leave()
  await send('two')
  await expect.poll(() => told.at(-1)).toBe('two')
  expect(others).toEqual(['one', ''])
})

test('comes back when the connection breaks, and says that something may have been missed', async () => {
  const { told, errors, send, client } = await aListener(await testDatabase())
  await expect.poll(() => told).toEqual(['missed'])
  const kill = 'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1'
  await client.query(kill, [`listen ${channel}`])
  await send('lost')
  await expect.poll(() => told.filter((one) => one === 'missed').length, { timeout: 30_000 }).toBe(2)
  await send('heard')
  await expect.poll(() => told.at(-1)).toBe('heard')
  expect(errors.length).toBeGreaterThan(0)
})

test('goes on trying while the server cannot be reached, also from the beginning', async () => {
  const url = await testDatabase()
  const relay = await aRelay(url)
  await relay.cut()
  const { told, errors, send } = await aListener(url, relay.url)
  await expect.poll(() => errors.length).toBeGreaterThan(2)
  expect(told).toEqual([])
  await relay.mend()
  await expect.poll(() => told, { timeout: 30_000 }).toEqual(['missed'])
  await relay.cut()
  await send('lost')
  await relay.mend()
  await expect.poll(() => told, { timeout: 30_000 }).toEqual(['missed', 'missed'])
})

test('ends at once when it is closed, connected or not, and tries no more', async () => {
  const url = await testDatabase()
  const connected = await aListener(url)
  await expect.poll(() => connected.told).toEqual(['missed'])
  await connected.notifications.close()
  const count = await connected.client.query('select 1 from pg_stat_activity where application_name = $1', [
    `listen ${channel}`,
  ])
  expect(count.rowCount).toBe(0)
  expect(connected.errors).toEqual([])

  const relay = await aRelay(url)
  await relay.cut()
  const waiting = await aListener(url, relay.url)
  await expect.poll(() => waiting.errors.length).toBeGreaterThan(0)
  await waiting.notifications.close()
  const tries = waiting.errors.length
  await relay.mend()
  await connected.client.query('select pg_sleep(0.4)')
  expect([waiting.errors.length, waiting.told]).toEqual([tries, []])

  const connecting = await aListener(url)
  await connecting.notifications.close()
  await connected.client.query('select pg_sleep(0.2)')
  expect([connecting.told, connecting.errors]).toEqual([[], []])
})
