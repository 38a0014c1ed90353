/** Accounts and tokens are the server's; signing in and out also begins and ends the local store. */
import type { LocalReplica } from './local-replica.ts'
import type { Store } from './store.ts'

export function accountsOf(
  remote: () => Promise<Store>,
  local: Pick<LocalReplica, 'load' | 'send' | 'forget'>,
): Pick<Store, 'accounts' | 'tokens'> {
  return {
    accounts: {
      register: async (input) => {
        const account = await (await remote()).accounts.register(input)
        local.load()
        return account
      },
      login: async (input) => {
        const account = await (await remote()).accounts.login(input)
        local.load()
        return account
      },
      logout: async () => {
        // First, while it is known whose rows these are: nothing private stays behind.
        await local.forget()
        return (await remote()).accounts.logout()
      },
      me: async () => (await remote()).accounts.me(),
      unsent: () => local.send(),
    },
    tokens: {
      list: async () => (await remote()).tokens.list(),
      create: async (input) => (await remote()).tokens.create(input),
      revoke: async (id) => (await remote()).tokens.revoke(id),
    },
  }
}
