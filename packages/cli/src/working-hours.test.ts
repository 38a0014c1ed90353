import { expect, it } from 'vitest'
import { hoursOf } from './working-hours.ts'

it.each([
  [undefined, {}],
  ['9:00-17:00', { hoursFrom: '09:00', hoursTo: '17:00' }],
  ['09:30 – 17:15', { hoursFrom: '09:30', hoursTo: '17:15' }],
  ['0:00-24:00', { hoursFrom: '00:00', hoursTo: '24:00' }],
])('%s are %j', (text, hours) => {
  expect(hoursOf(text)).toEqual(hours)
})

it.each(['9-17', '17:00-9:00', '9:00-9:00', '24:00-25:00', '9:00-25:00', '9:60-10:00', '9:00', ''])(
  'refuses %j',
  (text) => {
    expect(() => hoursOf(text)).toThrow(`"${text}" are no working hours`)
  },
)
