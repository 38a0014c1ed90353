/** Where the simulated Harbor differs from the recorded one, and why we accept it. */

/** Transcripts that are not played. */
export const notPlayed: Record<string, string> = {
  '15-webhooks': 'nothing of ours listens to Harbor, so the simulated one calls nobody',
}

const sessions = 'there are no sessions: ours never begin one, and a cookie is refused with the next write'
const audit = 'there is no audit log: nothing of ours reads it'

/** Lines whose answers differ, by transcript and line of the file. */
export const differences: Record<string, Record<number, string>> = {
  '01-health-systeminfo': {
    2: 'a refused type of answer brings a challenge for a browser',
  },
  '14-csrf-session': {
    5: sessions,
    6: sessions,
    9: sessions,
  },
  '16-audit-retention-quota': {
    2: audit,
    3: audit,
  },
}

/** Members that are left out of every comparison. */
export const leftOut: Record<string, string> = {
  icon: 'a picture',
  size: 'our images hold other bytes',
  total_storage_consumption: 'the same',
  used: 'the same',
  created: 'when our images were made',
  Labels: 'what our images say of themselves',
  id: 'counted otherwise, since requests were left out of the recording',
  artifact_id: 'the same',
  repository_id: 'the same',
  child_id: 'the same',
  parent_id: 'the same',
  policy_id: 'the same',
  uuid: 'drawn anew',
  report_id: 'drawn anew',
  secret: 'drawn anew',
  token: 'drawn anew',
  duration: 'how long the sample scanner took',
  expires_at: 'reckoned from now',
  pull_count: 'nothing of ours reads it',
  current_user_role_id: 'of people, whom the simulated Harbor does not know',
  current_user_role_ids: 'the same',
  realname: 'the same',
  comment: 'the same',
  admin_role_in_auth: 'the same',
  access_credential: 'of the sample scanner',
  adapter: 'of the sample scanner',
  auth: 'of the sample scanner',
  description: 'of the sample scanner and its findings',
  disabled: 'of the sample scanner',
  health: 'of the sample scanner',
  skip_certVerify: 'of the sample scanner',
  use_internal_addr: 'of the sample scanner',
  vendor: 'of the sample scanner',
  version: 'of the sample scanner',
  preferred_cvss: 'of the sample scanner',
  cwe_ids: 'of the sample scanner',
  vendor_attributes: 'of the sample scanner',
  links: 'of the sample scanner',
  references: 'of a retention trigger: sent, and not kept',
}
