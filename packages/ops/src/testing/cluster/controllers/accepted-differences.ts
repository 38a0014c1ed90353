const everyPull = 'a real node says Pulling upon every try; the simulated one of the recording said so once'
const noProbe =
  'a container without a readiness probe is ready at once; the simulated node of the recording showed it so in 12b only'
const together =
  'the recording missed a step that lasted some milliseconds: its controller saw two changes at once'
const reusedName =
  'the simulated node of the recording told no events of a pod that had the name of an earlier one'

/**
 * Where the simulated controllers differ from a recording, by file and by object, by reason of events or by request, and
 * why we accept it.
 */
export const acceptedDifferences: Record<string, Record<string, string>> = {
  '03-rollout-bad-image': { 'Pod 1: Pulling': everyPull, 'Deployment 1': together },
  '05-oomkilled': {
    'Deployment 1': together,
    'GET /apis/apps/v1/namespaces/goalixa-api/deployments/api at 12158': together,
  },
  '10-readiness-never': {
    'Pod 1: Unhealthy': 'we probe as often as the probe asks, every 5 s; the recording did every 10 s',
  },
  '11b-statefulset-stuck-rollback': {
    'Pod 1: Pulling': everyPull,
    'Pod 1: Killing': reusedName,
    'Pod 1: Pulled': reusedName,
    'Pod 1: Created': reusedName,
    'Pod 1: Started': reusedName,
  },
  '12a-job-complete': { 'Job 1': noProbe, 'Pod 1': noProbe },
  '12c-job-deadline': { 'Job 1': noProbe, 'Pod 1': noProbe },
  '20-scale-hpa': {
    'Deployment 1': 'our pods become ready in the same moment, the recorded ones 23 ms apart',
  },
  '22-double-update': { 'Deployment 1': together },
  '23-old-broken-revision-while-repairing': {
    'Deployment 1':
      'the recorded controller counted a pod of each ReplicaSet before it saw the deletion of a third',
  },
}
