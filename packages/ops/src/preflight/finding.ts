/** What a look before a deploy found: as data, so that all of it can be told at once. */
export interface PreflightFinding {
  readonly check:
    | 'access'
    | 'dry-run'
    | 'references'
    | 'room'
    | 'pull'
    | 'rollback'
    | 'robot'
    | 'registry'
    | 'backup'
  /** A warning stops nothing. */
  readonly level: 'error' | 'warning'
  /** `Deployment goalixa-app/app`, `patch deployments.apps in goalixa-app`. */
  readonly object: string
  readonly message: string
}

/** Of what these checks find, somebody may know that it is otherwise where the nodes are, or that it may wait. */
export const overridable: ReadonlySet<string> = new Set<PreflightFinding['check']>([
  'pull',
  'rollback',
  'backup',
])
