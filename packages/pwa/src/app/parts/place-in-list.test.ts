import { expect, it } from 'vitest'
import { placed, stepped } from './place-in-list.ts'

const list = ['b', 'd', 'f'].map((order) => ({ id: order, order }))
const orderAfter = (id: string, place: { readonly order: string } | undefined) =>
  list
    .map((one) => (one.id === id && place !== undefined ? { ...one, ...place } : one))
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .map((one) => one.id)
    .join('')

it('a step goes past one neighbour, and nowhere at the end', () => {
  expect(orderAfter('b', stepped(list, 'b', 1))).toBe('dbf')
  expect(orderAfter('f', stepped(list, 'f', -1))).toBe('bfd')
  expect(stepped(list, 'b', -1)).toBe(undefined)
  expect(stepped(list, 'f', 1)).toBe(undefined)
  expect(stepped(list, 'unknown', 1)).toBe(undefined)
})

it('a drop puts it before or after the one it was dropped on', () => {
  expect(orderAfter('f', placed(list, 'f', 'b', false))).toBe('fbd')
  expect(orderAfter('f', placed(list, 'f', 'b', true))).toBe('bfd')
  expect(orderAfter('b', placed(list, 'b', 'f', true))).toBe('dfb')
})
