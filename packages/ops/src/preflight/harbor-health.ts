/** Whether Harbor is well enough for a run, and keeps what one could go back to. */
import { gatedImages } from '../gates/plan-images.ts'
import type { Harbor } from '../registry/harbor.ts'
import { splitProject } from '../registry/harbor/address.ts'
import { RegistryRefusal } from '../registry/refusal.ts'
import type { PreflightFinding } from './finding.ts'
import type { PreflightCheck } from './preflight.ts'

interface HealthOptions {
  readonly harbor: Pick<Harbor, 'health' | 'retention'>
  /** Of Harbor, as the names of its images begin. */
  readonly host: string
}

/** Without these nothing is pulled; the others serve people, or work later. */
const needed = new Set(['core', 'database', 'redis', 'registry', 'registryctl'])
/** As many revisions as are kept to go back to. */
const window = 10

export const harborCheck =
  ({ harbor, host }: HealthOptions): PreflightCheck =>
  async ({ journal }) => {
    const projects = new Set(
      gatedImages(journal)
        .filter((image) => image.host === host)
        .map(({ repository }) => splitProject(repository).project),
    )
    const finding = (level: PreflightFinding['level'], message: string, object = `Harbor ${host}`) =>
      ({ check: 'registry', level, object, message }) as const
    try {
      const { isHealthy, sick } = await harbor.health()
      const found: PreflightFinding[] = sick.map(({ name, error }) =>
        finding(
          needed.has(name) ? 'error' : 'warning',
          `its part ${name} is not well${error && `: ${error}`}`,
        ),
      )
      if (!isHealthy && sick.length === 0) found.push(finding('warning', 'says that it is not well'))
      for (const project of projects)
        found.push(
          ...(await retentionFindings(harbor, project)).map((message) =>
            finding('warning', message, `project ${project}`),
          ),
        )
      return found
    } catch (error) {
      if (!(error instanceof RegistryRefusal)) throw error
      return [finding('warning', `cannot be asked how it is: ${error.message}`)]
    }
  }

/** Who may not read the rules hears nothing: images that are gone are found one by one. */
async function retentionFindings(
  harbor: HealthOptions['harbor'],
  project: string,
): Promise<readonly string[]> {
  let rules
  try {
    rules = (await harbor.retention(project))?.rules ?? []
  } catch (error) {
    if (error instanceof RegistryRefusal && (error.status === 403 || error.status === 404)) return []
    throw error
  }
  const counted = rules.filter(({ template }) => template === 'latestPushedK')
  const most = Math.max(...counted.map(({ count = 0 }) => count))
  return counted.length === rules.length && counted.length > 0 && most < window
    ? [
        `keeps the ${most} newest images only: of the ${window} revisions to go back to, older ones would be gone`,
      ]
    : []
}
