/** Words for the state of an environment. */
import * as z from 'zod'
import { safeLine } from './safe-text.ts'
import { sizeText } from './sizes.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

export const RevisionDocument = z.object({
  number: z.int(),
  run: z.string(),
  planHash: z.string(),
  committedAt: z.string(),
  /** One line per image: service, tag, digest. */
  summary: z.string(),
})
export type RevisionDocument = z.infer<typeof RevisionDocument>

export const StatusDocument = z.object({
  environment: z.string(),
  context: z.string(),
  server: z.string(),
  /** Of Kubernetes. */
  version: z.string(),
  /** Who works on it now. */
  lock: z.object({ holder: z.string(), since: z.string(), doing: z.string(), token: z.int() }).nullable(),
  /** The run that has no end yet. */
  run: z
    .object({
      id: z.string(),
      kind: z.enum(['deploy', 'rollback']),
      actor: z.string(),
      reason: z.string(),
      startedAt: z.string(),
    })
    .nullable(),
  step: z.string().nullable(),
  revision: RevisionDocument.nullable(),
  workloads: z.array(
    z.object({
      service: z.string(),
      object: z.string(),
      images: z.array(z.string()),
      complete: z.boolean(),
      available: z.int(),
      wanted: z.int(),
      waitingFor: z.string(),
      problem: z.string().nullable(),
    }),
  ),
  /** What the cluster makes by itself. */
  backups: z.array(
    z.object({
      object: z.string(),
      /** dump: encrypted dumps; drill: restores the newest of them; base: of the operator of the database. */
      kind: z.enum(['dump', 'drill', 'base']),
      schedule: z.string(),
      lastSuccess: z.string().nullable(),
      isFresh: z.boolean(),
    }),
  ),
  /** Backups in a folder of this machine, newest first; null when there are none, or it is of another environment. */
  machine: z
    .object({
      folder: z.string(),
      backups: z.array(
        z.object({
          file: z.string(),
          madeAt: z.string(),
          bytes: z.int(),
          rows: z.int(),
          verifiedAt: z.string().nullable(),
          isFresh: z.boolean(),
        }),
      ),
    })
    .nullable(),
})
export type StatusDocument = z.infer<typeof StatusDocument>
type Look = Pick<Terminal, 'paint' | 'width'>

export function statusText(status: StatusDocument, terminal: Look): string {
  const { environment, context, version, lock, run, step, revision, workloads } = status
  const { paint } = terminal
  return [
    paint('bold', `${environment} (context ${safeLine(context)}, Kubernetes ${safeLine(version)})`),
    revision === null
      ? 'Nothing was committed yet'
      : `Revision ${revision.number}, committed ${momentText(revision.committedAt)}`,
    ...(lock === null
      ? []
      : [
          paint(
            'yellow',
            `Locked by ${safeLine(lock.holder)} since ${momentText(lock.since)}: ${safeLine(lock.doing)}`,
          ),
        ]),
    ...(run === null ? [] : [runText({ run, step, isHeld: lock !== null, environment }, paint)]),
    '',
    workloads.length === 0 ? 'No workloads' : workloadsText(workloads, terminal),
    ...backupsText(status, paint),
  ].join('\n')
}

/** Without a cluster: what this machine has. */
export const machineText = (status: StatusDocument, { paint }: Look): string =>
  backupsText(status, paint).slice(1).join('\n')

const backupKinds = { dump: 'dumps', drill: 'restore drills', base: 'backups of the operator' } as const

function backupsText(
  { backups, machine }: Pick<StatusDocument, 'backups' | 'machine'>,
  paint: Look['paint'],
): string[] {
  const ofCluster = backups.map(({ object, kind, lastSuccess, isFresh }) => {
    const when = lastSuccess === null ? 'none has succeeded yet' : `last success ${momentText(lastSuccess)}`
    return paint(isFresh ? 'green' : 'yellow', `${backupKinds[kind]}: ${when} (${safeLine(object)})`)
  })
  // Those before the newest that proved good say nothing more.
  const proven = machine?.backups.findIndex(({ verifiedAt }) => verifiedAt !== null) ?? -1
  const shown = machine?.backups.slice(0, proven < 0 ? 3 : Math.min(proven + 1, 3)) ?? []
  const ofMachine = shown.map(({ file, madeAt, bytes, rows, verifiedAt, isFresh }) => {
    const tried = verifiedAt === null ? 'not tried' : `restored and equal ${momentText(verifiedAt)}`
    const words = `${momentText(madeAt)}, ${sizeText(bytes)}, ${rows.toLocaleString('en-GB')} rows, ${tried} (${safeLine(file)})`
    return paint(isFresh && verifiedAt !== null ? 'green' : 'yellow', words)
  })
  return [
    ...(ofCluster.length === 0 ? [] : ['', paint('bold', 'Backups'), ...ofCluster]),
    ...(machine === null ? [] : ['', paint('bold', `Backups in ${safeLine(machine.folder)}`), ...ofMachine]),
  ]
}

function runText(
  {
    run,
    step,
    isHeld,
    environment,
  }: { run: NonNullable<StatusDocument['run']>; step: string | null; isHeld: boolean; environment: string },
  paint: Look['paint'],
): string {
  const words = `${run.kind} ${run.id} by ${safeLine(run.actor)} since ${momentText(run.startedAt)}`
  const at = step === null ? '' : `, at: ${safeLine(step)}`
  return isHeld
    ? `Running: ${words}${at}`
    : paint(
        'yellow',
        `Broken off: ${words}${at}\ntry: goalixa ops resume --env ${environment}, or goalixa ops abort --env ${environment}`,
      )
}

function workloadsText(workloads: StatusDocument['workloads'], { paint, width }: Look): string {
  const rows = table(
    [
      { head: 'Service' },
      { head: 'Pods', align: 'right' },
      { head: 'State' },
      { head: 'Image', flexible: true },
    ],
    workloads.map(({ service, available, wanted, complete, waitingFor, images }) => [
      service,
      `${available}/${wanted}`,
      complete ? 'ready' : `waits for ${waitingFor}`,
      imageWords(images[0] ?? ''),
    ]),
    { width, paintHead: (head) => paint('bold', head) },
  )
  const problems = workloads.flatMap(({ service, problem }) =>
    problem === null ? [] : [paint('red', `${safeLine(service)}: ${safeLine(problem)}`)],
  )
  return [rows, ...problems].join('\n')
}

/** `app:1.4.0 sha256:0123456789ab`: what differs between two versions. */
const imageWords = (image: string): string => {
  const [name = '', digest] = image.split('@', 2)
  const short = name.split('/').at(-1) ?? name
  return digest === undefined ? short : `${short} ${digest.slice(0, 'sha256:'.length + 12)}`
}

/** `2026-11-23 03:12:05 UTC`: the same for whoever looks from wherever. */
export const momentText = (instant: string): string =>
  instant.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')
