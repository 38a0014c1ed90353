import { describe, expect, test } from 'vitest'
import { acceptedDifferences } from './accepted-differences.ts'
import { replayed } from './replay-run.ts'
import type { Scenario, Sighting } from './replay-run.ts'

const registry = 'harbor.example.internal/goalixa'
const scenarios: Scenario[] = [
  { file: '02-rollout-good' },
  { file: '03-rollout-bad-image', behaviours: { [`${registry}/app:9.9.9`]: { pull: 'missing' } } },
  { file: '04-crashloop', behaviours: { [`${registry}/api:2.1.0`]: { crash: 'always' } } },
  { file: '05-oomkilled', behaviours: { [`${registry}/api:2.1.0`]: { crash: 'out of memory' } } },
  { file: '06-create-container-config-error' },
  { file: '07-unschedulable' },
  { file: '08-quota-exceeded' },
  { file: '09-pod-security-restricted' },
  { file: '10-readiness-never', behaviours: { [`${registry}/api:2.1.0`]: { ready: 'never' } } },
  { file: '11a-statefulset-good' },
  {
    file: '11b-statefulset-stuck-rollback',
    behaviours: { [`${registry}/postgres:16.9-typo`]: { pull: 'missing' } },
  },
  {
    file: '12a-job-complete',
    behaviours: { [`${registry}/migrate:1.4.0`]: { exits: 0 } },
    paces: { crashMs: 2000 },
  },
  {
    file: '12b-job-failed',
    behaviours: { [`${registry}/migrate:1.4.0`]: { exits: 1 } },
    startMs: 865,
  },
  { file: '12c-job-deadline' },
  { file: '17-replicaset-history' },
  { file: '19-paused' },
  { file: '20-scale-hpa' },
  { file: '22-double-update' },
  { file: '23-old-broken-revision-while-repairing' },
]

/** The recording machine was busy now and then, and the longer it took the more that adds up. */
const toleranceMs = (t: number) => 800 + t * 0.06

function byObject(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const all = Map.groupBy(sightings, ({ of }) => of)
  return new Map([...all].map(([of, list]) => [of, list.filter((one, at) => !isStep(one, list[at + 1]))]))
}

// The recording's nodes were simulated and show a container only once it is ready; a real node, and ours, as it starts.
function isStep({ text }: Sighting, next: Sighting | undefined): boolean {
  const ready = text
    .replace(' | Ready=False/ContainersNotReady | ContainersReady=False/ContainersNotReady', '')
    .replaceAll('not ready', 'ready')
  return text !== ready && next?.text === ready
}

describe('the simulated controllers do what was recorded of real ones', () => {
  test.each(scenarios)('$file', async (scenario) => {
    const { recorded, got, answers } = await replayed(scenario)
    expect(recorded.length + answers.length).toBeGreaterThan(3)
    const accepted = acceptedDifferences[scenario.file] ?? {}
    const differing: string[] = []
    for (const { of, wanted, got: answer } of answers) {
      if (answer !== wanted) differing.push(of)
      if (!(of in accepted)) expect.soft(answer, of).toEqual(wanted)
    }
    const [theirs, ours] = [byObject(recorded), byObject(got)]
    for (const of of new Set([...theirs.keys(), ...ours.keys()])) {
      const [wanted, seen] = [theirs.get(of) ?? [], ours.get(of) ?? []]
      const texts = (list: Sighting[]) => list.map(({ text }) => text)
      if (JSON.stringify(texts(wanted)) !== JSON.stringify(texts(seen))) {
        differing.push(of)
        if (!(of in accepted)) expect.soft(texts(seen), of).toEqual(texts(wanted))
        continue
      }
      for (const [index, { t, text }] of wanted.entries()) {
        const late = Math.abs((seen[index]?.t ?? 0) - t)
        expect.soft(late, `${of}, ${text}: ${seen[index]?.t} ms instead of ${t}`).toBeLessThan(toleranceMs(t))
      }
    }
    expect(
      Object.keys(accepted).filter((of) => !differing.includes(of)),
      'accepted differences that are none any more',
    ).toEqual([])
  })
})
