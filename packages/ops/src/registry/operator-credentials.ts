/** What the operator is signed in to registries with: for whoever plans before the cluster has a pull secret. */
import { readFile } from 'node:fs/promises'
import { credentialsIn } from './docker-config.ts'
import type { Credentials } from './docker-config.ts'

/** `file` is the one that `docker login` writes; without it, or with what is no such file, there are none. */
export function credentialsOfOperator(file: string): (repository: string) => Promise<readonly Credentials[]> {
  let text: Promise<string> | undefined
  return async (repository) => {
    text ??= readFile(file, 'utf8').catch(() => '')
    return credentialsIn(await text, repository) ?? []
  }
}
