import { AppError } from '@goalixa/contracts/errors'
import { Errors } from '@oclif/core'
import { describe, expect, it } from 'vitest'
import { FailureDocument } from './failure-document.ts'
import { UsageError, failureOf, failureWords } from './failure.ts'

describe('failureOf', () => {
  it('keeps what an expected failure says', () => {
    const error = new AppError('import.rows_refused', 'Line 3 cannot be read', {
      requestId: 'req-1',
      fields: [{ path: '', message: 'no end', line: 3 }],
    })
    const failure = failureOf(error)
    expect(failure).toMatchObject({ code: 'import.rows_refused', exit: 6, requestId: 'req-1' })
    expect(failureWords(failure)).toBe(
      'Line 3 cannot be read\n  line 3: no end\ntry: correct the rows named in "fields", or import without --strict\nrequest: req-1',
    )
    expect(FailureDocument.parse({ error: failure })).toEqual({ error: failure })
  })

  it('begins with a capital and says nothing twice', () => {
    const error = new AppError('import.unreadable', 'line 1: no array', {
      try: 'export it again',
      fields: [{ path: '', message: 'no array', line: 1 }],
    })
    expect(failureWords(failureOf(error))).toBe('Line 1: no array\ntry: export it again')
    expect(failureWords(failureOf(new AppError('labels.name_taken', 'there is a label', { try: 'x' })))).toBe(
      'There is a label\ntry: x',
    )
  })

  it.each([
    [new UsageError('The e-mail is empty'), 'The e-mail is empty', 'goalixa auth login --help'],
    [new UsageError('The e-mail is empty', 'add --email'), 'The e-mail is empty', 'add --email'],
    [
      new Errors.CLIError('command task:foo not found'),
      'There is no command "task foo"',
      'goalixa auth login --help',
    ],
    [
      new Errors.CLIError('Nonexistent flag: --foo\nSee more help with --help'),
      'There is no flag: --foo',
      'goalixa auth login --help',
    ],
    [
      Object.assign(new Errors.CLIError('Missing 1 required arg:\nfile  the file'), {
        args: [{ name: 'file' }],
      }),
      'Missing: FILE',
      'goalixa auth login --help',
    ],
  ])('takes %s for wrong usage', (error, message, tryNext) => {
    expect(failureOf(error, 'auth login')).toEqual({ code: 'usage', message, try: tryNext, exit: 2 })
  })

  it('takes a closed question for an interruption', () => {
    expect(failureOf(Object.assign(new Error('closed'), { name: 'ExitPromptError' }))).toMatchObject({
      code: 'interrupted',
      exit: 130,
    })
  })

  it('tells of a bug that it is one', () => {
    expect(failureOf(new TypeError('x is undefined'))).toMatchObject({ code: 'internal', exit: 1 })
    expect(failureOf('text')).toMatchObject({ message: 'Something unexpected happened: text' })
  })

  it('lets no escape sequence of a server through', () => {
    const words = failureWords(
      failureOf(
        new AppError('labels.name_taken', 'There is \u001b[31mred\u0007', { requestId: '\u001b]0;x' }),
      ),
    )
    expect(words).not.toMatch(/[\u0007\u001b]/)
  })
})
