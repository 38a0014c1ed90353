/**
 * What needs no schema to be seen as good: the input of what people type all day. It accepts less than the contracts do,
 * and nothing that they would refuse or change; anything else is left to them, and to their words for what is wrong.
 */
import { reportGroupings } from '@goalixa/contracts/report-groupings'
import type { ReportQuery } from '@goalixa/contracts/reports'
import type { TimerContinue, TimerStart, TimerStop } from '@goalixa/contracts/timer'
import { isZone } from '@goalixa/contracts/zones'
import { readBody, readQuery } from './read-input.ts'

type Check = (value: unknown) => boolean
type Checks = Readonly<Record<string, Check>>
type Read<Input> = Promise<Input> | Input

export const readTimerStart = (body: object): Read<TimerStart> =>
  isPlain(body, timerStart)
    ? defined(body)
    : contractsOfTimer().then(({ start }) => readBody(start.body, body))

export const readTimerStop = (body: object): Read<TimerStop> =>
  isPlain(body, timerStop) ? defined(body) : contractsOfTimer().then(({ stop }) => readBody(stop.body, body))

export const readTimerContinue = (body: object): Read<TimerContinue> =>
  isPlain(body, timerContinue)
    ? defined(body)
    : contractsOfTimer().then((routes) => readBody(routes.continue.body, body))

const contractsOfTimer = async () => (await import('@goalixa/contracts/timer')).timerRoutes

export const readReportQuery = (query: object): Read<ReportQuery> =>
  isPlain({ from: null, to: null, by: null, ...defined(query) }, reportQuery)
    ? (defined(query) as ReportQuery)
    : import('@goalixa/contracts/reports').then(({ reportRoutes }) =>
        readQuery(reportRoutes.summary.query, query),
      )

const text: Check = (value) =>
  typeof value === 'string' && value.length <= 10_000 && !value.includes('\0') && value.isWellFormed()
const name: Check = (value) =>
  typeof value === 'string' &&
  value !== '' &&
  value.length <= 200 &&
  value === value.trim() &&
  value === value.normalize('NFC') &&
  text(value) &&
  !/[\r\n]/.test(value)
const names: Check = (value) => Array.isArray(value) && value.length <= 20 && value.every(name)
const yesOrNo: Check = (value) => typeof value === 'boolean'
const zone: Check = (value) => typeof value === 'string' && value.length <= 64 && isZone(value)
const source: Check = (value) => value === 'cli'
// The 29th to 31st exist in some months only: those are left to the contract.
const instant: Check = (value) =>
  typeof value === 'string' &&
  /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/.test(value)
const date: Check = (value) =>
  typeof value === 'string' && /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/.test(value)
const grouping: Check = (value) => reportGroupings.some((known) => known === value)
const weekStart: Check = (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 7

const timerStop: Checks = { at: instant }
const timerContinue: Checks = { at: instant, zone, source }
const timerStart: Checks = {
  ...timerContinue,
  description: text,
  project: name,
  labels: names,
  billable: yesOrNo,
}
const reportQuery: Checks = { from: date, to: date, by: grouping, zone, weekStart }

const isPlain = (value: object, checks: Checks): boolean =>
  Object.entries(value).every(([field, one]) => one === undefined || checks[field]?.(one) === true)

const defined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))
