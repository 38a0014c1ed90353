/** Signing in with Google, and linking a Google identity to an account that was proved by its own credential. */
import type { SecondFactorNeeded } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import type { Database, Db } from '@goalixa/service-kit/db'
import { violates } from '@goalixa/service-kit/db'
import type { Principal } from '@goalixa/service-kit/tokens'
import type { AccountRow, LockAccount } from '../accounts/account.ts'
import type { AppendAudit, AuditEventName } from '../audit/audit-event.ts'
import type { Caller } from '../caller.ts'
import { afterSeconds } from '../instants.ts'
import type { QueueMail } from '../mail/outbox.ts'
import type { Grant, IssueGrant, SessionsService } from '../sessions/sessions.service.ts'
import type { RequireFreshSession } from '../step-up/fresh-session.ts'
import type { SecondStep } from '../step-up/second-step.ts'
import type { GoogleProvider } from './google-provider.ts'
import { deleteIdentity, insertIdentity, ownerOf, spendState, touchIdentity } from './google.repository.ts'
import { googleIssuer } from './id-token.ts'
import type { GoogleIdentity } from './id-token.ts'
import { localPath } from './local-path.ts'
import { newPending, openPending, pendingSeconds, sealPending, stateHashOf } from './pending-sign-in.ts'
import type { PendingSignIn } from './pending-sign-in.ts'

interface CameBack {
  /** What Google's redirect says. */
  readonly state?: string | undefined
  readonly code?: string | undefined
  readonly error?: string | undefined
  readonly iss?: string | undefined
  /** The cookie of this browser. */
  readonly cookie: string | undefined
  readonly device: string
  readonly caller: Caller
}

/** Where the browser goes, and the cookie that it must bring back. */
interface Begun {
  readonly url: string
  readonly cookie: string
}

type SignedInWith = { readonly grant?: Grant } & Partial<SecondFactorNeeded>

export interface GoogleService {
  readonly isAvailable: boolean
  /** @throws AppError `google.not_configured` */
  begin(returnTo: string | undefined): Begun
  /** @throws AppError `google.*`, or what {@link GoogleOptions.requireFreshSession} throws */
  beginLink(principal: Principal, returnTo: string | undefined): Promise<Begun>
  /** A sign-in gives a grant, or asks for the second step; a link gives neither. @throws AppError `google.*` */
  finish(back: CameBack): Promise<{ readonly returnTo: string } & SignedInWith>
  /** @throws AppError `google.not_linked`, `google.only_way_in` */
  unlink(principal: Principal, caller: Caller): Promise<void>
}

export interface GoogleOptions {
  /** Absent: there is no sign-in with Google here. */
  readonly provider: GoogleProvider | undefined
  readonly database: Database
  readonly sessions: Pick<SessionsService, 'open'>
  readonly issue: IssueGrant
  readonly lockAccount: LockAccount
  readonly accountByEmail: (db: Db, email: string) => Promise<AccountRow | undefined>
  /** Makes an account whose e-mail Google vouches for, without a password. */
  readonly insertVerifiedAccount: (tx: Db, email: string) => Promise<AccountRow>
  /** Another way to sign in that stays when Google goes: a password or a passkey. */
  readonly hasOtherWayIn: (tx: Db, account: AccountRow) => Promise<boolean>
  /** Throws unless this session is live and was proved by its own credential within the last ten minutes. */
  readonly requireFreshSession: RequireFreshSession
  /** What an account with a second factor must still prove. */
  readonly secondStep: Pick<SecondStep, 'begin'>
  readonly appendAudit: AppendAudit
  readonly queueMail: QueueMail
  /** The current key first; with the others, cookies from before a change of secrets are read. */
  readonly sealingKeys: readonly [Buffer, ...Buffer[]]
  readonly now: () => Date
}

export function createGoogleService(options: GoogleOptions): GoogleService {
  const { database, provider, requireFreshSession, appendAudit, queueMail, sealingKeys, now } = options

  const configured = (): GoogleProvider => {
    if (provider === undefined) throw new AppError('google.not_configured')
    return provider
  }

  const start = (given: Pick<PendingSignIn, 'returnTo' | 'link'>): Begun => {
    const pending = newPending(now(), given)
    return { url: configured().authorizationUrl(pending), cookie: sealPending(sealingKeys[0], pending) }
  }

  const audit = (
    event: AuditEventName,
    outcome: 'success' | 'failure',
    userId: string | null,
    sessionId: string | null,
    caller: Caller,
  ) => ({ at: now(), event, outcome, userId, sessionId, caller })

  const link = async (
    identity: GoogleIdentity,
    to: { userId: string; sessionId: string },
    caller: Caller,
  ) => {
    // Asked again: the session may have ended, or grown old, while its owner was at Google.
    await requireFreshSession({ ...to, kind: 'session' })
    const linked = database.transaction(async (tx) => {
      const account = await options.lockAccount(tx, to.userId, 'update')
      if (account === undefined) throw new AppError('auth.session_ended')
      if ((await ownerOf(tx, identity))?.userId === to.userId) return
      await insertIdentity(tx, identity, to.userId, now())
      await appendAudit(tx, audit('google_link', 'success', to.userId, to.sessionId, caller))
      await queueMail(tx, { kind: 'google_linked', recipient: account.email, userId: account.id })
    })
    await linked.catch((error: unknown) => {
      if (violates(error, 'google_identities_pkey')) throw new AppError('google.linked_elsewhere')
      if (violates(error, 'google_identities_one_per_user')) throw new AppError('google.another_linked')
      throw error
    })
  }

  const signIn = async (identity: GoogleIdentity, device: string, caller: Caller): Promise<SignedInWith> => {
    const step = { client: 'goalixa-web', device, amr: ['fed'] } as const
    const opened = await database.transaction(async (tx) => {
      const account = await accountOf(tx, identity, options, now())
      if (account.disabledAt !== null) throw new AppError('google.refused')
      await touchIdentity(tx, identity, now())
      // Google stands for the password, never for the second factor.
      const needed = await options.secondStep.begin(tx, { account, ...step })
      return needed ?? options.sessions.open(tx, { account, ...step, caller })
    })
    if ('secondFactor' in opened) return opened
    return { grant: await options.issue(opened) }
  }

  return {
    isAvailable: provider !== undefined,

    begin: (returnTo) => start({ returnTo: localPath(returnTo), link: null }),

    async beginLink(principal, returnTo) {
      configured()
      await requireFreshSession(principal)
      const { userId, sessionId } = principal
      return start({ returnTo: localPath(returnTo), link: { userId, sessionId } })
    },

    async finish({ state, code, error, iss, cookie, device, caller }) {
      const google = configured()
      const pending = openPending(sealingKeys, cookie, state, now())
      if (pending === undefined) throw new AppError('google.state_invalid')
      // Spent before anything else happens: whatever comes of it, this address is good for nothing more.
      const keptUntil = afterSeconds(now(), pendingSeconds)
      if (!(await spendState(database, stateHashOf(pending.state), now(), keptUntil)))
        throw new AppError('google.state_invalid')
      // RFC 9207: an answer that names another issuer belongs to a sign-in somewhere else.
      if (iss !== undefined && iss !== googleIssuer) throw new AppError('google.refused')
      if (error !== undefined || code === undefined) throw new AppError('google.refused')
      try {
        const identity = await google.identify(code, pending)
        const { returnTo } = pending
        if (pending.link === null) return { returnTo, ...(await signIn(identity, device, caller)) }
        await link(identity, pending.link, caller)
        return { returnTo }
      } catch (error) {
        const what = pending.link === null ? 'login' : 'google_link'
        const by = pending.link
        await appendAudit(database, audit(what, 'failure', by?.userId ?? null, by?.sessionId ?? null, caller))
        throw error
      }
    },

    async unlink(principal, caller) {
      await requireFreshSession(principal)
      const { userId, sessionId } = principal
      await database.transaction(async (tx) => {
        const account = await options.lockAccount(tx, userId, 'update')
        if (account === undefined) throw new AppError('auth.session_ended')
        if ((await deleteIdentity(tx, userId)) === undefined) throw new AppError('google.not_linked')
        if (!(await options.hasOtherWayIn(tx, account))) throw new AppError('google.only_way_in')
        await appendAudit(tx, audit('google_unlink', 'success', userId, sessionId, caller))
        await queueMail(tx, { kind: 'google_unlinked', recipient: account.email, userId })
      })
    },
  }
}

/**
 * The account that the identity belongs to, or a new one. Never one that only has the same e-mail: whoever made it
 * may have had no right to the address, and would share the account from then on.
 */
async function accountOf(
  tx: Db,
  identity: GoogleIdentity,
  options: GoogleOptions,
  now: Date,
): Promise<AccountRow> {
  const owner = await ownerOf(tx, identity)
  if (owner !== undefined) {
    const account = await options.lockAccount(tx, owner.userId, 'update')
    if (account === undefined) throw new AppError('google.refused')
    return account
  }
  if (!identity.emailVerified) throw new AppError('google.email_unverified')
  if ((await options.accountByEmail(tx, identity.email)) !== undefined)
    throw new AppError('google.link_first')
  try {
    const account = await options.insertVerifiedAccount(tx, identity.email)
    await insertIdentity(tx, identity, account.id, now)
    return account
  } catch (error) {
    // Somebody was faster by a moment: the same person in another tab, or another one with the same address.
    if (violates(error, 'google_identities_pkey')) throw new AppError('google.state_invalid')
    throw violates(error, 'accounts_email_unique') ? new AppError('google.link_first') : error
  }
}
