/** The store that asks the server. Ids are made here, so that a row keeps its id whatever happens on the way. */
import type { Client } from '@goalixa/client/client'
import { toStoredSession } from '@goalixa/client/signed-in'
import type { SessionStore } from '@goalixa/client/signed-in'
import type { SignedIn } from '@goalixa/contracts/accounts'
import { AppError } from '@goalixa/contracts/errors'
import type { Page, Rows, Store } from './store.ts'

interface RemoteStoreOptions {
  readonly client: Client
  readonly sessions: SessionStore
  /** Makes UUIDs of version 7. */
  readonly newId: () => string
  /** Epoch milliseconds. */
  readonly nowMs: () => number
}

const source = 'cli'
const clientId = 'goalixa-cli'

export function createRemoteStore({ client, sessions, newId, nowMs }: RemoteStoreOptions): Store {
  const keep = async (answer: SignedIn) => {
    await sessions.lock(() => sessions.write(toStoredSession(answer, nowMs())))
    return answer.account
  }
  return {
    accounts: {
      register: async (input) => {
        const answer = await client.accounts.register({ body: { ...input, delivery: 'bearer' } })
        return 'mail' in answer ? undefined : keep(answer)
      },
      login: async (input, code) => {
        const answer = await client.accounts.login({ body: { ...input, delivery: 'bearer' } })
        if (!('secondFactor' in answer)) return keep(answer)
        const { challenge } = answer.secondFactor
        return keep(await client.totp.login({ body: { challenge, code: await code(), delivery: 'bearer' } }))
      },
      beginDevice: (device) => client.device.create({ body: { clientId, device } }),
      finishDevice: async (deviceCode) => keep(await client.device.token({ body: { clientId, deviceCode } })),
      exchangeCode: async (given) => keep(await client.authorize.token({ body: { clientId, ...given } })),
      logout: () => signOut(client, sessions),
      me: () => client.accounts.me(),
      changePassword: (body) => client.accounts.changePassword({ body }),
      forgotPassword: async (email) => {
        await client.accounts.forgotPassword({ body: { email } })
      },
      resetPassword: (body) => client.accounts.resetPassword({ body }),
      changeEmail: async (body) => (await client.accounts.changeEmail({ body })).state,
      verifyEmail: (token) => client.accounts.verifyEmail({ body: { token } }),
      resendEmail: async (email) => {
        await client.accounts.resendEmail({ body: { email } })
      },
      delete: (body) => client.accounts.delete({ body }),
      unsent: async () => 0,
    },
    totp: {
      get: () => client.totp.get(),
      create: () => client.totp.create(),
      confirm: (code) => client.totp.confirm({ body: { code } }),
      renewRecoveryCodes: () => client.totp.renewRecoveryCodes(),
      delete: () => client.totp.delete(),
    },
    sessions: {
      list: () => client.sessions.list(),
      revoke: (id) => client.sessions.revoke({ params: { id } }),
    },
    audit: { list: (query) => client.audit.list({ query }) },
    tokens: {
      list: () => client.tokens.list(),
      create: (body) => client.tokens.create({ body }),
      revoke: (id) => client.tokens.revoke({ params: { id } }),
    },
    calendarFeeds: {
      list: () => client.calendarFeeds.list(),
      create: (body) => client.calendarFeeds.create({ body }),
      delete: (id) => client.calendarFeeds.delete({ params: { id } }),
    },
    webhooks: {
      list: () => client.webhooks.list(),
      create: (body) => client.webhooks.create({ body }),
      delete: (id) => client.webhooks.delete({ params: { id } }),
    },
    timer: {
      // Both at once: the command takes as long as the slower of them.
      status: async (day) => {
        const [{ running }, { totals }] = await Promise.all([
          client.timer.get(),
          client.reports.summary({ query: { ...day, by: 'day' } }),
        ])
        return { running, todaySeconds: totals.wallClockSeconds + totals.untimedSeconds }
      },
      start: (body) => client.timer.start({ body: { id: newId(), source, ...body } }),
      stop: (body) => client.timer.stop({ body }),
      continue: (body) => client.timer.continue({ body: { source, ...body } }),
      cancel: () => client.timer.cancel(),
    },
    timeEntries: {
      ...rows(client.timeEntries, newId),
      create: (body) => client.timeEntries.create({ body: { id: newId(), source, ...body } }),
      split: (id, body) => client.timeEntries.split({ params: { id }, body }),
      join: (body) => client.timeEntries.join({ body }),
      move: (id, body) => client.timeEntries.move({ params: { id }, body }),
      resize: (id, body) => client.timeEntries.resize({ params: { id }, body }),
      fill: (id, body) => {
        const { fill } = client.timeEntries
        return fill({ params: { id }, body })
      },
      bulk: (body) => client.timeEntries.bulk({ body }),
      gaps: (query) => client.timeEntries.gaps({ query }),
      touching: async (range) => (await client.timeEntries.list({ query: { ...range, limit: 500 } })).items,
    },
    tasks: {
      ...rows(client.tasks, newId),
      done: (id) => client.tasks.done({ params: { id } }),
      reopen: (id) => client.tasks.reopen({ params: { id } }),
      bulk: (body) => client.tasks.bulk({ body }),
      check: (id, date) => client.tasks.check({ params: { id, date } }),
      uncheck: (id, date) => client.tasks.uncheck({ params: { id, date } }),
    },
    clients: rows(client.clients, newId),
    projects: rows(client.projects, newId),
    labels: rows(client.labels, newId),
    goals: {
      list: (query) => client.goals.list({ query }),
      get: (id, query = {}) => client.goals.get({ params: { id }, query }),
      create: (input, query = {}) => client.goals.create({ query, body: { id: newId(), ...input } }),
      update: (id, body, query = {}) => client.goals.update({ params: { id }, query, body }),
      delete: (id) => client.goals.delete({ params: { id } }),
      done: (id, query = {}) => client.goals.done({ params: { id }, query }),
      reopen: (id, query = {}) => client.goals.reopen({ params: { id }, query }),
    },
    subgoals: {
      create: (id, input, query = {}) =>
        client.subgoals.create({ params: { id }, query, body: { id: newId(), ...input } }),
      update: (id, body, query = {}) => client.subgoals.update({ params: { id }, query, body }),
      delete: (id, query = {}) => client.subgoals.delete({ params: { id }, query }),
      done: (id, query = {}) => client.subgoals.done({ params: { id }, query }),
      reopen: (id, query = {}) => client.subgoals.reopen({ params: { id }, query }),
    },
    weeklyGoals: {
      list: (query) => client.weeklyGoals.list({ query }),
      get: (id, query = {}) => client.weeklyGoals.get({ params: { id }, query }),
      create: (input, query = {}) => client.weeklyGoals.create({ query, body: { id: newId(), ...input } }),
      update: (id, body, query = {}) => client.weeklyGoals.update({ params: { id }, query, body }),
      delete: (id) => client.weeklyGoals.delete({ params: { id } }),
    },
    habits: {
      list: (query) => client.habits.list({ query }),
      get: (id, query = {}) => client.habits.get({ params: { id }, query }),
      create: (input, query = {}) => client.habits.create({ query, body: { id: newId(), ...input } }),
      update: (id, body, query = {}) => client.habits.update({ params: { id }, query, body }),
      delete: (id) => client.habits.delete({ params: { id } }),
      heatMap: (id, query = {}) => client.habits.heatMap({ params: { id }, query }),
      logs: (id, query) => client.habits.logs({ params: { id }, query }),
      check: (id, date, input, query = {}) =>
        client.habits.check({ params: { id, date }, query, body: { source, ...input } }),
      uncheck: (id, date, query = {}) => client.habits.uncheck({ params: { id, date }, query }),
    },
    planner: {
      get: (query = {}) => client.planner.get({ query }),
      listTodos: (query) => client.planner.listTodos({ query }),
      getTodo: (id) => client.planner.getTodo({ params: { id } }),
      createTodo: (input, query = {}) =>
        client.planner.createTodo({ query, body: { id: newId(), ...input } }),
      updateTodo: (id, body) => client.planner.updateTodo({ params: { id }, body }),
      deleteTodo: (id) => client.planner.deleteTodo({ params: { id } }),
      doneTodo: (id) => client.planner.doneTodo({ params: { id } }),
      reopenTodo: (id) => client.planner.reopenTodo({ params: { id } }),
      carry: (body, query = {}) => client.planner.carry({ query, body }),
      listTargets: (query) => client.planner.listTargets({ query }),
      setTarget: (date, body) => client.planner.setTarget({ params: { date }, body }),
      deleteTarget: (date) => client.planner.deleteTarget({ params: { date } }),
    },
    reminders: {
      ...rows(client.reminders, newId),
      snooze: (id, body) => client.reminders.snooze({ params: { id }, body }),
      done: (id) => client.reminders.done({ params: { id } }),
      test: (id) => client.reminders.test({ params: { id } }),
    },
    savedViews: rows(client.savedViews, newId),
    settings: { get: () => client.settings.get(), update: (body) => client.settings.update({ body }) },
    dueReminders: async () => (await client.reminders.list({ query: { due: 'true', limit: 500 } })).items,
    trash: {
      list: (query) => client.trash.list({ query }),
      restore: (table, id) => client.trash.restore({ params: { table, id } }),
    },
    reports: {
      summary: (query) => client.reports.summary({ query }),
      detailed: (query) => client.reports.detailed({ query }),
      weekly: (query) => client.reports.weekly({ query }),
      hours: (query) => client.reports.hours({ query }),
    },
    imports: { create: (format, body, query) => client.imports.create({ params: { format }, query, body }) },
    history: { undo: notHere, redo: notHere, preview: notHere },
    sync: {
      run: notHere,
      quietly: notHere,
      status: notHere,
      refused: notHere,
      retry: notHere,
      discard: notHere,
      unsent: notHere,
    },
    conflicts: { list: notHere, get: notHere, take: notHere, dismiss: notHere, resume: notHere },
    exports: { get: (format, query = {}) => client.exports.get({ params: { format }, query }) },
  }
}

/** A script with a token leaves nothing on the machine, so there is nothing to take back or to send. */
async function notHere(): Promise<never> {
  throw new AppError('history.not_here', 'With GOALIXA_TOKEN nothing is kept on this device', {
    try: 'unset GOALIXA_TOKEN and sign in: goalixa auth login',
  })
}

/** Signs out here even when the server cannot be told: whoever takes this machine must find no token. */
async function signOut(client: Client, sessions: SessionStore): Promise<{ told: boolean }> {
  const stored = await sessions.read()
  if (stored === undefined) throw new AppError('auth.required', 'You are not signed in')
  const told = await client.accounts.logout({ body: { refreshToken: stored.refreshToken } }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError) return error.status === 401
      throw error
    },
  )
  await sessions.lock(() => sessions.clear())
  return { told }
}

interface RowCalls<Row, Query, New, Patch> {
  readonly list: (request: { query: Query }) => Promise<Page<Row>>
  readonly get: (request: { params: { id: string } }) => Promise<Row>
  readonly create: (request: { body: New & { id: string } }) => Promise<Row>
  readonly update: (request: { params: { id: string }; body: Patch }) => Promise<Row>
  readonly delete: (request: { params: { id: string } }) => Promise<undefined>
}

const rows = <Row, Query, New, Patch>(
  calls: RowCalls<Row, Query, New, Patch>,
  newId: () => string,
): Rows<Row, Query, New, Patch> => ({
  list: (query) => calls.list({ query }),
  get: (id) => calls.get({ params: { id } }),
  create: (input) => calls.create({ body: { id: newId(), ...input } }),
  update: (id, patch) => calls.update({ params: { id }, body: patch }),
  delete: (id) => calls.delete({ params: { id } }),
})
