/** Where the cluster is and who we are there: the one door to Kubernetes' own library, which knows all the ways. */
import { KubeConfig } from '@kubernetes/client-node'
import type { DispatcherOptions } from '@kubernetes/client-node/dist/config.js'
import { AppError } from '@goalixa/contracts/errors'

export interface KubeConfigSource {
  /** Text of a kubeconfig; else the file of `file`, else the default rules of `kubectl`. */
  readonly text?: string
  readonly file?: string
  readonly context?: string
}

export type Connection = DispatcherOptions

export interface KubeAccess {
  readonly context: string
  /** `https://10.0.0.1:6443` */
  readonly server: string
  /** Asked for each request, because tokens of cloud providers are renewed on the way. */
  readonly credentials: () => Promise<{
    readonly headers: Readonly<Record<string, string>>
    readonly connection: Connection
  }>
}

/** Rejects with `ops.kubeconfig`. */
export function readKubeConfig({ text, file, context }: KubeConfigSource): KubeAccess {
  const config = loaded(text, file, context)
  return {
    context: config.getCurrentContext(),
    server: config.getCurrentCluster()!.server.replace(/\/+$/, ''),
    credentials: async () => {
      const options: Record<string, unknown> = {}
      await config.applyToHTTPSOptions(options)
      const { headers, auth, agent: _, ...tls } = options
      const basic =
        typeof auth === 'string' ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {}
      return {
        headers: { ...(headers as Record<string, string> | undefined), ...basic },
        connection: config.createDispatcherOptions(config.getCurrentCluster(), tls),
      }
    },
  }
}

const inventedServer = 'http://localhost:8080'

function loaded(text: string | undefined, file: string | undefined, context: string | undefined): KubeConfig {
  const config = new KubeConfig()
  try {
    if (text !== undefined) config.loadFromString(text)
    else if (file !== undefined) config.loadFromFile(file)
    else {
      config.loadFromDefault()
      // Without any kubeconfig the library makes one up.
      if (config.getCurrentCluster()?.server === inventedServer) config.clusters = []
    }
  } catch (error) {
    throw new AppError('ops.kubeconfig', 'the kubeconfig cannot be read', { cause: error })
  }
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      const known = config.getContexts().map(({ name }) => name)
      throw new AppError('ops.kubeconfig', `the kubeconfig has no context ${context}`, {
        try: known.length === 0 ? 'name a kubeconfig with contexts' : `use one of: ${known.join(', ')}`,
      })
    }
    config.setCurrentContext(context)
  }
  if (config.getCurrentCluster() === null)
    throw new AppError('ops.kubeconfig', 'the kubeconfig names no cluster', {
      try: 'set KUBECONFIG, or give --kubeconfig FILE and --context NAME',
    })
  return config
}
