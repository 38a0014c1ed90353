import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { KubeObject } from '../kube-object.ts'
import { originsIn } from './origins.ts'
import { createProbe } from './probe.ts'

const route = (
  service: string,
  hostnames: string[],
  rules: object[] = [{ backendRefs: [{}] }],
): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: service, labels: { 'app.kubernetes.io/name': service } },
  spec: { hostnames, rules },
})

test('the addresses are those of the routes, unless others are given', () => {
  const objects = [
    route('landing', ['goalixa.example'], [{ filters: [{ type: 'RequestRedirect' }] }]),
    route('landing', ['goalixa.example', 'www.goalixa.example']),
    route('api', ['api.goalixa.example']),
    route('auth', ['auth.goalixa.example']),
    route('pwa', ['*.goalixa.example']),
  ]
  expect(originsIn(objects)).toEqual({
    landing: 'https://goalixa.example',
    api: 'https://api.goalixa.example',
  })
  expect(originsIn(objects, { api: 'http://127.0.0.1:1' }).api).toBe('http://127.0.0.1:1')
  expect(originsIn([])).toEqual({})
})

test('a connection that fails under TLS is an answer without a status, and nothing worse', async () => {
  const rude = createServer((socket) => {
    socket.on('error', () => undefined).resume()
    socket.end('no TLS here')
  })
  await new Promise<void>((resolve) => void rude.listen(0, '127.0.0.1', resolve))
  const probe = createProbe(() => new Date())
  const { port } = rude.address() as AddressInfo
  for (const url of [`https://127.0.0.1:${port}/`, 'https://127.0.0.1:1/'])
    expect(await probe.ask({ method: 'GET', url })).toMatchObject({ status: 0, tlsDays: undefined })
  await probe.close()
  await new Promise((resolve) => rude.close(resolve))
})
