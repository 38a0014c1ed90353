export const words = {
  title: (duration: string) => `Away for ${duration}`,
  text: 'The timer ran on:',
  keep: 'Keep the time',
  split: 'Make it an entry of its own',
  discard: 'Leave it out',
  discarded: 'The time away was left out.',
  wasSplit: 'The time away is an entry of its own.',
}
export type Words = typeof words
