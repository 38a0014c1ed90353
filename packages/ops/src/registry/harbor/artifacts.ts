/** Repositories and what is in them: digests, tags, scans, copies. */
import { z } from 'zod'
import { platformWords } from '../platform.ts'
import { RegistryRefusal } from '../refusal.ts'
import { artifactPath, projectPath, repositoryPath, splitProject } from './address.ts'
import type { Sender } from './send.ts'

interface ScanOverview {
  readonly status: 'Pending' | 'Scheduled' | 'Running' | 'Stopped' | 'Error' | 'Success'
  /** The worst that was found; `Unknown` unless the scan succeeded. */
  readonly severity: string
}

export interface Artifact {
  readonly digest: string
  readonly manifestType: string
  readonly tags: readonly { readonly name: string; readonly immutable: boolean }[]
  /** Of an index: what it holds. `platform` is absent for what runs nowhere, such as attestations. */
  readonly references: readonly { readonly digest: string; readonly platform?: string }[]
  readonly accessories: readonly { readonly digest: string; readonly type: string }[]
  /** Absent: never scanned. */
  readonly scan?: ScanOverview
  /** Of a single image. */
  readonly platform?: string
  readonly pushedAt?: string
  readonly bytes: number
}

export interface Vulnerability {
  readonly id: string
  readonly severity: string
  readonly package: string
  readonly version: string
  /** Empty when there is none. */
  readonly fixVersion: string
}

/** `repository` is with its project and without the host: `goalixa/app`. All reject with `RegistryRefusal`. */
export interface HarborArtifacts {
  readonly repositories: (
    project: string,
  ) => Promise<readonly { readonly name: string; readonly artifactCount: number }[]>
  readonly artifacts: (
    repository: string,
    options?: { readonly tag?: string },
  ) => Promise<readonly Artifact[]>
  /** By tag or by digest; undefined when it is not there. */
  readonly artifact: (repository: string, reference: string) => Promise<Artifact | undefined>
  /** Undefined as long as there is no report. */
  readonly vulnerabilities: (
    repository: string,
    reference: string,
  ) => Promise<readonly Vulnerability[] | undefined>
  /** Resolves as well when one is under way. */
  readonly startScan: (repository: string, reference: string) => Promise<void>
  readonly addTag: (repository: string, reference: string, tag: string) => Promise<void>
  readonly removeTag: (repository: string, reference: string, tag: string) => Promise<void>
  /** Puts the same bytes, so the same digest, into another project; doing it again does nothing. */
  readonly copy: (from: { readonly repository: string; readonly digest: string }, to: string) => Promise<void>
}

/** The first of these that has a report is the one that counts. */
const reportTypes = [
  'application/vnd.security.vulnerability.report; version=1.1',
  'application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0',
]
const accept = { 'x-accept-vulnerabilities': reportTypes.join(', ') }
const withAll = {
  with_tag: 'true',
  with_scan_overview: 'true',
  with_accessory: 'true',
  with_immutable_status: 'true',
}

const overview = z.object({
  scan_status: z.enum(['Pending', 'Scheduled', 'Running', 'Stopped', 'Error', 'Success']),
  severity: z.string().optional(),
})

const artifactSchema = z
  .object({
    digest: z.string(),
    manifest_media_type: z.string().default(''),
    tags: z.array(z.object({ name: z.string(), immutable: z.boolean().default(false) })).nullish(),
    references: z.array(z.object({ child_digest: z.string(), platform: z.unknown() })).nullish(),
    accessories: z.array(z.object({ digest: z.string(), type: z.string() })).nullish(),
    scan_overview: z.record(z.string(), overview).nullish(),
    extra_attrs: z.unknown().optional(),
    push_time: z.string().optional(),
    size: z.number().default(0),
  })
  .transform((one): Artifact => {
    const scan = overviewIn(one.scan_overview ?? {})
    const own = platformWords(one.extra_attrs)
    return {
      digest: one.digest,
      manifestType: one.manifest_media_type,
      tags: one.tags ?? [],
      references: (one.references ?? []).map(({ child_digest: digest, platform }) => {
        const words = platformWords(platform)
        return words === undefined ? { digest } : { digest, platform: words }
      }),
      accessories: one.accessories ?? [],
      ...(scan === undefined ? {} : { scan }),
      ...(own === undefined ? {} : { platform: own }),
      ...(one.push_time === undefined ? {} : { pushedAt: one.push_time }),
      bytes: one.size,
    }
  })

const reportSchema = z.record(
  z.string(),
  z.object({
    vulnerabilities: z
      .array(
        z.object({
          id: z.string(),
          severity: z.string().default('Unknown'),
          package: z.string().default(''),
          version: z.string().default(''),
          fix_version: z.string().default(''),
        }),
      )
      .nullish(),
  }),
)

const repositorySchema = z
  .object({ name: z.string(), artifact_count: z.number().default(0) })
  .transform(({ name, artifact_count: artifactCount }) => ({ name, artifactCount }))

export const harborArtifacts = (sender: Sender): HarborArtifacts => ({
  repositories: (project) => sender.list(`${projectPath(project)}/repositories`, repositorySchema),
  artifacts: (repository, { tag } = {}) =>
    sender.list(`${repositoryPath(repository)}/artifacts`, artifactSchema, {
      query: { ...withAll, ...(tag === undefined ? {} : { q: `tags=${tag}` }) },
      headers: accept,
    }),
  artifact: async (repository, reference) => {
    try {
      return await sender.get(artifactPath(repository, reference), artifactSchema, {
        query: withAll,
        headers: accept,
      })
    } catch (error) {
      if (error instanceof RegistryRefusal && error.status === 404) return undefined
      throw error
    }
  },
  vulnerabilities: async (repository, reference) => {
    const path = `${artifactPath(repository, reference)}/additions/vulnerabilities`
    const reports = await sender.get(path, reportSchema, { headers: accept })
    const report = reportTypes.map((type) => reports[type]).find((one) => one !== undefined)
    return (
      report?.vulnerabilities?.map(({ fix_version: fixVersion, ...one }) => ({ ...one, fixVersion })) ??
      (report === undefined ? undefined : [])
    )
  },
  startScan: async (repository, reference) => {
    try {
      await sender.write('POST', `${artifactPath(repository, reference)}/scan`, {})
    } catch (error) {
      if (!(error instanceof RegistryRefusal) || error.status !== 409) throw error
    }
  },
  addTag: async (repository, reference, name) =>
    void (await sender.write('POST', `${artifactPath(repository, reference)}/tags`, { name })),
  removeTag: async (repository, reference, tag) =>
    void (await sender.write(
      'DELETE',
      `${artifactPath(repository, reference)}/tags/${encodeURIComponent(tag)}`,
    )),
  copy: async ({ repository, digest }, to) => {
    splitProject(repository)
    await sender.write('POST', `${repositoryPath(to)}/artifacts`, undefined, {
      from: `${repository}@${digest}`,
    })
  },
})

function overviewIn(found: Readonly<Record<string, z.infer<typeof overview>>>): ScanOverview | undefined {
  const one = reportTypes.map((type) => found[type]).find((report) => report !== undefined)
  return one === undefined ? undefined : { status: one.scan_status, severity: one.severity ?? 'Unknown' }
}
