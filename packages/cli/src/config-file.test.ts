import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseConfigValue, readConfig, writeConfig } from './config-file.ts'
import { readEnvironment } from './environment.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'goalixa-config-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the config file', () => {
  it('keeps what was set', async () => {
    expect(await readConfig(folder)).toEqual({})
    await writeConfig(folder, { zone: 'Asia/Tehran', weekStart: 6 })
    expect(await readConfig(folder)).toEqual({ zone: 'Asia/Tehran', weekStart: 6 })
  })

  it.each([
    ['{', 'not valid JSON'],
    ['1', 'no object'],
    ['{"zone":"Mars"}', 'zone cannot be "Mars"'],
  ])('refuses %s', async (text, message) => {
    await writeFile(join(folder, 'config.json'), text)
    await expect(readConfig(folder)).rejects.toThrow(message)
  })

  it('leaves keys of later versions alone', async () => {
    await writeFile(join(folder, 'config.json'), '{"theme":"dark","weekStart":7}')
    expect(await readConfig(folder)).toEqual({ weekStart: 7 })
  })
})

describe('parseConfigValue', () => {
  it.each([
    ['apiUrl', 'https://Goalixa.example/', 'https://goalixa.example'],
    ['apiUrl', 'http://127.0.0.1:8080/base//', 'http://127.0.0.1:8080/base'],
    ['weekStart', '7', 7],
    ['zone', 'Europe/Berlin', 'Europe/Berlin'],
  ] as const)('reads %s %s', (key, text, value) => {
    expect(parseConfigValue(key, text)).toBe(value)
  })

  it.each([
    ['apiUrl', 'ftp://x'],
    ['apiUrl', 'x'],
    ['weekStart', '0'],
    ['weekStart', 'monday'],
    ['zone', '+02:00'],
  ] as const)('refuses %s %s', (key, text) => {
    expect(() => parseConfigValue(key, text)).toThrow(`${key} cannot be`)
  })
})

describe('readEnvironment', () => {
  it.each([
    [{}, '/home/ada/.config/goalixa'],
    [{ XDG_CONFIG_HOME: '/xdg' }, '/xdg/goalixa'],
    [{ XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/goalixa'],
    [{ XDG_CONFIG_HOME: '/xdg', GOALIXA_CONFIG_DIR: '/own' }, '/own'],
  ])('finds the folder of %j', (env, configDir) => {
    expect(readEnvironment(env, '/home/ada').configDir).toBe(configDir)
  })

  it.each([
    [{ GOALIXA_DATA_DIR: '/d', XDG_DATA_HOME: '/x' }, '/d'],
    [{ XDG_DATA_HOME: '/x' }, '/x/goalixa'],
    [{ XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/goalixa'],
  ])('finds the data folder of %j', (env, dataDir) => {
    expect(readEnvironment(env, '/home/ada').dataDir).toBe(dataDir)
  })

  it.each([
    ['0', 0],
    ['1500', 1500],
    ['-1', undefined],
    ['soon', undefined],
  ])('waits for the server as GOALIXA_SYNC_DEADLINE_MS=%s says', (text, ms) => {
    expect(readEnvironment({ GOALIXA_SYNC_DEADLINE_MS: text }, '/h').syncDeadlineMs).toBe(ms)
  })

  it('takes an empty variable for none', () => {
    expect(readEnvironment({ GOALIXA_TOKEN: '', GOALIXA_API_URL: '' }, '/h')).toEqual(
      readEnvironment({}, '/h'),
    )
  })
})
