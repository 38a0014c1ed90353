/** Addresses of repositories: a name with slashes is one part of a path, encoded twice, as proxies decode it once. */
import { RegistryRefusal } from '../refusal.ts'

/** `goalixa/services/app` as `/projects/goalixa/repositories/services%252Fapp`. */
export function repositoryPath(repository: string): string {
  const { project, name } = splitProject(repository)
  return `${projectPath(project)}/repositories/${encodeURIComponent(encodeURIComponent(name))}`
}

export const projectPath = (project: string): string => `/projects/${encodeURIComponent(project)}`

/** By tag or by digest. */
export const artifactPath = (repository: string, reference: string): string =>
  `${repositoryPath(repository)}/artifacts/${encodeURIComponent(reference)}`

/** `goalixa/services/app`: the project, and the name within it. */
export function splitProject(repository: string): { readonly project: string; readonly name: string } {
  const slash = repository.indexOf('/')
  if (slash < 1 || slash === repository.length - 1)
    throw new RegistryRefusal('wrong', `${repository} names no repository of a project: project/name`)
  return { project: repository.slice(0, slash), name: repository.slice(slash + 1) }
}
