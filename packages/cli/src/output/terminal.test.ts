import { describe, expect, it } from 'vitest'
import { createTerminal } from './terminal.ts'

function aTerminal(over: { json?: boolean; isTTY?: boolean; env?: Record<string, string> } = {}) {
  const written = { out: '', err: '' }
  const isTTY = over.isTTY ?? true
  const terminal = createTerminal({
    json: over.json ?? false,
    env: over.env ?? {},
    stdin: { isTTY },
    stdout: { isTTY, columns: 100, write: (text) => void (written.out += text) },
    stderr: { isTTY, write: (text) => void (written.err += text) },
  })
  return { terminal, written }
}

describe('the terminal', () => {
  it('keeps results and words apart', () => {
    const { terminal, written } = aTerminal()
    terminal.say('understood')
    terminal.say('')
    terminal.result('done')
    expect(written).toEqual({ out: 'done\n', err: 'understood\n' })
  })

  it('paints only a terminal, without NO_COLOR, never JSON', () => {
    expect(aTerminal().terminal.paint('red', 'x')).toBe('\u001b[31mx\u001b[39m')
    for (const over of [
      { isTTY: false },
      { env: { NO_COLOR: '1' } },
      { env: { TERM: 'dumb' } },
      { json: true },
    ]) {
      expect(aTerminal(over).terminal.paint('red', 'x')).toBe('x')
    }
    expect(aTerminal({ env: { NO_COLOR: '' } }).terminal.paint('red', 'x')).not.toBe('x')
  })

  it('draws where blocks are shown, and does as a pipe where somebody listens', () => {
    expect(aTerminal().terminal).toMatchObject({ drawings: true, accessible: false })
    expect(aTerminal({ env: { LANG: 'de_DE.UTF-8' } }).terminal.drawings).toBe(true)
    for (const over of [
      { isTTY: false },
      { env: { TERM: 'dumb' } },
      { env: { LANG: 'C' } },
      { env: { LC_ALL: 'POSIX', LANG: 'C.UTF-8' } },
    ])
      expect(aTerminal(over).terminal.drawings).toBe(false)
    expect(aTerminal({ env: { GOALIXA_ACCESSIBLE: '1' } }).terminal).toMatchObject({
      accessible: true,
      drawings: false,
      colour: false,
      screen: false,
      width: undefined,
      interactive: true,
    })
  })

  it('takes the colour itself, or the nearest that the terminal has', () => {
    expect(aTerminal({ env: { COLORTERM: 'truecolor' } }).terminal.tint('#d9480f', 'x')).toBe(
      '\u001b[38;2;217;72;15mx\u001b[39m',
    )
    expect(aTerminal().terminal.tint('#ff0000', 'x')).toBe('\u001b[38;5;196mx\u001b[39m')
    expect(aTerminal().terminal.tint('red\u001b', 'x')).toBe('x')
    expect(aTerminal({ env: { NO_COLOR: '1' } }).terminal.tint('#ff0000', 'x')).toBe('x')
  })

  it('knows its width and whether questions can be asked', () => {
    expect(aTerminal().terminal).toMatchObject({ interactive: true, width: 100 })
    expect(aTerminal({ isTTY: false }).terminal).toMatchObject({ interactive: false, width: undefined })
  })

  it('prints one document', () => {
    const { terminal, written } = aTerminal({ json: true })
    terminal.document({ a: 1 })
    expect(JSON.parse(written.out)).toEqual({ a: 1 })
  })
})
