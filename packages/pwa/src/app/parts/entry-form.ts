/** What the form of an entry says, as the rules take it. */
import { AppError } from '@goalixa/contracts/errors'
import type { NewTimeEntry, TimeEntry } from '@goalixa/contracts/time-entries'
import { fromInstantText, toInstantText, zoned } from '@goalixa/domain/calendar'
import { place } from '@goalixa/domain/clock-times'
import type { WordsOf } from '../../words/language.ts'
import { plainText } from './plain-text.ts'
import { typedDuration } from './typed-duration.ts'

type Words = WordsOf<'timer'>

/** For `<input type="datetime-local">`: the wall clock of a zone. */
export const localValue = (instant: string | null, zone: string): string =>
  instant === null
    ? ''
    : zoned(fromInstantText(instant), zone).toPlainDateTime().toString({ smallestUnit: 'second' })

/** Epoch seconds of such a value. @throws AppError `input.date` for a time that the clock skips */
export function instantOf(value: string, zone: string): number {
  const local = Temporal.PlainDateTime.from(value)
  return place(local.toPlainDate(), { time: local.toPlainTime() }, zone).instant
}

/** @throws AppError with a sentence for the person */
export function readForm(
  form: HTMLFormElement,
  entry: TimeEntry | undefined,
  zone: string,
  words: Words,
): Omit<NewTimeEntry, 'id'> {
  const data = new FormData(form)
  const text = (name: string) => {
    const value = data.get(name)
    return typeof value === 'string' ? plainText(value) : ''
  }
  const labels = [...new Set(text('labels').split(/[,،]/).map(plainText).filter(Boolean))]
  const [description, project] = [text('description'), text('project')]
  if (
    description.length > 10_000 ||
    project.length > 200 ||
    labels.length > 50 ||
    labels.some((label) => label.length > 200)
  )
    throw refused(words.tooLong)
  const said = {
    description,
    labels,
    // Of a new one without a word about it, the project says.
    ...(entry === undefined && data.get('billable') === null
      ? {}
      : { billable: data.get('billable') !== null }),
    // A name that stays is not looked up: the project may be in the archive.
    ...(project === (entry?.project ?? '') ? {} : { project: project || null }),
  }
  if (entry !== undefined && entry.start === null) {
    const durationSeconds = typedDuration(text('duration'))
    if (durationSeconds < 1 || text('date') === '') throw refused(words.needTimes)
    return { ...said, date: text('date'), durationSeconds }
  }
  const moment = (name: 'start' | 'end', before: string | null | undefined): string | null => {
    const value = text(name)
    if (value === '') return null
    // The same words may mean two moments where the clock is set back: what was not touched stays.
    const same = before && instantOfOrNone(value, localValue(before, zone))
    return same ? before : toInstantText(instantOf(value, zone))
  }
  const start = moment('start', entry?.start)
  const end = moment('end', entry?.end)
  const isRunning = entry !== undefined && entry.end === null
  if (start === null || (end === null && !isRunning)) throw refused(words.needTimes)
  if (end !== null && fromInstantText(end) <= fromInstantText(start)) throw refused(words.notAfter)
  return { ...said, start, end }
}

/** Browsers leave out seconds that are zero. */
const instantOfOrNone = (value: string, before: string): boolean =>
  Temporal.PlainDateTime.from(value).equals(Temporal.PlainDateTime.from(before))

const refused = (sentence: string) => new AppError('request.invalid', sentence)
