/** Promotion: what staging runs becomes what production may run, byte for byte. Nothing is built a second time. */
import { AppError } from '@goalixa/contracts/errors'
import { imagesOf } from './gates/plan-images.ts'
import { listRevisions } from './journal/revisions.ts'
import { imageParts } from './plan/images.ts'
import type { Harbor } from './registry/harbor.ts'
import { splitProject } from './registry/harbor/address.ts'
import { RegistryRefusal } from './registry/refusal.ts'
import { readState } from './rollback.ts'

export interface PromotedImage {
  /** Without the host. */
  readonly repository: string
  readonly digest: string
  readonly tag?: string
}

export interface Promotion {
  readonly from: PromotedImage
  /** With the host, as manifests name it: `harbor.example.com/goalixa/app:1.4.0@sha256:…` */
  readonly reference: string
  /** Whether it was there already, with its tag. */
  readonly isThere: boolean
}

interface PromoteOptions {
  readonly harbor: Pick<Harbor, 'artifact' | 'copy' | 'addTag'>
  readonly host: string
  readonly images: readonly PromotedImage[]
  /** The project. */
  readonly to: string
  readonly dryRun: boolean
}

export interface Staged {
  readonly images: readonly (PromotedImage & { readonly host: string })[]
  /** The newest. */
  readonly revision: number
}

/** What staging committed last, of every service. Rejects with `ops.not_staged` when it never did. */
export async function readStaged(place: Parameters<typeof readState>[0]): Promise<Staged> {
  const state = await readState(place)
  const [newest] = await listRevisions(place)
  if (state === undefined || newest === undefined)
    throw new AppError('ops.not_staged', 'staging has no revision yet')
  return { revision: newest.number, images: imagesOf(state) }
}

/** `goalixa-staging/app:1.4.0`, with the host or without, as the digest that it means now. */
export async function resolveImage(
  harbor: Pick<Harbor, 'artifact'>,
  host: string,
  text: string,
): Promise<PromotedImage> {
  const { repository: named, tag, digest } = imageParts(text)
  const repository = named.startsWith(`${host}/`) ? named.slice(host.length + 1) : named
  splitProject(repository)
  if (tag === undefined && digest === undefined)
    throw new RegistryRefusal('wrong', `${text} has neither a tag nor a digest`)
  const found = await harbor.artifact(repository, digest ?? tag!)
  if (found === undefined) throw new RegistryRefusal('wrong', `${host} has no ${text}`)
  return { repository, digest: found.digest, ...(tag === undefined ? {} : { tag }) }
}

/** Throws `ops.not_staged` for a digest that staging does not run. */
export function assertStaged(images: readonly PromotedImage[], staged: Staged): void {
  for (const { repository, digest } of images)
    if (!staged.images.some((one) => one.digest === digest))
      throw new AppError(
        'ops.not_staged',
        `revision ${staged.revision} of staging does not run ${repository}@${digest}`,
      )
}

/** All tags are looked at before the first copy. Doing it again does nothing. Rejects with `RegistryRefusal`. */
export async function promote({
  harbor,
  host,
  images,
  to,
  dryRun,
}: PromoteOptions): Promise<readonly Promotion[]> {
  const promotions: (Promotion & { target: string })[] = []
  for (const from of images) {
    const { repository, tag, digest } = from
    const target = `${to}/${splitProject(repository).name}`
    const source = await harbor.artifact(repository, digest)
    if (source === undefined) throw new RegistryRefusal('wrong', `${host} has no ${repository}@${digest}`)
    // A copy brings all tags along, and would move those that are something else there.
    const tags = new Set([...source.tags.map(({ name }) => name), ...(tag === undefined ? [] : [tag])])
    for (const name of tags) await assertFree(harbor, target, name, digest)
    const there = await harbor.artifact(target, digest)
    const isThere = there !== undefined && (tag === undefined || there.tags.some(({ name }) => name === tag))
    const name = `${host}/${target}${tag === undefined ? '' : `:${tag}`}`
    promotions.push({ from, target, isThere, reference: `${name}@${digest}` })
  }
  if (!dryRun) for (const one of promotions) if (!one.isThere) await bring(harbor, one.from, one.target)
  return promotions.map(({ target: _target, ...one }) => one)
}

async function assertFree(
  harbor: PromoteOptions['harbor'],
  target: string,
  tag: string,
  digest: string,
): Promise<void> {
  const now = await harbor.artifact(target, tag)
  if (now !== undefined && now.digest !== digest)
    throw new RegistryRefusal(
      'wrong',
      `${target}:${tag} is another image there, ${now.digest}: tags are not moved`,
    )
}

async function bring(
  harbor: PromoteOptions['harbor'],
  { repository, digest, tag }: PromotedImage,
  target: string,
): Promise<void> {
  if (repository !== target) await harbor.copy({ repository, digest }, target)
  const copied = await harbor.artifact(target, digest)
  if (copied === undefined)
    throw new RegistryRefusal('wrong', `${target}@${digest} is not there after it was copied`)
  // Without a tag retention would clear it away.
  if (tag !== undefined && !copied.tags.some(({ name }) => name === tag))
    await harbor.addTag(target, digest, tag)
}
