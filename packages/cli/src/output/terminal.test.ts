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
