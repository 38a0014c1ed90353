/** Flags of the commands that plan and of those that run. */
import * as Flags from '@oclif/core/flags'
import { changing } from './flags.ts'

const several = { multiple: true, multipleNonGreedy: true } as const

/** Of what makes a plan. */
export const planning = {
  'manifests-dir': Flags.string({
    description: 'the folder that holds "overlays"; the k8s of this repository unless said',
    helpValue: 'FOLDER',
  }),
  manifests: Flags.string({
    description: 'rendered YAML instead, without kubectl',
    helpValue: 'FILE',
    exclusive: ['manifests-dir'],
  }),
  tag: Flags.string({
    description: 'the version to deploy, of all services or of one; may be given several times',
    helpValue: '[SERVICE=]TAG',
    ...several,
  }),
  services: Flags.string({ description: 'only these', helpValue: 'NAME,…' }),
  'allow-mutable': Flags.boolean({ description: 'allow the tag latest: it is pinned to what it means now' }),
  'force-conflicts': Flags.boolean({ description: 'take over fields that somebody else manages' }),
}

/** Of what begins a run, or goes on with one. */
export const running = {
  'wait-lock': Flags.string({
    description: "how long to wait for somebody else's run",
    helpValue: 'DURATION',
  }),
  origin: Flags.string({
    description: 'where to ask instead of the host names of the routes; may be given several times',
    helpValue: 'landing|pwa|api=URL',
    ...several,
  }),
  'allow-contract': Flags.boolean({ description: 'allow migrations after which there is no way back' }),
  yes: changing.yes,
}

export const reason = Flags.string({ description: 'why, for the history', helpValue: 'WORDS' })

/** Checks that somebody may know better than. */
export const overrideNames = [
  'contract',
  'staging',
  'vulnerabilities',
  'signatures',
  'pull',
  'rollback',
  'backup',
]

export const override = Flags.string({
  description: `go on whatever this check says (${overrideNames.join(', ')}), with the reason for the history; may be given several times`,
  helpValue: 'CHECK=REASON',
  ...several,
})

/** Of what passes gates. */
export const passing = {
  gates: Flags.string({
    description: 'what the gates of the registry let through; needs GOALIXA_HARBOR_URL',
    helpValue: 'FILE',
  }),
  'staging-context': Flags.string({
    description: 'where staging is, which has to run the same before production does',
    helpValue: 'NAME',
  }),
}
