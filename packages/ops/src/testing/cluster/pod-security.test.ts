import { expect, test } from 'vitest'
import { podSecurityViolations } from './pod-security.ts'

const container = {
  name: 'c',
  image: 'x',
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
}
const good = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container],
}

test('a pod that keeps all rules breaks none', () => {
  expect(podSecurityViolations(good, 'restricted')).toEqual([])
  expect(podSecurityViolations({ containers: [{ name: 'c' }] }, 'baseline')).toEqual([])
  expect(podSecurityViolations({ hostNetwork: true, containers: [] }, 'privileged')).toEqual([])
})

test.each([
  [{ ...good, hostPID: true }, 'host namespaces (hostPID=true)'],
  [
    { ...good, volumes: [{ name: 'v', nfs: {} }] },
    'restricted volume types (volume "v" uses restricted volume type "nfs")',
  ],
  [
    { ...good, securityContext: { ...good.securityContext, runAsUser: 0 } },
    'runAsUser=0 (pod must not set runAsUser=0)',
  ],
  [
    {
      ...good,
      initContainers: [{ ...container, name: 'i', securityContext: { allowPrivilegeEscalation: false } }],
    },
    'unrestricted capabilities (container "i" must set securityContext.capabilities.drop=["ALL"])',
  ],
  [
    { containers: [container, { ...container, name: 'd' }], securityContext: { runAsNonRoot: true } },
    'seccompProfile (pod or containers "c", "d" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ],
])('%#: the rule broken is named', (spec, violation) => {
  expect(podSecurityViolations(spec, 'restricted')).toEqual([violation])
})
