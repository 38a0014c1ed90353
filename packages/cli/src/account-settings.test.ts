import { defaultSettings } from '@goalixa/domain/default-settings'
import { describe, expect, it } from 'vitest'
import {
  accountKeys,
  readAccountSetting,
  resetAccountSetting,
  showAccountSetting,
} from './account-settings.ts'
import { readRound, roundingOf } from './report-rounding.ts'

describe('a setting of the account', () => {
  it.each([
    ['language', 'fa', { language: 'fa' }],
    ['language', 'EN', { language: 'en' }],
    ['language', 'device', { language: null }],
    ['rounding', '15m:up', { rounding: { seconds: 900, mode: 'up' } }],
    ['rounding', 'none', { rounding: null }],
    ['idleThreshold', '10m', { idleThresholdSeconds: 600 }],
    ['pomodoro.work', '50m', { pomodoro: { workSeconds: 3000 } }],
    ['pomodoro.shortBreak', '10m', { pomodoro: { shortBreakSeconds: 600 } }],
    ['pomodoro.longBreak', '1h', { pomodoro: { longBreakSeconds: 3600 } }],
    ['pomodoro.longBreakEvery', '3', { pomodoro: { longBreakEvery: 3 } }],
    ['overlap', 'Trim', { overlap: 'trim' }],
    ['overlap', 'ask', { overlap: null }],
  ] as const)('%s %s', (key, text, patch) => expect(readAccountSetting(key, text)).toEqual(patch))

  it.each([
    ['language', 'de'],
    ['rounding', '15m:sideways'],
    ['rounding', '25h'],
    ['idleThreshold', '59s'],
    ['pomodoro.work', '25'],
    ['pomodoro.longBreakEvery', ''],
    ['pomodoro.longBreakEvery', '0'],
    ['pomodoro.longBreakEvery', '2.5'],
    ['overlap', 'warn'],
  ] as const)('%s is not %j', (key, text) => expect(() => readAccountSetting(key, text)).toThrow())

  it.each(accountKeys)('what is shown of %s can be typed again, and is the default after a reset', (key) => {
    const shown = String(showAccountSetting(key, defaultSettings))
    expect(resetAccountSetting(key)).toEqual(readAccountSetting(key, shown))
  })
})

describe('the rounding of a report', () => {
  const store = {
    settings: { get: async () => ({ ...defaultSettings, rounding }), update: async () => defaultSettings },
  }
  const rounding = { seconds: 900, mode: 'up' } as const

  it('is that of the settings unless --round says otherwise', async () => {
    expect(await roundingOf(store, readRound(undefined))).toMatchObject({
      rounding,
      words: expect.stringContaining('--round none') as string,
    })
    expect(await roundingOf(store, readRound('6m'))).toEqual({
      rounding: { seconds: 360, mode: 'nearest' },
      words: '',
    })
    expect(await roundingOf(store, readRound('none'))).toEqual({ rounding: undefined, words: '' })
  })
})
