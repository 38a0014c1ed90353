/** Rendered YAML as objects, with the mistakes that a server would not tell. */
import { parseAllDocuments } from 'yaml'
import { AppError } from '@goalixa/contracts/errors'
import type { KubeObject } from '../kube-object.ts'
import { objectKey } from '../object-key.ts'

/** Rejects with `ops.manifests` and every problem at once. Lists are opened. */
export function readManifests(text: string): readonly KubeObject[] {
  const documents = parseAllDocuments(text)
  if (!Array.isArray(documents)) return []
  const problems = documents.flatMap((document, index) =>
    document.errors.map((error) => ({
      path: `document ${index + 1}`,
      message: error.message.split('\n')[0]!,
      ...(error.linePos === undefined ? {} : { line: error.linePos[0].line }),
    })),
  )
  if (problems.length > 0) throw refused(problems)
  const objects = documents
    .map((document) => document.toJS() as KubeObject | null)
    .filter((one) => one !== null)
  return checked(objects.flatMap((one) => (one.kind === 'List' ? (one['items'] as KubeObject[]) : [one])))
}

function checked(objects: readonly KubeObject[]): readonly KubeObject[] {
  const seen = new Set<string>()
  const problems = objects.flatMap((object, index) => {
    const place = `object ${index + 1}`
    if (typeof object.apiVersion !== 'string' || typeof object.kind !== 'string' || !object.metadata?.name)
      return [{ path: place, message: 'apiVersion, kind and metadata.name are needed' }]
    const key = objectKey(object)
    if (seen.has(key)) return [{ path: key, message: 'is there twice' }]
    seen.add(key)
    const isSecretInClear =
      object.kind === 'Secret' && (object.data !== undefined || object['stringData'] !== undefined)
    return isSecretInClear
      ? [
          {
            path: key,
            message: 'holds its secret in the manifest: refer to a Secret made by External Secrets or SOPS',
          },
        ]
      : []
  })
  if (problems.length > 0) throw refused(problems)
  return objects
}

const refused = (fields: readonly { path: string; message: string }[]) =>
  new AppError(
    'ops.manifests',
    `${fields.length} problem${fields.length === 1 ? '' : 's'} in the manifests`,
    {
      fields,
    },
  )
