/** Which credentials of a pull secret a registry gets (section 4: the cluster's own pull secret is asked). */
import { expect, test } from 'vitest'
import { credentialsIn } from './docker-config.ts'

const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') })
const names = (auths: object, repository: string) =>
  credentialsIn(JSON.stringify({ auths }), repository)?.map(({ username }) => username)

test('are those of the host with its port, however the key is written', () => {
  for (const key of ['harbor.example:5000', 'https://harbor.example:5000', 'https://HARBOR.example:5000/v1/'])
    expect(names({ [key]: auth('robot$pull:x') }, 'harbor.example:5000/goalixa/app')).toEqual(['robot$pull'])
  expect(names({ 'harbor.example': auth('a:x') }, 'harbor.example:5000/goalixa/app')).toEqual([])
  expect(names({ 'harbor.example': auth('a:x') }, 'harbor.example.evil/goalixa/app')).toEqual([])
})

test('of a path come before those of the host, and a path fits whole parts only', () => {
  const auths = { 'h.example': auth('host:x'), 'h.example/goalixa': auth('path:x') }
  expect(names(auths, 'h.example/goalixa/app')).toEqual(['path', 'host'])
  expect(names(auths, 'h.example/goalixa-stage/app')).toEqual(['host'])
})

test('with a star fit one label', () => {
  expect(names({ '*.example': auth('a:x') }, 'h.example/app')).toEqual(['a'])
  expect(names({ '*.example': auth('a:x') }, 'h.more.example/app')).toEqual([])
})

test('keep the colons of a password, and may be written as two fields', () => {
  const of = (entry: object) => credentialsIn(JSON.stringify({ auths: { h: entry } }), 'h/app')
  expect(of(auth('a:b:c'))).toEqual([{ username: 'a', password: 'b:c' }])
  expect(of({ username: 'a', password: 'b' })).toEqual([{ username: 'a', password: 'b' }])
  expect(of({ username: 'a' })).toEqual([])
  expect(of({ auth: 'not base64 with a colon' })).toEqual([])
})

test('of the older form have no auths around them', () => {
  expect(credentialsIn(JSON.stringify({ h: auth('a:b') }), 'h/app')).toEqual([
    { username: 'a', password: 'b' },
  ])
})

test('are undefined for what is no such document', () => {
  for (const text of ['', '[]', 'null', '"x"', '{"auths":[]}'])
    expect(credentialsIn(text, 'h/app')).toBeUndefined()
})
