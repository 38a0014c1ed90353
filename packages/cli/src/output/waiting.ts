/** Words for changes that the server does not have yet. */

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`)

/** Empty when nothing waits. `paused`: why nothing is sent until somebody does something. */
export function waitingWords(pending: number, paused: 'sign_in' | 'update' | null): string {
  if (pending === 0) return ''
  const [wait, them] = pending === 1 ? ['waits', 'it'] : ['wait', 'them']
  const words = `${changes(pending)} ${wait} for the server`
  if (paused === 'sign_in') return `${words}: sign in with goalixa auth login to send ${them}`
  return paused === 'update' ? `${words}: update goalixa to send ${them}` : words
}
