/** What the simulated Harbor knows. Bytes of images are in the registry behind it. */
import { randomBytes } from 'node:crypto'

export interface Project {
  readonly id: number
  readonly name: string
  readonly createdAt: string
  metadata: Record<string, string>
  allowlist: readonly string[]
  storageLimit: number
}

export interface Repository {
  readonly id: number
  /** With its project. */
  readonly name: string
  readonly projectId: number
  readonly createdAt: string
}

export interface Tag {
  readonly id: number
  readonly name: string
  readonly pushedAt: string
}

export interface Vulnerability {
  readonly id: string
  readonly severity: string
  readonly package?: string
  readonly version?: string
  readonly fix_version?: string
}

export interface Scan {
  status: 'Pending' | 'Running' | 'Success' | 'Error' | 'Stopped'
  /** Being asked for so many times brings it to its end. */
  looksLeft: number
  found: readonly Vulnerability[]
}

export interface Artifact {
  readonly id: number
  readonly repository: Repository
  readonly digest: string
  readonly manifestType: string
  readonly configType: string
  readonly size: number
  readonly pushedAt: string
  /** Of the image's config. */
  readonly extra?: Readonly<Record<string, unknown>>
  readonly children: readonly {
    readonly digest: string
    readonly platform?: Readonly<Record<string, unknown>>
  }[]
  /** Of the artifact that this one is a signature of. */
  readonly subject?: string
  tags: Tag[]
  scan?: Scan
}

export interface Robot {
  readonly id: number
  /** As one signs in: `robot$goalixa+pull`. */
  readonly name: string
  readonly level: 'system' | 'project'
  readonly projectId: number
  readonly createdAt: string
  duration: number
  expiresAt: number
  disabled: boolean
  description?: string
  permissions: readonly {
    readonly kind: string
    readonly namespace: string
    readonly access: readonly { readonly resource: string; readonly action: string }[]
  }[]
  secret: string
}

interface Scanner {
  readonly uuid: string
  readonly name: string
  readonly url: string
  readonly createdAt: string
  isDefault: boolean
}

export interface Rule {
  readonly id: number
  readonly projectId: number
  body: Readonly<Record<string, unknown>>
}

interface Execution {
  readonly id: number
  readonly retentionId: number
  readonly dryRun: boolean
  readonly startedAt: string
}

export interface HarborState {
  readonly admin: { readonly username: string; readonly password: string }
  readonly projects: Project[]
  readonly repositories: Repository[]
  readonly artifacts: Artifact[]
  readonly robots: Robot[]
  readonly immutability: Rule[]
  readonly retentions: Rule[]
  readonly executions: Execution[]
  readonly scanners: Scanner[]
  isReadOnly: boolean
  /** What the scanner finds in a manifest; 'Error' is a scan that fails. */
  findingsOf: (digest: string) => readonly Vulnerability[] | 'Error'
  /** How often a scan is asked for before it ends. */
  scanLooks: number
  readonly now: () => Date
  readonly time: () => string
  /** The next number of a kind. */
  readonly nextId: (kind: string) => number
  readonly addProject: (name: string, metadata?: Record<string, string>) => Project
  readonly addRobot: (robot: Omit<Robot, 'id' | 'createdAt' | 'secret'>) => Robot
  readonly repository: (name: string) => Repository
}

export function createState(now: () => Date): HarborState {
  const ids = new Map<string, number>()
  const nextId = (kind: string) => {
    const id = (ids.get(kind) ?? 0) + 1
    ids.set(kind, id)
    return id
  }
  const time = () => now().toISOString()
  const projects: Project[] = []
  const repositories: Repository[] = []
  const robots: Robot[] = []
  return {
    admin: { username: 'admin', password: randomBytes(12).toString('hex') },
    projects,
    repositories,
    robots,
    artifacts: [],
    immutability: [],
    retentions: [],
    executions: [],
    scanners: [],
    isReadOnly: false,
    findingsOf: () => [],
    scanLooks: 1,
    now,
    time,
    nextId,
    addProject: (name, metadata = { public: 'false' }) => {
      const project = {
        id: nextId('project'),
        name,
        createdAt: time(),
        metadata,
        allowlist: [],
        storageLimit: -1,
      }
      projects.push(project)
      return project
    },
    addRobot: (robot) => {
      const made = {
        ...robot,
        id: nextId('robot'),
        createdAt: time(),
        secret: randomBytes(16).toString('hex'),
      }
      robots.push(made)
      return made
    },
    repository: (name) => {
      const known = repositories.find((one) => one.name === name)
      if (known !== undefined) return known
      const project = projects.find((one) => one.name === name.split('/')[0])!
      const made = { id: nextId('repository'), name, projectId: project.id, createdAt: time() }
      repositories.push(made)
      return made
    },
  }
}

export const findProject = (state: HarborState, name: string, isName = false): Project | undefined =>
  state.projects.find((one) => one.name === name || (!isName && String(one.id) === name))

/** By tag or by digest. */
export const findArtifact = (
  state: HarborState,
  repository: string,
  reference: string,
): Artifact | undefined =>
  state.artifacts.find(
    (one) =>
      one.repository.name === repository &&
      (one.digest === reference || one.tags.some(({ name }) => name === reference)),
  )

/** A tag is of one artifact of a repository. */
export function moveTag(state: HarborState, to: Artifact, name: string): void {
  if (to.tags.some((tag) => tag.name === name)) return
  for (const other of state.artifacts)
    if (other.repository.id === to.repository.id) other.tags = other.tags.filter((tag) => tag.name !== name)
  to.tags.push({ id: state.nextId('tag'), name, pushedAt: state.time() })
}

/** Bytes, counting what is shared as often as it is used. */
export const usedBy = ({ artifacts }: HarborState, { id }: Project): number =>
  artifacts.filter(({ repository }) => repository.projectId === id).reduce((sum, { size }) => sum + size, 0)
