/** Accounts and tokens are the server's; signing in and out also begins and ends the local store. */
import type { LocalReplica } from './local-replica.ts'
import type { Store } from './store.ts'

export function accountsOf(
  remote: () => Promise<Store>,
  local: Pick<LocalReplica, 'load' | 'send' | 'forget'>,
): Pick<Store, 'accounts' | 'totp' | 'tokens' | 'sessions' | 'audit'> {
  return {
    accounts: {
      register: async (input) => {
        const account = await (await remote()).accounts.register(input)
        if (account !== undefined) local.load()
        return account
      },
      login: async (input, code) => {
        const account = await (await remote()).accounts.login(input, code)
        local.load()
        return account
      },
      beginDevice: async (device) => (await remote()).accounts.beginDevice(device),
      finishDevice: async (deviceCode) => {
        const account = await (await remote()).accounts.finishDevice(deviceCode)
        local.load()
        return account
      },
      exchangeCode: async (given) => {
        const account = await (await remote()).accounts.exchangeCode(given)
        local.load()
        return account
      },
      logout: async () => {
        // First, while it is known whose rows these are: nothing private stays behind.
        await local.forget()
        return (await remote()).accounts.logout()
      },
      me: async () => (await remote()).accounts.me(),
      changePassword: async (input) => (await remote()).accounts.changePassword(input),
      forgotPassword: async (email) => (await remote()).accounts.forgotPassword(email),
      resetPassword: async (input) => (await remote()).accounts.resetPassword(input),
      changeEmail: async (input) => (await remote()).accounts.changeEmail(input),
      verifyEmail: async (token) => (await remote()).accounts.verifyEmail(token),
      resendEmail: async (email) => (await remote()).accounts.resendEmail(email),
      delete: async (input) => {
        const server = await remote()
        await server.accounts.delete(input)
        // Only now, because a refusal must cost nothing on this device; the sign-in last, it names the rows.
        await local.forget()
        await server.accounts.logout()
      },
      unsent: () => local.send(),
    },
    totp: {
      get: async () => (await remote()).totp.get(),
      create: async () => (await remote()).totp.create(),
      confirm: async (code) => (await remote()).totp.confirm(code),
      renewRecoveryCodes: async () => (await remote()).totp.renewRecoveryCodes(),
      delete: async () => (await remote()).totp.delete(),
    },
    sessions: {
      list: async () => (await remote()).sessions.list(),
      revoke: async (id) => (await remote()).sessions.revoke(id),
    },
    audit: { list: async (query) => (await remote()).audit.list(query) },
    tokens: {
      list: async () => (await remote()).tokens.list(),
      create: async (input) => (await remote()).tokens.create(input),
      revoke: async (id) => (await remote()).tokens.revoke(id),
    },
  }
}
