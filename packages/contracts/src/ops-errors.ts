/** Failures of `goalixa ops`; its exit codes stand in the command's table. The status has no meaning: no server answers these. */
import { row } from './catalogue-row.ts'
import type { CatalogueRow } from './catalogue-row.ts'

export const opsErrors = {
  'ops.kubeconfig': row(
    400,
    'The kubeconfig does not lead to a cluster',
    'set KUBECONFIG, or name --context',
  ),
  'ops.environment': row(
    409,
    'This cluster is not the one of the environment',
    'name the right --context, or see goalixa ops doctor',
  ),
  'ops.unconfirmed': row(409, 'Production changes only when somebody says so', 'add --yes if you mean it'),
  'ops.kubectl_missing': row(
    500,
    'kubectl is needed to render the manifests',
    'install kubectl, or give rendered YAML with --manifests FILE',
  ),
  'ops.manifests': row(400, 'The manifests cannot be used', 'correct the fields listed in "fields"'),
  'ops.kind_unknown': row(
    409,
    'The cluster does not know this kind',
    'install its CRD, or remove the object',
  ),
  'ops.unreachable': row(500, 'The cluster does not answer', 'check the network, then: goalixa ops status'),
  'ops.forbidden': row(409, 'The cluster does not allow this', 'grant the verbs listed in "fields"'),
  'ops.plan_invalid': row(400, 'The plan file cannot be used', 'make it anew: goalixa ops plan --out FILE'),
  'ops.plan_drifted': row(
    409,
    'The cluster changed since the plan was made',
    'look at the differences, then make the plan anew',
  ),
  'ops.preflight_failed': row(
    409,
    'Preflight found what would fail',
    'mend what the findings name; nothing was changed',
  ),
  'ops.gate_failed': row(
    409,
    'A gate refuses an image',
    'mend the image, or override it with a reason: --override GATE=REASON',
  ),
  'ops.gate_rules': row(400, 'The file of the gates cannot be used', 'correct the fields listed in "fields"'),
  'ops.registry_unreachable': row(
    500,
    'The registry does not answer',
    'check GOALIXA_HARBOR_URL and the network',
  ),
  'ops.registry_refused': row(
    409,
    'The registry refuses this',
    'check who GOALIXA_HARBOR_USER is, and what that account may do',
  ),
  'ops.not_staged': row(
    409,
    'Staging does not run this image',
    'deploy it to staging first, or say why not: --skip-staging REASON',
  ),
  'ops.lock_held': row(
    409,
    'Somebody else is deploying',
    'wait for them with --wait-lock, or see goalixa ops status',
  ),
  'ops.lock_lost': row(
    409,
    'This run lost its lock and stopped writing',
    'see goalixa ops status; then: goalixa ops resume',
  ),
  'ops.interrupted': row(
    409,
    'The run was stopped before its end',
    'go on with: goalixa ops resume; or take it back: goalixa ops abort',
  ),
  'ops.runner': row(
    409,
    'The cluster cannot carry the run out by itself',
    'deploy without --detach, or install the runner: docs/operations/kubernetes.md',
  ),
  'ops.run_not_found': row(409, 'There is no such run', 'see the runs: goalixa ops history'),
  'ops.rolled_back': row(
    409,
    'The rollout failed and was taken back',
    'mend what the verdict names, then deploy again',
  ),
  'ops.rollback_failed': row(
    409,
    'The rollout failed and could not be taken back',
    'see goalixa ops status; then: goalixa ops resume',
  ),
  'ops.aborted': row(409, 'The rollout was taken back on request', 'deploy again when you are ready'),
  'ops.deadline': row(
    409,
    'The rollout took too long and was taken back',
    'see the verdict, or give it more --timeout',
  ),
  'ops.backup_not_found': row(409, 'There is nothing to back up, or no such backup', 'check the path'),
  'ops.backup_database': row(
    500,
    'The database cannot be used for this',
    'check that it runs, its address, and what its role may do',
  ),
  'ops.backup_in_use': row(
    409,
    'Somebody works on the data',
    'stop it first: what it writes meanwhile would be lost',
  ),
  'ops.backup_key': row(
    409,
    'This key does not open the backup',
    'name the identity whose public key it was made for, or its passphrase file',
  ),
  'ops.backup_damaged': row(
    409,
    'The file is not a whole backup',
    'take another copy of it, or an older backup; nothing was changed',
  ),
  'ops.backup_newer': row(
    409,
    'The backup is of a newer version of Goalixa',
    'restore it with that version; nothing was changed',
  ),
  'ops.backup_target': row(
    409,
    'The database is not empty',
    'restore into an empty one, or add --replace: what is there is kept aside',
  ),
  'ops.backup_scratch': row(
    409,
    'There is no PostgreSQL to try the backup in',
    'name a server where databases may be made: --scratch URL',
  ),
  'ops.backup_failed': row(
    500,
    'The backup could not be written',
    'make room, or name another folder with --to; nothing was left behind',
  ),
  'ops.backup_differs': row(
    409,
    'What was restored is not what was backed up',
    'keep older backups, and look at the tables that are named',
  ),
} as const satisfies Record<string, CatalogueRow>
