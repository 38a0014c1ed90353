/** The way to the Harbor that the environment variables name. */
import type { Clock } from '@goalixa/ops/clock'
import type { Credentials } from '@goalixa/ops/registry/docker-config'
import { credentialsOfOperator } from '@goalixa/ops/registry/operator-credentials'
import { openHarbor } from '@goalixa/ops/registry/harbor'
import type { Harbor } from '@goalixa/ops/registry/harbor'
import { readEnvironment } from '../environment.ts'
import { UsageError } from '../failure.ts'

export interface OpsHarbor {
  readonly harbor: Harbor
  /** As the names of its images begin. */
  readonly host: string
  readonly credentials?: Credentials
  readonly close: () => Promise<void>
}

/** Undefined when none is named. */
export async function openOpsHarbor(clock: Clock): Promise<OpsHarbor | undefined> {
  const { harbor: named, dockerConfig } = readEnvironment()
  if (named === undefined) return undefined
  const { url, username, password } = named
  const host = URL.parse(url)?.host ?? ''
  const credentials =
    username !== undefined && password !== undefined
      ? { username, password }
      : (await credentialsOfOperator(dockerConfig)(host))[0]
  const options = { url, clock, ...(credentials === undefined ? {} : { credentials }) }
  try {
    const harbor = openHarbor(options)
    return { harbor, host, close: harbor.close, ...(credentials === undefined ? {} : { credentials }) }
  } catch {
    throw new UsageError(
      'GOALIXA_HARBOR_URL is no address of a Harbor',
      'write it with https and without a name or password: https://harbor.example.com',
    )
  }
}
